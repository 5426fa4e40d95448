"""Load a requirement pack beside a landscape: its findings name their clause, and what is not checked is said."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pathway_graph.cli import main
from pathway_graph.demonstration import example_file
from pathway_graph.registry import loader_for, read_here
from pathway_graph.workspace import Workspace

_GUIDANCE = pathlib.Path(__file__).parents[2] / "examples" / "guidance"
_PACK = _GUIDANCE / "community-mental-health.yaml"
_TITLE = "Guidance for commissioners of community specialist mental health services"


@pytest.fixture(scope="module")
def guided(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The example with the pack and the terms."""
    folder = tmp_path_factory.mktemp("guided") / "banes.pathway"
    with Workspace.create(folder) as workspace:
        for file in (example_file(), _PACK, _GUIDANCE / "banes-terms.yaml"):
            workspace.load(file)
    return folder


def test_every_finding_of_a_pack_names_its_clause(guided: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the pack asks for and is not there for sure names the framework and the message; crisis care is there."""
    assert main(["gaps", "-C", str(guided), "--json"]) == 0
    findings = json.loads(capsys.readouterr().out)["findings"]

    told = {f["subject"]["id"]: f for f in findings if f["subject"]["id"].startswith("jcpmh/")}
    assert {id: f["verdict"] for id, f in told.items()} == {
        "jcpmh/1": "not_known", "jcpmh/2-inpatient": "gap", "jcpmh/2-rehabilitation": "gap", "jcpmh/3": "not_known",
    }  # fmt: skip
    for id, finding in told.items():
        message = f"message {id.removeprefix('jcpmh/')[0]}"
        stated = {(b["document"], b["locator"]) for b in finding["because"] if b["id"] == id}
        assert ("jcpmh-community", message) in stated
        basis = [b["value"] for b in finding["because"] if b["field"] == "basis"]
        assert basis == [f"{_TITLE}, {message}"]


def test_ten_messages_are_told_and_none_passed_over() -> None:
    """Each message is a requirement, a rule that a command checks, or a remark with the reason."""
    batch = read_here(_PACK)

    assert not batch.problems
    unchecked = [remark.message for remark in batch.remarks if remark.code == "PG159"]
    assert len(unchecked) == 5
    assert all("is not checked: " in message for message in unchecked)
    text = _PACK.read_text(encoding="utf-8")
    assert all(f"clause: message {n}, says" in text for n in range(1, 11))


def test_a_pack_is_a_source_of_its_own(guided: pathlib.Path) -> None:
    """It is kept under the pack's id, so that a newer version replaces it and nothing else."""
    with Workspace.open(guided) as workspace:
        assert workspace.ledger.sources() == ("banes", "jcpmh-community", "banes-terms")
        assert workspace.load(_PACK).load is None
        assert workspace.verify() == []


_HEAD = "Pack:\n  - {id: p, framework: F, version: '1', licence: open}\n"
_CLAUSE = "Clauses:\n  - {clause: c1, says: So., why_not: because}\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (_HEAD, "the pack has no row under Clauses"),
        ("Pack:\n  - {id: p}\n" + _CLAUSE, "no framework, version, licence"),
        (_HEAD + "Clauses:\n  - {clause: c1, says: So.}\n", "neither checked_by nor why_not"),
        (_HEAD + "Clauses:\n  - {clause: c1, says: So., why_not: a, checked_by: b}\n", "both checked_by and why_not"),
        (_HEAD + "Requirements:\n  - {id: r, name: R, clause: c9}\n" + _CLAUSE, "names no clause that is listed"),
    ],
)
def test_a_pack_that_leaves_something_open_is_refused(text: str, words: str, tmp_path: pathlib.Path) -> None:
    """A pack says who stands behind it, and of every clause whether it is checked or why not."""
    file = tmp_path / "pack.yaml"
    file.write_text(text, encoding="utf-8")

    assert loader_for(file).FORMAT == "pack"
    assert words in _said(lambda: read_here(file))


def _said(read: Callable[[], Any]) -> str:
    from pathway_graph.errors import InputProblems

    try:
        return "\n".join(map(str, read().problems))
    except InputProblems as error:
        return str(error)


def test_other_yaml_files_are_no_packs() -> None:
    """Only a file that begins with Pack is one."""
    assert loader_for(example_file()).FORMAT == "yaml"

"""The diagrams of the B&NES example: what they say, and the command that draws them."""

from __future__ import annotations

import json
import pathlib
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.cli import group, main
from pathway_graph.pictures.diagrams import diagram
from pathway_graph.registry import exports
from pathway_graph.workspace import Workspace


@pytest.fixture(scope="module")
def shut(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A workspace of the B&NES example that nobody has open."""
    folder = tmp_path_factory.mktemp("pictures")
    assert main(["demo", str(folder / "banes"), "--quiet"]) == 0
    return folder / "banes.pathway"


@pytest.fixture(scope="module")
def banes(shut: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The same, open."""
    copy = tmp_path_factory.mktemp("open") / "banes.pathway"
    shutil.copytree(shut, copy)
    with pg.open(str(copy)) as workspace:
        yield workspace


def test_the_critical_path_is_unmistakable(banes: Workspace) -> None:
    """What decides the date is drawn by outline, line and word; a promise that is late says by how much."""
    page = diagram(banes, "dependencies").pictures[0]

    critical = {box.id for box in page.boxes if box.style == "critical"}
    assert {"engagement", "specifications", "new-model"} <= critical
    assert all("CRITICAL" in box.lines for box in page.boxes if box.id in critical)
    heavy = {(link.start, link.end) for link in page.links if link.style == "critical_link"}
    assert {("engagement", "specifications"), ("specifications", "new-model")} <= heavy
    late = [link for link in page.links if link.style == "broken"]
    assert [link.label for link in late] == ["89 days short"]
    assert page.point.startswith("New service model commences: forecast 4 Dec 2018")


def test_every_handoff_is_drawn_and_every_fault_is_numbered_and_worded(banes: Workspace) -> None:
    """Each number on a line is a row of the table beneath; what leads to nobody leads to a dotted box."""
    answer = banes.handoffs()
    page = diagram(banes, "handoffs").pictures[0]

    numbers = {link.number for link in page.links if link.number}
    assert numbers == {row[0] for row in page.tables[0].rows} == {str(n) for n in range(1, len(answer) + 1)}
    assert len(page.links) == answer.counts["handoffs"] + answer.counts["missing"]
    gaps = {box.id for box in page.boxes if box.style == "gap"}
    assert {link.start for link in page.links if link.end in gaps} == {"secondary", "iapt", "liaison"}
    drawn = sum(box.kind == "Service" for box in page.boxes)
    services = banes.read("MATCH (s:Service) RETURN count(s) AS n")[0]["n"]
    assert drawn + page.left_out[0].count == services


@pytest.mark.parametrize(
    "name", ["milestones.workstreams", "contracts.prime", "handoffs.to_nobody", "services.unfunded"]
)
def test_any_question_can_be_drawn(banes: Workspace, name: str) -> None:
    """Every node and relationship of a question's picture is a box or a line, once."""
    from pathway_graph.questions import library

    question = library.find(name, library.folders(banes.path))
    lines = library.draw(banes.read, question, as_of=banes.as_of).lines
    page = diagram(banes, name).pictures[0]

    nodes = {(line.source_label, line.source) for line in lines}
    nodes |= {(line.target_label or "", line.target) for line in lines if line.target}
    edges = {(line.source_label, line.source, line.relationship, line.target) for line in lines if line.target}
    assert (len(page.boxes), len(page.links)) == (len(nodes), len(edges))


def test_the_command_writes_every_format_and_remembers_places(
    shut: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`diagram dependencies` writes the file that is asked for, and positions.json in the workspace."""
    monkeypatch.chdir(tmp_path)
    for format, ending in (("svg", "svg"), ("pdf", "pdf"), ("png", "png"), ("dot", "dot"), ("mermaid", "mmd")):
        done = run("-C", str(shut), "diagram", "dependencies", "--as", format)
        assert done == (0, f"banes.dependencies.{ending}")
        assert (tmp_path / f"banes.dependencies.{ending}").stat().st_size > 500
    assert run("-C", str(shut), "diagram", "handoffs", "-o", "x.drawio") == (0, "x.drawio")
    places = json.loads((shut / "positions.json").read_text(encoding="utf-8"))
    assert {"dependencies", "handoffs"} <= set(places["pages"])


def test_what_cannot_be_drawn_is_refused_and_nothing_is_written(
    shut: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A picture that is not there, a renderer that is not there, a folder that is not there: a code and a status."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(exports()["graph_layout"]._RUNS, "pygraphviz", lambda: None)
    tries = [(["depndencies"], 2, "PG504"), (["handoffs", "--renderer", "pygraphviz"], 5, "PG503"),
             (["handoffs", "-o", "nowhere/x.svg"], 3, "PG500"), (["handoffs", "x=1"], 2, "PG504")]  # fmt: skip
    for words, status, code in tries:
        assert main(["-C", str(shut), "diagram", *words]) == status
        assert code in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def run(*words: str) -> tuple[int, str]:
    """Run a command; give its status and what it printed."""
    done: Any = CliRunner().invoke(group, list(words), standalone_mode=False)
    return done.exit_code, done.stdout.strip()

"""An option is what loading its file would be: the same landscape, the same gaps and duplicates; nothing is written."""

import datetime
import json
import pathlib
import tempfile
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pathway_graph import snapshot
from pathway_graph.boards.option_answers import compare, drafted_option
from pathway_graph.cli import main
from pathway_graph.errors import InputProblems
from pathway_graph.storage.overlay import overlaid
from pathway_graph.workspace import Workspace

from .test_what_if import loaded, made

__all__ = ["loaded"]

LATER = """
Services:
  - {id: crisis-house, name: Crisis house, provider: trust, function: haven, area: north, need: crisis, ages: 18+,
     opens: 2018-06-01, annual_value: 250000}
Contracts:
  - {id: k3, name: Third contract, suppliers: trust, services: crisis-house, replaces: k2, starts: 2018-06-01}
"""
CLOSED = """
Services:
  - {id: old, closes: 2018-03-31}
"""
MERGED = """
Areas:
  - {id: south, name: South}
Services:
  - {id: old, closes: 2018-03-31}
  - {id: new, status: open, opens: 2018-04-01, function: haven, need: crisis, ages: 12-70, area: north; south,
     hours: Mon-Fri 09:00-17:00}
Requirements:
  - {id: elders, name: A haven for elders, function: haven, area: north; south, need: crisis, ages: 65+}
"""
DOUBLED = """
Services:
  - {id: second, name: Second haven, provider: trust, function: haven, area: north, need: crisis, ages: 30-40}
"""


def option(tmp_path: Any, name: str, text: str) -> Any:
    file = tmp_path / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("text", [LATER, CLOSED, MERGED, DOUBLED], ids=["later", "closed", "merged", "doubled"])
def test_an_option_equals_loading_the_changed_landscape(loaded: Any, tmp_path: Any, text: str) -> None:
    """Row by row, what is compared is what a snapshot reads from a workspace that has loaded the changed rows."""
    workspace, file = loaded(), option(tmp_path, "option", text)

    supposed = snapshot.landscape(overlaid(workspace.read, drafted_option(workspace.ledger, file).net))

    assert supposed == snapshot.landscape(changed(loaded, text).read)


CELLS = {
    ("Services", "old"): {
        "closes": st.sampled_from(["2018-03-31", "2018-12-31"]), "ages": st.sampled_from(["18+", "16-25", "any"]),
        "hours": st.sampled_from(["24/7", "Mon-Fri 09:00-17:00"]), "annual_value": st.sampled_from(["1000", "250000"]),
    },
    ("Services", "new"): {
        "opens": st.sampled_from(["2018-04-01", "2019-01-01"]), "status": st.sampled_from(["open", "paused"]),
        "max_wait": st.sampled_from(["14", "28"]),
    },
    ("Contracts", "k1"): {"ends": st.sampled_from(["2018-03-31", "2020-09-30"]), "services": st.just("old; new")},
    ("Contracts", "k2"): {"starts": st.sampled_from(["2018-10-01", "2019-02-01"]), "total_value": st.just("1000")},
    ("Requirements", "asked"): {
        "ages": st.sampled_from(["18+", "16-25"]), "strength": st.sampled_from(["must", "should"]),
        "max_wait": st.sampled_from(["7"]),
    },
}  # fmt: skip
"""Cells of the world, and what may stand in them."""


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.fixed_dictionaries({}, optional={row: st.fixed_dictionaries({}, optional=told) for row, told in CELLS.items()})
)
def test_any_option_is_what_would_be_typed_in(edits: dict[tuple[str, str], dict[str, str]]) -> None:
    """Whatever cells a file states, the landscape beside today's is that after `update` has written them."""
    assume(any(edits.values()))
    sheets: dict[str, list[dict[str, str]]] = {}
    for (sheet, id), told in edits.items():
        of = {"function": "haven"} if sheet == "Services" else {}  # a row that says for whom says for what, too
        sheets.setdefault(sheet, []).append({"id": id, **told, **of})
    with tempfile.TemporaryDirectory() as folder, Workspace.create(pathlib.Path(folder, "w")) as workspace:
        world, file = (
            option(pathlib.Path(folder), "world", made()),
            option(pathlib.Path(folder), "o", yaml.dump(sheets)),
        )
        workspace.load(world)
        supposed = snapshot.landscape(overlaid(workspace.read, drafted_option(workspace.ledger, file).net))
        for (sheet, id), told in edits.items():
            if told:
                workspace.update(f"{sheet[:-1]}#{id}", told)

        assert supposed == snapshot.landscape(workspace.read)


def changed(loaded: Any, text: str) -> Any:
    """Load the world with the rows of an option in the place of those of the same id, or added to them."""
    world = yaml.safe_load(made())
    for sheet, rows in yaml.safe_load(text).items():
        for row in rows:
            old = next((each for each in world[sheet] if each["id"] == row["id"]), None)
            if old is None:
                world[sheet].append(row)
            else:
                old.update(row)
    return loaded(WORLD=yaml.safe_dump(world, sort_keys=False))


def test_options_are_told_beside_what_is_there(loaded: Any, tmp_path: Any) -> None:
    """One closes a service and opens a gap, one opens another and makes a duplicate; each is told with its cost."""
    workspace = loaded()
    head = workspace.ledger.head()
    files = [option(tmp_path, "closed", CLOSED), option(tmp_path, "later", LATER)]

    answer = compare(workspace, files, on=datetime.date(2018, 6, 1)).to_envelope()

    told = {(row["option"], row["change"], row["id"]): (row["before"], row["after"]) for row in answer["changes"]}
    assert told == {
        ("closed", "gap opened", "asked"): (0.0, 1.0),
        ("later", "duplicate added", "crisis-house+old"): (False, True),
    }
    assert [row["value_more"] for row in answer["options"]] == [0, 250_000]
    assert (answer["today"]["with_gap"], answer["today"]["duplicates"]) == (0, 0)
    assert workspace.ledger.head() == head
    assert compare(loaded(), [files[0]]).to_envelope()["parameters"]["on"] >= "2018-04-01"


def test_the_changes_of_an_option_are_those_of_gaps_after_loading_it(loaded: Any, tmp_path: Any) -> None:
    """The share after is what `gaps` says once the file is loaded."""
    file = option(tmp_path, "merged", MERGED)
    rows = [r for r in compare(loaded(), [file], on=datetime.date(2018, 5, 1)).to_dicts() if "gap" in r["change"]]

    found = changed(loaded, MERGED).gaps(as_of="2018-05-01").to_dicts()

    shares = {row["requirement"]: row["shares"] for row in found if row["kind"] == "gap"}
    assert rows
    for row in rows:
        mine = shares.get(row["id"], {})
        assert row["after"] == pytest.approx(mine.get("gap", 0) + mine.get("planned", 0), abs=1e-6)


def test_an_option_that_cannot_be_loaded_is_refused_as_load_would(loaded: Any, tmp_path: Any, capsys: Any) -> None:
    """With the code, the place and what to do; one that changes nothing, too; through the command, too."""
    workspace = loaded()
    with pytest.raises(InputProblems, match="PG160"):
        compare(workspace, [option(tmp_path, "bad", "Contracts:\n  - {id: k9, name: K, services: nobody}\n")])
    with pytest.raises(InputProblems, match="PG744"):
        compare(workspace, [option(tmp_path, "same", "Services:\n  - {id: old, closes: 2018-09-30}\n")])

    file = option(tmp_path, "closed", CLOSED)
    workspace.close()
    assert main(["compare", str(file), "--json", "--on", "2018-06-01", "-C", str(workspace.path)]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "pathway-graph/compare/1"
    assert main(["compare", str(file), "--on", "soon", "-C", str(workspace.path)]) == 2
    assert "PG902" in capsys.readouterr().err

"""Every answer is the same, byte for byte, whichever store the graph is in."""

from __future__ import annotations

import functools
import pathlib
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from pathway_graph.errors import PathwayError
from pathway_graph.storage.copying import copy_graph
from pathway_graph.workspace import Workspace

from .conftest import ENGINES

_ROOT = pathlib.Path(__file__).parents[2]
_ELSEWHERE = [name for name in ENGINES if name != "embedded"]
_YEAR = {"from_": "2018-01-30", "until": "2019-01-30"}


def _unfinished(workspace: Workspace) -> str:
    """The id of the first milestone that has not finished; where there is none, none."""
    milestones = [(id, told) for (label, id), told in workspace.facts().items() if label == "Milestone"]
    return min((id for id, told in milestones if "actual_finish" not in told), default="none")


def _first(workspace: Workspace, label: str) -> str:
    ids = workspace.ledger.rows("SELECT min(id) FROM merged WHERE label = ?", label)
    return str(ids[0][0] or "none")


def _broken_promise(workspace: Workspace) -> str:
    """Suppose that the first promise from outside is refused; where there is none, that a milestone comes later."""
    ids = workspace.ledger.rows(
        "SELECT min(id) FROM merged WHERE label = 'Dependency' AND id NOT IN "
        "(SELECT id FROM merged WHERE label = 'Dependency' AND field = 'needs')"
    )
    return f"{ids[0][0]} refused" if ids[0][0] else f"{_first(workspace, 'Milestone')}+6w"


_RANGES = "ranges: [{low: 80%, high: 150%}]"


def _written(workspace: Workspace, text: str) -> pathlib.Path:
    """Write a file beside the workspace that a command reads."""
    file = workspace.path.parent / "beside.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def _walked(workspace: Workspace) -> Any:
    """Follow somebody with the first need, and its lowest step where it has any, in the last area: a part."""
    ((area,),) = workspace.ledger.rows("SELECT max(id) FROM merged WHERE label = 'Area'")
    need = _first(workspace, "Need")
    has_steps = workspace.ledger.rows("SELECT 1 FROM merged WHERE label = 'Need' AND id = ? AND field = 'scale'", need)
    return workspace.walk(30, need=need, area=area, step=1 if has_steps else None)


_ASKED: Mapping[str, Callable[[Workspace], Any]] = {
    "gaps": lambda w: w.gaps(),
    "gaps --from --until": lambda w: w.gaps(**_YEAR),
    "duplicates": lambda w: w.duplicates(),
    "check": lambda w: w.check(),
    "check --ask": lambda w: w.check(ask=True),
    "findings": lambda w: w.findings(),
    "handoffs": lambda w: w.handoffs(),
    "walk": _walked,
    "walk --everyone": lambda w: w.walk(everyone=True, all=True),
    "critical-path": lambda w: w.critical_path(quality=True),
    "critical-path --what-if": lambda w: w.critical_path(what_if=[f"{_unfinished(w)}+30d"]),
    "critical-path, side by side": lambda w: w.critical_path(
        what_if=[_broken_promise(w), f"{_first(w, 'Contract')} ends 2030-09-30"]
    ),
    "critical-path --risk": lambda w: w.critical_path(risk=50, seed=3, ranges=_written(w, _RANGES)),
    "compare": lambda w: w.compare([_written(w, f"Services: [{{id: {_first(w, 'Service')}, closes: 2018-12-31}}]")]),
    "contracts": lambda w: w.contracts(horizon=24),
    "track": lambda w: w.track(),
    "decisions": lambda w: w.decisions(horizon=24),
    "diff": lambda w: w.diff(0),
    "diff --between": lambda w: w.diff(between=(_YEAR["from_"], _YEAR["until"])),
}  # fmt: skip


def _cases(scratch: pathlib.Path) -> pathlib.Path:
    """All worked cases in one file, the rows of each under ids of its own."""
    book = yaml.load((_ROOT / "tests/data/cases/cases.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    sheets = {name: list(rows) for name, rows in book["base"].items() if isinstance(rows, list)}
    for number, case in enumerate(book["cases"]):
        mine = {row["id"] for rows in case["given"].values() if isinstance(rows, list) for row in rows if "id" in row}

        def own(cell: str, number: int = number, mine: set[str] = mine) -> str:
            return "; ".join(f"c{number}-{part}" if part in mine else part for part in cell.split("; "))

        for name, rows in case["given"].items():
            if isinstance(rows, list):
                sheets.setdefault(name, []).extend({key: own(cell) for key, cell in row.items()} for row in rows)
    file = scratch / "cases.yaml"
    file.write_text(yaml.safe_dump(sheets, default_style='"', sort_keys=False), encoding="utf-8")
    return file


def _hertfordshire(scratch: pathlib.Path) -> list[pathlib.Path]:
    return [_ROOT / f"examples/hertfordshire/{name}.yaml" for name in ("proposal", "briefing")]


_BOOKS: Mapping[str, Callable[[pathlib.Path], list[pathlib.Path]]] = {
    "banes": lambda scratch: [_ROOT / "examples/banes/banes.yaml"],
    "hertfordshire": _hertfordshire,
    "cases": lambda scratch: [_cases(scratch)],
}


def _answers(folder: pathlib.Path, url: str) -> dict[str, str]:
    """What every command answers as JSON, or why it refuses."""
    found = {}
    with Workspace.open(folder, url) as workspace:
        for name, ask in _ASKED.items():
            try:
                found[name] = ask(workspace).to_json()
            except PathwayError as error:
                found[name] = str(error)
    return found


@pytest.fixture(scope="session")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[pathlib.Path, dict[str, str]]]:
    """Make the workspace of a book once, with findings on record, and all that its embedded graph answers."""

    @functools.cache
    def made(book: str) -> tuple[pathlib.Path, dict[str, str]]:
        scratch = tmp_path_factory.mktemp(book)
        folder = scratch / "w.pathway"
        with Workspace.create(folder) as workspace:
            for file in _BOOKS[book](scratch):
                workspace.load(file)
            workspace.findings(refresh=True)
        return folder, _answers(folder, "embedded")

    return made


@pytest.mark.parametrize("engine", _ELSEWHERE, indirect=True)
@pytest.mark.parametrize("book", _BOOKS)
def test_every_command_gives_the_same_bytes(
    answered: Callable[[str], tuple[pathlib.Path, dict[str, str]]], book: str, engine: str, url: str
) -> None:
    """Each command's JSON on the embedded graph is its JSON on any other store, to the byte."""
    folder, here = answered(book)
    copy_graph(folder, url, take_over=True)

    there = _answers(folder, url)

    assert [name for name in _ASKED if here[name] != there[name]] == []
    assert [name for name in _ASKED if not here[name].startswith("{")] == []

"""The Gantt chart, the contract ladder and the coverage grid: everything is in them, in its place."""

from __future__ import annotations

import datetime
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from pathway_graph.answers.findings import Filter, Findings
from pathway_graph.errors import Usage
from pathway_graph.pictures.coverage_facts import Piece
from pathway_graph.pictures.diagrams import diagram
from pathway_graph.pictures.drawing import Picture, checked
from pathway_graph.registry import exports
from pathway_graph.workspace import Workspace

DAY = datetime.date(2018, 1, 30)
DATA = """
Settings: [{key: data_date, value: 2018-01-30}]
Organisations: [{id: icb, name: The Board}, {id: trust, name: The Trust}]
Boards: [{id: pb, name: Programme Board}]
Programmes: [{id: p, name: Pathway, starts: 2018-01-01}]
Workstreams: [{id: w, name: Hubs, programme: p, reports_to: pb}]
Functions: [{id: crisis, name: Crisis line}]
Areas: [{id: bath, name: Bath}]
Needs: [{id: any, name: Any need}]
Services:
- {id: line, name: Line, function: crisis, provider: trust, area: bath, need: any, ages: 18+,
   hours: Mon-Fri 09:00-17:00}
Requirements:
- {id: r, name: Round the clock, function: crisis, area: bath, need: any, ages: 16+, hours: 24/7}
Contracts:
- {id: c1, name: First, buyers: icb, suppliers: trust, services: line, starts: 2016-04-01, ends: 2018-06-30,
   extend_to: 2019-03-31, lead_months: 9, notice_months: 3}
- {id: c2, name: Second, buyers: icb, suppliers: trust, starts: 2018-07-01, ends: 2020-03-31}
- {id: c3, name: No end, buyers: icb, suppliers: trust}
Milestones:
- {id: a, name: First, workstream: w, planned_start: 2018-02-05, planned_finish: 2018-03-02, duration: 20 d,
   baseline_start: 2018-02-01, baseline_finish: 2018-02-23}
- {id: b, name: Go live, workstream: w, duration: 0 d, planned_finish: 2018-03-30, board: pb}
- {id: c, name: Small, workstream: w, duration: 5 d, planned_start: 2018-02-05}
Dependencies: [{id: d1, needs: a, blocks: b}, {id: d2, needs: c, blocks: b}]
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with a little of everything."""
    folder = tmp_path_factory.mktemp("charts")
    (folder / "small.yaml").write_text(DATA, encoding="utf-8")
    with Workspace.create(folder / "small.pathway") as workspace:
        workspace.load(folder / "small.yaml")
        yield workspace


def marks(page: Picture, id: str, style: str) -> list[Any]:
    """The marks of one look in one row."""
    return [mark for box in page.boxes if box.id == id for mark in box.marks if mark.style == style]


def test_a_gantt_holds_every_activity_its_baseline_its_float_and_the_data_date(small: Workspace) -> None:
    """Bars begin and end where their days are; later days stand further right; the critical path has an outline."""
    page = diagram(small, "gantt").pictures[0]

    assert {box.id for box in page.boxes} == {"a", "b", "c"}
    (bar,), (base,) = marks(page, "a", "critical_bar"), marks(page, "a", "baseline")
    assert base.x < bar.x < base.x + base.width < bar.x + bar.width
    assert marks(page, "c", "float")
    assert not marks(page, "c", "critical_bar")
    assert not marks(page, "a", "float")
    assert page.over[0].style == "data_date"
    assert page.over[0].x < bar.x
    assert {(link.start, link.end): link.style for link in page.links} == {
        ("a", "b"): "critical_link",
        ("c", "b"): "link",
    }
    assert [band.title for band in page.bands if band.id.startswith("workstream")] == ["Hubs"]
    by_board = diagram(small, "gantt", by="board").pictures[0]
    assert [band.title for band in by_board.bands if band.id.startswith("board")] == ["Programme Board"]


def test_a_ladder_holds_every_contract_with_its_cliff_extension_and_latest_safe_start(small: Workspace) -> None:
    """A contract that ends with nothing behind it has a triangle at its end, and a diamond where to start."""
    page = diagram(small, "contracts").pictures[0]
    cliff = {row["contract"]: row for row in small.contracts()}["c1"]

    assert [box.id for box in page.boxes] == ["c1", "c2", "c3"]
    (bar,), (more,), (end,), (start,) = (
        marks(page, "c1", look) for look in ("contract", "extension", "late", "at_risk")
    )
    assert bar.x + bar.width == pytest.approx(more.x)
    assert end.x == pytest.approx(bar.x + bar.width - 5)
    assert start.x < end.x
    assert f"start procurement by {day(cliff['start_by']['earliest'])}" in page.boxes[0].lines
    assert "ends not stated" in page.boxes[2].lines
    assert not marks(page, "c3", "late")
    assert page.point == (
        "1 of 3 contracts ends with nothing behind it, and 1 should be in procurement by now; "
        "of 1 the end is not stated"
    )


def day(text: str) -> str:
    """The day as pictures write it."""
    when = datetime.date.fromisoformat(text)
    return f"{when.day} {when:%b %Y}"


def test_a_coverage_grid_shows_the_hours_without_anybody(small: Workspace) -> None:
    """Cells say in words what `gaps` says: 16 and 17 never, adults outside office hours not, and how many hours."""
    page = diagram(small, "coverage", only=Filter(function="crisis", area="bath")).pictures[0]

    cells = {box.title: box.lines[0] for box in page.boxes}
    covered = [title for title, word in cells.items() if word == "at risk"]  # its contract ends in six months
    assert covered == ["ages 18 and over, Monday to Friday 09:00 to 17:00"]
    assert all(word == "GAP" for title, word in cells.items() if title not in covered)
    assert page.point == (
        "Crisis line in Bath: nobody is there in 128 of 168 hours of the week, and some people have nobody in 40 more"
    )
    assert page.told == (
        "Ages 16 and 17: nobody at all hours.",
        "Ages 18 and over: nobody Monday to Friday 17:00 to 09:00 and weekends.",
    )
    with pytest.raises(Usage, match="PG504"):
        diagram(small, "coverage")


def test_a_grid_tells_the_worst_and_of_how_many() -> None:
    """Two requirements in one hour: the worse one is told, with how many have it, and for which part of the needs."""
    pieces = [
        Piece("r1", "One", "asked", ((0, 1200),), (), ((0, 10080),)),
        Piece("r2", "Two", "asked", ((0, 216),), (), ((0, 10080),)),
        Piece("r2", "Two", "gap", ((0, 216),), (), ((0, 480),), ((0b1, 0b1), (0b1, 0b1111), (0b1, 0b1))),
    ]
    (page,) = checked(exports()["coverage_grid"].coverage_grid(pieces, "Crisis", "Bath", DAY, ()))

    words = {box.id: box.lines for box in page.boxes}
    assert words["age 0 0 0"] == ("GAP for 1 of 4 needs", "1 of 2 requirements")
    assert words["age 216 0 0"] == ("covered", "1 of 1 requirement")
    assert sum(word == ("covered", "2 of 2 requirements") for word in words.values()) == 2
    assert page.point == "Crisis in Bath: some people have nobody in 8 hours of the week"


def test_a_long_plan_is_split_into_pages_that_hold_everything() -> None:
    """Each activity is in one page; a dependency is in a page or counted as left out of one."""
    rows: tuple[dict[str, Any], ...] = tuple(
        {"id": f"m{n}", "name": f"M {n}", "early_start": f"2018-02-{n % 28 + 1:02d}T09:00", "late_finish": None,
         "early_finish": f"2018-03-{n % 28 + 1:02d}T17:00", "total_float": None, "critical": False, "why": "",
         "on_longest_path": False, "driven_by": [], "state": "open"}
        for n in range(70)
    )  # fmt: skip
    needs = [
        {"id": f"d{n}", "label": "Milestone", "needs": f"m{n}", "blocks": f"m{n + 1}", "kind": None} for n in range(69)
    ]
    answer = Findings("critical-path", rows, (), {}, DAY, title="A long plan")
    pages = checked(exports()["gantt"].gantt(answer, {"milestones": [], "dependencies": needs}, ()))

    assert sorted(box.id for page in pages for box in page.boxes) == sorted(f"m{n}" for n in range(70))
    drawn, left = sum(len(page.links) for page in pages), sum(out.count for page in pages for out in page.left_out)
    assert drawn + left == 69
    assert all(len(page.boxes) <= 30 for page in pages)


def test_every_picture_can_be_written_in_every_format(small: Workspace, tmp_path: pathlib.Path) -> None:
    """Gantt, ladder and grid come as SVG, PDF, PNG, DOT, Mermaid and draw.io."""
    for what, only in (("gantt", None), ("contracts", None), ("coverage", Filter(function="crisis"))):
        drawing = diagram(small, what, only=only)
        for ending in ("svg", "pdf", "png", "dot", "mmd", "drawio"):
            (path,) = drawing.save(tmp_path / f"{what}.{ending}")
            assert path.stat().st_size > 300

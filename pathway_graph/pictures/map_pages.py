"""Divide a landscape that is too large for one page: by area for the screen, by lanes for paper."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from pathway_graph.analysis.english import counted
from pathway_graph.errors import InputProblems, Problem

from .drawing import LeftOut, Picture, Table
from .map_overview import overview
from .picture import NOBODY, NOT_STATED, Box, Edge, Grid

__all__ = ["MOST", "MOST_BOXES", "by_area", "on_paper", "services"]

MOST = 500
"""Services that one page on a screen can show."""

MOST_BOXES = 34
"""Boxes on a page of paper, about 30; one more lane is not begun beyond it."""


_MOST_CELLS = 48
"""Boxes on an overview: most hold one line or two."""


def services(grid: Grid) -> int:
    """Count the services of a landscape."""
    return len({box.id for box in grid.boxes if box.style != "gap"})


def by_area(grid: Grid) -> list[tuple[str, Grid]]:
    """Give a landscape for each area that a service names first, in the order of names; `Not stated` is the last.

    Raises InputProblems (PG521) where one of them still has more than MOST services.
    """
    found: defaultdict[str, list[Box]] = defaultdict(list)
    for box in grid.boxes:
        found[(box.facts.get("area") or (NOT_STATED,))[0]].append(box)
    parts = [(area, _part(grid, found[area], area)) for area in sorted(found, key=lambda n: (n == NOT_STATED, n))]
    for area, part in parts:
        if (many := services(part)) > MOST:
            hint = "Cut it down with --area, --need, --function or --provider, or state the areas of services."
            told = f"{many:,} services on one page ({area}) can't be read; {MOST} is the most."
            raise InputProblems(Problem("PG521", told, hint))
    return parts


def on_paper(
    grid: Grid, whole: Picture, lay_out: Callable[[Grid], Picture], fits: Callable[[Picture], bool]
) -> list[Picture]:
    """Give the pages of a landscape on paper: `whole` as it is laid out, or an overview of its cells, then its lanes.

    Each page after the overview holds lanes that follow one another, about 30 boxes in all; a lane that is too much is
    cut. Every box is on one of them; the last has the tables of the whole. `fits` says whether a page holds a picture.
    Cost: about two layouts a lane.
    """
    if len(grid.boxes) <= MOST_BOXES and fits(whole):
        return [whole]
    parts = [_part(grid, boxes, "", _named(grid, boxes)) for boxes in _lanes(grid, lay_out, fits)]
    pages = [lay_out(dataclasses.replace(part, tables=_brief(part))) for part in parts]
    pages[-1] = dataclasses.replace(pages[-1], tables=(*pages[-1].tables, *_long(grid)))
    cells = overview(grid)
    first = [lay_out(cells)]
    if len(cells.boxes) > _MOST_CELLS or not fits(first[0]):
        first = [
            dataclasses.replace(lay_out(_part(cells, boxes, "")), told=(_named(cells, boxes), *cells.told))
            for boxes in _lanes(cells, lay_out, fits, _MOST_CELLS)
        ]
    many = len(first) + len(pages)
    if len(first) == 1:
        return [*first, *(_numbered(one, n, many) for n, one in enumerate(pages, 2))]
    return [_numbered(one, n, many) for n, one in enumerate((*first, *pages), 1)]


def _numbered(picture: Picture, number: int, many: int) -> Picture:
    told = (f"Page {number} of {many}. {picture.told[0]}", *picture.told[1:])
    return dataclasses.replace(picture, name=f"{picture.name} {number}" if number > 1 else picture.name, told=told)


def _lanes(
    grid: Grid, lay_out: Callable[[Grid], Picture], fits: Callable[[Picture], bool], most: int = MOST_BOXES
) -> list[list[Box]]:
    """Cut a landscape into parts that a page holds."""

    def hold(boxes: Sequence[Box]) -> bool:
        return len(boxes) <= most and fits(lay_out(_part(grid, boxes, "")))

    found: list[list[Box]] = []
    for row in grid.rows:
        lane = [box for box in grid.boxes if box.row == row]
        if found and hold([*found[-1], *lane]):
            found[-1] += lane
        else:
            found += _cut_lane(lane, hold)
    return found


def _cut_lane(lane: list[Box], hold: Callable[[Sequence[Box]], bool]) -> list[list[Box]]:
    """Cut a lane in two, between its columns where there are several, until each part fits."""
    if len(lane) == 1 or hold(lane):
        return [lane]
    columns = list(dict.fromkeys(box.column for box in lane))
    left = set(columns[: len(columns) // 2])
    first = [box for box in lane if box.column in left] if left else lane[: len(lane) // 2]
    rest = [box for box in lane if box not in first]
    return [*_cut_lane(first, hold), *_cut_lane(rest, hold)]


def _named(grid: Grid, boxes: Sequence[Box]) -> str:
    here = {box.row for box in boxes}
    rows = [row for row in grid.rows if row in here and row != NOBODY]
    if not rows:
        return "Gaps"
    return rows[0] if len(rows) == 1 else f"{rows[0]} to {rows[-1]}"


def _brief(grid: Grid) -> tuple[Table, ...]:
    return tuple(table for table in grid.tables if table.title == "Handoffs at risk" and table.rows)


def _long(grid: Grid) -> tuple[Table, ...]:
    return tuple(table for table in grid.tables if table.title != "Handoffs at risk")


def _part(grid: Grid, boxes: Sequence[Box], area: str, lanes: str = "") -> Grid:
    """Cut a landscape down to some of its boxes; what they have to do with others is counted as left out."""
    ids = {box.id for box in boxes}
    edges = tuple(edge for edge in grid.edges if edge.start in ids and edge.end in ids)
    crossing = [e for e in grid.edges if (e.start in ids) != (e.end in ids)]
    numbers = {edge.number for edge in (*edges, *crossing)}
    left = _crossing([edge.number for edge in crossing])
    rows, columns = {box.row for box in boxes}, {box.column for box in boxes}
    named = area or lanes
    point = f"{named}: {_counted(boxes, edges, crossing)}" if named else grid.point
    told = (f"The whole landscape: {grid.point}",) if named else grid.told
    return dataclasses.replace(
        grid, boxes=tuple(boxes), edges=edges, point=point, told=told,
        left_out=(*([left] if left.count else []), *(grid.left_out if not lanes else ())),
        rows=tuple(r for r in grid.rows if r in rows), columns=tuple(c for c in grid.columns if c in columns),
        tables=tuple(_cut(table, ids, numbers) for table in grid.tables),
        name=f"{grid.name} area={area}" if area else grid.name,
    )  # fmt: skip


def _crossing(numbers: Sequence[str]) -> LeftOut:
    return LeftOut(len(numbers), "handoffs at risk that lead to another page", "The table has their numbers.",
                   tuple(numbers), "handoff at risk that leads to another page")  # fmt: skip


def _counted(boxes: Iterable[Box], edges: Sequence[Edge], crossing: Sequence[Edge]) -> str:
    gaps = len({box.id for box in boxes if box.style == "gap"})
    there = len({box.id for box in boxes if box.style != "gap"})
    told = [counted(there, "service")] if there else []
    told += [counted(gaps, "gap")] if gaps else []
    certain = sum(edge.certain for edge in (*edges, *crossing))
    told += [f"{counted(certain, 'handoff')} {'fails' if certain == 1 else 'fail'} people"] if certain else []
    return ", ".join(told)


def _cut(table: Table, ids: set[str], numbers: set[str]) -> Table:
    """Keep the rows of a table that are about what is drawn; one without ids is kept whole."""
    if table.headers[0] == "Number":
        keep = [n for n, row in enumerate(table.rows) if row[0] in numbers]
    elif table.ids:
        keep = [n for n, id in enumerate(table.ids) if id in ids]
    else:
        return table
    return dataclasses.replace(
        table, rows=tuple(table.rows[n] for n in keep), ids=tuple(table.ids[n] for n in keep) if table.ids else (),
        styles=tuple(table.styles[n] for n in keep) if table.styles else (),
    )  # fmt: skip

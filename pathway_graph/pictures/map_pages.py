"""Divide a landscape that is too large for one page: by area for the screen, by lanes for paper."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable

from pathway_graph.errors import InputProblems, Problem

from .drawing import LeftOut, Picture, Table
from .pages import MARGIN, PAGES, READABLE
from .picture import NOT_STATED, Box, Grid

__all__ = ["MOST", "by_area", "by_lanes", "services"]

MOST = 500
"""Services that one page can show."""

_BESIDE = 138.0
"""Points that title, key and footer take on paper."""


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


def by_lanes(grid: Grid, lay_out: Callable[[Grid], Picture], page: str) -> list[Picture]:
    """Give as few pages as keep the text readable on paper: each holds lanes that follow one another.

    Cost: as many layouts as there are lanes.
    """
    whole = lay_out(grid)
    if _readable(whole, page) or len(grid.rows) == 1:
        return [whole]
    pages: list[Picture] = []
    lanes: list[str] = []
    last = None
    for row in grid.rows:
        tried = lay_out(_lanes(grid, [*lanes, row]))
        if last is not None and not _readable(tried, page):
            pages.append(last)
            lanes, tried = [], lay_out(_lanes(grid, [row]))
        lanes.append(row)
        last = tried
    if last is not None:
        pages.append(last)
    many = len(pages)
    return [
        dataclasses.replace(p, name=f"{p.name} {n}", told=(*p.told, f"Page {n} of {many} of the picture."),
                            tables=p.tables if n == many else _drawn(p.tables))
        for n, p in enumerate(pages, 1)
    ]  # fmt: skip


def _drawn(tables: Iterable[Table]) -> tuple[Table, ...]:
    return tuple(table for table in tables if table.drawn)


def _readable(picture: Picture, page: str) -> bool:
    wide, high = PAGES[page]
    scale = min((wide - 2 * MARGIN) / picture.width, (high - 2 * MARGIN - _BESIDE) / picture.height)
    return scale * picture.smallest >= READABLE


def _lanes(grid: Grid, rows: list[str]) -> Grid:
    kept = [box for box in grid.boxes if box.row in rows]
    part = _part(grid, kept, "")
    return dataclasses.replace(part, tables=grid.tables, name=grid.name, rows=tuple(r for r in grid.rows if r in rows))


def _part(grid: Grid, boxes: list[Box], area: str) -> Grid:
    """Cut a landscape down to some of its boxes; what they have to do with others is counted as left out."""
    ids = {box.id for box in boxes}
    edges = tuple(edge for edge in grid.edges if edge.start in ids and edge.end in ids)
    numbers = {edge.number for edge in edges}
    crossing = [e for e in grid.edges if (e.start in ids) != (e.end in ids)]
    left = [LeftOut(len(crossing), "handoffs at risk that lead to another page", "The table of the whole has them.",
                    tuple(e.number for e in crossing))] if crossing else []  # fmt: skip
    rows, columns = {box.row for box in boxes}, {box.column for box in boxes}
    gaps = len({box.id for box in boxes if box.style == "gap"})
    there = len(ids) - gaps
    certain = sum(edge.certain for edge in edges)
    point = f"{area}: {there} services, {gaps} gaps; {certain} handoffs fail people" if area else grid.point
    told = (f"{there} services and {gaps} gaps here, of the whole landscape: {grid.point}",) if area else grid.told
    return dataclasses.replace(
        grid, boxes=tuple(boxes), edges=edges, point=point, told=told, left_out=(*grid.left_out, *left),
        rows=tuple(r for r in grid.rows if r in rows), columns=tuple(c for c in grid.columns if c in columns),
        tables=tuple(_cut(table, ids, numbers) for table in grid.tables), name=f"{grid.name} area={area}",
    )  # fmt: skip


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

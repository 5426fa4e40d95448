"""Collapse a landscape to what a board can read in a minute: a box a cell, every gap, and where people fall."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Sequence

from pathway_graph.analysis.english import counted

from .drawing import LeftOut, Table
from .picture import Box, Edge, Grid, Style

__all__ = ["overview"]

_SIGNS = {"added": "+", "removed": "x", "moved": ">"}
_STATES: dict[Style, str] = {"paused": "full or paused", "planned": "planned"}


def overview(grid: Grid) -> Grid:
    """Give the same landscape with one box for the services of each cell; gaps stay as they are.

    Handoffs at risk between two cells become one line, numbered anew, with a row that tells them all; those within a
    cell are counted in its box, and as left out.
    """
    cells: defaultdict[tuple[str, str], list[Box]] = defaultdict(list)
    for box in grid.boxes:
        if box.style != "gap":
            cells[box.row, box.column].append(box)
    of = _first_cells(grid.boxes)
    within = Counter(of[e.start] for e in grid.edges if of[e.start] == of[e.end] and e.certain)
    edges, table = _bundled(grid.edges, of)
    boxes = [box for box in grid.boxes if box.style == "gap"]
    boxes += [_cell(key, inside, within[_id(key)]) for key, inside in cells.items()]
    order = {(row, column): (n, m) for n, row in enumerate(grid.rows) for m, column in enumerate(grid.columns)}
    boxes.sort(key=lambda box: order[box.row, box.column])
    inside = sum(of[e.start] == of[e.end] for e in grid.edges)
    one = "handoff at risk within one box"
    here = LeftOut(inside, one.replace("off ", "offs "), "The pages that follow draw them.", one=one)
    many = len({box.id for box in grid.boxes})
    told = f"{many} boxes can't be read on one page: a box for each cell here, the services on the pages after it."
    return dataclasses.replace(
        grid, boxes=tuple(boxes), edges=tuple(edges), tables=(table,) if table.rows else (),
        told=(*grid.told, told), left_out=(*([here] if inside else []), *grid.left_out), name=f"{grid.name} overview",
    )  # fmt: skip


def _id(cell: tuple[str, str]) -> str:
    return f"{cell[0]}|{cell[1]}"


def _first_cells(boxes: Sequence[Box]) -> dict[str, str]:
    """Give for each service the cell in which it stands first: lines lead there."""
    found: dict[str, str] = {}
    for box in boxes:
        found.setdefault(box.id, box.id if box.style == "gap" else _id((box.row, box.column)))
    return found


def _cell(key: tuple[str, str], inside: Sequence[Box], failing: int) -> Box:
    row, column = key
    if len(inside) == 1:
        return dataclasses.replace(inside[0], id=_id(key), lines=())
    states = Counter(box.style for box in inside)
    changes = Counter(box.change for box in inside)
    lines = [f"{states[style]} {words}" for style, words in _STATES.items() if states[style]]
    alike = inside[0].change if len(changes) == 1 else ""
    if not alike:
        lines += [f"{sign} {changes[word]} {word}" for word, sign in _SIGNS.items() if changes[word]]
    lines += [f"{counted(failing, 'handoff')} {'fails' if failing == 1 else 'fail'} within"] if failing else []
    tags = tuple(sorted({tag for box in inside for tag in box.tags}, key=lambda tag: (len(tag), tag)))
    lines += [f"duplicates: {', '.join(tags)}"] if tags else []
    return Box(_id(key), counted(len(inside), "service"), row, column, "there", tuple(lines), change=alike)


def _bundled(edges: Sequence[Edge], of: dict[str, str]) -> tuple[list[Edge], Table]:
    """Put handoffs at risk between the same two cells together, those that fail most people's services first."""
    found: defaultdict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        if of[edge.start] != of[edge.end]:
            found[of[edge.start], of[edge.end]].append(edge)
    ranked = sorted(found.items(), key=lambda item: (-sum(e.certain for e in item[1]), -len(item[1]), item[0]))
    made, rows, styles = [], [], []
    for number, ((start, end), together) in enumerate(ranked, 1):
        certain = any(edge.certain for edge in together)
        words = " Also: ".join(edge.words for edge in together)
        made.append(Edge(f"{start} to {end}", start, end, str(number), words, certain))
        rows.append((str(number), words, counted(len(together), "handoff")))
        styles.append("broken" if certain else "unknown")
    headers = ("Number", "In words", "How many")
    return made, Table("Handoffs at risk", headers, tuple(rows), styles=tuple(styles), brief=(0, 1))

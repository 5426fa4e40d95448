"""Hold a picture as data: what is in it and where it belongs; a writer in exports/ only draws it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable
from typing import Literal

from .drawing import Table

__all__ = ["NOT_STATED", "Box", "Grid", "Style", "Table", "grid"]

Style = Literal["there", "planned", "gap", "paused"]
"""How a box is drawn: solid, dashed, dotted, or solid and grey. The word is written in the box as well."""

NOT_STATED = "Not stated"
"""The lane of boxes of which the paper does not say where they belong; always the last."""


@dataclasses.dataclass(frozen=True, slots=True)
class Box:
    """One service, or one gap where a service should be. `lines` stand beneath its title."""

    id: str
    title: str
    row: str
    column: str
    style: Style = "there"
    lines: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Grid:
    """A landscape: boxes in rows and columns, in the order in which they are drawn.

    `point` is the title that says the point; `told` are lines beneath it; `footer` says what it rests on.
    """

    point: str
    told: tuple[str, ...]
    as_of: datetime.date
    rows_are: str
    columns_are: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    boxes: tuple[Box, ...]
    tables: tuple[Table, ...] = ()
    footer: tuple[str, ...] = ()


def grid(
    boxes: Iterable[Box],
    *,
    point: str,
    told: tuple[str, ...],
    as_of: datetime.date,
    rows_are: str,
    columns_are: str,
    tables: tuple[Table, ...] = (),
    footer: tuple[str, ...] = (),
) -> Grid:
    """Lay boxes out: the dimension with fewer lanes becomes the columns, so that the picture fits a page.

    Lanes are in the order of their names, NOT_STATED last; boxes by row, column, style (gaps last), title and id.
    """
    placed = list(boxes)
    rows, columns = _lanes(b.row for b in placed), _lanes(b.column for b in placed)
    if len(columns) > len(rows):
        placed = [dataclasses.replace(b, row=b.column, column=b.row) for b in placed]
        rows, columns, rows_are, columns_are = columns, rows, columns_are, rows_are
    placed.sort(key=lambda b: (rows.index(b.row), columns.index(b.column), b.style == "gap", b.title, b.id))
    return Grid(point, told, as_of, rows_are, columns_are, rows, columns, tuple(placed), tables, footer)


def _lanes(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=lambda name: (name == NOT_STATED, name.casefold(), name)))

"""Hold a landscape as data: what is in it, and in which lanes; a writer in exports/ lays it out and draws it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from .drawing import LeftOut, Table

__all__ = ["DIMENSIONS", "NOBODY", "NOT_STATED", "Box", "Edge", "Grid", "Style", "Table", "grid"]

Style = Literal["there", "planned", "gap", "paused"]
"""How a box is drawn: solid, dashed, dotted, or solid and grey. The word is written in the box as well."""

DIMENSIONS = ("provider", "step", "function", "area", "need", "commissioner")
"""What lanes can be of; of dimensions that are stated equally well, the first counts."""

NOT_STATED = "Not stated"
"""The lane of boxes of which the paper does not say where they belong; always the last."""

NOBODY = "Nobody"
"""The lane of gaps where lanes are providers: what is asked for and has none; always the first."""


@dataclasses.dataclass(frozen=True, slots=True)
class Box:
    """One service, or one gap where a service should be. `lines` stand beneath its title.

    `tags` are the letters of the duplicates it belongs to. `change` says what happened to it since: added, removed,
    moved, or blank. `facts` are what filters ask about: dimension -> its values.
    """

    id: str
    title: str
    row: str
    column: str
    style: Style = "there"
    lines: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    change: str = ""
    facts: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)

    @property
    def key(self) -> str:
        """What keeps its place from month to month: its id and its lanes."""
        return f"{self.id}|{self.row}|{self.column}"


@dataclasses.dataclass(frozen=True, slots=True)
class Edge:
    """A handoff at risk, from service to service by id; `number` is its row in the table beneath, `words` its point."""

    id: str
    start: str
    end: str
    number: str
    words: str
    certain: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Grid:
    """A landscape: boxes in rows and columns, in the order in which they are drawn.

    `name` is that of its stored positions; `point` is the title that says the point; `told` are lines beneath it;
    `footer` says what it rests on; `left_out` counts what was asked for and is not drawn.
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
    edges: tuple[Edge, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    name: str = "map"
    narrower: str = "--area, --need, --function or --provider"


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
    edges: tuple[Edge, ...] = (),
    left_out: tuple[LeftOut, ...] = (),
    name: str = "map",
    order: Mapping[str, Sequence[str]] | None = None,
) -> Grid:
    """Lay boxes into lanes: the dimension with fewer lanes becomes the columns, so that the picture fits a page; steps
    always do.

    Lanes are in the order of `order` (dimension -> names) and then of their names, NOBODY first and NOT_STATED last;
    boxes by row, column, style (gaps last), title and id.
    """
    placed, known = list(boxes), order or {}
    rows = _lanes((b.row for b in placed), known.get(rows_are, ()))
    columns = _lanes((b.column for b in placed), known.get(columns_are, ()))
    if rows_are == "step" or (columns_are != "step" and len(columns) > len(rows)):
        placed = [dataclasses.replace(b, row=b.column, column=b.row) for b in placed]
        rows, columns, rows_are, columns_are = columns, rows, columns_are, rows_are
    down = {name: at for at, name in enumerate(rows)}
    across = {name: at for at, name in enumerate(columns)}
    placed.sort(key=lambda b: (down[b.row], across[b.column], b.style == "gap", b.title, b.id))
    return Grid(point, told, as_of, rows_are, columns_are, rows, columns, tuple(placed), tables, footer, edges,
                left_out, name)  # fmt: skip


def _lanes(names: Iterable[str], order: Sequence[str]) -> tuple[str, ...]:
    place = {name: at for at, name in enumerate(order)}
    last = len(place)
    return tuple(
        sorted(
            set(names),
            key=lambda n: (n == NOT_STATED, n != NOBODY, place.get(n, last), _natural(n), n),
        )
    )


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    """Order names as people do: Step 9 before Step 10."""
    parts: list[tuple[int, str]] = []
    for word in name.casefold().split():
        parts.append((int(word), "") if word.isdecimal() and len(word) < 10 else (10**9, word))
    return tuple(parts)

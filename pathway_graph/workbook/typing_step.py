"""Hold what the columns of one sheet share while they are typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pathway_graph.errors import Problem

from .columns import Column, matched
from .sheets import Raw, Sheet

__all__ = ["Step"]


class Step:
    """One sheet while it is typed: its cells by column, what was read so far, what is wrong.

    `facts` and `provisions` hold one object a row, once `assemble` has put the typed columns together; `broken` are the
    positions of rows with a cell that could not be read.
    """

    def __init__(self, sheet: Sheet, label: str, options: Mapping[str, Any], published: bool) -> None:
        self.sheet, self.label, self.options, self.published = sheet, label, options, published
        self.columns, self.problems, self.remarks = matched(sheet, label)
        self.facts: list[dict[str, Any]] = []
        self.provisions: list[dict[str, Any]] = []
        self.broken: set[int] = set()
        self.documents: dict[str, list[str]] = {}
        self._cells = list(zip(*sheet.rows, strict=True))
        self._typed: dict[str, dict[str, list[Any]]] = {"own": {}, "provision": {}}

    def values(self, column: Column) -> Sequence[Raw]:
        """Give the cells of one column, from the first row to the last."""
        return self._cells[column.index] if self._cells else ()

    def place(self, row: int, column: Column) -> Problem:
        """Give a problem without words that holds the place of a cell."""
        return Problem("", "", sheet=self.sheet.name, row=row, column=column.letters, field=self.heading(column))

    def heading(self, column: Column) -> str:
        """Name a column as its facts are named: `hours`, `hours stated_in`."""
        return " ".join(part for part in (column.header, "" if column.what == "fact" else column.what) if part)

    def keep(self, column: Column, stored: list[Any]) -> None:
        """Keep a typed column: for each row its value as the ledger keeps it, None for a blank."""
        self._typed["provision" if self._is_provisions(column) else "own"][column.header] = stored

    def assemble(self) -> None:
        """Put the typed columns together, row by row."""
        self.facts = self._rows(self._typed["own"])
        self.provisions = self._rows(self._typed["provision"]) if self.label == "Service" else []

    def target(self, column: Column) -> list[dict[str, Any]]:
        """Give the rows that a column's facts belong to: the sheet's own, or the provisions of services."""
        return self.provisions if self._is_provisions(column) else self.facts

    def _is_provisions(self, column: Column) -> bool:
        return column.label == "Provision" and self.label == "Service"

    def _rows(self, typed: dict[str, list[Any]]) -> list[dict[str, Any]]:
        headers = tuple(typed)
        if not headers:
            return [{} for _ in self.sheet.rows]
        return [
            {header: value for header, value in zip(headers, row, strict=True) if value is not None}
            for row in zip(*typed.values(), strict=True)
        ]

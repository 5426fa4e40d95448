"""Hold what the columns of one sheet share while they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .columns import Column, matched
from .errors import Problem
from .sheets import Raw, Sheet

__all__ = ["Step"]


class Step:
    """Type one sheet; holds what its columns share."""

    def __init__(self, sheet: Sheet, label: str, options: Mapping[str, Any], published: bool) -> None:
        self.sheet, self.label, self.options, self.published = sheet, label, options, published
        self.columns, self.problems, self.remarks = matched(sheet, label)
        self.facts: list[dict[str, Any]] = [{} for _ in sheet.rows]
        self.provisions: list[dict[str, Any]] = [{} for _ in sheet.rows] if label == "Service" else []
        self.broken: set[int] = set()
        self.documents: dict[str, list[str]] = {}

    def values(self, column: Column) -> list[Raw]:
        return [row[column.index] for row in self.sheet.rows]

    def place(self, row: int, column: Column) -> Problem:
        return Problem("", "", sheet=self.sheet.name, row=row, column=column.letters, field=self.heading(column))

    def heading(self, column: Column) -> str:
        return " ".join(part for part in (column.header, "" if column.what == "fact" else column.what) if part)

    def target(self, column: Column) -> list[dict[str, Any]]:
        return self.provisions if column.label == "Provision" and self.label == "Service" else self.facts

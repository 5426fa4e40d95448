"""Carry what a loader read: rows of facts, each with the cell that it came from."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from .errors import Problem

__all__ = ["Batch", "Cell", "Record"]


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """The origin of one fact: sheet (or CSV file, or YAML list), row from 1, column letters."""

    sheet: str
    row: int
    column: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.column}{self.row}"


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """One row: what a source states of one node.

    `facts` maps a field's header to its value as the ledger keeps it (plain JSON, see `values.encode`); a reference is
    a list of ids (with one exception: None-stated references are objects with state `none` or `missing`), always a
    list even where only one is allowed. Blank fields are not in it. `id` is a fact like any other. Two more headers
    may occur beside the model's: `stated_in` and `FIELD stated_in`, each `{"document": ID, "locator": TEXT}`; and
    `other_columns`, an object of header -> text for the columns that the model does not know.
    `cells` gives the origin of each fact by the same keys.
    """

    label: str
    id: str
    facts: dict[str, Any]
    cells: Mapping[str, Cell]
    row: Cell


@dataclasses.dataclass(frozen=True, slots=True)
class Batch:
    """All that one file (or folder) states.

    `source` is the name under which its facts are kept; `labels` are those whose rows it lists in full, so that a row
    gone from it is retired (a sheet that is not there retires nothing); `problems` stop the load, `remarks` do not
    (assumptions, words left over, columns not known); `settings` are the workbook's Settings cells as text.
    """

    file: str
    source: str
    sha256: str
    labels: tuple[str, ...]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    settings: dict[str, str] = dataclasses.field(default_factory=dict)

"""Name the few verbs that a graph engine must have."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias, runtime_checkable

__all__ = ["Columns", "EngineInfo", "Fillable", "Parameters", "Row", "Store", "Transaction"]

Row: TypeAlias = dict[str, Any]
"""One returned row: column name -> None, text, whole number, float, yes/no, `datetime.date`, list or dict of those.

A node or relationship is the dict of its properties, without any id of the engine's own.
"""

Parameters: TypeAlias = Mapping[str, Any]
"""Name -> value, of the same types as in a row. Whole numbers fit 64 bits, floats are finite."""

Columns: TypeAlias = Mapping[str, str]
"""Column name -> declared type: text, whole, number, yes/no, date, any, or `list of` one of them (see `values.py`)."""


@dataclasses.dataclass(frozen=True, slots=True)
class EngineInfo:
    """Which engine keeps the graph: its name with the build or edition, its version, and a folder or an address."""

    engine: str
    version: str
    where: str


class Transaction(Protocol):
    """Statements that take effect together or not at all."""

    def run(self, cypher: str, parameters: Parameters | None = None) -> list[Row]:
        """Run one statement, reading or writing, and give all its rows. After an error nothing more can be run."""
        ...

    def run_each(self, statements: Iterable[tuple[str, Parameters]]) -> list[list[Row]]:
        """Run statements with their parameters one after the other, and give the rows of each; for few rows each.

        The same as `run` for each, but that a store may prepare and send one while the one before it is still carried
        out: an error of one may be raised only after others were sent, none of which takes effect then.
        """
        ...


class Store(Protocol):
    """One graph in one engine. Every error is a `StoreError`; a store may be used from several threads, in turn."""

    def read(
        self,
        cypher: str,
        parameters: Parameters | None = None,
        *,
        columns: Columns | None = None,
        seconds: float | None = None,
        most: int | None = None,
    ) -> list[Row]:
        """Run one statement that only reads (anything else is refused) and give all its rows, in order.

        Values are converted to the declared types of `columns`. A date in an undeclared column may come as ISO text:
        engines differ, so declare dates. `seconds` replaces the store's own time limit for this statement.
        One that gives more than `most` rows is stopped and refused (PG324).
        Inside a transaction read through the transaction.
        """
        ...

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Begin a transaction: kept when the block ends, taken back when the block is left by any exception."""
        ...

    def define(self, statements: Iterable[str]) -> None:
        """Make constraints and indexes, each statement by itself; those that are there already stay as they are."""
        ...

    def describe(self) -> EngineInfo:
        """Say which engine this is, in which version, and where the graph lies."""
        ...

    def close(self) -> None:
        """Let go of the graph; a second time does nothing."""
        ...


@runtime_checkable
class Fillable(Protocol):
    """A store whose empty graph can be filled at once, many times faster than by statements."""

    def fill(
        self,
        nodes: Mapping[tuple[str, ...], Sequence[Mapping[str, Any]]],
        edges: Mapping[tuple[str, str, str], Sequence[Mapping[str, Any]]],
        meanwhile: Callable[[], object] | None = None,
    ) -> int:
        """Make nodes and relationships outside of a transaction; say how many relationships were made.

        `nodes`: labels -> the properties of each, with `id`, where the first label has its constraint; `edges`: (label,
        type, label) -> rows of `start` and `end`, ids of nodes that are given, and of properties. One of which an end
        is not there is left out. `meanwhile` is called once, in the caller's thread, while the engine writes. After
        an error what is there is of no use: the graph has to be made anew.
        """
        ...

"""Write the rows of an answer when they are first looked at: a screen shows a few of many thousands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, overload

__all__ = ["LaterRows"]

_AT_ONCE = 64

Row = dict[str, Any]


class LaterRows(Sequence[Row]):
    """A list of rows, each written once, some at a time, when one of them is asked for.

    `write` gives the rows from one place up to another; what it reads must still be open then. `all` writes the rest in
    one go, for those who keep the answer.
    """

    def __init__(self, many: int, write: Callable[[int, int], Sequence[Row]]) -> None:
        self._rows: list[Row] = []
        self._many, self._write = many, write

    def __len__(self) -> int:
        return self._many

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        last = range(self._many)[place]
        if isinstance(last, range):
            self._written(max(last, default=-1) + 1)
        else:
            self._written(last + 1)
        return self._rows[place] if isinstance(place, slice) else self._rows[range(self._many)[place]]

    def _written(self, until: int) -> None:
        """Write rows up to a place; where only a few are missing a whole batch, as large as all that are there: who
        goes through thousands one by one has them in a few batches."""
        start = len(self._rows)
        if until > start:
            self._rows += self._write(start, min(self._many, max(until, start + max(_AT_ONCE, start))))

    def all(self) -> tuple[Row, ...]:
        """Write all that is not yet written, and give every row."""
        self._written(self._many)
        return tuple(self._rows)

"""Say what is wrong, where, and what to do."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable
from typing import Any

__all__ = [
    "Busy", "Defect", "InputProblems", "NoRenderer", "PathwayError", "Problem", "Unavailable", "Usage", "near_miss",
]  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, at one place.

    `code` is PG and three digits and never changes its meaning (`codes.py`); `message` says what is wrong, `hint` what
    to do, both as sentences. The place is as exact as is known: `file`, `sheet`, `row` (from 1, as a spreadsheet
    counts), `column` (the letters), `field` (the header) and the `value` as written.
    """

    code: str
    message: str
    hint: str = ""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    field: str = ""
    value: str = ""

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it, or nothing."""
        return f"{self.column}{self.row}" if self.column and self.row else ""

    @property
    def place(self) -> str:
        """The place in one line: `services.xlsx:Handoffs!C7 (row 7, to)`."""
        where = self.file
        if self.sheet:
            where += f"{':' if where else ''}{self.sheet}{'!' + self.cell if self.cell else ''}"
        detail = ", ".join(part for part in (f"row {self.row}" if self.row else "", self.field) if part)
        return f"{where} ({detail})" if detail and where else where or detail

    def __str__(self) -> str:
        place = f" {self.place}:" if self.place else ""
        return f"{self.code}{place} {self.message}{' ' + self.hint if self.hint else ''}"

    def to_dict(self) -> dict[str, Any]:
        """Give the problem in the shape of `pathway-graph/errors/1`."""
        return {**dataclasses.asdict(self), "cell": self.cell}


class PathwayError(Exception):
    """Anything that stops a command; `status` is the exit status, `problems` says why."""

    status = 70

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Usage(PathwayError):
    """The command or call was put wrongly (exit 2)."""

    status = 2


class InputProblems(PathwayError):
    """What was given can't be used; nothing was written (exit 3)."""

    status = 3


class Unavailable(PathwayError):
    """The workspace or the server is missing, damaged or refused us (exit 4)."""

    status = 4


class Busy(Unavailable):
    """Somebody else is writing (exit 4)."""


class NoRenderer(PathwayError):
    """Nothing on this machine can make what was asked for (exit 5)."""

    status = 5


class Defect(PathwayError):
    """A mistake of ours (exit 70)."""


def near_miss(word: str, known: Iterable[str], many: int = 1, cutoff: float = 0.6) -> str:
    """Suggest what was meant; nothing when nothing is as near as `cutoff` (0 = any word, 1 = the same).

    >>> near_miss("cmht-noth", ["cmht-north", "iapt"])
    "Did you mean 'cmht-north'?"
    """
    by_folded = {k.casefold(): k for k in sorted(known)}
    found = difflib.get_close_matches(word.casefold(), by_folded, n=many, cutoff=cutoff)
    return f"Did you mean {' or '.join(repr(by_folded[f]) for f in found)}?" if found else ""

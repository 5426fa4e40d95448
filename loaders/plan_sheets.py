"""Build the sheets of a plan that another tool wrote: rows by label, ids of one source, what is not read."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pathway_graph.errors import Problem
from pathway_graph.workbook.sheets import Raw, Sheet, Sheets

__all__ = ["PlanSheets", "Spans", "day_times", "hours_words", "lag_words", "time_words"]

Spans = tuple[tuple[int, int], ...]
"""Minutes of a day, half-open, in order."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_STRANGE = re.compile(r"[^A-Za-z0-9._/-]+")
_MOST_SAID = 5


@functools.lru_cache(maxsize=100_000)
def _fit(part: str) -> str:
    """Write marks that ids do not have as `-`; every id of a plan is asked for at each link."""
    return _STRANGE.sub("-", part.strip())


def time_words(minutes: int, per_day: int, *, elapsed: bool = False) -> str:
    """Write a duration so that it is read back to the minute; days are `per_day` minutes, elapsed ones 1440.

    >>> time_words(2400, 480), time_words(90, 480), time_words(4320, 480, elapsed=True)
    ('5d', '90min', '3ed')
    """
    day = 1440 if elapsed else per_day
    if day and minutes % day == 0:
        return f"{minutes // day}{'ed' if elapsed else 'd'}"
    if elapsed:
        return f"{minutes / 60:.4f}".rstrip("0").rstrip(".") + "eh"
    if abs(minutes) > 900_000:
        return f"{minutes / 60:.4f}".rstrip("0").rstrip(".") + "h"
    return f"{minutes}min"


def lag_words(minutes: int, per_day: int, *, elapsed: bool = False) -> str:
    """Write a lag; blank for none.

    >>> lag_words(-480, 480), lag_words(0, 480)
    ('-1d', '')
    """
    return time_words(minutes, per_day, elapsed=elapsed) if minutes else ""


def day_times(spans: Spans) -> str:
    """Write the times of a day in four digits, which leave no doubt whether morning or afternoon is meant.

    >>> day_times(((480, 720), (780, 1440)))
    '0800-1200, 1300-2400'
    """
    return ", ".join(f"{a // 60:02}{a % 60:02}-{b // 60:02}{b % 60:02}" for a, b in spans)


def hours_words(week: Mapping[int, Spans]) -> str:
    """Write the hours of a week (0 = Monday) so that they are read back to the minute.

    >>> hours_words({0: ((480, 1020),), 5: ()})
    'Mon 0800-1700'
    """
    if all(week.get(day) == ((0, 1440),) for day in range(7)):
        return "24/7"
    told = [f"{name} {day_times(week[day])}" for day, name in enumerate(_DAYS) if week.get(day)]
    return "; ".join(told) or "closed"


@dataclasses.dataclass(slots=True)
class _Rows:
    rows: list[dict[str, Raw]] = dataclasses.field(default_factory=list)
    numbers: list[int] = dataclasses.field(default_factory=list)


class PlanSheets:
    """Collect rows by label, problems, and what is not read, for one source."""

    def __init__(self, source: str) -> None:
        self.prefix = _STRANGE.sub("-", source).strip("-")[:60] or "plan"
        self._labels: dict[str, _Rows] = {}
        self._taken: set[tuple[str, str]] = set()
        self.problems: list[Problem] = []
        self.remarks: list[Problem] = []
        self._said: dict[tuple[str, str, str], list[str]] = {}

    def id(self, *parts: str) -> str:
        """Make an id of the source's own: `SOURCE:part:part`, with marks that ids do not have written as `-`."""
        if len(parts) == 1:
            return f"{self.prefix}:{_fit(parts[0])}"[:128]
        return ":".join([self.prefix, *map(_fit, parts)])[:128]

    def linked(self, start: str, end: str, kind: str) -> str:
        """Give the id of a link between two rows: what `id` makes of `START-END-KIND`, but each end is fitted once."""
        return f"{self.prefix}:{_fit(start)}-{_fit(end)}-{kind}"[:128]

    def own(self, label: str, id: str) -> str:
        """Give an id that no other row of the label has had before: the second one gets `.2`."""
        number, wanted = 1, id
        while (label, id) in self._taken:
            number += 1
            id = f"{wanted[:122]}.{number}"
        self._taken.add((label, id))
        return id

    def add(self, label: str, number: int, row: Mapping[str, Raw]) -> None:
        """Add a row; `number` is its place in the file."""
        rows = self._labels.setdefault(label, _Rows())
        rows.rows.append({name: value for name, value in row.items() if value != ""})
        rows.numbers.append(number)

    def problem(self, code: str, message: str, hint: str, *, number: int | None = None, **place: Any) -> None:
        """Note something that keeps the file from being loaded; `number` is the row."""
        self.problems.append(Problem(code, message, hint, row=number, **place))

    def count(self, code: str, what: str, hint: str, name: str = "") -> None:
        """Note something that is not read; equal ones are told once, with their number and the first few names."""
        self._said.setdefault((code, what, hint), []).append(name)

    def sheets(self, names: Mapping[str, str]) -> Sheets:
        """Give the sheets; `names` are those of the labels, all of which are stated, also where they have no rows."""
        for (code, what, hint), found in self._said.items():
            named = [name for name in found if name][:_MOST_SAID]
            more = f" ({', '.join(named)}{', ...' if len(found) > len(named) else ''})" if named else ""
            text = f"{len(found)} {what}{more}." if len(found) > 1 else f"{what}, once{more}."
            self.remarks.append(Problem(code, text, hint))
        made = tuple(self._sheet(name, self._labels.get(label, _Rows())) for label, name in names.items())
        return Sheets(made, {}, tuple(self.problems), tuple(self.remarks))

    def _sheet(self, name: str, found: _Rows) -> Sheet:
        headers: Sequence[str] = tuple(dict.fromkeys(h for row in found.rows for h in row)) or ("id",)
        rows: list[list[Raw]] = [[row.get(header, "") for header in headers] for row in found.rows]
        return Sheet(name, tuple(headers), rows, found.numbers, ("",) * len(headers))

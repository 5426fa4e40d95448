"""Add up what contracts are worth: by the quarter in which they end, and by the prime contract that they lie under."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from .cliffs import Agreement, Cliff, Range

__all__ = ["Prime", "Quarter", "annual", "primes", "quarter_of", "quarters"]

_YEAR = 365.25


@dataclasses.dataclass(frozen=True, slots=True)
class Quarter:
    """Contracts whose last day lies in one quarter of a financial year (April to March), from today on.

    `name` is "2018/19 Q1", or "" for those whose end may lie in several or is not known; `until` is exclusive.
    `value` is GBP a year of those that state or let us work out one; `without` counts the others. `unfollowed` is the
    part of the value that nothing replaces in time.
    """

    name: str
    first: datetime.date | None
    until: datetime.date | None
    contracts: tuple[str, ...]
    value: float
    unfollowed: float
    derived: int
    without: int


@dataclasses.dataclass(frozen=True, slots=True)
class Prime:
    """A contract that lies under no other, with all that lie under it: id -> levels beneath, nearest first.

    `value` is the prime contract's own, `beneath` what those under it add up to, which is a part of it, not more.
    `first_end` is the first last day of all; `outlasting` are those that surely end after the prime contract.
    """

    id: str
    levels: Mapping[str, int]
    services: tuple[str, ...]
    value: float | None
    beneath: float
    first_end: Range
    outlasting: tuple[str, ...]


def annual(row: Agreement) -> tuple[float | None, bool]:
    """Give what a contract is worth a year, and whether that is worked out from its whole value and its exact term."""
    if row.annual_value is not None:
        return row.annual_value, False
    first, last = row.starts, row.ends
    exact = first.earliest == first.latest and last.earliest == last.latest
    if row.total_value is None or not exact or first.earliest is None or last.latest is None:
        return None, False
    return round(row.total_value / max(1.0, _years(first.earliest, last.latest + 1)), 2), True


def _years(first: int, until: int) -> float:
    """Count years: whole ones by the calendar, else the days by the length of a year."""
    a, b = datetime.date.fromordinal(first), datetime.date.fromordinal(until)
    return float(b.year - a.year) if (a.month, a.day) == (b.month, b.day) else (until - first) / _YEAR


@lru_cache(maxsize=4096)
def quarter_of(day: int) -> tuple[str, datetime.date, datetime.date]:
    """Name the quarter of the financial year that a day lies in, its first day, and the day after its last.

    >>> quarter_of(datetime.date(2019, 3, 31).toordinal())[0]
    '2018/19 Q4'
    """
    date = datetime.date.fromordinal(day)
    year = date.year if date.month >= 4 else date.year - 1
    number = (date.month - 4) % 12 // 3
    first = datetime.date(date.year, (number * 3 + 3) % 12 + 1, 1)
    until = datetime.date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)
    return f"{year}/{(year + 1) % 100:02} Q{number + 1}", first, until


def quarters(found: Iterable[Cliff], day: int) -> list[Quarter]:
    """Add up what ends in each quarter from a day on, in order; ends that may lie in several come last."""
    by: dict[tuple[str, datetime.date, datetime.date] | None, list[Cliff]] = {}
    for cliff in found:
        earliest, latest = cliff.ends
        if cliff.verdict == "runs_on" or (latest is not None and latest < day):
            continue
        known = latest is not None and earliest is not None and quarter_of(earliest) == quarter_of(latest)
        by.setdefault(quarter_of(latest) if known and latest is not None else None, []).append(cliff)
    order = sorted(by, key=lambda key: (key is None, key[1] if key else datetime.date.max))
    return [_quarter(key, by[key]) for key in order]


def _quarter(key: tuple[str, datetime.date, datetime.date] | None, found: Sequence[Cliff]) -> Quarter:
    worth = [(cliff, *annual(cliff.agreement)) for cliff in found]
    name, first, until = key or ("", None, None)
    return Quarter(
        name, first, until, tuple(sorted(cliff.agreement.id for cliff in found)),
        sum(value for _, value, _ in worth if value is not None),
        sum(value for cliff, value, _ in worth if value is not None and not _is_followed(cliff)),
        sum(is_derived for _, _, is_derived in worth), sum(value is None for _, value, _ in worth),
    )  # fmt: skip


def _is_followed(cliff: Cliff) -> bool:
    high = cliff.days[1] if cliff.days else None
    return high is not None and high <= 0


def primes(agreements: Sequence[Agreement]) -> list[Prime]:
    """Give each contract that has others under it and lies under none, in the order of ids. Cost: their tree."""
    rows = {row.id: row for row in agreements}
    beneath: dict[str, list[str]] = {}
    for row in agreements:
        for above in row.under:
            beneath.setdefault(above, []).append(row.id)
    return [_prime(rows[id], beneath, rows) for id in sorted(beneath) if not rows[id].under]


def _prime(prime: Agreement, beneath: Mapping[str, Sequence[str]], rows: Mapping[str, Agreement]) -> Prime:
    levels: dict[str, int] = {}
    todo = [(id, 1) for id in sorted(beneath[prime.id])]
    while todo:
        id, level = todo.pop(0)
        if id not in levels and id != prime.id:
            levels[id] = level
            todo += [(below, level + 1) for below in sorted(beneath.get(id, ()))]
    below = [rows[id] for id in levels]
    services = sorted({service for row in (prime, *below) for service in row.services})
    ends = [row.ends for row in (prime, *below) if row.ends.state in ("stated", "half", "missing")]
    last = prime.ends.latest
    return Prime(
        prime.id, levels, tuple(services), annual(prime)[0],
        sum(value for row in below if levels[row.id] == 1 and (value := annual(row)[0]) is not None),
        _first([(end.earliest, end.latest) for end in ends]),
        tuple(row.id for row in below if _outlasts(row, last)),
    )  # fmt: skip


def _outlasts(row: Agreement, last: int | None) -> bool:
    return last is not None and row.ends.earliest is not None and row.ends.earliest > last


def _first(ends: Sequence[Range]) -> Range:
    if not ends:
        return None, None
    lows = [low for low, _ in ends]
    return (
        None if None in lows else min(low for low in lows if low is not None),
        min((high for _, high in ends if high is not None), default=None),
    )

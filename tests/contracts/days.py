"""Judge contracts by looking at every day by itself: slow, and written without the product's own arithmetic."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator

from pathway_graph.analysis.cliffs import Agreement
from pathway_graph.analysis.landscape import Date, Quantity

DAY = datetime.date(2018, 1, 30)
FAR = 400
"""No date of the worlds lies further than so many days from `DAY`."""


def days_of(date: Date) -> list[int]:
    """Every day that a stated date can be."""
    assert date.earliest is not None
    assert date.latest is not None
    return list(range(date.earliest, date.latest + 1))


def without(last: int, first: int) -> int:
    """Walk from the day after a contract's last day to its follower's first, and count the days that neither covers;
    walk back and count below zero the days that both cover."""
    count, day = 0, last + 1
    while day < first:
        count, day = count + 1, day + 1
    day = last
    while day >= first:
        count, day = count - 1, day - 1
    return count


def back(day: int, months: int) -> int:
    """Go back month by month on a calendar, keeping the day of the month where the month has it."""
    date = datetime.date.fromordinal(day)
    year, month = date.year, date.month
    for _ in range(months):
        month -= 1
        if month == 0:
            year, month = year - 1, 12
    for number in range(date.day, 0, -1):
        try:
            return datetime.date(year, month, number).toordinal()
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def counts(row: Agreement, followers: list[Agreement]) -> Iterator[int]:
    """The days without a contract for every way in which the half-known dates can turn out."""
    starts = [days_of(other.starts) for other in followers]
    for last, *firsts in itertools.product(days_of(row.ends), *starts):
        yield without(last, min(firsts))


def starts_by(row: Agreement) -> list[int]:
    """The latest safe start for every last day that is possible."""
    return [back(last + 1, int(_of(row.lead)) + int(_of(row.notice))) for last in days_of(row.ends)]


def _of(months: Quantity) -> float:
    return months.low or 0

"""Say which days are bank holidays in each division of the United Kingdom."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from .bank_holidays import PUBLISHED

__all__ = ["DIVISIONS", "FIRST_YEAR", "LAST_YEAR", "bank_holidays", "by_rule"]

DIVISIONS = ("england-and-wales", "scotland", "northern-ireland")
"""The divisions, as gov.uk spells them."""

FIRST_YEAR, LAST_YEAR = 1978, 2099
"""The years that have holidays here: published ones for 2012 to 2028, by rule before and after."""

# Days that were moved or added by proclamation. They cannot be computed; the years 2012 to 2028 are published anyway.
_MOVED = {
    date(1995, 5, 1): date(1995, 5, 8),
    date(2002, 5, 27): date(2002, 6, 4),
    date(2012, 5, 28): date(2012, 6, 4),
    date(2020, 5, 4): date(2020, 5, 8),
    date(2022, 5, 30): date(2022, 6, 2),
}
_ADDED = (
    date(1981, 7, 29), date(1999, 12, 31), date(2002, 6, 3), date(2011, 4, 29), date(2012, 6, 5), date(2022, 6, 3),
    date(2022, 9, 19), date(2023, 5, 8),
)  # fmt: skip


@cache
def bank_holidays(division: str) -> tuple[date, ...]:
    """Give every bank holiday of a division from FIRST_YEAR to LAST_YEAR, in order.

    `division` is one of DIVISIONS; anything else raises KeyError. Published days are used for the years that gov.uk has
    published, the rule of `by_rule` for the others (a later proclamation cannot be foreseen).
    """
    days: list[date] = []
    published = _published(division)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        days += published.get(year) or by_rule(division, year)
    return tuple(days)


def by_rule(division: str, year: int) -> tuple[date, ...]:
    """Give the bank holidays of one year by the Banking and Financial Dealings Act 1971 and later proclamations.

    A day on a weekend is given on the next weekday that is not a holiday itself.
    """
    easter = _easter(year)
    days = [easter - timedelta(2), _monday(year, 5, 1), _last_monday(year, 5)]
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    if division == "scotland":
        days.append(_monday(year, 8, 1))
        fixed.append(date(year, 1, 2))
        if year >= 2007:
            fixed.append(date(year, 11, 30))
    else:
        days += [easter + timedelta(1), _last_monday(year, 8)]
        if division == "northern-ireland":
            fixed += [date(year, 3, 17), date(year, 7, 12)]
    taken = {_MOVED.get(day, day) for day in days} | {day for day in _ADDED if day.year == year}
    # Days that keep their place come first: Boxing Day on a Monday stays, and Christmas Day goes to the Tuesday.
    for day in sorted(fixed, key=lambda day: (day.weekday() > 4, day)):
        while day.weekday() > 4 or day in taken:
            day += timedelta(1)
        taken.add(day)
    return tuple(sorted(taken))


def _published(division: str) -> dict[int, tuple[date, ...]]:
    years = {}
    for line in PUBLISHED[division].split("\n"):
        if line:
            year, *days = line.split()
            years[int(year)] = tuple(date(int(year), int(day[:2]), int(day[2:])) for day in days)
    return years


def _monday(year: int, month: int, day: int) -> date:
    first = date(year, month, day)
    return first + timedelta(-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(last.weekday())


def _easter(year: int) -> date:
    """Give Easter Sunday of the Gregorian calendar (the anonymous computus, Nature, 1876)."""
    century, of_century = divmod(year, 100)
    leap_centuries, rest = divmod(century, 4)
    moon = (19 * (year % 19) + century - leap_centuries - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)

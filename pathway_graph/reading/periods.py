"""Turn a named period (a day, a week, a month, a quarter, a season, a year) into its first and last day."""

from __future__ import annotations

import calendar
import dataclasses
import datetime
from collections.abc import Callable
from typing import Literal

from .names import MONTHS, WEEKDAYS

__all__ = ["Period", "Precision", "Span", "Unreadable", "add_months", "say_day", "span_of"]

Precision = Literal["day", "week", "month", "quarter", "season", "year"]

Kind = Literal[
    "day", "week from", "week to", "month", "quarter", "half", "season", "year", "years", "financial year",
    "academic year", "financial month", "christmas", "relative",
]  # fmt: skip

_ONE_DAY = datetime.timedelta(days=1)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


class Unreadable(Exception):
    """A text that is no date, with what is wrong and what to write; `missing` where it only stands for a blank."""

    def __init__(self, error: str, hint: str = "", *, missing: bool = False) -> None:
        super().__init__(error)
        self.error = error
        self.hint = hint
        self.missing = missing


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day of a period, and how exactly it was stated."""

    earliest: datetime.date
    latest: datetime.date
    precision: Precision


@dataclasses.dataclass(frozen=True, slots=True)
class Period:
    """A period as it was written: what is not stated is None.

    `year` is the calendar year, or the first of two where `paired`; `number` the quarter, half, month of the financial
    year or last year of several; `edge` narrows (start, end, early, mid, late); `text` is what was read.
    """

    kind: Kind
    text: str
    year: int | None = None
    paired: bool = False
    month: int | None = None
    day: int | None = None
    number: int = 0
    weekday: int | None = None
    season: str = ""
    edge: str = ""
    assumed: tuple[str, ...] = ()
    span: Span | None = None

    @property
    def dated(self) -> bool:
        """True if the year is known."""
        return self.year is not None or self.span is not None


def say_day(day: datetime.date) -> str:
    """Return a day in English: 3 June 2019."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the day so many months later, or the last day of that month where it is shorter."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    if not 1 <= year <= 9999:
        raise Unreadable("the date lies outside the calendar")
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _months(year: int, month: int, count: int, precision: Precision) -> Span:
    """Return the span of `count` months from the first day of a month."""
    first = datetime.date(year, month, 1)
    return Span(first, add_months(first, count) - _ONE_DAY, precision)


def _day(period: Period, year: int) -> Span:
    month, day = period.month or 0, period.day or 0
    if not 1 <= month <= 12:
        hint = "Write it as 2019-04-13 or 13 April 2019."
        if month <= 31 and 1 <= day <= 12:
            meant = f"{year}-{day:02}-{month:02} or {month} {MONTHS[day - 1]} {year}"
            hint = f"Write it as {meant}."
            if not period.text[:4].isdigit():
                hint += " Dates are read in UK order, day first."
        raise Unreadable(f"there is no month {month} in '{period.text}'", hint)
    length = calendar.monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise Unreadable(f"{MONTHS[month - 1]} {year} has {length} days, there is no {day}", "Correct the day.")
    date = datetime.date(year, month, day)
    if period.weekday is not None and period.weekday != date.weekday():
        stated, real = WEEKDAYS[period.weekday], WEEKDAYS[date.weekday()]
        raise Unreadable(f"{say_day(date)} is a {real}, not a {stated}", "Correct the weekday or the date.")
    return Span(date, date, "day")


def _week(period: Period, year: int) -> Span:
    date = _day(period, year).earliest
    monday = date - datetime.timedelta(days=date.weekday())
    if period.kind == "week from":
        if date != monday:
            real = WEEKDAYS[date.weekday()]
            hint = f"That week commences Monday {say_day(monday)}."
            raise Unreadable(f"a week commences on a Monday, and {say_day(date)} is a {real}", hint)
        return Span(date, date + 6 * _ONE_DAY, "week")
    if date.weekday() < 4:
        real = WEEKDAYS[date.weekday()]
        hint = f"That week ends on Sunday {say_day(monday + 6 * _ONE_DAY)}."
        raise Unreadable(f"a week ends on a Friday, Saturday or Sunday, and {say_day(date)} is a {real}", hint)
    return Span(monday, date, "week")


def _quarter(period: Period, year: int) -> Span:
    number = period.number
    if not period.paired:
        calendar_from = MONTHS[3 * number - 3]
        later = f"{calendar_from} to {MONTHS[3 * number - 1]} {year}"
        first = year if number < 4 else year - 1
        raise Unreadable(
            f"'{period.text}' has a single year: a quarter of the calendar year or of the financial year?",
            f"Write Q{number} {first}/{(first + 1) % 100:02d} (the financial year) or {later}.",
        )
    month = 3 * number + 1
    return _months(year + (month > 12), (month - 1) % 12 + 1, 3, "quarter")


def _half(period: Period, year: int) -> Span:
    start = 4 if period.paired else 1
    return (
        _months(year, start, 6, "quarter")
        if period.number == 1
        else _months(year + (start + 6 > 12), (start + 5) % 12 + 1, 6, "quarter")
    )


def _season(period: Period, year: int) -> Span:
    if period.season == "winter" and not period.paired:
        raise Unreadable(
            f"two winters touch {year}",
            f"Write Winter {year - 1}/{year % 100:02d} or Winter {year}/{(year + 1) % 100:02d}.",
        )
    if period.season != "winter" and period.paired:
        raise Unreadable(f"'{period.text}' names two years for one {period.season}", "Write the year of that season.")
    return _months(year, _SEASONS[period.season], 3, "season")


def _financial_month(period: Period, year: int) -> Span:
    if not period.paired or not 1 <= period.number <= 12:
        raise Unreadable(
            f"'{period.text}' names no month of a financial year",
            "Write the month's name, or Month 6 2019/20 for September.",
        )
    month = period.number + 3
    return _months(year + (month > 12), (month - 1) % 12 + 1, 1, "month")


_READERS: dict[str, Callable[[Period, int], Span]] = {
    "day": _day,
    "week from": _week,
    "week to": _week,
    "quarter": _quarter,
    "half": _half,
    "season": _season,
    "financial month": _financial_month,
}


def _whole(period: Period, year: int) -> Span:
    """Return the period before its edge is looked at."""
    kind = period.kind
    if kind in _READERS:
        return _READERS[kind](period, year)
    if kind == "month":
        month = period.month or 1
        return _months(year + (period.paired and month < 4), month, 1, "month")
    if kind == "christmas":
        return Span(datetime.date(year, 12, 25), datetime.date(year, 12, 25), "day")
    if kind == "years":
        return Span(datetime.date(year, 1, 1), datetime.date(period.number, 12, 31), "year")
    return _months(year, {"financial year": 4, "academic year": 9}.get(kind, 1), 12, "year")


def _third(period: Period, span: Span) -> Span:
    """Return the early, mid or late part: ten days of a month, a third of its months of anything longer."""
    parts = [("early", "mid", "late").index(edge) for edge in period.edge.split(" to ")]
    part, last = parts[0], parts[-1]
    first = span.earliest
    if span.precision == "month":
        until = span.latest if last == 2 else first + (10 * last + 9) * _ONE_DAY
        return Span(first + 10 * part * _ONE_DAY, until, "month")
    if span.precision in ("day", "week"):
        raise Unreadable(f"'{period.edge}' says nothing about '{period.text}'", "Write the date alone.")
    length = ((span.latest.year - first.year) * 12 + span.latest.month - first.month + 1) // 3
    start = add_months(first, part * length)
    return Span(start, add_months(start, (last - part + 1) * length) - _ONE_DAY, span.precision)


def span_of(period: Period) -> Span:
    """Return the first and last day of a period whose year is known.

    Raises Unreadable where there is no such day, the weekday contradicts it, or it can be read in two ways.
    """
    year = period.year
    if period.span is not None:
        span = period.span
    else:
        if year is None:
            raise Unreadable(f"'{period.text}' names no year", "Write the year too.")
        if year in (0, 1, 1900, 9999):
            raise Unreadable(f"{year:04d} stands for no date", missing=True)
        if not 1900 < year < 2200:
            raise Unreadable(f"{year:04d} is no year that a service is planned in", "Correct the year.")
        span = _whole(period, year)
    if not period.edge:
        return span
    if period.edge == "start":
        return Span(span.earliest, span.earliest, "day")
    return Span(span.latest, span.latest, "day") if period.edge == "end" else _third(period, span)

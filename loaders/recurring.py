"""List the days on which an exception of a calendar recurs, as Microsoft Project writes it."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator, Mapping

__all__ = ["days_of"]

_DAILY, _YEARLY_DAY, _YEARLY_PLACE, _MONTHLY_DAY, _MONTHLY_PLACE, _WEEKLY = 1, 2, 3, 4, 5, 6
_MOST = 20_000
_ANY_DAY, _WEEKDAY, _WEEKEND = 0, 1, 2


def days_of(row: Mapping[str, str], first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Give the days from `first` to `last` that a pattern names; `row` holds the elements of an Exception.

    Patterns: every so many days, weeks on named days, months or years on a day or on the first to last weekday.
    Without a pattern, every day.
    """
    pattern, period = _number(row, "Type", _DAILY), max(1, _number(row, "Period", 1))
    found = {
        _WEEKLY: lambda: _weekly(row, first, last, period),
        _MONTHLY_DAY: lambda: _monthly(row, first, last, period, by_place=False),
        _MONTHLY_PLACE: lambda: _monthly(row, first, last, period, by_place=True),
        _YEARLY_DAY: lambda: _yearly(row, first, last, by_place=False),
        _YEARLY_PLACE: lambda: _yearly(row, first, last, by_place=True),
    }.get(pattern, lambda: _daily(first, last, period))()
    for count, day in enumerate(found):
        if count >= _MOST:
            return
        if first <= day <= last:
            yield day


def _number(row: Mapping[str, str], name: str, otherwise: int) -> int:
    text = row.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise


def _daily(first: datetime.date, last: datetime.date, period: int) -> Iterator[datetime.date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1, period):
        yield datetime.date.fromordinal(ordinal)


def _weekly(row: Mapping[str, str], first: datetime.date, last: datetime.date, period: int) -> Iterator[datetime.date]:
    wanted = _number(row, "DaysOfWeek", 0)  # bit 0 is Sunday
    sunday = first.toordinal() - first.isoweekday() % 7
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        week, day = divmod(ordinal - sunday, 7)
        if week % period == 0 and wanted >> day & 1:
            yield datetime.date.fromordinal(ordinal)


def _monthly(
    row: Mapping[str, str], first: datetime.date, last: datetime.date, period: int, *, by_place: bool
) -> Iterator[datetime.date]:
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month, period):
        yield from _in_month(row, month // 12, month % 12 + 1, by_place=by_place)


def _yearly(
    row: Mapping[str, str], first: datetime.date, last: datetime.date, *, by_place: bool
) -> Iterator[datetime.date]:
    month = min(_number(row, "Month", 0), 11) + 1
    for year in range(first.year, last.year + 1):
        yield from _in_month(row, year, month, by_place=by_place)


def _in_month(row: Mapping[str, str], year: int, month: int, *, by_place: bool) -> Iterator[datetime.date]:
    length = calendar.monthrange(year, month)[1]
    if not by_place:
        day = _number(row, "MonthDay", first_day := 1)
        if first_day <= day <= length:
            yield datetime.date(year, month, day)
        return
    item, place = _number(row, "MonthItem", _ANY_DAY), _number(row, "MonthPosition", 0)
    days = [datetime.date(year, month, day) for day in range(1, length + 1)]
    found = [day for day in days if _is_item(day, item)]
    if place >= 4:
        yield found[-1]
    elif place < len(found):
        yield found[place]


def _is_item(day: datetime.date, item: int) -> bool:
    if item == _WEEKDAY:
        return day.weekday() < 5
    if item == _WEEKEND:
        return day.weekday() >= 5
    return item == _ANY_DAY or day.isoweekday() % 7 == item - 3  # 3 is Sunday

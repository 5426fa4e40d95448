"""Turn stored dates, durations and calendars into those of the scheduling engine."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable
from fractions import Fraction

from pathway_graph.analysis.scheduling import Calendar, Duration, Lag, When
from pathway_graph.analysis.scheduling.plan import NO_LAG
from pathway_graph.errors import InputProblems, Problem

from .plan_columns import Row

__all__ = ["calendar", "duration", "lag", "spans", "when"]

_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_RANGE = re.compile(r"(\d{4}-\d\d-\d\d)\s*(?:to|/|\.\.)\s*(\d{4}-\d\d-\d\d)")
_SPAN = re.compile(r"(\d\d):?(\d\d)\s*-\s*(\d\d):?(\d\d)")
_WEEK = tuple((day * 1440 + 540, day * 1440 + 1020) for day in range(5))


def when(row: Row, name: str) -> When | None:
    """Give a stored date; None where it is blank or states no day.

    A day written with its time (`2018-01-30 17:00`) is that instant. Where only one end is known ("by 31 March") it
    stands for both.
    """
    words = row.get(name)
    return None if words is None else _when(words, row.get(f"{name}_earliest"), row.get(f"{name}_latest"))


@functools.lru_cache(maxsize=10_000)
def _when(words: str, first: str | datetime.date | None, last: str | datetime.date | None) -> When | None:
    earliest, latest = _day(first), _day(last)
    if earliest is None and latest is None:
        return None
    if earliest == latest and (found := _INSTANT.fullmatch(words)):
        hour, minute = int(found[2]), int(found[3])
        at = datetime.datetime.combine(datetime.date.fromisoformat(found[1]), datetime.time())
        return When.at(at + datetime.timedelta(hours=hour, minutes=minute))
    one = earliest or latest
    assert one is not None
    return When(earliest or one, latest or one)


def _day(value: str | datetime.date | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


_MINUTES = {"minutes": 1, "hours": 60}


def _amount(row: Row, name: str, per_day: int) -> tuple[Fraction | int, bool] | None:
    amount, unit = row.get(f"{name}_amount"), row.get(f"{name}_unit")
    if amount is None or unit is None:
        return None
    each = per_day if unit == "days" else {**_MINUTES, "weeks": 5 * per_day, "elapsed days": 1440, "percent": 1}[unit]
    exact = amount if type(amount) is int else Fraction(str(amount))
    return exact * each, unit == "elapsed days"


def duration(row: Row, name: str, per_day: int) -> Duration | None:
    """Give a stored duration in whole minutes; `per_day` is what a day stands for. None where it is blank."""
    found = _amount(row, name, per_day)
    return Duration(round(found[0]), found[1]) if found else None


def lag(row: Row, per_day: int) -> Lag:
    """Give a stored lag; blank is none."""
    found = _amount(row, "lag", per_day)
    if found is None:
        return NO_LAG
    if row["lag_unit"] == "percent":
        return Lag(percent=Fraction(found[0]))
    return Lag(round(found[0]), found[1])


def calendar(row: Row, division: str) -> Calendar:
    """Give a stored calendar; hours that are blank are Monday to Friday 09:00 to 17:00.

    `division` is whose bank holidays are off where the row says nothing, but for a calendar called `weekdays`.
    """
    hours = row["hours_sure"] if row["hours_state"] in ("stated", "half") else None
    week = _WEEK if hours is None else tuple(zip(hours[::2], hours[1::2], strict=True))
    if row["hours_state"] == "any":
        week = ((0, 7 * 1440),)
    special = {day: () for text in row["closed"] or () for day in _days(text, row["id"], "closed")}
    opened = dict(_opened(row["open"] or (), row["id"]))
    holidays = row["holidays"] or ("none" if row["id"] == "weekdays" else division)
    return Calendar(
        row["id"], week, tuple(sorted({**special, **opened}.items())), "" if holidays == "none" else holidays,
        int(row["minutes_per_day"] or _per_day(week)),
    )  # fmt: skip


def _per_day(week: tuple[tuple[int, int], ...]) -> int:
    """What a day stands for where the calendar does not say: the longest working day of the week."""
    days = [0] * 7
    for start, stop in week:
        for day in range(7):
            days[day] += max(0, min(stop, (day + 1) * 1440) - max(start, day * 1440))
    return max(days)


def _days(text: str, id: str, field: str) -> Iterable[datetime.date]:
    both = _RANGE.fullmatch(text)
    try:
        if both:
            first, last = (datetime.date.fromisoformat(day) for day in both.groups())
            return [first + datetime.timedelta(n) for n in range((last - first).days + 1)]
        return [datetime.date.fromisoformat(text)]
    except ValueError:
        raise _unreadable(id, field, text) from None


def _opened(texts: Iterable[str], id: str) -> Iterable[tuple[datetime.date, tuple[tuple[int, int], ...]]]:
    for text in texts:
        found = _DAY.match(text)
        times = spans(text[10:]) if found else ()
        if not times:
            raise _unreadable(id, "open", text)
        for day in _days(text[:10], id, "open"):
            yield day, times


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Read the times of a day, in minutes, half-open; midnight at the end is 1440.

    >>> spans("08:00-12:00, 13:00-17:00")
    ((480, 720), (780, 1020))
    """
    found = []
    for match in _SPAN.finditer(text):
        a, b, c, d = (int(part) for part in match.groups())
        found.append((a * 60 + b, c * 60 + d or 1440))
    return tuple(sorted(pair for pair in found if 0 <= pair[0] < pair[1] <= 1440))


def _unreadable(id: str, field: str, text: str) -> InputProblems:
    form = {"closed": "2018-12-24, or 2018-12-24 to 2019-01-01", "open": "2018-12-22 09:00-13:00"}[field]
    message = f"calendar '{id}': '{text}' is no day that is {field}."
    return InputProblems(Problem("PG700", message, f"Write {form}.", sheet="Calendars", field=field, value=text))

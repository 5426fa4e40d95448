"""Count working time: minutes that are worked between two instants, and back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from .errors import unscheduled
from .holidays import DIVISIONS, bank_holidays

__all__ = [
    "CONTINUOUS", "STANDARD", "WEEKDAYS", "Calendar", "Instant", "WorkingTime", "date_time", "instant", "iso",
    "standard", "working_time",
]  # fmt: skip

Instant = int
"""Local time in whole minutes since Monday 0001-01-01 00:00; `% 10080` is the minute of the week."""

DAY = 1440
WEEK = 7 * DAY
LAST: Instant = date.max.toordinal() * DAY - 1
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Calendar:
    """When work is done.

    `week`: minutes of the week that are worked, half-open (Monday 00:00 = 0), in order, not overlapping.
    `exceptions`: single days with their own minutes of the day, half-open; an empty tuple is a day off.
    `holidays`: the division whose bank holidays are off, or "" for none; an exception on such a day counts before it.
    `minutes_per_day`: what one day of a duration, lag or float stands for.
    """

    id: str
    week: tuple[Span, ...]
    exceptions: tuple[tuple[date, tuple[Span, ...]], ...] = ()
    holidays: str = ""
    minutes_per_day: int = 480


def standard(division: str = "england-and-wales", *, id: str = "standard") -> Calendar:
    """Give Monday to Friday 09:00-17:00 without the bank holidays of `division` ("" or "none": with them)."""
    week = tuple((day * DAY + 540, day * DAY + 1020) for day in range(5))
    return Calendar(id, week, holidays="" if division == "none" else division)


STANDARD = standard()
WEEKDAYS = standard("", id="weekdays")
CONTINUOUS = Calendar("24 hours", ((0, WEEK),), minutes_per_day=DAY)
"""Every minute: what elapsed durations and lags count in."""


def instant(moment: datetime) -> Instant:
    """Give the minute of a local date-time; seconds are cut off."""
    return (moment.toordinal() - 1) * DAY + moment.hour * 60 + moment.minute


def date_time(minute: Instant) -> datetime:
    """Give the local date-time of a minute; PG352 outside the years 1 to 9999."""
    if not 0 <= minute <= LAST:
        text = "A date lies outside the years 1 to 9999."
        raise unscheduled("PG352", text, "Look for a duration or lag that is far too long.")
    return datetime(1, 1, 1) + timedelta(minutes=minute)


def iso(minute: Instant) -> str:
    """Write a minute as `2026-01-09T17:00`."""
    return date_time(minute).isoformat(timespec="minutes")


class WorkingTime:
    """A calendar ready to count with.

    The work done until an instant, `work(t)`, rises by one with every worked minute, so that the working time between
    two instants is a difference, and two instants are equal dates when their work is equal. Back from work to instants
    there are two spellings: `start(w)` is the last such instant (a start of work), `end(w)` the first (an end of work).
    Weeks repeat, so a week is a table and only days with exceptions are listed: each call costs one bisection.
    """

    __slots__ = ("_after", "_at", "_day", "_days", "_minutes", "_until", "_work", "calendar", "per_week")

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        flags = bytearray(WEEK)
        for start, stop in calendar.week:
            flags[start:stop] = b"\x01" * (min(stop, WEEK) - start)
        self._minutes = [minute for minute, worked in enumerate(flags) if worked]
        self.per_week = len(self._minutes)
        if not self.per_week:
            text = f"Calendar {calendar.id!r} has no working time."
            raise unscheduled("PG351", text, "State its hours.", calendar.id)
        self._until = [0] * (WEEK + 1)
        total = 0
        for minute, worked in enumerate(flags):
            total += worked
            self._until[minute + 1] = total
        self._list_exceptions(calendar)

    def _list_exceptions(self, calendar: Calendar) -> None:
        days: dict[int, tuple[Span, ...]] = {}
        if calendar.holidays:
            if calendar.holidays not in DIVISIONS:
                known = ", ".join(DIVISIONS)
                text = f"Calendar {calendar.id!r} names the holidays of {calendar.holidays!r}."
                raise unscheduled("PG353", text, f"Known are {known}, none.", calendar.id)
            days = {day.toordinal(): () for day in bank_holidays(calendar.holidays)}
        days.update((day.toordinal(), spans) for day, spans in calendar.exceptions)
        self._at: list[Instant] = []
        self._work: list[int] = []
        self._day: list[int] = []  # minutes worked on the day itself
        self._after: list[int] = []  # what exceptions up to this day added to the plain weeks
        self._days: list[tuple[Span, ...]] = []
        added = 0
        for ordinal, spans in sorted(days.items()):
            at = (ordinal - 1) * DAY
            minutes = sum(stop - start for start, stop in spans)
            plain = self._plain(at)
            self._at.append(at)
            self._work.append(plain + added)
            added += minutes - (self._plain(at + DAY) - plain)
            self._day.append(minutes)
            self._after.append(added)
            self._days.append(tuple(sorted(spans)))

    def _plain(self, t: Instant) -> int:
        week, minute = divmod(t, WEEK)
        return week * self.per_week + self._until[minute]

    def work(self, t: Instant) -> int:
        """Count the minutes worked before `t`."""
        k = bisect_right(self._at, t) - 1
        minute = t - self._at[k] if k >= 0 else DAY
        if minute >= DAY:
            week, of_week = divmod(t, WEEK)
            return week * self.per_week + self._until[of_week] + (self._after[k] if k >= 0 else 0)
        return self._work[k] + sum(min(stop, minute) - start for start, stop in self._days[k] if start < minute)

    def start(self, work: int) -> Instant:
        """Give the last instant with so much work before it: the minute that follows is worked."""
        k = bisect_right(self._work, work) - 1
        if k >= 0:
            left = work - self._work[k]
            if left < self._day[k]:
                for start, stop in self._days[k]:
                    if left < stop - start:
                        return self._at[k] + start + left
                    left -= stop - start
            work -= self._after[k]
        week, minute = divmod(work, self.per_week)
        return week * WEEK + self._minutes[minute]

    def end(self, work: int) -> Instant:
        """Give the first instant with so much work before it: the minute before it is worked."""
        return self.start(work - 1) + 1

    def next_start(self, t: Instant) -> Instant:
        """Give `t`, or the next start of work if `t` is not worked."""
        return self.start(self.work(t))

    def last_end(self, t: Instant) -> Instant:
        """Give `t`, or the last end of work before it."""
        return self.end(self.work(t))

    def add(self, t: Instant, minutes: int) -> Instant:
        """Give the end of work so many working minutes after `t` (before it, if negative)."""
        return self.end(self.work(t) + minutes)

    def between(self, a: Instant, b: Instant) -> int:
        """Count the working minutes from `a` to `b`; negative if `b` is earlier."""
        return self.work(b) - self.work(a)

    def day_start(self, day: date) -> Instant:
        """Give the start of work of a day, or the next one."""
        return self.next_start((day.toordinal() - 1) * DAY)

    def day_end(self, day: date) -> Instant:
        """Give the end of work of a day, or the last one before."""
        return self.last_end(day.toordinal() * DAY)

    def tables(self) -> tuple[list[int], list[int], Iterable[tuple[Instant, int, int, int, tuple[Span, ...]]]]:
        """Give the tables behind the sums, for counting whole columns: week, minutes, exceptions in order."""
        return self._until, self._minutes, zip(self._at, self._work, self._day, self._after, self._days, strict=True)


@lru_cache(maxsize=256)
def working_time(calendar: Calendar) -> WorkingTime:
    """Make a calendar ready to count with; equal calendars share one."""
    return WorkingTime(calendar)

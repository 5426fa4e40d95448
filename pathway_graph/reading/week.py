"""Hold sets of minutes of the week, and write them as days and times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .clock import DAY, say_minute
from .names import WEEKDAYS

__all__ = ["WEEK", "common", "merged", "name_days", "without", "write_hours"]

WEEK = 7 * DAY
"""The minutes of a week; Monday 00:00 is 0."""

Interval = tuple[int, int]


def merged(intervals: Iterable[Interval]) -> list[int]:
    """Return intervals of minutes, which may run over the end of the week, as one flat ascending list.

    >>> merged([(10000, 10140), (60, 120)])
    [0, 120, 10000, 10080]
    """
    parts: list[Interval] = []
    for start, end in intervals:
        if end - start >= WEEK:
            return [0, WEEK]
        first, last = start % WEEK, start % WEEK + end - start
        parts.append((first, min(last, WEEK)))
        if last > WEEK:
            parts.append((0, last - WEEK))
    flat: list[int] = []
    for start, end in sorted(part for part in parts if part[0] < part[1]):
        if flat and start <= flat[-1]:
            flat[-1] = max(flat[-1], end)
        else:
            flat += [start, end]
    return flat


def pairs(flat: Sequence[int]) -> list[Interval]:
    """Return a flat list as pairs of from and until."""
    return list(zip(flat[::2], flat[1::2], strict=True))


def without(flat: Sequence[int], taken: Sequence[int]) -> list[int]:
    """Return the minutes of the first set that are not in the second."""
    ends = [0, *taken, WEEK]
    return common(flat, [minute for pair in pairs(ends) if pair[0] < pair[1] for minute in pair])


def common(one: Sequence[int], two: Sequence[int]) -> list[int]:
    """Return the minutes that are in both sets."""
    return merged((max(a, c), min(b, d)) for a, b in pairs(one) for c, d in pairs(two) if max(a, c) < min(b, d))


def name_days(days: Iterable[int]) -> str:
    """Return days of the week in short: three or more in a row as a range.

    >>> name_days([0, 1, 2, 5])
    'Mon-Wed, Sat'
    """
    runs: list[list[int]] = []
    for day in sorted(set(days)):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    names: list[str] = []
    for run in runs:
        short = [WEEKDAYS[day][:3] for day in run]
        names += [f"{short[0]}-{short[-1]}"] if len(run) > 2 else short
    return ", ".join(names)


def _by_day(minutes: Sequence[int]) -> dict[int, list[Interval]]:
    """Return the spans that begin on each day; one that ends early on the next day stays in one piece."""
    intervals = pairs(minutes)
    if len(intervals) > 1 and intervals[0][0] == 0 and intervals[-1][1] == WEEK:
        intervals = [*intervals[1:-1], (intervals[-1][0], WEEK + intervals[0][1])]
    days: dict[int, list[Interval]] = {}
    for start, end in intervals:
        while start < end:
            day, minute = divmod(start, DAY)
            # 10:15-10:00 would be read by the clock of twelve hours, so such a span is cut at midnight.
            bare = 600 <= minute < 780 and 600 <= end % DAY < 780
            overnight = minute > 0 and end - start < DAY and not (bare and end > (day + 1) * DAY)
            stop = end if overnight else min(end, (day + 1) * DAY)
            days.setdefault(day % 7, []).append((minute, stop - day * DAY))
            start = stop
    return {day: sorted(days[day]) for day in sorted(days)}


def write_hours(minutes: Sequence[int]) -> str:
    """Return minutes of the week (a flat ascending list of from and until) in the words that `read_hours` reads back.

    Only an end of 23:59 is not: as everywhere, it is read as midnight.

    >>> write_hours([540, 1020, 1980, 2460, 7800, 8040])
    'Mon, Tue 09:00-17:00; Sat 10:00-14:00'
    """
    if not minutes:
        return "closed"
    if list(minutes) == [0, WEEK]:
        return "24/7"
    days_of: dict[tuple[Interval, ...], list[int]] = {}
    for day, spans in _by_day(minutes).items():
        days_of.setdefault(tuple(spans), []).append(day)
    parts = []
    for shared, days in days_of.items():
        times = ", ".join(f"{say_minute(start)}-{say_minute(end - DAY if end > DAY else end)}" for start, end in shared)
        parts.append(f"{name_days(days)} {times}")
    return "; ".join(parts)

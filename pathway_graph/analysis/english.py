"""Say a box in English: "ages 16 and 17 in Bath and Keynsham, Monday to Friday 17:00 to 09:00 and weekends"."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from .landscape import AGES_END, WEEK
from .phrases import counted, day_in_words, joined
from .space import NO_GROUP, Space, Values

__all__ = ["ages_in_words", "box_in_words", "counted", "day_in_words", "hours_in_words", "joined", "steps_in_words"]

_DAY = 1440
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Spans = Sequence[tuple[int, int]]


def ages_in_words(ages: Spans) -> str:
    """Say months of age, half-open, in the completed years that people use.

    >>> ages_in_words([(192, 216)]), ages_in_words([(216, 1200)]), ages_in_words([(0, 1200)])
    ('ages 16 and 17', 'ages 18 and over', 'all ages')
    >>> ages_in_words([(0, 192), (210, 300)]), ages_in_words([(216, 217)])
    ('ages under 16 and from 17 years 6 months until 25', 'age just 18')
    """
    if list(ages) == [(0, AGES_END)]:
        return "all ages"
    if not ages:
        return "no age"
    words = joined([_age_span(low, high) for low, high in ages])
    single = len(ages) == 1 and (words.isdecimal() or words.startswith("just "))
    return f"{'age' if single else 'ages'} {words}"


def _age_span(low: int, high: int) -> str:
    if high >= AGES_END:
        return "all" if low == 0 else f"{_age(low)} and over"
    if low == 0:
        return f"under {_age(high)}"
    if high == low + 1:
        return f"just {_age(low)}"
    if low % 12 == 0 and high % 12 == 0:
        first, last = low // 12, high // 12 - 1
        return str(first) if first == last else f"{first} and {last}" if last == first + 1 else f"{first} to {last}"
    return f"from {_age(low)} until {_age(high)}"


def _age(months: int) -> str:
    years, rest = divmod(months, 12)
    if not rest:
        return str(years)
    part = f"{rest} month{'s' if rest > 1 else ''}"
    return f"{years} year{'s' if years > 1 else ''} {part}" if years else part


def steps_in_words(steps: Spans) -> str:
    """Say steps, both ends included.

    >>> steps_in_words([(1, 1), (3, 5)])
    'steps 1 and 3 to 5'
    """
    words = [str(low) if low == high else f"{low} to {high}" for low, high in steps]
    single = len(words) == 1 and steps[0][0] == steps[0][1]
    return f"step{'' if single else 's'} {joined(words)}"


def hours_in_words(minutes: Spans) -> str:
    """Say minutes of the week, half-open, Monday 00:00 = 0.

    Between whole days off, hours that go past midnight are said as such; elsewhere each day is said by itself.

    >>> hours_in_words([(540, 1020), (1980, 2460)])
    'Monday and Tuesday 09:00 to 17:00'
    >>> hours_in_words([(0, 540), (1020, 1980), (2460, 3420), (3900, 4860), (5340, 6300), (6780, 10080)])
    'Monday to Friday 17:00 to 09:00 and weekends'
    """
    if list(minutes) == [(0, WEEK)]:
        return "at all hours"
    if not minutes:
        return "never"
    days = _by_day(minutes)
    patterns: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for day, pattern in enumerate(days):
        if pattern:
            patterns.setdefault(pattern, []).append(day)
    partly = sorted((found for found in patterns.items() if found[0] != ((0, _DAY),)), key=lambda item: item[1])
    words = [f"{_days(on)} {_times(pattern)}" for pattern, on in partly]
    words += [_whole_days(patterns[((0, _DAY),)])] if ((0, _DAY),) in patterns else []
    return joined(words) if len(words) < 3 else "; ".join(words)


def _by_day(minutes: Spans) -> list[tuple[tuple[int, int], ...]]:
    """The hours of each day; what runs past midnight for less than a day stays with the day on which it began."""
    days: list[list[tuple[int, int]]] = [[] for _ in _DAYS]
    spans = list(minutes)
    if len(spans) > 1 and spans[0][0] == 0 and spans[-1][1] == WEEK:
        spans = [*spans[1:-1], (spans[-1][0], WEEK + spans[0][1])]
    for low, high in spans:
        day = low // _DAY
        if high - low < _DAY and high > (day + 1) * _DAY:
            days[day % 7].append((low - day * _DAY, high - day * _DAY))
            continue
        while low < high:
            end = min(high, (low // _DAY + 1) * _DAY)
            days[low // _DAY % 7].append((low % _DAY, low % _DAY + end - low))
            low = end
    _fold_edges(days)
    return [tuple(sorted(spans)) for spans in days]


def _fold_edges(days: list[list[tuple[int, int]]]) -> None:
    """Read the evening before a run of whole days and the morning after it as one of the nights that the other days
    have: Friday from 17:00, whole Saturday and Sunday, Monday until 09:00. Only where both are there."""
    nights = {span for day in days for span in day if span[1] > _DAY}
    if len(nights) != 1:
        return
    ((start, end),) = nights
    whole = [sorted(day) == [(0, _DAY)] for day in days]
    for first in range(7):
        if not whole[first] or whole[first - 1]:
            continue
        after = next(n % 7 for n in range(first, first + 7) if not whole[n % 7])
        evening, morning = days[first - 1], days[after]
        if (start, _DAY) in evening and (0, end - _DAY) in morning:
            evening[evening.index((start, _DAY))] = (start, end)
            morning.remove((0, end - _DAY))


def _times(pattern: tuple[tuple[int, int], ...]) -> str:
    return joined([f"{_clock(low)} to {_clock(high)}" for low, high in pattern])


def _clock(minute: int) -> str:
    minute = minute if minute <= _DAY else minute - _DAY
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _days(on: Sequence[int]) -> str:
    if list(on) == list(range(7)):
        return "every day"
    if list(on) == [5, 6]:
        return "weekends"
    runs = [[day for _, day in run] for _, run in itertools.groupby(enumerate(on), key=lambda item: item[1] - item[0])]
    words: list[str] = []
    for run in runs:
        words += [f"{_DAYS[run[0]]} to {_DAYS[run[-1]]}"] if len(run) > 2 else [_DAYS[day] for day in run]
    return joined(words)


def _whole_days(on: Sequence[int]) -> str:
    return "weekends" if list(on) == [5, 6] else f"all of {_days(on)}"


def box_in_words(values: Values, space: Space) -> str:
    """Say a box: ages and areas, then whatever else narrows it.

    Needs are named unless there is only one in the landscape; groups unless nothing else than the people of no named
    group is asked; steps and hours where they are tested.
    """
    parts = [f"{ages_in_words(values.ages)} in {joined([space.areas.names[key] for key in values.areas])}"]
    if len(space.needs.leaves) > 1:
        everything = space.needs.mask(values.needs) == space.needs.whole
        parts.append("any need" if everything else joined([space.needs.names[key] for key in values.needs], "or"))
    if values.groups != (NO_GROUP,):
        parts.append(joined(values.groups, "or"))
    if values.steps:
        parts.append(steps_in_words(values.steps))
    if values.minutes:
        parts.append(hours_in_words(values.minutes))
    return ", ".join(parts)

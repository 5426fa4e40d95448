"""Judge how far an activity is, in the most cautious reading of what is stated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from math import ceil

from .calendars import Instant, WorkingTime
from .moments import Reading, finish_of, start_of
from .plan import Activity

__all__ = ["Progress", "State", "progress"]


class State(IntEnum):
    """How a node of the network gets its dates."""

    OPEN = 0  # not started: by links, floors and pins
    STARTED = 1  # in progress: what remains is scheduled
    FINISHED = 2  # stands at its actual dates
    MANUAL = 3  # stands at its own dates
    ALL_DONE = 4  # the finish of a summary: when all its leaves are finished
    FIRST_BEGUN = 5  # the start of a summary: when the first of its leaves starts
    EVENT = 6  # a contract, a service or a promise: stands at its date


@dataclass(frozen=True, slots=True)
class Progress:
    """`minutes` to do in own working time; `start` and `finish` where they are facts.

    `resume` and `no_earlier_finish` are floors for the work that remains, None for none; `contradiction` says what of
    the statement cannot all be true, or is empty.
    """

    state: State
    minutes: int
    start: Instant | None = None
    finish: Instant | None = None
    resume: Instant | None = None
    no_earlier_finish: Instant | None = None
    contradiction: str = ""


def progress(row: Activity, minutes: int, clock: WorkingTime, data_date: Instant | None, reading: Reading) -> Progress:
    """Judge one activity of `minutes` full duration. Facts after the data date are read as forecasts."""
    start = start_of(row.actual_start, clock, reading) if row.actual_start else None
    finish = finish_of(row.actual_finish, clock, reading) if row.actual_finish else None
    if finish is not None:
        return _with_finish(row, minutes, clock, data_date, start, finish)
    resumes = start_of(row.resumes, clock, reading) if row.resumes else None
    if start is None:
        return _not_started(row, minutes, resumes)
    if data_date is not None and start > data_date:
        text = "started after the data date"
        return Progress(State.OPEN, max(minutes, row.remaining or 0), resume=start, contradiction=text)
    left, text = _left(row, minutes)
    resume = start if data_date is not None else clock.end(clock.work(start) + max(0, minutes - left))
    return Progress(State.STARTED, left, start, resume=max(resume, resumes or resume), contradiction=text)


def _not_started(row: Activity, minutes: int, resumes: Instant | None) -> Progress:
    done = resumes is not None or row.percent_complete or (row.remaining is not None and row.remaining < minutes)
    text = "has progress but no actual start" if done else ""
    return Progress(State.OPEN, max(minutes, row.remaining or 0), resume=resumes, contradiction=text)


def _with_finish(
    row: Activity, minutes: int, clock: WorkingTime, data_date: Instant | None, start: Instant | None, finish: Instant
) -> Progress:
    text = ""
    if start is None:
        start = clock.start(clock.work(finish) - minutes) if minutes else finish
        text = "has an actual finish but no actual start" if minutes else ""  # a point in time has one day
    elif clock.work(finish) < clock.work(start):
        text, finish = "finished before it started", start
    if data_date is not None and clock.work(finish) > clock.work(data_date):
        text = "finished after the data date"
        if start > data_date:
            return Progress(State.OPEN, minutes, resume=start, no_earlier_finish=finish, contradiction=text)
        left = clock.between(data_date, finish)
        return Progress(State.STARTED, left, start, resume=start, no_earlier_finish=finish, contradiction=text)
    percent = row.percent_complete
    if row.remaining or (percent is not None and percent < 100 and minutes):
        text = "has an actual finish and work remaining"
        left = max(row.remaining or 0, _share(minutes, percent if percent is not None else Fraction(100)))
        return Progress(State.STARTED, left, start, resume=start, no_earlier_finish=finish, contradiction=text)
    return Progress(State.FINISHED, 0, start, finish, contradiction=text)


def _left(row: Activity, minutes: int) -> tuple[int, str]:
    percent = row.percent_complete
    by_percent = _share(minutes, percent or Fraction(0))
    if row.remaining is None:
        return by_percent, "is complete but has no actual finish" if percent == 100 else ""
    if percent is None:
        return row.remaining, "" if row.remaining else "has nothing remaining but no actual finish"
    if not row.remaining and by_percent:
        return by_percent, f"is {float(percent):g}% complete with nothing remaining"
    if percent == 100:
        return row.remaining, "is complete with no actual finish"
    return row.remaining, ""


def _share(minutes: int, percent: Fraction) -> int:
    return ceil(minutes * (100 - percent) / 100)

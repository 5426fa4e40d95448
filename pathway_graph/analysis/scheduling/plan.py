"""Describe a plan: what is to be done, what waits for what, and what was promised.

Nothing here knows of files or graphs. Ids are unique over activities, events and promises together (a feeder writes
`Contract#k1` where two labels share an id). A `Moment` given as a day, not as a date-time, is the start of work of that
day where it says when something starts, and its end of work where it says when something finishes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from .calendars import STANDARD, Calendar
from .errors import unscheduled

__all__ = [
    "NO_LAG", "Activity", "Constraint", "ConstraintKind", "Duration", "Event", "Lag", "Link", "LinkKind", "Moment",
    "Plan", "Programme", "Promise", "When", "duration", "lag",
]  # fmt: skip

Moment = date | datetime
LinkKind = Literal["fs", "ss", "ff", "sf"]
ConstraintKind = Literal["snet", "fnet", "snlt", "fnlt", "mso", "mfo", "alap"]


@dataclass(frozen=True, slots=True)
class When:
    """A date as stated: exact (both the same), or somewhere from `earliest` to `latest`."""

    earliest: Moment
    latest: Moment

    @classmethod
    def at(cls, moment: Moment) -> When:
        """Give an exact date."""
        return cls(moment, moment)

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class Duration:
    """Working minutes of the activity's own calendar, or minutes of the clock if `elapsed`."""

    minutes: int
    elapsed: bool = False


@dataclass(frozen=True, slots=True)
class Lag:
    """Time between the two ends of a link: minutes, or `percent` of the predecessor's duration; negative is a lead."""

    minutes: int = 0
    elapsed: bool = False
    percent: Fraction | None = None


NO_LAG = Lag()
"""What most links have: shared, so that it is quickly known."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """What an activity must keep to; `on` is None for alap alone."""

    kind: ConstraintKind
    on: When | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """What activities belong to, and whose rules they follow.

    `starts`: nothing is scheduled before it; blank: `workstream_starts` help to find it (see `schedule`).
    `status_date`: the data date. `calendar`: id of the calendar of activities that name none.
    `critical_float`: working days of float up to which an activity is critical.
    `lag_calendar` and `total_float` override what the convention says, as a file's own options do; `must_finish` takes
    the place of the last early finish in the late dates; `honour_late_constraints` makes snlt and fnlt hold early dates
    even against links (both are options of files).
    """

    id: str
    name: str = ""
    starts: When | None = None
    workstream_starts: tuple[When, ...] = ()
    status_date: When | None = None
    calendar: str = STANDARD.id
    convention: Literal["msproject", "p6"] = "msproject"
    critical_float: Fraction = Fraction(0)
    lag_calendar: Literal["", "successor", "predecessor", "programme", "continuous"] = ""
    total_float: Literal["", "smaller", "start", "finish"] = ""
    must_finish: When | None = None
    honour_late_constraints: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of the plan: an activity, a milestone (duration 0), or a summary (others are `part_of` it).

    `remaining` counts as `duration` does; none of it is done before `resumes`, where work was interrupted. `manual`
    activities stand at their planned dates, inactive ones are not scheduled. `resources` is the number of people or
    things assigned, None where the source does not say.
    """

    id: str
    programme: str
    name: str = ""
    duration: Duration | None = None
    remaining: int | None = None
    percent_complete: Fraction | None = None
    calendar: str = ""
    part_of: str = ""
    planned_start: When | None = None
    planned_finish: When | None = None
    actual_start: When | None = None
    actual_finish: When | None = None
    baseline_start: When | None = None
    baseline_finish: When | None = None
    constraints: tuple[Constraint, ...] = ()
    deadline: When | None = None
    manual: bool = False
    active: bool = True
    resources: int | None = None
    source_id: str = ""
    resumes: When | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """`target` waits for `source` (an activity, a summary or an event); `id` is the row that says so."""

    source: str
    target: str
    kind: LinkKind = "fs"
    lag: Lag = NO_LAG
    id: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A contract or service that something waits for: from the day it starts, else from its mobilising milestone."""

    id: str
    name: str = ""
    at: When | None = None
    mobilised_by: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody outside owes: it holds `target` until the end of `promised`, unless it is `met`."""

    id: str
    target: str
    kind: LinkKind = "fs"
    lag: Lag = NO_LAG
    promised: When | None = None
    met: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Programmes with their activities and links, the calendars they name, and what they wait for outside."""

    programmes: tuple[Programme, ...]
    activities: tuple[Activity, ...]
    links: tuple[Link, ...] = ()
    calendars: tuple[Calendar, ...] = (STANDARD,)
    events: tuple[Event, ...] = ()
    promises: tuple[Promise, ...] = ()

    @property
    def is_precise(self) -> bool:
        """Whether every date is stated to the day, so that there is only one way to read them."""
        rows: list[_Dated] = [*self.programmes, *self.activities, *self.events, *self.promises]
        return all(when.earliest == when.latest for row in rows for when in _of(row))


_Dated = Programme | Activity | Event | Promise


def _of(row: _Dated) -> list[When]:
    """List the dates that a row states."""
    if isinstance(row, Activity):
        found = [
            row.planned_start, row.planned_finish, row.actual_start, row.actual_finish, row.baseline_start,
            row.baseline_finish, row.deadline, *(constraint.on for constraint in row.constraints),
        ]  # fmt: skip
    elif isinstance(row, Programme):
        found = [row.starts, row.status_date, row.must_finish, *row.workstream_starts]
    else:
        found = [row.at if isinstance(row, Event) else row.promised]
    return [when for when in found if when is not None]


_AMOUNT = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*(e?)\s*(m|h|d|w|%)?\s*")


def duration(text: str, minutes_per_day: int = 480) -> Duration:
    """Read `5`, `2.5`, `4h`, `1w` (five days), `3ed` (elapsed); PG354 for anything else or a negative amount.

    >>> duration("2.5"), duration("3ed")
    (Duration(minutes=1200, elapsed=False), Duration(minutes=4320, elapsed=True))
    """
    found = lag(text, minutes_per_day)
    if found.percent is not None or found.minutes < 0:
        raise unscheduled("PG354", f"{text!r} is not a duration.", "Write 5, 2.5, 4h, 1w or 3ed.")
    return Duration(found.minutes, found.elapsed)


def lag(text: str, minutes_per_day: int = 480) -> Lag:
    """Read a lag: as a duration, also negative or `50%`; PG354 for anything else.

    >>> lag("-2d").minutes, lag("50%").percent
    (-960, Fraction(50, 1))
    """
    match = _AMOUNT.fullmatch(text)
    if not match:
        raise unscheduled("PG354", f"{text!r} is not a lag.", "Write 2, -2d, 4h, 1w, 3ed or 50%.")
    number, elapsed, unit = Fraction(match[1]), bool(match[2]), match[3] or "d"
    if unit == "%":
        return Lag(elapsed=elapsed, percent=number)
    day = 1440 if elapsed else minutes_per_day
    week = 7 * day if elapsed else 5 * day
    return Lag(round(number * {"m": 1, "h": 60, "d": day, "w": week}[unit]), elapsed)

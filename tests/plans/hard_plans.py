"""Draw plans that are hard in the ways of real ones: several calendars, all links, leads, elapsed lags, summaries."""

from __future__ import annotations

import dataclasses
import random
from datetime import date, datetime, timedelta
from typing import Any

from pathway_graph.analysis.scheduling import (
    Activity,
    Calendar,
    Constraint,
    Duration,
    Lag,
    Link,
    Plan,
    Programme,
    Promise,
    When,
)
from pathway_graph.analysis.scheduling.plan import LinkKind

__all__ = ["hard_plan"]

_DAY = 1440
_START = datetime(2026, 12, 14, 9)
_TODAY = datetime(2026, 12, 23, 9)
_KINDS: tuple[LinkKind, ...] = ("ss", "ff", "sf")


def _week(days: range, *spans: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple((day * _DAY + a, day * _DAY + b) for day in days for a, b in spans)


_CALENDARS = (
    Calendar("office", _week(range(5), (540, 1020)), ((date(2026, 12, 25), ()), (date(2026, 12, 28), ()))),
    Calendar("lunch", _week(range(5), (480, 720), (780, 1020)), ((date(2027, 1, 1), ()),)),
    Calendar("seven", _week(range(7), (480, 960))),
    Calendar("four", _week(range(4), (480, 1080)), ((date(2026, 12, 24), ()),)),
    Calendar("night", _week(range(7), (0, 360), (1320, 1440)), ((date(2026, 12, 24), ((0, 360),)),)),
)


def hard_plan(
    seed: int, *, calendars: bool = False, constraints: bool = False, night: bool = False, progress: bool = False,
    promises: bool = False, alap: bool = False,
) -> Plan:  # fmt: skip
    """Give a plan of 6 to 14 activities without loops over Christmas; the same seed gives the same plan.

    With `night` some work from ten at night to six in the morning; with `progress` some are finished or begun on 23
    December, a few of which were interrupted; with `promises` some wait for somebody outside; with `alap` some are as
    late as possible.
    """
    pick = random.Random(seed)
    size = pick.randint(6, 14)
    rows = [_activity(pick, number, calendars, constraints) for number in range(size)]
    links = [
        _link(pick, before, number, calendars)
        for number in range(size)
        for before in pick.sample(range(number), min(number, pick.choice((0, 1, 1, 2))))
    ]
    if pick.random() < 0.5:
        cut = pick.randint(2, size - 2)
        rows = [dataclasses.replace(row, part_of="S") if n < cut else row for n, row in enumerate(rows)]
        rows.insert(0, Activity("S", "P", "Summary"))
        links.append(Link("S", f"a{pick.randint(cut, size - 1):02}", id="S-a"))
    leaves = [row.id for row in rows if row.id != "S"]
    if night:
        rows = [dataclasses.replace(row, calendar="night") if pick.random() < 0.4 else row for row in rows]
        nights = {row.id for row in rows if row.calendar == "night"}  # MPXJ puts a lead into one a shift too late
        links = [dataclasses.replace(k, lag=Lag()) if k.target in nights and k.lag.minutes < 0 else k for k in links]
        shift = Duration(480)  # and the end of a day's work is another instant to it than the beginning of the next
        rows = [row if row.id == "S" or _minutes(row) else dataclasses.replace(row, duration=shift) for row in rows]
    # milestones stay in the office: MPXJ moves them to a start of work, ours keep the time of what drives them
    rows = [row if _minutes(row) else dataclasses.replace(row, calendar="") for row in rows]
    if progress:
        rows = [_begun(pick, row) if row.id in leaves[: size // 2] else row for row in rows]
    if alap:
        late = (Constraint("alap"),)
        rows = [dataclasses.replace(row, constraints=late) if pick.random() < 0.3 else row for row in rows]
    waits = [_promise(pick, target) for target in pick.sample(leaves, 3)] if promises else []
    today = When.at(_TODAY) if progress else None
    programme = Programme("P", "P", starts=When.at(_START), calendar="office", status_date=today)
    return Plan((programme,), tuple(rows), tuple(links), _CALENDARS, promises=tuple(waits))


def _minutes(row: Activity) -> int:
    return row.duration.minutes if row.duration else 0


def _promise(pick: random.Random, target: str) -> Promise:
    on = When.at(date(2026, 12, 14) + timedelta(pick.randint(0, 40)))
    return Promise(f"from outside to {target}", target, promised=on, lag=Lag(pick.choice((0, 480))))


def _begun(pick: random.Random, row: Activity) -> Activity:
    minutes = _minutes(row)
    start = datetime(2026, 12, 14 + pick.randint(0, 3), 9)
    if not minutes or pick.random() < 0.3:
        return row
    if pick.random() < 0.4:
        end = When.at(start.replace(day=22, hour=17))
        return dataclasses.replace(row, actual_start=When.at(start), actual_finish=end)
    left = pick.randint(1, minutes // 60) * 60
    goes_on = When.at(datetime(2026, 12, 30, 9)) if pick.random() < 0.3 else None
    return dataclasses.replace(row, actual_start=When.at(start), remaining=left, resumes=goes_on)


def _activity(pick: random.Random, number: int, calendars: bool, constraints: bool) -> Activity:
    minutes = pick.choice((0, 1, 2, 3, 5, 8)) * 480 if pick.random() < 0.8 else pick.randint(1, 40) * 60
    fields: dict[str, Any] = {}
    if calendars:
        fields["calendar"] = pick.choice(("", "", "lunch", "seven", "four"))
    if constraints and pick.random() < 0.3:
        on = When.at(date(2026, 12, 14) + timedelta(pick.randint(0, 40)))
        fields["constraints"] = (Constraint(pick.choice(("snet", "fnet", "snlt", "fnlt", "mso", "mfo")), on),)
    if constraints and pick.random() < 0.15:
        fields["deadline"] = When.at(date(2026, 12, 14) + timedelta(pick.randint(5, 50)))
    return Activity(f"a{number:02}", "P", f"A{number}", duration=Duration(minutes), **fields)


def _link(pick: random.Random, before: int, after: int, calendars: bool) -> Link:
    """Elapsed lags end in the middle of a day off, whose two spellings MPXJ tells apart where it goes on from there:
    so only in one calendar, and only to a start."""
    kind: LinkKind = "fs" if pick.random() < 0.6 else pick.choice(_KINDS)
    elapsed = Lag(pick.randint(-2, 5) * _DAY, elapsed=True)
    lag = pick.choice((Lag(), Lag(), Lag(pick.randint(-4, 6) * 480), elapsed))
    if lag.elapsed and (calendars or kind != "fs"):
        lag = Lag(pick.randint(-40, 40) * 60)
    return Link(f"a{before:02}", f"a{after:02}", kind, lag, id=f"{before}-{after}")

"""Draw plans that are hard in the ways of real ones: several calendars, all links, leads, elapsed lags, summaries."""

from __future__ import annotations

import dataclasses
import random
from datetime import date, datetime, timedelta
from typing import Any

from pathway_graph.analysis.scheduling import Activity, Calendar, Constraint, Duration, Lag, Link, Plan, Programme, When
from pathway_graph.analysis.scheduling.plan import LinkKind

__all__ = ["hard_plan"]

_DAY = 1440
_START = datetime(2026, 12, 14, 9)
_KINDS: tuple[LinkKind, ...] = ("ss", "ff", "sf")


def _week(days: range, *spans: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple((day * _DAY + a, day * _DAY + b) for day in days for a, b in spans)


_CALENDARS = (
    Calendar("office", _week(range(5), (540, 1020)), ((date(2026, 12, 25), ()), (date(2026, 12, 28), ()))),
    Calendar("lunch", _week(range(5), (480, 720), (780, 1020)), ((date(2027, 1, 1), ()),)),
    Calendar("seven", _week(range(7), (480, 960))),
    Calendar("four", _week(range(4), (480, 1080)), ((date(2026, 12, 24), ()),)),
)


def hard_plan(seed: int, *, calendars: bool = False, constraints: bool = False) -> Plan:
    """Give a plan of 6 to 14 activities without loops over Christmas; the same seed gives the same plan."""
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
    programme = Programme("P", "P", starts=When.at(_START), calendar="office")
    return Plan((programme,), tuple(rows), tuple(links), _CALENDARS)


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

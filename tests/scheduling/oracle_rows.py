"""Read the rows of a small plan for the oracle: calendars as lists of minutes, each leaf's state, floors, ceilings."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from pathway_graph.analysis.scheduling import CONTINUOUS, Activity, Calendar, Plan, Programme, When

__all__ = ["BASE", "END", "Clock", "Leaf", "Reader", "clock"]

BASE = datetime(2023, 7, 3)
DAYS = 420
END = DAYS * 1440


class Clock:
    """Which minutes are worked, one by one."""

    def __init__(self, calendar: Calendar) -> None:
        week = [any(a <= minute < b for a, b in calendar.week) for minute in range(7 * 1440)]
        special = dict(calendar.exceptions)
        self.minutes: list[int] = []
        self.done = [0]
        for t in range(END):
            day = date.fromordinal(BASE.toordinal() + t // 1440)
            worked = any(a <= t % 1440 < b for a, b in special[day]) if day in special else week[t % (7 * 1440)]
            if worked:
                self.minutes.append(t)
            self.done.append(self.done[-1] + worked)

    def begin(self, done: int) -> int:
        return self.minutes[done]

    def stop(self, done: int) -> int:
        return self.minutes[done - 1] + 1


@cache
def clock(calendar: Calendar) -> Clock:
    return Clock(calendar)


def at(moment: datetime) -> int:
    return int((moment - BASE).total_seconds() // 60)


@dataclass
class Leaf:
    row: Activity
    programme: Programme
    clock: Clock
    stated: Clock
    full: int
    left: int = 0
    state: str = "open"
    fixed: tuple[int, int] = (0, 0)
    start_floors: list[int] = field(default_factory=list)
    finish_floors: list[int] = field(default_factory=list)
    start_ceilings: list[int] = field(default_factory=list)
    finish_ceilings: list[int] = field(default_factory=list)
    pins: list[tuple[str, int]] = field(default_factory=list)


class Reader:
    """What the rows of a plan say by themselves, before any link is followed."""

    def __init__(self, plan: Plan, data_date: date | None = None) -> None:
        self.plan = plan
        self.typed = data_date
        self.calendars = {c.id: c for c in plan.calendars}
        self.programmes = {p.id: p for p in plan.programmes}
        self.parts: dict[str, list[str]] = {}
        self.rows = {row.id: row for row in plan.activities}
        for row in plan.activities:
            above = row
            while above.part_of:
                above = self.rows[above.part_of]
                self.parts.setdefault(above.id, []).append(row.id)
        leaves = [row for row in plan.activities if row.active and row.id not in self.parts]
        self.leaves = {row.id: self.leaf(row) for row in leaves}

    def start(self, when: When, c: Clock) -> int:
        day = when.earliest
        if isinstance(day, datetime):
            return at(day)
        t = at(datetime(day.year, day.month, day.day))
        while c.done[t + 1] == c.done[t]:
            t += 1
        return t

    def finish(self, when: When, c: Clock) -> int:
        day = when.latest
        if isinstance(day, datetime):
            return at(day)
        t = at(datetime(day.year, day.month, day.day)) + 1440
        while c.done[t] == c.done[t - 1]:
            t -= 1
        return t

    def leaf(self, row: Activity) -> Leaf:
        programme = self.programmes[row.programme]
        stated = clock(self.calendars[row.calendar or programme.calendar])
        assert row.duration is not None
        own = clock(CONTINUOUS) if row.duration.elapsed else stated
        leaf = Leaf(row, programme, own, stated, row.duration.minutes)
        assert programme.starts
        status = When.at(self.typed) if self.typed else programme.status_date
        ours = clock(self.calendars[programme.calendar])
        today = self.start(status, ours) if status else None
        self.progress(leaf, today)
        self.interruption(leaf, today)
        if leaf.state == "open":
            leaf.start_floors.append(self.start(programme.starts, ours))
        if leaf.state in ("open", "started") and today is not None:
            leaf.start_floors.append(today)
        self.constraints(leaf)
        return leaf

    def progress(self, leaf: Leaf, today: int | None) -> None:
        row, c = leaf.row, leaf.clock
        begun = self.start(row.actual_start, c) if row.actual_start else None
        ended = self.finish(row.actual_finish, c) if row.actual_finish else None
        percent, said = row.percent_complete, row.remaining
        leaf.left = max(leaf.full, said or 0)
        part = math.ceil(leaf.full * (100 - (percent or 0)) / 100)
        if ended is not None:
            if begun is None:
                begun = c.begin(c.done[ended] - leaf.full) if leaf.full else ended
            if c.done[ended] < c.done[begun]:
                ended = begun
            if today is not None and c.done[ended] > c.done[today]:  # a finish in the future is a forecast
                leaf.start_floors.append(begun)
                leaf.finish_floors.append(ended)
                leaf.left = leaf.full
                if begun <= today:
                    leaf.state, leaf.fixed, leaf.left = "started", (begun, begun), c.done[ended] - c.done[today]
            elif said or (percent is not None and percent < 100 and leaf.full):
                leaf.state, leaf.fixed = "started", (begun, begun)
                leaf.left = max(said or 0, part if percent is not None else 0)
                leaf.start_floors.append(begun)
                leaf.finish_floors.append(ended)
            else:
                leaf.state, leaf.fixed = "finished", (begun, ended)
        elif begun is not None and today is not None and begun > today:
            leaf.start_floors.append(begun)
        elif begun is not None:
            leaf.state, leaf.fixed = "started", (begun, begun)
            leaf.left = part if said is None else said or (part if percent is not None else 0)
            done = max(0, leaf.full - leaf.left)
            leaf.start_floors.append(begun if today is not None else c.stop(c.done[begun] + done))
        if row.manual and leaf.state != "finished":
            assert row.planned_start
            assert row.planned_finish
            begun = self.start(row.actual_start or row.planned_start, c)
            leaf.state, leaf.fixed = "manual", (begun, max(begun, self.finish(row.planned_finish, c)))
            leaf.left = c.done[leaf.fixed[1]] - c.done[begun]

    def interruption(self, leaf: Leaf, today: int | None) -> None:
        row, c = leaf.row, leaf.clock
        is_to_come = row.actual_start and today is not None and self.start(row.actual_start, c) > today
        if row.resumes and not row.actual_finish and not is_to_come:
            leaf.start_floors.append(self.start(row.resumes, c))

    def constraints(self, leaf: Leaf) -> None:
        row, c = leaf.row, leaf.stated
        for constraint in row.constraints:
            kind, when = constraint.kind, constraint.on
            if when is None:
                continue
            t = self.finish(when, c) if kind in ("fnet", "fnlt", "mfo") else self.start(when, c)
            if leaf.state == "started" and kind in ("snet", "snlt", "mso"):
                continue
            if kind in ("mso", "mfo"):
                if leaf.state in ("open", "started"):
                    leaf.pins.append((kind, t))
            else:
                side = {"snet": leaf.start_floors, "fnet": leaf.finish_floors, "snlt": leaf.start_ceilings}
                side.get(kind, leaf.finish_ceilings).append(t)
        if row.deadline:
            leaf.finish_ceilings.append(self.finish(row.deadline, c))
        self.inherited(leaf)

    def inherited(self, leaf: Leaf) -> None:
        above = leaf.row
        while above.part_of:
            above = self.rows[above.part_of]
            c = clock(self.calendars[above.calendar or self.programmes[above.programme].calendar])
            for constraint in above.constraints:
                if constraint.kind == "snet" and constraint.on and leaf.state == "open":
                    leaf.start_floors.append(self.start(constraint.on, c))
                if constraint.kind == "fnlt" and constraint.on:
                    leaf.finish_ceilings.append(self.finish(constraint.on, c))
            if above.deadline:
                leaf.finish_ceilings.append(self.finish(above.deadline, c))

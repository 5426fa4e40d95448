"""Build the network of a plan: every date resolved, every rule of its rows turned into floors, ceilings and pins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .calendars import CONTINUOUS, Instant, WorkingTime, iso, working_time
from .checking import check
from .errors import unscheduled
from .linking import link_up
from .moments import Reading, finish_of, start_of
from .network import Network, Pin
from .plan import Activity, Constraint, Moment, Plan, Programme, When
from .progress import Progress, State, progress
from .remarks import Remark

__all__ = ["Family", "build"]


@dataclass(slots=True)
class Family:
    """Who is part of whom: the summaries, their leaves in the order of the plan, the way up from each row."""

    rows: dict[str, Activity]
    leaves: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan) -> Family:
        """Read it from the rows' `part_of`; inactive leaves are left out."""
        family = cls({row.id: row for row in plan.activities})
        family.leaves = {row.part_of: [] for row in plan.activities if row.part_of}
        for row in plan.activities:
            if row.active and row.id not in family.leaves:
                for summary in family.above(row):
                    family.leaves[summary.id].append(row.id)
        return family

    def above(self, row: Activity) -> list[Activity]:
        """Give the summaries over a row, nearest first."""
        over = []
        while row.part_of:
            row = self.rows[row.part_of]
            over.append(row)
        return over


def build(plan: Plan, *, today: Moment | None, data_date: Moment | None, reading: Reading = "planning") -> Network:
    """Build the network of a plan.

    `data_date` replaces every programme's own status date; `today` is where a programme starts whose rows state no
    date at all (PG361 without it). Raises Unscheduled for a plan that `check` refuses and for calendars without
    working time (PG351). The network still has to be put in order (`loops.put_in_order`).
    """
    check(plan)
    builder = _Builder(plan, today, data_date, reading)
    builder.run()
    return builder.network


class _Builder:
    def __init__(self, plan: Plan, today: Moment | None, data_date: Moment | None, reading: Reading) -> None:
        self.plan = plan
        self.today = today
        self.typed = When.at(data_date) if data_date is not None else None
        self.reading = reading
        self.network = Network()
        self.family = Family.of(plan)
        self.calendars = {calendar.id: calendar for calendar in plan.calendars}
        self.number = {programme.id: number for number, programme in enumerate(plan.programmes)}
        self.rows: dict[str, list[Activity]] = {programme.id: [] for programme in plan.programmes}
        self.clock_of: dict[str, WorkingTime] = {}
        self.clocks: list[WorkingTime] = []
        self.base: list[WorkingTime] = []

    def run(self) -> None:
        skipped = []
        for row in self.plan.activities:
            if row.id in self.family.leaves:
                continue
            if row.active:
                self.rows[row.programme].append(row)
            else:
                skipped.append(row.id)
        if skipped:
            self.remark("assumption", "inactive", skipped, "are inactive and not scheduled")
        self.clocks = [working_time(self.calendars[programme.calendar]) for programme in self.plan.programmes]
        for programme in self.plan.programmes:
            self._programme(programme)
        link_up(self.plan, self.network, self.family, self.base, self.clocks, self.reading)
        for programme in self.plan.programmes:
            self._undriven(programme)

    def remark(self, sort: str, kind: str, ids: list[str], text: str) -> None:
        found = Remark("finding" if sort == "finding" else "assumption", kind, tuple(sorted(ids)), text)
        self.network.remarks.append(found)

    def _programme(self, programme: Programme) -> None:
        clock = self.clocks[self.number[programme.id]]
        status = self.typed or programme.status_date
        data_date = start_of(status, clock, self.reading) if status else None
        rows = self.rows[programme.id]
        starts = self._starts(programme, rows, clock) if rows else None
        due = finish_of(programme.must_finish, clock, self.reading) if programme.must_finish else None
        self.network.must_finish.append(due)
        for row in rows:
            self._activity(programme, row, starts, data_date)

    def _starts(self, programme: Programme, rows: list[Activity], clock: WorkingTime) -> Instant:
        if programme.starts:
            return start_of(programme.starts, clock, self.reading)
        found: list[Instant] = []
        for row in rows:
            own = self._clock(programme, row)
            pinned = [c.on for c in row.constraints if c.on and c.kind in ("snet", "mso")]
            stated = [row.actual_start, row.planned_start, *pinned]
            found += [start_of(when, own, self.reading) for when in stated if when]
            if row.actual_finish:
                found.append(finish_of(row.actual_finish, own, self.reading))
        source = "the earliest date of its milestones"
        if not found:
            found = [start_of(when, clock, self.reading) for when in programme.workstream_starts]
            source = "the earliest start of its workstreams"
        if not found and self.today is not None:
            found = [start_of(When.at(self.today), clock, self.reading)]
            source = "the day asked about"
        if not found:
            text = f"Programme {programme.id} has no start, and none of its rows has a date."
            raise unscheduled("PG361", text, "State its starts.", programme.id)
        text = f"states no start: it is taken to start {iso(min(found))}, {source}"
        self.remark("assumption", "programme_start", [programme.id], text)
        return min(found)

    def _clock(self, programme: Programme, row: Activity) -> WorkingTime:
        id = row.calendar or programme.calendar
        if id not in self.clock_of:
            self.clock_of[id] = working_time(self.calendars[id])
        return self.clock_of[id]

    def _activity(self, programme: Programme, row: Activity, starts: Instant | None, data_date: Instant | None) -> None:
        base = self._clock(programme, row)
        elapsed = row.duration is not None and row.duration.elapsed
        clock = working_time(CONTINUOUS) if elapsed else base
        minutes = self._minutes(row, clock)
        judged = progress(row, minutes, clock, data_date, self.reading)
        if judged.contradiction:
            self.remark("finding", "progress", [row.id], judged.contradiction)
        elif data_date is None and self._is_to_come(row, base):
            self.remark("finding", "progress", [row.id], "has an actual date that lies after the day asked about")
        network = self.network
        manual = self._own_dates(row, clock, minutes) if row.manual and judged.state != State.FINISHED else None
        state = State.MANUAL if manual else judged.state
        node = network.add(row.id, state, clock, self.number[programme.id])
        network.index[row.id] = node
        self.base.append(base)
        network.full[node] = minutes
        network.minutes[node] = clock.between(*manual) if manual else judged.minutes
        if manual:
            network.start[node], network.finish[node] = manual
        elif judged.start is not None:
            network.start[node] = judged.start
            network.finish[node] = judged.finish if judged.finish is not None else judged.start
        if state in (State.OPEN, State.STARTED):
            self._floors(node, judged, starts, data_date)
        self._rules(node, row, base, programme)

    def _is_to_come(self, row: Activity, clock: WorkingTime) -> bool:
        """Tell whether what is stated as done lies in the future; a data date is looked at with the progress."""
        stated = [when for when in (row.actual_start, row.actual_finish) if when]
        if self.today is None or not stated:
            return False
        now = finish_of(When.at(self.today), clock, self.reading)
        return any(clock.work(start_of(when, clock, self.reading)) > clock.work(now) for when in stated)

    def _minutes(self, row: Activity, clock: WorkingTime) -> int:
        if row.duration is not None:
            return row.duration.minutes
        start, finish = row.planned_start, row.planned_finish
        if start and finish:
            found = clock.between(start_of(start, clock, self.reading), finish_of(finish, clock, self.reading))
            if found >= 0:
                return found
            self.remark("finding", "planned_backwards", [row.id], "is planned to finish before it starts")
        elif not (row.actual_start and row.actual_finish):
            self.remark("assumption", "no_duration", [row.id], "states no duration: taken as a milestone")
        return 0

    def _own_dates(self, row: Activity, clock: WorkingTime, minutes: int) -> tuple[Instant, Instant] | None:
        start = start_of(row.planned_start, clock, self.reading) if row.planned_start else None
        finish = finish_of(row.planned_finish, clock, self.reading) if row.planned_finish else None
        if row.actual_start:
            start = start_of(row.actual_start, clock, self.reading)
        if start is None and finish is None:
            self.remark("finding", "manual_without_dates", [row.id], "is scheduled by hand but has no dates")
            return None
        if start is None and finish is not None:
            start = clock.start(clock.work(finish) - minutes) if minutes else finish
        if finish is None and start is not None:
            finish = clock.add(start, minutes) if minutes else start
        assert start is not None
        assert finish is not None
        self.remark("assumption", "manual", [row.id], "stands at its own dates (scheduled by hand)")
        return start, max(start, finish)

    def _floors(self, node: int, judged: Progress, starts: Instant | None, data_date: Instant | None) -> None:
        network = self.network
        if starts is not None and judged.state == State.OPEN:
            network.floor(node, "start", starts)
        if data_date is not None:
            network.floor(node, "data date", data_date)
        if judged.resume is not None:
            network.floor(node, "actual", judged.resume)
        if judged.no_earlier_finish is not None:
            network.floor(node, "actual", judged.no_earlier_finish, of_finish=True)

    def _rules(self, node: int, row: Activity, clock: WorkingTime, programme: Programme) -> None:
        network = self.network
        if network.state[node] == State.FINISHED:
            return
        for constraint in row.constraints:
            self._constraint(node, constraint, clock)
        if row.deadline:
            network.ceiling(node, finish_of(row.deadline, clock, self.reading))
        for summary in self.family.above(row):
            own = self.plan.programmes[self.number[summary.programme]]
            self._inherited(node, summary, self._clock(own, summary))
        if programme.honour_late_constraints and any(c.kind in ("snlt", "fnlt") for c in row.constraints):
            network.honour_late.add(node)

    def _constraint(self, node: int, constraint: Constraint, clock: WorkingTime) -> None:
        network, state = self.network, self.network.state[node]
        if constraint.on is None:
            network.late_as_possible.add(node)
            return
        of_finish = constraint.kind.startswith(("f", "mf"))
        resolve: Callable[[When, WorkingTime, Reading], Instant] = finish_of if of_finish else start_of
        at = resolve(constraint.on, clock, self.reading)
        if state == State.STARTED and not of_finish:
            return  # it has started: what its start had to keep to is past
        if state == State.MANUAL and constraint.kind in ("mso", "mfo"):
            return  # its own dates are its pins
        if constraint.kind in ("mso", "mfo"):
            network.pins[node] = (*network.pins.get(node, ()), Pin(of_finish, at))
        elif constraint.kind in ("snet", "fnet"):
            network.floor(node, constraint.kind, at, of_finish=of_finish)
        else:
            network.ceiling(node, at, of_finish=of_finish)

    def _inherited(self, node: int, summary: Activity, clock: WorkingTime) -> None:
        network = self.network
        for constraint in summary.constraints:
            if constraint.kind == "snet" and constraint.on and network.state[node] == State.OPEN:
                network.floor(node, "snet", start_of(constraint.on, clock, self.reading))
            elif constraint.kind == "fnlt" and constraint.on:
                network.ceiling(node, finish_of(constraint.on, clock, self.reading))
            elif constraint.kind not in ("snet", "fnlt"):
                text = f"is a summary: its constraint {constraint.kind} is not used"
                self.remark("assumption", "summary_constraint", [summary.id], text)
        if summary.deadline:
            network.ceiling(node, finish_of(summary.deadline, clock, self.reading))

    def _undriven(self, programme: Programme) -> None:
        network = self.network
        standing = []
        for row in self.rows[programme.id]:
            node = network.index[row.id]
            if network.state[node] != State.OPEN or network.incoming[node] or row.constraints:
                continue
            if row.actual_start or row.actual_finish:
                continue
            clock = self._clock(programme, row)
            milestone = not network.minutes[node]
            if row.planned_start and not (milestone and row.planned_finish):
                network.floor(node, "planned", start_of(row.planned_start, clock, self.reading))
            elif row.planned_finish:
                at = finish_of(row.planned_finish, clock, self.reading)
                network.floor(node, "planned", at, of_finish=True)
            else:
                continue
            standing.append(row.id)
        if standing:
            text = "have nothing that drives them: they stand at their planned dates"
            self.remark("assumption", "planned", standing, text)

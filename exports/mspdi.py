"""Write a programme as Microsoft Project XML (MSPDI)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pathway_graph.analysis.scheduling import Activity, Calendar, Lag, Schedule
from pathway_graph.analysis.scheduling.calendars import CONTINUOUS, Instant, instant, iso, working_time
from pathway_graph.analysis.scheduling.holidays import bank_holidays
from pathway_graph.analysis.scheduling.moments import finish_of, start_of
from pathway_graph.analysis.scheduling.progress import State

__all__ = ["Written", "write"]

_NAMESPACE = "http://schemas.microsoft.com/project"
_TYPES = {"ff": 0, "fs": 1, "sf": 2, "ss": 3}
_CONSTRAINTS = {"alap": 1, "mso": 2, "mfo": 3, "snet": 4, "snlt": 5, "fnet": 6, "fnlt": 7}
_DAYS, _ELAPSED_DAYS, _PERCENT, _ELAPSED_PERCENT = 7, 8, 19, 20
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of the file, and for each thing that the format cannot hold a sentence."""

    content: bytes
    left_out: tuple[str, ...]


def write(result: Schedule, programme: str) -> Written:
    """Write one programme with its calendars, tasks, links, dates and floats; the same schedule gives the same bytes.

    Task UIDs count from 1 in the order of the plan; our ids stand in the field Text1. What waits for outside (promises,
    contracts, services, other programmes) becomes a milestone that must start on its date; rows that stand at a planned
    date get it as a constraint. Raises PG356 for a programme that is not in the plan.
    """
    return _Writer(result, programme).write()


class _Writer:
    def __init__(self, result: Schedule, programme: str) -> None:
        self.result = result
        self.network = result.network
        numbers = [n for n, row in enumerate(result.plan.programmes) if row.id == programme]
        if not numbers:
            result.row(programme)  # says that there is no such id
        self.number = numbers[0]
        self.programme = result.plan.programmes[self.number]
        self.rows = [row for row in result.plan.activities if row.programme == programme]
        self.children: dict[str, list[Activity]] = {}
        for row in self.rows:
            self.children.setdefault(row.part_of, []).append(row)
        self.left_out: list[str] = []
        self.root = ET.Element("Project", xmlns=_NAMESPACE)
        self.calendars: dict[Calendar, int] = {}
        self.uids: dict[str, int] = {}
        self.outside_ends: dict[tuple[int, bool], int] = {}
        self.tasks: dict[str, ET.Element] = {}

    def write(self) -> Written:
        known = {row.id: row for row in self.result.plan.calendars}
        for id in sorted({self.programme.calendar, *(row.calendar for row in self.rows if row.calendar)}):
            self.calendars[known[id]] = len(self.calendars) + 1
        self._head(known[self.programme.calendar])
        calendars = ET.SubElement(self.root, "Calendars")
        for calendar, uid in self.calendars.items():
            self._calendar(calendars, calendar, uid)
        tasks = ET.SubElement(self.root, "Tasks")
        for row, level in self._outline():
            self._task(tasks, row, level, known)
        for node in sorted(set(self.network.index[row.id] for row in self.rows if row.id in self.network.index)):
            self._outside(tasks, node)
        self._links()
        ET.indent(self.root)
        content = ET.tostring(self.root, encoding="utf-8", xml_declaration=True) + b"\n"
        return Written(content, tuple(sorted(set(self.left_out))))

    def _head(self, calendar: Calendar) -> None:
        rules, root = self.programme, self.root
        clock = working_time(calendar)
        floors = [floor.at for floors in self.network.floors for floor in floors if floor.basis == "start"]
        start = start_of(rules.starts, clock, "planning") if rules.starts else min(floors, default=None)
        _add(root, "SaveVersion", 14)
        _add(root, "Title", rules.name or rules.id)
        _add(root, "ScheduleFromStart", 1)
        if start is not None:
            _add(root, "StartDate", _date(start))
        if rules.id in self.result.finishes:
            _add(root, "FinishDate", _date(instant(self.result.finishes[rules.id])))
        _add(root, "CriticalSlackLimit", int(rules.critical_float))
        _add(root, "CalendarUID", self.calendars[calendar])
        _add(root, "MinutesPerDay", calendar.minutes_per_day)
        _add(root, "MinutesPerWeek", 5 * calendar.minutes_per_day)
        _add(root, "HonorConstraints", int(rules.honour_late_constraints))
        status = [f.at for floors in self.network.floors for f in floors if f.basis == "data date"]
        if status:
            _add(root, "StatusDate", _date(min(status)))
        self.status = min(status, default=None)
        self.first = max([0 if start is None else start, *status])
        attribute = ET.SubElement(ET.SubElement(root, "ExtendedAttributes"), "ExtendedAttribute")
        _add(attribute, "FieldID", 188743731)
        _add(attribute, "FieldName", "Text1")
        _add(attribute, "Alias", "id")
        if rules.convention == "p6" or rules.lag_calendar not in ("", "successor"):
            self.left_out.append("Lags count in the successor's calendar in the file, whatever the programme says.")

    def _calendar(self, parent: ET.Element, calendar: Calendar, uid: int) -> None:
        element = ET.SubElement(parent, "Calendar")
        _add(element, "UID", uid)
        _add(element, "Name", calendar.id)
        _add(element, "IsBaseCalendar", 1)
        _add(element, "BaseCalendarUID", -1)
        days = ET.SubElement(element, "WeekDays")
        for day in range(7):
            begin = day * 1440
            parts = [(max(a - begin, 0), min(b - begin, 1440)) for a, b in calendar.week]
            week_day = ET.SubElement(days, "WeekDay")
            _add(week_day, "DayType", (day + 1) % 7 + 1)
            _times(week_day, [(a, b) for a, b in parts if a < b])
        special = {day: () for day in self._holidays(calendar)} | dict(calendar.exceptions)
        exceptions = ET.SubElement(element, "Exceptions")
        for on, spans in sorted(special.items()):
            exception = ET.SubElement(exceptions, "Exception")
            period = ET.SubElement(exception, "TimePeriod")
            _add(period, "FromDate", f"{on}T00:00:00")
            _add(period, "ToDate", f"{on}T23:59:00")
            _times(exception, list(spans))

    def _holidays(self, calendar: Calendar) -> list[date]:
        """Give the bank holidays from a year before the first date to ten years after the last."""
        if not calendar.holidays:
            return []
        ends = [*self.result.early.start, *self.result.early.finish]
        years = [(datetime(1, 1, 1) + timedelta(minutes=at)).year for at in ends if at > 0]
        first, last = (min(years) - 1, max(years) + 10) if years else (1, 9999)
        return [day for day in bank_holidays(calendar.holidays) if first <= day.year <= last]

    def _outline(self) -> list[tuple[Activity, int]]:
        found: list[tuple[Activity, int]] = []
        inside = {row.id for row in self.rows}
        stack = [(row, 1) for row in reversed(self.rows) if row.part_of not in inside]
        while stack:
            row, level = stack.pop()
            found.append((row, level))
            stack += [(child, level + 1) for child in reversed(self.children.get(row.id, []))]
        return found

    def _task(self, parent: ET.Element, row: Activity, level: int, known: dict[str, Calendar]) -> None:
        uid = self.uids[row.id] = len(self.uids) + 1
        task = self.tasks[row.id] = ET.SubElement(parent, "Task")
        _add(task, "UID", uid)
        _add(task, "ID", uid)
        _add(task, "Name", row.name or row.id)
        _add(task, "Active", int(row.active))
        _add(task, "Manual", int(row.manual))
        _add(task, "OutlineLevel", level)
        _add(task, "Summary", int(row.id in self.children))
        _add(task, "CalendarUID", self.calendars[known[row.calendar]] if row.calendar else -1)
        clock = working_time(known[row.calendar or self.programme.calendar])
        if row.id in self.network.index:
            self._dates(task, row, self.network.index[row.id])
        elif row.duration is not None:
            _duration(task, "Duration", row.duration.minutes, row.duration.elapsed)
        self._constraint(task, row, clock.calendar)
        if row.deadline:
            _add(task, "Deadline", _date(finish_of(row.deadline, clock, "planning")))
        attribute = ET.SubElement(task, "ExtendedAttribute")
        _add(attribute, "FieldID", 188743731)
        _add(attribute, "Value", row.id)

    def _dates(self, task: ET.Element, row: Activity, node: int) -> None:
        network, shown = self.network, self.result.row(row.id)
        state, elapsed = network.state[node], network.clock[node].calendar == CONTINUOUS
        full = network.minutes[node] if state == State.OPEN else network.full[node]
        if state == State.OPEN and full != network.full[node]:
            self.left_out.append(f"{row.id}: its stated duration, since more work than that remains.")
        for name, moment in (
            ("Start", shown.early_start), ("Finish", shown.early_finish), ("EarlyStart", shown.early_start),
            ("EarlyFinish", shown.early_finish), ("LateStart", shown.late_start), ("LateFinish", shown.late_finish),
        ):  # fmt: skip
            _add(task, name, _date(instant(moment)))
        _duration(task, "Duration", full, elapsed)
        if row.resumes and row.actual_finish is None and state == State.STARTED:
            clock, begun = network.clock[node], network.start[node]
            _add(task, "Stop", _date(clock.end(clock.work(begun) + max(0, full - network.minutes[node]))))
            _add(task, "Resume", _date(start_of(row.resumes, clock, "planning")))
        _add(task, "Milestone", int(not full))
        _add(task, "Critical", int(shown.critical))
        _add(task, "TotalSlack", 10 * (shown.total_float or 0))
        _add(task, "FreeSlack", 10 * (shown.free_float or 0))
        done = state in (State.STARTED, State.FINISHED)
        left = network.minutes[node] if done else full
        _duration(task, "ActualDuration", max(0, full - left), elapsed, "")
        _duration(task, "RemainingDuration", left, elapsed, "")
        if done:
            _add(task, "ActualStart", _date(network.start[node]))
            _add(task, "PercentComplete", 100 * (full - min(left, full)) // full if full else 100)
        if state == State.FINISHED:
            _add(task, "ActualFinish", _date(network.finish[node]))
        elif any(floor.basis == "actual" and floor.of_finish for floor in network.floors[node]):
            self.left_out.append(f"{row.id}: an actual finish that is read as a forecast.")

    def _constraint(self, task: ET.Element, row: Activity, calendar: Calendar) -> None:
        found = [(each.kind, each.on) for each in row.constraints]
        if len(found) > 1:
            self.left_out.append(f"{row.id}: its second constraint.")
        node = self.network.index.get(row.id, -1)
        floors = self.network.floors[node] if node >= 0 else ()
        if found:
            if self.network.state[node] == State.OPEN and any(floor.basis == "actual" for floor in floors):
                self.left_out.append(f"{row.id}: an actual start that is read as a forecast.")
            kind, on = found[0]
            _add(task, "ConstraintType", _CONSTRAINTS[kind])
            if on is not None:
                resolve = finish_of if kind in ("fnet", "fnlt", "mfo") else start_of
                _add(task, "ConstraintDate", _date(resolve(on, working_time(calendar), "planning")))
            return
        for floor in floors:
            if floor.basis == "planned" or (floor.basis == "actual" and self.network.state[node] == State.OPEN):
                if floor.of_finish and floor.basis == "actual":
                    continue
                _add(task, "ConstraintType", _CONSTRAINTS["fnet" if floor.of_finish else "snet"])
                _add(task, "ConstraintDate", _date(floor.at))
                return

    def _outside(self, parent: ET.Element, node: int) -> None:
        """Write what a task waits for outside of the programme as milestones at their dates."""
        for hold in self.network.incoming[node]:
            other = hold.other
            state, programme = self.network.state[other], self.network.programme[other]
            foreign = programme not in (-1, self.number)
            if (state != State.EVENT and not foreign) or (other, hold.from_finish) in self.outside_ends:
                continue
            uid = len(self.uids) + 1
            self.outside_ends[other, hold.from_finish] = uid
            self.uids[f"\0{other}{hold.from_finish}"] = uid
            at = (self.result.early.finish if hold.from_finish else self.result.early.start)[other]
            late = at > instant(self.result.finishes[self.programme.id])
            if late or (self.status is not None and self.status < at < self.first):
                name = self.network.ids[other]
                self.left_out.append(f"{name}: its date lies outside of the programme's, which it moves in the file.")
            task = ET.SubElement(parent, "Task")
            _add(task, "UID", uid)
            _add(task, "ID", uid)
            _add(task, "Name", self.network.ids[other])
            _add(task, "OutlineLevel", 1)
            _add(task, "CalendarUID", -1)
            _duration(task, "Duration", 0, False)
            _duration(task, "ActualDuration", 0, False, "")
            _duration(task, "RemainingDuration", 0, False, "")
            _add(task, "Milestone", 1)
            if at < self.first:  # what is past has happened: no rule moves it
                _add(task, "ActualStart", _date(at))
                _add(task, "ActualFinish", _date(at))
                _add(task, "PercentComplete", 100)
            else:
                _add(task, "ConstraintType", _CONSTRAINTS["mso"])
                _add(task, "ConstraintDate", _date(at))

    def _links(self) -> None:
        """Write links between rows as they are stated, also those of summaries, and those from outside."""
        for link in self.result.plan.links:
            if link.source in self.tasks and link.target in self.tasks:
                _link(self.tasks[link.target], self.uids[link.source], link.kind, link.lag)
        links = self.result.plan.links
        for id, task in self.tasks.items():
            for hold in self.network.incoming[self.network.index[id]] if id in self.network.index else ():
                uid = self.outside_ends.get((hold.other, hold.from_finish))
                mobilised = hold.link >= 0 and links[hold.link].source not in self.tasks
                if uid is None and mobilised:  # an event that a row of the programme mobilises
                    uid = self.uids.get(self.network.ids[hold.other])
                if uid is not None:
                    lag = Lag(hold.lag, hold.clock.calendar == CONTINUOUS)
                    _link(task, uid, "f" + "sf"[hold.to_finish], lag)


def _add(parent: ET.Element, name: str, value: object) -> None:
    ET.SubElement(parent, name).text = _CONTROL.sub(" ", str(value))


def _date(at: Instant) -> str:
    return f"{iso(at)}:00"


def _duration(task: ET.Element, name: str, minutes: int, elapsed: bool, format: str = "DurationFormat") -> None:
    _add(task, name, f"PT{minutes // 60}H{minutes % 60}M0S")
    if format:
        _add(task, format, _ELAPSED_DAYS if elapsed else _DAYS)


def _times(parent: ET.Element, spans: list[tuple[int, int]]) -> None:
    _add(parent, "DayWorking", int(bool(spans)))
    if spans:
        times = ET.SubElement(parent, "WorkingTimes")
        for start, stop in spans:
            time = ET.SubElement(times, "WorkingTime")
            _add(time, "FromTime", f"{start // 60:02}:{start % 60:02}:00")
            _add(time, "ToTime", f"{stop // 60 % 24:02}:{stop % 60:02}:00")


def _link(task: ET.Element, uid: int, kind: str, lag: Lag) -> None:
    link = ET.SubElement(task, "PredecessorLink")
    _add(link, "PredecessorUID", uid)
    _add(link, "Type", _TYPES[kind])
    if lag.percent is not None:
        _add(link, "LinkLag", round(lag.percent))
        _add(link, "LagFormat", _ELAPSED_PERCENT if lag.elapsed else _PERCENT)
    else:
        _add(link, "LinkLag", 10 * lag.minutes)
        _add(link, "LagFormat", _ELAPSED_DAYS if lag.elapsed else _DAYS)

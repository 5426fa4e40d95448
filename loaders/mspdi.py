"""Read a Microsoft Project XML file (MSPDI): tasks, links, calendars and what moves them."""

from __future__ import annotations

import datetime
import functools
import pathlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.workbook.sheets import Raw, Sheets

from .mspdi_calendars import ProjectCalendar, calendars, resolved, works_between
from .plan_sheets import PlanSheets, Spans, day_times, hours_words, lag_words, time_words
from .safe_xml import parsed

__all__ = ["ABOUT", "FORMAT", "read", "read_as", "recognises"]

FORMAT = "mspdi"
ABOUT = "a Microsoft Project plan saved as XML"

_NAMESPACE = "{http://schemas.microsoft.com/project}"
_SHEETS = {
    "Calendar": "Calendars", "Programme": "Programmes", "Milestone": "Milestones", "Dependency": "Dependencies",
}  # fmt: skip
_KINDS = ("ff", "fs", "sf", "ss")
_CONSTRAINTS = ("", "alap", "mso", "mfo", "snet", "snlt", "fnet", "fnlt")
_OUTSIDE = ("ExternalTask", "IsSubproject")  # a task of another file, or a whole one: only its dates are here
_READ = (
    "UID", "ID", "Name", "WBS", "OutlineNumber", "OutlineLevel", "IsNull", "Active", "Manual", *_OUTSIDE, "CalendarUID",
    "Start", "Finish", "ManualStart", "ManualFinish", "Duration", "DurationFormat", "RemainingDuration",
    "PercentComplete", "ActualStart", "ActualFinish", "Stop", "Resume", "ConstraintType", "ConstraintDate", "Deadline",
    "LevelingDelay", "Notes",
)  # fmt: skip
_READ_OF_LINKS = ("PredecessorUID", "Type", "CrossProject", "LinkLag", "LagFormat")
_ELAPSED = frozenset({4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52})
_PERCENT = frozenset({19, 20, 51, 52})
# Microsoft Project writes hours, minutes and seconds, always; other tools leave out what is nothing.
_DURATION = re.compile(
    r"(-?)P(?=.)(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.\d*)?S)?)?"
)
_HINT = "Correct it in Microsoft Project and save the XML again."
_IGNORED = "Nothing need be done if it is not needed."


def recognises(path: pathlib.Path) -> bool:
    """Tell whether the file is called .xml and begins as Microsoft Project's do."""
    if path.suffix.casefold() != ".xml" or not path.is_file():
        return False
    with path.open("rb") as file:
        begin = file.read(4096).replace(b"\0", b"")
    return b"schemas.microsoft.com/project" in begin or b"<Project" in begin or b"<!DOCTYPE Project" in begin


def read(path: pathlib.Path) -> Sheets:
    """Read the file under its own name."""
    return read_as(path, path.stem)


def read_as(path: pathlib.Path, source: str) -> Sheets:
    """Read the file: one Programme, its calendars, a Milestone for each task, a Dependency for each link.

    `source` begins every id: task UID 7 of `plan` is `plan:7`. Raises InputProblems for what is no such file (PG710
    to PG713) and for a project without a calendar (PG716); values that cannot be read are among the problems (PG714).
    """
    root = parsed(path)
    ns = _NAMESPACE if root.tag.startswith(_NAMESPACE) else ""
    if root.tag != f"{ns}Project":
        message = f"the file holds '{root.tag.rpartition('}')[2][:40]}', not a Project."
        raise InputProblems(Problem("PG712", message, "Save the plan as Project XML.", file=path.name))
    return _Reader(root, ns, path, source).sheets()


class _Task(NamedTuple):
    """A task as it stands: its number, the texts of elements by name, and those that have elements themselves."""

    number: int
    told: dict[str, str]
    links: list[ET.Element]
    baselines: list[ET.Element]


class _Reader:
    def __init__(self, root: ET.Element, ns: str, path: pathlib.Path, source: str) -> None:
        self.root, self.ns, self.path = root, ns, path
        self.out = PlanSheets(source)
        self.project = {child.tag[len(ns) :]: (child.text or "").strip() for child in root if not len(child)}
        self.per_day = self._whole(self.project, "MinutesPerDay", 480, None) or 480
        self.calendars = calendars(root, ns)
        self.linked = self._named(_READ_OF_LINKS)
        self.programme = self.out.prefix
        self.calendar = self.project.get("CalendarUID") or self._base()
        self._weeks: dict[str, tuple[Mapping[int, Spans], Mapping[datetime.date, Spans]]] = {}

    def sheets(self) -> Sheets:
        self._programme()
        tasks = list(self._tasks())
        parents = self._parents(tasks)
        assigned = self._assigned()
        used = {self.calendar}
        for task in tasks:
            used.add(self._milestone(task, parents, assigned))
        known = {task.told["UID"] for task in tasks}
        for task in tasks:
            self._links(task, known)
        for uid, calendar in self.calendars.items():
            if uid in used:
                self._calendar(calendar)
        self._unread(used)
        return self.out.sheets(_SHEETS)

    def _base(self) -> str:
        """Give the calendar of a project that names none: the first that is not a resource's, else "1"."""
        uid, calendar = next(((uid, each) for uid, each in self.calendars.items() if each.is_base), ("1", None))
        if calendar:
            text = f"the project names no calendar: '{calendar.name or uid}' is used."
            self.out.remarks.append(Problem("PG716", text, "Choose a calendar for the project if it is another."))
        return uid

    def _programme(self) -> None:
        project = self.project
        calendar = self.calendar
        if calendar not in self.calendars:
            message = f"the project's calendar {calendar} is not in the file."
            hint = "Choose a calendar for the project, and save the XML again."
            raise InputProblems(Problem("PG716", message, hint, file=self.path.name, field="CalendarUID"))
        slack = self._whole(project, "CriticalSlackLimit", 0, None)
        row: dict[str, Raw] = {
            "id": self.programme, "name": project.get("Title") or project.get("Name") or self.programme,
            "starts": self._date(project, "StartDate", None), "status_date": self._date(project, "StatusDate", None),
            "calendar": self._calendar_id(calendar), "convention": "msproject",
            "critical_float": slack or "",
            "honours_late": "yes" if project.get("HonorConstraints") == "1" else "",
        }  # fmt: skip
        self.out.add("Programme", 1, row)
        if project.get("MultipleCriticalPaths") == "1":
            what = "plan asks for a critical path of each network: late dates run back from the plan's own end here"
            self.out.count("PG715", what, _IGNORED)
        if project.get("ScheduleFromStart") == "0":
            self.out.count("PG715", "plan scheduled from its finish: it is scheduled from its start here", _IGNORED)

    def _calendar_id(self, uid: str) -> str:
        return self.out.id("calendar", uid)

    def _tasks(self) -> Iterator[_Task]:
        """Give each task but the project's own, with its number: its ID where that is one, else its place."""
        link, baseline, wanted = f"{self.ns}PredecessorLink", f"{self.ns}Baseline", self._named(_READ)
        for place, element in enumerate(self.root.iterfind(f"{self.ns}Tasks/{self.ns}Task"), 1):
            told = {
                name: child.text.strip() for child in element if (name := wanted.get(child.tag)) and child.text
            }
            parts = element.findall(link), element.findall(baseline)
            if told.get("UID") == "0":
                continue
            shown = told.get("ID", "")
            number = int(shown) if shown.isdecimal() and 0 < len(shown) < 9 else place
            if not told.get("UID"):
                self._unreadable(number, "UID", "", "a task without a UID")
                continue
            yield _Task(number, told, *parts)

    def _named(self, names: Iterable[str]) -> dict[str, str]:
        """Give tag -> name of the elements that are read; most of a file's are not."""
        return {f"{self.ns}{name}": name for name in names}

    def _parents(self, tasks: list[_Task]) -> dict[str, str]:
        above: list[tuple[int, str]] = []
        found = {}
        for task in tasks:
            level, uid = self._whole(task.told, "OutlineLevel", 1, task.number) or 0, task.told["UID"]
            while above and above[-1][0] >= level:
                above.pop()
            if above:
                found[uid] = above[-1][1]
            above.append((level, uid))
        return found

    def _assigned(self) -> dict[str, int]:
        """Count the assignments of each task; who is assigned is not read."""
        found: dict[str, int] = {}
        for element in self.root.iterfind(f"{self.ns}Assignments/{self.ns}Assignment"):
            resource = element.findtext(f"{self.ns}ResourceUID") or ""
            if not resource.startswith("-"):  # a negative one stands for nobody
                task = element.findtext(f"{self.ns}TaskUID") or ""
                found[task] = found.get(task, 0) + 1
        return found

    def _milestone(self, read: _Task, parents: Mapping[str, str], assigned: Mapping[str, int]) -> str:
        """Add the row of a task; give the calendar that it uses."""
        number, task = read.number, read.told
        uid = task["UID"]
        empty, outside = task.get("IsNull") == "1", any(task.get(name) == "1" for name in _OUTSIDE)
        manual = task.get("Manual") == "1" or outside
        calendar, wbs = task.get("CalendarUID", "-1"), task.get("WBS", "")
        row: dict[str, Raw] = {
            "id": self._task_id(uid, number), "name": task.get("Name") or ("(blank row)" if empty else "(no name)"),
            "programme": self.programme, "part_of": self.out.id(parents[uid]) if uid in parents else "",
            "inactive": "yes" if empty or task.get("Active") == "0" else "", "manual": "yes" if manual else "",
            "wbs": "" if wbs == task.get("OutlineNumber") else wbs, "source_id": uid,
            "resources": assigned.get(uid, "" if not assigned else 0),
            "deadline": self._date(task, "Deadline", number), **self._work(task, number),
            **self._constraint(task, number), **self._baseline(read),
        }  # fmt: skip
        if calendar in self.calendars:
            row["calendar"] = self._calendar_id(calendar)
        elif calendar not in ("-1", ""):
            self.out.count("PG716", "tasks use a calendar that is not in the file: the project's is used", _HINT, uid)
        if manual:
            for field, names in (("planned_start", ("ManualStart", "Start")), ("planned_finish", _MANUAL_FINISH)):
                row[field] = next((found for name in names if (found := self._date(task, name, number))), "")
        if empty:
            self.out.count("PG715", "blank rows are kept and not scheduled", _IGNORED)
        if outside:
            self.out.count("PG715", "tasks of other files stand at the dates that this one has for them", _IGNORED, uid)
        if row["actual_start"] and not row["actual_finish"] and self._is_split(read, calendar):
            row["resumes"] = self._date(task, "Resume", number)
        if task.get("LevelingDelay", "0") not in ("0", ""):
            self.out.count("PG715", "levelling delays are not read", _IGNORED, uid)
        if task.get("Notes"):
            self.out.count("PG715", "notes are not read, since they may name persons", _IGNORED, uid)
        self.out.add("Milestone", number, row)
        return calendar

    def _is_split(self, task: _Task, calendar: str) -> bool:
        """Tell whether time to work in lies between the last work done and where the rest resumes."""
        stop, resume = (self._date(task.told, name, task.number) for name in ("Stop", "Resume"))
        if not stop or not resume or resume <= stop:
            return False
        if self._whole(task.told, "DurationFormat", 7, task.number) in _ELAPSED:
            return True
        worked = self._worked(calendar if calendar in self.calendars else self.calendar)
        return works_between(*worked, *map(datetime.datetime.fromisoformat, (stop, resume)))

    def _worked(self, uid: str) -> tuple[Mapping[int, Spans], Mapping[datetime.date, Spans]]:
        if uid not in self._weeks:
            self._weeks[uid] = resolved(uid, self.calendars)
        return self._weeks[uid]

    def _task_id(self, uid: str, number: int) -> str:
        wanted = self.out.id(uid)
        id = self.out.own("Milestone", wanted)
        if id != wanted:
            self._unreadable(number, "UID", uid, f"UID {uid} stands twice")
        return id

    def _work(self, task: Mapping[str, str], number: int) -> dict[str, Raw]:
        minutes = self._minutes(task, "Duration", number)
        elapsed = self._whole(task, "DurationFormat", 7, number) in _ELAPSED
        started = self._date(task, "ActualStart", number)
        left = self._minutes(task, "RemainingDuration", number) if started and "RemainingDuration" in task else None
        return {
            "duration": time_words(minutes or 0, self.per_day, elapsed=elapsed),
            "remaining_duration": "" if left is None else time_words(left, self.per_day, elapsed=elapsed),
            "percent_complete": "" if (done := task.get("PercentComplete", "")) == "0" else done,
            "actual_start": started, "actual_finish": self._date(task, "ActualFinish", number),
        }  # fmt: skip

    def _constraint(self, task: Mapping[str, str], number: int) -> dict[str, Raw]:
        kind = self._whole(task, "ConstraintType", 0, number)
        if kind is None or not 0 <= kind < len(_CONSTRAINTS):
            self._unreadable(number, "ConstraintType", task.get("ConstraintType", ""), "no constraint of 0 to 7")
            return {}
        name = _CONSTRAINTS[kind]
        if name in ("", "alap"):
            return {"constraint": name}
        return {"constraint": name, "constraint_on": self._date(task, "ConstraintDate", number)}

    def _baseline(self, task: _Task) -> dict[str, Raw]:
        number = task.number
        for baseline in task.baselines:
            found = {child.tag[len(self.ns) :]: (child.text or "").strip() for child in baseline}
            if found.get("Number", "0") == "0":
                return {
                    "baseline_start": self._date(found, "Start", number),
                    "baseline_finish": self._date(found, "Finish", number),
                }
        return {}

    def _links(self, task: _Task, known: set[str]) -> None:
        number, uid = task.number, task.told["UID"]
        for link in task.links:
            found = {name: child.text.strip() for child in link if (name := self.linked.get(child.tag)) and child.text}
            source = found.get("PredecessorUID", "")
            if source not in known:
                outside = found.get("CrossProject") == "1"
                what = "links lead to other files" if outside else "links name a task that is not in the file"
                self.out.count("PG717", f"{what} and are left out", _IGNORED, f"{source or '?'} -> {uid}")
                continue
            kind = self._whole(found, "Type", 1, number)
            if kind not in range(4):
                self._unreadable(number, "Type", found.get("Type", ""), "no type of link from 0 to 3")
                continue
            ends, needs, blocks = _KINDS[kind or 0], self.out.id(source), self.out.id(uid)
            row: dict[str, Raw] = {
                "id": self.out.own("Dependency", self.out.linked(source, uid, ends)),
                "needs": f"Milestone#{needs}", "blocks": blocks,
                "kind": "" if ends == "fs" else ends,
                "lag": self._lag(found, number),
            }  # fmt: skip
            self.out.add("Dependency", number, row)

    def _lag(self, link: Mapping[str, str], number: int) -> str:
        tenths, form = self._whole(link, "LinkLag", 0, number), self._whole(link, "LagFormat", 7, number)
        if not tenths:
            return ""
        if form in _PERCENT:
            if form in _ELAPSED:
                self.out.count("PG715", "lags of an elapsed percentage are read as percentages of work", _IGNORED)
            return f"{tenths}%"
        return lag_words(round(tenths / 10), self.per_day, elapsed=form in _ELAPSED)

    def _calendar(self, calendar: ProjectCalendar) -> None:
        week, special = resolved(calendar.uid, self.calendars)
        row: dict[str, Raw] = {
            "id": self._calendar_id(calendar.uid), "name": calendar.name or f"Calendar {calendar.uid}",
            "hours": hours_words(week), "holidays": "none", "minutes_per_day": self.per_day,
            "closed": "; ".join(str(day) for day, spans in sorted(special.items()) if not spans),
            "open": "; ".join(f"{day} {day_times(spans)}" for day, spans in sorted(special.items()) if spans),
        }  # fmt: skip
        self.out.add("Calendar", int(calendar.uid) if calendar.uid.isdecimal() else 1, row)
        for what in calendar.wrong:
            self.out.problem("PG714", f"calendar '{calendar.name}': {what} cannot be read.", _HINT, sheet="Calendars")

    def _unread(self, used: set[str]) -> None:
        for uid, calendar in self.calendars.items():
            if uid not in used:  # a resource's calendar bears its name, which may be a person's
                name = calendar.name if calendar.is_base else ""
                self.out.count("PG715", "calendars are used by no task and are not read", _IGNORED, name)
        for what, path in (("resources", "Resources/Resource"), ("assignments", "Assignments/Assignment")):
            many = len(self.root.findall(self.ns + path.replace("/", f"/{self.ns}")))
            if many:
                text = f"{what} are counted for each task and not read, since they may name persons: {many}."
                self.out.remarks.append(Problem("PG715", text, _IGNORED))

    def _whole(self, row: Mapping[str, str], name: str, otherwise: int, number: int | None) -> int | None:
        text = row.get(name, "")
        if not text:
            return otherwise
        if len(text) < 12 and text.isdecimal():  # nearly all
            return int(text)
        try:
            value = float(text) if len(text) < 30 else float("nan")
            if value == value and abs(value) < 10**12:
                return round(value)
        except ValueError:
            pass
        self._unreadable(number, name, text, "no number")
        return None

    def _minutes(self, row: Mapping[str, str], name: str, number: int) -> int | None:
        text = row.get(name, "")
        if not text:
            return None
        match = _DURATION.fullmatch(text)
        if not match or match[1]:
            self._unreadable(number, name, text, "below 0" if match else "no duration such as PT8H0M0S")
            return None
        days, hours, whole, seconds = (int(part or 0) for part in match.groups()[1:])
        minutes = days * 1440 + hours * 60 + whole + round(seconds / 60)
        if minutes > 60 * 24 * 366 * 1000:
            self._unreadable(number, name, text, "more than a thousand years")
            return None
        return minutes

    def _date(self, row: Mapping[str, str], name: str, number: int | None) -> str:
        text = row.get(name, "")
        if not text or text == "NA":
            return ""
        if (found := _minute(text)) is None:
            self._unreadable(number, name, text, "no date such as 2018-01-30T17:00:00")
        return found or ""

    def _unreadable(self, number: int | None, name: str, text: str, why: str) -> None:
        sheet = "Programmes" if number is None else "Milestones"
        shown = text if len(text) <= 60 else f"{text[:57]}..."
        self.out.problem(
            "PG714", f"'{shown}' is {why}." if text else f"{why}.", _HINT, number=number, sheet=sheet, field=name,
            value=shown,
        )  # fmt: skip


@functools.lru_cache(maxsize=10_000)
def _minute(text: str) -> str | None:
    """Give a date and time as a cell holds it, a day alone as a day; None for what is none. Those of a plan recur."""
    try:
        if len(text) == 10:
            return datetime.date.fromisoformat(text).isoformat()
        return datetime.datetime.fromisoformat(text).replace(tzinfo=None).isoformat(" ", "minutes")
    except ValueError:
        return None


_MANUAL_FINISH = ("ManualFinish", "Finish")

"""Read a Primavera P6 export (XER): activities, relationships, calendars, WBS and the options of its scheduler."""

from __future__ import annotations

import datetime
import math
import pathlib
from collections.abc import Mapping

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.workbook.sheets import Raw, Sheets

from .plan_sheets import PlanSheets, Spans, day_times, hours_words, lag_words, time_words
from .xer_calendars import read_calendar
from .xer_tables import XerRow, tables

__all__ = ["ABOUT", "FORMAT", "read", "read_as", "recognises"]

FORMAT = "xer"
ABOUT = "a Primavera P6 plan exported as XER"

_SHEETS = {
    "Calendar": "Calendars", "Programme": "Programmes", "Milestone": "Milestones", "Dependency": "Dependencies",
}  # fmt: skip
# "Start on" gives way to logic, "mandatory start" does not.
_CONSTRAINTS: dict[str, tuple[str, ...]] = {
    "CS_MSO": ("snet", "snlt"), "CS_MEO": ("fnet", "fnlt"), "CS_MSOA": ("snet",), "CS_MSOB": ("snlt",),
    "CS_MEOA": ("fnet",), "CS_MEOB": ("fnlt",), "CS_ALAP": ("alap",), "CS_MANDSTART": ("mso",), "CS_MANDFIN": ("mfo",),
}  # fmt: skip
_LAG_CALENDARS = {
    "rcal_Predecessor": "predecessor", "rcal_Successor": "successor", "rcal_24Hour": "continuous",
    "rcal_ProjDefault": "programme",
}  # fmt: skip
_FLOATS = {"FT_FF": "finish", "FT_SF": "start", "FT_MIN": "smaller"}
_LINKS = {"PR_FS": "fs", "PR_SS": "ss", "PR_FF": "ff", "PR_SF": "sf"}
_NOT_SCHEDULED = {"TT_LOE": "levels of effort", "TT_WBS": "WBS summary activities"}
_HINT = "Correct it in Primavera and export the plan again."
_IGNORED = "Nothing need be done if it is not needed."
_OPTIONS = {
    "sched_progress_override": "progress override: the remaining work of what has begun waits for its links here",
    "sched_use_expect_end_flag": "expected finish dates are not used",
    "sched_open_critical_flag": "open ends are not made critical: their float runs to the project's end",
}


def recognises(path: pathlib.Path) -> bool:
    """Tell whether the file is called .xer."""
    return path.suffix.casefold() == ".xer" and path.is_file()


def read(path: pathlib.Path) -> Sheets:
    """Read the file under its own name."""
    return read_as(path, path.stem)


def read_as(path: pathlib.Path, source: str) -> Sheets:
    """Read the file: a Programme for each project, a Milestone for each activity and WBS element, links, calendars.

    `source` begins every id: activity A1000 of `plan` is `plan:A1000`. Raises InputProblems for what is no XER or cut
    off (PG710, PG712, PG713), and for one without a project or calendar (PG712, PG716); values that cannot be read are
    among the problems (PG714).
    """
    return _Reader(path, source).sheets()


class _Reader:
    def __init__(self, path: pathlib.Path, source: str) -> None:
        self.out = PlanSheets(source)
        self.tables = tables(path)
        for name in ("PROJECT", "TASK"):
            if not self.tables[name]:
                message = f"the file has no table {name}, so that it holds no plan."
                raise InputProblems(Problem("PG712", message, "Export a project with its activities.", file=path.name))
        if not self.tables["CALENDAR"]:
            message = "the file has no calendars, without which no date can be worked out."
            raise InputProblems(Problem("PG716", message, "Export the project anew.", file=path.name))
        self.per_day: dict[str, int] = {}
        self.tasks: dict[str, str] = {}
        self.task_calendar: dict[str, str] = {}
        self.running: set[str] = set()
        self.projects = {row.get("proj_id", "") for _, row in self.tables["PROJECT"]}

    def sheets(self) -> Sheets:
        self._calendars()
        self.options = options = {row.get("proj_id", ""): row for _, row in self.tables["SCHEDOPTIONS"]}
        for number, row in self.tables["PROJECT"]:
            self._programme(number, row, options.get(row.get("proj_id", ""), {}))
        for number, row in self.tables["TASK"]:
            self._name(number, row)
        self._wbs()
        assigned = self._assigned()
        for number, row in self.tables["TASK"]:
            if row.get("task_id", "") in self.tasks:
                self._activity(number, row, assigned)
        for number, row in self.tables["TASKPRED"]:
            self._link(number, row)
        self._unread()
        return self.out.sheets(_SHEETS)

    def _calendars(self) -> None:
        read = {row.get("clndr_id", ""): read_calendar(row.get("clndr_data", "")) for _, row in self.tables["CALENDAR"]}
        base = {row.get("clndr_id", ""): row.get("base_clndr_id", "") for _, row in self.tables["CALENDAR"]}
        for number, row in self.tables["CALENDAR"]:
            id = row.get("clndr_id", "")
            week, special, wrong = read[id]
            if base[id] in read and base[id] != id:
                special = {**read[base[id]][1], **special}
            hours = self._hours(row, "day_hr_cnt", number, "Calendars")
            self.per_day[id] = hours or _longest(week)
            if wrong:
                self.out.problem("PG714", f"{wrong} parts of the calendar cannot be read.", _HINT, number=number,
                                 sheet="Calendars", field="clndr_data")  # fmt: skip
            mine: dict[str, Raw] = {
                "id": self._calendar_id(id), "name": self._calendar_name(row), "hours": hours_words(week),
                "holidays": "none", "minutes_per_day": self.per_day[id],
                "closed": "; ".join(str(day) for day, spans in sorted(special.items()) if not spans),
                "open": "; ".join(f"{day} {day_times(spans)}" for day, spans in sorted(special.items()) if spans),
            }  # fmt: skip
            self.out.add("Calendar", number, mine)

    def _calendar_name(self, row: XerRow) -> str:
        """A resource's calendar bears its name, which may be a person's."""
        named = row.get("clndr_name") if row.get("clndr_type") != "CA_Rsrc" else ""
        return named or f"Calendar {row.get('clndr_id', '')}"

    def _calendar_id(self, id: str) -> str:
        return self.out.id("calendar", id)

    def _programme_id(self, project: str) -> str:
        return self.out.id(project)

    def _programme(self, number: int, row: XerRow, options: XerRow) -> None:
        project, calendar = row.get("proj_id", ""), row.get("clndr_id", "")
        if calendar not in self.per_day:
            message = f"the project's calendar {calendar} is not in the file."
            self.out.problem("PG716", message, _HINT, number=number, sheet="Programmes", field="clndr_id")
            calendar = next(iter(self.per_day))
        limit = self._hours(row, "critical_drtn_hr_cnt", number, "Programmes") or 0
        for name, what in _OPTIONS.items():
            if options.get(name) == "Y":
                self.out.count("PG715", f"project asks for what is not done here: {what}", _IGNORED)
        if options.get("sched_retained_logic") == "N" and options.get("sched_progress_override") == "N":
            what = "project asks for what is not done here: actual dates: what has begun waits for its links here"
            self.out.count("PG715", what, _IGNORED)
        if row.get("critical_path_type") == "CT_DrivPath":
            what = "project takes the longest path for critical: see on_longest_path"
            self.out.count("PG715", what, _IGNORED)
        mine: dict[str, Raw] = {
            "id": self._programme_id(project), "name": row.get("proj_short_name") or project,
            "starts": self._date(row, "plan_start_date", number, "Programmes"),
            "status_date": self._date(row, "last_recalc_date", number, "Programmes"),
            "must_finish": self._date(row, "plan_end_date", number, "Programmes"),
            "calendar": self._calendar_id(calendar), "convention": "p6",
            "critical_float": limit / self.per_day[calendar] if limit else "",
            "lag_calendar": _LAG_CALENDARS.get(options.get("sched_calendar_on_relationship_lag", ""), ""),
            "float_measure": _FLOATS.get(options.get("sched_float_type", ""), ""),
        }  # fmt: skip
        self.out.add("Programme", number, mine)

    def _name(self, number: int, row: XerRow) -> None:
        code, task = row.get("task_code", ""), row.get("task_id", "")
        if not task or row.get("proj_id", "") not in self.projects:
            self._unreadable(number, "task_id", task, "an activity of no project of the file")
        elif task in self.tasks:
            self._unreadable(number, "task_id", task, "the number of two activities")
        else:
            self.tasks[task] = self.out.own("Milestone", self.out.id(code or task))
            self.task_calendar[task] = row.get("clndr_id", "")
            if row.get("act_start_date") and not row.get("act_end_date"):
                self.running.add(task)

    def _wbs(self) -> None:
        """Add the elements of the WBS that have activities below them; a project's own is left out."""
        rows = {row.get("wbs_id", ""): (number, row) for number, row in self.tables["PROJWBS"]}
        wanted: dict[str, None] = {}
        for _, task in self.tables["TASK"]:
            here = task.get("wbs_id", "")
            while here in rows and here not in wanted:
                wanted[here] = None
                here = rows[here][1].get("parent_wbs_id", "")
        self.wbs = {
            id: self.out.own("Milestone", self.out.id("wbs", id)) for id in wanted if self._is_part(rows[id][1])
        }
        for id, own in self.wbs.items():
            number, row = rows[id]
            above = row.get("parent_wbs_id", "")
            self.out.add("Milestone", number, {
                "id": own, "name": row.get("wbs_name") or row.get("wbs_short_name") or id,
                "programme": self._programme_id(row.get("proj_id", "")), "source_id": id,
                "part_of": self.wbs.get(above, ""), "wbs": row.get("wbs_short_name", ""),
            })  # fmt: skip

    def _is_part(self, row: XerRow) -> bool:
        return row.get("proj_node_flag") != "Y" and row.get("proj_id", "") in self.projects

    def _assigned(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for _, row in self.tables["TASKRSRC"]:
            task = row.get("task_id", "")
            found[task] = found.get(task, 0) + 1
        return found

    def _activity(self, number: int, row: XerRow, assigned: Mapping[str, int]) -> None:
        task, calendar, kind = row.get("task_id", ""), row.get("clndr_id", ""), row.get("task_type", "")
        code = row.get("task_code", "")
        if calendar not in self.per_day:
            self.out.count("PG716", "activities use a calendar that is not in the file: the project's is used", _HINT,
                           code)  # fmt: skip
            calendar = ""
        per_day = self.per_day.get(calendar, 480)
        started = self._date(row, "act_start_date", number)
        left = self._hours(row, "remain_drtn_hr_cnt", number) or 0
        planned = self._hours(row, "target_drtn_hr_cnt", number) or 0
        if kind == "TT_Rsrc":
            what = "activities follow the calendars of their resources: they follow their own here"
            self.out.count("PG715", what, _IGNORED, code)
        if kind in _NOT_SCHEDULED:
            self.out.count("PG715", f"{_NOT_SCHEDULED[kind]} are kept and not scheduled", _IGNORED, code)
        if row.get("suspend_date") and not row.get("resume_date"):
            what = "activities are suspended, and when they go on is not stated: from the data date on"
            self.out.count("PG715", what, _IGNORED, code)
        for name, what in _SAID.items():
            if row.get(name):
                self.out.count("PG715", f"activities have {what}, which is not read", _IGNORED, code)
        mine: dict[str, Raw] = {
            "id": self.tasks[task], "name": row.get("task_name") or code or task, "source_id": code or task,
            "programme": self._programme_id(row.get("proj_id", "")), "part_of": self.wbs.get(row.get("wbs_id", ""), ""),
            "calendar": self._calendar_id(calendar) if calendar else "",
            "inactive": "yes" if kind in _NOT_SCHEDULED else "",
            "duration": time_words(planned if started else left, per_day),
            "remaining_duration": time_words(left, per_day) if started else "",
            "actual_start": started, "actual_finish": self._date(row, "act_end_date", number),
            "resumes": self._date(row, "resume_date", number) if started and row.get("suspend_date") else "",
            "resources": assigned.get(task, "" if not assigned else 0), **self._constraints(row, number),
        }  # fmt: skip
        self.out.add("Milestone", number, mine)

    def _constraints(self, row: XerRow, number: int) -> dict[str, Raw]:
        found: list[tuple[str, str]] = []
        for kind, on in (("cstr_type", "cstr_date"), ("cstr_type2", "cstr_date2")):
            named = row.get(kind, "")
            if named and named not in _CONSTRAINTS:
                self._unreadable(number, kind, named, "no constraint that is known")
            for each in _CONSTRAINTS.get(named, ()):
                found.append((each, "" if each == "alap" else self._date(row, on, number)))
        if self.options.get(row.get("proj_id", ""), {}).get("sched_outer_depend_type") != "SD_None":
            found += [(kind, date) for name, kind in _OUTSIDE if (date := self._date(row, name, number))]
        if len(found) > 2:
            what = "activities have more than two bounds in their constraints: the first two count"
            self.out.count("PG715", what, _HINT, row.get("task_code", ""))
        told: dict[str, Raw] = {}
        for name, (kind, date) in zip(("constraint", "second_constraint"), found, strict=False):
            told |= {name: kind, f"{name}_on": date}
        return told

    def _link(self, number: int, row: XerRow) -> None:
        source, target = row.get("pred_task_id", ""), row.get("task_id", "")
        if source not in self.tasks or target not in self.tasks:
            what = "relationships name an activity that is not in the file and are left out"
            self.out.count("PG717", what, _IGNORED, f"{source} -> {target}")
            return
        kind = _LINKS.get(row.get("pred_type", ""))
        if kind is None:
            self._unreadable(number, "pred_type", row.get("pred_type", ""), "no type of relationship")
            return
        if kind == "ss" and source in self.running and self._is_from_early(row.get("pred_proj_id", "")):
            what = "start-to-start relationships of activities in progress count from their actual start here"
            self.out.count("PG715", what, _IGNORED, f"{source} -> {target}")
        lag = self._hours(row, "lag_hr_cnt", number, negative=True) or 0
        per_day = self.per_day.get(self.task_calendar[target], 480)
        a, b = self.tasks[source], self.tasks[target]
        short = [id.removeprefix(f"{self.out.prefix}:") for id in (a, b)]
        self.out.add("Dependency", number, {
            "id": self.out.own("Dependency", self.out.id(f"{short[0]}-{short[1]}-{kind}")),
            "needs": f"Milestone#{a}", "blocks": b, "kind": "" if kind == "fs" else kind,
            "lag": lag_words(lag, per_day),
        })  # fmt: skip

    def _is_from_early(self, project: str) -> bool:
        return self.options.get(project, {}).get("sched_lag_early_start_flag") != "N"

    def _unread(self) -> None:
        for name, what in (("RSRC", "resources"), ("TASKRSRC", "assignments"), ("OBS", "responsible units")):
            if many := len(self.tables[name]):
                text = f"{what} are not read, since they may name persons: {many}."
                self.out.remarks.append(Problem("PG715", text, _IGNORED))
        if self.tables.cp1252:
            text = "the file was read as Windows-1252, since it is no UTF-8."
            self.out.remarks.append(Problem("PG123", text, "See that letters with accents are right."))

    def _hours(
        self, row: XerRow, name: str, number: int, sheet: str = "Milestones", *, negative: bool = False
    ) -> int | None:
        """Read hours as whole minutes."""
        text = row.get(name, "")
        if not text:
            return None
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = math.nan
        if not abs(value) < 24 * 366 * 1000 or (value < 0 and not negative):
            self._unreadable(number, name, text, "no number of hours", sheet)
            return None
        return round(value * 60)

    def _date(self, row: XerRow, name: str, number: int, sheet: str = "Milestones") -> str:
        text = row.get(name, "")
        if not text:
            return ""
        try:
            if len(text) == 10:
                return datetime.date.fromisoformat(text).isoformat()
            return datetime.datetime.fromisoformat(text).replace(tzinfo=None).isoformat(" ", "minutes")
        except ValueError:
            self._unreadable(number, name, text, "no date such as 2018-01-30 17:00", sheet)
            return ""

    def _unreadable(self, number: int, name: str, text: str, why: str, sheet: str = "Milestones") -> None:
        shown = text if len(text) <= 60 else f"{text[:57]}..."
        self.out.problem("PG714", f"'{shown}' is {why}.", _HINT, number=number, sheet=sheet, field=name, value=shown)


_SAID = {"expect_end_date": "an expected finish"}
_OUTSIDE = (("external_early_start_date", "snet"), ("external_late_end_date", "fnlt"))


def _longest(week: Mapping[int, Spans]) -> int:
    """What a day stands for where the calendar does not say: its longest working day, else eight hours."""
    return max((sum(b - a for a, b in spans) for spans in week.values()), default=0) or 480

"""Read a Microsoft Project XML file (MSPDI) into neutral rows, and the rows into a plan."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Literal

from pathway_graph.analysis.scheduling import (
    Activity,
    Calendar,
    Constraint,
    Duration,
    Lag,
    Link,
    Plan,
    Programme,
    When,
)

__all__ = ["RefusedMarkup", "Rows", "parse", "plan"]

Row = dict[str, str]
NAMESPACE = "{http://schemas.microsoft.com/project}"


class RefusedMarkup(ValueError):
    """The file has a document type declaration: with entities it could read files or fill memory."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The elements of one file, each as a flat mapping of element name to text.

    `links` have SuccessorUID beside their own elements; `weekdays` and `exceptions` CalendarUID, with their working
    times in `times` (from, to as written).
    """

    project: Row
    calendars: tuple[Row, ...]
    weekdays: tuple[tuple[Row, tuple[tuple[str, str], ...]], ...]
    exceptions: tuple[tuple[Row, tuple[tuple[str, str], ...]], ...]
    tasks: tuple[Row, ...]
    links: tuple[Row, ...]
    assignments: tuple[Row, ...]


class _NoDoctype(ET.TreeBuilder):
    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise RefusedMarkup(f"document type {name!r}")


def parse(data: bytes) -> Rows:
    """Parse a file. Raises RefusedMarkup for a document type, ParseError for anything that is not XML."""
    root = ET.fromstring(data, ET.XMLParser(target=_NoDoctype()))
    ns = NAMESPACE if root.tag.startswith(NAMESPACE) else ""
    weekdays: list[tuple[Row, tuple[tuple[str, str], ...]]] = []
    exceptions: list[tuple[Row, tuple[tuple[str, str], ...]]] = []
    calendars = root.findall(f"{ns}Calendars/{ns}Calendar")
    for calendar in calendars:
        uid = calendar.findtext(f"{ns}UID") or ""
        for found, path in ((weekdays, "WeekDays/WeekDay"), (exceptions, "Exceptions/Exception")):
            for element in calendar.findall(ns + path.replace("/", f"/{ns}")):
                found.append(({**_flat(element, ns), "CalendarUID": uid}, _times(element, ns)))
    tasks = root.findall(f"{ns}Tasks/{ns}Task")
    links = [
        {**_flat(link, ns), "SuccessorUID": task.findtext(f"{ns}UID") or ""}
        for task in tasks
        for link in task.findall(f"{ns}PredecessorLink")
    ]
    assignments = root.findall(f"{ns}Assignments/{ns}Assignment")
    return Rows(
        _flat(root, ns), tuple(_flat(e, ns) for e in calendars), tuple(weekdays), tuple(exceptions),
        tuple(_flat(e, ns) for e in tasks), tuple(links), tuple(_flat(e, ns) for e in assignments),
    )  # fmt: skip


def _flat(element: ET.Element, ns: str) -> Row:
    found = {child.tag.removeprefix(ns): (child.text or "").strip() for child in element if not len(child)}
    for period in element.findall(f"{ns}TimePeriod"):
        found |= _flat(period, ns)
    return found


def _times(element: ET.Element, ns: str) -> tuple[tuple[str, str], ...]:
    found = element.findall(f"{ns}WorkingTimes/{ns}WorkingTime")
    return tuple((e.findtext(f"{ns}FromTime") or "", e.findtext(f"{ns}ToTime") or "") for e in found)


# ---- rows to plan ---------------------------------------------------------------------------------------------------

KINDS: tuple[Literal["ff", "fs", "sf", "ss"], ...] = ("ff", "fs", "sf", "ss")
CONSTRAINTS = ("", "alap", "mso", "mfo", "snet", "snlt", "fnet", "fnlt")
ELAPSED = {4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52}


def plan(rows: Rows, name: str = "file") -> Plan:
    """Make a plan of the rows of one file; ids are `name:UID`."""
    calendars = {row["UID"]: row for row in rows.calendars}
    week_of, exceptions_of = _weeks(rows), _exceptions(rows)
    made = tuple(_calendar(uid, calendars, week_of, exceptions_of, rows) for uid in calendars)
    project = rows.project
    default = project.get("CalendarUID", "1")
    programme = Programme(
        name, project.get("Title", ""), _when(project.get("StartDate")), status_date=_when(project.get("StatusDate")),
        calendar=default, critical_float=Fraction(project.get("CriticalSlackLimit", "0")),
        honour_late_constraints=project.get("HonorConstraints") == "1",
    )  # fmt: skip
    tasks = [t for t in rows.tasks if t.get("IsNull") != "1" and t.get("UID") != "0"]
    parents = _parents(tasks)
    known = {t["UID"] for t in tasks}
    activities = tuple(_activity(t, name, parents.get(t["UID"], ""), set(calendars)) for t in tasks)
    links = tuple(_link(link, name) for link in rows.links if link["PredecessorUID"] in known)
    return Plan((programme,), activities, links, made)


def _when(text: str | None) -> When | None:
    return When.at(datetime.fromisoformat(text)) if text and text != "NA" else None


def _minutes(text: str) -> int:
    match = re.fullmatch(r"-?P(?:(\d+)D)?T(\d+)H(\d+)M(\d+(?:\.\d+)?)S", text)
    assert match, text
    return int(match[1] or 0) * 1440 + int(match[2]) * 60 + int(match[3]) + round(float(match[4]) / 60)


def _parents(tasks: list[Row]) -> dict[str, str]:
    above: list[str] = []
    found = {}
    for task in tasks:
        level = int(task.get("OutlineLevel", "1"))
        del above[max(0, level - 1) :]
        if above:
            found[task["UID"]] = above[-1]
        above.append(task["UID"])
    return found


def _activity(task: Row, name: str, parent: str, calendars: set[str]) -> Activity:
    uid = task["UID"]
    minutes = _minutes(task.get("Duration", "PT0H0M0S"))
    elapsed = int(task.get("DurationFormat", "7")) in ELAPSED
    kind = CONSTRAINTS[int(task.get("ConstraintType", "0"))]
    constraints: tuple[Constraint, ...] = ()
    if kind:
        constraints = (Constraint(kind, None if kind == "alap" else _when(task.get("ConstraintDate"))),)  # type: ignore[arg-type]
    manual = task.get("Manual") == "1"
    started = _when(task.get("ActualStart"))
    remaining = _minutes(task["RemainingDuration"]) if started and "RemainingDuration" in task else None
    calendar = task.get("CalendarUID", "-1")
    return Activity(
        f"{name}:{uid}", name, task.get("Name", ""), Duration(minutes, elapsed), remaining,
        Fraction(task["PercentComplete"]) if "PercentComplete" in task else None,
        calendar if calendar in calendars else "", f"{name}:{parent}" if parent else "",
        _when(task.get("ManualStart") or task.get("Start")) if manual else None,
        _when(task.get("ManualFinish") or task.get("Finish")) if manual else None,
        started, _when(task.get("ActualFinish")), constraints=constraints, deadline=_when(task.get("Deadline")),
        manual=manual, active=task.get("Active") != "0", source_id=uid,
        resumes=_when(task.get("Resume")) if started and not task.get("ActualFinish") else None,
    )  # fmt: skip


def _link(link: Row, name: str) -> Link:
    tenths, form = int(link.get("LinkLag", "0")), int(link.get("LagFormat", "7"))
    if form in (19, 20, 51, 52):
        lag = Lag(elapsed=form in (20, 52), percent=Fraction(tenths))
    else:
        lag = Lag(round(tenths / 10), form in ELAPSED)
    kind = KINDS[int(link.get("Type", "1"))]
    return Link(f"{name}:{link['PredecessorUID']}", f"{name}:{link['SuccessorUID']}", kind, lag)


Spans = tuple[tuple[int, int], ...]


def _spans(times: tuple[tuple[str, str], ...]) -> Spans:
    found = []
    for start, stop in times:
        a, b = (int(t[:2]) * 60 + int(t[3:5]) for t in (start, stop))
        found.append((a, b or 1440))
    return tuple(sorted(found))


def _weeks(rows: Rows) -> dict[str, dict[int, Spans]]:
    found: dict[str, dict[int, Spans]] = {}
    for row, times in rows.weekdays:
        if row.get("DayType") != "0":
            day = (int(row["DayType"]) + 5) % 7  # MSPDI counts from Sunday = 1, we from Monday = 0
            spans = _spans(times) if row.get("DayWorking") == "1" else ()
            found.setdefault(row["CalendarUID"], {})[day] = spans
    return found


def _exceptions(rows: Rows) -> dict[str, dict[date, Spans]]:
    found: dict[str, dict[date, Spans]] = {}
    days: list[tuple[Row, Any]] = [(r, t) for r, t in rows.weekdays if r.get("DayType") == "0"]
    for row, times in [*rows.exceptions, *days]:
        if "FromDate" not in row:
            continue
        day = datetime.fromisoformat(row["FromDate"]).date()
        last = datetime.fromisoformat(row["ToDate"]).date()
        while day <= last:
            spans = _spans(times) if row.get("DayWorking") == "1" else ()
            found.setdefault(row["CalendarUID"], {})[day] = spans
            day += timedelta(1)
    return found


def _calendar(
    uid: str,
    calendars: dict[str, Row],
    weeks: dict[str, dict[int, Spans]],
    exceptions: dict[str, dict[date, Spans]],
    rows: Rows,
) -> Calendar:
    week: dict[int, Spans] = {}
    special: dict[date, Spans] = {}
    chain = [uid]
    while (base := calendars[chain[-1]].get("BaseCalendarUID", "-1")) in calendars and base not in chain:
        chain.append(base)
    for each in reversed(chain):
        week |= weeks.get(each, {})
        special |= exceptions.get(each, {})
    spans = tuple((day * 1440 + a, day * 1440 + b) for day in range(7) for a, b in week.get(day, ()))
    per_day = int(rows.project.get("MinutesPerDay", "480"))
    return Calendar(uid, spans, tuple(sorted(special.items())), minutes_per_day=per_day)

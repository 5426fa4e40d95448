"""Read the calendars of a Microsoft Project XML file: weeks, exceptions, other weeks for a time."""

from __future__ import annotations

import dataclasses
import datetime
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping

from .plan_sheets import Spans
from .recurring import days_of

__all__ = ["ProjectCalendar", "calendars", "resolved", "works_between"]

_LONGEST = 366 * 60


@dataclasses.dataclass(slots=True)
class ProjectCalendar:
    """One calendar as its element states it: what it does not state is its base's.

    `week`: day (0 = Monday) -> working times; `special`: single days; `wrong`: what could not be read.
    """

    uid: str
    name: str
    base: str
    is_base: bool
    week: dict[int, Spans] = dataclasses.field(default_factory=dict)
    special: dict[datetime.date, Spans] = dataclasses.field(default_factory=dict)
    wrong: list[str] = dataclasses.field(default_factory=list)


def calendars(root: ET.Element, ns: str) -> dict[str, ProjectCalendar]:
    """Read every calendar of the file by its UID."""
    found = {}
    for element in root.iterfind(f"{ns}Calendars/{ns}Calendar"):
        text = _texts(element, ns)
        uid = text.get("UID", "")
        made = ProjectCalendar(
            uid, text.get("Name", ""), text.get("BaseCalendarUID", "-1"), text.get("IsBaseCalendar") != "0"
        )
        _read(made, element, ns)
        found[uid] = made
    return found


def _texts(element: ET.Element, ns: str) -> dict[str, str]:
    """The elements below that hold text, by name; those of a TimePeriod among them."""
    found = {child.tag[len(ns) :]: (child.text or "").strip() for child in element if not len(child)}
    for period in element.iterfind(f"{ns}TimePeriod"):
        found |= _texts(period, ns)
    return found


def _read(made: ProjectCalendar, element: ET.Element, ns: str) -> None:
    legacy = []
    for day in element.iterfind(f"{ns}WeekDays/{ns}WeekDay"):
        text = _texts(day, ns)
        kind = text.get("DayType", "")
        if kind == "0":
            legacy.append((day, text))
        elif kind in ("1", "2", "3", "4", "5", "6", "7"):
            made.week[(int(kind) + 5) % 7] = _working(made, day, text, ns)
        else:
            made.wrong.append(f"DayType {kind or 'blank'}")
    for week in element.iterfind(f"{ns}WorkWeeks/{ns}WorkWeek"):
        _work_week(made, week, ns)
    exceptions = [(day, _texts(day, ns)) for day in element.iterfind(f"{ns}Exceptions/{ns}Exception")]
    for day, text in [*exceptions, *legacy]:
        spans = _working(made, day, text, ns)
        for on in _days(made, text):
            made.special[on] = spans


def _working(made: ProjectCalendar, element: ET.Element, text: dict[str, str], ns: str) -> Spans:
    if text.get("DayWorking") != "1":
        return ()
    found = []
    for times in element.iterfind(f"{ns}WorkingTimes/{ns}WorkingTime"):
        pair = [_minute(times.findtext(f"{ns}{name}") or "") for name in ("FromTime", "ToTime")]
        start, stop = pair
        if start is None or stop is None:
            if any(times.findtext(f"{ns}{name}") for name in ("FromTime", "ToTime")):
                made.wrong.append("WorkingTime")
            continue
        if start < (stop or 1440):
            found.append((start, stop or 1440))
    return tuple(sorted(found))


def _minute(text: str) -> int | None:
    try:
        time = datetime.time.fromisoformat(text.strip())
    except ValueError:
        return None
    return time.hour * 60 + time.minute


def _days(made: ProjectCalendar, text: dict[str, str]) -> Iterable[datetime.date]:
    period = _period(text)
    if period is None:
        made.wrong.append("TimePeriod")
        return ()
    return days_of(text, *period)


def _period(text: dict[str, str]) -> tuple[datetime.date, datetime.date] | None:
    try:
        first, last = (datetime.datetime.fromisoformat(text[name]).date() for name in ("FromDate", "ToDate"))
    except (KeyError, ValueError):
        return None
    return (first, last) if 0 <= (last - first).days <= _LONGEST else None


def _work_week(made: ProjectCalendar, element: ET.Element, ns: str) -> None:
    """Take over a week that holds for some time as single days: exceptions count before it."""
    period = _period(_texts(element, ns))
    if period is None:
        made.wrong.append("WorkWeek")
        return
    week = {}
    for day in element.iterfind(f"{ns}WeekDays/{ns}WeekDay"):
        text = _texts(day, ns)
        if text.get("DayType", "") in ("1", "2", "3", "4", "5", "6", "7"):
            week[(int(text["DayType"]) + 5) % 7] = _working(made, day, text, ns)
    for on in _between(*period):
        if on.weekday() in week:
            made.special[on] = week[on.weekday()]


def _between(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield datetime.date.fromordinal(ordinal)


def resolved(uid: str, known: dict[str, ProjectCalendar]) -> tuple[dict[int, Spans], dict[datetime.date, Spans]]:
    """Give the week and the single days of a calendar with all that it takes over from its bases."""
    chain = [uid]
    while (base := known[chain[-1]].base) in known and base not in chain:
        chain.append(base)
    week: dict[int, Spans] = {}
    special: dict[datetime.date, Spans] = {}
    for each in reversed(chain):
        week |= known[each].week
        special |= known[each].special
    return week, special


def works_between(
    week: Mapping[int, Spans], special: Mapping[datetime.date, Spans], start: datetime.datetime, end: datetime.datetime
) -> bool:
    """Tell whether there is time to work in between two moments; more than sixty days without any are not looked at."""
    for n in range(min((end.date() - start.date()).days, 60) + 1):
        day = start.date() + datetime.timedelta(n)
        low = start.hour * 60 + start.minute if day == start.date() else 0
        high = end.hour * 60 + end.minute if day == end.date() else 1440
        if any(min(b, high) > max(a, low) for a, b in special.get(day, week.get(day.weekday(), ()))):
            return True
    return False

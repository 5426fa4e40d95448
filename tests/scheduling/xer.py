"""Read a Primavera P6 export (XER) into neutral rows, and the rows into a plan."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from fractions import Fraction
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
    When,
)

__all__ = ["Tables", "parse", "plan"]

Row = dict[str, str]
Tables = dict[str, list[Row]]


def parse(data: bytes) -> Tables:
    """Parse a file into its tables; rows shorter than their header end in blanks. Windows-1252 unless it is UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    tables: Tables = {}
    rows: list[Row] = []
    header: list[str] = []
    for line in re.split(r"\r?\n", text):
        mark, *cells = line.split("\t")
        if mark == "%T" and cells:
            rows = tables.setdefault(cells[0].strip(), [])
        elif mark == "%F":
            header = cells
        elif mark == "%R":
            cells += [""] * (len(header) - len(cells))
            rows.append(dict(zip(header, cells, strict=False)))
    return tables


# ---- rows to plan ---------------------------------------------------------------------------------------------------

# "Start on" gives way to logic, "mandatory start" does not.
CONSTRAINTS: dict[str, tuple[Any, ...]] = {
    "CS_MSO": ("snet", "snlt"), "CS_MEO": ("fnet", "fnlt"), "CS_MSOA": ("snet",), "CS_MSOB": ("snlt",),
    "CS_MEOA": ("fnet",), "CS_MEOB": ("fnlt",), "CS_ALAP": ("alap",), "CS_MANDSTART": ("mso",), "CS_MANDFIN": ("mfo",),
}  # fmt: skip
LAG_CALENDARS: dict[str, Any] = {
    "rcal_Predecessor": "predecessor", "rcal_Successor": "successor", "rcal_24Hour": "continuous",
    "rcal_ProjDefault": "programme",
}  # fmt: skip
FLOATS: dict[str, Any] = {"FT_FF": "finish", "FT_SF": "start", "FT_MIN": "smaller"}


def plan(tables: Tables, name: str = "file") -> Plan:
    """Make a plan of one file; activities have the id `name:task_code`, each project is a programme."""
    options = {row["proj_id"]: row for row in tables.get("SCHEDOPTIONS", ())}
    programmes = tuple(_programme(row, options.get(row["proj_id"], {}), name) for row in tables["PROJECT"])
    codes = {row["task_id"]: f"{name}:{row['task_code']}" for row in tables["TASK"]}
    activities = [_activity(row, name, codes) for row in tables["TASK"]]
    activities += [
        Activity(f"{name}:wbs:{row['wbs_id']}", f"{name}:{row['proj_id']}", row["wbs_name"], part_of=_above(row, name))
        for row in tables.get("PROJWBS", ())
        if any(task["wbs_id"] == row["wbs_id"] for task in tables["TASK"])
    ]
    links = tuple(
        Link(codes[r["pred_task_id"]], codes[r["task_id"]], r["pred_type"][3:].lower(), _lag(r["lag_hr_cnt"]))  # type: ignore[arg-type]
        for r in tables.get("TASKPRED", ())
        if r["pred_task_id"] in codes and r["task_id"] in codes
    )
    return Plan(programmes, tuple(activities), links, tuple(_calendar(row) for row in tables["CALENDAR"]))


def _when(text: str | None) -> When | None:
    return When.at(datetime.fromisoformat(text)) if text else None


def _lag(hours: str) -> Lag:
    return Lag(round(float(hours or 0) * 60))


def _above(row: Row, name: str) -> str:
    return ""


def _programme(row: Row, options: Row, name: str) -> Programme:
    return Programme(
        f"{name}:{row['proj_id']}", row["proj_short_name"], _when(row["plan_start_date"]),
        status_date=_when(row["last_recalc_date"]), calendar=row["clndr_id"], convention="p6",
        lag_calendar=LAG_CALENDARS.get(options.get("sched_calendar_on_relationship_lag", ""), ""),
        total_float=FLOATS.get(options.get("sched_float_type", ""), ""), must_finish=_when(row.get("plan_end_date")),
        critical_float=Fraction(row["critical_drtn_hr_cnt"] or 0) / 8,
    )  # fmt: skip


def _activity(row: Row, name: str, codes: dict[str, str]) -> Activity:
    constraints = []
    for kind, on in ((row["cstr_type"], row["cstr_date"]), (row["cstr_type2"], row["cstr_date2"])):
        for each in CONSTRAINTS.get(kind, ()):
            constraints.append(Constraint(each, None if each == "alap" else _when(on)))
    remaining = round(float(row["remain_drtn_hr_cnt"] or 0) * 60)
    planned = round(float(row["target_drtn_hr_cnt"] or 0) * 60)
    started = row["act_start_date"]
    return Activity(
        codes[row["task_id"]], f"{name}:{row['proj_id']}", row["task_name"],
        Duration(planned if started else remaining), remaining if started else None, None, row["clndr_id"],
        f"{name}:wbs:{row['wbs_id']}", actual_start=_when(started), actual_finish=_when(row["act_end_date"]),
        constraints=tuple(constraints), source_id=row["task_code"],
    )  # fmt: skip


Spans = tuple[tuple[int, int], ...]
_NODE = re.compile(r"\(\d*\|\|([^()|]*)(?:\|[^()]*)?\(([^()]*)\)\(")


def _calendar(row: Row) -> Calendar:
    week: dict[int, Spans] = {}
    special: dict[date, Spans] = {}
    for path, spans in _leaves(row["clndr_data"].replace("\x7f", "")):
        if "DaysOfWeek" in path:
            week[(int(path[path.index("DaysOfWeek") + 1]) + 5) % 7] = spans
        elif "Exceptions" in path:
            attributes = path[path.index("Exceptions") + 2]
            special[date(1899, 12, 30) + timedelta(int(attributes.split("|")[1]))] = spans
    flat = tuple((day * 1440 + a, day * 1440 + b) for day in range(7) for a, b in week.get(day, ()))
    per_day = round(float(row["day_hr_cnt"]) * 60)
    return Calendar(row["clndr_id"], flat, tuple(sorted(special.items())), minutes_per_day=per_day)


def _leaves(text: str) -> list[tuple[list[str], Spans]]:
    """Give each day of the nested `(0||name(attributes)(children))` with its way down and its working times."""
    found: list[tuple[list[str], Spans]] = []
    position, way = 0, []
    days: list[tuple[list[str], list[tuple[int, int]]]] = []
    while position < len(text):
        match = _NODE.match(text, position)
        if match:
            way += [match[1], match[2]]
            if len(way) >= 4 and way[-4] in ("DaysOfWeek", "Exceptions"):
                days.append((list(way[-4:-2] + way[-2:]), []))
            elif match[2].startswith(("s|", "f|")) and days:
                times = dict(zip(match[2].split("|")[::2], match[2].split("|")[1::2], strict=False))
                start, stop = (int(times[k].split(":")[0]) * 60 + int(times[k].split(":")[1]) for k in ("s", "f"))
                days[-1][1].append((start, stop or 1440))
            position = match.end()
        elif text.startswith("))", position):
            del way[-2:]
            position += 2
        else:
            position += 1
    for path, spans in days:
        found.append(([path[0], path[2], path[3]], tuple(sorted(spans))))
    return found

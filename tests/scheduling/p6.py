"""Read a schedule that a person ran in Primavera P6 (input.json, comparison.csv): the plan, and P6's own answers."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
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

__all__ = ["Answer", "answers", "plan"]

# In these captures "start on" and "finish on" were run as P6's mandatory constraints.
CONSTRAINTS: dict[str, Any] = {"CS_MSO": "mso", "CS_MEO": "mfo", "CS_MEOB": "fnlt", "CS_ALAP": "alap"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What P6 says of one activity; floats in days, None where P6 keeps none."""

    dates: tuple[datetime, datetime, datetime, datetime]
    total_float: float | None
    free_float: float | None


def plan(folder: Path) -> Plan:
    """Make the plan of one capture: days of eight hours from 08:00 with an hour's break, as P6 has them."""
    source = json.loads((folder / "input.json").read_text(encoding="utf-8"))
    options = source["opts"]
    calendars = tuple(_calendar(id, each) for id, each in options["cal_map"].items())
    starts = min(options["projectStart"], options["dataDate"])
    programme = Programme(
        "p6", starts=_day(starts), status_date=_day(options["dataDate"]), calendar=calendars[0].id, convention="p6"
    )
    links = tuple(
        Link(row["from_code"], row["to_code"], row["type"].lower(), Lag(row["lag_days"] * 480))
        for row in source["relationships"]
    )
    return Plan((programme,), tuple(_activity(row) for row in source["activities"]), links, calendars)


def _day(text: str) -> When:
    return When.at(date.fromisoformat(text))


def _activity(row: dict[str, Any]) -> Activity:
    constraints = []
    for key in ("constraint", "constraint2"):
        if key in row:
            kind, on = CONSTRAINTS[row[key]["type"]], row[key].get("date")
            constraints.append(Constraint(kind, When.at(datetime.fromisoformat(on)) if on else None))
    return Activity(
        row["code"], "p6", duration=Duration(row["duration_days"] * 480), calendar=row["clndr_id"],
        actual_start=_day(row["actual_start"]) if "actual_start" in row else None,
        actual_finish=_day(row["actual_finish"]) if "actual_finish" in row else None, constraints=tuple(constraints),
    )  # fmt: skip


def _calendar(id: str, row: dict[str, Any]) -> Calendar:
    hours = ((480, 720), (780, 1020))
    week = tuple(((day - 1) * 1440 + a, (day - 1) * 1440 + b) for day in row["work_days"] for a, b in hours)
    return Calendar(id, week, tuple((date.fromisoformat(day), ()) for day in sorted(row["holidays"])))


def answers(folder: Path) -> dict[str, Answer]:
    """Read P6's own columns; an "A" after a date marks an actual one."""
    with (folder / "comparison.csv").open(encoding="utf-8", newline="") as file:
        return {row["activity_code"]: _answer(row) for row in csv.DictReader(file)}


def _answer(row: dict[str, str]) -> Answer:
    early_start, early_finish, late_start, late_finish = (
        datetime.fromisoformat(row[f"{column}_p6"].removesuffix(" A")) for column in ("ES", "EF", "LS", "LF")
    )
    total, free = (float(row[f"{column}_p6"]) if row[f"{column}_p6"] else None for column in ("TF", "FF"))
    return Answer((early_start, early_finish, late_start, late_finish), total, free)

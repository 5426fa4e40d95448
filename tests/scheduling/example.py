"""Write small plans in a few words for tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pathway_graph.analysis.scheduling import (
    STANDARD,
    WEEKDAYS,
    Activity,
    Calendar,
    Constraint,
    Event,
    Link,
    Plan,
    Programme,
    Promise,
    Schedule,
    When,
    duration,
    lag,
    schedule,
)

__all__ = ["SEVEN", "activity", "link", "must", "on", "plan", "shown", "solved", "start"]

MONDAY = date(2026, 1, 5)
SEVEN = Calendar("seven", tuple((day * 1440 + 480, day * 1440 + 960) for day in range(7)))
"""Every day from 08:00 to 16:00."""


def on(text: str) -> When:
    """A day `2026-01-05`, an instant `2026-01-05T12:00`, or `from..until`."""
    first, _, last = text.partition("..")
    return When(_moment(first), _moment(last or first))


def _moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def activity(id: str, days: str = "0", **fields: Any) -> Activity:
    """An activity of programme P; strings that look like dates become dates."""
    for key, value in fields.items():
        if isinstance(value, str) and key not in ("name", "calendar", "part_of", "source_id", "programme"):
            fields[key] = on(value)
    return Activity(id, fields.pop("programme", "P"), duration=duration(days) if days else None, **fields)


def must(kind: Any, text: str = "") -> tuple[Constraint, ...]:
    """One constraint, for `constraints=`."""
    return (Constraint(kind, on(text) if text else None),)


def link(text: str) -> Link:
    """`A > B`, `A ss B`, `A fs+2d B`: the kind and the lag between the two."""
    source, how, target = text.split()
    kind: Any = how[:2] if how != ">" else "fs"
    return Link(source, target, kind, lag(how[2:]) if how[2:] else lag("0"))


def plan(*rows: Activity | Link | Event | Promise | str, programme: Programme | None = None) -> Plan:
    """A plan from Monday 5 January 2026, Monday to Friday 09:00-17:00 unless a programme says otherwise."""
    made = [link(row) if isinstance(row, str) else row for row in rows]
    programmes = {"P"} | {row.programme for row in made if isinstance(row, Activity)}
    default = [Programme(id, starts=When.at(MONDAY), calendar="weekdays") for id in sorted(programmes)]
    return Plan(
        (programme,) if programme else tuple(default),
        tuple(row for row in made if isinstance(row, Activity)),
        tuple(row for row in made if isinstance(row, Link)),
        (STANDARD, WEEKDAYS, SEVEN),
        tuple(row for row in made if isinstance(row, Event)),
        tuple(row for row in made if isinstance(row, Promise)),
    )


def start(**fields: Any) -> Programme:
    """The programme P from Monday 5 January 2026, with other fields."""
    return Programme("P", **{"starts": When.at(MONDAY), "calendar": "weekdays", **fields})


def solved(*rows: Activity | Link | Event | Promise | str, programme: Programme | None = None) -> Schedule:
    """The schedule of such a plan."""
    return schedule(plan(*rows, programme=programme))


def shown(result: Schedule, id: str) -> str:
    """Early start and finish as `01-05 09:00 01-09 17:00`."""
    row = result.row(id)
    return f"{row.early_start:%m-%d %H:%M} {row.early_finish:%m-%d %H:%M}"

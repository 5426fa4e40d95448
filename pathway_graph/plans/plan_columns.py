"""Read everything that plans are made of from the graph into columns, once a command."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

__all__ = ["PlanColumns", "Read", "Row", "plan_columns", "statements"]

Read = Callable[..., Sequence[Mapping[str, Any]]]
Row = Mapping[str, Any]

_DATES = {
    "Programme": ("starts", "status_date", "must_finish"),
    "Workstream": ("starts", "completes"),
    "Milestone": (
        "planned_start", "planned_finish", "actual_start", "actual_finish", "baseline_start", "baseline_finish",
        "constraint_on", "second_constraint_on", "deadline",
    ),
    "Dependency": ("needed_by", "promised"),
    "Calendar": (),
    "Contract": ("starts", "ends"),
    "Service": ("opens",),
    "Organisation": (),
    "Board": (),
}  # fmt: skip
_DURATIONS = {
    "Milestone": ("duration", "duration_low", "duration_high", "remaining_duration"),
    "Dependency": ("lag",),
}
_PLAIN = {
    "Programme": ("name", "convention", "critical_float", "lag_calendar", "float_measure", "honours_late"),
    "Workstream": ("name",),
    "Milestone": (
        "name", "percent_complete", "constraint", "second_constraint", "manual", "inactive", "resources", "source_id",
        "reported_status", "owner",
    ),
    "Dependency": ("name", "kind", "status", "needs_state", "external", "owner"),
    "Calendar": ("name", "hours", "hours_state", "hours_sure", "holidays", "closed", "open", "minutes_per_day"),
    "Contract": ("name",),
    "Service": ("name",),
    "Organisation": ("name",),
    "Board": ("name", "meets", "decides"),
}  # fmt: skip
_LINKS = (
    ("Programme", "INCLUDES", "Workstream"), ("Programme", "INCLUDES", "Milestone"), ("Workstream", "HAS", "Milestone"),
    ("Milestone", "PART_OF", "Milestone"), ("Dependency", "NEEDS", "Milestone"), ("Dependency", "NEEDS", "Contract"),
    ("Dependency", "NEEDS", "Service"), ("Dependency", "BLOCKS", "Milestone"), ("Programme", "USES", "Calendar"),
    ("Milestone", "USES", "Calendar"), ("Milestone", "MOBILISES", "Service"), ("Milestone", "ENDS", "Contract"),
    ("Dependency", "GIVEN_BY", "Organisation"), ("Dependency", "RECEIVED_BY", "Organisation"),
    ("Milestone", "DECIDED_BY", "Board"), ("Workstream", "REPORTS_TO", "Board"), ("Programme", "REPORTS_TO", "Board"),
    ("Workstream", "GOVERNED_BY", "Board"), ("Workstream", "ADDRESSES", "Requirement"),
    ("Contract", "FUNDS", "Service"), ("Contract", "REPLACES", "Contract"), ("Organisation", "PROVIDES", "Service"),
    ("Workstream", "LED_BY", "Organisation"),
)  # fmt: skip


def statements() -> dict[str, str]:
    """List every statement that is run, by name; the linter checks them."""
    return {
        **{label: _nodes(label) for label in _PLAIN},
        **{f"{a} {type} {b}": _edges(a, type, b) for a, type, b in _LINKS},
    }


def _nodes(label: str) -> str:
    """Ask for all that nodes hold at once: naming each of 60 properties takes an engine seven times as long."""
    return f"MATCH (n:{label}) RETURN properties(n) AS told"


def _names(label: str) -> list[str]:
    wanted = ["id", *_PLAIN[label]]
    for name in _DATES[label]:
        wanted += [name, *(f"{name}_{part}" for part in ("state", "earliest", "latest"))]
    for name in _DURATIONS.get(label, ()):
        wanted += [name, *(f"{name}_{part}" for part in ("state", "amount", "unit"))]
    return wanted


def _rows(label: str, found: Sequence[Row]) -> list[Row]:
    """Give rows by id, in which every property has its place, None where it is blank."""
    blank = dict.fromkeys(_names(label))
    return sorted(({**blank, **row["told"]} for row in found), key=_id)


def _id(row: Row) -> str:
    return str(row["id"])


def _pair(row: Row) -> tuple[str, str]:
    return row["source"], row["target"]


def _edges(label: str, type: str, other: str) -> str:
    return f"MATCH (a:{label})-[:{type}]->(b:{other}) RETURN a.id AS source, b.id AS target"


@dataclasses.dataclass(frozen=True, slots=True)
class PlanColumns:
    """Rows by label, in the order of their ids, and relationships by `LABEL TYPE LABEL`."""

    nodes: Mapping[str, Sequence[Row]]
    links: Mapping[str, Sequence[Row]]

    def to(self, name: str) -> dict[str, tuple[str, ...]]:
        """Give for each start the ids that a kind of relationship leads to."""
        return _grouped((row["source"], row["target"]) for row in self.links[name])

    def back(self, name: str) -> dict[str, tuple[str, ...]]:
        """Give for each end the ids that a kind of relationship comes from."""
        return _grouped((row["target"], row["source"]) for row in self.links[name])


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def plan_columns(read: Read) -> PlanColumns:
    """Read the columns; `read` is the store's. Cost: linear in the plans that are stored."""
    asked = statements()
    rows = {name: read(statement) for name, statement in asked.items()}
    return PlanColumns(
        {name: _rows(name, found) for name, found in rows.items() if name in _PLAIN},
        {name: sorted(found, key=_pair) for name, found in rows.items() if name not in _PLAIN},
    )

"""Read everything that plans are made of from the graph into columns, once a command."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pathway_graph.stores.errors import StoreError

__all__ = ["PlanColumns", "Read", "Row", "Stored", "plan_columns", "statements"]

Read = Callable[..., Sequence[Mapping[str, Any]]]
Row = Mapping[str, Any]

_DATES = {
    "Programme": ("starts", "status_date", "must_finish"),
    "Workstream": ("starts", "completes"),
    "Milestone": (
        "planned_start", "planned_finish", "actual_start", "actual_finish", "resumes", "baseline_start",
        "baseline_finish", "constraint_on", "second_constraint_on", "deadline",
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


_TOO_MANY = "PG323"
"""What an engine says that cannot gather so many values in one row."""


def statements() -> dict[str, str]:
    """List every statement that is run, by name; the linter checks them.

    Each gathers all that there is into one row, in no order, which takes half of what a row for each does. Those called
    `... one by one` are asked where that is more than the engine gathers.
    """
    at_once = {
        **{label: _nodes(label) for label in _PLAIN},
        **{f"{a} {type} {b}": _edges(a, type, b) for a, type, b in _LINKS},
    }
    return {**at_once, **{f"{name} one by one": _one_by_one(told) for name, told in at_once.items()}}


def _nodes(label: str) -> str:
    """Ask for all that nodes hold at once: naming each of 60 properties takes an engine seven times as long."""
    return f"MATCH (n:{label}) RETURN collect(properties(n)) AS told"


def _edges(label: str, type: str, other: str) -> str:
    return f"MATCH (a:{label})-[:{type}]->(b:{other}) RETURN collect(a.id) AS source, collect(b.id) AS target"


def _one_by_one(statement: str) -> str:
    return re.sub(r"collect\(((?:[^()]|\([^()]*\))*)\)", r"\1", statement)


def _gathered(read: Read, name: str) -> dict[str, list[Any]]:
    """Give the columns of a statement, asked for at once, or one by one where the engine does not gather so many."""
    asked = statements()
    try:
        (row,) = read(asked[name])
    except StoreError as error:
        if error.problems[0].code != _TOO_MANY:
            raise
        rows = read(asked[f"{name} one by one"])
        return {column: [row[column] for row in rows] for column in rows[0]} if rows else defaultdict(list)
    return {column: list(values) for column, values in row.items()}


def _names(label: str) -> list[str]:
    wanted = ["id", *_PLAIN[label]]
    for name in _DATES[label]:
        wanted += [name, *(f"{name}_{part}" for part in ("state", "earliest", "latest"))]
    for name in _DURATIONS.get(label, ()):
        wanted += [name, *(f"{name}_{part}" for part in ("state", "amount", "unit"))]
    return wanted


class Stored(dict[str, Any]):
    """What a node holds; what may be there and is blank reads as None. A place for each would take most of the time."""

    def __missing__(self, name: str) -> None:
        if name not in _KNOWN:
            raise KeyError(name)


_KNOWN = frozenset(name for label in _PLAIN for name in _names(label))


def _id(row: Row) -> str:
    return str(row["id"])


@dataclasses.dataclass(frozen=True, slots=True)
class PlanColumns:
    """Rows by label, in the order of their ids, and the pairs of ids of each relationship, by `LABEL TYPE LABEL`."""

    nodes: Mapping[str, Sequence[Row]]
    links: Mapping[str, Sequence[tuple[str, str]]]

    def to(self, name: str) -> dict[str, tuple[str, ...]]:
        """Give for each start the ids that a kind of relationship leads to."""
        return _grouped(self.links[name])

    def back(self, name: str) -> dict[str, tuple[str, ...]]:
        """Give for each end the ids that a kind of relationship comes from."""
        return _grouped((end, start) for start, end in self.links[name])


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        if key in found:
            found[key].append(value)
        else:
            found[key] = [value]
    return {key: tuple(values) for key, values in found.items()}


def plan_columns(read: Read) -> PlanColumns:
    """Read the columns; `read` is the store's. Cost: linear in the plans that are stored."""
    return PlanColumns(
        {label: sorted(map(Stored, _gathered(read, label)["told"]), key=_id) for label in _PLAIN},
        {name: _pairs(_gathered(read, name)) for name in (f"{a} {type} {b}" for a, type, b in _LINKS)},
    )


def _pairs(columns: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    return sorted(zip(columns["source"], columns["target"], strict=True))

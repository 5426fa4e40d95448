"""Ask the graph for what a snapshot is made of: each statement gives an aspect of a label, or a kind of relationship.

An aspect is a few properties that are told together (the ages of provisions). Nodes that state the same come in one
row, with their ids: a country's services keep to a few hours and ages, so that ten thousand nodes are some dozen rows.
Relationships come by the side on which there are fewer nodes. That is half of what a row for each takes the engine, and
values are turned into objects once. Rows come in no order; the engine gathers at most 500,000 ids in one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

__all__ = ["ASPECTS", "LINKS", "NONE_STATED", "Aspect", "Link", "ends_of", "one_row", "statements", "values_of"]

Row = Mapping[str, Any]
T = TypeVar("T")
Aspect = tuple[str, str]
"""A label, and the name of some of its properties in `ASPECTS`."""
Link = tuple[str, str, str]
"""A label, a type of relationship, and the labels at its other end, parted by |."""
NONE_STATED = "null"
"""What stands for the property of a relationship of a kind of which none is read."""


def _dates(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}{part}" for name in names for part in ("", "_state", "_earliest", "_latest"))


def _quantities(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}{part}" for name in names for part in ("", "_state", "_low", "_low_open", "_high"))


def _span(name: str) -> tuple[str, ...]:
    return tuple(f"{name}_{part}" for part in ("any", "state", "sure", "may"))


_BOX: dict[str, tuple[str, ...]] = {
    "members": ("area_any", "area_state", "need_any", "need_state", *_span("group"), *_span("steps")),
    "ages": _span("ages"), "hours": _span("hours"),
}  # fmt: skip
ASPECTS: dict[str, dict[str, tuple[str, ...]]] = {
    "Area": {"name": ("name",)},
    "Need": {"told": ("name", "scale", "scale_low", "scale_high")},
    "Function": {"told": ("name", "kind")},
    "Service": {"name": ("name",), "told": ("status", "annual_value", "entry"), "dates": _dates("opens", "closes")},
    "Provision": {
        **_BOX, "terms": (*_dates("opens", "closes"), *_quantities("max_wait", "wait_observed", "response_within")),
    },
    "Requirement": {
        "name": ("name",), **_BOX, "asked": ("strength", "basis"),
        "terms": (*_dates("opens", "closes"), *_quantities("max_wait", "response_within")),
    },
    "Contract": {"name": ("name",), "dates": _dates("starts", "ends")},
    "Handoff": {
        "name": ("name",), **_BOX, "waits": _quantities("max_wait"),
        "told": ("kind", "to_state", "immediate", "protocol", "protocol_state", "agreement", "agreement_state"),
    },
    "Population": {"told": ("people", "year", "ages_may")},
    "Milestone": {"dates": _dates("planned_finish")},
}  # fmt: skip
"""Label -> name of an aspect -> the properties that are told together."""

LINKS: dict[Link, str] = {
    **{(label, "COVERS", "Area"): "r.sure" for label in ("Provision", "Requirement", "Handoff")},
    **{(label, "MEETS", "Need"): "r.sure" for label in ("Provision", "Requirement", "Handoff")},
    **{(label, "LEAVES_OUT", "Area|Need"): "head(labels(b))" for label in ("Provision", "Requirement", "Handoff")},
    ("Area", "PART_OF", "Area"): NONE_STATED, ("Need", "PART_OF", "Need"): NONE_STATED,
    ("Function", "PART_OF", "Function"): NONE_STATED, ("Function", "RELIES_ON", "Function"): NONE_STATED,
    ("Organisation", "PROVIDES", "Service"): NONE_STATED, ("Service", "OFFERS", "Provision"): NONE_STATED,
    ("Provision", "DELIVERS", "Function"): NONE_STATED, ("Requirement", "ASKS_FOR", "Function"): NONE_STATED,
    ("Requirement", "ASKED_BY", "Organisation|Board"): NONE_STATED, ("Contract", "FUNDS", "Service"): NONE_STATED,
    ("Contract", "REPLACES", "Contract"): NONE_STATED, ("Handoff", "FROM", "Service"): NONE_STATED,
    ("Handoff", "TO", "Service"): NONE_STATED, ("Population", "LIVES_IN", "Area"): NONE_STATED,
    ("Milestone", "MOBILISES", "Service"): NONE_STATED,
}  # fmt: skip
"""A kind of relationship -> what is read beside its ends: whether a place is sure, or the label of what is left out."""

_FROM_THE_START = {("Organisation", "PROVIDES", "Service"), ("Service", "OFFERS", "Provision")}
"""Kinds of which there are fewer starts than ends."""


def statements() -> dict[Aspect | Link, str]:
    """List every statement that a snapshot runs; the linter checks them.

    A provision that stands on the row of its service has its id, and is offered by it: that is not read.
    """
    found: dict[Aspect | Link, str] = {}
    for label, aspects in ASPECTS.items():
        for aspect, names in aspects.items():
            told = ", ".join(f"n.{name} AS {name}" for name in names)
            found[label, aspect] = f"MATCH (n:{label}) RETURN {told}, collect(n.id) AS ids"
    for link, extra in LINKS.items():
        label, type, other = link
        one, many = ("a", "b") if link in _FROM_THE_START else ("b", "a")
        own = " WHERE a.id <> b.id" if type == "OFFERS" else ""
        found[link] = (
            f"MATCH (a:{label})-[r:{type}]->(b:{other}){own} "
            f"RETURN {one}.id AS one, {extra} AS extra, collect({many}.id) AS many"
        )
    return found


def values_of(rows: Iterable[Row], build: Callable[[Row], T]) -> dict[str, T]:
    """Build what each row of an aspect tells, once, and give it to every node that states it."""
    found: dict[str, T] = {}
    for row in rows:
        found.update(dict.fromkeys(row["ids"], build(row)))
    return found


def ends_of(link: Link, rows: Sequence[Row]) -> dict[str, list[tuple[str, Any]]]:
    """Give the ends of a kind of relationship by where it starts, in order, each with what was read beside it."""
    found: dict[str, list[tuple[str, Any]]] = {}
    if link in _FROM_THE_START:
        for row in rows:
            found.setdefault(row["one"], []).extend((end, row["extra"]) for end in row["many"])
        for ends in found.values():
            ends.sort(key=_by_end)
        return found
    for row in sorted(rows, key=lambda row: (row["one"], str(row["extra"]))):
        end = (row["one"], row["extra"])
        for start in row["many"]:
            if start in found:
                found[start].append(end)
            else:
                found[start] = [end]
    return found


def one_row(link: Link, start: str, end: str, extra: Any) -> Row:
    """Give a row that tells one relationship, as a statement would."""
    one, many = (start, end) if link in _FROM_THE_START else (end, start)
    return {"one": one, "extra": extra, "many": [many]}


def _by_end(end: tuple[str, Any]) -> tuple[str, str]:
    return end[0], str(end[1])

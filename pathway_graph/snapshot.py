"""Read the graph into columns, once a command: what the analysis works on.

Each statement returns one label, or one kind of relationship; everything else is done in Python. A node is returned as
the map of what it states, which is mostly a few of its many properties, and rows are put in order here: both are a
third of what named columns and ORDER BY cost the engine, and the order is the same on every store.
"""

from __future__ import annotations

import datetime
import functools
import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .analysis import landscape as land

__all__ = ["date_of", "landscape", "quantity_of", "statements"]

Read = Callable[..., Sequence[Mapping[str, Any]]]
Row = Mapping[str, Any]

_BOXES = ("Provision", "Requirement", "Handoff")
_SPANS = ("ages", "steps", "hours")
_DATES = ("opens", "closes")


def statements() -> dict[str, str]:
    """List every statement that a snapshot runs, by name; the linter checks them."""
    found = {label: f"MATCH (n:{label}) RETURN properties(n) AS facts" for label in _READ}
    for label in _BOXES:
        found[f"{label} areas"] = _edges(label, "COVERS", "Area", "r.sure")
        found[f"{label} needs"] = _edges(label, "MEETS", "Need", "r.sure")
        found[f"{label} exceptions"] = _edges(label, "LEAVES_OUT", "Area|Need", "head(labels(b))")
    for label, type, other in _LINKS:
        found[f"{label} {type} {other}"] = _edges(label, type, other, "null")
    return found


_READ = (
    "Area", "Need", "Function", "Organisation", "Service", "Provision", "Requirement", "Contract", "Handoff",
    "Population", "Milestone",
)  # fmt: skip
_LINKS = (
    ("Area", "PART_OF", "Area"), ("Need", "PART_OF", "Need"), ("Function", "PART_OF", "Function"),
    ("Function", "RELIES_ON", "Function"), ("Organisation", "PROVIDES", "Service"), ("Service", "OFFERS", "Provision"),
    ("Provision", "DELIVERS", "Function"), ("Requirement", "ASKS_FOR", "Function"),
    ("Requirement", "ASKED_BY", "Organisation|Board"), ("Contract", "FUNDS", "Service"),
    ("Contract", "REPLACES", "Contract"), ("Handoff", "FROM", "Service"), ("Handoff", "TO", "Service"),
    ("Population", "LIVES_IN", "Area"), ("Milestone", "MOBILISES", "Service"),
)  # fmt: skip


def _edges(label: str, type: str, other: str, extra: str) -> str:
    return f"MATCH (a:{label})-[r:{type}]->(b:{other}) RETURN a.id AS source, b.id AS target, {extra} AS extra"


def landscape(read: Read, contracts: tuple[land.Contract, ...] | None = None) -> land.Landscape:
    """Read services, requirements and what they hang on; `read` is the store's. Cost: linear in what is stored.

    `contracts` are taken for those that are stored where they have been read before.
    """
    asked = statements()
    if contracts is not None:
        asked = {name: told for name, told in asked.items() if not name.startswith("Contract ")}
    rows = {label: _facts(read(asked[label])) for label in _READ if label != "Contract" or contracts is None}
    links = {name: _grouped(read(statement)) for name, statement in asked.items() if name not in _READ}
    forward = {name: {a: [b for b, _ in found] for a, found in by.items()} for name, by in links.items()}
    areas, needs = _area(rows, forward), _need(rows, forward)
    return land.Landscape(
        areas=areas, needs=needs, functions=_function(rows, forward), services=_service(rows, forward),
        provisions=_provision(rows, links, forward), requirements=_requirement(rows, links, forward),
        contracts=_contract(rows, forward) if contracts is None else contracts, handoffs=_handoff(rows, links, forward),
        populations=_population(rows, forward),
    )  # fmt: skip


Links = Mapping[str, Mapping[str, Sequence[str]]]


class _Facts(dict[str, Any]):
    """What a node states; of all else there is None."""

    def __missing__(self, name: str) -> None:
        return None


def _facts(rows: Iterable[Row]) -> list[_Facts]:
    """The nodes of a label, by id."""
    return sorted((_Facts(row["facts"]) for row in rows), key=operator.itemgetter("id"))


def _grouped(rows: Iterable[Row]) -> dict[str, list[tuple[str, Any]]]:
    """The ends of a kind of relationship, by where it starts; both in order."""
    found: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["source"]].append((row["target"], row["extra"]))
    for ends in found.values():
        if len(ends) > 1:
            ends.sort(key=_by_target)
    return {source: found[source] for source in sorted(found)}


def _by_target(end: tuple[str, Any]) -> tuple[str, str]:
    return end[0], str(end[1])


def _to(forward: Links, name: str, id: str) -> tuple[str, ...]:
    return tuple(forward[name].get(id, ()))


def _back(forward: Links, name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for source, targets in forward[name].items():
        for target in targets:
            found[target].append(source)
    return {target: tuple(sorted(sources)) for target, sources in found.items()}


def _area(rows: Mapping[str, Sequence[Row]], forward: Links) -> tuple[land.Area, ...]:
    return tuple(land.Area(r["id"], r["name"], _to(forward, "Area PART_OF Area", r["id"])) for r in rows["Area"])


def _need(rows: Mapping[str, Sequence[Row]], forward: Links) -> tuple[land.Need, ...]:
    of = {r["id"]: r for r in rows["Need"]}

    def scale(id: str) -> tuple[int, int] | None:
        if of[id]["scale_low"] is not None:
            return of[id]["scale_low"], of[id]["scale_high"]
        if of[id]["scale"] is not None:  # stated to have none
            return None
        return next((s for s in map(scale, _to(forward, "Need PART_OF Need", id)) if s), None)

    return tuple(land.Need(id, r["name"], _to(forward, "Need PART_OF Need", id), scale(id)) for id, r in of.items())


def _function(rows: Mapping[str, Sequence[Row]], forward: Links) -> tuple[land.Function, ...]:
    of = {r["id"]: r for r in rows["Function"]}

    def kind(id: str) -> str:
        above = _to(forward, "Function PART_OF Function", id)
        return of[id]["kind"] or next((k for k in map(kind, above) if k), "")

    return tuple(
        land.Function(
            id, r["name"], _to(forward, "Function PART_OF Function", id), kind(id),
            _to(forward, "Function RELIES_ON Function", id),
        )
        for id, r in of.items()
    )  # fmt: skip


def _service(rows: Mapping[str, Sequence[Row]], forward: Links) -> tuple[land.Service, ...]:
    providers = _back(forward, "Organisation PROVIDES Service")
    finish = {r["id"]: date_of(r, "planned_finish").latest for r in rows["Milestone"]}
    openers = _back(forward, "Milestone MOBILISES Service")
    return tuple(
        land.Service(
            r["id"], r["name"], providers.get(r["id"], ()), r["status"] or "", date_of(r, "opens"),
            date_of(r, "closes"), r["annual_value"],
            max((f for m in openers.get(r["id"], ()) if (f := finish[m])), default=None),
            tuple(r["entry"]) if r["entry"] else None,
        )
        for r in rows["Service"]
    )  # fmt: skip


def _provision(rows: Mapping[str, Sequence[Row]], links: Any, forward: Links) -> tuple[land.Provision, ...]:
    service = {p: s[0] for p, s in _back(forward, "Service OFFERS Provision").items()}
    found = []
    for r in rows["Provision"]:
        id = r["id"]
        observed = r["wait_observed"] is not None or r["wait_observed_state"] is not None
        field = "wait_observed" if observed else "max_wait"
        offering = service[id]
        found.append(
            land.Provision(
                id, offering, _to(forward, "Provision DELIVERS Function", id), _extent("Provision", r, links),
                "Service" if offering == id else "Provision", date_of(r, "opens"), date_of(r, "closes"),
                quantity_of(r, field), quantity_of(r, "response_within"), field,
            )
        )  # fmt: skip
    return tuple(found)


def _requirement(rows: Mapping[str, Sequence[Row]], links: Any, forward: Links) -> tuple[land.Requirement, ...]:
    return tuple(
        land.Requirement(
            r["id"], r["name"], _to(forward, "Requirement ASKS_FOR Function", r["id"])[0],
            _extent("Requirement", r, links), quantity_of(r, "max_wait"), quantity_of(r, "response_within"),
            r["strength"] or "", r["basis"] or "", _to(forward, "Requirement ASKED_BY Organisation|Board", r["id"]),
            date_of(r, "opens"), date_of(r, "closes"),
        )
        for r in rows["Requirement"]
    )  # fmt: skip


def _contract(rows: Mapping[str, Sequence[Row]], forward: Links) -> tuple[land.Contract, ...]:
    return tuple(
        land.Contract(
            r["id"], r["name"], _to(forward, "Contract FUNDS Service", r["id"]),
            _to(forward, "Contract REPLACES Contract", r["id"]), date_of(r, "starts"), date_of(r, "ends"),
        )
        for r in rows["Contract"]
    )  # fmt: skip


def _handoff(rows: Mapping[str, Sequence[Row]], links: Any, forward: Links) -> tuple[land.Handoff, ...]:
    found = []
    for r in rows["Handoff"]:
        taker = _to(forward, "Handoff TO Service", r["id"])
        giver = _to(forward, "Handoff FROM Service", r["id"])[0]
        found.append(
            land.Handoff(
                r["id"], giver, taker[0] if taker else None, r["name"] or "", r["kind"] or "refer",
                r["to_state"] == "none", bool(r["immediate"]), _yes_no(r, "protocol"), _yes_no(r, "agreement"),
                quantity_of(r, "max_wait"), _extent("Handoff", r, links),
            )
        )  # fmt: skip
    return tuple(found)


def _yes_no(r: Row, name: str) -> str:
    if r[name] is None:
        return "no" if r[f"{name}_state"] == "none" else ""
    return "yes" if r[name] else "no"


def _population(rows: Mapping[str, Sequence[Row]], forward: Links) -> tuple[land.Population, ...]:
    return tuple(
        land.Population(
            r["id"], _to(forward, "Population LIVES_IN Area", r["id"])[0], tuple(r["ages_may"] or ()), r["people"],
            r["year"] or 0,
        )
        for r in rows["Population"]
        if r["people"] is not None
    )  # fmt: skip


def _extent(label: str, r: Row, links: Any) -> land.Extent:
    left_out = links[f"{label} exceptions"].get(r["id"], ())
    return land.Extent(
        areas=_members(r, "area", links[f"{label} areas"], left_out),
        needs=_members(r, "need", links[f"{label} needs"], left_out),
        groups=_words(r), ages=_numbers(r, "ages"), steps=_numbers(r, "steps"), minutes=_numbers(r, "hours"),
    )  # fmt: skip


_SIDES = {
    name: tuple(f"{name}_{part}" for part in ("any", "state", "sure", "may"))
    for name in ("area", "need", "group", *_SPANS)
}
"""A dimension -> the properties that keep it."""


def _members(r: Row, name: str, taken: Any, left_out: Iterable[tuple[str, str]]) -> land.Members:
    sure: list[str] = []
    some: list[str] = []
    for target, is_sure in taken.get(r["id"], ()):
        (sure if is_sure else some).append(target)
    excepted = tuple(target for target, kind in left_out if kind.lower() == name) if left_out else ()
    return land.Members(_state(r, name), tuple(sure), tuple(some), excepted)


def _state(r: Row, name: str) -> land.State:
    is_any, kept, *_ = _SIDES[name]
    state: land.State = "any" if r[is_any] else r[kept] or "blank"
    return state


def _numbers(r: Row, name: str) -> land.Numbers:
    state = _state(r, name)
    if state not in ("stated", "half"):
        return _span(state)
    _, _, sure, may = _SIDES[name]
    return _span(state, tuple(r[sure] or ()), tuple(r[may] or ()))


@functools.lru_cache(1000)  # the same few hours and ages are stated again and again
def _span(state: land.State, sure: tuple[int, ...] = (), may: tuple[int, ...] = ()) -> land.Numbers:
    return land.Numbers(state, sure, may)


def _words(r: Row) -> land.Words:
    state = _state(r, "group")
    if state == "blank":
        return land.BLANK_WORDS
    if state not in ("stated", "half"):
        return land.Words(state)
    return land.Words(state, tuple(r["group_sure"] or ()), tuple(r["group_may"] or ()))


def date_of(r: Row, name: str) -> land.Date:
    """Read a date of a row: its state and both ends; the row has NAME, NAME_state, NAME_earliest and NAME_latest."""
    if r[name] is None:
        return land.BLANK_DATE
    state = r[f"{name}_state"]
    if state in ("missing", "any"):
        return land.Date(state)
    if state == "none":
        return land.Date("any")
    return land.Date("stated", _ordinal(r[f"{name}_earliest"]), _ordinal(r[f"{name}_latest"]))


def _ordinal(day: str | datetime.date | None) -> int | None:
    if day is None:
        return None
    return (datetime.date.fromisoformat(day) if isinstance(day, str) else day).toordinal()


def quantity_of(r: Row, name: str) -> land.Quantity:
    """Read a number of a row: the row has NAME, NAME_state, NAME_low, NAME_low_open and NAME_high."""
    exact, state = r[name], r[f"{name}_state"]
    if exact is not None:
        return land.Quantity("stated", exact, exact)
    if state == "half":
        return land.Quantity("half", r[f"{name}_low"], r[f"{name}_high"], bool(r[f"{name}_low_open"]))
    return land.Quantity("any" if state in ("any", "none") else "missing") if state else land.BLANK_QUANTITY

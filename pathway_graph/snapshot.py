"""Read the graph into columns, once a command: what the analysis works on.

Each statement returns one label, or one kind of relationship, ordered by id; everything else is done in Python.
"""

from __future__ import annotations

import datetime
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
    found = {label: _nodes(label, columns) for label, columns in _COLUMNS.items()}
    for label in _BOXES:
        found[f"{label} areas"] = _edges(label, "COVERS", "Area", "r.sure")
        found[f"{label} needs"] = _edges(label, "MEETS", "Need", "r.sure")
        found[f"{label} exceptions"] = _edges(label, "LEAVES_OUT", "Area|Need", "head(labels(b))")
    for label, type, other in _LINKS:
        found[f"{label} {type} {other}"] = _edges(label, type, other, "null")
    return found


_COLUMNS: dict[str, tuple[str, ...]] = {
    "Area": ("name",),
    "Need": ("name", "scale", "scale_low", "scale_high"),
    "Function": ("name", "kind"),
    "Organisation": ("name",),
    "Service": ("name", "status", "annual_value", "entry", *_DATES),
    "Provision": ("name", "max_wait", "wait_observed", "response_within", *_DATES),
    "Requirement": ("name", "max_wait", "response_within", "strength", "basis", *_DATES),
    "Contract": ("name", "starts", "ends"),
    "Handoff": (
        "name",
        "kind",
        "to_state",
        "immediate",
        "protocol",
        "protocol_state",
        "agreement",
        "agreement_state",
        "max_wait",
    ),
    "Population": ("ages", "people", "year"),
    "Milestone": ("name", "planned_finish"),
}
_QUANTITIES = ("max_wait", "wait_observed", "response_within")
_LINKS = (
    ("Area", "PART_OF", "Area"), ("Need", "PART_OF", "Need"), ("Function", "PART_OF", "Function"),
    ("Function", "RELIES_ON", "Function"), ("Organisation", "PROVIDES", "Service"), ("Service", "OFFERS", "Provision"),
    ("Provision", "DELIVERS", "Function"), ("Requirement", "ASKS_FOR", "Function"),
    ("Requirement", "ASKED_BY", "Organisation|Board"), ("Contract", "FUNDS", "Service"),
    ("Contract", "REPLACES", "Contract"), ("Handoff", "FROM", "Service"), ("Handoff", "TO", "Service"),
    ("Population", "LIVES_IN", "Area"), ("Milestone", "MOBILISES", "Service"),
)  # fmt: skip


def _nodes(label: str, columns: Iterable[str]) -> str:
    wanted: list[str] = []
    for name in columns:
        wanted.append(name)
        if name in (*_DATES, "starts", "ends", "planned_finish"):
            wanted += [f"{name}_{part}" for part in ("state", "earliest", "latest")]
        elif name in _QUANTITIES:
            wanted += [f"{name}_{part}" for part in ("state", "low", "low_open", "high")]
        elif name == "ages":
            wanted += ["ages_state", "ages_may"]
    if label in _BOXES:
        wanted += [f"{name}_{part}" for name in (*_SPANS, "group") for part in ("state", "any", "sure", "may")]
        wanted += [f"{name}_{part}" for name in ("area", "need") for part in ("state", "any")]
    told = ", ".join(f"n.{name} AS {name}" for name in dict.fromkeys(wanted))
    return f"MATCH (n:{label}) RETURN n.id AS id, {told} ORDER BY id"


def _edges(label: str, type: str, other: str, extra: str) -> str:
    return (
        f"MATCH (a:{label})-[r:{type}]->(b:{other}) RETURN a.id AS source, b.id AS target, {extra} AS extra "
        "ORDER BY source, target"
    )


def landscape(read: Read, contracts: tuple[land.Contract, ...] | None = None) -> land.Landscape:
    """Read services, requirements and what they hang on; `read` is the store's. Cost: linear in what is stored.

    `contracts` are taken for those that are stored where they have been read before.
    """
    asked = statements()
    if contracts is not None:
        asked = {name: told for name, told in asked.items() if not name.startswith("Contract ")}
    rows = {label: read(asked[label]) for label in _COLUMNS if label != "Contract" or contracts is None}
    links = {name: _grouped(read(statement)) for name, statement in asked.items() if name not in _COLUMNS}
    forward = {name: {a: [b for b, _ in found] for a, found in by.items()} for name, by in links.items()}
    areas, needs = _area(rows, forward), _need(rows, forward)
    return land.Landscape(
        areas=areas, needs=needs, functions=_function(rows, forward), services=_service(rows, forward),
        provisions=_provision(rows, links, forward), requirements=_requirement(rows, links, forward),
        contracts=_contract(rows, forward) if contracts is None else contracts, handoffs=_handoff(rows, links, forward),
        populations=_population(rows, forward),
    )  # fmt: skip


Links = Mapping[str, Mapping[str, Sequence[str]]]


def _grouped(rows: Iterable[Row]) -> dict[str, list[tuple[str, Any]]]:
    found: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["source"]].append((row["target"], row["extra"]))
    return found


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
        found.append(
            land.Provision(
                id, service[id], _to(forward, "Provision DELIVERS Function", id), _extent("Provision", r, links),
                "Service" if service[id] == id else "Provision", date_of(r, "opens"), date_of(r, "closes"),
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
    left_out: dict[str, list[str]] = defaultdict(list)
    for target, kind in links[f"{label} exceptions"].get(r["id"], ()):
        left_out[kind].append(target)
    return land.Extent(
        areas=_members(r, "area", links[f"{label} areas"], left_out["Area"]),
        needs=_members(r, "need", links[f"{label} needs"], left_out["Need"]),
        groups=_words(r), ages=_numbers(r, "ages"), steps=_numbers(r, "steps"), minutes=_numbers(r, "hours"),
    )  # fmt: skip


def _members(r: Row, name: str, taken: Any, excepted: list[str]) -> land.Members:
    found = taken.get(r["id"], ())
    sure = tuple(target for target, is_sure in found if is_sure)
    some = tuple(target for target, is_sure in found if not is_sure)
    state = _state(r, name)
    return land.Members(state, sure, some, tuple(excepted))


def _state(r: Row, name: str) -> land.State:
    state: land.State = "any" if r[f"{name}_any"] else r[f"{name}_state"] or "blank"
    return state


def _numbers(r: Row, name: str) -> land.Numbers:
    state = _state(r, name)
    if state not in ("stated", "half"):
        return land.Numbers(state)
    return land.Numbers(state, tuple(r[f"{name}_sure"] or ()), tuple(r[f"{name}_may"] or ()))


def _words(r: Row) -> land.Words:
    state = _state(r, "group")
    if state not in ("stated", "half"):
        return land.Words(state)
    return land.Words(state, tuple(r["group_sure"] or ()), tuple(r["group_may"] or ()))


def date_of(r: Row, name: str) -> land.Date:
    """Read a date of a row: its state and both ends; the row has NAME, NAME_state, NAME_earliest and NAME_latest."""
    words, state = r[name], r[f"{name}_state"]
    if words is None:
        return land.BLANK_DATE
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

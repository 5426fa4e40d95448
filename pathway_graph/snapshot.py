"""Read the graph into columns, once a command: what the analysis works on.

What is asked stands in `snapshot_rows`; here it becomes rows of a landscape, in the order of their ids, so that they
are the same on every store.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from .analysis import landscape as land
from .snapshot_rows import Link, ends_of, statements, values_of

__all__ = ["date_of", "landscape", "quantity_of"]

Read = Callable[..., Sequence[Mapping[str, Any]]]
Row = Mapping[str, Any]
T = TypeVar("T")


def landscape(read: Read, contracts: tuple[land.Contract, ...] | None = None) -> land.Landscape:
    """Read services, requirements and what they hang on; `read` is the store's. Cost: linear in what is stored.

    `contracts` are taken for those that are stored where they have been read before.
    """
    graph = _Graph(read)
    needs = _needs(graph)
    provisions, requirements, handoffs = _provisions(graph), _requirements(graph), _handoffs(graph)
    return land.Landscape(
        areas=_areas(graph), needs=needs, functions=_functions(graph), services=_services(graph),
        provisions=provisions, requirements=requirements,
        contracts=_contracts(graph) if contracts is None else contracts, handoffs=handoffs,
        populations=_populations(graph),
    )  # fmt: skip


class _Graph:
    """What a store holds: aspects of labels by id, and relationships by where they start."""

    def __init__(self, read: Read) -> None:
        self._read, self._asked = read, statements()

    def values(self, label: str, aspect: str, build: Callable[[Row], T]) -> dict[str, T]:
        """What an aspect of each node of a label becomes, by id."""
        return values_of(self._read(self._asked[label, aspect]), build)

    def ends(self, *link: str) -> dict[str, list[tuple[str, Any]]]:
        """The ends of a kind of relationship with what is read beside them, by where it starts; in order."""
        label, type, other = link
        kind: Link = (label, type, other)
        return ends_of(kind, self._read(self._asked[kind]))

    def ways(self, *link: str) -> dict[str, tuple[str, ...]]:
        """The ends of a kind of relationship, by where it starts; in order."""
        return {start: tuple([end for end, _ in ends]) for start, ends in self.ends(*link).items()}

    def back(self, *link: str) -> dict[str, tuple[str, ...]]:
        """The starts of a kind of relationship, by where it ends; in order."""
        found: dict[str, list[str]] = {}
        for start, ends in sorted(self.ends(*link).items()):
            for end, _ in ends:
                found.setdefault(end, []).append(start)
        return {end: tuple(starts) for end, starts in found.items()}


def _name(row: Row) -> Any:
    return row["name"]


def _areas(graph: _Graph) -> tuple[land.Area, ...]:
    names, above = graph.values("Area", "name", _name), graph.ways("Area", "PART_OF", "Area")
    return tuple(land.Area(id, name, above.get(id, ())) for id, name in sorted(names.items()))


def _needs(graph: _Graph) -> tuple[land.Need, ...]:
    of, above = graph.values("Need", "told", dict), graph.ways("Need", "PART_OF", "Need")

    def scale(id: str) -> tuple[int, int] | None:
        if of[id]["scale_low"] is not None:
            return of[id]["scale_low"], of[id]["scale_high"]
        if of[id]["scale"] is not None:  # stated to have none
            return None
        return next((s for s in map(scale, above.get(id, ())) if s), None)

    return tuple(land.Need(id, of[id]["name"], above.get(id, ()), scale(id)) for id in sorted(of))


def _functions(graph: _Graph) -> tuple[land.Function, ...]:
    of = graph.values("Function", "told", dict)
    above = graph.ways("Function", "PART_OF", "Function")
    relies_on = graph.ways("Function", "RELIES_ON", "Function")

    def kind(id: str) -> str:
        return of[id]["kind"] or next((k for k in map(kind, above.get(id, ())) if k), "")

    return tuple(
        land.Function(id, of[id]["name"], above.get(id, ()), kind(id), relies_on.get(id, ())) for id in sorted(of)
    )


def _services(graph: _Graph) -> tuple[land.Service, ...]:
    names = graph.values("Service", "name", _name)
    providers = graph.back("Organisation", "PROVIDES", "Service")
    finish = graph.values("Milestone", "dates", lambda row: date_of(row, "planned_finish").latest)
    openers = graph.back("Milestone", "MOBILISES", "Service")
    dates = graph.values("Service", "dates", lambda row: (date_of(row, "opens"), date_of(row, "closes")))
    told = graph.values(
        "Service", "told",
        lambda row: (row["status"] or "", row["annual_value"], tuple(row["entry"]) if row["entry"] else None),
    )  # fmt: skip
    found = []
    for id in sorted(names):
        (opens, closes), (status, value, entry) = dates[id], told[id]
        forecasts = [day for opener in openers.get(id, ()) if (day := finish[opener])]
        found.append(
            land.Service(
                id, names[id], providers.get(id, ()), status, opens, closes, value, max(forecasts, default=None), entry
            )
        )
    return tuple(found)


def _provisions(graph: _Graph) -> tuple[land.Provision, ...]:
    offering = graph.back("Service", "OFFERS", "Provision")
    functions = graph.ways("Provision", "DELIVERS", "Function")
    terms = graph.values("Provision", "terms", _terms)
    found = []
    for id, extent in sorted(_extents(graph, "Provision").items()):
        service = offering[id][0] if id in offering else id  # it stands on the row of its service
        label = "Service" if service == id else "Provision"
        found.append(land.Provision(id, service, functions.get(id, ()), extent, label, *terms[id]))
    return tuple(found)


def _terms(row: Row) -> tuple[land.Date, land.Date, land.Quantity, land.Quantity, str]:
    """When it opens and closes, how long people wait (observed where that is stated, else declared), within how many
    hours it responds, and which of the waits it is."""
    observed = row["wait_observed"] is not None or row["wait_observed_state"] is not None
    field = "wait_observed" if observed else "max_wait"
    dates = date_of(row, "opens"), date_of(row, "closes")
    return *dates, quantity_of(row, field), quantity_of(row, "response_within"), field


def _requirements(graph: _Graph) -> tuple[land.Requirement, ...]:
    names, extents = graph.values("Requirement", "name", _name), _extents(graph, "Requirement")
    function = graph.ways("Requirement", "ASKS_FOR", "Function")
    asked_by = graph.ways("Requirement", "ASKED_BY", "Organisation|Board")
    asked = graph.values("Requirement", "asked", lambda row: (row["strength"] or "", row["basis"] or ""))
    terms = graph.values("Requirement", "terms", _limits)
    found = []
    for id in sorted(names):
        limits, dates = terms[id]
        asking = asked_by.get(id, ())
        found.append(land.Requirement(id, names[id], function[id][0], extents[id], *limits, *asked[id], asking, *dates))
    return tuple(found)


def _limits(row: Row) -> tuple[tuple[land.Quantity, land.Quantity], tuple[land.Date, land.Date]]:
    """How long people may wait and within how many hours it has to respond; from when until when that is asked."""
    limits = quantity_of(row, "max_wait"), quantity_of(row, "response_within")
    return limits, (date_of(row, "opens"), date_of(row, "closes"))


def _contracts(graph: _Graph) -> tuple[land.Contract, ...]:
    names = graph.values("Contract", "name", _name)
    services = graph.ways("Contract", "FUNDS", "Service")
    replaces = graph.ways("Contract", "REPLACES", "Contract")
    dates = graph.values("Contract", "dates", lambda row: (date_of(row, "starts"), date_of(row, "ends")))
    return tuple(
        land.Contract(id, names[id], services.get(id, ()), replaces.get(id, ()), *dates[id]) for id in sorted(names)
    )


def _handoffs(graph: _Graph) -> tuple[land.Handoff, ...]:
    names, extents = graph.values("Handoff", "name", _name), _extents(graph, "Handoff")
    givers, takers = graph.ways("Handoff", "FROM", "Service"), graph.ways("Handoff", "TO", "Service")
    told = graph.values("Handoff", "told", _way)
    waits = graph.values("Handoff", "waits", lambda row: quantity_of(row, "max_wait"))
    return tuple(
        land.Handoff(
            id, givers[id][0], takers[id][0] if id in takers else None, names[id] or "", *told[id], waits[id],
            extents[id],
        )
        for id in sorted(names)
    )  # fmt: skip


def _way(row: Row) -> tuple[str, bool, bool, str, str]:
    to_nobody, immediate = row["to_state"] == "none", bool(row["immediate"])
    return row["kind"] or "refer", to_nobody, immediate, _yes_no(row, "protocol"), _yes_no(row, "agreement")


def _yes_no(row: Row, name: str) -> str:
    if row[name] is None:
        return "no" if row[f"{name}_state"] == "none" else ""
    return "yes" if row[name] else "no"


def _populations(graph: _Graph) -> tuple[land.Population, ...]:
    places = graph.ways("Population", "LIVES_IN", "Area")
    told = graph.values("Population", "told", lambda row: (tuple(row["ages_may"] or ()), row["people"], row["year"]))
    return tuple(
        land.Population(id, places[id][0], ages, people, year or 0)
        for id, (ages, people, year) in sorted(told.items())
        if people is not None
    )


def _extents(graph: _Graph, label: str) -> dict[str, land.Extent]:
    """The box of each node of a label, as it is stated."""
    areas, needs = graph.ends(label, "COVERS", "Area"), graph.ends(label, "MEETS", "Need")
    left_out = graph.ends(label, "LEAVES_OUT", "Area|Need")
    members = graph.values(label, "members", _membership)
    ages = graph.values(label, "ages", lambda row: _numbers(row, "ages"))
    hours = graph.values(label, "hours", lambda row: _numbers(row, "hours"))
    found = {}
    for id, (area, need, groups, steps) in members.items():
        out = left_out.get(id, ())
        found[id] = land.Extent(
            _members(area, areas.get(id, ()), [end for end, kind in out if kind == "Area"]),
            _members(need, needs.get(id, ()), [end for end, kind in out if kind == "Need"]),
            groups, ages[id], steps, hours[id],
        )  # fmt: skip
    return found


def _membership(row: Row) -> tuple[land.State, land.State, land.Words, land.Numbers]:
    """How areas and needs are stated, then the groups and the steps."""
    return _state(row, "area"), _state(row, "need"), _words(row), _numbers(row, "steps")


def _members(state: land.State, taken: Iterable[tuple[str, bool]], excepted: Sequence[str]) -> land.Members:
    sure = tuple([end for end, is_sure in taken if is_sure])
    some = tuple([end for end, is_sure in taken if not is_sure])
    return _place(state, sure, some, tuple(excepted))


@functools.lru_cache(10_000)  # the same few places and needs are stated again and again
def _place(state: land.State, sure: tuple[str, ...], some: tuple[str, ...], excepted: tuple[str, ...]) -> land.Members:
    return land.Members(state, sure, some, excepted)


def _state(row: Row, name: str) -> land.State:
    state: land.State = "any" if row[f"{name}_any"] else row[f"{name}_state"] or "blank"
    return state


def _numbers(row: Row, name: str) -> land.Numbers:
    state = _state(row, name)
    if state not in ("stated", "half"):
        return land.Numbers(state)
    return land.Numbers(state, tuple(row[f"{name}_sure"] or ()), tuple(row[f"{name}_may"] or ()))


def _words(row: Row) -> land.Words:
    state = _state(row, "group")
    if state not in ("stated", "half"):
        return land.Words(state)
    return land.Words(state, tuple(row["group_sure"] or ()), tuple(row["group_may"] or ()))


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

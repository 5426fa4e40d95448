"""Say in which lanes services and gaps stand, and which two dimensions make the best map."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pathway_graph.analysis.landscape import Landscape, Members, Provision, Requirement
from pathway_graph.answers.findings import Filter

from .picture import DIMENSIONS, NOBODY, NOT_STATED

__all__ = ["Lanes", "lane", "meant"]

_WELL, _MOST = 0.9, 15
"""Share of services that state a dimension, from which it counts as well stated; lanes that people can take in."""


@dataclasses.dataclass(frozen=True)
class Lanes:
    """The values of every service and requirement in every dimension, by name; blank where nothing is stated."""

    landscape: Landscape
    providers: Mapping[str, Sequence[str]]
    buyers: Mapping[str, Sequence[str]]

    def __post_init__(self) -> None:
        by_service: defaultdict[str, list[Provision]] = defaultdict(list)
        for row in self.landscape.provisions:
            by_service[row.service].append(row)
        object.__setattr__(self, "_offered", by_service)
        names = {
            kind: {row.id: row.name for row in rows}
            for kind, rows in (("area", self.landscape.areas), ("need", self.landscape.needs),
                               ("function", self.landscape.functions))
        }  # fmt: skip
        object.__setattr__(self, "_names", names)

    def of_service(self, service: str, provision: str | None = None) -> dict[str, tuple[str, ...]]:
        """Give what is stated of a service, or of one of its provisions."""
        rows: list[Provision] = self._offered[service]  # type: ignore[attr-defined]
        if provision is not None:
            rows = [row for row in rows if row.id == provision]
        return {
            "provider": tuple(dict.fromkeys(self.providers.get(service, ()))),
            "commissioner": tuple(dict.fromkeys(self.buyers.get(service, ()))),
            "function": self._told("function", (key for row in rows for key in row.functions)),
            "area": self._told("area", (key for row in rows for key in _members(row.extent.areas))),
            "need": self._told("need", (key for row in rows for key in _members(row.extent.needs))),
            "step": tuple(dict.fromkeys(step for row in rows for step in _step(row))),
        }

    def of_requirement(self, row: Requirement) -> dict[str, tuple[str, ...]]:
        """Give where a service that meets a requirement would stand; nobody provides it."""
        return {
            "provider": (NOBODY,), "commissioner": (), "function": self._told("function", [row.function]),
            "area": self._told("area", _members(row.extent.areas)),
            "need": self._told("need", _members(row.extent.needs)), "step": _step(row),
        }  # fmt: skip

    def best(self, services: Iterable[str]) -> tuple[str, str]:
        """Choose the two dimensions that are best stated: by at least nine services in ten, in 2 to 15 lanes."""
        told = [self.of_service(service) for service in services]

        def rank(name: str) -> tuple[bool, float, int]:
            stated = sum(bool(facts[name]) for facts in told) / max(len(told), 1)
            lanes = len({value for facts in told for value in facts[name][:1]})
            good = stated >= _WELL and 2 <= lanes <= _MOST
            return not good, 0 if good else -(stated if lanes > 1 else stated / 10), DIMENSIONS.index(name)

        first, second, *_ = sorted(DIMENSIONS, key=rank)
        return first, second

    def _told(self, kind: str, keys: Iterable[str]) -> tuple[str, ...]:
        names: dict[str, str] = self._names[kind]  # type: ignore[attr-defined]
        return tuple(dict.fromkeys(names[key] for key in keys if key in names))


def _members(members: Members) -> tuple[str, ...]:
    return (*members.sure, *members.some)


def _step(row: Provision | Requirement) -> tuple[str, ...]:
    """Give the lowest step of a box: where people meet the service first. What it is up to stands in its lines."""
    spans = row.extent.steps.sure or row.extent.steps.may
    return (f"Step {spans[0]}",) if spans and row.extent.steps.state in ("stated", "half") else ()


def lane(facts: Mapping[str, tuple[str, ...]], dimension: str) -> tuple[str, ...]:
    """Give the lanes of a dimension in which something stands: NOT_STATED where nothing is stated."""
    return facts[dimension] or (NOT_STATED,)


def meant(landscape: Landscape, only: Filter) -> tuple[set[str] | None, set[str] | None]:
    """Give the services and the requirements that a filter leaves; None where it asks for nothing.

    An area or need also means what lies below and above it, a function what lies below it; what states no area or no
    need is left in, since nobody can say that it is not meant.
    """
    if not only.parameters():
        return None, None
    areas = _around(landscape.areas, only.area) if only.area else None
    needs = _around(landscape.needs, only.need) if only.need else None
    functions = _below(landscape.functions, only.function) if only.function else None

    def fits(row: Provision | Requirement, done: Iterable[str]) -> bool:
        where, what = _members(row.extent.areas), _members(row.extent.needs)
        return (
            (areas is None or not where or bool(areas & set(where)))
            and (needs is None or not what or bool(needs & set(what)))
            and (functions is None or bool(functions & set(done)))
        )

    services = {row.service for row in landscape.provisions if fits(row, row.functions)}
    if functions is None:
        services |= {row.id for row in landscape.services} - {row.service for row in landscape.provisions}
    if only.provider:
        services &= {row.id for row in landscape.services if only.provider in row.providers}
    return services, {row.id for row in landscape.requirements if fits(row, [row.function])}


def _below(rows: Sequence[object], root: str) -> set[str]:
    below: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        for parent in row.parents:  # type: ignore[attr-defined]
            below[parent].append(row.id)  # type: ignore[attr-defined]
    return _reach(below, root)


def _around(rows: Sequence[object], root: str) -> set[str]:
    above = {row.id: list(row.parents) for row in rows}  # type: ignore[attr-defined]
    return _below(rows, root) | _reach(above, root)


def _reach(ways: Mapping[str, Sequence[str]], root: str) -> set[str]:
    found, waiting = {root}, [root]
    while waiting:
        for key in ways.get(waiting.pop(), ()):
            if key not in found:
                found.add(key)
                waiting.append(key)
    return found

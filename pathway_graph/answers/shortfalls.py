"""Find requirements that nobody is commissioned for, services that meet no requirement, and providers on whom too much
rests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pathway_graph.analysis.boxes import AREAS
from pathway_graph.analysis.coverage import Coverage
from pathway_graph.analysis.english import joined
from pathway_graph.analysis.landscape import Contract
from pathway_graph.analysis.standing import Field, in_force

from .findings import finding_id

__all__ = ["THRESHOLD", "Shortfall", "concentration", "idle", "uncommissioned"]

THRESHOLD = 0.5
"""The share of an area's functions or money above which one provider carries too much."""
_FEWEST = 3
"""Functions that an area has to have before shares of them mean anything."""

Shortfall = tuple[dict[str, Any], list[Field]]
"""A finding without its facts, and the fields that these are."""


def uncommissioned(coverage: Coverage) -> Iterator[Shortfall]:
    """Find each requirement in force that no contract running on the day serves, even where services are there.

    A contract serves a requirement if it funds a service that may meet some of it. One that perhaps runs leaves the
    requirement not known. Nothing is found where no contracts are stated at all: then nobody can say.
    """
    land = coverage.landscape
    if not land.contracts:
        return
    funding: dict[str, list[Contract]] = {}
    for contract in land.contracts:
        for service in contract.services:
            funding.setdefault(service, []).append(contract)
    for requirement in sorted(land.requirements, key=lambda row: row.id):
        if not in_force(requirement, coverage.day).most:
            continue
        services = sorted(set(_met_by(coverage, requirement.function, requirement.extent)))
        contracts = {c.id: c for service in services for c in funding.get(service, ())}
        running = [_runs(contract, coverage.day) for contract in contracts.values()]
        if True in running:
            continue
        verdict = "not_known" if None in running else "gap"
        names = [coverage.services[service].name for service in services]
        more = [f"{len(names) - 5} more"] if len(names) > 5 else []
        there = f"; there without one: {joined(names[:5] + more)}" if names else ""
        said = "Not known whether a running contract serves" if verdict == "not_known" else "No running contract serves"
        fields = [Field("Requirement", requirement.id, "function"), Field("Requirement", requirement.id, "area")]
        fields += [Field("Contract", id, name) for id in sorted(contracts) for name in ("starts", "ends")]
        yield _finding(
            ("uncommissioned", requirement.id), verdict, "high" if requirement.strength == "must" else "medium",
            f"{said} '{requirement.name}'{there}.", ("Requirement", requirement.id, requirement.name),
            "Commission it, or state the contract that pays for it.",
        ), fields  # fmt: skip


def idle(coverage: Coverage) -> Iterator[Shortfall]:
    """Find each service, open on the day or perhaps so, of which no provision may meet any requirement in force.

    Nothing is found where no requirements are stated.
    """
    land = coverage.landscape
    if not land.requirements:
        return
    asked = [row for row in land.requirements if in_force(row, coverage.day).most]
    useful = {service for row in asked for service in _met_by(coverage, row.function, row.extent)}
    offering: dict[str, list[Any]] = {}
    for row in coverage.candidates.provisions:
        offering.setdefault(row.service, []).append(row)
    for id in sorted(offering.keys() - useful):
        service = coverage.services[id]
        open_ = [all(c.most for part in coverage.standings.times(row) for c in part) for row in offering[id]]
        if any(open_):
            fields = [Field(row.label, row.id, name) for row in offering[id] for name in ("function", "area", "need")]
            yield _finding(
                ("idle", id), "idle", "low", f"Nothing that is asked for is met by {service.name}.",
                ("Service", id, service.name),
                "State what it is there for as a requirement, or ask whether it is needed.",
            ), fields  # fmt: skip


def concentration(
    coverage: Coverage, threshold: float = THRESHOLD, names: Mapping[str, str] | None = None
) -> Iterator[Shortfall]:
    """Find each provider that alone delivers more than the threshold of an area's functions, or gets more of its money.

    Areas with others below them are looked at, and those that stand alone. Functions: those that something open
    delivers there. Money: the annual values of the services that are in this area only; those without one are counted
    and told. A service of several providers counts for none of them alone. `names`: of organisations, by id.
    """
    space, land = coverage.space, coverage.landscape
    by_areas: dict[int, list[_Row]] = {}
    for areas, row in _open_rows(coverage):
        by_areas.setdefault(areas, []).append(row)
    for area in sorted(land.areas, key=lambda row: row.id):
        if not space.areas.children[area.id] and area.parents:
            continue
        leaves = space.areas.masks[area.id]
        alone: dict[str, set[str]] = {}
        within: dict[str, str] = {}
        for areas, rows in by_areas.items():
            if areas & leaves:
                for service, functions, provider in rows:
                    for function in functions:
                        alone.setdefault(function, set()).add(provider)
                    if not areas & ~leaves:
                        within[service] = provider
        yield from _concentrated(coverage, area.id, alone, within, threshold, names or {})


_Row = tuple[str, tuple[str, ...], str]
"""A service, the functions of one provision, and the service's one provider ("" where none or several are stated)."""


def _sole_provider(coverage: Coverage, service: str) -> str:
    """The one provider of a service; nothing where none or several are stated."""
    providers = coverage.services[service].providers
    return providers[0] if len(providers) == 1 else ""


def _concentrated(
    coverage: Coverage,
    area: str,
    alone: Mapping[str, set[str]],
    within: Mapping[str, str],
    threshold: float,
    names: Mapping[str, str],
) -> Iterator[Shortfall]:
    """Judge one area: `alone` has the providers of each function, `within` the services of this area only."""
    values = {service: coverage.services[service].annual_value for service in within}
    priced = {service: value for service, value in values.items() if value is not None}
    total = sum(priced.values())
    only: dict[str, list[str]] = {}
    for function, found in sorted(alone.items()):
        if len(found) == 1:
            only.setdefault(next(iter(found)), []).append(function)
    mine: dict[str, list[str]] = {}
    for service, provider in sorted(within.items()):
        mine.setdefault(provider, []).append(service)
    for provider in sorted({*only, *mine} - {""}):
        paid = sum(priced.get(service, 0.0) for service in mine.get(provider, ()))
        by_function = len(only.get(provider, ())) / len(alone) if len(alone) >= _FEWEST else 0.0
        by_value = paid / total if total and len(priced) >= _FEWEST else 0.0
        if max(by_function, by_value) <= threshold:
            continue
        name, called = coverage.space.areas.names[area], names.get(provider, provider)
        parts = []
        if by_function > threshold:
            parts.append(f"alone delivers {len(only[provider])} of {len(alone)} functions")
        if by_value > threshold:
            unpriced = len(values) - len(priced)
            blank = f" ({unpriced} services state no value)" if unpriced else ""
            parts.append(f"gets £{paid:,.0f} of £{total:,.0f} a year{blank}")
        fields = [Field("Service", service, "provider") for service in mine.get(provider, ())]
        if by_value > threshold:
            fields += [Field("Service", service, "annual_value") for service in mine[provider] if service in priced]
        finding = _finding(
            ("concentration", area, provider), "concentrated", "medium",
            f"In {name}, {called} {joined(parts)}.", ("Organisation", provider, called),
            "Ask what happens if it fails; plan for another.",
        )  # fmt: skip
        share = round(max(by_function, by_value), 6)
        more = {"share": share, "area": area, "functions": only.get(provider, []), "annual_value": paid or None}
        yield {**finding, **more}, fields


def _open_rows(coverage: Coverage) -> Iterator[tuple[int, _Row]]:
    """The provisions open for sure, each with the areas that it takes for sure."""
    for n, row in enumerate(coverage.candidates.provisions):
        if all(c.least for part in coverage.standings.times(row) for c in part):
            provider = _sole_provider(coverage, row.service)
            yield coverage.candidates.offered(n).sure[AREAS], (row.service, row.functions, provider)


def _met_by(coverage: Coverage, function: str, extent: Any) -> Iterable[str]:
    for part in coverage.space.asked(extent):
        for n, _ in coverage.candidates.meeting(function, part.may):
            yield coverage.candidates.provisions[n].service


def _runs(contract: Contract, day: int) -> bool | None:
    """Whether a contract runs on a day; None where that is not known."""
    starts, ends = contract.starts, contract.ends
    begun = starts.state in ("blank", "any") or (starts.latest is not None and starts.latest <= day)
    perhaps_begun = begun or starts.state == "missing" or starts.earliest is None or starts.earliest <= day
    lasts = ends.state in ("blank", "any") or (ends.earliest is not None and ends.earliest >= day)
    perhaps_lasts = lasts or ends.state == "missing" or ends.latest is None or ends.latest >= day
    return True if begun and lasts else None if perhaps_begun and perhaps_lasts else False


def _finding(
    key: tuple[str, ...], verdict: str, severity: str, title: str, subject: tuple[str, str, str], remedy: str
) -> dict[str, Any]:
    return {
        "id": finding_id(key), "kind": key[0], "verdict": verdict, "severity": severity, "title": title,
        "subject": dict(zip(("label", "id", "name"), subject, strict=True)), "box": None, "share": None, "people": None,
        "remedy": remedy,
    }  # fmt: skip

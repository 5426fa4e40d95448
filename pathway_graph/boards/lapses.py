"""Find the contracts that end before what replaces them buys anything, counted as `contracts` counts days."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from pathway_graph.analysis.cliffs import Agreement, followed
from pathway_graph.analysis.landscape import BLANK_DATE, Contract, Date, Landscape, Service
from pathway_graph.answers.findings import iso

from .supposed import NEVER

__all__ = ["lapses"]


@dataclasses.dataclass(frozen=True, slots=True)
class _Lapse:
    """The contract that begins first after another's end, on which day, and how many days neither runs."""

    successor: str
    begins: int
    days: int


def lapses(before: Landscape, after: Landscape) -> Iterator[dict[str, Any]]:
    """Tell each contract for which the days without a contract are more than they were, as JSON has it.

    A successor begins when it has started and all that it funds is open; the most that is possible counts.
    """
    successors: dict[str, list[str]] = {}
    for row in after.contracts:
        for old in row.replaces:
            successors.setdefault(old, []).append(row.id)
    sides = [({c.id: c for c in each.contracts}, {s.id: s for s in each.services}) for each in (before, after)]
    for id, following in sorted(successors.items()):
        one, two = (_lapse(contracts, services, id, following) for contracts, services in sides)
        if two is None or two.days <= max(0, one.days if one else 0):
            continue
        contract, never = sides[1][0][id], two.begins == NEVER
        ends = contract.ends.earliest if contract.ends.earliest is not None else contract.ends.latest
        yield {
            "id": id, "name": contract.name, "kind": "lapses", "ends": iso(ends), "successor": two.successor,
            "successor_name": sides[1][0][two.successor].name,
            "before": iso(one.begins) if one else None, "after": None if never else iso(two.begins),
            "days": None if never else two.days, "services": list(contract.services),
            "service_names": [sides[1][1][each].name for each in contract.services],
        }  # fmt: skip


def _lapse(
    contracts: Mapping[str, Contract], services: Mapping[str, Service], id: str, following: list[str]
) -> _Lapse | None:
    ends = contracts[id].ends
    if ends.state not in ("stated", "half"):
        return None
    known = {each: day for each in following if (day := _begins(contracts[each], services)).state == "stated"}
    rows = [Agreement(each, each, replaces=(id,), starts=day) for each, day in known.items()]
    found, days = followed(Agreement(id, id, ends=ends), rows)
    counted = [each for each in days or () if each is not None]
    if not counted:
        return None
    return _Lapse(found[0].id, known[found[0].id].latest or 0, max(counted))


def _begins(contract: Contract, services: Mapping[str, Service]) -> Date:
    """The day from which a contract buys something: it has started, and all that it funds is open; blank: not known."""
    days = [contract.starts, *(services[id].opens for id in contract.services)]
    known = [day.latest for day in days if day.state == "stated" and day.latest is not None]
    return Date("stated", max(known), max(known)) if known else BLANK_DATE

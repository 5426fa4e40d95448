"""Find what hangs on one contract: the services for which nothing else pays, and the requirements that they meet.

A contract's end never empties a service; it puts what the service meets at risk. So each requirement is judged twice
for the day after the end, once as if the contract ran on and once without it and its successors; and once more without
the services, to see what nobody else would meet. Every other contract counts as `standing` counts it.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterable, Sequence

from .boxes import Box
from .coverage import Coverage, Judgement
from .gaps import people_touched
from .landscape import Contract, Date, Landscape, Requirement
from .standing import AT_RISK, COVERED, NOT_KNOWN, Standings, running

__all__ = ["AtRisk", "Hanging", "TakenDown"]

EFFORT = 2_000
"""Requirements that are judged at most; what would need more is not worked out, and said."""


@dataclasses.dataclass(frozen=True, slots=True)
class AtRisk:
    """A requirement that is at risk when a contract has ended, as shares of it: 0 to 1.

    `share` is at risk then, `newly` of it is not at risk while the contract runs; `perhaps` is then newly not known;
    `rests_on` would be met by nobody else, did the services stop. `people` live where it is at risk, if that is known.
    """

    requirement: Requirement
    share: float
    newly: float
    perhaps: float
    rests_on: float
    people: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class TakenDown:
    """What hangs on a contract. `services`: id -> True where surely nothing else pays for it, None where perhaps.

    `requirements` is None where it was not worked out, since it would have taken too long.
    """

    services: dict[str, bool | None]
    requirements: tuple[AtRisk, ...] | None
    people: int | None


class Hanging:
    """A landscape, ready to say what hangs on each of its contracts."""

    def __init__(self, landscape: Landscape, effort: int = EFFORT) -> None:
        self._land, self._left = landscape, effort
        self._contracts = {row.id: row for row in landscape.contracts}
        self._replaced = {id for row in landscape.contracts for id in row.replaces}
        self._paying: dict[str, list[Contract]] = {}
        for row in landscape.contracts:
            for service in row.services:
                self._paying.setdefault(service, []).append(row)
        self._asking: dict[str, list[Requirement]] = {}
        for requirement in sorted(landscape.requirements, key=lambda row: row.id):
            self._asking.setdefault(requirement.function, []).append(requirement)
        self._services = {row.id: row for row in landscape.services}
        self._functions: dict[str, set[str]] = {}
        for provision in landscape.provisions:
            self._functions.setdefault(provision.service, set()).update(provision.functions)
        self._coverage: Coverage | None = None

    def of(self, contract: str, day: int) -> TakenDown:
        """Say what hangs on a contract on a day, which is to be the one after its last."""
        services = self.services(contract, day)
        rows = self._requirements(contract, tuple(services), day) if services else ()
        if rows is None:
            return TakenDown(services, None, None)
        boxes = [box for _, found in rows for box in found]
        people = people_touched(self._ready(), boxes) if boxes and self._land.populations else None
        return TakenDown(services, tuple(row for row, _ in rows), people)

    def services(self, contract: str, day: int) -> dict[str, bool | None]:
        """Give the services for which on a day nothing else pays (True), or perhaps nothing (None)."""
        found: dict[str, bool | None] = {}
        for service in sorted(set(self._contracts[contract].services)):
            others = [row for row in self._paying[service] if row.id != contract and contract not in row.replaces]
            standing = [(True, True) if row.id in self._replaced else running(row.ends, day) for row in others]
            if not any(surely for surely, _ in standing):
                found[service] = None if any(perhaps for _, perhaps in standing) else True
        return found

    def _end(self, row: Contract) -> Date:
        return Date("any") if row.id in self._replaced else row.ends

    def _ready(self) -> Coverage:
        if self._coverage is None:
            self._coverage = Coverage(self._land, 1, 0)
        return self._coverage

    def _requirements(
        self, contract: str, services: Sequence[str], day: int
    ) -> tuple[tuple[AtRisk, list[Box]], ...] | None:
        found = []
        for requirement in self._asked_of(services):
            ids = self._meeting(requirement)
            if not ids & set(services):
                continue
            if self._left <= 0:
                return None
            self._left -= 1
            told = self._at_risk(requirement, contract, sorted(ids), services, day)
            if told is not None:
                found.append(told)
        return tuple(found)

    def _asked_of(self, services: Iterable[str]) -> list[Requirement]:
        """The requirements of the functions that services deliver, and of those above."""
        tree = self._ready().candidates
        functions = {above for s in services for f in self._functions.get(s, ()) for above in tree.above(f)}
        found = [row for function in sorted(functions) for row in self._asking.get(function, ())]
        return sorted(found, key=lambda row: row.id)

    def _meeting(self, requirement: Requirement) -> set[str]:
        rows = self._ready().candidates
        parts = self._ready().space.asked(requirement.extent)
        return {rows.provisions[n].service for part in parts for n, _ in rows.meeting(requirement.function, part.may)}

    def _at_risk(
        self, requirement: Requirement, contract: str, ids: Sequence[str], services: Sequence[str], day: int
    ) -> tuple[AtRisk, list[Box]] | None:
        kept = self._judged(requirement, contract, Date("any"), ids, (), day)
        gone = self._judged(requirement, contract, Date("stated", day - 1, day - 1), ids, (), day)
        without = self._judged(requirement, contract, Date("any"), ids, services, day)
        if kept is None or gone is None or without is None:
            return None
        newly = gone.shares.get(AT_RISK, 0.0) - kept.shares.get(AT_RISK, 0.0)
        perhaps = gone.shares.get(NOT_KNOWN, 0.0) - kept.shares.get(NOT_KNOWN, 0.0)
        rests = sum(kept.shares.get(n, 0.0) - without.shares.get(n, 0.0) for n in (AT_RISK, COVERED))
        newly, perhaps, rests = (round(max(0.0, share), 6) for share in (newly, perhaps, rests))
        if not (newly or perhaps or rests):
            return None
        boxes = [part.grid.outer(piece) for part, piece in gone.pieces(AT_RISK)]
        people = people_touched(self._ready(), boxes) if boxes and self._land.populations else None
        return AtRisk(requirement, gone.shares.get(AT_RISK, 0.0), newly, perhaps, rests, people), boxes

    def _judged(
        self, requirement: Requirement, contract: str, ends: Date, ids: Sequence[str], closed: Sequence[str], day: int
    ) -> Judgement | None:
        """Judge a requirement with this end of the contract, and with some services closed before the day."""
        over = Date("stated", day - 1, day - 1)
        rows = [
            dataclasses.replace(self._services[id], closes=over) if id in closed else self._services[id] for id in ids
        ]
        paying = {row.id: row for id in ids for row in self._paying.get(id, ()) if contract not in row.replaces}
        contracts = [
            dataclasses.replace(row, ends=ends if row.id == contract else self._end(row), replaces=())
            for row in paying.values()
        ]
        other = copy.copy(self._ready())
        other.day = day
        other.standings = Standings(Landscape(services=tuple(rows), contracts=tuple(contracts)), day, 0)
        return other.judge(requirement)

"""Find functions that are open in an area where what they rely on is not."""

from __future__ import annotations

import dataclasses

from .boxes import AREAS
from .coverage import Coverage
from .english import joined

__all__ = ["Reliance", "reliance"]


@dataclasses.dataclass(frozen=True, slots=True)
class Reliance:
    """`function` relies on `relies_on`, which nothing open delivers in `areas` (the fewest ids). Verdict `gap`, or
    `not_known` where a blank decides it in all of the areas."""

    function: str
    relies_on: str
    verdict: str
    areas: tuple[str, ...]
    title: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same finding next month."""
        return "relies_on", self.function, self.relies_on


def reliance(coverage: Coverage) -> tuple[Reliance, ...]:
    """List every pair of functions of which the second is missing somewhere; one finding a pair."""
    found = []
    for function in sorted(coverage.landscape.functions, key=lambda row: row.id):
        if not function.relies_on:
            continue
        there, perhaps_there = _open(coverage, function.id)
        for other in sorted(set(function.relies_on)):
            under, perhaps_under = _open(coverage, other)
            surely, maybe = there & ~perhaps_under, perhaps_there & ~under
            if surely or maybe:
                found.append(_finding(coverage, function.id, other, surely, maybe))
    return tuple(found)


def _finding(coverage: Coverage, function: str, other: str, surely: int, maybe: int) -> Reliance:
    names, tree = coverage.candidates.functions.names, coverage.space.areas
    areas = tree.told(surely or maybe)
    said = f"{names[function]} relies on {names[other]}"
    where = joined([tree.names[key] for key in areas])
    if surely:
        return Reliance(function, other, "gap", areas, f"{said}, which is not there in {where}.")
    return Reliance(function, other, "not_known", areas, f"{said}; it is not known whether that is there in {where}.")


def _open(coverage: Coverage, function: str) -> tuple[int, int]:
    """The areas where something open delivers a function or one below it: surely, perhaps."""
    surely = maybe = 0
    for n in coverage.candidates.delivering(function):
        started, still = coverage.standings.times(coverage.candidates.provisions[n])
        offered = coverage.candidates.offered(n)
        conditions = (*started, *still)
        if all(condition.most for condition in conditions) and all(offered.may):
            maybe |= offered.may[AREAS]
            if all(condition.least for condition in conditions):
                surely |= offered.sure[AREAS]
    return surely, maybe

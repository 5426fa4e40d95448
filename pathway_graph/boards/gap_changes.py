"""Follow two versions of a landscape day by day, and tell where they differ in what nobody meets."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from pathway_graph.analysis.boxes import AGES, AREAS, Box, bits, subtract
from pathway_graph.analysis.coverage import Coverage, Judgement
from pathway_graph.analysis.english import box_in_words
from pathway_graph.analysis.landscape import Landscape, Requirement
from pathway_graph.analysis.standing import AT_RISK, GAP, PLANNED, Standings
from pathway_graph.answers.lasting import Times

from .supposed import NEVER

__all__ = ["GapChange", "gap_changes", "unmet_on"]

_EFFORT = 1_000_000_000
_SORTS = (("unmet", (GAP, PLANNED)), ("at_risk", (AT_RISK,)))


@dataclasses.dataclass(frozen=True, slots=True)
class GapChange:
    """A requirement of which more, or less, is unmet (or at risk) from a day until another (None: without an end).

    `sort`: unmet or at_risk; `before` and `after`: shares of the requirement, 0 to 1, 6 decimals; `people` live where
    the two differ, None where not counted; `words` say where; `services` may meet it and are what differs.
    """

    requirement: str
    name: str
    sort: str
    first: int
    until: int | None
    before: float
    after: float
    people: int | None
    words: str
    services: tuple[str, ...]

    @property
    def opened(self) -> bool:
        return self.after > self.before


def gap_changes(
    before: Landscape, after: Landscape, services: Collection[str], today: int, horizon_months: int
) -> list[GapChange]:
    """Compare, from today on, all requirements that these services may meet; the two differ in dates alone.

    Between days on which something opens, closes or ends nothing changes, and days on which nothing differs are not
    judged. Ordered by day, requirement and sort. Cost: twice the days that differ, for each requirement.
    """
    if not services:
        return []
    one = Coverage(before, today, horizon_months)
    other = copy.copy(one)
    other.landscape, other.services = after, {row.id: row for row in after.services}
    other.standings = Standings(after, today, horizon_months)
    was, now = Times(one, horizon_months, _EFFORT), Times(other, horizon_months, _EFFORT)
    found: list[GapChange] = []
    for requirement, mine in _meeting(one, services):
        days = {*was.events(requirement), *now.events(requirement)}
        ahead = sorted({today, *(day for day in days if today < day < NEVER)})
        for sort, levels in _SORTS:
            found += _periods(one, (was, now), requirement, ahead, (sort, levels, mine))
    return sorted(found, key=lambda row: (row.first, row.requirement, row.sort))


def unmet_on(
    landscape: Landscape, requirements: Collection[str], day: int, horizon_months: int
) -> Iterator[tuple[Requirement, float, int | None, str]]:
    """Give which of these requirements somebody has to do without on a day: the share, the people, and where."""
    coverage = Coverage(landscape, day, horizon_months)
    for requirement in sorted(landscape.requirements, key=lambda row: row.id):
        judgement = coverage.judge(requirement) if requirement.id in requirements else None
        if share := _share(judgement, (GAP, PLANNED)):
            words, people = _where(coverage, judgement, None, (GAP, PLANNED))
            yield requirement, share, people, words


def _meeting(coverage: Coverage, services: Collection[str]) -> Iterator[tuple[Requirement, tuple[str, ...]]]:
    """Give the requirements that one of these services may meet, and by which of them."""
    rows, tree = coverage.candidates, coverage.candidates.functions
    offered = {n for n, row in enumerate(rows.provisions) if row.service in services}
    functions = {above for n in offered for key in rows.provisions[n].functions for above in tree.above(key)}
    for requirement in sorted(coverage.landscape.requirements, key=lambda row: row.id):
        if requirement.function not in functions:
            continue
        parts = coverage.space.asked(requirement.extent)
        met = {n for asked in parts for n, _ in rows.meeting(requirement.function, asked.may)} & offered
        if met:
            yield requirement, tuple(sorted({rows.provisions[n].service for n in met}))


def _periods(
    coverage: Coverage, times: tuple[Times, Times], requirement: Requirement, days: Sequence[int],
    about: tuple[str, tuple[int, ...], tuple[str, ...]],
) -> list[GapChange]:  # fmt: skip
    """Tell one requirement: neighbouring days that differ alike are one period."""
    sort, levels, services = about
    found: list[GapChange] = []
    for number, day in enumerate(days):
        until = days[number + 1] if number + 1 < len(days) else None
        if times[0].signature(requirement, day) == times[1].signature(requirement, day):
            continue
        one, two = (each.on(requirement, day) for each in times)
        was, now = _share(one, levels), _share(two, levels)
        if abs(now - was) < 1e-6:
            continue
        more, less = (two, one) if now > was else (one, two)
        words, people = _where(coverage, more, less, levels)
        told = GapChange(requirement.id, requirement.name, sort, day, until, was, now, people, words, services)
        last = found[-1] if found else None
        if last and last.until == day and dataclasses.replace(last, first=day, until=until) == told:
            found[-1] = dataclasses.replace(last, until=until)
        else:
            found.append(told)
    return found


def _share(judgement: Judgement | None, levels: Sequence[int]) -> float:
    if judgement is None:
        return 0.0
    return judgement.share(sum(judgement.weights.get(level, 0) for level in levels))


def _where(
    coverage: Coverage, more: Judgement | None, less: Judgement | None, levels: Sequence[int]
) -> tuple[str, int | None]:
    """Say where the one is unmet and the other is not, and how many people live there."""
    assert more is not None
    rest = list(_outer(more, levels))
    for box in _outer(less, levels) if less is not None else ():
        rest = subtract(rest, box)
    if not rest:
        return "", None
    largest = max(rest, key=lambda box: (_size(box), box))
    words = box_in_words(coverage.space.values(largest), coverage.space)
    return words + (", and more" if len(rest) > 1 else ""), _people(coverage, rest)


def _outer(judgement: Judgement, levels: Sequence[int]) -> Iterator[Box]:
    for level in levels:
        if judgement.weights.get(level):
            yield from (part.grid.outer(piece) for part, piece in judgement.pieces(level))


def _size(box: Box) -> int:
    size = 1
    for mask in box:
        size *= mask.bit_count()
    return size


def _people(coverage: Coverage, boxes: Sequence[Box]) -> int | None:
    """The people of all areas and ages that are touched; None where not all of them are counted."""
    leaves: dict[int, int] = {}
    for box in boxes:
        for leaf in bits(box[AREAS]):
            leaves[leaf] = leaves.get(leaf, 0) | box[AGES]
    if not coverage.landscape.populations or not all(coverage.people.known(1 << n, a) for n, a in leaves.items()):
        return None
    return int(sum((coverage.people.of(1 << n, ages) for n, ages in leaves.items()), Fraction(0)) + Fraction(1, 2))

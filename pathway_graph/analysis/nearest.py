"""Find the services that come nearest to a box that is not covered, and say what refuses it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from .boxes import AREAS, DIMENSIONS, GROUPS, MINUTES, NEEDS, STEPS, Box
from .coverage import Coverage
from .english import ages_in_words, hours_in_words, joined, steps_in_words
from .landscape import Requirement
from .space import UNTESTED, Offered, Values
from .standing import AT_RISK, COVERED, GAP, PLANNED, TOO_SLOW, Standing

__all__ = ["Near", "nearest"]

_SHOWN = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Near:
    """A service that nearly covers a box. `refused_by`: dimensions (areas, ages, needs, groups, steps, hours), and
    dates, closed, full, paused, slow, at_risk, not_known; `words`: a sentence."""

    service: str
    refused_by: tuple[str, ...]
    words: str


def nearest(coverage: Coverage, requirement: Requirement, box: Box, shown: int = _SHOWN) -> tuple[Near, ...]:
    """The services of the function that refuse the box in the fewest ways, nearest first."""
    found: dict[str, tuple[tuple[int, int, str], Near]] = {}
    for n in _pool(coverage, requirement.function, box):
        row, offered = coverage.candidates.provisions[n], coverage.candidates.offered(n)
        standing = coverage.standings.of(row, requirement)
        shut = [d for d in range(len(box)) if not offered.may[d] & box[d]]
        refused = [_code(d) for d in shut] + _besides(coverage, row.service, standing)
        if not refused:
            refused = ["not_known"] if offered.sure != offered.may else []
        if refused:
            rank = (len(refused), -sum((offered.may[d] & box[d]).bit_count() for d in range(len(box))), row.id)
            if row.service not in found or rank < found[row.service][0]:
                words = _words(coverage, row.service, offered, standing, shut, refused)
                near = Near(row.service, tuple(refused), words)
                found[row.service] = (rank, near)
    return tuple(near for _, near in sorted(found.values(), key=lambda item: (item[0], item[1].service))[:shown])


def _pool(coverage: Coverage, function: str, box: Box) -> Sequence[int]:
    """The provisions worth looking at: those that share areas, else needs, else all of the function."""
    every = coverage.candidates.delivering(function)
    for d in (AREAS, NEEDS):
        meeting = [n for n in every if coverage.candidates.offered(n).may[d] & box[d]]
        if meeting:
            return meeting
    return every


def _code(dimension: int) -> str:
    return "hours" if dimension == MINUTES else DIMENSIONS[dimension]


def _besides(coverage: Coverage, service: str, standing: Standing) -> list[str]:
    """What refuses besides the box."""
    status = coverage.services[service].status
    if not standing.takes:
        return [status]
    if standing.most == GAP:
        gone = not all(condition.most for condition in standing.still)
        return ["closed" if gone else "dates"]
    return {PLANNED: ["dates"], TOO_SLOW: ["slow"], AT_RISK: ["at_risk"], COVERED: []}[standing.most]


def _words(
    coverage: Coverage, service: str, offered: Offered, standing: Standing, shut: Sequence[int], refused: Sequence[str]
) -> str:
    may = offered.may
    values = coverage.space.values((*may[:STEPS], may[STEPS] & ~UNTESTED, may[MINUTES] & ~UNTESTED))
    reasons = [_reason(coverage, d, values, "only" if offered.sure[d] == may[d] else "at most") for d in shut]
    spoken = {
        "dates": "not open yet", "closed": "closed", "full": "full", "paused": "paused", "slow": "too slow",
        "at_risk": "a pilot" if standing.pilot else "funded only for a time",
        "not_known": "not known whether it takes them",
    }  # fmt: skip
    reasons += [spoken[code] for code in refused if code in spoken]
    return f"{coverage.services[service].name}: {'; '.join(reasons)}"


def _reason(coverage: Coverage, dimension: int, values: Values, how: str) -> str:
    """Say what a dimension refuses; `how` is "only", or "at most" where the value is known in half."""
    space = coverage.space
    if dimension == MINUTES:
        return f"open {how} {hours_in_words(values.minutes)}" if values.minutes else "never open"
    if dimension == STEPS:
        return f"takes {how} {steps_in_words(values.steps)}" if values.steps else "takes no step"
    if dimension == AREAS:
        return f"{how} in {joined([space.areas.names[key] for key in values.areas]) or 'no area'}"
    if dimension == NEEDS:
        return f"{how} for {joined([space.needs.names[key] for key in values.needs], 'or') or 'no need'}"
    if dimension == GROUPS:
        return f"{how} for {joined(values.groups, 'or') or 'nobody'}"
    return f"takes {how} {ages_in_words(values.ages)}"

"""Find the services that come nearest to a box that is not covered, and say what refuses it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from operator import and_

from .boxes import AREAS, DIMENSIONS, GROUPS, MINUTES, NEEDS, STEPS, Box
from .coverage import Coverage
from .english import ages_in_words, hours_in_words, joined, steps_in_words
from .landscape import Requirement
from .space import UNTESTED, Space
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
    """The services of the function that refuse the box in the fewest ways, nearest first.

    Cost: the provisions of the function that share areas with the box (else needs, else all of them), by an index. Only
    those that are shut in fewer dimensions than the last one to be shown refuses in are looked at closely.
    """
    near = _fewest_ways(coverage, requirement, box, shown)
    found: dict[str, tuple[tuple[int, int, str], _Refusal]] = {}
    for refusal in near:
        row = coverage.candidates.provisions[refusal.number]
        meeting = sum(side.bit_count() for side in map(and_, coverage.candidates.offered(refusal.number).may, box))
        rank = (len(refusal.codes), -meeting, row.id)
        if row.service not in found or rank < found[row.service][0]:
            found[row.service] = rank, refusal
    order = sorted(found, key=lambda service: (found[service][0], service))[:shown]
    return tuple(
        Near(service, found[service][1].codes, _words(coverage, service, found[service][1])) for service in order
    )


def _fewest_ways(coverage: Coverage, requirement: Requirement, box: Box, shown: int) -> list[_Refusal]:
    """The provisions that refuse in so few ways that no other can be among those that are shown."""
    ways: list[list[_Refusal]] = [[] for _ in range(len(box) + 2)]
    services: set[str] = set()
    candidates, standings = coverage.candidates, coverage.standings
    for least, numbers in enumerate(_by_shut(coverage, _pool(coverage, requirement.function, box), box)):
        for n in numbers:
            row, offered = candidates.provisions[n], candidates.offered(n)
            standing = standings.of(row, requirement)
            besides = _besides(coverage, row.service, standing)
            shut = tuple([d for d, side in enumerate(map(and_, offered.may, box)) if not side]) if least else ()
            if not shut and besides is None and offered.sure != offered.may:
                besides = "not_known"
            codes = (*map(_code, shut), besides) if besides else tuple(map(_code, shut))
            if codes:
                ways[len(codes)].append(_Refusal(n, standing, shut, codes))
        # What is shut in more dimensions than this refuses in more ways than what has `least` of them.
        services.update(candidates.provisions[refusal.number].service for refusal in ways[least])
        if len(services) >= shown:
            return [refusal for found in ways[: least + 1] for refusal in found]
    return [refusal for found in ways for refusal in found]


def _by_shut(coverage: Coverage, pool: Sequence[int], box: Box) -> list[list[int]]:
    """The provisions by how many dimensions of theirs do not meet the box."""
    found: list[list[int]] = [[] for _ in range(len(box) + 1)]
    offered = coverage.candidates.offered
    for n in pool:
        found[list(map(and_, offered(n).may, box)).count(0)].append(n)
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class _Refusal:
    """The n-th provision, which refuses a box: in the dimensions that are shut, and by all of the codes."""

    number: int
    standing: Standing
    shut: tuple[int, ...]
    codes: tuple[str, ...]


def _pool(coverage: Coverage, function: str, box: Box) -> Sequence[int]:
    """The provisions worth looking at: those that share areas, else needs, else all of the function."""
    return (
        coverage.candidates.sharing(function, AREAS, box[AREAS])
        or coverage.candidates.sharing(function, NEEDS, box[NEEDS])
        or coverage.candidates.delivering(function)
    )


_BESIDES = {PLANNED: "dates", TOO_SLOW: "slow", AT_RISK: "at_risk", COVERED: None}


def _code(dimension: int) -> str:
    return "hours" if dimension == MINUTES else DIMENSIONS[dimension]


def _besides(coverage: Coverage, service: str, standing: Standing) -> str | None:
    """What refuses besides the box, if anything does."""
    if not standing.takes:
        return coverage.services[service].status
    if standing.most == GAP:
        gone = not all(condition.most for condition in standing.still)
        return "closed" if gone else "dates"
    return _BESIDES[standing.most]


def _words(coverage: Coverage, service: str, refusal: _Refusal) -> str:
    offered = coverage.candidates.offered(refusal.number)
    may, sure = offered.may, offered.sure
    reasons = [_reason(coverage.space, d, may[d], sure[d] == may[d]) for d in refusal.shut]
    ending = f"funded only by what has ended or ends within {coverage.horizon_months} months"
    spoken = {
        "dates": "not open yet", "closed": "closed", "full": "full", "paused": "paused", "slow": "too slow",
        "at_risk": "a pilot" if refusal.standing.pilot else ending,
        "not_known": "not known whether it takes them",
    }  # fmt: skip
    reasons += [spoken[code] for code in refusal.codes if code in spoken]
    return f"{coverage.services[service].name}: {'; '.join(reasons)}"


def _reason(space: Space, dimension: int, side: int, known: bool) -> str:
    """Say what a dimension refuses; `known`: its value is, and not only in half."""
    if dimension == MINUTES:
        minutes = space.minutes.spans(side & ~UNTESTED)
        if known or not minutes:
            return f"open only {hours_in_words(minutes)}" if minutes else "never open"
        return f"perhaps open {hours_in_words(minutes).replace(' 00:00 to ', ' until ')}, and at no other time"
    if dimension == STEPS:
        steps = space.steps(side)
        return _only("takes", steps_in_words(steps), "no other", known) if steps else "takes no step"
    if dimension == AREAS:
        places = joined([space.areas.names[key] for key in space.areas.told(side)]) or "no area"
        return _only("in", places, "nowhere else", known)
    if dimension == NEEDS:
        needs = joined([space.needs.names[key] for key in space.needs.told(side)], "or") or "no need"
        return _only("for", needs, "no other need", known)
    if dimension == GROUPS:
        return _only("for", joined(space.words(side), "or") or "nobody", "nobody else", known)
    return _only("takes", ages_in_words(space.ages.spans(side)), "no others", known)


def _only(verb: str, words: str, others: str, known: bool) -> str:
    """Say that it is this and nothing else: for sure, or where it may be less.

    >>> _only("takes", "ages under 18", "no others", True), _only("for", "carers", "nobody else", False)
    ('takes only ages under 18', 'perhaps for carers, and nobody else')
    """
    if not known:
        return f"perhaps {verb} {words}, and {others}"
    return f"{verb} only {words}" if verb == "takes" else f"only {verb} {words}"

"""Compare gaps with a brute force over every point of small random landscapes."""

from __future__ import annotations

import functools
import itertools
import os
from fractions import Fraction

from hypothesis import HealthCheck, given, settings

from pathway_graph.analysis.boxes import Box, bits
from pathway_graph.analysis.coverage import Judgement, Part
from pathway_graph.analysis.gaps import Gaps, gaps
from pathway_graph.analysis.landscape import Landscape, Requirement
from pathway_graph.analysis.space import UNTESTED, Space
from pathway_graph.analysis.standing import VERDICTS, months_after

from .oracle_coverage import Oracle, Point
from .worlds import AGE_CUTS, DAY, MINUTE_CUTS, landscapes

_MANY = int(os.environ.get("PATHWAY_WORLDS", "60"))
_worlds = settings(max_examples=_MANY, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))


def _inside(space: Space, box: Box) -> set[Point]:
    """The points of a box of bits, at the starts of the cells of the worlds."""
    steps = [None] if box[4] == UNTESTED else [n - 1 for n in bits(box[4])]
    spans = space.minutes.spans(box[5] & ~UNTESTED)
    minutes = [None] if box[5] == UNTESTED else [m for m in MINUTE_CUTS[:-1] if any(a <= m < b for a, b in spans)]
    months = [m for m in AGE_CUTS[:-1] if any(a <= m < b for a, b in space.ages.spans(box[1]))]
    return set(
        itertools.product(
            [space.areas.leaves[n] for n in bits(box[0])], months, [space.needs.leaves[n] for n in bits(box[2])],
            [space.groups[n] for n in bits(box[3])], steps, minutes,
        )
    )  # fmt: skip


@functools.lru_cache(maxsize=2)
def _case(landscape: Landscape) -> tuple[Gaps, Oracle]:
    return gaps(landscape, DAY), Oracle(landscape, months_after(DAY, 6))


@functools.lru_cache(maxsize=2)
def _truth(oracle: Oracle, requirement: Requirement) -> dict[Point, str]:
    """Point -> verdict, for every point that may be asked while the requirement may be in force."""
    opened = oracle.has_opened(requirement.opens, ("", "", ""), lambda key: True, "open")
    lasts = oracle.has_not_closed(requirement.closes, ("", "", ""), lambda key: True, "open")
    if opened is False or lasts is False:
        return {}
    return {point: oracle.verdict(requirement, point) for point in oracle.points(requirement)}


def _pieces(answer: Gaps, judgement: Judgement, verdict: str) -> list[set[Point]]:
    space = answer.coverage.space
    found = judgement.pieces(VERDICTS.index(verdict))
    return [_inside(space, part.grid.outer(piece)) for part, piece in found]


@_worlds
@given(landscapes())
def test_every_point_has_the_verdict_of_the_oracle(landscape: Landscape) -> None:
    """The pieces of each verdict are disjoint, and hold exactly the points that the brute force gives it."""
    answer, oracle = _case(landscape)
    truth = _truth(oracle, landscape.requirements[0])

    assert bool(answer.judged) == bool(truth)
    for judgement in answer.judged:
        for verdict in VERDICTS:
            pieces = _pieces(answer, judgement, verdict)
            assert sum(map(len, pieces)) == len(set().union(*pieces))
            assert set().union(*pieces) == {point for point, found in truth.items() if found == verdict}


@_worlds
@given(landscapes())
def test_shares_are_exact_and_add_up(landscape: Landscape) -> None:
    """Each share is within a millionth of its exact value, all add up to one, and the verdict is the worst of them."""
    answer, oracle = _case(landscape)
    truth = _truth(oracle, landscape.requirements[0])

    for judgement in answer.judged:
        weight = oracle.weigher(list(truth))
        whole = sum(map(weight, truth))
        exact = {verdict: Fraction(0) for verdict in VERDICTS}
        for point, verdict in truth.items():
            exact[verdict] += weight(point) / whole
        found = {VERDICTS[level]: share for level, share in judgement.shares.items()}
        assert set(found) == {verdict for verdict, share in exact.items() if share}
        assert all(abs(Fraction(found[verdict]) - exact[verdict]) <= Fraction(1, 10**6) for verdict in found)
        assert sum(round(share * 10**6) for share in found.values()) == 10**6
        worst = next((v for v in ("gap", "planned", "too_slow", "not_known", "at_risk") if exact[v]), "covered")
        assert VERDICTS[judgement.verdict] == worst


def _sides(points: set[Point]) -> list[set[object]]:
    return [set(side) for side in zip(*points, strict=True)] if points else []


def _maximal(region: set[Point], box: set[Point], part: set[Point]) -> bool:
    """True if no value of the part can be added to one side of the box without leaving the region."""
    mine, all_of = _sides(box), _sides(part)
    for d in range(6):
        for value in all_of[d] - mine[d]:
            sides = [*mine[:d], {value}, *mine[d + 1 :]]
            if set(itertools.product(*sides)) <= region:
                return False
    return True


@_worlds
@given(landscapes())
def test_statements_are_maximal_and_disjoint_in_what_they_tell(landscape: Landscape) -> None:
    """A statement lies in its verdict, nothing can be added to it, it tells what none before it told, the largest
    first, and with what is left over they make up the verdict's share."""
    answer, oracle = _case(landscape)
    truth = _truth(oracle, landscape.requirements[0])

    for judgement in answer.judged:
        weight = oracle.weigher(list(truth))
        whole = sum(map(weight, truth))
        for level in judgement.shares:
            region = {point for point, verdict in truth.items() if verdict == VERDICTS[level]}
            left = set(region)
            found, smaller, rest = judgement.statements(level)
            tells = []
            for part, statement in found:
                box = _inside(answer.coverage.space, part.grid.outer(statement.box))
                assert box <= region
                assert _maximal(region, box, _inside(answer.coverage.space, part.grid.whole))
                tells.append(sum(map(weight, box & left)))
                assert Fraction(statement.told, judgement.whole) == tells[-1] / whole
                left -= box
            assert tells == sorted(tells, reverse=True)
            assert all(tells)
            assert Fraction(rest, judgement.whole) == sum(map(weight, left)) / whole
            assert bool(smaller) == bool(rest)


def _largest(region: set[Point], left: set[Point], part: Part, space: Space, weight: object) -> Fraction:
    """The most that one box inside the region can tell, by trying all of them."""
    sides = _sides(_inside(space, part.grid.whole))
    best = Fraction(0)
    choices = [
        [set(some) for size in range(1, len(side) + 1) for some in itertools.combinations(sorted(side, key=str), size)]
        for side in sides[:5]
    ]
    for chosen in itertools.product(*choices):
        hours = {h for h in sides[5] if set(itertools.product(*chosen, {h})) <= region}
        if hours:
            told = set(itertools.product(*chosen, hours)) & left
            best = max(best, sum(map(weight, told), Fraction(0)))  # type: ignore[call-overload]
    return best


@_worlds
@given(landscapes(provisions=3))
def test_no_box_tells_more_than_the_first_statements(landscape: Landscape) -> None:
    """Each statement tells as much as any box inside its verdict could tell at that place in the list."""
    answer, oracle = _case(landscape)
    truth = _truth(oracle, landscape.requirements[0])

    for judgement in answer.judged:
        if len(judgement.parts) > 1 or len(truth) > 120:
            continue
        (part,) = judgement.parts
        if sum(len(side) for side in _sides(set(truth))) > 16:
            continue
        weight = oracle.weigher(list(truth))
        whole = sum(map(weight, truth))
        for level in judgement.shares:
            region = {point for point, verdict in truth.items() if verdict == VERDICTS[level]}
            left = set(region)
            for _, statement in judgement.statements(level, 3)[0]:
                told = Fraction(statement.told, judgement.whole) * whole
                assert told == _largest(region, left, part, answer.coverage.space, weight)
                left -= _inside(answer.coverage.space, part.grid.outer(statement.box))


@settings(_worlds, max_examples=_MANY // 2)
@given(landscapes(provisions=3))
def test_a_finding_hangs_on_exactly_the_blanks_that_can_change_it(landscape: Landscape) -> None:
    """The blanks of a not_known finding are those that, filled one way or the other, change the verdict of one of its
    points, whatever way the others are filled."""
    answer, oracle = _case(landscape)
    truth = _truth(oracle, landscape.requirements[0])
    expected: set[tuple[str, str, str]] = set()
    for point, verdict in truth.items():
        if verdict == "not_known":
            found = oracle.depends(landscape.requirements[0], point)
            if found is None:
                return
            expected |= found

    for finding in answer.findings:
        if finding.verdict == "not_known":
            assert {(f.label, f.id, f.field) for f in finding.hangs_on} == expected

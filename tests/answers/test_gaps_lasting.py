"""Hold how long findings last to an oracle that judges the landscape anew on each single day."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from pathway_graph.analysis.boxes import Box, subtract
from pathway_graph.analysis.coverage import Coverage, Judgement
from pathway_graph.analysis.landscape import Landscape, Requirement
from pathway_graph.answers.lasting import Times, pair_lasting
from tests.analysis.worlds import DAY, landscapes

_HORIZON = 6
_AROUND = 3


def _anew(landscape: Landscape, requirement: Requirement, day: int) -> Judgement | None:
    """Judge on a day with nothing but that day's own coverage."""
    return Coverage(landscape, day, _HORIZON).judge(requirement)


def _where(judgement: Judgement | None, level: int) -> list[Box]:
    return [part.grid.outer(box) for part, box in judgement.pieces(level)] if judgement else []


def _same_points(one: list[Box], other: list[Box]) -> bool:
    for these, those in ((one, other), (other, one)):
        rest = list(these)
        for box in those:
            rest = subtract(rest, box)
        if rest:
            return False
    return True


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(landscapes())
def test_a_finding_holds_from_its_first_to_its_last_day_and_not_beyond(landscape: Landscape) -> None:
    """On both ends' inner days each verdict holds at the same points as today; one day further out it does not."""
    coverage = Coverage(landscape, DAY, _HORIZON)
    times = Times(coverage, _HORIZON)
    for requirement in landscape.requirements:
        judgement = coverage.judge(requirement)
        if judgement is None:
            continue
        for level, period in times.lasting(judgement).items():
            assert period is not None
            today = _where(judgement, level)
            since, until = period
            for end, inner, outer in ((since, 0, -1), (until, -1, 0)):
                if end is not None:
                    assert _same_points(today, _where(_anew(landscape, requirement, end + inner), level))
                    assert not _same_points(today, _where(_anew(landscape, requirement, end + outer), level))
            for day in range(max(since or 0, DAY - _AROUND), min(until or DAY + 99, DAY + _AROUND)):
                assert _same_points(today, _where(_anew(landscape, requirement, day), level))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(landscapes())
def test_nothing_changes_on_a_day_that_is_no_event(landscape: Landscape) -> None:
    """Coverage is another than the day before's only on a day that `events` names."""
    coverage = Coverage(landscape, DAY, _HORIZON)
    times = Times(coverage, _HORIZON)
    for requirement in landscape.requirements:
        events = times.events(requirement)
        before = _anew(landscape, requirement, DAY - 12)
        for day in range(DAY - 11, DAY + 12):
            now = _anew(landscape, requirement, day)
            if (before is None) != (now is None) or (before and now and before.shares != now.shares):
                assert day in events
            before = now


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(landscapes())
def test_a_pair_is_open_alike_until_the_day_that_is_told(landscape: Landscape) -> None:
    """Whether both are open, surely and perhaps, is the same from the first day told up to the day told, not on it."""
    if len(landscape.provisions) < 2:
        return
    a, b = landscape.provisions[:2]

    def state(day: int) -> tuple[bool, bool]:
        standings = Coverage(landscape, day).standings
        conditions = [c for row in (a, b) for group in standings.times(row) for c in group]
        return all(c.least for c in conditions), all(c.most for c in conditions)

    since, until = pair_lasting(Coverage(landscape, DAY), a, b, DAY)

    for end, inner, outer in ((since, 0, -1), (until, -1, 0)):
        if end is not None:
            assert state(end + inner) == state(DAY) != state(end + outer)

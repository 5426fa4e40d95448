"""Hold the answers of `handoffs` and `walk` on one small landscape to a brute force over every point and path."""

from __future__ import annotations

import importlib.util
import itertools

from pathway_graph.analysis.boxes import Box, bits
from pathway_graph.analysis.ground import Ground
from pathway_graph.analysis.handoff_faults import CODES
from pathway_graph.analysis.handoffs import Audit, Finding, audit
from pathway_graph.analysis.landscape import Landscape
from pathway_graph.analysis.people import HELPED, LOST, NOT_KNOWN, OUT, Everyone, everyone
from pathway_graph.analysis.space import UNTESTED
from pathway_graph.analysis.walk import Person

from .oracle_coverage import Point
from .oracle_flows import AGES
from .oracle_handoffs import HandoffOracle
from .oracle_walks import WalkOracle
from .worlds import DAY, MINUTE_CUTS

__all__ = [
    "alike_in_bulk", "alone_as_their_class", "answers_of", "crowd_fares", "everybody_fares", "handoffs_judged",
    "inside", "left_together", "ways_on",
]  # fmt: skip

_NAMES = {HELPED: "helped", LOST: "lost", NOT_KNOWN: "not_known", OUT: "out"}
_CROWD = ("lost", "not_known", "helped")
_SORTS = {**dict.fromkeys((*CODES, "dates", "nobody"), "box")}
_EDGES = ("transition", "step_up", "step_down")


def _sorts(finding: Finding) -> frozenset[str]:
    return frozenset(_SORTS.get(fault.code, fault.code) for fault in finding.faults)


def handoffs_judged(landscape: Landscape, answer: Audit, oracle: HandoffOracle) -> None:
    """Every handoff is sound, faulty or not known as the oracle says, and its faults are of the same sorts."""
    found = {finding.handoff.id: finding for finding in answer.findings if finding.handoff}
    for handoff in landscape.handoffs:
        truth = oracle.judged(handoff)
        assert (truth is None) == (handoff.id in answer.left_out), (handoff.id, landscape)
        if truth is not None:
            finding = found.get(handoff.id)
            told = (finding.verdict, _sorts(finding)) if finding else ("sound", frozenset())
            assert told == truth, (handoff.id, told, truth, landscape)


def left_together(landscape: Landscape, answer: Audit, oracle: HandoffOracle) -> None:
    """Flow by flow, people whom no handoff of a service takes are found exactly where the oracle finds some."""
    told = {(f.sender, f.flow): f.verdict for f in answer.findings if f.handoff is None and f.kind == "handoff"}
    for service, kind in itertools.product(landscape.services, ("refer", "signpost", *_EDGES)):
        assert told.get((service.id, kind)) == oracle.together(service.id, kind), (service.id, kind, landscape)


def ways_on(landscape: Landscape, answer: Audit, oracle: HandoffOracle) -> None:
    """No way on is found exactly where the oracle finds none."""
    told = {(f.sender, f.flow): f.verdict for f in answer.findings if f.kind == "no_way_on"}
    for service, kind in itertools.product(landscape.services, _EDGES):
        assert told.get((service.id, kind)) == oracle.no_way_on(service.id, kind), (service.id, kind, landscape)


def alike_in_bulk(landscape: Landscape, one_by_one: Audit) -> bool:
    """Finding those without fault on columns first changes no finding, no count and no word; False without numpy."""
    if importlib.util.find_spec("numpy") is None:
        return False
    in_bulk = audit(landscape, DAY, in_bulk=True)
    told = [repr(finding) for finding in one_by_one.findings]
    assert [repr(finding) for finding in in_bulk.findings] == told, landscape
    assert (in_bulk.counts, in_bulk.left_out) == (one_by_one.counts, one_by_one.left_out), landscape
    return True


def everybody_fares(landscape: Landscape, oracle: WalkOracle, urgent: bool) -> Everyone:
    """Each point of the whole space is helped, lost or not known as walking it path by path says."""
    found = everyone(landscape, DAY, urgent=urgent, inside=False)
    told = answers_of(found)
    assert set(told) == set(oracle.everybody(urgent)), landscape
    for point, answer in told.items():
        assert answer == oracle.verdict_of(point), (point, answer, landscape)
    return found


def crowd_fares(landscape: Landscape, oracle: WalkOracle) -> bool:
    """Every person who waits, walked with all others at once, fares as the oracle says; False without numpy."""
    if importlib.util.find_spec("numpy") is None:
        return False
    from pathway_graph.analysis.crowd import Crowd

    points = oracle.everybody(False)
    people = [Person(area, age, need, step, group) for area, age, need, group, step, _ in points]
    found = Crowd(Ground(landscape, DAY)).walk(people).tolist()
    for point, verdict in zip(points, found, strict=True):
        assert _CROWD[verdict] == oracle.verdict_of(point), (point, landscape)
    return True


def alone_as_their_class(found: Everyone, many: int) -> int:
    """The walk of one person agrees with the sweep over all, for up to so many classes of each part; give how many."""
    walked = 0
    for part in found.parts:
        for level, piece in itertools.islice(part.pieces(lambda level: True), many):
            alone = part.walked(tuple(side & -side for side in piece), ("self", "gp"))
            assert alone.verdict == _NAMES[level]
            assert bool(alone.hangs_on) == (alone.verdict == "not_known")
            walked += 1
    return walked


def inside(ground: Ground, box: Box) -> set[Point]:
    """The points of a box of bits, at the starts of the cells of the worlds."""
    space = ground.space
    steps = [None] if box[4] == UNTESTED else [n - 1 for n in bits(box[4])]
    spans = space.minutes.spans(box[5] & ~UNTESTED)
    minutes = [None] if box[5] == UNTESTED else [m for m in MINUTE_CUTS[:-1] if any(a <= m < b for a, b in spans)]
    months = [m for m in AGES if any(a <= m < b for a, b in space.ages.spans(box[1]))]
    return set(
        itertools.product(
            [space.areas.leaves[n] for n in bits(box[0])], months, [space.needs.leaves[n] for n in bits(box[2])],
            [space.groups[n] for n in bits(box[3])], steps, minutes,
        )
    )  # fmt: skip


def answers_of(found: Everyone) -> dict[Point, str]:
    """Point -> answer; every point once."""
    told: dict[Point, str] = {}
    for part in found.parts:
        for level, piece in part.pieces(lambda level: True):
            points = inside(found.ground, part.grid.outer(piece))
            assert not points & told.keys()
            told.update(dict.fromkeys(points, _NAMES[level]))
    return told

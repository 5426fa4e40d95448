"""Compare walks with a brute force over every person and path of small random landscapes."""

from __future__ import annotations

import dataclasses
import itertools
import os

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pathway_graph.analysis.boxes import Box, bits
from pathway_graph.analysis.ground import Ground, spot
from pathway_graph.analysis.landscape import ANY_MEMBERS, ANY_NUMBERS, ANY_WORDS, Extent, Landscape
from pathway_graph.analysis.people import HELPED, LOST, NOT_KNOWN, OUT, Everyone, everyone
from pathway_graph.analysis.space import UNTESTED
from pathway_graph.analysis.walk import Person, point_of, walk

from .oracle_coverage import Point
from .oracle_flows import AGES
from .oracle_walks import WalkOracle
from .ways_worlds import handoffs, ways
from .worlds import DAY, MINUTE_CUTS

_MANY = int(os.environ.get("PATHWAY_WORLDS", "60"))
_worlds = settings(max_examples=_MANY, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
_NAMES = {HELPED: "helped", LOST: "lost", NOT_KNOWN: "not_known", OUT: "out"}


def _inside(ground: Ground, box: Box) -> set[Point]:
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


def _answers(found: Everyone) -> dict[Point, str]:
    """Point -> answer; every point once."""
    told: dict[Point, str] = {}
    for part in found.parts:
        for level, piece in part.pieces(lambda level: True):
            points = _inside(found.ground, part.grid.outer(piece))
            assert not points & told.keys()
            told.update(dict.fromkeys(points, _NAMES[level]))
    return told


@_worlds
@given(ways(), st.booleans())
def test_every_person_fares_as_the_oracle_says(landscape: Landscape, urgent: bool) -> None:
    """Each point of the whole space is helped, lost or not known as walking it path by path says."""
    found, oracle = everyone(landscape, DAY, urgent=urgent, inside=False), WalkOracle(landscape)

    told = _answers(found)

    assert set(told) == set(oracle.everybody(urgent))
    assert told == {point: oracle.verdict_of(point) for point in told}


@_worlds
@given(ways())
def test_only_people_inside_a_requirement_are_told_by_default(landscape: Landscape) -> None:
    """Left out are exactly the people of whom no requirement may speak; classes add up."""
    found, oracle = everyone(landscape, DAY), WalkOracle(landscape)

    told = _answers(found)

    assert {p for p, answer in told.items() if answer == "out"} == {p for p in told if not oracle.spoken_of(p)}
    counts = found.counts
    assert counts["classes"] == counts["helped"] + counts["lost"] + counts["not_known"]
    assert bool(counts["lost"]) == ("lost" in told.values())


@_worlds
@given(ways(), st.booleans())
def test_one_person_walked_alone_fares_as_their_class(landscape: Landscape, urgent: bool) -> None:
    """The walk of one person and the sweep over all of them agree, piece by piece."""
    found = everyone(landscape, DAY, urgent=urgent, inside=False)

    for part in found.parts:
        for level, piece in itertools.islice(part.pieces(lambda level: True), 30):
            cell = tuple(side & -side for side in piece)
            alone = part.walked(cell, ("self", "gp"))
            assert alone.verdict == _NAMES[level]
            assert bool(alone.hangs_on) == (alone.verdict == "not_known")


@_worlds
@given(ways())
def test_boxes_told_are_all_lost_and_tell_most_first(landscape: Landscape) -> None:
    """Every box told as lost holds lost people only; with what is smaller they make up all who are lost."""
    found = everyone(landscape, DAY)
    told = _answers(found)
    lost = {point for point, answer in told.items() if answer == "lost"}

    for lot in found.lost:
        assert _inside(found.ground, lot.box) <= lost
    assert [lot.share for lot in found.lost] == sorted((lot.share for lot in found.lost), reverse=True)
    if not found.smaller["lost"][0]:
        assert set().union(*(_inside(found.ground, lot.box) for lot in found.lost)) == lost


def _reached(landscape: Landscape, reading: int) -> set[Point]:
    """Who is helped in a reading: for sure, or perhaps as well."""
    answers = _answers(everyone(landscape, DAY, inside=False))
    return {p for p, answer in answers.items() if answer in (("helped",), ("helped", "not_known"))[reading]}


@_worlds
@given(ways(), st.data())
def test_another_handoff_loses_nobody(landscape: Landscape, data: st.DataObject) -> None:
    """Adding a handoff leaves everybody helped who was; so removing one never helps."""
    more = data.draw(handoffs("more", tuple(row.id for row in landscape.services)))
    more = dataclasses.replace(more, extent=Extent())

    after = dataclasses.replace(landscape, handoffs=(*landscape.handoffs, more))

    assert _reached(landscape, 0) <= _reached(after, 0)
    assert _reached(landscape, 1) <= _reached(after, 1)


@_worlds
@given(ways())
def test_widening_a_service_loses_only_those_whom_a_signpost_sent_elsewhere(landscape: Landscape) -> None:
    """A provision that takes everybody loses nobody, except people whom its service refused and signposted on; their
    walk tells the signpost that does not carry them any more."""
    assume(landscape.provisions)
    first = landscape.provisions[0]
    everything = Extent(ANY_MEMBERS, ANY_MEMBERS, ANY_WORDS, ANY_NUMBERS, ANY_NUMBERS, ANY_NUMBERS)
    wide = dataclasses.replace(first, extent=everything)

    after = dataclasses.replace(landscape, provisions=(wide, *landscape.provisions[1:]))

    words = {point[3] for point in _answers(everyone(after, DAY, inside=False))}  # a group may have gone with its word
    lost = {point for point in _reached(landscape, 0) - _reached(after, 0) if point[3] in words}
    signposts = [row for row in landscape.handoffs if row.sender == first.service and row.kind == "signpost"]
    assert not lost or signposts
    for area, age, need, group, step, _ in sorted(lost, key=repr)[:3]:
        ground = Ground(after, DAY, [spot(area, age, need, group)])
        alone = walk(ground, point_of(ground, Person(area, age, need, step, group)))
        told = [r.held_back(r.stop(a)) for r in (alone.nothing, alone.everything) for a in r.reached()]
        assert {row.sender for held in told for row in held} >= {first.service}


@_worlds
@given(ways())
def test_a_sweep_that_is_cut_short_says_so_and_claims_nothing(landscape: Landscape) -> None:
    """With next to no effort allowed, what is not worked out counts as not known, and the answer says so."""
    whole, cut = everyone(landscape, DAY, inside=False), everyone(landscape, DAY, inside=False, effort=2)

    answers = _answers(whole)

    for point, answer in _answers(cut).items():
        assert answer in (answers[point], "not_known")
    assert cut.cut_short or _answers(cut) == answers

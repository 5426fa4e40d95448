"""Compare walks with a brute force over every person and path of small random landscapes."""

from __future__ import annotations

import dataclasses
import os

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pathway_graph.analysis.ground import Ground, spot
from pathway_graph.analysis.landscape import ANY_MEMBERS, ANY_NUMBERS, ANY_WORDS, Extent, Landscape
from pathway_graph.analysis.people import everyone
from pathway_graph.analysis.walk import Person, point_of, walk

from . import held_ways
from .held_ways import answers_of, inside
from .oracle_coverage import Point
from .oracle_walks import WalkOracle
from .ways_worlds import handoffs, ways
from .worlds import DAY

_MANY = int(os.environ.get("PATHWAY_WORLDS", "60"))
_worlds = settings(max_examples=_MANY, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))


@_worlds
@given(ways(), st.booleans())
def test_every_person_fares_as_the_oracle_says(landscape: Landscape, urgent: bool) -> None:
    """Each point of the whole space is helped, lost or not known as walking it path by path says."""
    held_ways.everybody_fares(landscape, WalkOracle(landscape), urgent)


@_worlds
@given(ways())
def test_only_people_inside_a_requirement_are_told_by_default(landscape: Landscape) -> None:
    """Left out are exactly the people of whom no requirement may speak; classes add up."""
    found, oracle = everyone(landscape, DAY), WalkOracle(landscape)

    told = answers_of(found)

    assert {p for p, answer in told.items() if answer == "out"} == {p for p in told if not oracle.spoken_of(p)}
    counts = found.counts
    assert counts["classes"] == counts["helped"] + counts["lost"] + counts["not_known"]
    assert bool(counts["lost"]) == ("lost" in told.values())


@_worlds
@given(ways(), st.booleans())
def test_one_person_walked_alone_fares_as_their_class(landscape: Landscape, urgent: bool) -> None:
    """The walk of one person and the sweep over all of them agree, piece by piece."""
    assert held_ways.alone_as_their_class(everyone(landscape, DAY, urgent=urgent, inside=False), 30)


@_worlds
@given(ways())
def test_boxes_told_are_all_lost_and_tell_most_first(landscape: Landscape) -> None:
    """Every box told as lost holds lost people only; with what is smaller they make up all who are lost."""
    found = everyone(landscape, DAY)
    told = answers_of(found)
    lost = {point for point, answer in told.items() if answer == "lost"}

    for lot in found.lost:
        assert inside(found.ground, lot.box) <= lost
    assert [lot.share for lot in found.lost] == sorted((lot.share for lot in found.lost), reverse=True)
    if not found.smaller["lost"][0]:
        assert set().union(*(inside(found.ground, lot.box) for lot in found.lost)) == lost


def _reached(landscape: Landscape, reading: int) -> set[Point]:
    """Who is helped in a reading: for sure, or perhaps as well."""
    answers = answers_of(everyone(landscape, DAY, inside=False))
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

    words = {
        point[3] for point in answers_of(everyone(after, DAY, inside=False))
    }  # a group may have gone with its word
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

    answers = answers_of(whole)

    for point, answer in answers_of(cut).items():
        assert answer in (answers[point], "not_known")
    assert cut.cut_short or answers_of(cut) == answers

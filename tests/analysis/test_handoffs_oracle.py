"""Compare the audit of handoffs with a brute force over every point of small random landscapes."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings

from pathway_graph.analysis.handoff_faults import CODES
from pathway_graph.analysis.handoffs import Audit, Finding, audit
from pathway_graph.analysis.landscape import Landscape

from .oracle_handoffs import HandoffOracle
from .ways_worlds import ways
from .worlds import DAY

_MANY = int(os.environ.get("PATHWAY_WORLDS", "60"))
_worlds = settings(max_examples=_MANY, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
_fewer = settings(_worlds, max_examples=_MANY // 2)
_SORTS = {**dict.fromkeys((*CODES, "dates", "nobody"), "box")}


def _sorts(finding: Finding) -> frozenset[str]:
    return frozenset(_SORTS.get(fault.code, fault.code) for fault in finding.faults)


def _of_handoffs(answer: Audit) -> dict[str, Finding]:
    return {finding.handoff.id: finding for finding in answer.findings if finding.handoff}


@_worlds
@given(ways())
def test_every_handoff_has_the_verdict_of_the_oracle(landscape: Landscape) -> None:
    """A handoff is sound, faulty or not known as the brute force says, and its faults are of the same sorts."""
    answer, oracle = audit(landscape, DAY), HandoffOracle(landscape)
    found = _of_handoffs(answer)

    for handoff in landscape.handoffs:
        truth = oracle.judged(handoff)
        assert (truth is None) == (handoff.id in answer.left_out)
        if truth is not None:
            finding = found.get(handoff.id)
            told = (finding.verdict, _sorts(finding)) if finding else ("sound", frozenset())
            assert told == truth, handoff.id


@_worlds
@given(ways())
def test_what_is_left_of_a_service_as_a_whole_is_what_the_oracle_finds(landscape: Landscape) -> None:
    """Flow by flow, people whom nobody takes are found for a service exactly where the brute force finds some."""
    answer, oracle = audit(landscape, DAY), HandoffOracle(landscape)
    told = {(f.sender, f.flow): f.verdict for f in answer.findings if f.handoff is None and f.kind == "handoff"}

    for service in landscape.services:
        for kind in ("refer", "signpost", "transition", "step_up", "step_down"):
            assert told.get((service.id, kind)) == oracle.together(service.id, kind), (service.id, kind)


@_worlds
@given(ways())
def test_a_way_on_is_missing_where_the_oracle_finds_none(landscape: Landscape) -> None:
    """People one month older, a step higher or lower, who are asked for: no way on exactly where there is none."""
    answer, oracle = audit(landscape, DAY), HandoffOracle(landscape)
    told = {(f.sender, f.flow): f.verdict for f in answer.findings if f.kind == "no_way_on"}

    for service in landscape.services:
        for kind in ("transition", "step_up", "step_down"):
            assert told.get((service.id, kind)) == oracle.no_way_on(service.id, kind), (service.id, kind)


@_fewer
@given(ways())
def test_counts_add_up(landscape: Landscape) -> None:
    """Handoffs are sound, faulty or not known; findings of services are missing ones."""
    answer = audit(landscape, DAY)

    counts = answer.counts
    assert counts["handoffs"] == counts["sound"] + counts["faulty"] + counts["not_known"]
    assert counts["handoffs"] + len(answer.left_out) == len(landscape.handoffs)
    assert counts["missing"] == sum(finding.handoff is None for finding in answer.findings)
    assert all(finding.faults for finding in answer.findings)


@_fewer
@given(ways())
def test_judging_in_bulk_gives_the_same_answer(landscape: Landscape) -> None:
    """Finding those without fault on columns first changes no finding, no count and no word of a finding."""
    pytest.importorskip("numpy")

    one_by_one, in_bulk = audit(landscape, DAY, in_bulk=False), audit(landscape, DAY, in_bulk=True)

    assert [repr(finding) for finding in in_bulk.findings] == [repr(finding) for finding in one_by_one.findings]
    assert (in_bulk.counts, in_bulk.left_out) == (one_by_one.counts, one_by_one.left_out)

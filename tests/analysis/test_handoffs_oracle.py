"""Compare the audit of handoffs with a brute force over every point of small random landscapes."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings

from pathway_graph.analysis.handoffs import audit
from pathway_graph.analysis.landscape import Landscape

from . import held_ways
from .oracle_handoffs import HandoffOracle
from .ways_worlds import ways
from .worlds import DAY

_MANY = int(os.environ.get("PATHWAY_WORLDS", "100"))
_worlds = settings(max_examples=_MANY, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
_fewer = settings(_worlds, max_examples=_MANY // 2)


@_worlds
@given(ways())
def test_every_handoff_fares_as_the_oracle_says(landscape: Landscape) -> None:
    """A handoff is sound, faulty or not known as the brute force says, and its faults are of the same sorts; people
    whom no handoff of a service takes, and those without a way on, are found exactly where the brute force finds some.
    """
    answer, oracle = audit(landscape, DAY), HandoffOracle(landscape)

    held_ways.handoffs_judged(landscape, answer, oracle)
    held_ways.left_together(landscape, answer, oracle)
    held_ways.ways_on(landscape, answer, oracle)


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

    assert held_ways.alike_in_bulk(landscape, audit(landscape, DAY, in_bulk=False))

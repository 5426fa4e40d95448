"""Hold the walk of many people at once to the walk of one."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings

from pathway_graph.analysis.ground import Ground
from pathway_graph.analysis.landscape import Landscape

from . import held_ways
from .oracle_walks import WalkOracle
from .ways_worlds import ways
from .worlds import DAY

pytest.importorskip("numpy")

_MANY = int(os.environ.get("PATHWAY_WORLDS", "60"))
_fewer = settings(max_examples=_MANY // 2, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))


@_fewer
@given(ways())
def test_each_of_a_crowd_fares_as_the_oracle_says(landscape: Landscape) -> None:
    """Every person of a landscape, walked with all others, gets the verdict of walking path by path."""
    assert held_ways.crowd_fares(landscape, WalkOracle(landscape))


def test_nobody_and_nothing() -> None:
    """A landscape without anything loses nobody, and a crowd may be empty."""
    from pathway_graph.analysis.crowd import Crowd

    assert Crowd(Ground(Landscape(), DAY)).walk([]).tolist() == []

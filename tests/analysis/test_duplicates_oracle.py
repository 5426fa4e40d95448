"""Compare duplicates with a brute force over every pair and point of small random landscapes."""

from __future__ import annotations

import itertools
import os
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from pathway_graph.analysis.coverage import Coverage
from pathway_graph.analysis.duplicates import duplicates
from pathway_graph.analysis.landscape import Landscape
from pathway_graph.analysis.pairs import find_pairs
from pathway_graph.analysis.standing import months_after

from .oracle_duplicates import DuplicatesOracle
from .worlds import DAY, landscapes

_MANY = int(os.environ.get("PATHWAY_WORLDS", "60"))
_worlds = settings(max_examples=_MANY, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))


@_worlds
@given(landscapes(provisions=5, requirements=0))
def test_pairs_are_those_of_the_oracle(landscape: Landscape) -> None:
    """Definite and possible pairs, the function they share, their share, and the handoffs that link them, are those
    that the brute force finds; counts are of all."""
    answer = duplicates(landscape, DAY)
    oracle = DuplicatesOracle(landscape, months_after(DAY, 6))
    expected = {}
    rows = sorted(landscape.provisions, key=lambda row: (row.service, row.id))
    for one, other in itertools.combinations(rows, 2):
        if verdict := oracle.verdict(one, other):
            expected[one.id, other.id] = (verdict, oracle.function(one, other))
            (finding,) = [f for f in answer.findings if (f.a.provision, f.b.provision) == (one.id, other.id)]
            share = oracle.share(one, other)
            assert (finding.share is None) == (share is None)
            assert share is None or abs(Fraction(finding.share or 0) - share) <= Fraction(1, 10**6)
            ends = {one.service, other.service}
            assert finding.linked == tuple(h.id for h in landscape.handoffs if {h.sender, h.receiver} == ends)

    found = {(f.a.provision, f.b.provision): (f.verdict, f.function) for f in answer.findings if not f.later}
    assert found == expected
    assert answer.counts["definite"] == sum(verdict == "definite" for verdict, _ in expected.values())
    assert answer.counts["possible"] == len(expected) - answer.counts["definite"]
    assert answer.counts["linked"] == sum(bool(f.linked) for f in answer.findings if not f.later)


@_worlds
@given(landscapes(provisions=5, requirements=0))
def test_a_possible_pair_names_what_it_hangs_on(landscape: Landscape) -> None:
    """A possible pair names at least one blank or half-known value, a definite one none."""
    for finding in duplicates(landscape, DAY).findings:
        if not finding.later:
            assert bool(finding.hangs_on) == (finding.verdict == "possible")


@_worlds
@given(landscapes(provisions=6, requirements=0))
def test_columns_and_single_steps_find_the_same_pairs(landscape: Landscape) -> None:
    """Large landscapes are searched on columns of numbers, small ones pair by pair; the pairs and counts are equal."""
    pytest.importorskip("numpy", reason="columns of numbers want numpy, which is optional")
    coverage = Coverage(landscape, DAY)
    linked = {frozenset((h.sender, h.receiver)) for h in landscape.handoffs if h.receiver}

    assert find_pairs(coverage, linked, in_bulk=True) == find_pairs(coverage, linked, in_bulk=False)

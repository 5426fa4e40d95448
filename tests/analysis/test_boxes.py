"""Hold the geometry to the sets that it stands for."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from pathway_graph.analysis.boxes import Box, contains, intersect, meets, spanned, spans_of, subtract, uncovered
from pathway_graph.analysis.hierarchy import Hierarchy
from pathway_graph.analysis.landscape import Area
from pathway_graph.analysis.shares import apportioned

_boxes = st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 15))


def _points(box: Box) -> set[tuple[int, ...]]:
    return set(itertools.product(*[[n for n in range(4) if side >> n & 1] for side in box]))


@given(_boxes, st.lists(_boxes, max_size=4))
def test_subtracting_leaves_disjoint_pieces_of_the_difference(box: Box, others: list[Box]) -> None:
    """What is left after taking boxes off is exactly the difference, in pieces that share no point."""
    pieces = [box] if all(box) else []
    for other in others:
        pieces = subtract(pieces, other)

    left = _points(box).difference(*map(_points, others))
    assert sum(len(_points(piece)) for piece in pieces) == len(left)
    assert set().union(*map(_points, pieces)) == left


@given(_boxes, st.lists(_boxes, max_size=4))
def test_a_hole_is_found_if_there_is_one(box: Box, others: list[Box]) -> None:
    """A box is uncovered exactly if some of its points are in no other, and the hole lies in none."""
    hole = uncovered(box, others)

    left = _points(box).difference(*map(_points, others))
    assert (hole is not None) == bool(left)
    assert hole is None or _points(hole) <= left


@given(_boxes, _boxes)
def test_meeting_and_containing_are_those_of_the_points(a: Box, b: Box) -> None:
    """Two boxes meet if they share a point; one contains the other if it has all of its points."""
    assert meets(a, b) == bool(_points(a) & _points(b))
    assert _points(intersect(a, b)) == _points(a) & _points(b)
    assert contains(a, b) == (_points(b) <= _points(a))


@given(st.integers(0, 2**40))
def test_spans_and_masks_say_the_same(mask: int) -> None:
    """A mask turned into spans and back is the same mask, and spans are merged."""
    spans = spans_of(mask)

    assert spanned([end for span in spans for end in span]) == mask
    assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))


@given(st.lists(st.integers(0, 1000), min_size=1), st.integers(0, 10**6))
def test_parts_add_up(weights: list[int], whole: int) -> None:
    """A whole shared out by weight adds up again, and no part is off by one or more."""
    parts = apportioned(weights, whole)

    if sum(weights):
        assert sum(parts) == whole
        assert all(abs(part - weight * whole / sum(weights)) < 1 for part, weight in zip(parts, weights, strict=True))


def test_areas_are_told_by_the_fewest_ids() -> None:
    """Leaves are told by the largest areas that hold no other leaf, also where branches overlap."""
    tree = Hierarchy([
        Area("county", "County"), Area("north", "N", ("county",)), Area("south", "S", ("county",)),
        Area("a", "A", ("north",)), Area("b", "B", ("north", "practices")), Area("c", "C", ("south", "practices")),
        Area("practices", "P"),
    ])  # fmt: skip

    assert tree.told(tree.mask(["a", "b", "c"])) == ("county",)
    assert tree.told(tree.mask(["b", "c"])) == ("practices",)
    assert set(tree.told(tree.mask(["a", "c"]))) == {"a", "south"}

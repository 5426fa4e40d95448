"""Lines between the boxes of a grid, and where their numbers stand."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from pathway_graph.registry import exports

_PLACES = list(itertools.product(range(3), range(3)))
_LEFT, _TOP, _WIDE, _HIGH = (23.0, 83.0, 143.0), (10.0, 60.0, 110.0), 40.0, 45.0
_GUTTERS, _CORRIDORS = (13.0, 73.0, 133.0, 193.0), (7.5, 57.5, 107.5, 157.5)


@given(st.permutations(_PLACES))
def test_numbers_cover_neither_boxes_nor_each_other(places: list[tuple[int, int]]) -> None:
    """Where gutters have room, a number stands on its line, clear of what is written in boxes and of other numbers."""
    module = exports()["ways"]
    track = module.Track(_GUTTERS, _CORRIDORS, _LEFT, _TOP, _WIDE, [_HIGH] * 3, 20.0, 5.0)

    (points, one), (_, other) = module.ways([(places[0], places[1]), (places[2], places[3])], track, _PLACES)

    assert any(
        min(a, c) <= one[0] <= max(a, c) and min(b, d) <= one[1] <= max(b, d)
        for (a, b), (c, d) in itertools.pairwise(points)
    )
    for x, y in (one, other):
        across = [left for left in _LEFT if left + 4 < x + 7.75 and x - 7.75 < left + _WIDE - 4]
        down = [top for top in _TOP if top + 4 < y + 7.75 and y - 7.75 < top + _HIGH - 4]
        assert not (across and down)
    assert abs(one[0] - other[0]) >= 15.5 or abs(one[1] - other[1]) >= 15.5

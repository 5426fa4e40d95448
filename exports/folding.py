"""Fold a long chain of boxes into rows, as a text is wrapped into lines, so that it can be read on a page."""

from __future__ import annotations

from collections.abc import Mapping

from pathway_graph.pictures.node_link import Positions

__all__ = ["folded"]

_BETWEEN, _NEAR, _ASIDE, _BENEATH, _MOST = 46.0, 40.0, 36.0, 16.0, 8


def folded(
    places: Positions, sizes: Mapping[str, tuple[float, float]], room: tuple[float, float], enough: float
) -> Positions | None:
    """Fold a picture that runs to the right where it would print smaller than `enough` of its size.

    Columns go into several rows where it is too wide, and are cut side by side where it is too high, whatever makes it
    largest. `room` is what the page leaves to it, in points. None where it is large enough, or nothing makes it larger.
    Cost: linear in the boxes, for each number of rows and columns up to 8.
    """
    best, chosen = _scale(places, sizes, room), None
    if best >= enough:
        return None
    columns = _columns(places, sizes)
    most = min(len(columns), _MOST)
    tries = [_in_rows(columns, -(-len(columns) // rows), places, sizes) for rows in range(2, most + 1)]
    tries += [_side_by_side(columns, cuts, places, sizes) for cuts in range(2, _MOST + 1)]
    for tried in tries:
        if (scale := _scale(tried, sizes, room)) > best * 1.02:
            best, chosen = scale, tried
    return chosen


def _columns(places: Positions, sizes: Mapping[str, tuple[float, float]]) -> list[list[str]]:
    """Group boxes that stand beneath one another."""
    found: list[list[str]] = []
    last = float("-inf")
    for id in sorted(places, key=lambda id: (places[id][0], places[id][1], id)):
        x = places[id][0]
        if x - last > min(_NEAR, sizes[id][0] / 2):
            found.append([])
            last = x
        found[-1].append(id)
    return found


def _in_rows(
    columns: list[list[str]], across: int, places: Positions, sizes: Mapping[str, tuple[float, float]]
) -> Positions:
    found: Positions = {}
    down = 0.0
    for first in range(0, len(columns), across):
        ids = [id for column in columns[first : first + across] for id in column]
        left = min(places[id][0] - sizes[id][0] / 2 for id in ids)
        top = min(places[id][1] - sizes[id][1] / 2 for id in ids)
        low = max(places[id][1] + sizes[id][1] / 2 for id in ids)
        found |= {id: (places[id][0] - left, places[id][1] - top + down) for id in ids}
        down += low - top + _BETWEEN
    return found


def _side_by_side(
    columns: list[list[str]], cuts: int, places: Positions, sizes: Mapping[str, tuple[float, float]]
) -> Positions:
    """Cut columns that are higher than a share of the highest one; what is cut stands beside it."""
    heights = [sum(sizes[id][1] + _BENEATH for id in column) for column in columns]
    most = max(heights) / cuts
    found: Positions = {}
    across = 0.0
    for column in columns:
        wide = max(sizes[id][0] for id in column)
        down = 0.0
        for id in sorted(column, key=lambda id: (places[id][1], id)):
            if down and down + sizes[id][1] > most + 1:
                across, down = across + wide + _ASIDE, 0.0
            found[id] = (across + wide / 2, down + sizes[id][1] / 2)
            down += sizes[id][1] + _BENEATH
        across += wide + _ASIDE
    return found


def _scale(places: Positions, sizes: Mapping[str, tuple[float, float]], room: tuple[float, float]) -> float:
    if not places:
        return 1.0
    xs = [places[id][0] + side * sizes[id][0] / 2 for id in places for side in (-1, 1)]
    ys = [places[id][1] + side * sizes[id][1] / 2 for id in places for side in (-1, 1)]
    return min(room[0] / max(max(xs) - min(xs), 1), room[1] / max(max(ys) - min(ys), 1), 1.5)

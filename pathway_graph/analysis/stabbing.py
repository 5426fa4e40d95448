"""Find the boxes that hold each of many points, on columns of numbers: by need and place first, then by all the rest.

Wants numpy, which small landscapes do without; so nothing imports this module before it is needed. One row a box, need
and run of places that lie together; rows of much the same length stand together, sorted by need and first place, so
that those which can hold a point are one slice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from .box_columns import BoxColumns
from .boxes import AREAS, NEEDS, Box, bits, spans_of

__all__ = ["Holding", "Points"]

Ints = npt.NDArray[np.int64]
Pairs = tuple[Ints, Ints]
"""The numbers of points and of the boxes that hold them, side by side."""
_BLOCK = 1_000_000


class Points:
    """Boxes with one value in each dimension, in columns; `rest` are the same without need and place."""

    def __init__(self, layout: BoxColumns, points: Sequence[Box], rest: Sequence[Box]) -> None:
        self.many, self.boxes = len(points), points
        self.need = np.array([point[NEEDS].bit_length() - 1 for point in points], np.int64)
        self.place = np.array([point[AREAS].bit_length() - 1 for point in points], np.int64)
        self.records = layout.records(rest)


class Holding:
    """Some boxes, ready to be asked which of them hold points; `rest` are the same without need and place."""

    def __init__(self, layout: BoxColumns, boxes: Sequence[Box], rest: Sequence[Box], places: int) -> None:
        self._layout, self._width = layout, places + 1
        self._records = layout.records(rest)
        told = np.array(list(_rows(boxes)), np.int64).reshape(-1, 4)
        length = told[:, 2] - told[:, 1]
        sort = np.where(length > 0, np.frexp(length.astype(np.float64) - 0.5)[1], 0)
        self._parts: list[tuple[int, Ints, Ints, Ints]] = []
        for each in np.unique(sort).tolist():
            some = told[sort == each]
            key = some[:, 0] * self._width + some[:, 1]
            order = np.argsort(key, kind="stable")
            self._parts.append((1 << max(each, 0), key[order], some[order, 2], some[order, 3]))

    def near(self, points: Points) -> Pairs:
        """The boxes whose needs and places hold each point, whatever else they hold; each pair once."""
        found: list[Pairs] = []
        base = points.need * self._width
        for longest, key, past, box in self._parts:
            low = np.searchsorted(key, base + np.maximum(points.place - longest + 1, 0))
            high = np.searchsorted(key, base + points.place, side="right")
            point, row = _spread(low, high)
            inside = past[row] > points.place[point]
            found.append((point[inside], box[row[inside]]))
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])

    def held(self, points: Points, near: Pairs) -> npt.NDArray[np.bool_]:
        """Of pairs that are near, those whose box holds the point in every other dimension, too."""
        found = np.empty(len(near[0]), bool)
        for start in range(0, len(found), _BLOCK):
            some = slice(start, start + _BLOCK)
            ours, theirs = points.records.take(near[0][some], axis=0), self._records.take(near[1][some], axis=0)
            found[some] = self._layout.refused(ours.T, theirs.T) == 0
        return found


def _rows(boxes: Iterable[Box]) -> Iterator[tuple[int, int, int, int]]:
    """Need, first place, the place after the last, and the number of the box."""
    runs: dict[int, tuple[tuple[int, int], ...]] = {}
    needs: dict[int, tuple[int, ...]] = {}
    for n, box in enumerate(boxes):
        areas, need = box[AREAS], box[NEEDS]
        if areas not in runs:
            runs[areas] = spans_of(areas)
        if need not in needs:
            needs[need] = tuple(bits(need))
        for low, high in runs[areas]:
            yield from ((one, low, high, n) for one in needs[need])


def _spread(low: npt.NDArray[np.intp], high: npt.NDArray[np.intp]) -> Pairs:
    """Every number from low up to high, with the place of its pair."""
    many = np.maximum(high - low, 0)
    owner = np.repeat(np.arange(len(low), dtype=np.int64), many)
    starts = np.cumsum(many) - many
    return owner, np.arange(len(owner), dtype=np.int64) - starts[owner] + low[owner]

"""Group the points of a box that everything treats alike, and split the box by what holds for them.

`Grid` cuts each side into classes, so that a few small masks stand for thousands of minutes, months and leaves.
`Diagram` is a decision diagram over those classes: one level a dimension, one edge for all classes that lead to the
same answers. Its paths are the exact, disjoint pieces; it is the same whatever the order of the boxes, and its size is
bounded by the classes, not by the number of overlaps.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Iterator, Sequence

from .boxes import AGES, AREAS, Box, bits, empty
from .measure import Measure
from .standing import COVERED, GAP, NOT_KNOWN

__all__ = ["EFFORT", "Diagram", "Grid", "Layer", "Sizes"]


EFFORT = 400_000
"""Most nodes of a diagram; some seconds."""


class Grid:
    """The classes of a box: values of one side that all the given boxes treat alike, in order of their first value.

    A side that every one of them takes whole tells nothing apart: boxes of classes leave it out. `active` are the
    dimensions that they have, areas always among them; `fixed` is the size of all the others, without areas and ages
    where these are weighed together by the people who live there. `sizes`: the size of any side of classes.
    """

    def __init__(self, whole: Box, boxes: Sequence[Box], measure: Measure) -> None:
        """Cut up `whole`; `measure` weighs it."""
        self.whole = whole
        self.measure = measure
        cut = [{box[d] & side for box in boxes} - {side} for d, side in enumerate(whole)]
        self.active = (AREAS, *(d for d in range(1, len(whole)) if cut[d]))
        self.cells = tuple(_refined(whole[d], cut[d]) for d in self.active)
        self.full: Box = tuple((1 << len(cells)) - 1 for cells in self.cells)
        self._inner: list[dict[int, int]] = [{} for _ in self.active]
        self.sizes = [Sizes(cells, d, measure) for d, cells in zip(self.active, self.cells, strict=True)]
        apart = (AREAS, AGES) if measure.by_people else ()
        self.fixed = math.prod(
            measure.side(d, side) for d, side in enumerate(whole) if d not in self.active and d not in apart
        )

    def inner(self, box: Box) -> Box:
        """Turn a box of values into one of classes."""
        sides = []
        for known, d, cells in zip(self._inner, self.active, self.cells, strict=True):
            mask = box[d]
            side = known.get(mask)
            if side is None:
                side = known[mask] = sum(1 << n for n, cell in enumerate(cells) if cell & mask)
            sides.append(side)
        return tuple(sides)

    def outer(self, box: Box) -> Box:
        """Turn a box of classes back into one of values."""
        sides = list(self.whole)
        for d, mask, cells in zip(self.active, box, self.cells, strict=True):
            sides[d] = sum(cells[n] for n in bits(mask))
        return tuple(sides)

    def volumes(self) -> Callable[[Box], int]:
        """Give a function that weighs boxes of classes; every side is weighed once."""
        sizes, fixed = self.sizes, self.fixed
        if not self.measure.by_people:

            def volume(box: Box) -> int:
                total = fixed
                for size, mask in zip(sizes, box, strict=True):
                    total *= size[mask]
                return total

            return volume
        start = 1 + (AGES in self.active)
        places: dict[Box, int] = {}

        def by_people(box: Box) -> int:
            total = places.get(box[:start])
            if total is None:
                values = self.outer(box)
                total = places[box[:start]] = self.measure.place(values[AREAS], values[AGES])
            total *= fixed
            for size, mask in zip(sizes[start:], box[start:], strict=True):
                total *= size[mask]
            return total

        return by_people


_PART = 10
_PART_MASK = (1 << _PART) - 1


class Sizes(dict[int, int]):
    """The sizes of sides made of classes, each worked out when it is first asked for, in parts that recur."""

    def __init__(self, cells: Sequence[int], dimension: int, measure: Measure) -> None:
        super().__init__({0: 0})
        self._each = [measure.side(dimension, cell) for cell in cells]
        self._parts: list[dict[int, int]] = [{} for _ in range(0, len(cells), _PART)]

    def __missing__(self, mask: int) -> int:
        total, left = 0, mask
        for n, known in enumerate(self._parts):
            part = left & _PART_MASK
            if part:
                size = known.get(part)
                if size is None:
                    size = 0
                    for bit in bits(part):
                        size += self._each[n * _PART + bit]
                    known[part] = size
                total += size
            left >>= _PART
        self[mask] = total
        return total


def _refined(whole: int, sides: set[int]) -> list[int]:
    cells = [whole]
    for side in sides:
        split = []
        for cell in cells:
            inside = cell & side
            split.append(inside or cell)
            if inside and inside != cell:
                split.append(cell ^ inside)
        cells = split
    cells.sort(key=lambda cell: cell & -cell)
    return cells


@dataclasses.dataclass(frozen=True, slots=True)
class Layer:
    """A box of classes with what it is worth: `least` on all of `sure`, `most` on all of `may`."""

    sure: Box
    may: Box
    least: int
    most: int


class Diagram:
    """What holds at every point of a grid: the best level among the layers there, read both ways.

    Where both readings agree, that level; else `NOT_KNOWN`. `asked`: the part that is asked for sure; elsewhere
    everything but `COVERED` is not known either. A node is a tuple of edges (mask, child); children below zero are
    answers (`~level`).

    `effort`: most nodes that are worked out; what is left then is `NOT_KNOWN`, and `cut_short` says so.
    """

    def __init__(self, grid: Grid, layers: Sequence[Layer], asked: Box | None = None, effort: int = EFFORT) -> None:
        self.grid = grid
        self.cut_short = False
        self._given, self._effort = layers, effort
        self.nodes: list[tuple[tuple[int, int], ...]] = []
        self._number: dict[tuple[int, tuple[tuple[int, int], ...]], int] = {}
        self._memo: dict[tuple[int, ...], int] = {}
        self._depth = len(grid.full)
        self._asked = asked
        self._layers(layers)
        self._asked_from = [True] * (self._depth + 1)
        if asked is not None:
            for d in range(self._depth - 1, -1, -1):
                self._asked_from[d] = self._asked_from[d + 1] and asked[d] == grid.full[d]
        surely = sum(1 << i for i, layer in enumerate(layers) if layer.least > GAP and not empty(layer.sure))
        maybe = sum(1 << i for i, layer in enumerate(layers) if layer.most > GAP and not empty(layer.may))
        self.root = self._built(0, GAP, surely, GAP, maybe, True)

    def _layers(self, layers: Sequence[Layer]) -> None:
        """Lay out, for each class, the layers that hold it, and for each depth those that hold all the rest."""
        full, depth = self.grid.full, self._depth
        self._sure = [[0] * side.bit_length() for side in full]
        self._may = [[0] * side.bit_length() for side in full]
        self._sure_from, self._may_from = [0] * (depth + 1), [0] * (depth + 1)
        self._least, self._most = [0] * 5, [0] * 5
        for i, layer in enumerate(layers):
            bit = 1 << i
            for boxes, table, onward in (
                (layer.sure, self._sure, self._sure_from),
                (layer.may, self._may, self._may_from),
            ):
                whole = True
                onward[depth] |= bit
                for d in range(depth - 1, -1, -1):
                    row = table[d]
                    for n in bits(boxes[d]):
                        row[n] |= bit
                    whole = whole and boxes[d] == full[d]
                    if whole:
                        onward[d] |= bit
            for level in range(layer.least + 1):
                self._least[level] |= bit
            for level in range(layer.most + 1):
                self._most[level] |= bit

    def _built(self, d: int, least: int, surely: int, most: int, maybe: int, asked: bool) -> int:
        if whole := surely & self._sure_from[d]:
            least = _best(least, whole, self._least)
            if least == COVERED:
                return ~COVERED
            surely &= self._least[least + 1]
        if whole := maybe & self._may_from[d]:
            most = _best(most, whole, self._most)
            maybe &= self._most[most + 1] if most < COVERED else 0
        settled = not asked or self._asked_from[d]
        if not surely and not maybe and settled:
            return ~(least if least == most and asked else NOT_KNOWN)
        key = (d, least, surely, most, maybe, asked)
        known = self._memo.get(key)
        if known is None:
            if len(self._memo) >= self._effort:
                self.cut_short = True
                return ~NOT_KNOWN
            fill = self._last if d == self._depth - 1 else self._fanned
            known = self._memo[key] = self._node(d, fill(d, least, surely, most, maybe, asked))
        return known

    def _fanned(self, d: int, least: int, surely: int, most: int, maybe: int, asked: bool) -> dict[int, int]:
        """Go on from each class of a dimension; child -> the classes that lead to it."""
        children: dict[int, int] = {}
        side = self._asked[d] if self._asked else -1
        for n, (sure, may) in enumerate(zip(self._sure[d], self._may[d], strict=True)):
            still = asked and bool(side >> n & 1)
            child = self._built(d + 1, least, surely & sure, most, maybe & may, still)
            children[child] = children.get(child, 0) | 1 << n
        return children

    def _last(self, d: int, least: int, surely: int, most: int, maybe: int, asked: bool) -> dict[int, int]:
        """Answer for all classes of the last dimension at once."""
        full = self.grid.full[d]
        lower = self._ranked(least, surely, d, sure=True)
        upper = self._ranked(most, maybe, d, sure=False)
        side = (self._asked[d] if self._asked else full) if asked else 0
        answers: dict[int, int] = {}
        for low, held in lower:
            for high, reached in upper:
                both = held & reached
                same = both & side if low == high else 0
                same = both if low == high == COVERED else same
                for answer, mask in ((~low, same), (~NOT_KNOWN, both & ~same)):
                    if mask:
                        answers[answer] = answers.get(answer, 0) | mask
        return answers

    def _ranked(self, level: int, layers: int, d: int, sure: bool) -> list[tuple[int, int]]:
        """The classes of the last dimension by the best level among the layers there, and `level` elsewhere."""
        reach = [0] * (COVERED + 1)
        for i in bits(layers):
            layer = self._given[i]
            reach[layer.least if sure else layer.most] |= (layer.sure if sure else layer.may)[d]
        left, ranked = self.grid.full[d], []
        for better in range(COVERED, level, -1):
            if mask := reach[better] & left:
                ranked.append((better, mask))
                left &= ~mask
        return [*ranked, (level, left)] if left else ranked

    def blocked(self, box: Box, wanted: int, d: int) -> int:
        """The classes of dimension `d` at which a box, all of `d` taken, meets another answer than the wanted one."""
        memo: dict[tuple[int, int], int] = {}

        def reached(node: int, at: int) -> int:
            """Classes of d, below this node; -1: any class, since another answer is met whatever it is."""
            if node < 0:
                return 0 if ~node == wanted else -1
            found = memo.get((node, at))
            if found is None:
                found = 0
                for mask, child in self.nodes[node]:
                    if at == d:
                        found |= mask if reached(child, at + 1) else 0
                    elif mask & box[at]:
                        found |= reached(child, at + 1)
                memo[node, at] = found
            return found

        return reached(self.root, 0) & self.grid.full[d]

    def blockers(self, box: Box, wanted: int, most: int) -> list[Box]:
        """Some pieces with another answer than the wanted one that meet a box; none only if there are none."""
        found: list[Box] = []
        free: set[tuple[int, int]] = set()

        def visit(node: int, at: int, head: Box) -> None:
            if node < 0:
                if ~node != wanted:
                    found.append((*head, *self.grid.full[at:]))
                return
            if (node, at) in free:
                return
            before = len(found)
            for mask, child in self.nodes[node]:
                if mask & box[at]:
                    visit(child, at + 1, (*head, mask))
                    if len(found) >= most:
                        return
            if len(found) == before:
                free.add((node, at))

        visit(self.root, 0, ())
        return found

    def _node(self, d: int, children: dict[int, int]) -> int:
        edges = tuple(sorted(((mask, child) for child, mask in children.items()), key=_first_class))
        known = self._number.get((d, edges))
        if known is None:
            known = self._number[d, edges] = len(self.nodes)
            self.nodes.append(edges)
        return known

    def pieces(self, wanted: Callable[[int], bool]) -> Iterator[tuple[int, Box]]:
        """The disjoint pieces whose answer is wanted, as (level, box of classes), in a stable order."""
        full, nodes = self.grid.full, self.nodes

        def below(node: int, head: Box) -> Iterator[tuple[int, Box]]:
            for mask, child in nodes[node]:
                if child >= 0:
                    yield from below(child, (*head, mask))
                elif wanted(~child):
                    yield ~child, (*head, mask, *full[len(head) + 1 :])

        if self.root >= 0:
            yield from below(self.root, ())
        elif wanted(~self.root):
            yield ~self.root, full

    def weights(self) -> dict[int, int]:
        """The weight of every answer, without listing the pieces."""
        grid = self.grid
        rest = [1] * (self._depth + 1)
        for d in range(self._depth - 1, -1, -1):
            rest[d] = rest[d + 1] * grid.sizes[d][grid.full[d]]
        memo: dict[int, dict[int, int]] = {}
        starts = self._places(grid.measure) if grid.measure.by_people else [(1, 0, self.root)]
        total: dict[int, int] = {}
        for place, start, node in starts:
            for level, weight in self._tail(node, start, rest, memo).items():
                total[level] = total.get(level, 0) + place * grid.fixed * weight
        return total

    def _places(self, measure: Measure) -> Iterator[tuple[int, int, int]]:
        """The people of each combination of areas and ages that the diagram tells apart; then where it goes on."""
        grid, aged = self.grid, AGES in self.grid.active
        for area_mask, node in self._edges(self.root, 0):
            where = sum(grid.cells[0][n] for n in bits(area_mask))
            if not aged:
                yield measure.place(where, grid.whole[AGES]), 1, node
                continue
            for age_mask, child in self._edges(node, 1):
                yield measure.place(where, sum(grid.cells[1][n] for n in bits(age_mask))), 2, child

    def _edges(self, node: int, d: int) -> Iterable[tuple[int, int]]:
        return self.nodes[node] if node >= 0 else ((self.grid.full[d], node),)

    def _tail(self, node: int, d: int, rest: list[int], memo: dict[int, dict[int, int]]) -> dict[int, int]:
        if node < 0:
            return {~node: rest[d]}
        known = memo.get(node)
        if known is None:
            known = memo[node] = {}
            size = self.grid.sizes[d]
            for mask, child in self.nodes[node]:
                width = size[mask]
                if child < 0:
                    known[~child] = known.get(~child, 0) + width * rest[d + 1]
                    continue
                for level, weight in self._tail(child, d + 1, rest, memo).items():
                    known[level] = known.get(level, 0) + width * weight
        return known


def _best(level: int, layers: int, at_least: list[int]) -> int:
    for better in range(COVERED, level, -1):
        if layers & at_least[better]:
            return better
    return level


def _first_class(edge: tuple[int, int]) -> int:
    return edge[0] & -edge[0]

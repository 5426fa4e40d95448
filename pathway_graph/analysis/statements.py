"""Tell a region as its few largest boxes: best-first branch and bound.

Each statement is the box inside the region that tells the most of what is not told yet. Its bound is the weight of a
box less what is told, which only falls as the box shrinks; so the first box taken from the heap that nothing blocks is
the largest. It is then grown until nothing can be added, and the search runs again.
"""

from __future__ import annotations

import dataclasses
import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import and_
from typing import Protocol

from .boxes import Box, bits, meets, subtract

__all__ = ["LIMIT", "Blockers", "Region", "Statement", "Told", "tell"]

LIMIT = 7
"""Most statements that a finding makes."""
_EFFORT = 20_000
"""Comparisons of two boxes that every search may take before it settles for less than the largest."""
_MANY = 2_000
"""Pieces from which on it does not pay to look for what holds them all."""
_DIVES = 8
"""Boxes that are cut down to free ones when the effort is spent."""
_SEEDS, _STEPS = 20, 1_000
"""Pieces from which large boxes are grown then, and looks at the region that growing may take."""
_TRIED, _LIKELY = 10, 6
"""Boxes that are likely to be in the region that are cut down to free ones then, and those that are grown."""

_Volume = Callable[[Box], int]


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """A maximal box in the region. `told`: the weight of what no statement before it told; `weight`: of all of it.
    `largest`: no box of the region tells more (false only where the search was cut short)."""

    box: Box
    told: int
    weight: int
    largest: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """The statements, largest first, and the disjoint pieces that none of them tells."""

    statements: tuple[Statement, ...]
    rest: tuple[Box, ...]


class Region(Protocol):
    """What must not be told: the boxes outside the region."""

    @property
    def likely(self) -> Sequence[Box]:
        """Boxes of which much may be inside the region."""
        ...

    @property
    def reserve(self) -> int:
        """Comparisons that finding the largest boxes is worth, beyond `_EFFORT` for each."""
        ...

    def meeting(self, box: Box, among: Sequence[Box] | None = None) -> Sequence[Box]:
        """Boxes outside the region that meet a box; none only if there are none. `among`: those that met a box around
        it."""
        ...

    def blocked(self, box: Box, d: int) -> int:
        """The values of a side at which the box, all of that side taken, would leave the region."""
        ...


class Blockers:
    """A region given by all boxes whose union is what lies outside it."""

    likely: Sequence[Box] = ()

    def __init__(self, boxes: Sequence[Box], full: Box, reserve: int = 0) -> None:
        self._boxes, self._full, self.reserve = _undominated(boxes), full, reserve

    def meeting(self, box: Box, among: Sequence[Box] | None = None) -> Sequence[Box]:
        """All of them that meet a box."""
        return [blocker for blocker in (self._boxes if among is None else among) if all(map(and_, blocker, box))]

    def blocked(self, box: Box, d: int) -> int:
        """The values of a side that some blocker takes where it meets the box on all other sides."""
        found = 0
        for blocker in self._boxes:
            for e, (mine, theirs) in enumerate(zip(box, blocker, strict=True)):
                if e != d and not mine & theirs:
                    break
            else:
                found |= blocker[d]
        return found


def tell(
    pieces: Sequence[Box],
    region: Region,
    full: Box,
    volume: _Volume,
    sizes: Sequence[Mapping[int, int]],
    limit: int = LIMIT,
) -> Told:
    """Tell the region made of disjoint `pieces`. `volume` weighs a box, `sizes` each side; the sizes only steer."""
    rest = list(pieces)
    statements: list[Statement] = []
    reserve = region.reserve
    while rest and len(statements) < limit:
        search = _Search(region, [s.box for s in statements], volume, sizes)
        found = search.largest(_hull(rest) if len(rest) < _MANY else full, rest, _EFFORT + reserve)
        reserve -= min(reserve, search.spent)
        box = _grown(found.box, full, region)
        if not found.largest:
            box = _Climb(search, region, full).best([box, *search.cut_down_likely(), *_biggest(rest, volume)])
        told = search.news(box)
        rest = subtract(rest, box)
        if not told:  # what is left weighs nothing: nobody lives there
            break
        statements.append(Statement(box, told, volume(box), found.largest))
    statements.sort(key=lambda statement: -statement.told)  # only a search cut short leaves them out of order
    return Told(tuple(statements), tuple(rest))


@dataclasses.dataclass(frozen=True, slots=True)
class _Free:
    """A box inside the region; `largest`: no other tells more."""

    box: Box
    largest: bool


class _Search:
    """Looks for the box inside the region that tells most."""

    def __init__(
        self, region: Region, told: Sequence[Box], volume: _Volume, sizes: Sequence[Mapping[int, int]]
    ) -> None:
        self._region, self._told, self._volume, self._sizes = region, told, volume, sizes
        self.spent = 0

    def largest(self, start: Box, rest: Sequence[Box], effort: int = _EFFORT) -> _Free:
        """The largest box inside `start`. If the search takes more than this effort: the best of what cutting down the
        most promising boxes leads to, and of the pieces that are left, which are known to be inside the region."""
        heap: list[tuple[int, Box, Sequence[Box] | None, bool]] = [(-self._volume(start), start, None, not self._told)]
        seen = {start}
        while heap and self.spent < effort:
            bound, box, around, exact = heapq.heappop(heap)
            if not exact:  # so far only bounded: what is told is taken off when its turn comes, mostly never
                heapq.heappush(heap, (max(bound, -self.news(box)), box, around, True))
                continue
            hits = self._region.meeting(box, around)
            if not hits:
                return _Free(box, True)
            self.spent += len(hits) + 20
            for child in _children(box, self._hardest(box, hits)):
                if child not in seen:
                    seen.add(child)
                    heapq.heappush(heap, (max(bound, -self._volume(child)), child, hits, not self._told))
        piece = min(rest, key=lambda piece: (-self._volume(piece), piece))
        found = [piece, *(self._cut_down(box) for _, box, *_ in heapq.nsmallest(_DIVES, heap, key=_by_bound))]
        return _Free(min(found, key=lambda box: (-self.news(box), box)), False)

    def cut_down_likely(self) -> list[Box]:
        """The largest free boxes that cutting down what is likely to be in the region leads to, biggest first."""
        boxes = sorted(self._region.likely, key=lambda box: (-self.news(box), box))[:_TRIED]
        free = {cut for box in boxes if all(cut := self._cut_down(box))}
        return sorted(free, key=lambda box: (-self.news(box), box))[:_LIKELY]

    def _cut_down(self, box: Box) -> Box:
        """Cut off what blocks, always where most is left."""
        while hits := self._region.meeting(box):
            children = _children(box, self._hardest(box, hits))
            if not children:
                return tuple(0 for _ in box)
            box = min(children, key=lambda child: (-self.news(child), child))
        return box

    def _hardest(self, box: Box, hits: Sequence[Box]) -> Box:
        """The blocker that leaves the least, whichever side of the box is cut."""
        most, hardest, wholes = -1.0, hits[0], [size[mine] for size, mine in zip(self._sizes, box, strict=True)]
        for blocker in hits:
            least = 1.0
            for size, mine, theirs, whole in zip(self._sizes, box, blocker, wholes, strict=True):
                inside = mine & theirs
                if inside != mine:
                    taken = size[inside] / whole
                    if taken < least:
                        least = taken
            if least > most:
                most, hardest = least, blocker
        return hardest

    def news(self, box: Box) -> int:
        """The weight of what is not told yet."""
        near = [one for one in self._told if meets(one, box)]
        if not near:
            return self._volume(box)
        left = [box]
        for one in near:
            left = subtract(left, one)
        return sum(map(self._volume, left))


class _Climb:
    """Looks for a large box where the largest can't be found in time: grows many boxes, then changes the best one.

    A box is grown side by side, in several orders, until nothing can be added. The best one then loses a single value
    of one side, so that others may gain, again and again while that tells more. Cost: `_STEPS` looks at the region.
    """

    def __init__(self, search: _Search, region: Region, full: Box) -> None:
        self._search, self._region, self._full = search, region, full
        self._left, self._known = _STEPS, dict[Box, int]()
        sides = range(len(full))
        self._orders = [tuple((start + way * n) % len(full) for n in sides) for start in sides for way in (1, -1)]

    def best(self, seeds: Sequence[Box]) -> Box:
        """The box that tells most of those that the seeds, boxes inside the region, grow into."""
        best = seeds[0]
        for seed in seeds:
            if self._left < _STEPS // 2:
                break
            best = max([best, *(self._grown(seed, order) for order in self._orders)], key=self._rank)
        while self._left > 0:
            better = max([best, *self._changed(best)], key=self._rank)
            if better == best:
                break
            best = better
        return best

    def _changed(self, box: Box) -> Iterator[Box]:
        """The boxes that a box becomes when it loses a value and then grows, on that side last."""
        for d, side in enumerate(box):
            for n in bits(side):
                without = (*box[:d], side ^ (1 << n), *box[d + 1 :])
                if without[d] and self._left > 0:
                    order = [e for e in range(len(box)) if e != d]
                    yield self._grown(without, (*order, d))
                    yield self._grown(without, (*reversed(order), d))

    def _grown(self, box: Box, order: Sequence[int]) -> Box:
        for d in order:
            if box[d] != self._full[d]:
                self._left -= 1
                box = (*box[:d], self._full[d] & ~self._region.blocked(box, d), *box[d + 1 :])
        return box

    def _rank(self, box: Box) -> tuple[int, Box]:
        news = self._known.get(box)
        if news is None:
            news = self._known[box] = self._search.news(box)
        return news, box


def _biggest(pieces: Sequence[Box], volume: _Volume) -> list[Box]:
    return sorted(pieces, key=lambda piece: (-volume(piece), piece))[:_SEEDS]


def _by_bound(entry: tuple[int, Box, object, bool]) -> tuple[int, Box]:
    return entry[0], entry[1]


def _children(box: Box, hit: Box) -> list[Box]:
    """The box without what is hit, cut on one side or another."""
    return [
        (*box[:d], left, *box[d + 1 :])
        for d, (mine, theirs) in enumerate(zip(box, hit, strict=True))
        if (left := mine & ~theirs)
    ]


def _grown(box: Box, full: Box, region: Region) -> Box:
    """Add to each side in turn all that the region allows; one pass makes the box maximal."""
    for d, side in enumerate(full):
        if side != box[d]:
            box = (*box[:d], side & ~region.blocked(box, d), *box[d + 1 :])
    return box


def _hull(pieces: Sequence[Box]) -> Box:
    hull = list(pieces[0])
    for piece in pieces[1:]:
        hull = [x | y for x, y in zip(hull, piece, strict=True)]
    return tuple(hull)


def _undominated(boxes: Sequence[Box]) -> list[Box]:
    """Distinct boxes that lie in no other, biggest first, in an order of their own."""
    kept: list[Box] = []
    by_size = sorted(set(boxes), key=lambda box: (-sum(side.bit_count() for side in box), box))
    for box in by_size:
        if not any(all(not x & ~y for x, y in zip(box, other, strict=True)) for other in kept):
            kept.append(box)
    return kept

"""Tell a region as its few largest boxes: best-first branch and bound.

Each statement is the box inside the region that tells the most of what is not told yet. Its bound is the weight of a
box less what is told, which only falls as the box shrinks; so the first box taken from the heap that nothing blocks is
the largest. It is then grown until nothing can be added, and the search runs again.
"""

from __future__ import annotations

import dataclasses
import heapq
from collections.abc import Callable, Mapping, Sequence

from .boxes import Box, meets, subtract

__all__ = ["LIMIT", "Statement", "Told", "tell"]

LIMIT = 7
"""Most statements that a finding makes."""
_EFFORT = 60_000
"""Comparisons of two boxes that one search may take before it settles for the largest known piece."""

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


def tell(
    pieces: Sequence[Box],
    blockers: Sequence[Box],
    full: Box,
    volume: _Volume,
    sizes: Sequence[Mapping[int, int]],
    limit: int = LIMIT,
) -> Told:
    """Tell the region made of disjoint `pieces`; `blockers` are boxes whose union is all of `full` outside it.

    `volume` weighs a box, `sizes` each side of one; the sizes only steer the search.
    """
    rest, blocking = list(pieces), _undominated(blockers)
    statements: list[Statement] = []
    while rest and len(statements) < limit:
        found = _largest(_hull(rest), blocking, [s.box for s in statements], volume, sizes)
        core = found or min(rest, key=lambda piece: (-volume(piece), piece))
        box = _grown(core, full, blocking)
        before = sum(map(volume, rest))
        rest = subtract(rest, box)
        told = before - sum(map(volume, rest))
        if not told:  # what is left weighs nothing: nobody lives there
            break
        statements.append(Statement(box, told, volume(box), found is not None))
    statements.sort(key=lambda statement: -statement.told)  # only a search cut short leaves them out of order
    return Told(tuple(statements), tuple(rest))


def _largest(
    start: Box, blockers: Sequence[Box], told: Sequence[Box], volume: _Volume, sizes: Sequence[Mapping[int, int]]
) -> Box | None:
    """The box inside `start`, met by no blocker, that tells most; None if the search takes too long."""

    def news(box: Box) -> int:
        near = [one for one in told if meets(one, box)]
        if not near:
            return volume(box)
        left = [box]
        for one in near:
            left = subtract(left, one)
        return sum(map(volume, left))

    blockers = [blocker for blocker in blockers if meets(blocker, start)]

    heap, seen, effort = [(-news(start), start)], {start}, _EFFORT
    while heap:
        _, box = heapq.heappop(heap)
        hit = _hardest(box, blockers, sizes)
        if hit is None:
            return box
        effort -= len(blockers) + 10
        if effort < 0:
            return None
        for d, (mine, theirs) in enumerate(zip(box, hit, strict=True)):
            if left := mine & ~theirs:
                child = (*box[:d], left, *box[d + 1 :])
                if child not in seen:
                    seen.add(child)
                    heapq.heappush(heap, (-news(child), child))
    return None


def _hardest(box: Box, blockers: Sequence[Box], sizes: Sequence[Mapping[int, int]]) -> Box | None:
    """The blocker that leaves the least, whichever side of the box is cut; None if none meets it."""
    least, hardest = 2.0, None
    for blocker in blockers:
        most = 0.0
        for size, mine, theirs in zip(sizes, box, blocker, strict=True):
            inside = mine & theirs
            if not inside:
                break
            if inside != mine:
                most = max(most, 1 - size[inside] / size[mine])
        else:
            if most < least:
                least, hardest = most, blocker
    return hardest


def _grown(box: Box, full: Box, blockers: Sequence[Box]) -> Box:
    """Add to each side in turn all that no blocker forbids; one pass makes the box maximal."""
    sides = list(box)
    for d, side in enumerate(full):
        if side == sides[d]:
            continue
        for blocker in blockers:
            if blocker[d] & side:
                for e, (mine, theirs) in enumerate(zip(sides, blocker, strict=True)):
                    if e != d and not mine & theirs:
                        break
                else:
                    side &= ~blocker[d]
        sides[d] = side
    return tuple(sides)


def _hull(pieces: Sequence[Box]) -> Box:
    hull = list(pieces[0])
    for piece in pieces[1:]:
        hull = [x | y for x, y in zip(hull, piece, strict=True)]
    return tuple(hull)


def _undominated(boxes: Sequence[Box]) -> list[Box]:
    """Distinct boxes that lie in no other, biggest first, in an order of their own."""
    kept: list[Box] = []
    by_size = sorted(set(boxes), key=lambda box: (-sum(side.bit_count() for side in box), box))
    if len(by_size) > 500:  # disjoint pieces of an explosion: comparing all with all would not end
        return by_size
    for box in by_size:
        if not any(all(not x & ~y for x, y in zip(box, other, strict=True)) for other in kept):
            kept.append(box)
    return kept

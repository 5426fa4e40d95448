"""Run both passes on whole columns: plans of many activities in one calendar, in numpy.

Each link becomes one weight between starts, `start[target] >= start[source] + weight`, counted in worked minutes.
Activities are renumbered by level (the longest chain of links before them), and links are stored twice: sorted by
target for the way forward, by source for the way back. A level is then three calls of numpy.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["FAR", "Columns", "Loop", "Solved"]

Whole = npt.NDArray[np.int32]
Index = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FAR = 2**29
"""No bound; twice as much still fits the 32 bits of a minute."""


class Loop(ValueError):
    """Activities wait for each other in a circle; `nodes` lie on it or behind it."""

    def __init__(self, nodes: Index) -> None:
        super().__init__(f"{len(nodes)} activities lie on a loop or behind one")
        self.nodes = nodes


@dataclass(frozen=True, slots=True)
class Solved:
    """The answers for each activity, in worked minutes from the same zero as the floors.

    `start` and `late` are early and late start (for work in progress: where the rest resumes), `finish` the last early
    finish of each programme. `total` float; `free` float is the least slack of the links, at least 0.
    """

    start: Whole
    late: Whole
    total: Whole
    free: Whole
    finish: Index


class Columns:
    """The structure of a plan, prepared once; `solve` as often as floors and ceilings change.

    `minutes` to do; links as `source`, `target`, `from_finish`, `to_finish`, `lag`. `forward` and `backward` say which
    links move the target, and which hold the source back (all, if None). `programme` numbers 0, 1, ... (all 0 if None),
    -1 for what belongs to none. Raises Loop.
    """

    def __init__(
        self,
        minutes: Index,
        source: Index,
        target: Index,
        from_finish: Flags,
        to_finish: Flags,
        lag: Index,
        *,
        forward: Flags | None = None,
        backward: Flags | None = None,
        programme: Index | None = None,
    ) -> None:
        size = self.size = int(minutes.size)
        by_source = _Sorted(source, size)
        self.order, self.levels = _levels(by_source, target)
        rank = np.empty(size + 1, np.int64)
        rank[self.order] = np.arange(size)
        rank[size] = size
        self.minutes = minutes[self.order].astype(np.int32)
        weight = (lag + from_finish * minutes[source] - to_finish * minutes[target]).astype(np.int32)
        self.programme = None if programme is None else programme[self.order]
        by_target = _Sorted(target, size) if forward is None else _Sorted(target, size, np.flatnonzero(forward))
        if backward is not None:
            by_source = _Sorted(source, size, np.flatnonzero(backward))
        self._links, self._rank = (source, target, weight), rank
        self._ahead = _Side(self.order, self.levels, by_target, rank, source, weight)
        self._back = _Side(self.order, self.levels, by_source, rank, target, weight)

    def solve(
        self, floor: Index | None = None, ceiling: Index | None = None, finish: Index | None = None,
        slips: Mapping[int, int] | None = None,
    ) -> Solved:  # fmt: skip
        """Give all dates. `floor`: earliest start; `ceiling`: latest start; `finish` replaces the programmes' own.

        `slips`: activity -> minutes that it starts later than it would; late dates know nothing of them.
        """
        start = np.zeros(self.size + 1, np.int32)
        if floor is not None:
            start[:-1] = floor[self.order]
        start[-1] = -FAR
        late_by = {int(self._rank[node]): minutes for node, minutes in (slips or {}).items()}
        for rank, minutes in late_by.items():
            start[rank] += minutes
        (self._ahead.later(late_by) if late_by else self._ahead).raise_to(start)
        last = self._finish(start[:-1] + self.minutes)
        by_finish = self._at_finish(last if finish is None else finish) - self.minutes
        late = np.empty(self.size + 1, np.int32)
        late[:-1] = by_finish if ceiling is None else np.minimum(by_finish, ceiling[self.order])
        late[-1] = FAR
        self._back.lower_to(late)
        own = by_finish if finish is None else self._at_finish(last) - self.minutes
        free = self._back.slack(start, own)
        early, latest = start[:-1], late[:-1]
        unsorted = self.unsorted
        return Solved(unsorted(early), unsorted(latest), unsorted(latest - early), unsorted(free), last)

    def late_towards(self, target: int, at: int, side: _Side | None = None) -> Whole:
        """Give the late start of each activity that leaves `target` at the start `at`; FAR where it cannot move it.

        `side` (of `side`) takes the place of the links that hold their sources back.
        """
        late = np.full(self.size + 1, FAR, np.int32)
        rank = int(np.flatnonzero(self.order == target)[0])
        late[rank] = at
        (side or self._back).lower_to(late, keep=rank)
        found = self.unsorted(late[:-1])
        found[found > FAR // 2] = FAR
        return found

    def side(self, used: Flags) -> _Side:
        """Make another way back, along these links alone."""
        links = _Sorted(self._links[0], self.size, np.flatnonzero(used))
        return _Side(self.order, self.levels, links, self._rank, self._links[1], self._links[2])

    def slack(self, start: Whole, own: Whole, side: _Side | None = None) -> Whole:
        """Give the least slack of each activity's links, `own` (an instant for each) where it has none; at least 0."""
        padded = np.append(start[self.order], np.int32(0))
        return self.unsorted((side or self._back).slack(padded, own[self.order]))

    def _finish(self, ends: Whole) -> Index:
        if self.programme is None:
            return np.array([ends.max(initial=-FAR)], np.int64)
        found = np.full(int(self.programme.max(initial=-1)) + 1, -FAR, np.int64)
        mine = self.programme >= 0
        np.maximum.at(found, self.programme[mine], ends[mine])
        return found

    def _at_finish(self, finish: Index) -> Whole:
        if self.programme is None:
            return np.full(self.size, finish[0], np.int32)
        return np.append(finish, FAR)[self.programme].astype(np.int32)

    def unsorted(self, column: Whole) -> Whole:
        """Put a column back from the order of levels into the plan's own."""
        found = np.empty_like(column)
        found[self.order] = column
        return found


class _Side:
    """The links as one pass meets them: sorted by the end that it works out, level by level."""

    def __init__(self, order: Index, levels: Index, links: _Sorted, rank: Index, other: Index, weight: Whole) -> None:
        count = np.maximum(links.count[order], 1)
        self.first = np.zeros(order.size + 1, np.int64)
        np.cumsum(count, out=self.first[1:])
        # Whoever has no link gets one to the node behind the last, whose date bounds nothing: no segment is empty.
        chosen = links.segments(order, count)
        lonely = self.first[:-1][links.count[order] == 0]
        if other.size:
            self.other, self.weight = rank[other.take(chosen)], weight.take(chosen)
        else:
            self.other, self.weight = chosen, np.zeros(chosen.size, np.int32)
        self.other[lonely] = order.size
        self.weight[lonely] = 0
        self.nodes = levels.tolist()
        self.links = self.first[levels].tolist()
        self.within = self.first[:-1] - np.repeat(self.first[levels[:-1]], np.diff(levels))

    def later(self, ranks: Mapping[int, int]) -> _Side:
        """Give the same links, by which some nodes come so many minutes later."""
        found = copy.copy(self)
        found.weight = self.weight.copy()
        for rank, minutes in ranks.items():
            found.weight[self.first[rank] : self.first[rank + 1]] += np.int32(minutes)
        return found

    def raise_to(self, start: Whole) -> None:
        """Raise each start to what its links ask for, first level first."""
        nodes, links, other, weight, within = self.nodes, self.links, self.other, self.weight, self.within
        for level in range(1, len(nodes) - 1):
            a, b, x, y = nodes[level], nodes[level + 1], links[level], links[level + 1]
            bound = start.take(other[x:y], mode="clip")
            bound += weight[x:y]
            np.maximum(start[a:b], np.maximum.reduceat(bound, within[a:b]), out=start[a:b])

    def lower_to(self, late: Whole, keep: int = -1) -> None:
        """Lower each late start to what its links allow, last level first; the node `keep` stays."""
        nodes, links, other, weight, within = self.nodes, self.links, self.other, self.weight, self.within
        for level in range(len(nodes) - 2, -1, -1):
            a, b, x, y = nodes[level], nodes[level + 1], links[level], links[level + 1]
            bound = late.take(other[x:y], mode="clip")
            bound -= weight[x:y]
            kept = late[keep] if a <= keep < b else 0
            np.minimum(late[a:b], np.minimum.reduceat(bound, within[a:b]), out=late[a:b])
            if a <= keep < b:
                late[keep] = kept

    def slack(self, start: Whole, own: Whole) -> Whole:
        """Give the least slack of each node's links, to `own` where it has none, not below 0."""
        padded = start.copy()
        padded[-1] = FAR
        bound = padded.take(self.other, mode="clip")
        bound -= self.weight
        least = np.minimum.reduceat(bound, self.first[:-1]) if own.size else own
        least = np.where(least > FAR // 2, own, least)
        return np.maximum(least - start[:-1], 0)


class _Sorted:
    """The links sorted by one of their ends: those of node i are `order[first[i] : first[i] + count[i]]`."""

    def __init__(self, key: Index, size: int, used: Index | None = None) -> None:
        keys = key if used is None else key[used]
        order = _stable_order(keys, size)
        self.order = order if used is None else used[order]
        self.count = np.bincount(keys, minlength=size)
        self.first = np.cumsum(self.count) - self.count

    def segments(self, nodes: Index, count: Index) -> Index:
        """Give the links of these nodes one after the other, `count` places for each."""
        end = np.cumsum(count)
        places = np.arange(end[-1] if end.size else 0) + np.repeat(self.first[nodes] - end + count, count)
        return self.order.take(places, mode="clip") if self.order.size else np.zeros(places.size, np.int64)


def _stable_order(keys: Index, size: int) -> Index:
    """Sort keys below `size` by their digits of 16 bits, lowest first: numpy sorts such digits in linear time."""
    order = np.argsort((keys & 0xFFFF).astype(np.uint16), kind="stable")
    for shift in range(16, max(size - 1, 1).bit_length(), 16):
        digit = ((keys >> shift) & 0xFFFF).astype(np.uint16)[order]
        order = order[np.argsort(digit, kind="stable")]
    return order


def _levels(links: _Sorted, target: Index) -> tuple[Index, Index]:
    """Give the nodes level by level and where each level begins (A. B. Kahn, 1962, a front at a time)."""
    size = links.count.size
    after = target[links.order].astype(np.int64)
    waiting = np.bincount(target, minlength=size).astype(np.int32)
    front, parts, mark, done = np.flatnonzero(waiting == 0), [], np.empty(size, np.int64), 0
    while front.size:
        parts.append(front)
        done += front.size
        count = links.count[front]
        end = np.cumsum(count)
        reached = after[np.arange(end[-1]) + np.repeat(links.first[front] - end + count, count)]
        np.subtract.at(waiting, reached, np.int32(1))
        free = reached[waiting[reached] == 0]
        turn = np.arange(free.size)
        mark[free] = turn
        front = free[mark[free] == turn]  # each newly free node once
    if done < size:
        raise Loop(np.flatnonzero(waiting > 0))
    if not parts:
        return np.zeros(0, np.int64), np.zeros(1, np.int64)
    return np.concatenate(parts), np.cumsum([0, *(part.size for part in parts)])

"""Look at the ways between services as a whole: choke points, long waits, circles, dead ends, boundaries crossed."""

from __future__ import annotations

import dataclasses
import heapq
from collections.abc import Mapping, Sequence
from typing import Any

from .boxes import AREAS
from .ground import Ground

__all__ = ["Choke", "LongWait", "Shape", "shape"]

_MOST = 10
"""Choke points and long waits that are listed."""


@dataclasses.dataclass(frozen=True, slots=True)
class Choke:
    """A service without which others cannot be reached: surely, or perhaps (their own doors are not stated)."""

    service: str
    cut_off: tuple[str, ...]
    perhaps: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class LongWait:
    """The quickest way to a service from an open door, and its waits in days added up; `unknown`: services on the way
    whose wait is not stated and counts as none."""

    service: str
    days: float
    path: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """The network of one day. `circles`: services that hand on to each other; `helpless_circles`: those in which no
    service helps. `unreached`: open services to which no way leads from an open door (`perhaps_unreached`: unless their
    own doors, which are not stated, are open). `no_way_back`: reached by handoffs only, and handing nobody on.
    `relies_without_way`: (function, function it relies on) of which no two services hand on to each other, though some
    share an area. `crossing`, `perhaps_crossing`: handoffs between providers. `to_itself`: handoffs
    from a service to itself."""

    handoffs: int
    crossing: int
    perhaps_crossing: int
    chokes: tuple[Choke, ...]
    waits: tuple[LongWait, ...]
    circles: tuple[tuple[str, ...], ...]
    helpless_circles: tuple[tuple[str, ...], ...]
    unreached: tuple[str, ...]
    perhaps_unreached: tuple[str, ...]
    no_way_back: tuple[str, ...]
    relies_without_way: tuple[tuple[str, str], ...]
    to_itself: tuple[str, ...]

    @property
    def crossing_share(self) -> float | None:
        """The share of handoffs that surely cross from one provider to another; None without handoffs."""
        return round(self.crossing / self.handoffs, 6) if self.handoffs else None

    def to_dict(self) -> dict[str, Any]:
        """Give it as JSON tells it."""
        return {**dataclasses.asdict(self), "crossing_share": self.crossing_share}


def shape(ground: Ground) -> Shape:
    """Work out the shape of the network of the services that may be open. Cost: near linear in the handoffs."""
    there = sorted(key for key, takers in ground.takers.items() if takers)
    ways = _ways(ground, set(there))
    doors = {key: _door(ground, key) for key in there}
    surely_open = [key for key in there if doors[key] == "open"]
    maybe_open = [key for key in there if doors[key] != "shut"]
    near, far = _reached(ways, surely_open), _reached(ways, maybe_open)
    circles = _circles(ways)
    crossing, perhaps, handoffs = _crossings(ground, set(there))
    return Shape(
        handoffs, crossing, perhaps,
        _chokes(ways, surely_open, maybe_open),
        _waits(ground, ways, surely_open),
        circles,
        tuple(circle for circle in circles if not any(_helps(ground, key) for key in circle)),
        tuple(key for key in there if key not in far),
        tuple(key for key in there if key in far and key not in near),
        tuple(key for key in there if doors[key] == "shut" and not ways[key]),
        _relying(ground, ways),
        tuple(sorted(row.id for row in ground.landscape.handoffs if row.sender == row.receiver)),
    )  # fmt: skip


_Ways = Mapping[str, Sequence[str]]


def _ways(ground: Ground, there: set[str]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {key: set() for key in there}
    for row in ground.landscape.handoffs:
        if row.sender in there and row.receiver in there:
            found[row.sender].add(row.receiver)
    return {key: sorted(to) for key, to in found.items()}


def _door(ground: Ground, service: str) -> str:
    """Whether people can come by a way other than referral: open, shut, or not stated."""
    entry = ground.services[service].entry
    if entry is None:
        return "not stated"
    return "open" if set(entry) - {"referral"} else "shut"


def _helps(ground: Ground, service: str) -> bool:
    return any(taker.helps != "no" for taker in ground.takers[service])


def _reached(ways: _Ways, starts: Sequence[str], without: str = "") -> set[str]:
    found = {key for key in starts if key != without}
    queue = sorted(found)
    while queue:
        for key in ways[queue.pop()]:
            if key not in found and key != without:
                found.add(key)
                queue.append(key)
    return found


def _chokes(ways: _Ways, surely: Sequence[str], maybe: Sequence[str]) -> tuple[Choke, ...]:
    """Those that dominate others: `maybe` takes unstated doors as open, so what it cuts off is cut off for sure."""
    certain, possible = _dominated(ways, maybe), _dominated(ways, surely)
    found = []
    for key in sorted(certain.keys() | possible.keys()):
        cut = tuple(sorted(certain.get(key, ())))
        perhaps = tuple(sorted(possible.get(key, set()) - set(cut)))
        found.append(Choke(key, cut, perhaps))
    return tuple(sorted(found, key=lambda c: (-len(c.cut_off), -len(c.perhaps), c.service))[:_MOST])


def _dominated(ways: _Ways, starts: Sequence[str]) -> dict[str, set[str]]:
    """Service -> those that are reached only through it (Cooper, Harvey and Kennedy's dominators)."""
    order = _postorder(ways, starts)
    number = {key: n for n, key in enumerate(order)}
    back: dict[str, list[str]] = {key: [] for key in order}
    for key in order:
        for to in ways[key]:
            back[to].append(key)
    root, opened = len(order), set(starts)
    above = {key: (root if key in opened else -1) for key in order}
    changed = True
    while changed:
        changed = False
        for key in reversed(order):
            new = root if key in opened else -1
            for other in back[key]:
                if above[other] != -1:
                    new = number[other] if new == -1 else _met(new, number[other], above, order, root)
            if new != above[key]:
                above[key], changed = new, True
    found: dict[str, set[str]] = {}
    for key in order:
        up = above[key]
        while up not in (root, -1):
            found.setdefault(order[up], set()).add(key)
            up = above[order[up]]
    return found


def _met(a: int, b: int, above: Mapping[str, int], order: Sequence[str], root: int) -> int:
    while a != b:
        while a < b:
            a = above[order[a]]
        while b < a:
            b = above[order[b]]
    return a


def _postorder(ways: _Ways, starts: Sequence[str]) -> list[str]:
    order: list[str] = []
    seen: set[str] = set()
    for start in sorted(starts):
        stack = [(start, False)]
        while stack:
            key, done = stack.pop()
            if done:
                order.append(key)
            elif key not in seen:
                seen.add(key)
                stack.append((key, True))
                stack.extend((to, False) for to in reversed(ways[key]) if to not in seen)
    return order


def _circles(ways: _Ways) -> tuple[tuple[str, ...], ...]:
    """Services each of which leads to all others of the circle, and those that lead to themselves."""
    order = _postorder(ways, sorted(ways))
    back: dict[str, list[str]] = {key: [] for key in ways}
    for key, to in ways.items():
        for other in to:
            back[other].append(key)
    seen: set[str] = set()
    found = []
    for key in reversed(order):
        circle: list[str] = []
        stack = [key]
        while stack:
            one = stack.pop()
            if one not in seen:
                seen.add(one)
                circle.append(one)
                stack.extend(back[one])
        if len(circle) > 1 or (circle and circle[0] in ways[circle[0]]):
            found.append(tuple(sorted(circle)))
    return tuple(sorted(found, key=lambda circle: (len(circle), circle)))


def _waits(ground: Ground, ways: _Ways, starts: Sequence[str]) -> tuple[LongWait, ...]:
    """The services with the longest quickest way."""
    own = {key: _wait(ground, key) for key in ways}
    heap: list[tuple[float, tuple[str, ...]]] = [(own[key] or 0.0, (key,)) for key in starts]
    heapq.heapify(heap)
    found: dict[str, LongWait] = {}
    while heap:
        days, path = heapq.heappop(heap)
        if path[-1] in found:
            continue
        unknown = tuple(key for key in path if own[key] is None)
        found[path[-1]] = LongWait(path[-1], days, path, unknown)
        for to in ways[path[-1]]:
            if to not in found:
                heapq.heappush(heap, (days + (own[to] or 0.0), (*path, to)))
    return tuple(sorted((w for w in found.values() if w.days), key=lambda w: (-w.days, w.service))[:_MOST])


def _wait(ground: Ground, service: str) -> float | None:
    known = [taker.provision.wait.high for taker in ground.takers[service] if taker.provision.wait.high is not None]
    return min(known, default=None)


def _crossings(ground: Ground, there: set[str]) -> tuple[int, int, int]:
    crossing = perhaps = handoffs = 0
    for row in ground.landscape.handoffs:
        if row.sender not in there:
            continue
        handoffs += 1
        if row.receiver is None or row.receiver == row.sender:
            perhaps += row.receiver is None and not row.nobody
            continue
        ours, theirs = set(ground.services[row.sender].providers), set(ground.services[row.receiver].providers)
        crossing += bool(ours and theirs and not ours & theirs)
        perhaps += not (ours and theirs)
    return crossing, perhaps, handoffs


def _relying(ground: Ground, ways: _Ways) -> tuple[tuple[str, str], ...]:
    found = []
    for function in sorted(ground.landscape.functions, key=lambda row: row.id):
        for first in sorted(function.relies_on):
            mine, theirs = _delivering(ground, function.id), _delivering(ground, first)
            meeting = any(mine[a] & theirs[b] for a in mine for b in theirs if a != b)
            linked = any(b in ways[a] or a in ways[b] for a in mine for b in theirs)
            if meeting and not linked and not mine.keys() & theirs.keys():
                found.append((function.id, first))
    return tuple(found)


def _delivering(ground: Ground, function: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, takers in ground.takers.items():
        for taker in takers:
            if ground.meets_function(taker.provision, function):
                found[key] = found.get(key, 0) | taker.may[AREAS]
    return found

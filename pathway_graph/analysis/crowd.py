"""Walk many people at once: who accepts each of them, and who gets to help from where they come in.

Wants numpy, which a walk of one person does without; so nothing imports this module before it is needed. The rule is
that of `walk`, for people who wait for the next opening. Accept first, walk second: a person is followed only through
services near to their place and need, all people one handoff further at a time.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .box_columns import BoxColumns
from .boxes import AREAS, MINUTES, NEEDS, Box
from .flows import EDGE, carried, flow_kind
from .ground import Ground, Taker
from .landscape import Handoff
from .space import UNTESTED
from .stabbing import Holding, Ints, Points
from .walk import DOORS, Person

__all__ = ["HELPED", "LOST", "NOT_KNOWN", "Crowd"]

LOST, NOT_KNOWN, HELPED = 0, 1, 2
_Flags = npt.NDArray[np.bool_]
_IF_TAKEN, _IF_REFUSED, _IF_NEAR, _HAS_BOX = 1, 2, 4, 8
"""Whom a way carries: those taken, those refused; of the refused those near its sender; only those in its boxes."""


class Crowd:
    """A landscape on a day, laid out so that people can be walked by the thousand. Cost: linear in what there is."""

    def __init__(self, ground: Ground, doors: Sequence[str] = DOORS) -> None:
        self._ground = ground
        whole = ground.space.whole
        self._layout = BoxColumns((*whole[:MINUTES], UNTESTED))
        self._rest = BoxColumns(_besides(whole))
        self._services = {key: n for n, key in enumerate(sorted(ground.services))}
        self._functions = {key: n for n, key in enumerate(sorted(ground.functions.names))}
        self._words = max(1, -(-len(self._functions) // 64))
        self._sides = [_Side(self, doors, reading) for reading in (False, True)]

    def walk(self, people: Sequence[Person]) -> npt.NDArray[np.int8]:
        """Give each person a verdict: `HELPED`, `LOST` or `NOT_KNOWN`. Hours are not tested: all wait."""
        boxes = [self._point(person) for person in people]
        points = Points(self._rest, boxes, [_besides(box) for box in boxes])
        low, high = (side.helped(points) for side in self._sides)
        return low.astype(np.int8) + high.astype(np.int8)

    def _point(self, person: Person) -> Box:
        space = self._ground.space
        age = bisect.bisect_right(space.ages.points, person.age) - 1
        step = UNTESTED if person.step is None else 1 << person.step + 1
        group = space.groups.index(person.group)
        return (space.areas.masks[person.area], 1 << age, space.needs.masks[person.need], 1 << group, step, UNTESTED)

    def functions(self, keys: Sequence[str]) -> list[int]:
        """A set of functions as words of 64 bits."""
        mask = sum(1 << self._functions[key] for key in set(keys))
        return [mask >> 64 * n & 2**64 - 1 for n in range(self._words)]


class _Side:
    """One reading of a landscape: what is not known is nothing, or everything."""

    def __init__(self, crowd: Crowd, doors: Sequence[str], reading: bool) -> None:
        self._crowd, self._ground, self._reading = crowd, crowd._ground, reading
        self._takers()
        self._asks()
        self._ways()
        services = self._ground.services
        there = [any(t.is_open or reading for t in self._ground.takers[key]) for key in crowd._services]
        self._there = np.array(there, bool)
        self._door = np.array(
            [
                bool(self._ground.takers[key]) and (reading if services[key].entry is None else not doors_apart)
                for key in crowd._services
                for doors_apart in [set(services[key].entry or ()).isdisjoint(doors)]
            ],
            bool,
        )

    def _takers(self) -> None:
        crowd, rows = self._crowd, []
        for key, takers in self._ground.takers.items():
            rows += [(crowd._services[key], taker) for taker in takers if taker.is_open or self._reading]
        boxes = [taker.may if self._reading else taker.sure for _, taker in rows]
        places = len(self._ground.space.areas.leaves)
        self._holding = Holding(crowd._rest, boxes, [_besides(box) for box in boxes], places)
        self._service = np.array([n for n, _ in rows], np.int64)
        self._takes = np.array([taker.takes for _, taker in rows], bool)
        helps = ("yes", "perhaps") if self._reading else ("yes",)
        self._any_help = np.array([taker.helps in helps for _, taker in rows], bool)
        above = [self._above(taker) for _, taker in rows]
        self._does = np.array(above, np.uint64).reshape(-1, crowd._words)

    def _above(self, taker: Taker) -> list[int]:
        return self._crowd.functions([up for one in taker.provision.functions for up in self._ground.above(one)])

    def _asks(self) -> None:
        """The boxes of which requirements speak, and their functions."""
        boxes, functions = [], []
        for ask, _, sure, may in self._ground.freed_asks:
            box = may if self._reading else sure
            if (self._reading or ask.sure) and all(box):
                boxes.append(box)
                functions.append(self._crowd.functions([ask.requirement.function]))
        places = len(self._ground.space.areas.leaves)
        self._asked_in = Holding(self._crowd._rest, boxes, [_besides(box) for box in boxes], places)
        self._asked = np.array(functions, np.uint64).reshape(-1, self._crowd._words)

    # ---- ways --------------------------------------------------------------------------------------------------
    def _ways(self) -> None:
        """Where each handoff leads, whom it carries, and in which boxes they have to be; sorted by sender."""
        rows: list[tuple[int, int, int, int, int]] = []
        boxes: list[Box] = []
        services, afar = self._crowd._services, set()
        for handoff in self._ground.landscape.handoffs:
            told = self._way(handoff)
            if told is None:
                continue
            sort, inside = told
            sender = services[handoff.sender]
            to = -1 if handoff.receiver is None else services[handoff.receiver]
            rows.append((sender, to, sort, len(boxes), len(inside)))
            boxes += inside
            if sort & _HAS_BOX and sort & _IF_REFUSED:
                afar.add(sender)
        rows.sort()
        columns = np.array(rows, np.int64).reshape(-1, 5)
        self._to, self._sort, self._first_box, self._boxes = (columns[:, n].copy() for n in range(1, 5))
        self._first_way = np.searchsorted(columns[:, 0], np.arange(len(services) + 1))
        self._inside = self._crowd._layout.records(boxes)
        self._afar = np.array(sorted(afar), np.int64)

    def _way(self, handoff: Handoff) -> tuple[int, list[Box]] | None:
        """Whom a handoff carries; None: nobody whom it could take anywhere."""
        ground, kind = self._ground, flow_kind(handoff)
        unknown = handoff.receiver is None and not self._reading
        if not ground.takers[handoff.sender] or handoff.nobody or unknown:
            return None
        stated = {d: side[self._reading] for d, side in ground.stated_sides(handoff, False).items()}
        if not stated:
            if kind == "refer":
                return _IF_TAKEN, []
            return (_IF_REFUSED | _IF_NEAR, []) if kind == "signpost" else None
        boxes = [(*box[:MINUTES], UNTESTED) for box in self._stated(handoff, kind, stated) if all(box)]
        sort = _HAS_BOX | _IF_TAKEN | (_IF_REFUSED if kind == "signpost" else 0)
        return (sort, boxes) if boxes else None

    def _stated(self, handoff: Handoff, kind: str, stated: dict[int, int]) -> list[Box]:
        whole, found = self._ground.space.whole, []
        if kind == "refer":
            return [_put(whole, stated)]
        if kind in EDGE:
            return list(carried(self._ground, handoff, self._reading, False))
        for taker in self._ground.takers[handoff.sender]:
            if not (taker.is_open or self._reading):
                continue
            mine = taker.may if self._reading else taker.sure
            found.append(_put([mine[d] if d in (AREAS, NEEDS) else whole[d] for d in range(len(whole))], stated))
        return found

    # ---- walking -----------------------------------------------------------------------------------------------
    def helped(self, points: Points) -> _Flags:
        """Who of these people gets to help."""
        many = len(self._crowd._services)
        person, taker = self._holding.near(points)
        near = _unlike(person * many + self._service[taker])
        held = self._holding.held(points, (person, taker)) & self._takes[taker]
        person, taker = person[held], taker[held]
        key = person * many + self._service[taker]
        taken = _unlike(key)
        helping = _unlike(key[self._does_help(points, person, taker)])
        found: _Flags = np.zeros(points.many, bool)
        afar = np.repeat(np.arange(points.many, dtype=np.int64) * many, len(self._afar)) + np.tile(
            self._afar, points.many
        )
        fresh = _unlike(near, afar)
        fresh = fresh[self._door[fresh % many]]
        seen = fresh
        while fresh.size:
            found[fresh[_among(fresh, helping)] // many] = True
            fresh = fresh[~found[fresh // many]]
            onward = self._onward(points, fresh, near, taken)
            found[onward[onward < 0] + points.many] = True  # to somebody not known, who may help
            fresh = _unlike(onward[onward >= 0])
            fresh = fresh[~_among(fresh, seen)]
            seen = _unlike(seen, fresh)
        return found

    def _does_help(self, points: Points, person: Ints, taker: Ints) -> _Flags:
        """Of pairs, those in which the provision does what is asked for the person; where nothing is, any help."""
        asked = np.zeros((points.many, self._crowd._words), np.uint64)
        near = self._asked_in.near(points)
        inside = self._asked_in.held(points, near)
        np.bitwise_or.at(asked, near[0][inside], self._asked[near[1][inside]])
        meets: _Flags = ((asked[person] & self._does[taker]) != 0).any(axis=1)
        return np.where((asked[person] != 0).any(axis=1), meets, self._any_help[taker])

    def _onward(self, points: Points, fresh: Ints, near: Ints, taken: Ints) -> Ints:
        """Where people are handed on to from where they are; below zero: person less all people, to somebody not
        known."""
        many = len(self._crowd._services)
        person, service = fresh // many, fresh % many
        low, high = self._first_way[service], np.where(self._there[service], self._first_way[service + 1], 0)
        count = np.maximum(high - low, 0)
        row = np.repeat(np.arange(len(fresh)), count)
        way = np.arange(len(row)) - (np.cumsum(count) - count)[row] + low[row]
        sort, is_taken = self._sort[way], _among(fresh, taken)[row]
        carries = (sort & np.where(is_taken, _IF_TAKEN, _IF_REFUSED)) != 0
        carries &= ((sort & _IF_NEAR) == 0) | _among(fresh, near)[row]
        boxed = np.flatnonzero(carries & ((sort & _HAS_BOX) != 0))
        if boxed.size:
            carries[boxed] = self._in_boxes(points, person[row[boxed]], way[boxed])
        row, to = row[carries], self._to[way[carries]]
        found: Ints = np.where(to < 0, person[row] - points.many, person[row] * many + to)
        return found

    def _in_boxes(self, points: Points, person: Ints, way: Ints) -> _Flags:
        """Of pairs of a person and a way, those in which one of its boxes holds the person."""
        many = self._boxes[way]
        row = np.repeat(np.arange(len(way)), many)
        box = np.arange(len(row)) - (np.cumsum(many) - many)[row] + self._first_box[way[row]]
        some, back = np.unique(person, return_inverse=True)
        records = self._crowd._layout.records(points.boxes[n] for n in some.tolist())
        ours, theirs = records.take(back[row], axis=0).T, self._inside.take(box, axis=0).T
        inside = self._crowd._layout.refused(ours, theirs) == 0
        return np.logical_or.reduceat(inside, np.cumsum(many) - many)


def _besides(box: Box) -> Box:
    """A box without its areas, needs and hours, which are looked at elsewhere."""
    return tuple(UNTESTED if d in (AREAS, NEEDS, MINUTES) else side for d, side in enumerate(box))


def _unlike(*keys: Ints) -> Ints:
    """All keys in order, each once. Sorting beats the hashing of `numpy.unique`, which such keys clog."""
    told = np.concatenate(keys)
    told.sort()
    return told[np.concatenate(([True], told[1:] != told[:-1]))] if told.size else told


def _put(sides: Sequence[int], stated: dict[int, int]) -> Box:
    return tuple(stated.get(d, side) for d, side in enumerate(sides))


def _among(keys: Ints, sorted_keys: Ints) -> _Flags:
    """Which of these are among sorted others."""
    if not sorted_keys.size:
        return np.zeros(len(keys), bool)
    at = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    found: _Flags = sorted_keys[at] == keys
    return found

"""Hold who takes whom and who hands on whom as boxes, and walk all people at once who are in the same boxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .boxes import AREAS, MINUTES, NEEDS, Box, bits
from .flows import EDGE, carried, flow_kind
from .ground import Ground, Taker
from .landscape import Handoff
from .space import UNTESTED

__all__ = ["Surroundings"]


class Surroundings:
    """The boxes of a ground: `boxes[i]` holds a person or not; a set of boxes is a whole number of bits.

    For each reading (nothing, everything) a box says whom a provision takes (with its hours and without, where these
    count), of whom a requirement speaks, or whom a handoff carries.
    """

    def __init__(self, ground: Ground, doors: Sequence[str], urgent: bool) -> None:
        self.ground, self._urgent = ground, urgent
        self.boxes: list[Box] = []
        self._known: tuple[dict[int, bool], dict[int, bool]] = ({}, {})
        self._number = {key: n for n, key in enumerate(sorted(ground.services))}
        self._takers: tuple[dict[int, tuple[int, bool]], ...] = ({}, {})
        self._helping: tuple[dict[str, int], ...] = ({}, {})
        self._any_help, self._asks = [0, 0], ({}, {})  # type: tuple[list[int], tuple[dict[int, str], dict[int, str]]]
        self._ways: tuple[dict[int, list[_Way]], ...] = ({}, {})
        self._entries = [self._entered(doors, reading) for reading in (False, True)]
        self._there = [self._open(reading) for reading in (False, True)]
        self._rows()
        self._asked()
        for handoff in sorted(ground.landscape.handoffs, key=lambda row: row.id):
            for reading in (False, True):
                self._carried(handoff, reading)
        self._masks = [sum(1 << n for n in takers) for takers in self._takers]
        self._ask_masks = [sum(1 << n for n in asks) for asks in self._asks]
        self._unknown = any(way.to is None for ways in self._ways[1].values() for way in ways)
        self._either = self._masks[0] | self._masks[1]

    def _add(self, box: Box) -> int:
        self.boxes.append(box)
        return len(self.boxes) - 1

    def _entered(self, doors: Sequence[str], reading: bool) -> int:
        found = 0
        for key, n in self._number.items():
            entry = self.ground.services[key].entry
            if self.ground.takers[key] and (reading if entry is None else bool(set(entry) & set(doors))):
                found |= 1 << n
        return found

    def _open(self, reading: bool) -> int:
        return sum(
            1 << n for key, n in self._number.items() if any(t.is_open or reading for t in self.ground.takers[key])
        )

    def _rows(self) -> None:
        whole = self.ground.space.whole[MINUTES]
        for key, n in self._number.items():
            for taker in self.ground.takers[key]:
                for reading in (False, True):
                    box = taker.perhaps if reading else taker.surely
                    if box is None:
                        continue
                    free = (*box[:MINUTES], whole)
                    for hours in (False, True) if self._urgent else (False,):
                        number = self._add(box if hours else free)
                        self._takers[reading][number] = (n, hours)
                        self._file(taker, number, reading)

    def _file(self, taker: Taker, number: int, reading: bool) -> None:
        if taker.helps == "yes" or (reading and taker.helps == "perhaps"):
            self._any_help[reading] |= 1 << number
        above = {key for one in taker.provision.functions for key in self.ground.above(one)}
        for function in above:
            self._helping[reading][function] = self._helping[reading].get(function, 0) | 1 << number

    def _asked(self) -> None:
        for ask in self.ground.asks:
            for part in ask.parts:
                for reading in (False, True):
                    if not reading and not ask.sure:
                        continue
                    box = part.may if reading else part.sure
                    free = self.ground.freed(box)
                    if self._urgent and part.may[MINUTES] != UNTESTED:
                        free = (*free[:MINUTES], box[MINUTES])
                    if all(free):
                        self._asks[reading][self._add(free)] = ask.requirement.function

    def _carried(self, handoff: Handoff, reading: bool) -> None:
        """Note whom a handoff carries: those taken and not helped, and, by a signpost, those refused."""
        ground, kind = self.ground, flow_kind(handoff)
        if not ground.takers[handoff.sender] or handoff.nobody or (handoff.receiver is None and not reading):
            return
        stated = ground.stated_sides(handoff, self._urgent)
        to = None if handoff.receiver is None else self._number[handoff.receiver]
        way = _Way(to, handoff.immediate and self._urgent, kind == "signpost", bool(stated), 0)
        if kind == "refer" and not stated:
            way.boxes = -1
        elif kind not in EDGE or stated:
            way.boxes = sum({1 << self._add(box) for box in self._flow(handoff, kind, stated, reading)})
        if way.boxes:
            self._ways[reading].setdefault(self._number[handoff.sender], []).append(way)

    def _flow(self, handoff: Handoff, kind: str, stated: Mapping[int, tuple[int, int]], reading: bool) -> Iterator[Box]:
        """The boxes of those whom a handoff carries."""
        whole = self.ground.space.whole
        if kind == "refer":
            yield from self._put(list(whole), stated, reading)
            return
        if kind in EDGE:
            yield from carried(self.ground, handoff, reading, self._urgent)
            return
        for taker in self.ground.takers[handoff.sender]:
            if not (taker.is_open or reading):
                continue
            mine = taker.may if reading else taker.sure
            sides = [mine[d] if d in (AREAS, NEEDS) else whole[d] for d in range(len(whole))]
            yield from self._put(sides, stated, reading)

    def _put(self, sides: list[int], stated: Mapping[int, tuple[int, int]], reading: bool) -> Iterator[Box]:
        for d, side in stated.items():
            sides[d] = side[reading]
        if all(sides):
            yield tuple(sides)

    def relevant(self, alive: int) -> int:
        """Leave out what makes no difference any more: where nobody takes these people, only whether a requirement
        speaks of them does (unless a handoff may lead to somebody not known)."""
        if alive & self._either or self._unknown:
            return alive
        return alive & (self._ask_masks[0] | self._ask_masks[1])

    def spoken_of(self, alive: int) -> bool:
        """True if some requirement may speak of people in these boxes."""
        return bool(alive & self._ask_masks[True])

    def helped(self, alive: int, reading: bool) -> bool:
        """Walk people who are in these boxes, in one reading."""
        known = self._known[reading].get(alive)
        if known is None:
            known = self._known[reading][alive] = self._walked(alive, reading)
        return known

    def _walked(self, alive: int, reading: bool) -> bool:
        asks = self._asks[reading]
        functions = {asks[n] for n in bits(alive & self._ask_masks[reading])}
        helping = self._any_help[reading]
        if functions:
            helping = 0
            for function in functions:
                helping |= self._helping[reading].get(function, 0)
        takers = self._takers[reading]
        taken, helped = [0, 0], [0, 0]
        for number in bits(alive & self._masks[reading]):
            n, hours = takers[number]
            taken[hours] |= 1 << n
            if helping >> number & 1:
                helped[hours] |= 1 << n
        if not helped[0] | helped[1] and not (reading and self._unknown):
            return False
        return self._reached(alive, reading, taken, helped)

    def _reached(self, alive: int, reading: bool, taken: list[int], helped: list[int]) -> bool:
        """Follow the ways from the doors until somebody helps."""
        ways, there = self._ways[reading], self._there[reading]
        seen = [0, 0]
        fresh = [0, self._entries[reading]] if self._urgent else [self._entries[reading], 0]
        while fresh[0] | fresh[1]:
            following = [0, 0]
            for hours in (0, 1):
                if fresh[hours] & helped[hours]:
                    return True
                seen[hours] |= fresh[hours]
                for n in bits(fresh[hours] & there):
                    is_taken = bool(taken[hours] >> n & 1)
                    for way in ways.get(n, ()):
                        if way.carries(alive, is_taken):
                            if way.to is None:
                                return True
                            following[way.hours] |= 1 << way.to
            fresh = [following[0] & ~seen[0], following[1] & ~seen[1]]
        return False


class _Way:
    """Where a handoff leads, and whom it carries: `boxes` -1 all whom its sender takes and does not help."""

    __slots__ = ("boxes", "hours", "signpost", "stated", "to")

    def __init__(self, to: int | None, hours: bool, signpost: bool, stated: bool, boxes: int) -> None:
        self.to, self.hours, self.signpost, self.stated, self.boxes = to, hours, signpost, stated, boxes

    def carries(self, alive: int, taken: bool) -> bool:
        if taken:
            return self.boxes == -1 or (self.stated and bool(alive & self.boxes))
        return self.signpost and bool(alive & self.boxes)

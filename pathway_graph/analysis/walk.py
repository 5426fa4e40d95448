"""Follow one person through the landscape: who takes them, who refuses and why, who hands them on, where it ends.

Everything that is not known is read twice: as nothing, and as everything. The person is helped or lost where both
readings say so; else it is not known, and the fields that would settle it are named.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence

from .boxes import AGES, AREAS, GROUPS, MINUTES, NEEDS, STEPS, Box
from .flows import EDGE, flow_kind
from .ground import Ask, Ground, Taker, upper_age
from .hangs import FIELDS
from .landscape import Handoff
from .space import NO_GROUP, UNTESTED
from .standing import Field

__all__ = ["DOORS", "Arrival", "Person", "Reading", "Stop", "Walk", "days_of", "point_of", "walk"]

DOORS = ("self", "gp")
"""The doors through which a person comes unless another is said."""

Choice = Callable[[Field], bool]


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """One person: `area` and `need` are leaves; `age` in months; `step` where the need has a scale; `minute` of the
    week where it is urgent, else None: they wait for the next opening."""

    area: str
    age: int
    need: str
    step: int | None = None
    group: str = NO_GROUP
    minute: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Arrival:
    """A service that a person comes to, and whether its hours count: on entering in urgent need, or when handed on at
    once."""

    service: str
    hours: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Stop:
    """What happens at a service. `outcome`: taken (it helps, or they stay with it unhelped), refused, handed_on. `by`:
    the provision that takes them. `helped`: this is what is asked for. `onward`: the handoffs that carry them on."""

    arrival: Arrival
    outcome: str
    by: Taker | None
    helped: bool
    onward: tuple[Handoff, ...]


class Reading:
    """The landscape as one person meets it, with everything that is not known settled by a choice."""

    def __init__(self, ground: Ground, point: Box, choice: Choice, doors: Sequence[str] = DOORS) -> None:
        """`point`: the person as a box with one value in each dimension (`point_of`)."""
        self.ground, self.point, self.choice, self.doors = ground, point, choice, doors
        self.urgent = point[MINUTES] != UNTESTED
        self._outgoing = ground.outgoing
        self._stops: dict[Arrival, Stop] = {}
        spoken = [ask.requirement.function for ask in ground.asks if self._speaks(ask)]
        self.asked_for = tuple(sorted(set(spoken)))

    def _holds(self, sides: tuple[int, int], d: int, label: str, id: str) -> bool:
        sure, may = sides
        bit = self.point[d]
        return bool(sure & bit) or (bool(may & bit) and self.choice(Field(label, id, FIELDS[d])))

    def _speaks(self, ask: Ask) -> bool:
        row, free = ask.requirement, self.ground.freed
        for part in ask.parts:
            sure, may = free(part.sure), free(part.may)
            if self.urgent and part.may[MINUTES] != UNTESTED:
                sure, may = (*sure[:MINUTES], part.sure[MINUTES]), (*may[:MINUTES], part.may[MINUTES])
            if all(mine & theirs for mine, theirs in zip(self.point, may, strict=True)):
                sides = list(zip(sure, may, strict=True))
                inside = all(self._holds(sides[d], d, "Requirement", row.id) for d in range(len(sides)))
                if inside and (ask.sure or all(map(self.choice, ask.doubts))):
                    return True
        return False

    def is_open(self, taker: Taker) -> bool:
        """True if a provision is open in this reading."""
        return taker.is_open or all(map(self.choice, taker.doubts))

    def takes(self, taker: Taker, hours: bool) -> bool:
        """True if a provision takes the person."""
        if not taker.takes or not self._in_reach(taker, hours):
            return False
        row = taker.provision
        dimensions = range(len(self.point) if hours else MINUTES)
        inside = all(self._holds((taker.sure[d], taker.may[d]), d, row.label, row.id) for d in dimensions)
        return inside and self.is_open(taker)

    def _in_reach(self, taker: Taker, hours: bool) -> bool:
        may, point = taker.may, self.point
        return all(may[d] & point[d] for d in range(len(point) if hours else MINUTES))

    def helps(self, taker: Taker) -> bool:
        """True if what a provision does is what is asked for; where nothing is, if it helps at all."""
        if self.asked_for:
            return any(self.ground.meets_function(taker.provision, function) for function in self.asked_for)
        if taker.helps == "perhaps":
            fields = [Field("Function", key, "kind") for key in taker.unkind]
            return any(map(self.choice, fields or [Field("Service", taker.provision.service, "function")]))
        return taker.helps == "yes"

    def entries(self) -> Iterator[Arrival]:
        """The services that the person can go to by themselves."""
        for key in self.ground.near(self.point):
            entry = self.ground.services[key].entry
            if self.choice(Field("Service", key, "entry")) if entry is None else not set(entry).isdisjoint(self.doors):
                yield Arrival(key, self.urgent)

    def stop(self, arrival: Arrival) -> Stop:
        """Say what happens to the person at a service."""
        known = self._stops.get(arrival)
        if known is None:
            known = self._stops[arrival] = self._stopped(arrival)
        return known

    def alone(self, service: str) -> Stop:
        """Say what would happen to the person at a service, however they came there."""
        return self.stop(Arrival(service, self.urgent))

    def _stopped(self, arrival: Arrival) -> Stop:
        takers = self.ground.takers[arrival.service]
        taking = [taker for taker in takers if self.takes(taker, arrival.hours)]
        helping = [taker for taker in taking if self.helps(taker)]
        if helping:
            return Stop(arrival, "taken", min(helping, key=_soonest), True, ())
        is_there = any(self.is_open(taker) for taker in takers)
        onward = tuple(
            handoff
            for handoff in self._outgoing.get(arrival.service, ())
            if is_there and (taking or handoff.kind == "signpost") and self._flows(handoff, bool(taking))
        )
        if taking:
            return Stop(arrival, "handed_on" if onward else "taken", min(taking, key=_soonest), False, onward)
        return Stop(arrival, "refused", None, False, onward)

    def held_back(self, stop: Stop) -> tuple[Handoff, ...]:
        """The signposts that would carry the person on if the service refused them, and do not, since it takes them."""
        if stop.by is None or stop.helped:
            return ()
        rows = self._outgoing.get(stop.arrival.service, ())
        return tuple(
            row for row in rows if row.kind == "signpost" and row not in stop.onward and self._flows(row, False)
        )

    def refused_in(self, arrival: Arrival) -> tuple[str, ...]:
        """The fields in which the provision that fits best refuses the person; `not open`; or the status (full, paused)
        of a service that takes nobody."""
        takers = self.ground.takers[arrival.service]
        if not any(taker.takes for taker in takers):
            return (self.ground.services[arrival.service].status,) if takers else ("not open",)
        found = []
        for taker in takers:
            row = taker.provision
            dimensions = range(len(self.point) if arrival.hours else MINUTES)
            shut = [d for d in dimensions if not self._holds((taker.sure[d], taker.may[d]), d, row.label, row.id)]
            found.append(tuple(FIELDS[d] for d in shut) or ("not open",))
        return min(found, key=len)

    def _flows(self, handoff: Handoff, taken: bool) -> bool:
        """True if the flow of a handoff holds the person."""
        kind, stated = flow_kind(handoff), self.ground.stated_sides(handoff, self.urgent)
        if not all(self._holds(side, d, "Handoff", handoff.id) for d, side in stated.items()):
            return False
        if kind == "refer":
            return taken
        if taken and not stated:
            return False
        return any(self._leaves(taker, kind, stated.keys()) for taker in self.ground.takers[handoff.sender])

    def _leaves(self, taker: Taker, kind: str, stated: Collection[int]) -> bool:
        """True if the person is inside what a provision hands on by a kind of flow, but for what is stated."""
        row = taker.provision
        derived = (AREAS, NEEDS) if kind == "signpost" else (AREAS, AGES, NEEDS, GROUPS, STEPS)
        for d in derived:
            if d in stated:
                continue
            if EDGE.get(kind) == d:
                if not self._at_edge(taker, kind, d):
                    return False
            elif not self._holds((taker.sure[d], taker.may[d]), d, row.label, row.id):
                return False
        return self.is_open(taker)

    def _at_edge(self, taker: Taker, kind: str, d: int) -> bool:
        row, point = taker.provision, self.point
        if d == AGES:
            if row.extent.ages.state in ("blank", "missing", "half"):
                return self.choice(Field(row.label, row.id, FIELDS[d]))
            edge = upper_age(row)
            return edge is not None and bool(self.ground.space.ages.mask((edge, edge + 1)) & point[AGES])
        on = self.ground.space.on_scale(self.ground.scale_of(point[NEEDS]))
        sure, may = taker.sure[STEPS] & on, taker.may[STEPS] & on
        if point[STEPS] == UNTESTED:
            return False
        if sure != may:  # nobody steps up to the lowest step, or down to the highest
            end = on & -on if kind == "step_up" else 1 << on.bit_length() - 1
            return point[STEPS] != end and self.choice(Field(row.label, row.id, FIELDS[d]))
        beyond = 1 << sure.bit_length() if kind == "step_up" else (sure & -sure) >> 1
        return bool(sure) and beyond == point[STEPS]

    def reached(self) -> dict[Arrival, Handoff | None]:
        """Every service that the person comes to, with the handoff that first led there (None: by itself)."""
        found: dict[Arrival, Handoff | None] = dict.fromkeys(self.entries())
        queue = list(found)
        for arrival in queue:
            for handoff in self.stop(arrival).onward:
                to = self.led_to(handoff)
                if to is not None and to not in found:
                    found[to] = handoff
                    queue.append(to)
        return found

    def led_to(self, handoff: Handoff) -> Arrival | None:
        """Where a handoff leads; None: to nobody, or it is not known to whom."""
        if handoff.receiver is None or handoff.nobody:
            return None
        return Arrival(handoff.receiver, handoff.immediate and self.urgent)

    def helped(self) -> bool:
        """True if somebody helps; a handoff to somebody not known is read by the choice. Stops at the first help."""
        found = dict.fromkeys(self.entries())
        queue = list(found)
        for arrival in queue:
            stop = self.stop(arrival)
            if stop.helped:
                return True
            for handoff in stop.onward:
                to = self.led_to(handoff)
                if to is None and not handoff.nobody and self.choice(Field("Handoff", handoff.id, "to")):
                    return True
                if to is not None and to not in found:
                    found[to] = None
                    queue.append(to)
        return False


@dataclasses.dataclass(frozen=True)
class Walk:
    """Where one person gets to. `verdict`: helped, lost, not_known. `nothing` and `everything`: the two readings.
    `hangs_on`: the fields that decide it alone; where none does, all that are met on the way."""

    verdict: str
    nothing: Reading
    everything: Reading
    hangs_on: tuple[Field, ...]


def walk(ground: Ground, point: Box, doors: Sequence[str] = DOORS) -> Walk:
    """Follow one person, who is a point of the ground's axes (`point_of`)."""
    met: tuple[set[Field], set[Field]] = (set(), set())

    def listening(answer: bool) -> Choice:
        def choice(field: Field) -> bool:
            met[answer].add(field)
            return answer

        return choice

    low = Reading(ground, point, listening(False), doors).helped()
    high = Reading(ground, point, listening(True), doors).helped()
    nothing = Reading(ground, point, lambda field: False, doors)
    everything = Reading(ground, point, lambda field: True, doors)
    if low == high:
        return Walk("helped" if low else "lost", nothing, everything, ())
    deciding = []
    for field in sorted(met[False] | met[True]):
        # a field that a reading did not ask for cannot change it
        without = field in met[True] and Reading(ground, point, _all_but(field), doors).helped() != high
        if without or (field in met[False] and Reading(ground, point, _only(field), doors).helped() != low):
            deciding.append(field)
    return Walk("not_known", nothing, everything, tuple(deciding or sorted(met[False] | met[True])))


def _only(field: Field) -> Choice:
    return lambda other: other == field


def _all_but(field: Field) -> Choice:
    return lambda other: other != field


def point_of(ground: Ground, person: Person) -> Box:
    """The person as a box with one value in each dimension; hours not tested where they wait. The axes must be cut
    around them (`spot`)."""
    space = ground.space
    minute = UNTESTED if person.minute is None else space.minutes.mask((person.minute, person.minute + 1))
    step = UNTESTED if person.step is None else 1 << person.step + 1
    return (
        space.areas.masks[person.area], space.ages.mask((person.age, person.age + 1)), space.needs.masks[person.need],
        1 << space.groups.index(person.group), step, minute,
    )  # fmt: skip


def _soonest(taker: Taker) -> tuple[bool, float, str]:
    wait = taker.provision.wait.high
    return wait is None, wait or 0.0, taker.provision.id


def days_of(taker: Taker) -> float | None:
    """The wait for a provision in days, where it is stated exactly or at most so long; None: not known."""
    return taker.provision.wait.high if taker.provision.wait.state in ("stated", "half") else None

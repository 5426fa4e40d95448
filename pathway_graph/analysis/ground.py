"""Lay out a landscape on one day for handoffs and people: who takes whom, what is open, what is asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from .boxes import AGES, AREAS, GROUPS, MINUTES, NEEDS, STEPS, Box, bits
from .hierarchy import Hierarchy
from .landscape import (
    AGES_END,
    ANY_WORDS,
    Extent,
    Handoff,
    Landscape,
    Members,
    Numbers,
    Provision,
    Requirement,
    Words,
)
from .measure import Measure, People
from .space import Asked, Space
from .standing import Field, Standings, in_force

__all__ = ["Ask", "Ground", "Taker", "sides_of", "spot", "stated_dimensions", "upper_age"]

TAKING_NOBODY = ("full", "paused")
_NOT_SAID = ("blank", "missing")


@dataclasses.dataclass(frozen=True, slots=True)
class Taker:
    """A provision that may be open on the day. `sure`, `may`: its box. `is_open`: surely; else `doubts` are the fields
    that would settle it. `takes`: False for full and paused, which are open and take nobody new. `helps`: yes, no, or
    perhaps (the kind of its function is blank; `unkind` are those functions). `stated`: it is a row of the landscape,
    not what stands for a service of which nothing is stated."""

    provision: Provision
    sure: Box
    may: Box
    is_open: bool
    doubts: tuple[Field, ...]
    takes: bool
    helps: str
    unkind: tuple[str, ...] = ()
    stated: bool = True

    @property
    def surely(self) -> Box | None:
        """The box that it takes for sure; None while it may be shut or takes nobody."""
        return self.sure if self.is_open and self.takes and all(self.sure) else None

    @property
    def perhaps(self) -> Box | None:
        """The box that it may take; None where it takes nobody."""
        return self.may if self.takes and all(self.may) else None


@dataclasses.dataclass(frozen=True, slots=True)
class Ask:
    """A requirement that may be in force, in parts; `sure`: it is in force for sure."""

    requirement: Requirement
    parts: tuple[Asked, ...]
    sure: bool
    doubts: tuple[Field, ...]


class Ground:
    """A landscape on a day."""

    def __init__(self, landscape: Landscape, day: int, more: Iterable[Extent] = ()) -> None:
        """`day` is a proleptic ordinal; `more` are boxes that will be asked about, such as a person's."""
        self.landscape, self.day = landscape, day
        uppers = {age for age in map(upper_age, landscape.provisions) if age is not None}
        edges = [Extent(ages=_month(age)) for age in sorted(uppers)]
        stated = [handoff.extent for handoff in landscape.handoffs]
        self.space = Space(landscape, [*stated, *edges, *more])
        self.people = People(landscape, self.space)
        self.standings = Standings(landscape, day)
        self.functions = Hierarchy(landscape.functions)
        self.kinds = {function.id: function.kind for function in landscape.functions}
        self.services = {service.id: service for service in landscape.services}
        self.scales = sorted(self.space.scales.items(), key=lambda item: item[1] & -item[1])
        self._above: dict[str, frozenset[str]] = {}
        self._near: dict[tuple[int, int], tuple[str, ...]] = {}
        self._asks_near: dict[int, Sequence[tuple[Ask, Asked, Box, Box]]] = {}
        self._standards_of: dict[tuple[tuple[str, ...], int], Sequence[Ask]] = {}
        self.leaving: dict[tuple[str, str, bool], Any] = {}
        """What `flows.leaving` worked out already."""
        self._sides: dict[tuple[str, bool], dict[int, tuple[int, int]]] = {}

    @cached_property
    def takers(self) -> dict[str, tuple[Taker, ...]]:
        """Service -> its provisions that may be open on the day, in order of their ids."""
        found: dict[str, list[Taker]] = {key: [] for key in self.services}
        offering = set()
        for row in sorted(self.landscape.provisions, key=lambda row: (row.service, row.id, row.label)):
            offering.add(row.service)
            self._add(found[row.service], row, True)
        for key in sorted(set(self.services) - offering):
            blank = Extent(groups=Words("missing"))
            self._add(found[key], Provision(key, key, (), blank, "Service"), False)
        return {key: tuple(rows) for key, rows in found.items()}

    def _add(self, found: list[Taker], row: Provision, stated: bool) -> None:
        started, still = self.standings.times(row)
        conditions = (*started, *still)
        if not all(condition.most for condition in conditions):
            return
        offered = self.space.offered(row.extent)
        kinds = [self.kinds[function] for function in row.functions]
        helps = "yes" if "helps" in kinds else "perhaps" if "" in kinds or not kinds else "no"
        doubts = tuple(field for condition in conditions if condition.open for field in condition.fields)
        found.append(
            Taker(
                row, offered.sure, offered.may, all(condition.least for condition in conditions), doubts,
                self.services[row.service].status not in TAKING_NOBODY, helps,
                tuple(function for function in row.functions if not self.kinds[function]), stated,
            )
        )  # fmt: skip

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """The requirements that may be in force on the day, by id."""
        found = []
        for row in sorted(self.landscape.requirements, key=lambda row: row.id):
            force = in_force(row, self.day)
            parts = self.space.asked(row.extent) if force.most else ()
            if parts:
                found.append(Ask(row, parts, force.least, force.fields if force.open else ()))
        return tuple(found)

    @cached_property
    def outgoing(self) -> dict[str, tuple[Handoff, ...]]:
        """Service -> the handoffs from it, by id."""
        found: dict[str, list[Handoff]] = {}
        for row in sorted(self.landscape.handoffs, key=lambda row: row.id):
            found.setdefault(row.sender, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def _pointing_afar(self) -> frozenset[str]:
        """The services that state which areas or needs they signpost, which may not be those that they take."""
        signposts = (row for row in self.landscape.handoffs if row.kind == "signpost")
        return frozenset(row.sender for row in signposts if {AREAS, NEEDS} & set(stated_dimensions(row.extent, False)))

    def stated_sides(self, handoff: Handoff, hours: bool) -> dict[int, tuple[int, int]]:
        """The sides that a handoff states, as (sure, may); its hours only where they count and it is immediate."""
        key = handoff.id, hours
        known = self._sides.get(key)
        if known is None:
            known = self._sides[key] = sides_of(self.space, handoff.extent, handoff.immediate and hours)
        return known

    def near(self, point: Box) -> tuple[str, ...]:
        """The services that may take or signpost somebody of an area and need, whomever else they refuse; sorted."""
        key = point[AREAS], point[NEEDS]
        known = self._near.get(key)
        if known is None:
            near = [
                service
                for service, takers in sorted(self.takers.items())
                if service in self._pointing_afar
                or any(taker.may[AREAS] & key[0] and taker.may[NEEDS] & key[1] for taker in takers)
            ]
            known = self._near[key] = tuple(near)
        return known

    def scale_of(self, needs: int) -> tuple[int, int] | None:
        """The scale of the first of some needs."""
        return next(scale for scale, inside in self.scales if inside & needs & -needs)

    @cached_property
    def on_scales(self) -> dict[tuple[int, int] | None, int]:
        """Scale -> its steps."""
        return {scale: self.space.on_scale(scale) for scale, _ in self.scales}

    @cached_property
    def has_standards(self) -> bool:
        """True if some requirement in force limits the wait."""
        return any(ask.requirement.max_wait.state in ("stated", "half") for ask in self.asks)

    @cached_property
    def freed_asks(self) -> tuple[tuple[Ask, Asked, Box, Box], ...]:
        """Every part of every requirement with its boxes, sure and may, for people who do not wait on the clock."""
        return tuple(
            (ask, part, self.freed(part.sure), self.freed(part.may)) for ask in self.asks for part in ask.parts
        )

    def asks_near(self, needs: int) -> Sequence[tuple[Ask, Asked, Box, Box]]:
        """Those of `freed_asks` that may speak of some of these needs, in their order."""
        known = self._asks_near.get(needs)
        if known is None:
            found = {n for need in bits(needs) for n in self._asks_by_need.get(need, ())}
            known = self._asks_near[needs] = [self.freed_asks[n] for n in sorted(found)]
        return known

    @cached_property
    def _asks_by_need(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for n, (_, _, _, may) in enumerate(self.freed_asks):
            for need in bits(may[NEEDS]):
                found.setdefault(need, []).append(n)
        return found

    def standards_of(self, functions: tuple[str, ...], needs: int = -1) -> Sequence[Ask]:
        """The requirements in force that limit the wait for some of these functions and needs, by id."""
        known = self._standards_of.get((functions, needs))
        if known is None:
            above = {key for one in functions for key in self.above(one)}
            asks = (ask for ask in self.asks if ask.requirement.max_wait.state in ("stated", "half"))
            if needs >= 0:
                asks = (ask for ask in self.standards_of(functions) if any(p.may[NEEDS] & needs for p in ask.parts))
            known = [ask for ask in asks if ask.requirement.function in above]
            self._standards_of[functions, needs] = known
        return known

    def above(self, function: str) -> frozenset[str]:
        """A function and all that it is a part of."""
        known = self._above.get(function)
        if known is None:
            known = self._above[function] = frozenset(self.functions.above(function))
        return known

    def meets_function(self, row: Provision, function: str) -> bool:
        """True if a provision delivers a function or one below it."""
        return any(function in self.above(one) for one in row.functions)

    def measure(self, areas: int, ages: int) -> Measure:
        """How to weigh boxes within these areas and ages."""
        return Measure(self.space, self.people, areas, ages)

    def people_of(self, box: Box) -> int | None:
        """The people of the areas and ages of a box; None where not all of them are counted."""
        if not self.people.known(box[AREAS], box[AGES]):
            return None
        return int(self.people.of(box[AREAS], box[AGES]) + Fraction(1, 2))

    def freed(self, box: Box) -> Box:
        """A requirement's box for people who do not wait on the clock: hours left out, and every step where none is
        asked for."""
        steps = self.space.whole[STEPS] if box[STEPS] == 1 else box[STEPS]
        return (*box[:STEPS], steps, self.space.whole[MINUTES])


def upper_age(row: Provision) -> int | None:
    """The age in months at which people leave a provision; None where there is no upper age, or none is known."""
    ages = row.extent.ages
    if ages.state != "stated" or not ages.sure or ages.sure[-1] >= AGES_END:
        return None
    return ages.sure[-1]


def stated_dimensions(extent: Extent, hours: bool) -> tuple[int, ...]:
    """The dimensions that the box of a handoff states; `hours`: these count."""
    sides: tuple[Any, ...] = (extent.areas, extent.ages, extent.needs, extent.groups, extent.steps, extent.minutes)
    return tuple([d for d, side in enumerate(sides) if side.state not in _NOT_SAID and (d != MINUTES or hours)])


def sides_of(space: Space, extent: Extent, hours: bool) -> dict[int, tuple[int, int]]:
    """The stated sides of the box of a handoff, as (sure, may)."""
    read = {
        AREAS: lambda: space.members(AREAS, extent.areas), AGES: lambda: space.numbers(AGES, extent.ages),
        NEEDS: lambda: space.members(NEEDS, extent.needs), GROUPS: lambda: space.named(extent.groups, 0),
        STEPS: lambda: space.numbers(STEPS, extent.steps), MINUTES: lambda: space.numbers(MINUTES, extent.minutes),
    }  # fmt: skip
    return {d: read[d]() for d in stated_dimensions(extent, hours)}


def _month(age: int) -> Numbers:
    return Numbers("stated", (age, age + 1), (age, age + 1))


def spot(area: str, age: int, need: str, group: str, minute: int | None = None) -> Extent:
    """The box of one person, so that the axes are cut around it; steps are never cut. Age in months."""
    minutes = Numbers("stated", (minute, minute + 1), (minute, minute + 1)) if minute is not None else Numbers()
    words = Words("stated", (group,), (group,)) if group else ANY_WORDS
    return Extent(Members("stated", (area,)), Members("stated", (need,)), words, _month(age), Numbers(), minutes)

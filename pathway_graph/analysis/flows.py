"""Say who leaves a service, by each kind of handoff: as derived from what it takes, or as a handoff states it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from .boxes import AGES, AREAS, GROUPS, MINUTES, NEEDS, STEPS, Box, subtract
from .ground import Ground, Taker, sides_of, stated_dimensions, upper_age
from .landscape import Extent, Handoff
from .space import UNTESTED

__all__ = ["EDGE", "Flow", "Leaving", "always", "carried", "flow_kind", "is_stated", "leaving", "own_boxes"]

EDGE = {"transition": AGES, "step_up": STEPS, "step_down": STEPS}
"""Kind -> the dimension in which people outgrow what they leave."""


@dataclasses.dataclass(frozen=True, slots=True)
class Flow:
    """Those who leave one provision, within one scale of needs. A side that is empty in `sure` and not in `may` is not
    known, and stands for some of what it may be."""

    sure: Box
    may: Box

    @property
    def least(self) -> Box:
        """Each side for sure, or all that it may be where it is not known."""
        if all(self.sure):
            return self.sure
        return tuple([sure or may for sure, may in zip(self.sure, self.may, strict=True)])


@dataclasses.dataclass(frozen=True, slots=True)
class Leaving:
    """Those who leave one provision. `certain`: they surely do; else it is not known whether, or at which edge
    (`edge_known`), anybody leaves. `needs_known`: some needs are taken for sure."""

    taker: Taker
    parts: tuple[Flow, ...]
    certain: bool
    edge_known: bool
    needs_known: bool


def flow_kind(handoff: Handoff) -> str:
    """The kind of flow of a handoff: discharge is another word for step_down."""
    return "step_down" if handoff.kind == "discharge" else handoff.kind


def is_stated(handoff: Handoff) -> bool:
    """True if a handoff states a part of what it hands on."""
    return bool(stated_dimensions(handoff.extent, handoff.immediate))


def leaving(
    ground: Ground, service: str, kind: str, extent: Extent | None = None, immediate: bool = False
) -> tuple[Leaving, ...]:
    """Those who leave a service by a kind of flow, provision by provision, before what it still takes is left out.

    `extent` replaces what is derived, dimension by dimension. `immediate`: hours are tested.
    """
    if extent is not None:
        return _leaving(ground, service, kind, extent, immediate)
    key = service, kind, immediate
    known = ground.leaving.get(key)
    if known is None:
        known = ground.leaving[key] = _leaving(ground, service, kind, None, immediate)
    return known


def _leaving(ground: Ground, service: str, kind: str, extent: Extent | None, immediate: bool) -> tuple[Leaving, ...]:
    takers = ground.takers[service]
    stated = sides_of(ground.space, extent, immediate) if extent is not None else {}
    if kind == "refer":
        handing = tuple(taker for taker in takers if taker.helps != "yes")
        takers = handing or (takers if stated else ())
    found = []
    for taker in takers:
        parts, edge_known = _parts(ground, taker, kind, stated, immediate)
        if parts:
            sure = taker.is_open and edge_known and (kind != "refer" or bool(stated) or taker.helps == "no")
            known = bool(stated[NEEDS][0] if NEEDS in stated else taker.sure[NEEDS])
            found.append(Leaving(taker, parts, sure and taker.stated, edge_known, known))
    return tuple(found)


def carried(ground: Ground, handoff: Handoff, reading: bool, hours: bool) -> Iterator[Box]:
    """The boxes of those whom a handoff with a stated part carries on as they outgrow its sender: for sure, or
    (`reading`) all whom it may. `hours`: of people whose hours count; for others these are left open."""
    minutes = ground.stated_sides(handoff, hours).get(MINUTES, (ground.space.whole[MINUTES],) * 2)[reading]
    for each in leaving(ground, handoff.sender, flow_kind(handoff), handoff.extent):
        if each.taker.is_open or reading:
            for part in each.parts:
                box = (*(part.may if reading else part.sure)[:MINUTES], minutes)
                if all(box):
                    yield box


_Side = tuple[int, int]


def _parts(
    ground: Ground, taker: Taker, kind: str, stated: dict[int, _Side], immediate: bool
) -> tuple[tuple[Flow, ...], bool]:
    """The flows of one provision, one for each scale, and whether the edge at which people leave is known."""
    sides, edge_known = _sides(ground, taker, kind, stated, immediate)
    needs, steps = sides[NEEDS], sides[STEPS]
    if not (sides[AREAS][1] and sides[AGES][1] and needs[1] and sides[GROUPS][1] and sides[MINUTES][1]):
        return (), edge_known
    derived = kind in ("step_up", "step_down") and STEPS not in stated
    found = []
    for scale, inside in ground.scales:
        on = ground.on_scales[scale]
        sides[NEEDS] = needs[0] & inside, needs[1] & inside
        sides[STEPS] = steps[0] & on, steps[1] & on
        if derived:
            sides[STEPS], known = _step_edge(kind, sides[STEPS], on) if scale else ((0, 0), True)
            edge_known = edge_known and (known or not sides[NEEDS][1])
        if all(may for _, may in sides):
            found.append(Flow(tuple(sure for sure, _ in sides), tuple(may for _, may in sides)))
    return tuple(found), edge_known


def _sides(
    ground: Ground, taker: Taker, kind: str, stated: dict[int, _Side], immediate: bool
) -> tuple[list[_Side], bool]:
    """The sides of a flow, but for its steps where these are derived; and whether the age at its edge is known."""
    whole, edge_known = ground.space.whole, True
    sides = list(zip(taker.sure, taker.may, strict=True))
    if kind == "signpost":
        for d in (AGES, GROUPS, STEPS, MINUTES):
            sides[d] = whole[d], whole[d]
    if kind == "transition" and AGES not in stated:
        sides[AGES], edge_known = _age_edge(ground, taker)
    for d, side in stated.items():
        sides[d] = side
    sure, may = sides[MINUTES]
    sides[MINUTES] = (sure & ~UNTESTED, may & ~UNTESTED) if immediate else (UNTESTED, UNTESTED)
    return sides, edge_known


def _age_edge(ground: Ground, taker: Taker) -> tuple[_Side, bool]:
    """The month of age after the last one taken; all ages where it is not known."""
    ages, axis = taker.provision.extent.ages, ground.space.ages
    if ages.state in ("blank", "missing", "half"):
        return (0, axis.whole), False
    edge = upper_age(taker.provision)
    mask = axis.mask((edge, edge + 1)) if edge is not None else 0
    return (mask, mask), True


def _step_edge(kind: str, steps: _Side, on: int) -> tuple[_Side, bool]:
    """The step above the highest taken, or below the lowest; nothing at the end of the scale."""
    if steps[0] != steps[1]:
        beyond = on & (on - 1) if kind == "step_up" else on & ~(1 << on.bit_length() - 1)
        return (0, beyond), False
    taken = steps[0]
    if not taken:
        return (0, 0), True
    mask = (1 << taken.bit_length()) & on if kind == "step_up" else (taken & -taken) >> 1 & on
    return (mask, mask), True


def own_boxes(ground: Ground, left: Leaving, service: str, kind: str, immediate: bool) -> tuple[list[Box], list[Box]]:
    """What the service itself still takes of its flow: for sure, and perhaps.

    For signposts that is whom it takes (nobody while it is full or paused); for referrals whom it helps itself. A
    provision whose areas or needs are not known takes people from the very same areas and needs that its flow has.
    """
    surely, perhaps = [], []
    for taker in ground.takers[service]:
        if kind == "refer" and taker.helps == "no":
            continue
        if kind == "signpost" and not taker.takes:
            continue
        same = taker is left.taker and kind == "signpost"
        sure = (taker.may[AREAS], taker.sure[AGES], taker.may[NEEDS], *taker.sure[GROUPS:]) if same else taker.sure
        may = taker.may
        if not immediate:
            sure, may = _any_hours(ground, sure), _any_hours(ground, may)
        if taker.is_open and all(sure) and (kind != "refer" or taker.helps == "yes"):
            surely.append(sure)
        perhaps.append(may)
    return surely, perhaps


def _any_hours(ground: Ground, box: Box) -> Box:
    return (*box[:MINUTES], ground.space.whole[MINUTES])


def always(parts: Sequence[Flow], needs_known: bool, hits: Sequence[Sequence[Box]]) -> bool:
    """True if the flow of one provision holds a point of its hits, whatever the sides that are not known stand for.

    `hits`: for each part, boxes within `part.least`.
    """
    every: list[list[Box]] = []
    for flow, boxes in zip(parts, hits, strict=True):
        if needs_known and not flow.sure[NEEDS]:
            continue  # it may have none of these needs
        open_sides = [d for d, side in enumerate(flow.sure) if not side]
        if not open_sides:
            missed = [] if boxes else [_POINT]
        else:
            missed = [_shadow(flow.least, open_sides)]
            for box in boxes:
                missed = subtract(missed, _shadow(box, open_sides))
        if needs_known and not missed:
            return True
        if not needs_known and missed:
            return False
        every.append([_shadow(box, [d for d in open_sides if d != STEPS]) for box in missed])
    if not needs_known or not every:
        return not needs_known and bool(parts)
    at_once = every[0]
    for missed in every[1:]:
        met = [tuple(x & y for x, y in zip(a, b, strict=True)) for a in at_once for b in missed]
        at_once = [box for box in met if all(box)]
    return not at_once


_POINT: Box = (1,) * 6


def _shadow(box: Box, dimensions: Sequence[int]) -> Box:
    return tuple([side if d in dimensions else 1 for d, side in enumerate(box)])

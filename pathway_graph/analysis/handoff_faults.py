"""Judge one handoff: what is certainly wrong with it, and what may be."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from .boxes import DIMENSIONS, MINUTES, NEEDS, Box, intersect, meets
from .flows import EDGE, Flow, Leaving, always, flow_kind, is_stated, leaving, own_boxes
from .ground import Ground, Taker
from .hangs import FIELDS
from .landscape import Extent, Handoff, Provision, Words
from .leftover import Fit, best_fit, blank_fields, left_of, told
from .space import UNTESTED
from .standing import Field

__all__ = ["CODES", "SOUND", "Fault", "Takes", "Verdict", "box_faults", "judged_flow", "receiving"]

CODES = tuple("hours" if d == MINUTES else name for d, name in enumerate(DIMENSIONS))
"""The code of a fault in each dimension."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong (`sure`), or may be. `box`: the people, None where it is not about a box. `fit`: who
    comes nearest to taking them. `hangs_on`: what would settle it."""

    code: str
    sure: bool
    box: Box | None = None
    fit: Fit | None = None
    hangs_on: tuple[Field, ...] = ()
    standard: float | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Takes:
    """The other end of a handoff: its provisions that may be open; nobody; or not known."""

    takers: tuple[Taker, ...]
    nobody: bool = False
    unknown: bool = False
    shut: bool = False

    def boxes(self, ground: Ground, sure: bool, immediate: bool) -> list[Box]:
        """What it takes for sure, or may take; at any hour unless at once."""
        found = [box for taker in self.takers if (box := taker.surely if sure else taker.perhaps) is not None]
        return found if immediate else [(*box[:MINUTES], ground.space.whole[MINUTES]) for box in found]


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """How a handoff's flow fares: `fails` and `may_fail` say whether the other end is at fault for it."""

    fails: bool
    may_fail: bool
    faults: tuple[Fault, ...]


SOUND = Verdict(False, False, ())


def receiving(ground: Ground, handoff: Handoff) -> Takes:
    """Say who is at the other end of a handoff on the day."""
    if handoff.nobody:
        return Takes((), nobody=True)
    if handoff.receiver is None:
        blank = Extent(groups=Words("missing"))
        offered = ground.space.offered(blank)
        row = Provision("", "", (), blank, "Service")
        return Takes((Taker(row, offered.sure, offered.may, True, (), True, "perhaps", (), False),), unknown=True)
    takers = ground.takers[handoff.receiver]
    return Takes(takers, shut=not any(taker.takes for taker in takers))


def judged_flow(ground: Ground, handoff: Handoff, takes: Takes) -> Verdict:
    """Judge whether the other end takes of the flow what it must: all of a stated one, some of a derived one."""
    kind, stated = flow_kind(handoff), is_stated(handoff)
    left = leaving(ground, handoff.sender, kind, handoff.extent if stated else None, handoff.immediate)
    if takes.nobody or takes.unknown or takes.shut:
        return _nowhere(ground, handoff, takes, left)
    surely = takes.boxes(ground, True, handoff.immediate)
    perhaps = takes.boxes(ground, False, handoff.immediate)
    if stated:
        return _stated(ground, takes, left, surely, perhaps)
    return _derived(ground, handoff, takes, left, surely, perhaps)


def _nowhere(ground: Ground, handoff: Handoff, takes: Takes, left: Sequence[Leaving]) -> Verdict:
    """The verdict where nobody takes anybody, or it is not known who does."""
    boxes = told(ground, [part.least for each in left for part in each.parts], [])
    box = boxes[0] if boxes else None
    if takes.unknown:
        fault = Fault("nobody", False, box, None, (Field("Handoff", handoff.id, "to"),))
        return Verdict(False, True, (fault,))
    return Verdict(True, True, (Fault("nobody" if takes.nobody else "dates", True, box),))


def _stated(
    ground: Ground, takes: Takes, left: Sequence[Leaving], surely: Sequence[Box], perhaps: Sequence[Box]
) -> Verdict:
    fails = any(
        each.certain and always(each.parts, each.needs_known, [left_of(part.least, perhaps) for part in each.parts])
        for each in left
    )
    if fails:
        boxes = told(ground, [part.least for each in left if each.certain for part in each.parts], perhaps)
        return Verdict(True, True, tuple(box_faults(boxes, takes.takers, True)))
    boxes = told(ground, [part.may for each in left for part in each.parts], surely)
    faults = box_faults(boxes, takes.takers, False, left)
    return Verdict(False, bool(boxes), tuple(faults))


def _derived(
    ground: Ground, handoff: Handoff, takes: Takes, left: Sequence[Leaving], surely: Sequence[Box],
    perhaps: Sequence[Box],
) -> Verdict:  # fmt: skip
    kind, now = flow_kind(handoff), handoff.immediate
    flows: list[Box] = []
    leaves = taken = False
    every_one_taken = bool(left)
    for each in left:
        own_sure, own_may = own_boxes(ground, each, handoff.sender, kind, now)
        pieces = [piece for part in each.parts for piece in left_of(part.may, own_sure)]
        flows += pieces
        known = [left_of(part.least, own_may) for part in each.parts]
        leaves = leaves or (each.certain and always(each.parts, each.needs_known, known))
        hits = [[intersect(a, b) for a in inner for b in surely if meets(a, b)] for inner in known]
        takes_some = always(each.parts, each.needs_known, hits)
        taken = taken or (takes_some and each.certain)
        every_one_taken = every_one_taken and (takes_some or not pieces)
    if not flows or taken or every_one_taken:
        return SOUND
    if leaves and not any(meets(flow, box) for flow in flows for box in perhaps):
        return Verdict(True, True, tuple(_whole_faults(ground, flows, takes.takers)))
    return Verdict(False, True, tuple(_perhaps_faults(left, takes.takers, kind)))


def _whole_faults(ground: Ground, flows: Sequence[Box], takers: Sequence[Taker]) -> list[Fault]:
    """One fault for each dimension in which the provision that fits best takes nothing of a flow."""
    box = flows[0] if len(flows) == 1 else max(flows, key=ground.measure(0, 0).volume)
    fit = best_fit(box, takers, True)
    return [Fault(CODES[d], True, box, fit) for d in fit.refused] if fit else []


def _perhaps_faults(left: Sequence[Leaving], takers: Sequence[Taker], kind: str) -> list[Fault]:
    """One for each dimension in which it is not sure that the provision that fits best takes any of the flow."""
    options: list[tuple[int, int, list[Fault]]] = []
    for n, each in enumerate(left):
        for part in each.parts:
            for m, taker in enumerate(takers):
                faults = _between(each, part, taker)
                options.append((len(faults), n * len(takers) + m, faults))
    faults = min(options, key=lambda option: option[:2])[2] if options else []
    if faults:
        return faults
    each = left[0]
    code = CODES[EDGE.get(kind, NEEDS)]
    return [Fault(code, False, each.parts[0].may, None, tuple(_edge_fields(each)))]


def _between(each: Leaving, part: Flow, taker: Taker) -> list[Fault]:
    faults = []
    fit = Fit(taker, ())
    for d, (sure, may) in enumerate(zip(part.sure, part.may, strict=True)):
        meeting = bool(sure & taker.sure[d]) or (not sure and not may & ~taker.sure[d])
        if not meeting and may != UNTESTED:
            fields = blank_fields(taker, [d], FIELDS)
            if sure != may:
                fields += blank_fields(each.taker, [d], FIELDS)
            faults.append(Fault(CODES[d], False, part.may, fit, tuple(dict.fromkeys(fields))))
    if not taker.is_open:
        faults.append(Fault("dates", False, part.may, fit, taker.doubts))
    return faults


def _edge_fields(each: Leaving) -> list[Field]:
    fields = blank_fields(each.taker, range(len(FIELDS)), FIELDS)
    row = each.taker.provision
    if not each.taker.stated:
        fields = [Field("Service", row.service, "function")]
    fields += [Field("Function", key, "kind") for key in each.taker.unkind]
    return [*fields, *each.taker.doubts]


def box_faults(boxes: Sequence[Box], takers: Sequence[Taker], sure: bool, left: Sequence[Leaving] = ()) -> list[Fault]:
    """Name for each box that is left the dimensions in which the provision that fits best refuses it."""
    faults = []
    for box in boxes:
        fit = best_fit(box, takers, sure)
        fields: list[Field] = []
        if not sure:
            fields = [f for each in left if _touches(each, box) for f in _edge_fields(each)]
            fields += [f for taker in takers for f in blank_fields(taker, range(len(FIELDS)), FIELDS)] if fit else []
            fields += list(fit.taker.doubts) if fit else []
        hangs = tuple(dict.fromkeys(fields))
        refused = fit.refused if fit else ()
        faults += [Fault(CODES[d], sure, box, fit, hangs) for d in refused]
        if fit and not refused:
            faults.append(Fault("dates", sure, box, fit, hangs))
    return faults


def _touches(each: Leaving, box: Box) -> bool:
    return any(meets(part.may, box) for part in each.parts)

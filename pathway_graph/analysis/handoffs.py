"""Audit the ways between services: who is handed on and not taken, and who stops somewhere with no way on."""

from __future__ import annotations

import dataclasses
import importlib.util
from collections.abc import Iterator, Mapping, Sequence

from .boxes import MINUTES, NEEDS, STEPS, Box, contains, intersect, meets
from .fault_bits import BESIDES, EVERYTHING, FALLING, LATE
from .flows import EDGE, Leaving, always, flow_kind, is_stated, leaving, own_boxes
from .ground import Ground, stated_dimensions
from .handoff_faults import SOUND, Fault, Takes, Verdict, box_faults, judged_flow, receiving
from .landscape import Extent, Handoff, Landscape
from .leftover import left_of, told
from .paperwork import besides
from .space import UNTESTED

__all__ = ["Audit", "Finding", "audit"]


_MANY = 2_000
"""With more handoffs, those without fault are found in bulk."""


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one handoff, or (`handoff` None) with a service and all its handoffs of one kind.

    `kind`: handoff or no_way_on; `verdict`: faulty or not_known; `flow`: the kind of flow (refer, signpost, transition,
    step_up, step_down). `to`: the services at the other end; empty for nobody, or not known. `faults`: the certain ones
    of a faulty finding, the possible ones of another.
    """

    kind: str
    verdict: str
    flow: str
    sender: str
    to: tuple[str, ...]
    handoff: Handoff | None
    faults: tuple[Fault, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same finding next month, besides its kind: the handoff, or the service and the flow; and
        what is wrong, so that one who accepted a fault has not accepted the next."""
        subject = ("Handoff", self.handoff.id) if self.handoff else ("Service", self.sender, self.flow)
        return (*subject, *dict.fromkeys(fault.code for fault in self.faults))


@dataclasses.dataclass(frozen=True)
class Audit:
    """All that `handoffs` answers: every finding, and how many handoffs are sound, faulty and not known; `left_out`:
    handoffs of services that are not open on the day."""

    ground: Ground
    findings: tuple[Finding, ...]
    counts: dict[str, int]
    left_out: tuple[str, ...]


def audit(landscape: Landscape, day: int, in_bulk: bool | None = None) -> Audit:
    """Judge every handoff of a service that may be open on a day (a proleptic ordinal), and look for those missing.

    `in_bulk`: find those without fault on columns of numbers first, which wants numpy; by default where there are many
    handoffs and numpy is there. Both ways give the same answer.
    """
    ground = Ground(landscape, day)
    findings: list[Finding] = []
    counts = {"handoffs": 0, "sound": 0, "faulty": 0, "not_known": 0, "missing": 0}
    left_out: list[str] = []
    judged: list[Handoff] = []
    for key, rows in ground.outgoing.items():
        if ground.takers[key]:
            judged += rows
        else:
            left_out += [handoff.id for handoff in rows]
    screened = _screened(ground, judged, in_bulk)
    for service in sorted(ground.services):
        if ground.takers[service]:
            findings += _of_service(ground, service, screened, counts)
    return Audit(ground, tuple(findings), counts, tuple(sorted(left_out)))


@dataclasses.dataclass(frozen=True, slots=True)
class _Screened:
    """What is known of handoffs beforehand: what may be wrong with each (`at_once.Columns.verdicts`), and the verdicts
    on flows that are plain. Nothing of those that are not named."""

    words: Mapping[str, int]
    verdicts: Mapping[str, Verdict]


def _screened(ground: Ground, handoffs: Sequence[Handoff], in_bulk: bool | None) -> _Screened:
    """Judge in bulk what can be, where that pays."""
    if in_bulk is None:
        in_bulk = len(handoffs) > _MANY and importlib.util.find_spec("numpy") is not None
    if not in_bulk or not handoffs:
        return _Screened({}, {})
    from .at_once import Columns

    columns = Columns(ground, handoffs)
    words = columns.verdicts()
    named = dict(zip([handoff.id for handoff in handoffs], words.tolist(), strict=True))
    return _Screened(named, columns.settled(words))


def _of_service(ground: Ground, service: str, screened: _Screened, counts: dict[str, int]) -> Iterator[Finding]:
    is_open = any(taker.is_open for taker in ground.takers[service])
    handoffs = ground.outgoing.get(service, ())
    by_kind: dict[str, list[tuple[Handoff, Takes, Verdict]]] = {}
    for handoff in handoffs:
        takes = receiving(ground, handoff)
        may_be = screened.words.get(handoff.id, EVERYTHING)
        verdict = screened.verdicts.get(handoff.id, SOUND)
        if may_be & FALLING and verdict is SOUND:
            verdict = judged_flow(ground, handoff, takes)
        by_kind.setdefault(flow_kind(handoff), []).append((handoff, takes, verdict))
        papers = besides(ground, handoff, takes, bool(may_be & LATE)) if may_be & BESIDES else ()
        found = _told_handoff(handoff, [*verdict.faults, *papers], is_open)
        counts["handoffs"] += 1
        counts[found.verdict if found else "sound"] += 1
        if found:
            yield found
    for kind, judged in sorted(by_kind.items()):
        for found in _together(ground, service, kind, judged, is_open):
            counts["missing"] += 1
            yield found
    for kind in sorted(EDGE.keys() - by_kind.keys()):
        for found in _no_way_on(ground, service, kind, handoffs, is_open):
            counts["missing"] += 1
            yield found


def _told_handoff(handoff: Handoff, faults: Sequence[Fault], is_open: bool) -> Finding | None:
    certain = [fault for fault in faults if fault.sure] if is_open else []
    if not faults:
        return None
    to = (handoff.receiver,) if handoff.receiver is not None and not handoff.nobody else ()
    return Finding(
        "handoff", "faulty" if certain else "not_known", flow_kind(handoff), handoff.sender, to, handoff,
        tuple(certain or faults),
    )  # fmt: skip


def _together(
    ground: Ground, service: str, kind: str, judged: Sequence[tuple[Handoff, Takes, Verdict]], is_open: bool
) -> Iterator[Finding]:
    """What leaves a service by one kind of flow, and none of those at the other ends takes."""
    if all(verdict.fails for _, _, verdict in judged):
        return
    now = any(handoff.immediate for handoff, _, _ in judged)
    left = leaving(ground, service, kind, None, now)
    surely = [box for h, takes, _ in judged for box in takes.boxes(ground, True, h.immediate)]
    perhaps = [box for h, takes, _ in judged for box in takes.boxes(ground, False, h.immediate)]
    takers = tuple(dict.fromkeys(taker for _, takes, _ in judged for taker in takes.takers))
    to = tuple(dict.fromkeys(h.receiver for h, _, _ in judged if h.receiver is not None and not h.nobody))
    certain, holes, doubtful = False, [], []
    for each in left:
        own_sure, own_may = own_boxes(ground, each, service, kind, now)
        away = [left_of(part.least, [*own_may, *perhaps]) for part in each.parts]
        if each.certain and always(each.parts, each.needs_known, away):
            certain = True
            holes += told(ground, [part.least for part in each.parts], [*own_may, *perhaps])
        doubtful += told(ground, [part.may for part in each.parts], [*own_sure, *surely])
    if certain and is_open:
        faults = box_faults(_distinct(holes), takers, True)
        yield Finding("handoff", "faulty", kind, service, to, None, tuple(faults))
    elif doubtful and any(not verdict.may_fail for _, _, verdict in judged):
        faults = box_faults(_distinct(doubtful), takers, False, left)
        yield Finding("handoff", "not_known", kind, service, to, None, tuple(faults))


def _distinct(boxes: Sequence[Box]) -> list[Box]:
    found = list(dict.fromkeys(boxes))
    return [box for box in found if not any(box != other and contains(other, box) for other in found)]


def _no_way_on(
    ground: Ground, service: str, kind: str, handoffs: Sequence[Handoff], is_open: bool
) -> Iterator[Finding]:
    """Those who outgrow a service by a month or a step, are asked for, are not taken by it, and are handed on by
    nothing."""
    certain, boxes = False, []
    for each in leaving(ground, service, kind):
        if not each.edge_known:
            continue
        own = ground.takers[service]
        found = [box for side in _asked(ground, each, kind, False) for box in side]
        if (
            not found
            or any(meets(box, t.sure) for box in found for t in own if t.is_open)
            or _on(ground, handoffs, kind, found, True)
        ):
            continue
        doubt = any(meets(box, t.may) for box in found for t in own) or _on(ground, handoffs, kind, found, False)
        certain = certain or (
            each.certain and not doubt and always(each.parts, each.needs_known, _asked(ground, each, kind, True))
        )
        boxes += found
    if boxes:
        told_boxes = _distinct(boxes)
        sure = certain and is_open
        faults = tuple(Fault("no_way_on", sure, box) for box in told_boxes)
        yield Finding("no_way_on", "faulty" if sure else "not_known", kind, service, (), None, faults)


def _asked(ground: Ground, each: Leaving, kind: str, sure: bool) -> list[list[Box]]:
    """For each part of a flow: where requirements ask for somebody."""
    found = []
    for part in each.parts:
        mine = part.least if sure else part.may
        inside = []
        for ask, asked, surely, perhaps in ground.asks_near(mine[NEEDS]):
            if (sure and not ask.sure) or (kind != "transition" and asked.may[STEPS] == UNTESTED):
                continue
            box = surely if sure else perhaps
            if meets(mine, box):
                inside.append(intersect(mine, box))
        found.append(inside)
    return found


def _on(ground: Ground, handoffs: Sequence[Handoff], kind: str, boxes: Sequence[Box], sure: bool) -> bool:
    """True if some handoff of another kind states a box that lies at the edge: surely, or perhaps."""
    for handoff in handoffs:
        stated = stated_dimensions(handoff.extent, False)
        if not is_stated(handoff) or EDGE[kind] not in stated:
            continue
        extent = _free_elsewhere(handoff.extent)
        offered = ground.space.offered(extent)
        box = offered.sure if sure else offered.may
        if any(meets(mine, (*box[:MINUTES], ground.space.whole[MINUTES])) for mine in boxes):
            return True
    return False


def _free_elsewhere(extent: Extent) -> Extent:
    """The box of a handoff with everything that it does not state left open."""
    from .landscape import ANY_MEMBERS, ANY_NUMBERS, ANY_WORDS

    unsaid = ("blank", "missing")
    return Extent(
        areas=ANY_MEMBERS if extent.areas.state in unsaid else extent.areas,
        needs=ANY_MEMBERS if extent.needs.state in unsaid else extent.needs,
        groups=ANY_WORDS if extent.groups.state in unsaid else extent.groups,
        ages=ANY_NUMBERS if extent.ages.state in unsaid else extent.ages,
        steps=ANY_NUMBERS if extent.steps.state in unsaid else extent.steps,
        minutes=ANY_NUMBERS,
    )

"""Judge what a handoff needs besides its box: a protocol, an agreement, a wait within the standard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .boxes import MINUTES, NEEDS, STEPS, Box, intersect, meets
from .flows import Leaving, always, flow_kind, is_stated, leaving
from .ground import Ground, Taker
from .handoff_faults import Fault, Takes
from .landscape import Handoff, Quantity
from .leftover import left_of
from .space import Asked
from .standing import Field

__all__ = ["besides"]


def besides(ground: Ground, handoff: Handoff, takes: Takes, late: bool = True) -> Iterator[Fault]:
    """List the faults of a handoff that are not about who is taken, in a fixed order; `late`: it may be."""
    if handoff.protocol != "yes":
        unsaid = () if handoff.protocol else (Field("Handoff", handoff.id, "protocol"),)
        yield Fault("protocol", handoff.protocol == "no", hangs_on=unsaid)
    if handoff.receiver is not None and not handoff.nobody:
        yield from _agreement(ground, handoff, handoff.receiver)
        if late and not takes.shut:
            yield from _wait(ground, handoff, takes)


def _agreement(ground: Ground, handoff: Handoff, receiver: str) -> Iterator[Fault]:
    """One provider needs no agreement with itself; where a provider is not known there may be two."""
    ours, theirs = ground.services[handoff.sender].providers, ground.services[receiver].providers
    if handoff.agreement == "yes" or set(ours) & set(theirs) or receiver == handoff.sender:
        return
    fields = [] if handoff.agreement else [Field("Handoff", handoff.id, "agreement")]
    fields += [
        Field("Service", key, "provider") for key, run_by in ((handoff.sender, ours), (receiver, theirs)) if not run_by
    ]
    yield Fault("agreement", not fields, hangs_on=tuple(fields))


def _wait(ground: Ground, handoff: Handoff, takes: Takes) -> Iterator[Fault]:
    """The people who wait longer than the handoff's standard, or than any requirement that speaks of them."""
    if handoff.max_wait.state in ("blank", "missing") and not ground.has_standards:
        return
    stated = is_stated(handoff)
    left = leaving(
        ground, handoff.sender, flow_kind(handoff), handoff.extent if stated else None, handoff.immediate
    )  # fmt: skip
    parts = [part for each in left for part in each.parts]
    if parts and not any(t.perhaps and meets(part.may, t.perhaps) for part in parts for t in takes.takers):
        return
    slow: list[tuple[Taker, bool, bool, tuple[Field, ...], float | None]] = []
    for taker in takes.takers:
        slow.append((taker, *_slowness(ground, handoff, taker, left)))
    if not parts:
        if slow and all(may for _, _, may, _, _ in slow):
            sure = all(each for _, each, _, _, _ in slow)
            yield Fault("wait", sure, None, None, _fields(slow, sure), slow[0][4])
        return
    if any(
        each.certain and always(each.parts, each.needs_known, [_left_waiting(p.least, slow, True) for p in each.parts])
        for each in left
    ):
        boxes = [box for each in left for p in each.parts for box in _left_waiting(p.least, slow, True)]
        yield Fault("wait", True, boxes[0], None, (), _standard(slow, True))
        return
    boxes = [box for part in parts for box in _left_waiting(part.may, slow, False)]
    if boxes:
        yield Fault("wait", False, boxes[0], None, _fields(slow, False), _standard(slow, False))


_Slow = Sequence[tuple[Taker, bool, bool, tuple[Field, ...], float | None]]


def _standard(slow: _Slow, sure: bool) -> float | None:
    return next((limit for _, surely, may, _, limit in slow if (surely if sure else may)), None)


def _fields(slow: _Slow, sure: bool) -> tuple[Field, ...]:
    found = [field for _, _, may, fields, _ in slow if may and not sure for field in fields]
    return tuple(dict.fromkeys(found))


def _left_waiting(box: Box, slow: _Slow, sure: bool) -> list[Box]:
    """Those in a box who are taken by somebody slow and by nobody in time."""
    if sure:
        late = [t.surely for t, surely, _, _, _ in slow if surely]
        timely = [t.perhaps for t, surely, _, _, _ in slow if not surely]
    else:
        late = [t.perhaps for t, _, may, _, _ in slow if may]
        timely = [t.surely for t, _, may, _, _ in slow if not may]
    inside = [intersect(box, other) for other in late if other is not None and meets(box, other)]
    return [piece for each in inside for piece in left_of(each, [other for other in timely if other is not None])]


def _slowness(
    ground: Ground, handoff: Handoff, taker: Taker, left: Sequence[Leaving]
) -> tuple[bool, bool, tuple[Field, ...], float | None]:
    """Whether a provision is too slow: surely, perhaps; the fields that would settle it; the standard."""
    row = taker.provision
    mine = Field(row.label, row.id, row.wait_field)
    limit = handoff.max_wait
    if limit.state in ("stated", "half", "any"):
        sure, may = longer(row.wait, limit)
        doubts = [mine] * (not _exact(row.wait)) + [Field("Handoff", handoff.id, "max_wait")] * (not _exact(limit))
        return sure, may, tuple(doubts) if may and not sure else (), limit.high
    surely = perhaps = False
    fields: list[Field] = []
    standard: float | None = None
    needs = 0
    for each in left:
        for part in each.parts:
            needs |= part.may[NEEDS]
    for ask in ground.standards_of(row.functions, needs):
        limit = ask.requirement.max_wait
        sure, may = longer(row.wait, limit)
        if not may or not _asked_of(ground, ask.parts, left, False, handoff.immediate):
            continue
        sure = sure and ask.sure and _asked_of(ground, ask.parts, left, True, handoff.immediate)
        if limit.high is not None:
            standard = limit.high if standard is None else min(standard, limit.high)
        perhaps, surely = True, surely or sure
        if not sure:
            fields += [mine] * (not _exact(row.wait)) + list(ask.doubts)
    return surely, perhaps, () if surely else tuple(dict.fromkeys(fields)), standard


def _asked_of(ground: Ground, parts: Sequence[Asked], left: Sequence[Leaving], sure: bool, now: bool) -> bool:
    """True if a requirement meets the flow: surely, or perhaps."""
    boxes = [_loosened(ground, part.sure if sure else part.may, now) for part in parts]
    if not sure:
        return any(meets(p.may, box) for each in left for p in each.parts for box in boxes)
    return any(
        each.certain
        and always(each.parts, each.needs_known, [[intersect(p.least, b) for b in boxes if meets(p.least, b)]
                                                  for p in each.parts])
        for each in left
    )  # fmt: skip


def _loosened(ground: Ground, box: Box, now: bool) -> Box:
    free = ground.freed(box)
    return (*free[:MINUTES], box[MINUTES]) if now and box[MINUTES] != 1 else free if free[STEPS] else box


def longer(wait: Quantity, limit: Quantity) -> tuple[bool, bool]:
    """Whether a wait is longer than a limit: surely, perhaps. A wait that is not known may be; one without any limit is
    longer than every limit."""
    if limit.state == "any" or limit.state in ("blank", "missing"):
        return False, False
    if wait.state == "any":
        return limit.high is not None, True
    if wait.state not in ("stated", "half"):
        return False, True
    low = 0.0 if wait.low is None else wait.low
    surely = limit.high is not None and (low > limit.high or (low == limit.high and wait.over))
    in_time = wait.high is not None and limit.low is not None and wait.high <= limit.low
    return surely, not in_time


def _exact(value: Quantity) -> bool:
    return value.low is not None and value.low == value.high and not value.over

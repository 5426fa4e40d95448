"""Say whether two provisions meet: surely, perhaps, and on how much of the smaller one."""

from __future__ import annotations

import dataclasses

from .boxes import AGES, AREAS, GROUPS, MINUTES, NEEDS, STEPS, Box
from .measure import Measure
from .space import UNTESTED, Offered, Space

__all__ = ["Overlap", "overlap", "sides_meet", "size_of"]


@dataclasses.dataclass(frozen=True, slots=True)
class Overlap:
    """Where two boxes may meet. `definite`: they do, whatever the blanks are; `doubtful`: the dimensions in which that
    is not sure. `parts` are the boxes of the meeting, disjoint, one for each scale of its needs."""

    definite: bool
    doubtful: tuple[int, ...]
    parts: tuple[Box, ...]


def sides_meet(a_sure: int, a_may: int, b_sure: int, b_may: int) -> bool | None:
    """True if two sides meet whatever their blanks are; None if they may; False if they can't.

    A side that takes nothing for sure stands for some value in what it may be. So it surely meets a side that takes
    all of these for sure; two such sides only may meet.
    """
    if a_sure & b_sure:
        return True
    if not a_may & b_may:
        return False
    if (not a_sure and b_sure and not a_may & ~b_sure) or (not b_sure and a_sure and not b_may & ~a_sure):
        return True
    return None


def overlap(a: Offered, b: Offered, space: Space) -> Overlap | None:
    """Where two provisions may meet; None if they can't. Steps are tested only for needs with a scale."""
    doubtful = []
    for d in (AREAS, AGES, GROUPS, MINUTES):
        free = UNTESTED if d == MINUTES else 0
        met = sides_meet(*(side[d] & ~free for side in (a.sure, a.may, b.sure, b.may)))
        if met is False:
            return None
        if met is None:
            doubtful.append(d)
    common = tuple(x & y for x, y in zip(a.may, b.may, strict=True))
    surely, perhaps, parts = 0, 0, []
    for scale, leaves in space.scales.items():
        on = space.on_scale(scale)
        met = sides_meet(*(side[STEPS] & on for side in (a.sure, a.may, b.sure, b.may)))
        if met is not False:
            perhaps |= leaves
            surely |= leaves if met else 0
            needs, steps = common[NEEDS] & leaves, common[STEPS] & on
            if needs:
                box = (common[AREAS], common[AGES], needs, common[GROUPS], steps, common[MINUTES] & ~UNTESTED)
                parts.append(box)
    if not parts:
        return None
    if not _surely(a, b, surely):
        doubtful += _why(a, b, surely, perhaps)
    return Overlap(not doubtful, tuple(sorted(doubtful)), tuple(parts))


def _surely(a: Offered, b: Offered, surely: int) -> bool:
    """True if they share a need at which their steps surely meet, whatever the blanks are."""
    if a.sure[NEEDS] & b.sure[NEEDS] & surely:
        return True
    for one, other in ((a, b), (b, a)):
        held = other.sure[NEEDS] & surely
        if not one.sure[NEEDS] and held and not one.may[NEEDS] & ~held:
            return True
    return False


def _why(a: Offered, b: Offered, surely: int, perhaps: int) -> list[int]:
    """The dimensions, of needs and steps, in which the doubt lies."""
    doubts = []
    if not _surely(a, b, perhaps):
        doubts.append(NEEDS)
    if perhaps & ~surely & a.may[NEEDS] & b.may[NEEDS] or not doubts:
        doubts.append(STEPS)
    return doubts


def size_of(offered: Offered, space: Space, measure: Measure) -> int | None:
    """The weight of a provision's own box; None where it is not stated exactly. Steps need not be stated where no need
    of the box has any."""
    if any(offered.sure[d] != offered.may[d] for d in (AREAS, AGES, NEEDS, GROUPS, MINUTES)):
        return None
    total = 0
    for scale, leaves in space.scales.items():
        needs, on = offered.sure[NEEDS] & leaves, space.on_scale(scale)
        steps = offered.sure[STEPS] & on
        if needs and steps != offered.may[STEPS] & on:
            return None
        if needs and steps:
            box = (*offered.sure[:NEEDS], needs, offered.sure[GROUPS], steps, offered.sure[MINUTES] & ~UNTESTED)
            total += measure.volume(box)
    return total

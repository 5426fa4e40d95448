"""Turn stated boxes into bits, and bits back into values: the axes of one landscape.

The first bit of the steps and of the minutes stands for "not tested": a need without a scale has no steps, and a
requirement that does not ask for hours tests none. Every provision holds that bit for sure, so neither needs a case of
its own.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Sequence

from .boxes import AGES, AREAS, DIMENSIONS, GROUPS, MINUTES, NEEDS, STEPS, Box, bits, spanned, spans_of
from .hierarchy import Hierarchy
from .landscape import AGES_END, WEEK, Extent, Landscape, Members, Numbers, Words

__all__ = ["NO_GROUP", "UNTESTED", "Asked", "Offered", "Space", "Values"]

NO_GROUP = "no named group"
UNTESTED = 1
"""The mask of steps or minutes that are not tested."""


class _Cuts:
    """An axis cut at the points that occur: atom i lies between the i-th cut and the next; nobody tells its inside
    apart. `first` atoms before the axis stand for "not tested" and weigh 1."""

    def __init__(self, end: int, points: Iterable[int], first: int) -> None:
        self.points = sorted({0, end, *(point for point in points if 0 < point < end)})
        self._first, self._end = first, end
        self._at = {point: n + first for n, point in enumerate(self.points)}
        self._widths = [1] * first + [high - low for low, high in itertools.pairwise(self.points)]
        self.whole = (1 << len(self._widths)) - 1
        self._sizes: dict[int, int] = {}

    def mask(self, flat: Sequence[int]) -> int:
        mask = 0
        for low, high in zip(flat[::2], flat[1::2], strict=True):
            low, high = max(low, 0), min(high, self._end)
            if low < high:
                mask |= (1 << self._at[high]) - (1 << self._at[low])
        return mask

    def spans(self, mask: int) -> tuple[tuple[int, int], ...]:
        return tuple((self.points[low], self.points[high]) for low, high in spans_of(mask >> self._first))

    def size(self, mask: int) -> int:
        known = self._sizes.get(mask)
        if known is None:
            known = self._sizes[mask] = sum(self._widths[n] for n in bits(mask))
        return known


@dataclasses.dataclass(frozen=True, slots=True)
class Offered:
    """A provision's box: taken for sure, may be taken; `exact[d]` where one value alone is possible."""

    sure: Box
    may: Box


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A part of a requirement, one for each scale of its needs: asked for sure, may be asked."""

    sure: Box
    may: Box


@dataclasses.dataclass(frozen=True, slots=True)
class Values:
    """A box in values, as the JSON tells it; `not_tested` names dimensions, whose own list is then empty."""

    areas: tuple[str, ...]
    needs: tuple[str, ...]
    groups: tuple[str, ...]
    ages: tuple[tuple[int, int], ...]
    steps: tuple[tuple[int, int], ...]
    minutes: tuple[tuple[int, int], ...]
    not_tested: tuple[str, ...]


class Space:
    """The axes of a landscape: leaves of the areas and needs, groups, months, steps, minutes."""

    def __init__(self, landscape: Landscape, more: Iterable[Extent] = ()) -> None:
        """Lay out the axes; `more` are boxes that are not in the landscape and will be asked about, too."""
        self.areas = Hierarchy(landscape.areas)
        self.needs = Hierarchy(landscape.needs)
        extents = [row.extent for row in landscape.provisions]
        extents += [*(row.extent for row in landscape.requirements), *more]
        said = {word for extent in extents for word in (*extent.groups.sure, *extent.groups.may)}
        self.groups = (NO_GROUP, *sorted(said - {NO_GROUP}))
        scale_of = {need.id: need.scale for need in landscape.needs}
        self.scales: dict[tuple[int, int] | None, int] = {}
        for n, leaf in enumerate(self.needs.leaves):
            self.scales[scale_of[leaf]] = self.scales.get(scale_of[leaf], 0) | 1 << n
        top = max((scale[1] for scale in self.scales if scale), default=-1)
        bands = (band.ages for band in landscape.populations)
        ages, minutes = ({side for e in extents for side in (n(e).sure, n(e).may)} for n in (_ages, _minutes))
        self.ages = _Cuts(AGES_END, itertools.chain(*ages, *bands), first=0)
        self.minutes = _Cuts(WEEK, itertools.chain(*minutes), first=1)
        self.whole: Box = (
            self.areas.whole, self.ages.whole, self.needs.whole, (1 << len(self.groups)) - 1,
            (1 << top + 2) - 1, self.minutes.whole,
        )  # fmt: skip
        self._values: dict[Box, Values] = {}
        self._members: dict[tuple[int, Members], tuple[int, int]] = {}
        self._numbers: dict[tuple[int, Numbers], tuple[int, int]] = {}

    def offered(self, extent: Extent) -> Offered:
        """Read a provision's box: what is blank may be anything and is nothing for sure; everyone, where no group is
        stated."""
        sides = (
            self.members(AREAS, extent.areas), self.numbers(AGES, extent.ages), self.members(NEEDS, extent.needs),
            self.named(extent.groups, self.whole[GROUPS]), self.numbers(STEPS, extent.steps),
            self.numbers(MINUTES, extent.minutes),
        )  # fmt: skip
        return Offered(tuple(sure for sure, _ in sides), tuple(may for _, may in sides))

    def asked(self, extent: Extent) -> tuple[Asked, ...]:
        """Read a requirement's box: all ages where they are not stated, no named group, steps and hours tested only
        where they are stated. In parts, disjoint in their needs, since each scale has steps of its own."""
        areas, needs = self.members(AREAS, extent.areas), self.members(NEEDS, extent.needs)
        ages = self.numbers(AGES, extent.ages) if _is_said(extent.ages.state) else (self.whole[AGES], self.whole[AGES])
        groups = self.named(extent.groups, UNTESTED)
        if not _is_said(extent.groups.state):
            groups = (UNTESTED, UNTESTED)  # the first group is "no named group"
        minutes = steps = (UNTESTED, UNTESTED)
        if _is_said(extent.minutes.state):
            hours = self.numbers(MINUTES, extent.minutes)
            minutes = hours[0] & ~UNTESTED, hours[1] & ~UNTESTED
        parts = []
        for scale, inside in self._by_scale(_is_said(extent.steps.state)):
            if scale:
                stated, on = self.numbers(STEPS, extent.steps), self.on_scale(scale)
                steps = stated[0] & on, stated[1] & on
            else:
                steps = (UNTESTED, UNTESTED)
            sides = (areas, ages, (needs[0] & inside, needs[1] & inside), groups, steps, minutes)
            part = Asked(tuple(sure for sure, _ in sides), tuple(may for _, may in sides))
            if all(part.may):
                parts.append(part)
        return tuple(parts)

    def _by_scale(self, steps_are_asked: bool) -> list[tuple[tuple[int, int] | None, int]]:
        if not steps_are_asked:
            return [(None, self.needs.whole)]
        return sorted(self.scales.items(), key=lambda item: item[1] & -item[1])

    def on_scale(self, scale: tuple[int, int] | None) -> int:
        """The steps of a scale, or the one bit that stands for having none."""
        return spanned(scale, 1, inclusive=True) if scale else UNTESTED

    def members(self, dimension: int, said: Members) -> tuple[int, int]:
        """Areas or needs as (sure, may)."""
        known = self._members.get((dimension, said))
        if known is None:
            tree = self.areas if dimension == AREAS else self.needs
            out = ~tree.mask(said.excepted)
            if said.state in ("blank", "missing"):
                known = (0, tree.whole & out)
            else:
                sure = (tree.whole if said.state == "any" else tree.mask(said.sure)) & out
                known = (sure, (sure | tree.mask(said.some)) & out)
            self._members[dimension, said] = known
        return known

    def numbers(self, dimension: int, said: Numbers) -> tuple[int, int]:
        """Ages, steps or minutes as (sure, may), with the bit for "not tested" set in both where there is one."""
        known = self._numbers.get((dimension, said))
        if known is None:
            free = 0 if dimension == AGES else UNTESTED
            whole = self.whole[dimension]
            if said.state == "any":
                known = (whole, whole)
            elif not _is_said(said.state):
                known = (free, whole)
            else:
                sure, may = (self._mask(dimension, side) for side in (said.sure, said.may))
                known = (sure | free, sure | may | free)
            self._numbers[dimension, said] = known
        return known

    def _mask(self, dimension: int, flat: tuple[int, ...]) -> int:
        if dimension == STEPS:
            return spanned(flat, 1, inclusive=True) & self.whole[STEPS]
        return (self.ages if dimension == AGES else self.minutes).mask(flat)

    def size(self, dimension: int, mask: int) -> int:
        """How much of its axis a side holds: leaves, months, needs, groups, steps, minutes; 1 where not tested."""
        if dimension == MINUTES:
            return self.minutes.size(mask)
        return self.ages.size(mask) if dimension == AGES else mask.bit_count()

    def named(self, said: Words, blank: int) -> tuple[int, int]:
        """Groups as (sure, may); `blank` is what not saying stands for."""
        whole = self.whole[GROUPS]
        if said.state == "any":
            return whole, whole
        if said.state == "blank":
            return blank, blank
        if said.state == "missing":
            return 0, whole
        sure = sum(1 << n for n, word in enumerate(self.groups) if word in said.sure)
        return sure, sure | sum(1 << n for n, word in enumerate(self.groups) if word in said.may)

    def values(self, box: Box) -> Values:
        """Turn bits back into values: the fewest areas and needs, merged spans, groups by word."""
        known = self._values.get(box)
        if known is None:
            known = self._values[box] = self._valued(box)
        return known

    def _valued(self, box: Box) -> Values:
        untested = [DIMENSIONS[d] for d in (STEPS, MINUTES) if box[d] == UNTESTED]
        return Values(
            areas=self.areas.told(box[AREAS]),
            needs=self.needs.told(box[NEEDS]),
            groups=self.words(box[GROUPS]),
            ages=self.ages.spans(box[AGES]),
            steps=self.steps(box[STEPS]),
            minutes=self.minutes.spans(box[MINUTES] & ~UNTESTED),
            not_tested=tuple(untested),
        )

    def words(self, groups: int) -> tuple[str, ...]:
        """The groups by word; "everyone" for all, where there are several."""
        if groups == self.whole[GROUPS] and len(self.groups) > 1:
            return ("everyone",)
        return tuple(self.groups[n] for n in bits(groups))

    @staticmethod
    def steps(side: int) -> tuple[tuple[int, int], ...]:
        """The runs of steps, both ends included."""
        return tuple((low, high - 1) for low, high in spans_of(side & ~UNTESTED, 1))


def _ages(extent: Extent) -> Numbers:
    return extent.ages


def _minutes(extent: Extent) -> Numbers:
    return extent.minutes


def _is_said(state: str) -> bool:
    return state not in ("blank", "missing")

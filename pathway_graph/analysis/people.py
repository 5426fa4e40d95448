"""Find every class of person who reaches no help: the whole space, cut at every bound that occurs.

Whom each provision takes, whom each requirement speaks of and whom each handoff carries are boxes. People in the same
boxes fare alike, so a decision diagram over the classes of the axes (`points.Diagram`) is followed dimension by
dimension until nothing tells people apart any more; only then is one of them walked, inside the accepted set. Equal
sets are walked once.
"""

from __future__ import annotations

import collections
import dataclasses
import itertools
from collections.abc import Iterable, Sequence

from .boxes import AGES, AREAS, GROUPS, MINUTES, Box, bits, meets
from .ground import Ground
from .landscape import Landscape
from .leftover import first_point
from .points import Diagram, Grid
from .shares import share
from .space import UNTESTED
from .standing import Field
from .statements import Statement, tell
from .surroundings import Surroundings
from .walk import DOORS, Walk, walk

__all__ = ["HELPED", "LOST", "NOT_KNOWN", "OUT", "Classes", "Everyone", "Lot", "everyone"]

LOST, OUT, HELPED, NOT_KNOWN = 0, 1, 4, 5
"""Answers of a diagram; `OUT`: no requirement speaks of these people, and only they were asked about."""
EFFORT = 60_000
"""Most nodes that are worked out for the needs of one scale."""
_HITS = 40
_ASKED = 200
"""People who are walked one by one for what they hang on."""
_LOOKED_AT = 5_000
"""Classes that are looked at for it."""
LIMIT = 7
"""Most boxes that are told."""


class Classes(Diagram):
    """The answer for every class of person among the needs of one scale."""

    def __init__(self, whole: Box, here: Surroundings, inside: bool, effort: int = EFFORT) -> None:
        """`inside`: only people of whom some requirement may speak."""
        self._here, self._inside = here, inside
        ground = here.ground
        facts = [(n, box) for n, box in enumerate(here.boxes) if meets(box, whole)]
        self.grid = Grid(whole, [box for _, box in facts], ground.measure(whole[AREAS], whole[AGES]))
        self.cut_short = False
        self.nodes = []
        self._number = {}
        self._memo = {}
        self._effort = effort
        full = self.grid.full
        self._depth = len(full)
        self._table = [[0] * side.bit_length() for side in full]
        self._still = [0] * (self._depth + 1)
        for n, box in facts:
            inner, bit, is_whole = self.grid.inner(box), 1 << n, True
            self._still[self._depth] |= bit
            for d in range(self._depth - 1, -1, -1):
                for cell in bits(inner[d]):
                    self._table[d][cell] |= bit
                is_whole = is_whole and inner[d] == full[d]
                if is_whole:
                    self._still[d] |= bit
        self.root = self._after(0, sum(1 << n for n, _ in facts))

    def _after(self, d: int, alive: int) -> int:
        """The node for people who are still in these boxes after the first `d` dimensions."""
        alive = self._here.relevant(alive)
        if not alive & ~self._still[d]:
            return ~self._answer(alive)
        key = (d, alive)
        known = self._memo.get(key)
        if known is None:
            if len(self._memo) >= self._effort:
                self.cut_short = True
                return ~NOT_KNOWN
            children: dict[int, int] = {}
            for cell, inside in enumerate(self._table[d]):
                child = self._after(d + 1, alive & inside)
                children[child] = children.get(child, 0) | 1 << cell
            known = self._memo[key] = self._node(d, children)
        return known

    def _answer(self, alive: int) -> int:
        if self._inside and not self._here.spoken_of(alive):
            return OUT
        low, high = self._here.helped(alive, False), self._here.helped(alive, True)
        return NOT_KNOWN if low != high else HELPED if low else LOST

    def alive(self, cell: Box) -> int:
        """The boxes that hold a single class."""
        found = -1
        for d, side in enumerate(cell):
            found &= self._table[d][side.bit_length() - 1]
        return found

    def walked(self, cell: Box, doors: Sequence[str]) -> Walk:
        """Walk the first person of a single class by themselves."""
        return walk(self._here.ground, first_point(self.grid.outer(cell)), doors)

    def counts(self) -> dict[int, int]:
        """How many classes have each answer: combinations of one class in each dimension."""
        memo: dict[int, dict[int, int]] = {}
        rest = [1] * (self._depth + 1)
        for d in range(self._depth - 1, -1, -1):
            rest[d] = rest[d + 1] * self.grid.full[d].bit_count()

        def counted(node: int, d: int) -> dict[int, int]:
            if node < 0:
                return {~node: rest[d]}
            if node not in memo:
                found: dict[int, int] = collections.Counter()
                for mask, child in self.nodes[node]:
                    for answer, many in counted(child, d + 1).items():
                        found[answer] += mask.bit_count() * many
                memo[node] = found
            return memo[node]

        return counted(self.root, 0)


@dataclasses.dataclass(frozen=True, slots=True)
class _Within:
    """The region of one answer of a diagram."""

    classes: Classes
    answer: int
    likely: Sequence[Box] = ()
    reserve: int = 0

    def meeting(self, box: Box, among: Sequence[Box] | None = None) -> Sequence[Box]:
        """Some pieces of other answers that meet a box."""
        return self.classes.blockers(box, self.answer, _HITS)

    def blocked(self, box: Box, d: int) -> int:
        """The classes at which a box would leave the region."""
        return self.classes.blocked(box, self.answer, d)


@dataclasses.dataclass(frozen=True, slots=True)
class Lot:
    """People who fare alike: a box, the share of all whom it tells first, and what it hangs on where that is open."""

    box: Box
    share: float
    whole_share: float
    people: int | None
    hangs_on: tuple[Field, ...] = ()


@dataclasses.dataclass(frozen=True)
class Everyone:
    """Every class of person. `counts`: classes, helped, lost, not_known. `lost`, `open`: told as the largest boxes;
    `smaller`: pieces and share that neither tells, for each. `asks`: blank -> how many classes hang on it. `cut_short`:
    some classes were not worked out, and count as not known; `unasked`: classes not looked at for `asks`."""

    ground: Ground
    counts: dict[str, int]
    lost: tuple[Lot, ...]
    open: tuple[Lot, ...]
    smaller: dict[str, tuple[int, float]]
    asks: tuple[tuple[Field, int], ...]
    cut_short: bool
    unasked: int
    parts: tuple[Classes, ...]


def everyone(
    landscape: Landscape, day: int, doors: Sequence[str] = DOORS, urgent: bool = False, inside: bool = True,
    limit: int = LIMIT, effort: int = EFFORT,
) -> Everyone:  # fmt: skip
    """Walk every class of person on a day. `urgent`: hours count; `inside`: only those of whom a requirement speaks."""
    ground = Ground(landscape, day)
    here = Surroundings(ground, doors, urgent)
    parts = tuple(Classes(whole, here, inside, effort) for whole in _wholes(ground, urgent))
    counts: dict[int, int] = collections.Counter()
    weights: dict[int, int] = collections.Counter()
    for part in parts:
        counts.update(part.counts())
        weights.update(part.weights())
    all_weight = sum(weight for answer, weight in weights.items() if answer != OUT)
    lost, less_lost = _told(ground, parts, LOST, all_weight, limit)
    unsettled, less_open = _told(ground, parts, NOT_KNOWN, all_weight, limit)
    asks, unasked, hanging = _asks(parts, doors)
    unsettled = [dataclasses.replace(lot, hangs_on=_hanging(lot.box, hanging)) for lot in unsettled]
    told = {"helped": counts[HELPED], "lost": counts[LOST], "not_known": counts[NOT_KNOWN]}
    return Everyone(
        ground, {"classes": sum(told.values()), **told}, tuple(lost), tuple(unsettled),
        {"lost": less_lost, "not_known": less_open}, asks, any(part.cut_short for part in parts), unasked, parts,
    )  # fmt: skip


def _wholes(ground: Ground, urgent: bool) -> Iterable[Box]:
    """All people, scale by scale."""
    whole = ground.space.whole
    minutes = whole[MINUTES] & ~UNTESTED if urgent else UNTESTED
    for scale, needs in ground.scales:
        box = (whole[AREAS], whole[AGES], needs, whole[GROUPS], ground.space.on_scale(scale), minutes)
        if all(box):
            yield box


def _told(
    ground: Ground, parts: Sequence[Classes], answer: int, all_weight: int, limit: int
) -> tuple[list[Lot], tuple[int, float]]:
    """The largest boxes of an answer, and the pieces and share that they leave out."""
    found: list[tuple[Classes, Statement]] = []
    smaller = weight = 0
    for part in parts:
        pieces = [box for _, box in part.pieces(lambda level: level == answer)]
        volume = part.grid.volumes()
        weight += sum(map(volume, pieces))
        told = tell(pieces, _Within(part, answer), part.grid.full, volume, part.grid.sizes, limit)
        found += [(part, statement) for statement in told.statements]
        smaller += sum(1 for piece in told.rest if volume(piece))
    found.sort(key=lambda item: -item[1].told)
    smaller += len(found[limit:])
    rest = weight - sum(statement.told for _, statement in found[:limit])
    lots = [
        Lot(box, share(s.told, all_weight), share(s.weight, all_weight), ground.people_of(box))
        for part, s in found[:limit]
        if (box := part.grid.outer(s.box))
    ]
    return lots, (smaller, share(rest, all_weight) if all_weight else 0.0)


_Hanging = list[tuple[Box, tuple[Field, ...]]]


def _asks(parts: Sequence[Classes], doors: Sequence[str]) -> tuple[tuple[tuple[Field, int], ...], int, _Hanging]:
    """The blanks on which classes hang, most first: one person of each kind of class is walked."""
    hanging: _Hanging = []
    walked: dict[int, tuple[Field, ...]] = {}
    counted: collections.Counter[Field] = collections.Counter()
    unasked = 0
    for part in parts:
        for _, piece in part.pieces(lambda level: level == NOT_KNOWN):
            for cell in _cells(piece):
                if len(hanging) >= _LOOKED_AT:
                    unasked += 1
                    continue
                alive = part.alive(cell)
                fields = walked.get(alive)
                if fields is None:
                    if len(walked) >= _ASKED:
                        unasked += 1
                        continue
                    fields = walked[alive] = part.walked(cell, doors).hangs_on
                hanging.append((part.grid.outer(cell), fields))
                counted.update(fields)
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))), unasked, hanging


def _cells(piece: Box) -> Iterable[Box]:
    """The single classes of a box of classes."""
    return itertools.product(*([1 << n for n in bits(side)] for side in piece))


def _hanging(box: Box, hanging: _Hanging) -> tuple[Field, ...]:
    found = {field for other, fields in hanging if meets(box, other) for field in fields}
    return tuple(sorted(found))

"""Judge requirements point by point: what covers them on a day, read both ways, and how much of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from functools import cached_property

from .boxes import AGES, AREAS, Box
from .candidates import Candidates
from .landscape import Landscape, Requirement
from .measure import Measure, People
from .points import Diagram, Grid, Layer
from .shares import share, shares
from .space import Asked, Offered, Space
from .standing import AT_RISK, COVERED, GAP, NOT_KNOWN, PLANNED, TOO_SLOW, Condition, Standing, Standings, in_force
from .statements import LIMIT, Blockers, Region, Statement, Told, tell

__all__ = ["WORST_FIRST", "Candidate", "Coverage", "Judgement", "Part"]

_HITS = 32
"""Pieces in the way of a statement that are compared before it is cut."""
_RESERVE = 1_500_000
"""Comparisons that the largest statements of all requirements may take where it is hard to find them: some seconds."""
WORST_FIRST = (GAP, PLANNED, TOO_SLOW, NOT_KNOWN, AT_RISK, COVERED)
"""The order in which a requirement's verdict is chosen."""


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A provision that may meet a requirement: its number in `Candidates.provisions`, its box, where it stands."""

    number: int
    offered: Offered
    standing: Standing


class Part:
    """A part of a requirement whose needs share a scale, cut up by what takes it."""

    def __init__(
        self, asked: Asked, sure: bool, candidates: Sequence[Candidate], measure: Measure, reserve: int = 0
    ) -> None:
        """`reserve`: see `statements.Region`."""
        self.asked, self._reserve = asked, reserve
        self.candidates = candidates
        self._exact = sure and asked.sure == asked.may
        whole, boxes = asked.may, [box for c in candidates for box in (c.offered.sure, c.offered.may)]
        self.grid = Grid(whole, boxes if self._exact else [*boxes, asked.sure], measure)
        inner = self.grid.inner
        self.layers = [
            Layer(inner(c.offered.sure), inner(c.offered.may), c.standing.least, c.standing.most) for c in candidates
        ]
        doubt = None if self._exact else inner(asked.sure) if sure else tuple(0 for _ in self.grid.full)
        self.diagram = Diagram(self.grid, self.layers, doubt)
        self.weights = self.diagram.weights()
        self.volume = self.grid.volumes()

    def pieces(self, verdict: int) -> list[Box]:
        """The disjoint boxes of classes with this verdict."""
        return [box for _, box in self.diagram.pieces(lambda level: level == verdict)]

    def told(self, verdict: int, limit: int = LIMIT) -> Told:
        """The largest statements of a verdict."""
        pieces = self.pieces(verdict)
        if len(pieces) == 1:
            weight = self.volume(pieces[0])
            return Told((Statement(pieces[0], weight, weight),) if weight else (), ())
        return tell(pieces, self._region(verdict), self.grid.full, self.volume, self.grid.sizes, limit)

    def _region(self, verdict: int) -> Region:
        """What a statement must keep inside: of the gap, all that no provision may take; else as the diagram says."""
        if verdict == GAP and self._exact:
            return Blockers([layer.may for layer in self.layers if layer.most > GAP], self.grid.full, self._reserve)
        return _Within(self.diagram, verdict, self.layers)


@dataclasses.dataclass(frozen=True, slots=True)
class _Within:
    """The region of one verdict of a diagram."""

    diagram: Diagram
    verdict: int
    layers: Sequence[Layer]

    @property
    def likely(self) -> Sequence[Box]:
        """What single provisions may take, unless it is what none of them does."""
        return sorted({layer.may for layer in self.layers if all(layer.may)}) if self.verdict > GAP else ()

    @property
    def reserve(self) -> int:
        """Nothing: among pieces of a diagram the bounds fall too slowly."""
        return 0

    def meeting(self, box: Box, among: Sequence[Box] | None = None) -> Sequence[Box]:
        """Some pieces of other verdicts that meet a box."""
        return self.diagram.blockers(box, self.verdict, _HITS)

    def blocked(self, box: Box, d: int) -> int:
        """The classes at which a box would leave the region."""
        return self.diagram.blocked(box, self.verdict, d)


@dataclasses.dataclass(frozen=True)
class Judgement:
    """A requirement on a day: the weight of each level, and whether the requirement is surely in force."""

    requirement: Requirement
    force: Condition
    parts: tuple[Part, ...]
    candidates: tuple[Candidate, ...]
    measure: Measure
    weights: dict[int, int]

    @property
    def whole(self) -> int:
        """The weight of all that is asked."""
        return sum(self.weights.values())

    @cached_property
    def shares(self) -> dict[int, float]:
        """The share of each verdict that has weight, worst first; they add up to one."""
        return shares({level: self.weights[level] for level in WORST_FIRST if self.weights.get(level)})

    @property
    def verdict(self) -> int:
        """Covered if wholly, else the worst that has weight."""
        return next(iter(self.shares), COVERED)

    @property
    def cut_short(self) -> bool:
        """True if there are too many overlaps to work out in time; what is left is then not known."""
        return any(part.diagram.cut_short for part in self.parts)

    def statements(self, verdict: int, limit: int = LIMIT) -> tuple[list[tuple[Part, Statement]], int, int]:
        """The largest statements of a verdict with their parts; then how many pieces no statement tells, and what
        these weigh."""
        found: list[tuple[Part, Statement]] = []
        smaller = 0
        for part in self.parts:
            if part.weights.get(verdict):
                told = part.told(verdict, limit)
                found.extend((part, statement) for statement in told.statements)
                weigh = part.volume if self.measure.by_people else None  # else every piece has a weight
                smaller += sum(1 for piece in told.rest if weigh is None or weigh(piece))
        found.sort(key=lambda item: -item[1].told)
        smaller += len(found[limit:])
        rest = self.weights.get(verdict, 0) - sum(statement.told for _, statement in found[:limit])
        return found[:limit], smaller, rest

    def share(self, weight: int) -> float:
        """A weight as a share of all that is asked."""
        return share(weight, self.whole)

    def pieces(self, verdict: int) -> Iterable[tuple[Part, Box]]:
        """The disjoint pieces of a verdict, as boxes of classes of their parts."""
        return ((part, piece) for part in self.parts for piece in part.pieces(verdict))


class Coverage:
    """A landscape on a day, ready to judge requirements."""

    def __init__(self, landscape: Landscape, day: int, horizon_months: int = 6) -> None:
        """`day` is a proleptic ordinal; contracts that end within the horizon put what they fund at risk."""
        self.landscape, self.day, self.horizon_months = landscape, day, horizon_months
        self.space = Space(landscape)
        self.people = People(landscape, self.space)
        self.candidates = Candidates(landscape, self.space)
        self.standings = Standings(landscape, day, horizon_months)
        self.services = {service.id: service for service in landscape.services}

    def measure(self, areas: int, ages: int) -> Measure:
        """How to weigh boxes within these areas and ages."""
        return Measure(self.space, self.people, areas, ages)

    def judge(self, requirement: Requirement) -> Judgement | None:
        """Judge a requirement; None if it is surely not in force, or asks for nothing."""
        force = in_force(requirement, self.day)
        parts = self.space.asked(requirement.extent) if force.most else ()
        if not parts:
            return None
        measure = self.measure(parts[0].may[AREAS], parts[0].may[AGES])
        reserve = _RESERVE // max(1, len(self.landscape.requirements))
        judged, everything, weights = [], {}, dict.fromkeys(range(NOT_KNOWN + 1), 0)
        for asked in parts:
            mine = []
            for n, offered in self.candidates.meeting(requirement.function, asked.may):
                standing = self.standings.of(self.candidates.provisions[n], requirement)
                mine.append(Candidate(n, offered, standing))
                everything[n] = mine[-1]
            part = Part(asked, force.least, [c for c in mine if c.standing.most > GAP], measure, reserve)
            judged.append(part)
            for level, weight in part.weights.items():
                weights[level] += weight
        return Judgement(requirement, force, tuple(judged), tuple(everything.values()), measure, weights)

"""Find who is provided for twice: provisions of one function, from different services, whose boxes meet."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterable, Sequence, Set

from .boxes import AGES, AREAS, MINUTES, STEPS, Box
from .coverage import Coverage
from .english import box_in_words, day_in_words
from .groups import Group, grouped
from .hangs import FIELDS
from .landscape import Landscape, Provision
from .overlaps import Overlap, overlap, size_of
from .pairs import Pair, find_pairs
from .shares import share as share_of
from .space import UNTESTED, Offered, Values
from .standing import Field

__all__ = ["Duplicate", "Duplicates", "Side", "duplicates"]


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Side:
    """One of the two: a service and its provision (`label` says on whose row the provision's facts stand)."""

    service: str
    provision: str
    label: str


@dataclasses.dataclass(frozen=True, slots=True)
class Duplicate:
    """Two provisions of different services, `a` before `b` by id, that do one thing for the same people.

    `verdict`: definite or possible. `function`: the lowest that they share. `boxes`: where they meet or may meet,
    disjoint (more than one where needs have different scales). `share`: of the smaller one's weight; None where a
    blank makes it unknown. `weekly_minutes` in which both are open, None where not known. `annual_value`: what the
    smaller one costs times the share, GBP. `linked`: ids of the handoffs between the two services; `told_beside`:
    contracts and providers in common, which link nobody. `from_day`: the overlap begins later, on that day (None: on a
    day that is not stated); `later` says so.
    """

    a: Side
    b: Side
    verdict: str
    function: str
    boxes: tuple[Values, ...]
    words: str
    share: float | None
    weekly_minutes: int | None
    annual_value: float | None
    linked: tuple[str, ...]
    told_beside: tuple[str, ...]
    hangs_on: tuple[Field, ...]
    later: bool
    from_day: int | None
    severity: str
    title: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same finding next month: kind, the two provisions, the function."""
        return "duplicate", f"{self.a.label}/{self.a.provision}", f"{self.b.label}/{self.b.provision}", self.function


@dataclasses.dataclass(frozen=True)
class Duplicates:
    """All that `duplicates` answers.

    `findings`: as many as were asked for; `counts` are of all, and `unlisted` says how many are counted and not listed.
    `hanging`: for each blank, how many possible pairs hang on it, most first, worked out of `hanging_of` pairs.
    `groups`: see `groups.py`. `coverage`: the landscape on the day, as it was looked at.
    """

    day: int
    counts: dict[str, int]
    findings: tuple[Duplicate, ...]
    unlisted: int
    hanging: tuple[tuple[Field, int], ...]
    hanging_of: int
    groups: tuple[Group, ...]
    coverage: Coverage


def duplicates(landscape: Landscape, day: int, threshold: float = 0.5, listed: int = 200) -> Duplicates:
    """Find all pairs on a day (a proleptic ordinal).

    `threshold`: share from which pairs are grouped. `listed`: most possible findings, and most later ones, that are
    worked out and listed; definite ones are all listed.
    """
    coverage = Coverage(landscape, day)
    teller = _Teller(coverage)
    found = find_pairs(coverage, teller.linked)
    definite = teller.dearest([pair for pair in found.now if pair.definite], listed * 100)
    possible = [pair for pair in found.now if not pair.definite]
    findings = [teller.told(pair) for pair in (*definite, *possible[:listed], *found.later[:listed])]
    groups = grouped(findings, landscape, threshold)
    counts = {**found.counts, "groups": len(groups)}
    return Duplicates(
        day,
        counts,
        tuple(sorted(findings, key=_rank)),
        sum(counts[name] for name in ("definite", "possible", "later")) - len(findings),
        _hanging(teller, possible),
        len(possible),
        groups,
        coverage,
    )


def _hanging(teller: _Teller, possible: Iterable[Pair]) -> tuple[tuple[Field, int], ...]:
    counted: collections.Counter[Field] = collections.Counter()
    for pair in possible:
        counted.update(teller.hangs_on(pair))
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _rank(finding: Duplicate) -> tuple[object, ...]:
    order = {"definite": 0, "possible": 1}[finding.verdict]
    value = -(finding.annual_value or 0.0)
    return finding.later, order, value, -(finding.share or 0.0), finding.a, finding.b


class _Teller:
    """Works out what is told of a pair."""

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage
        land = coverage.landscape
        self._links: dict[frozenset[str], list[str]] = {}
        for handoff in sorted(land.handoffs, key=lambda row: row.id):
            if handoff.receiver is not None:
                self._links.setdefault(frozenset((handoff.sender, handoff.receiver)), []).append(handoff.id)
        self._contracts: dict[str, set[str]] = {}
        for contract in land.contracts:
            for service in contract.services:
                self._contracts.setdefault(service, set()).add(contract.id)

    @property
    def linked(self) -> Set[frozenset[str]]:
        """Pairs of services with a handoff between them."""
        return self._links.keys()

    def dearest(self, pairs: list[Pair], many: int) -> list[Pair]:
        """As many pairs as asked for; those at the greatest value first, if there are more."""
        if len(pairs) <= many:
            return pairs

        def value(pair: Pair) -> float:
            return min(self._coverage.services[row.service].annual_value or 0.0 for row in self.rows(pair))

        return sorted(sorted(pairs, key=lambda pair: -value(pair))[:many], key=lambda pair: (pair.a, pair.b))

    def rows(self, pair: Pair) -> tuple[Provision, Provision]:
        """The two provisions."""
        return self._coverage.candidates.provisions[pair.a], self._coverage.candidates.provisions[pair.b]

    def boxes(self, pair: Pair) -> tuple[Offered, Offered]:
        """Their boxes."""
        return self._coverage.candidates.offered(pair.a), self._coverage.candidates.offered(pair.b)

    def links(self, pair: Pair) -> tuple[str, ...]:
        """The handoffs between the two services, in either direction."""
        a, b = self.rows(pair)
        return tuple(self._links.get(frozenset((a.service, b.service)), ()))

    def hangs_on(self, pair: Pair, met: Overlap | None = None) -> tuple[Field, ...]:
        """The blanks and half-known values that leave it open whether the two meet."""
        boxes = self.boxes(pair)
        met = met or overlap(*boxes, self._coverage.space)
        found = set()
        for row, offered in zip(self.rows(pair), boxes, strict=True):
            for d in met.doubtful if met else ():
                if offered.sure[d] != offered.may[d]:
                    found.add(Field(row.label, row.id, FIELDS[d]))
            if not pair.later:
                times = self._coverage.standings.times(row)
                found.update(field for group in times for c in group if c.open for field in c.fields)
        return tuple(sorted(found))

    def told(self, pair: Pair) -> Duplicate:
        """Everything about a pair."""
        coverage, (a, b) = self._coverage, self.rows(pair)
        met = overlap(*self.boxes(pair), coverage.space)
        assert met is not None, "pairs are only made of boxes that may meet"
        share, smaller = self._share(pair, met)
        value = coverage.services[(a, b)[smaller].service].annual_value if smaller is not None else None
        values = tuple(coverage.space.values(_shown(box)) for box in met.parts)
        words = "; and ".join(box_in_words(each, coverage.space) for each in values)
        linked = self.links(pair)
        verdict = "definite" if pair.definite else "possible"
        return Duplicate(
            Side(a.service, a.id, a.label),
            Side(b.service, b.id, b.label),
            verdict,
            pair.function,
            values,
            words,
            share,
            self._minutes(pair, met),
            None if value is None or share is None else round(value * share, 2),
            linked,
            self._beside(a, b),
            () if pair.definite else self.hangs_on(pair, met),
            pair.later,
            pair.from_day,
            "medium" if pair.definite and not linked and not pair.later else "low",
            self._title(pair, words, linked),
        )

    def _share(self, pair: Pair, met: Overlap) -> tuple[float | None, int | None]:
        """The share of the smaller one, and which of the two that is."""
        a, b = self.boxes(pair)
        coverage = self._coverage
        measure = coverage.measure(a.may[AREAS] | b.may[AREAS], a.may[AGES] | b.may[AGES])
        sizes = [size_of(offered, coverage.space, measure) for offered in (a, b)]
        if sizes[0] is None or sizes[1] is None or not min(sizes[0], sizes[1]):
            return None, None
        smaller = 0 if sizes[0] <= sizes[1] else 1
        meeting = sum(measure.volume(box) for box in met.parts)
        return share_of(meeting, min(sizes[0], sizes[1])), smaller

    def _minutes(self, pair: Pair, met: Overlap) -> int | None:
        a, b = self.boxes(pair)
        if any(offered.sure[MINUTES] != offered.may[MINUTES] for offered in (a, b)):
            return None
        return self._coverage.space.size(MINUTES, met.parts[0][MINUTES])

    def _beside(self, a: Provision, b: Provision) -> tuple[str, ...]:
        """Contracts and providers in common; they are told and link nobody."""
        one, other = self._coverage.services[a.service], self._coverage.services[b.service]
        contracts = self._contracts.get(one.id, set()) & self._contracts.get(other.id, set())
        providers = set(one.providers) & set(other.providers)
        return (*(f"contract {key}" for key in sorted(contracts)), *(f"provider {key}" for key in sorted(providers)))

    def _title(self, pair: Pair, words: str, linked: Sequence[str]) -> str:
        a, b = self.rows(pair)
        names = [self._coverage.services[row.service].name for row in (a, b)]
        does = self._coverage.candidates.functions.names[pair.function]
        verb = "both provide" if pair.definite else "may both provide"
        begin = ""
        if pair.later:
            begin = f" from {day_in_words(pair.from_day)}" if pair.from_day else " from a day that is not stated"
        return f"{names[0]} and {names[1]} {verb} {does} for {words}{begin}; {'linked' if linked else 'not linked'}."


def _shown(box: Box) -> Box:
    """A meeting as it is told: it has hours, or none that are known; steps only where the need has a scale."""
    return (*box[:STEPS], box[STEPS] or UNTESTED, box[MINUTES])

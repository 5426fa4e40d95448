"""Find the pairs of provisions that may be duplicates, by an index, without comparing all with all."""

from __future__ import annotations

import dataclasses

from .boxes import MINUTES
from .coverage import Coverage
from .landscape import Provision
from .overlaps import overlap
from .space import UNTESTED

__all__ = ["Found", "Pair", "find_pairs"]


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """Two provisions by number, a < b. `later`: not both open on the day, but both on a later one, `from_day`."""

    a: int
    b: int
    function: str
    definite: bool
    later: bool = False
    from_day: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """The pairs that overlap on the day and those that do later, in order; `uncounted` more may overlap on the day and
    were counted only."""

    now: tuple[Pair, ...]
    later: tuple[Pair, ...]
    uncounted: int = 0


def find_pairs(coverage: Coverage) -> Found:
    """Find every pair of provisions of different services that share a function and may meet."""
    candidates, now, later = coverage.candidates, [], []
    for a, b in sorted(_meeting(coverage)):
        met = overlap(candidates.offered(a), candidates.offered(b), coverage.space)
        if met is None:
            continue
        rows = candidates.provisions[a], candidates.provisions[b]
        function = lowest_shared(coverage, *rows)
        open_now = [_is_open(coverage, row) for row in rows]
        if all(maybe for _, maybe in open_now):
            surely = all(sure for sure, _ in open_now)
            now.append(Pair(a, b, function, met.definite and surely))
        elif (begin := _begins(coverage, rows)) is not None:
            definite = met.definite and begin[1]
            later.append(Pair(a, b, function, definite, True, begin[0]))
    return Found(tuple(now), tuple(later))


def _meeting(coverage: Coverage) -> set[tuple[int, int]]:
    candidates, found = coverage.candidates, set()
    for n, row in enumerate(candidates.provisions):
        may = candidates.offered(n).may
        box = (*may[:MINUTES], may[MINUTES] & ~UNTESTED)
        for function in row.functions:
            for m, _ in candidates.meeting(function, box):
                if candidates.provisions[m].service != row.service:
                    found.add((min(n, m), max(n, m)))
    return found


def lowest_shared(coverage: Coverage, a: Provision, b: Provision) -> str:
    """The lowest function that both deliver, or that one delivers below the other's; of several, the deepest, then the
    first by id."""
    tree = coverage.candidates.functions
    shared = set()
    for one in a.functions:
        for other in b.functions:
            if other in tree.above(one):
                shared.add(one)
            elif one in tree.above(other):
                shared.add(other)
    return min(shared, key=lambda key: (-tree.level(key), key))


def _is_open(coverage: Coverage, row: Provision) -> tuple[bool, bool]:
    conditions = [condition for group in coverage.standings.times(row) for condition in group]
    return all(condition.least for condition in conditions), all(condition.most for condition in conditions)


def _begins(coverage: Coverage, rows: tuple[Provision, Provision]) -> tuple[int | None, bool] | None:
    """The day on which both are open, if it lies ahead, and whether that is sure; None if they never both are."""
    begin, sure = coverage.day, True
    known = True
    for row in rows:
        started, still = coverage.standings.times(row)
        if not all(condition.most for condition in still):
            return None
        sure = sure and all(condition.least for condition in still)
        opens = coverage.standings.begins(row)[0]
        if not all(condition.least for condition in started):
            if opens is None or opens <= coverage.day:
                known = False
            else:
                begin = max(begin, opens)
    for row in rows:
        _, first, last = coverage.standings.begins(row)
        if last is not None and last < begin:
            return None
        sure = sure and (first is None or first >= begin)
    return (begin if known else None), sure and known

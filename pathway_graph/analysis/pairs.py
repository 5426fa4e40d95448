"""Find the pairs of provisions that may be duplicates, by an index, without comparing all with all."""

from __future__ import annotations

import dataclasses
import importlib.util
from collections.abc import Set

from .boxes import MINUTES
from .coverage import Coverage
from .landscape import Provision
from .overlaps import overlap
from .space import UNTESTED, Offered

__all__ = ["HELD", "Found", "Pair", "find_pairs"]

HELD = 20_000
"""Possible pairs that are kept; more are only counted."""
_MANY = 1_500
"""Provisions from which on columns of numbers pay."""


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
    """The pairs that overlap on the day and those that do later, in order.

    `counts`: how many are definite, possible (on the day), later, linked by a handoff (on the day). All definite and
    later pairs are held, and of the possible ones the first `HELD`.
    """

    now: tuple[Pair, ...]
    later: tuple[Pair, ...]
    counts: dict[str, int]


def find_pairs(coverage: Coverage, linked: Set[frozenset[str]], in_bulk: bool | None = None) -> Found:
    """Find every pair of provisions of different services that share a function and may meet.

    `linked`: pairs of services with a handoff between them. `in_bulk`: on columns of numbers, which wants numpy; by
    default where there are many provisions and numpy is there. Both ways give the same pairs.
    """
    if in_bulk is None:
        in_bulk = len(coverage.candidates.provisions) > _MANY and importlib.util.find_spec("numpy") is not None
    judged = _Judge(coverage)
    if not in_bulk:
        pairs = [pair for a, b in sorted(_meeting(coverage)) if (pair := judged.pair(a, b)) is not None]
        now = [pair for pair in pairs if not pair.later]
        later = tuple(pair for pair in pairs if pair.later)
        possible = [pair for pair in now if not pair.definite]
        left_out = set(possible[HELD:])
        counts = {
            "definite": len(now) - len(possible),
            "possible": len(possible),
            "later": len(later),
            "linked": sum(frozenset(judged.services(pair.a, pair.b)) in linked for pair in now),
        }
        return Found(tuple(pair for pair in now if pair not in left_out), later, counts)
    return _in_bulk(judged, linked)


class _Judge:
    """Judges pairs one by one."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage, self.candidates = coverage, coverage.candidates

    def services(self, a: int, b: int) -> tuple[str, str]:
        """The services of two provisions."""
        return self.candidates.provisions[a].service, self.candidates.provisions[b].service

    def pair(self, a: int, b: int) -> Pair | None:
        """Two provisions as a pair, or None if they don't overlap on the day or later."""
        met = overlap(self.candidates.offered(a), self.candidates.offered(b), self.coverage.space)
        if met is None:
            return None
        rows = self.candidates.provisions[a], self.candidates.provisions[b]
        open_now = [_is_open(self.coverage, row) for row in rows]
        if all(maybe for _, maybe in open_now):
            surely = all(sure for sure, _ in open_now)
            return Pair(a, b, lowest_shared(self.coverage, *rows), met.definite and surely)
        begin = _begins(self.coverage, rows)
        if begin is None:
            return None
        function = lowest_shared(self.coverage, *rows)
        return Pair(a, b, function, met.definite and begin[1], True, begin[0])


def _in_bulk(judge: _Judge, linked: Set[frozenset[str]]) -> Found:
    """Find pairs on columns; only what blanks leave open, or what begins later, is judged one by one."""
    import numpy as np

    from .join import columns, join, surely

    coverage, rows = judge.coverage, judge.candidates.provisions
    open_now = np.array([_is_open(coverage, row) for row in rows], np.bool_).reshape(-1, 2)
    gone = [not all(c.most for c in coverage.standings.times(row)[1]) for row in rows]
    wanted = [n for n in range(len(rows)) if not gone[n]]
    exact = np.array([_is_exact(judge.candidates.offered(n)) for n in range(len(rows))], np.bool_)
    a, b = join(columns(coverage, wanted))
    now = open_now[a, 1] & open_now[b, 1]
    later = [judge.pair(x, y) for x, y in zip(a[~now].tolist(), b[~now].tolist(), strict=True)]
    a, b = a[now], b[now]
    certain = exact[a] & exact[b]
    asked = ~certain & surely(coverage, wanted, a, b)
    for n in np.flatnonzero(asked).tolist():
        met = overlap(judge.candidates.offered(int(a[n])), judge.candidates.offered(int(b[n])), coverage.space)
        certain[n] = met is not None and met.definite
    certain &= open_now[a, 0] & open_now[b, 0]
    held = certain | (np.cumsum(~certain) <= HELD)
    pairs = [
        Pair(x, y, lowest_shared(coverage, rows[x], rows[y]), definite)
        for x, y, definite in zip(a[held].tolist(), b[held].tolist(), certain[held].tolist(), strict=True)
    ]
    later_pairs = tuple(pair for pair in later if pair is not None)
    ids = {key: n for n, key in enumerate(sorted({key for ends in linked for key in ends}))}
    of = np.array([ids.get(row.service, -1) for row in rows], np.int64)
    keys = [min(ids[k] for k in e) * len(ids) + max(ids[k] for k in e) for e in linked if len(e) == 2]
    met_keys = np.where((of[a] < 0) | (of[b] < 0), -1, np.minimum(of[a], of[b]) * len(ids) + np.maximum(of[a], of[b]))
    counts = {
        "definite": int(certain.sum()),
        "possible": int((~certain).sum()),
        "later": len(later_pairs),
        "linked": int(np.isin(met_keys, keys).sum()),
    }
    return Found(tuple(pairs), later_pairs, counts)


def _is_exact(offered: Offered) -> bool:
    return offered.sure == offered.may


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
    if a.functions == b.functions and len(a.functions) == 1:
        return a.functions[0]
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

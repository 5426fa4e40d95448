"""Find all pairs of boxes that may meet among many thousands, on columns of numbers.

Wants numpy, which small landscapes do without; so nothing imports this module before it is needed. One row a provision,
function, need and run of areas; one key of function, need and first area; sorted, every row meets exactly the rows
that start inside it. What is left is compared by profile: distinct ages, groups, hours and steps.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from .boxes import AGES, AREAS, GROUPS, MINUTES, NEEDS, STEPS, bits, spans_of
from .coverage import Coverage
from .overlaps import sides_meet
from .space import UNTESTED

__all__ = ["Columns", "Rows", "columns", "join", "surely"]

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_BLOCK = 2_000_000
_MOST_PROFILES = 3_000


@dataclasses.dataclass(frozen=True)
class Rows:
    """Rows sorted by key. `first`, `past`: the composite key and where the run of areas ends; `row`: the provision;
    `own`: 0 where the row stands for a function above the provision's own; `scale`: number of its need's scale."""

    first: Numbers
    past: Numbers
    row: Numbers
    own: Numbers
    scale: Numbers


@dataclasses.dataclass(frozen=True)
class Columns:
    """What the join works on.

    `wide` are rows of provisions that take every need; they are joined with `every`, which leaves the need out.
    `service`, `profile`: of each provision. `meet`: at a scale, by two profiles, may they meet.
    """

    narrow: Rows
    wide: Rows
    every: Rows
    service: Numbers
    profile: Numbers
    meet: Callable[[Numbers, Numbers, Numbers], Flags]
    many: int


_Row = tuple[int, int, int, bool, int]


def columns(coverage: Coverage, wanted: Sequence[int]) -> Columns:
    """Lay out the provisions with these numbers."""
    candidates, space = coverage.candidates, coverage.space
    width, needs = len(space.areas.leaves) + 1, len(space.needs.leaves)
    numbers = {key: n for n, key in enumerate(sorted(candidates.functions.masks))}
    scale_of = {leaf: n for n, leaves in enumerate(space.scales.values()) for leaf in bits(leaves)}
    runs: dict[int, tuple[tuple[int, int], ...]] = {}
    taken: dict[int, tuple[int, ...]] = {}
    narrow: list[_Row] = []
    wide: list[_Row] = []
    every: list[_Row] = []
    for n in wanted:
        may, functions = candidates.offered(n).may, candidates.provisions[n].functions
        if may[AREAS] not in runs:
            runs[may[AREAS]] = spans_of(may[AREAS])
        if may[NEEDS] not in taken:
            taken[may[NEEDS]] = tuple(bits(may[NEEDS]))
        for function in {up for one in functions for up in candidates.above(one)}:
            base, own, area = numbers[function], function in functions, runs[may[AREAS]]
            flat = [(base * width + low, base * width + high, n, own, 0) for low, high in area]
            every += flat
            if may[NEEDS] == space.needs.whole and len(space.scales) == 1:
                wide += flat
                continue
            for leaf in taken[may[NEEDS]]:
                key, scale = (base * needs + leaf) * width, scale_of[leaf]
                narrow += [(key + low, key + high, n, own, scale) for low, high in area]
    service_of = {key: n for n, key in enumerate(sorted(coverage.services))}
    many = len(candidates.provisions)
    service = np.fromiter((service_of[row.service] for row in candidates.provisions), np.int64, many)
    profile, meet = _profiles(coverage, wanted, many)
    return Columns(_sorted(narrow), _sorted(wide), _sorted(every if wide else []), service, profile, meet, many)


def _sorted(rows: list[_Row]) -> Rows:
    table = np.array(rows, np.int64).reshape(-1, 5)
    table = table[np.argsort(table[:, 0], kind="stable")]
    return Rows(*(np.ascontiguousarray(column) for column in table.T))


def _profiles(
    coverage: Coverage, wanted: Sequence[int], many: int
) -> tuple[Numbers, Callable[[Numbers, Numbers, Numbers], Flags]]:
    """Number the distinct ages, groups, hours and steps, and say which may meet; steps on each scale by itself."""
    found: dict[tuple[int, ...], int] = {}
    profile = np.zeros(many, np.int64)
    for n in wanted:
        may = coverage.candidates.offered(n).may
        key = (may[AGES], may[GROUPS], may[MINUTES] & ~UNTESTED, may[STEPS])
        profile[n] = found.setdefault(key, len(found))
    kinds = [_kinds([key[side] for key in found], -1) for side in range(3)]
    steps = [_kinds([key[3] for key in found], coverage.space.on_scale(scale)) for scale in coverage.space.scales]
    if len(found) <= _MOST_PROFILES:
        together = np.ones((len(steps), len(found), len(found)), np.bool_)
        for n, on_scale in enumerate(steps):
            for of, matrix in (*kinds, on_scale):
                together[n] &= matrix[of][:, of]
        flat, many_profiles = together.ravel(), len(found)
        return profile, lambda scale, a, b: flat.take((scale * many_profiles + a) * many_profiles + b)

    def one_by_one(scale: Numbers, a: Numbers, b: Numbers) -> Flags:
        meet = np.ones(a.size, np.bool_)
        for of, matrix in kinds:
            meet &= matrix[of[a], of[b]]
        for n, (of, matrix) in enumerate(steps):
            meet &= (scale != n) | matrix[of[a], of[b]]
        return meet

    return profile, one_by_one


def _kinds(masks: Sequence[int], within: int) -> tuple[Numbers, Flags]:
    """Number distinct masks; which of them share a bit of `within`."""
    kinds = {mask: n for n, mask in enumerate(dict.fromkeys(masks))}
    values = [mask & within for mask in kinds]
    matrix = np.array([[bool(x & y) for y in values] for x in values], np.bool_)
    return np.array([kinds[mask] for mask in masks], np.int64), matrix.reshape(len(values), len(values))


def join(table: Columns) -> tuple[Numbers, Numbers]:
    """All pairs of provisions (a < b) of different services that may meet, in order."""
    found = [_within(table, table.narrow)]
    if table.wide.row.size:
        found.append(_within(table, table.wide))
        found.append(_between(table, table.wide, table.every))
        found.append(_between(table, table.every, table.wide))
    keys = np.concatenate(found)
    keys.sort()  # np.unique takes six times as long here
    if keys.size:
        keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    return keys // table.many, keys % table.many


def _within(table: Columns, rows: Rows) -> Numbers:
    """Pairs of rows that share a key and an area: of two, the one that starts later starts inside the other."""
    start = np.arange(1, rows.first.size + 1)
    return _expanded(table, rows, rows, start, np.searchsorted(rows.first, rows.past))


def _between(table: Columns, outer: Rows, inner: Rows) -> Numbers:
    """Pairs of which the second starts inside the first."""
    start = np.searchsorted(inner.first, outer.first)
    return _expanded(table, outer, inner, start, np.searchsorted(inner.first, outer.past))


def _expanded(table: Columns, outer: Rows, inner: Rows, start: Numbers, end: Numbers) -> Numbers:
    counts = np.maximum(end - start, 0)
    total = np.concatenate([[0], np.cumsum(counts)])
    found, at = [np.empty(0, np.int64)], 0
    while at < counts.size:
        stop = max(at + 1, int(np.searchsorted(total, total[at] + _BLOCK, "right")) - 1)
        many = counts[at:stop]
        i = np.repeat(np.arange(at, stop), many)
        j = np.arange(total[stop] - total[at]) - np.repeat(total[at:stop] - total[at] - start[at:stop], many)
        found.append(_kept(table, outer, inner, i, j))
        at = stop
    return np.concatenate(found)


def _kept(table: Columns, outer: Rows, inner: Rows, i: Numbers, j: Numbers) -> Numbers:
    a, b = outer.row[i], inner.row[j]
    keep = np.flatnonzero(table.meet(outer.scale[i], table.profile[a], table.profile[b]))
    i, j, a, b = i[keep], j[keep], a[keep], b[keep]
    keep = np.flatnonzero((table.service[a] != table.service[b]) & ((outer.own[i] | inner.own[j]) > 0))
    a, b = a[keep], b[keep]
    return np.minimum(a, b) * table.many + np.maximum(a, b)


def surely(coverage: Coverage, wanted: Sequence[int], a: Numbers, b: Numbers) -> Flags:
    """For pairs that may meet: do ages, groups and hours surely meet, whatever the blanks are."""
    result = np.ones(a.size, np.bool_)
    for d in (AGES, GROUPS, MINUTES):
        kinds: dict[tuple[int, int], int] = {}
        of = np.zeros(len(coverage.candidates.provisions), np.int64)
        free = UNTESTED if d == MINUTES else 0
        for n in wanted:
            offered = coverage.candidates.offered(n)
            of[n] = kinds.setdefault((offered.sure[d] & ~free, offered.may[d] & ~free), len(kinds))
        pairs = np.unique(of[a] * len(kinds) + of[b])
        values = list(kinds)
        held = [sides_meet(*values[pair // len(kinds)], *values[pair % len(kinds)]) is True for pair in pairs.tolist()]
        result &= np.array(held, np.bool_)[np.searchsorted(pairs, of[a] * len(kinds) + of[b])]
    return result

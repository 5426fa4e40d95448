"""Break and damage files by the thousand: see tests/corpus/breakages.py and tests/corpus/mutations.py."""

from __future__ import annotations

import collections

from tests.corpus import breakages, mutations
from tests.corpus.telling import empty_ledger

from .trial import Tried

__all__ = ["broken", "damaged", "of_other_planners"]


def broken(many: int, seed: int) -> Tried:
    """Break so many cells, each in a landscape that is sound otherwise: each is told once, at its cell."""
    chosen = breakages.chosen(many, seed)
    codes = set()
    with empty_ledger() as ledger:
        for one in chosen:
            told = [(p.code, p.sheet, p.row, p.column) for p in breakages.told(one, ledger)]
            assert told == [(one.code, one.sheet, one.row, one.column)], (one, told)
            codes.add(one.code)
    return Tried(len(chosen), f"each told once and at its cell, under {len(codes)} codes")


def damaged(many: int, seed: int) -> Tried:
    """Read damaged files of every format that this process reads by itself."""
    return _tried([format for format in mutations.FORMATS if format != "mpxj"], many, seed)


def of_other_planners(many: int, seed: int) -> Tried:
    """Read damaged files through MPXJ."""
    return _tried(["mpxj"], many, seed)


def _tried(formats: list[str], many: int, seed: int) -> Tried:
    ends: collections.Counter[str] = collections.Counter()
    for format in formats:
        found = mutations.tried(format, max(1, many // len(formats)), seed)
        assert found.wrong == {}, (format, found.wrong)
        ends += collections.Counter({"refused": found.refused, "read": found.read})
    told = ", ".join(f"{count:,} {end}" for end, count in sorted(ends.items()))
    return Tried(sum(ends.values()), f"{told}; no traceback, no process that died or hung")

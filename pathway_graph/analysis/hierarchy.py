"""Stand an area, a need or a function for what lies below it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Protocol

from .boxes import bits

__all__ = ["Hierarchy"]


class _Row(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def parents(self) -> tuple[str, ...]: ...


class Hierarchy:
    """Rows with parents, without loops; a row may lie below several others.

    Leaves are numbered in the order in which a walk from the roots meets them (rows by id), so that what lies together
    has numbers together, whatever the order of the rows.
    """

    def __init__(self, rows: Sequence[_Row]) -> None:
        self.names = {row.id: row.name for row in rows}
        self.parents = {row.id: tuple(sorted(set(row.parents))) for row in rows}
        self.children: dict[str, list[str]] = {row.id: [] for row in rows}
        for key in sorted(self.parents):
            for parent in self.parents[key]:
                self.children[parent].append(key)
        self.depth: dict[str, int] = {}
        self._above: dict[str, tuple[str, ...]] = {}
        self._told: dict[int, tuple[str, ...]] = {}
        self.leaves: list[str] = []
        self.masks: dict[str, int] = {}
        for root in sorted(key for key, parents in self.parents.items() if not parents):
            self._walk(root)
        self.whole = (1 << len(self.leaves)) - 1

    def _walk(self, root: str) -> None:
        stack = [(root, False)]
        while stack:
            key, done = stack.pop()
            if key in self.masks:
                continue
            below = self.children[key]
            if not below:
                self.masks[key] = 1 << len(self.leaves)
                self.leaves.append(key)
            elif done:
                self.masks[key] = _union(self.masks[child] for child in below)
            else:
                stack.append((key, True))
                stack.extend((child, False) for child in reversed(below))

    def mask(self, ids: Iterable[str]) -> int:
        """The leaves below the given rows, one bit each."""
        return _union(self.masks[key] for key in ids)

    def above(self, key: str) -> tuple[str, ...]:
        """The row itself and everything that it lies below, sorted by id."""
        known = self._above.get(key)
        if known is None:
            seen, stack = {key}, [key]
            while stack:
                for parent in self.parents[stack.pop()]:
                    if parent not in seen:
                        seen.add(parent)
                        stack.append(parent)
            known = self._above[key] = tuple(sorted(seen))
        return known

    def level(self, key: str) -> int:
        """The longest way up to a root; deeper is narrower."""
        if key not in self.depth:
            self.depth[key] = 1 + max((self.level(parent) for parent in self.parents[key]), default=-1)
        return self.depth[key]

    @functools.cached_property
    def _by_size(self) -> list[str]:
        return sorted(self.masks, key=lambda key: (-self.masks[key].bit_count(), self.level(key), key))

    def told(self, mask: int) -> tuple[str, ...]:
        """The fewest rows that stand for exactly these leaves, sorted by their first leaf (in a hierarchy whose
        branches overlap: as few as taking the biggest first gives)."""
        known = self._told.get(mask)
        if known is None:
            known = self._told[mask] = self._fewest(mask)
        return known

    def _fewest(self, mask: int) -> tuple[str, ...]:
        near = self._by_size
        if mask.bit_count() * 8 < len(near):
            wanted = {up for leaf in bits(mask) for up in self.above(self.leaves[leaf])}
            near = (
                [key for key in near if key in wanted]
                if len(wanted) * 8 > len(near)
                else sorted(wanted, key=lambda key: (-self.masks[key].bit_count(), self.level(key), key))
            )
        fitting = [key for key in near if not self.masks[key] & ~mask]
        left, found = mask, []
        while left:
            best = max(fitting, key=lambda key: (self.masks[key] & left).bit_count())
            found.append(best)
            left &= ~self.masks[best]
            fitting = [key for key in fitting if self.masks[key] & left]
        return tuple(sorted(found, key=lambda key: (self.masks[key] & -self.masks[key], key)))


def _union(masks: Iterable[int]) -> int:
    mask = 0
    for one in masks:
        mask |= one
    return mask

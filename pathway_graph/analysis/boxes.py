"""Compute with boxes: who, where and when, as one whole number of bits for each dimension.

A box is the product of six sets. A set is a whole number: bit i set = the i-th value of that axis is in it (see
`space.py` for which value that is). So ages, areas and opening hours are all the same thing, and a box is empty as
soon as one of its sides is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import and_
from typing import TypeAlias

__all__ = [
    "AGES",
    "AREAS",
    "DIMENSIONS",
    "GROUPS",
    "MINUTES",
    "NEEDS",
    "STEPS",
    "Box",
    "bits",
    "contains",
    "empty",
    "intersect",
    "meets",
    "spanned",
    "spans_of",
    "subtract",
    "uncovered",
]  # fmt: skip

Box: TypeAlias = tuple[int, ...]
"""One set for each of `DIMENSIONS`, in that order."""

DIMENSIONS = ("areas", "ages", "needs", "groups", "steps", "minutes")
AREAS, AGES, NEEDS, GROUPS, STEPS, MINUTES = range(6)


def bits(mask: int) -> Iterator[int]:
    """List the positions of the bits that are set, lowest first.

    >>> list(bits(0b1010))
    [1, 3]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def spanned(flat: Sequence[int], shift: int = 0, inclusive: bool = False) -> int:
    """Set the bits of flat ascending pairs (from, until, ...); `inclusive`: until is in it too.

    >>> bin(spanned((1, 3, 4, 5)))
    '0b10110'
    """
    mask = 0
    for low, high in zip(flat[::2], flat[1::2], strict=True):
        if low < high + inclusive:
            mask |= (1 << (high + inclusive + shift)) - (1 << (low + shift))
    return mask


def spans_of(mask: int, shift: int = 0) -> tuple[tuple[int, int], ...]:
    """Turn a mask back into half-open pairs, ascending and merged.

    >>> spans_of(0b10110)
    ((1, 3), (4, 5))
    """
    found, at = [], -shift
    while mask:
        gap = (mask & -mask).bit_length() - 1
        mask >>= gap
        run = (~mask & (mask + 1)).bit_length() - 1
        mask >>= run
        found.append((at + gap, at + gap + run))
        at += gap + run
    return tuple(found)


def empty(box: Box) -> bool:
    """True if the box holds no point."""
    return not all(box)


def intersect(a: Box, b: Box) -> Box:
    """The points that are in both."""
    return tuple(map(and_, a, b))


def meets(a: Box, b: Box) -> bool:
    """True if some point is in both."""
    return all(map(and_, a, b))


def contains(outer: Box, inner: Box) -> bool:
    """True if every point of `inner` is in `outer`; an empty box is in every box."""
    return empty(inner) or not any(y & ~x for x, y in zip(outer, inner, strict=True))


def subtract(pieces: Iterable[Box], box: Box) -> list[Box]:
    """Take a box off disjoint pieces; what is left is disjoint again (at most one piece a dimension and a hit)."""
    left = []
    for piece in pieces:
        both = tuple(map(and_, piece, box))
        if not all(both):
            left.append(piece)
            continue
        for i, (x, y) in enumerate(zip(piece, both, strict=True)):
            if x != y:
                left.append((*both[:i], x ^ y, *piece[i + 1 :]))
    return left


def uncovered(box: Box, others: Sequence[Box]) -> Box | None:
    """Find one box inside `box` that no other meets, or None where the others cover all of it.

    Goes into depth, so that a hole is found without cutting up everything else first.
    """
    if empty(box):
        return None
    stack = [(box, 0)]
    while stack:
        piece, start = stack.pop()
        for n in range(start, len(others)):
            if meets(piece, others[n]):
                stack.extend((part, n + 1) for part in subtract([piece], others[n]))
                break
        else:
            return piece
    return None

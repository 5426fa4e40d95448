"""Write weights as shares of six decimals that add up to exactly one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

__all__ = ["MILLION", "apportioned", "share", "shares"]

K = TypeVar("K", bound=Hashable)
MILLION = 1_000_000


def share(part: int, whole: int) -> float:
    """A part of a whole, six decimals, halves rounded up.

    >>> share(2400, 10080)
    0.238095
    """
    return (2 * part * MILLION + whole) // (2 * whole) / MILLION


def shares(weights: Mapping[K, int]) -> dict[K, float]:
    """The share of each weight; the largest remainders are rounded up, so that the millionths add up to a million.

    >>> shares({"a": 1, "b": 1, "c": 1})
    {'a': 0.333334, 'b': 0.333333, 'c': 0.333333}
    """
    millionths = apportioned(list(weights.values()), MILLION)
    return {key: each / MILLION for key, each in zip(weights, millionths, strict=True)}


def apportioned(weights: Sequence[int], whole: int) -> list[int]:
    """Share out a whole number by weight, so that the parts add up to it (the largest remainders are rounded up).

    >>> apportioned([1, 1, 2], 10)
    [3, 2, 5]
    """
    total = sum(weights) or 1
    parts = [weight * whole // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda n: -(weights[n] * whole % total))
    for n in by_remainder[: whole - sum(parts)]:
        parts[n] += 1
    return parts

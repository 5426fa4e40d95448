"""Write weights as shares of six decimals that add up to exactly one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

__all__ = ["MILLION", "share", "shares"]

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
    whole = sum(weights.values())
    floors = {key: weight * MILLION // whole for key, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda key: -(weights[key] * MILLION % whole))
    for key in by_remainder[: MILLION - sum(floors.values())]:
        floors[key] += 1
    return {key: millionths / MILLION for key, millionths in floors.items()}

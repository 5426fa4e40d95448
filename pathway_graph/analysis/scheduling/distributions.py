"""Turn three numbers into a distribution: 1,024 equally likely values, the same on every machine.

Only additions, multiplications, divisions and square roots are used, which IEEE 754 rounds in one way alone; no library
of the platform has a say, and every value ends as a whole number.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

__all__ = ["STEPS", "quantiles"]

STEPS = 1024
"""How many equally likely values stand for a distribution; the k-th is its quantile (k + 1/2) / 1,024."""
_CELLS = 4096
_PARTS = 256

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]


@lru_cache(maxsize=20_000)
def quantiles(shape: str, low: int, likely: int, high: int) -> Whole:
    """Give the 1,024 values of a distribution on whole numbers, ascending; `low` <= `likely` <= `high`.

    `pert` is the beta distribution of PERT (Malcolm and others, 1959) with the weight 4 on what is likely, and that
    rounded to 1/1,024 of the range; `uniform` does not look at `likely`.
    """
    at = (np.arange(STEPS) + 0.5) / STEPS
    width = high - low
    if not width:
        found: Real = np.full(STEPS, float(low))
    elif shape == "uniform":
        found = low + at * width
    elif shape == "pert":
        found = low + width * _pert(round(1024 * (likely - low) / width))
    else:
        rising = low + np.sqrt(at * (width * (likely - low)))
        falling = high - np.sqrt((1 - at) * (width * (high - likely)))
        found = np.where(at * width < likely - low, rising, falling)
    values: Whole = np.rint(found).astype(np.int64)
    values.setflags(write=False)
    return values


@lru_cache(maxsize=2048)
def _pert(peak: int) -> Real:
    """Give the quantiles of the beta distribution on 0 to 1 whose mode is `peak` / 1,024, by summing its density."""
    middle = (np.arange(_CELLS) + 0.5) / _CELLS
    density = _power(middle, peak) * _power(1 - middle, 4 * _PARTS - peak)
    below = np.concatenate([[0.0], np.cumsum(density)])
    wanted = (np.arange(STEPS) + 0.5) / STEPS * below[-1]
    cell = np.searchsorted(below, wanted, side="right") - 1
    found: Real = (cell + (wanted - below[cell]) / density[cell]) / _CELLS
    return found


def _power(base: Real, parts: int) -> Real:
    """Raise to the power `parts` / 256 by products and square roots."""
    whole, rest = divmod(parts, _PARTS)
    found = np.ones_like(base)
    for _ in range(whole):
        found = found * base
    root, bit = base, _PARTS
    while rest:
        root, bit = np.sqrt(root), bit // 2
        if rest >= bit:
            found, rest = found * root, rest - bit
    return found

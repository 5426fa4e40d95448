"""Draw at random what depends on a seed and on names alone: the same for one name whatever else is drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["MOST_RUNS", "Draws", "Driver"]

MOST_RUNS = 100_000
_WORDS = MOST_RUNS // 4
_WHOLE = 1 << 128

Steps = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Driver:
    """What many activities hang on together: in `share` / 1,024 of the runs all of them take its luck for their own.

    Two activities of one driver then have the rank correlation `share` / 1,024, and each its own distribution still.
    """

    name: str
    share: int


class Draws:
    """Numbers from 0 to 1,023, one a run, for each name.

    They are the bits of PCG64 (O'Neill, 2014), a generator whose stream numpy promises to keep and which can be set to
    any place; a name's place is taken from its SHA-256, so that a run of one plan can be set beside the same of
    another.
    """

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(seed))
        self._at = 0
        self._places: dict[str, int] = {}

    def of(self, name: str, first: int, count: int) -> Steps:
        """Give the draws of a name for the runs `first` (a multiple of 4) to `first + count`."""
        place = self._places.get(name)
        if place is None:
            place = self._places[name] = int.from_bytes(hashlib.sha256(name.encode()).digest()[:12], "big") * _WORDS
        wanted = place + first // 4
        if wanted != self._at:
            self._bits.advance((wanted - self._at) % _WHOLE)
        words = -(-count // 4)
        self._at = wanted + words
        raw = self._bits.random_raw(words).astype("<u8", copy=False).view("<u2")[:count]
        found: Steps = raw >> np.uint16(6)
        return found

    def shared(self, name: str, driver: Driver, first: int, count: int) -> Steps:
        """Give the draws of a name that hangs on a driver."""
        own = self.of(name, first, count)
        ruled = self.of(f"{driver.name} rules", first, count) < driver.share
        return np.where(ruled, self.of(f"{driver.name} luck", first, count), own)

    def by(self, name: str, drivers: Mapping[str, Driver], first: int, count: int) -> Steps:
        """Give the draws of a name, by its driver where it has one."""
        driver = drivers.get(name)
        return self.shared(name, driver, first, count) if driver else self.of(name, first, count)

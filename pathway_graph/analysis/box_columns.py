"""Lay boxes out as columns of numbers, and say of many pairs of boxes at once in which dimensions they do not meet.

Wants numpy, which small landscapes do without; so nothing imports this module before it is needed. A side becomes some
bits of a few 64-bit words, so that two sides meet where an `and` leaves a bit. Where an axis is too long for that, a
side is held by its first and its last value: apart is apart; sides of one run each meet or do not; the few pairs that
are left are looked at one by one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from .boxes import Box

__all__ = ["BoxColumns", "Records"]

Records = npt.NDArray[np.uint64]
"""One row a box; a column for each word, then four for each long axis."""
Refused = npt.NDArray[np.uint8]
"""One number a pair: bit d is set where the two boxes share nothing in dimension d."""
_WORD = 64
_LONG = 256
"""Axes with more values are held by the first and last value of each side."""
_EVERYTHING = (0, 2**32, 1)


@dataclasses.dataclass(frozen=True, slots=True)
class _Words:
    """A dimension that is held by bits: `shift` in the first of its `many` words."""

    dimension: int
    first: int
    many: int
    shift: int
    mask: int


@dataclasses.dataclass(frozen=True, slots=True)
class _Long:
    """A dimension that is held by its first and last value: columns for these, for being one run, and for its code."""

    dimension: int
    first: int


class BoxColumns:
    """How the boxes of one space are laid out. `columns`: how many a record has."""

    def __init__(self, whole: Box) -> None:
        """`whole`: what is told apart; the rest of a side is left out."""
        self._whole = whole
        self._words: list[_Words] = []
        self._long: list[_Long] = []
        self._codes: list[dict[object, int]] = []
        self._sides: list[list[int]] = []
        used, filled = 0, _WORD
        for d in sorted(range(len(whole)), key=lambda d: whole[d].bit_length()):
            size = whole[d].bit_length()
            if size > _LONG:
                continue
            if filled + size > _WORD:
                used, filled = used + 1, 0
            many = max(1, -(-size // _WORD))
            mask = (1 << min(size, _WORD)) - 1 << filled
            self._words.append(_Words(d, used - 1, many, filled, mask))
            used, filled = used + many - 1, filled + size if many == 1 else _WORD
        self._used = used
        for d, side in enumerate(whole):
            if side.bit_length() > _LONG:
                self._long.append(_Long(d, used))
                self._codes.append({})
                self._sides.append([])
                used += 4
        self.columns = used

    def records(self, boxes: Iterable[Box | None]) -> Records:
        """Lay boxes out, one row each; None meets everything."""
        return np.array([self._record(box) for box in boxes], dtype=np.uint64).reshape(-1, self.columns)

    def _record(self, box: Box | None) -> list[int]:
        row = [0] * self._used
        if box is None:
            row = [2**_WORD - 1] * self._used
            for _ in self._long:
                row += [*_EVERYTHING, 2**32 - 1]
            return row
        for word in self._words:
            bits = (box[word.dimension] & self._whole[word.dimension]) << word.shift
            for n in range(word.many):
                row[word.first + n] |= bits >> n * _WORD & 2**_WORD - 1
        for n, long in enumerate(self._long):
            row += self._run(n, box[long.dimension] & self._whole[long.dimension])
        return row

    def _run(self, n: int, side: int) -> tuple[int, int, int, int]:
        """The first value of a side, the one after its last, whether it has no gaps, and its code."""
        low, high = (side & -side).bit_length() - 1 if side else 0, side.bit_length()
        is_run = side.bit_count() == high - low
        key = (low, high) if is_run else side  # sides of one value each have few hashes
        code = self._codes[n].setdefault(key, len(self._sides[n]))
        if code == len(self._sides[n]):
            self._sides[n].append(side)
        return low, high, int(is_run), code

    def refused(self, a: Records, b: Records) -> Refused:
        """Say in which dimensions pairs do not meet. `a`, `b`: records turned on their side, one column a pair."""
        found: Refused = np.zeros(a.shape[1], np.uint8)
        met: dict[int, Records] = {}
        for word in self._words:
            if word.first not in met:
                met[word.first] = a[word.first] & b[word.first]
            both = met[word.first]
            for n in range(1, word.many):
                both = both | (a[word.first + n] & b[word.first + n])
            apart = (both & np.uint64(word.mask) if word.many == 1 else both) == 0
            found |= apart.view(np.uint8) << np.uint8(word.dimension)
        for n, long in enumerate(self._long):
            at = long.first
            apart = (a[at] >= b[at + 1]) | (b[at] >= a[at + 1])
            doubtful = ~(apart | ((a[at + 2] & b[at + 2]) == 1))
            if doubtful.any():
                apart[doubtful] = self._apart(n, a[at + 3][doubtful], b[at + 3][doubtful])
            found |= apart.view(np.uint8) << np.uint8(long.dimension)
        return found

    def _apart(self, n: int, a: Records, b: Records) -> npt.NDArray[np.bool_]:
        """Look at sides with gaps one by one, each pair of sides once."""
        sides = self._sides[n]
        every = np.uint64(2**32 - 1)
        pairs, back = np.unique(a << np.uint64(32) | b, return_inverse=True)
        ours, theirs = (pairs >> np.uint64(32)).tolist(), (pairs & every).tolist()
        found = [
            x != every and y != every and not sides[x] & sides[y] for x, y in zip(ours, theirs, strict=True)
        ]  # fmt: skip
        return np.array(found, dtype=bool)[back]

"""Take boxes off boxes, and tell what is left as the few largest boxes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from .boxes import Box, bits, contains, intersect, meets, subtract
from .ground import Ground, Taker
from .standing import Field
from .statements import Blockers, tell

__all__ = ["Fit", "best_fit", "left_of", "told"]

_SHOWN = 3
"""Most boxes that one fault is told with."""


def left_of(box: Box, others: Iterable[Box]) -> list[Box]:
    """What is left of a box once others are taken off it, in disjoint pieces."""
    left = [box] if all(box) else []
    for other in others:
        if not left:
            break
        left = subtract(left, other)
    return left


def told(ground: Ground, wholes: Sequence[Box], others: Sequence[Box], limit: int = _SHOWN) -> list[Box]:
    """Tell what is left of some boxes, as the few largest ones; no box inside another."""
    found: list[Box] = []
    for whole in dict.fromkeys(wholes):
        pieces = left_of(whole, others)
        if len(pieces) > 1:
            measure = ground.measure(0, 0)
            sizes = [_Lengths(ground, d) for d in range(len(whole))]
            blockers = [intersect(whole, other) for other in others if meets(whole, other)]
            telling = tell(pieces, Blockers(blockers, whole), whole, measure.volume, sizes, limit)
            pieces = [statement.box for statement in telling.statements]
        found += pieces
    distinct = list(dict.fromkeys(found))
    return [box for box in distinct if not any(box != other and contains(other, box) for other in distinct)][:limit]


class _Lengths(dict[int, int]):
    """The length of any side of one dimension."""

    def __init__(self, ground: Ground, dimension: int) -> None:
        super().__init__({0: 0})
        self._size, self._dimension = ground.space.size, dimension

    def __missing__(self, mask: int) -> int:
        found = self[mask] = self._size(self._dimension, mask)
        return found


@dataclasses.dataclass(frozen=True, slots=True)
class Fit:
    """The provision that fits a box best, and the dimensions in which it does not take it."""

    taker: Taker
    refused: tuple[int, ...]


def best_fit(box: Box, takers: Iterable[Taker], sure: bool) -> Fit | None:
    """Find the provision that refuses a box in the fewest dimensions; `sure`: by what it may take, else by what it
    surely takes. None where there is no provision."""
    found: list[tuple[tuple[int, bool, int, str, str], Fit]] = []
    for taker in takers:
        theirs = taker.may if sure else taker.sure
        refused = tuple(d for d, side in enumerate(box) if not side & theirs[d])
        near = sum((box[d] & theirs[d]).bit_count() for d in range(len(box)))
        rank = (len(refused), not taker.takes, -near, taker.provision.service, taker.provision.id)
        found.append((rank, Fit(taker, refused)))
    return min(found, key=lambda item: item[0])[1] if found else None


def blank_fields(taker: Taker, dimensions: Iterable[int], names: Sequence[str]) -> list[Field]:
    """The fields of a provision that are not known, or half known, in the given dimensions."""
    row = taker.provision
    return [Field(row.label, row.id, names[d]) for d in dimensions if taker.sure[d] != taker.may[d]]


def first_point(box: Box) -> Box:
    """The first point of a box, as a box."""
    return tuple(1 << next(bits(side)) for side in box)

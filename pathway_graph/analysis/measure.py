"""Weigh boxes: by people where every area has a population, else by leaves and months."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from .boxes import AGES, AREAS, Box, bits
from .landscape import Landscape
from .space import Space

__all__ = ["Measure", "People"]

_Bands = tuple[tuple[int, Fraction], ...]
"""Disjoint ages of one leaf, each with the people of one month of it."""


class People:
    """The people of each leaf area by age; the narrowest band that fits an age counts (then the latest year)."""

    def __init__(self, landscape: Landscape, space: Space) -> None:
        self._space = space
        rows: dict[int, list[tuple[int, int, str, int, int]]] = {}
        for row in landscape.populations:
            ages, area = space.ages.mask(row.ages), space.areas.masks[row.area]
            if ages and area.bit_count() == 1:
                months = space.ages.size(ages)
                rows.setdefault(area.bit_length() - 1, []).append((months, -row.year, row.id, ages, row.people))
        self._bands: dict[int, _Bands] = {leaf: _narrowest(sorted(found)) for leaf, found in rows.items()}
        self._months: dict[tuple[int, int], Fraction] = {}

    def known(self, areas: int, ages: int) -> bool:
        """True if every one of these areas has a population at every one of these ages."""
        if not self._bands:
            return False
        return all(
            leaf in self._bands and not ages & ~sum(band for band, _ in self._bands[leaf]) for leaf in bits(areas)
        )

    def of(self, areas: int, ages: int) -> Fraction:
        """How many people live there at these ages."""
        return sum((self._of(leaf, ages) for leaf in bits(areas)), Fraction(0))

    def _of(self, leaf: int, ages: int) -> Fraction:
        known = self._months.get((leaf, ages))
        if known is None:
            size = self._space.ages.size
            known = sum((size(band & ages) * each for band, each in self._bands[leaf] if band & ages), Fraction(0))
            self._months[leaf, ages] = known
        return known

    def scale(self, areas: int) -> int:
        """The number that makes the people of every month of these areas whole."""
        return math.lcm(*(each.denominator for leaf in bits(areas) for _, each in self._bands[leaf]))


def _narrowest(rows: Sequence[tuple[int, int, str, int, int]]) -> _Bands:
    taken, bands = 0, []
    for months, _, _, ages, people in rows:
        if rest := ages & ~taken:
            bands.append((rest, Fraction(people, months)))
            taken |= rest
    return tuple(bands)


class Measure:
    """The weight of a box, a whole number; `counts` names what areas and ages are counted by."""

    def __init__(self, space: Space, people: People | None = None, areas: int = 0, ages: int = 0) -> None:
        """Weigh by `people` if they are known for all of these areas and ages (and there are any), else without."""
        self._size = space.size
        self._people = people if people and people.known(areas, ages) and people.of(areas, ages) else None
        self._scale = self._people.scale(areas) if self._people else 1
        self.counts = "people" if self._people else "areas and months of age"

    def side(self, dimension: int, mask: int) -> int:
        """The weight of one side other than areas and ages, which may hang together."""
        return self._size(dimension, mask)

    @property
    def by_people(self) -> bool:
        """True if areas and ages are weighed together, by the people who live there."""
        return self._people is not None

    def place(self, areas: int, ages: int) -> int:
        """The weight of areas and ages together."""
        if self._people is None:
            return self._size(AREAS, areas) * self._size(AGES, ages)
        return int(self._people.of(areas, ages) * self._scale)

    def volume(self, box: Box) -> int:
        """The weight of a box."""
        total = self.place(box[AREAS], box[AGES])
        for dimension in range(2, len(box)):
            total *= self._size(dimension, box[dimension])
        return total

"""Find the provisions that may meet a box, by function, need and area, without trying them all."""

from __future__ import annotations

from collections.abc import Iterable

from .boxes import AREAS, NEEDS, Box, bits
from .hierarchy import Hierarchy
from .landscape import Landscape, Members, Provision
from .space import Offered, Space

__all__ = ["Candidates"]

_EVERYWHERE = ""


class Candidates:
    """The provisions of a landscape in an order of their own, with their boxes.

    Each is filed under every function that it delivers and every one above (a requirement for a function is met by
    those below it), then under each need leaf that it may take, then under the areas that it states. What is blank or
    any is filed once, not under every leaf.
    """

    def __init__(self, landscape: Landscape, space: Space) -> None:
        self.space = space
        self.functions = Hierarchy(landscape.functions)
        self.provisions: tuple[Provision, ...] = tuple(
            sorted(landscape.provisions, key=lambda row: (row.service, row.id, row.label))
        )
        self._offered: dict[int, Offered] = {}
        self._filed: dict[str, dict[int | None, dict[str, list[int]]]] = {}
        self._near: dict[int, frozenset[str]] = {}
        self._placed: dict[str, dict[str, list[int]]] = {}
        self._sharing: dict[tuple[str, int, int], tuple[int, ...]] = {}
        self._delivering: dict[str, tuple[int, ...]] = {}
        self._above = {leaf: space.areas.above(leaf) for leaf in space.areas.leaves}
        self._upward = {row.id: self.functions.above(row.id) for row in landscape.functions}
        for n, row in enumerate(self.provisions):
            for function in {above for one in row.functions for above in self._upward[one]}:
                self._file(n, row, self._filed.setdefault(function, {}))

    def _file(self, n: int, row: Provision, by_need: dict[int | None, dict[str, list[int]]]) -> None:
        needs, areas = row.extent.needs, _ids(row.extent.areas)
        leaves: Iterable[int | None] = (None,)
        if _ids(needs) != (_EVERYWHERE,):
            leaves = bits(self.space.members(NEEDS, needs)[1])
        for leaf in leaves:
            by_area = by_need.setdefault(leaf, {})
            for area in areas:
                by_area.setdefault(area, []).append(n)

    def above(self, function: str) -> tuple[str, ...]:
        """A function and all above it."""
        return self._upward[function]

    def offered(self, n: int) -> Offered:
        """The box of the n-th provision, as bits."""
        known = self._offered.get(n)
        if known is None:
            known = self._offered[n] = self.space.offered(self.provisions[n].extent)
        return known

    def delivering(self, function: str) -> tuple[int, ...]:
        """All provisions of a function or one below it."""
        known = self._delivering.get(function)
        if known is None:
            filed = self._filed.get(function, {})
            numbers = {n for by_area in filed.values() for found in by_area.values() for n in found}
            known = self._delivering[function] = tuple(sorted(numbers))
        return known

    def sharing(self, function: str, dimension: int, side: int) -> tuple[int, ...]:
        """The provisions of a function or one below it that may take some of these areas, or of these needs."""
        known = self._sharing.get((function, dimension, side))
        if known is None:
            known = self._sharing[function, dimension, side] = self._shared(function, dimension, side)
        return known

    def _shared(self, function: str, dimension: int, side: int) -> tuple[int, ...]:
        found: set[int] = set()
        if dimension == AREAS:
            by_area = self._by_area(function)
            found.update(*(by_area[area] for area in by_area.keys() & self._nearby(side)))
            found.update(by_area.get(_EVERYWHERE, ()))
        else:
            by_need = self._filed.get(function, {})
            for leaf in (None, *bits(side)):
                for numbers in by_need.get(leaf, {}).values():
                    found.update(numbers)
        return tuple(sorted(n for n in found if self.offered(n).may[dimension] & side))

    def _by_area(self, function: str) -> dict[str, list[int]]:
        """The provisions of a function or one below it by the areas that they state, whatever their needs."""
        known = self._placed.get(function)
        if known is None:
            known = self._placed[function] = {}
            for by_area in self._filed.get(function, {}).values():
                for area, numbers in by_area.items():
                    known.setdefault(area, []).extend(numbers)
        return known

    def meeting(self, function: str, box: Box) -> list[tuple[int, Offered]]:
        """The provisions of a function or one below it whose box may meet this one, with their boxes, in order."""
        by_need = self._filed.get(function)
        if not by_need:
            return []
        found: set[int] = set()
        near = self._nearby(box[AREAS])
        for leaf in (None, *bits(box[NEEDS])):
            by_area = by_need.get(leaf)
            if by_area:
                found.update(by_area.get(_EVERYWHERE, ()))
                for area in by_area.keys() & near:
                    found.update(by_area[area])
        meeting = []
        for n in sorted(found):
            offered = self.offered(n)
            if all(mine & theirs for mine, theirs in zip(box, offered.may, strict=True)):
                meeting.append((n, offered))
        return meeting

    def _nearby(self, areas: int) -> frozenset[str]:
        """The areas that share a leaf with these."""
        known = self._near.get(areas)
        if known is None:
            leaves = self.space.areas.leaves
            known = self._near[areas] = frozenset().union(*(self._above[leaves[leaf]] for leaf in bits(areas)))
        return known


def _ids(members: Members) -> tuple[str, ...]:
    if members.state in ("blank", "missing", "any"):
        return (_EVERYWHERE,)
    return tuple(sorted({*members.sure, *members.some}))

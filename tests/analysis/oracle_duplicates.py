"""Compare every two provisions of a small landscape point by point, from the meaning of a duplicate alone."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

from pathway_graph.analysis.landscape import Provision

from .oracle_coverage import Oracle, Point, below
from .worlds import AGE_CUTS, DAY, MINUTE_CUTS

__all__ = ["DuplicatesOracle"]

Sets = dict[str, tuple[set[Any], set[Any]]]


class DuplicatesOracle(Oracle):
    """Answers about pairs."""

    def points_of_all(self) -> list[Point]:
        """Every point there is, steps and hours included."""
        leaves = self.leaves(self.areas, tuple(self.areas)), self.leaves(self.needs, tuple(self.needs))
        found: list[Point] = []
        for area, need in itertools.product(*leaves):
            scale = self.scale[need]
            steps: list[int | None] = list(range(scale[0], scale[1] + 1)) if scale else [None]
            for month, group, step, minute in itertools.product(AGE_CUTS[:-1], self.groups, steps, MINUTE_CUTS[:-1]):
                found.append((area, month, need, group, step, minute))
        return found

    def sets(self, row: Provision) -> Sets:
        """Field -> values taken for sure, values that may be taken."""
        axes: dict[str, list[Any]] = {
            "area": sorted(self.leaves(self.areas, tuple(self.areas))), "ages": list(AGE_CUTS[:-1]),
            "need": sorted(self.leaves(self.needs, tuple(self.needs))), "group": self.groups,
            "hours": list(MINUTE_CUTS[:-1]), "steps": [1, 2, 3, 4],
        }  # fmt: skip
        place = {"area": 0, "ages": 1, "need": 2, "group": 3, "steps": 4, "hours": 5}
        sets: Sets = {}
        for field, values in axes.items():
            sets[field] = (set(), set())
            for value in values:
                point: list[Any] = ["north", 0, "mood", "no named group", 1, 0]
                point[place[field]] = value
                sure, may = self.provision_takes(row, tuple(point))[field]
                if sure:
                    sets[field][0].add(value)
                if may:
                    sets[field][1].add(value)
        return sets

    @staticmethod
    def surely(a: tuple[set[Any], set[Any]], b: tuple[set[Any], set[Any]]) -> bool:
        """Some value in common whatever the blanks are: a side with nothing for sure stands for some value."""
        if a[0] & b[0]:
            return True
        if a[0] and not b[0]:
            a, b = b, a
        return bool(b[0]) and not a[0] and bool(a[1]) and a[1] <= b[0]

    def meet(self, one: Provision, other: Provision) -> tuple[bool, bool]:
        """Whether the two boxes meet: surely, perhaps."""
        points = self.points_of_all()
        perhaps = [
            point
            for point in points
            if all(may for row in (one, other) for _, may in self.provision_takes(row, point).values())
        ]
        if not perhaps:
            return False, False
        a, b = self.sets(one), self.sets(other)
        if not all(self.surely(a[field], b[field]) for field in ("area", "ages", "group", "hours")):
            return False, True
        ready = set()
        for need in {point[2] for point in points}:
            scale = self.scale[need]
            on = set(range(scale[0], scale[1] + 1)) if scale else set()
            steps = [(side["steps"][0] & on, side["steps"][1] & on) for side in (a, b)]
            if not scale or self.surely(*steps):
                ready.add(need)
        trimmed = [(side["need"][0] & ready, side["need"][1]) for side in (a, b)]
        for n in (0, 1):
            if (a, b)[n]["need"][0] and not trimmed[n][0]:
                return False, True
        if (a["need"][0] and b["need"][0]) and not trimmed[0][0] & trimmed[1][0]:
            return False, True
        return self.surely(*trimmed), True

    def is_open(self, row: Provision) -> tuple[bool, bool]:
        """Whether it is open on the day: surely, perhaps."""
        service = self.services[row.service]
        least, most = (
            self.opened(service, row, lambda key, yes=yes: yes) and self.lasts(service, row, lambda key, yes=yes: yes)  # type: ignore[misc]
            for yes in (False, True)
        )
        return least, most

    def function(self, one: Provision, other: Provision) -> str | None:
        """The lowest function that both deliver, or one below the other's."""
        shared = set()
        for a, b in itertools.product(one.functions, other.functions):
            if a in below(self.functions, b):
                shared.add(a)
            elif b in below(self.functions, a):
                shared.add(b)
        return min(shared, key=lambda key: (len(below(self.functions, key)), key)) if shared else None

    def share(self, one: Provision, other: Provision) -> Fraction | None:
        """The share of the smaller box, where nothing is blank; weighed by people where every area involved has any."""
        points, weights = self.points_of_all(), []
        taken: list[set[Point]] = []
        for row in (one, other):
            found = set()
            for point in points:
                takes = self.provision_takes(row, point).values()
                if all(may for _, may in takes):
                    found.add(point)
                    if not all(sure for sure, _ in takes):
                        return None
            taken.append(found)
        areas = {point[0] for found in taken for point in found}
        ages = {point[1] for found in taken for point in found}
        involved = [(a, m, "", "", None, 0) for a in areas for m in ages]
        weigh = self.weigher(involved)  # type: ignore[arg-type]
        for found in (*taken, taken[0] & taken[1]):
            weights.append(sum((weigh(point) for point in found), Fraction(0)))
        smaller = min(weights[0], weights[1])
        return weights[2] / smaller if smaller else None

    def verdict(self, one: Provision, other: Provision) -> str | None:  # type: ignore[override]
        """Definite, possible, or None, on the day of the worlds."""
        if one.service == other.service or not self.function(one, other):
            return None
        sure, perhaps = self.meet(one, other)
        opens = [self.is_open(row) for row in (one, other)]
        if not perhaps or not all(most for _, most in opens):
            return None
        return "definite" if sure and all(least for least, _ in opens) else "possible"


assert DAY

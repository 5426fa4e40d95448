"""Walk every person of a small landscape path by path, in both readings, from the meaning of the verdicts alone."""

from __future__ import annotations

from typing import Any

from pathway_graph.analysis.landscape import Handoff, Landscape, Provision

from .oracle_coverage import Choice, Point
from .oracle_handoffs import HandoffOracle

__all__ = ["WalkOracle"]


class WalkOracle(HandoffOracle):
    """Answers for one landscape on the day of the worlds."""

    def __init__(self, landscape: Landscape, doors: tuple[str, ...] = ("self", "gp")) -> None:
        super().__init__(landscape)
        self.doors = doors
        self._verdicts: dict[Point, str] = {}

    def verdict_of(self, point: Point) -> str:
        """Helped or lost where both readings say so."""
        if point not in self._verdicts:
            low, high = self.helped(point, lambda key: False), self.helped(point, lambda key: True)
            self._verdicts[point] = "not_known" if low != high else "helped" if low else "lost"
        return self._verdicts[point]

    def spoken_of(self, point: Point) -> bool:
        """True if a requirement may speak of a point."""
        return bool(self.functions_asked(point, lambda key: True))

    def functions_asked(self, point: Point, choice: Choice) -> set[str]:
        found = set()
        for row in self.land.requirements:
            speaks = self.asks_freely(row, point, point[5] is not None)
            inside = all(self.read(("Requirement", row.id, f), s, m, choice) for f, (s, m) in speaks.items())
            if inside and self.in_force(row, choice):
                found.add(row.function)
        return found

    def helped(self, point: Point, choice: Choice) -> bool:
        """Try every path from every door."""
        asked = self.functions_asked(point, choice)
        for service in self.land.services:
            entry = service.entry
            opened = choice(("Service", service.id, "entry")) if entry is None else bool(set(entry) & set(self.doors))
            if opened and self._from(service.id, point[5] is not None, point, choice, asked, ()):
                return True
        return False

    def _from(
        self, service: str, hours: bool, point: Point, choice: Choice, asked: set[str], before: tuple[Any, ...]
    ) -> bool:
        rows = self.rows(service)
        taking = [row for row in rows if self._takes(row, hours, point, choice)]
        if any(self._helps(row, asked, choice) for row in taking):
            return True
        if not any(self.is_open(row, choice) for row in rows):
            return False
        for handoff in self.land.handoffs:
            if handoff.sender != service or not self._carries(handoff, bool(taking), point, choice):
                continue
            if handoff.nobody:
                continue
            if handoff.receiver is None:
                if choice(("Handoff", handoff.id, "to")):
                    return True
                continue
            to = (handoff.receiver, handoff.immediate and point[5] is not None)
            if to not in before and self._from(*to, point, choice, asked, (*before, to)):
                return True
        return False

    def _takes(self, row: Provision, hours: bool, point: Point, choice: Choice) -> bool:
        if self.services[row.service].status in ("full", "paused") or not self.is_open(row, choice):
            return False
        at = point if hours else (*point[:5], None)
        here = row.label, row.id
        return all(self.read((*here, f), s, m, choice) for f, (s, m) in self.provision_takes(row, at).items())

    def _helps(self, row: Provision, asked: set[str], choice: Choice) -> bool:
        if asked:
            return any(function in self._upward(one) for one in row.functions for function in asked)
        helping = self.helping(row)
        return helping == "yes" or (helping == "perhaps" and choice(("Function", "", "kind")))

    def _upward(self, function: str) -> set[str]:
        found = {function}
        for parent in self.functions[function]:
            found |= self._upward(parent)
        return found

    def _carries(self, handoff: Handoff, taken: bool, point: Point, choice: Choice) -> bool:
        kind = "step_down" if handoff.kind == "discharge" else handoff.kind
        said = self.said(handoff)
        if point[5] is None:
            said.pop("hours", None)
        if not taken and kind != "signpost":
            return False
        if taken and not said:
            return kind == "refer"
        wanted = dict.fromkeys(said) if kind == "refer" else None
        return any(
            self._in_flow(handoff, row, kind, said, wanted, point, choice)
            for row in self.rows(handoff.sender)
            if self.is_open(row, choice)
        )

    def _in_flow(
        self, handoff: Handoff, row: Provision, kind: str, said: dict[str, Any], wanted: Any, point: Point,
        choice: Choice,
    ) -> bool:  # fmt: skip
        flow = self.leaves_by(row, kind, said, point)
        for field, (sure, may) in flow.items():
            if field == "hours" and field not in said:
                continue
            if wanted is not None and field not in wanted:
                continue
            if not self.read(("", "", field), sure, may, choice):
                return False
        return True

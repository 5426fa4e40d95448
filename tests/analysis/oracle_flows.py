"""Say who leaves a service, point by point, from the meaning of the verdicts alone.

No bits and no boxes taken from boxes. What is blank of those who leave stands for some value: every value is tried.
What is blank of those who take is read as nothing and as everything.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pathway_graph.analysis.landscape import Extent, Handoff, Landscape, Provision, Words

from .oracle_coverage import Choice, Oracle, Point, remembered
from .worlds import AGE_CUTS, MINUTE_CUTS

__all__ = ["AGES", "FIELDS", "Flow", "FlowOracle", "Pair", "Test"]

AGES = (0, 192, 193, 204, 205)
"""The starts of the cells of age, with the months at which people outgrow a provision."""
FIELDS = ("area", "ages", "need", "group", "steps", "hours")
Pair = tuple[bool, bool]
Test = Callable[[Point], bool]


class FlowOracle(Oracle):
    """Answers for one landscape on the day of the worlds."""

    def __init__(self, landscape: Landscape) -> None:
        super().__init__(landscape, 0)
        self.kind_of = {row.id: row.kind for row in landscape.functions}
        words = {word for row in landscape.handoffs for word in (*row.extent.groups.sure, *row.extent.groups.may)}
        self.groups = sorted({*self.groups, *words})
        self._everybody: dict[bool, list[Point]] = {}
        self._flows: dict[Any, Flow] = {}

    def everybody(self, minutes: bool) -> list[Point]:
        """Every point of the world; without minutes unless these are tested."""
        if minutes in self._everybody:
            return self._everybody[minutes]
        clock: Sequence[int | None] = MINUTE_CUTS[:-1] if minutes else (None,)
        found: list[Point] = []
        for area, need in itertools.product(self.leaves(self.areas, tuple(self.areas)),
                                            self.leaves(self.needs, tuple(self.needs))):  # fmt: skip
            scale = self.scale[need]
            steps: Sequence[int | None] = range(scale[0], scale[1] + 1) if scale else (None,)
            found += [(area, a, need, g, s, m) for a in AGES for g in self.groups for s in steps for m in clock]
        self._everybody[minutes] = found
        return found

    # ---- services on the day ---------------------------------------------------------------------------------
    def rows(self, service: str) -> list[Provision]:
        found = [row for row in self.land.provisions if row.service == service]
        return found or [Provision(service, service, (), Extent(groups=Words("missing")), "Service")]

    def is_open(self, row: Provision, choice: Choice) -> bool:
        service = self.services[row.service]
        return self.opened(service, row, choice) and self.lasts(service, row, choice)

    @remembered
    def open_pair(self, row: Provision) -> Pair:
        return self.is_open(row, lambda key: False), self.is_open(row, lambda key: True)

    def there(self, service: str) -> list[Provision]:
        return [row for row in self.rows(service) if self.open_pair(row)[1]]

    @remembered
    def inside(self, row: Provision, point: Point) -> Pair:
        """Whether the box of a provision holds a point: surely, perhaps."""
        takes = self.provision_takes(row, point).values()
        return all(sure for sure, _ in takes), all(may for _, may in takes)

    @remembered
    def taken_by(self, row: Provision, point: Point) -> Pair:
        """Whether a provision takes somebody new at a point: surely, perhaps."""
        if self.services[row.service].status in ("full", "paused"):
            return False, False
        is_open, box = self.open_pair(row), self.inside(row, point)
        return is_open[0] and box[0], is_open[1] and box[1]

    def helping(self, row: Provision) -> str:
        kinds = [self.kind_of[function] for function in row.functions]
        return "yes" if "helps" in kinds else "perhaps" if "" in kinds or not kinds else "no"

    # ---- who leaves ------------------------------------------------------------------------------------------
    @staticmethod
    def said(handoff: Handoff) -> dict[str, Any]:
        box = handoff.extent
        sides: list[Any] = [box.areas, box.ages, box.needs, box.groups, box.steps, box.minutes]
        return {
            field: side for field, side in zip(FIELDS, sides, strict=True)
            if side.state not in ("blank", "missing") and (field != "hours" or handoff.immediate)
        }  # fmt: skip

    def leaves_by(self, row: Provision, kind: str, said: dict[str, Any], point: Point) -> dict[str, Pair]:
        """Field -> whether the flow of a provision holds the point there; a field that is not tested is left out."""
        _, month, need, _, step, _ = point
        flow = dict(self.provision_takes(row, point))
        if kind == "signpost":
            flow.update(dict.fromkeys(("ages", "group"), (True, True)))
            flow.update({field: (True, True) for field in ("steps", "hours") if field in flow})
        if kind == "transition":
            flow["ages"] = self.age_edge(row, month)
        if kind in ("step_up", "step_down") and "steps" not in said:
            flow["steps"] = self.step_edge(row, kind, need, step)
        flow.update(self.said_of(said, point))
        return flow

    def said_of(self, said: dict[str, Any], point: Point) -> dict[str, Pair]:
        """Field -> whether what a handoff states holds the point there."""
        area, month, need, group, step, minute = point
        found = {}
        for field, side in said.items():
            if field in ("area", "need"):
                tree, leaf = (self.areas, area) if field == "area" else (self.needs, need)
                found[field] = self.among(tree, side, leaf)
            elif field == "group":
                surely = side.state == "any" or group in side.sure
                found[field] = surely, surely or group in side.may
            else:
                value = {"ages": month, "steps": step, "hours": minute}[field]
                if value is not None:
                    found[field] = self.within(side, value, field == "steps")
        return found

    def age_edge(self, row: Provision, month: int) -> Pair:
        ages = row.extent.ages
        if ages.state in ("blank", "missing", "half"):
            return False, True
        at = ages.state == "stated" and bool(ages.sure) and month == ages.sure[-1] < AGE_CUTS[-1]
        return at, at

    @remembered
    def step_edge(self, row: Provision, kind: str, need: str, step: int | None) -> Pair:
        scale = self.scale[need]
        if scale is None or step is None:
            return False, False
        steps = range(scale[0], scale[1] + 1)
        known = [self.within(row.extent.steps, value, True) for value in steps]
        if any(sure != may for sure, may in known):
            return False, step != (scale[0] if kind == "step_up" else scale[1])
        taken = [value for value, (sure, _) in zip(steps, known, strict=True) if sure]
        beyond = taken and (max(taken) + 1 if kind == "step_up" else min(taken) - 1)
        return (step == beyond,) * 2 if taken else (False, False)

    def edge_known(self, row: Provision, kind: str, said: dict[str, Any]) -> bool:
        if kind == "transition" and "ages" not in said:
            return row.extent.ages.state not in ("blank", "missing", "half")
        if kind in ("step_up", "step_down") and "steps" not in said:
            needs = [
                p
                for p in self.everybody(False)
                if all(may for f, (_, may) in self.leaves_by(row, "refer", said, p).items() if f == "need")
            ]
            scaled = [p for p in needs if p[4] is not None]
            return all(len(set(self.within(row.extent.steps, p[4] or 0, True))) == 1 for p in scaled)
        return True

    def senders(self, service: str, kind: str, said: dict[str, Any]) -> list[Provision]:
        rows = self.there(service)
        if kind != "refer":
            return rows
        handing = [row for row in rows if self.helping(row) != "yes"]
        return handing or (rows if said else [])

    def certain(self, row: Provision, kind: str, said: dict[str, Any]) -> bool:
        """True if a provision's flow surely exists, in some box."""
        stated = any(row is mine for mine in self.land.provisions)
        handing = kind != "refer" or bool(said) or self.helping(row) == "no"
        return stated and handing and self.open_pair(row)[0] and self.edge_known(row, kind, said)

    def flow(self, row: Provision, kind: str, said: dict[str, Any], minutes: bool) -> Flow:
        key = row.label, row.id, kind, tuple(said.items()), minutes
        if key not in self._flows:
            self._flows[key] = Flow(self, row, kind, said, self.everybody(minutes))
        return self._flows[key]

    def own(self, service: str, kind: str, row: Provision) -> tuple[Test, Test]:
        """What a service itself still takes of its own flow: surely, perhaps."""

        def surely(point: Point) -> bool:
            return any(self._keeps(mine, kind, mine is row, point)[0] for mine in self.there(service))

        def perhaps(point: Point) -> bool:
            return any(self._keeps(mine, kind, mine is row, point)[1] for mine in self.there(service))

        return surely, perhaps

    def _keeps(self, mine: Provision, kind: str, same: bool, point: Point) -> Pair:
        helping = self.helping(mine)
        if kind == "refer" and helping == "no":
            return False, False
        if kind == "signpost" and self.services[mine.service].status in ("full", "paused"):
            return False, False
        takes = dict(self.provision_takes(mine, point))
        if same and kind == "signpost":  # it has the very areas and needs of its flow, whatever they are
            takes.update({field: (takes[field][1],) * 2 for field in ("area", "need")})
        surely = all(sure for sure, _ in takes.values()) and self.open_pair(mine)[0]
        return surely and (kind != "refer" or helping == "yes"), all(may for _, may in takes.values())


class Flow:
    """Those who leave one provision."""

    def __init__(
        self, oracle: FlowOracle, row: Provision, kind: str, said: dict[str, Any], everybody: list[Point]
    ) -> None:
        self.row = row
        told = [(point, oracle.leaves_by(row, kind, said, point)) for point in everybody]
        self.may = [(point, flow) for point, flow in told if all(may for _, may in flow.values())]
        self.is_certain = oracle.certain(row, kind, said)
        self.scale = oracle.scale
        self.unsaid = {
            field for field in FIELDS
            if field != "steps" and not any(flow[field][0] for _, flow in self.may if field in flow)
        }  # fmt: skip

    def any(self, test: Test) -> bool:
        """True if some point that may leave passes."""
        return any(test(point) for point, _ in self.may)

    def always(self, test: Test) -> bool:
        """True if, whatever the fields that are not said stand for, some point that then leaves passes."""
        passing = {point for point, _ in self.may if test(point)}
        return all(any(p in passing for p in points) for points in self.fillings) if self.may else False

    @functools.cached_property
    def fillings(self) -> list[list[Point]]:
        """The points that leave, for each way of filling what is not said."""
        return list(self._filled())

    def _filled(self) -> Iterator[list[Point]]:
        places = [FIELDS.index(field) for field in sorted(self.unsaid)]
        by_values: dict[tuple[Any, ...], list[tuple[Point, dict[str, Pair]]]] = {}
        for point, flow in self.may:
            by_values.setdefault(tuple(point[place] for place in places), []).append((point, flow))
        for kept in by_values.values():
            surely = [(p, f) for p, f in kept if all(f[x][0] for x in f if x != "steps" and x not in self.unsaid)]
            by_scale: dict[Any, list[tuple[Point, bool]]] = {}
            for point, flow in surely:
                by_scale.setdefault(self.scale[point[2]], []).append((point, flow.get("steps", (True, True))[0]))
            yield from self._stepped(list(by_scale.values()))

    @staticmethod
    def _stepped(by_scale: list[list[tuple[Point, bool]]]) -> Iterator[list[Point]]:
        ways: list[list[list[Point]]] = []
        for points in by_scale:
            known = [point for point, sure in points if sure]
            steps = sorted({point[4] for point, _ in points}, key=str)
            ways.append([known] if known else [[p for p, _ in points if p[4] == step] for step in steps])
        for combination in itertools.product(*ways):
            yield [point for part in combination for point in part]

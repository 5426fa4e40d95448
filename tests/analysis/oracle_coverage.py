"""Judge every point of a small landscape one after the other, from the meaning of the verdicts alone.

Written without the product's geometry: no bits, no cut points of its own, no boxes taken from boxes. A point has one
value in every dimension; ages and minutes are taken at the start of the cells that the worlds are made of, and weigh
as much as their cell is long.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, TypeVar

from pathway_graph.analysis.landscape import Date, Landscape, Numbers, Provision, Quantity, Requirement, Service

from .worlds import AGE_CUTS, DAY, MINUTE_CUTS

__all__ = ["Choice", "Oracle", "Point", "remembered"]

Point = tuple[str, int, str, str, int | None, int | None]
"""Area leaf, month, need leaf, group, step (None: not tested), minute (None: not tested)."""
Key = tuple[str, str, str]
Choice = Callable[[Key], bool]
BEST = ("covered", "at_risk", "too_slow", "planned", "gap")
WORST = ("gap", "planned", "too_slow", "not_known", "at_risk")


def below(rows: dict[str, tuple[str, ...]], key: str) -> set[str]:
    """A row and all below it."""
    found = {key}
    for _ in rows:
        found |= {child for child, parents in rows.items() if found & set(parents)}
    return found


_Method = TypeVar("_Method", bound=Callable[..., Any])


def remembered(method: _Method) -> _Method:
    """Ask a method of an oracle about a row of its landscape only once with the same words; its answers are read only.

    Rows are told apart by label and id, which is quicker than by all that they hold.
    """

    @functools.wraps(method)
    def asked(self: Any, row: Any, *rest: Any) -> Any:
        key = method, getattr(row, "label", "Requirement"), row.id, rest
        known = self.memory
        if key not in known:
            known[key] = method(self, row, *rest)
        return known[key]

    return asked  # type: ignore[return-value]


class Oracle:
    """Answers for one landscape on the day of the worlds."""

    def __init__(self, landscape: Landscape, horizon: int) -> None:
        self.land, self.horizon = landscape, horizon
        self.memory: dict[Any, Any] = {}
        self._leaves: dict[tuple[int, tuple[str, ...]], set[str]] = {}
        self._among: dict[tuple[int, object, str], tuple[bool, bool]] = {}
        self._under: dict[str, set[str]] = {}
        self.areas = {area.id: area.parents for area in landscape.areas}
        self.needs = {need.id: need.parents for need in landscape.needs}
        self.functions = {function.id: function.parents for function in landscape.functions}
        self.scale = {need.id: need.scale for need in landscape.needs}
        self.services = {service.id: service for service in landscape.services}
        boxes = [row.extent for row in landscape.provisions] + [row.extent for row in landscape.requirements]
        words = {word for box in boxes for word in box.groups.sure + box.groups.may}
        self.groups = sorted(words | {"no named group"})

    # ---- what a stated box holds -------------------------------------------------------------------------------
    def leaves(self, rows: dict[str, tuple[str, ...]], ids: tuple[str, ...]) -> set[str]:
        key = id(rows), ids
        if key not in self._leaves:
            parents = {parent for up in rows.values() for parent in up}
            self._leaves[key] = {leaf for each in ids for leaf in below(rows, each) if leaf not in parents}
        return self._leaves[key]

    def under(self, function: str) -> set[str]:
        """A function and all below it."""
        if function not in self._under:
            self._under[function] = below(self.functions, function)
        return self._under[function]

    def among(self, rows: dict[str, tuple[str, ...]], said: object, leaf: str) -> tuple[bool, bool]:
        """Is a leaf among the areas or needs that are said: surely, perhaps. Each is looked up once a world."""
        key = id(rows), said, leaf
        if key not in self._among:
            self._among[key] = self._is_among(rows, said, leaf)
        return self._among[key]

    def _is_among(self, rows: dict[str, tuple[str, ...]], said: object, leaf: str) -> tuple[bool, bool]:
        state, sure, some, out = said.state, said.sure, said.some, said.excepted  # type: ignore[attr-defined]
        if state in ("blank", "missing"):
            return False, True
        if leaf in self.leaves(rows, out):
            return False, False
        surely = state == "any" or leaf in self.leaves(rows, sure)
        return surely, surely or leaf in self.leaves(rows, some)

    @staticmethod
    @functools.lru_cache(maxsize=4096)
    def within(said: Numbers, value: int, inclusive: bool) -> tuple[bool, bool]:
        if said.state == "any":
            return True, True
        if said.state in ("blank", "missing"):
            return False, True

        def inside(flat: tuple[int, ...]) -> bool:
            pairs = zip(flat[::2], flat[1::2], strict=True)
            return any(low <= value < high + inclusive for low, high in pairs)

        return inside(said.sure), inside(said.may) or inside(said.sure)

    @remembered
    def provision_takes(self, row: Provision, point: Point) -> dict[str, tuple[bool, bool]]:
        """Field -> does it take the point: surely, perhaps."""
        area, month, need, group, step, minute = point
        box = row.extent
        takes = {
            "area": self.among(self.areas, box.areas, area),
            "need": self.among(self.needs, box.needs, need),
            "ages": self.within(box.ages, month, False),
            "group": {"blank": (True, True), "any": (True, True), "missing": (False, True)}.get(
                box.groups.state, (group in box.groups.sure, group in box.groups.sure + box.groups.may)
            ),
        }
        if step is not None:
            takes["steps"] = self.within(box.steps, step, True)
        if minute is not None:
            takes["hours"] = self.within(box.minutes, minute, False)
        return takes

    @remembered
    def requirement_asks(self, row: Requirement, point: Point) -> dict[str, tuple[bool, bool]]:
        area, month, need, group, step, minute = point
        box = row.extent
        asks = {"area": self.among(self.areas, box.areas, area), "need": self.among(self.needs, box.needs, need)}
        if box.ages.state not in ("blank", "missing"):
            asks["ages"] = self.within(box.ages, month, False)
        if box.groups.state == "any":
            asks["group"] = (True, True)
        elif box.groups.state in ("blank", "missing"):
            asks["group"] = (group == "no named group",) * 2
        else:
            asks["group"] = (group in box.groups.sure, group in box.groups.sure + box.groups.may)
        if step is not None:
            asks["steps"] = self.within(box.steps, step, True)
        if minute is not None:
            asks["hours"] = self.within(box.minutes, minute, False)
        return asks

    def points(self, row: Requirement) -> Iterator[Point]:
        """Every point that the requirement may ask for."""
        for area, need in itertools.product(self.leaves(self.areas, tuple(self.areas)),
                                            self.leaves(self.needs, tuple(self.needs))):  # fmt: skip
            steps: list[int | None] = [None]
            if row.extent.steps.state not in ("blank", "missing") and self.scale[need]:
                low, high = self.scale[need] or (0, 0)
                steps = list(range(low, high + 1))
            minutes: list[int | None] = [None]
            if row.extent.minutes.state not in ("blank", "missing"):
                minutes = list(MINUTE_CUTS[:-1])
            for month, group, step, minute in itertools.product(AGE_CUTS[:-1], self.groups, steps, minutes):
                point = (area, month, need, group, step, minute)
                if all(may for _, may in self.requirement_asks(row, point).values()):
                    yield point

    # ---- dates, contracts, waits ------------------------------------------------------------------------------
    @staticmethod
    def read(key: Key, sure: bool, may: bool, choice: Choice) -> bool:
        return sure if sure == may else choice(key)

    def has_opened(self, date: Date, key: Key, choice: Choice, status: str | None) -> bool | None:
        """None: no date says so."""
        if date.state in ("stated", "half"):
            sure = date.latest is not None and date.latest <= DAY
            return self.read(key, sure, date.earliest is None or date.earliest <= DAY, choice)
        if date.state == "missing" and not status:
            return self.read(key, False, True, choice)
        return None

    def has_not_closed(self, date: Date, key: Key, choice: Choice, status: str | None) -> bool | None:
        if date.state in ("stated", "half"):
            sure = date.earliest is not None and date.earliest >= DAY
            return self.read(key, sure, date.latest is None or date.latest >= DAY, choice)
        if date.state == "missing" and not status:
            return self.read(key, False, True, choice)
        return None

    def opened(self, service: Service, row: Provision, choice: Choice) -> bool:
        one = self.has_opened(service.opens, ("Service", service.id, "opens"), choice, service.status)
        two = self.has_opened(row.opens, (row.label, row.id, "opens"), choice, None)
        dated = any(date.state in ("stated", "half") for date in (service.opens, row.opens))
        if service.status == "planned" and not dated:
            return False
        return one is not False and two is not False

    def lasts(self, service: Service, row: Provision, choice: Choice) -> bool:
        one = self.has_not_closed(service.closes, ("Service", service.id, "closes"), choice, service.status)
        two = self.has_not_closed(row.closes, (row.label, row.id, "closes"), choice, None)
        dated = any(date.state in ("stated", "half") for date in (service.closes, row.closes))
        if service.status == "closed" and not dated:
            return False
        return one is not False and two is not False

    def safe(self, service: Service, choice: Choice) -> bool:
        if service.status == "pilot":
            return False
        replaced = {old for contract in self.land.contracts for old in contract.replaces}
        runs = []
        for contract in self.land.contracts:
            if service.id in contract.services:
                ends, key = contract.ends, ("Contract", contract.id, "ends")
                if contract.id in replaced or ends.state in ("blank", "any"):
                    runs.append(True)
                elif ends.state == "missing":
                    runs.append(choice(key))
                else:
                    sure = ends.earliest is not None and ends.earliest >= self.horizon
                    runs.append(self.read(key, sure, ends.latest is None or ends.latest >= self.horizon, choice))
        return not runs or any(runs)

    def in_time(self, value: Quantity, limit: Quantity, key: Key, choice: Choice) -> bool:
        if limit.state != "stated":
            return True
        assert limit.low is not None
        if value.state in ("blank", "missing"):
            return choice(key)
        sure = value.high is not None and value.high <= limit.low
        may = value.low is None or (value.low < limit.low if value.over else value.low <= limit.low)
        return self.read(key, sure, may, choice)

    # ---- verdicts ---------------------------------------------------------------------------------------------
    def one(self, row: Provision, asked: Requirement, point: Point, choice: Choice) -> str:
        """What one provision alone makes of a point."""
        service = self.services[row.service]
        if self.under(asked.function).isdisjoint(row.functions) or service.status in ("full", "paused"):
            return "gap"
        here = row.label, row.id
        for field, (sure, may) in self.provision_takes(row, point).items():
            if not self.read((*here, field), sure, may, choice):
                return "gap"
        if not self.lasts(service, row, choice):
            return "gap"
        timely = self.in_time(row.wait, asked.max_wait, (*here, row.wait_field), choice)
        timely &= self.in_time(row.response, asked.response_within, (*here, "response_within"), choice)
        if not self.opened(service, row, choice):
            return "planned" if timely else "gap"
        if not timely:
            return "too_slow"
        return "covered" if self.safe(service, choice) else "at_risk"

    def asked(self, row: Requirement, point: Point, choice: Choice) -> bool:
        key = ("Requirement", row.id)
        for field, (sure, may) in self.requirement_asks(row, point).items():
            if not self.read((*key, field), sure, may, choice):
                return False
        opened = self.has_opened(row.opens, (*key, "opens"), choice, "open")
        lasts = self.has_not_closed(row.closes, (*key, "closes"), choice, "open")
        return opened is not False and lasts is not False

    def reading(self, row: Requirement, point: Point, choice: Choice) -> str:
        """The verdict of a point in one reading; where nothing is asked, nothing is wrong."""
        if not self.asked(row, point, choice):
            return "covered"
        found = [self.one(provision, row, point, choice) for provision in self.land.provisions]
        return min(found, key=BEST.index, default="gap")

    def verdict(self, row: Requirement, point: Point) -> str:
        """The verdict of a point. What may be asked is judged as asked; unless it is covered either way, a doubt about
        the asking makes it not known."""
        surely_asked = self.asked(row, point, lambda key: False)

        def worst(key: Key) -> bool:
            return key[0] == "Requirement"

        low, high = self.reading(row, point, worst), self.reading(row, point, lambda key: True)
        if low == high and (surely_asked or low == "covered"):
            return low
        return "not_known"

    def depends(self, row: Requirement, point: Point, most: int = 7) -> set[Key] | None:
        """The fields that can change the verdict of a point, by trying every way of filling them; None if too many."""
        met: set[Key] = set()

        def listen(answer: bool) -> Choice:
            def choice(key: Key) -> bool:
                met.add(key)
                return answer

            return choice

        self.reading(row, point, listen(True))
        for provision in self.land.provisions:
            self.one(provision, row, point, listen(True))
            self.opened(self.services[provision.service], provision, listen(True))
            self.safe(self.services[provision.service], listen(True))
        if len(met) > most:
            return None
        keys = sorted(met)
        table = {}
        for filled in itertools.product((False, True), repeat=len(keys)):
            known = dict(zip(keys, filled, strict=True))
            table[filled] = self.reading(row, point, known.__getitem__)
        found = set()
        for filled, verdict in table.items():
            for n, key in enumerate(keys):
                if table[(*filled[:n], not filled[n], *filled[n + 1 :])] != verdict:
                    found.add(key)
        return found

    # ---- weights ----------------------------------------------------------------------------------------------
    def people(self, area: str, month: int) -> Fraction | None:
        """The people of one month of age: of the narrowest band that fits."""
        fits = [row for row in self.land.populations if row.area == area and row.ages[0] <= month < row.ages[1]]
        if not fits:
            return None
        row = min(fits, key=lambda row: row.ages[1] - row.ages[0])
        return Fraction(row.people, row.ages[1] - row.ages[0])

    def weigher(self, points: list[Point]) -> Callable[[Point], Fraction]:
        """The weight of the cell that begins at a point."""
        places = {(point[0], point[1]) for point in points}
        known = {place: self.people(*place) for place in places}
        counted = all(value is not None for value in known.values()) and any(known.values())
        months = {low: high - low for low, high in itertools.pairwise(AGE_CUTS)}
        minutes = {low: high - low for low, high in itertools.pairwise(MINUTE_CUTS)}

        @functools.cache
        def of_cell(area: str, month: int, minute: int | None) -> Fraction:
            each = known[area, month] if counted else Fraction(1)
            assert each is not None
            return each * months[month] * (minutes[minute] if minute is not None else 1)

        return lambda point: of_cell(point[0], point[1], point[5])

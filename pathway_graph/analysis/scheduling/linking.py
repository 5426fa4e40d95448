"""Link the nodes of a network: summaries through their leaves, events, promises, lags in the right calendar."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from .calendars import CONTINUOUS, WorkingTime, working_time
from .moments import Reading, finish_of, start_of
from .network import Network
from .plan import NO_LAG, Lag, Link, Plan
from .progress import State
from .remarks import Remark

if TYPE_CHECKING:
    from .building import Family

__all__ = ["link_up"]


def link_up(
    plan: Plan, network: Network, family: Family, base: list[WorkingTime], clocks: list[WorkingTime], reading: Reading
) -> None:
    """Add all holds of a plan to its network of leaves.

    `base` is each leaf's own calendar as stated (lags count in it even where the duration is elapsed), `clocks` each
    programme's. Links from and to inactive rows are dropped; so are events and promises without a date, and what they
    hold is noted in `network.unknown`.
    """
    linker = _Linker(plan, network, family, base, clocks, reading)
    for number, link in enumerate(plan.links):
        linker.link(number, link)
    for promise in plan.promises:
        linker.promise(promise.id)
    if linker.dropped:
        ids = tuple(sorted(set(linker.dropped)))
        text = "have links that are not used: the other end is inactive or a summary without parts"
        network.remarks.append(Remark("assumption", "dropped_links", ids, text))


class _Linker:
    def __init__(
        self,
        plan: Plan,
        network: Network,
        family: Family,
        base: list[WorkingTime],
        clocks: list[WorkingTime],
        reading: Reading,
    ) -> None:
        self.plan = plan
        self.network = network
        self.family = family
        self.base = base
        self.clocks = clocks
        self.reading = reading
        self.events = {event.id: event for event in plan.events}
        self.promises = {promise.id: promise for promise in plan.promises}
        self.ends: dict[tuple[str, State], int] = {}
        self.fixed: dict[str, int] = {}
        self.dropped: list[str] = []

    def link(self, number: int, link: Link) -> None:
        index = self.network.index
        if link.source in index and link.target in index:
            self._hold(index[link.source], (index[link.target],), link, number)
            return
        targets = self._leaves(link.target)
        if link.source in self.events:
            event = self.events[link.source]
            if event.at is None and event.mobilised_by:
                for source in self._finishes(event.mobilised_by, link.lag):
                    self._hold(source, targets, link, number, from_finish=True)
            else:
                self._from_event(link.source, targets, link, number)
            return
        sources = self._finishes(link.source, link.lag) if link.kind[0] == "f" else self._starts(link.source)
        if not sources or not targets:
            self.dropped += [link.target if targets else link.source]
        for source in sources:
            self._hold(source, targets, link, number)

    def promise(self, id: str) -> None:
        promise = self.promises[id]
        if promise.met:
            return
        link = Link(id, promise.target, promise.kind, promise.lag, id)
        self._from_event(id, self._leaves(promise.target), link, -1)

    def _from_event(self, id: str, targets: list[int], link: Link, number: int) -> None:
        when = self.promises[id].promised if id in self.promises else self.events[id].at
        if when is None:
            for target in targets:
                known = self.network.unknown.get(target, ())
                self.network.unknown[target] = tuple(sorted({*known, id}))
            return
        for target in targets:
            clock = self.clocks[self.network.programme[target]]
            at = (finish_of if id in self.promises else start_of)(when, clock, self.reading)
            node = self.fixed.get(f"{id} {at}")
            if node is None:
                node = self.fixed[f"{id} {at}"] = self.network.add(id, State.EVENT, clock, at=at)
            self._hold(node, [target], link, number)

    def _leaves(self, id: str) -> list[int]:
        ids = self.family.leaves.get(id, [id])
        return [self.network.index[leaf] for leaf in ids if leaf in self.network.index]

    def _finishes(self, id: str, lag: Lag) -> list[int]:
        """Give the nodes whose finishes make the finish of a row: itself, or for a summary one node for all leaves.

        One node is enough unless the lag depends on the leaf: on its duration, or on its calendar.
        """
        leaves = self._leaves(id)
        if id not in self.family.leaves or not leaves:
            return leaves
        by_leaf = lag.percent is not None or (lag.minutes and len({self.base[leaf] for leaf in leaves}) > 1)
        return leaves if by_leaf else [self._end(id, State.ALL_DONE, leaves)]

    def _starts(self, id: str) -> list[int]:
        leaves = self._leaves(id)
        if id not in self.family.leaves or not leaves:
            return leaves
        return [self._end(id, State.FIRST_BEGUN, leaves)]

    def _end(self, id: str, state: State, leaves: list[int]) -> int:
        if (id, state) not in self.ends:
            node = self.ends[id, state] = self.network.add(id, state, self.base[leaves[0]])
            self.network.full[node] = max(self.network.full[leaf] for leaf in leaves)
            for leaf in leaves:
                kind = "ff" if state == State.ALL_DONE else "ss"
                self.network.hold(leaf, node, kind, 0, self.base[leaf], -1)
        return self.ends[id, state]

    def _hold(
        self, source: int, targets: Sequence[int], link: Link, number: int, *, from_finish: bool | None = None
    ) -> None:
        kind = link.kind if from_finish is None else "f" + link.kind[1]
        for target in targets:
            if link.lag is NO_LAG:
                minutes, clock = 0, self.network.clock[target]
            else:
                minutes, clock = self._lag(source, target, link.lag)
            self.network.hold(source, target, kind, minutes, clock, number)

    def _lag(self, source: int, target: int, lag: Lag) -> tuple[int, WorkingTime]:
        minutes, elapsed = lag.minutes, lag.elapsed
        if lag.percent is not None:
            minutes = floor(lag.percent * self.network.full[source] / 100 + Fraction(1, 2))
            elapsed = elapsed or self.network.clock[source].calendar == CONTINUOUS
        if elapsed:
            return minutes, working_time(CONTINUOUS)
        return minutes, self._lag_clock(source, target)

    def _lag_clock(self, source: int, target: int) -> WorkingTime:
        number = self.network.programme[target]
        rules = self.plan.programmes[number]
        where = rules.lag_calendar or _BY_CONVENTION[rules.convention]
        if where == "continuous":
            return working_time(CONTINUOUS)
        if where == "programme":
            return self.clocks[number]
        # An event has no calendar of its own: its lag counts in the successor's.
        by_source = where == "predecessor" and self.network.state[source] != State.EVENT
        return self._stated(source) if by_source else self._stated(target)

    def _stated(self, node: int) -> WorkingTime:
        return self.base[node] if node < len(self.base) else self.network.clock[node]


_BY_CONVENTION: dict[str, str] = {"msproject": "successor", "p6": "predecessor"}

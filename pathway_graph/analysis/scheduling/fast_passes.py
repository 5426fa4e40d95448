"""Work out early and late dates of a large network in one calendar, by whole columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from .calendars import Instant, WorkingTime
from .column_time import ColumnTime
from .columns import FAR, Columns
from .network import LATEST, Network
from .passes import FIXED, Early, Late, fit_late, held_back, schedule_node
from .progress import State

__all__ = ["FastPasses", "common_clock"]

Column = npt.NDArray[np.int64]


def common_clock(network: Network) -> WorkingTime | None:
    """Give the calendar in which everything of a network counts; None if there are several, or rules for one by one."""
    if network.honour_late or State.FIRST_BEGUN in network.state or not network.ids:
        return None
    clock = network.clock[0]
    if any(other is not clock for other in network.clock):
        return None
    lags = (hold.clock is clock for holds in network.outgoing for hold in holds if hold.lag)
    return clock if all(lags) else None


class FastPasses:
    """Both passes over one network; the same answers as `passes.forward` and `passes.backward`.

    Columns count in worked minutes from the earliest floor. Dates of activities come from them; nodes without work keep
    the spelling of what drives them, which is followed node by node.
    """

    def __init__(self, network: Network, clock: WorkingTime) -> None:
        self.network = network
        self.time = ColumnTime(clock)
        self.state = np.array(network.state, np.int8)
        self.fixed = np.isin(self.state, [int(state) for state in FIXED])
        self.pinned = np.zeros(len(network.ids), bool)
        self.pinned[list(network.pins)] = True
        own = [np.array(column, np.int64) for column in (network.start, network.finish, network.minutes)]
        self.start, self.finish, self.minutes = own
        work_done = self.time.work(self.start)
        self.columns_programme = np.array(network.programme, np.int64)
        self.span = np.where(self.fixed, self.time.work(self.finish) - work_done, self.minutes)
        floor = np.maximum(self._work(network.start_floor), self._work(network.finish_floor) - self.minutes)
        for node, pins in network.pins.items():
            for pin in pins:
                at = clock.work(pin.at) - (network.minutes[node] if pin.of_finish else 0)
                floor[node] = max(floor[node], at)
        self.floor = np.where(self.fixed, work_done, floor)
        self.zero = int(self.floor[self.floor > -(10**12)].min(initial=0))
        self._read_links(work_done)

    def _work(self, column: list[Instant]) -> Column:
        return self.time.work(np.array(column, np.int64))

    def _read_links(self, work_done: Column) -> None:
        rows = [
            (node, hold.other, hold.from_finish, hold.to_finish, hold.lag)
            for node, holds in enumerate(self.network.outgoing)
            for hold in holds
        ]
        table = np.array(rows, np.int64).reshape(-1, 5)
        source, target, from_finish, to_finish, lag = (np.ascontiguousarray(column) for column in table.T)
        begun = (self.state[source] == State.STARTED) & (from_finish == 0)
        # A start that has happened is a floor for what waits for it.
        at = work_done[source] + lag - to_finish * self.span[target]
        moved = ~(self.fixed | self.pinned)[target]
        np.maximum.at(self.floor, target[begun & moved], at[begun & moved])
        finished = self.state == State.FINISHED
        self.waiting = ~(finished[target] | begun)
        held = self.waiting & ~self.pinned[source]
        self.links = source, target, from_finish.astype(bool), to_finish.astype(bool), lag
        self.forward_links, self.backward_links = moved & ~begun, held

    @cached_property
    def columns(self) -> Columns:
        """The structure of the network, without its bounds."""
        return Columns(
            self.span, *self.links, forward=self.forward_links, backward=self.backward_links,
            programme=self.columns_programme,
        )  # fmt: skip

    def _shifted(self, work: Column) -> Column:
        return np.clip(work - self.zero, -FAR, FAR)

    def forward(self, slips: Mapping[int, int] | None = None) -> Early:
        """Give the early dates. `slips`: node -> working minutes that it finishes later than it would."""
        network, slips = self.network, slips or {}
        solved = self.columns.solve(self._shifted(self.floor), slips=slips)
        work = solved.start.astype(np.int64) + self.zero
        resume = np.where(self.fixed, self.start, self.time.start(work))
        finish = np.where(self.fixed, self.finish, self.time.end(work + self.span))
        start = np.where(self.state == State.STARTED, self.start, resume)
        early = Early(start.tolist(), finish.tolist(), resume.tolist())
        single = (self.minutes == 0) & ~self.fixed
        for node in self._in_order(single):
            schedule_node(network, early, node, slips.get(node, 0))
        return early

    def backward(self, early: Early, finishes: dict[int, Instant]) -> Late:
        """Give the late dates, back from the finish of each programme."""
        network, clock = self.network, self.time.clock
        ceiling = self._work(network.finish_ceiling) - self.span
        by_start = self._work(network.start_ceiling)
        ceiling = np.where(self.state == State.STARTED, ceiling, np.minimum(ceiling, by_start))
        for node, pins in network.pins.items():
            for pin in pins:
                if pin.of_finish or network.state[node] != State.STARTED:
                    at = clock.work(pin.at) - (network.minutes[node] if pin.of_finish else 0)
                    ceiling[node] = min(ceiling[node], at)
        ends = [clock.work(finishes.get(number, LATEST)) for number in range(len(network.must_finish))]
        last = self._shifted(np.array(ends, np.int64))
        solved = self.columns.solve(self._shifted(self.floor), self._shifted(ceiling), last)
        work = solved.late.astype(np.int64) + self.zero
        facts = (self.state == State.FINISHED) | (self.state == State.EVENT)
        resume = np.where(facts, self.start, self.time.start(work))
        finish = np.where(facts, self.finish, self.time.end(work + self.span))
        until = np.where(facts, LATEST, self.time.start(work + self.span))
        late = Late(resume.tolist(), finish.tolist(), until.tolist())
        for node in reversed(self._in_order((self.minutes == 0) & ~facts)):
            links = (LATEST, LATEST) if node in network.pins else held_back(network, early, late, node)
            fit_late(network, late, node, links, finishes)
        return late

    def floats(self, early: Early, late: Late, finishes: dict[int, Instant]) -> tuple[list[int], list[int]]:
        """Give total and free float of each node (of no meaning where it is finished or no activity)."""
        resume, latest = self._shifted(self._work(early.resume)), self._shifted(self._work(late.resume))
        finish = self._shifted(self._work(early.finish))
        started = self.state == State.STARTED
        ended = self._shifted(self._work(late.finish)) - finish
        total = np.where(started, ended, np.minimum(ended, latest - resume))
        ends = [self.time.clock.work(finishes.get(number, LATEST)) for number in range(len(self.network.must_finish))]
        last = np.append(self._shifted(np.array(ends, np.int64)), FAR)[self.columns_programme]
        start, own = resume.astype(np.int32), (last - self.span).astype(np.int32)
        summary = np.flatnonzero(self.state == State.ALL_DONE)
        if summary.size:
            # What a summary's end leaves free is what waits for the summary leaves free: it has no date of its own.
            far = np.full(start.size, FAR, np.int32)
            start[summary] += self.columns.slack(start, far, self.outward)[summary]
        return total.tolist(), self.columns.slack(start, own, self.outward).tolist()

    def towards(self, early: Early, target: int, finish: Instant) -> list[int | None]:
        """Give how much later each node may be without moving the target's finish; None where it cannot."""
        at = self.time.clock.work(finish) - int(self.span[target]) - self.zero
        side = self.columns.side(self.waiting & ~self.pinned[self.links[1]])
        late = self.columns.late_towards(target, at, side)
        room = late - self._shifted(self._work(early.resume))
        facts = (self.state == State.FINISHED) | (self.state == State.EVENT)
        lost = facts | (late == FAR)
        return [None if none else spare for none, spare in zip(lost.tolist(), room.tolist(), strict=True)]

    def driving(self, early: Early) -> list[list[int]]:
        """Give for each node those whose links into it have no slack, summaries' ends among them."""
        source, target, from_finish, to_finish, lag = self.links
        start, finish, resume = (self._work(column) for column in (early.start, early.finish, early.resume))
        bound = np.where(from_finish, finish[source], start[source]) + lag
        tight = bound == np.where(to_finish, finish[target], resume[target])
        found: list[list[int]] = [[] for _ in self.network.ids]
        for a, b in zip(source[tight].tolist(), target[tight].tolist(), strict=True):
            found[b].append(a)
        return found

    @cached_property
    def outward(self) -> Any:
        """The way back along every link that can hold its source."""
        return self.columns.side(self.waiting)

    def _in_order(self, chosen: npt.NDArray[np.bool_]) -> list[int]:
        order = np.array(self.network.order, np.int64)
        return [int(node) for node in order[chosen[order]]]

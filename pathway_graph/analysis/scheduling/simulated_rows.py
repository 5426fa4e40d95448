"""Hold the dates of one node in all runs of a block as a row, and place a node from those that it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from .calendars import WorkingTime
from .column_time import ColumnTime
from .network import EARLIEST, Hold, Network
from .passes import FIXED
from .progress import State

if TYPE_CHECKING:
    from .simulation import Uncertain

__all__ = ["ByCalendars", "Rows"]

Row = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]


class Rows(Protocol):
    """What a simulation asks of rows: for each block `begin`, then `place` in order."""

    def waits(self, node: int) -> Sequence[tuple[int, int]]:
        """Give the links that can decide where a node lies, and vary: the number of each and the node at its end."""

    def begin(self, count: int) -> None:
        """Forget the block before; this one has so many runs."""

    def place(self, node: int, steps: Row | None) -> None:
        """Place a node; `steps` say which of its values it takes in each run, None where it does not vary."""

    def drop(self, node: int) -> None:
        """Let go of a node's rows."""

    def finish_of(self, node: int) -> npt.NDArray[np.int64]:
        """Give a node's finish in worked minutes of its own calendar."""

    def tight(self, node: int, number: int) -> Flags | None:
        """Say in which runs the node's `number`-th link has no slack; None: in none."""


class ByCalendars:
    """Rows of instants (int64), each node counted in its own calendar, lags in theirs."""

    def __init__(self, network: Network, uncertain: Uncertain) -> None:
        self.network, self.uncertain = network, uncertain
        self.times: dict[int, ColumnTime] = {}
        self.start: dict[int, Row] = {}
        self.finish: dict[int, Row] = {}
        self.resume: dict[int, Row] = {}
        self.count = 0

    def waits(self, node: int) -> Sequence[tuple[int, int]]:
        if self.network.state[node] in FIXED:
            return ()
        return [(number, hold.other) for number, hold in enumerate(self.network.incoming[node])]

    def begin(self, count: int) -> None:
        self.count = count
        self.start, self.finish, self.resume = {}, {}, {}

    def drop(self, node: int) -> None:
        for rows in (self.start, self.finish, self.resume):
            rows.pop(node)

    def _time(self, clock: WorkingTime) -> ColumnTime:
        found = self.times.get(id(clock))
        if found is None:
            found = self.times[id(clock)] = ColumnTime(clock)
        return found

    def _full(self, value: int) -> Row:
        return np.full(self.count, value, np.int64)

    def place(self, node: int, steps: Row | None) -> None:
        network, table = self.network, self.uncertain.tables.get(node)
        drawn = table.take(steps) if table is not None and steps is not None else None
        if network.state[node] in FIXED:
            start = self._full(network.start[node]) if drawn is None else drawn
            finish = self._full(network.finish[node]) if drawn is None else drawn
            self._set(node, start, finish, start)
        elif network.state[node] == State.FIRST_BEGUN:
            at = np.minimum.reduce([self.start[hold.other] for hold in network.incoming[node]])
            self._set(node, at, at, at)
        else:
            self._schedule(node, self._full(network.minutes[node]) if drawn is None else drawn)

    def _set(self, node: int, start: Row, finish: Row, resume: Row) -> None:
        self.start[node], self.finish[node], self.resume[node] = start, finish, resume

    def _schedule(self, node: int, minutes: Row) -> None:
        """Do for a row what `passes.schedule_node` does for one run."""
        network = self.network
        by_start, by_finish = self._full(network.start_floor[node]), self._full(network.finish_floor[node])
        for pin in network.pins.get(node, ()):
            held = by_finish if pin.of_finish else by_start
            np.maximum(held, pin.at, out=held)
        for hold in () if node in network.pins else network.incoming[node]:
            held = by_finish if hold.to_finish else by_start
            np.maximum(held, self._held(hold), out=held)
        time = self._time(network.clock[node])
        if network.minutes[node] or node in self.uncertain.tables:
            work = time.work(by_start)
            known = by_finish != EARLIEST
            ended = time.work(np.where(known, by_finish, by_start)) - minutes
            work = np.where(known, np.maximum(work, ended), work)
            if node in network.honour_late:
                work = np.minimum(work, np.maximum(self._latest(node, minutes), time.work(self._floor(node))))
            resume, finish = time.start(work), time.end(work + minutes)
            finish = np.where(minutes == 0, resume, finish)
        else:
            resume = np.maximum(by_start, by_finish)
            if node in network.honour_late:
                bound = min(network.start_ceiling[node], network.finish_ceiling[node])
                resume = np.minimum(resume, max(bound, network.start_floor[node]))
            finish = resume
        begun = network.state[node] == State.STARTED
        self._set(node, self._full(network.start[node]) if begun else resume, finish, resume)

    def _floor(self, node: int) -> Row:
        return self._full(self.network.start_floor[node])

    def _latest(self, node: int, minutes: Row) -> Row:
        network, work = self.network, self.network.clock[node].work
        found: Row = np.minimum(work(network.start_ceiling[node]), work(network.finish_ceiling[node]) - minutes)
        return found

    def _held(self, hold: Hold) -> Row:
        at = (self.finish if hold.from_finish else self.start)[hold.other]
        if not hold.lag:
            return at
        time = self._time(hold.clock)
        work = time.work(at) + hold.lag
        return time.end(work) if hold.from_finish else time.start(work)

    def finish_of(self, node: int) -> npt.NDArray[np.int64]:
        return self._time(self.network.clock[node]).work(self.finish[node])

    def tight(self, node: int, number: int) -> Flags | None:
        hold = self.network.incoming[node][number]
        time = self._time(self.network.clock[node])
        mine = (self.finish if hold.to_finish else self.resume)[node]
        if self.network.state[node] == State.FIRST_BEGUN:
            mine = self.start[node]
        flags: Flags = time.work(self._held(hold)) == time.work(mine)
        return flags

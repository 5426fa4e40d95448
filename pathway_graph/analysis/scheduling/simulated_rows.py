"""Hold the dates of one node in all runs of a block as a row, and place a node from those that it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from .calendars import WorkingTime
from .column_time import ColumnTime
from .columns import FAR
from .fast_passes import common_clock
from .network import EARLIEST, Hold, Network
from .passes import FIXED
from .progress import State

if TYPE_CHECKING:
    from .simulation import Uncertain

__all__ = ["ByCalendars", "InOneCalendar", "Rows"]

Row = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]


class Rows(Protocol):
    """What a simulation asks of rows: for each block `begin`, then `place` in order."""

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


class InOneCalendar:
    """Rows of worked minutes (int32) from a zero of their own; links that can never decide are left out."""

    @classmethod
    def of(cls, network: Network, uncertain: Uncertain, order: Sequence[int]) -> InOneCalendar | None:
        """Make them, where all that is looked at counts in one calendar."""
        clock = common_clock(network)
        if clock is None:
            return None
        made = cls(network, uncertain, order, clock)
        return made if made.fits else None

    def __init__(self, network: Network, uncertain: Uncertain, order: Sequence[int], clock: WorkingTime) -> None:
        self.network, self.clock = network, clock
        self.table: dict[int, Row] = {}
        self.ended: dict[int, int] = {}
        self.work: dict[int, int] = {}
        self.floor: dict[int, int] = {}
        self.links: dict[int, list[tuple[int, int, bool, bool, int]]] = {}
        self.begun: dict[int, int] = {}
        ends = [clock.work(max(network.start[node], network.start_floor[node])) for node in order]
        self.zero = min((at for at in ends if at > -(10**12)), default=0)
        self._low: dict[int, tuple[int, int]] = {}
        self._high: dict[int, tuple[int, int]] = {}
        for node in order:
            self._prepare(node, uncertain)
        self.fits = all(bound[0] > -FAR and bound[1] < FAR for bound in (*self._low.values(), *self._high.values()))
        self.start: dict[int, Row] = {}
        self.finish: dict[int, Row] = {}
        self.spare: list[Row] = []
        self.count = 0

    def _at(self, instant: int) -> int:
        return self.clock.work(instant) - self.zero

    def _prepare(self, node: int, uncertain: Uncertain) -> None:
        """Work out between what bounds a node lies in any run, and which links and floors can matter there."""
        network, table = self.network, uncertain.tables.get(node)
        if network.state[node] in FIXED:
            self._prepare_fixed(node, table)
            return
        minutes = network.minutes[node]
        least, most = (minutes, minutes) if table is None else (int(table[0]), int(table[-1]))
        if table is not None:
            self.table[node] = table.astype(np.int32)
        self.work[node] = minutes
        start, finish = self._at(network.start_floor[node]), self._at(network.finish_floor[node])
        for pin in network.pins.get(node, ()):
            start, finish = (start, max(finish, self._at(pin.at))) if pin.of_finish else (
                max(start, self._at(pin.at)), finish)  # fmt: skip
        low, high = max(start, finish - most), max(start, finish - least)
        links = []
        for number, hold in enumerate(() if node in network.pins else network.incoming[node]):
            early, late = self._span(hold, least, most)
            links.append((early, late, (number, hold.other, hold.from_finish, hold.to_finish, hold.lag)))
            low, high = max(low, early), max(high, late)
        self.links[node] = [link for _, late, link in links if late >= low]
        linked = max((early for early, _, _ in links), default=-FAR)
        if start > linked:
            self.floor[node] = start
        if finish - least > max(linked, start):
            self.ended[node] = finish
        if network.state[node] == State.STARTED:
            self.begun[node] = self._at(network.start[node])
        self._low[node], self._high[node] = (low, low + least), (high, high + most)

    def _prepare_fixed(self, node: int, table: Row | None) -> None:
        network = self.network
        if table is not None:
            self.table[node] = np.array([self._at(int(at)) for at in table], np.int32)
            ends = int(self.table[node][0]), int(self.table[node][-1])
            self._low[node], self._high[node] = (ends[0], ends[0]), (ends[1], ends[1])
            return
        pair = self._at(network.start[node]), self._at(network.finish[node])
        self._low[node] = self._high[node] = pair

    def _span(self, hold: Hold, least: int, most: int) -> tuple[int, int]:
        """Between what a link bounds the start, in any run."""
        end = 1 if hold.from_finish else 0
        low, high = self._low[hold.other][end], self._high[hold.other][end]
        if not hold.from_finish and hold.other in self.begun:
            low = high = self.begun[hold.other]
        return low + hold.lag - (most if hold.to_finish else 0), high + hold.lag - (least if hold.to_finish else 0)

    def begin(self, count: int) -> None:
        if count != self.count:
            self.spare, self.count = [], count
            self.buffer = np.empty(count, np.int32)
        else:
            self.spare += [*self.start.values(), *self.finish.values()]
        self.start, self.finish = {}, {}

    def _new(self) -> Row:
        return self.spare.pop() if self.spare else np.empty(self.count, np.int32)

    def drop(self, node: int) -> None:
        self.spare += [self.start.pop(node), self.finish.pop(node)]

    def place(self, node: int, steps: Row | None) -> None:
        start, finish = self._new(), self._new()
        self.start[node], self.finish[node] = start, finish
        table = self.table.get(node)
        if self.network.state[node] in FIXED:
            if table is None or steps is None:
                start[:], finish[:] = self._low[node]
            else:
                table.take(steps, out=start, mode="clip")
                finish[:] = start
            return
        if table is not None and steps is not None:
            work: Row | int = table.take(steps, out=finish, mode="clip")
        else:
            work = self.work[node]
        self._bound(node, start, work)
        np.add(start, work, out=finish)
        if node in self.begun:
            start[:] = self.begun[node]

    def _bound(self, node: int, start: Row, work: Row | int) -> None:
        """Fill the start of a node's work; its finish may hold the work of each run meanwhile."""
        filled = node in self.floor
        if filled:
            start[:] = self.floor[node]
        for _, other, from_finish, to_finish, lag in self.links[node]:
            bound: Row = (self.finish if from_finish else self.start)[other]
            if lag or to_finish:
                bound = np.add(bound, lag, out=self.buffer)
                if to_finish:
                    bound -= work
            if filled:
                np.maximum(start, bound, out=start)
            else:
                start[:] = bound
                filled = True
        if node in self.ended:
            bound = np.subtract(self.ended[node], work, out=self.buffer)
            if filled:
                np.maximum(start, bound, out=start)
            else:
                start[:] = bound

    def finish_of(self, node: int) -> npt.NDArray[np.int64]:
        return self.finish[node].astype(np.int64) + self.zero

    def tight(self, node: int, number: int) -> Flags | None:
        link = next((each for each in self.links[node] if each[0] == number), None)
        if link is None:
            return None
        _, other, from_finish, to_finish, lag = link
        bound = (self.finish if from_finish else self.start)[other]
        if lag:
            bound = np.add(bound, lag, out=self.buffer)
        mine = self.finish[node]
        if not to_finish:
            mine = self._resumed(node)
        flags: Flags = bound == mine
        return flags

    def _resumed(self, node: int) -> Row:
        """Where the work of a node begins; for one that has begun, where the rest of it does."""
        return self.finish[node] - self.work[node] if node in self.begun else self.start[node]


class ByCalendars:
    """Rows of instants (int64), each node counted in its own calendar, lags in theirs."""

    def __init__(self, network: Network, uncertain: Uncertain) -> None:
        self.network, self.uncertain = network, uncertain
        self.times: dict[int, ColumnTime] = {}
        self.start: dict[int, Row] = {}
        self.finish: dict[int, Row] = {}
        self.resume: dict[int, Row] = {}
        self.count = 0

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

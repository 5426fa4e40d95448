"""Hold rows of worked minutes where all of a plan counts in one calendar, as most plans do: several times quicker.

What can never decide is left out before the first run: between what bounds each node lies is known from the least and
the most that each can take. Only finishes are kept, and starts where something reads them: what need not be written
need not be read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .calendars import WorkingTime
from .columns import FAR
from .fast_passes import common_clock
from .network import Network
from .passes import FIXED
from .progress import State

if TYPE_CHECKING:
    from .simulation import Uncertain

__all__ = ["InOneCalendar"]

Row = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]
_Span = tuple[int, int]


_Link = tuple[int, int, bool, int]
"""A link that can decide in some run: its number among those of its node, the node that it reads, whether the finish of
that, and the lag."""


@dataclass(slots=True)
class _Placing:
    """How a node is placed: the latest of a floor, links to its start, links to its finish, and a floor of that.

    `drawn`: the table has instants at which it stands, not minutes of work.
    """

    work: int
    table: Row | None
    floor: int | None = None
    to_start: tuple[_Link, ...] = ()
    to_finish: tuple[_Link, ...] = ()
    ended: int | None = None
    keeps_start: bool = False
    drawn: bool = False

    @property
    def links(self) -> tuple[_Link, ...]:
        return (*self.to_start, *self.to_finish)


class InOneCalendar:
    """Rows of worked minutes (int32) from a zero of their own; links that can never decide are left out.

    `starts`: keep the starts of all nodes, so that `tight` can be asked.
    """

    @classmethod
    def of(cls, network: Network, uncertain: Uncertain, order: Sequence[int], *, starts: bool) -> InOneCalendar | None:
        """Make them, where all that is looked at counts in one calendar."""
        clock = common_clock(network)
        if clock is None:
            return None
        made = cls(network, uncertain, order, clock, starts)
        return made if made.fits else None

    def __init__(
        self, network: Network, uncertain: Uncertain, order: Sequence[int], clock: WorkingTime, starts: bool
    ) -> None:
        self.network, self.clock, self.starts = network, clock, starts
        ends = [clock.work(max(network.start[node], network.start_floor[node])) for node in order]
        self.zero = min((at for at in ends if at > -(10**12)), default=0)
        self._constant: dict[tuple[int, bool], int] = {}
        self._worked: dict[int, int] = {}
        self._started: dict[int, _Span] = {}
        self._finished: dict[int, _Span] = {}
        self.placing = {node: self._placing(node, uncertain.tables.get(node)) for node in order}
        for placing in self.placing.values():
            for _, other, from_finish, _ in placing.links:
                if not from_finish:
                    self.placing[other].keeps_start = True
        spans = (*self._started.values(), *self._finished.values())
        self.fits = all(low > -FAR and high < FAR for low, high in spans)
        self.start: dict[int, Row] = {}
        self.finish: dict[int, Row] = {}
        self.spare: list[Row] = []
        self.count = 0

    def _at(self, instant: int) -> int:
        """Count an instant; few different ones come again and again."""
        found = self._worked.get(instant)
        if found is None:
            found = self._worked[instant] = self.clock.work(instant) - self.zero
        return found

    def _placing(self, node: int, table: Row | None) -> _Placing:
        """Work out between what bounds a node lies in any run, and which links and floors can matter there."""
        network = self.network
        if network.state[node] in FIXED:
            return self._fixed(node, table)
        minutes = network.minutes[node]
        least, most = (minutes, minutes) if table is None else (int(table[0]), int(table[-1]))
        start, finish = self._at(network.start_floor[node]), self._at(network.finish_floor[node])
        for pin in network.pins.get(node, ()):
            at = self._at(pin.at)
            start, finish = (start, max(finish, at)) if pin.of_finish else (max(start, at), finish)
        high, linked, found = start, -FAR, []
        for number, hold in enumerate(() if node in network.pins else network.incoming[node]):
            other, from_finish, to_finish, lag, *_ = hold
            fixed = self._constant.get((other, from_finish))
            if fixed is not None:
                fixed += lag
                start, finish = (start, max(finish, fixed)) if to_finish else (max(start, fixed), finish)
                continue
            early, late = (self._finished if from_finish else self._started)[other]
            early, late = (early + lag - most, late + lag - least) if to_finish else (early + lag, late + lag)
            found.append((late, to_finish, (number, other, from_finish, lag)))
            linked, high = max(linked, early), max(high, late)
        low = max(start, finish - most, linked)
        high = max(high, start, finish - least)
        self._started[node], self._finished[node] = (low, high), (low + least, high + most)
        if network.state[node] == State.STARTED:
            self._constant[node, False] = self._at(network.start[node])
        return _Placing(
            minutes, None if table is None else table.astype(np.int32), start if start > linked or not found else None,
            tuple(link for late, to_finish, link in found if late >= low and not to_finish),
            tuple(link for late, to_finish, link in found if late >= low and to_finish),
            finish if finish - least > max(linked, start) else None, self.starts,
        )  # fmt: skip

    def _fixed(self, node: int, table: Row | None) -> _Placing:
        network = self.network
        if table is None:
            start, finish = self._at(network.start[node]), self._at(network.finish[node])
            self._started[node], self._finished[node] = (start, start), (finish, finish)
            self._constant[node, False], self._constant[node, True] = start, finish
            return _Placing(finish - start, None, start)
        values = np.array([self._at(int(at)) for at in table], np.int32)
        self._started[node] = self._finished[node] = int(values[0]), int(values[-1])
        return _Placing(0, values, keeps_start=self.starts, drawn=True)

    def waits(self, node: int) -> Sequence[tuple[int, int]]:
        return [(link[0], link[1]) for link in self.placing[node].links]

    def begin(self, count: int) -> None:
        if count != self.count:
            self.spare, self.count = [], count
            self.buffer, self.scratch = np.empty(count, np.int32), np.empty(count, np.int32)
        else:
            self.spare += [*self.start.values(), *self.finish.values()]
        self.start, self.finish = {}, {}

    def _new(self) -> Row:
        return self.spare.pop() if self.spare else np.empty(self.count, np.int32)

    def drop(self, node: int) -> None:
        self.spare.append(self.finish.pop(node))
        if node in self.start:
            self.spare.append(self.start.pop(node))

    def place(self, node: int, steps: Row | None) -> None:
        placing = self.placing[node]
        finish = self.finish[node] = self._new()
        work: Row | int = placing.work
        if placing.table is not None and steps is not None:
            work = placing.table.take(steps, out=finish, mode="clip")
        out = self.scratch
        if placing.keeps_start:
            out = self.start[node] = self._new()
        begins = work if placing.drawn else self._bound(placing, out, work)
        if placing.keeps_start and begins is not out:
            out[:] = begins
        if not placing.drawn:
            np.add(begins, work, out=finish)

    def _bound(self, placing: _Placing, out: Row, work: Row | int) -> Row | int:
        """Give the start of a node's work: in `out`, or the row or number that alone decides it."""
        found: Row | int | None = placing.floor
        bound: Row | int
        for _, other, from_finish, lag in placing.to_start:
            bound = (self.finish if from_finish else self.start)[other]
            if lag:
                bound = np.add(bound, lag, out=out if found is None else self.buffer)
            found = bound if found is None else np.maximum(found, bound, out=out)
        for _, other, from_finish, lag in placing.to_finish:
            into = out if found is None else self.buffer
            bound = np.subtract((self.finish if from_finish else self.start)[other], work, out=into)
            if lag:
                bound += lag
            found = bound if found is None else np.maximum(found, bound, out=out)
        if placing.ended is not None:
            bound = np.subtract(placing.ended, work, out=self.buffer) if isinstance(work, np.ndarray) else (
                placing.ended - work)  # fmt: skip
            found = bound if found is None else np.maximum(found, bound, out=out)
        assert found is not None, "something always bounds a node"
        return found

    def finish_of(self, node: int) -> npt.NDArray[np.int64]:
        return self.finish[node].astype(np.int64) + self.zero

    def tight(self, node: int, number: int) -> Flags | None:
        placing = self.placing[node]
        for mine, links in ((self.start[node], placing.to_start), (self.finish[node], placing.to_finish)):
            for own, other, from_finish, lag in links:
                if own == number:
                    bound = (self.finish if from_finish else self.start)[other]
                    flags: Flags = (np.add(bound, lag, out=self.buffer) if lag else bound) == mine
                    return flags
        return None

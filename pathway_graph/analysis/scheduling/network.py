"""Hold a plan as numbered nodes and holds between them, all dates as minutes: what the passes run on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .calendars import Instant, WorkingTime
from .progress import State
from .remarks import Remark

__all__ = ["EARLIEST", "LATEST", "Floor", "Hold", "Network", "Pin"]

EARLIEST: Instant = -(10**15)
LATEST: Instant = 10**15
"""Stand for no bound; working time can be counted to them like to any instant."""


class Hold(NamedTuple):
    """One link seen from one end: the node at the other end, which ends it joins, and the lag in its calendar."""

    other: int
    from_finish: bool
    to_finish: bool
    lag: int
    clock: WorkingTime
    link: int

    def forward(self, t: Instant) -> Instant:
        """Give the bound on the successor when the predecessor's end is at `t`."""
        if not self.lag:
            return t
        work = self.clock.work(t) + self.lag
        return self.clock.end(work) if self.from_finish else self.clock.start(work)

    def backward(self, t: Instant) -> Instant:
        """Give the last instant of the predecessor's end that holds the successor to `t`."""
        return self.clock.start(self.clock.work(t) - self.lag) if self.lag else t


class Floor(NamedTuple):
    """A reason, other than links, for a date not to be earlier: `basis` is the word for it."""

    basis: str
    of_finish: bool
    at: Instant


class Pin(NamedTuple):
    """A mso or mfo: the date that it fixes."""

    of_finish: bool
    at: Instant


@dataclass(slots=True)
class Network:
    """Columns with one entry a node; filled by `building.build`, then only read.

    `minutes` is the work to do in the node's own `clock`. `start` and `finish` are fixed dates (facts, own dates,
    events), EARLIEST where there are none. Floors and ceilings bound the work that is to do; `floors` names them.
    Programmes are numbered; nodes that are not activities have -1. `links` are the rows behind `Hold.link`.
    """

    ids: list[str] = field(default_factory=list)
    state: list[State] = field(default_factory=list)
    clock: list[WorkingTime] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)
    full: list[int] = field(default_factory=list)
    start: list[Instant] = field(default_factory=list)
    finish: list[Instant] = field(default_factory=list)
    start_floor: list[Instant] = field(default_factory=list)
    finish_floor: list[Instant] = field(default_factory=list)
    start_ceiling: list[Instant] = field(default_factory=list)
    finish_ceiling: list[Instant] = field(default_factory=list)
    programme: list[int] = field(default_factory=list)
    floors: list[tuple[Floor, ...]] = field(default_factory=list)
    pins: dict[int, tuple[Pin, ...]] = field(default_factory=dict)
    late_as_possible: set[int] = field(default_factory=set)
    honour_late: set[int] = field(default_factory=set)
    incoming: list[list[Hold]] = field(default_factory=list)
    outgoing: list[list[Hold]] = field(default_factory=list)
    order: Sequence[int] = ()
    must_finish: list[Instant | None] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)
    unknown: dict[int, tuple[str, ...]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, id: str, state: State, clock: WorkingTime, programme: int = -1, at: Instant = EARLIEST) -> int:
        """Add a node without bounds and give its number; `at` fixes both its dates."""
        self.ids.append(id)
        self.state.append(state)
        self.clock.append(clock)
        self.programme.append(programme)
        for column, value in (
            (self.minutes, 0), (self.full, 0), (self.start, at), (self.finish, at), (self.start_floor, EARLIEST),
            (self.finish_floor, EARLIEST), (self.start_ceiling, LATEST), (self.finish_ceiling, LATEST),
        ):  # fmt: skip
            column.append(value)
        self.floors.append(())
        self.incoming.append([])
        self.outgoing.append([])
        return len(self.ids) - 1

    def hold(self, source: int, target: int, kind: str, lag: int, clock: WorkingTime, link: int) -> None:
        """Let `target` wait for `source`."""
        from_finish, to_finish = kind[0] == "f", kind[1] == "f"
        self.incoming[target].append(Hold(source, from_finish, to_finish, lag, clock, link))
        self.outgoing[source].append(Hold(target, from_finish, to_finish, lag, clock, link))

    def floor(self, node: int, basis: str, at: Instant, *, of_finish: bool = False) -> None:
        """Keep the start (or finish) of a node's work from lying before `at`."""
        self.floors[node] += (Floor(basis, of_finish, at),)
        column = self.finish_floor if of_finish else self.start_floor
        column[node] = max(column[node], at)

    def ceiling(self, node: int, at: Instant, *, of_finish: bool = True) -> None:
        """Bound the late finish (or start) of a node."""
        column = self.finish_ceiling if of_finish else self.start_ceiling
        column[node] = min(column[node], at)

    @property
    def activities(self) -> list[int]:
        """The nodes that are activities, not summaries' ends or events."""
        return [node for node, programme in enumerate(self.programme) if programme >= 0]

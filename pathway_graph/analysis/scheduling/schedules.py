"""Schedule a plan: the dates of everything, the floats, and what decides them."""

from __future__ import annotations

import gc
import importlib.util
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from .building import build
from .calendars import LAST, Instant, date_time
from .errors import unscheduled
from .findings import findings
from .floats import drivers, free_float, longest_path, room, total_float, unknown_behind
from .loops import put_in_order
from .moments import Reading
from .network import Network
from .passes import Early, Late, backward, forward, late_towards
from .plan import Moment, Plan
from .progress import State
from .remarks import Remark, merged

if TYPE_CHECKING:
    from .fast_passes import FastPasses

__all__ = ["MANY", "Row", "Schedule", "finish_range", "schedule"]

MANY = 3000
"""From so many nodes on, plans in one calendar are scheduled by whole columns where numpy is installed."""
_FAR_TOO_LATE = 2**27
"""Working minutes (a thousand years) beyond which a slip no longer fits the columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """One leaf activity as scheduled; floats in working minutes of its own calendar, None where they mean nothing.

    `minutes_per_day` turns them into days. `basis` is "link" where `driven_by` (ids of activities, events, promises)
    says what places it, else the word for it: snet, fnet, mso, mfo, snlt, fnlt, planned, start, actual, data date, own
    dates, what-if. `rests_on` are events and promises without a date that the forecast depends on. `state` is open,
    started, finished or manual.
    """

    id: str
    source_id: str
    name: str
    programme: str
    state: str
    early_start: datetime
    early_finish: datetime
    late_start: datetime
    late_finish: datetime
    total_float: int | None
    free_float: int | None
    minutes_per_day: int
    critical: bool
    on_longest_path: bool
    driven_by: tuple[str, ...]
    basis: str
    rests_on: tuple[str, ...] = ()


class Schedule:
    """A plan with its dates; everything beyond the two passes is worked out when it is asked for.

    `plan` is what was scheduled, `network` its nodes, `early` and `late` their dates as minutes, before activities that
    are as late as possible are moved.
    """

    def __init__(self, plan: Plan, network: Network, early: Early, fast: FastPasses | None = None) -> None:
        self.plan = plan
        self.network = network
        self.early = early
        self._fast = fast
        self.by_columns = fast is not None
        self._told: dict[str, Row] = {}
        self._driven: dict[int, tuple[tuple[int, ...], str]] = {}
        self._activities = {row.id: row for row in plan.activities}
        _within_time(network, early)

    @cached_property
    def _finishes(self) -> dict[int, Instant]:
        found: dict[int, Instant] = {}
        for node, number in enumerate(self.network.programme):
            if number >= 0:
                found[number] = max(found.get(number, self.early.finish[node]), self.early.finish[node])
        return found

    @cached_property
    def late(self) -> Late:
        """The late dates, back from each programme's own finish."""
        due = {n: at for n, at in enumerate(self.network.must_finish) if at is not None}
        finishes = {**self._finishes, **due}
        return self._fast.backward(self.early, finishes) if self._fast else backward(self.network, self.early, finishes)

    @cached_property
    def _floats(self) -> tuple[list[int], list[int]] | None:
        return self._fast.floats(self.early, self.late, self._finishes) if self._fast else None

    @cached_property
    def _tight(self) -> list[list[int]] | None:
        return self._fast.driving(self.early) if self._fast else None

    def drivers(self, node: int) -> tuple[tuple[int, ...], str]:
        """Give the nodes that drive a node, and the word for what places it (see `floats.drivers`)."""
        if node not in self._driven:
            tight = self._tight[node] if self._tight else None
            self._driven[node] = drivers(self.network, self.early, node, tight)
        return self._driven[node]

    @cached_property
    def _room(self) -> list[Instant]:
        return room(self.network, self.early)

    @cached_property
    def _longest(self) -> set[int]:
        return longest_path(self.network, self.early, self._finishes, lambda node: self.drivers(node)[0])

    @cached_property
    def _unknown(self) -> dict[int, tuple[str, ...]]:
        return unknown_behind(self.network)

    @property
    def finish(self) -> datetime | None:
        """When the last programme finishes; None for a plan without activities."""
        return max(self.finishes.values(), default=None)

    @cached_property
    def finishes(self) -> dict[str, datetime]:
        """The finish of each programme that has activities."""
        return {self.plan.programmes[n].id: date_time(at) for n, at in sorted(self._finishes.items())}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All leaf activities by early start, early finish and id."""
        with _no_collection(len(self.network.ids) >= MANY):
            return tuple(self.row(id) for id in self.ordered)

    @cached_property
    def ordered(self) -> tuple[str, ...]:
        """The ids of all leaf activities, in the order of `rows`, without working out what else a row says."""
        ids = self.network.ids
        return tuple(id for _, id in sorted((self.placed(node), ids[node]) for node in self.network.activities))

    def row(self, id: str) -> Row:
        """Give one leaf activity; PG356 for anything else."""
        if id not in self._told:
            self._told[id] = self._row(id)
        return self._told[id]

    def _row(self, id: str) -> Row:
        node = self.node(id)
        network, source = self.network, self._activities[id]
        driving, basis = self.drivers(node)
        total = self.total_float(node)
        late_start, late_finish = self._late(node)
        start, finish = self.placed(node)
        return Row(
            id, source.source_id, source.name, source.programme, network.state[node].name.lower(),
            date_time(start), date_time(finish), date_time(late_start), date_time(late_finish),
            total, self.free_float(node), network.clock[node].calendar.minutes_per_day,
            self.critical(node, total), node in self._longest,
            tuple(network.ids[other] for other in driving), basis, self._unknown.get(node, ()),
        )  # fmt: skip

    def early_finish(self, id: str) -> datetime:
        """Give the early finish of a leaf activity, as its row has it, without working out the rest of the row."""
        return date_time(self.placed(self.node(id))[1])

    def rests_on(self, id: str) -> tuple[str, ...]:
        """Give what has no date and lies before a leaf activity, as its row has it."""
        return self._unknown.get(self.node(id), ())

    def node(self, id: str) -> int:
        """Give the number of a leaf activity in the network; PG356 for anything else."""
        if id not in self.network.index:
            known = "is a summary or not active" if id in self._activities else "is not in the plan"
            raise unscheduled("PG356", f"{id} {known}.", "Name an activity that is scheduled.", id)
        return self.network.index[id]

    def total_float(self, node: int) -> int | None:
        """Give the total float of a node by its programme's measure."""
        if self._floats:
            return None if self.network.state[node] == State.FINISHED else self._floats[0][node]
        rules = self.plan.programmes[self.network.programme[node]]
        measure = rules.total_float or ("finish" if rules.convention == "p6" else "smaller")
        return total_float(self.network, self.early, self.late, node, measure)

    def free_float(self, node: int) -> int | None:
        """Give the free float of a node."""
        if self._floats:
            return None if self.network.state[node] == State.FINISHED else self._floats[1][node]
        finish = self._finishes[self.network.programme[node]]
        return free_float(self.network, self.early, self._room, node, finish)

    def critical(self, node: int, total: int | None) -> bool:
        """Say whether a node with this total float is critical: unfinished, and no more than its programme allows."""
        rules = self.plan.programmes[self.network.programme[node]]
        if total is None or not rules.critical_float:
            return total is not None and total <= 0
        return total <= rules.critical_float * self.network.clock[node].calendar.minutes_per_day

    @cached_property
    def critical_count(self) -> int:
        """How many leaf activities are critical."""
        return sum(self.critical(node, self.total_float(node)) for node in self.network.activities)

    def _late(self, node: int) -> tuple[Instant, Instant]:
        """Give late start and finish as they are shown: facts stay facts, and equal dates are spelled alike."""
        network, early, late = self.network, self.early, self.late
        start = early.start[node] if network.state[node] == State.STARTED else late.resume[node]
        finish = late.finish[node]
        work = network.clock[node].work
        if start != early.start[node] and work(start) == work(early.start[node]):
            start = early.start[node]
        if finish == early.finish[node] or work(finish) == work(early.finish[node]):
            finish = early.finish[node]
        elif not network.minutes[node] and early.finish[node] == network.clock[node].last_end(early.finish[node]):
            finish = network.clock[node].last_end(finish)
            start = start if network.state[node] == State.STARTED else finish
        return start, finish

    def placed(self, node: int) -> tuple[Instant, Instant]:
        """Give early start and finish as forecast: as late as free float allows where the activity asks for it."""
        network, early = self.network, self.early
        start, finish = early.start[node], early.finish[node]
        if node in network.late_as_possible and network.state[node] == State.OPEN:
            move = min(self.free_float(node) or 0, max(0, self.total_float(node) or 0))
            if move:
                clock = network.clock[node]
                work = clock.work(start) + move
                finish = clock.end(work + network.minutes[node])
                start = clock.start(work) if network.minutes[node] else finish
        return start, finish

    def target(self, to: str | None = None) -> int | None:
        """Give the node that `to` names, else the end of what finishes last; None for a plan without activities."""
        if to is not None:
            return self.node(to)
        last = max(self._finishes.values(), default=None)
        nodes = [node for node in self.network.activities if self.early.finish[node] == last]
        driving = {other for node in nodes for other in self.drivers(node)[0]}
        return min((node for node in nodes if node not in driving), key=self._rank, default=None)

    def _rank(self, node: int) -> tuple[float, int, str]:
        total = self.total_float(node) if self.network.programme[node] >= 0 else None
        return (float("inf") if total is None else total, -self.network.full[node], self.network.ids[node])

    def path(self, to: str | None = None) -> tuple[str, ...]:
        """Give the driving chain to an activity (else to what finishes last), first to last.

        Where several drive one, the chain follows the one with least float, longest duration, smallest id.
        """
        node = self.target(to)
        chain: list[int] = []
        while node is not None:
            chain.append(node)
            driving, _ = self.drivers(node)
            node = min(driving, key=self._rank, default=None)
        return tuple(self.network.ids[node] for node in reversed(chain))

    def float_to(self, to: str) -> dict[str, int | None]:
        """Give how much later each activity may be without moving one of them, in its own working minutes, by id.

        None where it cannot move it: nothing leads there, a pin lies between, or it is finished.
        """
        target = self.node(to)
        finish = self.placed(target)[1]
        ids = self.network.ids
        if self._fast:
            room = self._fast.towards(self.early, target, finish)
            return {ids[node]: room[node] for node in self.network.activities}
        late, leading = late_towards(self.network, self.early, target, finish)
        found: dict[str, int | None] = {}
        for node in self.network.activities:
            leads = node in leading
            found[ids[node]] = total_float(self.network, self.early, late, node, "smaller") if leads else None
        return found

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """What the dates rest on and what is wrong with the plan, in a stable order."""
        found = [*self.network.remarks, *findings(self.plan, self.network, self.early, self._unknown)]
        return merged(found)

    def slipped(self, slips: Mapping[str, int]) -> Schedule:
        """Give the schedule in which the named activities finish so many of their working minutes later."""
        numbered: dict[int, int] = {}
        for id, minutes in slips.items():
            node = self.node(id)
            if self.network.state[node] in (State.FINISHED, State.MANUAL):
                text = f"{id} is finished or scheduled by hand: it cannot slip."
                raise unscheduled("PG362", text, "Name an activity that is still to be done.", id)
            numbered[node] = minutes
        fast = self._fast if all(abs(minutes) < _FAR_TOO_LATE for minutes in numbered.values()) else None
        early = fast.forward(numbered) if fast else forward(self.network, numbered)
        return Schedule(self.plan, self.network, early, fast)

    def moved_from(self, other: Schedule) -> tuple[str, ...]:
        """Give the ids of activities whose early dates differ from those of another schedule of the plan, in order."""
        mine, others, ids = self.early, other.early, self.network.ids
        moved = [
            node
            for node in self.network.activities
            if (mine.start[node], mine.finish[node]) != (others.start[node], others.finish[node])
        ]
        return tuple(ids[node] for node in sorted(moved, key=lambda node: (mine.start[node], ids[node])))


def schedule(
    plan: Plan,
    *,
    today: Moment | None = None,
    data_date: Moment | None = None,
    reading: Reading = "planning",
) -> Schedule:
    """Schedule a plan. `data_date` takes the place of its programmes' status dates; see `build` for `today`.

    `reading` says how imprecise dates are taken. Raises Unscheduled: PG350 for loops, else as `build` does.
    """
    with _no_collection(len(plan.activities) >= MANY):
        network = build(plan, today=today, data_date=data_date, reading=reading)
        put_in_order(network)
        fast = _fast_passes(network) if len(network.ids) >= MANY else None
        return Schedule(plan, network, fast.forward() if fast else forward(network), fast)


@contextmanager
def _no_collection(many: bool) -> Iterator[None]:
    """Keep the collector of cycles away while millions of objects are made of which none is garbage."""
    if not (many and gc.isenabled()):
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _fast_passes(network: Network) -> FastPasses | None:
    if importlib.util.find_spec("numpy") is None:  # node by node, then: the same dates, later
        return None
    from .fast_passes import FastPasses, common_clock  # numpy is not worth its import for small plans

    clock = common_clock(network)
    return FastPasses(network, clock) if clock else None


def finish_range(
    plan: Plan,
    to: str | None = None,
    *,
    today: Moment | None = None,
    data_date: Moment | None = None,
    known: Schedule | None = None,
) -> tuple[datetime, datetime] | None:
    """Give when the target (else the plan) finishes with every imprecise date at its earliest, and at its latest.

    `known` is the plan as scheduled for the same days: it answers by itself where no date is imprecise.
    """
    if known is not None and plan.is_precise:
        only = known.row(to).early_finish if to else known.finish
        return None if only is None else (only, only)
    found = []
    ends: tuple[Reading, Reading] = ("earliest", "latest")
    for reading in ends:
        result = schedule(plan, today=today, data_date=data_date, reading=reading)
        at = result.row(to).early_finish if to else result.finish
        if at is None:
            return None
        found.append(at)
    return found[0], found[1]


def _within_time(network: Network, early: Early) -> None:
    for node in network.activities:
        if not 0 <= early.start[node] <= early.finish[node] <= LAST and early.finish[node] > LAST:
            text = f"{network.ids[node]} would finish after the year 9999."
            raise unscheduled("PG352", text, "Look for a duration or lag far too long.", network.ids[node])

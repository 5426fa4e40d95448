"""Measure a plan by the fourteen points of the DCMA (Defense Contract Management Agency, 2005), and find loose ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from .calendars import Instant, instant
from .moments import finish_of
from .network import EARLIEST
from .plan import Activity, Link
from .progress import State
from .remarks import Remark
from .schedules import Schedule

__all__ = ["Check", "loose_ends", "quality"]

HARD = ("mso", "mfo", "snlt", "fnlt")
LONG_DAYS = 44
SLIP_DAYS = 600


@dataclass(frozen=True, slots=True)
class Check:
    """One of the fourteen points.

    `count` of `of` (what is counted, and out of what, says `text`); `value` is their ratio, for points 13 and 14 the
    index itself. `passed` is None where the plan does not state what the point needs, and `text` says what is missing.
    `threshold` is what `value` must not be above (below, for points 4, 13 and 14). `ids` are the rows counted.
    """

    number: int
    name: str
    count: int
    of: int
    value: Fraction | None
    threshold: Fraction
    passed: bool | None
    ids: tuple[str, ...]
    text: str


def quality(result: Schedule, programme: str | None = None) -> tuple[Check, ...]:
    """Give the fourteen checks of one programme, or of the whole plan.

    Tasks are leaf activities, milestones among them; incomplete ones are not finished. Working days are those of each
    task's own calendar.
    """
    return tuple(_Quality(result, programme).checks())


class _Quality:
    def __init__(self, result: Schedule, programme: str | None) -> None:
        self.result = result
        network = result.network
        number = {row.id: n for n, row in enumerate(result.plan.programmes)}
        wanted = None if programme is None else number[programme]
        self.nodes = [n for n in network.activities if wanted is None or network.programme[n] == wanted]
        self.nodes.sort(key=lambda node: network.ids[node])
        self.open = [node for node in self.nodes if network.state[node] != State.FINISHED]
        rows = {row.id: row for row in result.plan.activities}
        self.rows: dict[int, Activity] = {node: rows[network.ids[node]] for node in self.nodes}
        summaries = {row.part_of for row in result.plan.activities}
        inside = {network.ids[node] for node in self.open} | summaries
        links = result.plan.links
        self.links = [link for link in links if link.source in inside or link.target in inside] if inside else []

    def checks(self) -> Iterator[Check]:
        hard = self._having(lambda node: any(c.kind in HARD for c in self.rows[node].constraints))
        yield self._tasks(1, "Logic", self._loose(), "incomplete tasks without a predecessor or a successor", "1/20")
        yield self._of_links(2, "Leads", lambda link: _lag(link) < 0, "links with a negative lag", "0")
        yield self._of_links(3, "Lags", lambda link: _lag(link) > 0, "links with a positive lag", "1/20")
        yield self._finish_to_start()
        yield self._tasks(5, "Hard constraints", hard, "incomplete tasks held by mso, mfo, snlt or fnlt", "1/20")
        floats = {node: self.result.total_float(node) or 0 for node in self.open}
        high = self._having(lambda node: floats[node] > self._days(node, LONG_DAYS))
        yield self._tasks(6, "High float", high, f"incomplete tasks with more than {LONG_DAYS} days of float", "1/20")
        negative = self._having(lambda node: floats[node] < 0)
        yield self._tasks(7, "Negative float", negative, "incomplete tasks with negative float", "0")
        long = self._having(lambda node: self.result.network.minutes[node] > self._days(node, LONG_DAYS))
        yield self._tasks(8, "High duration", long, f"incomplete tasks of more than {LONG_DAYS} days", "1/20")
        yield self._invalid_dates()
        yield self._resources()
        yield self._missed()
        yield self._critical_path_test()
        yield self._length_index(floats)
        yield self._execution_index()

    def _having(self, test: Callable[[int], bool]) -> list[int]:
        return [node for node in self.open if test(node)]

    def _days(self, node: int, days: int) -> int:
        return days * self.result.network.clock[node].calendar.minutes_per_day

    def _ids(self, nodes: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.result.network.ids[node] for node in nodes)

    def _tasks(
        self, number: int, name: str, found: list[int], text: str, threshold: str, among: list[int] | None = None
    ) -> Check:
        out_of = len(self.open if among is None else among)
        value, limit = Fraction(len(found), out_of or 1), Fraction(threshold)
        return Check(number, name, len(found), out_of, value, limit, value <= limit, self._ids(found), text)

    def _of_links(self, number: int, name: str, test: Callable[[Link], bool], text: str, threshold: str) -> Check:
        found = [link for link in self.links if test(link)]
        value, limit = Fraction(len(found), len(self.links) or 1), Fraction(threshold)
        ids = tuple(link.id or f"{link.source} > {link.target}" for link in found)
        return Check(number, name, len(found), len(self.links), value, limit, value <= limit, ids, text)

    def _finish_to_start(self) -> Check:
        plain = [link for link in self.links if link.kind == "fs"]
        other = tuple(link.id or f"{link.source} > {link.target}" for link in self.links if link.kind != "fs")
        value, limit = Fraction(len(plain), len(self.links)) if self.links else Fraction(1), Fraction(9, 10)
        text = "links from finish to start (the others are named)"
        return Check(4, "Relationship types", len(plain), len(self.links), value, limit, value >= limit, other, text)

    def _loose(self) -> list[int]:
        network = self.result.network
        return [node for node in self.open if not (network.incoming[node] and network.outgoing[node])]

    def _missing(self, number: int, name: str, threshold: str, text: str) -> Check:
        return Check(number, name, 0, 0, None, Fraction(threshold), None, (), text)

    @cached_property
    def _status(self) -> Instant | None:
        floors = (floor for node in self.nodes for floor in self.result.network.floors[node])
        return next((floor.at for floor in floors if floor.basis == "data date"), None)

    def _invalid_dates(self) -> Check:
        network, early = self.result.network, self.result.early
        status = self._status
        if status is None:
            return self._missing(9, "Invalid dates", "0", "no status date is stated")
        wrong = []
        for node in self.nodes:
            row, state = self.rows[node], network.state[node]
            work = network.clock[node].work
            facts = [when.latest for when in (row.actual_start, row.actual_finish) if when]
            future = any((m.toordinal() - 1) * 1440 > status for m in facts)
            past = state != State.FINISHED and work(early.finish[node]) < work(status)
            if future or past:
                wrong.append(node)
        text = "tasks forecast before the status date, or with actual dates after it"
        return self._tasks(9, "Invalid dates", wrong, text, "0", self.nodes)

    def _resources(self) -> Check:
        stated = [node for node in self.open if self.rows[node].resources is not None]
        if not stated:
            return self._missing(10, "Resources", "0", "the plan does not say who does the work")
        long = [node for node in self.open if self.result.network.minutes[node] >= self._days(node, 1)]
        without = [node for node in long if not self.rows[node].resources]
        text = "incomplete tasks of a day or more without resources"
        return self._tasks(10, "Resources", without, text, "0", long)

    def _due(self) -> list[int] | None:
        """Give the tasks that the baseline finishes by the status date; None if either is not stated."""
        status, network = self._status, self.result.network
        baselines = {node: self.rows[node].baseline_finish for node in self.nodes}
        if status is None or not any(baselines.values()):
            return None
        ends = {node: finish_of(when, network.clock[node], "planning") for node, when in baselines.items() if when}
        return [node for node, end in ends.items() if end <= status]

    def _missed(self) -> Check:
        due, network = self._due(), self.result.network
        if due is None:
            return self._missing(11, "Missed tasks", "1/20", "no status date or no baseline is stated")
        late = []
        for node in due:
            when, clock = self.rows[node].baseline_finish, network.clock[node]
            if when and clock.work(self.result.early.finish[node]) > clock.work(finish_of(when, clock, "planning")):
                late.append(node)
        text = "tasks later than the baseline, of those that it finishes by the status date"
        return self._tasks(11, "Missed tasks", late, text, "1/20", due)

    def _critical_path_test(self) -> Check:
        """Slip the first task of the path by 600 days: the finish has to move by as much."""
        inside = self.result.network.index  # a chain may begin with a promise, which is no task
        path = [id for id in self.result.path() if id in inside and self.result.row(id).state in ("open", "started")]
        if not path:
            return self._missing(12, "Critical path test", "0", "nothing is left to be done")
        node = self.result.node(path[0])
        slipped = self.result.slipped({path[0]: self._days(node, SLIP_DAYS)})
        assert self.result.finish
        assert slipped.finish
        clock = self.result.network.clock[node]
        moved = clock.between(instant(self.result.finish), instant(slipped.finish))
        failed = int(moved < self._days(node, SLIP_DAYS))
        text = f"paths that break: {path[0]} slipped by {SLIP_DAYS} days has to move the finish by as many"
        ids = (path[0],) if failed else ()
        return Check(12, "Critical path test", failed, 1, Fraction(failed), Fraction(0), not failed, ids, text)

    def _length_index(self, floats: dict[int, int]) -> Check:
        name, text = "Critical path length index", "working days left on the path, with its float added"
        if not self.open:
            return self._missing(13, name, "19/20", "nothing is left to be done")
        network, early = self.result.network, self.result.early
        last = max(self.open, key=lambda node: (early.finish[node], -floats[node], network.ids[node]))
        clock = network.clock[last]
        first = min(early.resume[node] for node in self.open if early.resume[node] != EARLIEST)
        length = clock.between(first, early.finish[last])
        least = min(floats[last], min(floats.values()))
        value = Fraction(length + least, length) if length else Fraction(1)
        days, total = length // clock.calendar.minutes_per_day, (length + least) // clock.calendar.minutes_per_day
        limit = Fraction(19, 20)
        return Check(13, name, total, days, value, limit, value >= limit, self._ids([last]), text)

    def _execution_index(self) -> Check:
        due, name = self._due(), "Baseline execution index"
        if due is None:
            return self._missing(14, name, "19/20", "no status date or no baseline is stated")
        done = [node for node in self.nodes if self.result.network.state[node] == State.FINISHED]
        value, limit = Fraction(len(done), len(due)) if due else Fraction(1), Fraction(19, 20)
        text = "tasks finished, of those that the baseline finishes by the status date"
        open_still = self._ids(node for node in due if node not in set(done))
        return Check(14, name, len(done), len(due), value, limit, value >= limit, open_still, text)


def _lag(link: Link) -> Fraction:
    return Fraction(link.lag.minutes) if link.lag.percent is None else link.lag.percent


def loose_ends(result: Schedule) -> tuple[Remark, ...]:
    """Give the unfinished activities that nothing drives, that drive nothing, or of which one end hangs loose."""
    network = result.network
    kinds: dict[tuple[str, str], list[str]] = {}
    for node in network.activities:
        if network.state[node] == State.FINISHED:
            continue
        into, out = network.incoming[node], network.outgoing[node]
        faults = [
            ("no_predecessor", "wait for nothing", not into),
            ("no_successor", "nothing waits for them", not out),
            ("open_start", "only their finish waits for something", into and all(hold.to_finish for hold in into)),
            ("open_finish", "only their start drives something", out and not any(hold.from_finish for hold in out)),
        ]
        for kind, text, found in faults:
            if found and not (kind.startswith("open") and not network.minutes[node]):
                kinds.setdefault((kind, text), []).append(network.ids[node])
    return tuple(
        Remark("finding", kind, tuple(sorted(ids)), text if len(ids) > 1 else _OF_ONE[kind])
        for (kind, text), ids in sorted(kinds.items())
    )


_OF_ONE = {
    "no_predecessor": "waits for nothing", "no_successor": "nothing waits for it",
    "open_start": "only its finish waits for something", "open_finish": "only its start drives something",
}  # fmt: skip

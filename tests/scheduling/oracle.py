"""Schedule a small plan in the slowest and plainest way: an independent answer to compare with.

Every minute of the horizon is in a list for each calendar. Dates are found by going round until nothing moves any more,
not in an order; late dates by trying instants from the last one down. It shares only the plan's dataclasses with the
product and covers what the rules say, for plans without loops.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pathway_graph.analysis.scheduling import CONTINUOUS, Event, Lag, Link, Plan

from .oracle_rows import BASE, END, Clock, Reader, clock

__all__ = ["BASE", "Answer", "Oracle"]

FAR = 10**9  # no bound


@dataclass
class Answer:
    """What the oracle says of one leaf, dates as minutes from BASE."""

    early_start: int = -FAR
    early_finish: int = -FAR
    resume: int = -FAR
    late_start: int = FAR
    late_finish: int = FAR
    late_resume: int = FAR
    late_until: int = FAR
    total_float: int | None = None
    free_float: int | None = None
    critical: bool = False
    float_to: int | None = None


@dataclass
class Tie:
    """A link as the leaves feel it: the sources (several: any may be the one), the lag, one target."""

    sources: list[str]
    ends: str
    lag: int
    clock: Clock
    target: str
    fixed: int | None = None


class Oracle(Reader):
    """The answers for a plan, by id of its leaves."""

    def __init__(self, plan: Plan, data_date: date | None = None) -> None:
        super().__init__(plan, data_date)
        self.ties = [tie for tie in self.all_ties() if all(s in self.leaves for s in tie.sources)]
        self.undriven()
        self.answers = {id: Answer() for id in self.leaves}
        self.forwards()
        self.last = {p: max(self.answers[i].early_finish for i in self.leaves if self.leaves[i].programme.id == p)
                     for p in {leaf.programme.id for leaf in self.leaves.values()}}  # fmt: skip
        self.backwards(None)
        self.floats()

    def undriven(self) -> None:
        driven = {tie.target for tie in self.ties}
        for id, leaf in self.leaves.items():
            row = leaf.row
            facts = row.actual_start or row.actual_finish or row.constraints
            if id in driven or facts or leaf.state != "open":
                continue
            if row.planned_start and not (not leaf.left and row.planned_finish):
                leaf.start_floors.append(self.start(row.planned_start, leaf.stated))
            elif row.planned_finish:
                leaf.finish_floors.append(self.finish(row.planned_finish, leaf.stated))

    # ---- links

    def all_ties(self) -> Iterator[Tie]:
        events = {event.id: event for event in self.plan.events}
        for link in self.plan.links:
            for target in self.leaves_of(link.target):
                if link.source in events:
                    yield from self.event_ties(link, events[link.source], target)
                elif link.kind[0] == "f":  # a summary is finished when all its leaves are
                    for source in self.leaves_of(link.source):
                        yield self.tie([source], link.kind, link.lag, target)
                elif self.leaves_of(link.source):  # it has begun when the first of them has
                    yield self.tie(self.leaves_of(link.source), link.kind, link.lag, target)
        for promise in self.plan.promises:
            for target in self.leaves_of(promise.target):
                if promise.promised and not promise.met:
                    c = clock(self.calendars[self.leaves[target].programme.calendar])
                    due = self.finish(promise.promised, c)
                    yield self.tie([], promise.kind, promise.lag, target, due)

    def event_ties(self, link: Link, event: Event, target: str) -> Iterator[Tie]:
        c = clock(self.calendars[self.leaves[target].programme.calendar])
        if event.at:
            yield self.tie([], link.kind, link.lag, target, self.start(event.at, c))
        elif event.mobilised_by:
            for source in self.leaves_of(event.mobilised_by):
                yield self.tie([source], "f" + link.kind[1], link.lag, target)

    def leaves_of(self, id: str) -> list[str]:
        return [each for each in self.parts.get(id, [id]) if each in self.leaves]

    def tie(self, sources: list[str], ends: str, lag: Lag, target: str, fixed: int | None = None) -> Tie:
        programme = self.leaves[target].programme
        minutes, elapsed = lag.minutes, lag.elapsed
        if lag.percent is not None:
            before = self.leaves[sources[0]] if sources else None
            minutes = math.floor((before.full if before else 0) * lag.percent / 100 + 0.5)
            elapsed = elapsed or (before is not None and before.clock is clock(CONTINUOUS))
        where = programme.lag_calendar or {"msproject": "successor", "p6": "predecessor"}[programme.convention]
        c = self.leaves[target].stated
        if elapsed or where == "continuous":
            c = clock(CONTINUOUS)
        elif where == "programme":
            c = clock(self.calendars[programme.calendar])
        elif where == "predecessor" and sources:
            c = self.leaves[sources[0]].stated
        return Tie(sources, ends, minutes, c, target, fixed)

    def bound(self, tie: Tie) -> int:
        """Where the target's end may be, as things stand."""
        finish = tie.ends[0] == "f"
        if tie.fixed is not None:
            t = tie.fixed
        elif finish:
            t = max(self.answers[s].early_finish for s in tie.sources)
        else:
            t = min(self.answers[s].early_start for s in tie.sources)
        if not tie.lag:
            return t
        done = tie.clock.done[t] + tie.lag
        return tie.clock.stop(done) if finish else tie.clock.begin(done)

    # ---- dates

    def forwards(self) -> None:
        for id, leaf in self.leaves.items():
            if leaf.state in ("finished", "manual"):
                begun, ended = leaf.fixed
                self.answers[id] = Answer(begun, ended, begun)
            else:
                self.answers[id] = Answer(0, 0, 0)
        while any([self.place(id) for id in self.leaves]):
            pass

    def place(self, id: str) -> bool:
        leaf, mine = self.leaves[id], self.answers[id]
        if leaf.state in ("finished", "manual"):
            return False
        starts, finishes = list(leaf.start_floors), list(leaf.finish_floors)
        starts += [t for kind, t in leaf.pins if kind == "mso"]
        finishes += [t for kind, t in leaf.pins if kind == "mfo"]
        if not leaf.pins:
            for tie in self.ties:
                if tie.target == id:
                    (finishes if tie.ends[1] == "f" else starts).append(self.bound(tie))
        c = leaf.clock
        if leaf.left:
            done = max([c.done[t] for t in starts] + [c.done[t] - leaf.left for t in finishes])
            resume, finish = c.begin(done), c.stop(done + leaf.left)
        else:
            resume = finish = max(starts + finishes)
        before = (mine.resume, mine.early_finish)
        mine.resume, mine.early_finish = resume, finish
        mine.early_start = leaf.fixed[0] if leaf.state == "started" else resume
        return before != (resume, finish)

    def backwards(self, target: str | None) -> None:
        """Work out late dates: from each programme's last finish, or from one target alone."""
        for mine in self.answers.values():
            mine.late_start = mine.late_finish = mine.late_resume = mine.late_until = FAR
        while any([self.place_late(id, target) for id in self.leaves]):
            pass

    def place_late(self, id: str, target: str | None) -> bool:
        leaf, mine, c = self.leaves[id], self.answers[id], self.leaves[id].clock
        if leaf.state == "finished":
            mine.late_start, mine.late_finish = leaf.fixed
            return False
        starts, finishes = list(leaf.start_ceilings), [*leaf.finish_ceilings, self.last[leaf.programme.id]]
        if target is not None:
            starts, finishes = [], [mine.early_finish] if id == target else []
        if leaf.pins and target is None:
            starts += [t for kind, t in leaf.pins if kind == "mso"]
            finishes += [t for kind, t in leaf.pins if kind == "mfo"]
        link_starts: list[int] = []
        link_finishes: list[int] = []
        if not (leaf.pins and target is None) and id != target:
            for tie in self.ties:
                if self.holds(tie, id) and (t := self.reach(tie, target)) < FAR:
                    (link_finishes if tie.ends[0] == "f" else link_starts).append(t)
        if leaf.state == "started":
            starts, link_starts = [], []
        if not (starts or finishes or link_starts or link_finishes):
            return False
        before = (mine.late_resume, mine.late_finish)
        if leaf.left:
            room = [c.done[t] for t in starts + link_starts] + [c.done[t] - leaf.left for t in finishes + link_finishes]
            mine.late_resume, mine.late_finish = c.begin(min(room)), c.stop(min(room) + leaf.left)
            mine.late_until = c.begin(min(room) + leaf.left)
        else:
            own = [c.begin(c.done[min(starts + finishes)])] if starts + finishes else []
            mine.late_resume = mine.late_finish = mine.late_until = min(own + link_starts + link_finishes)
        mine.late_start = leaf.fixed[0] if leaf.state == "started" else mine.late_resume
        return before != (mine.late_resume, mine.late_finish)

    def holds(self, tie: Tie, id: str) -> bool:
        """Whether this tie can hold the source back."""
        if id not in tie.sources or self.leaves[tie.target].state == "finished":
            return False
        if tie.ends[0] == "s":
            first = min(tie.sources, key=lambda s: (self.answers[s].early_start, s))
            return first == id and self.leaves[id].state != "started"
        return True

    def reach(self, tie: Tie, target: str | None) -> int:
        """The last instant of the source's end that leaves the target in time."""
        theirs = self.answers[tie.target]
        until = theirs.late_until if tie.ends[1] == "f" else theirs.late_resume
        if until == FAR or (target is not None and self.leaves[tie.target].pins):
            return FAR
        return self.last_before(tie, until)

    def last_before(self, tie: Tie, until: int) -> int:
        """The last instant from which the lag ends no later than `until`."""
        if not tie.lag:
            return until
        done = tie.clock.done
        low, high = 0, END
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if done[middle] + tie.lag <= done[until] else (low, middle)
        return low

    # ---- floats

    def floats(self) -> None:
        for id, leaf in self.leaves.items():
            mine = self.answers[id]
            if leaf.state == "finished":
                continue
            mine.total_float = self.total(id, leaf.programme.convention, leaf.programme.total_float)
            mine.free_float = self.free(id)
            limit = leaf.programme.critical_float * (1440 if leaf.clock is clock(CONTINUOUS) else 480)
            mine.critical = mine.total_float <= limit

    def total(self, id: str, convention: str, measure: str) -> int:
        leaf, mine, done = self.leaves[id], self.answers[id], self.leaves[id].clock.done
        by_finish = done[mine.late_finish] - done[mine.early_finish]
        by_start = done[mine.late_start] - done[mine.early_start]
        if leaf.state == "started" or measure == "finish" or (not measure and convention == "p6"):
            return by_finish
        return by_start if measure == "start" else min(by_start, by_finish)

    def free(self, id: str) -> int:
        leaf, mine, done = self.leaves[id], self.answers[id], self.leaves[id].clock.done
        slacks = []
        for tie in self.ties:
            if self.holds(tie, id):
                theirs, after = self.answers[tie.target], self.leaves[tie.target]
                t = theirs.early_finish if tie.ends[1] == "f" else theirs.resume
                if after.left:
                    while after.clock.done[t + 1] == after.clock.done[t]:
                        t += 1
                own = mine.early_finish if tie.ends[0] == "f" else mine.early_start
                slacks.append(done[self.last_before(tie, t)] - done[own])
        if not slacks:
            slacks = [done[self.last[leaf.programme.id]] - done[mine.early_finish]]
        return max(0, min(slacks))

    def floats_to(self, target: str) -> dict[str, int | None]:
        """How much later each may be without moving one of them."""
        self.backwards(target)
        found: dict[str, int | None] = {}
        for id, leaf in self.leaves.items():
            lost = leaf.state == "finished" or self.answers[id].late_finish == FAR
            found[id] = None if lost else self.total(id, "msproject", "smaller")
        return found

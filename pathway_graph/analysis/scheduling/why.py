"""Say in a sentence why an activity is critical, or what it has to spare and why."""

from __future__ import annotations

from .calendars import LAST, Instant, WorkingTime, date_time, instant
from .network import Hold
from .passes import binds
from .progress import State
from .schedules import Schedule
from .spare import spare

__all__ = ["Reasons", "why", "whys"]


def why(result: Schedule, id: str, to: str | None = None) -> str:
    """Give the sentence for one leaf activity; with `to`, how much later it may be before that one moves.

    >>> # "critical because it drives Specifications, which starts the day after"
    >>> # "12 working days to spare: Engagement waits for Hubs anyway"
    """
    return Reasons(result).to(id, to) if to else Reasons(result).of(id)


def whys(result: Schedule) -> dict[str, str]:
    """Give the sentence of every leaf activity, by id."""
    told = Reasons(result)
    return {row.id: told.of(row.id) for row in result.rows}


class Reasons:
    """The sentences of one schedule, each worked out when it is asked for."""

    def __init__(self, result: Schedule) -> None:
        self.result = result
        self.network = result.network
        self.names = {row.id: row.name or row.id for row in result.plan.activities}
        self.names |= {event.id: event.name or event.id for event in result.plan.events}
        self.names |= {promise.id: promise.name or promise.id for promise in result.plan.promises}

    def to(self, id: str, target: str) -> str:
        """Say how much later one leaf activity may be before another moves."""
        minutes = self.result.float_to(target)[id]
        if id == target:
            return f"{self.names[id]} itself"
        if minutes is None:
            return f"does not move {self.names[target]}, however late it is"
        if minutes == 0:
            return f"every day that it is late makes {self.names[target]} late"
        return f"can be {spare(minutes, self._clock(id))} later before {self.names[target]} moves"

    def of(self, id: str) -> str:
        """Say why one leaf activity is critical, or what it has to spare."""
        node = self.result.node(id)
        row = self.result.row(id)
        if row.state == "finished":
            return f"finished on {self._day(self.result.early.finish[node])}"
        assert row.total_float is not None
        if row.total_float < 0:
            text = f"{spare(-row.total_float, self._clock(id))} too late: {self._end_of_chain(node)}"
        elif row.critical:
            text = f"critical because {self._held(node)}"
            if row.total_float:
                text += f", with no more than {spare(row.total_float, self._clock(id))} to spare"
        else:
            text = f"{spare(row.total_float, self._clock(id))} to spare: {self._excused(node)}"
        if row.critical and not row.on_longest_path:
            text += "; it is not on the longest path"
        elif row.on_longest_path and not row.critical:
            text += "; it is on the longest path all the same"
        if row.rests_on:
            text += f"; it rests on an unknown date: {', '.join(self.names[other] for other in row.rests_on)}"
        return text

    def _clock(self, id: str) -> WorkingTime:
        return self.network.clock[self.network.index[id]]

    def _day(self, at: Instant) -> str:
        if not 0 <= at <= LAST:
            return "no day"
        moment = date_time(at)
        return f"{moment.day} {moment:%B} {moment.year}"

    def _name(self, node: int) -> str:
        return self.names[self.network.ids[node]]

    def _binding(self, node: int) -> Hold | None:
        """Give the link that holds the node's late dates, the one to the earliest successor of several."""
        late, work = self.result.late, self.network.clock[node].work
        found = []
        for hold in self.network.outgoing[node]:
            if binds(self.network, self.result.early, node, hold) and node not in self.network.pins:
                bound = hold.backward((late.until if hold.to_finish else late.resume)[hold.other])
                own = (late.finish if hold.from_finish else late.resume)[node]
                if work(bound) == work(own):
                    found.append(hold)
        return min(found, key=lambda hold: self._rank(hold.other), default=None)

    def _rank(self, node: int) -> tuple[Instant, str]:
        return (self.result.early.start[node], self.network.ids[node])

    def _through(self, hold: Hold) -> Hold:
        """Look through a summary's end to what waits for the summary."""
        while self.network.programme[hold.other] < 0 and self.network.outgoing[hold.other]:
            hold = min(self.network.outgoing[hold.other], key=lambda after: self._rank(after.other))
        return hold

    def _held(self, node: int) -> str:
        hold = self._binding(node)
        if hold is None:
            return self._rule(node)
        real = self._through(hold)
        end = "finishes" if real.to_finish else "starts"
        subject = "it" if hold.from_finish else "its start"
        return f"{subject} drives {self._name(real.other)}, which {end} {self._when(node, real)}"

    def _when(self, node: int, hold: Hold) -> str:
        early, clock = self.result.early, self.network.clock[node]
        own = early.finish[node] if hold.from_finish else early.start[node]
        other = early.finish[hold.other] if hold.to_finish else early.resume[hold.other]
        between = clock.between(own, other)
        if between > 0:
            return f"{spare(between, clock)} later"
        days = other // 1440 - own // 1440
        if between < 0:
            return f"on {self._day(other)}"
        return {0: "the same day", 1: "the day after"}.get(days, "the next working day")

    def _rule(self, node: int) -> str:
        """Say which rule of its own holds a node's late dates."""
        network, late = self.network, self.result.late
        work = network.clock[node].work
        for pin in network.pins.get(node, ()):
            return f"it must {'finish' if pin.of_finish else 'start'} on {self._day(pin.at)}"
        if work(network.finish_ceiling[node]) == work(late.finish[node]):
            return f"it must be finished by {self._day(network.finish_ceiling[node])}"
        if work(network.start_ceiling[node]) == work(late.resume[node]):
            return f"it must have started by {self._day(network.start_ceiling[node])}"
        number = network.programme[node]
        rules = self.result.plan.programmes[number]
        name = rules.name or rules.id
        if network.must_finish[number] is not None:
            return f"{name} must finish by {self._day(late.finish[node])}"
        return f"nothing finishes later: it decides when {name} ends, on {self._day(self.result.early.finish[node])}"

    def _end_of_chain(self, node: int) -> str:
        """Follow what holds a late activity to the rule behind it."""
        here, hold = node, self._binding(node)
        while hold is not None:
            here = self._through(hold).other
            hold = self._binding(here)
        rule = self._rule(here)
        return rule if here == node else f"{self._name(here)} waits for it, and {rule.replace('it ', 'that ', 1)}"

    def _excused(self, node: int) -> str:
        hold = self._binding(node)
        if hold is None:
            rule = self._rule(node)
            if rule.startswith("nothing finishes later"):
                rules = self.result.plan.programmes[self.network.programme[node]]
                end = self.result.finishes[rules.id]
                return f"nothing waits for it, and {rules.name or rules.id} ends on {self._day(instant(end))}"
            return rule
        real = self._through(hold)
        if node in self.result.drivers(real.other)[0]:
            total = self.result.total_float(real.other)
            left = "none" if not total else spare(total, self.network.clock[real.other])
            return f"it drives {self._name(real.other)}, which has {left} to spare itself"
        return self._anyway(real.other)

    def _anyway(self, node: int) -> str:
        name = self._name(node)
        driving, basis = self.result.drivers(node)
        if driving:
            return f"{name} waits for {' and '.join(self._name(other) for other in driving[:2])} anyway"
        start = self._day(self.result.early.start[node])
        if self.network.state[node] == State.MANUAL:
            return f"{name} stands at {start} by hand"
        because = {"data date": "the data date", "start": "the start of its programme", "actual": "what is done"}
        return f"{name} starts on {start} anyway, because of {because.get(basis, 'its ' + basis + ' date')}"

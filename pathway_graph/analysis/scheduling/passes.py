"""Work out early and late dates: once forwards through the network, once back.

The method is CPM (Kelley and Walker, 1959) with the four links of precedence diagrams (Fondahl, 1961), in minutes.
Each bound travels as an instant and is counted in the calendar of the activity that it binds; an activity is moved
whole, so that one number of worked minutes places both its ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .calendars import Instant
from .network import EARLIEST, LATEST, Hold, Network
from .progress import State

__all__ = [
    "FIXED", "Early", "Late", "backward", "binds", "first_begun", "fit_late", "forward", "held_back", "late_towards",
    "schedule_node",
]  # fmt: skip

FIXED = (State.FINISHED, State.MANUAL, State.EVENT)


@dataclass(frozen=True, slots=True)
class Early:
    """`start` and `finish` of each node; `resume` is where the work that remains starts (else the start)."""

    start: list[Instant]
    finish: list[Instant]
    resume: list[Instant]


@dataclass(frozen=True, slots=True)
class Late:
    """The latest that each node may start (or resume) and finish; LATEST where nothing bounds it.

    `until` is the finish in its last spelling: what ends before it, in whatever calendar, is in time.
    """

    resume: list[Instant]
    finish: list[Instant]
    until: list[Instant]

    @classmethod
    def unbound(cls, size: int) -> Late:
        """Give columns that bound nothing yet."""
        return cls([LATEST] * size, [LATEST] * size, [LATEST] * size)


def forward(network: Network, slips: Mapping[int, int] | None = None) -> Early:
    """Give the early dates. `slips`: node -> working minutes that it finishes later than it would."""
    size = len(network.ids)
    early = Early([EARLIEST] * size, [EARLIEST] * size, [EARLIEST] * size)
    for node in network.order:
        state = network.state[node]
        if state in FIXED:
            early.start[node] = early.resume[node] = network.start[node]
            early.finish[node] = network.finish[node]
        elif state == State.FIRST_BEGUN:
            _place(early, node, min(early.start[hold.other] for hold in network.incoming[node]))
        else:
            schedule_node(network, early, node, slips.get(node, 0) if slips else 0)
    return early


def _place(early: Early, node: int, at: Instant) -> None:
    early.start[node] = early.finish[node] = early.resume[node] = at


def schedule_node(network: Network, early: Early, node: int, slip: int) -> None:
    """Place one node by its floors, pins and links; everything that it waits for is placed."""
    by_start, by_finish = network.start_floor[node], network.finish_floor[node]
    if node in network.pins:
        for pin in network.pins[node]:
            if pin.of_finish:
                by_finish = max(by_finish, pin.at)
            else:
                by_start = max(by_start, pin.at)
    else:
        for hold in network.incoming[node]:
            bound = hold.forward((early.finish if hold.from_finish else early.start)[hold.other])
            if hold.to_finish:
                by_finish = max(by_finish, bound)
            else:
                by_start = max(by_start, bound)
    clock, minutes = network.clock[node], network.minutes[node]
    if minutes:
        work = clock.work(by_start)
        if by_finish != EARLIEST:
            work = max(work, clock.work(by_finish) - minutes)
        if node in network.honour_late:
            work = _honoured(network, node, work)
        work += slip
        early.resume[node] = clock.start(work)
        early.finish[node] = clock.end(work + minutes)
    else:
        _milestone(network, early, node, max(by_start, by_finish), slip)
    started = network.state[node] == State.STARTED
    early.start[node] = network.start[node] if started else early.resume[node]


def _milestone(network: Network, early: Early, node: int, at: Instant, slip: int) -> None:
    """Place a node without work: it keeps the time of what drives it, also the spelling."""
    clock = network.clock[node]
    if node in network.honour_late:
        bound = min(network.start_ceiling[node], network.finish_ceiling[node])
        at = min(at, max(bound, network.start_floor[node]))
    if slip:
        work = clock.work(at) + slip
        at = clock.end(work) if at == clock.last_end(at) else clock.start(work)
    early.resume[node] = early.finish[node] = at


def _honoured(network: Network, node: int, work: int) -> int:
    clock = network.clock[node]
    bound = min(
        clock.work(network.start_ceiling[node]), clock.work(network.finish_ceiling[node]) - network.minutes[node]
    )
    return min(work, max(bound, clock.work(network.start_floor[node])))


def backward(network: Network, early: Early, finishes: Mapping[int, Instant]) -> Late:
    """Give the late dates, back from the finish of each programme (`finishes`: its number -> instant)."""
    late = Late.unbound(len(network.ids))
    for node in reversed(network.order):
        state = network.state[node]
        if state in (State.FINISHED, State.EVENT):
            late.resume[node], late.finish[node] = early.start[node], early.finish[node]
            continue
        links = (LATEST, LATEST) if node in network.pins else held_back(network, early, late, node)
        fit_late(network, late, node, links, finishes)
    return late


def fit_late(
    network: Network, late: Late, node: int, links: tuple[Instant, Instant], finishes: Mapping[int, Instant]
) -> None:
    """Place one node as late as its links (bounds on its start and finish), rules and programme allow."""
    by_start, by_finish = network.start_ceiling[node], network.finish_ceiling[node]
    by_finish = min(by_finish, finishes.get(network.programme[node], LATEST))
    for pin in network.pins.get(node, ()):
        if pin.of_finish:
            by_finish = min(by_finish, pin.at)
        else:
            by_start = min(by_start, pin.at)
    _fit(network, late, node, (by_start, by_finish), links)


def late_towards(network: Network, early: Early, target: int, finish: Instant) -> tuple[Late, set[int]]:
    """Give the late dates that hold one node to `finish` and nothing else, and which nodes can move it at all.

    Constraints and other finishes do not count. A pinned activity can itself slip, but what waits before it cannot
    move it; a finished one moves nothing.
    """
    late, own = Late.unbound(len(network.ids)), Late.unbound(len(network.ids))
    leading: set[int] = set()
    for node in reversed(network.order):
        state = network.state[node]
        if state in (State.FINISHED, State.EVENT):
            continue
        ceilings = (LATEST, finish) if node == target else (LATEST, LATEST)
        links = (LATEST, LATEST) if node == target else held_back(network, early, late, node)
        if ceilings == links:
            continue
        leading.add(node)
        _fit(network, own, node, ceilings, links)
        if node not in network.pins:
            for given, taken in ((own.resume, late.resume), (own.finish, late.finish), (own.until, late.until)):
                taken[node] = given[node]
    return own, leading


def held_back(network: Network, early: Early, late: Late, node: int) -> tuple[Instant, Instant]:
    """Give how late a node's start and its finish may be for what waits for it."""
    by_start = by_finish = LATEST
    for hold in network.outgoing[node]:
        if not binds(network, early, node, hold):
            continue
        bound = (late.until if hold.to_finish else late.resume)[hold.other]
        if bound == LATEST:
            continue
        bound = hold.backward(bound)
        if hold.from_finish:
            by_finish = min(by_finish, bound)
        else:
            by_start = min(by_start, bound)
    return by_start, by_finish


def binds(network: Network, early: Early, node: int, hold: Hold) -> bool:
    """Say whether a link can hold its predecessor back.

    Not where the successor is finished, where the link leaves a start that has happened, or where a summary's start
    is that of another leaf (the first to start holds it, the smallest id of several).
    """
    state = network.state[hold.other]
    if state == State.FINISHED or (not hold.from_finish and network.state[node] == State.STARTED):
        return False
    return state != State.FIRST_BEGUN or first_begun(network, early, hold.other) == node


def first_begun(network: Network, early: Early, node: int) -> int:
    """Give the leaf that starts first of those behind a summary's start; of several the one with the smallest id."""
    leaves = [hold.other for hold in network.incoming[node]]
    return min(leaves, key=lambda leaf: (early.start[leaf], network.ids[leaf]))


def _fit(
    network: Network, late: Late, node: int, ceilings: tuple[Instant, Instant], links: tuple[Instant, Instant]
) -> None:
    """Place a node as late as its own ceilings and its links allow (bounds on its start, on its finish)."""
    clock, minutes = network.clock[node], network.minutes[node]
    if network.state[node] == State.STARTED:
        ceilings = LATEST, ceilings[1]  # the start has happened
    if minutes:
        work = min(clock.work(min(ceilings[0], links[0])), clock.work(min(ceilings[1], links[1])) - minutes)
        late.resume[node] = clock.start(work)
        late.finish[node] = clock.end(work + minutes)
        late.until[node] = clock.start(work + minutes)
        return
    # A milestone's own dates hold until work starts again; what its links say is an instant of other calendars.
    own = min(ceilings)
    at = min(own if own == LATEST else clock.start(clock.work(own)), *links)
    late.resume[node] = late.finish[node] = late.until[node] = at

"""Work out what the dates say: floats, what drives what, which activities share the longest path."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .calendars import Instant
from .network import LATEST, Hold, Network
from .passes import Early, Late, binds, first_begun
from .progress import State

__all__ = ["drivers", "free_float", "longest_path", "room", "total_float", "unknown_behind"]

_BASES = ("snet", "fnet", "mso", "mfo", "snlt", "fnlt", "planned", "start", "actual", "data date")


def total_float(network: Network, early: Early, late: Late, node: int, measure: str) -> int | None:
    """Give the total float in working minutes of the node's own calendar; None for finished work.

    `measure` is smaller, start or finish: which difference counts. Work in progress has only its finish to measure.
    """
    state, work = network.state[node], network.clock[node].work
    if state == State.FINISHED:
        return None
    by_finish = work(late.finish[node]) - work(early.finish[node])
    if state == State.STARTED or measure == "finish":
        return by_finish
    by_start = work(late.resume[node]) - work(early.start[node])
    return by_start if measure == "start" else min(by_start, by_finish)


def room(network: Network, early: Early) -> list[Instant]:
    """Give for each node the instant that a link into it may reach without moving anything: its early resume.

    A summary's end has no dates of its own: it may come as late as what waits for it allows, LATEST if nothing does.
    """
    free = list(early.resume)
    for node in reversed(network.order):
        if network.state[node] in (State.ALL_DONE, State.FIRST_BEGUN):
            bounds = [_reach(network, early, free, hold) for hold in network.outgoing[node]]
            free[node] = min((bound for bound in bounds if bound is not None), default=LATEST)
    return free


def _reach(network: Network, early: Early, free: list[Instant], hold: Hold) -> Instant | None:
    state = network.state[hold.other]
    if state == State.FINISHED:
        return None
    summary = state in (State.ALL_DONE, State.FIRST_BEGUN)
    at = early.finish[hold.other] if hold.to_finish and not summary else free[hold.other]
    if at == LATEST:
        return None
    if network.minutes[hold.other]:
        at = network.clock[hold.other].next_start(at)  # the last spelling: nothing before it moves the successor
    return hold.backward(at)


def free_float(network: Network, early: Early, free: list[Instant], node: int, finish: Instant) -> int | None:
    """Give the least slack over the node's links, not below 0; to `finish` where nothing waits for it.

    In working minutes of its own calendar; None for finished work. `free` is what `room` gives.
    """
    if network.state[node] == State.FINISHED:
        return None
    work = network.clock[node].work
    least: int | None = None
    for hold in network.outgoing[node]:
        if not binds(network, early, node, hold):
            continue
        bound = _reach(network, early, free, hold)
        if bound is not None:
            slack = work(bound) - work((early.finish if hold.from_finish else early.start)[node])
            least = slack if least is None else min(least, slack)
    if least is None:
        least = work(finish) - work(early.finish[node])
    return max(0, least)


def drivers(
    network: Network, early: Early, node: int, tight: Iterable[int] | None = None
) -> tuple[tuple[int, ...], str]:
    """Give the nodes whose links into this one have no slack, and why it is where it is.

    The reason is "link" with such nodes, else the word of the floor or pin that places it; "actual" for facts, "own
    dates" for manual work. A summary's end is looked through to the leaves that decide it. `tight`: the nodes whose
    links have no slack, where that is known already.
    """
    state, clock = network.state[node], network.clock[node]
    if state in (State.FINISHED, State.EVENT):
        return (), "actual"
    if state == State.MANUAL:
        return (), "own dates"
    if tight is None:
        resume, finish = clock.work(early.resume[node]), clock.work(early.finish[node])
        tight = [
            hold.other
            for hold in network.incoming[node]
            if clock.work(hold.forward((early.finish if hold.from_finish else early.start)[hold.other]))
            == (finish if hold.to_finish else resume)
        ]
    found: set[int] = set()
    for other in tight:
        if network.programme[other] >= 0:
            found.add(other)
        else:
            found |= _leaves(network, early, other)
    if found:
        return tuple(sorted(found, key=lambda other: network.ids[other])), "link"
    resume, finish = clock.work(early.resume[node]), clock.work(early.finish[node])
    reasons = {f.basis for f in network.floors[node] if clock.work(f.at) == (finish if f.of_finish else resume)}
    for pin in network.pins.get(node, ()):
        if clock.work(pin.at) == (finish if pin.of_finish else resume):
            reasons.add("mfo" if pin.of_finish else "mso")
    if not reasons and node in network.honour_late:
        by_finish = clock.work(network.finish_ceiling[node]) == finish
        reasons.add("fnlt" if by_finish else "snlt")
    return (), min(reasons, key=_BASES.index, default="what-if")


def _leaves(network: Network, early: Early, node: int) -> set[int]:
    if network.state[node] == State.ALL_DONE:
        at = early.finish[node]
        return {hold.other for hold in network.incoming[node] if early.finish[hold.other] == at}
    if network.state[node] == State.FIRST_BEGUN:
        return {first_begun(network, early, node)}
    return {node}


def longest_path(
    network: Network, early: Early, finishes: dict[int, Instant], driving: Callable[[int], Iterable[int]]
) -> set[int]:
    """Give the nodes from which driving links lead to the last finish of a programme; `driving` gives those of one."""
    queue = [
        node
        for node in network.activities
        if _same(network, node, early.finish[node], finishes[network.programme[node]])
    ]
    found = set(queue)
    while queue:
        for other in driving(queue.pop()):
            if other not in found:
                found.add(other)
                queue.append(other)
    return found


def _same(network: Network, node: int, a: Instant, b: Instant) -> bool:
    return a == b or network.clock[node].work(a) == network.clock[node].work(b)


def unknown_behind(network: Network) -> dict[int, tuple[str, ...]]:
    """Give for each node the events and promises without a date that its forecast rests on, by id."""
    found = {node: set(ids) for node, ids in network.unknown.items()}
    for node in network.order if found else ():
        for hold in network.incoming[node]:
            fixed = network.state[node] in (State.FINISHED, State.MANUAL) or node in network.pins
            if hold.other in found and not fixed:
                found.setdefault(node, set()).update(found[hold.other])
    facts = (State.FINISHED, State.MANUAL)
    return {node: tuple(sorted(ids)) for node, ids in found.items() if network.state[node] not in facts}

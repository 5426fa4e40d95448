"""Find what a schedule shows to be wrong: broken links, dates that cannot be met, dates nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .floats import drivers
from .network import EARLIEST, LATEST, Network
from .passes import Early
from .plan import Plan
from .progress import State
from .remarks import Remark
from .spare import spare

__all__ = ["findings"]


def findings(plan: Plan, network: Network, early: Early, unknown: Mapping[int, tuple[str, ...]]) -> list[Remark]:
    """Give what only the dates show; each finding names the rows that contradict each other."""
    found = [*_broken(plan, network, early), *_unmet(network, early)]
    found += [
        Remark("finding", "unknown_date", (network.ids[node], *ids), f"rests on an unknown date: {', '.join(ids)}")
        for node, ids in unknown.items()
        if network.programme[node] >= 0
    ]
    return found


def _broken(plan: Plan, network: Network, early: Early) -> Iterator[Remark]:
    """Give each link that a pin, an own date or a fact does not keep."""
    for node in network.activities:
        state, clock = network.state[node], network.clock[node]
        if not (state in (State.FINISHED, State.MANUAL) or node in network.pins or node in network.honour_late):
            continue
        why = {State.FINISHED: "its actual dates", State.MANUAL: "its own dates"}.get(state, "its constraint")
        for hold in network.incoming[node]:
            own = early.finish[node] if hold.to_finish else early.start[node]
            bound = hold.forward((early.finish if hold.from_finish else early.start)[hold.other])
            short = clock.between(own, bound)
            if short > 0:
                kind = "out_of_sequence" if state == State.FINISHED else "broken_link"
                ids = (network.ids[node], network.ids[hold.other])
                text = f"{ids[0]} stands {spare(short, clock)} before its link from {ids[1]}: {why}"
                yield Remark("finding", kind, ids, text)


def _unmet(network: Network, early: Early) -> Iterator[Remark]:
    """Give each activity that cannot keep its own latest date, with what drives it there."""
    for node in network.activities:
        clock = network.clock[node]
        if network.state[node] == State.FINISHED:
            continue
        ends = [(early.finish[node], network.finish_ceiling[node])]
        ends.append((early.start[node], network.start_ceiling[node]))
        ends += [((early.finish if pin.of_finish else early.start)[node], pin.at) for pin in network.pins.get(node, ())]
        late = max((clock.between(due, at) for at, due in ends if due not in (EARLIEST, LATEST)), default=0)
        if late > 0:
            driving, basis = drivers(network, early, node)
            ids = tuple(network.ids[other] for other in driving)
            by = ", ".join(ids) or f"its {basis}"
            text = f"{network.ids[node]} is {spare(late, clock)} too late: driven by {by}"
            yield Remark("finding", "cannot_be_met", (network.ids[node], *ids), text)

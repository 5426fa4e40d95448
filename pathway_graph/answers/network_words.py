"""Tell the shape of a network of handoffs as a board can read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pathway_graph.analysis.agreement import agreeing
from pathway_graph.analysis.english import joined
from pathway_graph.analysis.gaps import percent
from pathway_graph.analysis.network import Shape

__all__ = ["network_lines"]

_MOST = 5
"""Choke points, waits and circles that are told; JSON has more."""
_NAMED = 8
"""Services that are named in one sentence."""


def network_lines(shape: Shape, services: Mapping[str, str], functions: Mapping[str, str]) -> Iterator[str]:
    """Say where the network is narrow, slow, closed or open-ended; nothing where there is nothing to say.

    `services`, `functions`: the name of each by its id.
    """
    yield from _crossing(shape)
    for choke in shape.chokes[:_MOST]:
        for cut, said in ((choke.cut_off, "can't be reached"), (choke.perhaps, "perhaps can't be reached")):
            if cut:
                yield f"Without {services[choke.service]}, {_named(cut, services)} {said}."
    for wait in shape.waits[:_MOST]:
        over = f" by way of {_named(wait.path[:-1], services)}" if len(wait.path) > 1 else ""
        blank = f", and what {_named(wait.unknown, services)} adds is not stated" if wait.unknown else ""
        name = services[wait.service]
        days = f"{wait.days:g} {'day' if wait.days == 1 else 'days'}"
        yield f"{name} {agreeing(name, 'is', 'are')} reached after {days} at the earliest{over}{blank}."
    for circle in shape.circles[:_MOST]:
        helpless = "; none of them helps" if circle in shape.helpless_circles else ""
        yield f"People can go round in a circle: {_named(circle, services)}{helpless}."
    for id in shape.to_itself[:_MOST]:
        yield f"The handoff {id} leads from a service back to itself."
    ends = (
        ("No way leads there from an open door", shape.unreached),
        ("Doors not stated, and no handoff from an open door leads there", shape.perhaps_unreached),
        ("Entered by referral only, and with no handoff on or back", shape.no_way_back),
    )
    yield from (f"{said}: {_named(ids, services)}." for said, ids in ends if ids)
    for function, first in shape.relies_without_way[:_MOST]:
        yield f"{functions[function]} relies on {functions[first]}, and no handoff joins their services."


def _crossing(shape: Shape) -> Iterator[str]:
    if shape.crossing or shape.perhaps_crossing:
        perhaps = f"; of {shape.perhaps_crossing} more it is not known" if shape.perhaps_crossing else ""
        share = percent(shape.crossing / shape.handoffs)
        yield f"{shape.crossing} of {shape.handoffs} handoffs cross from one provider to another ({share}){perhaps}."


def _named(ids: Sequence[str], names: Mapping[str, str]) -> str:
    more = [f"{len(ids) - _NAMED} more"] if len(ids) > _NAMED else []
    return joined([*(names[key] for key in ids[:_NAMED]), *more])

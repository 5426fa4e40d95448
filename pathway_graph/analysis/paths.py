"""List the ways that a person can go, fastest first."""

from __future__ import annotations

import dataclasses
import heapq
from collections.abc import Iterator

from .landscape import Handoff
from .walk import Arrival, Reading, Stop, days_of

__all__ = ["MOST", "Path", "paths"]

MOST = 12
"""Ways that are told."""
_EFFORT = 4_000
"""Stops that are looked at for them."""


@dataclasses.dataclass(frozen=True, slots=True)
class Path:
    """One way: stops in order, and the handoff that leads to each but the first. `days`: the waits of the services that
    take the person, added up; `unknown`: how many of those waits are not stated. `end`: helped; taken (by somebody who
    is not what is asked for, and hands nobody on); refused; nobody; not_known (to whom); circle."""

    stops: tuple[Stop, ...]
    by: tuple[Handoff, ...]
    days: float
    unknown: int
    end: str


def paths(reading: Reading, most: int = MOST) -> tuple[tuple[Path, ...], bool]:
    """The ways of one reading: those that help first, then those with every wait known, then the shortest; and whether
    there may be more. No service is come to twice on one way."""
    heap: list[tuple[float, int, int, Path]] = []
    number = 0
    for arrival in reading.entries():
        path = _begun(reading, arrival)
        heapq.heappush(heap, (path.days, len(path.stops), number, path))
        number += 1
    found: list[Path] = []
    effort = _EFFORT
    while heap and effort > 0:
        effort -= 1
        path = heapq.heappop(heap)[-1]
        last = path.stops[-1]
        if path.end or not last.onward:
            found.append(path if path.end else dataclasses.replace(path, end=_end(last)))
            continue
        for onward in _onward(reading, path):
            heapq.heappush(heap, (onward.days, len(onward.stops), number, onward))
            number += 1
    found.sort(key=lambda path: (path.end != "helped", path.unknown > 0, path.days, len(path.stops)))
    return tuple(found[:most]), bool(heap) or len(found) > most


def _begun(reading: Reading, arrival: Arrival) -> Path:
    stop = reading.stop(arrival)
    days, unknown = _wait(stop)
    return Path((stop,), (), days, unknown, "helped" if stop.helped else "")


def _onward(reading: Reading, path: Path) -> Iterator[Path]:
    for handoff in path.stops[-1].onward:
        to = reading.led_to(handoff)
        if to is None:
            yield dataclasses.replace(path, by=(*path.by, handoff), end="nobody" if handoff.nobody else "not_known")
        elif any(stop.arrival.service == to.service for stop in path.stops):
            yield dataclasses.replace(path, by=(*path.by, handoff), end="circle")
        else:
            stop = reading.stop(to)
            days, unknown = _wait(stop)
            yield Path(
                (*path.stops, stop), (*path.by, handoff), path.days + days, path.unknown + unknown,
                "helped" if stop.helped else "",
            )  # fmt: skip


def _wait(stop: Stop) -> tuple[float, int]:
    if stop.by is None:
        return 0.0, 0
    days = days_of(stop.by)
    return (0.0, 1) if days is None else (days, 0)


def _end(stop: Stop) -> str:
    return "taken" if stop.by is not None else "refused"

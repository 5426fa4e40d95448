"""Gather duplicates into groups of services in which every two are duplicates of each other, never into chains."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Protocol

from .landscape import Landscape

__all__ = ["Group", "grouped"]


class _Side(Protocol):
    @property
    def service(self) -> str: ...


class _Pair(Protocol):
    @property
    def a(self) -> _Side: ...
    @property
    def b(self) -> _Side: ...
    @property
    def verdict(self) -> str: ...
    @property
    def function(self) -> str: ...
    @property
    def share(self) -> float | None: ...
    @property
    def later(self) -> bool: ...


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Services of one function, every two of which overlap definitely by the threshold or more.

    `least_share`: the smallest share between two of them. `annual_value`: what all of them but the dearest cost
    together, GBP, as far as it is stated.
    """

    function: str
    services: tuple[str, ...]
    least_share: float
    annual_value: float


def grouped(findings: Sequence[_Pair], landscape: Landscape, threshold: float) -> tuple[Group, ...]:
    """Group the definite pairs at or above the threshold, the closest first; two groups join only if every service of
    the one is such a pair with every service of the other. Ranked by value, then size, then ids."""
    shares: dict[tuple[str, str, str], float] = {}
    for pair in findings:
        if pair.verdict == "definite" and not pair.later and pair.share is not None and pair.share >= threshold:
            one, other = sorted((pair.a.service, pair.b.service))
            key = pair.function, one, other
            shares[key] = max(pair.share, shares.get(key, 0.0))
    homes: dict[tuple[str, str], tuple[str, ...]] = {}
    for (function, one, other), _ in sorted(shares.items(), key=lambda item: (-item[1], item[0])):
        left = homes.setdefault((function, one), (one,))
        right = homes.setdefault((function, other), (other,))
        if left != right and all((function, *sorted((x, y))) in shares for x in left for y in right):
            joined = tuple(sorted((*left, *right)))
            for service in joined:
                homes[function, service] = joined
    values = {service.id: service.annual_value or 0.0 for service in landscape.services}
    groups = {
        (function, services): Group(
            function,
            services,
            min(shares[function, x, y] for n, x in enumerate(services) for y in services[n + 1 :]),
            sum(values[key] for key in services) - max(values[key] for key in services),
        )
        for (function, _), services in homes.items()
        if len(services) > 1
    }
    return tuple(sorted(groups.values(), key=lambda g: (-g.annual_value, -len(g.services), g.function, g.services)))

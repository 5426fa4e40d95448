"""Make landscapes with handoffs of any size for the benchmarks of `handoffs` and `walk --everyone`."""

from __future__ import annotations

import random

from pathway_graph.analysis.landscape import (
    ANY_MEMBERS,
    Area,
    Extent,
    Function,
    Handoff,
    Landscape,
    Members,
    Need,
    Numbers,
    Provision,
    Quantity,
    Requirement,
    Service,
)

__all__ = ["DAY", "world"]

DAY = 736724
_KINDS = ("refer", "refer", "signpost", "transition", "step_up", "step_down")
_AGES = ((0, 216), (192, 1200), (216, 1200), (192, 312), (0, 1200), (780, 1200), (216, 780))
_STEPS = ((1, 3), (2, 3), (4, 5), (3, 5), (1, 5), (5, 5))


def _pair(pair: tuple[int, int]) -> Numbers:
    return Numbers("stated", pair, pair)


def world(services: int, seed: int = 3, leaves: int = 20, handoffs: int = 3) -> Landscape:
    """A landscape of so many services, with `handoffs` for each, most between neighbours; one in ten facts blank."""
    r = random.Random(seed)
    areas = [Area("all", "All"), *(Area(f"a{n}", f"Area {n}", ("all",)) for n in range(leaves))]
    needs = [Need("any", "Any")]
    needs += [Need(f"n{n}", f"Need {n}", ("any",), (1, 5) if n % 2 else None) for n in range(12)]
    functions = [Function(f"f{n}", f"Function {n}", (), "assesses" if n < 2 else "helps") for n in range(12)]

    def some(prefix: str, many: int, most: int) -> Members:
        return Members("stated", tuple(sorted({f"{prefix}{r.randrange(many)}" for _ in range(r.randint(1, most))})))

    def extent(n: int) -> Extent:
        near = Members("stated", (f"a{n * leaves // services}",)) if r.random() < 0.7 else ANY_MEMBERS
        blank = Numbers()
        return Extent(
            areas=near, needs=some("n", 12, 3), ages=blank if r.random() < 0.1 else _pair(r.choice(_AGES)),
            steps=blank if r.random() < 0.1 else _pair(r.choice(_STEPS)),
        )  # fmt: skip

    rows = tuple(
        Provision(f"s{n}", f"s{n}", (f"f{r.randrange(12)}",), extent(n), "Service", wait=Quantity("stated", 7.0, 7.0))
        for n in range(services)
    )
    ways = []
    for n in range(services * handoffs):
        sender = n % services
        to = min(max(sender + r.randint(-20, 20), 0), services - 1)
        protocol, agreement = r.choice(("yes", "yes", "no", "")), r.choice(("yes", ""))
        ways.append(
            Handoff(f"h{n}", f"s{sender}", f"s{to}", f"H{n}", r.choice(_KINDS), protocol=protocol, agreement=agreement)
        )
    return Landscape(
        areas=tuple(areas), needs=tuple(needs), functions=tuple(functions),
        services=tuple(
            Service(f"s{n}", f"Service {n}", (f"p{n % 30}",), entry=r.choice((("self",), ("gp",), ("referral",))))
            for n in range(services)
        ),
        provisions=rows, handoffs=tuple(ways),
        requirements=tuple(
            Requirement(f"r{n}", f"R{n}", f"f{2 + n % 10}", Extent(areas=ANY_MEMBERS, needs=some("n", 12, 2),
                        ages=_pair(r.choice(_AGES)), steps=_pair(r.choice(_STEPS)) if n % 3 else Numbers()))
            for n in range(15)
        ),
    )  # fmt: skip

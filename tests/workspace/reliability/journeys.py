"""Judge handoffs and walks of many small random landscapes by brute force, and hold the product's answers to it.

Drawing a world takes longer than judging it; so worlds are drawn in lots, and within a lot the services of one, the
provisions of others, the requirements of another and the handoffs of a last are put together to new ones.
"""

from __future__ import annotations

import dataclasses
import itertools
import random
import time
from collections.abc import Iterator

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from pathway_graph.analysis.handoffs import audit
from pathway_graph.analysis.landscape import Landscape
from tests.analysis import held_ways
from tests.analysis.oracle_walks import WalkOracle
from tests.analysis.ways_worlds import ways
from tests.analysis.worlds import DAY

from .trial import Tried, is_over

__all__ = ["by_brute_force"]

_DRAWN, _CROSSED = 40, 360
"""Worlds of a lot: drawn, and put together from these."""


def by_brute_force(many: int, seed: int) -> Tried:
    """Judge so many worlds; a broken one raises and is told whole. `seed` chooses them."""
    begun, judged, handoffs, walked = time.monotonic(), 0, 0, 0
    points = {"helped": 0, "lost": 0, "not_known": 0}
    for landscape in itertools.islice(_worlds(seed), many):
        if is_over(begun):
            break
        answer, oracle = audit(landscape, DAY, in_bulk=False), WalkOracle(landscape)
        held_ways.handoffs_judged(landscape, answer, oracle)
        held_ways.left_together(landscape, answer, oracle)
        held_ways.ways_on(landscape, answer, oracle)
        held_ways.alike_in_bulk(landscape, answer)
        found = held_ways.everybody_fares(landscape, oracle, urgent=judged % 4 == 0)
        walked += held_ways.alone_as_their_class(found, 5)
        held_ways.crowd_fares(landscape, oracle)
        for verdict in held_ways.answers_of(found).values():
            points[verdict] += 1
        judged, handoffs = judged + 1, handoffs + answer.counts["handoffs"]
    told = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in points.items())
    people = f"{sum(points.values()):,} people ({told}), {walked:,} of them walked alone as well"
    return Tried(judged, f"as brute force has them: {handoffs:,} handoffs, and {people}")


def _worlds(seed: int) -> Iterator[Landscape]:
    for lot in itertools.count():
        drawn = _drawn(seed * 100_003 + lot)
        yield from drawn
        chance = random.Random(seed * 100_003 + lot)
        for _ in range(_CROSSED):
            yield _crossed(drawn, chance)


def _drawn(seed: int) -> list[Landscape]:
    found: list[Landscape] = []

    @seeded(seed)
    @settings(max_examples=_DRAWN, deadline=None, phases=(Phase.generate,), database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(ways())
    def keep(landscape: Landscape) -> None:
        found.append(landscape)

    keep()
    return found


def _crossed(drawn: list[Landscape], chance: random.Random) -> Landscape:
    """Put a world together from parts of others, each row as it was drawn, on services of this one."""
    base = chance.choice(drawn)
    ids = [service.id for service in base.services]
    rows = [chance.choice(found) for found in (w.provisions for w in chance.choices(drawn, k=4)) if found]
    ways_on = [chance.choice(world.handoffs) for world in chance.choices(drawn, k=chance.randint(1, 4))]
    return dataclasses.replace(
        base,
        provisions=tuple(
            dataclasses.replace(row, id=f"p{n}", service=chance.choice(ids)) for n, row in enumerate(rows)
        ),
        requirements=chance.choice(drawn).requirements,
        handoffs=tuple(
            dataclasses.replace(
                row, id=f"h{n}", sender=chance.choice(ids), receiver=row.receiver and chance.choice(ids)
            )
            for n, row in enumerate(ways_on)
        ),
    )

"""Time 10,000 people walked through a country of 100,000 services, against walking some of them one by one; print JSON.

usage: python bench/crowd.py [PEOPLE] [SERVICES]     (wants numpy)

The country is that of `gaps_country.py`, with two handoffs and some doors for each service. Seconds are of the process;
laying the country out comes once, whoever is walked.
"""

from __future__ import annotations

import dataclasses
import gc
import json
import random
import sys
import time
from typing import Any

from gaps_country import DAY, country

from pathway_graph.analysis.crowd import Crowd
from pathway_graph.analysis.ground import Ground, spot
from pathway_graph.analysis.landscape import Handoff, Landscape
from pathway_graph.analysis.walk import Person, point_of, walk

_DOORS = (("self",), ("gp",), ("referral",), ("referral",), None)
_ALONE = 5
_VERDICTS = {"lost": 0, "not_known": 1, "helped": 2}


def with_ways(landscape: Landscape, seed: int = 5) -> Landscape:
    """Give each service doors and two handoffs to services near it in the list; one function in six assesses."""
    chance = random.Random(seed)
    services = [dataclasses.replace(row, entry=chance.choice(_DOORS)) for row in landscape.services]
    ways = []
    for n in range(2 * len(services)):
        sender = n % len(services)
        to = min(max(sender + chance.randint(-40, 40), 0), len(services) - 1)
        kind = chance.choice(("refer", "refer", "signpost"))
        ways.append(Handoff(f"h{n}", services[sender].id, services[to].id, kind=kind, protocol="yes"))
    functions = [
        dataclasses.replace(row, kind="assesses" if n % 6 == 0 else "helps")
        for n, row in enumerate(landscape.functions)
    ]
    return dataclasses.replace(
        landscape, services=tuple(services), handoffs=tuple(ways), functions=tuple(functions)
    )  # fmt: skip


def people(landscape: Landscape, many: int, seed: int = 9) -> list[Person]:
    """Draw people of every age, place and need."""
    chance = random.Random(seed)
    parents = {key for row in landscape.areas for key in row.parents}
    places = [row.id for row in landscape.areas if row.id not in parents]
    above = {key for row in landscape.needs for key in row.parents}
    needs = [row for row in landscape.needs if row.id not in above]
    found = []
    for _ in range(many):
        need = chance.choice(needs)
        step = chance.randint(*need.scale) if need.scale else None
        found.append(Person(chance.choice(places), chance.randrange(1200), need.id, step))
    return found


def main(many: int, services: int) -> dict[str, Any]:
    """Walk so many people through so many services."""
    landscape = with_ways(country(services, services // 100))
    ground = Ground(landscape, DAY)
    start = time.process_time()
    crowd = Crowd(ground)
    laid_out = time.process_time() - start
    drawn = people(landscape, many)
    gc.collect()
    gc.freeze()
    best, verdicts = float("inf"), None
    for _ in range(3):
        start = time.process_time()
        verdicts = crowd.walk(drawn)
        best = min(best, time.process_time() - start)
    assert verdicts is not None
    alone = [spot(one.area, one.age, one.need, one.group) for one in drawn[:_ALONE]]
    cut = Ground(landscape, DAY, alone)
    cut.takers, cut.asks, cut.outgoing  # noqa: B018  (laid out before the clock starts)
    start = time.process_time()
    one_by_one = [_VERDICTS[walk(cut, point_of(cut, one)).verdict] for one in drawn[:_ALONE]]
    each = (time.process_time() - start) / _ALONE
    assert one_by_one == verdicts[:_ALONE].tolist(), "one by one the same is found"
    counts = {name: int((verdicts == n).sum()) for name, n in _VERDICTS.items()}
    return {
        "people": many, "services": services, "laid_out_s": round(laid_out, 2), "walked_s": round(best, 3),
        "one_by_one_s": round(each * many, 1), "ratio": round(each * many / best, 1), **counts,
    }  # fmt: skip


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    print(json.dumps(main(*(numbers + [10_000, 100_000][len(numbers) :])), indent=1))

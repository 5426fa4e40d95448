"""Time the exact gaps: against an interval library, over a country, and in an explosion. Prints JSON.

usage: python bench/gaps.py [--requirements N] [--services N]     (portion, if installed, is the peer)
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from gaps_country import DAY, country

from pathway_graph.analysis.coverage import Coverage
from pathway_graph.analysis.landscape import (
    ANY_NUMBERS,
    Area,
    Extent,
    Function,
    Landscape,
    Members,
    Need,
    Numbers,
    Provision,
    Requirement,
    Service,
)
from pathway_graph.analysis.standing import COVERED, GAP, VERDICTS


def timed(call: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """The median of the processor seconds of some calls, and the last answer."""
    seconds, answer = [], None
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        answer = call()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds), answer


def crowd(services: int, seed: int, half_known: bool = False) -> Landscape:
    """One requirement and services whose ages, steps, hours, needs and areas overlap every way."""
    chance = random.Random(seed)

    def spans(end: int, unit: int, many: int) -> Numbers:
        cuts = sorted(chance.sample(range(0, end + 1, unit), 2 * many))
        sure = tuple(cuts[:2]) if half_known else tuple(cuts)
        return Numbers("half" if half_known else "stated", sure, tuple(cuts))

    def members(kind: str, of: int) -> Members:
        ids = [f"{kind}{n}" for n in sorted(chance.sample(range(of), chance.randint(1, of)))]
        half = len(ids) // 2 if half_known else len(ids)
        return Members("half" if half_known else "stated", tuple(ids[:half]), tuple(ids[half:]))

    rows = []
    for n in range(services):
        step = sorted((chance.randint(1, 5), chance.randint(1, 5)))
        box = Extent(
            areas=members("a", 12), needs=members("n", 3), ages=spans(1200, 12, 1),
            steps=Numbers("stated", (step[0], step[1]), (step[0], step[1])), minutes=spans(10080, 30, 5),
        )  # fmt: skip
        rows.append(Provision(f"s{n:04d}", f"s{n:04d}", ("f",), box, "Service"))
    asked = Extent(Members("any"), Members("any"), ages=ANY_NUMBERS, steps=ANY_NUMBERS, minutes=ANY_NUMBERS)
    return Landscape(
        areas=tuple(Area(f"a{n}", f"Area {n}") for n in range(12)),
        needs=tuple(Need(f"n{n}", f"Need {n}", (), (1, 5)) for n in range(3)),
        functions=(Function("f", "Function"),),
        services=tuple(Service(row.id, row.id) for row in rows),
        provisions=tuple(rows),
        requirements=(Requirement("r", "Requirement", "f", asked),),
    )


def by_portion(landscape: Landscape) -> float:
    """The share of the gap by a library of intervals, one dimension after the other."""
    import portion

    def sides(extent: Extent) -> list[Any]:
        flats = [
            [n for key in extent.areas.sure for n in (int(key[1:]), int(key[1:]) + 1)],
            [n for key in extent.needs.sure for n in (int(key[1:]), int(key[1:]) + 1)],
            extent.ages.sure, [extent.steps.sure[0], extent.steps.sure[1] + 1], extent.minutes.sure,
        ]  # fmt: skip
        return [
            portion.Interval(*[portion.closedopen(a, b) for a, b in zip(flat[::2], flat[1::2], strict=True)])
            for flat in flats
        ]

    boxes = [sides(row.extent) for row in landscape.provisions]
    whole = [portion.closedopen(0, 12), portion.closedopen(0, 3), portion.closedopen(0, 1200),
             portion.closedopen(1, 6), portion.closedopen(0, 10080)]  # fmt: skip

    def size(side: Any) -> int:
        return sum(part.upper - part.lower for part in side)

    def uncovered(d: int, alive: list[list[Any]]) -> int:
        if d == len(whole):
            return 0 if alive else 1
        parts: list[tuple[Any, list[list[Any]]]] = [(whole[d], [])]
        for box in alive:
            split = []
            for part, inside in parts:
                both = part & box[d]
                if both.empty:
                    split.append((part, inside))
                    continue
                split.append((both, [*inside, box]))
                if not (rest := part - box[d]).empty:
                    split.append((rest, inside))
            parts = split
        return sum(size(part) * uncovered(d + 1, inside) for part, inside in parts)

    total = 1
    for side in whole:
        total *= size(side)
    return uncovered(0, boxes) / total


def against_portion() -> dict[str, Any]:
    """One requirement against 20 services: our exact shares and largest statement, and a library of intervals."""
    crowds = [crowd(20, seed) for seed in range(5)]
    ready = [Coverage(landscape, DAY) for landscape in crowds]

    def ours() -> list[float]:
        shares = []
        for coverage in ready:
            judged = coverage.judge(coverage.landscape.requirements[0])
            assert judged is not None
            judged.statements(GAP, 1)
            shares.append(judged.weights[GAP] / judged.whole)
        return shares

    seconds, answers = timed(ours)
    found: dict[str, Any] = {"services": 20, "ours_ms": seconds / 5 * 1e3}
    if importlib.util.find_spec("portion"):
        peer, shares = timed(lambda: [by_portion(landscape) for landscape in crowds], 1)
        assert all(abs(a - b) < 1e-9 for a, b in zip(answers, shares, strict=True)), "the two must agree"
        found |= {"portion_ms": peer / 5 * 1e3, "ratio": peer / seconds, "agrees": True}
    return found


def over_a_country(requirements: int, services: int) -> dict[str, Any]:
    """All requirements of a country, seven statements for every verdict of each."""
    landscape = country(services, requirements)
    gc.collect()
    gc.freeze()
    start = time.process_time()
    coverage = Coverage(landscape, DAY)
    for n in range(services):
        coverage.candidates.offered(n)
    reading = time.process_time() - start
    start = time.process_time()
    met = told = 0
    for requirement in landscape.requirements:
        judged = coverage.judge(requirement)
        if judged is not None:
            met += len(judged.candidates)
            told += sum(len(judged.statements(level)[0]) for level in judged.shares if level != COVERED)
    seconds = time.process_time() - start
    return {
        "requirements": requirements, "services": services, "into_bits_s": reading, "answers_s": seconds,
        "met_a_requirement": met / requirements, "statements_a_requirement": told / requirements,
    }  # fmt: skip


def explosion(services: int) -> dict[str, Any]:
    """One requirement against hundreds of half-known services that overlap every way."""
    coverage = Coverage(crowd(services, 1, half_known=True), DAY)
    start = time.process_time()
    judged = coverage.judge(coverage.landscape.requirements[0])
    assert judged is not None
    exact = time.process_time() - start
    told: dict[str, Any] = {}
    for level in judged.shares:
        if level != COVERED:
            found = [statement for _, statement in judged.statements(level)[0]]
            whole, name = judged.weights[level], VERDICTS[level]
            told[name] = sum(statement.told for statement in found) / whole
            told[f"{name}_at_most"] = at_most([(s.told / whole, s.largest) for s in found])
    seconds = time.process_time() - start
    return {"services": services, "exact_s": exact, "with_statements_s": seconds, "told": told}


def at_most(told: list[tuple[float, bool]]) -> float:
    """What any statements, as many as these, could tell at most: after some of them, each of the best ones can add no
    more than the next one does, where that is the largest there is (Nemhauser, Wolsey and Fisher, 1978)."""
    bound, before = 1.0, 0.0
    for share, largest in told:
        if largest:
            bound = min(bound, before + len(told) * share)
        before += share
    return bound


def main() -> None:
    """Print all measurements as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requirements", type=int, default=10_000)
    parser.add_argument("--services", type=int, default=100_000)
    given = parser.parse_args()
    print(
        json.dumps(
            {
                "against_portion": against_portion(),
                "explosion": [explosion(many) for many in (50, 200)],
                "curve": [over_a_country(given.requirements, many) for many in (1_000, 10_000)],
                "country": over_a_country(given.requirements, given.services),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()

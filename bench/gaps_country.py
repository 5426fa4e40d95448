"""Make a country of services and requirements for the benchmarks: 42 systems, 168 places, 7,224 neighbourhoods."""

from __future__ import annotations

import random

from pathway_graph.analysis.landscape import (
    ANY_NUMBERS,
    Area,
    Date,
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

__all__ = ["DAY", "country"]

DAY = 737000
_SYSTEMS, _PLACES, _HOODS = 42, 4, 43
_AGES = ((0, 216), (216, 1200), (216, 780), (780, 1200), (0, 1200), (0, 60), (60, 132), (132, 216), (192, 300),
         (168, 1200), (216, 420))  # fmt: skip
_STEPS = ((1, 2), (2, 3), (3, 3), (3, 4), (4, 5), (1, 5), (2, 2), (5, 5), (1, 1))


def _days(days: tuple[int, ...], start: int, end: int) -> tuple[int, ...]:
    return tuple(minute for day in days for minute in (day * 1440 + start, day * 1440 + end))


_WEEKDAYS = (0, 1, 2, 3, 4)
_HOURS = (
    _days(_WEEKDAYS, 540, 1020), _days(_WEEKDAYS, 480, 1110), (*_days(_WEEKDAYS, 480, 1200), *_days((5,), 540, 780)),
    _days((0, 1, 2, 3, 4, 5, 6), 480, 1200), (0, 10080), _days((0, 2), 540, 1020), _days((1, 3, 4), 570, 990),
    _days(_WEEKDAYS, 540, 720), _days((5, 6), 600, 960),
)  # fmt: skip


def _stated(pairs: tuple[int, ...]) -> Numbers:
    return ANY_NUMBERS if pairs in ((0, 10080), (0, 1200)) else Numbers("stated", pairs, pairs)


def _areas() -> tuple[list[Area], list[list[str]]]:
    rows, levels = [Area("e", "Country")], [["e"], [], [], []]
    for system in range(_SYSTEMS):
        rows.append(Area(f"i{system:02d}", f"System {system}", ("e",)))
        levels[1].append(rows[-1].id)
        for place in range(_PLACES):
            rows.append(Area(f"i{system:02d}p{place}", f"Place {system}.{place}", (f"i{system:02d}",)))
            levels[2].append(rows[-1].id)
            for hood in range(_HOODS):
                parent = f"i{system:02d}p{place}"
                rows.append(Area(f"{parent}h{hood:02d}", f"Neighbourhood {system}.{place}.{hood}", (parent,)))
                levels[3].append(rows[-1].id)
    return rows, levels


def country(services: int, requirements: int, needs: int = 40, functions: int = 60, seed: int = 11) -> Landscape:
    """Services with one box each, exactly stated; half of the functions are common ones."""
    chance = random.Random(seed)
    areas, levels = _areas()

    def function() -> str:
        common = min(int(chance.paretovariate(0.7)) - 1, functions - 1)
        return f"f{common if chance.random() < 0.5 else chance.randrange(functions):02d}"

    def extent(level: int, many: int, needs_taken: tuple[int, ...]) -> Extent:
        at = chance.randrange(len(levels[level]))
        chosen = sorted({levels[level][min(at + n, len(levels[level]) - 1)] for n in range(many)})
        step, ages = chance.choice(_STEPS), _stated(chance.choice(_AGES))
        taken = tuple(f"n{need:02d}" for need in sorted(set(needs_taken)))
        hours = _stated(chance.choice(_HOURS))
        return Extent(
            areas=Members("stated", tuple(chosen)), needs=Members("stated", taken),
            ages=ages, steps=Numbers("stated", step, step), minutes=hours,
        )  # fmt: skip

    rows, provisions = [], []
    for n in range(services):
        level = chance.choices((0, 1, 2, 3), (0.002, 0.098, 0.3, 0.6))[0]
        need = chance.randrange(needs)
        box = extent(
            level, 1 if level < 2 else chance.choice((1, 1, 2, 4)),
            (need, (need + 1) % needs, (need + chance.randrange(needs)) % needs),
        )  # fmt: skip
        opens = DAY - chance.randrange(0, 700)
        closes = opens + chance.choice((365, 730, 1095, 1825, 3650))
        key = f"s{n:06d}"
        dates = Date("stated", opens, opens), Date("stated", closes, closes)
        rows.append(Service(key, f"Service {n}", (), "", *dates, float(chance.randrange(20, 900) * 1000)))
        provisions.append(Provision(key, key, (function(),), box, "Service"))
    asked = []
    for n in range(requirements):
        box = extent(chance.choices((1, 2, 3), (0.3, 0.5, 0.2))[0], 1, (chance.randrange(needs),))
        asked.append(Requirement(f"r{n:05d}", f"Requirement {n}", function(), box))
    return Landscape(
        areas=tuple(areas),
        needs=tuple(Need(f"n{n:02d}", f"Need {n}", (), (1, 5)) for n in range(needs)),
        functions=tuple(Function(f"f{n:02d}", f"Function {n}", (), "helps") for n in range(functions)),
        services=tuple(rows), provisions=tuple(provisions), requirements=tuple(asked),
    )  # fmt: skip

"""Time the search for duplicates over a country, against DuckDB and polars on the same columns. Prints JSON.

usage: python bench/duplicates.py [--services N]     (wants numpy; duckdb and polars are peers, if installed)
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from gaps_country import DAY, country

from pathway_graph.analysis.boxes import AGES, MINUTES, STEPS
from pathway_graph.analysis.coverage import Coverage
from pathway_graph.analysis.duplicates import duplicates
from pathway_graph.analysis.join import Columns, columns, join
from pathway_graph.analysis.space import UNTESTED


def timed(call: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """The median of the wall seconds of some calls, and the last answer."""
    seconds, answer = [], None
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        answer = call()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), answer


def flat(table: Columns, coverage: Coverage) -> tuple[dict[str, Any], Any]:
    """The rows as plain columns for the peers: key, run of areas, provision, ages, steps, pattern of hours; and which
    patterns share a minute. Every service here has one provision, one span of ages and one of steps."""
    rows, width = table.narrow, len(coverage.space.areas.leaves) + 1
    box = [coverage.candidates.offered(n).may for n in range(table.many)]
    spans = [coverage.space.ages.spans(may[AGES])[0] for may in box]
    steps = [coverage.space.values((*may[:STEPS], may[STEPS] & ~UNTESTED, UNTESTED)).steps[0] for may in box]
    patterns: dict[int, int] = {}
    hours = np.array([patterns.setdefault(may[MINUTES] & ~UNTESTED, len(patterns)) for may in box])
    ages, step = np.array(spans)[rows.row], np.array(steps)[rows.row]
    found = {
        "k": rows.first // width, "lo": rows.first % width, "hi": rows.past - rows.first // width * width,
        "i": rows.row, "a0": ages[:, 0], "a1": ages[:, 1], "s0": step[:, 0], "s1": step[:, 1], "h": hours[rows.row],
    }  # fmt: skip
    meet = [(x, y) for p, x in patterns.items() for q, y in patterns.items() if p & q]
    return found, np.array(meet)


def by_duckdb(found: dict[str, Any], meet: Any) -> tuple[float, int]:
    """Pairs by an equi-join with range filters in SQL, on one thread."""
    import duckdb
    import polars

    session = duckdb.connect()
    session.execute("set threads = 1")
    session.register("df", polars.DataFrame(found).to_arrow())
    session.register("hp", polars.DataFrame({"h": meet[:, 0], "g": meet[:, 1]}).to_arrow())
    text = """select count(*) from (select distinct x.i, y.i from df x join df y on x.k = y.k and x.i < y.i
        and x.lo < y.hi and y.lo < x.hi and x.a0 < y.a1 and y.a0 < x.a1 and x.s0 <= y.s1 and y.s0 <= x.s1
        where exists (select 1 from hp where hp.h = x.h and hp.g = y.h))"""
    return timed(lambda: session.execute(text).fetchone()[0], 2)  # type: ignore[index]


def by_polars(found: dict[str, Any], meet: Any) -> tuple[float, int]:
    """Pairs by an equi-join and a filter, streaming."""
    import polars as pl

    frame = pl.DataFrame(found).lazy()
    pairs = pl.DataFrame({"h": meet[:, 0], "g": meet[:, 1]}).lazy()

    def run() -> int:
        x = frame.join(frame.select(pl.all().name.suffix("_r")), left_on="k", right_on="k_r").filter(
            (pl.col("i") < pl.col("i_r")) & (pl.col("lo") < pl.col("hi_r")) & (pl.col("lo_r") < pl.col("hi"))
            & (pl.col("a0") < pl.col("a1_r")) & (pl.col("a0_r") < pl.col("a1"))
            & (pl.col("s0") <= pl.col("s1_r")) & (pl.col("s0_r") <= pl.col("s1"))
        )  # fmt: skip
        joined = x.join(pairs, left_on=["h", "h_r"], right_on=["h", "g"])
        return int(joined.select("i", "i_r").unique().select(pl.len()).collect(engine="streaming").item())

    return timed(run, 2)


def over_a_country(services: int, peers: bool) -> dict[str, Any]:
    """All pairs of a country's services."""
    landscape = country(services, 0)
    gc.collect()
    gc.freeze()
    coverage = Coverage(landscape, DAY)
    rows = enumerate(coverage.candidates.provisions)
    wanted = [n for n, row in rows if all(c.most for group in coverage.standings.times(row) for c in group)]
    reading, table = timed(lambda: columns(coverage, wanted), 1)
    seconds, (a, _) = timed(lambda: join(table))
    found: dict[str, Any] = {"services": services, "into_columns_s": reading, "pairs_s": seconds, "pairs": int(a.size)}
    if services <= 10_000:
        found["whole_answer_s"] = timed(lambda: duplicates(landscape, DAY), 1)[0]
    for name, peer in (("duckdb", by_duckdb), ("polars", by_polars)):
        if peers and importlib.util.find_spec(name) and importlib.util.find_spec("polars"):
            took, pairs = peer(*flat(table, coverage))
            assert pairs == a.size, f"{name} must find the same pairs: {pairs}, {a.size}"
            found |= {f"{name}_s": took, f"{name}_ratio": took / seconds}
    return found


def main() -> None:
    """Print all measurements as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--services", type=int, default=100_000)
    given = parser.parse_args()
    curve = [over_a_country(many, False) for many in (1_000, 10_000)]
    print(json.dumps({"curve": curve, "country": over_a_country(given.services, True)}, indent=1))


if __name__ == "__main__":
    main()

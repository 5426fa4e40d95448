"""Time the audit of many handoffs on ten criteria, against a Python loop and polars on the same columns; print JSON.

usage: python bench/handoffs.py [HANDOFFS] [SERVICES]     (wants numpy; polars is a peer, if installed)

The ten: ages, steps, groups, needs, areas, hours, dates, wait, protocol, agreement. Every method gives each handoff the
same number: one bit for each criterion that surely fails, and one for each that may. Seconds are of this process.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from _handoffs_world import DAY, world

from pathway_graph.analysis.at_once import Columns
from pathway_graph.analysis.boxes import Box
from pathway_graph.analysis.fault_bits import POSSIBLE
from pathway_graph.analysis.ground import Ground

_KEPT = 0b1111111111
"""The bits of the ten criteria."""


def timed(call: Callable[[], Any], times: int) -> tuple[float, Any]:
    """The least processor seconds of some calls, and the last answer."""
    best, answer = float("inf"), None
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        answer = call()
        best = min(best, time.process_time() - start)
    return best, answer


class Side:
    """One end of a handoff as a loop would hold it: a box of bits for sure, one that may be, and numbers."""

    __slots__ = ("may", "numbers", "sure")

    def __init__(self, sure: Box, may: Box, numbers: tuple[int, ...]) -> None:
        self.sure, self.may, self.numbers = sure, may, numbers


def loop(flows: list[Side], takers: list[Side], pairs: list[tuple[int, int, int, int, int]]) -> list[int]:
    """Judge handoffs one by one, as anybody would write it down."""
    found = []
    for a, b, papers, high, low in pairs:
        flow, taker = flows[a], takers[b]
        word = taker.numbers[4]
        for d, (mine, sure, may) in enumerate(zip(flow.may, taker.sure, taker.may, strict=True)):
            if not mine & may:
                word |= 1 << d | 1 << d + POSSIBLE
            elif not mine & sure:
                word |= 1 << d + POSSIBLE
        standard = taker.numbers[3] if low == -3 else low
        if taker.numbers[1] > high:
            word |= 1 << 7
        if taker.numbers[2] > standard:
            word |= 1 << 7 + POSSIBLE
        ours, theirs = flow.numbers[0], taker.numbers[0]
        if ours < 0 or theirs < 0:
            papers &= ~(1 << 9)
        elif ours == theirs:
            papers &= ~(1 << 9 | 1 << 9 + POSSIBLE)
        found.append(word | papers)
    return found


def plain(columns: Columns) -> tuple[list[Side], list[Side], list[tuple[int, int, int, int, int]]]:
    """The same rows for the loop."""
    every = tuple([(1 << 256) - 1] * 5 + [1])  # a flow that is not settled here meets everything; no hours are tested
    flows = [Side(box or every, box or every, tuple(more)) for box, more in columns.flows]
    takers = [Side(sure or every, may or every, tuple(more)) for sure, may, more in columns.takers]
    rows = columns.rows()
    return flows, takers, list(zip(*(column.tolist() for column in rows), strict=True))


def by_polars(columns: Columns, flows: list[Side], takers: list[Side]) -> Callable[[], Any]:
    """The same on frames: two joins, then an expression for each criterion."""
    import polars as pl

    def frame(sides: list[Side], name: str) -> Any:
        told: dict[str, Any] = {f"{name}": np.arange(len(sides), dtype=np.int32)}
        for d in range(6):
            for kind in ("sure", "may"):
                masks = [getattr(side, kind)[d] for side in sides]
                for word in range(-(-max(m.bit_length() for m in masks) // 64) or 1):
                    told[f"{name}_{kind}{d}_{word}"] = np.array(
                        [m >> 64 * word & 2**64 - 1 for m in masks], dtype=np.uint64
                    )
        for n in range(len(sides[0].numbers)):
            numbers = np.array([side.numbers[n] for side in sides], dtype=np.int64)
            told[f"{name}_n{n}"] = numbers
        return pl.DataFrame(told).lazy()

    a, b, papers, high, low = columns.rows()
    pairs = pl.DataFrame({"a": a, "b": b, "papers": papers.astype(np.int64), "high": high, "low": low}).lazy()
    left, right = frame(flows, "a"), frame(takers, "b")
    joined = pairs.join(left, on="a", maintain_order="left").join(right, on="b", maintain_order="left")
    names = set(joined.collect_schema().names())

    def apart(d: int, kind: str) -> Any:
        words = [w for w in range(8) if f"a_may{d}_{w}" in names and f"b_{kind}{d}_{w}" in names]
        tests = [(pl.col(f"a_may{d}_{w}") & pl.col(f"b_{kind}{d}_{w}")) == 0 for w in words]
        return pl.all_horizontal(tests)

    def bits(test: Any, n: int) -> Any:
        return test.cast(pl.Int64) * (1 << n)

    col = pl.col
    terms = [bits(apart(d, kind), d + at) for d in range(6) for kind, at in (("may", 0), ("sure", POSSIBLE))]
    standard = pl.when(col("low") == -3).then(col("b_n3")).otherwise(col("low"))
    terms += [bits(col("b_n1") > col("high"), 7), bits(col("b_n2") > standard, 7 + POSSIBLE), col("b_n4")]
    unknown = (col("a_n0") < 0) | (col("b_n0") < 0)
    linked = ~unknown & (col("a_n0") == col("b_n0"))
    agreed = pl.when(linked).then(~(1 << 9 | 1 << 25)).when(unknown).then(~(1 << 9)).otherwise(-1)
    terms.append(col("papers") & agreed)
    return lambda: joined.select(pl.sum_horizontal(terms)).collect().to_series().to_numpy()


def main(handoffs: int, services: int) -> dict[str, Any]:
    """Judge so many handoffs between so many services by each method."""
    landscape = world(services, handoffs=handoffs // services)
    ground = Ground(landscape, DAY)
    reading, columns = timed(lambda: Columns(ground, landscape.handoffs), 1)
    gc.freeze()
    seconds, words = timed(columns.verdicts, 5)
    found: dict[str, Any] = {
        "handoffs": len(landscape.handoffs), "services": services, "into_columns_s": round(reading, 2),
        "judged_s": round(seconds, 4), "sound": int((words >> np.uint32(POSSIBLE) == 0).sum()),
    }  # fmt: skip
    flows, takers, pairs = plain(columns)
    slow, answer = timed(lambda: loop(flows, takers, pairs), 2)
    alike = np.array(answer, dtype=np.int64)
    one = columns.rows_of_one()
    assert (alike[one] & 0xFFFFFFFF == (words[one].astype(np.int64) & ~(1 << 31))).all(), "the loop says the same"
    found |= {"loop_s": round(slow, 3), "loop_ratio": round(slow / seconds, 1)}
    if importlib.util.find_spec("polars"):
        took, answer = timed(by_polars(columns, flows, takers), 3)
        assert (answer[one] == alike[one]).all(), "polars says the same"
        found |= {"polars_s": round(took, 3), "polars_ratio": round(took / seconds, 1)}
    return found


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    print(json.dumps(main(*(numbers + [1_000_000, 100_000][len(numbers) :])), indent=1))

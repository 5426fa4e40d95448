"""Time the critical path on random plans, against the same written on networkx, and against MPXJ's scheduler.

    python bench/schedule.py [--sizes 1000,10000,100000,1000000] [--peer 100000] [--mpxj]

Prints JSON. Times are medians in seconds; compare ratios of one run. `columns` is the whole answer from columns of
numbers (early and late dates, total and free float, critical) with the structure prepared anew; `again` solves once
more (`again_busy`: seconds of the processor, the least of 30); `float_to_one` is the float of everything to one
milestone; `rows` goes the whole way from plan objects with calendars to dated rows. `--mpxj` needs the package mpxj and
Java. `shell_200` is a plan of 200 in a Python of its own, start included. Every peer's finish is compared with ours.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from pathway_graph.analysis.scheduling import Activity, Duration, Lag, Link, Plan, Programme, When, schedule
from pathway_graph.analysis.scheduling.columns import Columns

KINDS: tuple[Any, ...] = ("ss", "fs", "sf", "ff")  # bit 0: leaves a finish; bit 1: binds a finish


class Network:
    """A random plan in layers: three links into each activity, mostly from the layer before; days as minutes."""

    def __init__(self, size: int, seed: int = 1) -> None:
        draw = np.random.default_rng(seed)
        layers = max(5, round(size**0.5 / 2))
        layer = np.sort(np.concatenate([np.arange(layers), draw.integers(0, layers, max(0, size - layers))]))
        first = np.searchsorted(layer, np.arange(layers + 1))
        count = np.where(layer > 0, 1 + draw.poisson(2.0, layer.size), 0)
        target = np.repeat(np.arange(layer.size), count)
        before = layer[target] - np.minimum(draw.geometric(0.6, target.size), layer[target])
        source = first[before] + (draw.random(target.size) * (first[before + 1] - first[before])).astype(np.int64)
        pairs = np.unique(source * layer.size + target)
        names = draw.permutation(layer.size)
        self.source, self.target = names[pairs // layer.size], names[pairs % layer.size]
        self.days = draw.integers(0, 61, layer.size)
        self.kind = draw.choice(4, pairs.size, p=[0.08, 0.85, 0.01, 0.06])
        self.lag = np.where(draw.random(pairs.size) < 0.2, draw.integers(-5, 21, pairs.size), 0)

    def columns(self) -> Columns:
        ends = (self.kind & 1).astype(bool), (self.kind >> 1).astype(bool)
        return Columns(self.days * 480, self.source, self.target, *ends, self.lag * 480)

    def plan(self) -> Plan:
        rows = tuple(Activity(str(n), "p", duration=Duration(days * 480)) for n, days in enumerate(self.days.tolist()))
        ends = zip(self.source.tolist(), self.target.tolist(), self.kind.tolist(), self.lag.tolist(), strict=True)
        links = tuple(Link(str(a), str(b), KINDS[kind], Lag(lag * 480)) for a, b, kind, lag in ends)
        return Plan((Programme("p", starts=When.at(date(2026, 1, 5))),), rows, links)


def median(run: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    spent, answer = [], None
    for _ in range(times):
        began = time.perf_counter()
        answer = run()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent), answer


def _busy(run: Callable[[], Any]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def ours(size: int, with_rows: bool) -> tuple[dict[str, Any], int]:
    network = Network(size)
    whole, _ = median(lambda: network.columns().solve())
    columns = network.columns()
    again, solved = median(columns.solve, 9)
    busy = min(_busy(columns.solve) for _ in range(30))
    last = int(np.argmax(solved.start + network.days * 480))
    towards, _ = median(lambda: columns.late_towards(last, int(solved.start[last])))
    row: dict[str, Any] = {"activities": size, "links": int(network.source.size), "columns": whole, "again": again,
                           "again_busy": busy, "float_to_one": towards}  # fmt: skip
    if with_rows:
        plan = network.plan()
        row["rows"], rows = median(lambda: schedule(plan).rows, 1)
        assert len(rows) == size
    return row, int(solved.finish[0])


def shell() -> float:
    """A chain of 200 activities in a Python of its own, start to finish, everything asked about each row."""
    code = (
        "from datetime import date; from pathway_graph.analysis.scheduling import *\n"
        "rows = tuple(Activity(f'a{n}', 'P', duration=Duration(480)) for n in range(200))\n"
        "links = tuple(Link(f'a{n}', f'a{n + 1}') for n in range(199))\n"
        "print(schedule(Plan((Programme('P', starts=When.at(date(2026, 1, 5))),), rows, links)).rows)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    words = [sys.executable, "-c", code]
    return median(lambda: subprocess.run(words, check=True, capture_output=True, env=environment))[0]


def networkx_peer(size: int) -> tuple[dict[str, float], int]:
    """Both passes and both floats as one would write them on networkx."""
    import networkx as nx

    network = Network(size)
    minutes = (network.days * 480).tolist()
    bits = network.kind
    weight = network.lag * 480 + (bits & 1) * 480 * network.days[network.source]
    weight = (weight - (bits >> 1) * 480 * network.days[network.target]).tolist()
    began = time.perf_counter()
    graph: Any = nx.DiGraph()
    graph.add_nodes_from(range(size))
    graph.add_weighted_edges_from(zip(network.source.tolist(), network.target.tolist(), weight, strict=True))
    built = time.perf_counter() - began
    spent, finish = median(lambda: by_hand(graph, minutes), 3)
    return {"build": built, "solve": spent}, finish


def by_hand(graph: Any, minutes: list[int]) -> Any:
    import networkx as nx

    order = list(nx.topological_sort(graph))
    early: dict[int, int] = {}
    late: dict[int, int] = {}
    free: dict[int, int] = {}
    for node in order:
        early[node] = max([0] + [early[other] + data["weight"] for other, data in graph.pred[node].items()])
    end = max(early[node] + minutes[node] for node in order)
    for node in reversed(order):
        own = end - minutes[node]
        late[node] = min([own] + [late[other] - data["weight"] for other, data in graph.succ[node].items()])
        room = [early[other] - data["weight"] for other, data in graph.succ[node].items()]
        free[node] = max(0, min(room, default=own) - early[node])
    total = {node: late[node] - early[node] for node in order}
    assert sum(1 for node in order if total[node] <= 0) > 0
    return end


def mpxj_peer(size: int) -> tuple[dict[str, float], str]:
    """MPXJ's MicrosoftScheduler in the Java process that its Python package starts."""
    import jpype  # type: ignore[import-not-found]
    import mpxj  # type: ignore[import-not-found]  # noqa: F401

    if not jpype.isJVMStarted():
        jpype.startJVM("-Xmx8g")
    from java.time import LocalDateTime  # type: ignore[import-not-found]
    from org.mpxj import Duration as Amount  # type: ignore[import-not-found]
    from org.mpxj import ProjectFile, Relation, RelationType, TimeUnit
    from org.mpxj.cpm import MicrosoftScheduler  # type: ignore[import-not-found]

    network = Network(size)
    kinds = (RelationType.START_START, RelationType.FINISH_START, RelationType.START_FINISH, RelationType.FINISH_FINISH)
    began = time.perf_counter()
    file = ProjectFile()
    file.setDefaultCalendar(file.addDefaultBaseCalendar())
    tasks = []
    for days in network.days.tolist():
        task, amount = file.addTask(), Amount.getInstance(days, TimeUnit.DAYS)
        task.setName("t")
        task.setDuration(amount)
        task.setRemainingDuration(amount)
        task.setActualDuration(Amount.getInstance(0, TimeUnit.DAYS))
        tasks.append(task)
    columns = (network.source, network.target, network.kind, network.lag)
    for a, b, kind, days in zip(*(column.tolist() for column in columns), strict=True):
        lag = Amount.getInstance(days, TimeUnit.DAYS)
        tasks[b].addPredecessor(Relation.Builder().predecessorTask(tasks[a]).type(kinds[kind]).lag(lag))
    built = time.perf_counter() - began
    start = LocalDateTime.of(2026, 1, 5, 8, 0)
    spent, _ = median(lambda: MicrosoftScheduler().schedule(file, start), 1)
    return {"build": built, "solve": spent}, max(str(task.getEarlyFinish())[:10] for task in tasks)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", default="1000,10000,100000")
    options.add_argument("--peer", type=int, default=100_000, help="size at which the peers run")
    options.add_argument("--mpxj", action="store_true")
    chosen = options.parse_args()
    report: dict[str, Any] = {"ours": [ours(int(size), int(size) <= 100_000)[0] for size in chosen.sizes.split(",")]}
    report["shell_200"] = shell()
    mine, finish = ours(chosen.peer, False)
    theirs, other = networkx_peer(chosen.peer)
    report["networkx"] = {**theirs, "same_finish": other == finish}
    report["ratios"] = {
        "networkx_solve_by_columns": theirs["solve"] / mine["columns"],
        "networkx_all_by_columns": (theirs["solve"] + theirs["build"]) / mine["columns"],
        "float_to_one_by_again": mine["float_to_one"] / mine["again"],
    }
    if chosen.mpxj:
        theirs, day = mpxj_peer(chosen.peer)
        report["mpxj"] = {**theirs, "same_finish": day == str(_weekday(finish // 480))}
        report["ratios"]["mpxj_by_columns"] = theirs["solve"] / mine["columns"]
    json.dump(report, sys.stdout, indent=1)
    print()


def _weekday(days: int) -> date:
    """The last of so many days of work from Monday 5 January 2026, Monday to Friday."""
    weeks, rest = divmod(days - 1, 5)
    return (datetime(2026, 1, 5) + timedelta(weeks=weeks, days=rest)).date()


if __name__ == "__main__":
    main()

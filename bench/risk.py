"""Time simulations of 10,000 activities, 10,000 runs, against pmcontrols.

    python bench/risk.py [--size 10000] [--runs 10000] [--peer-runs 10000]

Prints JSON. `seconds`: median of three on the clock, `processor`: its own time in the fastest of them; the peer may be
timed on fewer runs and scaled, but has much to do before the first. `ratio` is peer / ours of the processor's time, in
one run, against dates alone and with criticality, which the peer always counts. Without pmcontrols (PyPI) it is left
out.
Targets: 0.8 s without and 2 s with criticality, an eighth of the peer.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from schedule import Network

from pathway_graph.analysis.scheduling import schedule
from pathway_graph.analysis.scheduling.distributions import quantiles
from pathway_graph.analysis.scheduling.simulation import Uncertain, simulate


def timed(run: Callable[[], Any], times: int = 3) -> tuple[dict[str, float], Any]:
    clock, processor, answer = [], [], None
    for _ in range(times):
        began, used = time.perf_counter(), time.process_time()
        answer = run()
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    return {"seconds": round(statistics.median(clock), 3), "processor": round(min(processor), 3)}, answer


def peer(network: Network, runs: int) -> dict[str, Any]:
    """Run pmcontrols' own loop on the finish-start links of the plan; its lags are none."""
    try:
        from pmcontrols.network import pert  # type: ignore[import-not-found]
    except ImportError as error:
        return {"missing": str(error)}
    before: list[list[str]] = [[] for _ in network.days]
    for a, b in zip(network.source.tolist(), network.target.tolist(), strict=True):
        before[b].append(str(a))
    activities = [
        {"id": str(n), "predecessors": before[n], "a": 0.8 * days, "m": float(days), "b": 1.8 * days + 1}
        for n, days in enumerate(network.days.tolist())
    ]
    times, _ = timed(lambda: pert(activities, n_sim=runs), 1)
    return {"runs": runs, **times}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--peer-runs", type=int, default=10_000)
    options = parser.parse_args()
    made = Network(options.size)
    result = schedule(made.plan())
    net, target = result.network, result.target()
    assert target is not None
    tables = {n: quantiles("triangular", m * 8 // 10, m, m * 18 // 10) for n, m in enumerate(net.minutes) if m}
    last = [target, *(n for n in net.activities if not net.outgoing[n] and n != target)]
    found: dict[str, Any] = {"bench": "risk", "activities": options.size, "runs": options.runs, "varying": len(tables)}
    found["dates"], plain = timed(lambda: simulate(net, Uncertain(tables), last, options.runs, 1))
    found["criticality"], told = timed(lambda: simulate(net, Uncertain(tables), [target], options.runs, 1, target))
    assert np.array_equal(plain.finish[target], told.finish[target])
    found["peer"] = peer(made, options.peer_runs)
    if "seconds" in found["peer"]:
        scaled = found["peer"]["processor"] * options.runs / options.peer_runs
        found["ratio"] = {name: round(scaled / found[name]["processor"], 1) for name in ("dates", "criticality")}
    json.dump(found, sys.stdout, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())

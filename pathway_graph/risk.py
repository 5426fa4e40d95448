"""Simulate a plan whose durations are ranges: how likely a date is, and what is critical how often."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .analysis.scheduling import Duration, Plan, Schedule, schedule
from .analysis.scheduling.plan import Moment
from .analysis.scheduling.progress import State

__all__ = ["simulated"]

Ranges = Mapping[str, tuple[int, int, int]]
_PARTS = (50, 80, 90)


def simulated(
    result: Schedule, target: str, ranges: Ranges, runs: int, seed: int, today: Moment, data_date: Moment | None
) -> dict[str, Any]:
    """Schedule the plan `runs` times with durations drawn from triangles of least, likely and most minutes.

    Activities that have begun keep what remains of them. `p50` is the date that half of the runs keep, and so on;
    `criticality` how often each activity lies on the path to the target; `varying` how many activities are drawn. The
    same seed gives the same answer.
    """
    network, chosen = result.network, random.Random(seed)
    drawn = [id for id in sorted(ranges) if id in network.index and network.state[network.index[id]] == State.OPEN]
    finishes: list[datetime] = []
    on_path: Counter[str] = Counter()
    for _ in range(runs):
        minutes = {id: round(chosen.triangular(ranges[id][0], ranges[id][2], ranges[id][1])) for id in drawn}
        run = schedule(_with(result.plan, minutes), today=today, data_date=data_date)
        finishes.append(run.row(target).early_finish)
        on_path.update(run.path(target))
    finishes.sort()
    told = {f"p{part}": _kept(finishes, part).isoformat(timespec="minutes") for part in _PARTS}
    shares = {id: round(on_path[id] / runs, 4) for id in sorted(on_path) if id in network.index}
    return {"runs": runs, "seed": seed, "varying": len(drawn), **told, "criticality": shares}


def _kept(finishes: list[datetime], part: int) -> datetime:
    """Give the earliest date that so many percent of the runs keep."""
    return finishes[max(0, -(-part * len(finishes) // 100) - 1)]


def _with(plan: Plan, minutes: Mapping[str, int]) -> Plan:
    if not minutes:
        return plan
    activities = tuple(
        dataclasses.replace(row, duration=Duration(minutes[row.id], row.duration.elapsed))
        if row.id in minutes and row.duration
        else row
        for row in plan.activities
    )
    return dataclasses.replace(plan, activities=activities)

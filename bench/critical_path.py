"""Time plans from the shell: a Microsoft Project file loaded, and what decides its date. Prints JSON.

usage: python bench/critical_path.py [--tasks N] [--small N]

For each command the seconds of the clock and of the processor (its own and its children's, in all threads), best of
three where it only reads. Modules are compiled beforehand, as they are in an installed package.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

__all__ = ["main", "project"]

_DAY = """<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>09:00:00\
</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"""
_HEAD = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project"><Title>Bench</Title><StartDate>2018-01-08T09:00:00</StartDate>
<CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay><Calendars><Calendar><UID>1</UID><Name>Standard</Name>
<IsBaseCalendar>1</IsBaseCalendar><WeekDays>{days}</WeekDays></Calendar></Calendars><Tasks>
"""
_TASK = """<Task><UID>{n}</UID><ID>{n}</ID><Name>Task {n} of part {part}</Name><Type>0</Type><IsNull>0</IsNull>\
<WBS>{part}.{n}</WBS><OutlineNumber>{part}.{n}</OutlineNumber><OutlineLevel>{level}</OutlineLevel>\
<Priority>500</Priority><Start>2018-01-08T09:00:00</Start><Finish>2018-01-08T17:00:00</Finish>\
<Duration>PT{hours}H0M0S</Duration><DurationFormat>7</DurationFormat><Work>PT0H0M0S</Work><EffortDriven>0</EffortDriven>\
<Estimated>0</Estimated><Milestone>0</Milestone><Summary>{summary}</Summary><Critical>0</Critical>\
<PercentComplete>0</PercentComplete><ConstraintType>0</ConstraintType><CalendarUID>-1</CalendarUID>\
<LevelAssignments>1</LevelAssignments><IgnoreResourceCalendar>0</IgnoreResourceCalendar><HideBar>0</HideBar>\
<Rollup>0</Rollup>{links}<Baseline><Number>0</Number><Start>2018-{month:02}-08T09:00:00</Start>\
<Finish>2018-{month:02}-{day:02}T17:00:00</Finish></Baseline></Task>
"""
_LINK = "<PredecessorLink><PredecessorUID>{n}</PredecessorUID><Type>1</Type><CrossProject>0</CrossProject>\
<LinkLag>0</LinkLag><LagFormat>7</LagFormat></PredecessorLink>"


def project(tasks: int, seed: int = 7) -> bytes:
    """Write a project of so many tasks, one in fifty a summary, with about three links for two tasks."""
    chosen = random.Random(seed)
    parts = [_HEAD.format(days="".join(_DAY.format(day=day) for day in range(2, 7)))]
    for n in range(1, tasks + 1):
        summary = n % 50 == 1
        back = [m for m in {n - chosen.randint(1, 120) for _ in range(chosen.choice((1, 2)))} if m > 0 and m % 50 != 1]
        links = "" if summary else "".join(_LINK.format(n=m) for m in sorted(back))
        parts.append(
            _TASK.format(
                n=n, part=n // 50 + 1, level=1 if summary else 2, hours=8 * chosen.randint(1, 9), summary=int(summary),
                links=links, month=chosen.randint(1, 12), day=chosen.randint(9, 28),
            )
        )  # fmt: skip
    return "".join([*parts, "</Tasks></Project>\n"]).encode()


def _run(*words: str) -> tuple[float, float]:
    """Run a command from the shell; seconds of the clock, and of the processor."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, began = os.times(), time.perf_counter()
    command = [sys.executable, "-m", "pathway_graph", *words, "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return round(time.perf_counter() - began, 3), round(busy, 3)


def _timed(folder: Path, *words: str) -> dict[str, float]:
    found = [_run(*words, "-C", str(folder)) for _ in range(1 if words[0] == "load" else 3)]
    return {"seconds": min(clock for clock, _ in found), "busy": min(busy for _, busy in found)}


def _measured(tasks: int, folder: Path) -> dict[str, object]:
    file, workspace = folder / f"plan{tasks}.xml", folder / f"plan{tasks}.pathway"
    file.write_bytes(project(tasks))
    _run("init", str(workspace))
    return {
        "tasks": tasks,
        "read": _timed(workspace, "load", "--dry-run", str(file)),
        "load": _timed(workspace, "load", str(file)),
        "critical_path": _timed(workspace, "critical-path"),
        "critical_path_json": _timed(workspace, "critical-path", "--json"),
        "empty_command": _timed(workspace, "history"),
    }


def main() -> int:
    """Print the times of both sizes as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--small", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = [_measured(tasks, Path(folder)) for tasks in (options.small, options.tasks)]
    print(json.dumps({"bench": "critical_path", "plans": found}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

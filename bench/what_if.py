"""Time a what-if from the shell on a large plan whose milestones open services, with the gaps that open; print JSON.

python bench/what_if.py [ACTIVITIES] [SERVICES] [REQUIREMENTS] [FOLDER]      default 10000, 1000, 200 and one that goes

The plan is made of chains that meet; one milestone in a hundred opens a service that is planned. The command runs once
to warm the files and then three times; the least wall and processor times are told, with those of an empty Python, of
`--help` and of `critical-path` alone, which are in the figure. Target: 2 s for 10,000 activities and 1,000 services.
"""

from __future__ import annotations

import pathlib
import random
from typing import Any

from _country import DAY, loaded, run, sheets, timed

__all__ = ["main", "plan"]

_TARGET = 2.0


def plan(activities: int, services: int, seed: int = 5) -> dict[str, list[dict[str, str]]]:
    """Make activities, each waiting for one or two of the two hundred before it; one in a hundred opens a service."""
    chance = random.Random(seed)
    rows: list[dict[str, str]] = []
    waits: list[dict[str, str]] = []
    for n in range(activities):
        row = {"id": f"m{n}", "name": f"Activity {n}", "programme": "p", "duration": str(chance.randint(1, 9))}
        if n % 100 == 99:
            row |= {"duration": "0", "opens": f"s{n // 100 % services}"}
        rows.append(row)
        before = {chance.randint(max(0, n - 200), n - 1) for _ in range(chance.choice((1, 2)))} if n else set()
        for other in sorted(before):
            waits.append({"id": f"d{len(waits)}", "needs": f"m{other}", "blocks": f"m{n}"})
    return {"Programmes": [{"id": "p", "name": "P", "starts": "2025-07-01"}], "Milestones": rows, "Dependencies": waits}


def main(activities: int, services: int, requirements: int, folder: pathlib.Path) -> dict[str, Any]:
    """Make the workspace where it is not there yet, and time the commands on it."""

    def told() -> dict[str, list[dict[str, str]]]:
        land, opened = sheets(services, requirements), {f"s{n}" for n in range(activities // 100)}
        for row in land["Services"]:
            if row["id"] in opened:
                row["status"] = "planned"
        return {**land, **plan(activities, services)}

    made = loaded(folder / f"whatif{activities}.pathway", told)
    ends = ("-C", str(made), "--as-of", DAY)
    found: dict[str, Any] = {
        "activities": activities, "services": services, "requirements": requirements, "target": _TARGET,
        "python": timed("-c", "pass"), "help": timed("-m", "pathway_graph", "--help"),
        "critical-path": timed("-m", "pathway_graph", "critical-path", *ends),
        "what-if": timed("-m", "pathway_graph", "critical-path", "--what-if", "m50+30d", *ends),
    }  # fmt: skip
    found["met"] = found["what-if"]["wall"] <= _TARGET
    return found


if __name__ == "__main__":
    run(main, 10_000, 1_000, 200)

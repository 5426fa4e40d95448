"""Measure a load of 100,000 facts from a workbook into ledger and graph: first, one cell changed, unchanged, rebuilt.

`python bench/load.py [--facts N] [--seed S] [--keep FOLDER]` prints one JSON object: seconds and peak memory (MB) of
each step, each in a process of its own from start to end, as a command would be. The landscape is the same for the
same seed. Needs openpyxl to write the workbook, which is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time
from typing import Any

__all__ = ["landscape", "main", "write_workbook"]

Rows = dict[str, list[dict[str, Any]]]
_STEPS = ("first load", "one cell changed", "the same again", "rebuild")


def landscape(facts: int, seed: int) -> Rows:
    """Make up a landscape of about so many facts: sheet -> rows of header -> text."""
    pick = random.Random(seed)
    areas = [f"area-{n}" for n in range(200)]
    needs = [f"need-{n}" for n in range(40)]
    functions = [f"function-{n}" for n in range(60)]
    providers = [f"provider-{n}" for n in range(300)]
    rows: Rows = {
        "Areas": [
            {"id": a, "name": a.title(), "parent": "" if n == 0 else areas[(n - 1) // 8]} for n, a in enumerate(areas)
        ],
        "Needs": [{"id": n, "name": n.title()} for n in needs],
        "Functions": [{"id": f, "name": f.title(), "kind": "helps"} for f in functions],
        "Organisations": [{"id": p, "name": p.title(), "roles": "provider"} for p in providers],
        "Services": [],
        "Provisions": [],
    }
    left = facts - sum(len(row) for sheet in rows.values() for row in sheet)
    number = 0
    while left > 0:
        service = {
            "id": f"s{number}",
            "name": f"Service {number}",
            "provider": pick.choice(providers),
            "status": "open",
            "opens": f"20{pick.randrange(10, 19)}-04-01",
            "annual_value": str(pick.randrange(10, 900) * 1000),
        }
        rows["Services"].append(service)
        left -= len(service)
        for part in range(pick.randrange(1, 4)):
            box = _box(pick, areas, needs, functions) | {"id": f"p{number}-{part}", "service": f"s{number}"}
            rows["Provisions"].append(box)
            left -= len(box)
        number += 1
    return rows


def _box(pick: random.Random, areas: list[str], needs: list[str], functions: list[str]) -> dict[str, str]:
    low = pick.randrange(0, 60)
    return {
        "function": pick.choice(functions),
        "area": "; ".join(sorted(pick.sample(areas, pick.randrange(1, 3)))),
        "need": pick.choice(needs),
        "ages": f"{low}+" if pick.random() < 0.3 else f"{low}-{low + 25}",
        "hours": pick.choice(["Mon-Fri 09:00-17:00", "24/7", "Mon-Sun 08:00-20:00"]),
        "max_wait": str(pick.randrange(1, 90)),
    }


def write_workbook(path: pathlib.Path, rows: Rows) -> None:
    """Write the rows as a workbook."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for title, sheet in rows.items():
        page = book.create_sheet(title)
        headers = list(sheet[0])
        page.append(headers)
        for row in sheet:
            page.append([row.get(header, "") for header in headers])
    book.save(path)


def step(name: str, folder: pathlib.Path) -> None:
    """Do one step in this process."""
    from pathway_graph.workspace import Workspace

    place = folder / "bench.pathway"
    if name == "first load":
        Workspace.create(place).close()
    with Workspace.open(place) as workspace:
        if name == "rebuild":
            workspace.rebuild()
        else:
            changed = "" if name == "first load" else "-changed"
            workspace.load(folder / f"landscape{changed}.xlsx", source="landscape")


def main() -> None:
    """Run all steps and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--step", choices=_STEPS, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.step:
        step(told.step, told.keep)
        return
    with tempfile.TemporaryDirectory() as scratch:
        print(json.dumps(_measured(told.facts, told.seed, told.keep or pathlib.Path(scratch)), indent=1))


def _measured(facts: int, seed: int, folder: pathlib.Path) -> dict[str, Any]:
    rows = landscape(facts, seed)
    write_workbook(folder / "landscape.xlsx", rows)
    rows["Services"][7]["annual_value"] = "1"
    write_workbook(folder / "landscape-changed.xlsx", rows)
    count = sum(len(row) for sheet in rows.values() for row in sheet)
    return {"facts": count, "seed": seed, "steps": [_timed(name, folder) for name in _STEPS]}


def _timed(name: str, folder: pathlib.Path) -> dict[str, Any]:
    before = time.perf_counter()
    command = [sys.executable, str(pathlib.Path(__file__).resolve()), "--step", name, "--keep", str(folder)]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    child = subprocess.Popen(command, env=environment)  # modules are compiled, as they are in an installed package
    _, status, used = _wait(child.pid)
    if status:
        raise SystemExit(f"{name} failed")
    megabytes = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    seconds, busy = time.perf_counter() - before, used.ru_utime + used.ru_stime
    return {"step": name, "seconds": round(seconds, 2), "busy": round(busy, 2), "megabytes": round(megabytes)}


def _wait(pid: int) -> tuple[int, int, resource.struct_rusage]:
    return os.wait4(pid, 0)


if __name__ == "__main__":
    main()

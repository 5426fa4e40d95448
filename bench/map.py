"""Time the map: the county from the shell, 1,000 services laid out, 500 services in Chromium; print JSON.

python bench/map.py

Seconds are the least of three runs: by the clock, and of the processor (`user`), which a busy machine leaves as it is.
The layout is measured in this process, beside the sorting of a million numbers. The first paint needs node,
Chromium and the packages of tests/browser; without them it is null.
"""

from __future__ import annotations

import datetime
import json
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from typing import Any

from pathway_graph import registry
from pathway_graph.pictures.picture import Box, Edge, Grid, grid
from pathway_graph.workspace import Workspace

_ROOT = pathlib.Path(__file__).parent.parent
_TIMES = 3


def landscape(services: int, seed: int = 5) -> Grid:
    """Make a landscape of 14 providers and 7 steps, with a handoff at risk for every third service."""
    chance = random.Random(seed)
    boxes = [
        Box(f"s{n}", f"Service {n} of somewhere", f"Provider {chance.randrange(14)}", f"Step {chance.randrange(7)}",
            lines=("Mon-Fri 09:00-17:00", "ages 18+", f"wait {n % 90} days"))
        for n in range(services)
    ]  # fmt: skip
    edges = tuple(
        Edge(f"h{n}", f"s{chance.randrange(services)}", f"s{chance.randrange(services)}", str(n), "words")
        for n in range(services // 3)
    )
    return grid(boxes, point="A landscape", told=(), as_of=datetime.date(2026, 1, 1), rows_are="provider",
                columns_are="step", edges=edges)  # fmt: skip


def shell(folder: pathlib.Path) -> dict[str, float]:
    """Time `map` of the county's 80 services from start to finish."""
    with Workspace.create(folder / "county") as workspace:
        workspace.load(_ROOT / "examples" / "county" / "county.yaml")
    target = folder / "map.html"
    command = [sys.executable, "-m", "pathway_graph", "-C", str(folder / "county"), "map", "-q", "-o", str(target)]
    compiled = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}  # as an installed program is
    compiled.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run(command, check=True, capture_output=True, env=compiled)
    clock, user = [], []
    for _ in range(_TIMES):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=compiled)
        clock.append(time.perf_counter() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        user.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"seconds": round(min(clock), 3), "user": round(min(user), 3), "kB": target.stat().st_size // 1000}


def layout() -> dict[str, float]:
    """Time the layout and the ways of 1,000 services, beside the sorting of a million numbers."""
    lay_out, made = registry.exports()["landscape"].lay_out, landscape(1000)
    chance = random.Random(1)
    numbers = [chance.random() for _ in range(1_000_000)]
    found, sorting = [], []
    for _ in range(_TIMES):
        started = time.process_time()
        lay_out(made)
        found.append(time.process_time() - started)
        started = time.process_time()
        sorted(numbers)
        sorting.append(time.process_time() - started)
    return {"user": round(min(found), 3), "sorts": round(min(found) / min(sorting), 2)}


def paint(folder: pathlib.Path) -> dict[str, Any]:
    """Time the first paint of a map of 500 services in Chromium, in milliseconds."""
    browser = _ROOT / "tests" / "browser"
    node, chromium = shutil.which("node"), shutil.which("chromium") or shutil.which("chromium-browser")
    if not (node and chromium and (browser / "node_modules").is_dir()):
        return {"first_paint_ms": None}
    page = folder / "hostile.html"  # the visitor runs no axe on a page of this name
    text = registry.exports()["map"].html(registry.exports()["landscape"].lay_out(landscape(500))[0])
    page.write_text(text, encoding="utf-8", newline="\n")
    times = []
    for _ in range(_TIMES):
        done = subprocess.run([node, str(browser / "visit.cjs"), chromium, str(page)], check=True, capture_output=True)
        times.append(json.loads(done.stdout)[0]["paint"])
    return {"first_paint_ms": round(min(times)), "kB": len(text.encode()) // 1000}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="pathway-graph-") as name:
        place = pathlib.Path(name)
        print(json.dumps({"county": shell(place), "layout_1000": layout(), "chromium_500": paint(place)}))

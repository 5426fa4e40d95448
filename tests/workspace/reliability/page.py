"""Run parts of the suite in full and write into docs/reliability.md what each tried, and what came of it."""

from __future__ import annotations

import contextlib
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from . import crowd, faults, files, flips, journeys, kills, machine, restores, worlds
from .trial import Tried

__all__ = ["PAGE", "PARTS", "part", "parts_shown", "row"]

PAGE = pathlib.Path(__file__).parents[3] / "docs" / "reliability.md"
_HEAD = "| part | trials asked for | tried | what came of it | day | commit | seed | minutes |"
_BEGIN, _END = "<!-- written by dev.py test --reliability -->", "<!-- end -->"

Part = Callable[[pathlib.Path, int, int], Tried]


def _over_bolt(folder: pathlib.Path, many: int, seed: int) -> Tried:
    """Take steps on a Neo4j server: the one that the variable names, or one that is started for this."""
    import neo4j

    with contextlib.ExitStack() as stack:
        url = os.environ.get("PATHWAY_TEST_BOLT_URL") or _started(stack)
        login = (os.environ["PATHWAY_NEO4J_USER"], os.environ["PATHWAY_NEO4J_PASSWORD"])
        driver = stack.enter_context(neo4j.GraphDatabase.driver(url, auth=login))
        return machine.any_sequence(many, seed, url, lambda: driver.execute_query("MATCH (n) DETACH DELETE n"))


def _started(stack: contextlib.ExitStack) -> str:
    import importlib.util

    script = pathlib.Path(__file__).parents[2] / "neo4j_server.py"
    spec = importlib.util.spec_from_file_location("neo4j_server", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    server = stack.enter_context(module.running_server())
    os.environ |= {"PATHWAY_NEO4J_USER": server.user, "PATHWAY_NEO4J_PASSWORD": server.password}
    return str(server.url)


PARTS: dict[str, tuple[str, int, Part]] = {
    "kills": ("processes killed at random", 1000, kills.at_random),
    "moments": ("killed at every step of a write", 13, lambda folder, many, seed: kills.at_every_moment(folder)),
    "second-kills": ("killed in a load, then while that is mended", 100, kills.twice),
    "calls": ("every state-changing system call of a load: killed, disk full, I/O error", 0,
              lambda folder, many, seed: faults.every_call(folder, many or None, seed)),
    "steps": ("steps of random sequences, embedded", 50_000,
              lambda folder, many, seed: machine.any_sequence(many, seed)),
    "steps-bolt": ("the same on Neo4j, through Bolt", 5_000, _over_bolt),
    "crowd": ("loads by 50 processes at once, 20 each", 1000,
              lambda folder, many, seed: crowd.at_once(folder, max(1, many // 20), min(20, many), seed)),
    "flips-ledger": ("flipped bits of a ledger", 250, flips.in_ledger),
    "flips-commands": ("commands on a ledger with a flipped bit", 500, flips.under_commands),
    "flips-graph": ("flipped bits of a graph", 250, flips.in_graph),
    "restores": ("back to each of 100 loads", 100, lambda folder, many, seed: restores.to_each_load(folder, many)),
    "breakages": ("cells of a sound landscape broken, one at a time", 5000,
                  lambda folder, many, seed: files.broken(many, seed)),
    "damage": ("files of six formats damaged, 10,000 of each", 60_000,
               lambda folder, many, seed: files.damaged(many, seed)),
    "damage-mpxj": ("the same with a file of another planner, through MPXJ", 1000,
                    lambda folder, many, seed: files.of_other_planners(many, seed)),
    "worlds": ("small random landscapes, judged point by point", 30_000,
               lambda folder, many, seed: worlds.by_brute_force(many, seed)),
    "journeys": ("small random landscapes, every handoff judged and everybody walked path by path", 30_000,
                 lambda folder, many, seed: journeys.by_brute_force(many, seed)),
    "ledgers": ("ledgers of every released format", 1, lambda folder, many, seed: restores.old_ledgers(folder)),
}  # fmt: skip
"""Each part by name: what it tries, how many trials its full form has (0: all there are), and how it is run."""


def part(name: str, many: int | None, seed: int) -> str:
    """Run one part in full, or so many trials of it, and write its row; give the row. A broken promise raises."""
    what, asked, run = PARTS[name]
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="reliability-", ignore_cleanup_errors=True) as folder:
        tried = run(pathlib.Path(folder), asked if many is None else many, seed)
    minutes = (time.monotonic() - started) / 60
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    cells = (f"{name}: {what}", f"{asked:,}" if asked else "all", f"{tried.many:,}", tried.found, today, _commit(),
             seed, f"{minutes:.0f}" if minutes >= 1 else "under 1")  # fmt: skip
    line = row(*cells)
    _write({**_rows(), name: line})
    return line


def row(*cells: Any) -> str:
    """Write one row of a Markdown table."""
    return "| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |"


def parts_shown() -> list[str]:
    """List the parts that the page has a row for."""
    return sorted(_rows())


def _rows() -> dict[str, str]:
    text = PAGE.read_text("utf-8")
    table = text[text.index(_BEGIN) : text.index(_END)].splitlines()
    return dict(_named(table))


def _named(table: list[str]) -> Iterator[tuple[str, str]]:
    for line in table:
        name = line.removeprefix("| ").partition(":")[0]
        if name in PARTS:
            yield name, line


def _write(rows: dict[str, str]) -> None:
    text = PAGE.read_text("utf-8")
    before, after = text[: text.index(_BEGIN)], text[text.index(_END) :]
    lines = [_BEGIN, "", _HEAD, "|" + "---|" * 8, *(rows[name] for name in PARTS if name in rows), "", ""]
    PAGE.write_text(before + "\n".join(lines) + after, encoding="utf-8", newline="\n")


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=PAGE.parent, capture_output=True, text=True,
                          check=False)  # fmt: skip
    return done.stdout.strip() or "not from a checkout"

"""Measure how long commands take from the shell: --help, a question on the example, the demo; print JSON.

python bench/startup.py [--runs N]      default 5 runs of each

Each is a process of its own from start to end. The least of the runs counts: wall clock, processor time (which other
work on the machine moves less) and peak memory. Bytecode is kept in a folder of its own, so that no run compiles
what an installed program has compiled.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
from typing import Any

__all__ = ["main", "measured"]

_AIMS = {"python alone": None, "help": 0.25, "question": 0.6, "demo": None}
"""What is run -> the most seconds of wall clock that it may take on a quiet machine of two cores."""


def measured(command: list[str], folder: pathlib.Path, runs: int) -> dict[str, Any]:
    """Run a command so often, after once to warm up; the least seconds, processor seconds and megabytes."""
    runs_of = [_once(command, folder) for _ in range(runs + 1)][1:]
    return {unit: min(run[unit] for run in runs_of) for unit in ("seconds", "processor_seconds", "megabytes")}


def _once(command: list[str], folder: pathlib.Path) -> dict[str, float]:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    child = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr is not None
    told = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {told.decode()}")
    return {
        "seconds": round(time.perf_counter() - started, 3),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 3),
        "megabytes": _megabytes(used),
    }


def _megabytes(used: resource.struct_rusage) -> int:
    return round(used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def main() -> None:
    """Print what each command took, and its aim where it has one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    program = [sys.executable, "-m", "pathway_graph"]
    commands = {
        "python alone": [sys.executable, "-c", "pass"],
        "help": [*program, "--help"],
        "question": [*program, "-C", "banes.pathway", "query", "gaps.unmet"],
        "demo": [*program, "demo"],
    }
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        _once(commands["demo"], folder)
        told = {name: {**measured(command, folder, runs), "aim": _AIMS[name]} for name, command in commands.items()}
    print(json.dumps({"runs": runs, "commands": told}, indent=1))


if __name__ == "__main__":
    main()

"""Let every system call of a load that changes a file fail once: the process killed, the disk full, an I/O error.

strace counts the calls on the files of the workspace, and then makes the n-th of them fail, for every n. A fault is
made in each thread that gets so far, which is how strace counts.
"""

from __future__ import annotations

import collections
import functools
import pathlib
import random
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator

from pathway_graph.workspace import Workspace

from .crashing import landscape
from .trial import Tried, is_whole, python, within

__all__ = ["FAULTS", "can_trace", "every_call"]

FAULTS = {"killed": "signal=SIGKILL", "disk full": "error=ENOSPC", "I/O error": "error=EIO"}
_CALLS = (
    "openat", "write", "pwrite64", "pwritev", "ftruncate", "fallocate", "fsync", "fdatasync", "rename", "renameat",
    "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "msync",
)  # fmt: skip
_LINE = re.compile(r"^(\d+) +(\w+)\(")


@functools.cache
def can_trace() -> bool:
    """Say whether strace is here and may trace a process."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


def every_call(folder: pathlib.Path, many: int | None, seed: int) -> Tried:
    """Load once for every call and fault, or for `many` drawn ones, each time on a copy of one workspace."""
    base, work = folder / "base.pathway", folder / "work.pathway"
    with Workspace.create(base) as workspace:
        workspace.load(landscape(1), allow_removals=1000)
    paths, counts = _counted(base, work, folder / "trace")
    trials = [(fault, call, n) for fault in FAULTS for call, most in sorted(counts.items()) for n in range(1, most + 1)]
    trials = random.Random(seed).sample(trials, min(many or len(trials), len(trials)))
    ends: collections.Counter[str] = collections.Counter()
    for number in within(len(trials)):
        _copy(base, work)
        ends[_one(work, paths, *trials[number])] += 1
    told = ", ".join(f"{count} {end}" for end, count in sorted(ends.items()))
    calls = ", ".join(f"{call} {most}" for call, most in sorted(counts.items()))
    return Tried(ends.total(), f"{told}; calls of one load in its longest thread: {calls}")


def _counted(base: pathlib.Path, work: pathlib.Path, trace: pathlib.Path) -> tuple[list[str], dict[str, int]]:
    """Trace one load: give the paths that it touches, and the most calls of each kind that one thread makes."""
    _copy(base, work)
    subprocess.run(["strace", "-f", "-y", "-qq", "-e", f"trace={','.join(_CALLS)}", "-o", trace, *_load(work)],
                   capture_output=True, check=True, timeout=300)  # fmt: skip
    found, threads = set(), collections.Counter[tuple[str, str]]()
    for line in trace.read_text(errors="replace").splitlines():
        if (call := _LINE.match(line)) and str(work) in line:
            found |= set(_paths(line, str(work)))
            threads[call[2], call[1]] += 1
    counts: dict[str, int] = {}
    for (name, _), count in threads.items():
        counts[name] = max(count, counts.get(name, 0))
    return sorted(found), counts


def _paths(line: str, work: str) -> Iterator[str]:
    for found in re.finditer(re.escape(work) + r"[^\">,]*", line):
        yield found[0]


def _one(work: pathlib.Path, paths: list[str], fault: str, call: str, n: int) -> str:
    """Load with one fault; see that the workspace is whole and can be loaded into; say how the process ended."""
    only = [word for path in paths for word in ("-P", path)]
    inject = f"inject={call}:{FAULTS[fault]}:when={n}"
    command = ["strace", "-f", "-qq", "-o", "/dev/null", *only, "-e", f"trace={call}", "-e", inject, *_load(work)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    where = f"{fault} at {call} {n}: {done.returncode} {done.stdout} {done.stderr}"
    try:
        assert "Traceback" not in done.stderr
        with Workspace.open(work) as workspace:
            loads = is_whole(workspace, *((2,) if "2" in done.stdout.split() else (1, 2)))
            workspace.load(landscape(3), allow_removals=1000)
            assert is_whole(workspace, loads + 1)
    except BaseException as error:
        error.add_note(where)
        raise
    if done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL):
        return "killed and whole"
    if done.returncode == 0:
        return "loaded all the same"
    assert done.stderr.startswith(("PG2", "PG4")), where
    return "refused with a coded error and nothing changed" if loads == 1 else "kept and told"


def _load(work: pathlib.Path) -> list[str]:
    return python(work, 2, "once")


def _copy(base: pathlib.Path, work: pathlib.Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(base, work)  # with the times of the files, which the seal looks at

"""Flip single bits of a ledger and of a graph behind the back of everything, also of the times of the files."""

from __future__ import annotations

import collections
import contextlib
import io
import os
import pathlib
import random
import shutil
import subprocess
import sys

from pathway_graph import cli
from pathway_graph.errors import PathwayError
from pathway_graph.workspace import Workspace

from .crashing import landscape
from .trial import Tried, is_whole, stated, within

__all__ = ["in_graph", "in_ledger", "look", "under_commands"]

_SELF = "tests.workspace.reliability.flips"  # whatever pytest calls it


def in_ledger(folder: pathlib.Path, many: int, seed: int) -> Tried:
    """A flipped bit of the ledger is refused, found by `db verify`, or it lies where nothing is and nothing differs."""
    base, work, pick = _base(folder), folder / "work.pathway", random.Random(seed)
    wanted = stated(landscape(3))
    ends: collections.Counter[str] = collections.Counter()
    for _ in within(many):
        _copy(base, work)
        where = _flip(work / "ledger.sqlite3", pick)
        try:
            with Workspace.open(work) as workspace:
                found = bool(workspace.verify())
                assert found or (workspace.facts() == wanted and len(workspace.history()) == 3), where
                ends["found by verify" if found else "without effect"] += 1
        except PathwayError:
            ends["refused"] += 1
    return Tried(ends.total(), ", ".join(f"{count} {end}" for end, count in sorted(ends.items())))


COMMANDS = (
    ("history",), ("query", "map.services"), ("gaps",), ("check",), ("diff", "1", "3"), ("undo", "3"),
    ("history", "--known-at", "2"), ("findings", "list"), ("update", "Service#s0", "caseload=5"),
)  # fmt: skip
"""What is tried on a damaged ledger: reading the loads, the facts, the graph, an earlier state, and writing."""


def under_commands(folder: pathlib.Path, many: int, seed: int) -> Tried:
    """On a ledger with a flipped bit every command answers, or refuses with a code; none ends as a defect of ours."""
    base, work, pick = _base(folder), folder / "work.pathway", random.Random(seed)
    ends: collections.Counter[str] = collections.Counter()
    for number in within(many):
        _copy(base, work)
        where = _flip(work / "ledger.sqlite3", pick)
        words = COMMANDS[number % len(COMMANDS)]
        told = io.StringIO()
        with contextlib.chdir(folder), contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            status = cli.main(["-C", str(work), *words])
        assert status in (0, 1, 3, 4), (where, words, status, told.getvalue())
        ends["answered" if status in (0, 1) else "refused"] += 1
    return Tried(ends.total(), ", ".join(f"{count} {end}" for end, count in sorted(ends.items())))


def in_graph(folder: pathlib.Path, many: int, seed: int) -> Tried:
    """A flipped bit of the graph is refused, found by `db verify`, or without effect; `db rebuild` always mends it."""
    base, work, pick = _base(folder), folder / "work.pathway", random.Random(seed)
    ends: collections.Counter[str] = collections.Counter()
    for _ in within(many):
        _copy(base, work)
        files = sorted(path for path in (work / "graph").rglob("*") if path.is_file() and path.stat().st_size)
        where = _flip(pick.choice(files), pick)
        done = subprocess.run([sys.executable, "-m", _SELF, str(work)], capture_output=True, text=True,
                              timeout=300, check=False, cwd=pathlib.Path(__file__).parents[3])  # fmt: skip
        assert done.returncode == 0, (where, done.returncode, done.stdout, done.stderr)
        ends[done.stdout.strip()] += 1
    return Tried(ends.total(), ", ".join(f"{count} {end}" for end, count in sorted(ends.items())))


def look(work: pathlib.Path) -> str:
    """Verify a workspace whose graph was flipped, make the graph anew, and see that this mends all."""
    with Workspace.open(work) as workspace:
        try:
            end = "found by verify" if workspace.verify() else "without effect"
            if workspace.said:
                end = "made anew by itself"
        except PathwayError:
            end = "refused"
    with Workspace.open(work) as workspace:
        workspace.rebuild()
        is_whole(workspace, 3)
    return end


def _base(folder: pathlib.Path) -> pathlib.Path:
    base = folder / "base.pathway"
    with Workspace.create(base) as workspace:
        for number in (1, 2, 3):
            workspace.load(landscape(number), allow_removals=1000)
    return base


def _copy(base: pathlib.Path, work: pathlib.Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(base, work)


def _flip(file: pathlib.Path, pick: random.Random) -> str:
    """Flip one bit of a file and put its times back, as a failing disk would; say where."""
    data, before = bytearray(file.read_bytes()), file.stat()
    bit = pick.randrange(len(data) * 8)
    data[bit // 8] ^= 1 << bit % 8
    file.write_bytes(bytes(data))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    return f"bit {bit} of {file.name}"


if __name__ == "__main__":
    print(look(pathlib.Path(sys.argv[1])))

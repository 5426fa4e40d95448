"""Kill processes that load, at times that nobody chose, and again while what they left is being mended."""

from __future__ import annotations

import pathlib
import random
import signal
import subprocess
from typing import Any

from pathway_graph.workspace import Workspace

from .trial import Tried, is_whole, python, within

__all__ = ["MAKING_ANEW", "MOMENTS", "at_every_moment", "at_random", "twice"]

MAKING_ANEW = ("graph set aside", "graph prepared", "graph filled")
"""The moments of making a graph anew, which is how a killed one is mended."""

MOMENTS = (
    "ledger begun", "ledger changes", "ledger facts", "ledger written", "ledger committed", "graph stamped",
    "graph removed", "graph nodes", "graph relationships", "graph closed", *MAKING_ANEW,
)  # fmt: skip
"""Every moment at which a write can be cut short, as `pathway_graph.storage.moments` names them."""


_TOGETHER = 50


class Loop:
    """A workspace that is loaded into by processes that are killed."""

    def __init__(self, folder: pathlib.Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.acknowledged = folder / "kill.pathway", 0
        Workspace.create(self.folder).close()

    def kill(self, *how: Any, after: int | None = None) -> int:
        """Run a process until it dies (or `after` so many loads and a bit); give the last load it acknowledged."""
        command = python(self.folder, self.acknowledged + 1, *how)
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(after or 0)]
        if after is not None:
            child.send_signal(signal.SIGKILL)
        with child:  # `communicate` would miss what stands in the buffer of `readline` already
            said += child.stdout.readlines()
            wrong = child.stderr.read() if child.stderr else ""
        assert child.returncode == -signal.SIGKILL, wrong
        numbers = [int(line) for line in said if line.strip()]
        return max(numbers, default=self.acknowledged)

    def check(self, acknowledged: int) -> None:
        """The last acknowledged landscape is there, or the one after it, whole in the ledger and in the graph."""
        with Workspace.open(self.folder) as workspace:
            self.acknowledged = is_whole(workspace, acknowledged, acknowledged + 1)

    def is_in_order(self) -> None:
        """Every landscape is there once, in its turn."""
        with Workspace.open(self.folder) as workspace:
            assert [int(load.sha256) for load in workspace.history()] == [*range(1, self.acknowledged + 1)]


def at_random(folder: pathlib.Path, many: int, seed: int) -> Tried:
    """Kill so many processes after up to three loads and the time that the signal takes.

    Every fifty are on a workspace of their own, since all that was loaded is proved again after each.
    """
    pick, loop, kept, tried = random.Random(seed), Loop(folder / "0"), 0, 0
    for number in within(many):
        if number and number % _TOGETHER == 0:
            kept, loop = kept + loop.acknowledged, Loop(folder / str(number))
        loop.check(loop.kill(after=pick.randrange(0, 4)))
        loop.is_in_order()
        tried += 1
    kept += loop.acknowledged
    assert kept > 0 or many < 5
    return Tried(tried, f"{kept:,} loads kept, none lost or half there")


def at_every_moment(folder: pathlib.Path) -> Tried:
    """Kill at each step of a write, in a new graph and in one with something in it."""
    loop = Loop(folder)
    for number, moment in enumerate(MOMENTS):
        if moment in MAKING_ANEW:
            (loop.folder / "graph.ok").unlink()
        loop.check(loop.kill(moment, 1 if moment in MAKING_ANEW else 1 + number % 2))
    return Tried(len(MOMENTS), "each load whole or not there")


def twice(folder: pathlib.Path, many: int, seed: int) -> Tried:
    """Kill at a moment of a load, then the next process at a moment of mending what that left, without a look between.

    `many` pairs are drawn from all of them, without repeating one before all were tried.
    """
    pick, loop = random.Random(seed), Loop(folder)
    loop.check(loop.kill(after=1))
    pairs: list[tuple[str, str]] = []
    for _ in range(many):
        pairs = pairs or [(first, second) for first in MOMENTS[:10] for second in MAKING_ANEW]
        first, second = pairs.pop(pick.randrange(len(pairs)))
        at_least = loop.kill(first, 1)
        loop.kill(second, 1)
        loop.check(at_least)
    return Tried(many, "each load whole or not there, the graph mended by the third process")

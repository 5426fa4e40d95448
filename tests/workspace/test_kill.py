"""Whatever moment a process is killed at, what it acknowledged is there, and nothing is half there."""

from __future__ import annotations

import os
import pathlib
import random
import runpy
import signal
import subprocess
import sys
from typing import Any

import pytest

from pathway_graph.workspace import Workspace

CRASHING = pathlib.Path(__file__).with_name("crashing.py")
MOMENTS = (
    "ledger begun", "ledger changes", "ledger facts", "ledger written", "ledger committed", "graph stamped",
    "graph removed", "graph nodes", "graph relationships", "graph closed", "graph set aside", "graph prepared",
    "graph filled",
)  # fmt: skip
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")


class Loop:
    """A workspace that is loaded into by processes that are killed."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder, self.acknowledged = folder, 0
        self.landscape = runpy.run_path(str(CRASHING))["landscape"]
        Workspace.create(folder).close()

    def kill(self, *how: Any, after: int | None = None) -> None:
        """Run a process until it dies (or `after` so many loads and a bit), and look at what it left."""
        command = [sys.executable, str(CRASHING), str(self.folder), str(self.acknowledged + 1), *map(str, how)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(after or 0)]
        if after is not None:
            child.send_signal(signal.SIGKILL)
        rest, wrong = child.communicate(timeout=120)
        assert child.returncode == -signal.SIGKILL, wrong
        numbers = [int(line) for line in (*said, *rest.split("\n")) if line.strip()]
        self.check(max(numbers, default=self.acknowledged))

    def check(self, acknowledged: int) -> None:
        """The last acknowledged landscape is there, or the one after it, whole in the ledger and in the graph."""
        with Workspace.open(self.folder) as workspace:
            assert workspace.verify() == []
            loads = workspace.history()
            assert len(loads) in (acknowledged, acknowledged + 1)
            if loads:
                batch = self.landscape(int(loads[-1].sha256))
                stated = {(record.label, record.id): record.facts for record in batch.records}
                assert workspace.facts() == stated
                names = workspace.read("MATCH (n:Area) RETURN n.id AS id, n.name AS name")
                wanted = {id: facts["name"] for (label, id), facts in stated.items() if label == "Area"}
                assert {row["id"]: row["name"] for row in names} == wanted
            self.acknowledged = len(loads)


def test_killed_at_every_moment(tmp_path: pathlib.Path) -> None:
    """Killed at each step of a write, in a new graph and in one with something in it."""
    loop = Loop(tmp_path / "kill.pathway")
    for number, moment in enumerate(MOMENTS):
        made_anew = moment in ("graph set aside", "graph prepared", "graph filled")
        if made_anew:
            (loop.folder / "graph.ok").unlink()

        loop.kill(moment, 1 if made_anew else 1 + number % 2)


@pytest.mark.parametrize("seed", [1])
def test_killed_at_random(tmp_path: pathlib.Path, seed: int, request: pytest.FixtureRequest) -> None:
    """Killed at times that nobody chose; the seed is in the test's name, PATHWAY_KILLS says how many (default 12)."""
    pick = random.Random(seed)
    loop = Loop(tmp_path / "kill.pathway")

    for _ in range(int(os.environ.get("PATHWAY_KILLS", "12"))):
        loop.kill(after=pick.randrange(0, 4))

    assert loop.acknowledged > 0

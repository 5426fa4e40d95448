"""On a full disk a load changes nothing and says so in one line; with room again it goes through."""

from __future__ import annotations

import pathlib
import subprocess
import sys
from typing import Any

import pytest

from pathway_graph.workspace import Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this system has no limit on the size of files")

LOADING = """
import resource, sys
from pathway_graph.errors import PathwayError
from pathway_graph.records import Batch, Cell, Record
from pathway_graph.workspace import Workspace

areas = [Record("Area", f"a{n}", {"id": f"a{n}", "name": "x" * 300}, {}, Cell("Areas", n)) for n in range(1500)]
with Workspace.open(sys.argv[1]) as workspace:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        workspace.load(Batch("big.xlsx", "big", "", ("Area",), tuple(areas)))
    except PathwayError as error:
        print(error, end="")
"""


@pytest.mark.parametrize("room", [60_000, 300_000, 1_200_000])
def test_a_load_that_does_not_fit(workspace: Workspace, make: Any, look: Any, room: int) -> None:
    """Whether the ledger or the graph runs out of room, both are as they were, or both hold the load."""
    workspace.load(make("paper", ("Area", {"id": "bath", "name": "Bath"})))
    before = look(workspace)
    workspace.close()

    said = load_with(workspace.path, room)

    assert said.count("\n") == 0
    with Workspace.open(workspace.path) as again:
        if len(again.history()) == 1:
            assert said.startswith(("PG204", "PG215"))
            assert look(again) == before
        assert again.verify() == []
        again.load(make("paper", ("Area", {"id": "bath", "name": "Bath"}), ("Area", {"id": "x", "name": "X"})))
        assert again.verify() == []


def load_with(path: pathlib.Path, room: int) -> str:
    """Load 1,500 rows in a process that may write files of at most `room` bytes; give what it says."""
    command = [sys.executable, "-c", LOADING, str(path), str(room)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout

"""One program writes, or several read; whoever is refused is told by whom."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest

from pathway_graph.errors import Busy
from pathway_graph.workspace import Workspace

BATH = ("Area", {"id": "bath", "name": "Bath"})


def test_a_second_writer_is_refused_and_told_who_holds_it(workspace: Workspace, make: Any) -> None:
    """The refusal names the process, since when and what for; nobody's name."""
    with Workspace.open(workspace.path, writing=True) as first:
        with pytest.raises(Busy) as refused:
            workspace.load(make("paper", BATH))

        [problem] = refused.value.problems
        assert problem.code == "PG210"
        assert f"process {os.getpid()} " in problem.message
        assert json.loads((first.path / "lock.holder").read_text())["what"] == "writing"
    assert workspace.load(make("paper", BATH)).load is not None


def test_a_reader_waits_for_no_writer(workspace: Workspace, make: Any) -> None:
    """While somebody writes, the graph is not read, and the reader is told."""
    workspace.load(make("paper", BATH))
    workspace.close()
    with Workspace.open(workspace.path, writing=True), Workspace.open(workspace.path) as reader:
        with pytest.raises(Busy):
            reader.read("MATCH (n) RETURN n")

        assert [load.seq for load in reader.history()] == [1]  # the ledger itself can always be read


def test_several_read_at_once_and_keep_a_writer_out(workspace: Workspace, make: Any) -> None:
    """Another process reads the same graph at the same time; neither lets a third write to it meanwhile."""
    workspace.load(make("paper", BATH))
    workspace.read("MATCH (n) RETURN n.id AS id")

    answer = elsewhere(workspace.path, "print(w.read('MATCH (n:Area) RETURN n.id AS id'))")
    refusal = elsewhere(workspace.path, "w.rebuild()")

    assert answer == "[{'id': 'bath'}]"
    assert "PG210" in refusal
    assert "reading" in refusal


def test_a_lock_ends_with_its_process(workspace: Workspace, make: Any) -> None:
    """A holder that was killed holds nothing; what it left in lock.holder does not matter."""
    elsewhere(workspace.path, "w._lock.alone('dying').__enter__(); import os; os._exit(9)")

    assert workspace.load(make("paper", BATH)).load is not None


def test_holding_the_lock_nests(workspace: Workspace, make: Any) -> None:
    """A workspace opened for writing loads, reads and loads again, and holds the lock until it is closed."""
    with Workspace.open(workspace.path, writing=True) as writer:
        writer.load(make("paper", BATH))
        writer.read("MATCH (n) RETURN n")
        writer.load(make("paper", ("Area", {"id": "bath", "name": "City"})))

        assert "PG210" in elsewhere(workspace.path, "w.rebuild()")


def elsewhere(path: pathlib.Path, statement: str) -> str:
    """Run a statement on the workspace `w` in another process, and give what it printed."""
    code = f"""
from pathway_graph.errors import PathwayError
from pathway_graph.workspace import Workspace
try:
    with Workspace.open({str(path)!r}) as w:
        {statement}
except PathwayError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert not done.stderr, done.stderr
    return done.stdout.strip()

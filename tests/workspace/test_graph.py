"""The graph is in step with the ledger, whatever happened to it, or the user is told why it can't be."""

from __future__ import annotations

import contextlib
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from pathway_graph import stores
from pathway_graph.errors import Problem, Unavailable
from pathway_graph.storage import graph
from pathway_graph.storage.graph import Graph
from pathway_graph.storage.ledger import Ledger
from pathway_graph.workspace import Workspace

BATH = ("Area", {"id": "bath", "name": "Bath"})
TWERTON = ("Area", {"id": "twerton", "name": "Twerton", "parent": ["bath"]})


def halve(graph: pathlib.Path) -> None:
    for file in sorted(graph.iterdir())[::2]:
        file.unlink()


def cut(graph: pathlib.Path) -> None:
    largest = max(graph.iterdir(), key=lambda file: file.stat().st_size)
    with largest.open("r+b") as file:
        file.truncate(largest.stat().st_size // 2)


def empty(graph: pathlib.Path) -> None:
    for file in graph.iterdir():
        file.write_bytes(b"")


def clear(graph: pathlib.Path) -> None:
    for file in graph.iterdir():
        file.unlink()


def touch(graph: pathlib.Path) -> None:
    for file in graph.iterdir():
        file.touch()


DAMAGE: dict[str, Callable[[pathlib.Path], Any]] = {
    "missing": shutil.rmtree,
    "half of its files": halve,
    "a file cut short": cut,
    "empty files": empty,
    "a folder without files": clear,
    "copied without its times": touch,
    "not sealed": lambda graph: graph.with_name("graph.ok").unlink(),
    "a seal that is no seal": lambda graph: graph.with_name("graph.ok").write_text("{}"),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_graph_is_made_anew(workspace: Workspace, make: Any, look: Any, what: str) -> None:
    """Whatever is wrong with the folder, the next reading sees what the ledger says; a graph that was there is told."""
    workspace.load(make("paper", BATH, TWERTON))
    before = look(workspace)
    workspace.close()

    DAMAGE[what](workspace.path / "graph")

    with Workspace.open(workspace.path) as again:
        assert look(again) == before
        assert again.verify() == []
        assert len(again.said) == (what != "missing")


def test_a_graph_of_another_workspace_is_set_aside(workspace: Workspace, make: Any, look: Any) -> None:
    """A whole and sealed graph of another ledger is not shown, and is kept as graph.aside."""
    workspace.load(make("paper", BATH))
    before = look(workspace)
    workspace.close()
    with Workspace.create(workspace.path.with_name("other")) as other:
        other.load(make("paper", ("Area", {"id": "x", "name": "X"})))
    take_graph(other.path, workspace.path)

    with Workspace.open(workspace.path) as again:
        assert look(again) == before
        assert "a state that is not in this ledger" in again.said[0]
        assert (again.path / "graph.aside").is_dir()


def take_graph(source: pathlib.Path, target: pathlib.Path) -> None:
    """Put one workspace's graph in the place of another's, with times and seal."""
    shutil.rmtree(target / "graph")
    shutil.copytree(source / "graph", target / "graph")
    shutil.copy2(source / "graph.ok", target / "graph.ok")


def test_a_graph_that_is_behind_is_caught_up(
    workspace: Workspace, make: Any, look: Any, tmp_path: pathlib.Path
) -> None:
    """An older graph of the same ledger is brought up to date load by load, not made anew."""
    workspace.load(make("paper", BATH))
    workspace.close()
    shutil.copytree(workspace.path, tmp_path / "older")
    with Workspace.open(workspace.path) as later:
        later.load(make("paper", BATH, TWERTON))
        later.load(make("paper", ("Area", {"id": "bath", "name": "City"}), TWERTON))
        wanted = look(later)
    take_graph(tmp_path / "older", workspace.path)

    with Workspace.open(workspace.path) as again:
        assert look(again) == wanted
        assert again.said == ["The graph was 2 load(s) behind the ledger and has caught up."]


def test_a_graph_that_is_ahead_is_made_anew(workspace: Workspace, make: Any, look: Any, tmp_path: pathlib.Path) -> None:
    """A ledger from before (a backup put back by hand) wins over a newer graph."""
    workspace.load(make("paper", BATH))
    wanted = look(workspace)
    workspace.close()
    shutil.copy2(workspace.path / "ledger.sqlite3", tmp_path / "before.sqlite3")
    with Workspace.open(workspace.path) as later:
        later.load(make("paper", BATH, TWERTON))
    shutil.copy2(tmp_path / "before.sqlite3", workspace.path / "ledger.sqlite3")

    with Workspace.open(workspace.path) as again:
        assert look(again) == wanted


def test_a_graph_that_was_filled_for_a_load_that_failed_is_made_anew(
    workspace: Workspace, make: Any, look: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first load fills the graph before the ledger keeps it; if the ledger can't, the graph is not trusted."""

    def full(self: Ledger) -> None:
        raise Unavailable(Problem("PG204", "the disk is full.", "Make room."))

    with monkeypatch.context() as context:
        context.setattr(Ledger, "_commit", full)
        with pytest.raises(Unavailable, match="PG204"):
            workspace.load(make("paper", BATH))
    assert look(workspace) == ({}, set())
    workspace.load(make("paper", BATH, TWERTON))

    assert len(look(workspace)[0]) == 2
    assert workspace.verify() == []


def test_reading_breaks_no_seal(workspace: Workspace, make: Any) -> None:
    """A graph that was only read is the same graph, also after another program read it."""
    workspace.load(make("paper", BATH))
    for _ in range(2):
        with Workspace.open(workspace.path) as reader:
            reader.read("MATCH (n) RETURN count(n) AS many")
            assert reader.said == []
        workspace.close()


def test_verify_finds_what_was_changed_in_the_graph(workspace: Workspace, make: Any) -> None:
    """A node, a property, a label or a relationship that the ledger does not know is found, and mended by a rebuild."""
    workspace.load(make("paper", BATH, TWERTON, ("Organisation", {"id": "o", "name": "O", "roles": ["provider"]})))
    for statement in (
        "CREATE (:Area {id: 'intruder'})",
        "MATCH (n:Area {id: 'bath'}) SET n.name = 'Bristol'",
        "MATCH (n:Organisation) REMOVE n:Provider",
        "MATCH (:Area {id: 'twerton'})-[r:PART_OF]->(:Area) DELETE r",
        "MATCH (a:Area {id: 'twerton'}), (b:Area {id: 'bath'}) CREATE (a)-[:PART_OF]->(b)",
    ):
        tamper(workspace, statement)

        assert {problem.code for problem in workspace.verify()} == {"PG221"}, statement
        workspace.rebuild()
        assert workspace.verify() == []


def tamper(workspace: Workspace, statement: str) -> None:
    """Write to the graph behind the ledger's back, as another tool could, and leave it sealed."""
    shown: Graph = workspace._graph
    with workspace._lock.alone("tampering"), shown.writing() as store, store.transaction() as transaction:
        transaction.run(statement)


@pytest.mark.skipif(sys.platform != "linux", reason="needs rights that can be given up, to see a folder read-only")
def test_a_workspace_can_be_read_where_it_cannot_be_written(workspace: Workspace, make: Any, tmp_path: Any) -> None:
    """On a write-protected disk questions are answered; a load, or a graph to be mended, is told in one clear line."""
    workspace.load(make("paper", BATH))
    workspace.close()
    shutil.copytree(workspace.path, tmp_path / "broken.pathway")
    protect(tmp_path)

    try:
        assert read_without_rights(workspace.path, "read") == "1"
        assert "PG207" in read_without_rights(workspace.path, "load")
        broken = tmp_path / "broken.pathway"
        (broken / "graph.ok").unlink()
        assert "PG207" in read_without_rights(broken, "read")
    finally:
        for path in (tmp_path, *tmp_path.rglob("*")):
            path.chmod(0o755)


def protect(folder: pathlib.Path) -> None:
    """Take the right to write from a folder and from all that is in it."""
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)


def read_without_rights(path: pathlib.Path, verb: str) -> str:
    """Open the workspace in a process that may not write there; root gives up its right to write anywhere."""
    code = f"""
import ctypes, os
if os.geteuid() == 0:
    version, nothing = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert ctypes.CDLL(None).capset(version, nothing) == 0
from pathway_graph.errors import PathwayError
from pathway_graph.records import Batch, Cell, Record
from pathway_graph.workspace import Workspace
try:
    with Workspace.open({str(path)!r}) as workspace:
        if {verb!r} == "load":
            cell = Cell("Areas", 2)
            workspace.load(Batch("x", "x", "", (), (Record("Area", "x", {{"id": "x", "name": "X"}}, {{}}, cell),)))
        print(workspace.read("MATCH (n:Area) RETURN count(n) AS many")[0]["many"])
except PathwayError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert not done.stderr, done.stderr
    return str(done.stdout.strip())


def test_a_server_that_holds_something_else_is_refused(workspace: Workspace, make: Any, monkeypatch: Any) -> None:
    """A database with anything that is not an earlier state of this ledger is left as it is."""
    other = workspace.path.with_name("server")
    with contextlib.closing(stores.open_store("embedded", other)) as store, store.transaction() as transaction:
        transaction.run("CREATE (:Somebody {id: 'else'})")
    monkeypatch.setattr(graph, "open_store", lambda url, folder, **how: stores.open_store("embedded", other, **how))

    with Workspace.open(workspace.path, store="bolt://localhost") as remote, pytest.raises(Unavailable, match="PG213"):
        remote.load(make("paper", BATH))

    with contextlib.closing(stores.open_store("embedded", other)) as store:
        assert store.read("MATCH (n) RETURN count(n) AS many") == [{"many": 1}]
    assert workspace.history() == []

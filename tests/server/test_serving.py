"""A local graph is served to one user who can read, and nothing of the workspace is touched by it."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from pathway_graph.workspace import Workspace

from .conftest import area, batch

neo4j = pytest.importorskip("neo4j", reason="the driver is an extra: pip install neo4j")


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """A workspace with one area."""
    with Workspace.create(tmp_path / "w.pathway") as workspace:
        workspace.load(batch("paper", area("bath")))
    return tmp_path / "w.pathway"


@pytest.fixture
def served(folder: pathlib.Path, tmp_path: pathlib.Path) -> Iterator[dict[str, Any]]:
    """The login of a running `db serve-bolt`, with its process; its temporary files go to a folder of their own."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-m", "pathway_graph", "db", "serve-bolt", "-C", str(folder), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(scratch)})
    assert process.stdout is not None
    text = ""
    while not text.endswith("}\n"):
        text += process.stdout.readline()
    try:
        yield {**json.loads(text), "process": process, "scratch": scratch}
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def contents(folder: pathlib.Path) -> dict[str, bytes]:
    """Read every file below a folder, but for what reading rewrites and the lock."""
    left_out = {"last-tx-id.bin", "statistics.json", "lock"}
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in left_out]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


UPGRADE = b"""GET / HTTP/1.1\r
Host: 127.0.0.1\r
Upgrade: websocket\r
Connection: Upgrade\r
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
Sec-WebSocket-Version: 13\r
Origin: http://localhost:7474\r
\r
"""
WRITES = (
    "CREATE (:Area {id: 'x'})", "MATCH (n) SET n.name = 'x'", "MATCH (n) DETACH DELETE n", "CREATE (:New)",
    "CREATE INDEX i FOR (n:Area) ON (n.name)", "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
)  # fmt: skip


def test_a_driver_reads_and_nobody_writes(folder: pathlib.Path, served: dict[str, Any]) -> None:
    """The driver gets rows; each statement that writes is refused; the workspace's bytes stay, and it can be loaded."""
    before = contents(folder)
    with neo4j.GraphDatabase.driver(served["url"], auth=(served["user"], served["password"])) as driver:
        count = "MATCH (n:Area) RETURN count(n) AS many"
        assert driver.execute_query(count, database_="graph").records[0]["many"] == 1
        for statement in WRITES:
            with pytest.raises(neo4j.exceptions.Neo4jError):
                driver.execute_query(statement, database_="graph")
        assert driver.execute_query(count, database_="graph").records[0]["many"] == 1
        assert contents(folder) == before
        with Workspace.open(folder) as workspace:
            workspace.load(batch("paper", area("bath"), area("twerton")))
        assert driver.execute_query(count, database_="graph").records[0]["many"] == 1


def test_py2neo_reads_and_does_not_write(served: dict[str, Any]) -> None:
    """A notebook with py2neo attaches with the same login, and can do no more."""
    py2neo = pytest.importorskip("py2neo", reason="py2neo is an extra: pip install py2neo")
    graph = py2neo.Graph(served["url"], auth=(served["user"], served["password"]), name="graph")

    assert graph.run("MATCH (n:Area) RETURN count(n) AS many").data() == [{"many": 1}]
    with pytest.raises(py2neo.errors.ClientError):
        graph.run("CREATE (:Area {id: 'x'})").data()
    assert graph.run("MATCH (n) RETURN count(n) AS many").evaluate() == 2  # the area and the stamp


def test_a_page_in_a_browser_can_speak_to_it(served: dict[str, Any]) -> None:
    """The driver of a page speaks Bolt in a WebSocket: the port takes that too, and agrees on a version."""
    offers = b"\x60\x60\xb0\x17" + b"\x00\x04\x04\x05" + b"\x00\x00\x00\x04" + bytes(8)
    frame = bytes([0x82, 0x80 | len(offers)]) + bytes(4) + offers  # one binary frame, its mask is nothing
    port = int(served["url"].rpartition(":")[2])
    with contextlib.ExitStack() as stack:
        connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), 10))
        said = stack.enter_context(connection.makefile("rb"))  # what is sent at once may come in parts
        connection.sendall(UPGRADE)
        assert said.readline().startswith(b"HTTP/1.1 101 ")
        assert all(iter(said.readline, b"\r\n"))  # the rest of the answer's head
        connection.sendall(frame)
        head, version = said.read(2), said.read(4)

    assert (head, version[3:]) in [(bytes([0x82, 4]), bytes([major])) for major in (4, 5)]


def test_without_the_password_nobody_gets_in(served: dict[str, Any]) -> None:
    """Neither a guess nor the engine's own administrator by its usual name and no password."""
    for login in (
        None,
        ("reader", ""),
        ("reader", "reader"),
        ("root", ""),
        ("root", "playwithdata"),
        ("neo4j", "neo4j"),
    ):
        with (
            pytest.raises(neo4j.exceptions.Neo4jError),
            neo4j.GraphDatabase.driver(served["url"], auth=login) as driver,
        ):
            driver.execute_query("RETURN 1 AS one", database_="graph")


@pytest.mark.skipif(sys.platform != "linux", reason="reads which ports a process listens on from /proc")
def test_only_this_machine_is_listened_to(served: dict[str, Any]) -> None:
    """Every listening socket of the process is on loopback."""
    inodes = set()
    for link in pathlib.Path(f"/proc/{served['process'].pid}/fd").iterdir():
        target = os.readlink(link) if link.is_symlink() else ""
        inodes.add(target.removeprefix("socket:[").rstrip("]"))
    listening = []
    for table in ("tcp", "tcp6"):
        for line in pathlib.Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            parts = line.split()
            if parts[3] == "0A" and parts[9] in inodes:
                listening.append(parts[1].partition(":")[0])

    assert listening
    assert set(listening) <= {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without telling it")
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_and_leaves_nothing(served: dict[str, Any], folder: pathlib.Path, told: signal.Signals) -> None:
    """Ctrl-C and a request to end both end it with status 0; its files are gone, none was put into the workspace."""
    served["process"].send_signal(told)

    assert served["process"].wait(20) == 0
    assert list(served["scratch"].iterdir()) == []
    assert {path.name for path in folder.iterdir()} == {"graph", "graph.ok", "ledger.sqlite3", "lock"}

"""A server that is stopped and started while a load is under way, another leader, and too large a transaction."""

from __future__ import annotations

import contextlib
import os
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

import neo4j
import pytest

from pathway_graph.errors import Unavailable
from pathway_graph.storage.moments import watch
from pathway_graph.workspace import Workspace
from tests import neo4j_server

from .conftest import BOLT, Run, area, batch, stamp_on
from .proxy import COMMIT, Fault, Proxy, failure, proxied

pytestmark = [
    pytest.mark.xdist_group("restart"),  # one server that is started and stopped
    pytest.mark.full,
    pytest.mark.skipif(BOLT not in os.environ, reason=f"{BOLT} is not set: no Neo4j server to run this on"),
]
BATH, TWERTON = area("bath"), area("twerton", parent=["bath"])
IDS = "MATCH (n:Area) RETURN n.id AS id ORDER BY id"
NOT_LEADER = "Neo.ClientError.Cluster.NotALeader"
SMALL = "db.memory.transaction.max=4m\n"


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy]:
    """A proxy whose server is set by `own`."""
    with proxied("bolt://127.0.0.1:1") as standing:
        yield standing


@pytest.fixture(scope="module")
def own(proxy: Proxy) -> Iterator[Any]:
    """A server of our own that can be stopped and started; it says that it is reached at the proxy's address."""
    address = f"server.bolt.advertised_address={proxy.url.removeprefix('bolt://')}\n"
    process = neo4j_server.Process(settings=SMALL + address)
    try:
        proxy.stand_before(process.port)
        process.start()
        yield process
    finally:
        process.remove()


@pytest.fixture
def loaded(own: Any, tmp_path: pathlib.Path, monkeypatch: Any) -> Iterator[Callable[[str], Workspace]]:
    """Open a workspace with one load on the server, emptied before, at the address that is given."""
    monkeypatch.setenv("PATHWAY_NEO4J_USER", own.server.user)
    monkeypatch.setenv("PATHWAY_NEO4J_PASSWORD", own.server.password)
    run_on(own)("MATCH (n) DETACH DELETE n")
    with contextlib.ExitStack() as stack:

        def opened(address: str) -> Workspace:
            Workspace.create(tmp_path / "w.pathway").close()
            workspace = stack.enter_context(Workspace.open(tmp_path / "w.pathway", store=address))
            workspace.load(batch("paper", BATH))
            return workspace

        yield opened
    watch(None)


def run_on(own: Any) -> Run:
    def run(statement: str, **parameters: Any) -> list[dict[str, Any]]:
        with neo4j.GraphDatabase.driver(own.server.url, auth=(own.server.user, own.server.password)) as driver:
            return [record.data() for record in driver.execute_query(statement, parameters).records]

    return run


def restarting(own: Any, moment: str) -> Callable[[str], None]:
    """Kill the server and start it again, once, when a load reaches the moment."""

    def at(reached: str) -> None:
        if reached == moment:
            watch(None)
            own.stop(kill=True)
            own.start()

    return at


def test_restarted_before_the_end(own: Any, loaded: Any) -> None:
    """What the server had heard of is gone with it: nothing changed here or there, and loading again works."""
    workspace = loaded(own.server.url)
    before = stamp_on(run_on(own))
    watch(restarting(own, "graph nodes"))

    with pytest.raises(Unavailable):
        workspace.load(batch("paper", BATH, TWERTON))

    assert ([load.seq for load in workspace.history()], stamp_on(run_on(own))) == ([1], before)
    workspace.load(batch("paper", BATH, TWERTON))
    assert workspace.verify() == []


def test_restarted_between_the_two_commits(own: Any, loaded: Any) -> None:
    """The ledger has the load and the server lost it: it is given the load at once, and nothing is doubled."""
    workspace = loaded(own.server.url)
    watch(restarting(own, "ledger committed"))

    assert workspace.load(batch("paper", BATH, TWERTON)).load is not None

    assert run_on(own)(IDS) == [{"id": "bath"}, {"id": "twerton"}]
    assert (stamp_on(run_on(own)) or {})["seq"] == 2
    assert workspace.verify() == []


@pytest.mark.parametrize("at", [b"CREATE (n:Area)", COMMIT], ids=["at the nodes", "at the commit"])
def test_another_leader(own: Any, loaded: Any, proxy: Proxy, at: bytes) -> None:
    """Through a routed address: the leader is another one now; the load is kept once, or refused and then works."""
    workspace = loaded(proxy.url.replace("bolt:", "neo4j:"))
    proxy.fault = Fault(at, failure(NOT_LEADER), since=b"SET m.fence")

    with contextlib.nullcontext() if at == COMMIT else pytest.raises(Unavailable):
        workspace.load(batch("paper", BATH, TWERTON))

    assert proxy.fault.has_happened
    workspace.load(batch("paper", BATH, TWERTON))
    assert [load.seq for load in workspace.history()] == [1, 2]
    assert run_on(own)(IDS) == [{"id": "bath"}, {"id": "twerton"}]
    assert workspace.verify() == []


def test_too_large_a_transaction(own: Any, loaded: Any) -> None:
    """A load that needs more memory than a transaction may have is refused, with what to do; nothing changed."""
    workspace = loaded(own.server.url)
    before = stamp_on(run_on(own))

    with pytest.raises(Unavailable, match="memory") as caught:
        workspace.load(batch("paper", BATH, *(area(f"a{n}", note="x" * 400) for n in range(8000))))

    assert "memory" in caught.value.problems[0].hint
    assert ([load.seq for load in workspace.history()], stamp_on(run_on(own))) == ([1], before)
    workspace.load(batch("paper", BATH, TWERTON))
    assert workspace.verify() == []

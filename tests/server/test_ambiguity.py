"""Whatever happens between us and a server, each load is there once or not at all, on both sides, and it is told."""

from __future__ import annotations

import concurrent.futures
import pathlib
from collections.abc import Iterator

import pytest

from pathway_graph.errors import Unavailable
from pathway_graph.storage.projection import restamp
from pathway_graph.storage.stamps import Stamp
from pathway_graph.stores import open_store

from .conftest import Opened, Run, area, batch, stamp_on
from .proxy import COMMIT, Fault, Proxy, failure, proxied

BATH, TWERTON = area("bath"), area("twerton", parent=["bath"])
IDS = "MATCH (n:Area) RETURN n.id AS id ORDER BY id"
FIRST, LATER = b"SET m.fence", b"CREATE (n:Area)"
BOTH = [{"id": "bath"}, {"id": "twerton"}]


@pytest.fixture
def proxy(url: str) -> Iterator[Proxy]:
    """A proxy before the server that lets everything through."""
    with proxied(url) as standing:
        yield standing


@pytest.mark.parametrize("then", ["cut before", "cut during", "cut after"])
def test_a_commit_that_was_not_heard_of_is_settled(opened: Opened, run: Run, proxy: Proxy, then: str) -> None:
    """The connection is lost around the commit and is there again: the stamp says what happened, nothing is doubled."""
    with opened(store=proxy.url) as workspace:
        workspace.load(batch("paper", BATH))
        proxy.fault = Fault(COMMIT, then, since=FIRST)

        result = workspace.load(batch("paper", BATH, TWERTON))

        assert result.load is not None
        assert [load.seq for load in workspace.history()] == [1, 2]
        assert run(IDS) == BOTH
        assert run("MATCH ()-[r:PART_OF]->() RETURN count(r) AS many") == [{"many": 1}]
        assert workspace.verify() == []


@pytest.mark.parametrize("then", ["cut before", "cut during", "cut after"])
def test_a_server_that_stays_away_is_caught_up_later(opened: Opened, run: Run, proxy: Proxy, then: str) -> None:
    """With the server gone after the commit, the load is kept here, that is said, and the next opening settles it."""
    with opened(store=proxy.url) as workspace:
        workspace.load(batch("paper", BATH))
        proxy.fault = Fault(COMMIT, then, stays=True, since=FIRST)

        workspace.load(batch("paper", BATH, TWERTON))

        assert "The load is kept; the graph could not be written" in workspace.said[-1]
        assert workspace.said[-1].endswith("and will be brought up to date.")
        proxy.mend()
    with opened(store=proxy.url) as again:
        assert again.read(IDS) == BOTH
        assert again.verify() == []
    assert run("MATCH ()-[r:PART_OF]->() RETURN count(r) AS many") == [{"many": 1}]
    assert (stamp_on(run) or {})["seq"] == 2


REFUSALS = (
    "Neo.TransientError.Transaction.DeadlockDetected", "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    "Neo.TransientError.General.DatabaseUnavailable", "Neo.ClientError.Cluster.NotALeader",
    "Neo.ClientError.Transaction.TransactionTimedOut",
)  # fmt: skip


@pytest.mark.parametrize("at", [FIRST, LATER], ids=["at the stamp", "at the nodes"])
@pytest.mark.parametrize("then", ["cut before", "cut during", "cut after", *REFUSALS])
def test_a_load_that_fails_before_its_end_is_not_there(
    opened: Opened, run: Run, proxy: Proxy, then: str, at: bytes
) -> None:
    """A lost connection, a deadlock, too large a transaction, another leader: nothing changed, and again it works."""
    with opened(store=proxy.url) as workspace:
        workspace.load(batch("paper", BATH))
        before = stamp_on(run)
        proxy.fault = Fault(at, failure(then) if then in REFUSALS else then)

        with pytest.raises(Unavailable) as caught:
            workspace.load(batch("paper", BATH, TWERTON))

        assert caught.value.status == 4
        assert proxy.fault is None or proxy.fault.has_happened
        assert ([load.seq for load in workspace.history()], stamp_on(run), run(IDS)) == ([1], before, BOTH[:1])
        workspace.load(batch("paper", BATH, TWERTON))
        assert workspace.verify() == []


@pytest.mark.parametrize("then", REFUSALS)
def test_a_commit_that_is_refused_is_done_again(opened: Opened, run: Run, proxy: Proxy, then: str) -> None:
    """A server that refuses the commit has not got the load; it gets it at once, since the ledger has it."""
    with opened(store=proxy.url) as workspace:
        workspace.load(batch("paper", BATH))
        proxy.fault = Fault(COMMIT, failure(then), since=FIRST)

        workspace.load(batch("paper", BATH, TWERTON))

        assert (run(IDS), [load.seq for load in workspace.history()]) == (BOTH, [1, 2])
        assert workspace.verify() == []


def test_of_two_writers_at_once_one_wins(opened: Opened, run: Run, url: str, tmp_path: pathlib.Path) -> None:
    """Both see the same state and begin; the second waits for the first, then sees that it came too late."""
    with opened() as workspace:
        workspace.load(batch("paper", BATH))
        before = Stamp(workspace.ledger.id, *workspace.ledger.head())
    first, second = (open_store(url, tmp_path) for _ in range(2))
    mine, other = (Stamp(before.ledger, 2, name) for name in ("mine", "other"))

    def write_second() -> None:
        with second.transaction() as transaction:
            restamp(transaction, before, other)

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        with first.transaction() as transaction:
            restamp(transaction, before, mine)
            late = pool.submit(write_second)
            concurrent.futures.wait([late], 1.0)
            assert not late.done(), "the second writer did not wait for the first"
        with pytest.raises(Unavailable, match="PG208"):
            late.result(30)

    assert stamp_on(run) == {"ledger": before.ledger, "seq": 2, "hash": "mine"}
    first.close()
    second.close()

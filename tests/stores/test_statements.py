"""Hold every engine to the same rules for statements, transactions, definitions and time."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from pathway_graph.stores import DuplicateNode, StatementRefused, StatementTimeout, Store, StoreError

Opener = Callable[..., Store]

UNIQUE = "CREATE CONSTRAINT thing_id IF NOT EXISTS FOR (n:Thing) REQUIRE n.id IS UNIQUE"
INDEX = "CREATE INDEX thing_name IF NOT EXISTS FOR (n:Thing) ON (n.name)"
COUNT = "MATCH (n) RETURN count(n) AS n"
ENDLESS = "UNWIND range(1, 1000000) AS a UNWIND range(1, 20000) AS b WITH a * b AS x WHERE x < 0 RETURN count(x) AS n"
ENDLESS_WRITE = "UNWIND range(1, 1000000) AS a UNWIND range(1, 20000) AS b CREATE (:Junk {x: a * b})"


def count(store: Store) -> int:
    [row] = store.read(COUNT)
    return int(row["n"])


def write(store: Store, *statements: str, then: Exception | None = None) -> None:
    """Run statements in one transaction, and leave it by an exception if one is given."""
    with store.transaction() as transaction:
        for statement in statements:
            transaction.run(statement)
        if then:
            raise then


def test_the_same_rows_twice_change_nothing(store: Store) -> None:
    """MERGE over UNWIND is idempotent, for nodes and relationships, and returns its rows in order."""
    store.define([UNIQUE])
    rows = [{"id": "b", "to": "a"}, {"id": "a", "to": "b"}]
    statement = (
        "UNWIND $rows AS row MERGE (n:Thing {id: row.id}) MERGE (m:Thing {id: row.to}) "
        "MERGE (n)-[:LINK]->(m) SET n.seen = true RETURN n.id AS id"
    )

    for _ in range(2):
        with store.transaction() as transaction:
            assert transaction.run(statement, {"rows": rows}) == [{"id": "b"}, {"id": "a"}]

    assert store.read("MATCH (n)-[r:LINK]->() RETURN count(DISTINCT n) AS n, count(r) AS r") == [{"n": 2, "r": 2}]


def test_an_exception_leaves_nothing(store: Store) -> None:
    """A transaction whose block is left by an exception is taken back, and the exception goes on."""
    store.define([UNIQUE])

    with pytest.raises(KeyError):
        write(store, "CREATE (:Thing {id: 'a'})-[:LINK]->(:Thing {id: 'b'})", then=KeyError())

    assert count(store) == 0


def test_a_transaction_reads_its_own_writes(store: Store) -> None:
    """What a transaction wrote is seen by its later statements."""
    with store.transaction() as transaction:
        transaction.run("CREATE (:Thing {id: 'a'})")

        assert transaction.run(COUNT) == [{"n": 1}]


@pytest.mark.parametrize("labels", ["Thing", "Thing:Other", "Other:Thing"])
def test_two_nodes_cannot_share_what_is_unique(store: Store, labels: str) -> None:
    """A duplicate is DuplicateNode, at its statement or at the end, whatever other labels it has; nothing is kept."""
    store.define([UNIQUE])
    write(store, "CREATE (:Thing {id: 'a'})")

    with pytest.raises(DuplicateNode, match="PG405"):
        write(store, "CREATE (:Thing {id: 'b'})", f"CREATE (:{labels} {{id: 'a'}})")

    assert count(store) == 1


def test_definitions_can_be_made_again(store: Store) -> None:
    """Defining what is there already changes nothing."""
    store.define([UNIQUE, INDEX])
    write(store, "CREATE (:Thing {id: 'a', name: 'x'})")

    store.define([UNIQUE, INDEX])

    assert store.read("MATCH (n:Thing {name: 'x'}) RETURN n.id AS id") == [{"id": "a"}]


def test_a_constraint_that_the_graph_breaks_is_refused(store: Store) -> None:
    """A uniqueness that the nodes do not have cannot be defined."""
    write(store, "CREATE (:Thing {id: 'a'}), (:Thing {id: 'a'})")

    with pytest.raises(DuplicateNode):
        store.define([UNIQUE])


def test_after_an_error_nothing_is_kept(store: Store) -> None:
    """A transaction in which a statement failed is taken back even where the error was swallowed."""

    def swallow() -> None:
        with store.transaction() as transaction:
            transaction.run("CREATE (:Thing {id: 'a'})")
            with pytest.raises(StatementRefused, match="PG321"):
                transaction.run("CREATE (:Thing")
            with pytest.raises(StatementRefused, match="taken back"):
                transaction.run("CREATE (:Thing {id: 'b'})")

    with pytest.raises(StatementRefused, match="taken back"):
        swallow()

    assert count(store) == 0


def test_a_transaction_that_ended_runs_nothing(store: Store) -> None:
    """A transaction cannot be used after its block."""
    with store.transaction() as transaction:
        pass

    with pytest.raises(StatementRefused, match="has ended"):
        transaction.run("CREATE (:Thing {id: 'a'})")


def test_one_thing_at_a_time(store: Store) -> None:
    """Inside a transaction the store itself refuses to read, define or begin, so that all engines show the same."""
    with store.transaction():
        with pytest.raises(StatementRefused, match="a transaction is open"):
            store.read(COUNT)
        with pytest.raises(StatementRefused, match="a transaction is open"):
            store.define([UNIQUE])
        with pytest.raises(StatementRefused, match="a transaction is open"), store.transaction():
            pass


def test_another_thread_waits_for_the_transaction(store: Store) -> None:
    """A thread that reads during another's transaction sees the state after it, never one in between."""
    seen: list[int] = []
    reader = threading.Thread(target=lambda: seen.append(count(store)))

    with store.transaction() as transaction:
        transaction.run("CREATE (:Thing {id: 'a'})")
        reader.start()
        transaction.run("CREATE (:Thing {id: 'b'})")
    reader.join()

    assert seen == [2]


@pytest.mark.parametrize("seconds", [0.5, None])
def test_a_statement_that_runs_too_long_is_stopped(opener: Opener, seconds: float | None) -> None:
    """The limit of the statement, else of the store, ends it; the store stays usable."""
    store = opener(seconds=1.5)

    with pytest.raises(StatementTimeout, match=f"PG404 .* {seconds or 1.5:g} seconds"):
        store.read(ENDLESS, seconds=seconds)

    assert count(store) == 0


def test_a_write_that_runs_too_long_leaves_nothing(opener: Opener) -> None:
    """The limit stops a writing statement, too, and its transaction is taken back."""
    store = opener(seconds=1.0)

    with pytest.raises(StatementTimeout):
        write(store, "CREATE (:Thing {id: 'a'})", ENDLESS_WRITE)

    assert count(store) == 0


@pytest.mark.parametrize(
    "statement", ["CREATE (:Thing {id: 'a'})", "MATCH (n) SET n.x = 1", "LOAD CSV FROM 'x' AS l RETURN l"]
)
def test_reading_cannot_write_or_reach_out(store: Store, statement: str) -> None:
    """What `read` is given may only read the graph."""
    with pytest.raises(StatementRefused, match="PG320"):
        store.read(statement)

    assert count(store) == 0


def test_the_engine_itself_refuses_to_write_while_reading(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the guard miss a writing statement, the engine still refuses it."""
    monkeypatch.setattr("pathway_graph.stores.base.refuse_unless_reading", lambda cypher: None)

    with pytest.raises(StatementRefused):
        store.read("CREATE (n:Thing {id: 'a'}) RETURN n.id AS id")

    assert count(store) == 0


@pytest.mark.parametrize(
    "statement", ["MATCH (n RETURN n", "RETURN $missing AS x", "RETURN nofunction(1) AS x", "RETURN 1 / 0 AS x"]
)
def test_a_statement_that_cannot_be_run_is_refused(store: Store, statement: str) -> None:
    """A mistake in a statement is StatementRefused, on one line."""
    with pytest.raises(StatementRefused, match="PG321") as caught:
        store.read(statement)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("statement", ["CREATE (:Thing {id: 'a\0b'})", "CREATE (:Thing {id: '\ud800'})"], ids=ascii)
def test_text_that_would_be_cut_short_is_refused(store: Store, statement: str) -> None:
    """A NUL or half a character in a statement's text never reaches the engine."""
    with pytest.raises(StatementRefused):
        write(store, statement)


def test_a_store_for_reading_takes_no_writes(opener: Opener) -> None:
    """A store that is open for reading refuses transactions and definitions, and reads."""
    opener().close()
    store = opener(read_only=True)

    with pytest.raises(StatementRefused, match="for reading only"), store.transaction():
        pass
    with pytest.raises(StatementRefused, match="for reading only"):
        store.define([UNIQUE])
    assert count(store) == 0


def test_a_closed_store_says_so(store: Store) -> None:
    """After closing nothing can be asked, and closing again does nothing."""
    store.close()
    store.close()

    with pytest.raises(StoreError, match="closed"):
        store.read(COUNT)


def test_a_store_says_what_it_is(store: Store) -> None:
    """The engine, its version and where the graph lies are told."""
    told = store.describe()

    assert told.engine.startswith(("ArcadeDB (", "Neo4j ("))
    assert told.version[0].isdigit()
    assert told.where


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_a_time_limit_is_more_than_nothing(store: Store, seconds: float) -> None:
    """A limit of no time is a mistake of the caller."""
    with pytest.raises(ValueError, match="more than 0"):
        store.read(COUNT, seconds=seconds)

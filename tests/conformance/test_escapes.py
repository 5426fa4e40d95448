"""No text that a user gives as a question changes the graph, opens a file or opens a connection, on any store."""

from __future__ import annotations

import contextlib
import pathlib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from pathway_graph.stores import Store, StoreError

from .test_random import whole

SECRET = "canary-in-a-file"

CLAUSES = {
    "create": "CREATE (:Evil {id: 'e'})", "merge": "MERGE (:Evil {id: 'e'})", "set": "MATCH (n:Thing) SET n.x = 9",
    "set label": "MATCH (n:Thing) SET n:Evil", "replace": "MATCH (n:Thing) SET n = {id: 'a'}",
    "remove": "MATCH (n:Thing) REMOVE n.x", "delete": "MATCH (n:Thing) DETACH DELETE n",
    "nodetach": "MATCH ()-[r]->() DELETE r", "foreach": "FOREACH (i IN [1] | CREATE (:Evil {id: i}))",
    "subquery": "CALL { CREATE (:Evil) } RETURN 1 AS one", "scoped": "CALL () { CREATE (:Evil) } RETURN 1 AS one",
    "in transactions": "UNWIND [1] AS i CALL { WITH i CREATE (:Evil {id: i}) } IN TRANSACTIONS OF 1 ROWS",
    "load file": "LOAD CSV FROM '{file}' AS line RETURN line",
    "load headers": "LOAD CSV WITH HEADERS FROM '{file}' AS line RETURN line",
    "load url": "LOAD CSV FROM 'http://127.0.0.1:{port}/x.csv' AS line RETURN line",
    "apoc": "CALL apoc.load.json('http://127.0.0.1:{port}/x') YIELD value RETURN value",
    "apoc function": "RETURN apoc.load.text('{file}') AS text",
    "apoc write": "CALL apoc.cypher.doIt('CREATE (:Evil)', {})",
    "apoc quoted": "CALL `apoc`.`load`.`csv`('{file}') YIELD map RETURN map",
    "procedure": "CALL db.createLabel('Evil')", "settings": "CALL dbms.setConfigValue('x', 'y')",
    "index": "CREATE INDEX evil IF NOT EXISTS FOR (n:Thing) ON (n.x)",
    "constraint": "CREATE CONSTRAINT evil IF NOT EXISTS FOR (n:Thing) REQUIRE n.x IS UNIQUE",
    "drop": "DROP INDEX evil IF EXISTS", "user": "CREATE USER evil SET PASSWORD 'password1'",
    "grant": "GRANT ROLE admin TO evil", "use": "USE system SHOW USERS", "terminate": "TERMINATE TRANSACTIONS 'x'",
    "backup": "BACKUP DATABASE", "import": "IMPORT DATABASE '{file}'",
}  # fmt: skip

Disguise = Callable[[str], str]


def _first_letter(statement: str) -> str:
    """Write the first letter as an escape, which Cypher reads as the letter."""
    return f"\\u{ord(statement[0]):04X}{statement[1:]}"


DISGUISES: dict[str, Disguise] = {
    "plain": lambda s: s,
    "small": str.lower,
    "mixed": str.swapcase,
    "comment before": lambda s: f"/* MATCH (n) RETURN n */ {s}",
    "line comment": lambda s: f"// MATCH (n) RETURN n\n{s}",
    "comments between": lambda s: s.replace(" ", "/**/"),
    "comment in a word": lambda s: s[:2] + "/**/" + s[2:],
    "no-break spaces": lambda s: s.replace(" ", "\u00a0"),
    "wide spaces": lambda s: s.replace(" ", "\u3000"),
    "line separators": lambda s: s.replace(" ", "\u2028"),
    "odd control characters": lambda s: s.replace(" ", "\x1f"),
    "byte order mark": lambda s: "\ufeff" + s,
    "escaped letter": _first_letter,
    "long s": lambda s: s.replace("S", "\u017f").replace("s", "\u017f"),
    "second statement": lambda s: f"MATCH (n) RETURN n; {s}",
    "after reading": lambda s: f"MATCH (q:Thing) WITH q {s}",
    "after a quote": lambda s: f"WITH 'it\\'s // \" ` /*' AS q {s}",
    "after a name": lambda s: f"WITH 1 AS `a``'b/*` {s}",
    "after a number": lambda s: f"MATCH (n:Thing) WITH n, 1. AS q {s}",
    "union": lambda s: f"RETURN 1 AS one UNION {s}",
    "in exists": lambda s: f"MATCH (q:Thing) WHERE EXISTS {{ {s} }} RETURN q",
    "in collect": lambda s: f"RETURN COLLECT {{ {s} }} AS q",
    "in a call": lambda s: f"MATCH (q:Thing) CALL {{ WITH q CALL {{ {s} }} RETURN 1 AS o }} RETURN q",
    "explained": lambda s: f"PROFILE {s}",
    "versioned": lambda s: f"CYPHER 5 {s}",
}

ESCAPES = [(f"{clause}, {how}", disguise(CLAUSES[clause])) for clause in CLAUSES for how, disguise in DISGUISES.items()]


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A port that nobody should ever connect to, and who did."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, peer = listening.accept()
                    came.append(peer)
                    connection.close()

        threading.Thread(target=accept, daemon=True).start()
        yield int(listening.getsockname()[1]), came


def test_there_are_many() -> None:
    """The list is as long as is promised."""
    assert len({text for _, text in ESCAPES}) >= 300


def test_nothing_gets_out(store: Store, listener: tuple[int, list[object]], tmp_path: pathlib.Path) -> None:
    """Each is refused, or is no more than reading: afterwards the graph is the same, and nothing was opened."""
    port, came = listener
    file = tmp_path / "secret.csv"
    file.write_text(SECRET, encoding="utf-8")
    with store.transaction() as transaction:
        transaction.run("CREATE (:Thing {id: 'a', x: 1})-[:TO {w: 1}]->(:Thing {id: 'b'})")
    before = whole(store)
    let_through = []
    for name, text in ESCAPES:
        statement = text.replace("{file}", file.as_uri()).replace("{port}", str(port))
        try:
            rows = store.read(statement, seconds=5.0)
        except StoreError:
            continue
        let_through.append(name)
        assert SECRET not in repr(rows), name

    assert whole(store) == before
    assert came == []
    # What is let through has to be harmless by its sense, not by luck: no clause is.
    assert let_through == []


RUNAWAYS = (
    "UNWIND range(1, 3000000) AS a UNWIND range(1, 1000) AS b RETURN max(a * b) AS most",
    "MATCH (a), (b), (c), (d), (e), (f) WHERE a.x + b.x + c.x + d.x + e.x + f.x < 0 RETURN a.x, f.x",
)


@pytest.mark.parametrize("statement", RUNAWAYS)
def test_a_runaway_is_stopped_and_the_store_works_on(store: Store, engine: str, statement: str) -> None:
    """A statement that would take for ever ends with an error of ours in time, and the next one is answered."""
    with store.transaction() as transaction:
        transaction.run("UNWIND range(1, 40) AS i CREATE (:Thing {id: toString(i), x: i})")

    with pytest.raises(StoreError):
        store.read(statement, seconds=1.0)

    assert store.read("MATCH (n:Thing) RETURN count(n) AS many") == [{"many": 40}]


def test_more_rows_than_it_may_give(store: Store) -> None:
    """A statement that gives more rows than it may is stopped and refused, and the next one is answered."""
    with pytest.raises(StoreError, match="PG324"):
        store.read("UNWIND range(1, 300000) AS n RETURN n", most=1000)

    assert len(store.read("UNWIND range(1, 1000) AS n RETURN n", most=1000)) == 1000

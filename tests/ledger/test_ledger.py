"""A ledger only grows, and shows every alteration."""

from __future__ import annotations

import dataclasses
import datetime
import pathlib
import sqlite3
from typing import Any

import pytest

from pathway_graph.errors import Unavailable
from pathway_graph.storage.audit import audit_ledger
from pathway_graph.storage.drafting import draft_load
from pathway_graph.storage.ledger import FORMAT, Ledger
from pathway_graph.workspace import Workspace

BATH = ("Area", {"id": "bath", "name": "Bath"})
CITY = ("Area", {"id": "bath", "name": "City"})
APPEND_ONLY = ("load", "change", "net")
ALTERATIONS = {
    "a value in a change": "UPDATE change SET after = '\"Bristol\"' WHERE field = 'name' AND seq = 1",
    "a value before a change": "UPDATE change SET before = '\"Bristol\"' WHERE field = 'name' AND seq = 2",
    "the cell of a change": "UPDATE change SET cell = 'Areas!Z9' WHERE field = 'name' AND seq = 1",
    "who loaded": "UPDATE load SET who = 'somebody' WHERE seq = 1",
    "when": "UPDATE load SET at = '1999-01-01T00:00:00Z' WHERE seq = 2",
    "a change taken out": "DELETE FROM change WHERE seq = 2",
    "a net change": "UPDATE net SET after = '\"Bristol\"' WHERE field = 'name' AND seq = 2",
    "the last load taken out": "DELETE FROM load WHERE seq = 2",
    "the first load taken out": "DELETE FROM load WHERE seq = 1",
    "a fact": "UPDATE fact SET value = '\"Bristol\"' WHERE field = 'name'",
    "a fact taken out": "DELETE FROM fact WHERE field = 'name'",
    "what counts": "UPDATE merged SET value = '\"Bristol\"' WHERE field = 'name'",
    "whose value counts": "UPDATE merged SET source = 'another' WHERE field = 'name'",
}


def alter(path: pathlib.Path, statement: str) -> None:
    """Change a ledger behind its back, as somebody with a database tool could."""
    with sqlite3.connect(path) as db:
        for table in APPEND_ONLY:
            db.execute(f"DROP TRIGGER {table}_update")
            db.execute(f"DROP TRIGGER {table}_delete")
        db.execute(statement)
    db.close()


def test_a_ledger_that_was_only_written_by_us_is_sound(ledger: Ledger, load: Any) -> None:
    """Nothing is wrong with the chain, the sums and the file."""
    load("paper", BATH)
    load("paper", CITY)

    assert audit_ledger(ledger) == []


@pytest.mark.parametrize("what", ALTERATIONS)
def test_every_alteration_is_found(ledger: Ledger, load: Any, what: str) -> None:
    """Whatever is altered in whatever table, the audit says so."""
    load("paper", BATH)
    load("paper", CITY)

    alter(ledger.path, ALTERATIONS[what])

    assert {problem.code for problem in audit_ledger(ledger)} == {"PG220"}


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET seq = 9"])
def test_what_is_written_cannot_be_changed(ledger: Ledger, load: Any, table: str, verb: str) -> None:
    """The tables of the truth refuse every change and deletion."""
    load("paper", BATH)

    with sqlite3.connect(ledger.path) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(verb.format(table))
    db.close()


def test_every_changed_fact_is_kept_with_its_cell(ledger: Ledger, load: Any) -> None:
    """A change says source, label, id, field, before, after and cell."""
    load("paper", BATH)
    load("paper", CITY)

    assert ledger.changes(2) == [("paper", "Area", "bath", "name", '"Bath"', '"City"', "Areas!2", 2)]


def test_a_newer_ledger_is_refused(ledger: Ledger) -> None:
    """A ledger of a format that does not exist yet is not touched, and the line says what to do."""
    with sqlite3.connect(ledger.path) as db:
        db.execute(f"PRAGMA user_version = {FORMAT + 1}")
    db.close()

    with pytest.raises(Unavailable, match=f"PG202 .* format {FORMAT + 1}; this program reads up to {FORMAT}"):
        Ledger(ledger.path)


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 50, None])
def test_what_is_no_ledger_is_refused(tmp_path: pathlib.Path, content: bytes | None) -> None:
    """An empty file, another file and no file are each told in one line."""
    path = tmp_path / "other.sqlite3"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(Unavailable, match=r"PG20[13]") as refused:
        Ledger(path)

    assert len(refused.value.problems) == 1


def test_half_a_ledger_is_refused_or_found_damaged(ledger: Ledger, make: Any, write: Any) -> None:
    """A ledger that was cut short is never taken for a whole one."""
    rows = [("Area", {"id": f"a{n}", "name": "A" * 200}) for n in range(200)]
    write(draft_load(ledger, make("paper", *rows)))
    ledger.close()
    content = ledger.path.read_bytes()
    ledger.path.write_bytes(content[: len(content) // 2])

    with pytest.raises(Unavailable, match="PG203"):
        _open_and_audit(ledger.path)


def _open_and_audit(path: pathlib.Path) -> None:
    opened = Ledger(path)
    try:
        problems = audit_ledger(opened)
    finally:
        opened.close()
    if problems:
        raise Unavailable(*problems)


def test_a_load_that_is_not_committed_leaves_nothing(ledger: Ledger, make: Any, write: Any) -> None:
    """Leaving the block without the commit takes the whole load back."""
    draft = draft_load(ledger, make("paper", BATH))
    load = write(draft)
    second = draft_load(ledger, make("paper", CITY))

    with ledger.appending(_next(load), second.changes, second.net, second.winners) as appending:
        appending.write()

    assert ledger.head() == (1, load.hash)
    assert audit_ledger(ledger) == []


def _next(load: Any) -> Any:
    return dataclasses.replace(load, seq=load.seq + 1)


def test_same_loads_give_the_same_hash(tmp_path: pathlib.Path, make: Any) -> None:
    """The chain depends on what was loaded, by whom and when, and on nothing else."""
    hashes = set()
    for name in ("one", "two"):
        with Workspace.create(tmp_path / name, clock=lambda: datetime.datetime(2018, 1, 30, tzinfo=datetime.UTC)) as ws:
            ws.load(make("paper", BATH))
            hashes.add(ws.history()[0].hash)

    assert len(hashes) == 1

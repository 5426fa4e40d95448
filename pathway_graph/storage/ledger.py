"""Remember every fact and every change of it, hash-chained, in one SQLite file.

Two kinds of tables. `load`, `change` and `net` are the truth: they are only ever added to (triggers refuse anything
else), and every load carries the hash of the one before it. `fact` (what each source states now) and `merged` (what
counts now) are their sums, kept so that nothing has to be summed up to be read; `audit` proves that they agree.
Values are canonical JSON (`values.canonical`), times are UTC as ISO text.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import itertools
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pathway_graph.errors import Problem, Unavailable
from pathway_graph.values import canonical

from .complaints import told
from .moments import reached

__all__ = [
    "FINDING", "FORGOTTEN", "FORMAT", "OUTSIDE", "SETTING", "UPDATE", "Appending", "Change", "Ledger", "Load", "Net",
    "Winner", "Winners", "digest",
]  # fmt: skip

FORMAT = 1
"""The version of the tables below; a ledger with a higher one is refused."""

SETTING = "Setting"
"""The label under which a workspace's settings are kept as facts, with the one field `value`."""

FINDING = "Finding"
"""The label under which the states of findings are kept as facts (`finding_states`); no file can state one."""

FORGOTTEN = "Forgotten"
"""The label under which the hashes of loads are kept out of which a name was taken (`forgetting`)."""

OUTSIDE = (SETTING, FINDING, FORGOTTEN)
"""Labels of facts that are no rows of the model: they are not merged, and not in the graph."""

UPDATE = "update"
"""The source under which single facts are changed by hand; it outranks files until one changes the very cell."""

_CACHE = 65_536  # kilobytes: a large load is written once, not page by page as the cache fills
_APPLICATION = 0x70776774  # tells our files from other SQLite files
_HASHED_TOGETHER = 1000  # part of the format: a load's rows are hashed in lists of so many

_TABLES = """
CREATE TABLE ledger(id TEXT NOT NULL, made_at TEXT NOT NULL);
CREATE TABLE load(
    seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, source TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL,
    who TEXT NOT NULL, at TEXT NOT NULL, undoes INTEGER, prev TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE change(
    seq INTEGER NOT NULL, source TEXT NOT NULL, label TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL,
    before TEXT, after TEXT, cell TEXT NOT NULL, origin INTEGER NOT NULL,
    PRIMARY KEY(seq, source, label, id, field)) WITHOUT ROWID;
CREATE TABLE net(
    seq INTEGER NOT NULL, label TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL, before TEXT, after TEXT,
    PRIMARY KEY(seq, label, id, field)) WITHOUT ROWID;
CREATE TABLE fact(
    label TEXT NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
    cell TEXT NOT NULL, origin INTEGER NOT NULL, PRIMARY KEY(label, id, source, field)) WITHOUT ROWID;
CREATE TABLE merged(
    label TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, source TEXT NOT NULL,
    PRIMARY KEY(label, id, field)) WITHOUT ROWID;
CREATE INDEX setting ON change(seq) WHERE label = 'Setting';
CREATE TRIGGER next_load BEFORE INSERT ON load
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM load)
    BEGIN SELECT raise(ABORT, 'loads are numbered one after the other'); END;
"""
_APPEND_ONLY = {
    f"{table}_{verb.lower()}": f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table}"
    f" BEGIN SELECT raise(ABORT, '{table} is append-only'); END;\n"
    for table in ("load", "change", "net")
    for verb in ("UPDATE", "DELETE")
}


class Change(NamedTuple):
    """One fact of one source that a load changes; None = the fact is not there.

    `cell` is where it was read, in the file of the load `origin` (for a fact put back: the load that stated it first).
    """

    source: str
    label: str
    id: str
    field: str
    before: str | None
    after: str | None
    cell: str
    origin: int


class Net(NamedTuple):
    """One change of what counts, over all sources; None = nothing counts."""

    label: str
    id: str
    field: str
    before: str | None
    after: str | None


class Winner(NamedTuple):
    """What counts for a field, and the source whose value it is; '' where the sources disagree and nothing decides."""

    value: str
    source: str


@dataclasses.dataclass(frozen=True, slots=True)
class Load:
    """One load: its number, what it was made from, by whom (a role, or nothing) and when, and its place in the chain.

    `kind` is load, update or undo; `undoes` is the load that an undo puts back.
    """

    seq: int
    kind: str
    source: str
    file: str
    sha256: str
    who: str
    at: str
    undoes: int | None
    prev: str
    hash: str


Winners = dict[tuple[str, str, str], Winner | None]
"""(label, id, field) -> what counts now; None: nothing."""


class Appending(NamedTuple):
    """A load that is being appended: `write` puts its rows down, `commit` keeps them; both once, in this order."""

    write: Callable[[], None]
    commit: Callable[[], None]


class Ledger:
    """An open ledger. Only one may be writing (`lock`); every reading method sees the last finished load."""

    def __init__(self, path: Path) -> None:
        """Open a ledger; raises Unavailable where it is missing, damaged, not ours or newer than this program."""
        self.path = path
        self.forgotten_later: dict[int, str] = {}  # of a ledger that was cut: what was forgotten after its last load
        if not path.is_file():
            raise Unavailable(_missing(path))
        with told(path):
            # `rw` falls back to reading on a write-protected disk; elsewhere it takes back a load that was cut short
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=5)
            try:
                self._check()
                self._db.execute("PRAGMA synchronous = FULL")
                self._db.execute("PRAGMA temp_store = MEMORY")
                self._db.execute(f"PRAGMA cache_size = -{_CACHE}")
                self._db.execute("PRAGMA query_only = ON")
                self.id: str = self._db.execute("SELECT id FROM ledger").fetchone()[0]
            except BaseException:
                self._db.close()
                raise

    @classmethod
    def create(cls, path: Path, id: str, at: str) -> None:
        """Make an empty ledger; `id` tells it from every other. A half-made file is never left under `path`."""
        making = path.with_name(path.name + ".new")
        making.unlink(missing_ok=True)
        with told(path), contextlib.closing(sqlite3.connect(making, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute("PRAGMA synchronous = FULL")
            stamps = f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {FORMAT};"
            db.executescript(f"BEGIN; {stamps} {_TABLES} {''.join(_APPEND_ONLY.values())}")
            db.execute("INSERT INTO ledger VALUES (?, ?)", (id, at))
            db.execute("COMMIT")
        making.replace(path)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """Read rows at once, so that no reader holds up the writer."""
        with told(self.path):
            return self._db.execute(sql, values).fetchall()

    def loads(self) -> list[Load]:
        """List the loads, oldest first."""
        return [Load(*row) for row in self.rows("SELECT * FROM load ORDER BY seq")]

    def load(self, seq: int) -> Load | None:
        """Find one load by its number."""
        found = self.rows("SELECT * FROM load WHERE seq = ?", seq)
        return Load(*found[0]) if found else None

    def head(self) -> tuple[int, str]:
        """Give the number and the hash of the last load; (0, "") before the first."""
        found = self.rows("SELECT seq, hash FROM load ORDER BY seq DESC LIMIT 1")
        return tuple(found[0]) if found else (0, "")

    def hash_of(self, seq: int) -> str | None:
        """Give the hash of a load, "" for the state before the first, None for one that is not there."""
        if seq == 0:
            return ""
        found = self.load(seq)
        return found.hash if found else None

    def changes(self, seq: int) -> list[Change]:
        """List what a load changed."""
        columns = "source, label, id, field, before, after, cell, origin"
        order = "ORDER BY source, label, id, field"
        return [Change(*row) for row in self.rows(f"SELECT {columns} FROM change WHERE seq = ? {order}", seq)]

    def net(self, seq: int) -> list[Net]:
        """List what a load changed of what counts."""
        sql = "SELECT label, id, field, before, after FROM net WHERE seq = ? ORDER BY label, id, field"
        return [Net(*row) for row in self.rows(sql, seq)]

    def merged(self) -> Iterator[tuple[str, str, str, str]]:
        """Give all that counts now: label, id, field, value; in that order."""
        yield from self.rows("SELECT label, id, field, value FROM merged ORDER BY label, id, field")

    def sources(self) -> tuple[str, ...]:
        """List the sources that loaded files, in the order of their first load."""
        sql = "SELECT source FROM load WHERE kind = 'load' GROUP BY source ORDER BY min(seq)"
        return tuple(source for (source,) in self.rows(sql))

    def settings(self, upto: int | None = None) -> dict[str, str]:
        """Give the settings after a load (default: the last), as text: of several sources the last to speak counts."""
        return {name: json.loads(value) for (_, name), value in self.settings_by_source(upto).items()}

    def settings_by_source(self, upto: int | None = None) -> dict[tuple[str, str], str]:
        """Give each source's settings, (source, name) -> JSON text, the last spoken last."""
        sql = "SELECT source, id, after FROM change WHERE label = 'Setting' AND seq <= ? ORDER BY seq, source, id"
        said: dict[tuple[str, str], str] = {}
        for source, name, after in self.rows(sql, self.head()[0] if upto is None else upto):
            said.pop((source, name), None)
            if after is not None:
                said[source, name] = after
        return said

    def forgotten(self) -> dict[int, str]:
        """Give the hash of what each load says since a name was taken out of it, by its number (see `forgetting`)."""
        sql = "SELECT id, after FROM change WHERE label = ? ORDER BY seq"
        return {**{int(id): json.loads(text) for id, text in self.rows(sql, FORGOTTEN)}, **self.forgotten_later}

    @contextlib.contextmanager
    def appending(
        self, load: Load, changes: list[Change], net: list[Net], winners: Winners | None
    ) -> Iterator[Appending]:
        """Write a load in one transaction, when the block asks for it; it stays only if the block commits it.

        `winners` are the rows of `merged` that change, None for those that go; None instead of them all where nothing
        was stated before: then every change of a fact is one of what counts.
        """
        with told(self.path):
            self._db.execute("PRAGMA query_only = OFF")
            try:
                self._db.execute("BEGIN IMMEDIATE")
                reached("ledger begun")
                yield Appending(lambda: self._write(load, changes, net, winners), self._commit)
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                self._db.execute("PRAGMA query_only = ON")

    @contextlib.contextmanager
    def rewriting(self) -> Iterator[tuple[sqlite3.Connection, Callable[..., None]]]:
        """Let the block change what was written, in one transaction, for `forgetting` alone.

        It gives the connection, and what appends the load that says so (as `appending`) and commits; if that is not
        called, nothing has changed. What was overwritten is wiped from the file.
        """
        with told(self.path):
            self._db.execute("PRAGMA query_only = OFF")
            self._db.execute("PRAGMA secure_delete = ON")
            try:
                self._db.execute("BEGIN IMMEDIATE")
                for name in _APPEND_ONLY:
                    self._db.execute(f"DROP TRIGGER {name}")
                yield self._db, self._keep
                if not self._db.in_transaction:
                    self._db.execute("VACUUM")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                self._db.execute("PRAGMA query_only = ON")

    def copy_to(self, path: Path) -> None:
        """Write a whole and consistent copy of the ledger, also while somebody reads it."""
        with told(self.path), contextlib.closing(sqlite3.connect(path)) as other:
            self._db.backup(other)

    def damage(self) -> list[str]:
        """List what SQLite itself finds wrong with the file."""
        found = [row[0] for row in self.rows("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found

    def _commit(self) -> None:
        reached("ledger written")
        self._db.execute("COMMIT")
        reached("ledger committed")

    def _keep(self, load: Load, *written: Any) -> None:
        self._write(load, *written)
        for trigger in _APPEND_ONLY.values():
            self._db.execute(trigger)
        self._commit()

    def _write(self, load: Load, changes: list[Change], net: list[Net], winners: Winners | None) -> None:
        one, many = self._db.execute, self._db.executemany
        one(f"INSERT INTO load VALUES ({_marks(10)})", dataclasses.astuple(load))
        _insert(self._db, "INSERT INTO change", f"({load.seq}, {_marks(8)})", changes)
        reached("ledger changes")
        if winners is None:
            self._take_over(load.seq)
            return
        _insert(self._db, "INSERT INTO net", f"({load.seq}, {_marks(5)})", net)
        gone = [(c.label, c.id, c.source, c.field) for c in changes if c.after is None]
        many("DELETE FROM fact WHERE label = ? AND id = ? AND source = ? AND field = ?", gone)
        one(_FACTS, (load.seq,))
        reached("ledger facts")
        lost = [key for key, winner in winners.items() if winner is None]
        many("DELETE FROM merged WHERE label = ? AND id = ? AND field = ?", lost)
        won = [(*key, *winner) for key, winner in winners.items() if winner is not None]
        _insert(self._db, "INSERT OR REPLACE INTO merged", f"({_marks(5)})", won)

    def _take_over(self, seq: int) -> None:
        """Make of the changes of a first load what counts: SQLite copies its own rows in a third of the time."""
        outside = ", ".join(f"'{label}'" for label in OUTSIDE)
        made = f"FROM change WHERE seq = ? AND label NOT IN ({outside}) ORDER BY source, label, id, field"
        self._db.execute(f"INSERT INTO net SELECT seq, label, id, field, before, after {made}", (seq,))
        self._db.execute(_FACTS, (seq,))
        reached("ledger facts")
        self._db.execute(f"INSERT INTO merged SELECT label, id, field, after, source {made}", (seq,))

    def _check(self) -> None:
        application, version = (self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in _STAMPS)
        if application != _APPLICATION:
            raise Unavailable(
                Problem("PG203", "the file is not a ledger of pathway-graph, or it is damaged.",
                        "Bring it back: pathway-graph db restore BACKUP.", file=str(self.path))
            )  # fmt: skip
        if version > FORMAT:
            raise Unavailable(
                Problem("PG202", f"the ledger has format {version}; this program reads up to {FORMAT}.",
                        "Update pathway-graph: pip install --upgrade pathway-graph.", file=str(self.path))
            )  # fmt: skip


_FACTS = """INSERT OR REPLACE INTO fact SELECT label, id, source, field, after, cell, origin FROM change
WHERE seq = ? AND after IS NOT NULL ORDER BY source, label, id, field"""
_TOGETHER = 50  # rows that one statement inserts: half of the time that they take one by one


def _insert(db: sqlite3.Connection, into: str, marks: str, rows: Sequence[tuple[Any, ...]]) -> None:
    whole = len(rows) // _TOGETHER * _TOGETHER
    parts = (rows[at : at + _TOGETHER] for at in range(0, whole, _TOGETHER))
    db.executemany(f"{into} VALUES {', '.join([marks] * _TOGETHER)}", (list(_chained(part)) for part in parts))
    db.executemany(f"{into} VALUES {marks}", rows[whole:])


_chained = itertools.chain.from_iterable
_STAMPS = ("application_id", "user_version")


def digest(load: Load, changes: Iterable[Change], net: Iterable[Net]) -> str:
    """Work out the hash of a load from all that it says, and from the hash of the one before it."""
    said = [value for value in dataclasses.astuple(load)[:-1]]
    whole = hashlib.sha256(canonical(said).encode())
    for rows in (changes, net):
        each = iter(rows)
        while part := list(itertools.islice(each, _HASHED_TOGETHER)):
            whole.update(canonical(part).encode())
        whole.update(b"\n")
    return whole.hexdigest()


def _marks(many: int) -> str:
    return ", ".join("?" * many)


def _missing(path: Path) -> Problem:
    hint = "Make one: pathway-graph init DIR; or bring it back: pathway-graph db restore BACKUP."
    return Problem("PG201", "there is no ledger here.", hint, file=str(path))

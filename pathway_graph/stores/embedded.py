"""Keep the graph in ArcadeDB, in this process."""

from __future__ import annotations

import atexit
import contextlib
import functools
import math
import pathlib
import re
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

from . import arcadedb_build
from .base import BaseStore
from .errors import (
    DuplicateNode,
    StatementRefused,
    StatementTimeout,
    StoreBusy,
    StoreError,
    StoreNeedsRecovery,
    StoreUnreadable,
)
from .protocol import EngineInfo, Row
from .values import prepare, unify
from .worker import OutOfTime, Worker

__all__ = ["EmbeddedStore"]

T = TypeVar("T")
_CYPHER = "opencypher"
_LATE = 0.5  # seconds: the engine's own limit comes first, since it also stops the work
_ROWS_BETWEEN_LOOKS = 500
_FILLED_AT_ONCE = 5000  # nodes
_ENDS = 2  # values of a relationship's row, `start` and `end`; what is beyond are its properties
_RIGHTS = re.compile("read-only|denied|not permitted|no space", re.IGNORECASE)
_DISK = re.compile(
    "no space left on device|disk quota exceeded|input/output error|file too large|read-only file system"
    "|not enough space on the disk",
    re.IGNORECASE,
)
_STATEMENTS_FAULT = ("Command", "Query", "Security", "IllegalArgument", "Arithmetic", "NumberFormat", "ClassCast")


class EmbeddedStore(BaseStore):
    """The graph of one folder. All calls run in one worker thread, since the engine binds a transaction to a thread.

    The engine holds statements to the time limit by itself: to that of the process (the first store's), or, in a graph
    open for writing, to this store's. In a graph open for reading a shorter limit is kept by leaving the statement to
    itself, and a longer one than the process's has no effect.
    """

    def __init__(self, folder: pathlib.Path, *, read_only: bool = False, seconds: float = 30.0) -> None:
        super().__init__(read_only=read_only, seconds=seconds)
        self._folder = folder
        self._build = arcadedb_build.load(self._seconds)
        self._limit = self._build.seconds
        self._worker = Worker(self._build.attach)
        try:
            self._database = self._worker.call(self._open)
        except BaseException:
            self._worker.end()
            raise
        if not _open_stores:
            atexit.unregister(_close_forgotten)
            atexit.register(_close_forgotten)  # last registered, first run: before the engine's own end
        _open_stores.add(self)

    def describe(self) -> EngineInfo:
        """Say which build of ArcadeDB it is, its version, and the folder."""
        return EngineInfo(self._build.name, self._build.version, str(self._folder))

    def _open(self) -> Any:
        is_new = _is_new(self._folder, self._read_only)
        try:
            if is_new:
                self._folder.parent.mkdir(parents=True, exist_ok=True)
                with contextlib.suppress(FileNotFoundError):
                    self._folder.rmdir()  # the engine makes a graph only where there is no folder
                database = self._build.create(str(self._folder))
            else:
                database = self._build.open(str(self._folder), read_only=self._read_only)
            if not self._read_only:
                database.set_wal_flush("yes_full")
            return database
        except Exception as error:
            _raise_opening(error, self._build.causes(error), self._folder)

    def _read(self, cypher: str, parameters: dict[str, Any], seconds: float) -> list[Row]:
        self._worker.call(lambda: self._hold_to(seconds))
        left = threading.Event()
        statement = functools.partial(self._rows, "query", cypher, parameters, left)
        try:
            return self._worker.call(statement, seconds if self._limit > seconds else seconds + _LATE)
        except OutOfTime:
            left.set()
            raise _timeout(min(seconds, self._limit)) from None
        except KeyboardInterrupt:
            left.set()
            raise

    def _begin(self) -> None:
        self._worker.call(lambda: self._hold_to(self._seconds))
        self._worker.call(lambda: self._guarded(self._database.begin))

    def _run(self, cypher: str, parameters: dict[str, Any]) -> list[Row]:
        return self._worker.call(functools.partial(self._rows, "command", cypher, parameters, threading.Event()))

    def _commit(self) -> None:
        self._worker.call(self._commit_or_roll_back)

    def _commit_or_roll_back(self) -> None:
        try:
            self._guarded(self._database.commit)
        except StoreError:
            self._roll_back_here()
            raise

    def _roll_back(self) -> None:
        self._worker.call(self._roll_back_here)

    def _roll_back_here(self) -> None:
        with contextlib.suppress(Exception):  # the engine has taken most failed ones back already
            while self._database.is_transaction_active():
                self._database.rollback()

    def _define(self, statement: str) -> None:
        self._worker.call(lambda: self._hold_to(self._seconds))
        self._worker.call(functools.partial(self._rows, "command", statement, {}, threading.Event()))

    def _close(self) -> None:
        try:
            self._worker.call(self._close_here)
        finally:
            self._worker.end()

    def _close_here(self) -> None:
        with contextlib.suppress(StoreError):
            self._hold_to(self._build.seconds)
        self._guarded(self._database.close)

    def fill(
        self,
        nodes: Mapping[tuple[str, ...], Sequence[Mapping[str, Any]]],
        edges: Mapping[tuple[str, str, str], Sequence[Mapping[str, Any]]],
        meanwhile: Callable[[], object] | None = None,
    ) -> int:
        """Fill an empty graph: see `Fillable.fill`. The engine writes in transactions of its own, each to the disk."""
        with self._turn:
            self._refuse_unless_free("Fill the graph outside a transaction.")
            self._refuse_if_read_only()
        several = {labels: rows for labels, rows in nodes.items() if len(labels) > 1}
        with self.transaction() as transaction:
            for labels, rows in several.items():  # the engine keeps them as a type of its own, which Cypher makes
                transaction.run(f"UNWIND $rows AS row CREATE (n:{':'.join(labels)}) SET n = row", {"rows": list(rows)})
        places: dict[str, dict[str, str]] = {}
        for label in {labels[0] for labels in several}:
            found = self.read(f"MATCH (n:{label}) RETURN n.id AS id, elementId(n) AS place")
            places[label] = {row["id"]: row["place"] for row in found}
        plain = {labels[0]: rows for labels, rows in nodes.items() if len(labels) == 1}
        return self._in_bulk(plain, edges, places, meanwhile)

    def _in_bulk(
        self,
        nodes: Mapping[str, Sequence[Mapping[str, Any]]],
        edges: Mapping[tuple[str, str, str], Sequence[Mapping[str, Any]]],
        places: dict[str, dict[str, str]],
        meanwhile: Callable[[], object] | None,
    ) -> int:
        def call(step: Callable[[], T], meanwhile: Callable[[], object] | None = None) -> T:
            return self._worker.call(functools.partial(self._guarded, step), meanwhile=meanwhile)

        for type in {type for _, type, _ in edges}:
            call(functools.partial(self._database.schema.get_or_create_edge_type, type))
        batch = call(lambda: self._database.graph_batch(wal_flush="yes_full", commit_every=_FILLED_AT_ONCE))
        try:
            waiting = _prepared(nodes)
            ready = [next(waiting, None)]
            while ready and (first := ready.pop()):
                label, part = first  # the next one is made ready while the engine writes this one
                make = functools.partial(batch.create_vertices, label, part)
                given = call(make, lambda: ready.append(next(waiting, None)))
                places.setdefault(label, {}).update(zip((row["id"] for row in part), map(str, given), strict=True))
            made = 0
            for (label, type, other), rows in edges.items():
                from_, to, told = _ends(rows, places.get(label, {}), places.get(other, {}))
                call(functools.partial(batch.new_edges, from_, type, to, told if any(told) else None))
                made += len(from_)
            call(batch.close, meanwhile)  # relationships are written now, half of all the work
        except Exception:  # not after Ctrl-C: then a call that was left to itself may still use it
            with contextlib.suppress(StoreError):
                call(batch.close)
            raise
        return made

    def _hold_to(self, seconds: float) -> None:
        """Set the engine's own time limit where it can be set: it is kept in the graph's folder, so we put it back."""
        if self._read_only or seconds == self._limit:
            return
        setting = f"ALTER DATABASE `arcadedb.command.timeout` {math.ceil(seconds * 1000)}"
        self._guarded(lambda: _drained(self._database.command("sql", setting)))
        self._limit = seconds

    def _rows(self, verb: str, cypher: str, parameters: dict[str, Any], left: threading.Event) -> list[Row]:
        """Run a statement and read its rows, unless nobody waits for them any more."""
        arguments = (cypher, parameters) if parameters else (cypher,)
        plain = self._build.plain

        def each() -> Iterator[Row]:
            for at, result in enumerate(getattr(self._database, verb)(_CYPHER, *arguments) or ()):
                if at % _ROWS_BETWEEN_LOOKS == 0 and left.is_set():
                    break
                yield {name: unify(value, plain) for name, value in result.to_dict().items()}

        return self._guarded(lambda: self._taken(each()))

    def _guarded(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except Exception as error:
            _raise_running(error, self._build.causes(error), self._limit)


def _prepared(
    nodes: Mapping[str, Sequence[Mapping[str, Any]]],
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give the properties of nodes in parts that the engine is given at once."""
    for label, rows in nodes.items():
        for at in range(0, len(rows), _FILLED_AT_ONCE):
            yield label, [prepare(row) for row in rows[at : at + _FILLED_AT_ONCE]]


def _ends(
    rows: Iterable[Mapping[str, Any]], starts: Mapping[str, str], ends: Mapping[str, str]
) -> tuple[list[str], list[str], list[dict[str, Any]]]:
    """Give where relationships start and end, and their properties, of those of which both ends are known."""
    known = [row for row in rows if row["start"] in starts and row["end"] in ends]
    first, last = [starts[row["start"]] for row in known], [ends[row["end"]] for row in known]
    return first, last, [_told_of(row) if len(row) > _ENDS else {} for row in known]


def _told_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give the properties of a relationship's row: those in `told`, or those beside its ends."""
    told = row["told"] if "told" in row else {name: row[name] for name in row if name not in ("start", "end")}
    return {name: value for name, value in prepare(told).items() if value is not None}


_open_stores: weakref.WeakSet[EmbeddedStore] = weakref.WeakSet()


def _close_forgotten() -> None:
    """Close at exit what is still open, in this thread since none can be started any more."""
    for store in list(_open_stores):
        if not store._closed:
            store._closed = True
            with contextlib.suppress(StoreError):
                store._close_here()


def _drained(result: Iterable[Any] | None) -> None:
    for _ in result or ():
        pass


def _is_new(folder: pathlib.Path, read_only: bool) -> bool:
    """Say whether a graph has to be made. The engine itself takes any folder for a graph, an empty one without data."""
    try:
        found = {path.name for path in folder.iterdir()}
    except FileNotFoundError:
        found = set()
    except NotADirectoryError:
        raise StoreUnreadable("there is a file where the graph's folder should be.", where=str(folder)) from None
    except OSError as error:
        raise StoreUnreadable(f"the graph's folder can't be read ({error.strerror}).", where=str(folder)) from error
    if found & {"schema.json", "schema.prev.json"}:
        return False
    if found:
        raise StoreUnreadable("the graph's folder holds files, and no graph.", where=str(folder))
    if read_only:
        raise StoreUnreadable("there is no graph yet.", where=str(folder))
    return True


def _reason(causes: arcadedb_build.Causes) -> str:
    """The innermost message that says something, on one line."""
    told = next((message for _, message in reversed(causes) if message not in ("", "null")), "it does not say why")
    return " ".join(told.split()).rstrip(".")


def _raise_opening(error: Exception, causes: arcadedb_build.Causes, folder: pathlib.Path) -> NoReturn:
    names, where = {name for name, _ in causes}, str(folder)
    if isinstance(error, StoreError):
        raise error
    if "LockException" in names:
        raise StoreBusy("another process has the graph open for writing.", where=where) from error
    if "needs recovery" in _reason(causes):
        raise StoreNeedsRecovery("the graph was not closed after its last change.", where=where) from error
    if "already in use" in _reason(causes):
        raise StoreBusy(
            "this process has the graph open already.", hint="Close the other store first.", where=where
        ) from error
    told = error.strerror if isinstance(error, OSError) and error.strerror else _reason(causes)
    is_a_matter_of_rights = isinstance(error, OSError) or _RIGHTS.search(told)
    hint = "See that the folder can be written, or open the graph for reading." if is_a_matter_of_rights else None
    raise StoreUnreadable(f"the graph can't be opened: {told}.", hint=hint, where=where) from error


def _raise_running(error: Exception, causes: arcadedb_build.Causes, seconds: float) -> NoReturn:
    names = {name for name, _ in causes}
    if isinstance(error, StoreError):
        raise error
    disk = next((found[0] for _, told in causes if (found := _DISK.search(told))), "")
    if disk:  # first, since the engine tells it as a conflict of transactions, or as a statement's fault
        hint = "See that the disk has room and is whole, and try again."
        raise StoreUnreadable(f"the graph's files can't be written ({disk}).", hint=hint, code="PG215") from error
    if "TimeoutException" in names:
        raise _timeout(seconds) from error
    if "DuplicatedKeyException" in names:
        raise DuplicateNode(f"two nodes would share what is unique: {_reason(causes)}.") from error
    if names & {"OutOfMemoryError", "HeapLimitExceededException"}:
        raise StatementRefused(
            "the statement needs more memory than the engine is given (512 MB, 500,000 values at once).",
            code="PG323",
            hint="Ask for less at once: filter earlier, or leave out collect, DISTINCT and ORDER BY over everything.",
        ) from error
    if names & {"ConcurrentModificationException", "LockTimeoutException", "NeedRetryException"}:
        raise StoreBusy("another transaction changed the same nodes.") from error
    if names & {"QueryNotIdempotentException", "DatabaseIsReadOnlyException"}:
        raise StatementRefused(
            "the statement writes, and only reading is allowed here.", hint="Write in a transaction."
        ) from error
    if any(name.startswith(_STATEMENTS_FAULT) for name in names):
        raise StatementRefused(f"the engine does not take the statement: {_reason(causes)}.") from error
    raise StoreError(f"the graph engine failed: {_reason(causes)}.") from error


def _timeout(seconds: float) -> StatementTimeout:
    return StatementTimeout(f"the statement was stopped after {seconds:g} seconds.")

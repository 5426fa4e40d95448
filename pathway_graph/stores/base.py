"""Do what every store does in the same way, so that a backend is only its difference."""

from __future__ import annotations

import abc
import contextlib
import threading
from collections.abc import Iterable, Iterator
from typing import Any

from .errors import StatementRefused, StoreError
from .protocol import Columns, EngineInfo, Parameters, Row, Transaction
from .reading_only import refuse_unless_reading
from .values import convert, prepare

__all__ = ["BaseStore"]


class BaseStore(abc.ABC):
    """Check statements, prepare parameters, convert rows, and let threads take turns.

    A backend says how one statement is read (`_read`), how a transaction begins, runs, ends (`_begin`, `_run`,
    `_commit`, `_roll_back`), how one definition is made (`_define`), and how it is described and closed. It raises
    nothing but `StoreError`. `seconds` is the time limit of each statement.
    """

    def __init__(self, *, read_only: bool, seconds: float) -> None:
        self._read_only = read_only
        self._seconds = _positive(seconds)
        self._turn = threading.RLock()
        self._transaction: _Running | None = None
        self._closed = False
        self._most: int | None = None  # rows that the statement which is being read may give

    def read(
        self,
        cypher: str,
        parameters: Parameters | None = None,
        *,
        columns: Columns | None = None,
        seconds: float | None = None,
        most: int | None = None,
    ) -> list[Row]:
        """Run one reading statement: see `Store.read`."""
        refuse_unless_reading(cypher)
        prepared = prepare(parameters)
        limit = self._seconds if seconds is None else _positive(seconds)
        with self._turn:
            self._refuse_unless_free("Read through the transaction that is open: transaction.run(...).")
            self._most = most
            try:
                return convert(self._read(cypher, prepared, limit), columns)
            finally:
                self._most = None

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Begin a transaction: see `Store.transaction`."""
        with self._turn:
            self._refuse_unless_free("End the transaction that is open before beginning another.")
            self._refuse_if_read_only()
            self._begin()
            running = self._transaction = _Running(self)
            try:
                yield running
                running.refuse_if_failed()
            except BaseException:
                self._end(running)
                self._roll_back()
                raise
            self._end(running)
            self._commit()

    def define(self, statements: Iterable[str]) -> None:
        """Make constraints and indexes: see `Store.define`."""
        with self._turn:
            self._refuse_unless_free("Define constraints and indexes outside a transaction.")
            self._refuse_if_read_only()
            for statement in statements:
                self._define(_sendable(statement))

    def close(self) -> None:
        """Let go of the graph: see `Store.close`."""
        if not self._closed:
            self._closed = True
            self._close()

    def __enter__(self) -> BaseStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abc.abstractmethod
    def describe(self) -> EngineInfo:
        """Say which engine this is: see `Store.describe`."""

    def _taken(self, rows: Iterable[Row]) -> list[Row]:
        """Take the rows of a statement as they come; stop at one that is more than it may give."""
        taken: list[Row] = []
        for row in rows:
            if self._most is not None and len(taken) == self._most:
                hint = "Ask for less: count, or filter, or add LIMIT."
                raise StatementRefused(f"the statement gives more than {self._most:,} rows.", code="PG324", hint=hint)
            taken.append(row)
        return taken

    def _end(self, running: _Running) -> None:
        running.ended = True
        self._transaction = None

    def _refuse_unless_free(self, hint: str) -> None:
        if self._closed:
            raise StoreError("the store is closed.", hint="Open it again.")
        if self._transaction is not None:
            raise StatementRefused("a transaction is open in this store.", hint=hint)

    def _refuse_if_read_only(self) -> None:
        if self._read_only:
            raise StatementRefused("the store is open for reading only.", hint="Open it for writing.")

    @abc.abstractmethod
    def _read(self, cypher: str, parameters: dict[str, Any], seconds: float) -> list[Row]: ...

    @abc.abstractmethod
    def _begin(self) -> None: ...

    @abc.abstractmethod
    def _run(self, cypher: str, parameters: dict[str, Any]) -> list[Row]: ...

    def _run_each(self, statements: Iterable[tuple[str, dict[str, Any]]]) -> list[list[Row]]:
        return [self._run(cypher, parameters) for cypher, parameters in statements]

    @abc.abstractmethod
    def _commit(self) -> None: ...

    @abc.abstractmethod
    def _roll_back(self) -> None:
        """Take the open transaction back; never raise, since another exception is under way."""

    @abc.abstractmethod
    def _define(self, statement: str) -> None: ...

    @abc.abstractmethod
    def _close(self) -> None: ...


class _Running:
    """A transaction that is open. After a statement failed it can only be taken back, on every engine."""

    def __init__(self, store: BaseStore) -> None:
        self._store = store
        self._failed = False
        self.ended = False

    def run(self, cypher: str, parameters: Parameters | None = None) -> list[Row]:
        with self._failing():
            return self._store._run(_sendable(cypher), prepare(parameters))

    def run_each(self, statements: Iterable[tuple[str, Parameters]]) -> list[list[Row]]:
        with self._failing():
            return self._store._run_each((_sendable(cypher), prepare(given)) for cypher, given in statements)

    @contextlib.contextmanager
    def _failing(self) -> Iterator[None]:
        """Refuse where nothing can be run any more, and let nothing be run after an error."""
        if self.ended:
            raise StatementRefused("the transaction has ended.", hint="Begin another one.")
        self.refuse_if_failed()
        try:
            yield
        except BaseException:
            self._failed = True
            raise

    def refuse_if_failed(self) -> None:
        if self._failed:
            raise StatementRefused(
                "the transaction is taken back, since a statement in it failed.",
                hint="Let the error of that statement leave the transaction's block.",
            )


def _sendable(statement: str) -> str:
    """Refuse text that would be cut short (a NUL) or cannot be encoded on its way to the engine."""
    try:
        statement.encode()
    except UnicodeEncodeError:
        raise StatementRefused("the statement holds half a character (a lone surrogate).") from None
    if "\0" in statement:
        raise StatementRefused("the statement holds a NUL character.", hint="Give it as a parameter.")
    return statement


def _positive(seconds: float) -> float:
    if not seconds > 0:
        raise ValueError(f"seconds must be more than 0, not {seconds}")
    return float(seconds)

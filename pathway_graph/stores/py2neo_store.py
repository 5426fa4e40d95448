"""Keep the graph on a server through py2neo, for who has it in use already.

py2neo is at the end of its life, by its author's word (2023): the official driver (`bolt.py`) does the same and more.
It gives a server no time limit, so that a statement which takes too long is left to itself, and runs on there.
"""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

try:
    import py2neo
    import py2neo.data
    import py2neo.errors
except ModuleNotFoundError as error:
    from .errors import EngineMissing

    hint = "Install it: pip install 'py2neo>=2021.2.4'; or name the address without py2neo+."
    raise EngineMissing("the package py2neo is not installed.", hint=hint) from error

from .addresses import parted
from .base import BaseStore
from .errors import StatementRefused, StatementTimeout, StoreError
from .login import login
from .protocol import EngineInfo, Row
from .server_errors import refuse_unknown_server, told_by_server, unreachable
from .worker import OutOfTime, Worker

__all__ = ["PREFIX", "Py2neoStore"]

T = TypeVar("T")
PREFIX = "py2neo+"
_PATIENCE = 4.5  # seconds to connect; py2neo itself has no limit
_LOST = (
    py2neo.errors.ConnectionUnavailable, py2neo.errors.ConnectionBroken, py2neo.errors.ServiceUnavailable,
    py2neo.errors.WriteServiceUnavailable, py2neo.errors.ProtocolError, OSError,
)  # fmt: skip


class Py2neoStore(BaseStore):
    """The graph of one database on a server. All calls run in one worker thread, so that time limits are felt."""

    def __init__(self, graph: str | py2neo.Graph, *, read_only: bool = False, seconds: float = 30.0) -> None:
        """Take a `py2neo.Graph` that is connected already, or connect to an address, `py2neo+bolt://HOST:PORT/NAME`."""
        super().__init__(read_only=read_only, seconds=seconds)
        self._worker = Worker(lambda: None, is_awaited=False)  # a silent server would keep the process for minutes
        begun = time.monotonic()
        self._running: py2neo.Transaction | None = None
        self._is_own = isinstance(graph, str)
        if isinstance(graph, str):
            self._address, self._database = parted(graph.removeprefix(PREFIX))
        else:
            profile = graph.service.profile
            self._address, self._database = f"{profile.scheme}://{profile.host}:{profile.port}", graph.name
        try:
            self._graph = self._connected() if isinstance(graph, str) else graph
            version = self._version(_PATIENCE - (time.monotonic() - begun))
            refuse_unknown_server(f"Neo4j/{version}", self._address)
        except BaseException:
            self._worker.end()
            raise

    def describe(self) -> EngineInfo:
        """Say which server it is, its version, and the address without the database's default name."""
        with self._turn:
            row = self._components()
        where = self._address + (f"/{self._database}" if self._database else "")
        return EngineInfo(f"{str(row['name']).removesuffix(' Kernel')} ({row['edition']})", str(row["version"]), where)

    def _version(self, seconds: float) -> str:
        """Ask for the server's version, in what is left of the time to connect: by neo4j:// it is not tried before."""
        try:
            return str(self._components(max(seconds, 0.1))["version"])
        except StatementTimeout:
            raise unreachable("timed out", self._address) from None

    def _components(self, seconds: float = _PATIENCE) -> Row:
        statement = "CALL dbms.components() YIELD name, versions, edition RETURN name, versions[0] AS version, edition"
        rows = self._read(statement, {}, seconds)
        if not rows:  # py2neo says nothing where there is no database of that name
            told = f"Graph not found: {self._database}"
            raise told_by_server("Neo.ClientError.Database.DatabaseNotFound", told, self._address, _PATIENCE)
        return rows[0]

    def _connected(self) -> py2neo.Graph:
        user, password = login(self._address)

        def connect() -> py2neo.Graph:
            return py2neo.Graph(self._address, auth=(user, password), name=self._database, user_agent="pathway-graph")

        try:
            return self._called(connect, _PATIENCE)
        except StatementTimeout:
            raise unreachable("timed out", self._address) from None

    def _read(self, cypher: str, parameters: dict[str, Any], seconds: float) -> list[Row]:
        def read() -> list[Row]:
            transaction = self._graph.begin(readonly=True)
            try:
                return self._taken(_rows(transaction.run(cypher, parameters)))
            finally:
                if not transaction.closed:
                    self._graph.rollback(transaction)

        return self._called(read, seconds)

    def _begin(self) -> None:
        self._running = self._called(self._graph.begin, self._seconds)

    def _run(self, cypher: str, parameters: dict[str, Any]) -> list[Row]:
        running = self._running
        assert running is not None
        return self._called(lambda: list(_rows(running.run(cypher, parameters))), self._seconds)

    def _commit(self) -> None:
        """Commit, and believe only a server that gives a bookmark: py2neo says nothing where a commit is refused."""
        running = self._running
        assert running is not None
        self._called(lambda: self._graph.commit(running), self._seconds)
        if not list(running._bookmark or ()):
            raise StoreError(
                "the server did not keep the transaction; py2neo does not say why.",
                hint="Use the official driver, which does: write the address without py2neo+.",
                where=self._address,
            )

    def _roll_back(self) -> None:
        running = self._running
        with contextlib.suppress(StoreError):
            if running is not None and not running.closed:
                self._called(lambda: self._graph.rollback(running), self._seconds)

    def _define(self, statement: str) -> None:
        self._called(lambda: list(_rows(self._graph.auto().run(statement))), self._seconds)

    def _close(self) -> None:
        if self._is_own:
            with contextlib.suppress(StoreError):
                self._called(self._graph.service.connector.close, _PATIENCE)
        self._worker.end()

    def _called(self, call: Callable[[], T], seconds: float) -> T:
        with self._translated(seconds):
            return self._worker.call(call, seconds)

    @contextlib.contextmanager
    def _translated(self, seconds: float) -> Iterator[None]:
        """Turn py2neo's exceptions into ours."""
        try:
            yield
        except OutOfTime:
            raise StatementTimeout(f"the statement was stopped after {seconds:g} seconds.") from None
        except py2neo.errors.Neo4jError as error:
            raise told_by_server(error.code, error.message, self._address, seconds) from error
        except _LOST as error:
            told = f"{error} {error.__cause__ or error.__context__ or ''}"
            if "[Security.Unauthorized]" in told:
                code = "Neo.ClientError.Security.Unauthorized"
                raise told_by_server(code, told, self._address, seconds) from error
            raise unreachable(told, self._address) from error
        except (TypeError, ValueError) as error:
            raise StatementRefused(f"py2neo does not carry it: {error}.") from error


def _rows(cursor: Any) -> Iterator[Row]:
    names = cursor.keys()
    for record in cursor:
        yield dict(zip(names, map(_value, record), strict=True))


def _value(value: Any) -> Any:
    """Turn py2neo's types into those of `Row`, recursively; a path is the list of what lies along it."""
    if value is None or type(value) in (str, int, float, bool, datetime.date):
        return value
    if isinstance(value, py2neo.data.Node | py2neo.data.Relationship):
        return {name: _value(item) for name, item in dict(value).items()}
    if isinstance(value, py2neo.data.Path):
        along: list[Any] = [value.nodes[0]]
        for relationship, node in zip(value.relationships, value.nodes[1:], strict=True):
            along += [relationship, node]
        return [_value(item) for item in along]
    if isinstance(value, list | tuple):
        return [_value(item) for item in value]
    if isinstance(value, dict):
        return {name: _value(item) for name, item in value.items()}
    if hasattr(value, "to_native"):
        return _value(value.to_native())
    return value if isinstance(value, datetime.date | datetime.time) else str(value)

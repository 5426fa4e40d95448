"""Keep the graph on a server that speaks Bolt, through the official Neo4j driver."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Iterator
from typing import Any

try:
    import neo4j
    import neo4j.exceptions
    import neo4j.graph
    import neo4j.time
except ModuleNotFoundError as error:
    from .errors import EngineMissing

    raise EngineMissing("the package neo4j is not installed.", hint="Install it: pip install 'neo4j>=5,<7'.") from error

from .addresses import parted
from .base import BaseStore
from .errors import StatementRefused, StoreError
from .login import login
from .protocol import EngineInfo, Row
from .server_errors import refuse_unknown_server, told_by_server, unreachable

__all__ = ["BoltStore"]

_PATIENCE = 3.5  # seconds to get a connection; without a limit on acquiring, too, a silent port takes a minute
_EVERY_ROW, _ROWS_AT_ONCE = -1, 1000
logging.getLogger("neo4j").addHandler(logging.NullHandler())  # else a lost connection is printed on the terminal


class BoltStore(BaseStore):
    """The graph of one database on a server. Statements are held to the time limit by the server."""

    def __init__(self, url: str, *, read_only: bool = False, seconds: float = 30.0) -> None:
        super().__init__(read_only=read_only, seconds=seconds)
        self._address, self._database = parted(url)
        user, password = login(self._address)
        self._stack = contextlib.ExitStack()  # what the open transaction has to leave
        self._running: neo4j.Transaction | None = None
        with self._translated():
            self._driver = neo4j.GraphDatabase.driver(
                self._address,
                auth=(user, password) if password else None,
                connection_timeout=_PATIENCE,
                connection_acquisition_timeout=_PATIENCE,
                max_transaction_retry_time=0.0,
                notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
                user_agent="pathway-graph",
            )
        try:
            refuse_unknown_server(self._agent(), self._address)
        except StoreError:
            self._driver.close()
            raise

    def describe(self) -> EngineInfo:
        """Say which server it is, its version, and the address without the database's default name."""
        statement = "CALL dbms.components() YIELD name, versions, edition RETURN name, versions[0] AS version, edition"
        with self._turn:
            row = self._read(statement, {}, self._seconds)[0]
        name = str(row["name"]).removesuffix(" Kernel")
        where = self._address + (f"/{self._database}" if self._database else "")
        return EngineInfo(f"{name} ({row['edition']})", str(row["version"]), where)

    def _read(self, cypher: str, parameters: dict[str, Any], seconds: float) -> list[Row]:
        """Read in a transaction of the statement's own: one way there and back; beginning and ending it takes three."""
        with self._translated(seconds), self._session(neo4j.READ_ACCESS, at_once=self._most is None) as session:
            return self._taken(_rows(session.run(neo4j.Query(cypher, timeout=seconds), parameters)))

    def _agent(self) -> str:
        """Ask for one row, so that a database that is not there is told, and give the server's name for itself."""
        with self._translated(), self._session(neo4j.READ_ACCESS) as session:
            return str(session.run(neo4j.Query("RETURN 1 AS one", timeout=_PATIENCE)).consume().server.agent)

    def _begin(self) -> None:
        with self._translated(), contextlib.ExitStack() as stack:
            session = stack.enter_context(self._session(neo4j.WRITE_ACCESS))
            self._running = stack.enter_context(session.begin_transaction(timeout=self._seconds))
            self._stack = stack.pop_all()

    def _run(self, cypher: str, parameters: dict[str, Any]) -> list[Row]:
        assert self._running is not None
        with self._translated():
            return list(_rows(self._running.run(cypher, parameters)))

    def _run_each(self, statements: Iterable[tuple[str, dict[str, Any]]]) -> list[list[Row]]:
        """Send each statement before the rows of the one before it are asked for.

        The driver waits for the server's word that a statement has begun, which it gives when the one before it is
        done: so the next one's parameters are packed while the server works.
        """
        assert self._running is not None
        with self._translated():
            results = [self._running.run(cypher, parameters) for cypher, parameters in statements]
            return [list(_rows(result)) for result in results]

    def _commit(self) -> None:
        assert self._running is not None
        with self._translated(), self._stack:
            self._running.commit()

    def _roll_back(self) -> None:
        with contextlib.suppress(neo4j.exceptions.Neo4jError, neo4j.exceptions.DriverError, OSError), self._stack:
            if self._running is not None and not self._running.closed():
                self._running.rollback()

    def _define(self, statement: str) -> None:
        with self._translated(), self._session(neo4j.WRITE_ACCESS) as session:
            session.run(neo4j.Query(statement, timeout=self._seconds)).consume()

    def _close(self) -> None:
        self._driver.close()

    def _session(self, access: str, *, at_once: bool = False) -> neo4j.Session:
        """Begin a session; `at_once` lets the server send rows without being asked for each thousand of them, so that
        it goes on while they are read here. Where reading may be stopped early, it has to wait."""
        size = _EVERY_ROW if at_once else _ROWS_AT_ONCE
        return self._driver.session(database=self._database, default_access_mode=access, fetch_size=size)

    @contextlib.contextmanager
    def _translated(self, seconds: float | None = None) -> Iterator[None]:
        """Turn the driver's exceptions into ours."""
        try:
            yield
        except neo4j.exceptions.Neo4jError as error:
            limit = self._seconds if seconds is None else seconds
            raise told_by_server(error.code or "", error.message or "", self._address, limit) from error
        except (neo4j.exceptions.DriverError, OSError) as error:
            raise _told_by_driver(error, self._address) from error


def _rows(result: neo4j.Result) -> Iterator[Row]:
    names = result.keys()
    for record in result:
        yield dict(zip(names, map(_value, record.values()), strict=True))


def _value(value: Any) -> Any:
    """Turn the driver's types into those of `Row`, recursively; a path is the list of what lies along it."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, neo4j.graph.Path):
        along: list[Any] = [value.nodes[0]]
        for relationship, node in zip(value.relationships, value.nodes[1:], strict=True):
            along += [relationship, node]
        return [_value(item) for item in along]
    if isinstance(value, neo4j.graph.Entity):
        return {name: _value(item) for name, item in value.items()}
    if isinstance(value, list | tuple) and type(value) in (list, tuple):
        return [_value(item) for item in value]
    if isinstance(value, dict):
        return {name: _value(item) for name, item in value.items()}
    if isinstance(value, neo4j.time.Date | neo4j.time.DateTime | neo4j.time.Time):
        return value.to_native()
    return str(value)


def _told_by_driver(error: Exception, where: str) -> StoreError:
    if isinstance(error, neo4j.exceptions.TransactionError | neo4j.exceptions.ResultError):
        told = " ".join(str(error).split()).rstrip(".")
        return StatementRefused(f"the transaction can't go on: {told}.", hint="Begin another one.")
    return unreachable(str(error), where)

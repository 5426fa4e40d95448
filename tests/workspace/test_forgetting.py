"""A person's name can be taken out of everything that is kept, and what was noted of the chain stays true."""

from __future__ import annotations

import pathlib
import sqlite3
from typing import Any

import pytest

from pathway_graph.errors import InputProblems, Usage
from pathway_graph.storage.backup import restore
from pathway_graph.workspace import Workspace

NAME = "Joan Nemo"


def area(id: str, note: str) -> tuple[str, dict[str, Any]]:
    return "Area", {"id": id, "name": id.title(), "note": note}


@pytest.fixture
def known(workspace: Workspace, make: Any, monkeypatch: Any) -> Workspace:
    """A workspace in whose loads, values, file names and sources a name stands."""
    monkeypatch.setenv("PATHWAY_WHO", NAME)
    workspace.load(make(f"list of {NAME}", area("bath", f"ask {NAME}"), area("bristol", "")))
    monkeypatch.setenv("PATHWAY_WHO", "analyst")
    workspace.load(make("paper", area("bath", f"led by {NAME.upper()}"), area("wells", f"{NAME}, twice {NAME}")))
    workspace.load(make("paper", area("bath", "ask the lead"), area("wells", "joan  nemo")))
    workspace.read("MATCH (n) RETURN count(n) AS many")
    return workspace


def holds_the_name(folder: pathlib.Path) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if b"joan" in path.read_bytes().lower()]


def test_the_name_is_gone_and_the_chain_is_whole(known: Workspace, look: Any) -> None:
    """No file of the workspace holds it; every hash that was noted is still there; ledger and graph are sound."""
    before = [(load.seq, load.hash, load.prev) for load in known.history()]
    assert holds_the_name(known.path)

    done = known.forget(NAME, "service manager")

    assert [(load.seq, load.hash, load.prev) for load in known.history()[:3]] == before
    assert (done.loads, known.history()[3].kind) == ((1, 2, 3), "forget")
    assert known.verify() == []
    nodes, _ = look(known)
    assert nodes["Area", "wells"]["note"] == "service manager"
    known.close()
    assert holds_the_name(known.path) == []


def test_backups_and_earlier_states_are_sound(known: Workspace, tmp_path: pathlib.Path) -> None:
    """A backup that is made afterwards comes back sound, and so does every earlier state, without the name."""
    known.forget(NAME, "service manager")
    known.backup(tmp_path / "backup.zip")

    with Workspace.open(restore(tmp_path / "backup.zip", tmp_path / "new")) as new:
        assert new.verify() == []
        for seq in (1, 2, 3):
            with new.known_at(seq) as earlier:
                assert earlier.verify() == []
                assert "Joan" not in str(earlier.facts())


def test_sources_that_differed_by_the_name_agree(workspace: Workspace, make: Any, look: Any) -> None:
    """Two sources that now state the same are no disagreement any more, in the ledger and in the graph."""
    workspace.load(make("a", area("bath", NAME)))
    workspace.load(make("b", area("bath", "the lead")))
    assert workspace.facts()["Area", "bath"]["note"]["state"] == "missing"

    workspace.forget(NAME, "the lead")

    assert workspace.facts()["Area", "bath"]["note"] == "the lead"
    assert look(workspace)[0]["Area", "bath"]["note"] == "the lead"
    assert workspace.verify() == []


def test_rewriting_it_by_hand_is_still_found(known: Workspace) -> None:
    """The hashes that a forgetting leaves protect the rewritten loads as the old ones did."""
    known.forget(NAME, "service manager")
    known.close()
    with sqlite3.connect(known.path / "ledger.sqlite3") as db:
        db.execute("DROP TRIGGER change_update")
        db.execute("UPDATE change SET cell = 'Areas!Z9' WHERE seq = 2 AND id = 'wells' AND field = 'note'")
    db.close()

    with Workspace.open(known.path) as again:
        assert "load 2 was altered" in str(again.verify()[0])


def test_another_name_later_and_loads_after_it(known: Workspace, make: Any) -> None:
    """A second forgetting goes over the first's words; loading and undoing go on."""
    known.forget(NAME, "the late manager")
    known.load(make("more", area("frome", "x")))
    known.forget("the late manager", "a manager")

    assert known.undo(3).load is not None
    assert known.facts()["Area", "wells"]["note"] == "a manager, twice a manager"
    assert known.verify() == []
    with pytest.raises(Usage, match="PG188"):
        known.undo(4)


def test_only_tried(known: Workspace) -> None:
    """A dry run counts and leaves everything as it is."""
    before = (known.path / "ledger.sqlite3").read_bytes()

    done = known.forget(NAME, "service manager", dry_run=True)

    assert (done.loads, done.load) == ((1, 2, 3), None)
    assert done.rows > 6
    assert (known.path / "ledger.sqlite3").read_bytes() == before
    assert known.forget("Nobody Here", "x").rows == 0


@pytest.mark.parametrize(("name", "instead"), [("Jo", "x"), (NAME, f"not {NAME}"), ("bath", "wells"), ("bath", "a b")])
def test_what_is_refused(known: Workspace, name: str, instead: str) -> None:
    """Too short a name, itself again, and whatever would make two rows one or an id none; nothing is changed."""
    before = (known.path / "ledger.sqlite3").read_bytes()

    with pytest.raises(InputProblems, match="PG189"):
        known.forget(name, instead)

    assert (known.path / "ledger.sqlite3").read_bytes() == before

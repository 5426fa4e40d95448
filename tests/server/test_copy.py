"""A graph is brought to a server and back, and is the same on both sides."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from pathway_graph import cli
from pathway_graph.storage import graph
from pathway_graph.stores import open_store

from .conftest import Opened, Run, area, batch


@pytest.fixture
def db(opened: Opened, tmp_path: pathlib.Path, capsys: Any) -> Any:
    """Run a command of `db` on a workspace with two areas; give its status and what it printed."""
    with opened("mine", store="embedded") as workspace:
        workspace.load(batch("paper", area("bath"), area("twerton", parent=["bath"])))

    def run_db(*words: str) -> tuple[int, str, str]:
        status = cli.main(["db", *words, "-C", str(tmp_path / "mine.pathway")])
        out, err = capsys.readouterr()
        return status, out, err

    return run_db


def test_there_and_back(db: Any, run: Run, url: str) -> None:
    """The copy says what it holds; what is on the server is what the workspace shows; changing it there is mended."""
    status, out, _ = db("copy", "--to", url, "--json")
    told = json.loads(out)

    assert (status, told["nodes"], told["relationships"]) == (0, 2, 1)
    assert run("MATCH (n:Area) RETURN n.id AS id ORDER BY id") == [{"id": "bath"}, {"id": "twerton"}]
    run("MATCH (n:Area {id: 'bath'}) SET n.name = 'Bristol'")
    assert db("copy", "--to", url)[0] == 0
    assert run("MATCH (n:Area {id: 'bath'}) RETURN n.name AS name") == [{"name": "Bath"}]
    assert db("copy", "--to", "embedded")[0] == 0


def test_what_is_there_is_not_replaced_unsaid(db: Any, run: Run, url: str) -> None:
    """Another graph is refused with exit 4, and replaced where that is said."""
    run("CREATE (:Movie {title: 'A'})")

    status, _, err = db("copy", "--to", url)
    assert (status, "PG213" in err, "1 Movie" in err) == (4, True, True)
    assert run("MATCH (n) RETURN n.title AS title") == [{"title": "A"}]

    status, _, err = db("copy", "--to", url, "--take-over")
    assert (status, "1 Movie" in err) == (0, True)
    assert run("MATCH (n:Movie) RETURN n") == []


def test_a_load_has_more_time_than_a_question(opened: Opened, monkeypatch: Any) -> None:
    """A server counts its limit for a whole transaction, and a load is one: 30 seconds would stop a large one."""
    limits = []

    def recorded(*where: Any, seconds: float = 30.0, **how: Any) -> Any:
        limits.append((how.get("read_only", False), seconds))
        return open_store(*where, seconds=seconds, **how)

    monkeypatch.setattr(graph, "open_store", recorded)
    with opened() as workspace:
        workspace.load(batch("paper", area("bath")))
        assert workspace.read("MATCH (n:Area) RETURN count(n) AS many") == [{"many": 1}]

    assert (False, 600.0) in limits
    assert all(seconds == 30.0 for read_only, seconds in limits if read_only)

"""A workspace works with its graph on a server as with its own, and touches nothing there that is not its own."""

from __future__ import annotations

import pathlib
import shutil
from typing import Any

import pytest

from pathway_graph.errors import Unavailable
from pathway_graph.storage import audit
from pathway_graph.workspace import Workspace

from .conftest import Opened, Run, area, batch, stamp_on

BATH, TWERTON = area("bath"), area("twerton", parent=["bath"])
NAMES = "MATCH (n:Area) RETURN n.id AS id, n.name AS name ORDER BY id"


def test_the_whole_life_of_a_workspace(opened: Opened, run: Run) -> None:
    """Load, ask, change by hand, undo, look back, verify: each is seen on the server, and only what counts is there."""
    with opened() as workspace:
        workspace.load(batch("paper", BATH, TWERTON))
        workspace.update("twerton", {"name": "Twerton West"})
        assert [row["name"] for row in workspace.read(NAMES)] == ["Bath", "Twerton West"]
        workspace.undo(2)

        assert run(NAMES) == [{"id": "bath", "name": "Bath"}, {"id": "twerton", "name": "Twerton"}]
        assert run("MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS r, b.id AS b") == [
            {"a": "twerton", "r": "PART_OF", "b": "bath"}
        ]
        assert workspace.verify() == []
        assert workspace.info()["graph"]["state"] == "in step with the ledger"
        assert workspace.said == []
        seq, hash = workspace.ledger.head()
    assert stamp_on(run) == {"ledger": "ledger-of-test", "seq": seq, "hash": hash}


def test_the_same_workspace_on_both_engines(opened: Opened, url: str) -> None:
    """A workspace that was kept here shows the same on a server, which is filled when it is first asked, and back."""
    with opened(store="embedded") as here:
        here.load(batch("paper", BATH, TWERTON))
        wanted = here.read(NAMES)
    with opened() as there:
        assert there.read(NAMES) == wanted
        there.load(batch("paper", BATH, area("twerton", parent=["bath"], short_name="T")))
        assert there.verify() == []

    with opened(store="embedded") as here:
        assert here.verify() == []
        assert here.said == ["The graph was 1 load(s) behind the ledger and has caught up."]


def test_a_load_that_is_refused_changes_nothing(opened: Opened, run: Run) -> None:
    """A statement that fails on the server takes the ledger's load back, too."""
    with opened() as workspace:
        workspace.load(batch("paper", BATH))
        before = stamp_on(run)
        run("CREATE (:Area {id: 'twerton'})")

        with pytest.raises(Unavailable):
            workspace.load(batch("paper", BATH, TWERTON))

        assert stamp_on(run) == before
        assert [load.seq for load in workspace.history()] == [1]


FOREIGN = {
    "nodes": ("CREATE (:Movie {title: 'A'}), (:Movie {title: 'B'}), (:Person:Actor)", "2 Movie, 1 Actor:Person"),
    "a node without a label": ("CREATE ({id: 'x'})", "1 without a label"),
    "a node of a label like ours": ("CREATE (:Area {id: 'x'})", "1 Area"),
    "another ledger's graph": ("CREATE (:_Meta {id: 'pathway-graph', ledger: 'other', seq: 4, hash: 'h'})",
                               "the graph of another workspace (load 4 of ledger other)"),
}  # fmt: skip


@pytest.mark.parametrize("what", FOREIGN)
def test_what_is_not_ours_is_refused_and_left(opened: Opened, run: Run, what: str) -> None:
    """Reading and loading say what was found, change neither the server nor the ledger, and name the way out."""
    statement, said = FOREIGN[what]
    drop_constraints(run)
    run(statement)
    before = run("MATCH (n) RETURN labels(n) AS labels, properties(n) AS told ORDER BY labels, told.title")

    with opened() as workspace:
        for attempt in (lambda: workspace.load(batch("paper", BATH)), lambda: workspace.read(NAMES)):
            with pytest.raises(Unavailable, match="PG213") as caught:
                attempt()
            assert said in str(caught.value)
            assert "--take-over" in str(caught.value)
            assert caught.value.status == 4
        assert workspace.history() == []

    assert run("MATCH (n) RETURN labels(n) AS labels, properties(n) AS told ORDER BY labels, told.title") == before
    assert run("SHOW CONSTRAINTS YIELD name RETURN name") == []


def drop_constraints(run: Run) -> None:
    """Take out what earlier tests have defined."""
    for row in run("SHOW CONSTRAINTS YIELD name RETURN name"):
        run(f"DROP CONSTRAINT `{row['name']}`")


@pytest.mark.parametrize("what", FOREIGN)
def test_taking_over_is_said_and_complete(opened: Opened, run: Run, what: str) -> None:
    """Only when told so, everything else goes, with a line that says what went."""
    statement, said = FOREIGN[what]
    run(statement)
    with opened() as workspace, opened("local", store="embedded") as _:
        workspace.rebuild(take_over=True)
        workspace.load(batch("paper", BATH, TWERTON))

        assert workspace.verify() == []
        assert "deleted" in workspace.said[0]
        assert said.removeprefix("the graph of another workspace (").split(" of ")[0] in workspace.said[0]
    assert run("MATCH (n) RETURN count(n) AS many") == [{"many": 3}]


def test_foreign_nodes_beside_ours_are_refused(opened: Opened, run: Run) -> None:
    """Somebody's notes in our database stop the next load, and go by taking over alone; our graph stays."""
    with opened() as workspace:
        workspace.load(batch("paper", BATH))
        run("MATCH (a:Area) CREATE (:Note {text: 'mine'})-[:ABOUT]->(a)")

        with pytest.raises(Unavailable, match=r"nodes that are not ours \(1 Note\)"):
            workspace.load(batch("paper", BATH, TWERTON))
        assert run("MATCH (n:Note) RETURN n.text AS text") == [{"text": "mine"}]

        workspace.rebuild(take_over=True)
        workspace.load(batch("paper", BATH, TWERTON))
        assert workspace.verify() == []
        assert run("MATCH (n:Note) RETURN n") == []


def two_copies(opened: Opened, tmp_path: pathlib.Path) -> tuple[Workspace, Workspace]:
    """Make one workspace on the server, and a copy of it as on another machine."""
    with opened("first") as first:
        first.load(batch("paper", BATH))
    shutil.copytree(tmp_path / "first.pathway", tmp_path / "second.pathway")
    return opened("first"), opened("second")


def test_of_two_machines_one_wins(opened: Opened, run: Run, tmp_path: pathlib.Path) -> None:
    """Who loads first wins; the other is refused, keeps its ledger as it was, and goes on from the winner's backup."""
    first, second = two_copies(opened, tmp_path)
    first.load(batch("paper", BATH, TWERTON))
    after = stamp_on(run)

    with pytest.raises(Unavailable, match=r"PG216 .*load 2 of this workspace.*db backup FILE.*db restore FILE") as told:
        second.load(batch("paper", BATH, area("odd-down")))

    assert told.value.status == 4
    assert (stamp_on(run), second.ledger.head()[0]) == (after, 1)
    first.backup(tmp_path / "winner.backup")
    from pathway_graph.storage.backup import restore

    restored = restore(tmp_path / "winner.backup", tmp_path / "third.pathway")
    with Workspace.open(restored, store=first._graph.url) as third:
        third.load(batch("paper", BATH, TWERTON, area("odd-down")))
        assert third.verify() == []


def test_of_two_machines_that_wrote_one_is_refused(opened: Opened, url: str, tmp_path: pathlib.Path) -> None:
    """Where both have a load of the same number, the one that is not on the server is told so, and may take over."""
    first, second = two_copies(opened, tmp_path)
    first.load(batch("paper", BATH, TWERTON))
    second.close()
    with opened("second", store="embedded") as alone:
        alone.load(batch("paper", BATH, area("odd-down")))
    with opened("second") as second:
        with pytest.raises(Unavailable, match=r"PG216 .*load 2 of this workspace, made on another machine"):
            second.read(NAMES)

        second.rebuild(take_over=True)

        assert [row["id"] for row in second.read(NAMES)] == ["bath", "odd-down"]
        assert second.verify() == []


DAMAGE = (
    "MATCH (n:Area {id: 'bath'}) SET n.name = 'Bristol', n.opens = 1",
    "MATCH (n:Area {id: 'twerton'}) DETACH DELETE n",
    "CREATE (:Area {id: 'intruder'})",
    "CREATE (:Area {name: 'without an id'})",
    "MATCH (n:Organisation) REMOVE n:Provider",
    "MATCH (n:Area {id: 'bath'}) SET n:Service",
    "MATCH ()-[r:PART_OF]->() DELETE r",
    "MATCH (a:Area {id: 'twerton'}), (b:Area {id: 'bath'}) CREATE (a)-[:PART_OF]->(b)",
    "MATCH (a:Area {id: 'twerton'}), (b:Area {id: 'bath'}) CREATE (b)-[:`odd ``type`]->(a)",
    "DROP CONSTRAINT area_id",
)


@pytest.mark.parametrize("statement", DAMAGE)
def test_a_graph_is_mended_by_difference(opened: Opened, run: Run, statement: str) -> None:
    """Whatever another tool changed, a rebuild mends it; what was right is not touched."""
    with opened() as workspace:
        workspace.load(batch("paper", BATH, TWERTON, ("Organisation", {"id": "o", "name": "O", "roles": ["provider"]})))
        before = everything(run)
        run("MATCH (n:Organisation) SET n.computed = 1")
        run(statement)

        workspace.rebuild()

        assert workspace.verify() == []
        assert run("MATCH (n:Organisation) RETURN n.computed AS computed") == [
            {"computed": None if "Provider" in statement else 1}
        ]
        run("MATCH (n) REMOVE n.computed, n.opens")
        assert everything(run) == before
        assert "mended" in workspace.said[-1] or statement.startswith("DROP")


def test_a_node_that_is_there_twice_is_mended(opened: Opened, run: Run) -> None:
    """Without its constraint a server may hold a node twice: one of them goes."""
    with opened() as workspace:
        workspace.load(batch("paper", BATH, TWERTON))
        before = everything(run)
        run("DROP CONSTRAINT area_id")
        run("CREATE (:Area {id: 'bath'})")

        workspace.rebuild()

        assert (everything(run), workspace.verify()) == (before, [])


def everything(run: Run) -> list[Any]:
    """Read all that is on the server, in an order."""
    nodes = run("MATCH (n) RETURN labels(n) AS labels, properties(n) AS told")
    edges = run("MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS r, b.id AS b, properties(r) AS told")
    constraints = run("SHOW CONSTRAINTS YIELD name RETURN name")
    return sorted(map(repr, (*nodes, *edges, *constraints)))


def test_the_audit_and_the_repair_look_at_the_same(opened: Opened, run: Run) -> None:
    """A graph that the audit finds sound is one in which a repair finds nothing to do."""
    with opened() as workspace:
        workspace.load(batch("paper", BATH, TWERTON))
        assert audit.audit_graph(workspace.ledger, workspace._graph.reading()) == []

        workspace.rebuild()

        assert workspace.said == ["The graph was as the ledger says."]

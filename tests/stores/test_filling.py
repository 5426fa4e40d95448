"""A graph that is filled in bulk is the one that statements make, with its constraints."""

from __future__ import annotations

import pathlib
import threading
from contextlib import closing
from typing import Any

import pytest

from pathway_graph.stores import Fillable, StatementRefused, Store, StoreError
from pathway_graph.stores.embedded import EmbeddedStore

DEFINED = ["CREATE CONSTRAINT a_id IF NOT EXISTS FOR (n:Area) REQUIRE n.id IS UNIQUE"]
AREAS: list[dict[str, Any]] = [
    {"id": "bath", "name": 'B\u00e4th "x"', "ages": [0, 1200], "words": ["a", "b"], "whole": True, "rate": 0.5,
     "many": 2**40},
    {"id": "twerton"},
]
PROVIDERS: list[dict[str, Any]] = [{"id": "awp", "name": "AWP"}]
COVERS: list[dict[str, Any]] = [
    {"start": "awp", "end": "bath", "sure": True}, {"start": "awp", "end": "twerton", "sure": False},
]  # fmt: skip
WITHIN = [{"start": "twerton", "end": "bath"}, {"start": "twerton", "end": "nowhere"}]
LABELS = ("Organisation", "Provider")


def everything(store: Store) -> list[Any]:
    nodes = store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS told")
    edges = store.read("MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS r, b.id AS b, properties(r) AS told")
    return sorted(
        [repr((sorted(row["labels"]), sorted(row["told"].items()))) for row in nodes]
        + [repr((row["a"], row["r"], row["b"], sorted(row["told"].items()))) for row in edges]
    )


def test_filled_is_as_made_by_statements(folder: pathlib.Path) -> None:
    """Labels, properties of every type and relationships are the same; one without its end is not made nor counted."""
    with closing(EmbeddedStore(folder)) as filled:
        assert isinstance(filled, Fillable)
        filled.define(DEFINED)
        made = filled.fill(
            {("Area",): AREAS, LABELS: PROVIDERS},
            {("Organisation", "COVERS", "Area"): COVERS, ("Area", "PART_OF", "Area"): WITHIN},
        )
        found = everything(filled)
    assert made == 3

    with closing(EmbeddedStore(folder.with_name("other"))) as other:
        other.define(DEFINED)
        with other.transaction() as transaction:
            transaction.run("UNWIND $rows AS row CREATE (n:Area) SET n = row", {"rows": AREAS})
            transaction.run("UNWIND $rows AS row CREATE (n:Organisation:Provider) SET n = row", {"rows": PROVIDERS})
            transaction.run(
                "UNWIND $rows AS row MATCH (a:Organisation {id: row.start}) MATCH (b:Area {id: row.end}) "
                "CREATE (a)-[:COVERS {sure: row.sure}]->(b)",
                {"rows": COVERS},
            )
            transaction.run("MATCH (a:Area {id: 'twerton'}) MATCH (b:Area {id: 'bath'}) CREATE (a)-[:PART_OF]->(b)")
        assert everything(other) == found


def test_a_filled_graph_is_found_by_id_and_can_be_changed(folder: pathlib.Path) -> None:
    """Nodes are in the index of their id, relationships go both ways and can be taken away, after opening it again."""
    with closing(EmbeddedStore(folder)) as store:
        store.define(DEFINED)
        store.fill({("Area",): AREAS}, {("Area", "PART_OF", "Area"): WITHIN})
    with closing(EmbeddedStore(folder)) as again:
        assert again.read("MATCH (b:Area {id: 'bath'})<-[:PART_OF]-(a) RETURN a.id AS id") == [{"id": "twerton"}]
        with again.transaction() as transaction:
            transaction.run("MATCH (:Area {id: 'twerton'})-[r:PART_OF]->(:Area {id: 'bath'}) DELETE r")
        assert again.read("MATCH ()-[r]->() RETURN count(r) AS n") == [{"n": 0}]


def test_two_nodes_of_one_id_are_refused(folder: pathlib.Path) -> None:
    """Filling keeps to what is unique."""
    with closing(EmbeddedStore(folder)) as store:
        store.define(DEFINED)
        with pytest.raises(StoreError):
            store.fill({("Area",): [{"id": "bath"}, {"id": "bath"}]}, {})


def test_what_is_done_beside_filling_is_done_once_in_the_same_thread(folder: pathlib.Path) -> None:
    """The caller's own work goes on while the engine writes; what goes wrong in it is raised."""
    seen: list[threading.Thread] = []
    with closing(EmbeddedStore(folder)) as store:
        store.define(DEFINED)
        store.fill({("Area",): AREAS}, {}, lambda: seen.append(threading.current_thread()))
        assert seen == [threading.current_thread()]
    with closing(EmbeddedStore(folder.with_name("other"))) as other:
        other.define(DEFINED)
        with pytest.raises(ZeroDivisionError):
            other.fill({("Area",): AREAS}, {("Area", "PART_OF", "Area"): WITHIN}, lambda: 1 / 0)


@pytest.mark.parametrize("where", ["node", "edge"])
def test_what_no_engine_carries_is_refused(folder: pathlib.Path, where: str) -> None:
    """Half a character (a lone surrogate) is refused as a parameter of a statement is, wherever it stands."""
    half = "\ud800"
    nodes = [{"id": "bath", "name": half if where == "node" else "Bath"}]
    edges = [{"start": "bath", "end": "bath", "told": {"locator": half}}]
    with closing(EmbeddedStore(folder)) as store:
        store.define(DEFINED)
        with pytest.raises(StatementRefused, match="half a character"):
            store.fill({("Area",): nodes}, {("Area", "STATED_IN", "Area"): edges})

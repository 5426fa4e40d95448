"""The graph of a workspace is the same on every store: load by load, made anew, and by what the ledger says."""

from __future__ import annotations

import datetime
import itertools
import pathlib
import random
import shutil
from typing import Any

import pytest

from pathway_graph.model import SHEETS
from pathway_graph.records import Batch, Cell, Record
from pathway_graph.stores import Store
from pathway_graph.workspace import Workspace

ROLES = ("provider", "commissioner", "voluntary")
DAY = datetime.datetime(2018, 1, 30, tzinfo=datetime.UTC)


def landscape(seed: int) -> Batch:
    """Make a random landscape of few ids, so that loads change and retire what others stated."""
    pick = random.Random(seed)
    areas = [f"a{n}" for n in range(pick.randrange(2, 6))]
    rows: list[tuple[str, dict[str, Any]]] = [("Function", {"id": "f", "name": "F"})]
    for n, id in enumerate(areas):
        rows.append(("Area", {"id": id, "name": f"{id} {pick.randrange(3)}", **({"parent": [areas[0]]} if n else {})}))
    for n in range(pick.randrange(1, 4)):
        roles = sorted(pick.sample(ROLES, pick.randrange(1, 3)))
        rows.append(("Organisation", {"id": f"o{n}", "name": f"O{n}", "roles": roles}))
    for n in range(pick.randrange(1, 6)):
        sure = sorted(pick.sample(areas, 2))
        area = {"state": "stated", "words": "; ".join(sure), "value": {"sure": sure}}
        rows.append(("Service", {"id": f"s{n}", "name": "S", "provider": ["o0"], "caseload": pick.randrange(9)}))
        rows.append(("Provision", {"id": f"s{n}", "service": [f"s{n}"], "function": ["f"], "area": area}))
    records = tuple(
        Record(label, told["id"], told, {}, Cell(SHEETS[label], at)) for at, (label, told) in enumerate(rows, 2)
    )
    labels = ("Area", "Organisation", "Service", "Provision")
    return Batch(f"{seed}.xlsx", "paper", str(seed), labels, records)


def everything(workspace: Workspace) -> list[str]:
    """Read the whole graph, in an order."""
    nodes = workspace.read("MATCH (n) WHERE NOT n:_Meta RETURN labels(n) AS labels, properties(n) AS told")
    edges = workspace.read("MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS r, b.id AS b, properties(r) AS told")
    told = [(sorted(row["labels"]), sorted(row["told"].items())) for row in nodes]
    return sorted(map(repr, [*told, *((e["a"], e["r"], e["b"], sorted(e["told"].items())) for e in edges)]))


@pytest.mark.parametrize("seed", range(3))
def test_load_by_load_is_anew_is_the_ledger(store: Store, url: str, tmp_path: pathlib.Path, seed: int) -> None:
    """After every load the audit finds nothing; made anew, here and on the store, the graph is the same."""
    days = itertools.count()
    folder = tmp_path / "w.pathway"
    Workspace.create(folder, identity="0" * 32).close()
    clock = lambda: DAY + datetime.timedelta(days=next(days))  # noqa: E731
    with Workspace.open(folder, store=url, clock=clock) as workspace:
        for number in range(4):
            workspace.load(landscape(10 * seed + number), allow_removals=99)
            assert workspace.verify() == []
        workspace.update("s0", {"name": "By hand"})
        workspace.undo(5)
        assert workspace.verify() == []
        found = everything(workspace)

    shutil.rmtree(folder / "graph", ignore_errors=True)
    with Workspace.open(folder, store="embedded", clock=clock) as anew:
        assert everything(anew) == found
    if url != "embedded":
        with store.transaction() as transaction:
            transaction.run("MATCH (n) DETACH DELETE n")
        with Workspace.open(folder, store=url, clock=clock) as filled:
            assert everything(filled) == found

"""Copy a landscape of 100,000 facts to a real Neo4j server, mend it there, and ask it: seconds, as JSON.

It starts a server of its own on loopback (tests/neo4j_server.py). Not called neo4j.py: that would hide the driver.
"""

from __future__ import annotations

import json
import os
import pathlib
import sys
import tempfile
from typing import Any

from _country import seconds

from pathway_graph.model import SHEETS
from pathway_graph.records import Batch, Cell, Record
from pathway_graph.storage.audit import audit_graph
from pathway_graph.storage.copying import copy_graph
from pathway_graph.workspace import Workspace

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tests"))
import neo4j_server

__all__ = ["measure"]

TARGET = 15.0  # seconds for the copy
_SERVICES, _AREAS = 8_300, 400
_QUESTION = """MATCH (s:Service)-[:OFFERS]->(v:Provision)-[:COVERS]->(a:Area)
RETURN a.id AS area, count(DISTINCT s) AS services ORDER BY area"""


def measure(url: str) -> dict[str, Any]:
    """Copy to the empty database at `url`, compare, damage, mend and ask; seconds of each."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "bench.pathway"
        with Workspace.create(folder) as workspace:
            loaded = seconds(lambda: workspace.load(_landscape()))
            facts = workspace.info()["facts"]
            asked_here = seconds(lambda: workspace.read(_QUESTION))
        copied = seconds(lambda: copy_graph(folder, url))
        with Workspace.open(folder, store=url) as remote:
            with remote._graph.writing() as store, store.transaction() as transaction:
                transaction.run("MATCH (s:Service) WHERE s.caseload = 3 SET s.name = 'other'")
            mended = seconds(remote.rebuild)
            audited = seconds(lambda: _refuse_damage(remote))
            asked = seconds(lambda: remote.read(_QUESTION))
    return {
        "facts": facts, "load_embedded": loaded, "copy_and_compare": copied, "target": TARGET, "mend": mended,
        "compare": audited, "question": asked, "question_embedded": asked_here,
    }  # fmt: skip


def _refuse_damage(workspace: Workspace) -> None:
    if damage := audit_graph(workspace.ledger, workspace._graph.reading()):
        raise SystemExit("\n".join(map(str, damage)))


def _landscape() -> Batch:
    """Make areas in a tree, and services with a provision each that covers three of them."""
    rows: list[tuple[str, dict[str, Any]]] = [("Function", {"id": "f", "name": "F"})]
    rows.append(("Organisation", {"id": "o", "name": "O", "roles": ["provider"]}))
    for n in range(_AREAS):
        rows.append(("Area", {"id": f"a{n}", "name": f"Area {n}", **({"parent": [f"a{n // 8}"]} if n else {})}))
    for n in range(_SERVICES):
        covered = sorted(f"a{(n * 7 + step) % _AREAS}" for step in (0, 11, 23))
        area = {"state": "stated", "words": "; ".join(covered), "value": {"sure": covered}}
        id, note = f"s{n}", f"Note {n}"
        service = {"id": id, "name": f"S {n}", "provider": ["o"], "status": "open", "caseload": n % 9, "note": note}
        provision = {"id": id, "name": f"P {n}", "service": [id], "function": ["f"], "area": area, "note": note}
        rows += [("Service", service), ("Provision", provision)]
    records = tuple(
        Record(label, told["id"], told, {}, Cell(SHEETS[label], at)) for at, (label, told) in enumerate(rows, 2)
    )
    return Batch("bench.xlsx", "bench", "0", ("Area", "Function", "Provision", "Service"), records)


if __name__ == "__main__":
    with neo4j_server.running_server() as server:
        os.environ.update(PATHWAY_NEO4J_USER=server.user, PATHWAY_NEO4J_PASSWORD=server.password)
        print(json.dumps(measure(server.url), indent=2))

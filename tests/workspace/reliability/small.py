"""Make small landscapes, and look at the graph in a way that owes nothing to the product."""

from __future__ import annotations

from typing import Any

from pathway_graph.model import SHEETS
from pathway_graph.records import Batch, Cell, Record
from pathway_graph.workspace import Workspace

__all__ = ["Row", "look_at", "make_batch"]

Row = tuple[str, dict[str, Any]]


def make_batch(source: str, *rows: Row, labels: tuple[str, ...] | None = None, **settings: str) -> Batch:
    """Make what a loader would return: rows of one source from row 2 on, each fact in a column of its own."""
    records = []
    for number, (label, facts) in enumerate(rows, 2):
        cells = {field: Cell(SHEETS[label], number, chr(ord("A") + at)) for at, field in enumerate(facts)}
        records.append(Record(label, facts["id"], facts, cells, Cell(SHEETS[label], number)))
    listed = tuple(sorted({label for label, _ in rows})) if labels is None else labels
    return Batch(f"{source}.xlsx", source, "0" * 64, listed, tuple(records), settings=settings)


def look_at(workspace: Workspace) -> tuple[dict[tuple[str, str], dict[str, Any]], set[tuple[Any, ...]]]:
    """Give every node, (label, id) -> properties, and every relationship; roles are a property here."""
    nodes = {}
    for row in workspace.read("MATCH (n) WHERE NOT n:_Meta RETURN labels(n) AS labels, properties(n) AS told"):
        label = next(name for name in row["labels"] if name in SHEETS)
        nodes[label, row["told"]["id"]] = {**row["told"], "labels": sorted(row["labels"])}
    found = workspace.read(
        "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS type, b.id AS b, properties(r) AS told, labels(b) AS labels"
    )
    edges = [
        (row["a"], row["type"], row["b"], tuple(sorted(row["told"].items())), *sorted(row["labels"])) for row in found
    ]
    assert len(edges) == len(set(edges)), "a relationship is there twice"
    return nodes, set(edges)

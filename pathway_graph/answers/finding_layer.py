"""Write findings into the graph as nodes: a layer of its own beside the facts, dropped and written whole.

`(:Finding)-[:CONCERNS]->(the row that it speaks of)`. The layer is no part of what the ledger proves: a graph that is
made anew has none until findings are refreshed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pathway_graph.model import LABELS
from pathway_graph.stores import Store

__all__ = ["statements", "write_layer"]

_DROP = "MATCH (f:Finding) DETACH DELETE f"
_CREATE = "UNWIND $rows AS row CREATE (f:Finding) SET f = row RETURN count(*) AS written"
_BATCH = 2000
_PROPERTIES = ("id", "kind", "verdict", "severity", "state", "title", "share", "people", "annual_value", "as_of")


def _concerns(label: str) -> str:
    return (
        f"UNWIND $rows AS row MATCH (f:Finding {{id: row.id}}) MATCH (n:{label} {{id: row.subject}}) "
        "CREATE (f)-[:CONCERNS]->(n) RETURN count(*) AS written"
    )


def statements() -> dict[str, str]:
    """List every statement that is sent, by name, for the linter."""
    return {"drop": _DROP, "create": _CREATE, **{f"concerns {label}": _concerns(label) for label in LABELS}}


def write_layer(store: Store, findings: Iterable[Mapping[str, Any]], as_of: str) -> int:
    """Drop all Finding nodes and write these, in one transaction; give how many were written.

    A finding whose subject is no row of the model (a class of people) stands by itself.
    """
    rows = list(findings)
    by_label: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        subject = row.get("subject") or {}
        if subject.get("label") in LABELS:
            by_label.setdefault(subject["label"], []).append({"id": row["id"], "subject": subject["id"]})
    with store.transaction() as transaction:
        transaction.run(_DROP)
        told = [
            {name: value for name in _PROPERTIES if (value := _value(row, name, as_of)) is not None} for row in rows
        ]
        for start in range(0, len(told), _BATCH):
            transaction.run(_CREATE, {"rows": told[start : start + _BATCH]})
        for label, links in sorted(by_label.items()):
            for start in range(0, len(links), _BATCH):
                transaction.run(_concerns(label), {"rows": links[start : start + _BATCH]})
    return len(rows)


def _value(row: Mapping[str, Any], name: str, as_of: str) -> Any:
    return as_of if name == "as_of" else row.get(name)

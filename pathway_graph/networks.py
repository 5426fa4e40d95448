"""Give the graph to networkx, for analysts who go on with it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .workspace import Workspace

__all__ = ["statements", "to_networkx"]

_NODES = """MATCH (n) WHERE n.id IS NOT NULL AND NOT n:_Meta
RETURN labels(n) AS labels, n.id AS id, properties(n) AS properties ORDER BY id, labels"""
_EDGES = """MATCH (a)-[r]->(b) WHERE a.id IS NOT NULL AND b.id IS NOT NULL
RETURN labels(a) AS source_labels, a.id AS source, type(r) AS type, properties(r) AS properties,
  labels(b) AS target_labels, b.id AS target ORDER BY source, type, target"""


def statements() -> dict[str, str]:
    """List the statements that read the whole graph; the linter checks them."""
    return {"nodes": _NODES, "edges": _EDGES}


def to_networkx(workspace: Workspace) -> Any:
    """Give the whole graph as a networkx.MultiDiGraph.

    Nodes are named `Label#id` and carry `label`, `labels` and every property; edges carry `type`, since two of one
    type may lie between the same nodes (two fields stated in one document). Dates are ISO text. Raises ImportError
    with the way out where networkx is not installed.
    """
    try:
        import networkx
    except ModuleNotFoundError:
        raise ImportError("to_networkx needs networkx: pip install 'pathway-graph[networkx]'.") from None
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name=workspace.name)
    for row in workspace.read(_NODES):
        label = _own(row["labels"])
        graph.add_node(f"{label}#{row['id']}", label=label, labels=sorted(row["labels"]), **row["properties"])
    for row in workspace.read(_EDGES):
        source, target = (f"{_own(row[f'{end}_labels'])}#{row[end]}" for end in ("source", "target"))
        graph.add_edge(source, target, type=row["type"], **row["properties"])
    return graph


def _own(labels: list[str]) -> str:
    """Tell a node's own label from the roles that it carries as well."""
    from .model import LABELS

    return next((label for label in labels if label in LABELS), labels[0])

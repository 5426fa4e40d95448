"""Bring a workspace's graph to another store, and compare it there with the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pathway_graph.errors import Unavailable
from pathway_graph.workspace import Workspace

from .audit import audit_graph
from .graph import EMBEDDED

__all__ = ["copy_graph"]


def copy_graph(folder: Path, to: str, *, take_over: bool = False) -> dict[str, Any]:
    """Make the graph at `to` (a Bolt address, or `embedded`) what the ledger says; give where it is and what it holds.

    A graph is made from the ledger alone, so that nothing that another tool wrote beside it is carried along. An empty
    database is filled, a graph of this ledger is mended by its difference. Raises Unavailable for any other, unless
    `take_over` says that it be replaced, and where the graph is not as the ledger says in the end.
    """
    with Workspace.open(folder, store=to, writing=True) as workspace:
        if to != EMBEDDED:
            workspace.rebuild(take_over=take_over)
        state = workspace.info()["graph"]
        differing = audit_graph(workspace.ledger, workspace._graph.reading())
        if differing:
            raise Unavailable(*differing)
        nodes = workspace.read("MATCH (n) WHERE NOT n:_Meta RETURN count(n) AS many", columns={"many": "whole"})
        edges = workspace.read("MATCH ()-[r]->() RETURN count(r) AS many", columns={"many": "whole"})
        counts = {"nodes": nodes[0]["many"], "relationships": edges[0]["many"]}
        return {"to": to, "engine": state["engine"], **counts, "said": list(workspace.said)}

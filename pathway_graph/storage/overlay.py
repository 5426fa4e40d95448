"""Read a graph as it would be after a load that is drafted and not written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pathway_graph import snapshot
from pathway_graph.model import LABELS
from pathway_graph.values import reader

from .ledger import Net
from .shape import Edge, blank_properties, properties, relationships

__all__ = ["overlaid"]

Read = Callable[..., Sequence[Mapping[str, Any]]]

_BOXED = {"areas": ("COVERS", ("Area",)), "needs": ("MEETS", ("Need",)), "exceptions": ("LEAVES_OUT", ("Area", "Need"))}


def overlaid(read: Read, net: Iterable[Net]) -> Read:
    """Give a `read` for `snapshot.landscape` that answers as the graph would with these net changes.

    It answers the statements of a snapshot and no others. Cost: that of the snapshot, and the changes.
    """
    changed = _Changed(net)
    names = {statement: name for name, statement in snapshot.statements().items()}

    def read_overlaid(statement: str) -> Sequence[Mapping[str, Any]]:
        name, rows = names[statement], read(statement)
        return changed.nodes(name, rows) if name in LABELS else changed.edges(name, rows)

    return read_overlaid


class _Changed:
    """Net changes, by node and as relationships that go and come."""

    def __init__(self, net: Iterable[Net]) -> None:
        self.by_node: dict[str, dict[str, dict[str, tuple[Any, Any]]]] = {}
        self.gone: set[Edge] = set()
        self.come: set[Edge] = set()
        value = reader()
        for label, id, field, before, after in net:
            if label not in LABELS:
                continue
            pair = (None if before is None else value(before), None if after is None else value(after))
            self.by_node.setdefault(label, {}).setdefault(id, {})[field] = pair
            old, new = (relationships(label, id, field, side) if side is not None else frozenset() for side in pair)
            self.gone |= old - new
            self.come |= new - old

    def nodes(self, label: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        found = {row["facts"]["id"]: row["facts"] for row in rows}
        for id, fields in self.by_node.get(label, {}).items():
            before, after = fields.get("id", ("", ""))
            if after is None:
                found.pop(id, None)
                continue
            told = {**blank_properties(label), "id": id} if before is None else dict(found[id])
            for header, (_, stored) in fields.items():
                told.update(properties(label, header, stored))
            found[id] = {name: value for name, value in told.items() if value is not None}
        return [{"facts": facts} for facts in found.values()]

    def edges(self, name: str, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        label, _, rest = name.partition(" ")
        if rest in _BOXED:
            type, ends = _BOXED[rest]
        else:
            type, _, other = rest.partition(" ")
            ends = tuple(other.split("|"))

        def mine(edges: set[Edge]) -> list[dict[str, Any]]:
            return [
                {"source": edge.start, "target": edge.end, "extra": _extra(rest, edge)}
                for edge in edges
                if edge.ends.start == label and edge.ends.type == type and edge.ends.end in ends
            ]

        dropped = {(row["source"], row["target"], row["extra"]) for row in mine(self.gone)}
        kept = [row for row in rows if (row["source"], row["target"], row["extra"]) not in dropped]
        return sorted([*kept, *mine(self.come)], key=lambda row: (row["source"], row["target"], str(row["extra"])))


def _extra(rest: str, edge: Edge) -> Any:
    """Give what a snapshot reads beside the ends: whether a place is sure, or the label of one that is left out."""
    if rest == "exceptions":
        return edge.ends.end
    return dict(edge.properties).get("sure") if rest in _BOXED else None

"""Read a graph as it would be after a load that is drafted and not written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pathway_graph.model import FIELDS
from pathway_graph.snapshot_rows import ASPECTS, LINKS, NONE_STATED, Link, ends_of, one_row, statements
from pathway_graph.values import reader

from .ledger import Net
from .shape import Edge, blank_properties, properties, relationships

__all__ = ["overlaid"]

Read = Callable[..., Sequence[Mapping[str, Any]]]

Row = Mapping[str, Any]


def overlaid(read: Read, net: Iterable[Net]) -> Read:
    """Give a `read` for `snapshot.landscape` that answers as the graph would with these net changes.

    It answers the statements of a snapshot and no others. Cost: that of the snapshot, and the changes.
    """
    changed = _Changed(net)
    names = {statement: name for name, statement in statements().items()}

    def read_overlaid(statement: str) -> Sequence[Row]:
        name, rows = names[statement], read(statement)
        return changed.edges(name, rows) if len(name) == 3 else changed.nodes(*name, rows)

    return read_overlaid


class _Changed:
    """Net changes, by node and as relationships that go and come."""

    def __init__(self, net: Iterable[Net]) -> None:
        self.by_node: dict[str, dict[str, dict[str, tuple[Any, Any]]]] = {}
        self.gone: set[Edge] = set()
        self.come: set[Edge] = set()
        value = reader()
        for label, id, field, before, after in net:
            if label not in FIELDS:
                continue
            pair = (None if before is None else value(before), None if after is None else value(after))
            self.by_node.setdefault(label, {}).setdefault(id, {})[field] = pair
            old, new = (relationships(label, id, field, side) if side is not None else frozenset() for side in pair)
            self.gone |= old - new
            self.come |= new - old

    def nodes(self, label: str, aspect: str, rows: Sequence[Row]) -> list[Row]:
        """The rows of an aspect, with nodes that changed in rows of their own."""
        names, changed = ASPECTS[label][aspect], self.by_node.get(label, {})
        if not changed:
            return list(rows)
        before = {id: row for row in rows for id in row["ids"] if id in changed}
        kept: list[Row] = [{**row, "ids": [id for id in row["ids"] if id not in changed]} for row in rows]
        for id, fields in changed.items():
            old, new = fields.get("id", ("", ""))
            if new is None:
                continue
            told = {**dict.fromkeys(names), **blank_properties(label)} if old is None else dict(before[id])
            for header, (_, stored) in fields.items():
                told.update(properties(label, header, stored))
            kept.append({**{name: told.get(name) for name in names}, "ids": [id]})
        return kept

    def edges(self, link: Link, rows: Sequence[Row]) -> list[Row]:
        """The relationships of a kind, one a row where any of them changed."""
        gone, come = self._of(link, self.gone), self._of(link, self.come)
        if not gone and not come:
            return list(rows)
        now = {(start, *end) for start, ends in ends_of(link, rows).items() for end in ends} - gone | come
        return [one_row(link, *each) for each in now]

    @staticmethod
    def _of(link: Link, edges: Iterable[Edge]) -> set[tuple[str, str, Any]]:
        label, type, other = link
        return {
            (edge.start, edge.end, _extra(link, edge))
            for edge in edges
            if edge.ends.start == label and edge.ends.type == type and edge.ends.end in other.split("|")
        }


def _extra(link: Link, edge: Edge) -> Any:
    """Give what a snapshot reads beside the ends: whether a place is sure, or the label of one that is left out."""
    if LINKS[link] == NONE_STATED:
        return None
    return edge.ends.end if link[1] == "LEAVES_OUT" else dict(edge.properties).get("sure")

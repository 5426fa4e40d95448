"""Read all that a graph shows of the facts: its nodes, their properties, and what leads from one to the other."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

from pathway_graph.model import FIELDS, LABELS
from pathway_graph.stores import Row

from .shape import Edge, Ends, properties

__all__ = ["OTHERS", "Key", "Nodes", "Shown", "known_properties", "of_label", "read_shown"]

Key = tuple[str, str]
"""Label and id of a node."""

Nodes = dict[Key, Row]
"""Nodes as their properties, and all their labels as `labels`."""

_COLUMNS = """labels(n) AS labels, properties(n) AS told,
  [(n)-[r]->(b) | [type(r), labels(b), b.id, properties(r)]] AS leads"""
OTHERS = f"MATCH (n) WHERE none(name IN labels(n) WHERE name IN $seen)\nRETURN {_COLUMNS}"


@dataclasses.dataclass(slots=True)
class Shown:
    """What a graph shows of the model's labels. A node that is there twice, or under two of them, is also `wrong`;
    `nameless` are labels of which a node has no id. Properties that no fact sets are left out."""

    nodes: Nodes = dataclasses.field(default_factory=dict)
    edges: collections.Counter[Edge] = dataclasses.field(default_factory=collections.Counter)
    wrong: set[Key] = dataclasses.field(default_factory=set)
    nameless: set[str] = dataclasses.field(default_factory=set)


def of_label(label: str) -> str:
    """Write the statement that reads the nodes of a label with what leads from them."""
    return f"MATCH (n:{label}) RETURN {_COLUMNS}"


def read_shown(read: Callable[[str, dict[str, Any]], Iterable[Row]], labels: Iterable[str]) -> Shown:
    """Read a graph with one statement for each of the labels that it should hold, and one for what else is there.

    That other one finds what no label foretells; a statement for every label and kind of relationship, of which most
    would find nothing, costs a server more for its plan than for its rows. Relationships to and from nodes of other
    labels than the model's are left out.
    """
    shown, seen = Shown(), list[str]()
    for label in labels:
        _take(shown, read(of_label(label), {}), frozenset(seen))
        seen.append(label)
    _take(shown, read(OTHERS, {"seen": seen}), frozenset(seen))
    return shown


def known_properties(label: str) -> set[str]:
    """List the properties that facts can set on a node; others are computed, and a layer of their own."""
    headers = (*FIELDS[label], "other_columns")
    return {"id", *(name for header in headers for name in properties(label, header, None))}


_MODEL = frozenset(LABELS)


def _take(shown: Shown, rows: Iterable[Row], seen: frozenset[str]) -> None:
    known = {label: known_properties(label) for label in LABELS}
    ends: dict[tuple[str, ...], Ends] = {}
    found: list[Edge] = []
    for row in rows:
        ours = _ours(row["labels"])
        if not seen.isdisjoint(ours):
            continue  # also of a label that was read before
        id = row["told"].get("id")
        for label in ours:
            if not isinstance(id, str):
                shown.nameless.add(label)
                continue
            key = label, id
            if key in shown.nodes or len(ours) > 1:
                shown.wrong.add(key)
            told = {name: value for name, value in row["told"].items() if name in known[label] and value is not None}
            told["labels"] = sorted(row["labels"])
            shown.nodes[key] = told
        if not ours or not isinstance(id, str):
            continue
        for type, labels, other, told in row["leads"]:
            to = _ours(labels)
            if to and other is not None:
                kind = type, ours[0], to[0]
                if kind not in ends:
                    ends[kind] = Ends(*kind)
                pairs = tuple(sorted((name, _hashable(value)) for name, value in told.items())) if told else ()
                found.append(Edge(ends[kind], id, other, pairs))
    shown.edges.update(found)


def _ours(labels: list[str]) -> list[str]:
    return [label for label in labels if label in _MODEL]


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

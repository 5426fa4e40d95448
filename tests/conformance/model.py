"""Say in plain Python what a graph holds and what random statements do to it and find in it."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["Model", "Read", "Write", "reads", "writes"]

LABELS, TYPES = ("Red", "Blue"), ("TO", "NEAR")
VALUES = (None, 0, 1, 2, 2.5, -1)
Row = dict[str, Any]


@dataclasses.dataclass
class Model:
    """Nodes by id, (label, properties), and relationships as (start, type, end, weight)."""

    nodes: dict[str, tuple[str, Row]] = dataclasses.field(default_factory=dict)
    edges: list[tuple[str, str, str, int]] = dataclasses.field(default_factory=list)

    def copy(self) -> Model:
        """Copy it, so that what is taken back can be taken back here, too."""
        return Model({id: (label, dict(told)) for id, (label, told) in self.nodes.items()}, list(self.edges))

    def x(self, id: str) -> Any:
        """The property x of a node, None where there is none."""
        return self.nodes[id][1].get("x")


Write = tuple[str, Row, Callable[[Model], None]]
Read = tuple[str, Row, Callable[[Model], list[tuple[Any, ...]]]]


def writes(pick: random.Random, many: int) -> Iterator[Write]:
    """Make random writing statements, each with its parameters and with what it does to a model."""
    for number in range(many):
        a, b = (f"n{pick.randrange(8)}" for _ in range(2))
        x, w = pick.choice(VALUES), pick.randrange(3)
        label, type = pick.choice(LABELS), pick.choice(TYPES)
        yield pick.choice(_WRITES)(f"n{number}" if pick.random() < 0.3 else a, b, x, w, label, type)


def _merge(a: str, b: str, x: Any, w: int, label: str, type: str) -> Write:
    def do(model: Model) -> None:
        known = model.nodes.get(a)
        if known is None or known[0] != label:
            if known is not None:
                return
            model.nodes[a] = label, {"id": a, "made": True}
        else:
            known[1]["seen"] = True

    # An id is of one label only, so that the model can go by ids.
    text = f"""OPTIONAL MATCH (o {{id: $a}}) WHERE NOT o:{label} WITH count(o) AS others
    FOREACH (_ IN CASE others WHEN 0 THEN [1] ELSE [] END |
      MERGE (n:{label} {{id: $a}}) ON CREATE SET n.made = true ON MATCH SET n.seen = true)"""
    return text, {"a": a}, do


def _set(a: str, b: str, x: Any, w: int, label: str, type: str) -> Write:
    def do(model: Model) -> None:
        for id in (a, b):
            if id in model.nodes:
                told = model.nodes[id][1]
                told.pop("x", None)
                told.update({} if x is None else {"x": x})

    return (
        "UNWIND $rows AS row MATCH (n {id: row.id}) SET n += row.told",
        {"rows": [{"id": id, "told": {"x": x}} for id in (a, b)]},
        do,
    )


def _remove(a: str, b: str, x: Any, w: int, label: str, type: str) -> Write:
    def do(model: Model) -> None:
        for known, told in model.nodes.values():
            if known == label and told.get("x") is not None and x is not None and told["x"] > x:
                del told["x"]

    return f"MATCH (n:{label}) WHERE n.x > $x REMOVE n.x", {"x": x}, do


def _delete(a: str, b: str, x: Any, w: int, label: str, type: str) -> Write:
    def do(model: Model) -> None:
        model.nodes.pop(a, None)
        model.edges = [edge for edge in model.edges if a not in (edge[0], edge[2])]

    return "MATCH (n {id: $a}) DETACH DELETE n", {"a": a}, do


def _join(a: str, b: str, x: Any, w: int, label: str, type: str) -> Write:
    def do(model: Model) -> None:
        if a in model.nodes and b in model.nodes:
            model.edges.append((a, type, b, w))

    return f"MATCH (a {{id: $a}}), (b {{id: $b}}) CREATE (a)-[:{type} {{w: $w}}]->(b)", {"a": a, "b": b, "w": w}, do


def _join_once(a: str, b: str, x: Any, w: int, label: str, type: str) -> Write:
    def do(model: Model) -> None:
        if a in model.nodes and b in model.nodes and (a, type, b, w) not in model.edges:
            model.edges.append((a, type, b, w))

    return f"MATCH (a {{id: $a}}), (b {{id: $b}}) MERGE (a)-[:{type} {{w: $w}}]->(b)", {"a": a, "b": b, "w": w}, do


def _part(a: str, b: str, x: Any, w: int, label: str, type: str) -> Write:
    def do(model: Model) -> None:
        model.edges = [edge for edge in model.edges if edge[1] != type or edge[3] != w]

    return f"MATCH (:{LABELS[0]}|{LABELS[1]})-[r:{type} {{w: $w}}]->() DELETE r", {"w": w}, do


_WRITES = (_merge, _merge, _merge, _set, _set, _remove, _delete, _join, _join, _join_once, _part)


def reads(pick: random.Random, many: int) -> Iterator[Read]:
    """Make random reading statements, each with its parameters and with the rows that a model gives, in order."""
    for _ in range(many):
        label, type = pick.choice(LABELS), pick.choice(TYPES)
        yield pick.choice(_READS)(label, type, pick.choice(VALUES), f"n{pick.randrange(8)}")


def _compare(label: str, type: str, x: Any, a: str) -> Read:
    def find(model: Model) -> list[tuple[Any, ...]]:
        return sorted(
            (id, id not in {e[2] for e in model.edges})
            for id, (known, _) in model.nodes.items()
            if known == label and x is not None and model.x(id) is not None and not model.x(id) < x
        )

    text = f"MATCH (n:{label}) WHERE NOT n.x < $x RETURN n.id AS id, NOT EXISTS {{ (n)<--() }} AS first ORDER BY id"
    return text, {"x": x}, find


def _hops(label: str, type: str, x: Any, a: str) -> Read:
    def find(model: Model) -> list[tuple[Any, ...]]:
        found = set()
        for first in range(len(model.edges)):
            for second in range(len(model.edges)):
                start, end = model.edges[first], model.edges[second]
                if first != second and start[2] == end[0] and start[1] == type and model.nodes[end[2]][0] == label:
                    found.add((start[0], end[2]))
        return sorted(found)

    return f"MATCH (a)-[:{type}]->()-->(b:{label}) RETURN DISTINCT a.id AS a, b.id AS b ORDER BY a, b", {}, find


def _reach(label: str, type: str, x: Any, a: str) -> Read:
    def find(model: Model) -> list[tuple[Any, ...]]:
        found = {a} if a in model.nodes else set()
        for _ in range(3):
            found |= {end for start, kind, end, _ in model.edges if kind == type and start in found}
        return sorted((id,) for id in found)

    return f"MATCH (a {{id: $a}})-[:{type}*0..3]->(b) RETURN DISTINCT b.id AS b ORDER BY b", {"a": a}, find


def _grouped(label: str, type: str, x: Any, a: str) -> Read:
    def find(model: Model) -> list[tuple[Any, ...]]:
        rows = []
        for id in sorted(model.nodes):
            weights = sorted(w for start, kind, _, w in model.edges if start == id and kind == type)
            rows.append((id, len(weights), sum(weights), weights, max(weights, default=None)))
        return rows

    return (
        f"""MATCH (n) OPTIONAL MATCH (n)-[r:{type}]->() WITH n, r.w AS w ORDER BY w
    RETURN n.id AS id, count(w) AS many, sum(w) AS total, collect(w) AS all, max(w) AS most ORDER BY id""",
        {},
        find,
    )


def _choice(label: str, type: str, x: Any, a: str) -> Read:
    def find(model: Model) -> list[tuple[Any, ...]]:
        said = {None: "blank", 0: "none"}
        return sorted((id, said.get(model.x(id), "some"), model.x(id) in (1, 2)) for id in model.nodes)

    return (
        """MATCH (n) RETURN n.id AS id,
    CASE WHEN n.x IS NULL THEN 'blank' WHEN n.x = 0 THEN 'none' ELSE 'some' END AS said,
    coalesce(n.x IN [1, 2], false) AS listed ORDER BY id""",
        {},
        find,
    )


def _subquery(label: str, type: str, x: Any, a: str) -> Read:
    def find(model: Model) -> list[tuple[Any, ...]]:
        near = {id: sorted({e[2] for e in model.edges if e[0] == id}) for id in model.nodes}
        return sorted((id, near[id], len(near[id])) for id in near if len(near[id]) > 0)

    return (
        """MATCH (n) WITH n, COLLECT { MATCH (n)-->(m) WITH DISTINCT m.id AS id ORDER BY id RETURN id } AS ids
    WHERE size(ids) > 0 RETURN n.id AS id, ids, size(ids) AS many ORDER BY id""",
        {},
        find,
    )


_READS = (_compare, _hops, _reach, _grouped, _choice, _subquery)

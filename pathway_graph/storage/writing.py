"""Write the Cypher that changes the graph: one statement a form, its rows as the parameter `$rows`.

Generated from the model's labels and relationships alone, in Neo4j 5 Cypher. Every statement returns in `written` how
many rows it wrote.
"""

from __future__ import annotations

from pathway_graph.fields import Field
from pathway_graph.model import FIELDS, LABELS

from .shape import Ends, constraints, ends_of, node_labels
from .shown import OTHERS, of_label
from .stamps import READ_STAMP

__all__ = [
    "FENCE", "FIRST_STAMP", "NEXT_STAMP", "TOLD", "add", "create", "drop", "edges_from", "edges_to",
    "look_up", "remove", "statements", "update",
]  # fmt: skip

_SURE = ("sure",)
TOLD = {"STATED_IN": ("field", "locator"), "COVERS": _SURE, "MEETS": _SURE}
"""The properties of relationships, by which two of one kind between the same nodes are told apart."""

FIRST_STAMP = "CREATE (m:_Meta {id: 'pathway-graph', ledger: $ledger, seq: 0, hash: ''}) RETURN count(*) AS written"
FENCE = "MATCH (m:_Meta {id: 'pathway-graph'}) SET m.fence = $hash RETURN count(*) AS written"
NEXT_STAMP = """MATCH (m:_Meta {id: 'pathway-graph'})
WHERE m.ledger = $ledger AND m.seq = $seq_before AND m.hash = $hash_before
SET m.seq = $seq, m.hash = $hash REMOVE m.fence RETURN count(*) AS written"""


def create(labels: tuple[str, ...]) -> str:
    """Make nodes that have not been there, with all their labels: rows of `properties`."""
    return f"UNWIND $rows AS row CREATE (n:{':'.join(labels)}) SET n = row.properties RETURN count(*) AS written"


def update(label: str) -> str:
    """Set properties of nodes, or take them away where they are null: rows of `id`, `properties`."""
    return f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n += row.properties RETURN count(*) AS written"


def remove(label: str) -> str:
    """Take nodes away with all their relationships: rows of `id`."""
    return f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) DETACH DELETE n RETURN count(*) AS written"


def add(ends: Ends) -> str:
    """Make relationships: rows of `start`, `end` and `sure`, or `told` with the properties where some may be absent."""
    names = TOLD.get(ends.type, ())
    inside, after = (" {sure: row.sure}", "") if names == _SURE else ("", " SET r = row.told" if names else "")
    return (
        f"UNWIND $rows AS row MATCH (a:{ends.start} {{id: row.start}}) MATCH (b:{ends.end} {{id: row.end}})"
        f" CREATE (a)-[r:{ends.type}{inside}]->(b){after} RETURN count(*) AS written"
    )


def drop(ends: Ends) -> str:
    """Take relationships away: rows of `start`, `end` and the values of their properties ('' for none)."""
    alike = " AND ".join(f"coalesce(r.{name}, '') = row.{name}" for name in TOLD.get(ends.type, ()))
    return (
        f"UNWIND $rows AS row MATCH (a:{ends.start} {{id: row.start}})-[r:{ends.type}]->(b:{ends.end} {{id: row.end}})"
        f"{' WHERE ' + alike if alike else ''} DELETE r RETURN count(*) AS written"
    )


def look_up(label: str) -> str:
    """Read nodes with their properties: rows of `id`."""
    return f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) RETURN n.id AS id, properties(n) AS properties"


def edges_from(label: str) -> str:
    """Read the relationships that start at nodes: rows of `id`."""
    return _edges(label, "(n)-[r]->(m)", "n.id AS start, m.id AS end")


def edges_to(label: str) -> str:
    """Read the relationships that end at nodes: rows of `id`."""
    return _edges(label, "(n)<-[r]-(m)", "m.id AS start, n.id AS end")


def statements() -> list[tuple[str, str]]:
    """List every form by name, for the linter and for reading; organisations with one role and with all stand for
    those with any."""
    found = [("stamp first", FIRST_STAMP), ("stamp fence", FENCE), ("stamp next", NEXT_STAMP)]
    found += [("stamp read", READ_STAMP), ("read others", OTHERS)]
    found += [(f"define {n}", text) for n, text in enumerate(constraints(), 1)]
    for label in LABELS:
        found += [(f"create {label}", create((label,))), (f"update {label}", update(label))]
        found += [(f"remove {label}", remove(label)), (f"read {label}", of_label(label))]
    roles = FIELDS["Organisation"]["roles"]
    every = node_labels("Organisation", {"roles": list(roles.choices)}) if isinstance(roles, Field) else []
    for some in (*((role,) for role in every), tuple(every)):
        found.append((f"create Organisation {' '.join(some)}", create(("Organisation", *some))))
    for name, form in (("look up", look_up), ("edges from", edges_from), ("edges to", edges_to)):
        found.append((f"{name} Organisation", form("Organisation")))
    kinds = {ends for label in LABELS for header in (*FIELDS[label], "stated_in") for ends in ends_of(label, header)}
    for ends in sorted(kinds, key=lambda ends: (ends.start, ends.type, ends.end)):
        words = f"{ends.start} {ends.type} {ends.end}"
        found += [(f"add {words}", add(ends)), (f"drop {words}", drop(ends))]
    return found


def _edges(label: str, pattern: str, ends: str) -> str:
    return (
        f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) MATCH {pattern}"
        f" RETURN {ends}, type(r) AS type, labels(m) AS labels, properties(r) AS told"
    )

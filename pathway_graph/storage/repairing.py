"""Bring a graph to what its ledger says by their difference, in one transaction.

A graph that is nearly right is mended in a fraction of the time in which it is made anew, and whoever reads it at the
same time sees the state before or the state after. Nodes of labels that are not the model's, and relationships to them,
are left alone, and so are properties that no fact sets.
"""

from __future__ import annotations

import collections
import dataclasses

from pathway_graph.stores import Row, Transaction

from .audit import expected_graph
from .ledger import Ledger
from .projection import edge_row, restamp, send
from .shape import Edge, Ends
from .shown import Key, read_shown
from .stamps import Stamp
from .writing import add, create, update

__all__ = ["repair"]

_Pair = tuple[str, str, str, str, str]
"""Start label, type, end label, start id, end id."""


@dataclasses.dataclass(slots=True)
class _Difference:
    """What has to be done: nodes to take away, to set and to make, pairs to part, edges to make."""

    removed: dict[str, list[Row]]
    nameless: set[str]
    updated: dict[str, list[Row]]
    created: dict[tuple[str, ...], list[Row]]
    parted: set[_Pair]
    joined: collections.Counter[Edge]

    @property
    def many(self) -> int:
        """How many nodes and pairs of nodes differ."""
        nodes = {(label, row["id"]) for label, rows in (*self.removed.items(), *self.updated.items()) for row in rows}
        nodes |= {(labels[0], row["properties"]["id"]) for labels, rows in self.created.items() for row in rows}
        pairs = self.parted | {_pair(edge) for edge in self.joined}
        return len(nodes) + len(pairs) + len(self.nameless)


def repair(transaction: Transaction, ledger: Ledger, before: Stamp, after: Stamp) -> int:
    """Carry out the difference inside an open transaction; give how many nodes and pairs of nodes differed.

    Raises Unavailable where the stamp is not `before` (another program wrote in the meantime).
    """
    restamp(transaction, before, after)
    difference = _differences(transaction, ledger)
    for label in sorted(difference.nameless):
        transaction.run(f"MATCH (n:{label}) WHERE n.id IS NULL DETACH DELETE n")
    for label, rows in difference.removed.items():  # no count: a node may be there twice
        transaction.run(f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) DETACH DELETE n", {"rows": rows})
    send(transaction, *((update(label), rows) for label, rows in difference.updated.items()))
    send(transaction, *((create(labels), rows) for labels, rows in difference.created.items()))
    _part(transaction, difference.parted)
    edges: dict[Ends, list[Row]] = collections.defaultdict(list)
    for edge in sorted(difference.joined, key=repr):
        edges[edge.ends].append(edge_row(edge.start, edge.end, edge.ends, dict(edge.properties)))
    send(transaction, *((add(ends), rows) for ends, rows in edges.items()))
    return difference.many


def _differences(transaction: Transaction, ledger: Ledger) -> _Difference:
    wanted, edges = expected_graph(ledger)
    shown = read_shown(transaction.run, dict.fromkeys(label for label, _ in wanted))
    there, wrong = shown.nodes, shown.wrong
    found = _Difference(collections.defaultdict(list), shown.nameless, collections.defaultdict(list),
                        collections.defaultdict(list), set(), collections.Counter())  # fmt: skip
    remade = {key for key in wrong | there.keys() if key in wrong or _has_other_labels(wanted.get(key), there[key])}
    for label, id in sorted(remade):
        found.removed[label].append({"id": id})
    for key, told in sorted(wanted.items()):
        its = there.get(key) if key not in remade else None
        if its is None:
            others = [label for label in told["labels"] if label != key[0]]
            plain = {name: value for name, value in told.items() if name != "labels"}
            found.created[key[0], *others].append({"properties": plain})
        elif its != told:
            changed = {name: told.get(name) for name in told.keys() | its.keys() if told.get(name) != its.get(name)}
            found.updated[key[0]].append({"id": key[1], "properties": changed})
    _compare_edges(edges, shown.edges, remade, found)
    return found


def _has_other_labels(wanted: Row | None, there: Row) -> bool:
    return wanted is None or wanted["labels"] != there["labels"]


def _compare_edges(
    wanted: collections.Counter[Edge], shown: collections.Counter[Edge], remade: set[Key], found: _Difference
) -> None:
    """Where anything between two nodes is not as it should be, part them and join them anew."""
    of_pair: dict[_Pair, collections.Counter[Edge]] = collections.defaultdict(collections.Counter)
    for edge, many in wanted.items():
        of_pair[_pair(edge)][edge] += many
    there: dict[_Pair, collections.Counter[Edge]] = collections.defaultdict(collections.Counter)
    for edge, many in shown.items():
        if remade.isdisjoint(((edge.ends.start, edge.start), (edge.ends.end, edge.end))):
            there[_pair(edge)][edge] += many
    for pair in of_pair.keys() | there.keys():
        if of_pair.get(pair) != there.get(pair):
            found.joined.update(of_pair.get(pair, collections.Counter()))
            if pair in there:
                found.parted.add(pair)


def _pair(edge: Edge) -> _Pair:
    return edge.ends.start, edge.ends.type, edge.ends.end, edge.start, edge.end


def _part(transaction: Transaction, pairs: set[_Pair]) -> None:
    """Take away every relationship of a type between two nodes; the type may be anything that somebody wrote."""
    kinds: dict[tuple[str, str, str], list[Row]] = collections.defaultdict(list)
    for start, type, end, a, b in sorted(pairs):
        kinds[start, type, end].append({"start": a, "end": b})
    for (start, type, end), rows in kinds.items():
        quoted = type.replace("`", "``")
        between = f"(a:{start} {{id: row.start}})-[r:`{quoted}`]->(b:{end} {{id: row.end}})"
        transaction.run(f"UNWIND $rows AS row MATCH {between} DELETE r", {"rows": rows})

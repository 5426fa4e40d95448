"""Carry what counts into a graph: one load a transaction, with the stamp that says which.

The first statement of every transaction writes to the stamp `_Meta{ledger, seq, hash}`, and the second sets it where it
still says what the load follows on: a server locks what is written, not what is read, so that of two writers who begin
at once the second waits, then sees what the first has done, and can't succeed. Every statement says how many rows it
wrote; fewer than it was given (an end of a relationship that is not there) takes the transaction back.
"""

from __future__ import annotations

import collections
import functools
from collections.abc import Iterable, Mapping
from typing import Any

from pathway_graph.errors import Defect, Problem, Unavailable
from pathway_graph.model import COMPUTED, FIELDS, LABELS
from pathway_graph.stores import Fillable, Row, Store, Transaction
from pathway_graph.values import reader

from .ledger import Appending, Net
from .moments import reached
from .shape import (
    Edge,
    Ends,
    SetOnce,
    blank_properties,
    constraints,
    ends_of,
    is_its_own_property,
    is_reference,
    led_to,
    node_labels,
    properties,
    relationships,
)
from .stamps import Stamp
from .writing import (
    FENCE,
    FIRST_STAMP,
    NEXT_STAMP,
    TOLD,
    add,
    create,
    drop,
    edges_from,
    edges_to,
    look_up,
    remove,
    statements,
    update,
)

__all__ = ["apply", "carry", "edge_row", "is_empty", "prepare", "restamp", "send", "statements"]

_BATCH = 5000
_ORGANISATION = "Organisation"
_NONE: frozenset[Edge] = frozenset()

_Changes = Mapping[str, tuple[Any, Any]]
"""Header -> the value that counted and the one that counts, as they are stored (None: nothing)."""


class _Work:
    """What a load does to the graph, grouped by the statement that does it; a row for each node or relationship."""

    def __init__(self) -> None:
        self.dropped: dict[Ends, list[Row]] = collections.defaultdict(list)
        self.removed: dict[str, list[Row]] = collections.defaultdict(list)
        self.created: dict[tuple[str, ...], list[Row]] = collections.defaultdict(list)
        self.updated: dict[str, list[Row]] = collections.defaultdict(list)
        self.moved: dict[str, tuple[str, ...]] = {}
        self.added: dict[Ends, list[Row]] = collections.defaultdict(list)


def prepare(store: Store, ledger: str) -> None:
    """Define the constraints and set the first stamp in a graph that is empty."""
    store.define(constraints())
    with store.transaction() as transaction:
        if (written := _written(transaction.run(FIRST_STAMP, {"ledger": ledger}))) != 1:
            raise _too_few(written, 1, FIRST_STAMP)


def is_empty(store: Store) -> bool:
    """Say whether a graph holds nothing at all."""
    return not store.read("MATCH (n) RETURN n.id AS id LIMIT 1")


def apply(transaction: Transaction, before: Stamp, after: Stamp, net: Iterable[Net]) -> None:
    """Carry the net changes between two states into the graph, inside an open transaction.

    Raises Unavailable where the graph does not show the state before, Defect where a statement wrote less than it was
    given; the transaction has to be taken back then.
    """
    restamp(transaction, before, after)
    _write(transaction, _work(net))


def carry(store: Store, before: Stamp, after: Stamp, net: Iterable[Net], load: Appending) -> None:
    """Carry the net changes between two states into a graph; the load is written, and committed before they are kept.

    An empty graph of a store that can be filled is filled in bulk, outside of a transaction, after its stamp was set:
    should anything fail then, it shows a state that the ledger never had, and is made anew. Ledger and graph are
    written beside each other there.
    """
    if before.seq == 0 and isinstance(store, Fillable):
        with store.transaction() as transaction:
            restamp(transaction, before, after)
        work = _work(net)
        reached("graph removed")
        nodes = {labels: [row["properties"] for row in rows] for labels, rows in work.created.items()}
        reached("graph nodes")
        edges = {(ends.start, ends.type, ends.end): rows for ends, rows in work.added.items()}
        given, written = sum(map(len, edges.values())), store.fill(nodes, edges, load.write)
        if written != given:
            raise _too_few(written, given, "filling it")
        reached("graph relationships")
        load.commit()
        return
    load.write()
    with store.transaction() as transaction:
        apply(transaction, before, after, net)
        load.commit()


def _write(transaction: Transaction, work: _Work) -> None:
    removed = [(drop(ends), edges) for ends, edges in work.dropped.items()]
    send(transaction, *removed, *((remove(label), nodes) for label, nodes in work.removed.items()))
    reached("graph removed")
    send(transaction, *((update(label), nodes) for label, nodes in work.updated.items()))
    if work.moved:
        _move(transaction, work)
    send(transaction, *((create(labels), nodes) for labels, nodes in work.created.items()))
    reached("graph nodes")
    send(transaction, *((add(ends), edges) for ends, edges in work.added.items()))
    reached("graph relationships")


def restamp(transaction: Transaction, before: Stamp, after: Stamp) -> None:
    """Set the stamp, as the first thing in a transaction; raises Unavailable where it is not what it should be."""
    stamps = {"ledger": after.ledger, "seq": after.seq, "hash": after.hash}
    transaction.run(FENCE, {"hash": after.hash})
    rows = transaction.run(NEXT_STAMP, {**stamps, "seq_before": before.seq, "hash_before": before.hash})
    if _written(rows) != 1:
        raise Unavailable(
            Problem("PG208", f"the graph does not show load {before.seq}, on which load {after.seq} follows.",
                    "Another program has written to it; open the workspace again.")
        )  # fmt: skip
    reached("graph stamped")


def _work(net: Iterable[Net]) -> _Work:
    work, new = _Work(), _NewNodes()
    for (label, id), changes in _by_node(net).items():
        before, after = changes.get("id", ("", ""))
        if before is None:
            new.add(work, label, id, changes)
            continue
        _note_edges(work, label, id, changes)
        if after is None:
            work.removed[label].append({"id": id})
            continue
        told: Row = {}
        for header, (_, value) in changes.items():
            told.update(properties(label, header, value))
        if told:
            work.updated[label].append({"id": id, "properties": told})
        if _roles(changes, 0) != _roles(changes, 1):
            work.moved[id] = _roles(changes, 1)
    return work


class _NewNodes:
    """Make the rows of nodes that were not there: what is blank is not written, equal values are turned once."""

    def __init__(self) -> None:
        self._once = SetOnce()

    def add(self, work: _Work, label: str, id: str, changes: _Changes) -> None:
        told: Row = {**_blank(label)}
        plain, leading = _headers(label)
        for header, (_, value) in changes.items():
            if value is None:
                continue
            if header in plain and type(value) is str:
                told[header] = value
                continue
            if header in leading or header.endswith("stated_in"):
                _note_new_edges(work, label, id, header, value)
                if type(value) is list and _is_reference(label, header):
                    continue  # ids set no property
            told.update(self._once.by(label, header, value))
        told["id"] = id
        work.created[label, *_roles(changes, 1)].append({"properties": told})


_blank = functools.cache(blank_properties)
_is_reference = functools.cache(is_reference)


@functools.cache
def _headers(label: str) -> tuple[frozenset[str], frozenset[str]]:
    """Give the headers of a label whose plain text is their one property, and those that lead to other nodes."""
    plain = frozenset(header for header in FIELDS[label] if is_its_own_property(label, header))
    return plain, frozenset(header for header in FIELDS[label] if ends_of(label, header))


def _note_new_edges(work: _Work, label: str, id: str, header: str, value: Any) -> None:
    plain = led_to(label, id, header, value)
    for ends, start, end in sorted(plain, key=_by_end) if len(plain) > 1 else plain:
        work.added[ends].append(edge_row(start, end, ends, {}))
    if not plain:
        for edge in sorted(relationships(label, id, header, value), key=_place):
            work.added[edge.ends].append(edge_row(edge.start, edge.end, edge.ends, dict(edge.properties)))


def _by_end(edge: tuple[Ends, str, str]) -> tuple[str, str, str, str]:
    ends, start, end = edge
    return ends.type, ends.end, start, end


def _by_node(net: Iterable[Net]) -> dict[tuple[str, str], dict[str, tuple[Any, Any]]]:
    nodes: dict[tuple[str, str], dict[str, tuple[Any, Any]]] = {}
    read = reader()
    for label, id, field, before, after in net:
        if label in LABELS:
            pair = (None if before is None else read(before), None if after is None else read(after))
            nodes.setdefault((label, id), {})[field] = pair
    return nodes


def _note_edges(work: _Work, label: str, id: str, changes: _Changes) -> None:
    """Compare what each fact made with what it makes: no relationship is made by two facts (see `shape`)."""
    for header, (before, after) in changes.items():
        old = relationships(label, id, header, before) if before is not None else _NONE
        new = relationships(label, id, header, after) if after is not None else _NONE
        for edge in sorted(old - new, key=_place):
            work.dropped[edge.ends].append(edge_row(edge.start, edge.end, edge.ends, dict(edge.properties)))
        for edge in sorted(new - old, key=_place):
            work.added[edge.ends].append(edge_row(edge.start, edge.end, edge.ends, dict(edge.properties)))


def _place(edge: Edge) -> tuple[Any, ...]:
    return edge.ends.type, edge.ends.end, edge.start, edge.end, edge.properties


def edge_row(start: str, end: str, ends: Ends, told: dict[str, Any]) -> Row:
    """Make the row with which a relationship is added or dropped (see `writing.add`)."""
    row: Row = {"start": start, "end": end}
    if ends.type == "STATED_IN":
        row["told"] = told
    for name in TOLD.get(ends.type, ()):
        row[name] = told.get(name, "")
    return row


def _roles(changes: _Changes, side: int) -> tuple[str, ...]:
    return tuple(node_labels(_ORGANISATION, {"roles": changes["roles"][side]})) if "roles" in changes else ()


def _move(transaction: Transaction, work: _Work) -> None:
    """Give nodes other labels: take them away and make them again with their properties and relationships.

    The embedded engine keeps nodes by their set of labels, and refuses (as a duplicate id) to change the set of one
    node twice in a transaction, which taking one role away and giving another is.
    """
    rows = [{"id": id} for id in work.moved]
    found: dict[Ends, dict[str, Row]] = collections.defaultdict(dict)
    for statement, outward in ((edges_from(_ORGANISATION), True), (edges_to(_ORGANISATION), False)):
        for row in transaction.run(statement, {"rows": rows}):
            other = next(label for label in row["labels"] if label in (*LABELS, *COMPUTED))
            ends = Ends(row["type"], _ORGANISATION, other) if outward else Ends(row["type"], other, _ORGANISATION)
            edge = edge_row(row["start"], row["end"], ends, row["told"])
            found[ends][repr(edge)] = edge
    for node in transaction.run(look_up(_ORGANISATION), {"rows": rows}):
        work.created[_ORGANISATION, *work.moved[node["id"]]].append({"properties": node["properties"]})
    send(transaction, (remove(_ORGANISATION), rows))
    for ends, edges in found.items():
        work.added[ends].extend(edges.values())


def send(transaction: Transaction, *work: tuple[str, list[Row]]) -> None:
    """Run statements, each on its rows, in batches; Defect where one wrote less than it was given."""
    batches = [(statement, rows[start : start + _BATCH])
               for statement, rows in work for start in range(0, len(rows), _BATCH)]  # fmt: skip
    told = transaction.run_each((statement, {"rows": rows}) for statement, rows in batches)
    for (statement, rows), found in zip(batches, told, strict=True):
        if (written := _written(found)) != len(rows):
            raise _too_few(written, len(rows), statement)


def _too_few(written: int, expected: int, statement: str) -> Defect:
    return Defect(
        Problem("PG209", f"{written} of {expected} rows were written to the graph by: {statement}",
                "Nothing was changed. Run 'pathway-graph db rebuild' and try again; if it stays, please report it.")
    )  # fmt: skip


def _written(rows: list[Row]) -> int:
    return int(rows[0]["written"]) if rows else 0

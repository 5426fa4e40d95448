"""Prove that a ledger is whole, and that a graph shows what it says."""

from __future__ import annotations

import collections
import json
from collections.abc import Iterable, Iterator
from typing import Any

from pathway_graph.errors import Problem
from pathway_graph.model import FIELDS, LABELS
from pathway_graph.stores import Store

from .ledger import Ledger, digest
from .settling import recompute
from .shape import Edge, blank_properties, ends_of, node_labels, properties, relationships

__all__ = ["audit_graph", "audit_ledger", "expected_graph", "known_properties"]

_MOST = 20
_RESTORE = "Bring a backup back: pathway-graph db restore BACKUP."
_REBUILD = "Make the graph anew: pathway-graph db rebuild."


def audit_ledger(ledger: Ledger) -> list[Problem]:
    """List what is wrong with a ledger: the file, the chain of hashes, and the sums of its changes.

    Every load's hash is worked out again from all that it says; every change has to start from what the changes before
    it left; `fact` and `merged` have to be the sums of the changes, and `merged` what the rules make of the facts.
    """
    found = [f"SQLite: {line}" for line in ledger.damage()]
    for look in (_chain, _sums):
        try:
            found += look(ledger)
        except (
            TypeError,
            ValueError,
            KeyError,
            IndexError,
        ) as error:  # a value that nothing of ours could have written
            found.append(f"a value is not of the kind that is written there ({type(error).__name__})")
    problems = [Problem("PG220", f"{line}.", _RESTORE, file=str(ledger.path)) for line in found[:_MOST]]
    if len(found) > _MOST:
        problems.append(Problem("PG220", f"and {len(found) - _MOST} more.", file=str(ledger.path)))
    return problems


def audit_graph(ledger: Ledger, store: Store) -> list[Problem]:
    """List where a graph differs from what counts: nodes, labels, properties and relationships.

    What is computed and written by `findings refresh` is a layer of its own, and not looked at.
    """
    nodes, edges = expected_graph(ledger)
    found = [*_differing_nodes(nodes, _nodes(store)), *_differing_edges(edges, store)]
    problems = [Problem("PG221", f"the graph differs from the ledger: {line}.", _REBUILD) for line in found[:_MOST]]
    if len(found) > _MOST:
        problems.append(Problem("PG221", f"and {len(found) - _MOST} differences more.", _REBUILD))
    return problems


def _chain(ledger: Ledger) -> Iterator[str]:
    before, forgotten = "", ledger.forgotten()
    for number, load in enumerate(ledger.loads(), 1):
        if load.seq != number:
            yield f"load {number} is missing"
            return
        if load.prev != before:
            yield f"load {load.seq} does not follow on the one before it"
        if digest(load, ledger.changes(load.seq), ledger.net(load.seq)) != forgotten.get(load.seq, load.hash):
            yield f"load {load.seq} was altered after it was written"
        before = load.hash


def _sums(ledger: Ledger) -> Iterator[str]:
    facts: dict[tuple[str, ...], tuple[str, str, int]] = {}
    counts: dict[tuple[str, ...], str] = {}
    for load in ledger.loads():
        for change in ledger.changes(load.seq):
            key = (change.label, change.id, change.source, change.field)
            if (facts.pop(key, (None,))[0]) != change.before:
                yield f"load {load.seq} starts from another value of {' '.join(key)}"
            if change.after is not None:
                facts[key] = (change.after, change.cell, change.origin)
        for net in ledger.net(load.seq):
            if counts.pop(net[:3], None) != net.before:
                yield f"load {load.seq} starts from another value that counts of {' '.join(net[:3])}"
            if net.after is not None:
                counts[net[:3]] = net.after
    rows = ledger.rows("SELECT label, id, source, field, value, cell, origin FROM fact")
    yield from _unlike("fact", facts, {row[:4]: row[4:] for row in rows})
    merged = {row[:3]: row[3:] for row in ledger.rows("SELECT label, id, field, value, source FROM merged")}
    yield from _unlike("merged", counts, {key: value for key, (value, _) in merged.items()})
    yield from _unlike("merged by the rules", {k: tuple(v) for k, v in recompute(ledger).items()}, merged)


def _unlike(what: str, wanted: dict[Any, Any], there: dict[Any, Any]) -> Iterator[str]:
    for key in sorted(wanted.keys() | there.keys()):
        if wanted.get(key) != there.get(key):
            yield f"{what}: {' '.join(key)} is not the sum of the changes"


_Nodes = dict[tuple[str, str], dict[str, Any]]


def expected_graph(ledger: Ledger) -> tuple[_Nodes, collections.Counter[Edge]]:
    """Work out what a graph of the last load has to hold: nodes, (label, id) -> properties and `labels`, and edges."""
    nodes: _Nodes = {}
    edges: collections.Counter[Edge] = collections.Counter()
    for label, id, field, text in ledger.merged():
        value = json.loads(text)
        told = nodes.setdefault((label, id), {**blank_properties(label), "id": id, "labels": [label]})
        told.update(properties(label, field, value))
        if field == "roles":
            told["labels"] = sorted([label, *node_labels(label, {"roles": value})])
        edges.update(relationships(label, id, field, value))
    stated = {key: {name: v for name, v in told.items() if v is not None} for key, told in nodes.items()}
    return stated, edges


def known_properties(label: str) -> set[str]:
    """List the properties that facts can set on a node; others are computed, and a layer of their own."""
    headers = (*FIELDS[label], "other_columns")
    return {"id", *(name for header in headers for name in properties(label, header, None))}


def _nodes(store: Store) -> _Nodes:
    found: _Nodes = {}
    for label in LABELS:
        known = known_properties(label)
        statement = f"MATCH (n:{label}) RETURN labels(n) AS labels, properties(n) AS told"
        for row in store.read(statement):
            told = {name: value for name, value in row["told"].items() if name in known and value is not None}
            found[label, str(told.get("id"))] = {**told, "labels": sorted(row["labels"])}
    return found


def _differing_nodes(wanted: _Nodes, there: _Nodes) -> Iterator[str]:
    for label, id in sorted(wanted.keys() | there.keys()):
        mine, its = wanted.get((label, id)), there.get((label, id))
        if mine is None or its is None:
            yield f"{label} '{id}' is {'not in the ledger' if mine is None else 'missing'}"
        elif mine != its:
            names = sorted(name for name in mine.keys() | its.keys() if mine.get(name) != its.get(name))
            yield f"{label} '{id}', {', '.join(names)}"


def _differing_edges(wanted: collections.Counter[Edge], store: Store) -> Iterator[str]:
    there: collections.Counter[Edge] = collections.Counter(_edges(store))
    for edge in sorted((wanted - there) + (there - wanted), key=repr):
        ends = edge.ends
        words = f"({ends.start} '{edge.start}')-[{ends.type}]->({ends.end} '{edge.end}')"
        yield f"{words} is there {there[edge]} times and should be {wanted[edge]} times"


def _edges(store: Store) -> Iterable[Edge]:
    kinds = {ends for label in LABELS for header in (*FIELDS[label], "stated_in") for ends in ends_of(label, header)}
    for ends in sorted(kinds, key=repr):
        statement = (
            f"MATCH (a:{ends.start})-[r:{ends.type}]->(b:{ends.end}) RETURN a.id AS a, b.id AS b, properties(r) AS told"
        )
        for row in store.read(statement):
            yield Edge(ends, row["a"], row["b"], tuple(sorted(row["told"].items())))

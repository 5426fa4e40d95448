"""Prove that a ledger is whole, and that a graph shows what it says."""

from __future__ import annotations

import collections
import functools
from collections.abc import Iterator
from typing import Any

from pathway_graph.errors import Problem
from pathway_graph.stores import Store
from pathway_graph.values import reader
from pathway_graph.workbook.guard import no_collection

from .ledger import Ledger, digest
from .settling import recompute
from .shape import Edge, SetOnce, blank_properties, ends_of, is_its_own_property, node_labels, relationships
from .shown import Nodes, read_shown

__all__ = ["audit_graph", "audit_ledger", "expected_graph"]

_MOST = 20
_READING = 600.0  # seconds for one statement, which may read all that there is
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
    with no_collection():
        nodes, edges = expected_graph(ledger)
        labels = dict.fromkeys(label for label, _ in nodes)
        shown = read_shown(lambda text, told: store.read(text, told, seconds=_READING), labels)
        found = [*_differing_nodes(nodes, shown.nodes), *_differing_edges(edges, shown.edges)]
    found += [f"a node of the label {label} has no id" for label in sorted(shown.nameless)]
    found += [f"{label} '{id}' is there twice, or under two labels" for label, id in sorted(shown.wrong)]
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


def expected_graph(ledger: Ledger) -> tuple[Nodes, collections.Counter[Edge]]:
    """Work out what a graph of the last load has to hold: nodes, (label, id) -> properties and `labels`, and edges."""
    nodes: Nodes = {}
    edges: list[Edge] = []
    read, once = reader(), SetOnce()
    for label, id, field, text in ledger.merged():
        value = read(text)
        told = nodes.get((label, id))
        if told is None:
            told = nodes[label, id] = {**_blank(label), "id": id, "labels": [label]}
        if type(value) is str and _is_plain(label, field):
            told[field] = value
            continue
        told.update(once.by(label, field, value))
        if field == "roles":
            told["labels"] = sorted([label, *node_labels(label, {"roles": value})])
        if _leads(label, field):
            edges.extend(relationships(label, id, field, value))
    return nodes, collections.Counter(edges)


_blank = functools.cache(blank_properties)
_is_plain = functools.cache(is_its_own_property)


@functools.cache
def _leads(label: str, field: str) -> bool:
    return bool(ends_of(label, field))


def _differing_nodes(wanted: Nodes, there: Nodes) -> Iterator[str]:
    for key in sorted(key for key in wanted.keys() | there.keys() if wanted.get(key) != there.get(key)):
        mine, its, (label, id) = wanted.get(key), there.get(key), key
        if mine is None or its is None:
            yield f"{label} '{id}' is {'not in the ledger' if mine is None else 'missing'}"
        else:
            names = sorted(name for name in mine.keys() | its.keys() if mine.get(name) != its.get(name))
            yield f"{label} '{id}', {', '.join(names)}"


def _differing_edges(wanted: collections.Counter[Edge], there: collections.Counter[Edge]) -> Iterator[str]:
    if dict(wanted) == dict(there):  # compared as a whole: counters are subtracted item by item
        return
    for edge in sorted((wanted - there) + (there - wanted), key=repr):
        ends = edge.ends
        words = f"({ends.start} '{edge.start}')-[{ends.type}]->({ends.end} '{edge.end}')"
        yield f"{words} is there {there[edge]} times and should be {wanted[edge]} times"

"""Read what a load can make wrong, as it would be stored: all that validation has to look at.

What is stored was right before. So only these can be wrong afterwards: a node that changes; one that refers to a node
that goes; a tree of references in which one changes; steps, where a need changes on whose scale they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from pathway_graph.values import reader

from .ledger import Ledger, Net
from .validation import TREES

__all__ = ["facts_after"]

_PART = 0.1  # of the nodes: where more change, all are read at once

_State = dict[tuple[str, str], dict[str, Any]]


def facts_after(ledger: Ledger, net: Collection[Net]) -> tuple[_State, set[tuple[str, str]]]:
    """Give what would count after the net changes: the facts to look at by node, and (label, id) of all nodes.

    Cost: the nodes that change, by key, and the trees that they are in; all facts where a node goes, since nothing
    tells who refers to it, or where many nodes change.
    """
    everybody = {(label, id) for label, id in ledger.rows("SELECT label, id FROM merged WHERE field = 'id'")}
    nodes = {(change.label, change.id) for change in net}
    gone = {(change.label, change.id) for change in net if change.field == "id" and change.after is None}
    state: _State = {}
    read = reader()
    most = bool(gone) or len(nodes) > _PART * len(everybody)
    found: Iterable[tuple[str, str, str, str]] = ledger.merged() if most else _reached(ledger, net, nodes)
    for label, id, field, value in found:
        state.setdefault((label, id), {})[field] = read(value)
    for label, id, field, _, after in net:
        if after is not None:
            state.setdefault((label, id), {})[field] = read(after)
        elif (label, id) in state:
            state[label, id].pop(field, None)
    for node in gone:
        state.pop(node, None)
    return state, (everybody | nodes) - gone


def _reached(ledger: Ledger, net: Collection[Net], nodes: set[tuple[str, str]]) -> list[tuple[str, str, str, str]]:
    columns = "SELECT label, id, field, value FROM merged"
    # needs are few, and the steps of any node are judged by the scales of theirs
    whole = {"Need", *(label for label, _, field, _, _ in net if field in TREES.get(label, ()))}
    if any(field == "area" and after and '"except":["' in after for _, _, field, _, after in net):
        whole.add("Area")  # whether exceptions leave anything is seen from the whole tree
    found: list[tuple[str, str, str, str]] = []
    for label in sorted(whole):
        found += ledger.rows(f"{columns} WHERE label = ? ORDER BY id, field", label)
    if any(label == "Need" for label, _ in nodes):
        stepped = ledger.rows("SELECT label, id FROM merged WHERE field = 'steps'")
        nodes = nodes | {(label, id) for label, id in stepped}
    for label, id in sorted(nodes):
        if label not in whole:
            found += ledger.rows(f"{columns} WHERE label = ? AND id = ? ORDER BY field", label, id)
    return found

"""Show the `draw` part of any question as boxes and lines."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from pathway_graph.analysis.english import counted, joined
from pathway_graph.pictures.drawing import Key, Table
from pathway_graph.pictures.node_link import Edge, Network, Node
from pathway_graph.questions.library import Line

__all__ = ["network"]

_HUB = 3

_STYLES = {
    "Service": "there", "Provision": "there", "Contract": "contract", "Dependency": "external",
    "Organisation": "organisation", "Board": "organisation", "Milestone": "not_started", "Requirement": "risk",
}  # fmt: skip


def network(
    name: str, question: str, remedy: str, lines: Sequence[Line], as_of: datetime.date, footer: Sequence[str]
) -> Network:
    """Make the diagram of what a question draws: a box each node, a line each relationship, both once."""
    nodes: dict[str, Node] = {}
    edges: dict[str, Edge] = {}
    for line in lines:
        start = _node(nodes, line.source_label, line.source, line.source_name)
        if line.target is None or line.relationship is None:
            continue
        end = _node(nodes, line.target_label or "", line.target, line.target_name or line.target)
        said = line.relationship.replace("_", " ").lower()
        id = f"{start} {line.relationship} {end}"
        words = f"{line.source_name or line.source} {said} {line.target_name or line.target}"
        edges.setdefault(id, Edge(id, start, end, words=words))
    kinds = Counter(node.kind for node in nodes.values())
    verbs = list(dict.fromkeys(line.relationship.replace("_", " ").lower() for line in lines if line.relationship))
    many = joined([counted(count, *_noun(kind)) for kind, count in sorted(kinds.items())])
    rows = tuple((nodes[e.start].title, e.words.removeprefix(nodes[e.start].title).strip()) for e in edges.values())
    around = _around(nodes, edges.values())
    titles = {id: nodes[id].title if id in nodes else id for id in dict.fromkeys(around.values())}
    return Network(
        name, f"{question} {many or 'Nothing is found'}", as_of,
        tuple(dataclasses.replace(node, cluster=around[id]) for id, node in nodes.items()), tuple(edges.values()),
        titles, (f"Lines: {', '.join(verbs)}",) if verbs else (), f"{len(nodes)} boxes and {len(edges)} lines.",
        _keys(nodes), (Table("In words", ("What", "How it is linked"), rows),) if rows else (), (*footer, remedy), (),
        framed=False, narrower="the parameters of the question",
    )  # fmt: skip


def _noun(kind: str) -> tuple[str, str]:
    word = kind.casefold()
    return word, f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def _around(nodes: Mapping[str, Node], edges: Collection[Edge]) -> dict[str, str]:
    """Group what hangs on one box with it, where at least three do; the others by what they are."""
    lines = Counter(edge.start for edge in edges)
    found = {id: node.kind for id, node in nodes.items()}
    for edge in edges:
        if lines[edge.start] >= _HUB:
            found[edge.start] = edge.start
            if not lines[edge.end] and found[edge.end] not in nodes:
                found[edge.end] = edge.start
    return found


def _node(nodes: dict[str, Node], label: str, id: str, name: str) -> str:
    own = f"{label}#{id}"
    nodes.setdefault(own, Node(own, label, name or id, label, style=_STYLES.get(label, "organisation"),
                               words=f"{label}: {name or id}"))  # fmt: skip
    return own


def _keys(nodes: dict[str, Node]) -> tuple[Key, ...]:
    """Name each look by the labels that have it; the label stands in every box, too."""
    labels: dict[str, list[str]] = {}
    for node in nodes.values():
        found = labels.setdefault(node.style, [])
        if node.kind not in found:
            found.append(node.kind)
    return tuple(Key(style, ", ".join(kinds)) for style, kinds in labels.items())

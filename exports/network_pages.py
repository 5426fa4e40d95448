"""Split a network into pages of about 30 boxes: first a page with one box a group, then the groups page by page."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pathway_graph.analysis.english import counted
from pathway_graph.pictures.drawing import LeftOut, Table
from pathway_graph.pictures.node_link import Edge, Network, Node

from .straight_lines import ranks

__all__ = ["halves", "overview", "packed", "part"]

_FAULTS = ("broken", "risk")
_WORST = ("critical_link", "broken", "risk", "unknown", "link")
_STATES = {"late": "late", "at_risk": "at risk", "on_track": "under way", "complete": "complete"}
_NOT_STATED = "Not stated"


def packed(network: Network, most: int) -> list[list[Node]]:
    """Fill pages with whole clusters, with room for the small boxes of what lines lead to on other pages.

    A cluster that is larger than a page is cut in the order of its lines. A node goes where that which it stands
    `beside` goes.
    """
    near = _neighbours(network)
    cluster_of = _clusters(network)
    groups: list[list[Node]] = [[]]
    for members in _by_cluster(network).values():
        pieces = [members]
        while (longest := max(pieces, key=len)) and len(longest) > most:
            at = pieces.index(longest)
            pieces[at : at + 1] = halves(network, longest)
        for piece in pieces:
            together = [*groups[-1], *piece]
            if groups[-1] and len(together) + _stubs(together, near, cluster_of) > most:
                groups.append([])
            groups[-1].extend(piece)
    return [group for group in groups if group]


def halves(network: Network, group: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """Cut a group in two: between clusters where there are several, else across its lines."""
    clusters = _by_cluster(dataclasses.replace(network, nodes=tuple(group)))
    if len(clusters) > 1:
        first: list[Node] = []
        rest = list(clusters.values())
        while len(rest) > 1 and (not first or len(first) + len(rest[0]) <= len(group) / 2):
            first += rest.pop(0)
        return first, [node for members in rest for node in members]
    ids = {node.id for node in group}
    within = [e for e in network.edges if e.start in ids and e.end in ids]
    order = ranks(dict.fromkeys(node.id for node in group), within)
    for node in group:  # what stands beside something stays with it
        if node.beside in order:
            order[node.id] = order[node.beside]
    in_order = sorted(group, key=lambda node: order[node.id])
    middle = order[in_order[(len(group) - 1) // 2].id]
    cut = [node for node in in_order if order[node.id] <= middle]
    if len(cut) == len(group):
        cut = [node for node in in_order if order[node.id] < middle] or in_order[: len(group) // 2]
    kept = {node.id for node in cut}
    return cut, [node for node in in_order if node.id not in kept]


def _by_cluster(network: Network) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {id: [] for id in network.clusters}
    cluster_of = _clusters(network)
    for node in network.nodes:
        found.setdefault(cluster_of[node.id], []).append(node)
    return {id: members for id, members in found.items() if members}


def _clusters(network: Network) -> dict[str, str]:
    """Give the cluster of each node, of one that stands beside another that of the other."""
    own = {node.id: node.cluster for node in network.nodes}
    return {node.id: own.get(node.beside, "") if node.beside and not node.cluster else node.cluster
            for node in network.nodes}  # fmt: skip


def _neighbours(network: Network) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {node.id: set() for node in network.nodes}
    for edge in network.edges:
        found[edge.start].add(edge.end)
        found[edge.end].add(edge.start)
    return found


def _stubs(group: Sequence[Node], near: Mapping[str, set[str]], cluster_of: Mapping[str, str]) -> int:
    """Count the small boxes that a page needs: one for each cluster that its lines lead to elsewhere."""
    here = {node.id for node in group}
    return len({cluster_of[other] for id in here for other in near[id] - here})


def overview(network: Network, page_of: Mapping[str, int], most: int) -> Network:
    """Draw one box a group; beside them, where they are few, the boxes that are critical or the ends of what is late.

    Lines between the same two boxes become one, with how many they are and how many of them fail.
    """
    groups = _by_cluster(network)
    kept = _telling(network, most - len(groups))
    of = {id: id if id in kept else f"group {cluster}" for id, cluster in _clusters(network).items()}
    nodes = [node for node in network.nodes if node.id in kept]
    for id, members in groups.items():
        inside = [node for node in members if node.id not in kept]
        if inside:
            nodes.append(_group(network, id, inside, len(inside) < len(members), page_of))
    edges = _bundled(network, of, {node.id: node.title for node in nodes})
    within = sum(of[edge.start] == of[edge.end] for edge in network.edges)
    left = (
        (LeftOut(within, "lines within a group", "They are on the pages that follow.", one="line within a group"),)
        if within
        else ()
    )
    many = f"{len(network.nodes)} boxes can't be read on one page: the groups here, their boxes on the pages after it"
    numbered = any(edge.number for edge in network.edges)
    return dataclasses.replace(
        network, nodes=tuple(dataclasses.replace(node, cluster="") for node in nodes), edges=edges, clusters={},
        told=(*(() if numbered else network.told), many),
        tables=tuple(table for table in network.tables if table.drawn and not table.styles),
        left_out=(*network.left_out, *left),
        summary=f"Overview: {len(nodes)} boxes for {len(network.nodes)}. {network.summary}",
    )  # fmt: skip


def _telling(network: Network, room: int) -> set[str]:
    """Choose what is drawn as itself: all that is critical or late where there is room, else nothing."""
    critical = {node.id for node in network.nodes if node.style == "critical"}
    late = {end for edge in network.edges if edge.style in _FAULTS for end in (edge.start, edge.end)}
    for chosen in (critical | late, critical):
        if critical and len(chosen) <= room:
            return chosen
    return set()


def _group(network: Network, id: str, inside: Sequence[Node], others: bool, page_of: Mapping[str, int]) -> Node:
    pages = sorted({page_of[node.id] + 2 for node in inside})
    title = network.clusters.get(id) or _NOT_STATED
    gaps = sum(node.kind == "Gap" for node in inside)
    kinds = Counter(node.kind for node in inside if node.kind != "Gap")
    things = ", ".join(counted(n, *_noun(kind)) for kind, n in kinds.items())
    lines = [f"{things}{' more' if others else ''}", f"page {', '.join(map(str, pages))}"]
    states = Counter(node.status for node in inside)
    told = [f"{states[style]} {words}" for style, words in _STATES.items() if states[style]]
    lines += [", ".join(told)] if told else []
    critical = sum(node.style == "critical" for node in inside)
    lines += [f"{critical} critical"] if critical else []
    nobody = f"nobody after {gaps} of them" if gaps else ""
    return Node(
        f"group {id}", "Group", title, "", tuple(filter(None, lines)), style="critical" if critical else "there",
        status="late" if gaps else "", status_words=nobody,
        words=f"{title}: {'; '.join(filter(None, (*lines, nobody)))}",
    )  # fmt: skip


def _noun(kind: str) -> tuple[str, str]:
    word = kind.casefold()
    return word, f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def _bundled(network: Network, of: Mapping[str, str], titles: Mapping[str, str]) -> tuple[Edge, ...]:
    counted: dict[tuple[str, str], list[Edge]] = {}
    for edge in network.edges:
        if of[edge.start] != of[edge.end]:
            counted.setdefault((of[edge.start], of[edge.end]), []).append(edge)
    return tuple(_bundle(network, ends, found, of, titles) for ends, found in counted.items())


def _bundle(
    network: Network, ends: tuple[str, str], found: Sequence[Edge], of: Mapping[str, str], titles: Mapping[str, str]
) -> Edge:
    start, end = ends
    (first, *more) = found
    if not more and (start, end) == (first.start, first.end):
        return dataclasses.replace(first, number="")
    style = min((edge.style for edge in found), key=_WORST.index)
    bad = sum(edge.style in _FAULTS for edge in found)
    label = f"{bad} of {len(found)} {network.fault[bad != 1]}" if bad else str(len(found))
    if len(found) == 1 and first.label:
        label = first.label
    words = f"{titles[start]} to {titles[end]}: {label}"
    return Edge(f"{start} to {end}", start, end, style, "", label, words, any(edge.heavy for edge in found))


def part(network: Network, group: Sequence[Node], page_of: Mapping[str, int], at: int, pages: int) -> Network:
    """Draw one page: its boxes, lines among them, and a small box for each group that a line leads to elsewhere."""
    here = {node.id for node in group}
    edges = [e for e in network.edges if e.start in here or e.end in here]
    stub_of = _elsewhere(network, {id for e in edges for id in (e.start, e.end)} - here, page_of)
    stubs = {node.id: node for node in stub_of.values()}
    led = [
        dataclasses.replace(e, start=e.start if e.start in here else stub_of[e.start].id,
                            end=e.end if e.end in here else stub_of[e.end].id)
        for e in edges
    ]  # fmt: skip
    numbers = {edge.number for edge in edges if edge.number}
    clusters = _by_cluster(dataclasses.replace(network, nodes=tuple(group)))
    titles = [network.clusters.get(id) or _NOT_STATED for id in clusters]
    return dataclasses.replace(
        network, name=f"{network.name} {at + 2}", nodes=(*group, *stubs.values()), edges=tuple(led), left_out=(),
        clusters={id: title for id, title in network.clusters.items() if id in clusters},
        point=_point(network, group, edges, titles),
        told=(f"Page {at + 2} of {pages}. The whole: {network.point}",),
        tables=tuple(_tables(network, numbers, at == 0)),
        summary=f"{len(group)} boxes of {', '.join(titles)}, and {len(stubs)} on other pages.",
    )  # fmt: skip


def _point(network: Network, group: Sequence[Node], edges: Sequence[Edge], titles: Sequence[str]) -> str:
    """Say the point of one page: what is late, what fails, and where nobody is; else what is on it."""
    gaps = sum(node.kind == "Gap" for node in group)
    kinds = Counter(node.kind for node in group if node.kind != "Gap")
    late = sum(node.status == "late" for node in group)
    bad = sum(edge.style in _FAULTS for edge in edges)
    told = [f"{late} of {counted(kinds.total(), 'box', 'boxes')} late"] if late else []
    told += [f"{bad} of {counted(len(edges), *network.noun)} {network.fault[bad != 1]}"] if bad else []
    told += [f"nobody takes people after {counted(gaps, 'service')}"] if gaps else []
    told = told or [", ".join(counted(n, *_noun(kind)) for kind, n in kinds.items())]
    return f"{', '.join(titles)}: {', '.join(told)}"


def _elsewhere(network: Network, others: set[str], page_of: Mapping[str, int]) -> dict[str, Node]:
    """Give for each box on another page the small box that stands for it here: its own, or that of its group."""
    known = {node.id: node for node in network.nodes}
    cluster_of = _clusters(network)
    by_cluster: dict[str, list[str]] = {}
    for id in (node.id for node in network.nodes if node.id in others):
        by_cluster.setdefault(cluster_of[id], []).append(id)
    found: dict[str, Node] = {}
    for cluster, ids in by_cluster.items():
        where = f"on page {', '.join(str(n + 2) for n in sorted({page_of[id] for id in ids}))}"
        alone = known[ids[0]]
        title = alone.title if len(ids) == 1 else network.clusters.get(cluster) or _NOT_STATED
        lines = (where,) if len(ids) == 1 else (f"{len(ids)} of its boxes", where)
        stub = Node(alone.id if len(ids) == 1 else f"elsewhere {cluster}", alone.kind if len(ids) == 1 else "Group",
                    title, lines=lines, style="organisation", words=f"{title}: {', '.join(lines)}")  # fmt: skip
        found |= dict.fromkeys(ids, stub)
    return found


def _tables(network: Network, numbers: set[str], first: bool) -> Iterator[Table]:
    """Keep those rows of numbered tables whose number is on the page, and the others on the first page after all."""
    for table in network.tables:
        if table.styles and numbers:
            kept = [at for at, row in enumerate(table.rows) if row[0] in numbers]
            yield dataclasses.replace(table, rows=tuple(table.rows[at] for at in kept),
                                      styles=tuple(table.styles[at] for at in kept))  # fmt: skip
        elif not table.styles and first and not table.drawn:
            yield table

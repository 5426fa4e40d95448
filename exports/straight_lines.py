"""Place boxes in columns by how far they are from a beginning, and draw straight lines: needs no renderer.

Cost: linear in boxes and lines, but for one sort a column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pathway_graph.pictures.node_link import Edge, Placed, Positions

__all__ = ["ranks", "straight"]

_ACROSS, _ALONG = 56.0, 20.0


def straight(
    sizes: Mapping[str, tuple[float, float]], edges: Sequence[Edge], clusters: Mapping[str, Sequence[str]],
    known: Positions, *, down: bool = False,
) -> Placed:  # fmt: skip
    """Place every box and draw every line; places that are known stay."""
    columns: dict[int, list[str]] = {}
    rank = ranks(sizes, edges)
    cluster_of = {id: at for at, members in enumerate(clusters.values()) for id in members}
    for id in sorted(sizes, key=lambda id: cluster_of.get(id, len(clusters))):
        columns.setdefault(rank[id], []).append(id)
    nodes: Positions = {}
    x = 0.0
    for column in sorted(columns):
        members = columns[column]
        wide = max(sizes[id][1 if down else 0] for id in members)
        y = 0.0
        for id in members:
            high = sizes[id][0 if down else 1]
            place = (x + wide / 2, y + high / 2)
            nodes[id] = (place[1], place[0]) if down else place
            y += high + _ALONG
        x += wide + _ACROSS
    nodes |= {id: at for id, at in known.items() if id in sizes}
    ways = {edge.id: _way(nodes, sizes, edge) for edge in edges}
    return Placed(nodes, ways, False, "lines")


def ranks(sizes: Mapping[str, object], edges: Sequence[Edge]) -> dict[str, int]:
    """Give each box the length of the longest way to it; lines that would close a circle are passed over."""
    after: dict[str, list[str]] = {id: [] for id in sizes}
    waiting = dict.fromkeys(sizes, 0)
    for edge in edges:
        if edge.start != edge.end:
            after[edge.start].append(edge.end)
            waiting[edge.end] += 1
    rank = dict.fromkeys(sizes, 0)
    ready = [id for id in sizes if not waiting[id]]
    left = dict.fromkeys(sizes)
    while left:
        if not ready:
            ready = [next(iter(left))]
        id = ready.pop()
        if id not in left:
            continue
        del left[id]
        for other in after[id]:
            waiting[other] -= 1
            if other in left:
                rank[other] = max(rank[other], rank[id] + 1)
                if not waiting[other]:
                    ready.append(other)
    return rank


def _way(nodes: Positions, sizes: Mapping[str, tuple[float, float]], edge: Edge) -> tuple[tuple[float, float], ...]:
    """Draw from border to border; a box that leads to itself gets a loop beside it."""
    start, end = nodes[edge.start], nodes[edge.end]
    if start == end:
        x, y = start[0] + sizes[edge.start][0] / 2, start[1]
        return ((x, y - 8), (x + 18, y - 8), (x + 18, y + 8), (x, y + 8))
    return _border(start, end, sizes[edge.start]), _border(end, start, sizes[edge.end])


def _border(middle: tuple[float, float], other: tuple[float, float], size: tuple[float, float]) -> tuple[float, float]:
    across, along = other[0] - middle[0], other[1] - middle[1]
    share = min(
        size[0] / 2 / abs(across) if across else float("inf"), size[1] / 2 / abs(along) if along else float("inf"), 0.49
    )
    return middle[0] + across * share, middle[1] + along * share

"""Frame the boxes of a cluster, in pieces where others stand between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pathway_graph.pictures.drawing import Band, Point, Text
from pathway_graph.pictures.node_link import Network, Positions

from .lettering import broken
from .plain_text import plain

__all__ = ["frames"]

_TOP, _PAD = 30.0, 11.0

Corners = tuple[float, float, float, float]


def frames(network: Network, places: Positions, sizes: Mapping[str, Point]) -> list[Band]:
    """Give a frame for each cluster, of which no box of another cluster lies inside; further pieces are numbered."""
    if not network.framed:
        return []
    found = []
    for id, title in network.clusters.items():
        inside = [node.id for node in network.nodes if node.cluster == id]
        others = [places[node.id] for node in network.nodes if node.cluster != id]
        for number, piece in enumerate(_pieces(inside, others, places, sizes), 1):
            found.append(_frame(id if number == 1 else f"{id} ({number})", title, piece, places, sizes, number > 1))
    return found


def _pieces(
    inside: Sequence[str], others: Sequence[Point], places: Positions, sizes: Mapping[str, Point]
) -> Iterator[list[str]]:
    """Cut a cluster at its widest space from row to row, or from column to column, while others stand within it."""
    if not inside:
        return
    left, top, right, low = _corners(inside, places, sizes)
    if len(inside) == 1 or not any(left <= x <= right and top <= y <= low for x, y in others):
        yield list(inside)
        return
    cuts = []
    for axis in (1, 0):
        order = sorted(inside, key=lambda id: (places[id][axis], id))
        for at in range(1, len(order)):
            before, after = order[at - 1], order[at]
            space = places[after][axis] - places[before][axis] - (sizes[after][axis] + sizes[before][axis]) / 2
            cuts.append((space, axis, at, order))
    _, _, at, order = max(cuts, key=lambda cut: cut[:3])
    yield from _pieces(order[:at], others, places, sizes)
    yield from _pieces(order[at:], others, places, sizes)


def _corners(inside: Sequence[str], places: Positions, sizes: Mapping[str, Point]) -> Corners:
    return (
        min(places[n][0] - sizes[n][0] / 2 for n in inside) - _PAD,
        min(places[n][1] - sizes[n][1] / 2 for n in inside) - _TOP,
        max(places[n][0] + sizes[n][0] / 2 for n in inside) + _PAD,
        max(places[n][1] + sizes[n][1] / 2 for n in inside) + _PAD,
    )


def _frame(
    id: str, title: str, inside: Sequence[str], places: Positions, sizes: Mapping[str, Point], again: bool
) -> Band:
    left, top, right, low = _corners(inside, places, sizes)
    said = f"{plain(title) or '(no name)'}{' (again)' if again else ''}"
    lines = broken(said, 9, right - left - 12, 2, bold=True)
    top += 11 if len(lines) == 1 else 0
    texts = tuple(Text(left + 8, top + 13 + 11 * at, line, 9, True) for at, line in enumerate(lines))
    return Band(id, title, left, top, right - left, low - top, "cluster", "rounded", f"{said}: {len(inside)}", texts)

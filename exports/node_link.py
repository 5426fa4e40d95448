"""Draw a network as pages of boxes and lines; at most about 30 boxes a page, and the rest on pages of its own."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence

from pathway_graph.pictures.drawing import Band, Box, LeftOut, Link, Mark, Picture, Point, Shape, Table, Text
from pathway_graph.pictures.node_link import MOST, Edge, Network, Node, Placed, Positions

from .graph_layout import layout
from .lettering import broken, width
from .plain_text import plain

__all__ = ["Drawn", "drawn"]

_CARD, _SMALL, _PAD, _EDGE = 152.0, 124.0, 7.0, 16.0
_CLUSTER_TOP, _CLUSTER_PAD = 30.0, 11.0


@dataclasses.dataclass(frozen=True, slots=True)
class Drawn:
    """The pages, where boxes now stand (by page name and id), and what the renderer has to tell."""

    pictures: tuple[Picture, ...]
    positions: dict[str, Positions]
    renderer: str
    said: tuple[str, ...]


def drawn(
    network: Network, known: Mapping[str, Positions] | None = None, renderer: str = "", most: int = MOST
) -> Drawn:
    """Draw every node and every edge of a network; `known` places by page name are kept.

    Raises NoRenderer (PG503) where the renderer that was named fails or leaves something out.
    """
    pages = _pages(network, most)
    pictures, positions, said, used = [], {}, [], ""
    for page in pages:
        picture, placed = _page(page, (known or {}).get(page.name, {}), renderer)
        pictures.append(picture)
        positions[page.name] = placed.nodes
        said += [line for line in placed.said if line not in said]
        used = placed.renderer
    return Drawn(tuple(pictures), positions, used, tuple(said))


def _pages(network: Network, most: int) -> list[Network]:
    """Split by cluster what is too much for a page: first one box a cluster, then the clusters."""
    if len(network.nodes) <= most:
        return [network]
    groups = _packed(network, most)
    page_of = {node.id: at for at, group in enumerate(groups) for node in group}
    pages = [_overview(network, page_of)]
    for at, group in enumerate(groups):
        pages.append(_part(network, group, page_of, at))
    return pages


def _packed(network: Network, most: int) -> list[list[Node]]:
    """Fill pages with whole clusters; a cluster that is larger than a page is cut."""
    by_cluster: dict[str, list[Node]] = {id: [] for id in network.clusters}
    for node in network.nodes:
        by_cluster.setdefault(node.cluster, []).append(node)
    groups: list[list[Node]] = [[]]
    for members in by_cluster.values():
        for piece in (members[at : at + most] for at in range(0, len(members), most)):
            if groups[-1] and len(groups[-1]) + len(piece) > most:
                groups.append([])
            groups[-1].extend(piece)
    return [group for group in groups if group]


def _overview(network: Network, page_of: Mapping[str, int]) -> Network:
    """Draw one box a cluster, and one line a pair of clusters with how many lines it stands for."""
    titles = {**network.clusters}
    members: dict[str, list[Node]] = {}
    for node in network.nodes:
        members.setdefault(node.cluster, []).append(node)
    nodes = []
    for id, inside in members.items():
        pages = sorted({page_of[node.id] + 2 for node in inside})
        where = f"{len(inside)} here, on page {', '.join(map(str, pages))}"
        marked = [node for node in inside if node.style == "critical"]
        lines = (where, f"{len(marked)} critical") if marked else (where,)
        title = titles.get(id) or "Not stated"
        nodes.append(Node(f"cluster {id}", "Group", title, "", lines, style="critical" if marked else "there",
                          words=f"{title}: {'; '.join(lines)}"))  # fmt: skip
    of = {node.id: node.cluster for node in network.nodes}
    counted: dict[tuple[str, str], list[Edge]] = {}
    for edge in network.edges:
        if of[edge.start] != of[edge.end]:
            counted.setdefault((of[edge.start], of[edge.end]), []).append(edge)
    edges = tuple(
        Edge(f"{a} to {b}", f"cluster {a}", f"cluster {b}",
             "critical_link" if any(e.heavy for e in found) else "link",
             label=str(len(found)),
             words=f"{titles.get(a) or 'Not stated'} to {titles.get(b) or 'Not stated'}: {len(found)}")
        for (a, b), found in counted.items()
    )  # fmt: skip
    within = sum(of[edge.start] == of[edge.end] for edge in network.edges)
    left = (LeftOut(within, "lines within a group", "They are on the pages that follow."),) if within else ()
    many = f"{len(network.nodes)} boxes are more than a page holds: one box a group here, then page by page."
    told = (*network.told, many)
    return dataclasses.replace(
        network, nodes=tuple(nodes), edges=edges, clusters={}, told=told, tables=(),
        left_out=(*network.left_out, *left),
        summary=f"Overview: {len(nodes)} groups. {network.summary}",
    )  # fmt: skip


def _part(network: Network, group: Sequence[Node], page_of: Mapping[str, int], at: int) -> Network:
    """Draw one page: its boxes, lines among them, and a small box for what a line leads to on another page."""
    here = {node.id for node in group}
    edges = [e for e in network.edges if page_of[e.start] == at or page_of[e.end] == at]
    others = {id for edge in edges for id in (edge.start, edge.end)} - here
    known = {node.id: node for node in network.nodes}
    stubs = tuple(
        Node(id, known[id].kind, known[id].title, lines=(f"on page {page_of[id] + 2}",), style="organisation",
             words=f"{known[id].title}, on page {page_of[id] + 2}")
        for id in sorted(others)
    )  # fmt: skip
    numbers = {edge.number for edge in edges if edge.number}
    tables = tuple(_cut(table, numbers) for table in network.tables) if numbers else ()
    titles = list(dict.fromkeys(network.clusters.get(node.cluster) or "Not stated" for node in group))
    return dataclasses.replace(
        network, name=f"{network.name} {at + 2}", nodes=(*group, *stubs), edges=tuple(edges), left_out=(),
        clusters={id: title for id, title in network.clusters.items() if any(n.cluster == id for n in group)},
        told=(f"Page {at + 2}: {', '.join(titles)}",), tables=tables if numbers else (() if at else network.tables),
        summary=f"{len(group)} boxes of {', '.join(titles)}, and {len(stubs)} on other pages.",
    )  # fmt: skip


def _cut(table: Table, numbers: set[str]) -> Table:
    """Keep those rows of a numbered table whose number is on the page."""
    if not table.styles:
        return table
    kept = [at for at, row in enumerate(table.rows) if row[0] in numbers]
    styles = tuple(table.styles[at] for at in kept)
    return dataclasses.replace(table, rows=tuple(table.rows[at] for at in kept), styles=styles)


def _page(network: Network, known: Positions, renderer: str) -> tuple[Picture, Placed]:
    """Size the boxes, let them be placed, and move everything into a field that begins at 0, 0."""
    wide = _CARD if network.cards else _SMALL
    faces = {node.id: _face(node, wide, network.cards) for node in network.nodes}
    sizes = {id: (wide, high) for id, (_, high) in faces.items()}
    clusters = {
        id: [node.id for node in network.nodes if node.cluster == id]
        for id in network.clusters
        if any(node.cluster == id for node in network.nodes)
    }
    apart = max((width(e.label or e.number, 8.5, True) + 34 for e in network.edges if e.label or e.number), default=36)
    shifted = layout(sizes, network.edges, clusters, known=known, renderer=renderer, apart=min(max(apart, 36), 130))
    bands = [_cluster(id, network.clusters[id], inside, shifted.nodes, sizes) for id, inside in clusters.items()]
    left, top, right, low = _bounds(shifted, sizes, bands)
    placed = _moved(shifted, _EDGE - left, _EDGE - top)
    bands = [dataclasses.replace(_cluster(id, network.clusters[id], inside, placed.nodes, sizes))
             for id, inside in clusters.items()]  # fmt: skip
    boxes = tuple(_box(node, placed.nodes[node.id], faces[node.id], wide) for node in network.nodes)
    links = _links(network.edges, placed, boxes)
    picture = Picture(
        network.name, network.point, network.as_of, right - left + 2 * _EDGE, low - top + 2 * _EDGE, network.told,
        network.summary, tuple(bands), boxes, links, key=network.key, tables=network.tables, footer=network.footer,
        left_out=network.left_out,
    )  # fmt: skip
    return picture, placed


Face = tuple[tuple[tuple[float, Text], ...], float]


def _face(node: Node, wide: float, cards: bool) -> Face:
    """Set a box's words: (height of its status band, texts from its top left) and the height that it takes."""
    room, y = wide - 2 * _PAD, 3.0
    texts: list[Text] = []
    size = 9.5 if cards else 8.5
    if node.label:
        y += 9.5
        label = plain(node.label).upper() if cards else plain(node.label)
        texts.append(Text(_PAD, y, broken(label, 7.2, room, 1, bold=True)[0], 7.2, True, colour="title"))
    for line in broken(plain(node.title) or "(no name)", size, room, 3 if cards else 2, bold=True):
        y += size + 2.2
        texts.append(Text(_PAD, y, line, size, True))
    for at, told in enumerate(node.lines):
        taken = width(plain(node.right), 8, True) + 6 if at == 0 and node.right else 0
        for number, line in enumerate(broken(plain(told), 8, room - taken, 2)):
            y += 10.8
            texts.append(Text(_PAD, y, line, 8))
            if taken and number == 0:
                texts.append(Text(wide - _PAD, y, plain(node.right), 8, True, "end"))
    y += 5
    if node.status_words:
        texts.append(Text(_PAD + 12, y + 10.5, broken(plain(node.status_words), 8, room - 12, 1, True)[0], 8, True,
                          colour=node.status))  # fmt: skip
        return tuple((y, text) for text in texts), y + 15
    return tuple((0.0, text) for text in texts), y + 1


def _box(node: Node, middle: Point, face: Face, wide: float) -> Box:
    texts, high = face
    x, y = middle[0] - wide / 2, middle[1] - high / 2
    moved = tuple(dataclasses.replace(text, x=x + text.x, y=y + text.y) for _, text in texts)
    marks: tuple[Mark, ...] = ()
    if node.status_words and texts:
        top = y + texts[0][0]
        marks = (
            Mark("rectangle", x + 2.2, top, wide - 4.4, high - texts[0][0] - 2.2, f"{node.status}"),
            Mark(_SHAPES.get(node.status, "circle"), x + _PAD, top + 4, 7, 7, f"{node.status}"),
        )
    lines = (*node.lines, *filter(None, (node.right, node.status_words)))
    return Box(
        node.id, node.kind, node.title, x, y, wide, high, node.style, lines=lines, words=node.words, band=node.cluster,
        texts=moved, marks=marks,
    )  # fmt: skip


_SHAPES: dict[str, Shape] = {"complete": "square", "on_track": "circle", "at_risk": "triangle", "late": "diamond"}


def _cluster(id: str, title: str, inside: Sequence[str], places: Positions, sizes: Mapping[str, Point]) -> Band:
    left = min(places[n][0] - sizes[n][0] / 2 for n in inside) - _CLUSTER_PAD
    right = max(places[n][0] + sizes[n][0] / 2 for n in inside) + _CLUSTER_PAD
    top = min(places[n][1] - sizes[n][1] / 2 for n in inside) - _CLUSTER_TOP
    low = max(places[n][1] + sizes[n][1] / 2 for n in inside) + _CLUSTER_PAD
    lines = broken(plain(title) or "(no name)", 9, right - left - 12, 2, bold=True)
    top += 11 if len(lines) == 1 else 0
    texts = tuple(Text(left + 8, top + 13 + 11 * at, line, 9, True) for at, line in enumerate(lines))
    return Band(id, title, left, top, right - left, low - top, "cluster", "rounded", f"{title}: {len(inside)}", texts)


def _bounds(placed: Placed, sizes: Mapping[str, Point], bands: Iterable[Band]) -> tuple[float, float, float, float]:
    xs, ys = [0.0, 0.0] if not sizes else [], [0.0, 0.0] if not sizes else []
    for id, (x, y) in placed.nodes.items():
        xs += [x - sizes[id][0] / 2, x + sizes[id][0] / 2]
        ys += [y - sizes[id][1] / 2, y + sizes[id][1] / 2]
    for band in bands:
        xs += [band.x, band.x + band.width]
        ys += [band.y, band.y + band.height]
    for way in placed.ways.values():
        xs += [x for x, _ in way]
        ys += [y for _, y in way]
    return min(xs), min(ys), max(xs), max(ys)


def _moved(placed: Placed, across: float, along: float) -> Placed:
    """Move everything so that nothing stands left of or above the field."""

    def at(point: Point) -> Point:
        return round(point[0] + across, 2), round(point[1] + along, 2)

    ways = {id: tuple(map(at, way)) for id, way in placed.ways.items()}
    return dataclasses.replace(placed, nodes={id: at(p) for id, p in placed.nodes.items()}, ways=ways)


def _links(edges: Sequence[Edge], placed: Placed, boxes: Sequence[Box]) -> tuple[Link, ...]:
    """Draw the lines; each badge stands on its line, clear of boxes and of other badges where there is room."""
    taken: list[Point] = []
    links = []
    for edge in edges:
        way = placed.ways[edge.id]
        at = None
        if edge.number or edge.label:
            half = width(edge.number or edge.label, 8.5, True) / 2 + 5
            at = _clear(way, placed.curved, taken, boxes, half)
            taken.append(at)
        curved, ends = placed.curved, (edge.start, edge.end)
        links.append(Link(edge.id, *ends, way, edge.style, curved, True, edge.number, edge.label, at, edge.words))
    return tuple(links)


def _clear(way: Sequence[Point], curved: bool, taken: Sequence[Point], boxes: Sequence[Box], half: float) -> Point:
    shares = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)

    def crowded(share: float) -> float:
        x, y = _along(way, curved, share)
        near = sum(max(0.0, 1 - math.dist((x, y), other) / 24) for other in taken)
        inside = sum(b.x - half < x < b.x + b.width + half and b.y - 8 < y < b.y + b.height + 8 for b in boxes)
        return 2.0 * inside + near

    best = min(shares, key=lambda share: (round(crowded(share), 3), shares.index(share)))
    return _along(way, curved, best)


def _along(way: Sequence[Point], curved: bool, share: float) -> Point:
    """Give the point at a share of a way: of its pieces, or of its length where it is straight."""
    if not curved:
        (x, y), (u, v) = way[0], way[-1]
        return x + (u - x) * share, y + (v - y) * share
    pieces = (len(way) - 1) // 3
    at = min(int(share * pieces), pieces - 1)
    t = share * pieces - at
    a, b, c, d = way[3 * at : 3 * at + 4]
    k = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return (
        round(sum(n * p[0] for n, p in zip(k, (a, b, c, d), strict=True)), 2),
        round(sum(n * p[1] for n, p in zip(k, (a, b, c, d), strict=True)), 2),
    )

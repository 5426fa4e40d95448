"""Draw a network as pages of boxes and lines that can be read on paper."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence

from pathway_graph.pictures.drawing import Band, Box, Key, Link, Mark, Picture, Point, Shape, Text
from pathway_graph.pictures.node_link import MOST, Edge, Network, Node, Placed, Positions
from pathway_graph.pictures.pages import READABLE, room

from .folding import folded
from .frames import frames
from .graph_layout import layout
from .lettering import broken, width
from .network_pages import halves, overview, packed, part
from .plain_text import plain
from .sheets import fits

__all__ = ["Drawn", "drawn"]

_CARD, _SMALL, _PAD, _EDGE = 152.0, 124.0, 7.0, 16.0
_FEW, _LEAST, _BADGE = 6, 7.2, 18.0


@dataclasses.dataclass(frozen=True, slots=True)
class Drawn:
    """The pages, where boxes now stand (by page name and id), and what the renderer has to tell."""

    pictures: tuple[Picture, ...]
    positions: dict[str, Positions]
    renderer: str
    said: tuple[str, ...]


def drawn(
    network: Network, known: Mapping[str, Positions] | None = None, renderer: str = "", most: int = MOST,
    page: str = "a3",
) -> Drawn:  # fmt: skip
    """Draw every node and every edge of a network; `known` places by page name are kept.

    What is more than `most` boxes, or would be too small to read on `page`, is folded into rows, and then split into
    pages. Raises NoRenderer (PG503) where the renderer that was named fails or leaves something out.
    """
    drawer = _Drawer(known or {}, renderer, page)
    groups = [list(network.nodes)] if len(network.nodes) <= most else packed(network, most)
    if len(groups) == 1:
        drawer.add(network)
        if fits(drawer.pictures[0], page) or len(network.nodes) < _FEW:
            return drawer.drawn()
    settled = _settled(network, groups, drawer)
    page_of = {node.id: at for at, group in enumerate(settled) for node in group}
    drawer.start()
    drawer.add(overview(network, page_of, most))
    for at, group in enumerate(settled):
        drawer.add(part(network, group, page_of, at, len(settled) + 1))
    return drawer.drawn()


def _settled(network: Network, groups: Sequence[list[Node]], drawer: _Drawer) -> list[list[Node]]:
    """Cut groups in two until each can be read on a page, or holds only a few boxes."""
    settled: list[list[Node]] = []
    waiting = list(reversed(groups))
    while waiting:
        group = waiting.pop()
        if len(group) >= _FEW:
            elsewhere = {node.id: 0 for node in network.nodes}
            drawer.start()
            drawer.add(part(network, group, elsewhere, 0, 1), known={})
            if not fits(drawer.pictures[0], drawer.page):
                waiting += reversed(halves(network, group))
                continue
        settled.append(group)
    return settled


class _Drawer:
    """The pages, on their way; a layout that was made once for the same boxes and lines is not made again."""

    def __init__(self, known: Mapping[str, Positions], renderer: str, page: str) -> None:
        self.known, self.renderer, self.page = known, renderer, page
        self.layouts: dict[object, Placed] = {}
        self.start()

    def start(self) -> None:
        """Forget the pages, not the layouts."""
        self.pictures: list[Picture] = []
        self.positions: dict[str, Positions] = {}
        self.said: list[str] = []
        self.used = ""

    def add(self, network: Network, known: Positions | None = None) -> None:
        """Draw one page."""
        places = self.known.get(network.name, {}) if known is None else known
        picture, placed = self._page(network, places)
        self.pictures.append(picture)
        self.positions[network.name] = placed.nodes
        self.said += [line for line in placed.said if line not in self.said]
        self.used = placed.renderer

    def drawn(self) -> Drawn:
        """Give what was drawn."""
        return Drawn(tuple(self.pictures), self.positions, self.used, tuple(self.said))

    def _placed(self, network: Network, sizes: Mapping[str, Point], known: Positions) -> Placed:
        """Let the boxes be placed; fold what is too long for the page."""
        named = [width(e.label or e.number, 8.5, True) + 34 for e in network.edges if e.label or e.number]
        apart = min(max([36.0, *named]), 130)
        clusters = _members(network)
        ends = tuple((edge.id, edge.start, edge.end) for edge in network.edges)
        key = (tuple(sizes.items()), ends, tuple(clusters), tuple(sorted(known.items())))
        if key not in self.layouts:

            def at(kept: Positions) -> Placed:
                return layout(sizes, network.edges, clusters, known=kept, renderer=self.renderer, apart=apart)

            placed = at(known)
            space = room(self.page)
            if not set(known) & set(sizes) and (rows := folded(placed.nodes, sizes, space, READABLE / _LEAST)):
                placed = at(rows)
            self.layouts[key] = placed
        return self.layouts[key]

    def _page(self, network: Network, known: Positions) -> tuple[Picture, Placed]:
        """Size the boxes, let them be placed, and move everything into a field that begins at 0, 0."""
        wide = _CARD if network.cards else _SMALL
        faces = {node.id: _face(node, wide, network.cards) for node in network.nodes}
        sizes = {id: (wide, high) for id, (_, high) in faces.items()}
        placed = self._placed(network, sizes, known)
        left, top, right, low = _bounds(placed, sizes, frames(network, placed.nodes, sizes))
        placed = _moved(placed, _EDGE - left, _EDGE - top)
        boxes = tuple(_box(node, placed.nodes[node.id], faces[node.id], wide) for node in network.nodes)
        picture = Picture(
            network.name, network.point, network.as_of, right - left + 2 * _EDGE, low - top + 2 * _EDGE, network.told,
            network.summary, tuple(frames(network, placed.nodes, sizes)), boxes,
            _links(network.edges, placed, boxes), key=_used_keys(network), tables=network.tables,
            footer=network.footer, left_out=network.left_out, narrower=network.narrower,
        )  # fmt: skip
        return picture, placed


def _members(network: Network) -> dict[str, list[str]]:
    """Give the clusters that are framed, each with its boxes."""
    found: dict[str, list[str]] = {id: [] for id in network.clusters} if network.framed else {}
    for node in network.nodes:
        if node.cluster in found:
            found[node.cluster].append(node.id)
    return {id: inside for id, inside in found.items() if inside}


def _used_keys(network: Network) -> tuple[Key, ...]:
    """Keep the entries of the key that this page needs."""
    used = {node.style for node in network.nodes} | {node.status for node in network.nodes}
    used |= {edge.style for edge in network.edges}
    return tuple(key for key in network.key if key.style in used)


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
    taken: list[tuple[Point, float]] = []
    links = []
    for edge in edges:
        way = placed.ways[edge.id]
        at = None
        if edge.number or edge.label:
            half = width(edge.number or edge.label, 8.5, True) / 2 + 5
            at = _clear(way, placed.curved, taken, boxes, half)
            taken.append((at, half))
        curved, ends = placed.curved, (edge.start, edge.end)
        links.append(Link(edge.id, *ends, way, edge.style, curved, True, edge.number, edge.label, at, edge.words))
    return tuple(links)


def _clear(
    way: Sequence[Point], curved: bool, taken: Sequence[tuple[Point, float]], boxes: Sequence[Box], half: float
) -> Point:
    shares = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)

    def crowded(share: float) -> float:
        x, y = _along(way, curved, share)
        near = sum(max(0.0, 1 - math.dist((x, y), other) / 24) for other, _ in taken)
        near += sum(abs(x - a) < half + wide + 2 and abs(y - b) < _BADGE for (a, b), wide in taken)
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

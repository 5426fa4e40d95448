"""Hold what a diagram of things and lines is to show, before anything has a place."""

from __future__ import annotations

import dataclasses
import datetime

from .drawing import Key, LeftOut, Table

__all__ = ["MOST", "Edge", "Network", "Node", "Placed", "Positions"]

MOST = 30
"""Boxes on a page, about; more are split into pages by cluster, behind a page with one box a cluster."""

Positions = dict[str, tuple[float, float]]
"""Where the middle of a box was last time, by its id, in points."""


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """One thing. `label` stands small above the title, `right` at the end of the first of `lines`.

    `status` is a style and `status_words` what it says; `style` that of the outline; `cluster` the id of its cluster,
    or blank. `beside` names the node with which it goes on a page though it stands in no cluster. `words` are for a
    screen reader.
    """

    id: str
    kind: str
    title: str
    label: str = ""
    lines: tuple[str, ...] = ()
    right: str = ""
    style: str = "there"
    status: str = ""
    status_words: str = ""
    cluster: str = ""
    words: str = ""
    beside: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Edge:
    """One line from node to node; `heavy` ones are kept straight."""

    id: str
    start: str
    end: str
    style: str = "link"
    number: str = ""
    label: str = ""
    words: str = ""
    heavy: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Network:
    """All that is to be shown, in the order in which it is told; `clusters` are id -> title.

    `cards`: boxes as cards for a board, else small ones for analysts. `framed`: clusters are drawn, and not only what
    pages are made of. `fault` says what a line of the styles broken and risk does, and what several do, `noun`
    what one line is, and what several are. `narrower`: how to ask for less.
    """

    name: str
    point: str
    as_of: datetime.date
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    clusters: dict[str, str] = dataclasses.field(default_factory=dict)
    told: tuple[str, ...] = ()
    summary: str = ""
    key: tuple[Key, ...] = ()
    tables: tuple[Table, ...] = ()
    footer: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    cards: bool = True
    framed: bool = True
    fault: tuple[str, str] = ("fails", "fail")
    noun: tuple[str, str] = ("line", "lines")
    narrower: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """Where a renderer put things: the middle of each node by id, and the way of each edge by id, y downwards."""

    nodes: Positions
    ways: dict[str, tuple[tuple[float, float], ...]]
    curved: bool
    renderer: str
    said: tuple[str, ...] = ()

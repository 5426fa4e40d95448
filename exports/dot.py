"""Write a picture as DOT, for Graphviz and whatever else reads it: boxes where they stand, texts as plain strings."""

from __future__ import annotations

from pathway_graph.pictures.drawing import Box, Link, Picture
from pathway_graph.pictures.house import DEFAULT, House, Look

from .plain_text import plain
from .svg import told_left_out

__all__ = ["ABOUT", "FORMAT", "dot"]

FORMAT = "dot"
ABOUT = "for Graphviz"


def dot(picture: Picture, house: House = DEFAULT) -> str:
    """Write one page; `neato -n2` draws it with the boxes where they stand, `dot` lays it out anew."""
    told = [picture.point, *picture.told, *told_left_out(picture), *picture.footer]
    lines = [
        "digraph picture {",
        f"  graph [rankdir=LR, labelloc=t, labeljust=l, fontname={_said(house.font[0])}, label={_lines(told)}];",
        f'  node [shape=box, style="rounded,filled", fontname={_said(house.font[0])}, fontsize=10];',
        f"  edge [fontname={_said(house.font[0])}, fontsize=9];",
    ]
    names = {box.id: f"n{at}" for at, box in enumerate(picture.boxes)}
    inside: dict[str, list[Box]] = {}
    for box in picture.boxes:
        inside.setdefault(box.band if any(b.id == box.band for b in picture.bands) else "", []).append(box)
    titles = {band.id: band.title for band in picture.bands}
    for at, (band, boxes) in enumerate(inside.items()):
        nodes = [f"    {names[box.id]} [{_box(box, picture, house)}];" for box in boxes]
        if band:
            lines += [f"  subgraph cluster_{at} {{", f"    label={_said(titles[band])};", *nodes, "  }"]
        else:
            lines += nodes
    lines += [f"  {names[link.start]} -> {names[link.end]} [{_link(link, house.look(link.style))}];"
              for link in picture.links]  # fmt: skip
    return "\n".join([*lines, "}", ""])


def _box(box: Box, picture: Picture, house: House) -> str:
    look = house.look(box.style)
    style = '"rounded,filled,dotted"' if box.style == "gap" else '"rounded,filled"'
    x, y = box.x + box.width / 2, picture.height - box.y - box.height / 2
    parts = {
        "id": _said(box.id), "label": _lines([box.title, *box.lines]), "tooltip": _said(box.words or box.title),
        "fillcolor": _said(look.fill or "#ffffff"), "color": _said(look.line or look.text), "style": style,
        "fontcolor": _said(look.text), "penwidth": f"{look.width:g}", "pos": f'"{x:.1f},{y:.1f}"',
        "width": f"{box.width / 72:.3f}", "height": f"{box.height / 72:.3f}",
    }  # fmt: skip
    return ", ".join(f"{name}={value}" for name, value in parts.items())


def _link(link: Link, look: Look) -> str:
    parts = {
        "id": _said(link.id), "label": _said(link.number or link.label), "tooltip": _said(link.words),
        "color": _said(look.line or look.text), "penwidth": f"{look.width:g}",
        "style": "dashed" if look.dash else "solid",
    }  # fmt: skip
    return ", ".join(f"{name}={value}" for name, value in parts.items())


def _said(text: str) -> str:
    r"""Quote a text: a backslash is doubled, so that no escape such as \N or \G comes to life.

    >>> _said('a "b" \\N')
    '"a \\"b\\" \\\\N"'
    """
    return '"' + plain(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lines(texts: list[str]) -> str:
    return '"' + "".join(_said(text)[1:-1] + "\\l" for text in texts if plain(text)) + '"'

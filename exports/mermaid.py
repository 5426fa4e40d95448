"""Write a picture as Mermaid, for wikis and Markdown: a flowchart whose texts are all quoted and escaped."""

from __future__ import annotations

import re

from pathway_graph.pictures.drawing import Box, Picture
from pathway_graph.pictures.house import DEFAULT, House

from .plain_text import plain
from .svg import told_left_out

__all__ = ["ABOUT", "FORMAT", "mermaid"]

FORMAT = "mermaid"
ABOUT = "for wikis and Markdown"

_SAFE = re.compile(r"[^\w .,()/+'-]")
_LONGEST = 300  # Mermaid stops at 50,000 characters in all; the whole text is in the other formats


def mermaid(picture: Picture, house: House = DEFAULT) -> str:
    """Write one page; looks become classes, what is left out stands in a note."""
    lines = ["---", f"title: {_said(picture.point)}", "---", "flowchart LR"]
    names = {box.id: f"n{at}" for at, box in enumerate(picture.boxes)}
    bands = {band.id: band.title for band in picture.bands}
    inside: dict[str, list[Box]] = {}
    for box in picture.boxes:
        inside.setdefault(box.band if box.band in bands else "", []).append(box)
    for at, (band, boxes) in enumerate(inside.items()):
        nodes = [f"{names[box.id]}[{_label(box)}]:::{box.style}" for box in boxes]
        lines += [f"  subgraph g{at}[{_said(bands[band])}]", *(f"    {n}" for n in nodes), "  end"] if band else [
            f"  {node}" for node in nodes
        ]  # fmt: skip
    for at, told in enumerate(told_left_out(picture)):
        lines.append(f"  left{at}[{_said(told)}]")
    for link in picture.links:
        said = link.number or link.label
        arrow = "-.->" if house.look(link.style).dash else "==>" if link.style == "critical_link" else "-->"
        lines.append(f"  {names[link.start]} {arrow}{f'|{_said(said)}|' if plain(said) else ''} {names[link.end]}")
    for style in sorted({box.style for box in picture.boxes}):
        look = house.look(style)
        dash = f",stroke-dasharray:{look.dash}" if look.dash else ""
        fill, line = look.fill or "#ffffff", look.line or look.text
        lines.append(
            f"  classDef {style} fill:{fill},stroke:{line},color:{look.text},stroke-width:{look.width:g}px{dash}"
        )
    return "\n".join([*lines, ""])


def _label(box: Box) -> str:
    lines = [_said(line)[1:-1] for line in (box.title, *box.lines) if plain(line)]
    return '"' + ("<br>".join(lines) or "(no name)") + '"'


def _said(text: str) -> str:
    """Quote a text: what is no letter, digit or plain mark becomes a character code, so that nothing comes to life.

    >>> _said('<b>')
    '"#60;b#62;"'
    """
    short = plain(text)
    short = short if len(short) <= _LONGEST else short[: _LONGEST - 1] + "…"
    return '"' + _SAFE.sub(lambda found: f"#{ord(found[0])};", short or " ") + '"'

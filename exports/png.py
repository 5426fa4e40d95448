"""Write a picture as PNG, by typst from its SVG."""

from __future__ import annotations

import re

from pathway_graph.pictures.drawing import Picture
from pathway_graph.pictures.house import DEFAULT, House

from .pdf import typeset
from .svg import svg

__all__ = ["ABOUT", "FORMAT", "png"]

FORMAT = "png"
ABOUT = "an image for mails and for programs that take no SVG"

_MOST = 12_000  # pixels on a side; typst and most viewers hold larger ones badly


def png(picture: Picture, house: House = DEFAULT, dots: float = 150) -> bytes:
    """Write one picture, with title, key and tables, `dots` to the inch; fewer where it would be very large.

    Raises NoRenderer (PG501) where typst is not installed.
    """
    import json

    drawn = svg(picture, house)
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    assert found is not None
    wide, high = float(found[1]), float(found[2])
    source = (
        f"#set page(width: {wide}pt, height: {high}pt, margin: 0pt)\n"
        f'#image(bytes({json.dumps(drawn, ensure_ascii=False)}), format: "svg", width: {wide}pt)'
    )
    return typeset(source, house, "png", ppi=min(dots, _MOST * 72 / max(wide, high)))[0]

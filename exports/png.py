"""Write a picture as PNG, by typst from its SVG."""

from __future__ import annotations

import json
import math
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
    drawn = svg(picture, house)
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    assert found is not None
    wide, high = float(found[1]), float(found[2])
    dots = min(dots, _MOST * 72 / max(wide, high))
    # whole dots: else the image is scaled by a hair, and a row of them is lost in the middle of a line of text
    wide, high = (math.ceil(length * dots / 72) * 72 / dots for length in (wide, high))
    source = (
        f"#set page(width: {wide}pt, height: {high}pt, margin: 0pt)\n"
        f'#image(bytes({json.dumps(drawn, ensure_ascii=False)}), format: "svg", width: {wide}pt, height: {high}pt, '
        'fit: "stretch")'
    )
    return typeset(source, house, "png", ppi=dots)[0]

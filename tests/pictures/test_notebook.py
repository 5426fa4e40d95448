"""Results show themselves in a notebook: a picture as SVG, without a script, and whatever the names in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from pathway_graph.pictures.diagrams import Drawing
from pathway_graph.registry import exports

from .made import HOSTILE, picture


def test_a_drawing_shows_every_page_as_svg_and_nothing_active() -> None:
    """`_repr_html_` holds one SVG a picture with all its boxes, and no script, handler or address."""
    drawing = Drawing((picture("One", "Two"), picture(*HOSTILE)))
    shown = drawing._repr_html_()

    pages = re.findall(r"<svg.*?</svg>", shown, re.DOTALL)
    assert [page.count('class="box ') for page in pages] == [2, len(HOSTILE)]
    for page in pages:
        root = ET.fromstring(page)
        assert not {
            name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name
        }
        assert not [element for element in root.iter() if element.tag.rpartition("}")[2] in ("script", "a", "image")]
    assert pages[0].strip() == exports()["svg"].svg(drawing.pictures[0]).strip()

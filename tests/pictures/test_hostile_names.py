"""Five thousand hostile names through every format: all shown, none alive."""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ET

import pytest

from pathway_graph.registry import exports

from .made import HOSTILE, picture

MOST, ON_PAGE, SEED = 5_000, 25, 20


def fuzz() -> list[str]:
    """Names put together from the list of those that have broken something; the seed is fixed."""
    r = random.Random(SEED)
    return ["".join(r.choice(HOSTILE)[:200] for _ in range(r.randint(1, 3))) for _ in range(MOST)]


@pytest.mark.full
def test_five_thousand_hostile_names_stay_text_in_every_format() -> None:
    """SVG and draw.io parse and hold no element or attribute of a name's; DOT and Mermaid keep every name quoted."""
    writers, names = exports(), fuzz()
    for at in range(0, MOST, ON_PAGE):
        page = picture(*names[at : at + ON_PAGE])
        svg, drawio = writers["svg"].svg(page), writers["drawio"].drawio([page])
        root = ET.fromstring(svg)
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
            "svg", "title", "desc", "rect", "g", "path", "text",
        }  # fmt: skip
        assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
        assert {e.tag for e in ET.fromstring(drawio).iter()} <= {
            "mxfile", "diagram", "mxGraphModel", "root", "mxCell", "mxGeometry",
        }  # fmt: skip
        for text in (writers["dot"].dot(page), writers["mermaid"].mermaid(page), svg, drawio):
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", writers["dot"].dot(page))
        assert '"' not in bare
        bare = re.sub(r'"[^"\n]*"', "", writers["mermaid"].mermaid(page))
        assert not [mark for mark in ('"', "%%", "click", "<") if mark in bare]


@pytest.mark.full
def test_hostile_names_stay_text_in_a_pdf_of_two_hundred_pages() -> None:
    """The same names in one PDF: no script, form, address, launch or file."""
    names = fuzz()
    made: bytes = exports()["pdf"].pdf([picture(*names[at : at + 10]) for at in range(0, 2_000, 10)])

    for word in (b"/JavaScript", b"/URI", b"/Launch", b"/EmbeddedFile", b"/AcroForm", b"/OpenAction"):
        assert word not in made, word

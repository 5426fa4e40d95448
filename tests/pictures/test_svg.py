"""Pictures as SVG, PDF and PNG: everything in them, nothing active, the same bytes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings

from pathway_graph.errors import InputProblems
from pathway_graph.pictures.drawing import Picture
from pathway_graph.pictures.house import DEFAULT, House
from pathway_graph.pictures.pages import fit, remarks
from pathway_graph.registry import exports

from .made import HOSTILE, picture, pictures

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "rect", "g", "path", "text", "ellipse"}


def named(root: ET.Element, kind: str) -> dict[str, str]:
    """Data id -> accessible name of the groups of a class."""
    groups = (g for g in root.iter(f"{SVG}g") if g.get("class", "").split(" ")[0] == kind)
    return {g.attrib["data-id"]: g.attrib["aria-label"] for g in groups}


@settings(max_examples=60, deadline=None)
@given(pictures)
def test_everything_is_there_and_nothing_is_active(drawn: Picture) -> None:
    """An SVG holds every box and link by id and name, says what is left out, and has no element but shapes and text."""
    text = exports()["svg"].svg(drawn)

    root = ET.fromstring(text)
    assert set(named(root, "box")) == {box.id for box in drawn.boxes}
    assert set(named(root, "link")) == {link.id for link in drawn.links}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ELEMENTS
    assert not {name for e in root.iter() for name in e.attrib if name.startswith("on") or "href" in name}
    assert "Not in this picture: 2 services. Say --all." in "".join(root.itertext())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_the_same_picture_gives_the_same_bytes_in_every_format() -> None:
    """SVG, PDF and PNG hold no clock and no chance."""
    drawn, writers = picture("One", "Two"), exports()

    assert writers["svg"].svg(drawn) == writers["svg"].svg(drawn)
    assert writers["pdf"].pdf([drawn]) == writers["pdf"].pdf([drawn])
    assert writers["png"].png(drawn)[:8] == b"\x89PNG\r\n\x1a\n"
    assert writers["png"].png(drawn) == writers["png"].png(drawn)


def test_hostile_names_are_shown_in_a_pdf_and_never_obeyed() -> None:
    """A PDF of hostile names has no script, no form, no link and no file in it."""
    made: bytes = exports()["pdf"].pdf([picture(name) for name in HOSTILE])

    assert made.startswith(b"%PDF-1.7")
    for word in (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/EmbeddedFile", b"/AcroForm", b"/OpenAction"):
        assert word not in made, word


def test_text_that_nobody_can_read_is_warned_about_and_smaller_text_refused() -> None:
    """Below 7 points on the page a remark names the way out; below 5 nothing is written."""
    assert fit(picture(*"ABC"), "a4").smallest > 7
    assert not remarks([picture("A", "B")], "a4")
    assert "Say --page a3" in remarks([picture(*"ABCDEFGH")], "a4")[0]
    assert not remarks([picture(*"ABCDEFGH")], "a3")
    with pytest.raises(InputProblems, match="PG502") as refused:
        fit(picture(*["Service"] * 12), "a4")
    assert "--page a3" in refused.value.problems[0].hint


def test_the_house_marks_every_page() -> None:
    """A marking stands in SVG and PDF."""
    house = House(marking="Official-Sensitive")

    assert ">Official-Sensitive</text>" in exports()["svg"].svg(picture("A"), house)
    assert exports()["pdf"].pdf([picture("A")], house) != exports()["pdf"].pdf([picture("A")], DEFAULT)

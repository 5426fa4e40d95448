"""The pictures of the documentation, compared by what is in them and where it stands, not by their bytes."""

from __future__ import annotations

import pathlib
import re
import xml.etree.ElementTree as ET

import pytest

from pathway_graph.pictures.example_pictures import PICTURES, drawn

DOCS = pathlib.Path(__file__).parents[2] / "docs" / "pictures"
SVG = "{http://www.w3.org/2000/svg}"
Place = tuple[float, float]


def structure(text: str) -> tuple[dict[tuple[str, str], str], list[tuple[str, Place]], dict[tuple[str, str], Place]]:
    """The accessible name of everything by kind and id; the texts with their places; where each thing stands."""
    root = ET.fromstring(text)
    groups = [g for g in root.iter(f"{SVG}g") if "data-id" in g.attrib]
    named = {key(g): g.attrib["aria-label"] for g in groups}
    texts = [(t.text or "", (float(t.attrib["x"]), float(t.attrib["y"]))) for t in root.iter(f"{SVG}text")]
    return named, texts, {key(g): place(g[0]) for g in groups if len(g)}


def key(group: ET.Element) -> tuple[str, str]:
    """What something is, how it looks, and its id."""
    return group.attrib["class"], group.attrib["data-id"]


def place(shape: ET.Element) -> Place:
    """Where a shape begins."""
    if "x" in shape.attrib:
        return float(shape.attrib["x"]), float(shape.attrib["y"])
    x, y = re.findall(r"-?[\d.]+", shape.attrib.get("d", "0 0"))[:2]
    return float(x), float(y)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_holds_what_it_held_where_it_held_it(name: str) -> None:
    """Ids, looks, names and texts are the same, and nothing has moved by more than a point; `dev.py docs` mends it."""
    before, now = structure((DOCS / f"{name}.svg").read_text(encoding="utf-8")), structure(drawn(name))

    assert now[0] == before[0]
    assert [text for text, _ in now[1]] == [text for text, _ in before[1]]
    moved = [(text, was, at) for (text, at), (_, was) in zip(now[1], before[1], strict=True) if far(at, was)]
    assert not moved
    assert not {id: (before[2][id], at) for id, at in now[2].items() if far(at, before[2][id])}


def far(one: Place, other: Place) -> bool:
    """Farther apart than a point."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) > 1


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("county", ["8 of 16 requirements have a gap", "GAP A bed near", "26 handoffs fail people"]),
        ("county-dependencies", ["28 working days after what was promised", "CRITICAL", "58 days short"]),
        ("county-handoffs", ["of 90 handoffs lose people", "nobody after 9 of them"]),
        (
            "county-contracts",
            ["18 of 36 contracts end with nothing behind them, and 17 should be in procurement by now"],
        ),
        ("county-coverage", ["some people have nobody at every hour of the week", "in 3 of 4 areas"]),
        ("county-gantt", ["28 working days after what was promised", "Late by 40 days", "data date 30 Oct 2026"]),
        ("banes", ["4 of 7 requirements have a gap", "GAP Safe haven out", "hours ?"]),
        ("handoffs", ["handoffs lose people", "No service takes them"]),
        ("contracts", ["of 2 the end is not stated"]),
    ],
)
def test_a_picture_alone_says_what_is_wrong(name: str, told: list[str]) -> None:
    """What a board member has to see is written in the picture: in its title and where it belongs."""
    written = " ".join(text for text, _ in structure(drawn(name))[1])

    assert [words for words in told if words not in written] == []

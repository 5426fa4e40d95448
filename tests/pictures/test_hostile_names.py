"""Hostile names through every format and the terminal: all shown, none alive.

A few hundred are tried in every run, all 5,000 with PATHWAY_NAMES=5000.
"""

from __future__ import annotations

import os
import pathlib
import random
import re
import xml.etree.ElementTree as ET

import pytest
import yaml

from pathway_graph.cli import main
from pathway_graph.registry import exports

from .made import HOSTILE, picture

MOST, ON_PAGE, SEED = int(os.environ.get("PATHWAY_NAMES", "250")), 25, 20
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def fuzz() -> list[str]:
    """Names put together from the list of those that have broken something; the seed is fixed."""
    r = random.Random(SEED)
    return ["".join(r.choice(HOSTILE)[:200] for _ in range(r.randint(1, 3))) for _ in range(MOST)]


def test_hostile_names_stay_text_in_every_format() -> None:
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
            assert not CONTROL.search(text)
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", writers["dot"].dot(page))
        assert '"' not in bare
        bare = re.sub(r'"[^"\n]*"', "", writers["mermaid"].mermaid(page))
        assert not [mark for mark in ('"', "%%", "click", "<") if mark in bare]


@pytest.mark.full
def test_hostile_names_stay_text_in_one_pdf() -> None:
    """The same names, ten a page: no script, form, address, launch or file."""
    names = fuzz()
    made: bytes = exports()["pdf"].pdf([picture(*names[at : at + 10]) for at in range(0, MOST, 10)])

    for word in (b"/JavaScript", b"/URI", b"/Launch", b"/EmbeddedFile", b"/AcroForm", b"/OpenAction"):
        assert word not in made, word


def test_hostile_names_move_nothing_on_a_terminal(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names with control characters are refused in words without any; the others are printed as they are."""
    held = [re.sub("[\x00\ufffe\ud800]", "", name) for name in fuzz()]  # what no YAML can hold
    for kept in (held, [name for name in held if name.strip() and not CONTROL.search(name)]):
        rows = [{"id": f"s{at}", "name": name, "provider": "o", "function": "f"} for at, name in enumerate(kept)]
        sheets = {
            "Organisations": [{"id": "o", "name": "O"}],
            "Functions": [{"id": "f", "name": "F"}],
            "Services": rows,
        }
        (tmp_path / "names.yaml").write_text(yaml.safe_dump(sheets, allow_unicode=True), encoding="utf-8")
        main(["init", str(tmp_path / f"w{len(kept)}")])
        status = main(["-C", str(tmp_path / f"w{len(kept)}.pathway"), "load", str(tmp_path / "names.yaml")])
        said = capsys.readouterr()
        assert status == (3 if kept is held else 0)
        assert not CONTROL.search(said.out + said.err)
    asked = (["query", "services.by_provider"], ["query", "map.services", "--csv"], ["check"], ["decisions"])
    for words in asked:
        assert main(["-C", str(tmp_path / f"w{len(kept)}.pathway"), *words]) == 0
        said = capsys.readouterr()
        assert not CONTROL.search(said.out + said.err), words

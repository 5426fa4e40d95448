"""Codes of files and cells are listed, and every listed one can occur."""

from __future__ import annotations

import pathlib
import re

from pathway_graph.codes import CODES

ROOT = pathlib.Path(__file__).parents[2]


def test_codes_are_listed_and_used() -> None:
    """The codes PG100 to PG159 that the source prints are exactly those that `doctor explain` knows."""
    files = [*ROOT.glob("pathway_graph/**/*.py"), *ROOT.glob("loaders/*.py"), *ROOT.glob("exports/*.py")]
    sources = (path.read_text(encoding="utf-8") for path in files if path.name != "codes.py")
    used = {code for text in sources for code in re.findall(r'"(PG1[0-5]\d)"', text)}

    assert used == {code for code in CODES if "PG100" <= code <= "PG159"}

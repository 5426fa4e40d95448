"""The page on the workbook says what the model says."""

from __future__ import annotations

import pathlib

from pathway_graph.documentation.workbook_page import workbook_page
from pathway_graph.model import FIELDS, SHEETS

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "workbook.md"


def test_page_is_up_to_date() -> None:
    """docs/workbook.md is what the model gives; `python3 dev.py docs` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == workbook_page()


def test_page_has_every_column() -> None:
    """Each sheet's part of the page names each of its columns."""
    parts = {part.splitlines()[0]: part for part in workbook_page().split("\n### ")[1:]}

    for label, fields in FIELDS.items():
        assert all(f"| `{name}` |" in parts[SHEETS[label]] for name in fields)

"""Refuse texts that should be in no cell, whatever its column: hidden marks, formula errors, whole documents."""

from __future__ import annotations

import re

from pathway_graph.reading import Reading, failed
from pathway_graph.reading.plain import shorten

from .cells import unseen

__all__ = ["LONGEST", "code_of", "is_harmless", "refused", "sentence"]

LONGEST = 32_767
"""So many characters a cell of a workbook holds; longer texts could not be written back."""

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_ERRORS = re.compile(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NULL|NUM|SPILL|CALC|GETTING_DATA)[!?]?")


def is_harmless(text: str) -> bool:
    """Tell quickly that a text need not be looked at more closely; nearly all are such."""
    return len(text) <= LONGEST and text.isprintable() and not text.startswith("#")


def refused(text: str) -> Reading | None:
    """Give the refusal of a text, or None where a reader may have it.

    >>> refused("#REF!").error
    "the cell's formula gave #REF!"
    """
    if text.startswith("#") and _ERRORS.fullmatch(text):
        return Reading(
            "missing", text, error=f"the cell's formula gave {text}", hint="Mend the formula, or type the value."
        )
    if len(text) > LONGEST:
        error = f"the text has {len(text):,} characters; a cell holds {LONGEST:,}"
        return failed(shorten(text), error, "Keep it in a document, and state that.")
    if text.isprintable() or not _UNSAFE.search(text):
        return None
    error = f"{unseen(text)} has control characters or marks that turn the direction of writing"
    return Reading("missing", text, error=error, hint="Type the text again.")


def code_of(text: str) -> str:
    """Give the code under which a refused text is told."""
    return "PG156" if len(text) > LONGEST else "PG153" if text.startswith("#") else "PG148"


def sentence(text: str) -> str:
    """End what a reader says with a full stop."""
    return text if text.endswith((".", "?", "!")) else f"{text}."

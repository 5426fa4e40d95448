"""Read a text file in the encodings that spreadsheets and editors write."""

from __future__ import annotations

import codecs
import pathlib

from pathway_graph.errors import InputProblems, Problem

from .kinds import kind_of

__all__ = ["MOST_BYTES", "decoded"]

MOST_BYTES = 200_000_000
"""Larger files are refused before they are read."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(path: pathlib.Path) -> tuple[str, list[Problem]]:
    """Give a file's text, and a remark where its encoding had to be assumed.

    UTF-8, with or without its mark; UTF-16 and UTF-32 with theirs; else Windows-1252, which is told (PG123). Raises
    InputProblems for a file that is too large (PG103) or no text (PG107).
    """
    if path.stat().st_size > MOST_BYTES:
        message = f"the file has {path.stat().st_size:,} bytes; at most {MOST_BYTES:,} are read."
        raise InputProblems(Problem("PG103", message, "Split it.", file=path.name))
    data = path.read_bytes()
    remarks: list[Problem] = []
    kind = kind_of(data[:1000])
    if kind:
        hint = "Name it as what it is, or save it again as UTF-8 text."
        raise InputProblems(Problem("PG107", f"this is no text file but {kind}.", hint, file=path.name))
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise InputProblems(_no_text(path, f"it begins as {encoding} and goes on as something else")) from None
        text = data.decode("cp1252", "replace")
        line = data.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8 (line {line}) and was read as Windows-1252."
        remarks.append(Problem("PG123", message, "Save it as UTF-8 if letters look wrong.", file=path.name))
    if "\0" in text:
        raise InputProblems(_no_text(path, "it holds NUL characters, as UTF-16 without a mark does"))
    return text, remarks


def _no_text(path: pathlib.Path, why: str) -> Problem:
    return Problem("PG107", f"this is no text file: {why}.", "Save it again as UTF-8.", file=path.name)

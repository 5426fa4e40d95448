"""Say in plain words what the YAML parser met, and on which line the mistake is."""

from __future__ import annotations

import yaml

__all__ = ["said_plainly"]

_QUOTES = "Put quotes round a text with ': ' or ' #' in it, or that begins with a mark such as @, %, * or &."
_COLUMNS = (
    "Begin the fields of a row at the same column, write a space after each colon, and quotes round a text with ': '."
)


def said_plainly(error: yaml.YAMLError, text: str) -> tuple[int | None, str, str]:
    """Give the line (from 1; None where it is not known), what is wrong, and what to do."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable")
    mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    row = mark.line + 1 if mark else None
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return row, "the line begins with a tab, and YAML is indented with spaces.", "Put spaces in the tab's place."
    if isinstance(error, yaml.reader.ReaderError):
        row = text.count("\n", 0, error.position) + 1
        return row, "the line holds a control character, which cannot be seen.", "Type the line again."
    if "unexpected end of stream" in problem and begun:
        return begun.line + 1, "a quote is opened on this line and never closed.", "Close it."
    if "did not find expected" in problem or "expected ',' or" in problem or "unexpected end" in problem:
        row = begun.line + 1 if begun else row
        return row, "a bracket is opened on this line and not closed, or a comma is left out.", _QUOTES
    if "mapping values are not allowed" in problem:
        return row, "there is a ': ' where none can be.", _COLUMNS
    if "cannot start any token" in problem:
        return row, f"a text can't begin with {line[mark.column]!r} here." if mark else problem, _QUOTES
    if "undefined alias" in problem:
        return row, "a text that begins with * is a reference in YAML, and it leads nowhere.", _QUOTES
    if "another document" in problem:
        return row, "a second document begins on this line (---).", "Put it in a file of its own, or delete the line."
    if "incompatible YAML" in problem or "directive" in problem:
        return row, "the line says a version of YAML that is not read.", "Delete the line."
    return row, f"this line is no YAML: {problem}.", _QUOTES

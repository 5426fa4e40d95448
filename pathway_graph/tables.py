"""Draw rows as a table: for a terminal, for Markdown, for a spreadsheet's CSV."""

from __future__ import annotations

import csv
import datetime
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["csv_table", "markdown_table", "shown", "text_table", "width"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def shown(value: Any) -> str:
    """Say a value as people read it: dates as 2018-01-30, lists with `; `, nothing for None.

    >>> shown([True, datetime.date(2018, 1, 30), None, 2.0])
    'yes; 2018-01-30; ; 2'
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join(shown(part) for part in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {shown(part)}" for key, part in value.items())
    return str(value)


def width(text: str) -> int:
    """Count the columns that a text takes on a terminal; wide letters take two, combining ones none."""
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def text_table(headers: Sequence[str], rows: Iterable[Sequence[Any]], *, columns: int = 100) -> str:
    """Draw a table for a terminal `columns` wide: the widest columns are wrapped, nothing is cut off.

    Control characters are shown as they are named, so that a value can't steer the terminal.

    >>> print(text_table(["service", "wait"], [["IAPT", 28]]))
    service  wait
    -------  ----
    IAPT     28
    """
    cells = [[_plain(shown(cell)) for cell in row] for row in rows]
    widths = _fitted([max(map(width, [h, *(row[i] for row in cells)])) for i, h in enumerate(headers)], columns)
    lines = [*_wrapped(list(headers), widths), ["-" * w for w in widths]]
    for row in cells:
        lines += _wrapped(row, widths)
    return "\n".join("  ".join(_padded(c, w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def _plain(text: str) -> str:
    return "".join(c if c == " " or not unicodedata.category(c).startswith("C") else f"<{ord(c):04x}>" for c in text)


def _fitted(widths: list[int], columns: int) -> list[int]:
    room = columns - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > 12:
        widest = widths.index(max(widths))
        widths[widest] = max(12, widths[widest] - (sum(widths) - room))
        others = sorted(widths, reverse=True)
        if len(others) > 1 and widths[widest] < others[1]:
            widths[widest] = max(12, others[1] - 1)
    return widths


def _wrapped(row: list[str], widths: list[int]) -> list[list[str]]:
    columns = [_lines(cell, w) for cell, w in zip(row, widths, strict=True)]
    height = max(map(len, columns))
    return [[column[i] if i < len(column) else "" for column in columns] for i in range(height)]


def _lines(text: str, limit: int) -> list[str]:
    lines, line = [], ""
    for word in text.split(" "):
        while width(word) > limit:
            cut = _cut(word, limit)
            lines += [line] if line else []
            line = ""
            lines.append(word[:cut])
            word = word[cut:]
        if line and width(line) + 1 + width(word) > limit:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line or not lines else lines


def _cut(word: str, limit: int) -> int:
    taken = 0
    for i, letter in enumerate(word):
        taken += width(letter)
        if taken > limit:
            return max(1, i)
    return len(word)


def _padded(text: str, wanted: int) -> str:
    return text + " " * (wanted - width(text))


def markdown_table(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Draw a table in Markdown; pipes and line breaks in cells are kept from breaking it.

    >>> print(markdown_table(["a"], [["x|y"]]))
    | a |
    | --- |
    | x\\|y |
    <BLANKLINE>
    """
    lines = [headers, ["---"] * len(headers), *([shown(c).replace("|", "\\|") for c in row] for row in rows)]
    return "".join("| " + " | ".join(c.replace("\n", " ") for c in line) + " |\n" for line in lines)


def csv_table(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write rows as CSV that opens in Excel: a text that would be a formula is given an apostrophe first.

    >>> csv_table(["a"], [["=1+1"], [-2]]).splitlines()
    ['a', "'=1+1", '-2']
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows([_defused(cell) for cell in row] for row in rows)
    return out.getvalue()


def _defused(cell: Any) -> str:
    text = shown(cell).replace("\r\n", "\n").replace("\r", "\n")  # a lone return would end the row for some readers
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text

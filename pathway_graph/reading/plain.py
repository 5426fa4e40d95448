"""Clean a text for reading: one spelling for dashes, quotes and spaces, and no invisible marks."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from .reading import Reading, failed

__all__ = ["LIMIT", "clean", "guarded", "remark", "shorten"]

LIMIT = 2000
"""The longest text, in characters, that any reader looks at."""

_INVISIBLE = frozenset(
    map(chr, [0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)])
)

_SPELLINGS: dict[int, str] = {
    **{ord(mark): "" for mark in _INVISIBLE},
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u02bc\u2032`\u00b4"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u2033"), '"'),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF0D},
    **{code: " " for code in [*range(9), *range(14, 32), 127, 0x3000]},
    **dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n"),
    ord("\u2264"): "<=",
    ord("\u2265"): ">=",
    ord("\u2026"): "...",
    ord("\u00d7"): "x",
}


def clean(text: str) -> str:
    """Return the text as a grammar wants it: plain dashes, quotes and single spaces; line breaks stay, empty lines go.

    >>> clean(" Mon \\u2013  Fri\\u200b ")
    'Mon - Fri'
    """
    lines = text.translate(_SPELLINGS).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def shorten(text: str, length: int = 60) -> str:
    """Return the text as a message quotes it: on one line, cut after `length` characters."""
    line = " ".join(clean(text[: LIMIT + length]).split())
    return line if len(line) <= length else line[: length - 3].rstrip() + "..."


def remark(text: str) -> str:
    """Return words written beside a value without the punctuation around them; empty if only punctuation is left."""
    inner = text.strip(' \n,;:.-/&()[]|"')
    if inner.count("(") > inner.count(")"):
        inner += ")"
    return inner


def guarded(text: str, read: Callable[[str], Reading]) -> Reading:
    """Read a text of at most LIMIT characters, and say so where invisible marks in it were passed over."""
    if len(text) > LIMIT:
        return failed(
            shorten(text, 200),
            f"the text is too long to be one value ({len(text):,} characters; at most {LIMIT:,} are read)",
            "Write the value alone here and move the rest to the note.",
        )
    reading = read(text)
    if not text.isascii() and not _INVISIBLE.isdisjoint(text):
        said = "Invisible marks in the text were passed over."
        return dataclasses.replace(reading, assumed=(*reading.assumed, said))
    return reading

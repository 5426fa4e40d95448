"""Measure and break text for pictures, without a font at hand."""

from __future__ import annotations

import unicodedata

__all__ = ["broken", "fitted_line", "width"]

_REGULAR = (
    "32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 53 100 68 69 "
    "70 77 63 58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 73 68 99 69 61 69 39 34 39 84 50 50 61 63 55 63 62 35 "
    "63 63 28 28 58 28 97 63 61 63 63 41 52 39 63 59 82 59 59 52 64 34 64 84 "
)
_BOLD = (
    "35 46 52 84 70 100 87 31 46 46 52 84 38 42 38 37 70 70 70 70 70 70 70 70 70 70 40 40 84 84 84 58 100 77 76 "
    "73 83 68 68 82 84 37 37 77 64 100 84 85 73 85 77 72 68 81 77 110 77 72 73 46 37 46 84 50 50 67 72 59 72 68 "
    "44 72 71 34 34 67 34 104 71 69 72 72 49 60 48 71 65 92 65 65 58 71 37 71 84 "
)
"""Hundredths of the size that the letters from space to ~ are wide in DejaVu Sans, the widest of the fonts that we ask
for: what fits in it fits in Arial and Helvetica."""


def _table(widths: str) -> dict[str, float]:
    return {chr(32 + at): int(one) / 100 for at, one in enumerate(widths.split())}


_WIDTHS = {False: _table(_REGULAR), True: _table(_BOLD)}


def width(text: str, size: float, bold: bool = False) -> float:
    """Say how wide a sans-serif text is at the most, in the unit of `size`.

    >>> width("mm", 10) > width("ii", 10)
    True
    >>> width("ICB", 10, bold=True) > width("ICB", 10)
    True
    """
    known = _WIDTHS[bold]
    return size * sum(known[letter] if letter in known else _other(letter, bold) for letter in text)


def _other(letter: str, bold: bool) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.3
    return 0.8 if bold else 0.7


def broken(text: str, size: float, room: float, most: int = 3, bold: bool = False) -> list[str]:
    """Break a text into at most `most` lines that fit `room`; the last ends in an ellipsis where more was to come.

    The whole text stays in the table beneath the picture and in its accessible name.

    >>> broken("Primary Care Liaison Service", 10, 80)
    ['Primary Care', 'Liaison Service']
    """
    lines: list[str] = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if not lines[-1] or width(joined, size, bold) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
        if len(lines) > most:
            break
    fitted = [fitted_line(line, size, room, bold) for line in lines[:most]]
    if len(lines) > most:
        fitted[-1] = fitted_line(fitted[-1].removesuffix("…") + " …", size, room, bold)
    return fitted


def fitted_line(line: str, size: float, room: float, bold: bool = False) -> str:
    """Cut one line to what fits; an ellipsis stands where something is missing.

    >>> fitted_line("Neighbourhood", 10, 40)
    'Neigh…'
    """
    if len(line) < 400 and width(line, size, bold) <= room:
        return line
    left, kept = room - width("…", size, bold), 0
    while kept < len(line) and (left := left - width(line[kept], size, bold)) >= 0:
        kept += 1
    return line[:kept].rstrip(" …") + "…"

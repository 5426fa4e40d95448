"""Measure and break text for pictures, without a font at hand."""

from __future__ import annotations

import unicodedata

__all__ = ["broken", "width"]

_NARROW = dict.fromkeys("ijl.,:;'|!()[]ft /-r", 0.34) | dict.fromkeys("mwMW@%", 0.88)


def width(text: str, size: float) -> float:
    """Estimate how wide a sans-serif text is, in the unit of `size`; on the safe side for bold.

    >>> width("mm", 10) > width("ii", 10)
    True
    """
    return size * sum(map(_letter, text))


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return _NARROW[letter]
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    return 0.72 if letter.isupper() else 0.56


def broken(text: str, size: float, room: float, most: int = 3) -> list[str]:
    """Break a text into at most `most` lines that fit `room`; the last ends in an ellipsis where more was to come.

    The whole text stays in the table beneath the picture and in its accessible name.

    >>> broken("Primary Care Liaison Service", 10, 80)
    ['Primary Care', 'Liaison Service']
    """
    lines: list[str] = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if width(joined, size) <= room or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    fitted = [_fitted(line, size, room) for line in lines]
    if len(fitted) <= most:
        return fitted
    return [*fitted[: most - 1], _fitted(fitted[most - 1] + " …", size, room)]


def _fitted(line: str, size: float, room: float) -> str:
    if width(line, size) <= room:
        return line
    short = line.removesuffix(" …")
    while short and width(short + "…", size) > room:
        short = short[:-1]
    return short + "…"

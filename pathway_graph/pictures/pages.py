"""Fit pictures to paper: how large they print, and whether their text can be read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Literal

from pathway_graph.errors import InputProblems, Problem

from .drawing import Picture

__all__ = [
    "LEAST", "MARGIN", "PAGES", "READABLE", "Fit", "Page", "fit", "fitted", "readable", "remarks", "room",
    "too_small",
]  # fmt: skip

Page = Literal["a4", "a3"]

PAGES: dict[str, tuple[float, float]] = {"a4": (841.89, 595.28), "a3": (1190.55, 841.89)}
"""Width and height in points; every page lies on its side."""

MARGIN, READABLE, LEAST = 28.0, 7.0, 5.0
"""Points: the margin of a page; text that people can read on paper; text that is never printed."""

_ABOVE, _BELOW, _LARGEST = 74.0, 64.0, 1.5


@dataclasses.dataclass(frozen=True, slots=True)
class Fit:
    """How a picture prints: `scale` is 1 where it prints as large as it was laid out, `smallest` its smallest text."""

    page: str
    scale: float
    smallest: float

    @classmethod
    def of(cls, page: str, wide: float, high: float, smallest: float) -> Fit:
        """Fit a whole drawing, with its title and key and an edge of its own, into a page."""
        scale = min(PAGES[page][0] / max(wide, 1), PAGES[page][1] / max(high, 1), _LARGEST)
        return cls(page, scale, scale * smallest)


def fit(picture: Picture, page: str = "a3") -> Fit:
    """Say how a picture prints on a page: as large as fits beneath its title, at most half as large again.

    Raises InputProblems (PG502) where its text would be smaller than 5 points.
    """
    scale = _scale(picture, page)
    found = Fit(page, scale, scale * picture.smallest)
    if problems := too_small(picture, found):
        raise InputProblems(*problems)
    return found


def too_small(picture: Picture, found: Fit) -> list[Problem]:
    """Say that a picture can't be printed: its text would be below 5 points."""
    if found.smallest >= LEAST:
        return []
    hint = _way_out(picture, found.page, "Nothing was written.")
    told = f"'{picture.name}' does not fit: its text would be {found.smallest:.1f} points on {found.page.upper()}."
    return [Problem("PG502", told, hint)]


def fitted(found: Iterable[tuple[Picture, Fit]]) -> list[str]:
    """Say which pictures are hard to read on paper, as their text would be below 7 points, and the way out."""
    small = [(picture, fit) for picture, fit in found if fit.smallest < READABLE]
    if not small:
        return []
    picture, worst = min(small, key=lambda pair: pair[1].smallest)
    named = f"{picture.name}{f' and {len(small) - 1} more' if len(small) > 1 else ''}"
    return [
        f"{named}: the smallest text is {worst.smallest:.1f} points on {worst.page.upper()}; below {READABLE:g} it is "
        f"hard to read. {_way_out(picture, worst.page, '')}".strip()
    ]


def remarks(pictures: Iterable[Picture], page: str) -> list[str]:
    """Say which pictures print with text that is hard to read, and the way out. Raises as `fit` does."""
    return fitted([(picture, fit(picture, page)) for picture in pictures])


def readable(picture: Picture, page: str) -> bool:
    """Say whether all of a picture's text has at least 7 points on a page."""
    return _scale(picture, page) * picture.smallest >= READABLE


def _scale(picture: Picture, page: str) -> float:
    wide, high = room(page)
    return min(wide / max(picture.width, 1), high / max(picture.height, 1), _LARGEST)


def room(page: str) -> tuple[float, float]:
    """Give the width and height that a page leaves to a picture between its title and its key, in points."""
    wide, high = PAGES[page]
    return wide - 2 * MARGIN, high - 2 * MARGIN - _ABOVE - _BELOW


def _way_out(picture: Picture, page: str, end: str) -> str:
    ways = [*(["--page a3"] if page == "a4" else []), *filter(None, (picture.narrower,))]
    said = f"Say {' or '.join(ways)}" if ways else "Ask for less"
    return f"{said}, or write it as draw.io, which knows no page. {end}".strip()

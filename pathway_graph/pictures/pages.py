"""Fit pictures to paper: how large they print, and whether their text can be read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Literal

from pathway_graph.errors import InputProblems, Problem

from .drawing import Picture

__all__ = ["LEAST", "MARGIN", "PAGES", "READABLE", "Fit", "Page", "fit", "remarks"]

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


def fit(picture: Picture, page: str = "a3") -> Fit:
    """Say how a picture prints on a page: as large as fits beneath its title, at most half as large again.

    Raises InputProblems (PG502) where its text would be smaller than 5 points.
    """
    wide, high = PAGES[page]
    room = (wide - 2 * MARGIN) / picture.width, (high - 2 * MARGIN - _ABOVE - _BELOW) / picture.height
    scale = min(*room, _LARGEST)
    found = Fit(page, scale, scale * picture.smallest)
    if found.smallest < LEAST:
        hint = _way_out(page, "Nothing was written.")
        message = f"'{picture.name}' does not fit: its text would be {found.smallest:.1f} points on {page.upper()}."
        raise InputProblems(Problem("PG502", message, hint))
    return found


def remarks(pictures: Iterable[Picture], page: str) -> list[str]:
    """Say which pictures print with text that is hard to read, and the way out. Raises as `fit` does."""
    found = []
    for picture in pictures:
        fitted = fit(picture, page)
        if fitted.smallest < READABLE:
            found.append(
                f"{picture.name}: its smallest text is {fitted.smallest:.1f} points on {page.upper()}; "
                f"below {READABLE:g} it is hard to read. {_way_out(page, '')}".strip()
            )
    return found


def _way_out(page: str, end: str) -> str:
    larger = "Say --page a3, or cut" if page == "a4" else "Cut"
    return f"{larger} it down with --area, --function, --provider or --to, or write it as SVG or HTML. {end}".strip()

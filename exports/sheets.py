"""Put pictures on sheets for formats that are one drawing (SVG, PNG): what a page can't hold goes onto further ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from pathway_graph.errors import InputProblems
from pathway_graph.pictures.drawing import Picture, Table
from pathway_graph.pictures.house import DEFAULT, House
from pathway_graph.pictures.pages import PAGES, READABLE, Fit, fitted, readable, too_small

from .svg import SMALLEST, size

__all__ = ["fit_whole", "fits", "sheets", "small"]


def sheets(pictures: Iterable[Picture], house: House = DEFAULT, page: str = "a3") -> list[Picture]:
    """Give what is drawn, a file each: every picture, and after them those tables that would make them too small.

    Raises InputProblems (PG502), with all that would have text of less than 5 points.
    """
    found, tables = [], []
    for picture in pictures:
        drawn = [table for table in picture.tables if table.drawn and table.rows]
        if drawn and fit_whole(picture, house, page).smallest < READABLE:
            found.append(dataclasses.replace(picture, tables=()))
            tables += [(picture, table) for table in drawn]
        else:
            found.append(picture)
    for picture, table in tables:
        found += _of_table(picture, table, house, page)
    problems = [problem for picture in found for problem in too_small(picture, fit_whole(picture, house, page))]
    if problems:
        raise InputProblems(*problems)
    return found


def small(pictures: Iterable[Picture], house: House = DEFAULT, page: str = "a3") -> list[str]:
    """Say which of these sheets have text below 7 points on a page, and the way out."""
    return fitted([(picture, fit_whole(picture, house, page)) for picture in pictures])


def fits(picture: Picture, page: str, house: House = DEFAULT) -> bool:
    """Say whether a picture without its tables can be read on a page, in a PDF and as a drawing of its own."""
    bare = dataclasses.replace(picture, tables=())
    return readable(picture, page) and fit_whole(bare, house, page).smallest >= READABLE


def fit_whole(picture: Picture, house: House = DEFAULT, page: str = "a3") -> Fit:
    """Say how a drawing with its title, tables, key and footer prints on a page."""
    return Fit.of(page, *size(picture, house), min(picture.smallest, SMALLEST))


def _wide(page: str) -> float:
    return PAGES[page][0] - 40


def _of_table(picture: Picture, table: Table, house: House, page: str) -> Iterator[Picture]:
    """Set a table on as many sheets as it needs."""
    rows = list(range(len(table.rows)))
    first = True
    while rows:
        many = len(rows)
        while True:
            sheet = _sheet(picture, table, rows[:many], page, again=not first)
            if many == 1 or fit_whole(sheet, house, page).smallest >= READABLE:
                break
            many -= max(1, many // 8)
        yield sheet
        rows, first = rows[many:], False


def _sheet(picture: Picture, table: Table, rows: list[int], page: str, *, again: bool) -> Picture:
    part = dataclasses.replace(
        table, rows=tuple(table.rows[n] for n in rows),
        styles=tuple(table.styles[n] for n in rows) if table.styles else (), ids=(),
    )  # fmt: skip
    of = picture.told[0] if picture.told and picture.told[0].startswith("Page ") else ""
    told = f"The table to {of}" if of else "The table to the picture"
    return Picture(
        f"{picture.name} table{' more' if again else ''}", picture.point, picture.as_of, _wide(page), 0.0,
        (f"{told}{', continued' if again else ''}",), f"{len(rows)} rows.", tables=(part,), footer=picture.footer,
        narrower=picture.narrower,
    )  # fmt: skip

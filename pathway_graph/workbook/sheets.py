"""Hold the cells of a file as they stand there, before anything is read into them."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from typing import TypeAlias

from pathway_graph.errors import Problem
from pathway_graph.reading.cells import from_cell

__all__ = ["Raw", "Sheet", "Sheets", "letters", "text_of"]

Raw: TypeAlias = "str | int | float | datetime.date | datetime.datetime | datetime.time | datetime.timedelta"
"""What a cell holds. Never a bool: it equals 0 or 1, so a loader writes `yes` or `no`. Blank is an empty text."""


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet (or CSV file, or YAML list).

    `headers` are texts as written; `rows` holds one sequence of cells a row, each as long as `headers`; `numbers` says
    which row of the file each is, from 1; `letters` names the columns, empty where a format has none. `hidden` lists
    what a workbook does not show: numbers of rows, letters of columns, and an empty text for the whole sheet.
    """

    name: str
    headers: tuple[str, ...]
    rows: Sequence[Sequence[Raw]]
    numbers: Sequence[int]
    letters: tuple[str, ...]
    header_row: int = 1
    hidden: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Sheets:
    """All that a loader found in one file.

    `published` marks a source that nobody here can mend: what cannot be read there is stored as missing with its words
    and is no error (reading.md). `year_from` is the year that a heading gives to dates without one.
    """

    sheets: tuple[Sheet, ...]
    settings: dict[str, str] = dataclasses.field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    published: bool = False


def letters(index: int) -> str:
    """Name a column as a spreadsheet does, from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def text_of(raw: Raw) -> str:
    """Give a cell's content as somebody would have typed it.

    Whole numbers lose their point, dates are ISO, times `09:30`; a line break is one character.

    >>> text_of(3.0), text_of(datetime.datetime(2019, 4, 1)), text_of(datetime.time(9, 30))
    ('3', '2019-04-01', '09:30')
    """
    if isinstance(raw, str):
        text = raw.strip()
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if isinstance(raw, datetime.timedelta):
        minutes = int(raw.total_seconds() // 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return from_cell(raw)

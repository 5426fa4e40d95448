"""Read an Excel workbook (.xlsx) with calamine, after looking at what is in the archive."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Sequence

import python_calamine

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.reading.cells import from_cell
from pathway_graph.workbook.sheets import Raw, Sheet, Sheets, letters

from . import archive, worksheets

__all__ = ["ABOUT", "FORMAT", "read", "recognises"]

FORMAT = "xlsx"
ABOUT = "an Excel workbook (.xlsx) made by `pathway-graph template`"

_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def recognises(path: pathlib.Path) -> bool:
    """Tell whether the file's name ends as a spreadsheet's does; what cannot be read is refused by `read`."""
    return path.is_file() and path.suffix.casefold() in _ENDINGS


def read(path: pathlib.Path) -> Sheets:
    """Read all sheets; the first row that has a cell holds the headings.

    Raises InputProblems for what is no workbook, is encrypted, damaged or larger than its size on disk can explain.
    """
    workbook = archive.open_workbook(path)
    problems: list[Problem] = []
    remarks: list[Problem] = list(workbook.remarks)
    sheets: list[Sheet] = []
    try:
        reader = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in workbook.sheets:
            cells = worksheets.look_at(workbook, name)
            rows = reader.get_sheet_by_name(name).to_python(skip_empty_area=False)
            sheet = _sheet(name, rows, cells)
            problems += _with_headings(cells.problems, sheet)
            if sheet is not None:
                sheets.append(sheet)
    except python_calamine.CalamineError as error:
        hint = "Open it in a spreadsheet program and save it anew."
        raise InputProblems(Problem("PG104", f"the workbook is damaged: {error}.", hint, file=path.name)) from None
    if not sheets and not problems:
        names = ", ".join(workbook.sheets)
        told = f"no sheet of the workbook has a cell with anything in it ({names})." if names else "it has no sheets."
        hint = "`pathway-graph template FILE.xlsx` makes a workbook with all headings."
        raise InputProblems(Problem("PG113", told, hint, file=path.name))
    return Sheets(tuple(sheets), {}, tuple(problems), tuple(remarks))


def _with_headings(problems: Sequence[Problem], sheet: Sheet | None) -> list[Problem]:
    """Name the field of each problem below the headings."""
    headings = dict(zip(sheet.letters, sheet.headers, strict=True)) if sheet else {}
    first = sheet.header_row if sheet else 0
    return [
        dataclasses.replace(p, field=headings.get(p.column, "").strip()) if (p.row or 0) > first else p
        for p in problems
    ]


def _sheet(name: str, rows: Sequence[Sequence[Raw]], cells: worksheets.Cells) -> Sheet | None:
    """Cut a sheet's cells at its headings; None for a sheet without any."""
    first = next((n for n, row in enumerate(rows) if any(cell != "" for cell in row)), None)
    if first is None:
        return None
    width = max((n for row in rows[first : first + 1] for n, cell in enumerate(row, 1) if cell != ""), default=0)
    body: list[Sequence[Raw]] = list(rows[first + 1 :])
    if cells.has_booleans:
        body = [[_plain(cell) for cell in row] for row in body]
    for (row, column), code in cells.formats.items():
        position = row - first - 1
        if 0 <= position < len(body) and column < len(body[position]):
            _show(body, position, column, code)
    width = max(width, max(map(len, body), default=0))
    headers = tuple("" if n >= len(rows[first]) else str(rows[first][n]) for n in range(width))
    numbers = range(first + 2, first + 2 + len(body))
    return Sheet(name, headers, body, numbers, tuple(letters(n) for n in range(width)), first + 1, cells.hidden)


def _plain(cell: Raw) -> Raw:
    return ("yes" if cell else "no") if isinstance(cell, bool) else cell


def _show(body: list[Sequence[Raw]], position: int, column: int, code: str) -> None:
    """Put the words that a number's format shows in the place of the number."""
    cells = body[position]
    if not isinstance(cells[column], str):
        body[position] = [*cells[:column], from_cell(cells[column], code), *cells[column + 1 :]]

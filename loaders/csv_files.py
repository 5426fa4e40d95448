"""Read a folder of CSV files, one a sheet, or a single one such as Services.csv."""

from __future__ import annotations

import csv
import io
import pathlib
import re

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.model import FIELDS, SHEETS, label_of_sheet
from pathway_graph.workbook.settings import SETTINGS_SHEET
from pathway_graph.workbook.sheet_names import nearest_sheet
from pathway_graph.workbook.sheets import Sheet, Sheets, letters

from .texts import decoded

__all__ = ["ABOUT", "FORMAT", "read", "recognises"]

FORMAT = "csv"
ABOUT = "a folder of CSV files named as the sheets are, or one of them"

_SEPARATORS = ",;\t|"
_GUARDED = re.compile(r"'+[=+\-@]")
_FIELD_LIMIT = 100_000
_MOST_TOLD = 1000
_HEADERS = frozenset(name.casefold() for fields in FIELDS.values() for name in fields) | {"key", "value"}


def recognises(path: pathlib.Path) -> bool:
    """Tell whether this is a CSV file, or a folder with at least one."""
    return bool(_files(path)) if path.is_dir() else path.suffix.casefold() in (".csv", ".tsv")


def read(path: pathlib.Path) -> Sheets:
    """Read the file or the folder; files in folders below it are passed over."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    remarks: list[Problem] = []
    for file in _files(path) if path.is_dir() else [path]:
        try:
            sheet, told = _sheet(file)
        except InputProblems as error:
            problems += error.problems
            continue
        sheets.append(sheet)
        remarks += told
    if path.is_file() and not problems and label_of_sheet(path.stem) is None:
        near = nearest_sheet(path.stem)
        names = ", ".join(f"{sheet}.csv" for sheet in SHEETS.values())
        hint = f"Did you mean '{near}.csv'? Rename it." if near else f"Name it as its sheet is called: {names}."
        raise InputProblems(Problem("PG113", f"no sheet of the model is called '{path.stem}'.", hint, file=path.name))
    return Sheets(tuple(sheets), {}, tuple(problems), tuple(remarks))


def _files(folder: pathlib.Path) -> list[pathlib.Path]:
    return sorted(f for f in folder.iterdir() if f.suffix.casefold() in (".csv", ".tsv") and f.is_file())


def _sheet(path: pathlib.Path) -> tuple[Sheet, list[Problem]]:
    text, remarks = decoded(path)
    rows = _rows(path, text)
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if numbered and numbered[0][1][0].startswith("sep="):
        numbered = numbered[1:]
    if not numbered:
        hint = "Write the headings in its first row, or take the file away."
        raise InputProblems(Problem("PG114", "the file is empty.", hint, file=path.name))
    first, headings = numbered[0][0], _stripped([numbered[0][1]])[0]
    width = len(headings)
    long = [(number, len(row)) for number, row in numbered[1:] if any(cell.strip() for cell in row[width:])]
    if long and not _are_titles(headings):
        raise InputProblems(*(_too_long(path, number, cells, width) for number, cells in long[:_MOST_TOLD]))
    width = max([width, *(cells for _, cells in long)])
    headings += [""] * (width - len(headings))
    body = numbered[1:] if path.stem.casefold() != SETTINGS_SHEET.casefold() else numbered
    names = tuple(headings) if body is not numbered else ("key", "value")
    cells = [(row + [""] * len(names))[: len(names)] for _, row in body]
    columns = tuple(letters(index) for index in range(len(names)))
    return Sheet(path.stem, names, _stripped(cells), [number for number, _ in body], columns, first), remarks


def _are_titles(headings: list[str]) -> bool:
    """Tell a line that stands above the headings from one that holds them."""
    return not any(heading.casefold() in _HEADERS for heading in headings)


def _too_long(path: pathlib.Path, number: int, cells: int, width: int) -> Problem:
    message = f"the row has {cells} cells and there are {width} headings."
    hint = "Put quotes round a text that holds the separator, or give the column a heading."
    return Problem("PG129", message, hint, file=path.name, sheet=path.stem, row=number, column=letters(width))


def _stripped(rows: list[list[str]]) -> list[list[str]]:
    """Take the space around cells away, and the apostrophe that keeps a text from being calculated."""
    return [[cell[1:] if _GUARDED.match(cell) else cell for cell in map(str.strip, row)] for row in rows]


def _rows(path: pathlib.Path, text: str) -> list[list[str]]:
    separator = _separator(text)
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    begun = 1
    try:
        for row in reader:
            rows.append(row)
            begun = reader.line_num + 1
    except csv.Error as error:
        raise InputProblems(_no_csv(path, str(error), begun, reader.line_num)) from None
    return rows


def _no_csv(path: pathlib.Path, error: str, begun: int, line: int) -> Problem:
    """Say in plain words what the reader met; `begun` is the line on which the row begins that it could not end."""
    hint, row = "Inside quotes a quote is written twice; put quotes round the whole cell.", line
    if "unexpected end" in error or "field larger" in error:
        message, row = "a quote is opened in this row and never closed.", begun
        hint = "Close it; inside quotes a quote is written twice."
        if "field larger" in error:
            message = f"a cell of this row has more than {_FIELD_LIMIT:,} characters, or a quote is never closed."
    elif "expected after" in error:
        message = "text stands behind a quote that is closed."
    else:
        message = f"the file is no CSV: {error}."
    return Problem("PG108", message, hint, file=path.name, row=row)


def _separator(text: str) -> str:
    """Find the separator: the one that is said (`sep=;`), else the one that gives most headings of the model."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    known = {s: sum(part.strip(' "').casefold() in _HEADERS for part in first.split(s)) for s in _SEPARATORS}
    return max(_SEPARATORS, key=lambda s: (known[s], first.count(s) if not any(known.values()) else 0))

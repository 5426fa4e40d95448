"""Read a folder of CSV files, one a sheet, or a single one such as Services.csv."""

from __future__ import annotations

import csv
import io
import pathlib
import re

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.model import FIELDS, SHEETS, label_of_sheet
from pathway_graph.workbook.settings import SETTINGS_SHEET
from pathway_graph.workbook.sheets import Sheet, Sheets, letters

from .texts import decoded

__all__ = ["ABOUT", "FORMAT", "read", "recognises"]

FORMAT = "csv"
ABOUT = "a folder of CSV files named as the sheets are, or one of them"

_SEPARATORS = ",;\t|"
_GUARDED = re.compile(r"'+[=+\-@]")
_FIELD_LIMIT = 100_000
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
        hint = f"Name it as its sheet is called: {', '.join(f'{sheet}.csv' for sheet in SHEETS.values())}."
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
    for number, row in numbered[1:]:
        if any(cell.strip() for cell in row[width:]):
            message = f"the row has {len(row)} cells and there are {width} headings."
            hint = "Put quotes round a text that holds the separator, or give the column a heading."
            at = Problem("PG129", message, hint, file=path.name, sheet=path.stem, row=number, column=letters(width))
            raise InputProblems(at)
    body = numbered[1:] if path.stem.casefold() != SETTINGS_SHEET.casefold() else numbered
    names = tuple(headings) if body is not numbered else ("key", "value")
    cells = [(row + [""] * len(names))[: len(names)] for _, row in body]
    columns = tuple(letters(index) for index in range(len(names)))
    return Sheet(path.stem, names, _stripped(cells), [number for number, _ in body], columns, first), remarks


def _stripped(rows: list[list[str]]) -> list[list[str]]:
    """Take the space around cells away, and the apostrophe that keeps a text from being calculated."""
    return [[cell[1:] if _GUARDED.match(cell) else cell for cell in map(str.strip, row)] for row in rows]


def _rows(path: pathlib.Path, text: str) -> list[list[str]]:
    separator = _separator(text)
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        message = f"the file is no CSV at line {reader.line_num}: {error}."
        hint = "Look for a quote that is not closed; inside quotes a quote is written twice."
        raise InputProblems(Problem("PG108", message, hint, file=path.name, row=reader.line_num)) from None


def _separator(text: str) -> str:
    """Find the separator: the one that is said (`sep=;`), else the one that gives most headings of the model."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    known = {s: sum(part.strip(' "').casefold() in _HEADERS for part in first.split(s)) for s in _SEPARATORS}
    return max(_SEPARATORS, key=lambda s: (known[s], first.count(s) if not any(known.values()) else 0))

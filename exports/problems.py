"""Write NAME.problems.xlsx: a copy of the user's workbook with every problem at its cell, and a list of all."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Sequence
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.workbook.guard import run

from .packing import fit_to_page, save, set_height, set_text, spelled

__all__ = ["LIST_SHEET", "mark", "problems_path", "write_problems"]

LIST_SHEET = "Problems"
_AUTHOR = "pathway-graph"
_WRONG = PatternFill("solid", fgColor="FFFFC7CE")
_HEADINGS = ("code", "sheet", "cell", "field", "value", "what is wrong", "what to do")
_WIDTHS = (9, 16, 10, 18, 30, 70, 70)
_NOT_COPIED = ("PG10", "PG120")  # what stopped the reader would stop the copier as well


def problems_path(source: pathlib.Path) -> pathlib.Path:
    """Say where the marked-up copy of a file, or of a folder, goes: beside it.

    >>> problems_path(pathlib.Path("data/services.xlsx")).name
    'services.problems.xlsx'
    """
    return source.with_name(f"{source.stem}.problems.xlsx")


def write_problems(
    source: str | pathlib.Path, problems: Sequence[Problem], path: str | pathlib.Path | None = None
) -> pathlib.Path:
    """Write the marked-up copy and give its path; the source is only read.

    A workbook is copied with its values (formulas become what they gave), each cell that is wrong coloured and with a
    comment; other formats, and workbooks that cannot be copied safely, get the list alone. An older marked-up copy is
    replaced. Copying runs in a child process with limits.
    """
    source = pathlib.Path(source)
    target = pathlib.Path(path) if path else problems_path(source)
    plain = [[getattr(p, field.name) for field in dataclasses.fields(Problem)] for p in problems]
    copied = source.suffix.casefold() in (".xlsx", ".xlsm") and source.is_file()
    if copied and not any(problem.code.startswith(_NOT_COPIED) for problem in problems):
        try:
            arguments = {"source": str(source), "target": str(target), "plain": plain}
            run("pathway_graph.exports.problems:mark", arguments, source.name)
            return target
        except InputProblems:
            pass  # too large for a copy: the list alone says all that is wrong
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    _write_list(book, problems)
    _save(book, target)
    return target


def mark(source: str, target: str, plain: list[list[Any]]) -> None:
    """Copy a workbook and mark its problems (given as lists of their fields): the child's task."""
    problems = [Problem(*fields) for fields in plain]
    book = openpyxl.load_workbook(source, data_only=True, keep_links=False)
    if LIST_SHEET in book.sheetnames:
        del book[LIST_SHEET]
    for page in book.worksheets:
        _clear(page)
    for place, told in _by_cell(problems).items():
        if place[0] in book.sheetnames:
            _mark_cell(book[place[0]], place[1], told)
    _write_list(book, problems)
    _save(book, pathlib.Path(target))


def _save(book: openpyxl.Workbook, target: pathlib.Path) -> None:
    book.properties.creator = _AUTHOR
    save(book, target, overwrite=True)


def _clear(page: Worksheet) -> None:
    """Take away the marks of an earlier copy that somebody worked on."""
    for row in page.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == _AUTHOR and cell.comment.text.startswith("PG"):
                cell.comment = None
                cell.fill = PatternFill()
            if isinstance(cell.value, str) and cell.data_type != "e":
                cell.data_type = "s"


def _by_cell(problems: Sequence[Problem]) -> dict[tuple[str, str], list[Problem]]:
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.row and problem.sheet:
            found.setdefault((problem.sheet, problem.cell or f"A{problem.row}"), []).append(problem)
    return found


def _mark_cell(page: Worksheet, cell: str, problems: Sequence[Problem]) -> None:
    marked = page[cell]
    if not hasattr(marked, "comment") or type(marked).__name__ == "MergedCell":
        return
    told = "\n".join(f"{p.code}: {p.message} {p.hint}".strip() for p in problems)
    comment = Comment(spelled(told)[:4000], _AUTHOR)
    comment.width, comment.height = 340, 60 + 20 * (len(told) // 45)
    marked.comment = comment
    marked.fill = _WRONG


def _write_list(book: openpyxl.Workbook, problems: Sequence[Problem]) -> None:
    page = book.create_sheet(LIST_SHEET, 0)
    book.active = 0
    for index, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), 1):
        set_text(page.cell(1, index), heading)
        page.cell(1, index).font = Font(bold=True)
        page.column_dimensions[get_column_letter(index)].width = width
    for number, problem in enumerate(problems, 2):
        where = problem.cell or (f"row {problem.row}" if problem.row else "")
        texts = (problem.code, problem.sheet or problem.file, where, problem.field, problem.value, problem.message)
        for index, text in enumerate((*texts, problem.hint), 1):
            cell = page.cell(number, index)
            set_text(cell, text)
            cell.alignment = Alignment(wrap_text=index > 4, vertical="top")
        set_height(page, number, (problem.message, problem.hint), 62)
        if problem.sheet in book.sheetnames and problem.row:
            _link(page, number, problem)
    page.freeze_panes = "A2"
    fit_to_page(page)


def _link(page: Worksheet, number: int, problem: Problem) -> None:
    cell = page.cell(number, 3)
    sheet = problem.sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!{problem.cell or f'A{problem.row}'}")
    cell.font = Font(underline="single", color="FF0563C1")

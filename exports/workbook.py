"""Write the workbook: the empty one to fill in, and one filled with what the graph holds."""

from __future__ import annotations

import dataclasses
import datetime
import pathlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from pathway_graph.fields import Field, Reference
from pathway_graph.model import FIELDS, LABELS, SHEETS, label_of_sheet
from pathway_graph.workbook.columns import BOX_ON_SERVICES
from pathway_graph.workbook.help_texts import help_text
from pathway_graph.workbook.settings import SETTINGS, SETTINGS_SHEET
from pathway_graph.workbook.sheets import Sheet, letters, text_of
from pathway_graph.workbook.writing_cells import Facts, sheets_of

from .packing import fit_to_page, save, set_height, set_text
from .worked_example import EXAMPLE

__all__ = ["template", "template_headers", "workbook"]

_ORIGINS = {
    "stated_in": "The Document that states this row. For one field: a column 'FIELD stated_in' (hours stated_in).",
    "locator": "Where in the document: para 5.5.2. For one field alone: a column 'FIELD locator'.",
}
_SPARE_ROWS = 1000
_ISO = re.compile(r"(?:19(?!00)|20)\d\d-\d\d-\d\d")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,9})(?:\.\d{0,5}[1-9])?")
_HEAD = PatternFill("solid", fgColor="FF1F4E5F")
_NEEDED = PatternFill("solid", fgColor="FF8A3B12")
_AS_TEXT = (
    "identifier",
    "ages",
    "steps",
    "hours",
    "scale",
    "area",
    "need",
    "group",
    "choice",
    "words",
    "text",
    "duration",
)


def template(path: str | pathlib.Path, *, overwrite: bool = False) -> None:
    """Write the empty workbook: one sheet a label, with help, drop-downs and a worked example.

    The same model gives the same bytes. Raises Usage (PG155) where the file is there already.
    """
    empty = [Sheet(SHEETS[label], template_headers(label), (), (), ()) for label in LABELS]
    save(_book(empty, {}), pathlib.Path(path), overwrite)


def workbook(
    path: str | pathlib.Path, facts: Facts, settings: Mapping[str, str] | None = None, *, overwrite: bool = False
) -> None:
    """Write facts into the workbook; loaded under the same source they change nothing.

    `settings` are the cells of the Settings sheet (`source`, ...). Sheets of labels without facts are not written,
    since a sheet that is there and empty would retire what other loads of the source stated.
    """
    filled = [_widened(sheet) for sheet in sheets_of(facts, settings)]
    save(_book(filled, settings or {}), pathlib.Path(path), overwrite)


def _widened(sheet: Sheet) -> Sheet:
    """Add the columns of the model that nothing is stated in, so that somebody can fill them in."""
    label = label_of_sheet(sheet.name)
    assert label is not None
    others = [header for header in sheet.headers if header not in FIELDS[label]]
    headers = (*FIELDS[label], *others, *(header for header in _ORIGINS if header not in others))
    at = {header: index for index, header in enumerate(sheet.headers)}
    rows = [[row[at[header]] if header in at else "" for header in headers] for row in sheet.rows]
    return dataclasses.replace(sheet, headers=headers, rows=rows)


def template_headers(label: str) -> tuple[str, ...]:
    """List the headings of a label's sheet in the empty workbook.

    >>> template_headers("Area")
    ('id', 'name', 'kind', 'parent', 'note', 'assured_on', 'assured_by', 'stated_in', 'locator')
    """
    own = list(FIELDS[label])
    if label == "Service":
        tail = [name for name in own if name in ("note", "assured_on", "assured_by")]
        own = [*(name for name in own if name not in tail), *BOX_ON_SERVICES, *tail]
    return (*own, *_ORIGINS)


def _book(sheets: Sequence[Sheet], settings: Mapping[str, str]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.properties.creator = "pathway-graph"
    del book[book.sheetnames[0]]
    _write_read_me(book.create_sheet("Read me"))
    _write_settings(book.create_sheet(SETTINGS_SHEET), settings)
    names = {sheet.name for sheet in sheets}
    for sheet in sheets:
        _write_sheet(book.create_sheet(sheet.name), sheet, names)
    _write_example(book.create_sheet("Example"))
    return book


def _write_sheet(page: Worksheet, sheet: Sheet, names: set[str]) -> None:
    label = label_of_sheet(sheet.name)
    assert label is not None
    known = {**FIELDS["Provision"], **FIELDS[label]} if label == "Service" else FIELDS[label]
    last = len(sheet.rows) + 1
    for index, header in enumerate(sheet.headers, 1):
        field = known.get(header)
        _write_heading(page, index, header, field)
        if field is not None:
            _add_choices(page, index, field, last + _SPARE_ROWS, names)
    for number, row in enumerate(sheet.rows, 2):
        for index, header in enumerate(sheet.headers, 1):
            text = text_of(row[index - 1])
            if text:
                _write_cell(page.cell(number, index), text, known.get(header))
    table = Table(displayName=f"t{sheet.name}", ref=f"A1:{letters(len(sheet.headers) - 1)}{max(last, 2)}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    page.add_table(table)
    page.freeze_panes = "B2"
    fit_to_page(page)


def _write_heading(page: Worksheet, index: int, header: str, field: Field | Reference | None) -> None:
    cell = page.cell(1, index)
    set_text(cell, header)
    cell.font = Font(bold=True, color="FFFFFFFF")
    cell.fill = _NEEDED if field is not None and field.required else _HEAD
    told = help_text(field) if field is not None else _ORIGINS.get(header)
    if told:
        comment = Comment(told, "pathway-graph")
        comment.width, comment.height = 320, 60 + 20 * (len(told) // 45)
        cell.comment = comment
    column = page.column_dimensions[get_column_letter(index)]
    column.width = (
        34 if header in ("name", "note", "title", "words") else 22 if header == "id" else max(13, len(header) + 4)
    )
    kind = field.kind if isinstance(field, Field) else "text"
    column.number_format = "yyyy-mm-dd" if kind == "date" else "@" if kind in _AS_TEXT else "General"


def _write_cell(cell: Any, text: str, field: Field | Reference | None) -> None:
    """Write a cell as what it is: a day as a date, a plain number as a number, all else as text that stays text."""
    kind = field.kind if isinstance(field, Field) else "text"
    if kind == "date" and _ISO.fullmatch(text):
        cell.value = datetime.date.fromisoformat(text)
        cell.number_format = "yyyy-mm-dd"
    elif kind in ("number", "whole", "money") and _NUMBER.fullmatch(text):
        cell.value = float(text) if "." in text else int(text)
    else:
        set_text(cell, text)
        if kind in _AS_TEXT:
            cell.number_format = "@"
        if "\n" in text:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _add_choices(page: Worksheet, index: int, field: Field | Reference, last: int, names: set[str]) -> None:
    """Offer what a cell may hold; another text is let through after a question, since TBC is always allowed."""
    formula, strict = _choices(field, names)
    if not formula:
        return
    rule = DataValidation(
        type="list", formula1=formula, allow_blank=True, showErrorMessage=strict, errorStyle="warning"
    )
    rule.error, rule.errorTitle = help_text(field)[:220], field.name[:30]
    column = get_column_letter(index)
    rule.add(f"{column}2:{column}{last}")
    page.add_data_validation(rule)


def _choices(field: Field | Reference, names: set[str]) -> tuple[str, bool]:
    if isinstance(field, Reference):
        sheet = SHEETS[field.to[0]]
        return (f"{sheet}!$A$2:$A$5000", not field.many and len(field.to) == 1) if sheet in names else ("", False)
    if field.kind in ("area", "need"):
        sheet = SHEETS[field.kind.title()]
        return (f"{sheet}!$A$2:$A$5000", False) if sheet in names else ("", False)
    if field.kind == "yes/no":
        return '"yes,no"', True
    return (f'"{",".join(field.choices)}"', field.kind == "choice") if field.choices else ("", False)


def _write_settings(page: Worksheet, settings: Mapping[str, str]) -> None:
    rows = [("key", "value", "what it means"), *((key, settings.get(key, ""), s.doc) for key, s in SETTINGS.items())]
    for number, row in enumerate(rows, 1):
        for index, text in enumerate(row, 1):
            cell = page.cell(number, index)
            if text:
                set_text(cell, text)
            cell.number_format = "@"
            cell.font = Font(bold=number == 1)
    for column, width in zip("ABC", (18, 34, 90), strict=True):
        page.column_dimensions[column].width = width


_READ_ME = (
    "The workbook of pathway-graph",
    "One sheet for each kind of thing; one row for each thing; the first row holds the headings. Columns and "
    "sheets may stand in any order, and those that are not needed may be deleted. A sheet that is there is "
    "taken as the full list: rows that have gone from it since the last load are retired.",
    "Point at a heading to see what its column means and how it is written. Brown headings must be filled in.",
    "A blank cell says nothing. TBC, unknown, not known: stated to be missing; it goes on the list of what to"
    " ask. none: stated not to exist, where that can be. any: no limit, stated.",
    "Lists in a cell are separated by ;. Rows refer to each other by their ids.",
    "Ages, hours and dates may be known in part: ?-18, Mon-Fri ?-17:00, by March 2019, some of an-area.",
    "A service that does one thing carries who, where and when on its own row in Services (with its "
    "function); one that does several has a row for each in Provisions.",
    "stated_in and locator say where a row comes from: the id of a Document, and the place in it. For one "
    "field alone add columns such as 'hours stated_in' and 'hours locator'.",
    "Write roles, not the names of persons.",
    "The sheet Example shows a landscape of a few rows; it is not loaded, and neither is this page.",
    "Then: pathway-graph load THIS-FILE.xlsx (add --dry-run to see first what would change).",
)


def _write_read_me(page: Worksheet) -> None:
    page.column_dimensions["A"].width = 110
    for number, text in enumerate(_READ_ME, 1):
        cell = page.cell(number, 1)
        set_text(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=number == 1, size=14 if number == 1 else 11)
        set_height(page, number, (text,), 100)
    fit_to_page(page)


def _write_example(page: Worksheet) -> None:
    number = 1
    for sheet, rows in EXAMPLE.items():
        set_text(page.cell(number, 1), f"In the sheet {sheet}:")
        page.cell(number, 1).font = Font(bold=True, size=12)
        headers = list(dict.fromkeys(header for row in rows for header in row))
        for index, header in enumerate(headers, 1):
            set_text(page.cell(number + 1, index), header)
            page.cell(number + 1, index).font = Font(bold=True)
            for below, row in enumerate(rows, number + 2):
                if row.get(header):
                    set_text(page.cell(below, index), row[header])
        number += len(rows) + 3
    for index in range(1, 16):
        page.column_dimensions[get_column_letter(index)].width = 18
    fit_to_page(page)

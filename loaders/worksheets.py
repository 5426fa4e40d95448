"""Look at a worksheet's XML for what the cell reader passes over: extents, formulas, merged cells, month formats."""

from __future__ import annotations

import calendar
import dataclasses
import datetime
import functools
import re

from pathway_graph.errors import InputProblems, Problem

from .archive import Workbook

__all__ = ["Cells", "look_at"]

_MOST_CELLS = 20_000_000
_MOST_PROBLEMS = 1000
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"')
_WIDE = re.compile(rb'<c\b[^>]*?\br="([A-Z]{2,})\d')
_NO_VALUE = re.compile(rb"<c\b([^>]*)>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v>\s*</v>|<v\s*/>)?\s*</c>")
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_MERGED = re.compile(rb'<mergeCell\b[^>]*?\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_MONTHS_BUILT_IN = (17,)


@dataclasses.dataclass(frozen=True, slots=True)
class Cells:
    """What was seen of one sheet: problems; whether it has booleans; dates whose format shows a month only, as text.

    `months`: (row, column), both from 0 -> "March 2019".
    """

    problems: tuple[Problem, ...]
    has_booleans: bool
    months: dict[tuple[int, int], str]


def look_at(workbook: Workbook, sheet: str) -> Cells:
    """Look at one sheet; raises InputProblems (PG120) where its extents are far beyond its cells."""
    xml = workbook.part(workbook.sheets[sheet])
    _check_extents(workbook.file, sheet, xml)
    problems = [*_formulas(workbook.file, sheet, xml), *_merged(workbook.file, sheet, xml)]
    return Cells(tuple(problems[:_MOST_PROBLEMS]), b' t="b"' in xml, _months(workbook, xml))


def _check_extents(file: str, sheet: str, xml: bytes) -> None:
    numbers = [int(number) for number in _ROW.findall(xml)]
    rows = max(numbers, default=0)
    wide = re.search(rb'\br="[A-Z]{2,}\d', xml) is not None
    columns = max((_index(name.decode()) + 1 for name in _WIDE.findall(xml)), default=26) if wide else 26
    sparse = rows * columns > _MOST_CELLS and rows * columns > 50 * xml.count(b"<c")
    if rows > 1_048_576 or columns > 16_384 or sparse:
        message = f"its cells reach to row {rows:,} and column {columns:,}, and nearly all between are empty."
        hint = "Delete the rows and columns beyond the last cell that is meant, then save."
        raise InputProblems(Problem("PG120", message, hint, file=file, sheet=sheet))


def _index(name: str) -> int:
    number = 0
    for letter in name[:8]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _formulas(file: str, sheet: str, xml: bytes) -> list[Problem]:
    if b"<f" not in xml:
        return []
    hint = "Open the workbook in a spreadsheet program, let it calculate, and save; or type the value."
    found = []
    for match in _NO_VALUE.finditer(xml):
        place = _PLACE.search(match[1])
        column, row = (place[1].decode(), int(place[2])) if place else ("", None)
        message = "the cell holds a formula whose result was not saved."
        found.append(Problem("PG118", message, hint, file=file, sheet=sheet, row=row, column=column))
    return found


def _merged(file: str, sheet: str, xml: bytes) -> list[Problem]:
    found = []
    hint = "Unmerge them and write the value in each cell that it is meant for."
    for match in _MERGED.finditer(xml[xml.rfind(b"</sheetData>") :]):
        area = match[1].decode()
        letters, row = re.match(r"([A-Z]+)(\d+)", area).groups()  # type: ignore[union-attr]
        message = f"the cells {area} are merged: only the first has a value."
        found.append(Problem("PG119", message, hint, file=file, sheet=sheet, row=int(row), column=letters))
    return found


def _months(workbook: Workbook, xml: bytes) -> dict[tuple[int, int], str]:
    """Find the dates that are shown as a month and a year only: the format decides how precise a date is."""
    styles = _month_styles(workbook.part("xl/styles.xml"))
    if not styles:
        return {}
    wanted = rb'<c\b(?=[^>]*?\bs="(?:' + b"|".join(styles) + rb')")([^>]*)>\s*(?:<f\b.*?(?:</f>|/>))?\s*<v>([\d.]+)</v>'
    found = {}
    for match in re.finditer(wanted, xml):
        place = _PLACE.search(match[1])
        if place and (b' t="' not in match[1] or b' t="n"' in match[1]):
            day = datetime.date(1899, 12, 30) + datetime.timedelta(days=min(int(float(match[2])), 2_900_000))
            found[int(place[2]) - 1, _index(place[1].decode())] = f"{calendar.month_name[day.month]} {day.year}"
    return found


@functools.lru_cache(maxsize=4)
def _month_styles(styles: bytes) -> tuple[bytes, ...]:
    """List the cell styles (by number) whose format has month and year and no day."""
    formats = {
        int(number): code.decode("utf-8", "replace")
        for number, code in re.findall(rb'<numFmt\b[^>]*?\bnumFmtId="(\d+)"[^>]*?\bformatCode="([^"]*)"', styles)
    }
    block = re.search(rb"<cellXfs\b.*?</cellXfs>", styles, re.DOTALL)
    used = [int(n) for n in re.findall(rb'<xf\b[^>]*?\bnumFmtId="(\d+)"', block[0])] if block else []
    return tuple(
        str(position).encode()
        for position, number in enumerate(used)
        if number in _MONTHS_BUILT_IN or (number in formats and _month_only(formats[number]))
    )


def _month_only(code: str) -> bool:
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|&quot;.*?&quot;', "", code).casefold()
    return "m" in plain and "y" in plain and not set(plain) & set("dhs")

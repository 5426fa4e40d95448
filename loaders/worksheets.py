"""Look at a worksheet's XML for what the cell reader passes over: extents, formulas, merged cells, month formats."""

from __future__ import annotations

import dataclasses
import functools
import html
import re
from collections.abc import Iterator

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.reading.cells import date_parts
from pathway_graph.workbook.refusals import sentence
from pathway_graph.workbook.sheets import letters

from .archive import Workbook

__all__ = ["Cells", "look_at"]

_MOST_CELLS = 20_000_000
_MOST_PROBLEMS = 1000
_WHOLE = re.compile(rb"</(?:\w+:)?worksheet>\s*$|<(?:\w+:)?worksheet[^>]*/>\s*$")
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"')
_WIDE = re.compile(rb' r="([A-Z][A-Z]+)')  # begins with fixed bytes: ten times as fast over a large sheet
_NO_VALUE = re.compile(rb"<c\b([^>]*)>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v>\s*</v>|<v\s*/>)?\s*</c>")
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_ERROR = re.compile(rb'<c\b([^>]* t="e"[^>]*)>(?:\s*<f\b[^>]*?(?:/>|>[^<]*</f>))?\s*<v>([^<]*)</v>')
_MERGED = re.compile(rb'<mergeCell\b[^>]*?\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_HIDDEN_ROW = re.compile(rb'<row\b[^>]*? hidden="(?:1|true)"[^>]*>')
_HIDDEN_COLUMN = re.compile(rb'<col\b[^>]*? hidden="(?:1|true)"[^>]*>')
_ENDS = re.compile(rb'\b(min|max)="(\d{1,6})"')
_MOST_HIDDEN = 1000
_BUILT_IN = ((9, "0%"), (10, "0.00%"), (17, "mmm-yy"))


@dataclasses.dataclass(frozen=True, slots=True)
class Cells:
    """What was seen of one sheet: problems; whether it has booleans; number formats that say more than the number.

    `formats`: (row, column), both from 0 -> the format, such as mmm-yy or 0%. `hidden`: see `Sheet`.
    """

    problems: tuple[Problem, ...]
    has_booleans: bool
    formats: dict[tuple[int, int], str]
    hidden: tuple[str, ...] = ()


def look_at(workbook: Workbook, sheet: str) -> Cells:
    """Look at one sheet; raises InputProblems where it is cut short (PG104) or reaches far beyond its cells (PG120)."""
    xml = workbook.part(workbook.sheets[sheet])
    if not xml:
        hint = "Open the workbook in a spreadsheet program and save it anew."
        raise InputProblems(
            Problem("PG104", "the sheet's part is missing or empty.", hint, file=workbook.file, sheet=sheet)
        )
    if not _WHOLE.search(xml, max(0, len(xml) - 1000)):
        hint = "Open it in a spreadsheet program and save it anew."
        raise InputProblems(
            Problem("PG104", "the sheet is cut short, or is no sheet.", hint, file=workbook.file, sheet=sheet)
        )
    _check_extents(workbook.file, sheet, xml)
    at = Problem("", "", file=workbook.file, sheet=sheet)
    problems = [*_formulas(at, xml), *_errors(at, xml), *_merged(at, xml)]
    hidden = (*([""] if sheet in workbook.hidden else ()), *_hidden(xml))
    return Cells(tuple(problems[:_MOST_PROBLEMS]), b' t="b"' in xml, _formats(workbook, xml), hidden)


def _hidden(xml: bytes) -> Iterator[str]:
    """List the rows (by number) and columns (by letter) that are not shown."""
    if b' hidden="' not in xml:
        return
    for match in _HIDDEN_ROW.finditer(xml):
        place = _ROW.search(match[0])
        if place:
            yield place[1].decode()
    for match in _HIDDEN_COLUMN.finditer(xml[: max(0, xml.find(b"<sheetData"))]):
        ends = {name: int(number) for name, number in _ENDS.findall(match[0])}
        yield from map(letters, range(ends.get(b"min", 1) - 1, min(ends.get(b"max", 0), _MOST_HIDDEN)))


def _check_extents(file: str, sheet: str, xml: bytes) -> None:
    last = _ROW.search(xml, max(0, xml.rfind(b"<row")))
    rows = int(last[1]) if last else 0
    beyond = re.compile(rb' r="[A-Z]+(\d{%d,})' % (len(str(rows)) + 1))  # cells need not keep to their rows
    if beyond.search(xml):
        rows = max(int(number) for number in beyond.findall(xml))
    wide = set(_WIDE.findall(xml)) if _WIDE.search(xml) else set()
    columns = max((_index(name.decode()) + 1 for name in wide), default=26)
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


def _formulas(at: Problem, xml: bytes) -> Iterator[Problem]:
    if b"<f" in xml:
        hint = "Open the workbook in a spreadsheet program, let it calculate, and save; or type the value."
        for match in _NO_VALUE.finditer(xml):
            yield _say(at, "PG118", match[1], "the cell holds a formula whose result was not saved.", hint)


def _errors(at: Problem, xml: bytes) -> Iterator[Problem]:
    if b' t="e"' in xml:
        for match in _ERROR.finditer(xml):
            message = sentence(f"the cell's formula gave {match[2].decode('utf-8', 'replace')[:20]}")
            yield _say(at, "PG153", match[1], message, "Mend the formula, or type the value.")


def _merged(at: Problem, xml: bytes) -> Iterator[Problem]:
    for match in _MERGED.finditer(xml[xml.rfind(b"</sheetData>") :]):
        area = match[1].decode()
        message = f"the cells {area} are merged: only the first has a value."
        hint = "Unmerge them and write the value in each cell that it is meant for."
        yield _say(at, "PG119", b' r="' + area.partition(":")[0].encode() + b'"', message, hint)


def _say(at: Problem, code: str, attributes: bytes, message: str, hint: str) -> Problem:
    place = _PLACE.search(attributes)
    column, row = (place[1].decode(), int(place[2])) if place else ("", None)
    return dataclasses.replace(at, code=code, message=message, hint=hint, column=column, row=row)


def _formats(workbook: Workbook, xml: bytes) -> dict[tuple[int, int], str]:
    """Find the numbers whose format says more than the number: dates shown as a month or a year, and percentages."""
    styles = _telling_styles(workbook.part("xl/styles.xml"))
    if not styles:
        return {}
    wanted = rb'<c\b(?=[^>]*? s="(' + b"|".join(styles) + rb')")([^>]*)>'
    found = {}
    for match in re.finditer(wanted, xml):
        place = _PLACE.search(match[2])
        if place:
            found[int(place[2]) - 1, _index(place[1].decode())] = styles[match[1]]
    return found


@functools.lru_cache(maxsize=4)
def _telling_styles(styles: bytes) -> dict[bytes, str]:
    """List the cell styles (by number) whose format has a year and no day, or a percent sign: their format."""
    formats = dict(_BUILT_IN)
    for number, code in re.findall(rb'<numFmt\b[^>]*?\bnumFmtId="(\d+)"[^>]*?\bformatCode="([^"]*)"', styles):
        formats[int(number)] = html.unescape(code.decode("utf-8", "replace"))
    block = re.search(rb"<cellXfs\b.*?</cellXfs>", styles, re.DOTALL)
    used = [int(n) for n in re.findall(rb'<xf\b[^>]*?\bnumFmtId="(\d+)"', block[0])] if block else []
    return {
        str(position).encode(): formats[number]
        for position, number in enumerate(used)
        if number in formats and _tells(formats[number])
    }


def _tells(code: str) -> bool:
    parts = date_parts(code)
    return ("y" in parts and "d" not in parts) or code.split(";")[0].rstrip().endswith("%")

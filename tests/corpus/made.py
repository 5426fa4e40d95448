"""Write the file that a case of the corpus describes, as a spreadsheet program or an editor would have left it."""

from __future__ import annotations

import datetime
import io
import pathlib
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string

__all__ = ["KEYS", "make"]

KEYS = frozenset({
    "file", "xlsx", "csv", "yaml", "bytes", "zip", "encoding", "ends", "merge", "formats", "hide", "swap", "without",
    "with", "cut", "as", "told", "remarks",
})  # fmt: skip
"""What a case may say; README.md tells what each means."""

_PLACE = re.compile(r"([^!]+)!([A-Z]*)(\d*)")


def make(case: Mapping[str, Any], folder: pathlib.Path) -> pathlib.Path:
    """Write the case's file, or its folder of CSV files, into a folder and give its path."""
    assert set(case) <= KEYS, set(case) - KEYS
    if "xlsx" in case:
        return _put(folder / case.get("file", "services.xlsx"), _changed(_book(case), case), case)
    if "zip" in case:
        return _put(folder / case.get("file", "services.xlsx"), _zipped(case["zip"]), case)
    if "bytes" in case:
        data = b"".join(_bytes(part) for part in case["bytes"])
        return _put(folder / case["file"], data, case)
    if isinstance(case.get("csv"), dict):
        whole: pathlib.Path = folder / case.get("file", "landscape")
        whole.mkdir()
        for name, text in case["csv"].items():
            (whole / name).write_bytes(_text(text, case))
        return whole
    kind, name = ("csv", "Areas.csv") if "csv" in case else ("yaml", "services.yaml")
    return _put(folder / case.get("file", name), _text(case[kind], case), case)


def _put(path: pathlib.Path, data: bytes, case: Mapping[str, Any]) -> pathlib.Path:
    path.write_bytes(data[: case["cut"]] if "cut" in case else data)
    return path


def _text(text: str, case: Mapping[str, Any]) -> bytes:
    return text.replace("\n", case.get("ends", "\n")).encode(case.get("encoding", "utf-8"))


def _bytes(part: str) -> bytes:
    """`hex d0cf 11e0`, `zeros 1000`, `many 1000 x`, or a text."""
    if part.startswith("hex "):
        return bytes.fromhex(part[4:])
    if part.startswith("zeros "):
        return bytes(int(part[6:]))
    if part.startswith("many "):
        _, times, text = part.split(" ", 2)
        return text.encode() * int(times)
    return part.encode()


def _book(case: Mapping[str, Any]) -> bytes:
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for name, rows in case["xlsx"].items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row, 1):
                if isinstance(cell, dict):  # {time: "09:30"}: YAML has no times of the day
                    cell = datetime.time.fromisoformat(cell["time"])
                if cell is not None:
                    sheet.cell(number, column, cell)
    for place in case.get("merge", ()):
        sheet, _, cells = place.partition("!")
        book[sheet].merge_cells(cells)
    for place, code in case.get("formats", {}).items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell].number_format = code
    for place in case.get("hide", ()):
        _hide(book, place)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _hide(book: openpyxl.Workbook, place: str) -> None:
    """Hide a sheet (`Areas`), a row (`Areas!3`) or a column (`Areas!B`)."""
    found = _PLACE.fullmatch(place)
    if found is None:
        book[place].sheet_state = "hidden"
    elif found[3]:
        book[found[1]].row_dimensions[int(found[3])].hidden = True
    else:
        assert column_index_from_string(found[2])
        book[found[1]].column_dimensions[found[2]].hidden = True


def _changed(data: bytes, case: Mapping[str, Any]) -> bytes:
    """Pack a workbook anew with bytes swapped in its parts, without some parts, and with more of them."""
    if not {"swap", "without", "with"} & set(case):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name not in case.get("without", ())}
    for part, pairs in case.get("swap", {}).items():
        for old, new in pairs.items():
            assert old.encode() in parts[part], (old, parts[part])
            parts[part] = parts[part].replace(old.encode(), new.encode())
    return _zipped({**parts, **case.get("with", {})})


def _zipped(parts: Mapping[str, Any]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content if isinstance(content, bytes) else _bytes(content))
    return packed.getvalue()

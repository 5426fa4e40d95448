"""Save a workbook as the same bytes whenever it has the same content, and only when it is whole."""

from __future__ import annotations

import contextlib
import io
import math
import os
import pathlib
import re
import tempfile
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pathway_graph.errors import Problem, Usage

__all__ = ["fit_to_page", "save", "set_height", "set_text", "spelled"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def spelled(text: str) -> str:
    """Spell a text so that a workbook keeps it: `_x0041_` would be read as a letter, control marks are not allowed."""
    return _LOOKS_ESCAPED.sub("_x005F_", _CONTROL.sub(" ", text))


def set_text(cell: Any, text: str) -> None:
    """Write a text that stays one, whatever it begins with: `=1+1` is shown and never calculated."""
    cell.value = spelled(text)
    cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True


def set_height(page: Worksheet, row: int, texts: Sequence[str], width: int) -> None:
    """Give a row the height that its longest text needs when it is wrapped at `width` characters."""
    lines = max(sum(math.ceil(max(len(line), 1) / width) for line in text.split("\n")) for text in texts)
    page.row_dimensions[row].height = 15 * min(lines, 25) + 2


def fit_to_page(page: Worksheet) -> None:
    """Print a sheet across, as wide as the page, with its headings on each."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"


def save(book: Workbook, path: pathlib.Path, overwrite: bool = False) -> None:
    """Save a workbook without the time of day in it; the file is there wholly or not at all.

    Raises Usage (PG155) where a file would be overwritten that should not be.
    """
    if path.exists() and not overwrite:
        raise Usage(
            Problem("PG155", "the file is there already.", "Choose another name, or move it away.", file=str(path))
        )
    packed = io.BytesIO()
    book.save(packed)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_steady(packed.getvalue()))
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _steady(data: bytes) -> bytes:
    """Pack the parts again with one fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry.filename)
            if entry.filename == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\3", part)
            told = zipfile.ZipInfo(entry.filename, _EPOCH)
            told.compress_type = zipfile.ZIP_DEFLATED
            told.create_system = 3
            new.writestr(told, part)
    return out.getvalue()

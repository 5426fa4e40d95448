"""Write facts as a folder of CSV files or as one YAML file: the workbook's cells without the workbook."""

from __future__ import annotations

import csv
import io
import pathlib
import re
from collections.abc import Iterable, Mapping, Sequence

import yaml

from pathway_graph.errors import Problem, Usage
from pathway_graph.workbook.settings import SETTINGS_SHEET
from pathway_graph.workbook.sheets import text_of
from pathway_graph.workbook.writing_cells import Facts, sheets_of

__all__ = ["csv_folder", "yaml_file"]

_CALCULATED = re.compile(r"'*[=+\-@]")


def csv_folder(path: str | pathlib.Path, facts: Facts, settings: Mapping[str, str] | None = None) -> None:
    """Write one CSV file a label into a folder, which is made; loaded under the same source they change nothing.

    UTF-8 with its mark, so that spreadsheets read it; a text that a spreadsheet would calculate has an apostrophe
    before it, which the loader takes away. Raises Usage (PG155) where the folder holds CSV files already.
    """
    folder = pathlib.Path(path)
    if folder.is_dir() and any(folder.glob("*.csv")):
        raise Usage(Problem("PG155", "the folder holds CSV files already.", "Choose another.", file=str(folder)))
    folder.mkdir(exist_ok=True)
    if settings:
        _write(folder / f"{SETTINGS_SHEET}.csv", [("key", "value"), *sorted(settings.items())])
    for sheet in sheets_of(facts, settings):
        rows = [[_guarded(text_of(cell)) for cell in row] for row in sheet.rows]
        _write(folder / f"{sheet.name}.csv", [[_guarded(header) for header in sheet.headers], *rows])


def _guarded(text: str) -> str:
    return f"'{text}" if _CALCULATED.match(text) else text


def _write(path: pathlib.Path, rows: Iterable[Sequence[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def yaml_file(path: str | pathlib.Path, facts: Facts, settings: Mapping[str, str] | None = None) -> None:
    """Write one YAML file: sheet name -> list of rows -> header: value.

    Raises Usage (PG155) where the file is there already.
    """
    file = pathlib.Path(path)
    if file.exists():
        raise Usage(Problem("PG155", "the file is there already.", "Choose another name.", file=str(file)))
    content: dict[str, object] = {SETTINGS_SHEET: dict(sorted(settings.items()))} if settings else {}
    for sheet in sheets_of(facts, settings):
        pairs = [zip(sheet.headers, map(text_of, row), strict=True) for row in sheet.rows]
        content[sheet.name] = [{header: text for header, text in row if text} for row in pairs]
    written = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)
    file.write_bytes(written.encode())

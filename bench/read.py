"""Time reading, typing and validating a workbook against openpyxl's time for reading it alone; print JSON.

python bench/read.py [ROWS]      default 100000 rows of 12 columns

Ratios, not seconds, are what to compare: both are measured in one run, one after the other, by wall clock and by
processor time (which other work on the machine moves less).
"""

from __future__ import annotations

import datetime
import json
import os
import pathlib
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl

from pathway_graph.errors import Problem
from pathway_graph.registry import read_batch
from pathway_graph.storage.validation import resolve, validate

_HEADERS = (
    "id", "name", "provider", "status", "opens", "function", "area", "need", "ages", "hours", "stated_in", "locator",
)  # fmt: skip
_AGES = ("16-18", "18+", "under 18", "any")


def _services(rows: int) -> list[list[Any]]:
    """Make rows as directories have them: ids and names of their own, the rest from a few hundred values."""
    first = datetime.date(2018, 4, 1)
    return [
        [
            f"s{i}", f"Service {i}", f"p{i % 50}", "open", first + datetime.timedelta(days=i % 700), f"f{i % 30}",
            f"a{i % 200}; a{(i + 1) % 200}", f"n{i % 40}", _AGES[i % 4], "Mon-Fri 09:00-17:00", "doc",
            f"para {i % 900}",
        ]
        for i in range(rows)
    ]  # fmt: skip


def write_workbook(path: pathlib.Path, rows: int) -> None:
    """Write a workbook whose sheet Services has so many rows, and what they refer to."""
    book = openpyxl.Workbook(write_only=True)
    referred = {"Documents": ("doc", 1), "Areas": ("a", 200), "Needs": ("n", 40), "Functions": ("f", 30)}
    for name, (start, many) in {**referred, "Organisations": ("p", 50)}.items():
        sheet = book.create_sheet(name)
        sheet.append(["id", "name"])
        for number in range(many):
            sheet.append([start if many == 1 else f"{start}{number}", f"{name} {number}"])
    services = book.create_sheet("Services")
    services.append(_HEADERS)
    for row in _services(rows):
        services.append(row)
    book.save(path)


def read_with_openpyxl(path: pathlib.Path) -> int:
    """Read all cells in openpyxl's fastest way; the number of rows."""
    book = openpyxl.load_workbook(path, read_only=True)
    return sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))


def read_and_type(path: pathlib.Path) -> int:
    """Read and type; the number of facts. Anything wrong is a mistake of this benchmark's."""
    batch = read_batch(path)
    _stop_at(batch.problems)
    return sum(len(record.facts) for record in batch.records)


def read_and_validate(path: pathlib.Path) -> int:
    """Read, type and validate; the number of facts."""
    batch = resolve(read_batch(path), set())
    state = {(record.label, record.id): record.facts for record in batch.records}
    _stop_at(validate(state, lambda label, id, header: Problem("", "", sheet=label, value=id)))
    return sum(map(len, state.values()))


def _stop_at(problems: Sequence[Problem]) -> None:
    if problems:
        raise SystemExit(f"{len(problems)} problems, first {problems[0]}")


def _timed(work: Callable[[pathlib.Path], int], path: pathlib.Path) -> dict[str, float]:
    started, before = time.perf_counter(), os.times()
    count = work(path)
    after = os.times()
    processor = sum(after[:4]) - sum(before[:4])  # of this process and of its children
    return {
        "seconds": round(time.perf_counter() - started, 2),
        "processor_seconds": round(processor, 2),
        "count": count,
    }


def main(rows: int) -> None:
    """Print the times of both, and ours as a share of openpyxl's."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "services.xlsx"
        write_workbook(path, rows)
        works = {"read_typed": read_and_type, "read_typed_validated": read_and_validate}
        ours = {name: _timed(work, path) for name, work in works.items()}
        theirs = _timed(read_with_openpyxl, path)
    units = ("seconds", "processor_seconds")
    ratios = {name: {unit: round(time[unit] / theirs[unit], 3) for unit in units} for name, time in ours.items()}
    report = {"rows": rows, **ours, "openpyxl_read_only": theirs, "ratio": ratios, "aim": 0.2}
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

"""One landscape in three formats states the same facts."""

from __future__ import annotations

import csv
import datetime
import pathlib
from typing import Any

import openpyxl
import pytest
import yaml

from pathway_graph.records import Batch
from pathway_graph.registry import read_batch

SHEETS: dict[str, list[dict[str, Any]]] = {
    "Settings": [{"key": "source", "value": "review"}],
    "Documents": [{"id": "paper", "title": "A paper", "published": datetime.date(2018, 1, 30)}],
    "Functions": [{"id": "talking", "name": "Talking therapy", "kind": "helps"}],
    "Organisations": [{"id": "p1", "name": "Provider one", "roles": "provider; partner"}],
    "Services": [
        {"id": "s1", "name": "One", "provider": "p1", "function": "talking", "ages": "16-18", "hours": "24/7"},
        {"id": "s2", "name": "Two", "provider": "p1", "opens": "TBC", "stated_in": "paper", "locator": "para 2"},
    ],
}


def _xlsx(folder: pathlib.Path) -> pathlib.Path:
    workbook = openpyxl.Workbook()
    del workbook["Sheet"]
    for name, rows in SHEETS.items():
        sheet = workbook.create_sheet(name)
        headers = list(dict.fromkeys(header for row in rows for header in row))
        sheet.append(headers)
        for row in rows:
            sheet.append([row.get(header) for header in headers])
    workbook.save(folder / "any name.xlsx")
    return folder / "any name.xlsx"


def _csv(folder: pathlib.Path) -> pathlib.Path:
    (folder / "sheets").mkdir()
    for name, rows in SHEETS.items():
        headers = list(dict.fromkeys(header for row in rows for header in row))
        with (folder / "sheets" / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, headers)
            writer.writeheader()
            writer.writerows(rows)
    return folder / "sheets"


def _yaml(folder: pathlib.Path) -> pathlib.Path:
    path = folder / "landscape.yaml"
    path.write_text(yaml.safe_dump(SHEETS, sort_keys=False), encoding="utf-8")
    return path


def _facts(batch: Batch) -> dict[tuple[str, str], dict[str, Any]]:
    return {(record.label, record.id): record.facts for record in batch.records}


@pytest.mark.parametrize("written", [_xlsx, _csv, _yaml])
def test_formats_agree(written: Any, tmp_path: pathlib.Path) -> None:
    """A workbook, a folder of CSV files and a YAML file of the same cells state the same facts."""
    batch = read_batch(written(tmp_path))

    facts = _facts(batch)
    assert batch.problems == ()
    assert batch.source == "review"
    assert batch.labels == ("Document", "Function", "Organisation", "Service", "Provision")
    assert facts["Document", "paper"]["published"]["value"]["earliest"] == "2018-01-30"
    assert facts["Organisation", "p1"]["roles"] == ["provider", "partner"]
    assert facts["Provision", "s1"]["ages"]["value"]["sure"] == [192, 216]
    assert facts["Provision", "s1"]["service"] == ["s1"]
    assert facts["Service", "s2"]["opens"] == {"state": "missing", "words": "TBC"}
    assert facts["Service", "s2"]["stated_in"] == {"document": "paper", "locator": "para 2"}
    assert ("Provision", "s2") not in facts


def test_every_fact_has_its_cell(tmp_path: pathlib.Path) -> None:
    """Each fact of a workbook names sheet, row and column of its cell."""
    batch = read_batch(_xlsx(tmp_path))

    ages = next(r for r in batch.records if r.label == "Provision").cells["ages"]
    assert (ages.sheet, ages.row, ages.column) == ("Services", 2, "E")
    assert all(set(record.facts) == set(record.cells) for record in batch.records)

"""Compare every reader with the published examples of how people write."""

from __future__ import annotations

import csv
import datetime
import pathlib
import re
from typing import Any

import pytest

from pathway_graph.reading import Reading, read_ages, read_date, read_hours, read_term

EXAMPLES = pathlib.Path(__file__).parents[1] / "data" / "reading"


def _rows(name: str) -> list[dict[str, str]]:
    with open(EXAMPLES / f"{name}.tsv", encoding="utf-8", newline="") as lines:
        return [
            {key: value or "" for key, value in row.items()}
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def _status(reading: Reading) -> str:
    """Return the word that the examples use for what was read."""
    if not reading.ok:
        return "error"
    return {"stated": "ok", "half": "ok", "any": "open"}.get(reading.state, reading.state)


def _as_any(value: Any, full: list[int], reading: Reading) -> tuple[list[int], list[int]]:
    return (full, full) if reading.state == "any" else (value["sure"], value["may"])


@pytest.mark.parametrize("row", _rows("dates"), ids=lambda row: f"{row['text']}|{row['context']}")
def test_dates(row: dict[str, str]) -> None:
    """Every example of a date gives its status and, where it has them, its first day, last day and precision."""
    published = re.search(r"published (\S+)", row["context"])
    day = datetime.date.fromisoformat(published[1]) if published else None

    reading = read_date(row["text"], published=day)

    assert _status(reading) == {"partial": "ok"}.get(row["reading"], row["reading"]), reading
    if row["reading"] == "ok":
        found = (reading.value["earliest"] or "", reading.value["latest"] or "", reading.value["precision"])
        assert found == (row["earliest"], row["latest"], row["precision"])
    if row["reading"] == "partial":
        assert reading.left_over


@pytest.mark.parametrize("row", _rows("hours"), ids=lambda row: row["text"])
def test_hours(row: dict[str, str]) -> None:
    """Every example of hours gives its status and minutes; they are sure only where the words leave nothing open."""
    reading = read_hours(row["text"].replace("\\n", "\n"))

    assert _status(reading) == {"partial": "ok", "closed": "ok"}.get(row["status"], row["status"]), reading
    if row["status"] == "closed":
        assert (reading.value["sure"], reading.value["may"]) == ([], [])
    if row["status"] == "partial":
        assert reading.left_over
    if row["minutes"] not in ("", "[]"):
        minutes = [int(minute) for minute in row["minutes"].split(",")]
        assert reading.value["may"] == minutes
        assert reading.value["sure"] == (minutes if row["sure"] == "yes" else [])


@pytest.mark.parametrize("row", _rows("ages"), ids=lambda row: row["text"])
def test_ages(row: dict[str, str]) -> None:
    """Every example of ages gives its status and months; a condition beside them is kept."""
    reading = read_ages(row["text"])
    status = "ok" if reading.state == "any" and reading.ok else _status(reading)

    assert status == {"partial": "ok"}.get(row["status"], row["status"]), reading
    if row["status"] == "partial":
        assert reading.left_over
    if row["from_months"]:
        until = 1200 if row["to_months"] == "max" else int(row["to_months"])
        months = [int(row["from_months"]), until]
        assert _as_any(reading.value, [0, 1200], reading) == (months, months)


def test_term_among_dates() -> None:
    """A contract's term among the dates gives its start, its first end and its last end."""
    row = next(row for row in _rows("dates") if "extension" in row["text"] and row["reading"] == "partial")

    value = read_term(row["text"]).value

    assert re.findall(r"\w+ (\d{4}-\d\d-\d\d)", row["why"]) == [value["starts"], value["ends"], value["extend_to"]]

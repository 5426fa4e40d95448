"""Compare the readers with further examples of our own, each drawn from a sentence of the rules of reading."""

from __future__ import annotations

import csv
import pathlib
from typing import Any

import pytest

from pathway_graph.reading import (
    Reading,
    read_ages,
    read_budget,
    read_date,
    read_hours,
    read_money,
    read_number,
    read_term,
)

EXAMPLES = pathlib.Path(__file__).parents[1] / "data" / "reading"
STATES = {"stated": "ok", "any": "open"}


def _rows(name: str) -> list[dict[str, str]]:
    with open(EXAMPLES / f"more_{name}.tsv", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _text(row: dict[str, str]) -> str:
    return row["text"]


def _status(reading: Reading) -> str:
    return STATES.get(reading.state, reading.state) if reading.ok else "error"


@pytest.mark.parametrize("row", _rows("dates"), ids=_text)
def test_dates(row: dict[str, str]) -> None:
    """Each text is refused, missing, open-ended, or has this first day, last day and precision."""
    reading = read_date(row["text"])

    assert _status(reading) == row["reading"], reading
    if row["reading"] == "ok":
        value = reading.value
        assert (value["earliest"] or "", value["latest"] or "", value["precision"]) == (
            row["earliest"], row["latest"], row["precision"])  # fmt: skip


@pytest.mark.parametrize("row", _rows("hours"), ids=_text)
def test_hours(row: dict[str, str]) -> None:
    """Each text is refused, missing, or the same minutes as hours that are written out in full."""
    reading = read_hours(row["text"])

    assert _status(reading) == row["status"], reading
    if row["status"] == "half":
        assert set(reading.value["sure"]) != set(reading.value["may"])
    if row["written"]:
        plain = read_hours(row["written"]).value
        assert (reading.value["sure"], reading.value["may"]) == (plain["sure"], plain["may"])


@pytest.mark.parametrize("row", _rows("ages"), ids=_text)
def test_ages(row: dict[str, str]) -> None:
    """Each text is refused, missing, half known, without limit, or has these months; conditions are kept."""
    reading = read_ages(row["text"])
    expected = {"partial": "ok", "any": "open"}.get(row["status"], row["status"])

    assert _status(reading) == expected, reading
    if row["status"] == "partial":
        assert reading.left_over
    if row["sure"]:
        sure = [int(month) for month in row["sure"].replace(" ", "-").split("-")]
        assert reading.value == {"sure": sure, "may": sure}


@pytest.mark.parametrize(
    ("text", "pounds"),
    [("£8.2mil", 8_200_000), ("£73540pa", 73_540), ("£250 thousand", 250_000), ("£3.5k per month", None),
     ("£20 per hour", None), ("£5x", None), ("(£500)", None), ("£100k-£150k", None), ("€500", None)],
)  # fmt: skip
def test_money(text: str, pounds: int | None) -> None:
    """A sum is read with its scale; a sum that is one of many, a range or another currency is refused."""
    reading = read_money(text)

    assert (reading.value if reading.ok else None) == pounds


@pytest.mark.parametrize(
    ("text", "lines"),
    [("£300k in 2009/10 and £750k in 2010/11", [(300_000, "2009/10", None), (750_000, "2010/11", None)]),
     ("£100k pa CCG", [(100_000, None, "CCG")]), ("CCG £50k; council £50k", [(50_000, None, "CCG"),
                                                                           (50_000, None, "council")])],
)  # fmt: skip
def test_budgets(text: str, lines: list[tuple[int, str | None, str | None]]) -> None:
    """Each line of a budget has its sum, its period and its funder; 'in' and 'a year' fund nothing."""
    assert [(line["gbp"], line["period"], line["funder"]) for line in read_budget(text).value] == lines


@pytest.mark.parametrize(
    ("text", "term"),
    [("1.4.18 - 31.3.21 (1+1)", ("2018-04-01", "2021-03-31", "2023-03-31")),
     ("1.4.18 - 31.3.21 (3+1+1)", ("2018-04-01", "2021-03-31", "2023-03-31")),
     ("1.4.18 - 31.3.21 (2 x 12 months)", ("2018-04-01", "2021-03-31", "2023-03-31")),
     ("1/4/2018-31/3/2021 plus 1 plus 1", ("2018-04-01", "2021-03-31", "2023-03-31")),
     ("3+1+1 from 1 April 2018", ("2018-04-01", "2021-03-31", "2023-03-31")),
     ("3 years from 1 April 2018 (+2)", ("2018-04-01", "2021-03-31", "2023-03-31")),
     ("ends 31 March 2021", (None, "2021-03-31", None)), ("2018/19 - 2020/21", ("2018-04-01", "2021-03-31", None))],
)  # fmt: skip
def test_terms(text: str, term: tuple[Any, ...]) -> None:
    """A term gives its start, the first day it can end and the last, however its options are written."""
    assert tuple(read_term(text).value.values()) == term


@pytest.mark.parametrize(("text", "number"), [("1 200", 1200), ("1 200 000", 1_200_000), ("12 34", None)])
def test_numbers(text: str, number: int | None) -> None:
    """A space may set off thousands; other figures after a number are not passed over."""
    reading = read_number(text)

    assert (reading.value if reading.ok else None) == number

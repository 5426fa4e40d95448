"""Read steps, money, numbers, durations, yes and no, lists and places by the rules."""

from __future__ import annotations

from typing import Any

import pytest

from pathway_graph.reading import (
    read_budget,
    read_duration,
    read_groups,
    read_lag,
    read_money,
    read_number,
    read_places,
    read_scale,
    read_steps,
    read_whole,
    read_yes_no,
    split_list,
    split_paper_list,
)

SCALE = {"low": 1, "high": 5, "words": "stepped care"}


@pytest.mark.parametrize(
    ("text", "sure", "may"),
    [
        ("1-2", [1, 2], [1, 2]),
        ("1; 3-4", [1, 1, 3, 4], [1, 1, 3, 4]),
        ("Step three", [3, 3], [3, 3]),
        ("steps 2 and 3", [2, 3], [2, 3]),
        ("?-3", [], [1, 3]),
        ("3+", [3, 5], [3, 5]),
    ],
)
def test_steps(text: str, sure: list[int], may: list[int]) -> None:
    """Steps include both ends and reach no further than the scale."""
    assert read_steps(text, scale=SCALE).value == {"sure": sure, "may": may}


def test_step_errors() -> None:
    """A letter for a number shows the near miss; tiers and steps off the scale are refused."""
    assert read_steps("Step O").hint == "Did you mean Step 0?"
    assert read_steps("Tier 2").ok
    assert "Tier" in read_steps("Tier 2", scale=SCALE).error
    assert "outside" in read_steps("6", scale=SCALE).error
    assert read_steps("2026-02-01").error


def test_scales() -> None:
    """A scale has its lowest and highest step and its words; none is a state; one that runs backwards is refused."""
    assert read_scale("1-4 CAMHS tier").value == {"low": 1, "high": 4, "words": "CAMHS tier"}
    assert read_scale("none").state == "none"
    assert read_scale("5-0").error


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("£73,540", 73540),
        ("860k", 860_000),
        ("£8.2m", 8_200_000),
        ("8.2 million", 8_200_000),
        ("£1.50", 1.5),
        ("£2bn", 2 * 10**9),
    ],
)
def test_money(text: str, pounds: float) -> None:
    """Thousands, millions and pence are read as pounds; without a sign that is said."""
    reading = read_money(text)

    assert reading.value == pounds
    assert bool(reading.assumed) == ("£" not in text)


@pytest.mark.parametrize("text", ["£73,54", "£1m-£2m", "$5", "(£5,000)", "-£5", "8,2m", "12 apples", "lots"])
def test_money_errors(text: str) -> None:
    """Other currencies, several sums, sums below nothing and misplaced commas are refused."""
    assert read_money(text).error


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("2009/10 - £300,000; 2010/11 - £750,000", [(300_000, "2009/10", None), (750_000, "2010/11", None)]),
        ("£239,000 2009/10\n£750,000 2010/11", [(239_000, "2009/10", None), (750_000, "2010/11", None)]),
        ("£2.6m ACS + 2.6m PCT", [(2_600_000, None, "ACS"), (2_600_000, None, "PCT")]),
        (
            "2009/10: £1m ACS + £2m PCT; £3m",
            [(1_000_000, "2009/10", "ACS"), (2_000_000, "2009/10", "PCT"), (3_000_000, None, None)],
        ),
    ],
)
def test_budgets(text: str, lines: list[tuple[int, str | None, str | None]]) -> None:
    """A budget is a list of sums with period and funder, and is never summed."""
    assert [tuple(line.values()) for line in read_budget(text).value] == lines


def test_budget_errors() -> None:
    """A slip in a period is refused and shows what it may mean."""
    assert "2010/11" in read_budget("2010/1 - £200,000").error


def _limits(low: float | None, high: float | None, low_open: bool = False, high_open: bool = False) -> dict[str, Any]:
    return {"low": low, "low_open": low_open, "high": high, "high_open": high_open}


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("4 weeks", "days", 28),
        ("6 weeks (median)", "days", 42),
        ("30 minutes", "hours", 0.5),
        ("420k", "people", 420_000),
        ("within 28 days", "days", 28),
        ("10 working days", "days", 14),
        ("over 1", "hours", _limits(1, None, low_open=True)),
        ("up to 6 weeks", "days", _limits(None, 42)),
        ("less than 5", "days", _limits(None, 5, high_open=True)),
        ("two to four weeks", "days", _limits(14, 28)),
        ("?-4", "days", _limits(None, 4)),
        ("2 months", "days", _limits(59, 62)),
    ],
)
def test_numbers(text: str, unit: Any, value: Any) -> None:
    """A number is plain when it is exact, else its limits; other units are turned into the one asked for."""
    assert read_number(text, unit).value == value


@pytest.mark.parametrize("text", ["-3", "soon", "4-2", "2026-04-02", "5 apples each", "3 metres"])
def test_number_errors(text: str) -> None:
    """Numbers below nothing, reversed limits, dates and other words are refused or kept beside the number."""
    reading = read_number(text, "days")

    assert reading.error or reading.left_over


def test_whole_numbers() -> None:
    """Where a number has to be whole, fractions and limits are refused."""
    assert read_whole("3").value == 3
    assert read_whole("3.5").error
    assert read_whole("over 2").error


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [("5", 5, "days"), ("2.5", 2.5, "days"), ("4h", 4, "hours"), ("1w", 1, "weeks"), ("-2d", -2, "days"),
     ("3ed", 3, "elapsed days"), ("2ew", 14, "elapsed days"), ("50%", 50, "percent"), ("30min", 30, "minutes")],
)  # fmt: skip
def test_lags(text: str, amount: float, unit: str) -> None:
    """A lag has an amount and a unit of working time, elapsed days or percent."""
    assert read_lag(text).value == {"amount": amount, "unit": unit}


@pytest.mark.parametrize("text", ["-2d", "50%", "1mo", "1m", "fast"])
def test_duration_errors(text: str) -> None:
    """Durations below nothing, shares, months and words are refused."""
    assert read_duration(text).error


def test_yes_and_no() -> None:
    """Yes and no are read in any case; none means no where there may be none; ticks are not read."""
    assert [read_yes_no(text).value for text in ("Yes", "y", "NO", "n")] == [True, True, False, False]
    assert read_yes_no("none", may_be_absent=True).value is False
    assert read_yes_no("none").state == "missing"
    assert read_yes_no("\u2713").error


def test_lists() -> None:
    """The workbook splits at semicolons alone; papers split at more, but not inside a known name."""
    reading = split_paper_list("CCG/Council, Avon and Wiltshire & HPFT", ["Avon and Wiltshire"])

    assert split_list("a, b; c and d;") == ("a, b", "c and d")
    assert reading.value == ["CCG", "Council", "Avon and Wiltshire", "HPFT"]
    assert "4 items" in reading.assumed[0]


@pytest.mark.parametrize(
    ("text", "state", "sure", "some", "excepted"),
    [
        ("bath; keynsham", "stated", ["bath", "keynsham"], [], []),
        ("some of bath; keynsham", "half", ["keynsham"], ["bath"], []),
        ("any except X; Y", "stated", [], [], ["X", "Y"]),
        ("hertfordshire except watford", "stated", ["hertfordshire"], [], ["watford"]),
    ],
)
def test_places(text: str, state: str, sure: list[str], some: list[str], excepted: list[str]) -> None:
    """An expression of areas or needs says what is meant wholly, in part, and not."""
    reading = read_places(text)

    assert reading.state == state
    assert reading.value == {"sure": sure, "some": some, "except": excepted, "any": text.startswith("any")}


@pytest.mark.parametrize("text", ["any except", "except x", "any; bath", ";"])
def test_place_errors(text: str) -> None:
    """An exception without a whole or without an item, and any beside an id, are refused."""
    assert read_places(text).error


def test_groups() -> None:
    """Groups are compared in lower case; everyone is no limit."""
    assert read_groups("Perinatal;  Young  Carers").value["sure"] == ["perinatal", "young carers"]
    assert read_groups("everyone").state == "any"

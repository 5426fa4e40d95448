"""Write values and read them back: nothing is lost on the way."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pathway_graph.reading import (
    read_ages,
    read_date,
    read_hours,
    read_lag,
    read_money,
    read_number,
    read_places,
    read_scale,
    read_steps,
    write_ages,
    write_date,
    write_duration,
    write_hours,
    write_money,
    write_number,
    write_places,
    write_scale,
    write_steps,
)

days = st.dates(datetime.date(1950, 1, 1), datetime.date(2150, 12, 31))


def _flat(numbers: list[int]) -> list[int]:
    """Return an ascending list of an even number of different numbers, so that neighbours never touch."""
    ordered = sorted(set(numbers))
    return ordered[: len(ordered) // 2 * 2]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 672), max_size=16))
@example([329, 424])
@example([136, 232])
def test_hours(quarters: list[int]) -> None:
    """Any set of quarters of an hour of the week is read back from its own words, without anything assumed."""
    minutes = [quarter * 15 for quarter in _flat(quarters)]

    reading = read_hours(write_hours(minutes))

    assert reading.value["sure"] == reading.value["may"] == minutes, write_hours(minutes)
    assert not reading.left_over


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 1200), min_size=2, max_size=8, unique=True))
def test_ages(numbers: list[int]) -> None:
    """Any set of months of age is read back from its own words."""
    months = _flat(numbers)

    reading = read_ages(write_ages(months))

    assert reading.value == {"sure": months, "may": months}, write_ages(months)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=4))
def test_steps(gaps: list[tuple[int, int]]) -> None:
    """Any set of steps is read back from its own words."""
    steps: list[int] = []
    for gap, length in gaps:
        low = (steps[-1] + 2 if steps else 0) + gap
        steps += [low, low + length]

    assert read_steps(write_steps(steps)).value["sure"] == steps


@settings(max_examples=200, deadline=None)
@given(days, days, st.sampled_from(["both", "from", "by"]))
def test_dates(one: datetime.date, two: datetime.date, ends: str) -> None:
    """Any two days, and either alone, are read back from their own words."""
    first, last = sorted([one, two])
    value = {
        "earliest": first.isoformat() if ends != "by" else None,
        "latest": last.isoformat() if ends != "from" else None,
        "precision": "day",
    }

    assert read_date(write_date(value)).value == value


PERIODS = [
    "March 2019", "early June 2019", "mid June 2019", "late February 2020", "Q1 2018/19", "Q4 2018/19", "Spring 2019",
    "Summer 2019", "Autumn 2019", "Winter 2019/20", "2019", "FY 2019/20", "academic year 2019/20", "w/c 3 June 2019",
    "w/e 7 June 2019", "w/e 8 June 2019", "2019-06-03",
]  # fmt: skip


def test_named_periods() -> None:
    """A period that has a name is written by that name, and so keeps its precision."""
    written = [write_date(read_date(text).value) for text in PERIODS]

    assert written == PERIODS


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**11), st.booleans())
def test_money(pence: int, whole: bool) -> None:
    """Any sum of pounds and pence is read back, and no sign has to be assumed."""
    pounds: int | float = pence if whole or pence % 100 == 0 else pence / 100

    reading = read_money(write_money(pounds))

    assert (reading.value, reading.assumed) == (pounds if not float(pounds).is_integer() else int(pounds), ())


limits: st.SearchStrategy[Any] = st.one_of(
    st.integers(0, 10**6),
    st.builds(
        lambda low, more, low_open: {"low": low, "low_open": low_open, "high": more, "high_open": False},
        st.integers(0, 999),
        st.none(),
        st.booleans(),
    ),
    st.builds(
        lambda high, high_open: {"low": None, "low_open": False, "high": high, "high_open": high_open},
        st.integers(0, 999),
        st.booleans(),
    ),
    st.builds(
        lambda low, more: {"low": low, "low_open": False, "high": low + more, "high_open": False},
        st.integers(0, 999),
        st.integers(1, 99),
    ),
)


@settings(max_examples=100, deadline=None)
@given(limits)
def test_numbers(value: Any) -> None:
    """Any number, and any limits to one, are read back from their own words."""
    assert read_number(write_number(value), "days").value == value


@settings(max_examples=100, deadline=None)
@given(st.integers(-9999, 9999), st.sampled_from(["minutes", "hours", "days", "weeks", "elapsed days", "percent"]))
def test_lags(tenths: int, unit: str) -> None:
    """Any lag is read back from its own words."""
    value = {"amount": tenths // 10 if tenths % 10 == 0 else tenths / 10, "unit": unit}

    assert read_lag(write_duration(value)).value == value


names = st.text(st.sampled_from("abcxyz0189._:/-"), min_size=1, max_size=12).map(lambda text: f"id{text}")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(names, max_size=3, unique=True),
    st.lists(names, max_size=3, unique=True),
    st.lists(names, max_size=3, unique=True),
    st.booleans(),
)
def test_places(sure: list[str], some: list[str], excepted: list[str], everything: bool) -> None:
    """Any expression of ids is read back from its own words."""
    everything = (everything and bool(excepted)) or not (sure or some)
    excepted = excepted or (["x"] if everything else [])
    value = {
        "sure": [] if everything else sure,
        "some": [] if everything else some,
        "except": excepted,
        "any": everything,
    }

    assert read_places(write_places(value)).value == value


def test_scale() -> None:
    """A scale, and that there is none, are read back from their own words."""
    scale = {"low": 0, "high": 5, "words": "stepped care"}

    assert (read_scale(write_scale(scale)).value, read_scale(write_scale(None)).state) == (scale, "none")

"""Give every reader what nobody should write: it answers, quickly and without a crash."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathway_graph.reading import (
    Reading,
    read_ages,
    read_budget,
    read_date,
    read_duration,
    read_groups,
    read_hours,
    read_lag,
    read_money,
    read_number,
    read_places,
    read_progress,
    read_scale,
    read_steps,
    read_term,
    read_yes_no,
    split_paper_list,
)

READERS: list[Callable[[str], Reading]] = [
    read_ages, read_budget, read_date, read_duration, read_groups, read_hours, read_lag, read_money, read_number,
    read_places, read_progress, read_scale, read_steps, read_term, read_yes_no, split_paper_list,
]  # fmt: skip

PIECES = """1 9 12 18 31 2019 09/10 1/4/19 £ k m - – to and or , ; / & ( ) ? + . : am pm noon Mon Fri May June Q3 FY
autumn by from until under over closed except every of the year weeks w/c half inclusive any some 24/7 step O tier  ½"""
pieces = st.sampled_from([*PIECES.split(), "\u202e", "\u0663", "\n"])


@pytest.mark.parametrize("reader", READERS)
def test_very_long_text(reader: Callable[[str], Reading]) -> None:
    """A text of a hundred thousand characters is refused at once and not kept."""
    reading = reader("9-5 " * 25_000)

    assert "too long" in reading.error
    assert len(reading.words) < 300


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces, max_size=14).map(" ".join) | st.lists(pieces, max_size=14).map("".join) | st.text(max_size=40))
def test_any_text(text: str) -> None:
    """Whatever is written is read, missing or refused with a message and a hint; nothing raises."""
    for reader in READERS:
        reading = reader(text)

        assert reading.ok or (reading.hint and reading.state == "missing"), (reader, reading)
        assert (reading.value is None) == (reading.state not in ("stated", "half")), (reader, reading)


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces, max_size=10).map(" ".join))
def test_sets_are_well_formed(text: str) -> None:
    """Sets of minutes and months ascend, stay in bounds, and what is sure is also perhaps."""
    for reader, bound in ((read_hours, 10080), (read_ages, 1200)):
        reading = reader(text)
        if reading.value is None:
            continue
        sure, may = reading.value["sure"], reading.value["may"]
        for flat in (sure, may):
            assert flat == sorted(set(flat)), reading
            assert len(flat) % 2 == 0, reading
            assert all(0 <= item <= bound for item in flat), reading
        perhaps = {point for start, end in zip(may[::2], may[1::2], strict=True) for point in range(start, end)}
        assert all(
            point in perhaps for start, end in zip(sure[::2], sure[1::2], strict=True) for point in range(start, end)
        )


def test_invisible_marks_are_told() -> None:
    """Marks that change how a text looks are passed over, and it is said."""
    reading = read_ages("\u202e18\u202c+")

    assert reading.value["sure"] == [216, 1200]
    assert "Invisible marks" in reading.assumed[-1]


def test_figures_of_another_script() -> None:
    """Figures of another script are the same numbers."""
    assert read_number("\u0663\u0664", "days").value == 34

"""Read ages by the rules, beyond the published examples."""

from __future__ import annotations

import pytest

from pathway_graph.reading import describe_ages, read_ages


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("17\u00bd-25", [210, 300]),
        ("under-fives", [0, 60]),
        ("16 and 17 year olds", [192, 216]),
        ("18 but under 25", [216, 300]),
        ("over 18 and under 65", [216, 780]),
        ("from their 16th birthday to their 18th birthday", [192, 216]),
        ("18-64 inclusive", [216, 780]),
        ("16-17 exclusive", [192, 204]),
        ("<=17", [0, 216]),
        ("0-5; 11-18", [0, 60, 132, 216]),
        ("sixty-five and over", [780, 1200]),
        ("working age adults (18-65)", [216, 780]),
        ("12 months to 4 years", [12, 60]),
    ],
)
def test_stated(text: str, months: list[int]) -> None:
    """Ages are the months from the first up to, and without, the last."""
    assert read_ages(text).value == {"sure": months, "may": months}


def test_next_row_of_the_same_source() -> None:
    """An upper age is a completed year if another row begins at the next one, and it is said."""
    beside = read_ages("18-40", next_from=41)

    assert (read_ages("18-40").value["sure"], beside.value["sure"]) == ([216, 480], [216, 492])
    assert "41st birthday" in beside.assumed[0]


@pytest.mark.parametrize(("text", "may"), [("?-18", [0, 216]), ("18-?", [216, 1200])])
def test_half_known(text: str, may: list[int]) -> None:
    """An end that is not stated leaves nothing sure."""
    assert read_ages(text).value == {"sure": [], "may": may}


@pytest.mark.parametrize(
    "text", ["18", "17y6m", ">65", "16-", "18-65+", "65-18", "5-10-15", "18-18", "200+", "2026-10-05", "18-40 or 45"]
)
def test_errors(text: str) -> None:
    """A single number, reversed ends and ages that nobody reaches are refused with the choices."""
    reading = read_ages(text)

    assert reading.error
    assert reading.hint


@pytest.mark.parametrize("text", ["young people", "teenagers", "Years 7 to 11", "KS2", "adults and children"])
def test_words(text: str) -> None:
    """Words without ages that everybody would read alike are missing."""
    assert (read_ages(text).state, read_ages(text).ok) == ("missing", True)


def test_conditions() -> None:
    """The unconditional part is read, and the condition is kept."""
    reading = read_ages("11 to 19 year olds, up to 25 with a disability")

    assert (reading.value["sure"], reading.left_over) == ([132, 228], ("up to 25 with a disability",))


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ([192, 216], "from 16 up to the 18th birthday"),
        ([216, 1200], "from 18 without an upper limit"),
        ([0, 1200], "all ages"),
        ([0, 252, 780, 1200], "up to the 21st birthday and from 65 without an upper limit"),
    ],
)
def test_sentences(months: list[int], words: str) -> None:
    """Ages are said in words that name birthdays, so that nobody counts a year wrongly."""
    assert describe_ages(months) == words

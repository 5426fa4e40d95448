"""Tell blank, missing, none and any apart in every reader."""

from __future__ import annotations

import pytest

from pathway_graph.reading import read_ages, read_date, read_hours, read_money, read_places, read_steps, state_of

MISSING = ["TBC", "tba", "tbd", "N/K", "unknown", "not known", "?", "-", "--", "\u2013", "nil", "to be agreed"]


@pytest.mark.parametrize(
    "text", [*MISSING, "none identified", "None identified to date", "TBC March 2019?", "Unknown (see 5.2)"]
)
def test_missing(text: str) -> None:
    """A text that starts with a word for missing is missing, in any case, whether or not the field may be absent."""
    assert (state_of(text), state_of(text, may_be_absent=True)) == ("missing", "missing")


@pytest.mark.parametrize("text", ["none", "N/A", "Not applicable", "n/a (in house)"])
def test_none(text: str) -> None:
    """That there is none is a fact where the field may be absent, elsewhere the fact is missing."""
    assert (state_of(text), state_of(text, may_be_absent=True)) == ("missing", "none")


@pytest.mark.parametrize(
    "text", ["unknownville", "nilsson", "tbc-2", "nationwide", "namely", "-2d", "noneatall", "?-18"]
)
def test_other_words(text: str) -> None:
    """A word that only begins like one for missing is stated."""
    assert state_of(text) == "stated"


@pytest.mark.parametrize("text", ["", " ", "\u00a0\n", "\u200b\u202e"])
def test_blank(text: str) -> None:
    """Spaces and invisible marks state nothing."""
    assert state_of(text) == "blank"


@pytest.mark.parametrize("reader", [read_date, read_hours, read_ages, read_steps, read_money, read_places])
def test_every_reader_keeps_the_words(reader) -> None:  # type: ignore[no-untyped-def]
    """A missing text keeps its words as written, and nothing else."""
    reading = reader("  To be agreed (Board, May) ")

    assert (reading.state, reading.words, reading.value, reading.ok) == (
        "missing",
        "To be agreed (Board, May)",
        None,
        True,
    )


@pytest.mark.parametrize(
    "reading",
    [read_ages("any"), read_steps("any"), read_places("all"), read_ages("no upper age limit"), read_date("ongoing")],
)
def test_no_limit(reading) -> None:  # type: ignore[no-untyped-def]
    """No limit is a state of its own without a value, to be widened when it is used."""
    assert (reading.state, reading.value) == ("any", None)

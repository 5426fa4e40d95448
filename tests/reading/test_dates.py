"""Read dates by the rules, beyond the published examples."""

from __future__ import annotations

import datetime

import pytest

from pathway_graph.reading import from_cell, read_date, read_progress, read_term

Ends = tuple[str | None, str | None]


def _ends(text: str, **place: object) -> Ends:
    value = read_date(text, **place).value  # type: ignore[arg-type]
    return value["earliest"], value["latest"]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("mid-June 2019", ("2019-06-11", "2019-06-20")),
        ("late February 2020", ("2020-02-21", "2020-02-29")),
        ("early 2019", ("2019-01-01", "2019-04-30")),
        ("mid 2019/20", ("2019-08-01", "2019-11-30")),
        ("late summer 2019", ("2019-08-01", "2019-08-31")),
        ("end of Q3 2018/19", ("2018-12-31", "2018-12-31")),
        ("Winter 2019/20", ("2019-12-01", "2020-02-29")),
        ("w/e 7 June 2019", ("2019-06-03", "2019-06-07")),
        ("2018/12", ("2018-12-01", "2018-12-31")),
        ("2008-13", ("2008-01-01", "2013-12-31")),
        ("11/12", ("2011-04-01", "2012-03-31")),
        ("Nov 2019 to Feb", ("2019-11-01", "2020-02-29")),
        ("April 2019 onwards", ("2019-04-01", None)),
        ("after 31 March 2019", ("2019-04-01", None)),
        ("before the end of 2010", (None, "2010-12-31")),
        ("by Q2 2019/20", (None, "2019-09-30")),
        ("12/13 June 2019", ("2019-06-12", "2019-06-13")),
        ("2010/11 - Q3", ("2010-10-01", "2010-12-31")),
        ("pre-April 2010", (None, "2010-03-31")),
        ("2010/2011 academic year", ("2010-09-01", "2011-08-31")),
        ("FY 19/20", ("2019-04-01", "2020-03-31")),
    ],
)
def test_intervals(text: str, ends: Ends) -> None:
    """A period, with what narrows or bounds it, is the days from its first to its last."""
    assert _ends(text) == ends


@pytest.mark.parametrize(
    "text",
    [
        "w/e 5 June 2019", "09-Oct", "by Christmas", "Autumn", "H1 2019", "Winter 2019", "June or July 2019", "FY2019",
        "Friday 3 June 2019", "31/12/98", "2 weeks from 1 June 2019", "March 2019 (was January 2019)",
        "1 June 2019 to 1 May 2019", "Spring term 2019", "Easter 2019", "go-live",
    ],
)  # fmt: skip
def test_errors(text: str) -> None:
    """A date that can't be, names no year, or can be read in two ways is refused with a hint."""
    reading = read_date(text)

    assert reading.error
    assert reading.hint


def test_serial_shows_its_date() -> None:
    """A bare serial is an error that shows the date it would be."""
    assert "1 April 2019" in read_date("43556").hint


@pytest.mark.parametrize("text", ["0001-01-01", "01/01/1900", "31/12/9999"])
def test_placeholders(text: str) -> None:
    """A placeholder is missing, and what was assumed is said."""
    reading = read_date(text)

    assert (reading.state, reading.ok, bool(reading.assumed)) == ("missing", True, True)


def test_year_of_the_place() -> None:
    """A date without a year takes the one that its place gives, and says so."""
    reading = read_date("w/c 8th November", year_from=2021)

    assert reading.value["earliest"] == "2021-11-08"
    assert "2021" in reading.assumed[0]


def test_relative_to_the_document() -> None:
    """A time from now counts from the day of the document, and says so."""
    published = datetime.date(2019, 3, 31)

    assert _ends("in 18 months", published=published) == ("2020-09-30", "2020-09-30")
    assert _ends("over the next 6 months", published=published) == ("2019-03-31", "2019-09-30")
    assert read_date("within 6 months", published=published).assumed


def test_two_digit_years() -> None:
    """A two-digit year more than thirty years after the document is refused."""
    assert read_date("1/4/30", published=datetime.date(2000, 1, 1)).ok
    assert read_date("1/4/31", published=datetime.date(2000, 1, 1)).error


def test_words_are_kept() -> None:
    """The one date among words is read and the words on both sides are kept."""
    assert read_date("Go live 1 April 2019 (subject to funding)").left_over == ("Go live", "subject to funding")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("1.4.18 - 31.3.21 (+1+1)", ("2018-04-01", "2021-03-31", "2023-03-31")),
        ("1 April 2018 - 31 March 2021, plus 2 x 12 months", ("2018-04-01", "2021-03-31", "2023-03-31")),
        ("3 years from 1 April 2018", ("2018-04-01", "2021-03-31", None)),
        ("1 March 2018 to 28 February 2019 (+1)", ("2018-03-01", "2019-02-28", "2020-02-29")),
        ("until 31 March 2021", (None, "2021-03-31", None)),
    ],
)
def test_terms(text: str, term: tuple[str | None, ...]) -> None:
    """A term gives its start, the first day it can end, and the end with all options taken."""
    assert tuple(read_term(text).value.values()) == term


def test_term_without_a_start() -> None:
    """A length without a start is no term."""
    assert "no start" in read_term("three (3) years plus two two-year extensions").error


def test_progress() -> None:
    """Only words that say it is finished give a day of finishing."""
    done, planned = read_progress("done (3 May 2019)").value, read_progress("on track for 3 May 2019").value

    assert (done["reported_status"], done["actual_finish"]["latest"]) == ("done", "2019-05-03")
    assert (planned["reported_status"], planned["actual_finish"]) == ("on track for 3 May 2019", None)


@pytest.mark.parametrize(
    ("cell", "number_format", "words"),
    [
        (datetime.datetime(2009, 10, 9), "mmm-yy", "October 2009"),
        (datetime.date(2009, 10, 9), "dd/mm/yyyy", "2009-10-09"),
        (datetime.datetime(2009, 10, 9), None, "2009-10-09"),
        (datetime.datetime(2009, 1, 1), "yyyy", "2009"),
        (43556.0, "dd mmm yyyy", "2019-04-01"),
        (43556, "General", "43556"),
        (0.5, "0%", "50%"),
        (datetime.time(9, 30), "hh:mm", "09:30"),
        (False, None, "no"),
        (None, None, ""),
        (2.50, "0.00", "2.5"),
    ],
)
def test_cells(cell: object, number_format: str | None, words: str) -> None:
    """A typed cell becomes the words that mean the same, with the precision that its number format shows."""
    assert from_cell(cell, number_format) == words

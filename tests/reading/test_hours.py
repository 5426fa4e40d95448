"""Read hours by the rules, beyond the published examples."""

from __future__ import annotations

import pytest

from pathway_graph.reading import read_hours, write_hours


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("9-5 weekdays", "Mon-Fri 09:00-17:00"),
        ("Mon 12-4", "Mon 12:00-16:00"),
        ("Mon 10pm-6", "Mon 22:00-06:00"),
        ("Mon 9-12.30 and 1.30-5", "Mon 09:00-12:30, 13:30-17:00"),
        ("nightly 10pm-6am", "Mon-Sun 22:00-06:00"),
        ("Mon 12am-8am", "Mon 00:00-08:00"),
        ("Mon 22:00-23:59", "Mon 22:00-24:00"),
        ("every day except Sunday 9am-5pm", "Mon-Sat 09:00-17:00"),
        ("Mon-Fri 9am-5pm (closed for lunch 12.30-1.30)", "Mon-Fri 09:00-12:30, 13:30-17:00"),
        ("Weekdays 9-5, 10-2 weekends", "Mon-Fri 09:00-17:00; Sat, Sun 10:00-14:00"),
        ("Mon-Fri 9-5; Wed 9-8", "Mon, Tue, Thu, Fri 09:00-17:00; Wed 09:00-20:00"),
        ("Friday 5pm to Monday 9am", "Mon 00:00-09:00; Fri 17:00-24:00; Sat, Sun 00:00-24:00"),
        ("Mon: 9-5\nTue: Closed\nWed: 9-5", "Mon, Wed 09:00-17:00"),
        ("24 hours weekends", "Sat, Sun 00:00-24:00"),
        ("8am-8pm 365 days a year", "Mon-Sun 08:00-20:00"),
        ("Mon-Fri 9am-5pm except Wednesday 9am-1pm", "Mon, Tue, Thu, Fri 09:00-17:00; Wed 09:00-13:00"),
        ("Mon-Fri except Wed 9am-5pm", "Mon, Tue, Thu, Fri 09:00-17:00"),
    ],
)
def test_stated(text: str, words: str) -> None:
    """Days and times that leave nothing open are the same minutes for sure and perhaps."""
    reading = read_hours(text)

    assert (reading.state, write_hours(reading.value["sure"])) == ("stated", words)


@pytest.mark.parametrize(
    ("text", "sure", "may"),
    [
        ("Mon-Fri ?-17:00", "closed", "Mon-Fri 00:00-17:00"),
        ("Mon-Fri 09:00-?", "closed", "Mon-Fri 09:00-24:00"),
        ("Mon-Fri 9-5; first Sat of each month 10-12", "Mon-Fri 09:00-17:00", "Mon-Fri 09:00-17:00; Sat 10:00-12:00"),
        ("Mon-Fri 9-5 closed Wed afternoon", "Mon, Tue, Thu, Fri 09:00-17:00", "Mon-Fri 09:00-17:00"),
        ("Mon-Tue 9-5 (term time only)", "closed", "Mon, Tue 09:00-17:00"),
        ("Closed on Mondays", "closed", "Tue-Sun 00:00-24:00"),
    ],
)
def test_half_known(text: str, sure: str, may: str) -> None:
    """An end that is not stated, and weeks that are left out, are open perhaps and not for sure."""
    value = read_hours(text).value

    assert (write_hours(value["sure"]), write_hours(value["may"])) == (sure, may)


@pytest.mark.parametrize(
    "text",
    [
        "Mon 1-4", "Mon 9am-9am", "Mon 25:00-26:00", "Tusday 9-5", "T 9-5", "Mon 9-5; Mon 9-5", "Mon-Fri 9-5, 10-2",
        "phone 8-8, clinics Mon 9-5", "Mon-Fri 9-5 (phone), Sat 10-2 (clinic)", "Mon 9am to Fri 5pm",
        "Mon-Fri 9am-5pm, Out of Hours 5pm-9am", "Mon 9-5; Sat: 9am", "2026-09-05", "Mon 7-midnight",
    ],
)  # fmt: skip
def test_errors(text: str) -> None:
    """Times that can't be, or that can be read in two ways, are refused with a hint."""
    reading = read_hours(text)

    assert reading.error
    assert reading.hint


@pytest.mark.parametrize("text", ["9am-5pm", "Mon-Fri", "office hours", "out of hours", "by appointment", "varies"])
def test_missing(text: str) -> None:
    """Hours without days, days without hours, and words are missing, with the words."""
    reading = read_hours(text)

    assert (reading.state, reading.words, reading.ok) == ("missing", text, True)


def test_office_hours_of_a_setting() -> None:
    """A setting may say what office hours are, and it is said that it did."""
    reading = read_hours("Office hours", office_hours="Mon-Fri 09:00-17:00")

    assert write_hours(reading.value["sure"]) == "Mon-Fri 09:00-17:00"
    assert "settings" in reading.assumed[0]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Mon 9-5", None),
        ("Mon 9-5, closed bank holidays", "no"),
        ("Mon-Fri 9am-5pm (not bank holidays)", "no"),
        ("24/7 including bank holidays", "yes"),
        ("Sun & Bank Holidays 10am-4pm", "yes"),
        ("24/7/365", "yes"),
    ],
)
def test_bank_holidays(text: str, answer: str | None) -> None:
    """What is said about bank holidays is kept apart from the week."""
    assert read_hours(text).value["bank_holidays"] == answer


def test_what_was_decided_is_said() -> None:
    """A half of the day that follows from order, and hours that replace others, are said."""
    said = " ".join(read_hours("Mon-Fri 9-5; Wed 9-8").assumed)

    assert "09:00 to 17:00" in said
    assert "replaces" in said

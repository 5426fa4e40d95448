"""Count working time and compare with the minutes themselves; hold the bank holidays to what is published."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathway_graph.analysis.scheduling import CONTINUOUS, STANDARD, WEEKDAYS, Calendar, Unscheduled, standard
from pathway_graph.analysis.scheduling.bank_holidays import PUBLISHED
from pathway_graph.analysis.scheduling.calendars import WorkingTime, date_time, instant, iso, working_time
from pathway_graph.analysis.scheduling.holidays import DIVISIONS, bank_holidays, by_rule

from .random_plans import CALENDARS

FROM, UNTIL = instant(datetime(2023, 12, 20)), instant(datetime(2024, 1, 12))
minutes = st.integers(FROM, UNTIL)
clocks = st.sampled_from((*CALENDARS, STANDARD)).map(working_time)


def test_each_calendar_is_its_own_minutes() -> None:
    """Over three weeks with holidays, exceptions and night shifts, minute by minute: counted forward and back."""
    for calendar in (*CALENDARS, STANDARD):
        clock, week, special = working_time(calendar), calendar.week, dict(calendar.exceptions)
        if calendar.holidays:
            special |= {day: () for day in bank_holidays(calendar.holidays)}
        done = clock.work(FROM)
        for t in range(FROM, UNTIL):
            day, minute = date_time(t).date(), t % 1440
            spans = special.get(day, tuple((a - t % 10080 + minute, b - t % 10080 + minute) for a, b in week))
            worked = any(a <= minute < b for a, b in spans)
            assert clock.work(t) == done, (calendar.id, iso(t))
            if worked:
                assert (clock.start(done), clock.end(done + 1)) == (t, t + 1), (calendar.id, iso(t))
                done += 1


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(clocks, minutes, st.integers(-5000, 5000))
def test_adding_working_time_and_counting_it_are_inverse(clock: WorkingTime, t: int, amount: int) -> None:
    """What is added lies between; both spellings of an instant have the same work before them."""
    later = clock.add(t, amount)

    assert clock.between(t, later) == amount
    assert clock.last_end(t) <= t <= clock.next_start(t)
    assert clock.work(clock.last_end(t)) == clock.work(t) == clock.work(clock.next_start(t))


def test_a_day_is_its_start_or_its_end() -> None:
    """On a day not worked starts take the next start of work, finishes the last end before."""
    clock = working_time(STANDARD)

    assert iso(clock.day_start(date(2026, 1, 9))) == "2026-01-09T09:00"
    assert iso(clock.day_end(date(2026, 1, 9))) == "2026-01-09T17:00"
    assert iso(clock.day_start(date(2026, 4, 3))) == "2026-04-07T09:00"  # Good Friday to the Tuesday after Easter
    assert iso(clock.day_end(date(2026, 4, 6))) == "2026-04-02T17:00"


@pytest.mark.parametrize("division", DIVISIONS)
def test_published_bank_holidays_are_used_and_follow_the_rule(division: str) -> None:
    """gov.uk's days of 2012 to 2028, all of them, which the rule for other years gives, too."""
    published = [line.split() for line in PUBLISHED[division].strip().splitlines()]
    assert [int(year) for year, *_ in published] == list(range(2012, 2029))

    for year, *days in published:
        theirs = tuple(date(int(year), int(day[:2]), int(day[2:])) for day in days)
        assert tuple(day for day in bank_holidays(division) if day.year == int(year)) == theirs
        assert by_rule(division, int(year)) == theirs


def test_bank_holidays_of_other_years_follow_the_rule() -> None:
    """2008 and 2011 as they were, 2032 as it will be; Scotland works on Easter Monday."""
    given_days = {day.isoformat() for day in bank_holidays("england-and-wales")}

    assert {"2008-03-21", "2008-03-24", "2008-05-05", "2008-05-26", "2008-08-25", "2011-04-29"} <= given_days
    assert {"2032-03-26", "2032-03-29", "2032-12-27", "2032-12-28"} <= given_days
    assert "2026-04-06" in given_days
    assert date(2026, 4, 6) not in bank_holidays("scotland")
    assert date(2026, 7, 13) in bank_holidays("northern-ireland")


def test_the_standard_calendar_knows_the_nations() -> None:
    """Each division has its own days off; `none` and `weekdays` have none."""
    easter_monday, saint_andrew = instant(datetime(2026, 4, 6, 12)), instant(datetime(2026, 11, 30, 12))
    works = [
        [working_time(calendar).between(t, t + 1) for t in (easter_monday, saint_andrew)]
        for calendar in (standard(), standard("scotland"), standard("none"), WEEKDAYS)
    ]

    assert works == [[0, 1], [1, 0], [1, 1], [1, 1]]


@pytest.mark.parametrize(
    ("calendar", "code"),
    [(Calendar("c", ()), "PG351"), (Calendar("c", ((0, 60),), holidays="wales"), "PG353")],
)
def test_a_calendar_that_cannot_be_used_is_refused(calendar: Calendar, code: str) -> None:
    """One without working time would never come to an end; a division must be known."""
    with pytest.raises(Unscheduled) as refused:
        working_time(calendar)

    assert refused.value.problems[0].code == code
    assert refused.value.ids == ("c",)


def test_dates_outside_the_calendar_are_refused() -> None:
    """Years 1 to 9999 can be written."""
    with pytest.raises(Unscheduled, match="PG352"):
        date_time(-1)
    assert date_time(instant(datetime(1, 1, 1))) == datetime(1, 1, 1)
    assert working_time(CONTINUOUS).add(0, 5) == 5
    assert date_time(5) - date_time(0) == timedelta(minutes=5)

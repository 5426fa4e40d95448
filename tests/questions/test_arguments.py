"""What is said for a parameter is read by its type, or refused; nothing is guessed."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway_graph.questions.arguments import TYPES, Type, default_value, example, is_default, later, read_argument


@pytest.mark.parametrize(
    ("type", "said", "read"),
    [
        ("id", " bath ", "bath"),
        ("date", "2018-01-30", "2018-01-30"),
        ("date", datetime.date(2018, 1, 30), "2018-01-30"),
        ("whole", "-3", -3),
        ("whole", 3, 3),
        ("number", "2.5", 2.5),
        ("number", 2, 2.0),
        ("yes/no", "Yes", True),
        ("yes/no", "no", False),
        ("yes/no", False, False),
        ("list", "a; b", ["a", "b"]),
        ("list", ("a", "b"), ["a", "b"]),
    ],
)
def test_what_can_be_read_is_read(type: Type, said: object, read: object) -> None:
    """Text and Python values give the same."""
    found = read_argument(type, said)

    assert (found, found.__class__) == (read, read.__class__)


@pytest.mark.parametrize(
    ("type", "said"),
    [
        ("id", " "),
        ("id", 3),
        ("date", "30/01/2018"),
        ("date", "2018-02-30"),
        ("date", "20180130"),
        ("date", datetime.datetime(2018, 1, 30)),
        ("whole", "3.0"),
        ("whole", True),
        ("whole", "9" * 30),
        ("number", "nan"),
        ("number", "1e999"),
        ("number", None),
        ("yes/no", "maybe"),
        ("list", "a;;b"),
        ("list", 3),
    ],
)
def test_what_cannot_be_read_is_refused(type: Type, said: object) -> None:
    """A value of another type, or out of bounds, is an error and never something near it."""
    with pytest.raises((ValueError, TypeError)):
        read_argument(type, said)


@pytest.mark.parametrize("type", TYPES)
def test_every_type_has_an_example_that_can_be_read(type: Type) -> None:
    """What an error tells people to write is itself taken."""
    found = read_argument(type, example(type).strip("'"))

    assert found not in (None, "", [])
    assert read_argument(type, found) == found


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 1, 1)), st.integers(0, 500), st.sampled_from("+-"))
def test_months_later_keep_the_day_or_end_the_month(day: datetime.date, months: int, sign: str) -> None:
    """So many months away is that month, on the same day or, where it has no such day, on its last."""
    found = datetime.date.fromisoformat(later(day.isoformat(), f"as_of {sign} {months} months"))

    gone = (found.year - day.year) * 12 + found.month - day.month
    assert gone == (months if sign == "+" else -months)
    assert found.day == day.day or (found.day < day.day and (found + datetime.timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("type", "said", "good"),
    [
        ("date", "as_of", True),
        ("date", "as_of - 30 days", True),
        ("date", "as_of + 1 year", True),
        ("date", "as_of + 6", False),
        ("date", "today", False),
        ("whole", "as_of", False),
        ("whole", "nothing", True),
        ("yes/no", "no", True),
    ],
)
def test_a_default_is_checked_when_the_file_is_read(type: Type, said: str, good: bool) -> None:
    """What passes has a value once the day is known; what does not is refused at once."""
    assert is_default(type, said) is good
    if good:
        default_value(type, said, "2018-01-30")

"""Write sets of months of age, as the workbook has them and as a sentence says them."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["COMPLETED_YEARS", "NO_LIMIT", "describe_ages", "nth", "write_ages"]

NO_LIMIT = 1200
"""The months of a hundred years: an upper age of NO_LIMIT means that there is none."""

COMPLETED_YEARS = frozenset({4, 10, 15, 17, 24, 64})
"""Upper ages that are read as completed years: 16-17 is up to the 18th birthday."""


def nth(number: int) -> str:
    """Return a number as an ordinal: 18th."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _write_age(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years}y{rest}m" if rest else str(years)


def write_ages(months: Sequence[int]) -> str:
    """Return months of age (a flat ascending list of from and until) in the words that `read_ages` reads back.

    >>> write_ages([192, 216]), write_ages([0, 216]), write_ages([216, 1200])
    ('16-18', 'under 18', '18+')
    """
    if not months:
        raise ValueError("no ages can't be written")
    parts = []
    exclusive = False
    for start, until in zip(months[::2], months[1::2], strict=True):
        if until >= NO_LIMIT:
            parts.append(f"{_write_age(start)}+")
        elif start == 0:
            parts.append(f"under {_write_age(until)}")
        else:
            parts.append(f"{_write_age(start)}-{_write_age(until)}")
            exclusive = exclusive or (until % 12 == 0 and until // 12 in COMPLETED_YEARS)
    return "; ".join(parts) + (" exclusive" if exclusive else "")


def describe_ages(months: Sequence[int]) -> str:
    """Return months of age in a sentence's words: 'from 16 up to the 18th birthday'.

    >>> describe_ages([0, 210])
    'up to the age of 17 years 6 months'
    """
    parts = []
    for start, until in zip(months[::2], months[1::2], strict=True):
        lower = f"from {_say_age(start)}" if start else ""
        if until >= NO_LIMIT:
            parts.append(f"{lower} without an upper limit" if lower else "all ages")
        elif until % 12:
            parts.append(f"{lower} up to the age of {_say_age(until)}".strip())
        else:
            parts.append(f"{lower} up to the {nth(until // 12)} birthday".strip())
    return " and ".join(parts)


def _say_age(months: int) -> str:
    years, rest = divmod(months, 12)
    if not years:
        return f"{rest} months"
    return f"{years} years {rest} months" if rest else str(years)

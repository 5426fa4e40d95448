"""Write numbers with their nouns, lists and days as a sentence does: what every command says, landscape or not."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

__all__ = ["counted", "day_in_words", "joined"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun.

    >>> counted(1, "link"), counted(0, "activity", "activities"), counted(1200, "service")
    ('1 link', '0 activities', '1,200 services')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def joined(words: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does.

    >>> joined(["Bath", "Keynsham", "Midsomer Norton"])
    'Bath, Keynsham and Midsomer Norton'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def day_in_words(day: int) -> str:
    """Say a day.

    >>> day_in_words(736724)
    '30 January 2018'
    """
    date = datetime.date.fromordinal(day)
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"

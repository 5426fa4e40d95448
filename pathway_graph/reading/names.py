"""Name months, weekdays and small numbers in English."""

from __future__ import annotations

import functools
import re

__all__ = ["MONTH", "MONTHS", "NUMBERS", "ORDINALS", "WEEKDAY", "WEEKDAYS", "digits", "month_number", "weekday_number"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
"""A pattern, without groups, for the name of a month in full or short; to be matched regardless of case."""

WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
    r"(?![a-z])"
)
"""A pattern, without groups, for the name of a weekday in full or short, singular."""

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

NUMBERS: dict[str, int] = {
    **{word: number for number, word in enumerate(_ONES)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
}
"""The number words up to nineteen, and the tens."""

ORDINALS: dict[str, int] = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


@functools.cache
def _number_words() -> re.Pattern[str]:
    ones = "|".join(_ONES[1:10])
    single = "|".join(sorted(NUMBERS, key=len, reverse=True))
    return re.compile(rf"(?<![a-z])(?:({'|'.join(_TENS)})[- ]({ones})|({single}))(s?)(?![a-z])", re.IGNORECASE)


def digits(text: str) -> str:
    """Return the text with number words below a hundred in digits; a plural keeps its s.

    >>> digits("under-fives, eighteen to twenty-five")
    'under-5s, 18 to 25'
    """

    def figure(match: re.Match[str]) -> str:
        tens, one, single, plural = match.groups()
        number = NUMBERS[single.lower()] if single else NUMBERS[tens.lower()] + NUMBERS[one.lower()]
        return f"{number}{plural}"

    return _number_words().sub(figure, text)


def month_number(name: str) -> int:
    """Return 1 to 12 for the name of a month, in full or short."""
    start = name[:3].lower()
    return next(number for number, month in enumerate(MONTHS, 1) if month[:3].lower() == start)


def weekday_number(name: str) -> int:
    """Return 0 (Monday) to 6 for the name of a weekday, in full or short."""
    start = name[:2].lower()
    return next(number for number, weekday in enumerate(WEEKDAYS) if weekday[:2].lower() == start)

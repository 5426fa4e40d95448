"""Read how long an activity takes, and the lag between two: 5, 2.5, 4h, 1w, -2d, 3ed, 50%."""

from __future__ import annotations

import functools
import re
from typing import Any

from .plain import clean, guarded, shorten
from .reading import Reading, failed
from .states import settled

__all__ = ["read_duration", "read_lag", "write_duration"]

_UNITS = {
    "": "days", "d": "days", "day": "days", "days": "days", "wd": "days", "working day": "days", "working days": "days",
    "h": "hours", "hr": "hours", "hrs": "hours", "hour": "hours", "hours": "hours", "min": "minutes", "mins": "minutes",
    "minute": "minutes", "minutes": "minutes", "w": "weeks", "wk": "weeks", "wks": "weeks", "week": "weeks",
    "weeks": "weeks", "ed": "elapsed days", "eday": "elapsed days", "edays": "elapsed days",
    "elapsed day": "elapsed days", "elapsed days": "elapsed days", "calendar days": "elapsed days",
    "calendar day": "elapsed days", "ew": "elapsed weeks",
    "elapsed weeks": "elapsed weeks", "elapsed week": "elapsed weeks", "eh": "elapsed hours",
    "elapsed hours": "elapsed hours", "elapsed hour": "elapsed hours", "%": "percent", "percent": "percent",
}  # fmt: skip
_SHORT = {"minutes": "min", "hours": "h", "days": "d", "weeks": "w", "elapsed days": "ed", "percent": "%"}
_HINT = "Write working days (5), or 4h, 1w, 3ed (elapsed days)."


_FAR_TOO_LONG = re.compile(r"[-+]? ?[\d,]{7,}")


@functools.cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?P<sign>[-+]?) ?(?P<number>\d{1,6}(?:\.\d{1,4})?) ?(?P<unit>%|[a-z]+(?: [a-z]+)?)?\??", re.IGNORECASE
    )


def _tidy(amount: float) -> int | float:
    return int(amount) if amount.is_integer() else amount


@functools.lru_cache(maxsize=8192)
def _read(text: str, lag: bool) -> Reading:
    early = settled(text)
    if early is not None:
        return early
    words, plain = text.strip(), clean(text)
    match = _pattern().fullmatch(plain)
    if match is None and _FAR_TOO_LONG.match(plain):
        return failed(words, f"'{shorten(words)}' is longer than any plan", "Write up to six digits, as in 120d.")
    if match is None:
        return failed(words, f"'{shorten(words)}' can't be read as a {'lag' if lag else 'duration'}", _HINT)
    name = (match["unit"] or "").lower()
    if name in ("m", "mo", "mon", "month", "months", "mths"):
        return failed(
            words,
            f"'{shorten(words)}': a month has no fixed number of working days",
            "Write 20d or 4w; minutes are min.",
        )
    unit = _UNITS.get(name)
    if unit is None:
        return failed(words, f"'{match['unit']}' is no unit of a duration", _HINT)
    amount = float(match["number"])
    if unit in ("elapsed weeks", "elapsed hours"):
        amount, unit = (amount * 7 if unit == "elapsed weeks" else round(amount / 24, 6)), "elapsed days"
    if not lag and ((match["sign"] == "-" and amount) or unit == "percent"):
        error = "a duration is never below 0" if match["sign"] == "-" else "a duration is no share of another"
        return failed(words, f"'{shorten(words)}': {error}", _HINT)
    said = ("A number alone is working days.",) if not name else ()
    value = {"amount": _tidy(-amount if match["sign"] == "-" else amount), "unit": unit}
    return Reading("stated", words, value, said)


def read_duration(text: str) -> Reading:
    """Read how long an activity takes.

    Value: `{"amount": number, "unit": "minutes", "hours", "days", "weeks" or "elapsed days"}`; all but elapsed days are
    working time. A number alone is working days. Negative durations are errors.

    >>> read_duration("3ed").value
    {'amount': 3, 'unit': 'elapsed days'}
    """
    return guarded(text, lambda short: _read(short, False))


def read_lag(text: str) -> Reading:
    """Read a lag: as `read_duration`, and also negative (a lead), or in unit "percent" of the predecessor's duration.

    >>> read_lag("-2d").value, read_lag("50%").value
    ({'amount': -2, 'unit': 'days'}, {'amount': 50, 'unit': 'percent'})
    """
    return guarded(text, lambda short: _read(short, True))


def write_duration(value: dict[str, Any]) -> str:
    """Return a duration or lag in the words that `read_lag` reads back.

    >>> write_duration({"amount": 2.5, "unit": "days"})
    '2.5d'
    """
    return f"{value['amount']}{_SHORT[value['unit']]}"

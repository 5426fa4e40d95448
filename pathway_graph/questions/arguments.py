"""Read what somebody says for a question's parameter, as the graph wants it."""

from __future__ import annotations

import calendar
import datetime
import math
import re
from collections.abc import Callable
from typing import Any, Literal

__all__ = ["KINDS", "TYPES", "Type", "default_value", "example", "is_default", "later", "read_argument"]

Type = Literal["id", "text", "date", "whole", "number", "yes/no", "list"]
"""What a parameter or a column holds. In the graph a date is ISO text; a list holds texts."""

TYPES: tuple[Type, ...] = ("id", "text", "date", "whole", "number", "yes/no", "list")

KINDS: dict[Type, str] = {
    "id": "an id", "text": "a text", "date": "a day", "whole": "a whole number", "number": "a number",
    "yes/no": "yes or no", "list": "a list",
}  # fmt: skip
"""The types in words."""

_LATER = re.compile(r"as_of(?:\s*([+-])\s*(\d{1,4}) (day|month|year)s?)?$")


def read_argument(type: Type, said: object) -> Any:
    """Turn what was said, as text or as a Python value, into what the graph compares with: a day becomes ISO text.

    Raises ValueError or TypeError where it is not of that type.

    >>> read_argument("list", "bath; frome")
    ['bath', 'frome']
    """
    return _READERS[type](said)


def is_default(type: Type, said: str) -> bool:
    """Say whether a default in a question's header can be read."""
    if said == "nothing" or (type == "date" and _LATER.match(said)):
        return True
    try:
        read_argument(type, said)
    except (ValueError, TypeError):
        return False
    return True


def default_value(type: Type, said: str, as_of: str | None) -> Any:
    """Give a default its value; `as_of` is the day that is asked about, as ISO text."""
    if said == "nothing":
        return None
    if type == "date" and _LATER.match(said):
        if as_of is None:
            raise ValueError(said)
        return later(as_of, said)
    return read_argument(type, said)


def later(as_of: str, said: str) -> str:
    """Reckon a day that is said from the day that is asked about; a month's end stays within the month.

    >>> later("2018-08-31", "as_of + 6 months")
    '2019-02-28'
    """
    day = datetime.date.fromisoformat(as_of)
    match = _LATER.match(said)
    if not match:
        raise ValueError(said)
    number = int(match[2] or 0) * (-1 if match[1] == "-" else 1)
    if match[3] in (None, "day"):
        return (day + datetime.timedelta(days=number)).isoformat()
    year, month = divmod(day.year * 12 + day.month - 1 + number * (12 if match[3] == "year" else 1), 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last)).isoformat()


def example(type: Type) -> str:
    """Show how a value of a type is written on the command line."""
    return {"date": "2019-03-31", "whole": "3", "number": "2.5", "yes/no": "yes", "list": "'a; b'"}.get(type, "...")


def _read_text(said: object) -> str:
    if not isinstance(said, str) or not said.strip():
        raise ValueError(said)
    return said.strip()


def _read_date(said: object) -> str:
    if isinstance(said, datetime.date) and not isinstance(said, datetime.datetime):
        return said.isoformat()
    text = _read_text(said)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(said)
    return datetime.date.fromisoformat(text).isoformat()


def _read_whole(said: object) -> int:
    if isinstance(said, str) and re.fullmatch(r"[+-]?[0-9]{1,18}", said.strip()):
        return int(said)
    if isinstance(said, int) and not isinstance(said, bool):
        return said
    raise ValueError(said)


def _read_number(said: object) -> float:
    if isinstance(said, bool) or not isinstance(said, str | int | float):
        raise TypeError(said)
    number = float(said)
    if not math.isfinite(number):
        raise ValueError(said)
    return number


def _read_yes_no(said: object) -> bool:
    known = {"yes": True, "true": True, "no": False, "false": False}
    word = str(said).strip().casefold()
    if word not in known:
        raise ValueError(said)
    return known[word]


def _read_list(said: object) -> list[str]:
    parts = said.split(";") if isinstance(said, str) else said
    if not isinstance(parts, list | tuple):
        raise TypeError(said)
    return [_read_text(part) for part in parts]


_READERS: dict[Type, Callable[[object], Any]] = {
    "id": _read_text, "text": _read_text, "date": _read_date, "whole": _read_whole, "number": _read_number,
    "yes/no": _read_yes_no, "list": _read_list,
}  # fmt: skip

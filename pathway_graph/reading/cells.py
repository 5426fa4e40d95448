"""Turn a typed spreadsheet cell into the words that the readers take."""

from __future__ import annotations

import datetime
import re

from .dates import serial_date
from .names import MONTHS

__all__ = ["date_parts", "from_cell"]


def date_parts(number_format: str | None) -> str:
    """Return which of y, m, d and h a cell's number format shows; empty if it is no calendar format.

    >>> date_parts("mmm-yy"), date_parts("dd/mm/yyyy"), date_parts("0.00"), date_parts("[h]:mm")
    ('my', 'dmy', '', 'h')
    """
    if not number_format or number_format.lower() == "general":
        return ""
    # Quoted words, escaped characters, colours and locales say nothing about what is shown.
    shown = re.sub(r'"[^"]*"|\\.|_.|\[(?!h|m|s)[^\]]*\]', "", number_format.split(";")[0].lower())
    shown = shown.replace("am/pm", "")
    time = re.search(r"h|s", shown) is not None
    if time:
        shown = re.sub(r"h+[^a-z]*m+|m+[^a-z]*s+|[hs]+", "", shown)
    parts = "".join(letter for letter in "dmy" if letter in shown)
    return parts + ("h" if time else "")


def _day_words(moment: datetime.datetime | datetime.date, parts: str) -> str:
    """Return a day as precisely as its cell shows it."""
    if "y" in parts and "d" not in parts:
        return f"{MONTHS[moment.month - 1]} {moment.year}" if "m" in parts else str(moment.year)
    if isinstance(moment, datetime.datetime) and (moment.hour or moment.minute):
        return moment.isoformat(timespec="minutes")
    return datetime.date(moment.year, moment.month, moment.day).isoformat()


def _number_words(value: int | float, number_format: str | None) -> str:
    parts = date_parts(number_format)
    day = serial_date(value) if parts.strip("h") else None
    if day is not None:
        return _day_words(day, parts)
    if number_format and number_format.split(";")[0].rstrip().endswith("%"):
        return f"{_plain(value * 100)}%"
    return _plain(value)


def _plain(value: int | float) -> str:
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return f"{value:.10f}".rstrip("0")


def from_cell(value: object, number_format: str | None = None) -> str:
    """Return the words of a cell: what a person would have typed to mean the same.

    A date becomes an ISO date; with a number format that shows no day (`mmm-yy`) the month or the year, so that its
    precision is kept. A number in a calendar format is read as the spreadsheet's serial. Any other number is written
    plainly, so that a bare serial in a column of dates meets `read_date`'s error, which shows the day it would be.
    True and False become yes and no, an empty cell an empty text. Raises TypeError for anything that no cell holds.

    >>> from_cell(datetime.datetime(2009, 10, 1), "mmm-yy"), from_cell(43556.0), from_cell(True)
    ('October 2009', '43556', 'yes')
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return _number_words(value, number_format)
        case datetime.datetime() | datetime.date():
            return _day_words(value, date_parts(number_format))
        case datetime.time():
            return value.isoformat(timespec="minutes")
        case datetime.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        case _:
            raise TypeError(f"a cell holds no {type(value).__name__}")

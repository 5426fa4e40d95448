"""Read dates as people write them: an interval of days with its precision."""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from typing import Any

from .date_ranges import find_interval
from .names import MONTHS, digits
from .periods import Unreadable, add_months, say_day
from .plain import clean, guarded, shorten
from .reading import Reading, failed
from .states import MISSING_WORDS, settled, without_value
from .years import Context

__all__ = ["TERM", "read_date", "serial_date", "term_months", "write_date"]

_HINT = "Write it as 2019-04-30, 30 April 2019, April 2019, Q3 2018/19 or 2018/19."

_OPEN = (
    "ongoing", "on-going", "on going", "continuous", "continuing", "rolling", "open-ended", "open ended", "permanent",
    "indefinite", "no end date", "until further notice", "perpetual", "evergreen",
)  # fmt: skip
_OFTEN = (
    "annual", "yearly", "monthly", "bi-monthly", "bimonthly", "quarterly", "weekly", "fortnightly", "daily", "termly",
    "half-yearly", "biannual", "bi-annual", "every", "each", "twice", "once", "regular",
)  # fmt: skip
_UNDATED = (
    *_OFTEN, "various", "varies", "as required",
    "as needed", "when required", "immediate", "asap", "as soon as", "urgent", "now", "short term", "short-term",
    "medium term", "medium-term", "long term", "long-term", "complete", "done", "achieved", "finished", "delivered",
    "in place", "in progress", "underway", "under way", "started", "not started", "on track", "on hold", "live",
    "closed", "cancelled", "superseded", "delayed", "deferred", "slipped",
)  # fmt: skip


TERM = re.compile(
    r"(?:(?<= )date )?\bfor (?:a (?:period|term) of )?(\d{1,2}|[a-z]+)(?: \(\d{1,2}\))? (year|month)s?\b", re.IGNORECASE
)
"""The length of a term that is stated with its start: 'from 1 April 2025 for 5 years'."""


def term_months(term: re.Match[str]) -> int:
    """Return the length in months that a match of TERM states; 0 if it names no number."""
    number = digits(term[1])
    return int(number) * (12 if term[2].lower() == "year" else 1) if number.isdigit() else 0


def _any_word(text: str, words: tuple[str, ...]) -> bool:
    return re.search(rf"(?<![a-z])(?:{'|'.join(map(re.escape, words))})", text) is not None


def serial_date(number: float) -> datetime.date | None:
    """Return the day that a spreadsheet means by a serial number (1900 system), or None outside 1954 to 2118."""
    return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(number)) if 20_000 <= number < 80_000 else None


def _no_date(words: str, plain: str) -> Reading:
    """Read a text that names no period: open-ended, words that stand for no date, or an error."""
    low = plain.casefold()
    if low.startswith(_OPEN) or (_any_word(low, _OPEN) and not re.search(r"\d", low)):
        return without_value("any", words)
    if low.startswith(_UNDATED) or _any_word(low, MISSING_WORDS):
        return without_value("missing", words)
    quoted = shorten(words)
    figures = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", plain)
    if figures:
        day = serial_date(int(figures[1].replace(",", "")) if len(figures[1]) < 12 else 0)
        if day is not None:
            hint = f"It is the spreadsheet's number for {say_day(day)}: format the cell as a date, or write {day}."
            return failed(words, f"'{quoted}' is a number, not a date", hint)
        digits_alone = re.fullmatch(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?", plain)
        hint = f"Write it as {'-'.join(filter(None, digits_alone.groups()))}." if digits_alone else _HINT
        return failed(words, f"'{quoted}' is a number, not a date", hint)
    if re.search(r"half[- ]?term", low):
        return failed(words, "school terms differ from place to place", "Write the months or the days.")
    if re.search(r"\d", low):
        return failed(words, f"'{quoted}' can't be read as a date", _HINT)
    return failed(words, f"there is no date in '{quoted}'", _HINT)


def _value(earliest: datetime.date | None, latest: datetime.date | None, precision: str) -> dict[str, Any]:
    return {
        "earliest": earliest.isoformat() if earliest else None,
        "latest": latest.isoformat() if latest else None,
        "precision": precision,
    }


@functools.lru_cache(maxsize=8192)
def _read(text: str, context: Context) -> Reading:
    early = settled(text)
    if early is not None:
        return early
    words, plain = text.strip(), _INTERVAL.sub(r"\1 to \2", clean(text))
    term = TERM.search(plain)
    term = term if term and term_months(term) else None
    try:
        found = find_interval(plain.replace(term[0], " ", 1) if term else plain, context)
    except Unreadable as problem:
        if problem.missing:
            return without_value("missing", words, f"'{shorten(words)}' is a placeholder and stands for no date.")
        if "names no year" in problem.error and plain.casefold().startswith(_OFTEN):
            return without_value("missing", words)
        long = re.search(r"\b\d{5,}\b", plain)
        if long and "names no year" in problem.error:
            return failed(words, f"'{long[0]}' is no year", "Correct the year.")
        return failed(words, problem.error, problem.hint or _HINT)
    except (OverflowError, ValueError):
        return failed(words, f"'{shorten(words)}' lies outside the calendar", _HINT)
    if found is None:
        return _no_date(words, plain)
    latest, assumed = found.latest, found.assumed
    if term and found.earliest and (latest is None or found.earliest == latest):
        latest = add_months(found.earliest, term_months(term)) - datetime.timedelta(days=1)
        assumed = (*assumed, f"'{term[0].strip().removeprefix('date ')}' ends on {say_day(latest)}.")
    value = _value(found.earliest, latest, found.precision)
    return Reading("stated", words, value, assumed, found.left_over)


_INTERVAL = re.compile(r"^(\d{4}-\d\d-\d\d) ?/ ?(\d{4}-\d\d-\d\d)$")
"""An ISO 8601 interval."""
_ISO = re.compile(r"((?:19(?!00)|20)\d\d-\d\d-\d\d)(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)?")


def read_date(text: str, *, published: datetime.date | None = None, year_from: int | None = None) -> Reading:
    """Read a date, or a period, as the interval of days that it may fall on.

    Value: `{"earliest": ISO date or None, "latest": ISO date or None, "precision": day, week, month, quarter, season or
    year}`. `earliest` is the first and `latest` the last day, both included; "by" leaves `earliest` None, "from" leaves
    `latest` None. State `any`: open-ended ("ongoing"); `missing`: words that stand for no date ("monthly", "complete").
    `published` is the day of the document, from which "in 18 months" counts and which limits two-digit years;
    `year_from` is the year that a heading gives to dates without one. Words beside the one date are in `left_over`.
    Readings are shared between calls: never change a value.

    >>> read_date("by end of March 2019").value
    {'earliest': None, 'latest': '2019-03-31', 'precision': 'day'}
    """
    if len(text) in (10, 16, 19) and (iso := _ISO.fullmatch(text)):
        try:
            datetime.date.fromisoformat(iso[1])
        except ValueError:
            pass
        else:
            return Reading("stated", text, {"earliest": iso[1], "latest": iso[1], "precision": "day"})
    context = Context(published, year_from)
    return guarded(text, lambda short: _read(short, context))


def _one_period(earliest: datetime.date, latest: datetime.date, precision: str) -> str:
    """Return the name of the period with exactly these days, or an empty text if it has none."""
    year = earliest.year
    last = calendar.monthrange(latest.year, latest.month)[1]
    whole_months = earliest.day == 1 and latest.day == last
    months = (latest.year - year) * 12 + latest.month - earliest.month + 1
    if precision == "day" and earliest == latest:
        return earliest.isoformat()
    if precision == "week" and earliest.weekday() == 0 and (latest - earliest).days in (4, 5, 6):
        ends = (latest - earliest).days < 6
        return f"w/e {say_day(latest)}" if ends else f"w/c {say_day(earliest)}"
    if not whole_months:
        return _part_of_month(earliest, latest, last) if precision == "month" else ""
    if precision == "month" and months == 1:
        return f"{MONTHS[earliest.month - 1]} {year}"
    pair = f"{year}/{(year + 1) % 100:02d}"
    if precision == "season" and months == 3 and earliest.month % 3 == 0:
        name = ("Spring", "Summer", "Autumn", "Winter")[earliest.month // 3 - 1]
        return f"{name} {pair if name == 'Winter' else year}"
    if precision == "quarter" and months == 3 and earliest.month % 3 == 1:
        first = year - (earliest.month == 1)
        return f"Q{(earliest.month // 3 - 1) % 4 + 1} {first}/{(first + 1) % 100:02d}"
    if precision == "year" and months == 12 and earliest.month in (1, 4, 9):
        return {1: str(year), 4: f"FY {pair}", 9: f"academic year {pair}"}[earliest.month]
    return ""


def _part_of_month(earliest: datetime.date, latest: datetime.date, last: int) -> str:
    if (earliest.year, earliest.month) != (latest.year, latest.month):
        return ""
    part = {(1, 10): "early", (11, 20): "mid", (21, last): "late"}.get((earliest.day, latest.day))
    return f"{part} {MONTHS[earliest.month - 1]} {earliest.year}" if part else ""


def write_date(value: dict[str, Any]) -> str:
    """Return a date's value in the words that `read_date` reads back: 'by 31 March 2019' where only `latest` is known.

    An interval that no period names is written by its first and last day, which keeps the days and not the precision.

    >>> write_date({"earliest": "2019-09-01", "latest": "2019-11-30", "precision": "season"})
    'Autumn 2019'
    """
    earliest = datetime.date.fromisoformat(value["earliest"]) if value["earliest"] else None
    latest = datetime.date.fromisoformat(value["latest"]) if value["latest"] else None
    if earliest and latest:
        name = _one_period(earliest, latest, value["precision"])
        return name or f"{say_day(earliest)} to {say_day(latest)}"
    if latest:
        return f"by {say_day(latest)}"
    if earliest:
        return f"from {say_day(earliest)}"
    raise ValueError("a date without either end can't be written")

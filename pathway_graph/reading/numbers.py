"""Read numbers with a unit: days, hours, people, months; exact, or known to lie between two limits."""

from __future__ import annotations

import functools
import re
from typing import Any, Literal

from .names import digits
from .plain import clean, guarded, remark, shorten
from .reading import Reading, failed
from .states import settled, state_of, without_value

__all__ = ["Unit", "read_number", "read_whole", "write_number"]

Unit = Literal["days", "hours", "people", "months", ""]

_IN_HOURS = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 168}
_TO: dict[str, dict[str, float]] = {
    "days": {"day": 1, "week": 7, "hour": 1 / 24},
    "hours": _IN_HOURS,
    "months": {"month": 1, "year": 12},
    "people": {"people": 1, "thousand": 1000, "million": 1_000_000},
    "": {"thousand": 1000, "million": 1_000_000},
}
_NAMES = {
    "minute": "minutes? mins? min", "hour": "hours? hrs? h", "day": "days? d", "week": "weeks? wks? w",
    "month": "months? mths?", "year": "years? yrs?",
    "people": "people persons? patients? adults? children residents? places?",
    "thousand": "k thousand", "million": "m million",
}  # fmt: skip
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?")


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    units = "|".join(f"(?P<{name}{{0}}>{'|'.join(words.split())})" for name, words in _NAMES.items())
    number = r"(?P<n{0}>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,12}}(?:\.\d{{1,6}})?|\?)"
    one = number.format(1) + rf"(?:[ -]?(?P<work1>working )?(?:{units.format(1)})(?![a-z]))?"
    two = number.format(2) + rf"(?:[ -]?(?P<work2>working )?(?:{units.format(2)})(?![a-z]))?"
    bound = (
        r"(?P<bound>over|more than|greater than|above|>=|>|at least|minimum(?: of)?|min\.?|no (?:less|fewer) than|<=|<"
        r"|less than|fewer than|under|below|up to|no more than|not more than|at most|maximum(?: of)?|max\.?|within"
        r"|about|approximately|approx\.?|around|circa|c\.|ca\.|some|between|from|~) ?"
    )
    text = re.compile(
        rf"(?:{bound})?{one}(?: ?(?P<join>-|to|and) ?{two})?(?P<plus> ?\+| or more| or over| or less| or under)?"
        r"(?P<rest>(?:[ ,;(].*)?)",
        re.IGNORECASE,
    )
    return text, re.compile(r"[-+]\d")


_OPEN_LOW = ("over", "more than", "greater than", "above", ">")
_LOW = ("at least", "minimum", "minimum of", "min", "min.", "no less than", "no fewer than", ">=")
_OPEN_HIGH = ("less than", "fewer than", "under", "below", "<")
_HIGH = ("up to", "no more than", "not more than", "at most", "maximum", "maximum of", "max", "max.", "<=")
_ABOUT = ("about", "approximately", "approx", "approx.", "around", "circa", "c.", "ca.", "some", "~")


def _tidy(number: float) -> int | float:
    """Return a whole number as one, any other rounded to six decimals."""
    rounded = round(number, 6)
    return int(rounded) if float(rounded).is_integer() else rounded


def _between(
    low: float | None, high: float | None, *, low_open: bool = False, high_open: bool = False
) -> dict[str, Any]:
    return {
        "low": None if low is None else _tidy(low),
        "low_open": low_open,
        "high": None if high is None else _tidy(high),
        "high_open": high_open,
    }


def _unit_named(match: re.Match[str], index: int) -> str:
    return next((name for name in _NAMES if match[f"{name}{index}"]), "")


def _month_days(months: int) -> tuple[int, int]:
    """Return the fewest and the most days that so many months in a row can have."""
    years, rest = divmod(months, 12)
    spans = [
        sum((31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[(first + step) % 12] for step in range(rest))
        for first in range(12)
        for february in (28, 29)
    ]
    return years * 365 + years // 4 + min(spans), years * 365 + -(-years // 4) + max(spans)


def _amount(text: str, named: str, working: bool, unit: Unit) -> tuple[float, float, str] | str:
    """Return the least and the most that a number with its unit means, with what was assumed; or what is wrong."""
    number = float(text.replace(",", ""))
    factors = _TO[unit]
    if working and named == "day" and unit == "days":
        weeks, days = divmod(int(number), 5)
        low, high = weeks * 7 + days, weeks * 7 + (days + 2 if days else 0)
        return (
            low,
            high,
            f"{text} working days are {low}{f' to {high}' if high > low else ''} days; bank holidays are not counted.",
        )
    if named in ("month", "year") and unit == "days":
        if not number.is_integer() or number > 1200:
            return f"'{text}' {named}s can't be turned into days"
        low, high = _month_days(int(number) * (12 if named == "year" else 1))
        return low, high, f"{text} {named}{'s' if number != 1 else ''} are {low} to {high} days."
    if not named:
        return number, number, ""
    if named not in factors:
        return f"{named}s can't be turned into {unit or 'a number'}"
    total = _tidy(number * factors[named])
    plural = "" if number == 1 else "s"
    said = (
        f"{text} {named}{plural} is read as {total} {unit}."
        if factors[named] != 1 and unit not in ("people", "")
        else ""
    )
    return total, total, said


def _limits(low: float, high: float, bound: str, plus: str, joined: bool) -> Any:
    """Return a plain number, or the limits that the words around it set."""
    if bound in _OPEN_LOW:
        return _between(high if high > low else low, None, low_open=True)
    if bound in _LOW or plus in ("+", "or more", "or over"):
        return _between(low, None)
    if bound in _OPEN_HIGH:
        return _between(None, high, high_open=True)
    if bound in _HIGH or plus in ("or less", "or under"):
        return _between(None, high)
    return _between(low, high) if joined or low != high else _tidy(low)


def _hint(unit: Unit) -> str:
    return (
        f"Write a number of {unit}: 28, 2-4, over 1, up to 6." if unit else "Write a number: 28, 2-4, over 1, up to 6."
    )


def _number(words: str, plain: str, unit: Unit) -> Reading:
    pattern, signed = _patterns()
    if _ISO_DAY.fullmatch(plain):
        hint = "Spreadsheets turn 2-4 into a date: format the cell as text and write it again."
        return failed(words, f"'{shorten(words)}' is a date, not a number", hint)
    if signed.match(plain):
        return failed(words, f"'{shorten(words)}' has a sign; this number is never below 0", _hint(unit))
    match = pattern.fullmatch(digits(plain.replace("\n", " ")))
    if match is None or (match["n1"] == "?" and not match["join"]):
        return failed(words, f"'{shorten(words)}' can't be read as a number", _hint(unit))
    first, second = _unit_named(match, 1), _unit_named(match, 2) if match["n2"] else ""
    bound = (match["bound"] or "").lower()
    left_over = tuple(filter(None, [remark(match["rest"])]))
    if match["join"] and "?" in (match["n1"], match["n2"]):
        return _half_known(words, match, first or second, unit, left_over)
    one = _amount(match["n1"], first or second, bool(match["work1"] or (not first and match["work2"])), unit)
    two = _amount(match["n2"], second or first, bool(match["work2"]), unit) if match["join"] else one
    if isinstance(one, str) or isinstance(two, str):
        return failed(words, one if isinstance(one, str) else str(two), _hint(unit))
    if two[1] < one[0]:
        return failed(words, f"'{shorten(words)}' runs backwards", "Write the smaller number first.")
    value = _limits(one[0], two[1], bound, (match["plus"] or "").strip().lower(), bool(match["join"]))
    assumed = [said for said in dict.fromkeys([one[2], two[2]]) if said]
    if bound in _ABOUT:
        assumed.append(f"'{shorten(words)}' is read as the number itself.")
    elif bound == "within" and not isinstance(value, dict):
        assumed.append(f"'{shorten(words)}' is read as the limit itself.")
    return Reading("half" if isinstance(value, dict) else "stated", words, value, tuple(assumed), left_over)


def _half_known(words: str, match: re.Match[str], named: str, unit: Unit, left_over: tuple[str, ...]) -> Reading:
    """Read `?-4` and `4-?`."""
    known = match["n2"] if match["n1"] == "?" else match["n1"]
    if known == "?":
        return failed(words, f"'{shorten(words)}' states no number", _hint(unit))
    amount = _amount(known, named, bool(match["work1"] or match["work2"]), unit)
    if isinstance(amount, str):
        return failed(words, amount, _hint(unit))
    value = _between(None, amount[1]) if match["n1"] == "?" else _between(amount[0], None)
    return Reading("half", words, value, tuple(filter(None, [amount[2]])), left_over)


@functools.lru_cache(maxsize=8192)
def _read(text: str, unit: Unit) -> Reading:
    if not text.lstrip().startswith("?") or not text.strip("? "):
        early = settled(text)
        if early is not None:
            return early
        if state_of(text) == "any":
            return without_value("any", text)
    # A space may set off thousands: 1 200; any other figures after a number are no remark on it.
    plain = re.sub(r"(?<![\d.,])(\d{1,3})((?: \d{3})+)(?![\d.,])", lambda m: m[0].replace(" ", ""), clean(text))
    reading = _number(text.strip(), plain, unit)
    if reading.ok and any(part[0].isdigit() for part in reading.left_over):
        return failed(reading.words, f"'{shorten(text)}' gives more than one number", _hint(unit))
    return reading


def read_number(text: str, unit: Unit = "") -> Reading:
    """Read a number of days, hours, people or months; other units are turned into that one.

    Value: a plain number when it is exact, else (state `half`) `{"low", "low_open", "high", "high_open"}`, where None
    is no limit and open means that the limit itself is left out: `over 1` is low 1, open. A remark beside it is in
    `left_over`.

    >>> read_number("4 weeks", "days").value, read_number("over 1", "hours").value["low_open"]
    (28, True)
    """
    plain = text.strip()
    if plain.isascii() and plain.isdigit() and len(plain) < 13:
        return Reading("stated", plain, int(plain))
    return guarded(text, lambda short: _read(short, unit))


def read_whole(text: str, unit: Unit = "") -> Reading:
    """Read a number that has to be exact and whole; the value is an int."""
    reading = read_number(text, unit)
    if not reading.ok or reading.state not in ("stated", "half") or isinstance(reading.value, int):
        return reading
    return failed(reading.words, f"'{shorten(reading.words)}' is no exact whole number", "Write one whole number: 28.")


def write_number(value: int | float | dict[str, Any]) -> str:
    """Return a number, or its limits, in the words that `read_number` reads back in the same unit.

    >>> write_number({"low": 1, "low_open": True, "high": None, "high_open": False})
    'over 1'
    """
    if not isinstance(value, dict):
        return _plain(value)
    low, high = value["low"], value["high"]
    if low is not None and high is not None:
        return f"{_plain(low)}-{_plain(high)}"
    if low is not None:
        return f"{'over' if value['low_open'] else 'at least'} {_plain(low)}"
    if high is None:
        raise ValueError("a number without either limit can't be written")
    return f"{'less than' if value['high_open'] else 'up to'} {_plain(high)}"


def _plain(number: int | float) -> str:
    return str(number) if isinstance(number, int) else f"{number:.6f}".rstrip("0").rstrip(".")

"""Read sums of money in pounds, and budgets: a list of sums with their periods and funders."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from typing import Any

from .dates import read_date
from .plain import clean, guarded, remark, shorten
from .reading import Reading, failed
from .states import settled

__all__ = ["read_budget", "read_money", "write_budget", "write_money"]

_HINT = "Write pounds: £73,540, 860k, £8.2m."
_BESIDE = re.compile(
    r"(?:p\.?a|per|a year|annual|c\.?$|circa|approx|about|total|estimat|(?:non-)?recurr|inc|exc|plus)", re.I
)
_PART = re.compile(
    r"\b(?:per|a|each|every) (?:month|week|day|quarter|hour|head|person|patient|session|bed(?:[- ]day)?)\b"
    r"|\b(?:pcm|monthly|weekly|quarterly)\b",
    re.I,
)
"""What makes a sum one of many: no reader multiplies."""
_YEARLY = re.compile(r"\b(?:per annum|per year|a year|p\.?a\b\.?|annual(?:ly)?|(?:non-)?recurr(?:ent|ing))", re.I)
_SCALES = {"k": 1000, "m": 1_000_000, "b": 1_000_000_000, "t": 1000}


@functools.cache
def _amount() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w.,/-])(?P<sign>-? ?(?:£|gbp) ?-?)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,12}(?:\.\d{1,6})?)"
        r"(?: ?(?P<scale>k|m|mn|mil|mill|bn|million|thousand|billion)(?![a-z]))?(?![\d,]*\d)"
        r"(?!(?!pa\b|gbp)[a-z])(?: ?(?P<after>gbp"
        r"|pounds)(?![a-z]))?",
        re.IGNORECASE,
    )


def _pounds(match: re.Match[str]) -> int | float:
    """Return the pounds of a match: an int where they are whole, else rounded to pence."""
    scale = match["scale"]
    pounds = Decimal(match["number"].replace(",", "")) * (_SCALES[scale[0].lower()] if scale else 1)
    return int(pounds) if pounds == pounds.to_integral_value() else float(round(pounds, 2))


def _has_sign(match: re.Match[str]) -> bool:
    return bool(match["sign"] or match["after"])


_OTHER_CURRENCY = re.compile(r"[$€¥]|\b(?:usd|eur|euros?|dollars?)\b", re.IGNORECASE)
_IN_POUNDS = "Write the sum in pounds; put the other currency in the note."


@functools.lru_cache(maxsize=8192)
def _read(text: str) -> Reading:
    early = settled(text)
    if early is not None:
        return early
    words, plain = text.strip(), clean(text)
    quoted = shorten(words)
    if _OTHER_CURRENCY.search(plain):
        return failed(words, f"'{quoted}' is not in pounds", _IN_POUNDS)
    if part := _PART.search(plain):
        return failed(words, f"'{quoted}' is a sum {part[0].lower()}", "Write the sum for the whole year or term.")
    found = list(_amount().finditer(plain))
    if re.search(r"^\(.*\d\)$|(?:^|£ ?)-", plain):
        return failed(words, f"'{quoted}' is below 0", _HINT)
    if len(found) > 1:
        return failed(words, f"'{quoted}' names {len(found)} sums", "Write one sum here; a budget takes several.")
    if not found:
        return failed(words, f"'{quoted}' can't be read as a sum of money", _HINT)
    match = found[0]
    left_over = [part for part in (remark(plain[: match.start()]), remark(plain[match.end() :])) if part]
    if any(re.search(r"\d", part) for part in left_over):
        return failed(words, f"'{quoted}' can't be read as one sum of money", _HINT)
    unexplained = [part for part in left_over if not _BESIDE.match(part)]
    if unexplained and not _has_sign(match):
        return failed(words, f"'{quoted}' has no pound sign and may be no money", _HINT)
    said = () if _has_sign(match) else (f"'{quoted}' has no sign and is read as pounds.",)
    return Reading("stated", words, _pounds(match), said, tuple(left_over))


def read_money(text: str) -> Reading:
    """Read one sum of money; the value is a number of pounds (GBP).

    >>> read_money("£8.2m").value, read_money("860k").assumed
    (8200000, ("'860k' has no sign and is read as pounds.",))
    """
    plain = text.strip()
    if plain.isascii() and plain.isdigit() and len(plain) < 13:
        return Reading("stated", plain, int(plain), (f"'{plain}' has no sign and is read as pounds.",))
    return guarded(text, _read)


@functools.cache
def _period() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w£/.,-])(?:(?:fy ?|q[1-4] )?(?:20|19)?\d{2} ?/ ?(?:20)?\d{1,2}|(?:20|19)\d{2}-\d{2,4}"
        r"|q[1-4] (?:20)?\d{2}/\d{2}"
        r"|(?:20|19)\d{2})(?![\w/]|[.,]\d)",
        re.IGNORECASE,
    )


def _parts(plain: str) -> list[tuple[str, bool]]:
    """Split a budget where a new sum begins, and say of each part whether it goes on with the period before it."""
    parts: list[tuple[str, bool]] = []
    pieces = re.split(r"( ?[;\n+] ?|, (?!\d{3}\b)| and (?=£)|(?<=\w) & (?=£))", plain)
    for piece, separator in zip(pieces[::2], ["", *pieces[1::2]], strict=True):
        if parts and piece and not _amount().search(_period().sub(" ", piece)) and not _period().search(piece):
            parts[-1] = (f"{parts[-1][0]}, {piece}", parts[-1][1])
        elif piece:
            parts.append((piece, separator.strip() in ("+", "and", "&")))
    return parts


def _line(part: str, carried: str) -> dict[str, Any] | str:
    """Return one line of a budget, or what is wrong with it."""
    period = _period().search(part)
    rest = part[: period.start()] + " | " + part[period.end() :] if period else part
    sums = list(_amount().finditer(rest))
    if len(sums) != 1:
        return f"'{shorten(part)}' names {len(sums) or 'no'} sums" if sums else f"'{shorten(part)}' names no sum"
    if period:
        reading = read_date(period[0])
        if not reading.ok:
            return f"the period '{period[0]}': {reading.error}. {reading.hint}"
    rest = _YEARLY.sub(lambda match: " " * len(match[0]), rest)
    words = remark(" ".join((rest[: sums[0].start()] + " " + rest[sums[0].end() :]).replace("|", " ").split()))
    funder = remark(re.sub(r"^(?:in|for|from)(?: |$)|[-:() ]+$|^[-:() ]+", "", words))
    return {"gbp": _pounds(sums[0]), "period": period[0] if period else carried or None, "funder": funder or None}


@functools.lru_cache(maxsize=2048)
def _read_budget(text: str) -> Reading:
    early = settled(text)
    if early is not None:
        return early
    words, plain = text.strip(), clean(text)
    if _OTHER_CURRENCY.search(plain):
        return failed(words, f"'{shorten(words)}' is not in pounds", _IN_POUNDS)
    lines: list[dict[str, Any]] = []
    said: list[str] = []
    left_over: list[str] = []
    carried = ""
    for part, goes_on in _parts(plain):
        heading = _period().fullmatch(part.strip(" :-"))
        if heading:
            carried = heading[0]
            continue
        before = lines[-1]["period"] if goes_on and lines else None
        line = _line(part, before or carried)
        if isinstance(line, str):
            if not re.search(r"[£\d]", _period().sub("", part)):
                left_over.append(remark(part))
                continue
            return failed(words, line, "Write 2009/10 - £300,000; 2010/11 - £750,000, with the funder after the sum.")
        lines.append(line)
        left_over += [match[0] for match in _YEARLY.finditer(part)]
        if not re.search("£|gbp", part, re.IGNORECASE):
            said.append(f"'{shorten(part)}' has no sign and is read as pounds.")
    if not lines:
        return failed(words, f"'{shorten(words)}' names no sum", "Write 2009/10 - £300,000; 2010/11 - £750,000.")
    return Reading("stated", words, lines, tuple(said), tuple(left_over))


def read_budget(text: str) -> Reading:
    """Read a budget: a list of `{"gbp": number, "period": words or None, "funder": words or None}`; never summed.

    >>> read_budget("£2.6m ACS + 2.6m PCT").value[1]
    {'gbp': 2600000, 'period': None, 'funder': 'PCT'}
    """
    return guarded(text, _read_budget)


def write_money(pounds: int | float) -> str:
    """Return pounds in the words that `read_money` reads back.

    >>> write_money(73540)
    '£73,540'
    """
    return f"£{pounds:,}" if isinstance(pounds, int) else f"£{pounds:,.2f}"


def write_budget(lines: list[dict[str, Any]]) -> str:
    """Return a budget in the words that `read_budget` reads back."""
    parts = []
    for line in lines:
        period = f"{line['period']} - " if line["period"] else ""
        parts.append(f"{period}{write_money(line['gbp'])} {line['funder'] or ''}".strip())
    return "; ".join(parts)

"""Read the term of a contract: when it starts, when it can first end, and how far it can be extended."""

from __future__ import annotations

import datetime
import functools
import re

from .dates import TERM, read_date
from .names import digits
from .periods import add_months, say_day
from .plain import clean, guarded, shorten
from .reading import Reading, failed
from .states import settled

__all__ = ["read_term"]

_HINT = "Write 1 April 2018 - 31 March 2021 (+1+1), or from 1 April 2018 for 3 years."
_ONE_DAY = datetime.timedelta(days=1)


@functools.cache
def _options() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns for options to extend: in figures (+1+1), and in words."""
    figures = re.compile(
        r"\(? ?(?P<steps>(?:\+ ?\d{1,2}(?: ?(?:years?|yrs?|months?|mths?|m|y))? ?){1,6})(?:years?"
        r"|yrs?)?(?: options?)?\)?",
        re.I,
    )
    number = r"(?P<number>\d{1,2})(?: ?\(\d{1,2}\))?"
    words = re.compile(
        r"(?:,? ?(?:with|plus|and|\+|including))?[^;.\d]{0,80}?"
        rf"(?:(?P<times>\d{{1,2}})(?: ?\(\d{{1,2}}\))?(?: x | lots of | further "
        rf"|,? )(?:periods of )?)?{number}[ -]?(?P<unit>year|month)s?"
        r"(?:[^;.\d]{0,30}?\b(?:extensions?|options?|if extended)\b)?(?:\W|$)",
        re.IGNORECASE,
    )
    return figures, words


_EXTENDS = re.compile(r"\b(?:exten(?:d|sion)|option|plus|further|additional|potential)", re.IGNORECASE)


def _take_options(text: str) -> tuple[str, int]:
    """Return the text without its options to extend, and the months of all of them together."""
    figures, words = _options()
    match = figures.search(text)
    if match:
        months = 0
        for number, unit in re.findall(r"\+ ?(\d{1,2})(?: ?([ym]))?", match["steps"], re.IGNORECASE):
            months += int(number) * (1 if unit.lower() == "m" else 12)
        return f"{text[: match.start()]} {text[match.end() :]}", months
    begins = _EXTENDS.search(text)
    if begins is None:
        return text, 0
    option = words.search(text, begins.start())
    if option is None:
        return text, 0
    length = int(option["number"]) * (12 if option["unit"].lower() == "year" else 1)
    before = text[: begins.start()]
    before = re.sub(r"[,;(]? ?(?:and |with |plus |\+ )*(?:the |an |a )*$", "", before, flags=re.IGNORECASE)
    return f"{before} {text[option.end() :]}", length * int(option["times"] or 1)


_LENGTHS = re.compile(
    r"(?<![\d/.+-])(\d{1,2}) ?((?:\+ ?\d{1,2} ?)+)(?:years?|yrs?)?(?= ?(?:from|starting|commencing))", re.I
)
_REPEATED = re.compile(r"(\d) ?x ?(\d{1,2})[ -]?(year|month|yr|mth)s?", re.I)
_ENDS = re.compile(
    r"^(?:contract |it )?(?:ends?|ending|expires?|expiring|expiry)(?: on| date)?:? (?=\d|[a-z]+ \d)", re.I
)


def _signs(plain: str) -> str:
    """Return a term with its options written as +1+1, however they stand: 3+1+1 from, (1+1), plus 1 plus 1, 2 x 1 year.

    A first number in brackets that is the length of the term itself stays no option: 1.4.18 - 31.3.21 (3+1+1).
    """
    plain = _ENDS.sub("until ", plain)
    plain = _LENGTHS.sub(lambda match: f"{match[1]} years {match[2]}", plain)
    if match := re.match(r"(\d{1,2} years) ((?:\+ ?\d{1,2} ?)+)(.*)$", plain):
        plain = f"{match[1]} {match[3].strip()} ({match[2].strip()})"
    plain = re.sub(r"(?:\bplus \d{1,2}(?: |$|(?=\)))){2,}", lambda match: match[0].replace("plus ", "+"), plain)
    if not _EXTENDS.search(plain):
        plain = _REPEATED.sub(lambda match: f"+{match[2]} {match[3]}s " * int(match[1]), plain)
    return re.sub(r"\((\d{1,2}) ?(?=\+ ?\d)", r"(+\1 ", plain)


def _extend(ends: str, months: int) -> str:
    """Return the last day after so many months more; the end of a month stays one."""
    return (add_months(datetime.date.fromisoformat(ends) + _ONE_DAY, months) - _ONE_DAY).isoformat()


def _term(text: str, published: datetime.date | None, year_from: int | None) -> Reading:
    early = settled(text)
    if early is not None:
        return early
    words, plain = text.strip(), _signs(digits(clean(text)))
    rest, options = _take_options(plain)
    base = re.search(
        r"(?<![\d/])(\d{1,2})(?: ?\(\d{1,2}\))? (year|month)s?(?: contract| term)? (?=from|starting|commencing)", rest
    )
    if base and not TERM.search(rest):
        rest = f"{rest[: base.start()]} {rest[base.end() :]} for {base[1]} {base[2]}s"
    dates = read_date(rest, published=published, year_from=year_from)
    if not dates.ok or dates.state == "missing":
        if TERM.search(f"for {rest}") or re.search(r"\d+ (?:\(\d+\) )?(?:year|month)", rest):
            return failed(words, f"'{shorten(words)}' gives a length and no start", _HINT)
        return failed(words, dates.error, dates.hint or _HINT) if not dates.ok else dates
    if dates.state != "stated":
        return dates
    term = TERM.search(rest)
    value = dates.value
    starts, ends = value["earliest"], value["latest"]
    if term is None and starts is not None and value["precision"] in ("day", "month") and starts == ends:
        ends = None
    if starts and ends and (first := re.search(r"\((\d{1,2}) ?\+ ?\d", words)):
        length = int(first[1]) * 12
        own = add_months(datetime.date.fromisoformat(starts), length) - _ONE_DAY
        options -= length if own.isoformat() == ends else 0
    extend_to = _extend(ends, options) if ends and options else None
    assumed = list(dates.assumed)
    if extend_to:
        day = say_day(datetime.date.fromisoformat(extend_to))
        assumed.append(f"With all options taken ({options} months) it ends on {day}.")
    elif options:
        assumed.append(f"It can be extended by {options} months, but its end is not stated.")
    return Reading(
        "stated", words, {"starts": starts, "ends": ends, "extend_to": extend_to}, tuple(assumed), dates.left_over
    )


def read_term(text: str, *, published: datetime.date | None = None, year_from: int | None = None) -> Reading:
    """Read the term of a contract.

    Value: `{"starts", "ends", "extend_to"}`, ISO dates or None: `ends` is the last day if no option is taken,
    `extend_to` the last day if all are (None: none is stated). A single day is read as the start. State `any` for a
    term without an end. `published` and `year_from` as in `read_date`.

    >>> read_term("1.4.18 - 31.3.21 (+1+1)").value
    {'starts': '2018-04-01', 'ends': '2021-03-31', 'extend_to': '2023-03-31'}
    """
    return guarded(text, lambda short: _term(short, published, year_from))

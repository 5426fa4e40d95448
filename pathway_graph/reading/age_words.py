"""Find ages, and the words that bound them, in a text."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator
from typing import Literal

from .names import digits
from .periods import Unreadable

__all__ = ["Age", "Token", "tokens"]

Kind = Literal[
    "age", "under", "over", "plus", "and under", "to", "between", "and", "at most", "at least", "below", "above",
    "inclusive", "exclusive", "no upper", "no lower", "condition", "people", "any", "open", "close", "stop", "unknown",
    "noise", "word", "school",
]  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Age:
    """An age as written, in months: `years` is the whole number of years, or None; `birthday` if it says so."""

    months: int
    years: int | None
    unit: str = ""
    birthday: bool = False
    rounded: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """One piece of a text about ages, with the age if it is one."""

    kind: Kind
    start: int
    end: int
    text: str
    age: Age | None = None


_SOURCES: tuple[tuple[str, Kind], ...] = (
    (
        r"key stage \d|ks ?\d|(?:school )?years? (?:groups? )?\d+(?: ?(?:-|to"
        r"|and) ?(?:year )?\d+)?(?! ?years)|grades? \d+",
        "school",
    ),
    (
        r"no (?:upper )?(?:age )?(?:limits?|restrictions?)(?![a-z])|no upper age|no max(?:imum)?(?: age)?"
        r"|max(?:imum)?[_ ]age null",
        "no upper",
    ),
    (r"no (?:lower|min(?:imum)?) (?:age )?(?:limit)?|min(?:imum)?[_ ]age null", "no lower"),
    (
        r"(?:people |adults |children |patients |individuals )?(?:of )?(?:all|any) ages?(?![a-z])|any age|ageless",
        "any",
    ),
    (r"inclusive|incl\.?(?![a-z])", "inclusive"),
    (r"exclusive", "exclusive"),
    (r"(?:up )?to,? but (?:not including|excluding)(?: the)?(?: age)?(?: of)?", "under"),
    (r"no(?:t any)?[- ]?(?:1|body)?(?: who is)? (?:under|younger than|below)(?! ?limit)", "at least"),
    (r"no[- ]?(?:1|body)(?: who is)? (?:over|older than|above)", "to"),
    (
        r"(?:up )?to(?: and including)(?: the)?(?: age)?(?: of)?|<=|no older than|not older than|at most"
        r"|max(?:imum)?(?:[ _]age)?",
        "at most",
    ),
    (
        r">=|at least|min(?:imum)?(?:[ _]age)?(?: of)?|no younger than|not under|aged? from"
        r"|from(?: the| their)?(?: age)?(?: of)?|since",
        "at least",
    ),
    (r"(?:and|or|&|/) ?(?:under|below|younger|less)(?![a-z]|[- ]?\d)", "and under"),
    (
        r"\+|(?:plus|years? plus)(?![a-z])"
        r"|(?:and|or|&) ?(?:over|above|older|upwards?|up(?! to)|more)(?![a-z]|[- ]?\d| people| adults)"
        r"|upwards?(?![a-z])"
        r"|onwards?(?![a-z])|(?:years? )?(?:over|older)(?= *$)",
        "plus",
    ),
    (
        r"(?:but )?(?:under|younger than|less than|below|before(?: the"
        r"| their)?)(?: the)?(?: age)?(?: of)?(?![a-z])[- ]?",
        "under",
    ),
    (r"<", "under"),
    (r">", "above"),
    (r"(?:over|older than|above|more than)(?: the)?(?: age)?(?: of)?(?![a-z])[- ]?", "over"),
    (r"between(?: the)?(?: ages?)?(?: of)?(?![a-z])", "between"),
    (
        r"(?:and )?up ?to(?: the| their)?(?: age)?(?: of)?(?![a-z])|(?:to|until|till|through)(?: the"
        r"| their| they are| they turn| they reach| reaching)?(?: age)?(?: of)?(?![a-z])|-",
        "to",
    ),
    (
        r"for (?:(?:those|people|young people|children|adults|patients) )?(?:with|who|in|send?|ehcps?|care leavers"
        r"|leaving care|looked[- ]after)(?![a-z])"
        r"|(?:with|without|if|in|where|unless|depending|who|when|for those|subject|except|only if)(?![a-z])",
        "condition",
    ),
    (r"(?:and|or)(?![a-z])|[&/,]", "and"),
    (r"[;\n]", "stop"),
    (r"[(\[]", "open"),
    (r"[)\]]", "close"),
    (r"\?", "unknown"),
    (
        r"adults? of working[- ]age"
        r"|(?:working[- ]age|older|elderly|young|younger) (?:adults?|people|persons?)|working[- ]age|adults?"
        r"|children"
        r"|child(?![a-z])|older people|all(?![a-z])|everyone|young people|teenagers?|adolescents?|babies"
        r"|infants?|pensioners?",
        "people",
    ),
    (
        r"(?:aged?|ages|years?|yrs?|y\.?o\.?|olds?|old|of|the|their|is|are|a|an|people|persons?|those"
        r"|patients|is|group|range"
        r"|service|users|null)(?![a-z])[:]?|['s]+(?![a-z])|[.:]",
        "noise",
    ),
)
"""The patterns of an age's words, the more specific first."""


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], Kind], ...]:
    """Compile the patterns when they are first needed."""
    return tuple((re.compile(source, re.IGNORECASE), kind) for source, kind in _SOURCES)


_UNITS = {"y": "years", "m": "months", "w": "weeks", "d": "days"}


@functools.cache
def _age() -> re.Pattern[str]:
    unit = r"(?:y/?o|years?|yrs?|y|months?|mths?|mos?|m|weeks?|wks?|w|days?)(?![a-z])"
    return re.compile(
        rf"(?P<number>\d{{1,4}}(?:\.\d{{1,2}})?)(?P<birthday>(?:st|nd|rd|th) birthdays?)?"
        rf"(?: ?-?(?P<unit>{unit}|y(?=\d)))?(?: ?(?:and )?(?P<more>\d{{1,2}}) ?(?:months?|mths?|mos?|m)(?![a-z]))?"
        r"(?:'?s(?![a-z]))?(?![\d]|\.\d|[a-z])(?: ?-?(?:years?|yrs?)?-?(?: |-)?(?:olds?|of age))?",
        re.IGNORECASE,
    )


def _read_age(match: re.Match[str]) -> Age:
    """Return the age of a match in months; weeks and days are rounded down."""
    number = float(match["number"])
    unit = _UNITS[(match["unit"] or "y")[0].lower()]
    more = int(match["more"] or 0)
    if more > 11:
        raise Unreadable(f"'{match[0]}': a year has 12 months", "Write the age as 17y6m.")
    factor = {"years": 12.0, "months": 1.0, "weeks": 12 / 52.18, "days": 12 / 365.25}[unit]
    months = round(number * 12, 6) if unit == "years" else number * factor
    whole = int(number) if unit == "years" and number.is_integer() and not match["more"] else None
    if months > 150 * 12:
        raise Unreadable(f"nobody is '{match[0].strip()}' old", "Correct the age.")
    rounded = unit in ("weeks", "days") or not (months.is_integer())
    return Age(int(months) + more, whole, match["unit"] or "", bool(match["birthday"]), rounded)


def _figures(text: str) -> str:
    """Return the text with number words, halves and 'birth' in figures."""
    plain = digits(text)
    plain = re.sub(r"(\d) ?(?:\u00bd|(?:and )?a half|1/2(?!\d))", r"\1.5", plain, flags=re.IGNORECASE)
    return re.sub(r"(?<![a-z-])(?:birth|newborn)(?! ?day)(?![a-z])", "0", plain, flags=re.IGNORECASE)


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of a cleaned text in their order, numbers in words as figures."""
    plain = _figures(text)
    position = 0
    word = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d[\d.,]*[a-z]*|\S", re.IGNORECASE)
    while position < len(plain):
        if plain[position] == " ":
            position += 1
            continue
        token = _token(plain, position, word)
        yield token
        position = token.end


def _token(plain: str, position: int, word: re.Pattern[str]) -> Token:
    if plain[position].isdigit():
        match = _age().match(plain, position)
        if match is not None:
            return Token("age", position, match.end(), match[0].strip(), _read_age(match))
    for pattern, kind in _patterns():
        match = pattern.match(plain, position)
        if match is not None:
            return Token(kind, position, match.end(), match[0].strip())
    match = word.match(plain, position)
    end = match.end() if match else position + 1
    return Token("word", position, end, plain[position:end])

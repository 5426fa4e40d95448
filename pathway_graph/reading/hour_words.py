"""Find the days, times and bounding words in a text about opening hours."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator
from typing import Literal

from .clock import Clock, clock_at
from .names import MONTH, WEEKDAY, WEEKDAYS, weekday_number
from .periods import Unreadable

__all__ = ["Kind", "Token", "tokens"]

Kind = Literal[
    "days", "time", "whole", "all day",
    "join", "and", "stop", "except", "closed", "some", "monthly", "holidays", "year round",
    "include", "from", "between", "until", "onwards", "lasting", "part", "open", "close", "noise", "word",
]  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """One piece of a text about hours; `days` 0 (Monday) to 6, `minutes` of a stated length of time."""

    kind: Kind
    start: int
    end: int
    text: str
    days: tuple[int, ...] = ()
    clock: Clock | None = None
    minutes: int = 0


_ALL = tuple(range(7))
_LETTERS = {"m": 0, "w": 2, "f": 4}
_NTH = r"(?:1st|2nd|3rd|4th|5th|first|second|third|fourth|fifth|last)"
_MONTH = MONTH.replace("may", "may(?! not| be)")
_EVERY_DAY = (
    r"(?:every|each|all) (?:day|night)s?|everyday|daily|nightly|every single day|(?:7|seven) (?:days|nights)"
    r"(?:[ -](?:a|per|each|/)?[ -]?week)?|7/7|all week"
)


_SOURCES: tuple[tuple[str, Kind], ...] = (
    (r"(?:\d{3,} days(?: (?:a|per|of the|each) year)?|all year(?: round)?)(?![a-z])", "year round"),
    (r"24 ?(?:/|x|-) ?7(?: ?/ ?365)?(?!\d)|(?:24|twenty[- ]?four)[- ]?seven", "whole"),
    (
        r"(?:with)?in \d+(?:\.\d+)?(?:[- ]?\d+)?[- ]?(?:working )?(?:h(?:ou)?rs?|minutes?|mins?|days?"
        r"|weeks?)(?![a-z])",
        "word",
    ),
    (r"all[- ]day(?![a-z])", "all day"),
    (
        r"(?:24|twenty[- ]?four)[- ]?(?:h(?:ou)?rs?|h)(?:[- /](?:(?:a|per|each|every)[- /])?days?|/day)?(?![a-z])"
        r"|round the clock|around the clock",
        "whole",
    ),
    (
        r"(?:runs? for|lasts?|lasting|for) (?P<number>\d+(?:\.5)?|an|a|one|two|three|four|five|six|half an)"
        r"[- ]?(?P<unit>h(?:ou)?rs?|minutes?|mins?)(?![a-z])",
        "lasting",
    ),
    (
        r"(?:between )?\d+(?:\.\d+)?(?: ?(?:-|to|and) ?\d+(?:\.\d+)?)? ?(?:hours?|hrs?|minutes?|mins?)"
        r" (?:a|per|each) (?:week|day|month)(?![a-z])"
        r"|(?<!-)(?<!- )(?<!to )\d{1,2}(?:\.\d+)?[- ](?:hours?|hrs?|minutes?|mins?)(?![a-z])|\d{5,}[\d ]*",
        "word",
    ),
    (rf"(?:{_EVERY_DAY})(?![a-z])", "days"),
    (r"(?:mondays? to sundays? inclusive)(?![a-z])", "days"),
    (r"(?:(?:every|each) )?(?:weekdays?|week[ -]days?|working[ -]days?|weekends?|week[ -]ends?)(?![a-z])", "days"),
    (rf"{WEEKDAY.replace('(?![a-z])', '')}s?(?![a-z'])\.?", "days"),
    (
        rf"(?:of )?(?:the|every|each) month(?![a-z])|monthly|once a month|every {_NTH} (?:week )?of the month",
        "monthly",
    ),
    (
        rf"(?:every|each|the)? ?{_NTH}(?: ?(?:,|and|&|/) ?{_NTH})*(?= {WEEKDAY.replace('(?![a-z])', '')})"
        rf"|every {_NTH} week|every (?:two|three|four|2|3|4) weeks",
        "some",
    ),
    (
        r"(?:fortnightly|bi-?weekly|alternat(?:e|ing)(?: weeks)?|every other(?: week)?|weeks? \d(?: ?(?:and|&"
        r"|,) ?\d)*|"
        r"(?:in |during |outside )?(?:school )?term[- ]?times?(?: only)?"
        r"|(?:in|during|outside)(?: the)?(?: school)? terms?(?: only)?|(?:in |during )?school (?:terms?"
        r"|holidays?)"
        r"|in term|half[- ]?terms?|seasonal(?:ly)?|summer|winter|spring|autumn|most|some|occasional(?:ly)?"
        r"|certain|selected|every few)(?: only)?(?![a-z])",
        "some",
    ),
    (rf"(?:in |from |between )?{_MONTH}(?: ?(?:-|to|and|until) ?{_MONTH})?(?: only| inclusive)?", "some"),
    (r"(?:bank|public|national)(?: and public)? (?:holidays?|hols?)|bhs?(?![a-z])|holidays?(?![a-z])", "holidays"),
    (
        r"(?:except(?: for| on)?|excluding|excl?\.?|apart from|other than|but not|not(?= (?:on )?(?:bank"
        r"|public|[a-z]+days?))|no(?= bank))(?![a-z])",
        "except",
    ),
    (r"(?:including|includes?|incl?\.?)(?![a-z])", "include"),
    (
        r"(?:sessions? |doors? |which |it )?closes?(?: (?:at|by))?(?= ?\d)|(?:ends?|finish(?:es"
        r"|ing)?)(?: at)?(?= ?\d)",
        "until",
    ),
    (r"(?:closed|shut)(?: (?:for lunch|between|from|on|at|for|all day))*(?![a-z])", "closed"),
    (r"until (?=late)", "word"),
    (r"between(?: the hours of)?(?![a-z])", "between"),
    (r"(?:mornings?|afternoons?|evenings?|nights?|[ap]m)(?![a-z])", "part"),
    (r"(?:from|after|starting(?: at)?)(?![a-z])", "from"),
    (r"(?:onwards?)(?![a-z])", "onwards"),
    (r"(?:to|until|till|til|through|thru'?)(?![a-z])|'til(?![a-z])|-", "join"),
    (r"(?:and|or|plus|also)(?![a-z])|[,&/+]", "and"),
    (r"[;\n|]|\.(?!\d)", "stop"),
    (r"[(\[]", "open"),
    (r"[)\]]", "close"),
    (
        r"(?:open(?:ing)?(?: hours| times)?|opens|hours(?: of opening)?|times?|meets?|held|runs?|at|on|the"
        r"|every|each|a|an|"
        r"per|week|weekly|day|days|of|in|is|are|we|it|inclusive|hrs|o'clock|all)"
        r"(?![a-z'])|[:]",
        "noise",
    ),
)
"""The patterns of the words about hours, the more specific first."""


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], Kind], ...]:
    """Compile the patterns when they are first needed."""
    return tuple((re.compile(source, re.IGNORECASE), kind) for source, kind in _SOURCES)


@functools.cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+|\S")


def _days(text: str) -> tuple[int, ...]:
    low = text.lower()
    if re.search(r"week[ -]?day|working[ -]day", low):
        return _ALL[:5]
    if re.search("week[ -]?end", low):
        return _ALL[5:]
    if re.match(r"(?:mon|tue|wed|thu|fri|sat|sun)", low) and "to sunday" not in low:
        return (weekday_number(low),)
    return _ALL


def _length(match: re.Match[str]) -> int:
    words = {"an": 1.0, "a": 1.0, "half an": 0.5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
    number = words.get(match["number"].lower()) or float(match["number"])
    return min(int(number * (60 if match["unit"].lower().startswith("h") else 1)), 1440)


def _letter(text: str, position: int) -> Token | None:
    """Read a day written as one letter, as in M-F; T and S stand for two days each."""
    match = re.compile(r"(?<![A-Za-z])([MTWFS])(?=[-/, ]{0,2}(?:[MTWFS]|Th|Tu|Sa|Su)?(?:[^A-Za-z]|$))").match(
        text, position
    )
    beside = re.search(r"[-/,] ?$", text[:position]) or re.match(
        r" ?[-/,] ?[A-Z]|\s\d", text[position + 1 : position + 4]
    )
    if match is None or not beside:
        return None
    letter = match[1].lower()
    if letter not in _LETTERS:
        one, two = ("Tuesday", "Thursday") if letter == "t" else ("Saturday", "Sunday")
        raise Unreadable(f"'{match[1]}': {one} or {two}?", f"Write {one[:3]} or {two[:3]}.")
    return Token("days", position, position + 1, match[1], (_LETTERS[letter],))


_WE = re.compile(r"We(?= ?[-,/&;:]| \d)|(?<=[-,/])We(?![a-z])")
_SHORT = re.compile(r"(?:Mo|Tu|We|Th|Fr|Sa|Su)(?![a-z])")


def _nearly_a_day(low: str) -> str:
    """Name the day that a word is one slip away from: `fridey`, `mno`; nothing where it is none."""
    if len(low) == 3:
        turned = (day for day in WEEKDAYS if day[0].lower() == low[0] and sorted(day[:3].lower()) == sorted(low))
        return next(turned, "")
    if not 5 <= len(low) <= 10 or low.endswith("day"):
        return ""
    import difflib  # only for words that are not known, and slow to load

    near = difflib.get_close_matches(low.capitalize(), [day for day in WEEKDAYS if day[0].lower() == low[0]], 1, 0.8)
    return near[0] if near else ""


def _misspelt(text: str) -> None:
    """Refuse a word that looks like the name of a day and is none."""
    low = text.lower().rstrip("s")
    for part in re.split("[-/]", text):
        meant = _nearly_a_day(part.lower().rstrip("s"))
        if meant:
            raise Unreadable(f"'{part}' is no day of the week", f"Did you mean {meant}?")
    if not low.endswith("day") or low in ("day", "today", "midday", "birthday", "workday", "holiday", "someday"):
        return
    import difflib  # only for the message, and slow to load

    near = difflib.get_close_matches(low.capitalize(), WEEKDAYS, 1, 0.5)
    hint = f"Did you mean {near[0]}?" if near else "Write Mon, Tue, Wed, Thu, Fri, Sat or Sun."
    raise Unreadable(f"'{text}' is no day of the week", hint)


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of a cleaned text in their order; raise Unreadable at a time or a day that does not exist."""
    position = 0
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        token = _token(text, position)
        yield token
        position = token.end


def _token(text: str, position: int) -> Token:
    if _WE.match(text, position):  # before the patterns, where 'we' carries no meaning
        return Token("days", position, position + 2, text[position : position + 2], (2,))
    letter = _letter(text, position)
    if letter is not None:
        return letter
    for pattern, kind in _patterns():
        match = pattern.match(text, position)
        if match is not None:
            days = _days(match[0]) if kind == "days" else ()
            minutes = _length(match) if kind == "lasting" else 0
            return Token(kind, position, match.end(), match[0].strip(), days, minutes=minutes)
    short = _SHORT.match(text, position)
    if short:
        return Token("days", position, short.end(), short[0], (weekday_number(short[0]),))
    found = clock_at(text, position)
    if found is not None:
        clock, end = found
        return Token("time", position, end, text[position:end], clock=clock)
    word = _word().match(text, position)
    end = word.end() if word else position + 1
    _misspelt(text[position:end])
    return Token("word", position, end, text[position:end])

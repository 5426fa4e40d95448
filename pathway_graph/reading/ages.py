"""Read ages as people write them: sets of months of age."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence
from typing import Any

from .age_sets import COMPLETED_YEARS, NO_LIMIT, describe_ages, nth, write_ages
from .age_words import Age, Token, tokens
from .periods import Unreadable
from .plain import clean, guarded, remark, shorten
from .reading import Reading, State, failed
from .states import settled, without_value

__all__ = ["NO_LIMIT", "describe_ages", "read_ages", "write_ages"]


_HINT = "Write 16-18, 18+, under 18 or any."
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?")

_PEOPLE: dict[str, tuple[int, int]] = {
    "adult": (216, NO_LIMIT), "adults": (216, NO_LIMIT), "working age": (216, 780), "working age adults": (216, 780),
    "working age adult": (216, 780), "working age people": (216, 780),
    "adults of working age": (216, 780), "adult of working age": (216, 780),
    "older people": (780, NO_LIMIT), "older adults": (780, NO_LIMIT),
    "older persons": (780, NO_LIMIT), "children": (0, 216), "child": (0, 216),
}  # fmt: skip


@dataclasses.dataclass(slots=True)
class _Range:
    """Months of age stated in a text: whether each end is, where it stands, and the words beside it."""

    start: int
    until: int
    first: int
    last: int
    from_stated: bool = True
    until_stated: bool = True
    years: int | None = None  # the upper age, if it may be a completed year
    conditional: bool = False
    said: list[str] = dataclasses.field(default_factory=list)


class _Parser:
    """Find the ranges of ages among the tokens of one text."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = [token for token in found if token.kind != "noise"]
        self.at = 0

    def kind(self, ahead: int = 0) -> str:
        index = self.at + ahead
        return self.tokens[index].kind if 0 <= index < len(self.tokens) else ""

    def age(self, ahead: int) -> Age:
        age = self.tokens[self.at + ahead].age
        assert age is not None
        return age

    def ranges(self) -> list[_Range]:
        """Return the ranges in their order; raise Unreadable at a number that is none."""
        found: list[_Range] = []
        while self.at < len(self.tokens):
            one = self._range()
            if one is None:
                self.at += 1
                continue
            found.append(one)
        return found

    def _range(self) -> _Range | None:
        first = self.at
        made = self._from_words() if self.kind() != "age" else self._from_age()
        if made is None:
            self.at = first
            return None
        made.first, made.last = first, self.at - 1
        return made

    def _from_words(self) -> _Range | None:
        """Read a range that begins with a word: under, over, up to, between, from, ?-."""
        kind, skip = self.kind(), 1
        if kind == "unknown" and self.kind(1) == "to" and self.kind(2) == "age":
            end = self.age(2)
            self.at += 3
            return _Range(0, end.months, 0, 0, from_stated=False, years=end.years)
        if self.kind(1) != "age" or self.tokens[self.at].text == "-":
            return None
        age = self.age(1)
        if kind == "between" and self.kind(2) in ("and", "to") and self.kind(3) == "age":
            self.at += 4
            return self._closed(age, self.age(-1))
        upper = ("to", "under", "at most")
        if kind in ("at least", "over") and (
            self.kind(2) in upper or (self.kind(2) == "and" and self.kind(3) in upper)
        ):
            self.at += 1
            return self._from_age()
        self.at += 1 + skip
        match kind:
            case "under" | "to" | "at most":
                return self._upper(kind, age)
            case "over" | "at least":
                if self.kind() == "plus":
                    self.at += 1
                return _Range(age.months, NO_LIMIT, 0, 0)
            case "above":
                text = self.tokens[self.at - 1].text
                years = age.years if age.years is not None else age.months // 12
                raise Unreadable(f"'>{text}' can mean two things", f"Write {years}+ or {years + 1}+.")
        return None

    def _upper(self, kind: str, age: Age) -> _Range:
        if kind == "at most":
            return _Range(0, age.months + (12 if age.years is not None else 1), 0, 0)
        return _Range(0, age.months, 0, 0, years=None if kind == "under" or age.birthday else age.years)

    def _from_age(self) -> _Range | None:
        """Read a range that begins with an age: 16-18, 18+, 17 and under, 18-?."""
        age, text = self.age(0), self.tokens[self.at].text
        kind, after = self.kind(1), self.kind(2)
        if kind == "plus" and (both := self._both(age)) is not None:
            return both
        if kind == "plus":
            self.at += 2
            return _Range(age.months, NO_LIMIT, 0, 0)
        if kind == "and under":
            self.at += 2
            return _Range(0, age.months + (12 if age.years is not None else 1), 0, 0)
        if kind in ("to", "at most", "under") and after == "age":
            end = self.age(2)
            self.at += 3
            return self._closed(age, end, kind)
        if kind in ("to", "and") and after in ("under", "at most", "to") and self.kind(3) == "age":
            word = after
            end = self.age(3)
            self.at += 4
            return self._closed(age, end, word)
        if kind == "to" and after == "unknown":
            self.at += 3
            return _Range(age.months, NO_LIMIT, 0, 0, until_stated=False)
        if kind == "and" and after == "age" and self._neighbours(age, self.age(2)):
            end = self.age(2)
            self.at += 3
            said = f"'{text}' and '{self.tokens[self.at - 1].text}' are read as both years of age."
            return _Range(age.months, end.months + 12, 0, 0, said=[said])
        self._lone(age, text, kind)
        return None

    def _both(self, start: Age) -> _Range | None:
        """Read an upper bound behind '18 and over', where it lies above: 18 and over but under 25."""
        ahead = 3 if self.kind(2) == "and" else 2
        if self.kind(ahead) not in ("under", "to", "at most") or self.kind(ahead + 1) != "age":
            return None
        kind, end = self.kind(ahead), self.age(ahead + 1)
        if end.months <= start.months:
            return None
        self.at += ahead + 2
        return self._closed(start, end, kind)

    def _lone(self, age: Age, text: str, kind: str) -> None:
        """Refuse an age with an open end; an age that stands alone is left to what follows."""
        if kind == "to":
            raise Unreadable(
                f"'{text}-' has no upper age", f"Write {text}+, or {text}-? if the upper age is not stated."
            )
        if age.birthday:
            raise Unreadable(f"'{text}' does not say whether from or up to", "Write from 16 or up to 18.")

    def _neighbours(self, one: Age, two: Age) -> bool:
        return one.years is not None and two.years is not None and two.years == one.years + 1

    def _closed(self, start: Age, end: Age, kind: str = "to") -> _Range:
        text = f"{self.tokens[self.at - 1].text}"
        if end.unit and not start.unit and end.unit[0].lower() in "mwd" and start.years is not None:
            factor = {"m": 1.0, "w": 12 / 52.18, "d": 12 / 365.25}[end.unit[0].lower()]
            start = Age(int(start.years * factor), None, end.unit)
        if end.months <= start.months and not (end.years is not None and end.years == start.years):
            raise Unreadable("the ages run backwards or are equal", "Write the lower age first: 16-18.")
        if end.months == start.months:
            raise Unreadable(
                f"'{text}' is a single age", f"Write {start.years}-{(start.years or 0) + 1} or {start.years}+."
            )
        if self.kind() == "plus":
            raise Unreadable("an upper age and '+' contradict one another", _HINT)
        if kind == "at most":
            return _Range(start.months, end.months + (12 if end.years is not None else 1), 0, 0)
        years = None if kind == "under" or end.birthday else end.years
        return _Range(start.months, end.months, 0, 0, years=years)


def _both_ways(ranges: list[_Range]) -> list[_Range]:
    """Return 'under 25 and over 16' as what both allow: taken as either, it would be every age."""
    if len(ranges) != 2:
        return ranges
    under, over = sorted(ranges, key=lambda one: one.start)
    if under.start or over.until != NO_LIMIT or not over.start < under.until:
        return ranges
    return [dataclasses.replace(under, start=over.start, first=ranges[0].first, last=ranges[1].last)]


def _marked(parser: _Parser, ranges: list[_Range]) -> None:
    """Say which ranges are conditional: those in brackets beside another, and those that a condition follows."""
    found = parser.tokens
    depth = 0
    depths: list[int] = []
    for token in found:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        depths.append(depth)
    outside = any(depths[one.first] <= 0 for one in ranges)
    for index, one in enumerate(ranges):
        following = ranges[index + 1].first if index + 1 < len(ranges) else len(found)
        condition = any(token.kind == "condition" for token in found[one.last + 1 : following])
        one.conditional = condition or (outside and depths[one.first] > 0)


def _finish(one: _Range, parser: _Parser, next_from: int | None) -> str:
    """Decide whether the upper age is a completed year, and return the sentence that says how it was read."""
    kinds = {token.kind for token in parser.tokens}
    if one.years is None:
        return ""
    if "inclusive" in kinds and "exclusive" not in kinds:
        one.until = one.years * 12 + 12
        return f"Up to the {nth(one.years + 1)} birthday, as 'inclusive' says."
    if "exclusive" in kinds:
        return ""
    if one.years in COMPLETED_YEARS:
        one.until = one.years * 12 + 12
        return f"An upper age of {one.years} is read as a completed year: up to the {nth(one.years + 1)} birthday."
    if next_from is not None and next_from == one.years + 1:
        one.until = one.years * 12 + 12
        return f"Another row begins at {next_from}, so this one is read as up to the {nth(next_from)} birthday."
    return ""


def _left_over(text: str, parser: _Parser, ranges: list[_Range], used: list[_Range]) -> tuple[str, ...]:
    """Return the words that were not read, in runs; a range that was not taken belongs to its run."""
    taken = {index for one in used for index in range(one.first, one.last + 1)}
    runs: list[list[Token]] = [[]]
    for index, token in enumerate(parser.tokens):
        if index in taken or token.kind in ("inclusive", "exclusive", "no upper", "no lower", "stop", "open", "close"):
            runs.append([])
        else:
            runs[-1].append(token)
    left = []
    for run in runs:
        while run and run[0].kind == "and":
            run = run[1:]
        while run and run[-1].kind == "and":
            run = run[:-1]
        if run and any(token.kind != "and" for token in run):
            left.append(remark(text[run[0].start : run[-1].end]))
    return tuple(words for words in left if words)


def _union(ranges: Sequence[_Range]) -> list[int]:
    flat: list[int] = []
    for one in sorted(ranges, key=lambda item: (item.start, item.until)):
        if flat and one.start <= flat[-1]:
            flat[-1] = max(flat[-1], one.until)
        else:
            flat += [one.start, one.until]
    return flat


def _people(words: str, plain: str, parser: _Parser) -> Reading:
    """Read a text without figures: adults, working age, all ages; any other words are missing."""
    kinds = {token.kind for token in parser.tokens}
    if "age" in kinds and "school" not in kinds:
        token = next(token for token in parser.tokens if token.kind == "age")
        age = token.age or Age(0, 0)
        years = age.years if age.years is not None else age.months // 12
        if age.years is None:
            return failed(
                words, f"'{shorten(words)}' gives a single age", f"Write {token.text}+ or under {token.text}."
            )
        hint = f"Write {years}+ (from {years}), {years}-{years + 1} (only {years}-year-olds) or under {years}."
        return failed(words, f"'{shorten(words)}' gives a single age", hint)
    named = [token.text.lower().replace("-", " ") for token in parser.tokens if token.kind == "people"]
    if kinds & {"no upper", "no lower", "any"} or named in (["all"], ["everyone"]):
        said = "Nobody is left out by age."
        if kinds & {"no upper", "no lower"} and not kinds >= {"no upper", "no lower"}:
            said = "The other end is not stated, so there is no limit there either."
        return (
            Reading("any", words, assumed=(said,))
            if "ageless" not in plain.lower()
            else without_value("missing", words)
        )
    if named[:1] == ["all"]:
        named = named[1:]
    if len(named) == 1 and named[0] in _PEOPLE and not kinds & {"school"}:
        start, until = _PEOPLE[named[0]]
        said = f"'{named[0]}' is read as {describe_ages([start, until])}."
        left = _left_over(plain, parser, [], [_Range(0, 0, index, index) for index in _indexes(parser)])
        value = {"sure": [start, until], "may": [start, until]}
        return Reading("stated", words, value, (said,), left)
    return without_value("missing", words)


def _indexes(parser: _Parser) -> list[int]:
    return [index for index, token in enumerate(parser.tokens) if token.kind == "people"]


def _stated(words: str, plain: str, next_from: int | None) -> Reading:
    found = list(tokens(plain))
    figures = "".join(_spaced(found))
    parser = _Parser(found)
    ranges = parser.ranges()
    if not ranges:
        return _people(words, plain, parser)
    ranges = _both_ways(ranges)
    _marked(parser, ranges)
    certain = [one for one in ranges if not one.conditional] or (ranges if len(ranges) == 1 else [])
    used = certain or ranges
    said = [sentence for one in used for sentence in (_finish(one, parser, next_from), *one.said) if sentence]
    for one in ranges:
        if one.until > NO_LIMIT:
            one.until = NO_LIMIT
    left_over = _left_over(figures, parser, ranges, certain)
    _bare_numbers(parser, ranges, left_over)
    exact = [one for one in certain if one.from_stated and one.until_stated]
    sure, may = _union(exact), _union(used)
    if any(token.age is not None and token.age.rounded for token in found):
        said.append("Ages finer than a month are rounded down to whole months.")
    if not certain:
        said.append("Each of these ages has a condition, so none of them is sure.")
    state: State = "stated" if sure == may else "half"
    value: dict[str, Any] = {"sure": sure, "may": may}
    return Reading(state, words, value, tuple(dict.fromkeys(said)), left_over)


def _spaced(found: list[Token]) -> list[str]:
    """Return the pieces of the text with figures, so that positions in it are those of the tokens."""
    pieces, at = [], 0
    for token in found:
        pieces += [" " * (token.start - at), token.text.ljust(token.end - token.start)]
        at = token.end
    return pieces


def _bare_numbers(parser: _Parser, ranges: list[_Range], left_over: tuple[str, ...]) -> None:
    """Refuse an age that no range takes and no condition explains."""
    taken = {index for one in ranges for index in range(one.first, one.last + 1)}
    depth = 0
    for index, token in enumerate(parser.tokens):
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        beside = parser.tokens[index + 1].kind if index + 1 < len(parser.tokens) else ""
        if token.kind == "age" and index not in taken and depth <= 0 and beside != "condition":
            raise Unreadable(f"'{token.text}' beside other ages gives a single age", _HINT)


_LETTER_IN_NUMBER = re.compile(r"(?<![A-Za-z0-9])(?:[lIO]\d{1,2}|\d{1,2}[lIO])(?![A-Za-z0-9])")
_FIGURES = str.maketrans("lIO", "110")


@functools.lru_cache(maxsize=4096)
def _read(text: str, next_from: int | None) -> Reading:
    early = settled(text) if not text.lstrip().startswith(("?", "no ", "No ", "NO ")) or not text.strip("? ") else None
    if early is not None:
        return early
    words, plain = text.strip(), clean(text)
    if _ISO_DAY.fullmatch(plain):
        hint = "Spreadsheets turn 5-10 into a date: format the cell as text and write the ages again."
        return failed(words, f"'{shorten(words)}' is a date, not ages", hint)
    if plain.casefold().rstrip(".") == "any":
        return without_value("any", words)
    mistyped = _LETTER_IN_NUMBER.search(plain)
    if mistyped:
        right = mistyped[0].translate(_FIGURES)
        return failed(words, f"'{mistyped[0]}' has a letter where a number belongs", f"Did you mean {right}?")
    try:
        return _stated(words, plain, next_from)
    except Unreadable as problem:
        return failed(words, problem.error, problem.hint or _HINT)


def read_ages(text: str, *, next_from: int | None = None) -> Reading:
    """Read ages as months of age.

    Value: `{"sure": [from, until, ...], "may": [from, until, ...]}`: flat ascending months, half-open; 1200 = no upper
    limit. State `any`: no limit is stated. `half`: an end is not stated (`?-18`, `18-?`) or every range has a
    condition. `next_from` is the age, in years, at which another row of the same source and function begins: beside
    `41+`, `18-40` is up to the 41st birthday. Conditions and remarks are in `left_over`. Readings are shared between
    calls: never change a value.

    >>> read_ages("16-18").value, read_ages("18-64").value["sure"]
    ({'sure': [192, 216], 'may': [192, 216]}, [216, 780])
    """
    return guarded(text, lambda short: _read(short, next_from))

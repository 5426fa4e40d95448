"""Find the periods named in a text, and the words that bound and join them."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
from collections.abc import Callable, Iterator
from typing import Literal

from .names import MONTH, MONTHS, ORDINALS, WEEKDAY, digits, month_number, weekday_number
from .periods import Period, Span, Unreadable, add_months, say_day
from .years import Context, pair_of_years, published_day, single_year, stated_year

__all__ = ["Item", "items"]

ItemKind = Literal[
    "period", "edge", "week", "by", "before", "from", "after", "between", "join", "onwards", "noise", "word"
]


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One piece of a text: what it is, where it stands, and the period if it names one."""

    kind: ItemKind
    start: int
    end: int
    text: str
    period: Period | None = None


_END = r"(?!\d|[/.]\d|[a-z])"
_YEAR = r"(?P<year>\d{4}|'?\d{2})(?![\d:%]|[/.]\d|[a-z])"
_PAIR = r"(?P<pair>\d{4} ?[/-] ?\d{1,4}|\d{2} ?[/-] ?\d{2})(?!\d|[/.] ?\d|-\d{1,2}(?!\d|/)|[a-z])"
_YEARISH = rf"(?:{_PAIR}|{_YEAR}|(?P<relative>(?:this|next|last) year)\b)"
_CLOCK = r"(?:,? (?:at )?\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?)?"
_OF = r"[,:]? ?\(?(?:(?:of|in) )?(?:the )?(?:fy ?|financial year )?"
_QUARTER = (
    r"(?:(?:q|qtr\.?) ?(?P<number>[1-4])|quarter:? ?(?P<number2>[1-4]|one|two|three|four)"
    r"|(?P<number3>[1-4](?:st|nd|rd|th)|first|second|third|fourth|last|final) (?:financial )?quarter)(?![a-z\d])"
)
_DAY = rf"(?:(?P<weekday>{WEEKDAY}),? )?(?:the )?(?P<day>\d{{1,2}})"
_NTH = r"(?:st|nd|rd|th)"


def _full_day(match: re.Match[str], context: Context) -> Period:
    """Read a day, a month in figures or letters, and perhaps a year."""
    found = match.groupdict()
    year = single_year(found["year"], context) if found.get("year") else None
    month = int(found["month"]) if found["month"].isdigit() else month_number(found["month"])
    weekday = weekday_number(found["weekday"]) if found.get("weekday") else None
    return Period("day", match[0], year=year, month=month, day=int(found["day"]), weekday=weekday)


def _bare_day(match: re.Match[str], context: Context) -> Period:
    weekday = weekday_number(match["weekday"]) if match["weekday"] else None
    return Period("day", match[0], day=int(match["day"]), weekday=weekday)


def _month(match: re.Match[str], context: Context) -> Period:
    year, paired, assumed = stated_year(match, context)
    if paired:
        assumed = (f"'{match[0]}' is read as that month of the financial year.",)
    elif match["year"] and len(match["year"]) < 4:
        assumed = (f"'{match[0]}' is read as a month and its year, {year}.",)
    return Period("month", match[0], year=year, paired=paired, month=month_number(match["month"]), assumed=assumed)


def _figure_month(match: re.Match[str], context: Context) -> Period:
    month = int(match["month"])
    if not 1 <= month <= 12:
        raise Unreadable(f"there is no month {month} in '{match[0]}'", "Write it as 12/2009 or December 2009.")
    return Period("month", match[0], year=int(match["year"]), month=month)


def _two_years(match: re.Match[str], context: Context) -> Period:
    """Read two years: a financial year, several years, or (with a slash) a year and its month."""
    text = match["pair"]
    first, last = pair_of_years(text, context)
    short = len(re.split("[/-]", text)[0].strip()) == 2
    second = re.split("[/-]", text)[1].strip()
    if last == first + 1:
        said = f"'{text}' is read as the financial year, 1 April {first} to 31 March {last}."
        return Period("financial year", text, year=first, paired=True, assumed=(said,))
    if short:
        raise Unreadable(
            f"'{text}' can be a day and month, or a month and year; as years they do not follow one another",
            _in_full(text),
        )
    may_be_month = len(second) == 2 and 1 <= int(second) <= 12
    if may_be_month and ("/" in text or last < first):
        said = f"'{text}' is read as a year and its month."
        return Period("month", text, year=first, month=int(second), assumed=(said,))
    if last <= first:
        raise Unreadable(f"the years in '{text}' run backwards", "Write the earlier year first.")
    said = f"'{text}' is read as 1 January {first} to 31 December {last}."
    return Period("years", text, year=first, number=last, assumed=(said,))


def _in_full(text: str) -> str:
    """Return what two small numbers may stand for, written in full."""
    one, two = (int(part) for part in re.split("[/-]", text))
    ways = [f"{one} {MONTHS[two - 1]} and the year"] if 1 <= two <= 12 and 1 <= one <= 31 else []
    ways += [f"{MONTHS[one - 1]} 20{two:02d}"] if 1 <= one <= 12 else []
    return f"Write it in full: {', '.join(ways)}{' or ' if ways else ''}20{one:02d}/{(one + 1) % 100:02d}."


def _quarter(match: re.Match[str], context: Context) -> Period:
    year, paired, assumed = stated_year(match, context)
    name = (match["number"] or match["number2"] or match["number3"]).lower()
    number = 4 if name in ("last", "final") else ORDINALS.get(name) or int(digits(name))
    return Period("quarter", match[0], year=year, paired=paired, number=number, assumed=assumed)


def _no_quarter(match: re.Match[str], context: Context) -> Period:
    raise Unreadable(f"a year has no '{match[0]}'", "Write Q1 to Q4 and the financial year: Q3 2018/19.")


def _half(match: re.Match[str], context: Context) -> Period:
    year, paired, assumed = stated_year(match, context)
    number = int(match["number"] or ORDINALS[match["which"].lower()])
    if match["number"] and year is not None and not paired:
        hint = f"Write the months, or H{number} {year}/{(year + 1) % 100:02d} for the financial year."
        raise Unreadable(f"'{match[0]}' has a single year: half of the calendar year or of the financial year?", hint)
    return Period("half", match[0], year=year, paired=paired, number=number, assumed=assumed)


def _season(match: re.Match[str], context: Context) -> Period:
    year, paired, assumed = stated_year(match, context)
    season = match["season"].lower()
    if match["term"]:
        raise Unreadable("school terms differ from place to place", "Write the months or the days.")
    return Period("season", match[0], year=year, paired=paired, season=season, assumed=assumed)


def _named_year(match: re.Match[str], context: Context) -> Period:
    """Read a financial, academic or calendar year that is called so."""
    year, paired, assumed = stated_year(match, context)
    name = match["name"].lower()
    if name == "calendar" and not paired:
        return Period("year", match[0], year=year, assumed=assumed)
    if year is not None and not paired:
        one, two = f"{year - 1}/{year % 100:02d}", f"{year}/{(year + 1) % 100:02d}"
        raise Unreadable(f"'{match[0]}' has a single year: {one} or {two}?", f"Write {one} or {two}.")
    kind: Literal["academic year", "financial year"] = "financial year"
    if name in ("academic", "school", "ay"):
        kind = "academic year"
    return Period(kind, match[0], year=year, paired=paired, assumed=assumed)


def _financial_month(match: re.Match[str], context: Context) -> Period:
    year, paired, assumed = stated_year(match, context)
    said = f"'{match[0]}' is counted from April, the first month of the financial year."
    number = int(match["number"])
    return Period("financial month", match[0], year=year, paired=paired, number=number, assumed=(*assumed, said))


def _single_year(match: re.Match[str], context: Context) -> Period:
    said = f"'{match[0]}' is read as the whole year."
    return Period("year", match[0], year=int(match["year"]), assumed=(said,))


def _holiday(match: re.Match[str], context: Context) -> Period:
    if match["name"].lower() == "easter":
        raise Unreadable("Easter moves from year to year", "Write the date.")
    return Period("christmas", match[0], year=stated_year(match, context)[0])


def _numbered_week(match: re.Match[str], context: Context) -> Period:
    raise Unreadable(f"'{match[0]}' does not say how the weeks are numbered", "Write w/c and the date of its Monday.")


def _iso_week(match: re.Match[str], context: Context) -> Period:
    """Read a week, or a day of it, as ISO 8601 numbers them."""
    try:
        first = datetime.date.fromisocalendar(int(match["year"]), int(match["week"]), int(match["day"] or 1))
    except ValueError as problem:
        raise Unreadable(f"there is no week '{match[0]}'", "Write w/c and the date of its Monday.") from problem
    if match["day"]:
        return Period("relative", match[0], span=Span(first, first, "day"))
    said = f"'{match[0]}' is read as the ISO week that begins on Monday {say_day(first)}."
    return Period("relative", match[0], assumed=(said,), span=Span(first, first + datetime.timedelta(days=6), "week"))


def _relative(match: re.Match[str], context: Context) -> Period:
    """Read a time counted from the day of the document."""
    published = published_day(match[0], context)
    number, unit = int(match["number"]), match["unit"].lower().rstrip("s")
    if unit in ("day", "week"):
        if number > 20_000:
            raise Unreadable(f"'{match[0]}' is too far away", "Write the date.")
        day = published + datetime.timedelta(days=number * (7 if unit == "week" else 1))
    else:
        day = add_months(published, number * (12 if unit == "year" else 1))
    first = published if match["how"].lower() in ("over", "during", "throughout") else day
    said = f"'{match[0]}' counts from the day the document was published, {say_day(published)}."
    return Period("relative", match[0], assumed=(said,), span=Span(first, day, "day"))


def _near(match: re.Match[str], context: Context) -> Period:
    """Read the month or year of the document, or the one beside it."""
    published = published_day(match[0], context)
    step = {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    said = (f"'{match[0]}' counts from the day the document was published, {say_day(published)}.",)
    unit = match["unit"].lower()
    if unit == "month":
        day = add_months(published.replace(day=1), step)
        return Period("month", match[0], year=day.year, month=day.month, assumed=said)
    if unit == "financial year":
        first = published.year - (published.month < 4) + step
        return Period("financial year", match[0], year=first, paired=True, assumed=said)
    return Period("year", match[0], year=published.year + step, assumed=said)


_Builder = Callable[[re.Match[str], Context], Period]


_MONTH = rf"(?P<month>{MONTH})\.?"


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], _Builder], ...]:
    """Return the patterns for periods, the more specific first; compiled when first needed."""
    seasons = r"(?P<season>spring|summer|autumn|winter)(?P<term> term)?(?![a-z])"
    sources: list[tuple[str, _Builder]] = [
        (
            r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
            rf"(?:[t ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d{{1,9}})?)?(?:z|[+-]\d{{2}}:?\d{{2}})?)?{_END}",
            _full_day,
        ),
        (rf"(?P<year>\d{{4}}) ?([/.-]) ?(?P<month>\d{{1,2}}) ?\2 ?(?P<day>\d{{1,2}}){_CLOCK}{_END}", _full_day),
        (rf"{_DAY} ?([/.-]) ?(?P<month>\d{{1,2}}) ?\3 ?(?P<year>\d{{4}}|'?\d{{2}}){_CLOCK}{_END}", _full_day),
        (rf"{_DAY}{_NTH}? ?(?:day )?(?:of )?[-/., ]?{_MONTH}[-/, ]{{0,2}}(?:of )?{_YEAR}{_CLOCK}", _full_day),
        (
            rf"(?:(?P<weekday>{WEEKDAY}),? )?{_MONTH} (?:the )?(?P<day>\d{{1,2}}){_NTH}?,? (?P<year>\d{{4}}){_END}",
            _full_day,
        ),
        (rf"{_MONTH} (?:the )?(?P<day>\d{{1,2}}){_NTH}(?![a-z])", _full_day),
        (rf"{_DAY}{_NTH}? ?(?:day )?(?:of )?[-/., ]?{_MONTH}", _full_day),
        (rf"{_MONTH}[-/.,' ]{{0,3}}(?:(?:of|in) )?{_YEARISH.replace(' ?[/-] ?', '[/-]')}", _month),
        (rf"(?P<year>\d{{4}}) {_MONTH}(?! ?\d)(?P<pair>)(?P<relative>)", _month),
        (rf"{_MONTH} (?P<day>\d)(?![\d:/.]|[a-z])", _full_day),
        (rf"{_MONTH}(?P<pair>)(?P<year>)(?P<relative>)", _month),
        (
            rf"{_DAY}{_NTH}?(?=(?: ?(?:-|to|until|till|and|&|/|,) ?(?:the )?(?:{WEEKDAY},? )?\d{{1,2}}{_NTH}?){{1,4}}"
            rf" ?(?:of )?[-/., ]?{MONTH})",
            _bare_day,
        ),
        (rf"(?:fy ?|financial year )?{_YEARISH},? ?(?:- )?{_QUARTER}", _quarter),
        (rf"(?:the )?{_QUARTER}{_OF}{_YEARISH}", _quarter),
        (rf"(?:the )?{_QUARTER}(?P<pair>)(?P<year>)(?P<relative>)", _quarter),
        (r"(?:q|qtr\.? ?|quarter:? )\d+(?![a-z\d])", _no_quarter),
        (rf"(?:the )?(?:h(?P<number>[12])|(?P<which>first|second|1st|2nd) half){_OF}{_YEARISH}", _half),
        (
            rf"(?:the )?(?P<name>fy|f/y|fin|financial|fiscal|ay|academic|school|calendar) ?(?:year |yr )?:?"
            rf"(?:of )?{_YEARISH}",
            _named_year,
        ),
        (rf"{_YEARISH} (?P<name>financial|fiscal|academic|school|calendar) year", _named_year),
        (rf"(?:the )?{seasons},? ?'?(?:(?:of|in) )?(?:the )?{_YEARISH}", _season),
        (rf"(?:the )?{seasons}(?P<pair>)(?P<year>)(?P<relative>)", _season),
        (rf"(?:month |m)(?P<number>\d{{1,2}}),? (?:(?:of|in) )?(?:fy ?)?{_YEARISH}", _financial_month),
        (r"month (?P<number>\d{1,2})(?!\d)(?P<pair>)(?P<year>)(?P<relative>)", _financial_month),
        (r"(?P<year>\d{4})-?w(?P<week>\d{2})(?:-?(?P<day>[1-7]))?(?![a-z\d])", _iso_week),
        (rf"(?:week|wk)(?: no\.?)? ?\d{{1,2}},? (?:of )?(?:{MONTH} )?\d{{4}}", _numbered_week),
        (rf"(?P<name>christmas|easter)(?: day)?,? (?:in )?{_YEARISH}", _holiday),
        (r"(?P<name>christmas|easter)(?: day)?(?![a-z])(?P<pair>)(?P<year>)(?P<relative>)", _holiday),
        (_PAIR, _two_years),
        (rf"(?P<month>\d{{1,2}}) ?[/.-] ?(?P<year>\d{{4}}){_END}", _figure_month),
        (r"(?P<year>(?:19|20)\d{2}|0001|9999)(?!\d|[/.,] ?\d|-\d|[a-z])", _single_year),
        (
            r"(?P<how>within|in|over|during|throughout) (?:the )?(?:next |coming |following )?(?P<number>\d{1,5}) "
            r"(?P<unit>days?|weeks?|months?|years?)(?![a-z])",
            _relative,
        ),
        (
            r"(?P<which>this|next|last|(?:the )?current) (?P<unit>month|financial year|(?:calendar )?year)(?![a-z])",
            _near,
        ),
    ]
    return tuple((re.compile(source, re.I), builder) for source, builder in sources)


@functools.cache
def _marks() -> tuple[tuple[re.Pattern[str], ItemKind], ...]:
    """Return the patterns for the words around periods; compiled when first needed."""
    of = r"(?:[ -](?:of|in))?(?: the)?(?![a-z])"
    sources: list[tuple[str, ItemKind]] = [
        (
            r"(?:w/c|w/b|w\.c\.|wc|(?:week|wk)[ -](?:comm(?:encing)?|beginning|starting|of))(?![a-z])\.?:?",
            "week",
        ),
        (r"(?:w/e|w\.e\.|(?:week|wk)[ -]end(?:ing)?)(?![a-z]):?", "week"),
        (r"(?:by )?(?:no later than|not later than|at the latest(?: by)?|on or before)(?![a-z])", "by"),
        (r"before (?:the )?(?=end)", "by"),
        (r"(?:by|until|till|til|up to)(?![a-z-])", "by"),
        (r"(?:before|pre|prior to|ahead of|earlier than)(?![a-z])-?", "before"),
        (
            r"(?:on or after|not before|no earlier than|not earlier than|with effect from|wef|effective from|from|since"
            r"|as (?:of|from)|(?:starting|commencing|beginning)(?: (?:on|from|in))?(?! of))(?![a-z])",
            "from",
        ),
        (r"(?:after|post|later than)(?![a-z])-?", "after"),
        (r"between(?![a-z])", "between"),
        (
            r"(?:the )?(?:early[- ]to[- ]mid|mid[- ]to[- ]late|mid[- ]year|year[- ]end"
            r"|month[- ]end|end of (?:the )?month|start|beginning|end"
            r"|close|middle|early|mid|late)"
            rf"{of}-?",
            "edge",
        ),
        (r"(?:onwards?|on-wards?)(?![a-z])", "onwards"),
        (r"(?:to|through(?: to)?|and|or)(?![a-z-])|[-/&,]", "join"),
        (r"(?:the|in|on|during|of|at|for|due|date|is|was|be|a|an)(?![a-z])|[.:;()\n]", "noise"),
    ]
    return tuple((re.compile(source, re.IGNORECASE), kind) for source, kind in sources)


@functools.cache
def _word() -> re.Pattern[str]:
    return re.compile(r"\d[\d/.,:'-]*[a-z]*|[^\W\d_]+(?:['-][^\W\d_]+)*|\S", re.IGNORECASE)


_NUMBERED = frozenset(
    {
        *("phase", "stage", "step", "tier", "year", "wave", "part", "lot", "version"),
        *("number", "no", "action", "item", "workstream", "option"),
    }
)


_PHASES = frozenset({"phase", "stage", "step", "tier", "wave", "tranche", "part", "lot", "workstream"})


def _misspelt(word: str, after: str) -> None:
    """Refuse a word before a year that looks like the name of a month and is none."""
    if len(word) < 4 or not word.isalpha() or not re.match(r" ?,? ?'?\d{2,4}(?!\d)", after):
        return
    import difflib  # only for a word before figures, and slow to load

    near = difflib.get_close_matches(word.capitalize(), MONTHS, 1, 0.8)
    if near:
        raise Unreadable(f"'{word}' is no month", f"Did you mean {near[0]}?")


def _period_at(text: str, position: int, context: Context, word_before: str) -> tuple[Period, int] | None:
    """Return the period named at this position and where it ends, or None."""
    for pattern, builder in _patterns():
        match = pattern.match(text, position)
        if match is None or (builder is _bare_day and word_before in _NUMBERED):
            continue
        # In 'Phase 1 June 2019' the number belongs to the phase.
        if builder is _full_day and word_before in _PHASES and re.match(r"\d{1,2} [a-z]", match[0], re.IGNORECASE):
            continue
        return builder(match, context), match.end()
    return None


def _inside_figures(text: str, position: int) -> bool:
    """Tell whether a number at this position continues figures before it, as in 2014/2015/16."""
    return text[position].isdigit() and re.search(r"\d ?[/.]$", text[max(0, position - 3) : position]) is not None


def items(text: str, context: Context) -> Iterator[Item]:
    """Yield the pieces of a cleaned text in their order; raise Unreadable at a period that can't be what it says.

    Items of kind `noise` carry no meaning of their own; those of kind `word` are what a date stood among.
    """
    position, word_before, kinds = 0, "", ["", ""]
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        inside = _inside_figures(text, position) and kinds != ["period", "join"]
        found = None if inside else _period_at(text, position, context, word_before)
        if found is not None:
            period, end = found
            kind: ItemKind = "period"
            yield Item(kind, position, end, text[position:end], period)
        else:
            kind, end = _mark_at(text, position)
            yield Item(kind, position, end, text[position:end])
        word_before, kinds = text[position:end].lower(), [kinds[1], kind]
        position = end


def _mark_at(text: str, position: int) -> tuple[ItemKind, int]:
    for pattern, kind in _marks():
        match = pattern.match(text, position)
        if match is not None:
            return kind, match.end()
    word = _word().match(text, position)
    if word is None:
        return "word", position + 1
    _misspelt(word[0], text[word.end() :])
    return "word", word.end()

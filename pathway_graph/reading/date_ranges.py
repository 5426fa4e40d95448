"""Join the periods found in a text into one interval of days, with what bounds it and the words around it."""

from __future__ import annotations

import dataclasses
import datetime
import re

from .date_words import Item, items
from .periods import Period, Precision, Span, Unreadable, say_day, span_of
from .plain import remark
from .years import Context

__all__ = ["Found", "find_interval"]

_ONE_DAY = datetime.timedelta(days=1)
_ORDER: tuple[Precision, ...] = ("day", "week", "month", "quarter", "season", "year")
_BOUNDS = ("by", "before", "from", "after", "between")
_EDGES = {"beginning": "start", "middle": "mid", "close": "end"}


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """An interval read from a text: either end may be open; `since` names what it was moved from."""

    earliest: datetime.date | None
    latest: datetime.date | None
    precision: Precision
    assumed: tuple[str, ...]
    left_over: tuple[str, ...]


@dataclasses.dataclass(slots=True)
class _Chain:
    """Periods joined to one another: where they begin and end among the items, and the joins between them."""

    first: int
    last: int
    periods: list[Period]
    joins: list[str]
    bound: str = ""


def _attach(pieces: list[Item]) -> list[Item]:
    """Give each period the edge (end of) and the week (w/c) that stand directly before it; the rest become words."""
    result: list[Item] = []
    for piece in pieces:
        before = result[-1] if result else None
        while piece.period is not None and before is not None and before.kind in ("edge", "week"):
            piece = _narrowed(piece, before)
            result.pop()
            before = result[-1] if result else None
        result.append(piece)
    return [dataclasses.replace(item, kind="word") if item.kind in ("edge", "week") else item for item in result]


def _narrowed(piece: Item, mark: Item) -> Item:
    period = piece.period
    assert period is not None
    if mark.kind == "week":
        if period.kind != "day":
            raise Unreadable(f"'{mark.text} {period.text}' names no day", "Write the date of the week's Monday.")
        ends = re.match(r"w/e|w\.e|(?:week|wk).end", mark.text, re.IGNORECASE) is not None
        changed = dataclasses.replace(period, kind="week to" if ends else "week from")
    else:
        names = re.findall(r"start|beginning|end|close|middle|early|mid|late", mark.text.lower())
        assumed = () if period.kind == "year" else period.assumed
        edge = " to ".join(_EDGES.get(name, name) for name in names)
        changed = dataclasses.replace(period, edge=edge, assumed=assumed)
    return Item("period", mark.start, piece.end, f"{mark.text} {piece.text}", changed)


def _is_join(item: Item, bound: str) -> bool:
    until = item.text.lower() in ("until", "till", "til", "up to")
    return item.kind == "join" or (item.kind == "by" and (bound == "from" or until))


def _chains(pieces: list[Item]) -> list[_Chain]:
    """Collect the periods that are joined to one another, and the bound before each."""
    chains: list[_Chain] = []
    index = 0
    while index < len(pieces):
        period = pieces[index].period
        if period is None:
            index += 1
            continue
        bound = pieces[index - 1].kind if index else ""
        if bound == "join" and index == 1 and pieces[0].text.lower() == "to":
            bound = "by"
        chain = _Chain(index, index, [period], [], bound if bound in _BOUNDS else "")
        while (step := _joined(pieces, chain)) is not None:
            joins, at = step
            following = pieces[at].period
            assert following is not None
            chain.joins.append(joins)
            chain.periods.append(following)
            chain.last = at
        chains.append(chain)
        index = chain.last + 1
    return chains


def _joined(pieces: list[Item], chain: _Chain) -> tuple[str, int] | None:
    """Return the join after a chain and the index of the period that it leads to."""
    words: list[str] = []
    for index in range(chain.last + 1, min(chain.last + 4, len(pieces))):
        item = pieces[index]
        if item.period is not None:
            return ("to" if "to" in words else words[0], index) if words else None
        if _is_join(item, chain.bound):
            text = item.text.lower()
            words.append("to" if item.kind == "by" or text.startswith(("to", "-", "through")) else text)
        elif item.kind != "noise" or item.text.lower() not in ("the", "in"):
            return None
    return None


def _weak(chain: _Chain, pieces: list[Item]) -> bool:
    """Tell whether a lone name of a month may be the verb: 'this may slip to June 2019'."""
    return len(chain.periods) == 1 and not chain.bound and pieces[chain.first].text in ("may", "march", "mar", "dec")


def _with_years(chain: _Chain, context: Context) -> tuple[list[Span], list[str]]:
    """Return the span of each period of a chain; what only one of them states belongs to its neighbours."""
    periods = list(chain.periods)
    said: list[str] = []
    spans: list[Span | None] = [None] * len(periods)
    inherited = [False] * len(periods)
    for index in range(len(periods) - 2, -1, -1):
        periods[index], inherited[index] = _inherit(periods[index], periods[index + 1])
    for index in range(1, len(periods)):
        if not periods[index].dated:
            periods[index], inherited[index] = _inherit(periods[index], periods[index - 1])
            spans[index - 1] = spans[index - 1] or span_of(_dated(periods[index - 1], context, said))
            spans[index] = _not_before(periods[index], spans[index - 1], context, said)
    for index in range(len(periods) - 1, -1, -1):
        span = spans[index] or span_of(_dated(periods[index], context, said))
        following = spans[index + 1] if index + 1 < len(periods) else None
        year = periods[index].year
        if following is not None and inherited[index] and span.earliest > following.earliest and year is not None:
            span = span_of(dataclasses.replace(periods[index], year=year - 1))
        spans[index] = span
    if any(inherited):
        said.append(f"The year is stated once and belongs to all of '{_text(chain.periods)}'.")
    return [span for span in spans if span is not None], said


def _text(periods: list[Period]) -> str:
    return " ... ".join(period.text for period in periods)


def _inherit(period: Period, neighbour: Period) -> tuple[Period, bool]:
    """Give a period the month and the year that it does not state and its neighbour does."""
    if period.kind in ("day", "week from", "week to") and period.month is None and neighbour.kind == "day":
        period = dataclasses.replace(period, month=neighbour.month)
    if period.dated or not neighbour.dated or neighbour.year is None:
        return period, False
    paired = neighbour.paired and period.kind not in ("day", "week from", "week to")
    if (period.season, neighbour.season) == ("autumn", "winter"):  # Autumn/Winter 2019/20: the autumn before it
        paired = False
    return dataclasses.replace(period, year=neighbour.year, paired=paired), True


def _not_before(period: Period, before: Span | None, context: Context, said: list[str]) -> Span:
    """Return the span of a period that took its year from the one before it, in the next year if it ran backwards."""
    span = span_of(_dated(period, context, said))
    if before is not None and span.latest < before.earliest and period.year is not None:
        return span_of(dataclasses.replace(period, year=period.year + 1))
    return span


def _dated(period: Period, context: Context, said: list[str]) -> Period:
    """Give a period without a year the one that its place gives, or refuse it."""
    if period.dated:
        return period
    if context.year_from is None:
        if period.kind == "day" and period.month is None:
            raise Unreadable(f"'{period.text}' is no date", "Write the month and the year too.")
        raise Unreadable(f"'{period.text}' names no year", "Write the year too.")
    said.append(f"'{period.text}' names no year; {context.year_from} is taken from where it stands.")
    return dataclasses.replace(period, year=context.year_from)


def _together(chain: _Chain, spans: list[Span]) -> Span:
    """Return the span from the first to the last of joined periods; refuse alternatives and reversed ranges."""
    for join, one, two in zip(chain.joins, spans, spans[1:], strict=False):
        is_range = join == "to" or (join == "and" and chain.bound == "between")
        if is_range and two.latest < one.earliest:
            raise Unreadable(
                f"'{_text(chain.periods)}' runs backwards: {say_day(one.earliest)} is after {say_day(two.latest)}",
                "Write the earlier date first.",
            )
        if not is_range and (join == "or" or two.earliest - one.latest != _ONE_DAY):
            raise Unreadable(
                f"'{_text(chain.periods)}' names two dates that are no range",
                "Write one date here, or two rows; a range is written '1 March 2019 to 30 June 2019'.",
            )
    precision = max((span.precision for span in spans), key=_ORDER.index)
    return Span(spans[0].earliest, spans[-1].latest, precision)


def _left_over(text: str, pieces: list[Item], first: int, last: int) -> tuple[str, ...]:
    """Return the words before and after the items that were read, without those that carry no meaning of their own."""
    result = []
    for run in (pieces[:first], pieces[last + 1 :]):
        while run and run[0].kind in ("noise", "join") and run[0].text != "(":
            run = run[1:]
        while run and run[-1].kind in ("noise", "join") and run[-1].text != ")":
            run = run[:-1]
        words = remark(text[run[0].start : run[-1].end]) if run else ""
        if words:
            result.append(words)
    return tuple(result)


def find_interval(text: str, context: Context) -> Found | None:
    """Return the one interval of days in a cleaned text, or None if no period is named in it.

    Raises Unreadable where there are two that are no range, no year, or a date that can't be.
    """
    pieces = _attach(list(items(text, context)))
    chains = _chains(pieces)
    if len(chains) > 1:
        chains = [chain for chain in chains if not _weak(chain, pieces)] or chains[:1]
    if not chains:
        return None
    if len(chains) > 1:
        named = " and ".join(f"'{pieces[chain.first].text}'" for chain in chains[:3])
        raise Unreadable(
            f"the text names {named}, which are no range", "Write one date here, the other in its own row."
        )
    chain = chains[0]
    if _weak(chain, pieces) and len(pieces) > 1 and context.year_from is None:
        return None
    return _bounded(text, pieces, chain, context)


_OPEN_END = re.compile(r" ?(?:-|to|until) ?(?:date|present|now|ongoing|on-going|open-ended)(?![a-z])", re.IGNORECASE)
_OFFSET = re.compile(r"\b\d{1,3} (?:working )?(?:day|week|month|year)s? ?$", re.IGNORECASE)
_MOVED = re.compile(
    r"\b(?:slipped|moved|delayed|postponed|deferred|revised|changed|put back|pushed back|extended|rescheduled|"
    r"brought forward)(?: back)?$",
    re.IGNORECASE,
)


def _bounded(text: str, pieces: list[Item], chain: _Chain, context: Context) -> Found:
    """Read a chain together with the words that bound it: by, before, from, after, onwards."""
    spans, said = _with_years(chain, context)
    assumed = [*(sentence for period in chain.periods for sentence in period.assumed), *said]
    first, last = chain.first - bool(chain.bound), chain.last
    onwards = last + 1 < len(pieces) and pieces[last + 1].kind == "onwards"
    latest_follows = last + 1 < len(pieces) and pieces[last + 1].text.lower() == "at the latest"
    if open_end := _OPEN_END.match(text, pieces[last].end):
        onwards, pieces = True, [piece for piece in pieces if not pieces[last].end <= piece.start < open_end.end()]
    left_over = _left_over(text, pieces, first, last + (onwards and not open_end) + latest_follows)
    moved = chain.bound == "from" and len(spans) == 2 and chain.joins == ["to"] and first > 0
    if moved and _MOVED.search(text[: pieces[first - 1].end]):
        new = spans[1]
        assumed.append(f"The date now counts; before, it was {chain.periods[0].text}.")
        left_over = (*left_over, f"from {chain.periods[0].text}")
        return Found(new.earliest, new.latest, new.precision, tuple(assumed), left_over)
    if chain.bound in ("from", "after", "before") and re.search(_OFFSET, text[: pieces[first].start]):
        raise Unreadable(f"the date has to be counted from {chain.periods[0].text}", "Write the date itself.")
    span = _together(chain, spans)
    earliest: datetime.date | None = span.earliest
    latest: datetime.date | None = span.latest
    if chain.bound == "by" or latest_follows:
        earliest = None
        if chain.periods[-1].kind == "christmas":
            latest = span.earliest - _ONE_DAY
    elif chain.bound == "before":
        earliest, latest = None, span.earliest - _ONE_DAY
    elif chain.bound == "after":
        earliest, latest = span.latest + _ONE_DAY, None
    elif onwards or (chain.bound == "from" and len(spans) == 1):
        latest = None
    elif chain.periods[-1].kind == "relative" and re.match("within|in the", chain.periods[-1].text, re.IGNORECASE):
        earliest = None
    return Found(earliest, latest, span.precision, tuple(assumed), left_over)

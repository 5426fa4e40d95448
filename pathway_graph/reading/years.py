"""Read the years of a date: four digits, two digits, two years written together, or 'this year'."""

from __future__ import annotations

import dataclasses
import datetime
import re

from .periods import Unreadable

__all__ = ["Context", "pair_of_years", "published_day", "single_year", "stated_year"]

_YEARS_AHEAD = 30
_UNDATED = 2026  # stands for the document's year where it is not known, only to refuse two-digit years such as 98


@dataclasses.dataclass(frozen=True, slots=True)
class Context:
    """What is known about the place that the words stood in: the day its document was published, and the year."""

    published: datetime.date | None = None
    year_from: int | None = None


def single_year(text: str, context: Context) -> int:
    """Return the year of two or four digits; two digits are 20yy."""
    figures = text.lstrip("'")
    if len(figures) == 4:
        return int(figures)
    year = 2000 + int(figures)
    latest = (context.published.year if context.published else _UNDATED) + _YEARS_AHEAD
    if year > latest:
        hint = f"Write the year with four digits, perhaps {year - 100}."
        raise Unreadable(f"'{text}' would be the year {year}", hint)
    return year


def pair_of_years(text: str, context: Context) -> tuple[int, int]:
    """Return the first and the last year of two written together."""
    first_text, last_text = (part.strip() for part in re.split("[/-]", text))
    if len(last_text) not in (2, 4):
        first = single_year(first_text, context)
        hint = f"Did you mean {first}/{(first + 1) % 100:02d}?"
        raise Unreadable(f"'{text}' is neither a month nor two years", hint)
    first = single_year(first_text, context)
    last = int(last_text) if len(last_text) == 4 else first - first % 100 + int(last_text)
    return first, last + 100 if last < first and len(last_text) == 2 and first % 100 == 99 else last


def stated_year(match: re.Match[str], context: Context) -> tuple[int | None, bool, tuple[str, ...]]:
    """Return the year stated in a match, whether it is the first of two, and what was assumed."""
    if match["pair"]:
        first, last = pair_of_years(match["pair"], context)
        if last != first + 1:
            hint = f"Write {first}/{(first + 1) % 100:02d} for the financial year, or the months."
            raise Unreadable(f"the years in '{match['pair']}' do not follow one another", hint)
        return first, True, ()
    if match["year"]:
        return single_year(match["year"], context), False, ()
    if match["relative"]:
        return _relative_year(match["relative"].split()[0], context)
    return None, False, ()


def _relative_year(which: str, context: Context) -> tuple[int, bool, tuple[str, ...]]:
    base = published_day(f"{which} year", context).year
    year = base + {"last": -1, "next": 1}.get(which.lower(), 0)
    return year, False, (f"'{which} year' counts from the year of the document, {base}.",)


def published_day(text: str, context: Context) -> datetime.date:
    """Return the day of the document, from which a text counts; raise Unreadable where it is not known."""
    if context.published is None:
        raise Unreadable(
            f"'{text}' counts from the day of the document, which is not known",
            "Write the date itself, or give the document's published date.",
        )
    return context.published

"""Split lists: in the workbook at semicolons, in papers also at commas, slashes, ampersands and 'and'."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from .plain import clean, guarded
from .reading import Reading
from .states import settled, state_of, without_value

__all__ = ["split_list", "split_paper_list", "write_list"]


def split_list(text: str) -> tuple[str, ...]:
    """Return the items of a workbook's cell, split at semicolons; empty ones are dropped, the order is kept.

    >>> split_list("hpft; herts-cc;")
    ('hpft', 'herts-cc')
    """
    if ";" not in text:
        item = text.strip()
        return (item,) if item else ()
    return tuple(item for item in (part.strip() for part in text.split(";")) if item)


def write_list(items: Iterable[str]) -> str:
    """Return items as one cell that `split_list` reads back."""
    return "; ".join(items)


@functools.cache
def _separator() -> re.Pattern[str]:
    return re.compile(r" ?[;\n] ?| ?, ?(?:and )?| ?/ ?| ?& ?| and ", re.IGNORECASE)


def _key(text: str) -> str:
    return " ".join(clean(text).casefold().split())


def _split(text: str, known: frozenset[str]) -> list[str]:
    """Return the items of a text: the longest known names stay whole, everything else is split at every separator."""
    pieces: list[str] = []
    separators: list[str] = []
    at = 0
    for match in _separator().finditer(text):
        pieces.append(text[at : match.start()])
        separators.append(match[0])
        at = match.end()
    pieces.append(text[at:])
    longest = max((len(_separator().findall(name)) for name in known), default=0)
    items: list[str] = []
    first = 0
    while first < len(pieces):
        last = first
        joined = pieces[first]
        for end in range(first + 1, min(len(pieces), first + longest + 1)):
            joined += separators[end - 1] + pieces[end]
            if _key(joined) in known:
                last = end
        whole = pieces[first] + "".join(separators[i - 1] + pieces[i] for i in range(first + 1, last + 1))
        items.append(whole.strip())
        first = last + 1
    return [item for item in items if item]


def split_paper_list(text: str, known: Iterable[str] = ()) -> Reading:
    """Read a list as papers write it; the value is a list of texts.

    It is split at semicolons, lines, commas, slashes, ampersands and "and", except inside one of the `known` names
    (compared without regard to case). What was split is said in `assumed`.

    >>> split_paper_list("HPFT, Health & Care Trust", {"Health & Care Trust"}).value
    ['HPFT', 'Health & Care Trust']
    """
    names = frozenset(_key(name) for name in known)

    def read(short: str) -> Reading:
        words, plain = short.strip(), clean(short)
        if _key(plain) in names:
            return Reading("stated", words, [plain])
        early = settled(short)
        if early is not None:
            return early
        if state_of(short) == "any":
            return without_value("any", words)
        items = _split(plain, names)
        if len(items) < 2:
            return Reading("stated", words, items)
        named = "; ".join(items)
        return Reading("stated", words, items, (f"'{plain}' is read as {len(items)} items: {named}.",))

    return guarded(text, read)

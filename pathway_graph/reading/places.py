"""Read which areas, needs or groups a row names: ids, any, any except X, some of X."""

from __future__ import annotations

import functools
import re
from typing import Any

from .lists import split_list
from .plain import clean, guarded, shorten
from .reading import Reading, failed
from .states import settled, without_value

__all__ = ["read_groups", "read_places", "write_places"]

_HINT = "Write ids separated by ';', any, any except X; Y, or some of X."
_ANY = frozenset({"any", "all", "everyone", "everybody", "anyone", "everywhere"})


@functools.cache
def _except() -> re.Pattern[str]:
    return re.compile(
        r"(?P<before>.*?)(?:^|[ ;,(])(?:except(?: for)?|excluding|but not|apart from)(?: (?P<after>.*)|$)", re.I | re.S
    )


def _items(text: str) -> tuple[list[str], list[str]]:
    """Return the items that are meant wholly and those of which some part is meant."""
    sure: list[str] = []
    some: list[str] = []
    for item in split_list(text.replace("\n", ";")):
        match = re.match(r"(?:some|parts?) of (.+)", item, re.IGNORECASE)
        if match:
            some.append(match[1].strip())
        else:
            sure.append(item)
    return list(dict.fromkeys(sure)), list(dict.fromkeys(some))


def _expression(text: str, groups: bool) -> Reading:
    words, plain = text.strip(), clean(text)
    match = _except().fullmatch(plain)
    named, excepted = (match["before"].strip(" ;,("), (match["after"] or "").rstrip(")")) if match else (plain, "")
    but, part = _items(excepted)
    if match and (part or not but or any(item.lower() in _ANY for item in but)):
        return failed(words, f"'{shorten(words)}' does not name what is excepted", _HINT)
    whole = named.casefold() in _ANY
    if match and not named:
        return failed(words, f"'{shorten(words)}' excepts something, but from what?", _HINT)
    if whole and not match:
        return without_value("any", words)
    sure, some = ([], []) if whole else _items(named)
    if not whole and any(item.casefold() in _ANY for item in sure):
        return failed(words, f"'{shorten(words)}' names any and something beside it", "Write any alone, or the ids.")
    if groups:
        sure, some, but = ([_word(item) for item in items] for items in (sure, some, but))
    if not whole and not sure and not some:
        return failed(words, f"'{shorten(words)}' names nothing", _HINT)
    value = {"sure": sure, "some": some, "except": but, "any": whole}
    return Reading("half" if some else "stated", words, value)


def _word(item: str) -> str:
    """Return the name of a group as it is compared: lower case, single spaces."""
    return " ".join(item.casefold().split())


@functools.lru_cache(maxsize=8192)
def _read(text: str, groups: bool) -> Reading:
    early = settled(text)
    return early if early is not None else _expression(text, groups)


def read_places(text: str) -> Reading:
    """Read the areas or needs of a row.

    Value: `{"sure": [ids], "some": [ids of which a part is meant], "except": [ids], "any": bool}`, as written and in
    that order; whether the ids exist is for the caller to check. State `any` for any alone, `half` with `some of`.

    >>> read_places("any except substance").value
    {'sure': [], 'some': [], 'except': ['substance'], 'any': True}
    """
    return guarded(text, lambda short: _read(short, False))


def read_groups(text: str) -> Reading:
    """Read the groups of people of a row, in the shape of `read_places`; words are compared in lower case.

    >>> read_groups("Perinatal; Carers").value["sure"], read_groups("everyone").state
    (['perinatal', 'carers'], 'any')
    """
    return guarded(text, lambda short: _read(short, True))


def write_places(value: dict[str, Any]) -> str:
    """Return areas, needs or groups in the words that `read_places` reads back."""
    named = ["any"] if value["any"] else [*value["sure"], *(f"some of {item}" for item in value["some"])]
    excepted = f" except {'; '.join(value['except'])}" if value["except"] else ""
    return "; ".join(named) + excepted

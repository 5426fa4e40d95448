"""Read steps of care, and the scale that a need has."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any

from .names import digits
from .plain import clean, guarded, shorten
from .reading import Reading, failed
from .states import settled, without_value

__all__ = ["TOP_STEP", "read_scale", "read_steps", "write_scale", "write_steps"]

TOP_STEP = 99
"""Stands for the highest step where no scale is given; cut to the need's scale when it is used."""

_HINT = "Write 3, 1-2 or 1; 3-4."
_LETTERS = {"o": "0", "i": "1", "l": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_NAMES = r"(?:steps?|tiers?|levels?|stages?|bands?)"


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    figure = r"\d{1,2}|\?"
    part = re.compile(
        rf"(?:(?P<name>{_NAMES}) ?)?(?P<low>{figure})(?: ?(?:-|to) ?(?:{_NAMES} ?)?(?P<high>{figure}))?"
        r"(?P<more> ?\+| and (?:above|over|up)| or (?:above|over)| (?:and|or) below)?",
        re.IGNORECASE,
    )
    near = re.compile(rf"(?:{_NAMES} )?(?P<letter>o|i{{1,3}}|iv|v|l)", re.IGNORECASE)
    scale = re.compile(r"(?P<low>\d{1,2}) ?(?:-|to) ?(?P<high>\d{1,2})(?P<words>(?: .*)?)")
    return part, near, scale


def _part(text: str, low: int, high: int) -> tuple[int, int, bool] | str:
    """Return the lowest and the highest step of one part and whether both are stated; or what is wrong."""
    match = _patterns()[0].fullmatch(text)
    if match is None:
        return f"'{shorten(text)}' is no step"
    more = (match["more"] or "").strip().lower()
    first, last = match["low"], match["high"] or match["low"]
    if first == last == "?":
        return f"'{shorten(text)}' states no step"
    if more and match["high"]:
        return f"'{shorten(text)}' is no step"
    bottom = low if first == "?" or more.endswith("below") else int(first)
    top = high if last == "?" or (more and not more.endswith("below")) else int(last)
    if bottom > top:
        return f"'{shorten(text)}' runs backwards or lies off the scale"
    return bottom, top, "?" not in (first, last)


def _merged(steps: list[tuple[int, int]]) -> list[int]:
    flat: list[int] = []
    for low, high in sorted(steps):
        if flat and low <= flat[-1] + 1:
            flat[-1] = max(flat[-1], high)
        else:
            flat += [low, high]
    return flat


def _off_scale(plain: str, flat: list[int], scale: tuple[int, int, str]) -> str:
    """Return what is wrong with steps on a scale, or an empty text."""
    low, high, words = scale
    named = re.search(r"\btiers?\b", plain, re.IGNORECASE)
    if named and "tier" not in words.lower():
        return f"'{named[0]}' stands on a scale of {words or 'steps'}"
    outside = [step for step in flat if not low <= step <= high and step != TOP_STEP]
    return f"step {outside[0]} lies outside the scale {low}-{high} {words}".strip() if outside else ""


@functools.lru_cache(maxsize=4096)
def _read(text: str, scale: tuple[int, int, str] | None) -> Reading:
    if not text.lstrip().startswith("?") or not text.strip("? "):
        early = settled(text)
        if early is not None:
            return early
    words, plain = text.strip(), clean(text)
    low = plain.casefold().rstrip(".")
    if low in ("any", "all", "all steps", "any step", "all tiers", "any tier"):
        return without_value("any", words)
    if re.fullmatch(r"\d{4}-\d\d-\d\d(?:[T ].*)?", plain):
        hint = "Spreadsheets turn 1-2 into a date: format the cell as text and write the steps again."
        return failed(words, f"'{shorten(words)}' is a date, not steps", hint)
    near = _patterns()[1].fullmatch(plain)
    if near:
        right = plain[: near.start("letter")] + _LETTERS[near["letter"].lower()]
        return failed(words, f"'{shorten(words)}' has a letter where a number belongs", f"Did you mean {right}?")
    bounds = (scale[0], scale[1]) if scale else (0, TOP_STEP)
    parts = re.split(r" ?[;,&\n] ?| and (?=\d|[a-z]+ ?\d)", digits(plain), flags=re.IGNORECASE)
    read = [_part(part, *bounds) for part in parts if part]
    wrong = [item for item in read if isinstance(item, str)]
    if wrong or not read:
        return failed(words, wrong[0] if wrong else f"'{shorten(words)}' is no step", _HINT)
    found = [item for item in read if not isinstance(item, str)]
    may = _merged([(first, last) for first, last, _ in found])
    sure = _merged([(first, last) for first, last, stated in found if stated])
    error = _off_scale(plain, may, scale) if scale else ""
    if error:
        return failed(words, error, f"Write steps from {bounds[0]} to {bounds[1]}.")
    return Reading("stated" if sure == may else "half", words, {"sure": sure, "may": may})


def read_steps(text: str, *, scale: dict[str, Any] | None = None) -> Reading:
    """Read steps of care, both ends included.

    Value: `{"sure": [low, high, ...], "may": [low, high, ...]}`. With the need's `scale` (the value of `read_scale`)
    steps outside it, and tiers on a scale of steps, are errors, and `?` and `3+` reach to its ends; without it, to 0
    and TOP_STEP. State `any` for any.

    >>> read_steps("1; 3-4").value["sure"], read_steps("?-3").value
    ([1, 1, 3, 4], {'sure': [], 'may': [0, 3]})
    """
    key = (int(scale["low"]), int(scale["high"]), str(scale["words"])) if scale else None
    return guarded(text, lambda short: _read(short, key))


def write_steps(steps: Sequence[int]) -> str:
    """Return steps (a flat list of lowest and highest) in the words that `read_steps` reads back.

    >>> write_steps([1, 1, 3, 4])
    '1; 3-4'
    """
    if not steps:
        raise ValueError("no steps can't be written")
    pairs = zip(steps[::2], steps[1::2], strict=True)
    return "; ".join(str(low) if low == high else f"{low}-{high}" for low, high in pairs)


def read_scale(text: str) -> Reading:
    """Read a need's scale: state `none` for none; else `{"low", "high", "words"}`.

    >>> read_scale("0-5 stepped care").value
    {'low': 0, 'high': 5, 'words': 'stepped care'}
    """

    def read(short: str) -> Reading:
        early = settled(short, may_be_absent=True)
        if early is not None:
            return early
        words, plain = short.strip(), clean(short)
        match = _patterns()[2].fullmatch(plain)
        if match is None:
            return failed(
                words, f"'{shorten(words)}' is no scale", "Write none, or 0-5 stepped care, or 1-4 CAMHS tier."
            )
        low, high = int(match["low"]), int(match["high"])
        if low >= high:
            return failed(
                words, f"the scale {low}-{high} runs backwards or has one step", "Write the lower step first."
            )
        return Reading("stated", words, {"low": low, "high": high, "words": match["words"].strip()})

    return guarded(text, read)


def write_scale(value: dict[str, Any] | None) -> str:
    """Return a scale in the words that `read_scale` reads back; None is no scale."""
    return f"{value['low']}-{value['high']} {value['words']}".strip() if value else "none"

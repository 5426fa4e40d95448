"""Hold one stated value: its state, what was read, and the words as they were written."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from .reading import Reading, State

__all__ = ["Amount", "Dates", "Places", "Spans", "Value", "Wordset", "canonical", "decode", "encode", "reader"]

T = TypeVar("T")
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """One stated value. A blank is no Value at all (None in a record, no fact in the ledger).

    `value` is None unless the state is `stated` or `half`; `words` is the text as written; `assumed` says in sentences
    what the reader decided; `left_over` keeps what was written beside the value and not read.
    """

    state: State
    words: str
    value: T | None = None
    assumed: tuple[str, ...] = ()
    left_over: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Spans:
    """Two sets of whole numbers as ascending pairs: what is taken for sure, and what may be taken.

    Ages: months, half-open, 1200 = no upper limit. Hours: minutes of the week, half-open, Monday 00:00 = 0.
    Steps: inclusive pairs on the scale of the need.
    """

    sure: tuple[tuple[int, int], ...]
    may: tuple[tuple[int, int], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Places:
    """Areas or needs by id: wholly taken, taken in some part, left out, or any (then only `excepted` matters)."""

    sure: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    any: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Wordset:
    """Groups of people by word: taken for sure, may be taken, or any."""

    sure: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    any: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Dates:
    """A day known to lie between two days, both included (ISO text; None = that end is not stated)."""

    earliest: str | None
    latest: str | None
    precision: str


@dataclasses.dataclass(frozen=True, slots=True)
class Amount:
    """A number known to lie between two ends, in the unit of its field (None = that end is not stated)."""

    low: float | None
    high: float | None


def canonical(value: object) -> str:
    """Write plain JSON in the one form that is hashed and compared.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    if type(value) is str:
        return _quoted(value)
    if type(value) is list and all(type(item) is str for item in value):  # references, of which a load writes many
        return f"[{','.join(map(_quoted, value))}]"
    return _ENCODER.encode(value)


_quoted = json.encoder.encode_basestring


def reader() -> Callable[[str], Any]:
    """Give a function that reads canonical JSON, equal texts once: what it gives is shared, so never change it.

    Most texts of a column recur: hours, ages, areas, dates.
    """
    others = functools.cache(json.loads)

    def read(text: str) -> Any:
        return text[1:-1] if text[0] == '"' and "\\" not in text else others(text)

    return read


def encode(reading: Reading) -> Any | None:
    """Turn a reading into the plain JSON that the ledger keeps; None for a blank.

    A value that says no more than its words is kept as itself (a list however its semicolons are spaced); everything
    else as an object with `state`, `words` and, where there is one, `value`.

    >>> encode(Reading("stated", "Bath", "Bath"))
    'Bath'
    >>> encode(Reading("stated", "a;b", ["a", "b"]))
    ['a', 'b']
    >>> encode(Reading("stated", "9-5 weekdays", {"sure": [540]}))["words"]
    '9-5 weekdays'
    """
    if reading.state == "blank":
        return None
    value, words = reading.value, reading.words
    if reading.state == "stated" and not reading.assumed and not reading.left_over and _says_itself(value, words):
        return value
    out: dict[str, Any] = {"state": reading.state, "words": words}
    if value is not None:
        out["value"] = value
    if reading.assumed:
        out["assumed"] = list(reading.assumed)
    if reading.left_over:
        out["left_over"] = list(reading.left_over)
    return out


def decode(stored: Any) -> Value[Any] | None:
    """Turn what the ledger keeps back into a value.

    >>> decode({"state": "missing", "words": "TBC"}).state
    'missing'
    """
    if stored is None:
        return None
    if isinstance(stored, dict) and "state" in stored:
        return Value(
            stored["state"],
            stored["words"],
            stored.get("value"),
            tuple(stored.get("assumed", ())),
            tuple(stored.get("left_over", ())),
        )
    words = "; ".join(map(str, stored)) if isinstance(stored, list) else _shown(stored)
    return Value("stated", words, stored)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _says_itself(value: object, words: str) -> bool:
    if isinstance(value, str):
        return value == words
    if isinstance(value, list):
        return [part.strip() for part in words.split(";") if part.strip()] == value
    return isinstance(value, bool | int | float) and _shown(value) == words

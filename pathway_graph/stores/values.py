"""Carry values between Python and an engine, so that every engine gives and takes the same types."""

from __future__ import annotations

import datetime
import decimal
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .errors import StatementRefused
from .protocol import Columns, Parameters, Row

__all__ = ["TYPES", "convert", "prepare", "unify"]

_LARGEST = 2**63 - 1
_LIST = "list of "


def prepare(parameters: Parameters | None) -> dict[str, Any]:
    """Copy parameters into plain values that every engine carries; StatementRefused names one that none can."""
    given = dict(parameters or {})
    try:
        return {name: _copied(value) for name, value in given.items()}
    except _Unfit:
        path, wrong = next(_unfit(given, ""))
        raise StatementRefused(
            f"the parameter {path} {wrong}.",
            hint="Give text, whole numbers of 64 bits, finite numbers, yes/no, dates, and lists and dicts of them.",
        ) from None


class _Unfit(Exception):
    """Somewhere in a value is something that no engine carries; where, is looked for only then."""


def _copied(value: Any) -> Any:
    kind = type(value)
    if kind is str and value.isascii():  # nearly all: a load sends a million of them
        return value
    if kind in _CHECKS:
        if _CHECKS[kind](value):
            raise _Unfit
        return value
    if kind is dict:
        if not _KEYS.issuperset(value):
            _refuse_keys(value)
        return {key: item if type(item) is str and item.isascii() else _copied(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_copied(item) for item in value]
    if isinstance(value, str):  # a word of a closed set (StrEnum)
        return _copied(str.__str__(value))
    if isinstance(value, Mapping) and all(map(_is_key, value)):
        return {key: _copied(item) for key, item in value.items()}
    raise _Unfit


_MOST_KEYS = 10_000
_KEYS: set[object] = set()  # names of properties that were looked at; there are a few hundred


def _refuse_keys(value: dict[Any, Any]) -> None:
    if not all(map(_is_key, value)):
        raise _Unfit
    if len(_KEYS) < _MOST_KEYS:
        _KEYS.update(value)


def _is_key(key: object) -> bool:
    return type(key) is str and key.isprintable()


def _unfit(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Walk through what cannot be carried: its path and what is wrong with it."""
    if isinstance(value, list | tuple):
        for at, item in enumerate(value):
            yield from _unfit(item, f"{path}[{at}]")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if _is_key(key):
                yield from _unfit(item, f"{path}.{key}" if path else key)
            else:
                yield path, "has a key that is not plain text"
    elif wrong := _CHECKS.get(str if isinstance(value, str) else type(value), _of_no_known_type)(value):
        yield path, wrong


def _nothing_wrong(value: object) -> str:
    return ""


def _wrong_text(value: str) -> str:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return "is text with half a character (a lone surrogate)"
    return ""


def _wrong_whole(value: int) -> str:
    return "" if -_LARGEST - 1 <= value <= _LARGEST else "is a whole number beyond 64 bits"


def _wrong_number(value: float) -> str:
    return "" if math.isfinite(value) else f"is {value}, which is no number"


def _of_no_known_type(value: object) -> str:
    return f"is of the type {type(value).__name__}"


_CHECKS: dict[type, Callable[[Any], str]] = {
    type(None): _nothing_wrong, bool: _nothing_wrong, datetime.date: _nothing_wrong,
    str: _wrong_text, int: _wrong_whole, float: _wrong_number,
}  # fmt: skip


def unify(value: Any, plain: Callable[[Any], Any]) -> Any:
    """Turn what an engine gave into the types of `Row`, recursively; `plain` undoes the engine's own types.

    >>> unify({"@rid": "#1:0", "@type": "Area", "id": "bath"}, plain=lambda value: value)
    {'id': 'bath'}
    """
    kind = type(value)
    if kind in _CHECKS:
        return value
    if kind not in (list, dict):
        value = plain(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [item if type(item) in _CHECKS else unify(item, plain) for item in value]
    if isinstance(value, dict):
        if "@rid" in value:  # a node or relationship with the engine's own columns
            value = {key: item for key, item in value.items() if not key.startswith("@")}
        return {key: item if type(item) in _CHECKS else unify(item, plain) for key, item in value.items()}
    return float(value) if isinstance(value, decimal.Decimal) else value


def convert(rows: Iterable[Row], columns: Columns | None) -> list[Row]:
    """Give the rows with each declared column in its declared type; StatementRefused (PG322) names what does not fit.

    >>> convert([{"opens": "2018-04-01", "n": 3}], {"opens": "date"})
    [{'opens': datetime.date(2018, 4, 1), 'n': 3}]
    """
    rows = list(rows)
    if not columns:
        return rows
    readers = {name: _reader(declared) for name, declared in columns.items()}
    for at, row in enumerate(rows, 1):
        for name, reader in readers.items():
            if name not in row:
                raise _misfit(f"the column {name} is declared and not returned (returned: {', '.join(row)}).")
            try:
                row[name] = reader(row[name])
            except (TypeError, ValueError, OverflowError):
                raise _misfit(
                    f"the column {name} is declared as {columns[name]}, and row {at} holds {row[name]!r}."
                ) from None
    return rows


def _misfit(message: str) -> StatementRefused:
    return StatementRefused(message, code="PG322", hint="Mend the column's declaration or what the statement returns.")


def _reader(declared: str) -> Callable[[Any], Any]:
    if declared.startswith(_LIST):
        inner = _reader(declared[len(_LIST) :])
        return lambda value: None if value is None else [inner(item) for item in _as_list(value)]
    if declared not in TYPES:
        raise _misfit(f"{declared!r} is no type of a column; there are {', '.join(TYPES)} and 'list of' any of them.")
    reader = TYPES[declared]
    return lambda value: None if value is None else reader(value)


def _as_list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    raise TypeError


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise TypeError
    return int(value)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return float(value)


def _yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise TypeError


def _date(value: Any) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str) and (len(value) == 10 or value[10:11] == "T"):
        return datetime.date.fromisoformat(value[:10])
    raise TypeError


TYPES: dict[str, Callable[[Any], Any]] = {
    "text": _text, "whole": _whole, "number": _number, "yes/no": _yes_no, "date": _date, "any": lambda value: value,
}  # fmt: skip
"""Declared type -> what reads it: number gives a float, whole takes 3.0 for 3, date takes ISO text and date-times."""

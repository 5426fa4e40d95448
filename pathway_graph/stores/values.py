"""Carry values between Python and an engine, so that every engine gives and takes the same types."""

from __future__ import annotations

import datetime
import decimal
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .errors import StatementRefused
from .protocol import Columns, Parameters, Row

__all__ = ["TYPES", "convert", "prepare", "unify"]

_LARGEST = 2**63 - 1
_LIST = "list of "


def prepare(parameters: Parameters | None) -> dict[str, Any]:
    """Copy parameters into plain values that every engine carries; StatementRefused names one that none can."""
    return {name: _prepared(value, name) for name, value in (parameters or {}).items()}


def _prepared(value: Any, path: str) -> Any:
    if isinstance(value, list | tuple):
        return [_prepared(item, f"{path}[{at}]") for at, item in enumerate(value)]
    if isinstance(value, Mapping):
        if not all(type(key) is str and key.isprintable() for key in value):
            raise _unfit(path, "has a key that is not plain text")
        return {key: _prepared(item, f"{path}.{key}") for key, item in value.items()}
    if wrong := _CHECKS.get(type(value), _of_no_known_type)(value):
        raise _unfit(path, wrong)
    return value


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


def _unfit(path: str, what: str) -> StatementRefused:
    return StatementRefused(
        f"the parameter {path} {what}.",
        hint="Give text, whole numbers of 64 bits, finite numbers, yes/no, dates, and lists and dicts of them.",
    )


def unify(value: Any) -> Any:
    """Turn what an engine gave into the types of `Row`, recursively; what it does not know it leaves as it is.

    >>> unify({"@rid": "#1:0", "@type": "Area", "id": "bath"})
    {'id': 'bath'}
    """
    if isinstance(value, list | tuple | set | frozenset):
        return [unify(item) for item in value]
    if isinstance(value, dict):
        if "@rid" in value:  # a node or relationship with the engine's own columns
            value = {key: item for key, item in value.items() if not key.startswith("@")}
        return {key: unify(item) for key, item in value.items()}
    if isinstance(value, decimal.Decimal):
        return float(value)
    return value


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

"""Turn the sheets of a worked case into a landscape: the few forms that the cases use, no more."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pathway_graph.analysis.landscape import (
    ANY_MEMBERS,
    ANY_NUMBERS,
    Area,
    Contract,
    Date,
    Extent,
    Function,
    Handoff,
    Landscape,
    Members,
    Need,
    Numbers,
    Provision,
    Quantity,
    Requirement,
    Service,
    Words,
)

__all__ = ["landscape_of"]

Row = Mapping[str, Any]
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_COMPLETED = (4, 10, 15, 17, 24, 64)
"""Upper ages that the reading rules read as a completed year."""


def landscape_of(*given: Mapping[str, Sequence[Row]]) -> Landscape:
    """Put sheets together: `given` are mappings from a sheet's name to its rows; later ones add rows."""
    sheets: dict[str, list[Row]] = {}
    for book in given:
        for name, rows in book.items():
            if isinstance(rows, list):
                sheets.setdefault(name, []).extend(rows)
    services = sheets.get("Services", [])
    offering = [row for row in services if "function" in row]
    return Landscape(
        areas=tuple(Area(row["id"], row["name"], _ids(row, "parent")) for row in sheets.get("Areas", [])),
        needs=tuple(Need(row["id"], row["name"], _ids(row, "parent"), _scale(row)) for row in sheets.get("Needs", [])),
        functions=tuple(_function(row) for row in sheets.get("Functions", [])),
        services=tuple(_service(row) for row in services),
        provisions=tuple(_provision(row, row["id"], "Service") for row in offering)
        + tuple(_provision(row, row["service"], "Provision") for row in sheets.get("Provisions", [])),
        requirements=tuple(_requirement(row) for row in sheets.get("Requirements", [])),
        contracts=tuple(_contract(row) for row in sheets.get("Contracts", [])),
        handoffs=tuple(Handoff(row["id"], row["from"], row["to"]) for row in sheets.get("Handoffs", [])),
    )


def _ids(row: Row, header: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(row.get(header, "")).split(";") if part.strip())


def _scale(row: Row) -> tuple[int, int] | None:
    found = re.match(r"(\d+)-(\d+)", str(row.get("scale", "none")))
    return (int(found[1]), int(found[2])) if found else None


def _function(row: Row) -> Function:
    return Function(row["id"], row["name"], _ids(row, "parent"), row.get("kind", ""), _ids(row, "relies_on"))


def _service(row: Row) -> Service:
    providers, status = _ids(row, "provider"), row.get("status", "")
    return Service(row["id"], row["name"], providers, status, _day(row, "opens"), _day(row, "closes"))


def _provision(row: Row, service: str, label: str) -> Provision:
    return Provision(
        row["id"], service, _ids(row, "function"), _extent(row), label,
        wait=_quantity(row, "max_wait"), response=_quantity(row, "response_within"),
    )  # fmt: skip


def _requirement(row: Row) -> Requirement:
    return Requirement(
        row["id"], row["name"], row["function"], _extent(row),
        max_wait=_quantity(row, "max_wait"), response_within=_quantity(row, "response_within"),
    )  # fmt: skip


def _contract(row: Row) -> Contract:
    services, replaces = _ids(row, "services"), _ids(row, "replaces")
    return Contract(row["id"], row["name"], services, replaces, _day(row, "starts"), _day(row, "ends"))


def _day(row: Row, header: str) -> Date:
    day: datetime.date | None = row.get(header)
    return Date("stated", day.toordinal(), day.toordinal()) if day else Date()


def _quantity(row: Row, header: str) -> Quantity:
    words = str(row.get(header, ""))
    if not words:
        return Quantity()
    if words.startswith("over "):
        return Quantity("half", float(words[5:]), None, over=True)
    return Quantity("stated", float(words), float(words))


def _extent(row: Row) -> Extent:
    return Extent(
        areas=_members(row.get("area")),
        needs=_members(row.get("need")),
        groups=Words("stated", _ids(row, "group"), _ids(row, "group")) if "group" in row else Words(),
        ages=_numbers(row.get("ages"), _age),
        steps=_numbers(row.get("steps"), _step),
        minutes=_hours(row.get("hours")),
    )


def _members(words: str | None) -> Members:
    if words is None:
        return Members()
    if words == "any":
        return ANY_MEMBERS
    if words.startswith("any except "):
        return Members("any", excepted=tuple(words.removeprefix("any except ").split("; ")))
    if words.startswith("some of "):
        return Members("half", some=tuple(words.removeprefix("some of ").split("; ")))
    return Members("stated", tuple(part.strip() for part in words.split(";")))


def _numbers(words: object, read: Any) -> Numbers:
    if words is None:
        return Numbers()
    if words == "any":
        return ANY_NUMBERS
    pair = read(str(words))
    return Numbers("stated", pair, pair)


def _age(words: str) -> tuple[int, int]:
    if words.endswith("+"):
        return int(words[:-1]) * 12, 1200
    low, high = map(int, words.split("-"))
    return low * 12, (high + (high in _COMPLETED)) * 12


def _step(words: str) -> tuple[int, int]:
    low, _, high = words.partition("-")
    return int(low), int(high or low)


def _hours(words: str | None) -> Numbers:
    if words is None:
        return Numbers()
    if words == "24/7":
        return ANY_NUMBERS
    days, _, times = words.partition(" ")
    first, last = (_DAYS.index(day) for day in days.split("-"))
    opening, closing = times.split("-")
    start, end = (0 if opening == "?" else _clock(opening)), _clock(closing)
    flat = tuple(minute for day in range(first, last + 1) for minute in (day * 1440 + start, day * 1440 + end))
    return Numbers("half", (), flat) if opening == "?" else Numbers("stated", flat, flat)


def _clock(words: str) -> int:
    hour, minute = map(int, words.split(":"))
    return hour * 60 + minute

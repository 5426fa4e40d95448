"""Tell from the rows beside it whether an upper age is a completed year: `18-40` beside `41+` ends at 41."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pathway_graph.reading import Reading
from pathway_graph.reading.ages import read_ages
from pathway_graph.reading.lists import split_list

from .sheets import Sheet, text_of

__all__ = ["age_starts", "may_be_beside", "read_beside"]


def age_starts(sheets: Iterable[Sheet]) -> dict[str, frozenset[int]]:
    """List, for each function of a source, the years of age at which a row of it begins."""
    found: dict[str, set[int]] = {}
    for sheet in sheets:
        names = [header.strip().casefold() for header in sheet.headers]
        if "ages" not in names or "function" not in names:
            continue
        ages, functions = names.index("ages"), names.index("function")
        for pair in dict.fromkeys((row[ages], row[functions]) for row in sheet.rows):
            value = read_ages(text_of(pair[0])).value
            if value and value["sure"] and value["sure"][0] % 12 == 0:
                for function in split_list(text_of(pair[1])):
                    found.setdefault(function, set()).add(value["sure"][0] // 12)
    return {function: frozenset(years) for function, years in found.items()}


def may_be_beside(text: str, starts: frozenset[int]) -> bool:
    """Tell whether any row, of whatever function, begins a year above the end of these ages."""
    value = read_ages(text).value
    return bool(value and value["sure"]) and value["sure"][-1] // 12 + 1 in starts


def read_beside(stored: Any, functions: Iterable[str], starts: Mapping[str, frozenset[int]]) -> Reading | None:
    """Read stored ages again where another row of one of the functions begins a year above their end.

    None where nothing changes, which is nearly always.
    """
    if not isinstance(stored, dict) or not stored.get("value") or not stored["value"]["sure"]:
        return None
    years, months = divmod(stored["value"]["sure"][-1], 12)
    if months or not any(years + 1 in starts.get(function, ()) for function in functions):
        return None
    reading = read_ages(stored["words"], next_from=years + 1)
    return None if reading.error or reading.value == stored["value"] else reading

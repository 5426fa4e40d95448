"""Write facts as the cells of a workbook, so that reading them again gives the same facts."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pathway_graph.fields import Field, Reference
from pathway_graph.model import FIELDS, SHEETS
from pathway_graph.reading.ages import read_ages, write_ages
from pathway_graph.reading.dates import write_date
from pathway_graph.reading.durations import write_duration
from pathway_graph.reading.money import write_budget, write_money
from pathway_graph.reading.numbers import write_number
from pathway_graph.reading.places import write_places
from pathway_graph.reading.steps import write_scale, write_steps
from pathway_graph.reading.week import write_hours
from pathway_graph.values import canonical, decode, encode

from .age_bands import age_starts, read_beside
from .cells import reader_for
from .settings import reading_options
from .sheets import Sheet, letters

__all__ = ["Facts", "sheets_of", "words_of"]

Facts = Mapping[tuple[str, str], Mapping[str, Any]]
"""(label, id) -> header -> value as the ledger keeps it."""

_UNREAD = "unknown: "
"""Put before words that were found in a published source and that no reader takes: they stay missing, and stay."""


def sheets_of(facts: Facts, settings: Mapping[str, str] | None = None) -> tuple[Sheet, ...]:
    """Lay facts out as sheets, one a label that has any, in the order of the model, rows by id.

    Cells hold the words as written; where these would now be read otherwise (they were read beside other rows, or
    under other settings) they hold what was read, written anew. A service's provisions stand in Provisions, also the
    one that has the service's id.
    """
    options = reading_options(dict(settings or {}))
    rows: dict[str, list[dict[str, str]]] = {label: [] for label in SHEETS}
    for (label, id), stored in sorted(facts.items()):
        rows[label].append({"id": id, **_cells(label, stored, options)})
    laid = {label: _sheet(label, found) for label, found in rows.items() if found}
    starts = age_starts(laid.values())
    for label, sheet in laid.items():
        if "ages" in sheet.headers:
            laid[label] = _hold_ages(sheet, [facts[label, row["id"]] for row in rows[label]], starts)
    return tuple(laid.values())


def _cells(label: str, stored: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for header, value in stored.items():
        field = FIELDS[label].get(header)
        if header == "other_columns":
            cells |= value
        elif field is not None:
            cells[header] = words_of(field, value, options)
        elif header.endswith("stated_in"):
            about = header.removesuffix("stated_in")
            cells[header] = value["document"]
            if value["locator"]:
                cells[f"{about}locator"] = value["locator"]
    return cells


def _sheet(label: str, rows: list[dict[str, str]]) -> Sheet:
    """Lay out the rows of a label: its fields in the order of the model, where they come from, then other columns."""
    used = {header for row in rows for header in row}
    known = [name for name in FIELDS[label] if name in used or name in ("id", "name")]
    tails = [f"{name}{tail}" for name in ("", *(f"{n} " for n in known)) for tail in ("stated_in", "locator")]
    origins = [header for header in tails if header in used]
    headers = (*known, *origins, *sorted(used - {*known, *origins}))
    cells = [[row.get(header, "") for header in headers] for row in rows]
    columns = tuple(letters(index) for index in range(len(headers)))
    return Sheet(SHEETS[label], headers, cells, range(2, len(rows) + 2), columns)


def words_of(field: Field | Reference, stored: Any, options: Mapping[str, Any]) -> str:
    """Give the words of one stored value: as they were written, if reading them gives the value again.

    >>> words_of(FIELDS["Service"]["closes"], {"state": "missing", "words": "TBC"}, {})
    'TBC'
    """
    if isinstance(stored, str) and isinstance(field, Field) and field.kind in ("text", "identifier", "choice"):
        return stored
    value = decode(stored)
    assert value is not None
    if field.name == "ages":
        return value.words  # read beside other rows: `_hold_ages` sees to them when all rows are laid out
    return _checked(field, value.words, canonical(stored), tuple(sorted(options.items())))


@functools.lru_cache(maxsize=65536)
def _checked(field: Field | Reference, words: str, stored: str, options: tuple[tuple[str, Any], ...]) -> str:
    reading = reader_for(field, dict(options))(words)
    if not reading.error and canonical(encode(reading)) == stored:
        return words
    value = decode(json.loads(stored))
    assert value is not None
    if value.value is None:
        return words if not reading.error and reading.state == value.state else f"{_UNREAD}{words}"
    if isinstance(field, Reference):
        return "; ".join(value.value)
    write = _WRITERS.get(field.kind)
    if write is None or (not reading.error and reading.value == value.value):
        return words
    return write(value.value)


def _spans(write: Callable[[Sequence[int]], str], value: dict[str, Any]) -> str:
    if value["sure"] != value["may"]:
        return f"{_UNREAD}only {write(value['may'])} at most"  # no notation says it: better not known than wrong
    return write(value["may"])


_WRITERS: dict[str, Callable[[Any], str]] = {
    "date": write_date,
    "number": write_number,
    "whole": write_number,
    "money": write_money,
    "budget": write_budget,
    "duration": write_duration,
    "scale": write_scale,
    "area": write_places,
    "need": write_places,
    "group": write_places,
    "steps": functools.partial(_spans, write_steps),
    "hours": functools.partial(_spans, write_hours),
    "words": "; ".join,
}
"""Kind of field -> how its value is written where its words alone would be read as something else."""


def _hold_ages(sheet: Sheet, facts: Sequence[Mapping[str, Any]], starts: Mapping[str, frozenset[int]]) -> Sheet:
    """Write ages so that beside the other rows of this workbook they are read as they were read before."""
    index = sheet.headers.index("ages")
    rows = [list(row) for row in sheet.rows]
    for row, stated in zip(rows, facts, strict=True):
        stored = stated.get("ages")
        if stored is not None:
            row[index] = _held(str(row[index]), stored, stated.get("function"), starts)
    return dataclasses.replace(sheet, rows=rows)


def _held(words: str, stored: Any, functions: Any, starts: Mapping[str, frozenset[int]]) -> str:
    named = functions if isinstance(functions, list) else []
    value = decode(stored)
    assert value is not None
    for text in (words, f"{words} exclusive", f"{words} inclusive"):
        reading = read_ages(text)
        reading = read_beside(encode(reading), named, starts) or reading
        if not reading.error and (reading.state, reading.value) == (value.state, value.value):
            return text
    return f"{_UNREAD}{words}" if value.value is None else _spans(write_ages, value.value)

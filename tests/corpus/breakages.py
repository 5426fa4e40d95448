"""Break one cell of a sound landscape at a time, in every sheet, row and column, and look what is told.

The landscape has several rows of every label with every field of the model filled in, so that a new field is broken as
soon as it is there. Every breakage must be told once, at its cell, under the code of what is wrong.
"""

from __future__ import annotations

import dataclasses
import datetime
import random
from collections.abc import Iterator, Sequence
from typing import Any

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.fields import Field, Reference
from pathway_graph.model import FIELDS, SHEETS
from pathway_graph.storage.drafting import draft_load
from pathway_graph.storage.ledger import Ledger
from pathway_graph.workbook.batches import batch_of, plain_batch
from pathway_graph.workbook.sheets import Raw, Sheet, Sheets, letters

__all__ = ["Breakage", "breakages", "chosen", "landscape", "told"]

ROWS = 8
_DAY = datetime.date(2019, 2, 1)

_SOUND: dict[str, str] = {
    "date": "2019-04-01", "hours": "Mon-Fri 09:00-17:00", "ages": "18-65", "steps": "2", "money": "£73,540",
    "budget": "2009/10 - £300,000", "number": "28", "whole": "30", "yes/no": "yes", "duration": "5d",
    "scale": "0-5 stepped care", "group": "carers", "text": "Some words",
}  # fmt: skip
"""Kind of field -> a cell that is right."""

_BROKEN: dict[str, dict[str, Sequence[Raw]]] = {
    "date": {"PG130": ("31/02/2019", "04/13/2019", "sometime", "3 June", 43556, "FY23", "w/c 2 April 2019")},
    "hours": {"PG131": ("Mon 09:00-09:00", "Mon 2-5", "Mon 09:00-25:00", "Fridey 9-5", "Mon 9-17; Mon 10-18"),
              "PG149": (_DAY,)},
    "ages": {"PG132": ("65-18", "18", ">65", "180-200", "l8+"), "PG149": (_DAY,)},
    "steps": {"PG133": ("Step O", "3-1"), "PG149": (_DAY,), "PG163": ("9",)},
    "money": {"PG134": ("lots", "$100", "£1; £2", "-5"), "PG149": (_DAY,)},
    "budget": {"PG134": ("enough", "$100"), "PG149": (_DAY,)},
    "number": {"PG135": ("many", "1O0", "-1"), "PG149": (_DAY,)},
    "whole": {"PG135": ("many", "1O0", "2.5"), "PG149": (_DAY,)},
    "yes/no": {"PG136": ("maybe", "2"), "PG149": (_DAY,)},
    "duration": {"PG137": ("a while", "5 sprints"), "PG149": (_DAY,)},
    "scale": {"PG138": ("stepped care", "5-0"), "PG149": (_DAY,)},
    "area": {"PG139": ("a b, c d", "any except"), "PG160": ("nowhere-at-all", "any except nowhere-at-all")},
    "need": {"PG139": ("a b, c d", "any except"), "PG160": ("nothing-at-all",)},
    "choice": {"PG141": ("zzzz", 12)},
    "identifier": {"PG142": ("a b", "zürich", "TBC", "1.2E+10", "x" * 129), "PG143": ("", " "), "PG149": (_DAY,)},
    "reference": {"PG146": ("a b", "a, b"), "PG160": ("nobody-at-all",), "PG149": (_DAY,)},
    "text": {"PG156": ("x" * 32_768,)},
}  # fmt: skip
"""Kind of field -> code -> cells that are told under it."""

_ANYWHERE: dict[str, Sequence[Raw]] = {"PG153": ("#REF!", "#N/A"), "PG148": ("Ba\x07th", "Ba\u202eth")}


@dataclasses.dataclass(frozen=True, slots=True)
class Breakage:
    """One cell that is broken: where it is, what stands there now, and the code under which that is told."""

    sheet: str
    row: int
    column: str
    header: str
    cell: Raw
    code: str


def landscape() -> dict[str, list[dict[str, str]]]:
    """Make the sound landscape: label -> rows, each header -> cell."""
    return {label: [_row(label, n) for n in range(1, ROWS + 1)] for label in SHEETS}


def _row(label: str, n: int) -> dict[str, str]:
    cells = {header: _cell(label, header, field, n) for header, field in FIELDS[label].items()}
    return {**cells, "stated_in": "document2", "locator": "page 3"}


def _cell(label: str, header: str, field: Field | Reference, n: int) -> str:
    if header == "id":
        return f"{label.lower()}{n}"
    if isinstance(field, Reference):
        return _target(label, header, field, n)
    if field.kind in ("area", "need"):
        return f"{field.kind}{min(n, ROWS - 2)}"
    if header == "duration_low":
        return "2d"
    if header in ("constraint", "second_constraint"):
        return "snet"
    if field.choices:
        return field.choices[n % len(field.choices)]
    if field.kind == "date" and field.closes:
        return "2021-03-31" if header == "extend_to" else "2020-03-31"
    return _SOUND["text" if field.kind == "words" else field.kind]


def _target(label: str, header: str, field: Reference, n: int) -> str:
    """Refer to the row above, so that nothing goes round in a circle, and nobody refers to the last rows."""
    to = field.to[0]
    if to == label or (label, header) == ("Dependency", "needs"):
        return f"{to.lower()}{min(n - 1, ROWS - 3)}" if n > 1 else ""
    return f"{to.lower()}{min(n, ROWS - 2)}"


def breakages() -> Iterator[Breakage]:
    """List all breakages: sheet by sheet, column by column, row by row."""
    whole = landscape()
    for label, rows in whole.items():
        for at, header in enumerate(rows[0]):
            for number, row in enumerate(rows, 2):
                for code, cells in _ways(label, header, row[header], number).items():
                    for cell in cells:
                        yield Breakage(SHEETS[label], number, letters(at), header, cell, code)


def _ways(label: str, header: str, sound: str, number: int) -> dict[str, Sequence[Raw]]:
    """List what can be wrong with one cell: code -> cells."""
    field = FIELDS[label].get(header)
    if header == "stated_in":
        return {"PG146": ("a b", "document1; document2"), "PG160": ("no-paper",)}
    if field is None:
        return dict(_ANYWHERE)
    if header == "id":
        return _BROKEN["identifier"] if number == ROWS + 1 and label != "Document" else {}
    kind = "reference" if isinstance(field, Reference) else "choice" if field.choices else field.kind
    ways = {**_BROKEN.get("text" if kind == "words" else kind, {}), **_ANYWHERE}
    if isinstance(field, Field) and field.unit == "percent":
        ways = {**ways, "PG170": ("101",), "PG135": ("many",)}
    if isinstance(field, Field) and field.kind == "words" and not field.choices:
        ways = dict(_ANYWHERE)
    if isinstance(field, Reference) and not field.many:
        ways["PG146"] = (*ways["PG146"], f"{sound}; {field.to[0].lower()}1x")
    if (label, header) in _LAST_DAYS:
        ways["PG165"] = ("2018-03-31",)
    needed = field.required or (label == "Requirement" and header in ("area", "need"))
    return {**ways, "PG161": ("",)} if needed else ways


_LAST_DAYS = {
    ("Service", "closes"), ("Provision", "closes"), ("Requirement", "closes"), ("Handoff", "closes"),
    ("Contract", "ends"), ("Contract", "extend_to"), ("Workstream", "completes"), ("Programme", "must_finish"),
    ("Milestone", "planned_finish"), ("Milestone", "actual_finish"), ("Milestone", "baseline_finish"),
}  # fmt: skip
"""The last days of spans: set before the first, they contradict it."""


def chosen(many: int, seed: int) -> list[Breakage]:
    """Draw so many of all breakages without repeating any; all of them where there are no more."""
    found = list(breakages())
    return found if many >= len(found) else random.Random(seed).sample(found, many)


def told(broken: Breakage | None, ledger: Ledger) -> list[Problem]:
    """Give what a load of the landscape tells, with the one cell broken, or with none."""
    sheets = tuple(_sheet(label, rows, broken) for label, rows in landscape().items())
    batch = batch_of(plain_batch(Sheets(sheets), "landscape.xlsx", None, "0" * 64))
    try:
        draft_load(ledger, batch)
    except InputProblems as error:
        return list(error.problems)
    return []


def _sheet(label: str, rows: Sequence[dict[str, str]], broken: Breakage | None) -> Sheet:
    headers = tuple(rows[0])
    cells: list[list[Any]] = [[row[header] for header in headers] for row in rows]
    if broken is not None and broken.sheet == SHEETS[label]:
        cells[broken.row - 2][headers.index(broken.header)] = broken.cell
    return Sheet(SHEETS[label], headers, cells, range(2, len(rows) + 2), tuple(map(letters, range(len(headers)))))

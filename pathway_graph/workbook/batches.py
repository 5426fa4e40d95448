"""Make a batch of records from the sheets of a file: settings, every known sheet, duplicate ids."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from pathway_graph.errors import Problem, near_miss
from pathway_graph.model import SHEETS, label_of_sheet
from pathway_graph.records import Batch, Cell, Record

from .advice import advised
from .age_bands import age_starts
from .cells import reader_for, with_article
from .guard import no_collection
from .rows import Block, type_sheet
from .settings import SETTINGS, SETTINGS_SHEET, read_settings, reading_options
from .sheet_names import is_slip, nearest_sheet
from .sheets import Sheet, Sheets

__all__ = ["PROBLEMS_KEPT", "UNREAD_SHEETS", "RowCells", "batch_of", "in_order", "plain_batch"]

PROBLEMS_KEPT = 1000
"""So many problems and so many remarks of a file are kept; one more says how many there are."""

UNREAD_SHEETS = ("read me", "readme", "example", "choices", "problems")
"""Sheets that the template has and nobody reads."""


def plain_batch(sheets: Sheets, file: str, source: str | None, sha256: str, strict: bool = False) -> dict[str, Any]:
    """Type all sheets and give the batch as plain values, as it passes from the child process to its parent.

    `source` is what the caller said; else the Settings cell counts, else the file's name without its ending.
    """
    settings, remarks = dict(sheets.settings), list(sheets.remarks)
    problems = list(sheets.problems)
    for sheet in sheets.sheets:
        if sheet.name.casefold() == SETTINGS_SHEET.casefold():
            found, told = read_settings(sheet)
            settings |= found
            remarks += told
    problems += _unread_settings(settings)
    remarks += _unknown_settings(settings)
    options = reading_options(settings)
    published = sheets.published and not strict
    blocks: list[Block] = []
    labels: set[str] = set()
    known = dict(_known_sheets(sheets.sheets, problems, remarks))
    options["age_starts"] = age_starts(known.values())
    for label, sheet in known.items():
        typed = type_sheet(sheet, label, options, published)
        blocks += typed.blocks
        problems += typed.problems
        remarks += typed.remarks
        labels.add(label)
        if any("function" in block.letters for block in typed.blocks if block.label == "Provision"):
            labels.add("Provision")
    problems += _twice(blocks)
    problems = advised(problems, blocks, sheets.sheets)
    name = source or settings.get("source") or pathlib.PurePath(file).stem
    return {
        "file": file, "source": name, "sha256": sha256, "settings": settings,
        "labels": [label for label in SHEETS if label in labels],
        "problems": [_plain(p) for p in _first(in_order(problems), file)],
        "remarks": [_plain(p) for p in _first(in_order(remarks), file)],
        "blocks": [[getattr(b, f.name) for f in dataclasses.fields(Block)] for b in _by_label(blocks)],
    }  # fmt: skip


def batch_of(plain: dict[str, Any]) -> Batch:
    """Build the batch that `plain_batch` gave in plain values."""
    with no_collection():
        records = tuple(record for block in plain["blocks"] for record in _records(Block(*block)))
    return Batch(
        file=plain["file"], source=plain["source"], sha256=plain["sha256"], labels=tuple(plain["labels"]),
        records=records,
        problems=tuple(Problem(*p) for p in plain["problems"]),
        remarks=tuple(Problem(*p) for p in plain["remarks"]),
        settings=plain["settings"],
    )  # fmt: skip


def _records(block: Block) -> Iterator[Record]:
    sheet, label, letters = block.sheet, block.label, block.letters
    for id, number, facts in zip(block.ids, block.numbers, block.facts, strict=True):
        # what a Record asks of its cells is what any mapping gives; a dict of a million cells is never made
        cells = RowCells(sheet, number, letters, facts)
        yield Record(label, id, facts, cells, Cell(sheet, number))


class RowCells(Mapping[str, Cell]):
    """The cells of one row, made when they are asked for."""

    __slots__ = ("_facts", "_letters", "_row", "_sheet")

    def __init__(self, sheet: str, row: int, letters: dict[str, str], facts: dict[str, Any]) -> None:
        self._sheet, self._row, self._letters, self._facts = sheet, row, letters, facts

    def __getitem__(self, header: str) -> Cell:
        if header not in self._facts:
            raise KeyError(header)
        return Cell(self._sheet, self._row, self._letters.get(header, ""))

    def texts(self) -> dict[str, str]:
        """Write all of them, as `str` does one: a load keeps a hundred thousand of these texts."""
        sheet, row, letters = self._sheet, self._row, self._letters
        return {header: f"{sheet}!{letters.get(header, '')}{row}" for header in self._facts}

    def place(self, header: str) -> Cell:
        """Give the cell of a header also where it is blank; without a letter where the sheet has no such column."""
        return Cell(self._sheet, self._row, self._letters.get(header, ""))

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __repr__(self) -> str:
        return repr(dict(self))


def _plain(problem: Problem) -> list[Any]:
    return [getattr(problem, field.name) for field in dataclasses.fields(Problem)]


def _known_sheets(
    sheets: Sequence[Sheet], problems: list[Problem], remarks: list[Problem]
) -> Iterator[tuple[str, Sheet]]:
    """Give the sheets of the model in its order; say which others are there."""
    found: dict[str, Sheet] = {}
    own = {label_of_sheet(sheet.name) for sheet in sheets}
    for sheet in sheets:
        label = label_of_sheet(sheet.name)
        if label in found:
            message = f"two sheets are called {SHEETS[label]}."
            problems.append(Problem("PG111", message, "Keep one, or rename the other.", sheet=sheet.name))
        elif label is not None:
            found[label] = sheet
        elif sheet.name.strip().casefold() not in (*UNREAD_SHEETS, SETTINGS_SHEET.casefold()):
            _unknown_sheet(sheet, own, problems, remarks)
    if not found and not problems:
        shown = ", ".join(f"'{sheet.name}'" for sheet in sheets[:5]) + (", ..." if len(sheets) > 5 else "")
        hint = f"Name them {', '.join(SHEETS.values())}; `pathway-graph template FILE.xlsx` makes them."
        there = f"; the file has {shown}" if shown else ""
        problems.append(Problem("PG113", f"no sheet of the model is there{there}.", hint))
    yield from ((label, found[label]) for label in SHEETS if label in found)


def _unknown_sheet(sheet: Sheet, own: Collection[str | None], problems: list[Problem], remarks: list[Problem]) -> None:
    near = nearest_sheet(sheet.name)
    if near and (label_of_sheet(near) not in own or is_slip(sheet.name, near)):
        hint = f"Did you mean '{near}'? Rename it; if it is meant for people only, call it something else."
        problems.append(Problem("PG112", f"no sheet of the model is called '{sheet.name}'.", hint, sheet=sheet.name))
    else:
        message = f"the sheet '{sheet.name}' is not one of the model's and is not read."
        remarks.append(Problem("PG124", message, "", sheet=sheet.name))


def _unknown_settings(settings: dict[str, str]) -> Iterator[Problem]:
    for key in settings:
        if key not in SETTINGS:
            hint = near_miss(key, SETTINGS) or f"The settings are {', '.join(SETTINGS)}."
            yield Problem("PG127", f"no setting '{key}'; it is passed over.", hint, sheet=SETTINGS_SHEET, value=key)


def _unread_settings(settings: dict[str, str]) -> Iterator[Problem]:
    for key, text in settings.items():
        reading = reader_for(SETTINGS[key].field, {})(text) if key in SETTINGS else None
        if reading is not None and (reading.error or (key == "office_hours" and reading.state == "missing")):
            message = f"the setting {key}: {reading.error or 'it says no days and hours'}."
            hint = reading.hint or "Write them as Mon-Fri 09:00-17:00."
            yield Problem("PG128", message, hint, sheet=SETTINGS_SHEET, field=key, value=text)


def _twice(blocks: Sequence[Block]) -> Iterator[Problem]:
    ids = [(block.label, id) for block in blocks for id in block.ids]
    if len(set(ids)) == len(ids):
        return
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for block in blocks:
        for id, number in zip(block.ids, block.numbers, strict=True):
            here = (block.sheet, number)
            before = seen.setdefault((block.label, id), here)
            if before is not here:
                where = f"row {before[1]}" if before[0] == block.sheet else f"row {before[1]} of {before[0]}"
                message = f"the id '{id}' of {with_article(block.label)} stands twice: in this row and in {where}."
                yield Problem(
                    "PG144", message, "Give one of the two another id, or make them one row.",
                    sheet=block.sheet, row=number, column=block.letters["id"], field="id", value=id,
                )  # fmt: skip


def _by_label(blocks: Sequence[Block]) -> list[Block]:
    rank = {label: n for n, label in enumerate(SHEETS)}
    return sorted(blocks, key=lambda block: rank[block.label])


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Give the problems of a file in the order of the model's sheets, then of rows and columns."""
    rank = {sheet: n for n, sheet in enumerate(SHEETS.values())}
    return sorted(
        problems, key=lambda p: (rank.get(p.sheet, -1), p.sheet, p.row or 0, len(p.column), p.column, p.code, p.message)
    )


def _first(problems: list[Problem], file: str) -> list[Problem]:
    kept = [dataclasses.replace(problem, file=problem.file or file) for problem in problems[:PROBLEMS_KEPT]]
    if len(problems) > PROBLEMS_KEPT:
        message = f"{len(problems) - PROBLEMS_KEPT:,} more of them in this file."
        kept.append(Problem("PG126", message, "Mend the ones above first.", file=file))
    return kept

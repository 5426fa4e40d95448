"""Better a file's problems by what the whole file shows: names for ids, hidden rows, one cause told once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from pathway_graph.errors import Problem
from pathway_graph.fields import Reference
from pathway_graph.model import FIELDS, label_of_sheet

from .rows import Block
from .sheets import Sheet

__all__ = ["advised"]

_FOLLOWING = ("PG143", "PG116", "PG147")  # no id, no heading, no document: also where the cell can't be read
_REFERRING = ("PG139", "PG146")


def advised(problems: Sequence[Problem], blocks: Sequence[Block], sheets: Iterable[Sheet]) -> list[Problem]:
    """Give the problems without those that only follow from another at the same cell, and with better hints."""
    told = {_cause(p) for p in problems if p.code not in _FOLLOWING and p.row and p.column}
    told |= {(p.sheet, p.row, p.field) for p in problems if p.field.endswith("stated_in")}
    kept = [p for p in problems if p.code not in _FOLLOWING or not {_cause(p), _document(p)} & told]
    if not kept:
        return kept
    ids = _ids_by_name(blocks) if any(p.code in _REFERRING for p in kept) else {}
    hidden = {sheet.name: sheet.hidden for sheet in sheets if sheet.hidden}
    return [_shown(_named(problem, ids), hidden) for problem in kept]


def _cause(problem: Problem) -> tuple[str, int | None, str]:
    return problem.sheet, problem.row, problem.column


def _document(problem: Problem) -> tuple[str, int | None, str]:
    """Name the cell of the document in which a locator's place is."""
    return problem.sheet, problem.row, problem.field.replace("locator", "stated_in")


def _ids_by_name(blocks: Sequence[Block]) -> dict[tuple[str, str], str]:
    """List the ids of the file's rows by label and folded name; a name that two rows have stands for neither."""
    found: dict[tuple[str, str], str] = {}
    for block in blocks:
        for id, facts in zip(block.ids, block.facts, strict=True):
            name = facts.get("name")
            if isinstance(name, str):
                key = (block.label, name.casefold())
                found[key] = "" if found.get(key, id) != id else id
    return found


def _named(problem: Problem, ids: Mapping[tuple[str, str], str]) -> Problem:
    """Say the id where somebody wrote the name of a row."""
    if problem.code not in _REFERRING:
        return problem
    label = label_of_sheet(problem.sheet) or ""
    field = FIELDS.get(label, {}).get(problem.field) or FIELDS["Provision"].get(problem.field)
    if field is None:
        return problem
    to = field.to if isinstance(field, Reference) else (field.kind.title(),)
    meant = next((found for of in to if (found := ids.get((of, problem.value.casefold()), ""))), "")
    if not meant:
        return problem
    return dataclasses.replace(
        problem, message=f"'{problem.value}' is a name, and an id belongs here.", hint=f"Write its id: {meant}."
    )


def _shown(problem: Problem, hidden: Mapping[str, tuple[str, ...]]) -> Problem:
    """Say that the place of a problem is hidden in the workbook, so that whoever looks for it finds it."""
    names = hidden.get(problem.sheet, ())
    what = (
        "sheet" if "" in names else "row" if str(problem.row) in names else "column" if problem.column in names else ""
    )
    if not what or not (problem.row or what == "sheet"):
        return problem
    return dataclasses.replace(problem, hint=f"{problem.hint} (The {what} is hidden in the workbook.)".strip())

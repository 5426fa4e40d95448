"""Tell a column that a sheet lacks once, and not at each of its rows."""

from __future__ import annotations

import dataclasses
import difflib
from collections import Counter
from collections.abc import Sequence

from pathway_graph.errors import Problem
from pathway_graph.model import label_of_sheet
from pathway_graph.records import Batch
from pathway_graph.workbook.cells import with_article

__all__ = ["once_each"]

_LACKING, _UNKNOWN_HEADING = "PG161", "PG125"


def once_each(problems: Sequence[Problem], batch: Batch) -> list[Problem]:
    """Put one problem in the place of many where no row of a sheet has what its label needs.

    The heading that may have been meant is named: one of those that are no field, as the batch's remarks tell.
    """
    rows = Counter(record.row.sheet for record in batch.records)
    lacking = Counter((p.sheet, p.field) for p in problems if p.code == _LACKING and p.file == batch.file)
    whole = {place for place, many in lacking.items() if many == rows[place[0]]}
    told: set[tuple[str, str]] = set()
    found = []
    for problem in problems:
        place = (problem.sheet, problem.field)
        if problem.code != _LACKING or place not in whole:
            found.append(problem)
        elif place not in told:
            told.add(place)
            found.append(_without_column(problem, rows[problem.sheet], batch))
    return found


def _without_column(problem: Problem, rows: int, batch: Batch) -> Problem:
    """Say that no row of a sheet has a field; where the sheet has one row, it is left as it is, but for the hint."""
    meant = next((p for p in batch.remarks if p.sheet == problem.sheet and _may_mean(p, problem.field)), None)
    hint = problem.hint
    if meant is not None:
        where = f" (column {meant.column})" if meant.column else ""
        hint = f"If the heading '{meant.value}'{where} is meant for it, rename it to {problem.field}."
    if rows == 1:
        return dataclasses.replace(problem, hint=hint)
    label = label_of_sheet(problem.sheet) or "row"
    message = f"none of the {rows:,} rows has a {problem.field}, and {with_article(label)} needs one."
    return dataclasses.replace(problem, message=message, hint=hint, row=None, column="")


def _may_mean(remark: Problem, field: str) -> bool:
    heading = remark.value.casefold().replace(" ", "_")
    return remark.code == _UNKNOWN_HEADING and (
        field in heading.split("_") or difflib.SequenceMatcher(None, heading, field).ratio() >= 0.6
    )

"""Work out all that a load would change, before anything is written."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.fields import Reference
from pathway_graph.model import FIELDS, LABELS, SHEETS
from pathway_graph.records import Batch, Cell, Record
from pathway_graph.values import canonical

from .ledger import SETTING, UPDATE, Change, Ledger, Load, Net, Winner, digest
from .missing_columns import once_each
from .settling import settle
from .touched import facts_after
from .validation import CONSTRAINTS, resolve, validate

__all__ = ["Counts", "Draft", "draft_changes", "draft_load", "numbered", "plain_references", "retiring"]

_MOST_RETIRED = 0.2  # of a label's rows of one source ...
_FEW = 5  # ... and so many rows may always go
_CELL = re.compile(r"(?s)(.*)!([A-Z]*)(\d+)")

_REFERENCES = {
    label: {name for name, field in fields.items() if isinstance(field, Reference)} for label, fields in FIELDS.items()
}

_Rows = dict[tuple[str, str], dict[str, str]]


@dataclasses.dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one label that a source's load adds, changes, retires, and leaves as they were."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """A load that is worked out and found to be right: its changes, and what they do to what counts."""

    kind: str
    source: str
    file: str
    sha256: str
    undoes: int | None
    counts: dict[str, Counts]
    changes: list[Change]
    net: list[Net]
    winners: dict[tuple[str, str, str], Winner | None] | None  # see `Ledger.appending`


def numbered(draft: Draft, seq: int, hash: str, at: str) -> Load:
    """Make the load that follows on load `seq`, which has this hash; who makes it is what PATHWAY_WHO says, a role."""
    who = os.environ.get("PATHWAY_WHO", "")
    load = Load(seq + 1, draft.kind, draft.source, draft.file, draft.sha256, who, at, draft.undoes, hash, "")
    return dataclasses.replace(load, hash=digest(load, draft.changes, draft.net))


def draft_load(ledger: Ledger, batch: Batch, allow_removals: int = 0) -> Draft:
    """Draft the load of a file.

    Raises InputProblems with all that is wrong at once: what the loader found; rows that would be retired beyond the
    limit; what the whole would be wrong about afterwards.
    """
    if batch.problems:
        raise InputProblems(*_with_what_follows(ledger, batch))
    _refuse_reserved(batch)
    known = {(label, id) for label, id in ledger.rows("SELECT label, id FROM merged WHERE field = 'id'")}
    batch = resolve(plain_references(batch), known)
    old, new = _stated_by(ledger, batch.source), _stated_in(batch)
    _refuse_doubles(batch, new)
    listed = {*batch.labels, *((SETTING,) if batch.settings else ())}
    gone = sorted(node for node in old if node not in new and node[0] in listed)
    refused = list(retiring(batch.source, batch.file, gone, old, allow_removals))
    if refused:
        raise InputProblems(*refused)
    changes = _differences(ledger, batch, old, new, gone)
    if changes:
        spent = _spent(ledger, batch.source, changes)
        changes = sorted([*changes, *spent]) if spent else changes
    counts = _counts(old, new, gone)
    return draft_changes(ledger, "load", batch, changes, counts)


_ALONE = ("PG160", "PG161", "PG162", "PG165", "PG166", "PG168", "PG169")
"""What can be said of a file's rows by themselves, whatever other sources state."""


def _with_what_follows(ledger: Ledger, batch: Batch) -> list[Problem]:
    """Add to what could not be read what is wrong with the rest, so that a file's errors come all at once.

    Nothing is added where a sheet could not be read at all, since all that leads there would seem to be unknown; nor
    for a cell that has an error already.
    """
    from pathway_graph.workbook.batches import (  # only where something is wrong: it draws in every reader
        PROBLEMS_KEPT,
        in_order,
    )

    if len(batch.problems) > PROBLEMS_KEPT or any(problem.row is None for problem in batch.problems):
        return list(batch.problems)
    known = {(label, id) for label, id in ledger.rows("SELECT label, id FROM merged WHERE field = 'id'")}
    read = resolve(plain_references(dataclasses.replace(batch, problems=())), known)
    state = {(record.label, record.id): {"id": record.id, **record.facts} for record in read.records}
    told = {(p.sheet, p.row, at) for p in batch.problems for at in (p.column, *_with_pair(p.field))}
    found = [
        problem
        for problem in validate(state, _place(ledger, read), {*known, *state})
        if problem.code in _ALONE
        and not told & {(problem.sheet, problem.row, at) for at in (problem.column, problem.field)}
        and not (problem.code == "PG161" and _is_known(problem, read, known))
    ]
    return in_order([*batch.problems, *once_each(found, batch)])


def _with_pair(field: str) -> tuple[str, ...]:
    """Give a field with the one that it needs beside it: where one can't be read, the other is not alone."""
    return next((pair for pair in CONSTRAINTS if field in pair), (field,))


def _is_known(problem: Problem, batch: Batch, known: Collection[tuple[str, str]]) -> bool:
    """Tell whether the row of a problem is a node that is stored already, so that others may state what it lacks."""
    return any(
        (record.label, record.id) in known
        for record in batch.records
        if (record.row.sheet, record.row.row) == (problem.sheet, problem.row)
    )


def draft_changes(
    ledger: Ledger, kind: str, batch: Batch, changes: list[Change], counts: dict[str, Counts], undoes: int | None = None
) -> Draft:
    """Draft a load from its changes; raises InputProblems where the whole would be wrong afterwards."""
    draft = Draft(kind, batch.source, batch.file, batch.sha256, undoes, counts, changes, [], {})
    if not changes:
        return draft
    net, winners = settle(ledger, changes, batch.source if kind == "load" else "")
    if net:
        state, everybody = facts_after(ledger, net)
        problems = validate(state, _place(ledger, batch), everybody)
        if problems:
            raise InputProblems(*once_each(problems, batch))
    return dataclasses.replace(draft, net=net, winners=winners)


def retiring(
    source: str, file: str, gone: Iterable[tuple[str, str]], old: Collection[tuple[str, str]], allowed: int
) -> Iterable[Problem]:
    """Say for which labels more rows would go than may without being told so."""
    for label, many in _by_label(gone).items():
        whole = sum(of == label for of, _ in old)
        if many > _FEW and many > _MOST_RETIRED * whole and many > allowed:
            yield Problem(
                "PG180", f"{many} of the {whole} {SHEETS.get(label, label)} that '{source}' stated before are gone.",
                f"See that the sheet is whole; if these rows are to go, say --allow-removals {many}.",
                file=file, sheet=SHEETS.get(label, label),
            )  # fmt: skip


def plain_references(batch: Batch) -> Batch:
    """Write every stated reference as the list of its ids alone, however its cell was spaced."""
    records = []
    for record in batch.records:
        odd = {
            name: value["value"]
            for name, value in record.facts.items()
            if isinstance(value, dict) and isinstance(value.get("value"), list) and name in _REFERENCES[record.label]
        }
        records.append(dataclasses.replace(record, facts={**record.facts, **odd}) if odd else record)
    return dataclasses.replace(batch, records=tuple(records))


def _refuse_reserved(batch: Batch) -> None:
    if batch.source == UPDATE or not batch.source.strip() or not batch.source.isprintable():
        raise InputProblems(
            Problem("PG181", f"'{batch.source}' can't be the name of a source.",
                    f"Say another: --source NAME (not empty, and not '{UPDATE}', which is for changes by hand).",
                    file=batch.file)
        )  # fmt: skip


def _refuse_doubles(batch: Batch, new: _Rows) -> None:
    if len(new) - len(batch.settings) == len(batch.records):
        return
    first: dict[tuple[str, str], Record] = {}
    problems = []
    for record in batch.records:
        if (record.label, record.id) in first:
            message = f"{record.label} '{record.id}' is stated twice: first in {first[record.label, record.id].row}."
            at = _at(batch.file, str(record.row))
            problems.append(dataclasses.replace(at, code="PG182", message=message, hint="Keep one of the two rows."))
        first.setdefault((record.label, record.id), record)
    raise InputProblems(*problems)


def _stated_by(ledger: Ledger, source: str) -> _Rows:
    found: _Rows = {}
    for label, id, field, value in ledger.rows("SELECT label, id, field, value FROM fact WHERE source = ?", source):
        found.setdefault((label, id), {})[field] = value
    return found


def _stated_in(batch: Batch) -> _Rows:
    write = _writer()
    stated = {
        (record.label, record.id): {
            field: write(value) for field, value in {"id": record.id, **record.facts}.items() if value is not None
        }
        for record in batch.records
    }
    for name, value in batch.settings.items():
        stated[SETTING, name] = {"value": canonical(value)}
    return stated


def _writer() -> Callable[[Any], str]:
    """Give a function that writes canonical JSON, each list and dict once: equal cells of a column share theirs.

    What it is given has to stay alive as long as it is used.
    """
    written: dict[int, str] = {}

    def write(value: Any) -> str:
        if isinstance(value, str):
            return canonical(value)
        if id(value) not in written:
            written[id(value)] = canonical(value)
        return written[id(value)]

    return write


def _differences(ledger: Ledger, batch: Batch, old: _Rows, new: _Rows, gone: Iterable[tuple[str, str]]) -> list[Change]:
    """List what a source changes, in the order of the ledger: by label, id and field."""
    seq, source = ledger.head()[0] + 1, batch.source
    cells = {(record.label, record.id): record for record in batch.records}
    found = []
    for node in sorted([*new, *gone]):
        before, after = old.get(node, {}), new.get(node, {})
        if before == after:
            continue
        record, (label, id) = cells.get(node), node
        named, own = (_cell_texts(record.cells), str(record.row)) if record else ({}, "")
        if not before:
            found += [
                Change(source, label, id, field, None, after[field], named.get(field, own), seq)
                for field in sorted(after)
            ]
            continue
        for field in sorted(before.keys() | after.keys()):
            was, now = before.get(field), after.get(field)
            if was != now:
                found.append(Change(source, label, id, field, was, now, named.get(field, own), seq))
    return found


def _cell_texts(cells: Mapping[str, Cell]) -> dict[str, str]:
    texts = getattr(cells, "texts", None)
    return texts() if texts else {field: str(cell) for field, cell in cells.items()}


def _spent(ledger: Ledger, source: str, changes: Iterable[Change]) -> list[Change]:
    """List the updates whose very cell a file changes: from now on the file counts again."""
    updates = ledger.rows("SELECT label, id, field, value, cell, origin FROM fact WHERE source = ?", UPDATE)
    cells = {(c.label, c.id, c.field) for c in changes if c.source == source} if updates else set()
    return [
        Change(UPDATE, label, id, field, value, None, cell, origin)
        for label, id, field, value, cell, origin in updates
        if (label, id, field) in cells
    ]


def _counts(old: _Rows, new: _Rows, gone: Collection[tuple[str, str]]) -> dict[str, Counts]:
    added = _by_label(node for node in new if node not in old)
    changed = _by_label(node for node in new if node in old and old[node] != new[node])
    same = _by_label(node for node in new if node in old and old[node] == new[node])
    retired = _by_label(gone)
    labels = [label for label in (*LABELS, SETTING) if label in {**added, **changed, **same, **retired}]
    return {n: Counts(added.get(n, 0), changed.get(n, 0), retired.get(n, 0), same.get(n, 0)) for n in labels}


def _by_label(nodes: Iterable[tuple[str, str]]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for label, _ in nodes:
        counted[label] = counted.get(label, 0) + 1
    return counted


def _place(ledger: Ledger, batch: Batch) -> Callable[[str, str, str], Problem]:
    """Say where a fact stands: in the file that is being loaded, else in the one that stated it last."""
    rows: Mapping[tuple[str, str], Record] = {(record.label, record.id): record for record in batch.records}

    def place(label: str, id: str, field: str) -> Problem:
        record = rows.get((label, id))
        if record is not None and (field in record.cells or field not in record.facts):
            cell = record.cells.get(field) or _blank(record, field)
            return Problem("PG000", "", file=batch.file, sheet=cell.sheet, row=cell.row, column=cell.column)
        sql = """SELECT file, cell FROM fact JOIN load ON seq = origin WHERE label = ? AND id = ?
                 ORDER BY field = ? DESC, field = 'id' DESC, origin DESC LIMIT 1"""
        found = ledger.rows(sql, label, id, field)
        return _at(*found[0]) if found else Problem("PG000", "", sheet=SHEETS.get(label, ""))

    return place


def _blank(record: Record, field: str) -> Cell:
    """Give the cell where a field would stand that a row does not have, where its loader knows the columns."""
    place = getattr(record.cells, "place", None)
    return place(field) if place else record.row


def _at(file: str, cell: str) -> Problem:
    parts = _CELL.fullmatch(cell)
    if parts is None:
        return Problem("PG000", "", file=file)
    return Problem("PG000", "", file=file, sheet=parts[1], row=int(parts[3]), column=parts[2])

"""Change single facts by hand, through the ledger: they outrank files until one changes the very cell."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from pathway_graph.errors import InputProblems, Problem, near_miss
from pathway_graph.fields import Field
from pathway_graph.model import FIELDS, LABELS
from pathway_graph.records import Batch, Cell, Record
from pathway_graph.values import canonical, encode
from pathway_graph.workbook.cells import CODE_OF_KIND, reader_for
from pathway_graph.workbook.settings import reading_options

from .drafting import Counts, Draft, draft_changes, plain_references
from .ledger import SETTING, UPDATE, Change, Ledger
from .merging import BLANK
from .validation import resolve

__all__ = ["Update", "draft_updates", "node_named", "read_updates"]

_NOWHERE = Cell("", 0)
_ONLY_PROVISION = FIELDS["Provision"].keys() - FIELDS["Service"].keys()


@dataclasses.dataclass(frozen=True, slots=True)
class Update:
    """One fact as it is to be: `value` as the ledger keeps it (`values.encode`), None = read as blank.

    A setting is the label `Setting`, its name as `id`, the field `value` and its text.
    """

    label: str
    id: str
    field: str
    value: Any | None


def node_named(ledger: Ledger, text: str) -> tuple[str, str]:
    """Read which node is meant: `Contract#k1`, or an id alone, which means the Service or the only label that has it.

    Raises InputProblems with the nearest ids where there is none.
    """
    label, _, id = text.rpartition("#")
    having = [found for (found,) in ledger.rows("SELECT label FROM merged WHERE id = ? AND field = 'id'", id)]
    if label in having:
        return label, id
    if not label and ("Service" in having or len(having) == 1):
        return ("Service" if "Service" in having else having[0]), id
    if not label and having:
        hint = f"Say which: {' or '.join(f'{found}#{id}' for found in having)}."
        raise InputProblems(Problem("PG185", f"{len(having)} labels have the id '{id}'.", hint, value=text))
    known = ledger.rows("SELECT id FROM merged WHERE field = 'id' AND (label = ? OR ? = '')", label, label)
    wrong = f"no {label or 'row'} '{id}'." if not label or label in LABELS else f"there is no label '{label}'."
    near = near_miss(id, (k for (k,) in known)) if not label or label in LABELS else near_miss(label, LABELS)
    raise InputProblems(Problem("PG185", wrong, near or "Ids are listed by `query`.", value=text))


def read_updates(ledger: Ledger, node: str, texts: Mapping[str, str]) -> list[Update]:
    """Read changes of one row as the workbook's cells are read: header -> text, an empty text for blank.

    `node` is as in `node_named`, or `Setting#NAME` with the one header `value`. A column of the box on a service means
    its provision of the same id, as in the sheet Services. Raises InputProblems with all texts that cannot be read.
    """
    if node.startswith(f"{SETTING}#"):
        return [Update(SETTING, node.partition("#")[2], "value", text or None) for text in texts.values()]
    label, id = node_named(ledger, node)
    options = reading_options(ledger.settings())
    problems, found = [], []
    for header, text in texts.items():
        place = "Provision" if label == "Service" and header in _ONLY_PROVISION else label
        field = FIELDS[place].get(header)
        reading = reader_for(field, options)(text.strip()) if field is not None else None
        if reading is not None and reading.error:
            kind = field.kind if isinstance(field, Field) else "reference"
            problems.append(Problem(CODE_OF_KIND[kind], f"{reading.error}.", reading.hint, field=header, value=text))
        elif problem := _no_field(place, header):
            problems.append(problem)
        found.append(Update(place, id, header, encode(reading) if reading is not None else None))
    if problems:
        raise InputProblems(*problems)
    return found


def draft_updates(ledger: Ledger, updates: Iterable[Update]) -> Draft:
    """Draft a load that states facts under the source `update`.

    Raises InputProblems with all that is wrong: a row or field that is not there, an id, or what would be wrong with
    the whole afterwards.
    """
    wanted = list(updates)
    problems = [problem for update in wanted if (problem := _refused(ledger, update))]
    if problems:
        raise InputProblems(*problems)
    stated: dict[tuple[str, str], dict[str, Any]] = {}
    for update in wanted:
        stated.setdefault((update.label, update.id), {})[update.field] = update.value
    rows = [(node, facts) for node, facts in stated.items() if node[0] != SETTING]
    records = tuple(Record(*node, facts, dict.fromkeys(facts, _NOWHERE), _NOWHERE) for node, facts in rows)
    known = {(label, id) for label, id in ledger.rows("SELECT label, id FROM merged WHERE field = 'id'")}
    batch = resolve(plain_references(Batch("", UPDATE, "", (), records)), known)
    resolved = {(record.label, record.id): record.facts for record in batch.records}
    changes = sorted(
        change
        for node, facts in {**stated, **resolved}.items()
        for field, value in facts.items()
        if (change := _change(ledger, *node, field, value))
    )
    changed = {label: len({c.id for c in changes if c.label == label}) for label in sorted({c.label for c in changes})}
    counts = {label: Counts(changed=many) for label, many in changed.items()}
    return draft_changes(ledger, "update", batch, changes, counts)


def _no_field(label: str, header: str) -> Problem | None:
    """Say that a label has no such field to change, and which is near."""
    fields = FIELDS.get(label, {})
    if header in fields and header != "id":
        return None
    known = [name for name in fields if name != "id"] + sorted(_ONLY_PROVISION if label == "Service" else ())
    message = "an id can't be changed." if header == "id" else f"a {label} has no '{header}'."
    return Problem("PG186", message, near_miss(header, known) or f"Fields: {', '.join(known)}.", field=header)


def _refused(ledger: Ledger, update: Update) -> Problem | None:
    if update.label == SETTING:
        return None
    if problem := _no_field(update.label, update.field):
        return dataclasses.replace(problem, value=update.id)
    sql = "SELECT 1 FROM merged WHERE label = ? AND id = ? AND field = 'id'"
    if not ledger.rows(sql, update.label, update.id):
        known = ledger.rows("SELECT id FROM merged WHERE label = ? AND field = 'id'", update.label)
        near = near_miss(update.id, (k for (k,) in known))
        return Problem("PG185", f"no {update.label} '{update.id}'.", near or "Load a file that states it.")
    return None


def _change(ledger: Ledger, label: str, id: str, field: str, value: Any | None) -> Change | None:
    """Give the change, or None where the value counts already."""
    after = canonical(value) if value is not None else (None if label == SETTING else BLANK)
    if label == SETTING:
        counts = ledger.settings().get(id)
        if (None if counts is None else canonical(counts)) == after:
            return None
    else:
        sql = "SELECT value FROM merged WHERE label = ? AND id = ? AND field = ?"
        now = ledger.rows(sql, label, id, field)
        if (now[0][0] if now else BLANK) == after:
            return None
    sql = "SELECT value FROM fact WHERE label = ? AND id = ? AND source = ? AND field = ?"
    mine = ledger.rows(sql, label, id, UPDATE, field)
    before = mine[0][0] if mine else None
    return None if before == after else Change(UPDATE, label, id, field, before, after, "", ledger.head()[0] + 1)

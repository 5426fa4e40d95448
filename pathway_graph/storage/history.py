"""Look back: what a load changed, what changed between two states, who states a fact; and put a load's facts back."""

from __future__ import annotations

import dataclasses
import datetime
import json
from typing import Any

from pathway_graph.errors import InputProblems, Problem, Usage
from pathway_graph.model import LABELS
from pathway_graph.records import Batch

from .drafting import Counts, Draft, draft_changes
from .ledger import SETTING, Change, Ledger, Net

__all__ = ["Difference", "Disagreement", "Statement", "differences", "disagreements", "draft_undo", "standing_after",
           "state_at", "state_number", "statements_of"]  # fmt: skip

_MOST_NAMED = 20


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """One fact that counted otherwise in the earlier state; values as the ledger keeps them, None = nothing."""

    label: str
    id: str
    field: str
    before: Any | None
    after: Any | None


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """What one source states of one fact, and where it was read: file and cell, the load and its time (UTC)."""

    source: str
    value: Any
    file: str
    cell: str
    seq: int
    at: str
    counts: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Disagreement:
    """A fact that sources state differently. `source` is the one that counts, '' where nothing decides."""

    label: str
    id: str
    field: str
    source: str
    statements: tuple[Statement, ...]


def state_number(ledger: Ledger, state: int | str | datetime.date) -> int:
    """Turn a load's number, or a day (the state at its end, UTC), into the number of the last load of that state.

    Raises Usage where it is neither, or there is no such load.
    """
    head = ledger.head()[0]
    text = str(state).strip()
    if text.isdecimal():
        if int(text) > head:
            raise Usage(Problem("PG183", f"there is no load {text}; the last is {head}.", "List them: history."))
        return int(text)
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        hint = "Give a load's number (see `history`) or a day such as 2018-01-30."
        raise Usage(Problem("PG183", f"'{text}' is neither a load nor a day.", hint)) from None
    return max((load.seq for load in ledger.loads() if load.at[:10] <= day.isoformat()), default=0)


def state_at(ledger: Ledger, seq: int) -> dict[tuple[str, str, str], str]:
    """Give what counted after a load: (label, id, field) -> value, in order."""
    state: dict[tuple[str, str, str], str] = {}
    sql = "SELECT label, id, field, after FROM net WHERE seq <= ? ORDER BY seq"
    for label, id, field, after in ledger.rows(sql, seq):
        if after is None:
            state.pop((label, id, field), None)
        else:
            state[label, id, field] = after
    return dict(sorted(state.items()))


def differences(ledger: Ledger, earlier: int, later: int) -> list[Difference]:
    """List what counts otherwise after load `later` than after load `earlier`, in the model's order of labels."""
    low, high = sorted((earlier, later))
    span: dict[tuple[str, str, str], tuple[str | None, str | None]] = {}
    sql = "SELECT label, id, field, before, after FROM net WHERE seq > ? AND seq <= ? ORDER BY seq"
    for label, id, field, before, after in ledger.rows(sql, low, high):
        first = span.get((label, id, field), (before, None))[0]
        span[label, id, field] = (first, after)
    rank = {label: n for n, label in enumerate(LABELS)}
    found = sorted((key for key, (a, b) in span.items() if a != b), key=lambda key: (rank.get(key[0], 99), *key))
    pairs = {key: span[key] if earlier <= later else span[key][::-1] for key in found}
    return [Difference(*key, *map(_read, pair)) for key, pair in pairs.items()]


def statements_of(ledger: Ledger, label: str, id: str, field: str) -> list[Statement]:
    """List what each source states of a fact, in the order of their first loads."""
    won = ledger.rows("SELECT source FROM merged WHERE label = ? AND id = ? AND field = ?", label, id, field)
    sql = """SELECT fact.source, value, file, cell, seq, at FROM fact JOIN load ON seq = origin
             WHERE label = ? AND id = ? AND field = ?"""
    rows = ledger.rows(sql, label, id, field)
    place = {source: n for n, source in enumerate(ledger.sources())}
    rows.sort(key=lambda row: (place.get(row[0], len(place)), row[0]))
    return [
        Statement(source, json.loads(value), file, cell, seq, at, counts=[(source,)] == won)
        for source, value, file, cell, seq, at in rows
    ]


def disagreements(ledger: Ledger) -> list[Disagreement]:
    """List every fact that sources state differently, whether or not something decides between them."""
    from .merging import meaning

    # What two sources state is found from the rows that two sources have, which are mostly few or none.
    sql = """WITH row AS (SELECT DISTINCT label, id, source FROM fact WHERE label <> ?),
                  shared AS (SELECT label, id FROM row GROUP BY label, id HAVING count(*) > 1)
             SELECT label, id, field, merged.source FROM shared JOIN fact USING (label, id)
             JOIN merged USING (label, id, field)
             GROUP BY label, id, field HAVING count(DISTINCT fact.value) > 1"""
    found = []
    for label, id, field, winner in ledger.rows(sql, SETTING):
        told = statements_of(ledger, label, id, field)
        stated_in = field.endswith("stated_in") or field == "other_columns"
        if not stated_in and len({meaning(label, field, json.dumps(s.value)) for s in told}) > 1:
            found.append(Disagreement(label, id, field, winner, tuple(told)))
    return found


def draft_undo(ledger: Ledger, seq: int) -> Draft:
    """Draft a load that puts back what a load changed.

    Raises Usage where there is no such load, InputProblems naming the facts that later loads changed again, or what
    would be wrong without the load.
    """
    undone = ledger.load(seq)
    if undone is None:
        raise Usage(Problem("PG183", f"there is no load {seq}; the last is {ledger.head()[0]}.", "List them: history."))
    if undone.kind == "forget":
        raise Usage(Problem("PG188", f"load {seq} took a name out of the ledger, for good.", "Undo another load."))
    changes = ledger.changes(seq)
    refused = _changed_since(ledger, changes, seq)
    if refused:
        more = len(refused) - _MOST_NAMED
        rest = [Problem("PG184", f"and {more} facts more.", "")] if more > 0 else []
        raise InputProblems(*refused[:_MOST_NAMED], *rest)
    back = sorted(_put_back(ledger, change, seq) for change in changes)
    batch = Batch(undone.file, undone.source, "", (), ())
    return draft_changes(ledger, "undo", batch, back, _counts(back), undoes=seq)


def _changed_since(ledger: Ledger, changes: list[Change], seq: int) -> list[Problem]:
    """Name each fact of load `seq` that a later load changed, whatever its source, and the last load that did.

    Another source that states the very same is no change. Where the load made a row that no other source states, every
    fact that others stated of that row since would be left without one.
    """
    made = {(c.label, c.id): c.source for c in changes if c.field == "id" and c.before is None}
    sources: dict[tuple[str, str, str], set[str]] = {}  # a load of a file also ends what was changed by hand
    values: dict[tuple[str, str, str], set[str | None]] = {}
    for change in changes:
        sources.setdefault((change.label, change.id, change.field), set()).add(change.source)
        values.setdefault((change.label, change.id, change.field), set()).add(change.after)
    kept = _stated_by_others(ledger, made)
    last: dict[tuple[str, str, str], int] = {}
    refused: set[tuple[str, str, str]] = set()
    for later in standing_after(ledger, seq):
        for change in ledger.changes(later):
            key = (change.label, change.id, change.field)
            if key in sources:
                agrees = change.source not in sources[key] and change.after in values[key]
            else:
                agrees = key[:2] not in made or key[:2] in kept or change.source == made[key[:2]]
            last[key] = later
            if not agrees:
                refused.add(key)
    return [
        Problem("PG184", f"{label} '{id}', {field}: load {last[label, id, field]} changed it after load {seq}.",
                f"Undo load {last[label, id, field]} first.", field=field, value=id)
        for label, id, field in sorted(refused)
    ]  # fmt: skip


def standing_after(ledger: Ledger, seq: int) -> list[int]:
    """List the loads after `seq` that still stand, oldest first: neither undone since, nor the undo that did it."""
    gone: set[int] = set()
    for load in reversed(ledger.loads()):
        if load.undoes is not None and load.undoes > seq and load.seq not in gone:
            gone |= {load.seq, load.undoes}
    return [load.seq for load in ledger.loads() if load.seq > seq and load.seq not in gone]


def _stated_by_others(ledger: Ledger, made: dict[tuple[str, str], str]) -> set[tuple[str, str]]:
    """Give the rows that other sources than those which made them state too."""
    sql = "SELECT 1 FROM fact WHERE label = ? AND id = ? AND field = 'id' AND source <> ?"
    return {node for node, source in made.items() if ledger.rows(sql, *node, source)}


def _put_back(ledger: Ledger, change: Change, seq: int) -> Change:
    """Turn a change round; what is put back keeps the file and the cell that it was first read from."""
    origin, cell = ledger.head()[0] + 1, ""
    if change.before is not None:
        sql = """SELECT cell, origin FROM change WHERE source = ? AND label = ? AND id = ? AND field = ? AND seq < ?
                 ORDER BY seq DESC LIMIT 1"""
        cell, origin = ledger.rows(sql, change.source, change.label, change.id, change.field, seq)[0]
    return change._replace(before=change.after, after=change.before, cell=cell, origin=origin)


def _counts(changes: list[Change]) -> dict[str, Counts]:
    """Count rows by what happens to their ids; a row whose id stays is changed."""
    rows: dict[tuple[str, str, str], set[str]] = {}
    for change in changes:
        kinds = rows.setdefault((change.label, change.source, change.id), set())
        if change.field == "id":
            kinds.add("added" if change.before is None else "retired")
    found: dict[str, dict[str, int]] = {}
    for (label, _, _), kinds in rows.items():
        of = found.setdefault(label, {})
        kind = next(iter(kinds), "changed")
        of[kind] = of.get(kind, 0) + 1
    return {label: Counts(**found[label]) for label in (*LABELS, SETTING) if label in found}


def _read(value: str | None) -> Any:
    return None if value is None else json.loads(value)


def net_until(ledger: Ledger, seq: int) -> list[Net]:
    """Give what counted after a load as the net changes that make it from nothing."""
    return [Net(*key, None, value) for key, value in state_at(ledger, seq).items()]

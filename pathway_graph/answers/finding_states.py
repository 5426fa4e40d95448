"""Remember what became of findings: new, open, accepted, resolved, reopened; states are facts of the ledger."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pathway_graph.storage.ledger import FINDING, Change
from pathway_graph.values import canonical

if TYPE_CHECKING:
    from pathway_graph.storage.drafting import Draft
    from pathway_graph.storage.ledger import Ledger

__all__ = ["KEPT", "SOURCE", "STATES", "States", "draft_states", "next_state", "states_of"]

SOURCE = "findings"
"""The source of these facts."""
STATES = ("new", "open", "reopened", "accepted", "resolved")
"""All states. new: found for the first time; open: found before, too; accepted: meant to be so until a day; resolved:
not found any more, which only data can do; reopened: found again, or accepted no longer."""
KEPT = ("id", "kind", "verdict", "severity", "title", "subject", "state", "since", "until", "by_role", "why")
"""The facts of a finding. `since`: the day as of which it took its state; `until`: the last day of an acceptance."""


@dataclasses.dataclass(frozen=True, slots=True)
class States:
    """What is on record: finding id -> its facts (see `KEPT`); as of `day`."""

    facts: Mapping[str, Mapping[str, str]]
    day: datetime.date

    def shown(self, id: str) -> dict[str, Any]:
        """The state of a finding that was found again, and who accepted it until when and why.

        What nobody has recorded is new; what was accepted until a day is reopened after it; what was resolved and is
        found again is reopened.
        """
        facts = self.facts.get(id, {})
        state = facts.get("state", "new")
        if state == "resolved" or _is_over(facts, self.day):
            state = "reopened"
        accepted = {name: facts.get(name) for name in ("until", "by_role", "why")} if state == "accepted" else None
        return {"state": state, "accepted": accepted}


def _is_over(facts: Mapping[str, str], day: datetime.date) -> bool:
    return facts.get("state") == "accepted" and facts.get("until", "9999-12-31") < day.isoformat()


def states_of(ledger: Ledger, day: datetime.date) -> States:
    """Read all states on record."""
    facts: dict[str, dict[str, str]] = {}
    for id, field, value in ledger.rows("SELECT id, field, value FROM fact WHERE label = ?", FINDING):
        facts.setdefault(id, {})[field] = json.loads(value)
    return States(facts, day)


def next_state(facts: Mapping[str, str], is_found: bool, day: datetime.date, *, again: bool) -> str:
    """Say in which state a finding is after it was looked for on a day; `facts` are those on record, if any.

    `again`: data were loaded, or a day has passed, since it was first found; only then what is new becomes open.
    """
    state = facts.get("state")
    if not is_found:
        return "resolved"
    if state is None:
        return "new"
    if state == "resolved" or _is_over(facts, day):
        return "reopened"
    return "open" if state == "new" and again else state


def draft_states(ledger: Ledger, wanted: Mapping[str, Mapping[str, str]], ids: Iterable[str] | None = None) -> Draft:
    """Draft a load that makes the facts of these findings what is wanted, and changes nothing else."""
    from pathway_graph.storage.drafting import Counts, Draft  # with all that loads need, which reading does without

    seq = ledger.head()[0] + 1
    on_record = states_of(ledger, datetime.date.min).facts
    sql = "SELECT id, field, cell, origin FROM fact WHERE label = ?"
    stood = {(id, field): (cell, origin) for id, field, cell, origin in ledger.rows(sql, FINDING)}
    changes = []
    for id in sorted(wanted if ids is None else ids):
        before, after = on_record.get(id, {}), wanted[id]
        for field in sorted(before.keys() | after.keys()):
            if before.get(field) != after.get(field):
                old, new = (canonical(f[field]) if field in f else None for f in (before, after))
                cell, origin = ("", seq) if new is not None else stood[id, field]
                changes.append(Change(SOURCE, FINDING, id, field, old, new, cell, origin))
    added = sum(id not in on_record for id in {change.id for change in changes})
    changed = len({change.id for change in changes}) - added
    counts = {FINDING: Counts(added=added, changed=changed)} if changes else {}
    return Draft("findings", SOURCE, "", "", None, counts, sorted(changes), [], {})

"""Remember what became of findings: new, open, accepted, resolved, reopened; states are facts of the ledger."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .ledger import Ledger

__all__ = ["FINDING", "SOURCE", "States", "states_of"]

FINDING = "Finding"
"""The label under which states are kept; no file can state one."""
SOURCE = "findings"
"""The source of these facts."""


@dataclasses.dataclass(frozen=True, slots=True)
class States:
    """What is on record: finding id -> its facts (state, since, until, by_role, why, kind, title); as of `day`."""

    facts: Mapping[str, Mapping[str, str]]
    day: datetime.date

    def shown(self, id: str) -> dict[str, Any]:
        """The state of a finding that was found again, and who accepted it until when and why.

        What nobody has recorded is new; what was accepted until a day is reopened after it; what was resolved and is
        found again is reopened.
        """
        facts = self.facts.get(id, {})
        state = facts.get("state", "new")
        if state == "resolved" or (state == "accepted" and facts.get("until", "9999") < self.day.isoformat()):
            state = "reopened"
        accepted = {name: facts.get(name) for name in ("until", "by_role", "why")} if state == "accepted" else None
        return {"state": state, "accepted": accepted}


def states_of(ledger: Ledger, day: datetime.date) -> States:
    """Read all states on record."""
    facts: dict[str, dict[str, str]] = {}
    for id, field, value in ledger.rows("SELECT id, field, value FROM fact WHERE label = ?", FINDING):
        facts.setdefault(id, {})[field] = json.loads(value)
    return States(facts, day)

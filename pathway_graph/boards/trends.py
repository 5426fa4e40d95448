"""Follow a promised date through the ledger: how often it moved, and by how many days."""

from __future__ import annotations

import dataclasses
import datetime
import json
from typing import TYPE_CHECKING

from pathway_graph.storage.history import standing_after
from pathway_graph.values import decode

if TYPE_CHECKING:
    from pathway_graph.storage.ledger import Ledger

__all__ = ["DATES", "Move", "moves", "trend_words"]


DATES = (
    ("Milestone", "deadline"), ("Milestone", "baseline_finish"), ("Workstream", "completes"),
    ("Dependency", "promised"), ("Dependency", "needed_by"), ("Service", "opens"), ("Service", "closes"),
    ("Contract", "starts"), ("Contract", "ends"),
)  # fmt: skip
"""The dates, beside the promised finish of milestones, whose moves a board asks about."""


@dataclasses.dataclass(frozen=True, slots=True)
class Move:
    """One load after which another day counted: its number, its time (UTC), both days as written, and how many days
    later the new one is (its latest reading against the old one's); None where one of the two states no day."""

    seq: int
    at: str
    before: str
    after: str
    days: int | None


def moves(ledger: Ledger, label: str = "Milestone", field: str = "planned_finish") -> dict[str, list[Move]]:
    """Give for each row the moves of a date, oldest first; what was undone since, and the undo, did not happen.

    A first date, and the same day in other words, are no moves. Cost: linear in the changes of the field.
    """
    standing = set(standing_after(ledger, 0))
    sql = """SELECT net.id, net.seq, at, before, after FROM net JOIN load ON load.seq = net.seq
             WHERE label = ? AND field = ? AND before IS NOT NULL AND after IS NOT NULL ORDER BY net.seq"""
    found: dict[str, list[Move]] = {}
    for id, seq, at, before, after in ledger.rows(sql, label, field):
        (old, old_words), (new, new_words) = _day(before), _day(after)
        if seq in standing and old != new:
            days = (new - old).days if old and new else None
            found.setdefault(id, []).append(Move(seq, at, old_words, new_words, days))
    return dict(sorted(found.items()))


def _day(stored: str) -> tuple[datetime.date | None, str]:
    value = decode(json.loads(stored))
    if value is None or not isinstance(value.value, dict):
        return None, value.words if value else ""
    day = value.value.get("latest") or value.value.get("earliest")
    return (datetime.date.fromisoformat(day) if day else None), value.words


def trend_words(found: list[Move]) -> str:
    """Say a trend.

    >>> trend_words([Move(2, "", "a", "b", 40), Move(3, "", "b", "c", 7)])
    'moved twice, 47 days in all'
    """
    times = {1: "once", 2: "twice", 3: "three times"}.get(len(found), f"{len(found)} times")
    days = sum(move.days or 0 for move in found)
    unknown = sum(move.days is None for move in found)
    told = f"{abs(days)} day{'s' if abs(days) != 1 else ''}{' earlier' if days < 0 else ''} in all"
    return f"moved {times}, {told}{f', {unknown} of them to or from no day' if unknown else ''}"

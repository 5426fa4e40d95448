"""Say what a part of the suite tried, and look whether a workspace holds one of two landscapes, whole."""

from __future__ import annotations

import dataclasses
import pathlib
import sys
import time
from collections.abc import Iterator
from typing import Any

from pathway_graph.records import Batch
from pathway_graph.workspace import Workspace

from .crashing import landscape

__all__ = ["CRASHING", "LIMIT", "Tried", "is_over", "is_whole", "python", "stated", "within"]

CRASHING = pathlib.Path(__file__).with_name("crashing.py")


LIMIT: list[float | None] = [None]
"""The minutes after which no part begins another trial; None for no limit."""


def is_over(begun: float) -> bool:
    """Say whether the time that a part may take is over; `begun` is when it began (`time.monotonic`)."""
    return LIMIT[0] is not None and time.monotonic() - begun > LIMIT[0] * 60


def within(many: int) -> Iterator[int]:
    """Count so many trials, or as many as there is time for."""
    begun = time.monotonic()
    for number in range(many):
        if is_over(begun):
            return
        yield number


@dataclasses.dataclass(frozen=True)
class Tried:
    """How many trials were made, and what came of them, in words: a trial that broke a promise raises instead."""

    many: int
    found: str


def python(*arguments: Any) -> list[str]:
    """Give the command that runs the loading process."""
    return [sys.executable, str(CRASHING), *map(str, arguments)]


def stated(batch: Batch) -> dict[tuple[str, str], dict[str, Any]]:
    """Give the facts of a batch as `Workspace.facts` gives them."""
    return {(record.label, record.id): dict(record.facts) for record in batch.records}


def is_whole(workspace: Workspace, *loads: int) -> int:
    """See that ledger and graph hold so many loads (one of `loads`), the last of them whole; give how many."""
    assert workspace.verify() == []
    history = workspace.history()
    assert len(history) in loads, (len(history), loads)
    if history:
        facts = stated(landscape(int(history[-1].sha256)))
        assert workspace.facts() == facts
        names = workspace.read("MATCH (n:Area) RETURN n.id AS id, n.name AS name")
        wanted = {id: told["name"] for (label, id), told in facts.items() if label == "Area"}
        assert {row["id"]: row["name"] for row in names} == wanted
    return len(history)

"""A trend is the ledger replayed: load by load, as the facts counted then."""

from __future__ import annotations

import datetime
import itertools
import pathlib
import tempfile
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathway_graph.boards.trends import moves, trend_words
from pathway_graph.storage.ledger import Ledger
from pathway_graph.values import decode
from pathway_graph.workspace import Workspace

from .made import loaded

DATES = ("2018-03-31", "31 March 2018", "March 2018", "2018-05-11", "2018-06-30", "TBC", "")
PLAN = """
Milestones:
- {id: a, name: A}
- {id: b, name: B}
Contracts:
- {id: k, name: K}
"""
FOLLOWED = {"a": ("Milestone", "planned_finish"), "b": ("Milestone", "planned_finish"), "k": ("Contract", "ends")}
loads = st.lists(st.tuples(st.sampled_from("abk"), st.sampled_from(DATES)), min_size=1, max_size=6)


def latest(facts: Any, field: str) -> datetime.date | None:
    """The last day that a date can be, in one state."""
    value = decode(facts[field]) if field in facts else None
    if value is None or not isinstance(value.value, dict):
        return None
    return datetime.date.fromisoformat(value.value["latest"])


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(loads)
def test_moves_are_the_states_after_each_load_compared(changes: list[tuple[str, str]]) -> None:
    """Between every two states that both state the date, another day is one move by so many days, and nothing else."""
    with tempfile.TemporaryDirectory() as folder, loaded(pathlib.Path(folder), PLAN) as workspace:
        for id, date in changes:
            workspace.update(f"{FOLLOWED[id][0]}#{id}", {FOLLOWED[id][1]: date})
        states = [workspace.facts(seq) for seq in range(1, workspace.ledger.head()[0] + 1)]

        wanted: dict[str, list[tuple[int, int | None]]] = {}
        for seq, (was, now) in enumerate(itertools.pairwise(states), 2):
            for id, (label, field) in FOLLOWED.items():
                before, after = was[label, id], now[label, id]
                old, new = latest(before, field), latest(after, field)
                if field in before and field in after and old != new:
                    wanted.setdefault(id, []).append((seq, (new - old).days if old and new else None))

        found = {**moves(workspace.ledger), **moves(workspace.ledger, "Contract", "ends")}
        assert {id: [(m.seq, m.days) for m in each] for id, each in found.items()} == wanted


def test_an_undone_move_did_not_happen(tmp_path: pathlib.Path) -> None:
    """Moved twice, one undone: once, eleven days."""
    plan = tmp_path / "plan.yaml"
    plan.write_text("Milestones:\n- {id: a, name: A, planned_finish: 2018-03-31}\n", encoding="utf-8")
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.load(plan)
        workspace.update("Milestone#a", {"planned_finish": "2018-04-11"})
        workspace.update("Milestone#a", {"planned_finish": "2018-09-30"})
        workspace.undo(3)
        ledger: Ledger = workspace.ledger

        assert trend_words(moves(ledger)["a"]) == "moved once, 11 days in all"

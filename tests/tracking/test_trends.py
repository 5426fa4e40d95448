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

DATES = ("2018-03-31", "31 March 2018", "March 2018", "2018-05-11", "2018-06-30", "TBC", "")
loads = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(DATES)), min_size=1, max_size=5)


def latest(facts: Any) -> datetime.date | None:
    """The last day that a promised finish can be, in one state."""
    value = decode(facts["planned_finish"]) if "planned_finish" in facts else None
    if value is None or not isinstance(value.value, dict):
        return None
    return datetime.date.fromisoformat(value.value["latest"])


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(loads)
def test_moves_are_the_states_after_each_load_compared(changes: list[tuple[str, str]]) -> None:
    """Between every two states that both state a promise, another day is one move by so many days, and nothing else."""
    with tempfile.TemporaryDirectory() as folder, Workspace.create(pathlib.Path(folder) / "w") as workspace:
        plan = pathlib.Path(folder) / "plan.yaml"
        plan.write_text("Milestones:\n- {id: a, name: A}\n- {id: b, name: B}\n", encoding="utf-8")
        workspace.load(plan)
        for id, date in changes:
            workspace.update(f"Milestone#{id}", {"planned_finish": date})
        states = [workspace.facts(seq) for seq in range(1, workspace.ledger.head()[0] + 1)]

        wanted: dict[str, list[tuple[int, int | None]]] = {}
        for seq, (was, now) in enumerate(itertools.pairwise(states), 2):
            for id in "ab":
                before, after = was["Milestone", id], now["Milestone", id]
                if "planned_finish" in before and "planned_finish" in after and latest(before) != latest(after):
                    old, new = latest(before), latest(after)
                    wanted.setdefault(id, []).append((seq, (new - old).days if old and new else None))

        assert {id: [(m.seq, m.days) for m in each] for id, each in moves(workspace.ledger).items()} == wanted


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

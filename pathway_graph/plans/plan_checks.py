"""Check the plans that are stored: loops, links and dates that contradict each other, loose ends."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.scheduling import Unscheduled, schedule
from pathway_graph.analysis.standing import Field
from pathway_graph.answers.findings import finding_id
from pathway_graph.errors import Problem

from .assembly import Planned, planned
from .plan_findings import findings_of, located, row_of, to_blame

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["plan_checks"]


def plan_checks(workspace: Workspace, day: datetime.date) -> list[tuple[dict[str, Any], list[Field]]]:
    """Give every finding of the plans with the fields that it rests on: all loops where there are any, else what the
    dates show. Nothing where no milestone is stored."""
    found = planned(workspace)
    if not found.plan.activities:
        return []
    try:
        result = schedule(found.plan, today=day)
    except Unscheduled as error:
        told = located(error, found, workspace.ledger)
        subjects = [loop[0] for loop in told.loops] or [to_blame(error, problem) for problem in told.problems]
        return [_refused(problem, id, found) for problem, id in zip(told.problems, subjects, strict=True)]
    rows = findings_of(result, found, workspace.ledger)
    return [(_row(row), [Field(b["label"], b["id"], b["field"]) for b in row["because"]]) for row in rows]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """Give a finding as `check` tells it: its facts and places are fetched there."""
    return {**{name: value for name, value in row.items() if name not in ("because", "stated", "state")}, "field": ""}


def _refused(problem: Problem, id: str, found: Planned) -> tuple[dict[str, Any], list[Field]]:
    label, own = row_of(found, id)
    name = next((row.name for row in found.plan.activities if row.id == id), "") or own
    verdict = "loop" if problem.code == "PG350" else "not_scheduled"
    row = {
        "id": finding_id(("schedule_quality", verdict, problem.message)), "kind": "schedule_quality",
        "verdict": verdict, "severity": "high", "title": f"{problem.code}: {problem.message}",
        "subject": {"label": label, "id": own, "name": name}, "field": "", "box": None, "share": None, "people": None,
        "remedy": problem.hint,
    }  # fmt: skip
    return row, [Field(label, own, "id")]

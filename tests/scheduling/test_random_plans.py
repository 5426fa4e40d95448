"""Compare the engine with the oracle on random plans."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings

from pathway_graph.analysis.scheduling import Plan, Row, schedule

from .oracle import BASE, Answer, Oracle
from .random_plans import plans

EXAMPLES = int(os.environ.get("PATHWAY_RANDOM_PLANS", "300"))
everything = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=EXAMPLES <= 300, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def moment(minutes: int) -> datetime:
    return BASE + timedelta(minutes=minutes)


def minute(moment: datetime) -> int:
    return int((moment - BASE).total_seconds() // 60)


def same(plan: Plan, oracle: Oracle, row: Row, answer: Answer) -> list[str]:
    """Every difference between a row and the oracle's answer; dates are the same if no work lies between them."""
    done = oracle.leaves[row.id].clock.done
    wrong = []
    pairs = [("late_start", row.late_start, answer.late_start), ("late_finish", row.late_finish, answer.late_finish)]
    if not any(constraint.kind == "alap" for constraint in oracle.rows[row.id].constraints):
        pairs += [("early_start", row.early_start, answer.early_start)]
        pairs += [("early_finish", row.early_finish, answer.early_finish)]
    wrong += [f"{row.id} {name}: {ours} is not {moment(t)}" for name, ours, t in pairs if done[t] != done[minute(ours)]]
    for name in ("total_float", "free_float", "critical"):
        if getattr(row, name) != getattr(answer, name):
            wrong.append(f"{row.id} {name}: {getattr(row, name)} is not {getattr(answer, name)}")
    return wrong


@everything
@given(plans())
def test_dates_and_floats_are_those_of_the_oracle(plan: Plan) -> None:
    """Early and late dates, total and free float, critical: the same whatever the plan is made of."""
    if not any(row.active and row.id.startswith("a") for row in plan.activities):
        return
    oracle = Oracle(plan)

    result = schedule(plan)

    wrong = [line for row in result.rows for line in same(plan, oracle, row, oracle.answers[row.id])]
    assert not wrong, "\n".join(wrong)
    assert {row.id for row in result.rows} == set(oracle.leaves)


@everything
@given(plans())
def test_the_float_to_a_milestone_is_that_of_the_oracle(plan: Plan) -> None:
    """How much later each activity may be without moving the last one."""
    leaves = sorted(row.id for row in plan.activities if row.active and row.id.startswith("a"))
    if not leaves:
        return
    target = leaves[-1]
    result = schedule(plan)

    if any(c.kind == "alap" for row in plan.activities if row.id == target for c in row.constraints):
        return
    assert result.float_to(target) == Oracle(plan).floats_to(target)

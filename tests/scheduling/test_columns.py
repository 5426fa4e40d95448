"""Schedule by whole columns and compare with node by node."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from pathway_graph.analysis.scheduling import Plan, Unscheduled, schedule, schedules

from .example import activity, plan
from .random_plans import plans
from .test_random_plans import everything


def in_one_calendar(plan: Plan, id: str = "lunch") -> Plan:
    """The same plan with everything counted in one calendar."""
    return replace(
        plan,
        programmes=tuple(replace(row, calendar=id, lag_calendar="") for row in plan.programmes),
        activities=tuple(
            replace(row, calendar=id, duration=row.duration and replace(row.duration, elapsed=False))
            for row in plan.activities
        ),
        links=tuple(replace(row, lag=replace(row.lag, elapsed=False)) for row in plan.links),
        promises=tuple(replace(row, lag=replace(row.lag, elapsed=False)) for row in plan.promises),
    )


@everything
@given(plans())
def test_columns_give_the_same_dates_as_nodes(plan: Plan) -> None:
    """Early, late, every float and reason of random plans in one calendar, also the spelling of each date."""
    plan = in_one_calendar(plan)
    slow = schedule(plan)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schedules, "MANY", 0)
        fast = schedule(plan)

    assert fast.early == slow.early
    assert (fast.late.resume, fast.late.finish) == (slow.late.resume, slow.late.finish)
    assert fast.rows == slow.rows
    assert [fast.float_to(row.id) for row in fast.rows] == [slow.float_to(row.id) for row in slow.rows]
    assert [fast.path(row.id) for row in fast.rows] == [slow.path(row.id) for row in slow.rows]


def test_columns_are_used_where_they_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """From so many activities on, if all count in one calendar; a second calendar is done node by node."""
    monkeypatch.setattr(schedules, "MANY", 2)
    rows = [activity("A", "1"), activity("B", "1")]

    assert schedule(plan(*rows, "A > B")).by_columns
    assert not schedule(plan(*rows, activity("C", "1", calendar="seven"))).by_columns
    assert not schedule(plan(rows[0])).by_columns


def test_columns_refuse_loops_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order is looked for before columns are made."""
    monkeypatch.setattr(schedules, "MANY", 0)

    with pytest.raises(Unscheduled, match="PG350"):
        schedule(plan(activity("A", "1"), activity("B", "1"), "A > B", "B > A"))

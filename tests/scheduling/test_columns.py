"""Schedule by whole columns and compare with node by node."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    assert fast.critical_count == sum(row.critical for row in slow.rows)


@everything
@given(plans(), st.data())
def test_columns_slip_as_nodes_do(plan: Plan, data: st.DataObject) -> None:
    """What finishes later, or earlier, than it would moves all dates, floats and reasons behind it in the same way."""
    plan = in_one_calendar(plan)
    slow = schedule(plan)
    able = [row.id for row in slow.rows if row.state in ("open", "started")]
    slips = data.draw(st.dictionaries(st.sampled_from(able), st.integers(-960, 4800), max_size=3)) if able else {}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schedules, "MANY", 0)
        fast = schedule(plan)
    late, as_late = slow.slipped(slips), fast.slipped(slips)

    assert as_late.early == late.early
    assert as_late.rows == late.rows
    assert [as_late.float_to(row.id) for row in late.rows] == [late.float_to(row.id) for row in late.rows]


def test_a_slip_of_a_thousand_years_leaves_the_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not fit their 32 bits: it is worked out node by node, and refused as there."""
    monkeypatch.setattr(schedules, "MANY", 0)

    with pytest.raises(Unscheduled) as refused:
        schedule(plan(activity("A", "1"), activity("B", "1"), "A > B")).slipped({"A": 2**33})

    assert refused.value.problems[0].code == "PG352"


def test_without_numpy_it_goes_node_by_node(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large plan is scheduled where numpy is not installed, too."""
    monkeypatch.setattr(schedules, "MANY", 0)
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    found = schedule(plan(activity("A", "1"), activity("B", "1"), "A > B"))

    assert not found.by_columns
    assert found.path() == ("A", "B")


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

"""Refuse plans that go round in a circle or mean nothing, and name what is to blame."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from pathway_graph.analysis.scheduling import Activity, Constraint, Duration, Lag, Link, Plan, Unscheduled, schedule

from .example import activity, must, on, plan, solved, start


def refused(made: Plan) -> Unscheduled:
    with pytest.raises(Unscheduled) as caught:
        schedule(made)
    return caught.value


def test_each_loop_is_told_once_in_its_shortest_form() -> None:
    """Two sets of activities that wait for each other; of the first the shortest circle, from its smallest id."""
    rows = [activity(id, "1") for id in "ABCDEFG"]
    long = ["A > B", "B > C", "C > D", "D > A", "C fs-5d B"]

    error = refused(plan(*rows, *long, "E > F", "F ss+2d E", "F > G"))

    assert error.loops == (("B", "C"), ("E", "F"))
    assert [problem.code for problem in error.problems] == ["PG350", "PG350"]
    assert "B -> C -> B" in error.problems[0].message


def test_a_ring_without_a_shorter_way_is_told_whole() -> None:
    """A thousand activities in one ring: all of them, quickly, from the smallest id."""
    ids = [f"a{number:04}" for number in range(1000)]
    links = [f"{a} > {b}" for a, b in zip(ids, [*ids[1:], ids[0]], strict=True)]

    error = refused(plan(*(activity(id, "1") for id in ids), *links))

    assert error.loops == (tuple(ids),)


def test_a_leaf_cannot_wait_for_its_own_summary() -> None:
    """The summary is finished when its leaf is: the loop names both."""
    error = refused(plan(activity("S"), activity("A", "1", part_of="S"), "S > A"))

    assert error.loops == (("A", "S"),)


BAD: list[tuple[str, Plan]] = [
    ("PG355", plan(activity("A"), activity("A"))),
    ("PG356", plan(activity("A"), "A > B")),
    ("PG356", plan(activity("A", calendar="lunar"))),
    ("PG356", plan(activity("A", part_of="Z"))),
    ("PG357", plan(activity("A"), Link("A", "A"))),
    ("PG358", plan(Activity("A", "P", duration=Duration(-1)))),
    ("PG358", plan(Activity("A", "P", duration=Duration(10**9)))),
    ("PG358", plan(activity("A", remaining=-5))),
    ("PG358", plan(activity("A", percent_complete=Fraction(101)))),
    ("PG358", plan(activity("A"), activity("B"), Link("A", "B", "fs", Lag(10**12)))),
    ("PG359", plan(activity("A", constraints=(Constraint("mso"),)))),
    ("PG359", plan(activity("A", constraints=(Constraint("alap", on("2026-01-05")),)))),
    ("PG360", plan(activity("A", part_of="B"), activity("B", part_of="A"))),
    ("PG361", plan(activity("A", "1"), programme=start(starts=None))),
]


@pytest.mark.parametrize(("code", "made"), BAD)
def test_what_means_nothing_is_refused_with_its_code(code: str, made: Plan) -> None:
    """Every one with a sentence and what to do."""
    problem = refused(made).problems[0]

    assert problem.code == code
    assert problem.message.endswith(".")
    assert problem.hint


def test_all_that_is_wrong_is_told_at_once() -> None:
    """One bad id, one bad amount and one bad constraint: three problems."""
    made = plan(activity("A", remaining=-1, constraints=must("snet")), "A > Anna")

    assert sorted(problem.code for problem in refused(made).problems) == ["PG356", "PG358", "PG359"]


def test_work_that_never_ends_is_refused() -> None:
    """Durations of centuries in a chain leave the years that can be written."""
    century = Activity("a0", "P", duration=Duration(500 * 260 * 480))
    rows = [replace(century, id=f"a{number}") for number in range(20)]
    links = [f"a{number} > a{number + 1}" for number in range(19)]

    assert refused(plan(*rows, *links)).problems[0].code == "PG352"


def test_an_empty_plan_is_no_error() -> None:
    """No rows, no dates, no path."""
    result = solved()

    assert (result.rows, result.finish, result.path(), result.remarks) == ((), None, (), ())


@pytest.mark.parametrize(("text", "field"), [("S", "summary"), ("Z", "not in the plan")])
def test_only_scheduled_activities_can_be_asked_about(text: str, field: str) -> None:
    """A summary or an unknown id is refused with its name."""
    result = solved(activity("S"), activity("A", "1", part_of="S"))
    ask: Any = result.row

    with pytest.raises(Unscheduled, match=field):
        ask(text)

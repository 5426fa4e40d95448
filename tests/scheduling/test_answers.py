"""Hold what is said about a schedule to the plan: the path, what drives what, slips, why."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway_graph.analysis.scheduling import Plan, Promise, Schedule, Unscheduled, schedule
from pathway_graph.analysis.scheduling.progress import State
from pathway_graph.analysis.scheduling.why import why

from .example import activity, must, on, plan, shown, solved, start
from .random_plans import plans
from .test_random_plans import everything


def board() -> Schedule:
    """Hubs (10 days) and Engagement (2) lead to Specifications (5), which leads to Go-live."""
    return solved(
        activity("h", "10", name="Hubs"), activity("e", "2", name="Engagement"), activity("r", "3", name="Recruitment"),
        activity("s", "5", name="Specifications"), activity("g", name="Go-live"),
        "h > s", "r > e", "h > e", "s > g", "e > g", programme=start(name="Mental health"),
    )  # fmt: skip


def test_the_path_is_the_driving_chain() -> None:
    """First to last; to a milestone, or to what finishes last."""
    result = board()

    assert result.path() == result.path("g") == ("h", "s", "g")
    assert result.path("e") == ("h", "e")
    assert result.row("e").driven_by == ("h",)
    assert result.row("h").basis == "start"


def test_of_several_drivers_the_path_takes_the_one_with_least_float() -> None:
    """Then the longest, then the smallest id."""
    rows = [activity("A", "5"), activity("B", "5"), activity("C", "2"), activity("D", "3"), activity("M")]

    result = solved(*rows, "C > D", "A > M", "B > M", "D > M")

    assert result.row("M").driven_by == ("A", "B", "D")
    assert result.path() == ("A", "M")


def test_float_to_a_milestone_counts_to_it_alone() -> None:
    """What does not lead to it has none; what does may slip by so much before it moves."""
    result = board()

    assert result.float_to("e") == {"h": 0, "e": 0, "r": 7 * 480, "s": None, "g": None}
    assert result.float_to("g") == {"h": 0, "s": 0, "g": 0, "e": 3 * 480, "r": 10 * 480}


def test_a_pin_keeps_what_waits_before_it_from_moving_anything_behind() -> None:
    """B is pinned: A cannot move C through it however late it is, B itself can."""
    result = solved(
        activity("A", "1"), activity("B", "1", constraints=must("mso", "2026-01-12")), activity("C", "1"),
        "A > B", "B fs+1d C",
    )  # fmt: skip

    assert result.float_to("C") == {"A": None, "B": 0, "C": 0}
    assert result.float_to("B") == {"A": None, "B": 0, "C": None}


@everything
@given(plans(), st.integers(0, 6), st.integers(0, 6), st.integers(1, 600))
def test_a_slip_moves_a_milestone_by_what_exceeds_the_float(plan: Plan, which: int, to: int, by: int) -> None:
    """Within its float to a milestone nothing moves it, whatever the plan is; one whose float is null never does."""
    result = schedule(plan)
    ids = [row.id for row in result.rows]
    if not ids:
        return
    source, target = ids[which % len(ids)], ids[to % len(ids)]
    node = result.node(source)
    if result.network.state[node] in (State.FINISHED, State.MANUAL) or _special(result, node):
        return
    spare = result.float_to(target)[source]
    slip = by if spare is None else min(by, spare)
    if slip <= 0 or source == target:
        return

    slipped = result.slipped({source: slip})

    clock, end = result.network.clock[result.node(target)], result.node(target)
    assert clock.between(result.early.finish[end], slipped.early.finish[end]) == 0


def _special(result: Schedule, node: int) -> bool:
    """Where float is known to be no promise: a start that may fall into time that only others work."""
    network = result.network
    several = len({id(clock) for clock in network.clock}) > 1
    return several or State.FIRST_BEGUN in network.state or bool(network.late_as_possible)


def test_a_what_if_moves_what_is_behind() -> None:
    """Recruitment twelve days later moves Engagement, and Go-live by what exceeds its float; what is done cannot."""
    result = board()

    slipped = result.slipped({"r": 12 * 480})

    assert slipped.moved_from(result) == ("r", "e", "g")
    assert shown(slipped, "g") == "01-27 17:00 01-27 17:00"
    with pytest.raises(Unscheduled, match="PG362"):
        solved(activity("A", "1", actual_start="2026-01-05", actual_finish="2026-01-05")).slipped({"A": 480})


@pytest.mark.parametrize(
    ("id", "sentence"),
    [
        ("h", "critical because it drives Specifications, which starts the next working day"),
        ("s", "critical because it drives Go-live, which starts the same day"),
        ("g", "critical because nothing finishes later: it decides when Mental health ends, on 23 January 2026"),
        ("e", "3 working days to spare: Go-live waits for Specifications anyway"),
        ("r", "10 working days to spare: Engagement waits for Hubs anyway"),
    ],
)
def test_why_is_a_sentence(id: str, sentence: str) -> None:
    """What holds an activity, or what it has to spare and what would wait anyway."""
    assert why(board(), id) == sentence


def test_why_speaks_of_one_milestone_when_asked() -> None:
    """How much later, not at all, or every day."""
    result = board()

    assert why(result, "r", "g") == "can be 10 working days later before Go-live moves"
    assert why(result, "s", "e") == "does not move Engagement, however late it is"
    assert why(result, "h", "g") == "every day that it is late makes Go-live late"


def test_why_names_the_rule_that_cannot_be_met() -> None:
    """Negative float is followed to the deadline behind it; a finished row says when."""
    late = activity("B", "2", name="Bids", deadline="2026-01-09")
    done = activity("D", "1", actual_start="2026-01-05", actual_finish="2026-01-05")

    result = solved(activity("A", "5"), late, done, "A > B")

    assert why(result, "A") == "2 working days too late: Bids waits for it, and that must be finished by 9 January 2026"
    assert why(result, "B") == "2 working days too late: it must be finished by 9 January 2026"
    assert why(result, "D") == "finished on 5 January 2026"


def test_why_says_where_the_two_meanings_of_critical_differ() -> None:
    """A pin makes a row critical off the longest path; a deadline far away leaves float on it."""
    pinned = solved(activity("A", "9"), activity("B", "1", constraints=must("mso", "2026-01-06")))
    unknown = solved(activity("A", "1"), Promise("p", "A", name="Guidance"))

    assert why(pinned, "B") == "critical because it must start on 6 January 2026; it is not on the longest path"
    assert why(unknown, "A").endswith("it rests on an unknown date: Guidance")
    looser = schedule(plan(activity("A", "2"), programme=start(must_finish=on("2026-01-09"))))
    assert why(looser, "A").startswith("3 working days to spare: P must finish by 9 January 2026; it is on the longest")


@everything
@given(plans())
def test_whatever_the_plan_everything_about_it_can_be_said(plan: Plan) -> None:
    """Sentences, remarks and paths for each row of random plans; rows in order of early start, early finish, id."""
    result = schedule(plan)

    for row in result.rows:
        assert why(result, row.id)
        assert result.path(row.id)[-1] == row.id
        assert bool(row.driven_by) == (row.basis == "link")
    order = [(row.early_start, row.early_finish, row.id) for row in result.rows]
    assert order == sorted(order)
    assert result.remarks == schedule(plan).remarks


def test_a_small_plan_does_not_import_numpy() -> None:
    """Two hundred activities are scheduled before numpy would be loaded."""
    code = (
        "import sys; from datetime import date; from pathway_graph.analysis.scheduling import *\n"
        "from pathway_graph.analysis.scheduling.why import why\n"
        "rows = tuple(Activity(f'a{n}', 'P', duration=Duration(480)) for n in range(200))\n"
        "links = tuple(Link(f'a{n}', f'a{n + 1}') for n in range(199))\n"
        "result = schedule(Plan((Programme('P', starts=When.at(date(2026, 1, 5))),), rows, links))\n"
        "assert len(result.path()) == 200 and why(result, 'a7') and len(result.rows) == 200\n"
        "sys.exit('numpy' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

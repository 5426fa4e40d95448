"""Count the fourteen points on a plan worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pathway_graph.analysis.scheduling import Schedule
from pathway_graph.analysis.scheduling.quality import Check, loose_ends, quality

from .example import activity, must, on, solved, start


def poor() -> Schedule:
    """Ten rows with one fault of nearly every kind; the data date is Monday 12 January."""
    done = {"actual_start": "2026-01-05", "baseline_finish": "2026-01-07"}
    return solved(
        activity("a", "3", actual_finish="2026-01-07", **done),
        activity("b", "2", actual_finish="2026-01-08", **done),
        activity("c", "5", baseline_finish="2026-01-09", resources=1),
        activity("d", "50", resources=0),
        activity("e", "1", constraints=must("fnlt", "2026-01-13"), resources=1),
        activity("f", "1", constraints=must("mso", "2026-01-08"), resources=1),
        activity("g", "1", resources=2), activity("h", "0"), activity("i", "1", resources=1), activity("j"),
        "a > c", "b > c", "c > d", "c fs-2d e", "d > h", "e fs+1d g", "g ss i", "i ff h", "h > j", "f > j",
        programme=start(status_date=on("2026-01-12")),
    )  # fmt: skip


EXPECTED = {
    1: (2, 8, ("f", "j"), False),
    2: (1, 10, ("c > e",), False),
    3: (1, 10, ("e > g",), False),
    4: (8, 10, ("g > i", "i > h"), False),
    5: (2, 8, ("e", "f"), False),
    6: (2, 8, ("g", "i"), False),
    7: (3, 8, ("c", "e", "f"), False),
    8: (1, 8, ("d",), False),
    9: (0, 10, (), True),
    10: (1, 6, ("d",), False),
    11: (2, 3, ("b", "c"), False),
    12: (0, 1, (), True),
    14: (2, 3, ("c",), False),
}


@pytest.mark.parametrize("number", EXPECTED)
def test_each_point_has_its_count_its_denominator_and_its_rows(number: int) -> None:
    """Worked by hand for the plan above."""
    check: Check = quality(poor())[number - 1]

    assert check.number == number
    assert (check.count, check.of, check.ids, check.passed) == EXPECTED[number]


def test_the_path_length_index_falls_with_negative_float() -> None:
    """Five days to do, two days too late: three of five."""
    result = solved(activity("A", "5", deadline="2026-01-07"))

    check = quality(result)[12]

    assert (check.count, check.of, check.value, check.passed) == (3, 5, Fraction(3, 5), False)


def test_what_the_plan_does_not_state_is_not_judged() -> None:
    """Without status date, baseline and resources four points say what is missing, and pass or fail nothing."""
    checks = quality(solved(activity("A", "1"), activity("B", "1"), "A > B"))

    assert [check.number for check in checks] == list(range(1, 15))
    assert [check.number for check in checks if check.passed is None] == [9, 10, 11, 14]
    assert all(check.text for check in checks)


def test_a_pin_breaks_the_path() -> None:
    """The critical path test fails where a pin does not let a slip through."""
    result = solved(activity("A", "2"), activity("B", "1", constraints=must("mso", "2026-01-07")), "A > B")

    check = quality(result)[11]

    assert (check.count, check.passed, check.ids) == (1, False, ("A",))


def test_loose_ends_are_named_by_kind() -> None:
    """Nothing before, nothing after, a start that nothing drives, a finish that drives nothing."""
    found = {remark.kind: remark.ids for remark in loose_ends(poor())}

    assert found == {"no_predecessor": ("f",), "no_successor": ("j",), "open_finish": ("g",)}


def test_one_programme_can_be_asked_about() -> None:
    """Its own tasks are the denominator."""
    result = solved(activity("A", "1"), activity("B", "1", programme="Q"), activity("C", "1", programme="Q"))

    assert [quality(result, id)[0].of for id in ("P", "Q")] == [1, 2]
    assert quality(result)[0].of == 3

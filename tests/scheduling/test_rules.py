"""Hold constraints, progress, dates and floats to the rules, one by one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from pathway_graph.analysis.scheduling import Constraint, Plan, Programme, finish_range, schedule

from .example import activity, must, on, plan, shown, solved, start


@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        ("snet", "2026-01-14", "01-14 09:00 01-15 17:00"),
        ("snet", "2026-01-10", "01-12 09:00 01-13 17:00"),
        ("fnet", "2026-01-17", "01-15 09:00 01-16 17:00"),
        ("snlt", "2026-01-06", "01-12 09:00 01-13 17:00"),
        ("fnlt", "2026-01-06", "01-12 09:00 01-13 17:00"),
        ("mso", "2026-01-07", "01-07 09:00 01-08 17:00"),
        ("mfo", "2026-01-23", "01-22 09:00 01-23 17:00"),
    ],
)
def test_constraints_act_on_early_dates_or_pin_them(kind: str, day: str, expected: str) -> None:
    """B waits for A until Friday 9 January; a day not worked is the next start, or the last end."""
    result = solved(activity("A", "5"), activity("B", "2", constraints=must(kind, day)), "A > B")

    assert shown(result, "B") == expected


@pytest.mark.parametrize(("kind", "days"), [("snlt", -3), ("fnlt", -2), ("mso", 0)])
def test_a_date_that_cannot_be_met_is_negative_float_on_what_drives_it(kind: str, days: int) -> None:
    """snlt and fnlt act on late dates only; a pin breaks the link, and what waits before it has the float."""
    day = {"snlt": "2026-01-07", "fnlt": "2026-01-09", "mso": "2026-01-07"}[kind]

    result = solved(activity("A", "5"), activity("B", "2", constraints=must(kind, day)), "A > B")

    assert result.row("B").total_float == days * 480
    assert result.row("A").total_float == (-3 if kind != "fnlt" else -2) * 480
    found = [remark for remark in result.remarks if remark.ids[:2] == ("B", "A")]
    assert [remark.kind for remark in found] == ["broken_link" if kind == "mso" else "cannot_be_met"]


def test_a_second_constraint_also_acts() -> None:
    """snet moves the early date, fnlt the late one."""
    both = (*must("snet", "2026-01-07"), *must("fnlt", "2026-01-07"))

    row = solved(activity("A", "2", constraints=both)).row("A")

    assert (f"{row.early_start:%m-%d}", row.total_float) == ("01-07", -480)


def test_as_late_as_possible_uses_the_free_float_and_leaves_the_floats_alone() -> None:
    """B (2 days) may use the 3 days that A (5 days) leaves it before C; C stands still."""
    rows = [activity("A", "5"), activity("B", "2", constraints=must("alap")), activity("C", "1")]

    result = solved(*rows, "A > C", "B > C")

    assert shown(result, "B") == "01-08 09:00 01-09 17:00"
    assert (result.row("B").free_float, result.row("B").total_float) == (1440, 1440)
    assert shown(result, "C") == "01-12 09:00 01-12 17:00"


def test_a_deadline_acts_on_late_dates_only() -> None:
    """The forecast stays; the float is counted to the deadline."""
    row = solved(activity("A", "2", deadline="2026-01-08"), activity("B", "20")).row("A")

    assert (f"{row.early_finish:%m-%d}", row.total_float) == ("01-06", 960)


def test_promises_do_not_move_what_something_drives() -> None:
    """A planned start counts only for a row with no link into it, no constraint and no actual, and that is said."""
    rows = [activity("A", "1"), activity("B", "1", planned_start="2026-02-02")]

    driven, alone = solved(*rows, "A > B"), solved(*rows)

    assert shown(driven, "B") == "01-06 09:00 01-06 17:00"
    assert shown(alone, "B") == "02-02 09:00 02-02 17:00"
    assert [(r.kind, r.ids) for r in alone.remarks] == [("planned", ("B",))]


def test_no_unfinished_work_lies_before_the_data_date() -> None:
    """Work not started begins there, work in progress resumes there; without a data date nothing is pushed."""
    rows = [activity("A", "4", actual_start="2026-01-05", percent_complete=Fraction(50)), activity("B", "1")]

    pushed, left = solved(*rows, programme=start(status_date=on("2026-01-12"))), solved(*rows)

    assert shown(pushed, "A") == "01-05 09:00 01-13 17:00"
    assert shown(pushed, "B") == "01-12 09:00 01-12 17:00"
    assert shown(left, "A") == "01-05 09:00 01-08 17:00"
    assert schedule(plan(*rows), data_date=date(2026, 1, 12)).rows == pushed.rows


def test_work_in_progress_waits_for_its_links() -> None:
    """Retained logic: what remains of B waits for A although B has begun; its start stays a fact."""
    row = activity("B", "4", actual_start="2026-01-05", remaining=960)

    result = solved(activity("A", "5"), row, "A > B", programme=start(status_date=on("2026-01-07")))

    assert shown(result, "A") == "01-07 09:00 01-13 17:00"
    assert shown(result, "B") == "01-05 09:00 01-15 17:00"
    assert result.row("B").late_start == result.row("B").early_start


def test_finished_work_has_its_dates_and_no_float() -> None:
    """It is never critical, holds nothing back, and what waits for it counts from its actual finish."""
    done = activity("A", "5", actual_start="2026-01-05", actual_finish="2026-01-06")

    result = solved(done, activity("B", "1"), activity("C", "9"), "A > B", "C > A")

    row = result.row("A")
    assert (row.total_float, row.free_float, row.critical, row.state) == (None, None, False, "finished")
    assert shown(result, "B") == "01-07 09:00 01-07 17:00"
    assert result.row("C").total_float == 0
    assert [remark.kind for remark in result.remarks] == ["out_of_sequence"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"percent_complete": Fraction(50)}, "01-12 09:00 01-15 17:00"),
        ({"actual_start": "2026-01-05", "percent_complete": Fraction(100)}, "01-05 09:00 01-12 09:00"),
        ({"actual_start": "2026-01-05", "remaining": 0, "percent_complete": Fraction(50)}, "01-05 09:00 01-13 17:00"),
        ({"actual_start": "2026-01-19"}, "01-19 09:00 01-22 17:00"),
        ({"actual_start": "2026-01-05", "actual_finish": "2026-01-20"}, "01-05 09:00 01-20 17:00"),
        ({"actual_start": "2026-01-05", "actual_finish": "2026-01-08", "remaining": 480}, "01-05 09:00 01-12 17:00"),
        ({"actual_start": "2026-01-07", "actual_finish": "2026-01-05"}, "01-07 09:00 01-07 09:00"),
        ({"actual_finish": "2026-01-08"}, "01-05 09:00 01-08 17:00"),
    ],
)
def test_contradictory_progress_is_read_cautiously_and_told(fields: dict[str, object], expected: str) -> None:
    """Four days of work, the data date Monday 12 January: the dates, and one finding each."""
    result = solved(activity("A", "4", **fields), programme=start(status_date=on("2026-01-12")))

    assert shown(result, "A") == expected
    assert [(r.sort, r.kind, r.ids) for r in result.remarks] == [("finding", "progress", ("A",))]


def test_manual_tasks_stand_at_their_own_dates() -> None:
    """A link does not move them; that it is broken is a finding, and the float is counted all the same."""
    own = activity("B", "1", planned_start="2026-01-06", planned_finish="2026-01-06", manual=True)

    result = solved(activity("A", "5"), own, activity("C", "1"), "A > B", "B > C")

    assert shown(result, "B") == "01-06 09:00 01-06 17:00"
    assert shown(result, "C") == "01-07 09:00 01-07 17:00"
    assert {remark.kind for remark in result.remarks} == {"manual", "broken_link"}


def test_inactive_tasks_are_not_scheduled() -> None:
    """Nor do their links move anything; it is said once, with their ids."""
    result = solved(activity("A", "5", active=False), activity("B", "1"), "A > B")

    assert [row.id for row in result.rows] == ["B"]
    assert shown(result, "B") == "01-05 09:00 01-05 17:00"
    assert ("inactive", ("A",)) in [(remark.kind, remark.ids) for remark in result.remarks]


def test_a_blank_start_is_the_earliest_date_of_the_rows() -> None:
    """Of actual, planned start, snet and mso; else of the workstreams; else the day asked about; it is said."""
    rows = [activity("A", "1", constraints=must("snet", "2026-02-03")), activity("B", "1")]
    blank = Programme("P", calendar="weekdays")
    by_workstream = Programme("P", calendar="weekdays", workstream_starts=(on("2026-03-02"),))

    by_row = solved(*rows, programme=blank)
    by_stream = solved(activity("B", "1"), programme=by_workstream)
    by_day = schedule(plan(activity("B", "1"), programme=blank), today=date(2026, 4, 1))

    assert [shown(each, "B")[:5] for each in (by_row, by_stream, by_day)] == ["02-03", "03-02", "04-01"]
    assert all(each.remarks[0].kind == "programme_start" for each in (by_row, by_stream, by_day))


def test_a_blank_duration_is_the_time_planned_or_nothing() -> None:
    """From planned start to planned finish; without both it is a milestone, which is said."""
    result = solved(
        activity("A", "", planned_start="2026-01-05", planned_finish="2026-01-09"), activity("B", ""), "A > B",
    )  # fmt: skip

    assert shown(result, "A") == "01-05 09:00 01-09 17:00"
    assert shown(result, "B") == "01-09 17:00 01-09 17:00"
    assert ("no_duration", ("B",)) in [(remark.kind, remark.ids) for remark in result.remarks]


def test_an_elapsed_duration_runs_day_and_night() -> None:
    """Three elapsed days from Friday morning end on Monday morning; its float is time of the clock."""
    result = solved(activity("A", "4"), activity("B", "3ed"), activity("C", "1"), "A > B", "B > C")

    assert shown(result, "B") == "01-08 17:00 01-11 17:00"
    assert shown(result, "C") == "01-12 09:00 01-12 17:00"


def test_imprecise_dates_give_a_range() -> None:
    """Planning takes starts at their earliest and promises at their latest; the range takes all at either end."""
    rows = [activity("A", "2", constraints=must("snet", "2026-01-12..2026-01-19")), activity("M")]
    made: Plan = plan(*rows, "A > M")

    assert f"{schedule(made).finish:%m-%d}" == "01-13"
    assert [f"{each:%m-%d}" for each in finish_range(made, "M") or ()] == ["01-13", "01-20"]
    assert finish_range(made, "M", known=schedule(made)) == finish_range(made, "M")


def test_where_every_date_is_precise_the_schedule_is_its_own_range() -> None:
    """With dates to the day alone there is nothing to range over, and it is told from the schedule that is known."""
    made: Plan = plan(activity("A", "2", constraints=must("snet", "2026-01-12")), activity("M"), "A > M")
    known = schedule(made)

    assert made.is_precise
    assert finish_range(made, "M", known=known) == finish_range(made, "M") == (known.finish, known.finish)


def test_critical_float_is_in_working_days() -> None:
    """With critical_float 1 what has a day to spare is critical, what has two is not."""
    rows = [activity("A", "5"), activity("B", "4"), activity("C", "3")]

    result = solved(*rows, programme=start(critical_float=Fraction(1)))

    assert [result.row(id).critical for id in "ABC"] == [True, True, False]
    assert [result.row(id).on_longest_path for id in "ABC"] == [True, False, False]


def test_a_file_may_honour_late_constraints_before_links() -> None:
    """With that option of Microsoft Project snlt holds the early date, and the link is broken instead."""
    rows = [activity("A", "5"), activity("B", "2", constraints=must("snlt", "2026-01-07"))]

    held = solved(*rows, "A > B", programme=start(honour_late_constraints=True))

    assert shown(held, "B") == "01-07 09:00 01-08 17:00"
    assert ("broken_link", ("B", "A")) in [(remark.kind, remark.ids) for remark in held.remarks]


def test_alap_and_a_second_constraint_act_together() -> None:
    """A deadline of its own stops it from moving further."""
    both = (Constraint("alap"),)

    result = solved(activity("A", "10"), activity("B", "2", constraints=both, deadline="2026-01-08"))

    assert shown(result, "B") == "01-07 09:00 01-08 17:00"

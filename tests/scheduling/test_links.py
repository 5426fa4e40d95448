"""Hold links and lags to the rules: what moves what, and in whose calendar."""

from __future__ import annotations

import pytest

from pathway_graph.analysis.scheduling import Event, Promise, lag

from .example import activity, link, on, shown, solved, start


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (">", "01-12 09:00 01-14 17:00"),
        ("ss", "01-05 09:00 01-07 17:00"),
        ("ff", "01-07 09:00 01-09 17:00"),
        ("sf", "01-05 09:00 01-07 17:00"),
        ("fs+2d", "01-14 09:00 01-16 17:00"),
        ("fs-1d", "01-09 09:00 01-13 17:00"),
        ("ss+4h", "01-05 13:00 01-08 13:00"),
        ("ff+1w", "01-14 09:00 01-16 17:00"),
        ("sf+5", "01-07 09:00 01-09 17:00"),
        ("fs+3ed", "01-13 09:00 01-15 17:00"),
        ("ss+50%", "01-07 13:00 01-12 13:00"),
        ("fs-20%", "01-09 09:00 01-13 17:00"),
    ],
)
def test_each_kind_of_link_and_lag_moves_its_successor(how: str, expected: str) -> None:
    """A (5 days from Monday 5 January) and B (3 days): the dates of B, worked by hand."""
    result = solved(activity("A", "5"), activity("B", "3"), link(f"A {how} B"))

    assert shown(result, "B") == expected


def test_every_link_between_two_activities_counts() -> None:
    """Of several links between the same two the one that asks for most decides."""
    result = solved(activity("A", "5"), activity("B", "3"), "A ss+1d B", "A ff+1d B")

    assert shown(result, "B") == "01-08 09:00 01-12 17:00"


@pytest.mark.parametrize(("convention", "expected"), [("msproject", "01-12 08:00"), ("p6", "01-14 08:00")])
def test_a_lag_counts_in_the_calendar_that_the_convention_names(convention: str, expected: str) -> None:
    """The successor's calendar (seven days a week), or for p6 the predecessor's (Monday to Friday)."""
    rows = [activity("A", "5"), activity("B", "1", calendar="seven")]

    result = solved(*rows, "A fs+2d B", programme=start(convention=convention))

    assert shown(result, "B").startswith(expected)


def test_a_milestone_keeps_the_time_of_what_drives_it() -> None:
    """After a finish it stands at the end of the day, after a start at the beginning; work starts the next morning."""
    rows = [activity("A", "5"), activity("M"), activity("N"), activity("O"), activity("B", "1")]

    result = solved(*rows, "A > M", "A ss N", "A ss+1d O", "M > B")

    assert shown(result, "M") == "01-09 17:00 01-09 17:00"
    assert shown(result, "N") == "01-05 09:00 01-05 09:00"
    assert shown(result, "O") == "01-06 09:00 01-06 09:00"
    assert shown(result, "B") == "01-12 09:00 01-12 17:00"


def test_a_link_from_a_summary_waits_for_all_its_leaves() -> None:
    """fs from a summary counts from the last finish, ss from the first start."""
    parts = [activity("S"), activity("A", "2", part_of="S"), activity("B", "4", part_of="S")]

    result = solved(*parts, activity("C", "1"), activity("D", "1"), "A > B", "S > C", "S ss+1d D")

    assert shown(result, "C") == "01-13 09:00 01-13 17:00"
    assert shown(result, "D") == "01-06 09:00 01-06 17:00"
    assert result.row("C").driven_by == ("B",)
    assert result.row("D").driven_by == ("A",)
    assert {row.id for row in result.rows} == {"A", "B", "C", "D"}


def test_a_link_to_a_summary_holds_all_its_leaves() -> None:
    """Each leaf waits, also one of a summary within the summary."""
    result = solved(
        activity("A", "5"), activity("S"), activity("T", part_of="S"), activity("B", "1", part_of="S"),
        activity("C", "2", part_of="T"), "A > S",
    )  # fmt: skip

    assert shown(result, "B") == "01-12 09:00 01-12 17:00"
    assert shown(result, "C") == "01-12 09:00 01-13 17:00"


def test_a_promise_holds_until_the_end_of_its_day() -> None:
    """A milestone keeps that time, work starts the next morning plus the lag; a promise that is met holds nothing."""
    result = solved(
        activity("M"), activity("B", "1"), activity("C", "1"), Promise("p1", "M", promised=on("2026-02-02")),
        Promise("p2", "B", promised=on("2026-02-02"), lag=lag("1")),
        Promise("p3", "C", promised=on("2026-02-02"), met=True),
    )  # fmt: skip

    assert shown(result, "M") == "02-02 17:00 02-02 17:00"
    assert shown(result, "B") == "02-04 09:00 02-04 17:00"
    assert shown(result, "C") == "01-05 09:00 01-05 17:00"
    assert result.row("M").driven_by == ("p1",)


def test_everything_behind_a_promise_without_a_date_says_so() -> None:
    """It holds nothing; its target and all that waits for it rest on an unknown date, other rows do not."""
    result = solved(activity("A", "1"), activity("B", "1"), activity("C", "1"), "A > B", Promise("p", "A"))

    assert [result.row(id).rests_on for id in "ABC"] == [("p",), ("p",), ()]
    assert shown(result, "A") == "01-05 09:00 01-05 17:00"
    assert {remark.ids for remark in result.remarks if remark.kind == "unknown_date"} == {("A", "p"), ("B", "p")}


def test_what_waits_for_a_contract_or_service_counts_from_its_start() -> None:
    """From its own date with fs and ss alike, else from the forecast of the milestone that mobilises it."""
    result = solved(
        activity("A", "3"), activity("B", "1"), activity("C", "1"), activity("D", "1"),
        Event("k1", at=on("2026-03-02")), Event("k2", mobilised_by="A"), "k1 > B", "k1 ss C", "k2 ss D",
    )  # fmt: skip

    assert shown(result, "B") == shown(result, "C") == "03-02 09:00 03-02 17:00"
    assert shown(result, "D") == "01-08 09:00 01-08 17:00"


def test_a_link_to_another_programme_counts_as_a_successor() -> None:
    """Late dates run back from the programme's own finish, and from what another programme needs."""
    rows = [activity("A", "2"), activity("B", "5", programme="Q"), activity("C", "10")]

    free, held = solved(*rows), solved(*rows, "A > B")

    assert free.row("A").total_float == 8 * 480
    assert held.row("A").total_float == 0
    assert held.finishes.keys() == {"P", "Q"}

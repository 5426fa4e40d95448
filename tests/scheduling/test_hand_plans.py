"""Hold the engine to small plans that were worked out with pencil and paper."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from pathway_graph.analysis.scheduling import Plan, Programme, schedule

from .example import activity, must, on, plan, start

# Monday 5 January 2026 is the first day; days of work, from there: 0 is its morning, 5 is Friday evening.
DAY = {n: f"2026-01-{day:02}" for n, day in enumerate((5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23))}
"""Days of work that are over -> the day that begins then."""


def part(id: str, days: str, summary: str) -> Any:
    return activity(id, days, part_of=summary)


def until(day: int) -> Programme:
    """Work up to this many days is told: the data date."""
    return start(status_date=on(f"{DAY[day]}T09:00"))


TEXTBOOK = [
    *(activity(id, days) for id, days in zip("ABCDEFGH", "34251243", strict=True)),
    "A > B", "A > C", "B > D", "C > E", "C > F", "D > G", "E > G", "F > H", "G > H",
]  # fmt: skip
TABLE: dict[str, tuple[list[Any], Programme | None, str]] = {
    # name: rows and links, the programme (None: from 5 January), and for each activity
    #       early start, early finish, total float, free float
    "eight activities, two ways": (TEXTBOOK, None, """
        A 0 3 0 0; B 3 7 0 0; C 3 5 6 0; D 7 12 0 0; E 5 6 6 6; F 5 7 9 9; G 12 16 0 0; H 16 19 0 0"""),
    "two chains of the same length": (
        [activity("A", "3"), activity("B", "5"), activity("C", "4"), activity("D", "2"), "A > C", "B > D"], None,
        "A 0 3 0 0; B 0 5 0 0; C 3 7 0 0; D 5 7 0 0"),
    "start to start, three days later": (
        [activity("A", "10"), activity("B", "6"), activity("C", "2"), "A ss+3d B", "B > C"], None,
        "A 0 10 0 0; B 3 9 0 0; C 9 11 0 0"),
    "finish to finish, two days later": (
        [activity("A", "5"), activity("B", "3"), "A ff+2d B"], None, "A 0 5 0 0; B 4 7 0 0"),
    "start to finish": (
        [activity("A", "5", constraints=must("snet", DAY[5])), activity("B", "3"), "A sf B"], None,
        "A 5 10 0 0; B 2 5 5 5"),
    "a lead of two days": ([activity("A", "5"), activity("B", "4"), "A fs-2d B"], None, "A 0 5 0 0; B 3 7 0 0"),
    "a lead longer than what it leads": (
        [activity("A", "2"), activity("B", "1"), activity("C", "9"), "A fs-5d B"], None,
        "A 0 2 7 3; B 0 1 8 8; C 0 9 0 0"),
    "half of the predecessor": ([activity("A", "4"), activity("B", "2"), "A fs+50% B"], None, "A 0 4 0 0; B 6 8 0 0"),
    "one elapsed day from Friday evening": (
        [activity("A", "5"), activity("B", "1"), "A fs+1ed B"], None, "A 0 5 0 0; B 5 6 0 0"),
    "three elapsed days from Friday evening": (
        [activity("A", "5"), activity("B", "1"), "A fs+3ed B"], None, "A 0 5 0 0; B 6 7 0 0"),
    "not earlier than the eighth day": (
        [activity("A", "2"), activity("B", "3", constraints=must("snet", DAY[7])), "A > B"], None,
        "A 0 2 5 5; B 7 10 0 0"),
    "not finished earlier than the tenth day": (
        [activity("A", "2"), activity("B", "3", constraints=must("fnet", DAY[9])), "A > B"], None,
        "A 0 2 5 5; B 7 10 0 0"),
    "finish no later than the sixth day, against logic": (
        [activity("A", "5"), activity("B", "2", constraints=must("fnlt", DAY[5])), activity("C", "1"), "A > B",
         "A > C"], None, "A 0 5 -1 0; B 5 7 -1 0; C 5 6 1 1"),
    "start no later than the fourth day, against logic": (
        [activity("A", "5"), activity("B", "2", constraints=must("snlt", DAY[3])), "A > B"], None,
        "A 0 5 -2 0; B 5 7 -2 0"),
    "must start on the fourth day, against logic": (
        [activity("A", "5"), activity("B", "2", constraints=must("mso", DAY[3])), "A > B"], None,
        "A 0 5 -2 0; B 3 5 0 0"),
    "must finish on the ninth day": (
        [activity("A", "5"), activity("B", "2", constraints=must("mfo", DAY[8])), "A > B"], None,
        "A 0 5 2 2; B 7 9 0 0"),
    "a deadline takes float and nothing else": (
        [activity("A", "3", deadline=DAY[4]), activity("B", "6")], None, "A 0 3 2 3; B 0 6 0 0"),
    "milestones in a row": (
        [activity("A", "5"), activity("M"), activity("N"), activity("B", "2"), "A > M", "M > N", "N > B"], None,
        "A 0 5 0 0; M 5 5 0 0; N 5 5 0 0; B 5 7 0 0"),
    "after all parts of a summary": (
        [activity("S", ""), part("A", "2", "S"), part("B", "4", "S"), activity("C", "3"), "S > C"], None,
        "A 0 2 2 2; B 0 4 0 0; C 4 7 0 0"),
    "a summary that waits": (
        [activity("D", "2"), activity("S", ""), part("A", "2", "S"), part("B", "4", "S"), "D > S"], None,
        "D 0 2 0 0; A 2 4 2 2; B 2 6 0 0"),
    "half done": (
        [activity("A", "4", actual_start=DAY[0], percent_complete=Fraction(50)), activity("B", "2"), "A > B"], until(3),
        "A 0 5 0 0; B 5 7 0 0"),
    "done": (
        [activity("A", "4", actual_start=DAY[0], actual_finish=DAY[2]), activity("B", "2"), "A > B"], until(3),
        "A 0 3 - -; B 3 5 0 0"),
    "begun before what it waits for is done": (
        [activity("A", "4"), activity("B", "2", actual_start=DAY[0], percent_complete=Fraction(50)), "A > B"], until(2),
        "A 2 6 0 0; B 0 7 0 0"),
    "must be finished by the seventh day": (
        [activity("A", "3"), activity("B", "2"), "A > B"], start(must_finish=on(DAY[6])), "A 0 3 2 0; B 3 5 2 0"),
}  # fmt: skip


def worked(text: str) -> dict[str, list[int | None]]:
    """The table of one plan: id -> minutes of work."""
    rows = (row.split() for row in text.split(";"))
    return {id: [None if cell == "-" else int(cell) * 480 for cell in cells] for id, *cells in rows}


def answered(made: Plan) -> dict[str, list[int | None]]:
    result = schedule(made)
    found: dict[str, list[int | None]] = {}
    for row in result.rows:
        node = result.node(row.id)
        work = result.network.clock[node].work
        zero = work(result.network.clock[node].day_start(on(DAY[0]).earliest))
        ends = [work(result.early.start[node]) - zero, work(result.early.finish[node]) - zero]
        found[row.id] = [*ends, row.total_float, row.free_float]
    return found


@pytest.mark.parametrize("name", TABLE)
def test_plans_worked_out_by_hand(name: str) -> None:
    """Early start and finish, total and free float are those of the pencil."""
    rows, programme, table = TABLE[name]
    made = plan(*rows, programme=programme)

    assert answered(made) == worked(table)

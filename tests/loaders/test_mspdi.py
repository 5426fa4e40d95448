"""Microsoft Project XML: what is read, what is counted, and what is refused with a code and a place."""

from pathlib import Path
from typing import Any

import pytest

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.records import Batch
from pathway_graph.registry import loader_for, read_batch, read_here

from .plans_made import MSPDI


def written(tmp_path: Path, data: bytes) -> Path:
    file = tmp_path / "plan.xml"
    file.write_bytes(data)
    return file


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Batch:
    """Read the small plan with some of its text replaced."""
    text = MSPDI.decode()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return read_here(written(tmp_path, text.encode()))


def facts(batch: Batch, label: str, id: str) -> dict[str, Any]:
    return next(dict(record.facts) for record in batch.records if (record.label, record.id) == (label, id))


def refused(tmp_path: Path, data: bytes) -> Problem:
    """Read a file in the guarded child process, as `load` does, and give the one problem that it is refused with."""
    with pytest.raises(InputProblems) as error:
        read_batch(written(tmp_path, data))
    assert len(error.value.problems) == 1
    return error.value.problems[0]


def test_the_file_is_known_by_what_it_holds(tmp_path: Path) -> None:
    """Any .xml is not a plan; UTF-16 is one too."""
    assert loader_for(written(tmp_path, MSPDI)).FORMAT == "mspdi"
    wide = MSPDI.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    batch = read_here(written(tmp_path, wide))
    assert (len(batch.records), facts(batch, "Programme", "plan")["name"]) == (18, "Plan é")
    with pytest.raises(InputProblems, match="PG101"):
        loader_for(written(tmp_path, b"<html/>"))


def test_tasks_links_and_calendars_become_rows_of_the_source(tmp_path: Path) -> None:
    """Ids are SOURCE:UID; summaries by the outline; lags, constraints and exceptions in the model's words."""
    batch = read_here(written(tmp_path, MSPDI), source="Office plan (v2)")

    task = facts(batch, "Milestone", "Office-plan-v2:8")
    assert (task["part_of"], task["constraint"], task["duration"]["words"]) == (["Office-plan-v2:7"], "snet", "8d")
    assert task["constraint_on"]["words"] == "2018-01-09 08:00"
    link = facts(batch, "Dependency", "Office-plan-v2:2-3-fs")
    assert (link["needs"], link["blocks"]) == (["Milestone#Office-plan-v2:2"], ["Office-plan-v2:3"])
    assert link["lag"]["value"] == {"amount": 1, "unit": "days"}
    calendar = facts(batch, "Calendar", "Office-plan-v2:calendar:1")
    assert calendar["closed"] == ["2018-01-10", "2018-01-11"]
    assert calendar["hours"]["value"]["sure"][:4] == [480, 720, 780, 1020]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (MSPDI.replace(b"<Project", b"<!DOCTYPE Project [<!ENTITY a 'b'>]><Project", 1), "PG711", "document type"),
        (MSPDI.replace(b"Plan ", b"&secret; ", 1), "PG711", "entity"),
        (MSPDI[: len(MSPDI) // 2], "PG710", "cut off"),
        (MSPDI.replace("é".encode(), b"\xe9"), "PG713", "UTF-8: byte"),
        (MSPDI.replace(b'"UTF-8"', b'"x-nothing"'), "PG713", "encoding"),
        (MSPDI.replace(b"Project", b"Projekt"), "PG712", "'Projekt', not a Project"),
        (MSPDI.replace(b"<CalendarUID>1<", b"<CalendarUID>9<"), "PG716", "calendar 9 is not in the file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_code(
    data: bytes, code: str, words: str, tmp_path: Path
) -> None:
    """One problem with a code, the file's name and what is wrong; never a traceback, never a look at another file."""
    data = data.replace(b"schemas.microsoft.com/projekt", b"schemas.microsoft.com/project")
    problem = refused(tmp_path, data)

    assert (problem.code, problem.file) == (code, "plan.xml")
    assert words in problem.message


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("PT32H0M0S", "PT-8H0M0S", "Duration"),
        ("PT32H0M0S", "eight hours", "Duration"),
        ("PT32H0M0S", "PT999999999H0M0S", "Duration"),
        ("2018-01-05T08:00:00", "2018-13-45T08:00:00", "ConstraintDate"),
        ("<ConstraintType>4<", "<ConstraintType>12<", "ConstraintType"),
        ("<Type>1</Type><LinkLag>", "<Type>7</Type><LinkLag>", "Type"),
    ],
)
def test_a_value_that_cannot_be_read_is_told_with_its_task(before: str, after: str, field: str, tmp_path: Path) -> None:
    """Nothing is loaded; the problem names the row (the task's ID), the element and the value."""
    batch = changed(tmp_path, (before, after))

    problem = next(p for p in batch.problems if p.code == "PG714")
    assert (problem.sheet, problem.field, problem.row in (3, 4)) == ("Milestones", field, True)


def test_links_to_tasks_that_were_deleted_are_counted_and_left_out(tmp_path: Path) -> None:
    """A link to nobody holds nothing; it is said how many there are, with the tasks."""
    batch = changed(tmp_path, ("<PredecessorUID>2<", "<PredecessorUID>77<"))

    assert sum(record.label == "Dependency" for record in batch.records) == 3
    told = next(p for p in batch.remarks if p.code == "PG717")
    assert told.message == "links name a task that is not in the file and are left out, once (77 -> 3)."


def test_persons_are_not_read(tmp_path: Path) -> None:
    """Resources, their calendars and notes may name persons: they are counted, and no word of them is kept."""
    person = (
        "</Tasks><Resources><Resource><UID>1</UID><Name>J Doe</Name></Resource></Resources><Assignments><Assignment>"
        "<TaskUID>2</TaskUID><ResourceUID>1</ResourceUID></Assignment></Assignments>"
    )
    calendar = "<Calendar><UID>5</UID><Name>J Doe</Name><IsBaseCalendar>0</IsBaseCalendar></Calendar></Calendars>"
    notes = "<Name>Task 2</Name><Notes>Ask J Doe</Notes>"
    batch = changed(tmp_path, ("</Tasks>", person), ("<Name>Task 2</Name>", notes), ("</Calendars>", calendar))

    assert "Doe" not in repr(batch)
    assert facts(batch, "Milestone", "plan:2")["resources"] == 1
    assert {p.code for p in batch.remarks} == {"PG715"}


def test_manual_inactive_and_blank_rows_are_kept_as_such(tmp_path: Path) -> None:
    """Manual tasks stand at their dates; inactive and blank ones are there and not scheduled."""
    manual = "<Manual>1</Manual><Start>2018-02-01T08:00:00</Start><Finish>2018-02-02T17:00:00</Finish>"
    batch = changed(
        tmp_path, ("<Name>Task 2</Name>", f"<Name>Task 2</Name>{manual}"),
        ("<Name>Task 5</Name>", "<Name>Task 5</Name><Active>0</Active>"),
        ("<Name>Task 6</Name>", "<IsNull>1</IsNull>"),
    )  # fmt: skip

    task = facts(batch, "Milestone", "plan:2")
    assert (task["manual"], task["planned_start"]["words"]) == (True, "2018-02-01 08:00")
    assert facts(batch, "Milestone", "plan:5")["inactive"]
    assert facts(batch, "Milestone", "plan:6")["name"] == "(blank row)"


def days(tmp_path: Path, **row: int) -> list[str]:
    """List the days off of a pattern in the first quarter of 2018, as the calendar has them."""
    told = "".join(f"<{name}>{value}</{name}>" for name, value in row.items())
    batch = changed(
        tmp_path, ("<Occurrences>2</Occurrences><Type>1</Type>", told),
        ("2018-01-10T00:00:00", "2018-01-01T00:00:00"), ("2018-01-11T23:59:00", "2018-03-31T23:59:00"),
    )  # fmt: skip
    closed: list[str] = facts(batch, "Calendar", "plan:calendar:1")["closed"]
    return closed


def test_exceptions_recur_as_project_writes_them(tmp_path: Path) -> None:
    """Every so many days; named days of every second week; a day of the month; the last Friday of a month; yearly."""
    assert days(tmp_path, Type=1, Period=40) == ["2018-01-01", "2018-02-10", "2018-03-22"]
    assert days(tmp_path, Type=6, Period=2, DaysOfWeek=2)[:3] == ["2018-01-01", "2018-01-15", "2018-01-29"]
    assert days(tmp_path, Type=4, Period=1, MonthDay=31) == ["2018-01-31", "2018-03-31"]
    last_friday = ["2018-01-26", "2018-02-23", "2018-03-30"]
    assert days(tmp_path, Type=5, Period=1, MonthItem=8, MonthPosition=4) == last_friday
    assert days(tmp_path, Type=2, Month=1, MonthDay=14)[0] == "2018-02-14"
    assert days(tmp_path, Type=3, Month=2, MonthItem=1, MonthPosition=0)[0] == "2018-03-01"


@pytest.mark.parametrize("mark", ["ExternalTask", "IsSubproject"])
def test_tasks_of_other_files_stand_at_their_dates(mark: str, tmp_path: Path) -> None:
    """What moves them is not in this file, so that they are not put at its start; it is said once."""
    dates = f"<{mark}>1</{mark}><Start>2018-02-01T08:00:00</Start><Finish>2018-02-02T17:00:00</Finish>"

    batch = changed(tmp_path, ("<Name>Task 2</Name>", f"<Name>Task 2</Name>{dates}"))

    task = facts(batch, "Milestone", "plan:2")
    assert (task["manual"], task["planned_finish"]["words"]) == (True, "2018-02-02 17:00")
    assert any(remark.code == "PG715" and "tasks of other files" in remark.message for remark in batch.remarks)


@pytest.mark.parametrize(
    ("stop", "resume", "is_split"),
    [("16T17", "17T08", False), ("19T17", "22T08", False), ("16T17", "22T08", True), ("17T12", "17T13", False),
     ("17T12", "17T14", True)],
)  # fmt: skip
def test_interrupted_work_goes_on_when_it_resumes(stop: str, resume: str, is_split: bool, tmp_path: Path) -> None:
    """Where time to work in lies between what is done and the rest, the rest waits; over a night or lunch none does."""
    begun = "<ActualStart>2018-01-16T08:00:00</ActualStart>"
    dates = f"<Stop>2018-01-{stop}:00:00</Stop><Resume>2018-01-{resume}:00:00</Resume>"

    batch = changed(tmp_path, ("<Name>Task 5</Name>", f"<Name>Task 5</Name>{begun}{dates}"))

    told = facts(batch, "Milestone", "plan:5").get("resumes")
    assert (told and told["words"]) == (f"2018-01-{resume.replace('T', ' ')}:00" if is_split else None)


@pytest.mark.parametrize(
    ("written", "read"),
    [("PT16H0M0S", "2d"), ("PT16H", "2d"), ("P1D", "3d"), ("PT90M", "90min"), ("PT1H30M", "90min"), ("PT0S", "0d")],
)
def test_durations_are_read_as_other_tools_write_them(written: str, read: str, tmp_path: Path) -> None:
    """ISO 8601 lets parts be left out that are nothing; a day of the clock is 24 hours of work."""
    batch = changed(tmp_path, ("<Duration>PT8H0M0S<", f"<Duration>{written}<"))

    assert facts(batch, "Milestone", "plan:1")["duration"]["words"] == read


@pytest.mark.parametrize("written", ["P", "PT", "PTH", "8H", "PT-8H", "PT8", "P1Y"])
def test_what_is_no_duration_is_told(written: str, tmp_path: Path) -> None:
    """Nothing is guessed from half of a duration."""
    batch = changed(tmp_path, ("<Duration>PT8H0M0S<", f"<Duration>{written}<"))

    assert [(each.code, each.field, each.value) for each in batch.problems] == [("PG714", "Duration", written)]


def test_a_day_without_a_time_is_a_day(tmp_path: Path) -> None:
    """Some tools write days alone: a finish on one is its end of work, not the midnight before."""
    batch = changed(tmp_path, ("<Name>Task 5</Name>", "<Name>Task 5</Name><Deadline>2018-02-01</Deadline>"))

    assert facts(batch, "Milestone", "plan:5")["deadline"]["words"] == "2018-02-01"


def test_a_project_that_names_no_calendar_has_its_first(tmp_path: Path) -> None:
    """The file's first calendar that is not a resource's is used, and said; without any the file is refused (PG716)."""
    unnamed = ("<CalendarUID>1</CalendarUID><MinutesPerDay>", "<MinutesPerDay>")
    batch = changed(tmp_path, unnamed, ("<UID>1<", "<UID>7<"))

    assert facts(batch, "Programme", "plan")["calendar"] == ["plan:calendar:7"]
    assert [each.message for each in batch.remarks if each.code == "PG716"] == [
        "the project names no calendar: 'Standard' is used."
    ]


def test_a_critical_path_of_each_network_is_said_not_to_be_worked_out(tmp_path: Path) -> None:
    """The option changes late dates in Microsoft Project; here they run back from the plan's end, and that is told."""
    batch = changed(tmp_path, ("<CalendarUID>1<", "<MultipleCriticalPaths>1</MultipleCriticalPaths><CalendarUID>1<"))

    assert [each.code for each in batch.remarks if "critical path of each network" in each.message] == ["PG715"]

"""Primavera XER: what is read, what is counted, and what is refused with a code and a place."""

from pathlib import Path
from typing import Any

import pytest

from pathway_graph.errors import InputProblems
from pathway_graph.records import Batch
from pathway_graph.registry import loader_for, read_batch, read_here

from .plans_made import XER


def written(tmp_path: Path, data: bytes) -> Path:
    file = tmp_path / "plan.xer"
    file.write_bytes(data)
    return file


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Batch:
    """Read the small plan with some of its text replaced."""
    text = XER.decode()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return read_here(written(tmp_path, text.encode()))


def facts(batch: Batch, label: str, id: str) -> dict[str, Any]:
    return next(dict(record.facts) for record in batch.records if (record.label, record.id) == (label, id))


def test_activities_wbs_and_relationships_become_rows_of_the_source(tmp_path: Path) -> None:
    """Ids are SOURCE:task_code; the WBS makes summaries; lags and dates in the model's words; the row is the line."""
    file = written(tmp_path, XER)
    batch = read_here(file)

    assert loader_for(file).FORMAT == "xer"
    task = facts(batch, "Milestone", "plan:A8")
    assert (task["part_of"], task["programme"], task["duration"]["words"]) == (["plan:wbs:71"], ["plan:7"], "8d")
    assert (task["constraint"], task["constraint_on"]["words"]) == ("snet", "2018-01-15 08:00")
    link = facts(batch, "Dependency", "plan:A2-A3-fs")
    assert (link["needs"], link["lag"]["words"]) == (["Milestone#plan:A2"], "1d")
    assert facts(batch, "Programme", "plan:7")["convention"] == "p6"
    calendar = facts(batch, "Calendar", "plan:calendar:1")
    assert (calendar["closed"], calendar["minutes_per_day"]) == (["2018-01-10"], 480)
    record = next(r for r in batch.records if r.id == "plan:A8")
    assert file.read_text().split("\n")[record.row.row - 1].startswith("%R\t8\t")


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (XER[: len(XER) // 2], "PG710", "cut off"),
        (b"PK" + XER, "PG712", "ERMHDR"),
        (XER.replace(b"%T\tCALENDAR", b"%T\tCALENDER"), "PG716", "no calendars"),
        (XER.replace(b"%T\tTASK\r", b"%T\tTASKS\r"), "PG712", "no table TASK"),
        (b"\xff\xfe" + XER + b"x", "PG713", "UTF-16"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_code(
    data: bytes, code: str, words: str, tmp_path: Path
) -> None:
    """One problem with a code, the file's name and what is wrong."""
    with pytest.raises(InputProblems) as error:
        read_batch(written(tmp_path, data))

    (problem,) = error.value.problems
    assert (problem.code, problem.file, words in problem.message) == (code, "plan.xer", True)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("\t64\t64\t", "\t64\t1e9\t", "remain_drtn_hr_cnt"),
        ("\t64\t64\t", "\t64\t-5\t", "remain_drtn_hr_cnt"),
        ("2018-01-15 08:00", "2018-15-15 08:00", "cstr_date"),
        ("CS_MSOA", "CS_NEVER", "cstr_type"),
        ("PR_FS", "PR_XX", "pred_type"),
    ],
)
def test_a_value_that_cannot_be_read_is_told_with_its_line(before: str, after: str, field: str, tmp_path: Path) -> None:
    """The problem names the line of the file, the column and the value."""
    batch = changed(tmp_path, (before, after))

    problem = next(p for p in batch.problems if p.code == "PG714")
    line = (tmp_path / "plan.xer").read_text().split("\n")[(problem.row or 0) - 1]
    assert (problem.field, after.split("\t")[-2 if "\t" in after else 0] in line) == (field, True)


def test_relationships_to_activities_that_were_deleted_are_counted(tmp_path: Path) -> None:
    """They hold nothing, and it is said how many there are."""
    batch = changed(tmp_path, ("102\t2\t1\t", "102\t2\t99\t"))

    assert sum(record.label == "Dependency" for record in batch.records) == 10
    assert next(p.message for p in batch.remarks if p.code == "PG717").endswith("left out, once (99 -> 2).")


def test_windows_text_and_short_rows_are_read(tmp_path: Path) -> None:
    """Primavera writes Windows-1252, and leaves out blank cells at the end of a row; the first is said."""
    data = XER.replace(b"Activity 5", "Café".encode("cp1252")).replace(b"\t8\t8\t\t\t\t\t\t\r\n", b"\t8\t8\r\n")
    batch = read_here(written(tmp_path, data))

    assert facts(batch, "Milestone", "plan:A5")["name"] == "Café"
    assert "PG123" in {p.code for p in batch.remarks}


def test_levels_of_effort_are_kept_and_not_scheduled(tmp_path: Path) -> None:
    """They last as long as what they go with; Primavera's dates for them are nobody's work."""
    batch = changed(tmp_path, ("TT_Task\tTK_NotStart\tA5", "TT_LOE\tTK_NotStart\tA5"))

    assert facts(batch, "Milestone", "plan:A5")["inactive"]
    assert any("levels of effort are kept and not scheduled, once (A5)" in p.message for p in batch.remarks)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"sched_open_critical_flag": "Y"}, "open ends are not made critical"),
        ({"sched_progress_override": "Y", "sched_retained_logic": "N"}, "progress override"),
        ({"sched_progress_override": "N", "sched_retained_logic": "N"}, "actual dates"),
        ({"sched_progress_override": "N", "sched_retained_logic": "Y", "sched_open_critical_flag": "N"}, ""),
    ],
)
def test_options_that_are_not_followed_are_told(options: dict[str, str], words: str, tmp_path: Path) -> None:
    """Each option of Primavera's scheduler that would give other dates is said once; retained logic is what is done."""
    table = "\t".join(["proj_id", *options]) + "\r\n%R\t" + "\t".join(["7", *options.values()])

    batch = changed(tmp_path, ("%T\tTASKPRED", f"%T\tSCHEDOPTIONS\r\n%F\t{table}\r\n%T\tTASKPRED"))

    told = [each.message for each in batch.remarks if "not done here" in each.message]
    assert [words in each for each in told] == ([True] if words else [])


def test_activities_that_follow_their_resources_are_told(tmp_path: Path) -> None:
    """Calendars of resources are not modelled: the activity's own counts, and that is said with its number."""
    batch = changed(tmp_path, ("TT_Task\tTK_NotStart\tA5", "TT_Rsrc\tTK_NotStart\tA5"))

    assert "inactive" not in facts(batch, "Milestone", "plan:A5")
    assert any("the calendars of their resources" in p.message and "(A5)" in p.message for p in batch.remarks)


def test_dates_from_other_projects_hold_as_they_do_in_primavera(tmp_path: Path) -> None:
    """An early start from outside is the least, a late finish the most; both beside the activity's own constraints."""
    blank, on = "\tA1\tActivity 1\t8\t8\t\t\t\t\t\t\r", "cstr_type2\tcstr_date2\r"
    told = "\tA1\tActivity 1\t8\t8\t\t\t\t\t\t\t2018-01-16 08:00\t2018-01-31 17:00\r"
    outside = "cstr_type2\tcstr_date2\texternal_early_start_date\texternal_late_end_date\r"

    batch = changed(tmp_path, (on, outside), (blank, told))

    task = facts(batch, "Milestone", "plan:A1")
    assert (task["constraint"], task["constraint_on"]["words"]) == ("snet", "2018-01-16 08:00")
    assert (task["second_constraint"], task["second_constraint_on"]["words"]) == ("fnlt", "2018-01-31 17:00")

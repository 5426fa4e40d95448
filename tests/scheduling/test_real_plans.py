"""Schedule real plans and compare with what the tool that made them says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.analysis.scheduling import Row, Schedule, schedule
from pathway_graph.analysis.scheduling.calendars import instant
from tests.shared_data import folder

from . import mspdi, p6, xer

MSPDI = {
    "A-constraintaslateaspossible-3992fb.xml": "A-constraintaslateaspossible-mpp.json",
    "A-extractembeddedobjects-c849b5.xml": "A-extractembeddedobjects-mpp.json",
    "A-residential-construction-d3410c.xml": "A-residential-construction-mpp.json",
    "mspdirelations.xml": "A-mspdirelations-xml.json",
}
CAPTURES = ("01-fs-chain", "03-ff-with-lag", "05-negative-float", "07-ontario-holidays", "09-completed-successor",
            "11-mandatory-start-finish", "13-alap")  # fmt: skip


def apart(result: Schedule, row: Row, theirs: tuple[datetime, ...]) -> list[int]:
    """Working minutes between their four dates and ours, in the activity's own calendar."""
    clock = result.network.clock[result.network.index[row.id]]
    ours = (row.early_start, row.early_finish, row.late_start, row.late_finish)
    return [clock.between(instant(a), instant(b)) for a, b in zip(theirs, ours, strict=True)]


def leaves(truth: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (task for task in truth["tasks"] if not task.get("summary"))


def compare(result: Schedule, truth: dict[str, Any], ids: dict[str, str]) -> list[str]:
    """Every difference to a truth file; `ids` gives our id for its uid."""
    wrong = []
    for task in leaves(truth):
        row = result.row(ids[str(task["uid"])])
        if any(apart(result, row, tuple(datetime.fromisoformat(task[key]) for key in ("es", "ef", "ls", "lf")))):
            wrong.append(f"{row.id}: dates {row}")
        if row.total_float != task["ts"]["min"] or row.critical != (task["crit"] == "True"):
            wrong.append(f"{row.id}: float {row.total_float}, critical {row.critical}")
        if "fs_stored" in task and row.free_float != task["fs_stored"]["min"]:
            wrong.append(f"{row.id}: free float {row.free_float}, not {task['fs_stored']['min']}")
    return wrong


@pytest.mark.parametrize("name", MSPDI)
def test_a_microsoft_project_plan_is_scheduled_as_microsoft_project_does(name: str) -> None:
    """Early and late dates, total and free slack, critical: the same to the minute for every leaf task."""
    plans = folder("plans")
    truth = json.loads((plans / "truth" / MSPDI[name]).read_text(encoding="utf-8"))

    result = schedule(mspdi.plan(mspdi.parse((plans / "mspdi" / name).read_bytes())))

    ids = {row.source_id: row.id for row in result.rows}
    assert len(ids) == sum(1 for _ in leaves(truth)) > 0
    assert compare(result, truth, ids) == []


@pytest.mark.parametrize("name", ["task-links-project2003-mspdi.xml", "task-links-project2007-mspdi.xml"])
def test_every_kind_of_link_moves_as_in_microsoft_project(name: str) -> None:
    """Files that Project itself wrote hold its dates and slack beside the links of all four kinds and lags."""
    rows = mspdi.parse((folder("plans") / "mspdi" / name).read_bytes())

    result = schedule(mspdi.plan(rows))

    stored = {task["UID"]: task for task in rows.tasks}
    dates = ("EarlyStart", "EarlyFinish", "LateStart", "LateFinish")
    assert {link.kind for link in result.plan.links} == {"fs", "ss", "ff", "sf"}
    for row in result.rows:
        task = stored[row.source_id]
        theirs = tuple(datetime.fromisoformat(task[f]) for f in dates)
        assert not any(apart(result, row, theirs)), (row, theirs)
        assert row.total_float == int(task.get("TotalSlack", "0")) / 10, row
        assert row.critical == (task["Critical"] == "1"), row


def test_a_primavera_plan_is_scheduled_as_primavera_does() -> None:
    """Early and late dates, total and free float, critical: the same to the minute for every activity."""
    plans = folder("plans")
    tables = xer.parse((plans / "xer" / "MDL4RA.xer").read_bytes())
    truth = json.loads((plans / "truth" / "A-mdl4ra-xer.json").read_text(encoding="utf-8"))

    result = schedule(xer.plan(tables))

    ids = {row["task_id"]: f"file:{row['task_code']}" for row in tables["TASK"]}
    assert len(ids) == len(result.rows) == 62
    assert compare(result, truth, ids) == []


@pytest.mark.parametrize("name", CAPTURES)
def test_what_a_person_saw_in_primavera_is_what_we_say(name: str) -> None:
    """All dates to the minute, floats in whole days; nothing where Primavera keeps no float."""
    capture: Path = folder("plans") / "p6" / name

    result = schedule(p6.plan(capture))

    answers = p6.answers(capture)
    assert answers
    for id, answer in answers.items():
        row = result.row(id)
        assert not any(apart(result, row, answer.dates)), row
        for ours, theirs in ((row.total_float, answer.total_float), (row.free_float, answer.free_float)):
            assert ours == (None if theirs is None else theirs * 480), row

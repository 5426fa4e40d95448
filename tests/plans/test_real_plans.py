"""Real plans, loaded by the command and asked for by the command, have the dates of the tool that made them."""

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from tests.shared_data import folder

from . import p6
from .truth import Loaded, differences

MSPDI = {
    "A-constraintaslateaspossible-3992fb.xml": "A-constraintaslateaspossible-mpp.json",
    "A-extractembeddedobjects-c849b5.xml": "A-extractembeddedobjects-mpp.json",
    "A-residential-construction-d3410c.xml": "A-residential-construction-mpp.json",
    "mspdirelations.xml": "A-mspdirelations-xml.json",
}
NAMESPACE = "{http://schemas.microsoft.com/project}"


@pytest.mark.parametrize("name", MSPDI)
def test_a_microsoft_project_plan_has_microsoft_projects_dates(name: str, tmp_path: Any, capsys: Any) -> None:
    """Early and late dates, total and free slack and critical of every leaf task, to the minute."""
    plans = folder("plans")
    truth = json.loads((plans / "truth" / MSPDI[name]).read_text(encoding="utf-8"))

    loaded = Loaded(plans / "mspdi" / name, tmp_path, capsys)

    assert len(loaded.rows) == sum(not task.get("summary") for task in truth["tasks"]) > 0
    assert differences(loaded, truth) == []


@pytest.mark.parametrize("name", ["task-links-project2003-mspdi.xml", "task-links-project2007-mspdi.xml"])
def test_all_four_kinds_of_link_move_as_the_file_itself_says(name: str, tmp_path: Any, capsys: Any) -> None:
    """Files that Project wrote hold its early and late dates and its slack beside the links."""
    file = folder("plans") / "mspdi" / name
    tasks = [
        {child.tag.removeprefix(NAMESPACE): child.text or "" for child in task}
        for task in ET.parse(file).iterfind(f".//{NAMESPACE}Task")
    ]
    stored = {task["UID"]: task for task in tasks}

    loaded = Loaded(file, tmp_path, capsys)

    assert len(loaded.rows) == 16
    for uid, row in loaded.rows.items():
        task = stored[uid]
        theirs = (task[field] for field in ("EarlyStart", "EarlyFinish", "LateStart", "LateFinish"))
        assert not any(loaded.apart(row, theirs)), row
        assert row["total_float"]["minutes"] == int(task.get("TotalSlack", "0")) / 10, row
        assert row["critical"] == (task["Critical"] == "1"), row


def test_a_primavera_plan_has_primaveras_dates(tmp_path: Any, capsys: Any) -> None:
    """Early and late dates, total and free float and critical of every activity, to the minute."""
    plans = folder("plans")
    truth = json.loads((plans / "truth" / "A-mdl4ra-xer.json").read_text(encoding="utf-8"))
    ids = {uid: code for uid, code in xer_codes(plans / "xer" / "MDL4RA.xer")}

    loaded = Loaded(plans / "xer" / "MDL4RA.xer", tmp_path, capsys)

    assert len(loaded.rows) == len(ids) == 62
    assert differences(loaded, truth, ids) == []


def xer_codes(file: Any) -> Any:
    """Give task_id and task_code of each activity, read by themselves."""
    header: list[str] = []
    table = ""
    for line in file.read_text(encoding="cp1252").split("\n"):
        mark, *cells = line.rstrip("\r").split("\t")
        if mark == "%T":
            table = cells[0]
        elif mark == "%F":
            header = cells
        elif mark == "%R" and table == "TASK":
            row = dict(zip(header, cells, strict=False))
            yield row["task_id"], row["task_code"]


@pytest.mark.parametrize("name", p6.CAPTURES)
def test_what_a_person_saw_in_primavera_is_what_we_say(name: str, tmp_path: Any, capsys: Any) -> None:
    """All dates to the minute, floats in whole days; nothing where Primavera keeps no float."""
    capture = folder("plans") / "p6" / name
    file = tmp_path / "capture.yaml"
    file.write_text(p6.sheets(capture), encoding="utf-8")

    loaded = Loaded(file, tmp_path, capsys)

    theirs = p6.answers(capture)
    assert set(theirs) == set(loaded.rows)
    for code, (dates, floats) in theirs.items():
        row = loaded.rows[code]
        assert not any(loaded.apart(row, dates)), row
        assert [f and f["days"] for f in (row["total_float"], row["free_float"])] == floats, row

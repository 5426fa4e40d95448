"""A plan that is loaded, written as Microsoft Project XML and loaded again has the same schedule."""

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.analysis.scheduling import Schedule, schedule
from pathway_graph.analysis.scheduling.calendars import instant
from pathway_graph.cli import main
from pathway_graph.demonstration import example_file
from pathway_graph.plans.assembly import planned
from pathway_graph.plans.plan_exports import write_plan
from pathway_graph.registry import read_here
from pathway_graph.workspace import Workspace
from tests.shared_data import folder

NAMESPACE = "{http://schemas.microsoft.com/project}"
FILES = (
    "mspdi/A-constraintaslateaspossible-3992fb.xml", "mspdi/A-extractembeddedobjects-c849b5.xml",
    "mspdi/A-residential-construction-d3410c.xml", "mspdi/task-links-project2007-mspdi.xml", "xer/MDL4RA.xer",
)  # fmt: skip


def scheduled(file: Path, at: Path, written: Path | None = None) -> Schedule:
    """Load a file into a workspace of its own, schedule it, and write it if asked to."""
    with Workspace.create(at) as workspace:
        workspace.load(read_here(file, source="plan"))
        if written:
            write_plan(workspace, written)
        return schedule(planned(workspace).plan, today=workspace.as_of)


def apart(before: Schedule, after: Schedule, ids: dict[str, str]) -> list[str]:
    """Every row that says something else after the round; `ids`: UID in the file -> id before."""
    theirs = {ids[row.source_id]: row for row in after.rows if row.source_id in ids}
    wrong = []
    for row in before.rows:
        clock, other = before.network.clock[before.node(row.id)], theirs[row.id]
        ends = ("early_start", "early_finish", "late_start", "late_finish")
        days = [clock.between(instant(getattr(row, end)), instant(getattr(other, end))) for end in ends]
        if any(days) or (row.total_float, row.critical, row.state) != (other.total_float, other.critical, other.state):
            wrong.append(f"{row}\n{other}")
    return wrong


def texts(written: Path) -> dict[str, str]:
    """Give our id of each task, which stands in the field Text1."""
    tasks = ET.parse(written).iterfind(f".//{NAMESPACE}Task")
    pairs = (
        (t.findtext(f"{NAMESPACE}UID"), t.findtext(f"{NAMESPACE}ExtendedAttribute/{NAMESPACE}Value")) for t in tasks
    )
    return {uid: id for uid, id in pairs if uid and id}


@pytest.mark.parametrize("name", FILES)
def test_a_real_plan_keeps_its_schedule(name: str, tmp_path: Any) -> None:
    """Dates, floats, criticality and progress of every activity are the same after writing and reading."""
    written = tmp_path / "out.xml"

    before = scheduled(folder("plans") / name, tmp_path / "before", written)
    after = scheduled(written, tmp_path / "after")

    assert len(before.rows) == len(after.rows) > 10
    assert apart(before, after, texts(written)) == []


def test_what_waits_for_outside_is_written_as_a_milestone_on_its_date(tmp_path: Any) -> None:
    """The guidance that B&NES waits for is no task of the programme; in the file it is one, and holds the same."""
    written = tmp_path / "out.xml"

    before = scheduled(example_file(), tmp_path / "before", written)
    after = scheduled(written, tmp_path / "after")

    assert len(after.rows) == len(before.rows) + 1
    assert apart(before, after, texts(written)) == []


def test_the_command_writes_the_file_and_says_what_it_cannot_hold(tmp_path: Any, capsys: Any) -> None:
    """export --as mspdi -o: the path on stdout; a programme that is not there is wrong usage."""
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.load(example_file())
    where = str(tmp_path / "w.pathway")
    out = tmp_path / "plan.xml"

    assert main(["export", "-C", where, "--as", "mspdi", "-o", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}\n"
    assert out.read_bytes().startswith(b"<?xml")
    assert main(["export", "-C", where, "--as", "mspdi", "-o", str(out), "--programme", "pathwa"]) == 2
    assert "PG703" in (said := capsys.readouterr().err)
    assert "Did you mean 'pathway'?" in said

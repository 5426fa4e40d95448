"""`findings refresh` writes what the schedule gives beside the facts; plans without dates are told with cells."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.answers.checking import check
from pathway_graph.answers.finding_records import refresh
from pathway_graph.cli import main
from pathway_graph.errors import InputProblems
from pathway_graph.plans.critical_path_answers import critical_path
from pathway_graph.workspace import Workspace

PLAN = """
Programmes: [{id: p, name: P, starts: 2018-01-08}]
Services: [{id: house, name: House, opens: 2018-01-29}]
Milestones:
  - {id: a, name: A, programme: p, duration: 5d, baseline_finish: 2018-01-11}
  - {id: b, name: B, programme: p, duration: 2d, planned_finish: 2018-01-31}
Dependencies: [{id: x, needs: a; Service#house, blocks: b}]
"""
ASKED = """MATCH (f:Forecast)-[:FORECASTS]->(m:Milestone) OPTIONAL MATCH (f)-[:DRIVEN_BY]->(d)
RETURN m.id AS id, f.early_finish AS finish, f.total_float AS float, f.critical AS critical,
  f.baseline_slip AS baseline, f.promise_slip AS promise, d.id AS driver ORDER BY id"""


def loaded(folder: Path, text: str) -> Workspace:
    file = folder / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    workspace = Workspace.create(folder / "w")
    workspace.load(file)
    return workspace


def test_refresh_writes_dates_and_floats_beside_the_facts(tmp_path: Path, capsys: Any) -> None:
    """B waits for the house until the 29th, A may end on the 26th and is a day after its baseline; twice is as once."""
    with loaded(tmp_path, PLAN) as workspace:
        for _ in range(2):
            refresh(workspace)
            rows = workspace.read(ASKED)
            assert rows == [
                {"id": "a", "finish": "2018-01-12T17:00", "float": 10.0, "critical": False, "baseline": 1.0,
                 "promise": None, "driver": None},
                {"id": "b", "finish": "2018-01-30T17:00", "float": 0.0, "critical": True, "baseline": None,
                 "promise": -1.0, "driver": "house"},
            ]  # fmt: skip
        assert workspace.read("MATCH (m:Milestone) WHERE m.total_float IS NOT NULL RETURN m.id AS id") == []

    assert main(["db", "verify", "-C", str(tmp_path / "w.pathway")]) == 0
    capsys.readouterr()


def test_a_plan_that_has_lost_its_dates_loses_its_forecasts(tmp_path: Path) -> None:
    """A loop has no dates: nothing stale is left."""
    with loaded(tmp_path, PLAN) as workspace:
        refresh(workspace)
        (tmp_path / "loop.yaml").write_text("Dependencies: [{id: y, needs: b, blocks: a}]", encoding="utf-8")
        workspace.load(tmp_path / "loop.yaml")
        refresh(workspace)

        assert workspace.read("MATCH (f:Forecast) RETURN count(f) AS many") == [{"many": 0}]


def test_a_calendar_without_hours_is_told_with_its_cell(tmp_path: Path) -> None:
    """By critical-path, which cannot answer, and by check, which says everything."""
    text = PLAN.replace("starts: 2018-01-08", "starts: 2018-01-08, calendar: c")
    with loaded(tmp_path, text + "Calendars: [{id: c, name: C, hours: closed}]\n") as workspace:
        with pytest.raises(InputProblems) as error:
            critical_path(workspace)
        (found,) = check(workspace, datetime.date(2018, 1, 30), "schedule_quality")

    (problem,) = error.value.problems
    assert (problem.code, problem.file) == ("PG351", "plan.yaml")
    assert "Calendars" in problem.message
    assert (found["verdict"], found["subject"]["label"], found["subject"]["id"]) == ("not_scheduled", "Calendar", "c")


def test_more_than_the_whole_is_refused_in_its_cell(tmp_path: Path) -> None:
    """A percentage of 140 is PG170 when it is loaded, not a puzzle when dates are asked for."""
    with pytest.raises(InputProblems) as error, loaded(tmp_path, PLAN.replace("duration: 2d", "percent_complete: 140")):
        pass

    (problem,) = error.value.problems
    assert (problem.code, problem.row, problem.field) == ("PG170", 6, "percent_complete")

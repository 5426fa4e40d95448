"""What is stored becomes a plan by the rules of docs/critical-path.md."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.analysis.scheduling import Lag, Link, schedule
from pathway_graph.errors import InputProblems
from pathway_graph.plans.assembly import Planned, planned
from pathway_graph.plans.critical_path_answers import critical_path
from pathway_graph.plans.plan_columns import plan_columns
from pathway_graph.stores.errors import StatementRefused
from pathway_graph.workspace import Workspace

HEAD = """
Programmes:
  - {id: p, name: P, starts: 2018-01-08}
"""


@pytest.fixture
def built(tmp_path: Path) -> Any:
    """Make the plan of a YAML text; gives the plan and the finish of each activity."""

    def make(text: str) -> tuple[Planned, dict[str, str]]:
        file = tmp_path / "plan.yaml"
        file.write_text(text, encoding="utf-8")
        with Workspace.create(tmp_path / "w") as workspace:
            workspace.load(file)
            found = planned(workspace)
            result = schedule(found.plan, today=workspace.as_of)
        return found, {row.id: row.early_finish.isoformat(timespec="minutes") for row in result.rows}

    return make


def test_lists_in_needs_and_blocks_are_one_link_each(built: Any) -> None:
    """Two that are needed and two that are blocked make four links, each with the kind and the lag of the row."""
    found, _ = built(
        HEAD
        + """
Milestones: [{id: a, name: A, duration: 1d}, {id: b, name: B, duration: 1d}, {id: c, name: C}, {id: d, name: D}]
Dependencies: [{id: x, needs: a; b, blocks: c; d, kind: ss, lag: 50%}]
"""
    )

    lag = Lag(percent=Fraction(50))
    assert set(found.plan.links) == {Link(s, t, "ss", lag, "x") for s in "ab" for t in "cd"}


def test_contracts_and_services_hold_from_the_day_they_start(built: Any) -> None:
    """A contract from its first day, a service from its opening, one without from the milestone that opens it."""
    _, finishes = built(
        HEAD
        + """
Services:
  - {id: house, name: House, opens: 2018-02-01}
  - {id: hub, name: Hub}
Contracts: [{id: house, name: Contract of the house, starts: 2018-03-01}]
Milestones:
  - {id: opening, name: Hub opens, duration: 5d, opens: hub}
  - {id: a, name: A, duration: 1d}
  - {id: b, name: B, duration: 1d}
  - {id: c, name: C, duration: 1d}
Dependencies:
  - {id: x, needs: "Service#house", blocks: a}
  - {id: y, needs: "Contract#house", blocks: b}
  - {id: z, needs: "Service#hub", blocks: c}
"""
    )

    assert finishes["a"] == "2018-02-01T17:00"
    assert finishes["b"] == "2018-03-01T17:00"
    assert (finishes["opening"], finishes["c"]) == ("2018-01-12T17:00", "2018-01-15T17:00")


def test_promises_hold_until_their_day_unless_met_and_rest_on_the_unknown_without_one(built: Any) -> None:
    """Promised, met, undated, refused: four states, four different effects."""
    found, finishes = built(
        HEAD
        + """
Milestones:
  - {id: a, name: A, duration: 1d}
  - {id: b, name: B, duration: 1d}
  - {id: c, name: C, duration: 1d}
  - {id: d, name: D, duration: 1d}
Dependencies:
  - {id: due, blocks: a, promised: 2018-01-19}
  - {id: there, blocks: b, promised: 2018-01-19, status: met}
  - {id: some-day, blocks: c}
  - {id: no-more, blocks: d, promised: 2018-01-19, status: refused}
"""
    )

    assert finishes == {
        "a": "2018-01-22T17:00", "b": "2018-01-08T17:00", "c": "2018-01-08T17:00", "d": "2018-01-08T17:00",
    }  # fmt: skip
    rests = {row.id: row.rests_on for row in schedule(found.plan).rows}
    assert rests == {"a": (), "b": (), "c": ("some-day",), "d": ("no-more",)}
    assert any("no-more says that it is refused" in line for line in found.assumptions)


def test_dates_with_times_and_calendars_count_to_the_minute(built: Any) -> None:
    """A shift of ten hours from six, a closed day, an open Saturday: days of a duration are the calendar's own."""
    _, finishes = built("""
Calendars:
  - {id: shift, name: Shift, hours: Mon-Fri 0600-1600, holidays: none, closed: 2018-01-09, open: 2018-01-13 08:00-12:00}
Programmes:
  - {id: p, name: P, starts: 2018-01-08 12:00, calendar: shift}
Milestones:
  - {id: a, name: A, duration: 1d}
  - {id: b, name: B, duration: 3d}
Dependencies: [{id: x, needs: a, blocks: b, lag: -2h}]
""")

    assert finishes == {"a": "2018-01-10T12:00", "b": "2018-01-13T12:00"}


def test_a_calendars_day_that_cannot_be_read_is_told(built: Any) -> None:
    """PG700 with the calendar and the words; nothing is guessed."""
    with pytest.raises(InputProblems, match=r"PG700.*calendar 'c': 'Christmas' is no day"):
        built("""
Calendars: [{id: c, name: C, closed: Christmas}]
Programmes: [{id: p, name: P, calendar: c}]
Milestones: [{id: a, name: A, duration: 1d}]
""")


def test_milestones_belong_to_what_they_are_linked_with(built: Any) -> None:
    """Of two programmes, one that names none belongs to that of its neighbours; one without any stands by itself."""
    found, _ = built("""
Programmes: [{id: p, name: P, starts: 2018-01-08}, {id: q, name: Q, starts: 2018-01-08}]
Workstreams: [{id: w, name: W, programme: q}]
Milestones:
  - {id: a, name: A, duration: 1d, workstream: w}
  - {id: b, name: B, duration: 1d}
  - {id: c, name: C, duration: 1d, planned_start: 2018-02-01}
  - {id: d, name: D, duration: 1d, programme: p}
  - {id: e, name: E, duration: 1d, part_of: d}
Dependencies: [{id: x, needs: a, blocks: b}]
""")

    assert {row.id: row.programme for row in found.plan.activities} == {
        "a": "q",
        "b": "q",
        "c": "no-programme",
        "d": "p",
        "e": "p",
    }
    assert any("b names no programme: it is taken to belong to q" in line for line in found.assumptions)


def test_a_whole_summary_can_be_asked_for(tmp_path: Path) -> None:
    """--to a summary means the part of it that finishes last."""
    file = tmp_path / "plan.yaml"
    file.write_text(
        HEAD
        + """
Milestones:
  - {id: s, name: Stage}
  - {id: a, name: A, duration: 3d, part_of: s}
  - {id: b, name: B, duration: 5d, part_of: s}
  - {id: c, name: C, duration: 9d}
""",
        encoding="utf-8",
    )
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.load(file)
        answer = critical_path(workspace, "Stage").to_envelope()

    assert (answer["to"], answer["finish"], answer["path"]) == ("b", "2018-01-12T17:00", ["b"])


def test_the_calendars_that_every_plan_knows_need_no_row(tmp_path: Path) -> None:
    """`weekdays` works on bank holidays, `standard` does not; loaded again beside other calendars, nothing changes."""
    text = """
Calendars: [{id: k, name: K}]
Programmes: [{id: p, name: P, starts: 2018-03-27, calendar: standard}]
Milestones: [{id: a, name: A, duration: 5d}, {id: b, name: B, duration: 5d, calendar: weekdays}]
"""
    file = tmp_path / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.load(file)
        again = workspace.load(file)
        rows = {row["id"]: row["early_finish"] for row in critical_path(workspace)}

    assert rows == {"a": "2018-04-04T17:00", "b": "2018-04-02T17:00"}
    assert not any(counts.added + counts.changed + counts.retired for counts in again.counts.values())


def test_rows_that_are_written_later_are_the_same(tmp_path: Path) -> None:
    """A screen looks at no row; whoever does, gets each as if all were written at once, in the same order."""
    rows = ", ".join(f"{{id: m{n}, name: M{n}, duration: {1 + n * 7 % 5}d}}" for n in range(130))
    links = ", ".join(f"{{id: d{n}, needs: m{n}, blocks: m{n + 9}}}" for n in range(0, 120, 2))
    file = tmp_path / "plan.yaml"
    file.write_text(f"{HEAD}Milestones: [{rows}]\nDependencies: [{links}]\n", encoding="utf-8")
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.load(file)
        now, later = critical_path(workspace), critical_path(workspace, later=True)

    assert later.to_text() == now.to_text()
    assert later.rows[70] == now.rows[70]
    assert later.to_envelope() == now.to_envelope()
    assert now.counts == {**now.counts, "critical": sum(row["critical"] for row in now), "activities": 130}


def test_more_than_an_engine_gathers_is_read_one_by_one(tmp_path: Path) -> None:
    """Where everything in one row is too much, a row for each gives the same; any other refusal stands."""
    file = tmp_path / "plan.yaml"
    file.write_text(f"{HEAD}Milestones: [{{id: a, name: A}}, {{id: b, name: B}}]\nDependencies: [{{id: d, needs: a, "
                    "blocks: b}]\n", encoding="utf-8")  # fmt: skip
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.load(file)

        def refusing(code: str) -> Any:
            def read(cypher: str) -> Any:
                if "collect" in cypher:
                    raise StatementRefused("too much", code=code)
                return workspace.read(cypher)

            return read

        found = plan_columns(workspace.read)
        assert found.links["Dependency BLOCKS Milestone"] == [("d", "b")]
        assert plan_columns(refusing("PG323")) == found
        with pytest.raises(StatementRefused):
            plan_columns(refusing("PG402"))

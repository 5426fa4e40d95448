"""`decisions` puts what has to be decided before the right board, on the last of its days that is in time."""

from __future__ import annotations

import datetime
import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pathway_graph.boards.decisions import meeting_before, meetings
from pathway_graph.cli import main
from pathway_graph.workspace import Workspace

from .made import CRISIS_BEDS

PLAN = (
    CRISIS_BEDS
    + """\
- {id: talk, name: Talking, kind: helps}
Boards:
- {id: hwb, name: Wellbeing Board, meets: "2018-02-14; 2018-03-14; 2018-06-13"}
- {id: cabinet, name: Cabinet, meets: monthly}
Services:
- {id: house, name: Wellbeing House, status: open, function: beds, area: bath, need: crisis, ages: any}
- {id: line, name: Crisis Line, status: planned, function: talk, area: bath, need: crisis, ages: any}
Requirements:
- {id: always, name: Crisis beds for all, function: beds, area: bath, need: crisis, strength: must}
- {id: talking, name: Talking for all, function: talk, area: bath, need: crisis, ages: "18+"}
Contracts:
- {id: k, name: K, services: house, ends: 2018-07-15, lead_months: 3, notice_months: 1}
Programmes:
- {id: p, name: P, starts: 2018-01-01}
Workstreams:
- {id: w, name: W, programme: p, governance: cabinet}
Milestones:
- {id: choose, name: Choose, workstream: w, duration: 0, planned_finish: 2018-03-30, board: hwb}
- {id: live, name: Go live, workstream: w, duration: 0, planned_finish: 2018-06-01, opens: line}
- {id: over, name: Over, workstream: w, duration: 0, ends: k, planned_finish: 2018-07-15, board: hwb}
Dependencies:
- {id: d, needs: choose, blocks: live}
- {id: word, name: Guidance, blocks: live, needed_by: 2018-04-01, promised: 2018-05-01}
"""
)


def test_each_decision_has_its_board_day_and_consequence(plan: Callable[..., Workspace]) -> None:
    """The contract's latest safe start is 16 March, before which the board meets on the 14th; the promise that is short
    goes to the workstream's board; what waits, what opens and what is at risk is said."""
    with plan(PLAN) as workspace:
        rows = {row["about"]: row for row in workspace.decisions()}

    contract = rows["Contract#k"]
    assert (contract["decide_by"], contract["board_date"], contract["board"]) == (
        "2018-03-16", "2018-03-14", "Wellbeing Board",
    )  # fmt: skip
    assert "From 16 July 2018 Wellbeing House has no contract; 'Crisis beds for all' is at risk" in contract["if_not"]
    assert rows["Milestone#choose"]["if_not"] == "'Go live' will be later."
    assert "Service#line" not in rows["Milestone#choose"]["behind"]
    assert (rows["Dependency#word"]["board"], rows["Dependency#word"]["board_date"]) == ("Cabinet", None)
    assert rows["Dependency#word"]["what"] == "Move what waits for, or plan without, 'Guidance'"


def test_what_is_decided_already_is_not_asked_for(plan: Callable[..., Workspace]) -> None:
    """A finished milestone, a contract with a successor and a promise in time need no decision."""
    text = PLAN.replace("planned_finish: 2018-03-30", "planned_finish: 2018-03-30, actual_finish: 2018-01-20")
    text = text.replace("promised: 2018-05-01", "promised: 2018-03-01").replace("Programmes:", (
        "- {id: n, name: N, services: house, replaces: k, starts: 2018-07-16}\nProgrammes:"))  # fmt: skip
    with plan(text) as workspace:
        about = {row["about"] for row in workspace.decisions()}

    assert about == {"Milestone#over"}


@pytest.mark.parametrize(
    ("completes", "what", "stays"),
    [
        ("", "Say by when 'Talking for all' is to be met: 'W' works on it and states no last day", "without an end"),
        ("2018-05-31", "Bring forward 'Talking for all', on which 'W' works until 31 May 2018, or accept the gap until "
         "then", "until 31 May 2018 at least"),
        ("2018-01-15", "Say what becomes of 'Talking for all': 'W' ended on 15 January 2018, and it is not met",
         "without an end"),
    ],
)  # fmt: skip
def test_a_gap_is_a_decision_whoever_works_on_it(
    plan: Callable[..., Workspace], completes: str, what: str, stays: str
) -> None:
    """Without the service that is planned nobody works on the gap; once one does, its board decides by when, or
    whether to wait."""
    gone = PLAN.replace("planned, function: talk", "planned, function: beds")
    with plan(gone) as workspace:
        (gap,) = [row for row in workspace.decisions() if row["kind"] == "gap"]
        assert gap["about"] == "Requirement#talking"
        assert gap["behind"][0].startswith("gap-")
        assert gap["what"] == "Say who is to meet 'Talking for all': no workstream addresses it"

        workspace.update("Workstream#w", {"addresses": "talking", "completes": completes})
        (gap,) = [row for row in workspace.decisions() if row["kind"] == "gap"]

    assert (gap["what"], gap["board"]) == (what, "Cabinet")
    assert (stays in gap["if_not"], gap["behind"][1:]) == (True, ["Workstream#w"])


@pytest.mark.parametrize(
    ("by", "wanted"),
    [("2018-03-16", "2018-03-14"), ("2018-02-14", "2018-02-14"), ("2018-02-01", "2018-02-14"), ("2018-12-31",
     "2018-06-13")],
)  # fmt: skip
def test_the_last_meeting_in_time_is_taken_else_the_next(by: str, wanted: str) -> None:
    """The last that is not after the day to decide; with none in time the next one, which is too late."""
    day = datetime.date(2018, 1, 30)
    found = meeting_before("2018-01-10; 2018-02-14; 2018-03-14; 2018-06-13", datetime.date.fromisoformat(by), day)

    assert found == datetime.date.fromisoformat(wanted)
    assert meetings("monthly; first Tuesday") == []


def test_the_command_prints_json_and_csv(plan: Callable[..., Workspace], tmp_path: pathlib.Path, capsys: Any) -> None:
    """Envelope with counts that add up; the most urgent first."""
    plan(PLAN).close()
    main(["decisions", "--json", "-C", str(tmp_path / "w.pathway")])
    answer = json.loads(capsys.readouterr().out)
    counts = answer["counts"]

    assert answer["schema"] == "pathway-graph/decisions/1"
    assert counts["decisions"] == sum(counts[k] for k in ("contract", "milestone", "dependency", "gap"))
    assert [r["decide_by"] for r in answer["decisions"]] == sorted(r["decide_by"] for r in answer["decisions"])
    assert main(["decisions", "--csv", "-C", str(tmp_path / "w.pathway")]) == 0
    assert capsys.readouterr().out.startswith("decide_by,board,")

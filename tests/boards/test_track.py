"""`track` colours milestones by their dates, sets reports beside, and logs who waits for whom."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pathway_graph.boards.colours import Thresholds, colour, reported_colour
from pathway_graph.cli import main
from pathway_graph.errors import InputProblems
from pathway_graph.workspace import Workspace

PLAN = """
Settings:
- {setting: data_date, value: 2018-01-30}
- {setting: amber_days, value: "5"}
Organisations:
- {id: trust, name: Avon Trust}
Programmes:
- {id: p, name: P, starts: 2018-01-01}
Workstreams:
- {id: w, name: W, programme: p, led_by: "Organisation#trust"}
Milestones:
- {id: late, name: Late, workstream: w, duration: 20, planned_finish: 2018-01-12, reported_status: On track}
- {id: tight, name: Tight, workstream: w, duration: 20, planned_finish: 2018-02-02, reported_status: Amber}
- {id: easy, name: Easy, workstream: w, duration: 20, planned_finish: 2018-03-30, baseline_finish: 2018-01-20}
- {id: done, name: Done, workstream: w, duration: 2, planned_finish: 2018-01-15, actual_start: 2018-01-02,
   actual_finish: 2018-01-16}
- {id: open, name: Open, workstream: w, duration: 5, planned_finish: 2018-03-01}
Dependencies:
- {id: money, name: Money, giver: trust, blocks: easy, needed_by: 2018-01-10, promised: 2018-01-19}
- {id: word, name: Word, giver: trust, blocks: open}
- {id: inside, needs: late, blocks: tight, kind: ss}
"""


def test_colours_follow_from_dates_and_float(plan: Callable[..., Workspace]) -> None:
    """Forecast 29 January (New Year's Day is off): after the 12th red, four days before 2 February amber by the setting
    of five, before the end of March green; finished complete; on a promise without a date not known."""
    with plan(PLAN) as workspace:
        rows = {row["id"]: row for row in workspace.track()}

    assert {id: row["colour"] for id, row in rows.items()} == {
        "late": "red", "tight": "amber", "easy": "green", "done": "complete", "open": "not_known",
    }  # fmt: skip
    assert (rows["late"]["spare"], rows["tight"]["spare"]) == (-11.0, 4.0)
    assert rows["easy"]["late"] == 27


def test_what_is_reported_stands_beside_and_differences_are_listed(plan: Callable[..., Workspace]) -> None:
    """On track is green and computed red: that one differs; amber and amber do not; what says no colour is left."""
    with plan(PLAN) as workspace:
        answer = workspace.track()

    assert [row["id"] for row in answer if row["differs"]] == ["late"]
    finding = next(f for f in answer.more["findings"] if f["subject"]["id"] == "late")
    assert finding["title"] == "'Late' is forecast 11 working days after 12 January 2018; reported 'On track'."
    assert ("reported_status", "On track") in [(b["field"], b["value"]) for b in finding["because"]]


def test_the_log_of_dependencies_counts_days_short(plan: Callable[..., Workspace]) -> None:
    """Promised nine days after it is needed: nine short; no day: not known; links inside the plan are left out."""
    with plan(PLAN) as workspace:
        log = {row["id"]: row for row in workspace.track().more["dependencies"]}

    assert set(log) == {"money", "word"}
    assert (log["money"]["verdict"], log["money"]["days_short"]) == ("short", {"least": 9, "most": 9})
    assert (log["money"]["giver"], log["word"]["verdict"]) == ("Avon Trust", "not_known")


def test_what_was_due_and_is_due_and_what_workstreams_lack(plan: Callable[..., Workspace]) -> None:
    """The month before the board, the two months after it, and the columns that a workstream leaves blank."""
    with plan(PLAN) as workspace:
        answer = workspace.track()

    assert answer.more["due"] == {"last": ["late", "done"], "next": ["tight", "open", "easy"]}
    assert answer.more["workstreams"] == [
        {"workstream": "w", "name": "W", "missing": ["reports_to", "governance", "starts", "completes", "budget"]}
    ]


def test_dates_that_moved_are_told_from_the_ledger(plan: Callable[..., Workspace]) -> None:
    """Three loads later: moved three times, 47 days in all; against the first load's baseline it is as many late."""
    with plan(PLAN) as workspace:
        for day in ("2018-04-09", "2018-05-09", "2018-05-16"):
            workspace.update("Milestone#easy", {"planned_finish": day})
        row = next(row for row in workspace.track(baseline=1) if row["id"] == "easy")

    assert (row["trend"], len(row["moved"])) == ("moved three times, 47 days in all", 3)
    assert row["baseline"].isoformat() == "2018-03-30"


def test_other_dates_that_moved_are_told_beside(plan: Callable[..., Workspace]) -> None:
    """A promise from outside that moved a week is told with its field; a date that was first stated now is no move."""
    with plan(PLAN) as workspace:
        workspace.update("Dependency#money", {"promised": "2018-01-26"})
        workspace.update("Milestone#easy", {"deadline": "2018-04-30"})
        answer = workspace.track()

    assert [(row["label"], row["id"], row["field"], row["trend"]) for row in answer.more["other_dates"]] == [
        ("Dependency", "money", "promised", "moved once, 7 days in all")
    ]
    assert "  Money (money), promised: moved once, 7 days in all, now 2018-01-26" in answer.to_text(200)


def test_a_baseline_of_another_plan_is_refused(plan: Callable[..., Workspace], tmp_path: pathlib.Path) -> None:
    """PG706, exit 3, and the ledger stays as it was; a load that is not there is PG183."""
    with plan("Milestones:\n- {id: other, name: Other, duration: 1}\n") as workspace:
        (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
        workspace.load(tmp_path / "plan.yaml", allow_removals=9)
        head = workspace.ledger.head()
        with pytest.raises(InputProblems, match=r"PG706.*none of them in today's plan"):
            workspace.track(baseline=1)
        assert workspace.ledger.head() == head
    assert main(["track", "-C", str(tmp_path / "w.pathway"), "--baseline", "99"]) == 2


def test_the_json_has_every_part(plan: Callable[..., Workspace], tmp_path: pathlib.Path, capsys: Any) -> None:
    """Envelope, milestones with ISO dates, findings of kind milestone with the keys that all have; --fail-on works."""
    plan(PLAN).close()
    status = main(["track", "-C", str(tmp_path / "w.pathway"), "--json", "--fail-on", "high"])
    answer = json.loads(capsys.readouterr().out)

    assert (status, answer["schema"]) == (1, "pathway-graph/track/1")
    assert answer["milestones"][0]["due"] == "2018-01-12"
    keys = {"id", "kind", "verdict", "severity", "title", "subject", "box", "because", "remedy", "state"}
    assert all(set(found) >= keys and found["kind"] == "milestone" for found in answer["findings"])
    assert answer["counts"]["red"] == sum(row["colour"] == "red" for row in answer["milestones"])


@pytest.mark.parametrize(
    ("spare", "room", "told"),
    [(-0.5, 3, "red"), (0, 3, "amber"), (10, 3, "amber"), (10.5, 3, "green"), (50, -1, "red"), (None, 4, "amber"),
     (None, None, "not_known")],
)  # fmt: skip
def test_the_thresholds_are_where_they_are_said_to_be(spare: float | None, room: float | None, told: str) -> None:
    """Red below 0, amber up to ten working days; negative float is red whatever is due; float where nothing is due."""
    assert colour(spare, room, Thresholds()) == told
    assert reported_colour("Blue") == "complete"

"""Hold the life of findings: recorded, accepted for a time, resolved by data alone, reopened, and never lost."""

from __future__ import annotations

import datetime
import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pathway_graph.answers.finding_layer import statements
from pathway_graph.answers.finding_states import next_state
from pathway_graph.answers.findings import at_or_above
from pathway_graph.cli import main
from pathway_graph.workspace import Workspace

_HOUSE = {
    "id": "house", "name": "House", "provider": "p1", "function": "crisis-support", "area": "bath", "need": "crisis",
    "ages": "any",
}  # fmt: skip
_ASKED = {"id": "r", "name": "R", "function": "crisis-support", "area": "banes", "need": "crisis"}
_ACCEPT = ("--until", "2018-06-30", "--by-role", "Head of Commissioning", "--why", "Bought from April.")

Ran = Callable[..., Any]


@pytest.fixture
def case(landscape: Callable[..., pathlib.Path]) -> pathlib.Path:
    """A gap in Keynsham."""
    return landscape({"Services": [_HOUSE], "Requirements": [_ASKED]})


def _gap(answer: Any) -> Any:
    (found,) = [f for f in answer["findings"] if f["kind"] == "gap"]
    return found


def test_a_second_refresh_changes_nothing(case: pathlib.Path, answered: Ran) -> None:
    """What is found again on the same day and data stays new, and no load is written."""
    first = answered(case, "findings", "refresh")
    again = answered(case, "findings", "refresh")

    assert _gap(first)["state"] == "new"
    assert again["findings"] == first["findings"]
    assert again["workspace"] == first["workspace"]


def test_what_is_found_again_later_is_open(case: pathlib.Path, answered: Ran) -> None:
    """A day later it is no longer new, and remembers since when."""
    answered(case, "findings", "refresh")
    later = _gap(answered(case, "findings", "refresh", "--as-of", "2018-02-28"))

    assert (later["state"], later["since"]) == ("open", "2018-02-28")


def test_only_data_resolve(case: pathlib.Path, answered: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    """Resolved after the service covers everything; reopened with the same id when it does no longer."""
    id = _gap(answered(case, "findings", "refresh"))["id"]
    for area, state in (("banes", "resolved"), ("bath", "reopened")):
        assert main(["update", "house", f"area={area}", "-C", str(case)]) == 0
        capsys.readouterr()
        found = _gap(answered(case, "findings", "refresh"))
        assert (found["id"], found["state"]) == (id, state)


def test_an_acceptance_holds_until_its_day(case: pathlib.Path, answered: Ran) -> None:
    """Accepted by a role for a reason: told as such, no failure; the day after the last it is open again."""
    id = _gap(answered(case, "findings", "refresh"))["id"]
    accepted = answered(case, "findings", "accept", id[:8], *_ACCEPT)

    assert accepted["findings"][0]["accepted"] == {
        "until": "2018-06-30", "by_role": "Head of Commissioning", "why": "Bought from April.",
    }  # fmt: skip
    day, after = (_gap(answered(case, "gaps", "--as-of", d)) for d in ("2018-06-30", "2018-07-01"))
    assert (day["state"], after["state"]) == ("accepted", "reopened")
    assert not at_or_above([day], "low")
    assert at_or_above([after], "medium")
    assert _gap(answered(case, "findings", "refresh", "--as-of", "2018-07-01"))["state"] == "reopened"


def test_an_acceptance_is_taken_back(case: pathlib.Path, answered: Ran) -> None:
    """reopen takes it back at once; what is not accepted can't be reopened."""
    id = _gap(answered(case, "findings", "refresh"))["id"]
    answered(case, "findings", "accept", id, *_ACCEPT)

    assert _gap(answered(case, "findings", "reopen", id))["state"] == "reopened"
    assert main(["findings", "reopen", id, "-C", str(case)]) == 3


@pytest.mark.parametrize(
    ("id", "words", "code"),
    [("gap-0000", _ACCEPT, "PG913"), ("", _ACCEPT, "PG913"), ("gap", ("--until", "2017-01-01", *_ACCEPT[2:]), "PG914"),
     ("gap", (*_ACCEPT[:3], "Jane Example", *_ACCEPT[4:]), "PG914"), ("gap", (*_ACCEPT[:5], " "), "PG914")],
)  # fmt: skip
def test_an_acceptance_that_says_too_little_is_refused(
    id: str, words: tuple[str, ...], code: str, case: pathlib.Path, answered: Ran, capsys: pytest.CaptureFixture[str]
) -> None:
    """A finding on record, a day to come, a role and a reason are wanted; a person is not."""
    answered(case, "findings", "refresh")

    assert main(["findings", "accept", id, *words, "-C", str(case), "--as-of", "2018-01-30"]) == 3
    assert code in capsys.readouterr().err


def test_states_outlive_a_rebuild_and_an_audit(case: pathlib.Path, answered: Ran) -> None:
    """They are facts of the ledger: a graph made anew loses the nodes, not the states, and all is proved whole."""
    id = _gap(answered(case, "findings", "refresh"))["id"]
    answered(case, "findings", "accept", id, *_ACCEPT)

    with Workspace.open(case) as workspace:
        assert workspace.verify() == []
        assert workspace.read("MATCH (f:Finding {kind: 'gap'})-[:CONCERNS]->(r:Requirement) RETURN r.id AS id") == [
            {"id": "r"}
        ]
        workspace.rebuild()
        assert workspace.verify() == []
        assert workspace.read("MATCH (f:Finding) RETURN f.id AS id") == []
    assert _gap(answered(case, "findings", "list"))["state"] == "accepted"


def test_the_nodes_are_written_whole(case: pathlib.Path, answered: Ran) -> None:
    """After each refresh there is one node for every finding of the day, with its state, and no other."""
    for words in ((), ("--as-of", "2018-03-01")):
        answer = answered(case, "findings", "refresh", *words)
        with Workspace.open(case) as workspace:
            nodes = workspace.read("MATCH (f:Finding) RETURN f.id AS id, f.state AS state ORDER BY id")
        assert nodes == sorted(
            ({"id": f["id"], "state": f["state"]} for f in answer["findings"] if f["state"] != "resolved"),
            key=lambda row: row["id"],
        )


def test_what_changed_since_a_load(case: pathlib.Path, answered: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    """--since tells only those whose state changed after a load."""
    head = answered(case, "findings", "refresh")["workspace"]["seq"]
    assert main(["update", "house", "area=banes", "-C", str(case)]) == 0
    capsys.readouterr()
    answered(case, "findings", "refresh")

    since = answered(case, "findings", "list", "--since", str(head))

    assert {f["state"] for f in since["findings"]} >= {"resolved"}
    assert "gap" in {f["kind"] for f in since["findings"]}
    assert answered(case, "findings", "list", "--since", str(since["workspace"]["seq"]))["findings"] == []


def test_reading_commands_never_write(case: pathlib.Path, answered: Ran) -> None:
    """gaps, duplicates and check leave ledger and graph as they are."""
    before = answered(case, "findings", "refresh")["workspace"]
    for words in (("gaps",), ("duplicates",), ("check",), ("check", "--ask"), ("findings", "list")):
        assert answered(case, *words)["workspace"] == before


def test_an_acceptance_can_be_undone(case: pathlib.Path, answered: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    """The load that accepted it is undone as any other is."""
    id = _gap(answered(case, "findings", "refresh"))["id"]
    seq = answered(case, "findings", "accept", id, *_ACCEPT)["workspace"]["seq"]

    assert main(["undo", str(seq), "-C", str(case)]) == 0
    capsys.readouterr()

    assert _gap(answered(case, "findings", "list"))["state"] == "new"
    with Workspace.open(case) as workspace:
        assert workspace.verify() == []


@pytest.mark.parametrize(
    ("facts", "is_found", "state"),
    [({}, True, "new"), ({"state": "new"}, True, "open"), ({"state": "resolved"}, True, "reopened"),
     ({"state": "accepted", "until": "2018-01-29"}, True, "reopened"),
     ({"state": "accepted", "until": "2018-01-30"}, True, "accepted"), ({"state": "open"}, False, "resolved"),
     ({"state": "accepted", "until": "2019-01-01"}, False, "resolved")],
)  # fmt: skip
def test_each_step_of_a_life(facts: dict[str, str], is_found: bool, state: str) -> None:
    """Every state follows from the one before and from whether it was found, on 30 January 2018."""

    assert next_state(facts, is_found, datetime.date(2018, 1, 30), again=True) == state


def test_the_linter_sees_what_is_sent() -> None:
    """Every statement of the layer is listed, one for each label that a finding can speak of."""
    assert {"drop", "create", "concerns Service", "concerns Requirement"} <= set(statements())
    assert json.dumps(statements())


def test_being_past_the_end_of_a_list_resolves_nothing(
    landscape: Callable[..., pathlib.Path], answered: Ran, capsys: pytest.CaptureFixture[str]
) -> None:
    """More possible duplicates than a command lists are all on record, and another one resolves none of them."""
    services = [{"id": f"s{n:02}", "name": f"S{n} x{n}", "function": "employment", "area": "banes"} for n in range(24)]
    folder = landscape({"Services": services})

    before = answered(folder, "findings", "refresh")
    assert main(["update", "s00", "status=closed", "-C", str(folder)]) == 0
    capsys.readouterr()
    after = answered(folder, "findings", "refresh")

    assert sum(f["kind"] == "duplicate" for f in before["findings"]) == 24 * 23 // 2
    gone = [f for f in after["findings"] if f["kind"] == "duplicate" and f["state"] == "resolved"]
    assert len(gone) == 23
    assert all("S0 x0" in f["title"] for f in gone)

"""The B&NES example shows where its paper says that people fall, and says what the paper leaves open."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from pathway_graph.answers.everyone_answers import everyone
from pathway_graph.answers.findings import Findings
from pathway_graph.answers.handoff_answers import handoffs
from pathway_graph.answers.walk_answers import walk
from pathway_graph.demonstration import example_file
from pathway_graph.workspace import Workspace


@pytest.fixture(scope="module")
def banes(tmp_path_factory: Any) -> Iterator[Workspace]:
    """The example, loaded."""
    with Workspace.create(tmp_path_factory.mktemp("examples") / "banes") as workspace:
        workspace.load(example_file())
        yield workspace


@pytest.fixture(scope="module")
def found(banes: Workspace) -> Findings:
    """Its handoffs, audited."""
    return handoffs(banes)


def _of(found: Findings, id: str) -> dict[str, Any]:
    (row,) = [row for row in found if row["subject"]["id"] == id]
    return row


def _codes(row: dict[str, Any]) -> list[str]:
    return [fault["code"] for fault in row["faults"]]


def _places(row: dict[str, Any]) -> set[str]:
    return {entry["locator"] for entry in row["because"] if entry["locator"]}


def test_people_whom_iapt_or_secondary_care_refuse_are_handed_to_nobody(found: Findings) -> None:
    """Paragraph 2.3: not taken by either, and not signposted; that there is no protocol is our assumption, and said."""
    for id, need in (("iapt-refuses", "common"), ("secondary-refuses", "serious")):
        row = _of(found, id)
        assert (row["verdict"], row["severity"], row["to"]) == ("faulty", "high", None)
        assert _codes(row) == ["nobody", "protocol"]
        assert row["box"]["needs"] == [need]
        assert "para 2.3" in _places(row)
        assert row["assumed"]


def test_liaison_leads_to_secondary_care_only(found: Findings) -> None:
    """Access through liaison: it takes people with common problems, and what it is known to lead to does not."""
    row = _of(found, "liaison")

    assert (row["subject"]["label"], row["verdict"], _codes(row)) == ("Service", "faulty", ["needs"])
    assert row["box"]["needs"] == ["common"]
    assert row["assumed"]


def test_young_people_who_are_not_seriously_ill_have_nobody_to_move_on_to(found: Findings) -> None:
    """Paragraph 5.7.2: adult secondary care takes serious illness alone; that they move at 18 whatever they need is
    our assumption, and said."""
    row = _of(found, "young-to-adult")

    assert (row["verdict"], _codes(row)) == ("faulty", ["needs"])
    assert row["box"]["needs"] == ["common", "crisis", "wellbeing"]
    assert row["box"]["ages"] == [[216, 228]]
    assert _places(row) >= {"para 2.3 and 5.7.2", "10"}
    assert row["assumed"]


def test_people_are_discharged_to_the_voluntary_sector_while_still_acutely_unwell(found: Findings) -> None:
    """Paragraph 2.3: whoever is still seriously ill is nobody whom the voluntary sector is said to support, and no
    protocol covers it; that those discharged still are, and that there is none, is our assumption, and said."""
    row = _of(found, "secondary-to-voluntary")

    assert (row["verdict"], row["severity"], _codes(row)) == ("faulty", "high", ["needs", "protocol"])
    assert (row["from"], row["to"], row["box"]["needs"]) == ("secondary", "voluntary-support", ["serious"])
    assert _places(row) >= {"para 2.3", "11"}
    assert row["assumed"]


def test_general_practice_refers_to_social_prescribing_without_a_protocol(found: Findings) -> None:
    """Paragraph 2.3: practices know little of it; that there is no protocol is our assumption, and said."""
    row = _of(found, "practice-to-prescribing")

    assert (row["verdict"], _codes(row)) == ("faulty", ["protocol"])
    assert _places(row) >= {"para 2.3", "12"}
    assert row["assumed"]


def test_counts_and_boundaries(found: Findings) -> None:
    """Eight handoffs: five fail, of three it is not known; two surely cross from one provider to another."""
    assert found.counts == {"handoffs": 8, "sound": 0, "faulty": 5, "not_known": 3, "missing": 1}
    assert found.more["network"]["crossing"] == 2


def test_without_the_guidance_no_finding_names_a_message(found: Findings) -> None:
    """Rules come from a pack that is loaded, and from nowhere else."""
    assert all(row["rules"] == [] for row in found)


def test_with_the_guidance_each_finding_names_its_messages(tmp_path: pathlib.Path) -> None:
    """Message 9: criteria must leave nobody between two teams; message 10: they work together as is specified."""
    pack = example_file().parents[1] / "guidance" / "community-mental-health.yaml"
    with Workspace.create(tmp_path / "guided") as workspace:
        workspace.load(example_file())
        workspace.load(pack)
        told = {row["subject"]["id"]: [rule["locator"] for rule in row["rules"]] for row in handoffs(workspace)}
        swept = everyone(workspace)

    assert told["iapt-refuses"] == ["message 9", "message 10"]
    assert told["young-to-adult"] == told["liaison"] == ["message 9"]
    assert told["secondary-to-voluntary"] == ["message 9", "message 10"]
    assert told["practice-to-prescribing"] == ["message 10"]
    assert all([rule["locator"] for rule in row["rules"]] == ["message 9"] for row in swept)


def test_who_reaches_nobody(banes: Workspace) -> None:
    """Nothing of what is required for serious illness or for wellbeing is there; the rest hangs on four blanks."""
    swept = everyone(banes)

    (lost,) = swept
    assert lost["box"]["needs"] == ["serious", "wellbeing"]
    assert [lot["box"]["needs"] for lot in swept.more["not_known"]] == [["common", "crisis"]]


def test_a_person_in_crisis_on_saturday_night(banes: Workspace) -> None:
    """The Intensive Service is open at all hours; whether people can go there by themselves is not stated."""
    told = walk(banes, age="30", need="crisis", area="banes", when="Sat 22:00")

    assert told.more["verdict"] == "not_known"
    assert [(f["id"], f["field"]) for f in told.more["hangs_on"]] == [("intensive", "entry")]

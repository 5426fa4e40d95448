"""The B&NES example shows where its paper says that people fall, and says what the paper leaves open."""

from __future__ import annotations

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


def test_whether_young_people_reach_adult_care_is_not_known(found: Findings) -> None:
    """Paragraph 5.7.2: the paper gives no ages, so the move can be neither trusted nor faulted; the ages are asked."""
    row = _of(found, "young-to-adult")

    assert row["verdict"] == "not_known"
    assert _codes(row) == ["ages", "protocol", "agreement"]
    assert {("secondary", "ages"), ("young-people", "ages")} <= {(f["id"], f["field"]) for f in row["hangs_on"]}
    assert "para 2.3 and 5.7.2" in _places(row)


def test_discharge_to_the_voluntary_sector_has_no_protocol_or_agreement_on_record(found: Findings) -> None:
    """Paragraph 2.3: people still in difficulty; no step is stated, so only the papers can be asked for."""
    row = _of(found, "secondary-to-voluntary")

    assert (row["verdict"], _codes(row)) == ("not_known", ["protocol", "agreement"])
    assert (row["from"], row["to"]) == ("secondary", "voluntary-support")


def test_general_practice_and_social_prescribing(found: Findings) -> None:
    """Paragraph 2.3: practices know little of it; for whom it is, is not stated, and no protocol is."""
    row = _of(found, "practice-to-prescribing")

    assert row["verdict"] == "not_known"
    assert {"needs", "protocol"} <= set(_codes(row))
    assert ("social-prescribing", "need") in {(f["id"], f["field"]) for f in row["hangs_on"]}


def test_counts_and_boundaries(found: Findings) -> None:
    """Eight handoffs: two fail, of six it is not known; two surely cross from one provider to another."""
    assert found.counts == {"handoffs": 8, "sound": 0, "faulty": 2, "not_known": 6, "missing": 1}
    assert found.more["network"]["crossing"] == 2


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

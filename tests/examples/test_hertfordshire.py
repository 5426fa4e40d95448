"""The Hertfordshire example answers what its two papers say, and keeps both where they differ."""

import importlib.resources
import re
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.answers.gap_answers import gaps
from pathway_graph.plans.critical_path_answers import critical_path
from pathway_graph.workspace import Workspace

FOLDER = Path(str(importlib.resources.files("pathway_graph.examples").joinpath("hertfordshire")))
PROPOSAL, BRIEFING = "hertfordshire-proposal", "hertfordshire-briefing"


@pytest.fixture(scope="module")
def herts(tmp_path_factory: Any) -> Any:
    """Both papers, loaded one after the other."""
    with Workspace.create(tmp_path_factory.mktemp("examples") / "herts") as workspace:
        for name in ("proposal.yaml", "briefing.yaml"):
            workspace.load(FOLDER / name)
        yield workspace


def differing(workspace: Any) -> dict[tuple[str, str], tuple[dict[str, str], str]]:
    """Give each fact that the papers state differently: what each says, and which counts."""
    return {
        (f"{found.label}#{found.id}", found.field): (
            {said.source: str(said.value) for said in found.statements},
            found.source or "",
        )
        for found in workspace.disagreements()
    }


def test_four_hundred_and_twenty_thousand_people_by_april_2008(herts: Any) -> None:
    """The briefing's target and date; it rests on counselling, whose date neither paper gives."""
    answer = critical_path(herts, "covered-420000").to_envelope()

    assert answer["finish"] == "2008-04-30T17:00"
    assert answer["promise"]["words"] == "April 2008"
    assert herts.facts()[("Milestone", "covered-420000")]["target"] == "420,000 people"
    titles = [found["title"] for found in answer["findings"] if found["verdict"] == "unknown_date"]
    assert "420,000 people covered rests on an unknown date: counselling-first" in titles


def test_a_late_start_leaves_the_other_localities_without_a_team(herts: Any) -> None:
    """Twenty working days later, the teams elsewhere open later, and a fifth of what is asked for waits with them."""
    answer = critical_path(herts, "whole-county", what_if=["covered-420000+20d"]).to_envelope()

    found = answer["what_if"]
    services = [(row["id"], row["before"], row["after"]) for row in found["services"]]
    assert services == [("team-rest", "2008-04-30", "2008-05-30")]
    gap = found["gaps_opened"][0]
    assert len(found["gaps_opened"]) == 1
    assert (gap["requirement"], gap["services"], gap["share"]) == ("primary-team", ["team-rest"], 0.2)
    assert (gap["from"], gap["until"]) == ("2008-04-30", "2008-05-30")
    assert gap["words"] == "ages 18 to 64 in The other localities, Anxiety and depression, step 3"


def test_counselling_comes_before_every_primary_care_team(herts: Any) -> None:
    """Whether counselling is there is asked of every locality with a team; no paper says which groups commission it."""
    found = [row for row in gaps(herts).result() if row["kind"] == "relies_on"]

    assert [(row["subject"]["id"], row["relies_on"], row["verdict"]) for row in found] == [
        ("primary-team", "counselling", "not_known")
    ]
    assert found[0]["box"]["areas"] == ["letchworth", "st-albans", "stevenage", "watford"]


def test_decisions_are_taken_at_county_and_at_local_level(herts: Any) -> None:
    """Both boards decide on the whole county, as the briefing's funding decision making says."""
    boards = herts.facts()[("Milestone", "whole-county")]
    rows = herts.read(
        "MATCH (m:Milestone {id: 'whole-county'})-[:DECIDED_BY]->(b:Board) RETURN b.id AS id, b.decides AS level "
        "ORDER BY id"
    )

    assert [(row["id"], row["level"]) for row in rows] == [
        ("jcpb", "at county level"), ("pbc-structures", "at local level"),
    ]  # fmt: skip
    assert boards["board stated_in"]["locator"] == "PBC Funding Decision Making"


def test_the_papers_are_both_kept_where_they_differ_and_the_later_counts(herts: Any) -> None:
    """Three years or the end of 2008; under negotiation or agreed; the Trust or the Foundation Trust."""
    told = differing(herts)

    said, counts = told["Milestone#whole-county", "planned_finish"]
    assert ("2010" in said[PROPOSAL], "2008" in said[BRIEFING], counts) == (True, True, BRIEFING)
    assert told["Contract#foundation-trust", "status"] == (
        {PROPOSAL: "under negotiation", BRIEFING: "agreed"}, BRIEFING,
    )  # fmt: skip
    assert told["Service#team-watford", "provider"][1] == BRIEFING
    assert critical_path(herts, "whole-county").to_envelope()["promise"]["words"] == "by the end of 2008"


def test_every_row_says_where_it_is_stated() -> None:
    """No row without its paper and heading, or the number of an assumption that the README explains."""
    explained = set(re.findall(r"(?m)^(\d+)\. ", (FOLDER / "README.md").read_text(encoding="utf-8")))
    for name in ("proposal.yaml", "briefing.yaml"):
        lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
        rows = [line for line in lines if line.startswith("  - {id:") and "kind: source" not in line]
        assert rows
        for row in rows:
            assert "stated_in: " in row or "kind: assumption" in row, row
        assumed = set(re.findall(r'assumptions, (?:\w+ )?locator: "(\d+)"', "\n".join(lines)))
        assert assumed <= explained


def test_stevenage_is_a_pilot_of_the_later_paper_only(herts: Any) -> None:
    """Three pilots in the first paper, four in the second."""
    statements = {each.source for each in herts.statements("Service", "team-stevenage", "id")}

    assert statements == {BRIEFING}
    assert {each.source for each in herts.statements("Service", "team-watford", "id")} == {PROPOSAL, BRIEFING}

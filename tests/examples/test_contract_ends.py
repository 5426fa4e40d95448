"""The examples' contracts: what hangs on the end of 2010 in Hertfordshire, and what Bath cannot know."""

import importlib.resources
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.boards.contract_answers import contracts
from pathway_graph.workspace import Workspace

FOLDER = Path(str(importlib.resources.files("pathway_graph.examples")))


def opened(tmp_path_factory: Any, *files: str) -> Any:
    with Workspace.create(tmp_path_factory.mktemp("examples") / "w") as workspace:
        for name in files:
            workspace.load(FOLDER / name)
        yield workspace


@pytest.fixture(scope="module")
def herts(tmp_path_factory: Any) -> Any:
    """Both papers, loaded one after the other."""
    yield from opened(tmp_path_factory, "hertfordshire/proposal.yaml", "hertfordshire/briefing.yaml")


@pytest.fixture(scope="module")
def banes(tmp_path_factory: Any) -> Any:
    """The review paper."""
    yield from opened(tmp_path_factory, "banes/banes.yaml")


def test_when_the_contract_ends_in_2010_eight_services_have_nothing_else(herts: Any) -> None:
    """The trust keeps its level of business until 2010: the four pilots, the teams elsewhere, secondary care, drugs
    and alcohol, and learning disability hang on it, and with them a team in every locality, which must be there."""
    (found,) = contracts(herts, horizon_months=48)

    assert (found["contract"], found["verdict"], found["severity"]) == ("foundation-trust", "no_successor", "high")
    assert found["ends"] == {"earliest": None, "latest": "2010-12-31"}
    assert [each["id"] for each in found["services"]] == [
        "drug-alcohol", "secondary", "specialist-learning-disability", "team-letchworth", "team-rest",
        "team-st-albans", "team-stevenage", "team-watford",
    ]  # fmt: skip
    assert [(r["id"], r["strength"], r["rests_on"]) for r in found["requirements"]] == [("primary-team", "must", 0.8)]
    assert found["ended_by"] == ["contract-ends"]
    ends = next(b for b in found["because"] if b["field"] == "ends")
    assert (ends["value"], ends["locator"]) == ("until 2010", "Commissioning Intentions")


def test_until_2010_may_be_sooner_so_half_a_year_ahead_it_is_not_known(herts: Any) -> None:
    """The paper gives only the latest day: for the board of October 2007 the answer is to ask for the day."""
    (found,) = contracts(herts)

    assert found["verdict"] == "not_known"
    assert found["hangs_on"] == [{"label": "Contract", "id": "foundation-trust", "field": "ends"}]


def test_the_2010_end_is_no_gap_today_and_at_risk_the_day_after(herts: Any) -> None:
    """On 1 January 2011 the teams count as at risk by the same rule by which the cliff was told."""
    rows = herts.gaps(as_of="2011-01-01", function="primary-team")

    assert {row["verdict"] for row in rows if row["subject"]["id"] == "primary-team"} & {"at_risk", "planned"}


def test_the_review_states_no_end_and_no_contract_is_called_a_cliff(banes: Any) -> None:
    """Neither contract of the paper states an end, so both run on, by verdicts that blanks have everywhere."""
    answer = contracts(banes, horizon_months=120)

    assert answer.rows == ()
    assert (answer.counts["contracts"], answer.counts["runs_on"]) == (2, 2)

"""The B&NES example answers what decides April 2019, and says which link is ours."""

from typing import Any

import pytest

from pathway_graph.demonstration import example_file
from pathway_graph.plans.critical_path_answers import critical_path
from pathway_graph.workspace import Workspace


@pytest.fixture(scope="module")
def answer(tmp_path_factory: Any) -> Any:
    """What decides the start of the new model."""
    with Workspace.create(tmp_path_factory.mktemp("plans") / "banes") as workspace:
        workspace.load(example_file())
        return critical_path(workspace, "new-model").to_envelope()


def test_workstreams_end_in_july_then_engagement_specifications_and_the_start(answer: Any) -> None:
    """Paragraphs 6.1 and 6.2: the five models drive engagement, it drives specifications, they drive the start."""
    rows = {row["id"]: row for row in answer["activities"]}
    models = [id for id in rows if id.startswith("model-")]

    assert len(models) == 5
    assert {rows[id]["early_finish"] for id in models} == {"2018-07-31T17:00"}
    assert rows["engagement"]["driven_by"] == sorted(models)
    assert answer["path"] == ["model-collaborative", "engagement", "specifications", "new-model"]
    assert answer["promise"]["words"] == "April 2019"


def test_guidance_from_outside_leads_through_contracting_to_the_start(answer: Any) -> None:
    """Paragraph 5.8.3: nobody here decides when the guidance comes; six working days of slack hide it."""
    chain = next(chain for chain in answer["near"] if "guidance" in chain["ids"])

    assert chain["ids"] == ["guidance", "appraisal", "new-model"]
    assert chain["float"]["days"] == 6
    assert [step["label"] for step in chain["steps"]] == ["Dependency", "Milestone", "Milestone"]


def test_that_contracting_holds_the_start_is_said_to_be_our_assumption(answer: Any) -> None:
    """The paper does not say it: the link rests on assumption 8, and every other link of the chains on the paper."""
    chain = next(chain for chain in answer["near"] if "guidance" in chain["ids"])
    step = chain["steps"][1]

    assert (step["dependency"], step["assumption"], step["locator"]) == ("contracting-start", True, "8")
    assert any("contracting-start" in line and "an assumption of ours" in line for line in answer["assumptions"])
    assert not any(step["assumption"] for step in answer["steps"])


def test_the_dates_that_are_not_exact_are_told_as_a_range(answer: Any) -> None:
    """All at their earliest, all at their latest."""
    assert answer["finish_range"] == ["2018-10-05T17:00", "2018-10-26T17:00"]

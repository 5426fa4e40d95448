"""The B&NES example answers what decides April 2019, and says which link is ours."""

from typing import Any

import pytest

from pathway_graph.demonstration import example_file
from pathway_graph.plans.critical_path_answers import critical_path
from pathway_graph.workspace import Workspace


@pytest.fixture(scope="module")
def banes(tmp_path_factory: Any) -> Any:
    """The review paper."""
    with Workspace.create(tmp_path_factory.mktemp("plans") / "banes") as workspace:
        workspace.load(example_file())
        yield workspace


@pytest.fixture(scope="module")
def answer(banes: Any) -> Any:
    """What decides the start of the new model."""
    return critical_path(banes, "new-model").to_envelope()


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


def test_guidance_six_weeks_late_leaves_april_2019_and_keeps_the_gaps_open_for_five_weeks(banes: Any) -> None:
    """Thirty working days with six to spare: the start moves by 24, from 4 December to 10 January, still before the end
    of April 2019; the five gaps that workstreams are to close wait until then, and none opens anew."""
    found = critical_path(banes, "new-model", what_if=["guidance+6w"]).to_envelope()["what_if"]

    moved = {row["id"]: (row["after"], row["days"]) for row in found["moved"]}
    assert moved == {"appraisal": ("2019-01-10T17:00", 30), "new-model": ("2019-01-10T17:00", 24)}
    assert found["after"] < "2019-04-30"
    assert (found["board_dates"], found["gaps_opened"], found["services"]) == ([], [], [])
    waiting = {row["requirement"]: (row["share"], row["from"], row["until"]) for row in found["gaps_waiting"]}
    whole = dict.fromkeys(("entry-point", "ips", "safe-haven", "young-adults"), (1.0, "2018-12-04", "2019-01-10"))
    assert waiting == {"crisis-avoidance": (0.494048, "2018-12-04", "2019-01-10"), **whole}
    for id, (share, *_) in waiting.items():
        rows = [row for row in banes.gaps(as_of="2018-12-04") if row.get("requirement") == id and row["kind"] == "gap"]
        shares = rows[0]["shares"]
        assert shares.get("gap", 0) + shares.get("planned", 0) == pytest.approx(share, abs=1e-6)


def test_guidance_that_is_refused_leaves_the_start_without_a_day(banes: Any) -> None:
    """Nobody knows when contracting ends, nor the start behind it; the gaps wait without an end."""
    found = critical_path(banes, "new-model", what_if=["guidance refused"]).to_envelope()["what_if"]

    assert [row["id"] for row in found["without_date"]] == ["appraisal", "new-model"]
    assert {row["until"] for row in found["gaps_waiting"]} == {None}
    assert len(found["gaps_waiting"]) == 5

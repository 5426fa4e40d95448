"""The B&NES example answers what its paper says, each fact with its paragraph, and keeps open what it leaves open."""

from typing import Any

import pytest

from pathway_graph.demonstration import example_file
from pathway_graph.pictures.landscape_map import landscape_map
from pathway_graph.questions import asking
from pathway_graph.workspace import Workspace


@pytest.fixture(scope="module")
def banes(tmp_path_factory: Any) -> Any:
    """The example, loaded."""
    with Workspace.create(tmp_path_factory.mktemp("examples") / "banes") as workspace:
        workspace.load(example_file())
        yield workspace


def rows(workspace: Any, name: Any, **parameters: Any) -> Any:
    """Ask one question and give its rows."""
    return asking.ask(workspace, name, **parameters).to_dicts()


def test_the_data_date_is_the_papers(banes: Any) -> None:
    """Answers are for the day of the board's meeting unless another is said."""
    assert banes.as_of.isoformat() == "2018-01-30"


def test_no_safe_haven_and_no_individual_placement_support(banes: Any) -> None:
    """Paragraphs 5.5.2 and 5.6.2: nobody; the single point of entry (5.4.1) is planned without a date."""
    verdicts = {row["requirement"]: row["verdict"] for row in rows(banes, "gaps.unmet")}

    assert verdicts["safe-haven"] == verdicts["ips"] == verdicts["young-adults"] == "gap"
    assert verdicts["entry-point"] == "planned"
    assert "crisis-avoidance" not in verdicts


def test_the_wellbeing_house_closes_at_five_and_its_opening_is_not_stated(banes: Any) -> None:
    """Paragraph 5.5.2: it may be open Monday to Friday until 17:00 and surely is at no minute."""
    (row,) = banes.read(
        "MATCH (p:Provision {id: 'wellbeing-house'}) RETURN p.hours AS hours, p.hours_state AS state, "
        "p.hours_sure AS sure, p.hours_may AS may"
    )

    assert (row["hours"], row["state"], row["sure"]) == ("Mon-Fri ?-17:00", "half", [])
    assert row["may"] == [minute for day in range(5) for minute in (1440 * day, 1440 * day + 1020)]
    assert [r["service"] for r in rows(banes, "gaps.hours_not_stated")] == ["wellbeing-house"]


def test_the_intensive_service_does_not_answer_within_the_hour(banes: Any) -> None:
    """Paragraph 5.5.3: open at all hours, and known to answer in more than one hour."""
    (late,) = rows(banes, "gaps.response_not_met")

    assert (late["service"], late["requirement"], late["verdict"]) == ("intensive", "core-24", "late")


def test_the_handoffs_that_the_paper_names_are_there(banes: Any) -> None:
    """Paragraphs 2.3 and 5.7: seven ways on, two of them to nobody; no protocol is stated for any."""
    assert {r["gives"] for r in rows(banes, "handoffs.to_nobody")} == {"secondary", "iapt"}
    assert len(rows(banes, "handoffs.without_protocol")) == 8
    ways = {(r["a"], r["b"]) for r in banes.read(
        "MATCH (a:Service)<-[:FROM]-(:Handoff)-[:TO]->(b:Service) RETURN a.id AS a, b.id AS b")}
    assert ways >= {("young-people", "secondary"), ("practices", "liaison"), ("secondary", "voluntary-support"),
                    ("practices", "social-prescribing")}  # fmt: skip


def test_six_workstreams_and_the_milestones_to_april_2019(banes: Any) -> None:
    """Section 5 and paragraph 6.2: none has a lead or a budget; the chain to the new model is nine steps long."""
    streams = rows(banes, "milestones.workstreams")
    chain = rows(banes, "milestones.chain", milestone="new-model")

    assert len(streams) == 6
    assert all("led_by" in row["missing"] for row in streams)
    assert {row["needed"] for row in chain} >= {"guidance", "appraisal", "engagement", "specifications"}
    assert max(row["steps"] for row in chain) == 3


def test_contracting_waits_for_guidance_from_outside(banes: Any) -> None:
    """Paragraph 5.8.3: guidance from HMRC, expected early in 2018; that go-live waits for it is our assumption."""
    (row,) = rows(banes, "milestones.waiting_for_outside")
    assumed = {(r["label"], r["id"]) for r in rows(banes, "quality.assumptions")}

    assert (row["dependency"], row["giver"], row["blocks"]) == ("guidance", "HM Revenue and Customs", ["appraisal"])
    assert ("Dependency", "contracting-start") in assumed


def test_what_the_paper_asserts_is_reported_and_set_beside_what_is_found(banes: Any) -> None:
    """Paragraph 2.4: three duplications, each seen among the services that the paper names."""
    found = {row["reported"]: row["verdict"] for row in rows(banes, "duplicates.reported")}

    assert {found[name] for name in ("social-prescribing", "peer-mentoring", "employment")} == {"seen"}


def test_every_row_says_where_it_comes_from(banes: Any) -> None:
    """No node is without a document, and every locator is a paragraph, a heading or the number of an assumption."""
    assert rows(banes, "quality.unsourced") == []
    locators = banes.read("MATCH ()-[r:STATED_IN]->(d) RETURN DISTINCT d.kind AS kind, r.locator AS locator")
    assert all(r["locator"].isdigit() for r in locators if r["kind"] == "assumption")
    assert all(r["locator"] for r in locators)


def test_the_map_shows_every_service_and_every_gap(banes: Any) -> None:
    """Each service that is not closed has a box, and so has each gap, in whole or part; no provider: not stated."""
    drawn = landscape_map(banes)
    services = {r["id"] for r in banes.read("MATCH (s:Service) RETURN s.id AS id")}

    assert {b.id for b in drawn.boxes if b.style != "gap"} == services
    assert {b.id for b in drawn.boxes if b.style == "gap"} == {
        "Requirement#safe-haven", "Requirement#ips", "Requirement#young-adults", "Requirement#crisis-avoidance"}
    assert "Not stated" in (*drawn.rows, *drawn.columns)
    assert {b.id for b in drawn.boxes if b.style == "planned"} == {"hubs", "employment-hub"}

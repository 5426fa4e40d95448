"""What each fact becomes in the graph."""

from typing import Any

import pytest

from pathway_graph.model import FIELDS
from pathway_graph.storage.shape import Edge, Ends, blank_properties, node_labels, properties, relationships

HALF_OPEN = {"state": "half", "words": "Mon-Fri ?-17:00", "value": {"sure": [], "may": [0, 1020]}}


@pytest.mark.parametrize(
    ("label", "header", "stored", "wanted"),
    [
        ("Service", "name", "IAPT", {"name": "IAPT", "name_state": None, "name_words": None}),
        ("Service", "capacity", 20, {"capacity": 20, "capacity_state": None, "capacity_low": None}),
        ("Provision", "response_within", {"state": "half", "words": "over 1", "value": {"low": 1, "high": None}},
         {"response_within": None, "response_within_state": "half", "response_within_low": 1,
          "response_within_words": "over 1"}),
        ("Service", "opens", {"state": "stated", "words": "April 2019", "value": {
            "earliest": "2019-04-01", "latest": "2019-04-30", "precision": "month"}},
         {"opens": "April 2019", "opens_earliest": "2019-04-01", "opens_latest": "2019-04-30", "opens_state": None}),
        ("Provision", "hours", HALF_OPEN,
         {"hours": "Mon-Fri ?-17:00", "hours_state": "half", "hours_sure": [], "hours_may": [0, 1020],
          "hours_any": None}),
        ("Provision", "ages", {"state": "any", "words": "any"},
         {"ages": "any", "ages_any": True, "ages_sure": [0, 1200], "ages_may": [0, 1200]}),
        ("Provision", "hours", {"state": "missing", "words": "TBC"}, {"hours_state": "missing", "hours_may": None}),
        ("Handoff", "protocol", {"state": "none", "words": "n/a"}, {"protocol": None, "protocol_state": "none"}),
        ("Handoff", "to", {"state": "none", "words": "nobody"}, {"to_state": "none", "to_words": "nobody"}),
        ("Handoff", "to", ["iapt"], {"to_state": None, "to_words": None}),
    ],
)  # fmt: skip
def test_a_fact_becomes_these_properties(label: Any, header: Any, stored: Any, wanted: Any) -> None:
    """The words stand under the field's own name; what was read, and why something is not known, beside them."""
    got = properties(label, header, stored)

    assert {key: got[key] for key in wanted} == wanted


@pytest.mark.parametrize("label", FIELDS)
def test_a_fact_that_is_gone_takes_every_property_with_it(label: Any) -> None:
    """Whatever a stated fact sets, a fact that is gone sets to nothing (or a dimension to blank)."""
    for header in FIELDS[label]:
        gone = properties(label, header, None)
        assert set(properties(label, header, {"state": "missing", "words": "TBC"})) <= set(gone)
        assert all(v is None or (k in blank_properties(label) and v == "blank") for k, v in gone.items())


def test_any_except_leads_to_what_it_leaves_out() -> None:
    """`any except X` makes no MEETS, sets need_any and leads to X by LEAVES_OUT."""
    value = {"sure": [], "some": [], "except": ["substance"], "any": True}
    stored = {"state": "stated", "words": "any except substance", "value": value}

    assert relationships("Provision", "p", "need", stored) == {
        Edge(Ends("LEAVES_OUT", "Provision", "Need"), "p", "substance")}
    assert properties("Provision", "need", stored)["need_any"] is True


def test_some_of_an_area_is_covered_but_not_for_sure() -> None:
    """COVERS carries whether the whole area is taken for sure."""
    value = {"sure": ["bath"], "some": ["keynsham"], "except": [], "any": False}
    stored = {"state": "half", "words": "bath; some of keynsham", "value": value}
    covers = Ends("COVERS", "Provision", "Area")

    assert relationships("Provision", "p", "area", stored) == {
        Edge(covers, "p", "bath", (("sure", True),)), Edge(covers, "p", "keynsham", (("sure", False),))}


def test_a_reference_may_run_the_other_way() -> None:
    """`provider` on a service is (provider)-[:PROVIDES]->(service)."""
    assert relationships("Service", "s", "provider", ["awp"]) == {
        Edge(Ends("PROVIDES", "Organisation", "Service"), "awp", "s")}


def test_the_place_of_a_fact_leads_to_its_document() -> None:
    """STATED_IN carries the locator, and the field where it speaks of one."""
    told = {"document": "review", "locator": "para 5.5.2"}
    ends = Ends("STATED_IN", "Service", "Document")

    assert relationships("Service", "s", "stated_in", told) == {Edge(ends, "s", "review", (("locator", "para 5.5.2"),))}
    assert relationships("Service", "s", "status stated_in", told) == {
        Edge(ends, "s", "review", (("field", "status"), ("locator", "para 5.5.2")))}


def test_an_organisation_carries_a_label_for_each_role() -> None:
    """A council that buys and provides is both, and no other label has roles."""
    assert node_labels("Organisation", {"roles": ["provider", "commissioner"]}) == ["Commissioner", "Provider"]
    assert node_labels("Service", {"roles": ["provider"]}) == []

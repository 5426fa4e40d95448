"""What would be stored is checked as a whole, and each problem names its cell."""

from typing import Any

import pytest

from pathway_graph.errors import Problem
from pathway_graph.records import Batch, Cell, Record
from pathway_graph.storage.validation import resolve, validate


def place(label: Any, id: Any, header: Any) -> Any:
    """Stand for the ledger: the place of a fact is its own name."""
    return Problem("PG000", "", sheet=label, field=f"{id}.{header}")


def found(**state: Any) -> Any:
    """Validate rows given as label=[facts, ...]; give the codes and the words."""
    rows = {(label, facts["id"]): facts for label, listed in state.items() for facts in listed}
    return [(problem.code, problem.message) for problem in validate(rows, place)]


SCALE = {"state": "stated", "words": "1-5", "value": {"low": 1, "high": 5}}
NEED: Any = {"id": "common", "name": "C", "scale": SCALE}
STEP = {"state": "stated", "words": "6", "value": {"sure": [6, 6], "may": [6, 6]}}
PLACES = {"sure": ["common"], "some": [], "except": [], "any": False}
COMMON: Any = {"state": "stated", "words": "common", "value": PLACES}


def dated(day: Any) -> Any:
    return {"state": "stated", "words": day, "value": {"earliest": day, "latest": day, "precision": "day"}}


def test_a_sound_landscape_has_no_problems() -> None:
    """A service with its provider, and a provision of it, pass."""
    assert not found(
        Organisation=[{"id": "p", "name": "P"}],
        Function=[{"id": "f", "name": "F"}],
        Service=[{"id": "s", "name": "S", "provider": ["p"]}],
        Provision=[{"id": "s", "service": ["s"], "function": ["f"]}],
    )


def test_a_reference_to_nothing_names_the_near_miss() -> None:
    """A reference that leads nowhere is refused, and the id that was probably meant is named."""
    rows: Any = {("Service", "cmht-north"): {"id": "cmht-north", "name": "N"},
            ("Handoff", "h"): {"id": "h", "name": "H", "from": ["cmht-noth"]}}

    (problem,) = validate(rows, place)

    assert (problem.code, problem.field, problem.hint) == ("PG160", "from", "Did you mean 'cmht-north'?")


@pytest.mark.parametrize("fact", [{"id": "d", "blocks": ["m"], "stated_in": {"document": "x", "locator": ""}},
                                  {"id": "d", "blocks": ["m"], "lag stated_in": {"document": "x"}}])
def test_a_document_that_is_not_there_is_a_problem(fact: Any) -> None:
    """`stated_in` must lead to a document, for a row and for one field."""
    assert found(Milestone=[{"id": "m", "name": "M"}], Dependency=[fact]) == [("PG160", "no document 'x'.")]


def test_what_a_label_needs_must_be_there() -> None:
    """A requirement without area and need says so, one problem each."""
    codes = found(Function=[{"id": "f", "name": "F"}], Requirement=[{"id": "r", "name": "R", "function": ["f"]}])

    assert [message.split(" has no ")[1].split(",")[0] for _, message in codes] == ["area", "need"]


def test_parents_in_a_circle_are_one_problem() -> None:
    """A loop of areas is told once, with all its rows."""
    assert found(Area=[{"id": "a", "name": "A", "parent": ["b"]}, {"id": "b", "name": "B", "parent": ["a"]}]) == [
        ("PG162", "parent goes round in a circle: a > b > a.")]


def test_a_step_must_be_on_the_scale_of_its_need() -> None:
    """Step 6 of a scale that ends at 5 is refused, also where the need has the scale from its parent."""
    below = {"id": "mild", "name": "M", "parent": ["common"]}
    mild = {**COMMON, "value": {**COMMON["value"], "sure": ["mild"]}}
    for need, rows in ((COMMON, [NEED]), (mild, [NEED, below])):
        got = found(Need=rows, Service=[{"id": "s", "name": "S"}], Function=[{"id": "f", "name": "F"}],
                    Provision=[{"id": "p", "service": ["s"], "function": ["f"], "need": need, "steps": STEP}])
        assert [code for code, _ in got] == ["PG163"]


def test_dates_must_be_in_order() -> None:
    """A contract whose last day lies before its first is refused; the same day is not."""
    contract = {"id": "k", "name": "K", "starts": dated("2018-04-02")}

    assert [code for code, _ in found(Contract=[{**contract, "ends": dated("2018-04-01")}])] == ["PG165"]
    assert found(Contract=[{**contract, "ends": dated("2018-04-02")}]) == []


def test_a_constraint_needs_its_date_and_a_date_its_constraint() -> None:
    """snet without a day and a day without a kind are both refused; alap needs none."""
    m = {"id": "m", "name": "M"}

    assert [c for c, _ in found(Milestone=[{**m, "constraint": "snet"}])] == ["PG166"]
    assert [c for c, _ in found(Milestone=[{**m, "constraint_on": dated("2018-04-02")}])] == ["PG166"]
    assert found(Milestone=[{**m, "constraint": "alap"}]) == []


def test_nothing_waits_for_itself() -> None:
    """A dependency that needs what it blocks is refused."""
    link = {"id": "d", "needs": ["Milestone#m"], "blocks": ["m"]}
    got = found(Milestone=[{"id": "m", "name": "M"}], Dependency=[link])

    assert [code for code, _ in got] == ["PG169"]


def test_a_bare_id_means_the_first_label_that_has_it() -> None:
    """An id that a milestone and a contract share means the milestone; `Contract#k` says the other."""
    cell = Cell("Dependencies", 2)
    record = Record("Dependency", "d", {"id": "d", "needs": ["k", "Contract#k", "x"]}, {}, cell)
    batch = Batch("f", "s", "", ("Dependency",), (record,))

    resolved = resolve(batch, {("Milestone", "k"), ("Contract", "k")})

    assert resolved.records[0].facts["needs"] == ["Milestone#k", "Contract#k", "x"]

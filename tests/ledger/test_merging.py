"""Where sources disagree, both values are kept, and what counts follows from the rules alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pathway_graph.storage.audit import audit_ledger
from pathway_graph.storage.drafting import draft_load
from pathway_graph.storage.history import disagreements, draft_undo, statements_of
from pathway_graph.storage.ledger import Ledger
from pathway_graph.storage.updates import Update, draft_updates, read_updates


def line(**facts: Any) -> tuple[str, dict[str, Any]]:
    return "Service", {"id": "line", "name": "Line", **facts}


def document(id: str, published: str) -> tuple[str, dict[str, Any]]:
    days = {"earliest": published, "latest": published, "precision": "day"}
    return "Document", {"id": id, "published": {"state": "stated", "words": published, "value": days}}


def stated_in(id: str) -> dict[str, Any]:
    return {"document": id, "locator": "p1"}


def counts(ledger: Ledger, field: str, label: str = "Service", id: str = "line") -> Any:
    sql = "SELECT value, source FROM merged WHERE label = ? AND id = ? AND field = ?"
    found = ledger.rows(sql, label, id, field)
    return (json.loads(found[0][0]), found[0][1]) if found else None


@pytest.fixture(autouse=True)
def sound(ledger: Ledger) -> Any:
    """Whatever was loaded, what counts incrementally is what counts when all is merged from the beginning."""
    yield
    assert audit_ledger(ledger) == []


def test_undecided_is_not_known(ledger: Ledger, load: Any) -> None:
    """Two values and nothing that decides: not known, with the words of both."""
    load("a", line(capacity=3))
    load("b", line(capacity=5))

    value, source = counts(ledger, "capacity")
    assert (value["state"], value["words"], value["sources"], source) == ("missing", "a: 3; b: 5", ["a", "b"], "")


def test_both_values_are_kept_and_listed(ledger: Ledger, load: Any) -> None:
    """A disagreement names every source with its value, also where something decides."""
    load("a", line(capacity=3), ranking="b")
    load("b", line(capacity=5))

    [found] = disagreements(ledger)
    assert (found.field, found.source) == ("capacity", "b")
    assert [(s.source, s.value, s.counts) for s in found.statements] == [("a", 3, False), ("b", 5, True)]


def test_equal_values_count(ledger: Ledger, load: Any) -> None:
    """Sources that mean the same do not disagree, whatever their words; the first one's words are kept."""
    load("a", line(annual_value={"state": "stated", "words": "£5k", "value": 5000}))
    load("b", line(annual_value=5000.0))

    assert counts(ledger, "annual_value")[0]["words"] == "£5k"
    assert disagreements(ledger) == []


def test_references_are_compared_as_sets(ledger: Ledger, load: Any) -> None:
    """The order of references says nothing."""
    trusts = [("Organisation", {"id": id, "name": id}) for id in ("x", "y")]
    load("a", *trusts, line(provider=["x", "y"]))
    load("b", line(provider=["y", "x"]))

    assert counts(ledger, "provider") == (["x", "y"], "a")


def test_the_document_published_later_counts(ledger: Ledger, load: Any) -> None:
    """Of two values the one from the later Document counts, whichever was loaded first."""
    load("a", document("new", "2018-06-01"), line(capacity=3, stated_in=stated_in("new")))
    load("b", document("old", "2017-06-01"), line(capacity=5, stated_in=stated_in("old")))

    assert counts(ledger, "capacity") == (3, "a")


def test_a_fields_own_document_beats_the_rows(ledger: Ledger, load: Any) -> None:
    """`FIELD stated_in` says where that field comes from, `stated_in` where the rest of the row does."""
    documents = [document("new", "2018-06-01"), document("old", "2017-06-01"), document("mid", "2018-01-01")]
    load("a", *documents, line(capacity=3, caseload=1, stated_in=stated_in("mid")))
    own = {"stated_in": stated_in("old"), "capacity stated_in": stated_in("new")}
    load("b", line(capacity=5, caseload=2, **own))

    assert counts(ledger, "capacity") == (5, "b")
    assert counts(ledger, "caseload") == (1, "a")
    assert counts(ledger, "capacity stated_in") == (stated_in("new"), "b")


def test_documents_that_overlap_in_time_decide_nothing(ledger: Ledger, load: Any) -> None:
    """`2018` is neither before nor after `March 2018`."""
    year = {"state": "stated", "words": "2018", "value": {"earliest": "2018-01-01", "latest": "2018-12-31"}}
    load("a", ("Document", {"id": "year", "published": year}), line(capacity=3, stated_in=stated_in("year")))
    load("b", document("day", "2018-03-01"), line(capacity=5, stated_in=stated_in("day")))

    assert counts(ledger, "capacity")[0]["state"] == "missing"


def test_a_documents_new_date_changes_what_counts(ledger: Ledger, load: Any) -> None:
    """When a Document turns out to be later, its values count: also those that no load touched."""
    load("a", document("x", "2018-06-01"), line(capacity=3, stated_in=stated_in("x")))
    load("b", document("y", "2017-06-01"), line(capacity=5, stated_in=stated_in("y")))

    changed = load("b", document("y", "2019-06-01"), line(capacity=5, stated_in=stated_in("y")))

    assert counts(ledger, "capacity") == (5, "b")
    assert ("Service", "line", "capacity", "3", "5") in ledger.net(changed.seq)


def test_the_ranking_beats_documents(ledger: Ledger, load: Any) -> None:
    """A source that the settings rank counts before all others; a new ranking changes what counted."""
    load("a", document("new", "2018-06-01"), line(capacity=3, stated_in=stated_in("new")))
    load("b", document("old", "2017-06-01"), line(capacity=5, stated_in=stated_in("old")))

    load("settings", labels=(), ranking="b; a")

    assert counts(ledger, "capacity") == (5, "b")


def test_the_first_source_names_things(ledger: Ledger, load: Any) -> None:
    """A name or a required reference is never not known: the source that was loaded first counts, and both are told."""
    load("z", line())
    load("a", ("Service", {"id": "line", "name": "The Line"}))

    assert counts(ledger, "name") == ("Line", "z")
    assert [d.field for d in disagreements(ledger)] == ["name"]


def test_a_row_is_there_as_long_as_one_source_states_it(ledger: Ledger, load: Any) -> None:
    """Rows go with the last source that has them."""
    load("a", line())
    load("b", line())

    load("a", labels=("Service",))
    after_one = counts(ledger, "name")
    load("b", labels=("Service",))

    assert after_one == ("Line", "b")
    assert counts(ledger, "name") is None


def test_an_update_outranks_files(ledger: Ledger, load: Any, write: Any) -> None:
    """What was changed by hand counts before every file, and before the ranking."""
    load("a", line(capacity=3), ranking="a")

    write(draft_updates(ledger, [Update("Service", "line", "capacity", 9)]))
    load("b", line(caseload=5), ranking="a")

    assert counts(ledger, "capacity") == (9, "update")


def test_an_update_is_spent_when_a_load_changes_the_cell(ledger: Ledger, load: Any, write: Any) -> None:
    """The same file again leaves the update; a file with another value for that cell ends it; undo brings it back."""
    load("a", line(capacity=3))
    write(draft_updates(ledger, [Update("Service", "line", "capacity", 9)]))

    write_again = load("a", line(capacity=3, note="other cell"))
    kept = counts(ledger, "capacity")
    load("a", line(capacity=4, note="other cell"))
    spent = counts(ledger, "capacity")
    write(draft_undo(ledger, write_again.seq + 1))

    assert (kept, spent) == ((9, "update"), (4, "a"))
    assert counts(ledger, "capacity") == (9, "update")


def test_an_update_can_state_a_blank(ledger: Ledger, load: Any, write: Any) -> None:
    """An empty value counts: the field is blank, whatever files say, and the file's value stays on record."""
    load("a", line(capacity=3))

    write(draft_updates(ledger, read_updates(ledger, "line", {"capacity": ""})))

    assert counts(ledger, "capacity") is None
    assert [s.value for s in statements_of(ledger, "Service", "line", "capacity") if s.source == "a"] == [3]


def test_an_update_of_what_counts_already_changes_nothing(ledger: Ledger, load: Any) -> None:
    """No load is drafted for a value that counts."""
    load("a", line(capacity=3))

    assert draft_updates(ledger, read_updates(ledger, "line", {"capacity": "3"})).changes == []


def test_settings_of_several_sources(ledger: Ledger, load: Any) -> None:
    """The source that spoke last counts; when it says nothing any more, the other one does."""
    load("a", line(), data_date="2018-01-30")
    load("b", line(), data_date="2018-02-28", horizon_months="3")
    both = ledger.settings()

    load("b", line(), horizon_months="3")

    assert both["data_date"] == "2018-02-28"
    assert ledger.settings() == {"data_date": "2018-01-30", "horizon_months": "3"}
    assert ledger.settings(upto=1) == {"data_date": "2018-01-30"}


def test_drafting_writes_nothing(ledger: Ledger, make: Any) -> None:
    """A draft is only worked out."""
    draft_load(ledger, make("a", line()))

    assert ledger.head() == (0, "")

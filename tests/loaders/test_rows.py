"""The rules of a row: blank, missing and none; a provision on its service's row; where facts come from."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from pathway_graph.records import Batch
from pathway_graph.workbook.batches import PROBLEMS_KEPT, batch_of, plain_batch
from pathway_graph.workbook.sheets import Sheet, Sheets, letters


def read(published: bool = False, strict: bool = False, **sheets: list[dict[str, Any]]) -> Batch:
    """Read rows of cells as a workbook's."""
    found = []
    for name, rows in sheets.items():
        headers = tuple(dict.fromkeys(header for row in rows for header in row))
        cells = [[row.get(header, "") for header in headers] for row in rows]
        columns = tuple(letters(index) for index in range(len(headers)))
        found.append(Sheet(name, headers, cells, range(2, len(rows) + 2), columns))
    return batch_of(plain_batch(Sheets(tuple(found), published=published), "x.xlsx", None, "", strict))


def facts(batch: Batch, label: str, id: str) -> dict[str, Any]:
    return next(r.facts for r in batch.records if (r.label, r.id) == (label, id))


STATES = [
    ("closes", "", None),
    ("closes", "none", "none"),
    ("closes", "TBC", "missing"),
    ("opens", "none", "missing"),
    ("closes", "ongoing", "any"),
    ("provider", "TBC", "missing"),
    ("status", "not known", "missing"),
]


@pytest.mark.parametrize(("header", "cell", "state"), STATES)
def test_states(header: str, cell: str, state: str | None) -> None:
    """Blank, missing, none (only where a thing may be absent) and no limit are four different things."""
    batch = read(Services=[{"id": "s", "name": "S", header: cell}])

    assert batch.problems == ()
    stored = facts(batch, "Service", "s").get(header)
    assert (stored and stored["state"]) == state
    assert stored is None or stored["words"] == cell


def test_nobody_takes() -> None:
    """A handoff to nobody is stated not to exist; a blank one is not known."""
    batch = read(
        Handoffs=[{"id": "h", "name": "H", "from": "a", "to": "nobody"}, {"id": "i", "name": "I", "from": "a"}]
    )

    assert facts(batch, "Handoff", "h")["to"] == {"state": "none", "words": "nobody"}
    assert "to" not in facts(batch, "Handoff", "i")


def test_references_are_lists() -> None:
    """A reference is a list of ids however it is spaced, without doubles, and also where one only is allowed."""
    batch = read(Services=[{"id": "s", "name": "S", "provider": "a;b ; a", "function": "f"}])

    assert facts(batch, "Service", "s")["provider"] == ["a", "b"]
    assert facts(batch, "Provision", "s")["service"] == ["s"]


def test_service_row_makes_a_provision() -> None:
    """A service's row that names a function carries its provision, with the service's id and the row's source."""
    row = {"id": "s", "name": "S", "opens": "2019-04-01", "capacity": 5, "function": "f", "max_wait": 28.0}
    batch = read(Services=[{**row, "stated_in": "d", "max_wait locator": "para 9"}])

    assert facts(batch, "Provision", "s") == {
        "id": "s", "service": ["s"], "function": ["f"], "max_wait": 28,
        "stated_in": {"document": "d", "locator": ""}, "max_wait stated_in": {"document": "d", "locator": "para 9"},
    }  # fmt: skip
    service = facts(batch, "Service", "s")
    assert {"opens", "capacity", "stated_in"} <= set(service)
    assert "max_wait" not in service


def test_labels_are_the_sheets() -> None:
    """A batch lists in full the labels whose sheets are there; Services speaks for provisions if it has `function`."""
    assert read(Services=[{"id": "s", "name": "S"}]).labels == ("Service",)
    assert read(Services=[{"id": "s", "name": "S", "function": ""}]).labels == ("Service", "Provision")


def test_headings_in_any_order_and_case() -> None:
    """Headings are matched whatever their order, case, spaces or star."""
    batch = read(Services=[{" Annual Value ": "£5", "NAME*": "S", "Id": "s"}])

    assert facts(batch, "Service", "s") == {
        "id": "s", "name": "S", "annual_value": {"state": "stated", "words": "£5", "value": 5}
    }  # fmt: skip


def test_unknown_columns_are_kept() -> None:
    """A column that the model does not know is kept as text under its heading, and told with the near miss."""
    batch = read(Services=[{"id": "s", "name": "S", "Provdier": 3.0}])

    assert facts(batch, "Service", "s")["other_columns"] == {"Provdier": "3"}
    (remark,) = batch.remarks
    assert (remark.code, remark.cell, remark.hint) == ("PG125", "C1", "Did you mean 'provider'?")


def test_assumptions_are_told_once() -> None:
    """What was assumed is told at the first cell that has the words, with how many more have them."""
    batch = read(Provisions=[{"id": f"p{n}", "service": "s", "function": "f", "ages": "18-64"} for n in range(5)])

    (remark,) = batch.remarks
    assert (remark.code, remark.cell) == ("PG150", "D2")
    assert "(and in 4 more cells of this column)" in remark.message


def test_ages_beside_other_rows() -> None:
    """`18-40` beside `41+` of the same function ends at the 41st birthday; beside another function's it does not."""
    rows = [("a", "f", "18-40"), ("b", "f", "41+"), ("c", "g", "18-40")]
    batch = read(Provisions=[{"id": i, "service": "s", "function": f, "ages": a} for i, f, a in rows])

    assert facts(batch, "Provision", "a")["ages"]["value"]["sure"] == [216, 492]
    assert facts(batch, "Provision", "c")["ages"]["value"]["sure"] == [216, 480]


def test_persons_are_not_stored() -> None:
    """A person's name where a role belongs is neither stored nor printed; a role is."""
    batch = read(
        Milestones=[{"id": "m", "name": "M", "owner": "Dr Ann Example"}, {"id": "n", "name": "N", "owner": "Chair"}]
    )

    assert facts(batch, "Milestone", "m")["owner"]["words"] == "named person"
    assert facts(batch, "Milestone", "n")["owner"] == "Chair"
    assert [remark.code for remark in batch.remarks] == ["PG152"]
    assert "Example" not in str(batch)


def test_published_sources_are_not_mended() -> None:
    """What cannot be read in a published source is missing with its words and a remark; strict makes it a problem."""
    rows = [{"id": "s", "name": "S", "opens": "31/06/2019"}]
    batch = read(published=True, Services=rows)

    assert batch.problems == ()
    assert facts(batch, "Service", "s")["opens"] == {"state": "missing", "words": "31/06/2019"}
    assert [remark.code for remark in batch.remarks] == ["PG130"]
    assert [p.code for p in read(published=True, strict=True, Services=rows).problems] == ["PG130"]


def test_all_problems_up_to_a_count() -> None:
    """All problems are told at once; beyond a thousand, how many more there are."""
    batch = read(Services=[{"id": f"s{n}", "name": "S", "status": "opne"} for n in range(PROBLEMS_KEPT + 7)])

    assert len(batch.problems) == PROBLEMS_KEPT + 1
    assert (batch.problems[-1].code, batch.problems[-1].message[:6]) == ("PG126", "7 more")


def test_settings_are_read_and_count() -> None:
    """The Settings sheet names the source, and says what office hours are."""
    settings = [{"key": "source", "value": "review"}, {"key": "office hours", "value": "Mon-Fri 08:00-16:00"}]
    row = {"id": "p", "service": "s", "function": "f", "hours": "office hours"}
    batch = read(Settings=[*settings, {"key": "sauce", "value": "x"}], Provisions=[row])

    assert batch.source == "review"
    assert facts(batch, "Provision", "p")["hours"]["value"]["sure"][:2] == [480, 960]
    assert ("PG127", "Did you mean 'source'?") in [(r.code, r.hint) for r in batch.remarks]


def test_typed_cells() -> None:
    """Dates and numbers are read as the words that somebody would have typed; a date in another column is told."""
    day = datetime.date(2018, 2, 16)
    batch = read(
        Services=[{"id": 12.0, "name": 7.5, "opens": day}], Provisions=[{"id": "p", "service": "s", "ages": day}]
    )

    assert facts(batch, "Service", "12")["name"] == "7.5"
    assert facts(batch, "Service", "12")["opens"]["words"] == "2018-02-16"
    assert [(p.code, p.cell) for p in batch.problems] == [("PG149", "C2")]

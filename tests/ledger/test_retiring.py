"""Rows that are gone from a source are retired for that source only, and never many without being told so."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from pathway_graph.errors import InputProblems
from pathway_graph.storage.drafting import draft_load
from pathway_graph.storage.ledger import Ledger


def areas(many: int) -> list[tuple[str, dict[str, Any]]]:
    return [("Area", {"id": f"a{n}", "name": f"Area {n}"}) for n in range(many)]


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [(40, 34, False), (40, 32, False), (40, 31, True), (40, 0, True), (6, 1, False), (6, 0, True), (5, 0, False)],
)
def test_the_limit(ledger: Ledger, load: Any, make: Any, before: int, after: int, refused: bool) -> None:
    """More than a fifth of a label's rows of the source, and more than five: refused. Else they go."""
    load("paper", *areas(before))
    batch = make("paper", *areas(after), labels=("Area",))

    if refused:
        with pytest.raises(InputProblems, match=f"PG180 .*{before - after} of the {before} Areas"):
            draft_load(ledger, batch)
    else:
        assert draft_load(ledger, batch).counts["Area"].retired == before - after


@pytest.mark.parametrize(("allowed", "refused"), [(39, True), (40, False), (41, False)])
def test_more_may_go_when_it_is_said(ledger: Ledger, load: Any, make: Any, allowed: int, refused: bool) -> None:
    """`allow_removals` lets so many rows of a label go, and the refusal says how many it takes."""
    load("paper", *areas(40))
    batch = make("paper", labels=("Area",))

    if refused:
        with pytest.raises(InputProblems, match=r"--allow-removals 40"):
            draft_load(ledger, batch, allowed)
    else:
        assert draft_load(ledger, batch, allowed).counts["Area"].retired == 40


def test_a_sheet_that_is_not_there_retires_nothing(ledger: Ledger, load: Any, make: Any) -> None:
    """Only the labels that a file lists in full lose rows."""
    load("paper", *areas(3), ("Need", {"id": "n", "name": "N"}))

    draft = draft_load(ledger, make("paper", ("Need", {"id": "n", "name": "N"})))

    assert draft.changes == []


def test_other_sources_rows_stay(ledger: Ledger, load: Any, make: Any) -> None:
    """A row that another source states stays, and what only the one said goes."""
    load("register", ("Area", {"id": "a0", "name": "Area 0", "note": "of the register"}))
    load("paper", *areas(1))

    net = draft_load(ledger, make("register", labels=("Area",))).net

    assert [(n.id, n.field, n.after) for n in net] == [("a0", "note", None)]


def test_the_share_is_of_the_sources_own_rows(ledger: Ledger, load: Any, make: Any) -> None:
    """Another source's many rows of the label do not make a small source's loss look small."""
    load("register", *areas(200))
    load("paper", *(("Area", {"id": f"p{n}", "name": "P"}) for n in range(10)))

    with pytest.raises(InputProblems, match=r"10 of the 10 Areas"):
        draft_load(ledger, make("paper", labels=("Area",)))


def test_a_row_that_comes_back_keeps_its_id(ledger: Ledger, load: Any) -> None:
    """Retired and stated again, a row is the same one in the history."""
    load("paper", *areas(2))
    load("paper", *areas(1), labels=("Area",))

    load("paper", *areas(2))

    told = [(c.seq, c.before, c.after) for c in _of(ledger, "a1", "id")]
    assert told == [(1, None, '"a1"'), (2, '"a1"', None), (3, None, '"a1"')]


@dataclasses.dataclass
class _Told:
    seq: int
    before: str | None
    after: str | None


def _of(ledger: Ledger, id: str, field: str) -> list[_Told]:
    rows = ledger.rows("SELECT seq, before, after FROM change WHERE id = ? AND field = ? ORDER BY seq", id, field)
    return [_Told(*row) for row in rows]


@pytest.mark.parametrize("source", ["", " ", "update", "a\nb"])
def test_some_names_are_no_sources(ledger: Ledger, make: Any, source: str) -> None:
    """A source has a name that can be shown, and is not the one for changes by hand."""
    with pytest.raises(InputProblems, match="PG181"):
        draft_load(ledger, make(source, *areas(1)))

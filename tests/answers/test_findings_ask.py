"""Hold the ask-list: what to ask for first, and what it settles."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway_graph.analysis.standing import Field
from pathway_graph.answers.ask_list import ranked
from pathway_graph.cli import main

_HOUSE = {"provider": "p1", "function": "crisis-support", "area": "banes", "need": "crisis", "ages": "any"}
_ASKED = {"name": "R", "function": "crisis-support", "need": "crisis", "hours": "24/7"}


def test_what_settles_most_comes_first(landscape: Callable[..., pathlib.Path], answered: Callable[..., Any]) -> None:
    """One blank that two verdicts hang on alone is asked before one of two on which another hangs."""
    services = [
        {"id": "one", "name": "One", **_HOUSE},
        {"id": "two", "name": "Two", **_HOUSE, "function": "talking", "need": "common", "steps": "any", "hours": "24/7",
         "ages": ""},
        {"id": "three", "name": "Three", **_HOUSE, "function": "talking", "need": "common", "steps": "any", "ages": "",
         "hours": "24/7"},
    ]  # fmt: skip
    asked = [
        {"id": "a", **_ASKED, "area": "bath"}, {"id": "b", **_ASKED, "area": "keynsham"},
        {"id": "c", **_ASKED, "function": "talking", "need": "common", "area": "bath"},
    ]  # fmt: skip
    answer = answered(landscape({"Services": services, "Requirements": asked}), "check", "--ask")

    first = answer["findings"][0]
    assert (first["subject"]["id"], first["field"], first["settles"], first["settled_so_far"]) == ("one", "hours", 2, 2)
    assert [f["settled_so_far"] for f in answer["findings"]][-1] == answer["counts"]["not_known"]
    assert first["provider"] == ["p1"]
    ages = [g for g in answer["groups"] if g["by"] == "provider" and g["values"][0]["field"] == "ages"]
    assert [len(g["values"]) for g in ages] == [2]
    assert ages[0]["settles"] >= 1


def test_filling_in_the_first_answer_settles_what_was_said(
    landscape: Callable[..., pathlib.Path], answered: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """After the value on top is filled in, just so many verdicts fewer are not known."""
    sheets = {
        "Services": [{"id": "house", "name": "House", **_HOUSE}],
        "Requirements": [{"id": id, **_ASKED, "area": "banes"} for id in ("a", "b", "c")],
    }
    folder = landscape(sheets)
    before = answered(folder, "check", "--ask")

    assert main(["update", "house", "hours=Mon-Fri 09:00-17:00", "-C", str(folder)]) == 0
    capsys.readouterr()
    after = answered(folder, "check", "--ask")

    assert before["counts"]["not_known"] - after["counts"]["not_known"] == before["findings"][0]["settles"] == 3


_FIELDS = st.builds(Field, st.just("Service"), st.sampled_from("abcde"), st.sampled_from(["ages", "hours"]))


@given(st.dictionaries(st.tuples(st.just("gap"), st.text("rs", min_size=1, max_size=3)),
                       st.frozensets(_FIELDS, min_size=1, max_size=4), max_size=8))  # fmt: skip
def test_every_blank_is_listed_once(verdicts: dict[tuple[str, ...], frozenset[Field]]) -> None:
    """All blanks are listed, none twice, and never one that settles less before one that settles more."""
    order = ranked(verdicts)

    assert sorted(field for field, _, _ in order) == sorted({f for fields in verdicts.values() for f in fields})
    assert [alone for _, alone, _ in order] == sorted((alone for _, alone, _ in order), reverse=True)
    for field, alone, touched in order:
        assert alone == sum(fields == {field} for fields in verdicts.values())
        assert touched == sum(field in fields for fields in verdicts.values())

"""Every question gives the rows that were worked out by hand, on what users' files become in the graph."""

from __future__ import annotations

import datetime
import pathlib
from typing import Any

import pytest
import yaml

from pathway_graph.plans.forecast_layer import forecasts, write_forecasts
from pathway_graph.questions import library
from pathway_graph.stores import Store

from .landscape import BASE, build, merged, records_of

KINDS = {"positive", "negative", "not known"}
OWN = library.all_questions()
DAY = datetime.date(2018, 1, 30)


def golden(question: library.Question) -> dict[str, Any]:
    """Read what was worked out beside a question's file."""
    text = pathlib.Path(question.path).with_suffix(".yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def cases() -> list[Any]:
    """List every golden case of every question."""
    return [
        pytest.param(question, shared(golden(question)), case, id=f"{question.name}-{number}")
        for question in OWN
        for number, case in enumerate(golden(question)["cases"], 1)
    ]


def shared(found: dict[str, Any]) -> dict[str, Any]:
    """Give what all cases of a file stand on: the base, unless it says that it stands alone, and its own rows."""
    return merged({} if found.get("alone") else BASE, found.get("given", {}))


def told(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is blank, so that a golden row names only what is told."""
    return {name: value for name, value in row.items() if value not in (None, [])}


@pytest.mark.parametrize(("question", "given", "case"), cases())
def test_golden_rows(
    question: library.Question, given: Any, case: dict[str, Any], graph: Store, tmp_path: pathlib.Path
) -> None:
    """The rows, their order, what is blank in them, and the denominator are those of the case."""
    build(graph, records_of(merged(given, case.get("given", {})), tmp_path))
    if case.get("refreshed"):
        write_forecasts(graph, forecasts(graph.read, DAY))

    answer = library.ask(graph.read, question, as_of=DAY, **case.get("params", {}))

    assert [told(row) for row in answer] == case["rows"], case["because"]
    assert answer.total == case["total"]


@pytest.mark.parametrize("question", OWN, ids=lambda question: question.name)
def test_every_question_is_tried_three_ways(question: library.Question) -> None:
    """Each has a case with something to tell, one with nothing, and one that cannot be told, each with its reason."""
    found = golden(question)

    assert set(found) <= {"alone", "given", "cases"}
    assert {case["kind"] for case in found["cases"]} == KINDS
    assert all(case["because"].endswith(".") for case in found["cases"])
    assert any(case["rows"] for case in found["cases"])


@pytest.mark.parametrize("question", OWN, ids=lambda question: question.name)
def test_an_empty_graph_is_answered(question: library.Question, graph: Store) -> None:
    """With nothing loaded every question gives no rows, of none, and an empty picture."""
    build(graph, ())
    needed = {p.name: "m" for p in question.parameters if p.default is None and p.name != "as_of"}

    answer = library.ask(graph.read, question, as_of=DAY, **needed)

    assert (answer.rows, answer.total) == ((), 0)
    assert library.draw(graph.read, question, as_of=DAY, **needed).lines == ()

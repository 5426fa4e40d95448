"""Hold the asking of questions to its rules: parameters are read, answers keep their promises."""

from __future__ import annotations

import datetime
import inspect
import pathlib
from collections.abc import Mapping
from typing import Any

import pytest

from pathway_graph.documentation.questions_page import EXAMPLE, questions_page
from pathway_graph.errors import InputProblems, Usage
from pathway_graph.questions import library
from pathway_graph.questions.headers import Question, parse

ENDING = """\
// name: mine.ending
// question: What ends?
// why: It matters.
// parameter by: date = as_of + 6 months -- The last day.
// parameter areas: list = nothing -- The areas.
// parameter many: whole -- How many.
// column contract: id -- The contract.
// column ends: date -- Its end.
// identity: contract
// remedy: Act.
// part: rows
MATCH (c:Contract) WHERE c.ends_latest <= $by AND c.area IN $areas AND c.n > $many
RETURN c.id AS contract, c.ends_latest AS ends ORDER BY contract
// part: total
MATCH (c:Contract) RETURN count(c) AS total
"""


class Graph:
    """Answer every statement with what it was told to, and remember what it was asked."""

    def __init__(self, rows: list[dict[str, Any]], total: object = 7) -> None:
        self.rows, self.total = rows, total
        self.asked: list[tuple[dict[str, Any], dict[str, str]]] = []

    def read(
        self, cypher: str, parameters: Mapping[str, Any] | None = None, *, columns: Mapping[str, str] | None = None
    ) -> list[dict[str, Any]]:
        self.asked.append((dict(parameters or {}), dict(columns or {})))
        return [{"total": self.total}] if "AS total" in cypher else self.rows


@pytest.fixture
def ending() -> Question:
    return parse(ENDING, "mine.ending", "mine/ending.cypher")


def test_text_becomes_what_the_graph_compares_with(ending: Question) -> None:
    """Parameters given as text are read by their type; a day is handed on as ISO text; the total needs none."""
    graph = Graph([{"ends": datetime.date(2026, 1, 1), "contract": "k"}])

    answer = library.ask(graph.read, ending, by="2026-03-31", areas="bath; frome", many="3")

    assert graph.asked[0] == (
        {"by": "2026-03-31", "areas": ["bath", "frome"], "many": 3},
        {"contract": "text", "ends": "date"},
    )
    assert graph.asked[1][0] == {}
    assert (list(answer), answer.total) == ([{"contract": "k", "ends": datetime.date(2026, 1, 1)}], 7)
    assert [list(row) for row in answer] == [["contract", "ends"]]


def test_a_default_is_reckoned_from_the_day_asked_about(ending: Question) -> None:
    """`as_of + 6 months` is six months after as_of; `nothing` is null; a date may be given as a date."""
    answer = library.ask(Graph([]).read, ending, as_of=datetime.date(2018, 8, 31), many=3)

    assert answer.parameters == {"by": "2019-02-28", "areas": None, "many": 3}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"many": 1}, "PG315 .*'mine.ending' needs 'as_of'"),
        ({"as_of": "2018-01-30"}, "needs 'many'"),
        ({"as_of": "30/01/2018", "many": 1}, "PG316 .*'30/01/2018' is not a day. Write as_of=2019-03-31"),
        ({"by": "2018-02-30", "many": 1}, "PG316"),
        ({"by": "2018-02-03", "many": 1.5}, "PG316"),
        ({"by": "2018-02-03", "many": True}, "PG316"),
        ({"by": "2018-02-03", "many": 1, "aeras": "x"}, "PG314 .*Did you mean 'areas'"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(ending: Question, given: dict[str, object], told: str) -> None:
    """What is missing, unknown or unreadable is told with what to write; the graph is not asked."""
    graph = Graph([])

    with pytest.raises(Usage, match=told):
        library.ask(graph.read, ending, **given)
    assert graph.asked == []


def test_two_rows_of_one_identity_are_refused(ending: Question) -> None:
    """A question that fans out is stopped, not shown: it would count one thing twice."""
    row = {"contract": "k", "ends": None}

    with pytest.raises(InputProblems, match=r"PG318 .*identity contract k"):
        library.ask(Graph([row, dict(row)]).read, ending, by="2018-02-03", many=1)


@pytest.mark.parametrize("total", [None, "3", -1, True, 2.5])
def test_a_total_that_is_no_count_is_refused(ending: Question, total: object) -> None:
    """The denominator is one whole number, not below nought."""
    with pytest.raises(InputProblems, match="PG319"):
        library.ask(Graph([], total).read, ending, by="2018-02-03", many=1)


def test_a_function_leads_to_its_file(ending: Question) -> None:
    """Help shows what the header says, and the code says that it lies in the question's file."""
    made = library.function(ending)

    assert made.__code__.co_filename == "mine/ending.cypher"
    assert made.__code__.co_firstlineno == ending.line
    assert made.__name__ == "ending"
    assert "What ends?" in (made.__doc__ or "")
    assert list(inspect.signature(made).parameters) == ["read", "as_of", "by", "areas", "many"]
    assert made(Graph([]).read, by="2018-02-03", many=1).total == 7


def test_a_file_in_the_workspace_is_a_question_at_once(tmp_path: pathlib.Path) -> None:
    """What lies in the workspace's cypher folder is found by its place, beside the package's own."""
    (tmp_path / "cypher" / "mine").mkdir(parents=True)
    (tmp_path / "cypher" / "mine" / "ending.cypher").write_text(ENDING, encoding="utf-8")

    found = library.find("mine/ending", library.folders(tmp_path))

    assert found.question == "What ends?"
    assert {"mine.ending", "gaps.unmet"} <= {question.name for question in library.all_questions(tmp_path)}


def test_a_name_that_is_taken_is_refused_naming_both_files(tmp_path: pathlib.Path) -> None:
    """A user's file does not silently replace the package's question of the same name."""
    (tmp_path / "cypher" / "gaps").mkdir(parents=True)
    (tmp_path / "cypher" / "gaps" / "unmet.cypher").write_text(ENDING, encoding="utf-8")

    with pytest.raises(InputProblems, match="PG301") as caught:
        library.find("gaps.unmet", library.folders(tmp_path))

    assert str(caught.value).count("unmet.cypher") == 2


def test_a_broken_file_does_not_stand_in_the_way_of_others(tmp_path: pathlib.Path) -> None:
    """Other questions are found while one file is wrong; listing all tells what is wrong with it."""
    (tmp_path / "cypher").mkdir()
    (tmp_path / "cypher" / "bad.cypher").write_bytes(b"\xff")

    assert library.find("gaps.unmet", library.folders(tmp_path)).name == "gaps.unmet"
    with pytest.raises(InputProblems, match="PG317"):
        library.all_questions(tmp_path)


def test_a_question_that_is_not_there_is_answered_with_a_near_one() -> None:
    """A mistyped name names the one that was meant."""
    with pytest.raises(Usage, match=r"PG300 .*Did you mean 'gaps\.unmet'"):
        library.find("gaps.unmett", library.folders())


def test_the_example_of_the_page_is_a_question(tmp_path: pathlib.Path) -> None:
    """What docs/questions.md shows as a first question of one's own is taken as it stands."""
    (tmp_path / "cypher" / "mine").mkdir(parents=True)
    (tmp_path / "cypher" / "mine" / "capacity.cypher").write_text(EXAMPLE, encoding="utf-8")

    question = library.find("mine.capacity", library.folders(tmp_path))

    answer = library.ask(Graph([]).read, question)
    assert answer.parameters == {"least": 20}
    assert EXAMPLE in questions_page()


def test_the_page_lists_every_question() -> None:
    """Each question of the package has its section, with its parameters and columns."""
    page = questions_page()

    for question in library.all_questions():
        assert f"\n### {question.name}\n" in page
        assert all(f"| `{column.name}` |" in page for column in question.columns)
    assert str(pathlib.Path(library.__file__).parent) not in page


def test_rows_alone_come_in_the_order_that_the_question_states() -> None:
    """Where the order is that of the identity, the graph is not asked for it; what is missing comes last, as there."""
    question = parse(ENDING.replace(" ORDER BY contract", "\nORDER BY contract"), "mine.ending", "mine/ending.cypher")
    asked: list[str] = []

    def read(cypher: str, *_: object, **__: object) -> list[dict[str, Any]]:
        asked.append(cypher)
        return [{"contract": id, "ends": None} for id in (None, "k2", "k10", "K3")]

    found = library.rows(read, question, by="2026-03-31", areas="bath", many="3")

    assert [row["contract"] for row in found] == ["K3", "k10", "k2", None]
    assert "ORDER BY" not in asked[0]

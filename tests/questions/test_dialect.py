"""Every statement of docs/cypher.md gives what stands below it, on every engine."""

from __future__ import annotations

import json
import pathlib
import re

import pytest

from pathway_graph.questions import library
from pathway_graph.stores import Store

PAGE = (pathlib.Path(__file__).parents[2] / "docs" / "cypher.md").read_text(encoding="utf-8")
(SETUP,) = re.findall(r"^```cypher setup\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
BLOCKS = re.findall(r"^```cypher\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
STATEMENTS = re.findall(r"(.+?)\n// -> ([^\n]+)\n", "".join(BLOCKS), re.DOTALL)


@pytest.fixture(scope="module")
def small(graph: Store) -> Store:
    with graph.transaction() as transaction:
        transaction.run("MATCH (n) DETACH DELETE n")
        transaction.run(SETUP)
    return graph


@pytest.mark.parametrize(("cypher", "told"), STATEMENTS, ids=range(len(STATEMENTS)))
def test_the_page_tells_what_engines_answer(cypher: str, told: str, small: Store) -> None:
    """The rows, and their order, are those on the page."""
    day = {"day": "2018-01-30"} if "$day" in cypher else {}

    assert small.read(cypher, day) == json.loads(told)


def test_the_page_is_read_whole() -> None:
    """No statement of the page is left out of the test."""
    assert len(STATEMENTS) == PAGE.count("\n// -> ") > 15


def test_no_question_takes_the_first_of_several_labels() -> None:
    """Organisations carry a label for each role, in an order of the engine's own; others carry one."""
    safe = re.compile(r"CASE WHEN (\w+):Organisation THEN 'Organisation' ELSE labels\(\1\)\[0\] END")
    one = re.compile(r"labels\((\w+)\)\[0\]")

    for question in library.all_questions():
        for part in (question.rows, question.draw, question.total):
            for name in one.findall(safe.sub("", part)):
                assert re.search(rf"\({name}:\w+(\|\w+)+\)", part), f"{question.name}: say which labels {name} may have"

"""Every bad file of the corpus gives exactly its messages."""

from __future__ import annotations

import pathlib

import pytest
import yaml

from pathway_graph.codes import CODES
from pathway_graph.errors import InputProblems, Problem
from pathway_graph.registry import read_batch, read_here

FOLDER = pathlib.Path(__file__).parent
FILES = sorted(path.name for path in (FOLDER / "bad").iterdir())
MESSAGES: dict[str, list[str]] = yaml.safe_load((FOLDER / "messages.yaml").read_text(encoding="utf-8"))


def problems_of(name: str) -> tuple[Problem, ...]:
    try:
        return read_here(FOLDER / "bad" / name).problems
    except InputProblems as error:
        return error.problems


@pytest.mark.parametrize("name", FILES)
def test_message(name: str) -> None:
    """A bad file gives all of its problems, each with its place, what is wrong and what to do."""
    assert [str(problem) for problem in problems_of(name)] == MESSAGES[name]


@pytest.mark.parametrize("name", FILES)
def test_form(name: str) -> None:
    """Every problem has a listed code, a file, a sentence that says what is wrong, and one that says what to do."""
    for problem in problems_of(name):
        assert problem.code in CODES
        assert problem.file
        assert problem.message.endswith((".", "!", "?"))
        assert problem.hint


def test_corpus_is_whole() -> None:
    """No message is kept for a file that is gone, and the corpus has at least forty files."""
    assert sorted(MESSAGES) == FILES
    assert len(FILES) >= 40


@pytest.mark.parametrize("name", ["many_at_once.yaml", "csv_quote_left_open", "yaml_two_documents.yaml"])
def test_child_tells_the_same(name: str) -> None:
    """The child process hands over the problems that reading in this process finds."""
    try:
        problems = read_batch(FOLDER / "bad" / name).problems
    except InputProblems as error:
        problems = error.problems

    assert [str(problem) for problem in problems] == MESSAGES[name]

"""Whatever a file holds, it is read or refused with a code; no exception of another kind gets out."""

from __future__ import annotations

import pathlib
import tempfile

from hypothesis import given, settings
from hypothesis import strategies as st

from pathway_graph.codes import CODES
from pathway_graph.errors import InputProblems, Problem
from pathway_graph.records import Record
from pathway_graph.registry import read_here


def outcome(path: pathlib.Path) -> tuple[str, tuple[Record, ...], tuple[Problem, ...]]:
    try:
        batch = read_here(path)
    except InputProblems as error:
        return "refused", (), error.problems
    return "read", batch.records, batch.problems


def read_or_refuse(name: str, data: bytes) -> None:
    """Read rows that have ids, or refuse with a code and what to do; the same bytes twice in the same way."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / name
        path.write_bytes(data)
        how, records, problems = outcome(path)
        again = outcome(path)

    assert again == (how, records, problems)
    assert how == "read" or problems
    assert all(record.id for record in records)
    assert all(problem.code in CODES and problem.hint for problem in problems)


_MARKS = ["Areas", "Services", ":", "\n", "- ", "{", "}", "id", ", ", "name: ", "'", '"', "&a ", "*a", "<<", "!!x"]
TEXT = st.lists(st.one_of(st.sampled_from(_MARKS), st.text(max_size=4)), max_size=40).map("".join)


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_any_yaml(text: str) -> None:
    """Any text is read as YAML, or refused."""
    read_or_refuse("x.yaml", text.encode("utf-8", "replace"))


@given(st.one_of(st.binary(max_size=60), TEXT.map(lambda text: text.encode("utf-8", "replace"))))
@settings(max_examples=200, deadline=None)
def test_any_csv(data: bytes) -> None:
    """Any bytes are read as CSV, or refused."""
    read_or_refuse("Areas.csv", b"id,name,parent\n" + data)

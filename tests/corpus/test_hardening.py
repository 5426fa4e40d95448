"""Break and damage sound files in many ways: a few hundred in every run, thousands by `dev.py test --reliability`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from pathway_graph.errors import Problem
from pathway_graph.model import FIELDS, SHEETS
from pathway_graph.storage.ledger import Ledger

from .breakages import Breakage, breakages, chosen, landscape, told
from .mutations import FORMATS, tried
from .telling import empty_ledger


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    with empty_ledger() as ledger:
        yield ledger


def place(problem: Problem) -> tuple[str, str, int | None, str]:
    return problem.code, problem.sheet, problem.row, problem.column


def test_the_landscape_is_sound(ledger: Ledger) -> None:
    """What is broken below is right before, and has every field of the model."""
    assert told(None, ledger) == []
    assert all(set(FIELDS[label]) <= set(rows[0]) for label, rows in landscape().items())


@pytest.mark.parametrize("broken", chosen(200, seed=1), ids=lambda one: f"{one.sheet}-{one.header}-{one.code}")
def test_one_broken_cell_is_told_once(broken: Breakage, ledger: Ledger) -> None:
    """One cell that is wrong gives one problem, at that cell, under the code of what is wrong."""
    (problem,) = told(broken, ledger)

    assert place(problem) == (broken.code, broken.sheet, broken.row, broken.column)
    assert problem.field == broken.header
    assert problem.hint


def test_all_breakages() -> None:
    """There are 5,000 and more, in every sheet and in all but computed columns."""
    found = list(breakages())

    assert len(found) >= 5000
    assert {one.sheet for one in found} == set(SHEETS.values())


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "mpxj"])
def test_three_hundred_damaged_files(format: str) -> None:
    """A damaged file is read or refused with a code and a hint; no process dies or hangs; both ends occur."""
    ends = tried(format, 300, seed=0)

    assert ends.wrong == {}
    assert ends.read > 0
    assert ends.refused > 90


@pytest.mark.skipif(not shutil.which("java"), reason="no Java is on the path, which MPXJ needs")
def test_damaged_files_of_other_planners() -> None:
    """The same through MPXJ, which takes a Java of its own for each file: so only a few of them."""
    assert tried("mpxj", 2, seed=0).wrong == {}

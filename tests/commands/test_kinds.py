"""Explain every kind of finding."""

from __future__ import annotations

import pathlib
import re

import pytest

from pathway_graph.answers.checking import KINDS as CHECKED
from pathway_graph.cli import main
from pathway_graph.kinds import KINDS

_PAGE = pathlib.Path(__file__).parents[2] / "docs" / "findings.md"


def test_every_kind_is_explained() -> None:
    """Each kind in the table of docs/findings.md, and each that `check` counts, has a page in `doctor explain`."""
    table = _PAGE.read_text("utf-8").split("## Kinds")[1].split("\n**")[0]
    named = {kind for row in re.findall(r"^\| ([a-z_, ]+) \|", table, re.M) for kind in row.split(", ")} - {"kind"}

    assert named | set(CHECKED) == set(KINDS)


def test_a_kind_is_told_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """`doctor explain KIND` says what it is, which verdicts there are, and what to do; one near to it is named."""
    assert main(["doctor", "explain", "no-way-on"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("no_way_on (pathway-graph handoffs)\n")
    assert "What to do: " in told

    assert main(["doctor", "explain", "duplicat"]) == 2
    assert "Did you mean 'duplicate'?" in capsys.readouterr().err

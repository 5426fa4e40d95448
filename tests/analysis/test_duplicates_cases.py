"""Answer the worked cases of duplicates as they were worked by hand."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
import yaml

from pathway_graph.analysis.duplicates import duplicates

from .sheets import landscape_of

_FILE = pathlib.Path(__file__).parent.parent / "data" / "cases" / "cases.yaml"
_BOOK = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
_CASES = [case for case in _BOOK["cases"] if case["ask"] == "duplicates"]


def test_every_case_of_duplicates_is_here() -> None:
    """No worked case of duplicates is left out."""
    assert len(_CASES) == 2


@pytest.mark.parametrize("case", _CASES, ids=[case["name"] for case in _CASES])
def test_worked_case(case: dict[str, Any]) -> None:
    """The answer is the one worked by hand from the meaning of a duplicate."""
    answer = duplicates(landscape_of(_BOOK["base"], case["given"]), _BOOK["base"]["as_of"].toordinal())

    for name, many in case["expect"]["counts"].items():
        assert answer.counts[name] == many, name
    if "pairs" in case["expect"]:
        found = [[d.a.service, d.b.service, d.verdict, d.function] for d in answer.findings]
        assert sorted(found) == sorted(case["expect"]["pairs"])

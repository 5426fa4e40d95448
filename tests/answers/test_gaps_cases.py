"""Answer the worked cases of gaps and duplicates through file, load and command."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import pytest
import yaml

_FILE = pathlib.Path(__file__).parent.parent / "data" / "cases" / "cases.yaml"
_BOOK = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def _cases(ask: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in _BOOK["cases"] if case["ask"] == ask]


def _check_gaps(answer: Any, expect: Any) -> None:
    assert {"counts", "shares", "statements", "hangs_on", "findings_of_kind"} >= set(expect)
    for name, many in expect.get("counts", {}).items():
        assert answer["counts"][name] == int(many), name
    first = next((f for f in answer["findings"] if f["kind"] == "gap"), None)
    if "shares" in expect:
        assert first is not None
        assert first["shares"] == {name: float(share) for name, share in expect["shares"].items()}
        assert sum(first["shares"].values()) == 1
    if "statements" in expect:
        assert [len(f["statements"]) for f in answer["findings"]] == [int(expect["statements"])]
    if "hangs_on" in expect:
        assert [f["hangs_on"] for f in answer["findings"]] == [expect["hangs_on"]]
    for kind, many in expect.get("findings_of_kind", {}).items():
        assert sum(f["kind"] == kind for f in answer["findings"]) == int(many)


@pytest.mark.parametrize("case", _cases("gaps"))
def test_worked_gaps(case: Any, landscape: Callable[..., pathlib.Path], answered: Callable[..., Any]) -> None:
    """The command gives what was worked out by hand, also on the other day that a case asks for."""
    folder = landscape(case["given"])

    _check_gaps(answered(folder, "gaps"), case["expect"])

    if "and" in case:
        _check_gaps(answered(folder, *case["and"]["ask"].split()), case["and"]["expect"])


@pytest.mark.parametrize("case", _cases("duplicates"))
def test_worked_duplicates(case: Any, landscape: Callable[..., pathlib.Path], answered: Callable[..., Any]) -> None:
    """The command gives the pairs and counts that were worked out by hand."""
    answer = answered(landscape(case["given"]), "duplicates")

    assert {name: answer["counts"][name] for name in case["expect"]["counts"]} == {
        name: int(many) for name, many in case["expect"]["counts"].items()
    }
    if "pairs" in case["expect"]:
        found = [[f["a"]["service"], f["b"]["service"], f["verdict"], f["function"]] for f in answer["findings"]]
        assert sorted(found) == sorted(case["expect"]["pairs"])


def test_no_case_is_left_out() -> None:
    """All worked cases of gaps and duplicates are run here."""
    assert (len(_cases("gaps")), len(_cases("duplicates"))) == (14, 2)

"""Answer the worked cases of handoffs and walks through file, load and command."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import pytest
import yaml

_FILE = pathlib.Path(__file__).parent.parent / "data" / "cases" / "cases.yaml"
_BOOK = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def _cases(ask: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in _BOOK["cases"] if case["ask"].split()[0] == ask]


@pytest.mark.parametrize("case", _cases("handoffs"))
def test_worked_handoffs(case: Any, landscape: Callable[..., pathlib.Path], answered: Callable[..., Any]) -> None:
    """The command gives the counts, the codes and the steps that were worked out by hand."""
    expect = case["expect"]
    assert {"counts", "faults", "subject", "box_steps"} >= set(expect)

    answer = answered(landscape(case["given"]), "handoffs")

    for name, many in expect.get("counts", {}).items():
        assert answer["counts"][name] == int(many), name
    faults = [fault for finding in answer["findings"] for fault in finding["faults"]]
    assert [fault["code"] for fault in faults] == expect.get("faults", [])
    if "subject" in expect:
        assert [{k: f["subject"][k] for k in ("label", "id")} for f in answer["findings"]] == [expect["subject"]]
    if "box_steps" in expect:
        assert [fault["box"]["steps"] for fault in faults] == [[[int(n) for n in pair] for pair in expect["box_steps"]]]


@pytest.mark.parametrize("case", _cases("walk"))
def test_worked_walks(case: Any, landscape: Callable[..., pathlib.Path], answered: Callable[..., Any]) -> None:
    """The command gives the verdict, and the services that help, that were worked out by hand."""
    expect = case["expect"]
    assert {"verdict", "reaches"} >= set(expect)

    answer = answered(landscape(case["given"]), *case["ask"].split())

    helping = {path["steps"][-1]["service"] for path in answer["paths"] if path["end"] == "helped"}
    assert answer["verdict"] == expect["verdict"]
    assert helping == set(expect.get("reaches", []))


def test_no_case_is_left_out() -> None:
    """All worked cases of handoffs and walks are run here."""
    assert (len(_cases("handoffs")), len(_cases("walk"))) == (6, 2)

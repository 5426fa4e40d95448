"""Answer the worked cases of gaps as they were worked by hand."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
import yaml

from pathway_graph.analysis.gaps import Gaps, gaps

from .sheets import landscape_of

_FILE = pathlib.Path(__file__).parent.parent / "data" / "cases" / "cases.yaml"
_BOOK = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
BASE = _BOOK["base"]
_DAY = BASE["as_of"].toordinal()
_CASES = [case for case in _BOOK["cases"] if case["ask"] == "gaps"]


def _check(answer: Gaps, expect: dict[str, Any]) -> None:
    assert {"counts", "shares", "statements", "hangs_on", "findings_of_kind"} >= set(expect)
    for name, many in expect.get("counts", {}).items():
        assert answer.counts[name] == many, name
    if "shares" in expect:
        assert answer.judged
        assert {f"{key}": value for key, value in answer.findings[0].shares.items()} == expect["shares"]
    if "statements" in expect:
        (finding,) = answer.findings
        assert len(finding.statements) == expect["statements"]
    if "hangs_on" in expect:
        (finding,) = answer.findings
        assert [{"label": f.label, "id": f.id, "field": f.field} for f in finding.hangs_on] == expect["hangs_on"]
    for kind, many in expect.get("findings_of_kind", {}).items():
        assert {"relies_on": len(answer.reliance), "gap": len(answer.findings)}[kind] == many


def test_every_case_of_gaps_is_here() -> None:
    """No worked case of gaps is left out."""
    assert len(_CASES) == 14


@pytest.mark.parametrize("case", _CASES, ids=[case["name"] for case in _CASES])
def test_worked_case(case: dict[str, Any]) -> None:
    """The answer is the one worked by hand from the meaning of the verdicts."""
    landscape = landscape_of(_BOOK["base"], case["given"])

    _check(gaps(landscape, _DAY), case["expect"])

    if "and" in case:
        ask = case["and"]["ask"].split()
        assert ask[:2] == ["gaps", "--as-of"]
        import datetime

        _check(gaps(landscape, datetime.date.fromisoformat(ask[2]).toordinal()), case["and"]["expect"])

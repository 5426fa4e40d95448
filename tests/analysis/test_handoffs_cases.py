"""Answer the worked cases of handoffs and walks as they were worked by hand."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
import yaml

from pathway_graph.analysis.ground import Ground, spot
from pathway_graph.analysis.handoffs import Audit, audit
from pathway_graph.analysis.walk import Person, point_of, walk

from .ways import ways_of

_FILE = pathlib.Path(__file__).parent.parent / "data" / "cases" / "cases.yaml"
_BOOK = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
_DAY = _BOOK["base"]["as_of"].toordinal()
_AUDITS = [case for case in _BOOK["cases"] if case["ask"] == "handoffs"]
_WALKS = [case for case in _BOOK["cases"] if case["ask"].startswith("walk ")]


def test_every_case_of_handoffs_and_walks_is_here() -> None:
    """No worked case is left out."""
    assert (len(_AUDITS), len(_WALKS)) == (6, 2)


@pytest.mark.parametrize("case", _AUDITS, ids=[case["name"] for case in _AUDITS])
def test_worked_case_of_handoffs(case: dict[str, Any]) -> None:
    """The answer is the one worked by hand from the meaning of the verdicts."""
    expect = dict(case["expect"])

    answer = audit(ways_of(_BOOK["base"], case["given"]), _DAY)

    for name, many in expect.pop("counts", {}).items():
        assert answer.counts[name] == many, name
    assert [fault.code for finding in answer.findings for fault in finding.faults] == expect.pop("faults", [])
    if "subject" in expect:
        (finding,) = answer.findings
        assert expect.pop("subject") == {"label": "Service", "id": finding.sender}
        assert finding.handoff is None
    if "box_steps" in expect:
        assert _steps(answer) == [[tuple(span) for span in expect.pop("box_steps")]]
    assert not expect


def _steps(answer: Audit) -> list[list[tuple[int, int]]]:
    boxes = [fault.box for finding in answer.findings for fault in finding.faults if fault.box]
    return [list(answer.ground.space.values(box).steps) for box in boxes]


@pytest.mark.parametrize("case", _WALKS, ids=[case["name"] for case in _WALKS])
def test_worked_case_of_a_walk(case: dict[str, Any]) -> None:
    """The person gets to where they get to when it is worked by hand."""
    words, expect = case["ask"].split()[1:], case["expect"]
    said = dict(zip(words[::2], words[1::2], strict=True))
    person = Person(said["--area"], int(said["--age"]) * 12, said["--need"], int(said["--step"]))
    ground = Ground(
        ways_of(_BOOK["base"], case["given"]), _DAY, [spot(person.area, person.age, person.need, person.group)]
    )

    answer = walk(ground, point_of(ground, person))

    helping = [a.service for a in answer.nothing.reached() if answer.nothing.stop(a).helped]
    assert answer.verdict == expect["verdict"]
    assert helping == expect.get("reaches", [])

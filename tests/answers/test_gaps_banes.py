"""Find in the example what its paper says, each finding with its paragraph."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pathway_graph.cli import main
from pathway_graph.demonstration import example_file
from pathway_graph.workspace import Workspace


@pytest.fixture(scope="module")
def banes(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A workspace that holds the example."""
    folder = tmp_path_factory.mktemp("banes") / "banes.pathway"
    with Workspace.create(folder) as workspace:
        workspace.load(example_file())
    return folder


@pytest.fixture
def asked(banes: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Run a command on the example and read its JSON."""

    def ran(*words: str) -> Any:
        assert main([*words, "-C", str(banes), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ran


def _of(answer: Any, requirement: str, verdict: str) -> Any:
    (found,) = [f for f in answer["findings"] if (f["subject"]["id"], f["verdict"]) == (requirement, verdict)]
    return found


def _paragraphs(finding: Any) -> set[str]:
    return {entry["locator"] for entry in finding["because"] if entry["document"] == "review"}


def test_nobody_avoids_a_crisis_in_the_evening_or_at_weekends(asked: Callable[..., Any]) -> None:
    """The Wellbeing House closes at five: a gap from then and at weekends; before five on weekdays is not known."""
    answer = asked("gaps")
    gap, unknown = (_of(answer, "crisis-avoidance", verdict) for verdict in ("gap", "not_known"))

    assert (gap["share"], unknown["share"]) == (0.494048, 0.505952)
    assert "Monday to Friday 17:00 to 24:00 and weekends" in gap["title"]
    assert unknown["hangs_on"] == [{"label": "Service", "id": "wellbeing-house", "field": "hours"}]
    assert {"para 5.5.4", "para 5.5.2"} <= _paragraphs(gap)
    quoted = {(b["id"], b["field"]): (b["value"], b["locator"], b["file"]) for b in gap["because"]}
    assert quoted["wellbeing-house", "hours"] == ("Mon-Fri ?-17:00", "para 5.5.2", "banes.yaml")


def test_what_rests_on_our_assumption_says_so(asked: Callable[..., Any]) -> None:
    """That avoiding a crisis is wanted at every hour is an assumption; that employment support is missing is not."""
    answer = asked("gaps")

    assert _of(answer, "crisis-avoidance", "gap")["assumed"]
    assert not _of(answer, "ips", "gap")["assumed"]
    assert any("rest in part on an assumption of ours" in line for line in answer["assumptions"])


@pytest.mark.parametrize(
    ("requirement", "verdict", "paragraph"),
    [("safe-haven", "gap", "para 5.5.2"), ("core-24", "too_slow", "para 5.5.3"), ("ips", "gap", "para 5.6.2"),
     ("young-adults", "gap", "para 5.7.3"), ("entry-point", "planned", "para 5.4.1")],
)  # fmt: skip
def test_the_papers_other_findings(requirement: str, verdict: str, paragraph: str, asked: Callable[..., Any]) -> None:
    """Each is found whole, with the paragraph in which it stands."""
    finding = _of(asked("gaps"), requirement, verdict)

    assert finding["shares"] == {verdict: 1.0}
    assert paragraph in _paragraphs(finding)


def test_the_intensive_service_is_open_and_too_slow(asked: Callable[..., Any]) -> None:
    """It is the nearest one, refused only for its response, which is quoted as the paper puts it."""
    finding = _of(asked("gaps"), "core-24", "too_slow")

    assert [(near["service"], near["refused_by"]) for near in finding["nearest"]] == [("intensive", ["slow"])]
    assert ("over 1", "para 5.5.3") in {(b["value"], b["locator"]) for b in finding["because"]}


@pytest.mark.parametrize("function", ["social-prescribing", "peer-mentoring", "employment"])
def test_what_the_paper_calls_duplicated_may_be(function: str, asked: Callable[..., Any]) -> None:
    """Several services may do the same, and no handoff links them; each pair says what would have to be asked."""
    answer = asked("duplicates", "--function", function)

    now = [f for f in answer["findings"] if not f["later"]]
    assert now
    assert answer["counts"]["linked"] == 0
    assert {f["verdict"] for f in now} == {"possible"}
    assert all({"hours", "ages"} <= {field["field"] for field in f["hangs_on"]} for f in now)
    assert all(_paragraphs(f) & {"para 2.4", "para 5.6.2"} for f in now)


def test_every_finding_carries_a_place(asked: Callable[..., Any]) -> None:
    """No finding of the example is without a document, a place in it, a file and a cell."""
    findings = [*asked("gaps")["findings"], *asked("duplicates")["findings"]]

    assert len(findings) > 15
    for finding in findings:
        assert any(b["document"] and b["locator"] and b["file"] and b["cell"] for b in finding["because"])

"""A simulation of a workspace's plan tells the chances of its dates; files of ranges are read or refused as a whole."""

from typing import Any

import pytest

from pathway_graph.cli import main
from pathway_graph.errors import InputProblems, Unavailable
from pathway_graph.workspace import Workspace

from .test_what_if import asked, loaded, made

__all__ = ["loaded"]


def file(tmp_path: Any, text: str) -> Any:
    path = tmp_path / "ranges.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_chance_of_a_board_date_and_of_an_opening_before_the_contract_ends(loaded: Any) -> None:
    """140, 185, 260 days from 8 January 2018: the exact triangle says how likely 28 September and 1 October are."""
    found = asked(loaded(), risk=10_000, seed=3)["risk"]

    # 28 September is the end of the 186th working day of 2018 from 8 January: 38 weeks less four bank holidays.
    days = 38 * 5 - 4
    exact = 1 - (260 - days) ** 2 / ((260 - 140) * (260 - 185))
    board = {row["kind"]: row["chance"] for row in found["board_dates"]}
    assert (found["varying"], found["of"]) == (1, 4)
    assert abs(board["deadline"] - exact) < 0.035
    assert found["services"][0]["contract"] == "k1"
    assert abs(found["services"][0]["chance"] - board["deadline"]) < 0.02
    assert found["criticality"]["build"] == 1.0


def test_without_numpy_a_simulation_says_what_is_missing(loaded: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is an extra: a code, and what to install; the dates alone are told without it."""
    workspace = loaded()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(Unavailable) as refused:
        asked(workspace, risk=10)

    assert [problem.code for problem in refused.value.problems] == ["PG707"]
    assert asked(workspace)["finish"]


def test_ranges_in_percent_promises_and_drivers_are_read(loaded: Any, tmp_path: Any) -> None:
    """What is stated as a range keeps it; the rest varies by the file; the same seed gives the same."""
    path = file(tmp_path, """
shape: pert
ranges:
  - {milestones: [staff, paper], low: 80%, high: 300%}
promises:
  - {dependency: d2, earliest: 2018-03-01, likely: 2018-03-29, latest: 2018-12-31}
drivers:
  - {name: Recruitment, share: 60%, milestones: [build, staff]}
""")  # fmt: skip
    workspace = loaded()

    found = asked(workspace, risk=500, ranges=path)["risk"]

    assert (found["varying"], found["promises_varying"]) == (3, 1)
    assert found["drivers"] == [{"name": "Recruitment", "share": 60.0, "activities": 2, "promises": 0}]
    assert 0 < found["criticality"]["staff"] < 0.5
    assert found == asked(workspace, risk=500, ranges=path)["risk"]


def test_a_provider_rules_what_it_leads_what_it_opens_and_what_it_promises(loaded: Any, tmp_path: Any) -> None:
    """The work of its workstream and its promise have one luck; a promise that two wait for is one promise."""
    more = """
Workstreams:
  - {id: w, name: Staffing, programme: p, led_by: Organisation#trust}
"""
    text = made(MORE=more).replace("{id: staff, name: Recruit,", "{id: staff, name: Recruit, workstream: w,")
    text = text.replace("blocks: staff, promised", "blocks: staff; paper, giver: trust, promised")
    path = file(tmp_path, """
ranges: [{milestones: [staff, open], low: 50%, high: 300%}]
promises: [{dependency: d2, earliest: 2018-01-31, latest: 2018-12-28}]
drivers: [{name: The trust, share: 100%, providers: [trust]}]
""")  # fmt: skip

    found = asked(loaded(WORLD=text), risk=2000, ranges=path)["risk"]

    assert found["drivers"] == [{"name": "The trust", "share": 100.0, "activities": 1, "promises": 1}]
    assert found["promises_varying"] == 1


def test_a_range_upside_down_is_refused_with_the_activity(loaded: Any, capsys: Any) -> None:
    """PG740 for each, least above what is likely or likely above the most; through the command exit 3, nothing told."""
    text = made(BUILD="300").replace("duration: 20}", "duration: 20, duration_low: 30, duration_high: 40}")
    workspace = loaded(WORLD=text)
    head = workspace.ledger.head()

    with pytest.raises(InputProblems) as told:
        asked(workspace, risk=10)

    assert [(each.code, each.value) for each in told.value.problems] == [("PG740", "build"), ("PG740", "staff")]
    assert "least, likely, most are 140, 300, 260 days" in str(told.value)
    workspace.close()
    assert main(["critical-path", "--risk", "10", "-C", str(workspace.path)]) == 3
    printed = capsys.readouterr()
    assert (printed.out, "PG740" in printed.err) == ("", True)
    with Workspace.open(workspace.path) as again:
        assert again.ledger.head() == head


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("ranges: [{low: 120%, high: 80%}]", "PG741", "does not hold the duration itself"),
        ("ranges: [{low: eighty, high: 120%}]", "PG741", "is no percentage"),
        ("rangs: []", "PG741", "Did you mean 'ranges'?"),
        ("promises: [{dependency: d2, earliest: 2018-05-01, latest: 2018-04-01}]", "PG741", "not in this order"),
        ("promises: [{dependency: d1, earliest: 2018-05-01, latest: 2018-06-01}]", "PG742", "no promise from outside"),
        ("drivers: [{name: A, share: 50%, milestones: [biuld]}]", "PG742", "Did you mean 'build'?"),
        ("drivers: [{name: A, share: 50%, milestones: [build]}, {name: B, share: 9%, programmes: [p]}]", "PG742",
         "hangs on two drivers"),
        ("drivers: [{name: A, share: 150%, milestones: [build]}]", "PG741", "more than all runs"),
        ("- a", "PG741", "it has no 'ranges:'"),
        ("a: [", "PG741", "cannot be read"),
    ],
)  # fmt: skip
def test_a_file_of_ranges_that_cannot_be_used_is_refused(
    loaded: Any, tmp_path: Any, text: str, code: str, said: str
) -> None:
    """Coded, with the place in the file and what to do."""
    with pytest.raises(InputProblems) as told:
        asked(loaded(), risk=10, ranges=file(tmp_path, text))

    assert (told.value.problems[0].code, said in str(told.value)) == (code, True), str(told.value)

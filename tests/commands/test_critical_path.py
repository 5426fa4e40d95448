"""`critical-path` says what decides a date, in the words and the JSON that people and scripts rely on."""

import json
import subprocess
import sys
from typing import Any

from pathway_graph.workspace import Workspace

ACTIVITY = {
    "id", "source_id", "name", "early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float",
    "float_to_target", "critical", "on_longest_path", "driven_by", "why",
}  # fmt: skip
LOOP = """
Milestones:
  - {id: a, name: Alpha, duration: 1}
  - {id: b, name: Beta, duration: 1}
  - {id: c, name: Gamma, duration: 1}
  - {id: d, name: Delta, duration: 1}
Dependencies:
  - {id: a-b, needs: a, blocks: b}
  - {id: b-c, needs: b, blocks: c}
  - {id: c-a, needs: c, blocks: a}
  - {id: b-a, needs: b, blocks: a}
  - {id: c-d, needs: c, blocks: d}
"""


def loaded(tmp_path: Any, text: str) -> None:
    """Make a workspace of one YAML file in the folder where commands run."""
    file = tmp_path / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    with Workspace.create(tmp_path / "p") as workspace:
        workspace.load(file)


def asked(run: Any, *words: str) -> Any:
    """Ask for JSON and read it."""
    status, out, err = run("critical-path", "--json", *words)
    assert status == 0, err
    return json.loads(out)


def test_the_json_is_what_the_contract_promises(run: Any, banes: Any) -> None:
    """Envelope and activities have the keys of the interface; floats are minutes and days, dates local and ISO."""
    answer = asked(run, "--to", "new-model")

    assert answer["schema"] == "pathway-graph/critical-path/1"
    assert (answer["to"], answer["finish"]) == ("new-model", "2018-12-04T17:00")
    assert answer["finish_range"] == ["2018-10-05T17:00", "2018-10-26T17:00"]
    assert answer["programmes"] == [{"id": "pathway", "finish": "2018-12-04T17:00"}]
    assert all(set(row) >= ACTIVITY for row in answer["activities"])
    appraisal = next(row for row in answer["activities"] if row["id"] == "appraisal")
    assert appraisal["float_to_target"] == {"minutes": 2880, "days": 6.0}
    order = [(row["early_start"], row["early_finish"], row["id"]) for row in answer["activities"]]
    assert order == sorted(order)


def test_a_board_can_read_what_decides_the_date(run: Any, banes: Any) -> None:
    """The text tells the chain with its dates, how it stands to the promise, what is nearly as tight, and why."""
    status, out, _ = run("critical-path", "--to", "new-model")
    told = " ".join(out.split())

    assert status == 0
    assert "is forecast for 4 December 2018, 100 working days before what was promised (April 2019)" in told
    assert "1. Detailed model of the collaborative (model-collaborative): 2 January 2018 to 31 July 2018" in told
    assert "guidance -> appraisal -> new-model: 6 working days to spare" in told
    assert "appraisal: 6 working days (ends 26 November 2018)" in told


def test_what_if_moves_what_waits_and_nothing_else(run: Any, banes: Any) -> None:
    """Ten working days on the guidance use up six days of float: the start moves by four, and is then decided by it."""
    answer = asked(run, "--to", "new-model", "--what-if", "guidance+10d")

    assert [row["id"] for row in answer["what_if"]["moved"]] == ["appraisal", "new-model"]
    assert answer["what_if"]["before"] == "2018-12-04T17:00"
    assert answer["finish"] == "2018-12-10T17:00"
    assert answer["path"] == ["guidance", "appraisal", "new-model"]


def test_a_slip_within_the_float_moves_nothing_else(run: Any, banes: Any) -> None:
    """Six days later is what appraisal can be: new-model stays."""
    answer = asked(run, "--to", "new-model", "--what-if", "appraisal+6d")

    assert [row["id"] for row in answer["what_if"]["moved"]] == ["appraisal"]
    assert answer["finish"] == answer["what_if"]["before"] == "2018-12-04T17:00"


def test_a_loop_is_told_once_in_its_shortest_form_with_its_rows(run: Any, tmp_path: Any) -> None:
    """Exit 3; of a set of activities that wait for each other one shortest circle, from its smallest id, with cells."""
    loaded(tmp_path, LOOP)

    status, out, err = run("critical-path")

    assert (status, out) == (3, "")
    assert err.count("PG350") == 1
    assert "a (Alpha) -> b (Beta) -> a: each waits for the one before; the links are a-b (Dependencies!8), " in err


def test_check_lists_every_loop_and_what_contradicts_itself(run: Any, tmp_path: Any) -> None:
    """Where critical-path stops at loops, check lists one finding a set, beside everything else."""
    loaded(tmp_path, LOOP)

    status, out, _ = run("check", "--kind", "schedule_quality", "--json")
    findings = json.loads(out)["findings"]

    assert status == 0
    assert [(f["verdict"], f["severity"], f["subject"]["id"]) for f in findings] == [("loop", "high", "a")]
    assert "a (Alpha) -> b (Beta) -> a" in findings[0]["title"]


def test_a_milestone_that_is_not_there_is_wrong_usage(run: Any, banes: Any) -> None:
    """Exit 2, and what was meant is named; so for a slip."""
    status, _, err = run("critical-path", "--to", "new-modell")
    assert (status, "PG701" in err, "Did you mean 'new-model'?" in err) == (2, True, True)

    status, _, err = run("critical-path", "--what-if", "apraisal+3d")
    assert (status, "PG702" in err, "Did you mean 'appraisal'?" in err) == (2, True, True)


def test_a_workspace_without_milestones_says_so(run: Any, tmp_path: Any) -> None:
    """No date to decide is an answer, not an error."""
    loaded(tmp_path, "Organisations:\n  - {id: o, name: Council}\n")

    answer = asked(run)

    assert (answer["to"], answer["activities"], answer["counts"]["activities"]) == (None, [], 0)


def test_risk_draws_durations_from_their_ranges_by_a_seed(run: Any, tmp_path: Any) -> None:
    """The same seed gives the same; dates lie within what is possible; what varies little decides seldom."""
    loaded(tmp_path, """
Programmes:
  - {id: p, name: P, starts: 2018-01-08}
Milestones:
  - {id: long, name: Long, duration: 10d, duration_low: 8d, duration_high: 20d}
  - {id: short, name: Short, duration: 9d}
  - {id: open, name: Open, duration: 0d}
Dependencies:
  - {id: x, needs: long; short, blocks: open}
""")  # fmt: skip

    first = asked(run, "--to", "open", "--risk", "200", "--seed", "7")["risk"]

    assert first == asked(run, "--to", "open", "--risk", "200", "--seed", "7")["risk"]
    assert first != asked(run, "--to", "open", "--risk", "200", "--seed", "8")["risk"]
    assert first["varying"] == 1
    assert "2018-01-18" <= first["p50"] <= first["p80"] <= first["p90"] <= "2018-02-02T17:00"
    assert first["criticality"]["long"] > 0.8 > 0.2 > first["criticality"].get("short", 0)
    status, _, err = run("critical-path", "--risk", "5", "--what-if", "long+1d")
    assert (status, "PG705" in err) == (2, True)


def test_quality_measures_the_plan_by_fourteen_points(run: Any, banes: Any) -> None:
    """Each of the DCMA's points has a count, what it is out of, and a threshold; in words on request only."""
    points = asked(run, "--quality", "--what-if", "guidance+10d")["quality"]

    assert [point["number"] for point in points] == list(range(1, 15))
    assert (points[6]["name"], points[6]["count"], points[6]["of"], points[6]["passed"]) == (
        "Negative float",
        0,
        9,
        True,
    )
    assert points[9]["passed"] is None
    assert asked(run)["quality"] == []


def test_a_plan_that_cannot_be_met_names_the_pair(run: Any, tmp_path: Any) -> None:
    """Negative float, and a finding that says by how much, driven by what, with the cell of the deadline."""
    loaded(tmp_path, """
Programmes:
  - {id: p, name: P, starts: 2018-01-08}
Milestones:
  - {id: a, name: Build, duration: 10}
  - {id: b, name: Open, duration: 1, deadline: 2018-01-15}
Dependencies:
  - {id: a-b, needs: a, blocks: b}
""")  # fmt: skip

    answer = asked(run)

    found = next(f for f in answer["findings"] if f["verdict"] == "cannot_be_met")
    assert found["title"] == "b is 5 working days too late: driven by a"
    assert [(e["field"], e["value"]) for e in found["because"]] == [("deadline", "2018-01-15")]
    assert {row["id"]: row["total_float"]["days"] for row in answer["activities"]} == {"a": -5.0, "b": -5.0}


def test_chains_are_near_critical_within_the_days_that_are_asked_for(run: Any, tmp_path: Any) -> None:
    """Chains with 0, 2 and 5 days to spare beside the path: within 4 days two of them, within 5 all three."""
    rows = "".join(
        f"  - {{id: {id}, name: {id.upper()}, duration: {days}d}}\n"
        for id, days in (("a", 9), ("b", 9), ("c", 7), ("d", 4), ("end", 1))
    )
    links = "".join(f"  - {{id: {id}-end, needs: {id}, blocks: end}}\n" for id in "abcd")
    loaded(tmp_path, f"Programmes: [{{id: p, name: P, starts: 2018-01-08}}]\nMilestones:\n{rows}Dependencies:\n{links}")

    def near(*words: str) -> list[tuple[list[str], float]]:
        found = asked(run, "-C", str(tmp_path / "p.pathway"), *words)["near"]
        return [(chain["ids"], chain["float"]["days"]) for chain in found]

    assert near("--near", "0") == [(["b", "end"], 0)]
    assert near("--near", "4") == [(["b", "end"], 0), (["c", "end"], 2)]
    assert near("--near", "5") == near() == [(["b", "end"], 0), (["c", "end"], 2), (["d", "end"], 5)]


def test_a_plain_answer_starts_without_arrays_and_without_gaps(tmp_path: Any) -> None:
    """What takes longest to import is left to the questions that need it: a plan answers in the blink of an eye."""
    loaded(tmp_path, "Milestones: [{id: a, name: Alpha, duration: 1}]")
    script = (
        "import sys; from pathway_graph.cli import main; main(['critical-path', '-C', sys.argv[1]]); "
        "print(sorted({'numpy', 'pathway_graph.analysis.coverage', 'pathway_graph.plans.risk'} & set(sys.modules)))"
    )

    words = [sys.executable, "-c", script, str(tmp_path / "p.pathway")]
    done = subprocess.run(words, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[0].startswith("Alpha (a) is forecast")
    assert done.stdout.splitlines()[-1] == "[]"

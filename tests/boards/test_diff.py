"""What is told to have changed is what two replayed states of the ledger differ in."""

from __future__ import annotations

import json
import pathlib
import tempfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathway_graph.cli import main
from pathway_graph.values import decode

from .made import CRISIS_BEDS, loaded

WORLD = (
    CRISIS_BEDS
    + """\
Services:
- {id: house, name: Wellbeing House, status: open, function: beds, area: bath, need: crisis, ages: any,
   closes: 2018-12-31}
- {id: line, name: Crisis Line, status: planned, opens: 2019-01-15, function: beds, area: bath, need: crisis,
   ages: any}
Requirements:
- {id: always, name: Crisis beds for all, function: beds, area: bath, need: crisis, strength: must}
Contracts:
- {id: k, name: K, services: house, starts: 2016-04-01, ends: 2018-12-31}
Workstreams:
- {id: w, name: Crisis response, addresses: always}
Milestones:
- {id: m, name: Model, workstream: w, planned_finish: 2018-07-31}
- {id: n, name: Go live, planned_finish: 2019-04-01, opens: line}
"""
)
CELLS = (
    ("Milestone#m", "planned_finish", ("2018-07-31", "2018-08-10", "TBC", "")), ("Service#house", "status", ("open",
     "full", "")), ("Contract#k", "services", ("house", "house; line", "")), ("Workstream#w", "status", ("late", "")),
)  # fmt: skip
edits = st.lists(st.sampled_from(CELLS).flatmap(lambda c: st.tuples(st.just(c[0]), st.just(c[1]),
                                                                    st.sampled_from(c[2]))), max_size=5)  # fmt: skip


def flat(facts: Any) -> dict[tuple[str, str, str], Any]:
    """A state's facts by label, id and header, in words."""
    return {
        (label, id, field): getattr(decode(value), "words", None)
        for (label, id), row in facts.items() for field, value in row.items()
    }  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits, st.data())
def test_changes_are_the_difference_of_two_replayed_states(edits: Any, data: st.DataObject) -> None:
    """Rows are exactly the facts in which the two states differ; every row that differs is told once."""
    with tempfile.TemporaryDirectory() as folder, loaded(pathlib.Path(folder), WORLD) as workspace:
        for node, field, value in edits:
            workspace.update(node, {field: value})
        head = workspace.ledger.head()[0]
        a, b = (data.draw(st.integers(1, head)) for _ in range(2))
        before, after = flat(workspace.facts(a)), flat(workspace.facts(b))
        answer = workspace.diff(a, b)

        wanted = {key: (before.get(key), after.get(key)) for key in before.keys() | after.keys()}
        assert {(r["label"], r["id"], r["field"]): (r["before"], r["after"]) for r in answer} == {
            key: pair for key, pair in wanted.items() if pair[0] != pair[1]
        }
        told = [(s["label"], s["id"]) for s in answer.more["sentences"]]
        assert sorted(told) == sorted({(r["label"], r["id"]) for r in answer})


def test_sentences_stand_under_workstreams_and_services(tmp_path: pathlib.Path) -> None:
    """A promise that moved is told under its workstream with its days, a contract under the services it pays for."""
    with loaded(tmp_path, WORLD) as workspace:
        workspace.update("Milestone#m", {"planned_finish": "2018-08-10"})
        workspace.update("Contract#k", {"services": "house; line"})
        text = workspace.diff(1).to_text(200)

    assert text.splitlines() == [
        "2 rows differ between load 1 and load 3.", "", "Workstream Crisis response",
        "  Milestone Model (m): planned finish moved from 2018-07-31 to 2018-08-10, 10 days later.", "",
        "Service Wellbeing House", "  Contract K (k): services: now with Crisis Line.", "", "Service Crisis Line",
        "  Contract K (k): services: now with Crisis Line.",
    ]  # fmt: skip


def test_the_table_of_facts_is_kept_and_json_has_both(tmp_path: pathlib.Path, capsys: Any) -> None:
    """--table prints the facts; --json has them under changes, and the sentences beside; nothing is said as such."""
    with loaded(tmp_path, WORLD) as workspace:
        workspace.update("Service#house", {"status": "full"})
    where = ("-C", str(tmp_path / "w.pathway"))

    main(["diff", "1", "--table", *where])
    assert "Service  house  status  open    full" in capsys.readouterr().out
    main(["diff", "1", "--json", *where])
    answer = json.loads(capsys.readouterr().out)
    assert answer["changes"][0]["after"] == "full"
    assert answer["sentences"][0]["services"] == ["house"]
    main(["diff", "2", *where])
    assert capsys.readouterr().out.strip() == "Nothing is different."


@pytest.mark.parametrize(
    "words", [("99",), ("1", "--between", "2018-01-30", "2019-04-01"), (), ("--between", "soon", "2019-04-01"),
              ("--between", "2019-04-01", "2018-01-30")]
)  # fmt: skip
def test_what_names_no_two_states_is_wrong_usage(tmp_path: pathlib.Path, capsys: Any, words: tuple[str, ...]) -> None:
    """A load that is not there, both forms at once or neither, no day, days the wrong way round: exit 2, coded."""
    loaded(tmp_path, WORLD).close()

    assert main(["diff", *words, "-C", str(tmp_path / "w.pathway")]) == 2
    assert capsys.readouterr().err.startswith("PG")


def test_between_two_days_the_world_is_told_with_its_verdicts(tmp_path: pathlib.Path) -> None:
    """The house closes and its contract ends in December, the line opens in January: covered stays covered, at risk
    before; each on its day, and what is due; the verdicts are those of `gaps` on the two days."""
    with loaded(tmp_path, WORLD) as workspace:
        answer = workspace.diff(between=("2018-01-30", "2019-04-01"))
        events = [(r["on"], r["what"], r["id"], r["sure"]) for r in answer]
        days = [workspace.gaps(as_of=day).counts for day in ("2018-12-15", "2019-01-05")]
        (verdict,) = workspace.diff(between=("2018-12-15", "2019-01-05")).more["verdicts"]

    assert events == [
        ("2018-07-31", "is due", "m", True), ("2018-12-31", "ends", "k", True), ("2018-12-31", "closes", "house", True),
        ("2019-01-15", "opens", "line", True), ("2019-04-01", "is due", "n", True),
    ]  # fmt: skip
    assert [counts[verdict[name]] for counts, name in zip(days, ("before", "after"), strict=True)] == [1, 1]
    assert (verdict["before"], verdict["after"]) == ("at_risk", "planned")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(-60, 400), st.integers(1, 500))
def test_events_are_those_that_a_calendar_shows_day_by_day(start: int, length: int) -> None:
    """Turning over every day of the span finds the same events, each on its own day."""
    from pathway_graph.analysis.landscape import Contract, Date, Landscape, Service
    from pathway_graph.boards.between import events
    from pathway_graph.plans.plan_columns import PlanColumns

    day = 736724
    dates = {("opens", "s"): day + 30, ("closes", "s"): day + 200, ("begins", "k"): day - 20, ("ends", "k"): day + 99}

    def on(what: str, id: str) -> Date:
        return Date("stated", dates[what, id], dates[what, id])

    land = Landscape(
        services=(Service("s", "S", opens=on("opens", "s"), closes=on("closes", "s")),),
        contracts=(Contract("k", "K", starts=on("begins", "k"), ends=on("ends", "k")),),
    )
    turned = {
        (each, *key)
        for each in range(day + start + 1, day + start + length + 1)
        for key, at in dates.items()
        if at == each
    }

    found = events(land, PlanColumns({"Milestone": []}, {}), day + start, day + start + length)

    assert {(e.on, e.what, e.id) for e in found} == turned


def test_findings_since_a_load_are_grouped_alike(tmp_path: pathlib.Path) -> None:
    """What was found since stands under the workstream that addresses it, or the service."""
    with loaded(tmp_path, WORLD) as workspace:
        workspace.findings(refresh=True, as_of="2018-10-01")
        text = workspace.findings(since=1).to_text(300)

    assert "Workstream Crisis response" in text
    assert "  New (" in text

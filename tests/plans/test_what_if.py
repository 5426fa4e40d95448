"""What a scenario does is what loading the changed plan would do; gaps open on the days on which they are open."""

import datetime
from typing import Any

import pytest

from pathway_graph import snapshot
from pathway_graph.analysis.gaps import gaps
from pathway_graph.errors import Usage
from pathway_graph.workspace import Workspace

WORLD = """
Areas:
  - {id: north, name: North}
Needs:
  - {id: crisis, name: Crisis}
Functions:
  - {id: haven, name: Safe haven}
Populations:
  - {id: adults, area: north, ages: 16-64, people: 4900}
  - {id: elders, area: north, ages: 65+, people: 1000}
  - {id: children, area: north, ages: 0-15, people: 1600}
Organisations:
  - {id: trust, name: Trust}
  - {id: board, name: Board}
Services:
  - {id: old, name: Old, provider: trust, function: haven, area: north, need: crisis, closes: 2018-09-30, ages: AGES}
  - {id: new, name: New, provider: trust, function: haven, area: north, need: crisis, status: planned, ages: AGES}
Requirements:
  - {id: asked, name: A haven, function: haven, area: north, need: crisis, ages: 16-64}
Contracts:
  - {id: k1, name: First contract, suppliers: trust, services: old, starts: 2015-10-01, ends: 2018-09-30}
  - {id: k2, name: Second contract, suppliers: trust, services: new, replaces: k1}
Programmes:
  - {id: p, name: P, starts: 2018-01-08}
Milestones:
  - {id: build, name: Build, programme: p, duration: BUILD, duration_low: 140, duration_high: 260}
  - {id: staff, name: Recruit, programme: p, duration: 20}
  - {id: open, name: Open the haven, programme: p, duration: 0, opens: new, deadline: 2018-09-28}
  - {id: paper, name: Board paper, programme: p, duration: 5}
Dependencies:
  - {id: d1, needs: build; staff, blocks: open}
  - {id: d2, name: Guidance, blocks: staff, promised: PROMISED, status: STATUS}
  - {id: d4, needs: open, blocks: paper}
MORE"""
AS_IT_IS = {"BUILD": "185", "PROMISED": "2018-03-29", "STATUS": "agreed", "MORE": "", "AGES": "16-64"}


def made(**changes: str) -> str:
    """Give the world as a file, with some words changed."""
    text = WORLD
    for word, value in {**AS_IT_IS, **changes}.items():
        text = text.replace(word, value)
    return text


@pytest.fixture
def loaded(tmp_path: Any) -> Any:
    """Make workspaces of the world with some words changed."""
    opened: list[Workspace] = []

    def load(**changes: str) -> Workspace:
        text = changes.get("WORLD") or made(**changes)
        file = tmp_path / "world.yaml"
        file.write_text(text, encoding="utf-8")
        opened.append(Workspace.create(tmp_path / f"w{len(opened)}"))
        opened[-1].load(file)
        return opened[-1]

    yield load
    for workspace in opened:
        workspace.close()


def asked(workspace: Workspace, *what_if: str, **more: Any) -> Any:
    return workspace.critical_path("open", as_of="2018-01-08", what_if=what_if, **more).to_envelope()


def dates(answer: Any) -> dict[str, tuple[str, str]]:
    return {row["id"]: (row["early_start"], row["early_finish"]) for row in answer["activities"]}


@pytest.mark.parametrize(
    ("scenario", "changes"),
    [
        ("build+10d", {"BUILD": "195"}),
        ("build-2w", {"BUILD": "175"}),
        ("d2 promised 2018-11-30", {"PROMISED": "2018-11-30"}),
        ("d2 to 2018-11-30; build+1d", {"PROMISED": "2018-11-30", "BUILD": "186"}),
        ("d2+30ed", {"PROMISED": "2018-04-28"}),
        ("d2 refused", {"STATUS": "refused"}),
        ("d2 met", {"STATUS": "met"}),
        ("staff waits for build", {"MORE": "  - {id: d9, needs: build, blocks: staff}\n"}),
    ],
)
def test_a_what_if_equals_loading_the_changed_plan(loaded: Any, scenario: str, changes: dict[str, str]) -> None:
    """Every date is that of a second workspace into which the changed plan is loaded; what moved is what differs."""
    workspace = loaded()
    before, supposed = asked(workspace), asked(workspace, scenario)
    after = asked(loaded(**changes))

    finishes = [{id: ends[1] for id, ends in dates(answer).items()} for answer in (before, after)]
    assert {id: ends[1] for id, ends in dates(supposed).items()} == finishes[1]
    assert supposed["finish"] == after["finish"]
    moved = {row["id"]: (row["before"], row["after"]) for row in supposed["what_if"]["moved"]}
    assert {id: pair for id, pair in moved.items() if pair[0] != pair[1]} == {
        id: (finishes[0][id], finishes[1][id]) for id in finishes[0] if finishes[0][id] != finishes[1][id]
    }


def test_a_gap_opens_on_the_days_on_which_nobody_is_there(loaded: Any) -> None:
    """Day by day, the gap of a scenario is there just where a workspace with the later opening has one, and had not."""
    workspace = loaded()
    found = asked(workspace, "build+15d")["what_if"]
    opens = [found["services"][0][side] for side in ("before", "after")]
    lands = []
    for day in opens:
        with loaded() as other:
            other.update("new", {"opens": day})
            lands.append(snapshot.landscape(other.read))

    first, last = (datetime.date.fromisoformat(day).toordinal() for day in ("2018-01-08", "2019-06-30"))
    shares = [[_unmet(land, day) for day in range(first, last)] for land in lands]
    worse = [day + first for day, (one, two) in enumerate(zip(*shares, strict=True)) if two > one]

    gap = found["gaps_opened"][0]
    assert len(found["gaps_opened"]) == 1
    assert [datetime.date.fromordinal(day).isoformat() for day in (worse[0], worse[-1] + 1)] == [
        gap["from"], gap["until"]
    ]  # fmt: skip
    assert worse == list(range(worse[0], worse[-1] + 1))
    assert (gap["requirement"], gap["share"], gap["people"]) == ("asked", 1.0, 4900)


def _unmet(land: Any, day: int, levels: tuple[str, ...] = ("gap", "planned")) -> float:
    found = [f for f in gaps(land, day).findings if f.worst]
    return sum(found[0].shares.get(level, 0.0) for level in levels) if found else 0.0


@pytest.mark.parametrize(
    ("scenario", "changed"),
    [
        ("old closes 2018-06-30", {"closes: 2018-09-30": "closes: 2018-06-30"}),
        ("new opens 2018-12-03", {"status: planned, ages": "status: planned, opens: 2018-12-03, ages"}),
        ("k1 ends 2018-05-31", {"starts: 2015-10-01, ends: 2018-09-30": "starts: 2015-10-01, ends: 2018-05-31"}),
        ("k1 extended to 2019-03-31", {"starts: 2015-10-01, ends: 2018-09-30": "starts: 2015-10-01, ends: 2019-03-31"}),
        ("build+15d; old closes 2019-01-31", {"BUILD": "200", "closes: 2018-09-30": "closes: 2019-01-31"}),
    ],
)
def test_gaps_of_a_what_if_are_those_of_the_landscape_that_is_loaded_changed(
    loaded: Any, scenario: str, changed: dict[str, str]
) -> None:
    """Around every day on which something begins or ends, the shares that nobody meets and that are at risk differ from
    today's by what the scenario tells, and by nothing else."""
    found = asked(loaded(), scenario)["what_if"]
    worlds = [WORLD, WORLD]
    for old, new in changed.items():
        assert old in worlds[1]
        worlds[1] = worlds[1].replace(old, new)
    lands = []
    for world in worlds:
        for word, value in AS_IT_IS.items():
            world = world.replace(word, value)
        with loaded(WORLD=world) as workspace:
            (opening,) = (row["early_finish"][:10] for row in asked(workspace)["activities"] if row["id"] == "open")
            stated = workspace.facts()["Service", "new"].get("opens", {}).get("value", {}).get("latest", opening)
            workspace.update("new", {"opens": max(opening, stated)})
            lands.append(snapshot.landscape(workspace.read))
    told = [*found["gaps_opened"], *found["gaps_closed"], *found["put_at_risk"]]
    days = {day for row in told for day in (row["from"], row["until"]) if day}
    days |= {"2018-01-08", "2018-05-31", "2018-06-30", "2018-09-30", "2018-12-03", "2019-01-31", "2019-03-31"}
    around = {datetime.date.fromisoformat(day).toordinal() + by for day in days for by in (-1, 0, 1)}

    for day in sorted(each for each in around if each >= datetime.date(2018, 1, 8).toordinal()):
        was, now = (_unmet(land, day) for land in lands)
        assert now - was == pytest.approx(_told(found, day, "gaps_opened") - _told(found, day, "gaps_closed"), abs=2e-6)
        was, now = (_unmet(land, day, ("at_risk",)) for land in lands)
        assert max(0.0, now - was) == pytest.approx(_told(found, day, "put_at_risk"), abs=2e-6)


def _told(found: Any, day: int, key: str) -> float:
    """The share that a scenario tells for a day."""
    text = datetime.date.fromordinal(day).isoformat()
    rows = [row for row in found[key] if row["from"] <= text and (row["until"] is None or text < row["until"])]
    return float(sum(row["share"] for row in rows))


def test_lapses_are_those_that_contracts_tells_of_the_plan_that_is_loaded_changed(loaded: Any) -> None:
    """With the successor's first day written where the scenario has it, `contracts` counts the same days."""
    lapse = next(r for r in asked(loaded(), "build+15d")["what_if"]["contracts"] if r["kind"] == "lapses")
    with loaded() as workspace:
        workspace.update("Contract#k2", {"starts": lapse["after"]})
        (cliff,) = [row for row in workspace.contracts(as_of="2018-01-08", horizon=12) if row["contract"] == "k1"]

    assert (cliff["verdict"], cliff["days"]) == ("too_late", {"least": lapse["days"], "most": lapse["days"]})
    assert cliff["followed_by"][0]["contract"] == lapse["successor"]


def test_a_late_opening_misses_the_board_and_outlives_the_contract(loaded: Any) -> None:
    """The deadline is missed by working days, and the first contract lapses before what replaces it begins."""
    found = asked(loaded(), "build+15d")["what_if"]

    assert [(row["id"], row["deadline"], row["missed_before"]) for row in found["board_dates"]] == [
        ("open", "2018-09-28", False)
    ]
    lapse = next(row for row in found["contracts"] if row["kind"] == "lapses")
    assert (lapse["id"], lapse["successor"], lapse["ends"]) == ("k1", "k2", "2018-09-30")
    days = datetime.date.fromisoformat(lapse["after"]) - datetime.date(2018, 10, 1)
    assert lapse["days"] == days.days > 0


def test_a_refused_promise_leaves_a_gap_without_an_end(loaded: Any) -> None:
    """Nobody knows when the service opens: the gap has no last day, and the milestones have no date."""
    found = asked(loaded(), "d2 refused")["what_if"]

    assert [row["id"] for row in found["without_date"]] == ["open", "paper", "staff"]
    assert (found["services"][0]["after"], found["gaps_opened"][0]["until"]) == (None, None)


def test_a_contract_that_is_extended_lapses_no_more(loaded: Any) -> None:
    """Its end moves behind the opening: the same slip lets nothing lapse."""
    found = asked(loaded(), "build+15d; k1 extended to 2019-03-31")["what_if"]

    assert [row for row in found["contracts"] if row["kind"] == "lapses"] == []


def test_several_scenarios_stand_side_by_side(loaded: Any) -> None:
    """Each is what it is alone; the plan that is told is today's."""
    workspace = loaded()
    words = ["build+15d", "d2 refused"]
    both = asked(workspace, *words)

    assert both["scenarios"] == [asked(workspace, each)["what_if"] for each in words]
    assert dates(both) == dates(asked(workspace))
    assert "  A: build+15d" in workspace.critical_path("open", what_if=words).to_text()


@pytest.mark.parametrize(
    ("scenario", "code", "said"),
    [
        ("buildd+3d", "PG702", "Did you mean 'build'?"),
        ("build", "PG702", "says of nothing that it slips"),
        ("build+3parsecs", "PG702", "is no amount of time"),
        ("build to soon", "PG702", "'soon' is no day"),
        ("build refused", "PG702", "is a milestone"),
        ("d1+2w", "PG702", "Let what it waits for slip."),
        ("", "PG702", "supposes nothing"),
        ("d2 refused; d2 met", "PG743", "about the same thing"),
        ("build+3d; build to 2018-10-01", "PG743", "about the same thing"),
        ("k1 starts 2019-01-01; k1 ends 2018-12-31", "PG743", "before it begins"),
        ("k1 ends 2014-01-01", "PG743", "before it begins on 2015-10-01"),
        ("d1 refused", "PG702", "is no promise from outside"),
        ("d1 promised 2018-05-01", "PG702", "is no promise from outside"),
    ],
)
def test_a_scenario_that_means_nothing_is_refused(loaded: Any, scenario: str, code: str, said: str) -> None:
    """Coded, with what to do; nothing is written."""
    workspace = loaded()
    head = workspace.ledger.head()

    with pytest.raises(Usage) as told:
        asked(workspace, scenario)

    assert (told.value.problems[0].code, said in str(told.value)) == (code, True), str(told.value)
    assert workspace.ledger.head() == head


def test_a_scenario_that_makes_a_loop_is_told_as_one(loaded: Any) -> None:
    """PG350, like a loop of the plan's own, with the link that is supposed."""
    with pytest.raises(Exception, match=r"PG350.*build waits for paper \(supposed\)"):
        asked(loaded(), "build waits for paper")

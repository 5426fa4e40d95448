"""`contracts` says what ends, what hangs on it and what can still be done, in words and in JSON."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pathway_graph.boards.contract_answers import contracts
from pathway_graph.cli import main
from pathway_graph.errors import InputProblems, Usage
from pathway_graph.workspace import Workspace

FINDING = {
    "id", "kind", "verdict", "severity", "title", "subject", "box", "share", "people", "because", "remedy", "state",
}  # fmt: skip
K: dict[str, Any] = {
    "id": "k", "name": "K", "services": "house", "suppliers": "trust", "ends": "2018-03-31", "lead_months": "9",
    "notice_months": "3", "annual_value": "£73,540", "starts": "2016-04-01",
}  # fmt: skip


def only(answer: Any) -> Any:
    """The one finding of an answer."""
    (found,) = answer["findings"]
    return found


def test_a_contract_with_nothing_behind_it_takes_down_what_it_alone_pays_for(asked: Any) -> None:
    """The service for adults is left without money; what adults are promised is at risk, for the people who live there;
    the procurement should have begun a year before the first day without, nine months and three before."""
    answer = asked([K, {"id": "l", "name": "L", "services": "line", "ends": "ongoing"}])
    found = only(answer)

    assert set(found) >= FINDING
    assert (found["kind"], found["verdict"], found["severity"]) == ("contract_cliff", "no_successor", "high")
    assert found["without"] == {"from": "2018-04-01", "until": None}
    assert (found["start_by"]["latest"], found["last_start"]["latest"]) == ("2017-04-01", "2017-07-01")
    assert found["notice_by"] == {"earliest": "2018-01-01", "latest": "2018-01-01"}
    assert found["services"] == [{"id": "house", "name": "Wellbeing House", "left": "yes"}]
    assert [(r["id"], r["newly"], r["people"]) for r in found["requirements"]] == [("always", 0.82, 820)]
    assert found["people"] == 820
    assert "the latest safe start was 1 April 2017" in found["remedy"]
    assert next((b["field"], b["value"]) for b in found["because"]) == ("ends", "2018-03-31")
    assert answer["counts"] == {
        "contracts": 2, "no_successor": 1, "too_late": 0, "one_day": 0, "not_taken_over": 0, "not_known": 0,
        "followed": 0, "runs_on": 1, "later": 0, "past": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("starts", "verdict", "days"),
    [("2018-04-01", "followed", 0), ("2018-04-02", "one_day", 1), ("2018-05-11", "too_late", 40),
     ("2018-03-31", "followed", -1), ("April 2018", "not_known", None), ("TBC", "not_known", None)],
)  # fmt: skip
def test_a_successor_is_in_time_late_or_one_day_off(asked: Any, starts: str, verdict: str, days: int | None) -> None:
    """Late by how many days is told; one day as perhaps only the way dates are written; some time in April is not
    known."""
    answer = asked([K, {"id": "n", "name": "N", "services": "house", "replaces": "k", "starts": starts}])

    assert answer["counts"][verdict] == 1
    if verdict in ("one_day", "too_late"):
        found = only(answer)
        assert found["days"] == {"least": days, "most": days}
        assert ("perhaps only the way dates are written" in found["title"]) == (verdict == "one_day")
    if verdict == "not_known":
        assert {"label": "Contract", "id": "n", "field": "starts"} in only(answer)["hangs_on"]
    assert [s["days"] for s in answer["slips"]] == ([days] if days in (1, -1) else [])


def test_half_known_dates_give_ranges(asked: Any) -> None:
    """An end some time in 2018 and a lead of 6 to 9 months give the earliest and the latest safe start."""
    found = only(asked([{**K, "ends": "June 2018", "lead_months": "6-9", "notice_months": ""}]))

    assert found["ends"] == {"earliest": "2018-06-01", "latest": "2018-06-30"}
    assert found["start_by"] == {"earliest": "2017-09-02", "latest": "2018-01-01"}


def test_a_service_with_another_running_contract_is_not_left(asked: Any) -> None:
    """What another contract still pays for is not taken down; if its end is not stated exactly, perhaps."""
    other = {"id": "o", "name": "O", "services": "house"}
    assert only(asked([K, {**other, "ends": "2019-03-31"}]))["services"] == []


def test_a_successor_that_leaves_a_service_out_is_told(asked: Any) -> None:
    """It follows in time, and pays for one of two services."""
    both = {**K, "services": "house; line"}
    found = only(asked([both, {"id": "n", "name": "N", "services": "house", "replaces": "k", "starts": "2018-04-01"}]))

    assert (found["verdict"], found["not_taken_over"]) == ("not_taken_over", ["line"])


def test_what_may_be_extended_is_told_with_the_day_to_decide(asked: Any) -> None:
    """Options run to 2020; they are not counted as an end, and notice decides by when they are taken."""
    found = only(asked([{**K, "extend_to": "2020-03-31"}]))

    assert found["extends_to"] == {"earliest": "2020-03-31", "latest": "2020-03-31"}
    assert found["remedy"].startswith("Extend it (options run to 31 March 2020; decide by 1 January 2018), or begin")


def test_a_contract_is_told_once_its_procurement_has_to_begin(asked: Any) -> None:
    """Its end lies beyond the horizon, its latest safe start does not."""
    far = {**K, "ends": "2019-03-31"}

    assert only(asked([far]))["verdict"] == "no_successor"


def test_beyond_the_horizon_it_is_only_counted(asked: Any, tmp_path: pathlib.Path, capsys: Any) -> None:
    """Without a lead time an end fourteen months away is `later`, and named; --horizon 15 tells it."""
    answer = asked([{**K, "ends": "2019-03-31", "lead_months": ""}])
    assert answer["findings"] == []
    assert [each["contract"] for each in answer["later"]] == ["k"]

    main(["contracts", "-C", str(tmp_path / "w.pathway"), "--json", "--horizon", "15"])
    assert json.loads(capsys.readouterr().out)["counts"]["no_successor"] == 1


def test_value_ending_is_added_up_by_quarter(asked: Any) -> None:
    """Quarters are those of the financial year; value without a successor in time is a part of it; blank is counted;
    a whole value over an exact term is worked out by the year."""
    rows = [
        K, {**K, "id": "m", "name": "M", "annual_value": "", "total_value": "£200,000"},
        {"id": "o", "name": "O", "ends": "2018-05-01"}, {"id": "p", "name": "P", "ends": "2018"},
    ]  # fmt: skip
    quarters = asked(rows)["quarters"]

    assert [(q["quarter"], q["annual_value"], q["derived"], q["without_value"]) for q in quarters] == [
        ("2017/18 Q4", 173540, 1, 0), ("2018/19 Q1", 0, 0, 1), (None, 0, 0, 1),
    ]  # fmt: skip
    assert quarters[0]["not_followed"] == 173540


def test_everything_under_one_prime_contract_stands_together(asked: Any) -> None:
    """All levels beneath it, their services, the first end, and what outlasts it; --prime asks about it alone."""
    rows = [
        {**K, "id": "prime", "ends": "2018-06-30"}, {**K, "id": "sub", "under": "prime", "services": "line"},
        {**K, "id": "subsub", "under": "sub", "ends": "2019-03-31"}, {**K, "id": "other"},
    ]  # fmt: skip
    answer = asked(rows, "--prime", "prime")
    (prime,) = answer["primes"]

    assert [(b["contract"], b["level"]) for b in prime["beneath"]] == [("sub", 1), ("subsub", 2)]
    assert (prime["services"], prime["outlasting"]) == (["house", "line"], ["subsub"])
    assert prime["first_end"]["latest"] == "2018-03-31"
    assert answer["counts"]["contracts"] == 3


def test_a_prime_that_is_not_there_is_named(made: Any) -> None:
    """PG909 with what is near."""
    with made({"Contracts": [K]}) as workspace, pytest.raises(Usage, match=r"PG909.*Did you mean 'k'"):
        workspace.contracts(prime="kk")


def test_successors_in_a_circle_are_refused_and_nothing_is_written(
    made: Callable[..., Workspace], tmp_path: pathlib.Path
) -> None:
    """PG162 names the circle; the ledger stays as it was."""
    with made({"Contracts": [K]}) as workspace:
        before = workspace.ledger.head()
        file = tmp_path / "circle.yaml"
        file.write_text("Contracts:\n- {id: a, name: A, replaces: c}\n- {id: b, name: B, replaces: a}\n"
                        "- {id: c, name: C, replaces: b}\n", encoding="utf-8")  # fmt: skip

        with pytest.raises(InputProblems, match=r"PG162.*a > c > b > a"):
            workspace.load(file)

        assert workspace.ledger.head() == before


def test_cliffs_are_on_record_and_told_as_findings_behind_each_other(made: Callable[..., Workspace]) -> None:
    """`findings refresh` records them; then the cliff names the gap on record that rests on the same money."""
    with made({"Contracts": [K]}) as workspace:
        recorded = workspace.findings(refresh=True)
        kinds = {row["kind"]: row["id"] for row in recorded}
        (found,) = contracts(workspace)

        assert "contract_cliff" in kinds
        assert kinds["gap"] in found["findings"]
        asked = "MATCH (f:Finding {kind: 'contract_cliff'})-[:CONCERNS]->(c:Contract) RETURN c.id AS id"
        assert workspace.read(asked) == [{"id": "k"}]

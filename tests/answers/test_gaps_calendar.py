"""Hold the calendar of coverage: which gaps open and close, when, and why."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pathway_graph.cli import main

Made = Callable[..., pathlib.Path]
Ran = Callable[..., Any]

_BOX = {"provider": "p1", "function": "crisis-support", "area": "banes", "need": "crisis", "ages": "any"}
_OLD = {"id": "old", "name": "Old", **_BOX, "opens": "2015-04-01", "closes": "2018-06-30"}
_NEW = {"id": "new", "name": "New", **_BOX, "opens": "2018-09-01", "status": "planned"}
_ASKED = {"id": "r", "name": "R", "function": "crisis-support", "area": "banes", "need": "crisis"}
_YEAR = ("--from", "2018-01-30", "--until", "2019-01-30")


def test_a_gap_opens_when_one_ends_before_the_next_begins(landscape: Made, answered: Ran) -> None:
    """The gap runs from the day after the one closes to the day on which the other opens, each with its cause."""
    answer = answered(landscape({"Services": [_OLD, _NEW], "Requirements": [_ASKED]}), "gaps", *_YEAR)

    changes = [(f["on"], f["verdict"], f["opens_gap"], f["closes_gap"], f["what"]) for f in answer["findings"]]
    assert changes == [
        ("2018-07-01", "planned", True, False, "Old has closed"),
        ("2018-09-01", "covered", False, True, "New opens"),
    ]
    assert answer["findings"][0]["box"]["dates"] == {"from": "2018-07-01", "until": "2018-09-01"}
    assert answer["counts"] == {"requirements": 1, "changes": 2, "gaps_opened": 1, "gaps_closed": 1}
    assert {(b["id"], b["field"], b["value"]) for b in answer["findings"][0]["because"]} == {
        ("old", "closes", "2018-06-30")
    }


def test_what_ends_with_its_contract_is_at_risk_not_gone(landscape: Made, answered: Ran) -> None:
    """A contract's end within the horizon puts a service at risk on a day that is told, and opens no gap."""
    contract = {"id": "k", "name": "K", "services": "house", "starts": "2015-04-01", "ends": "2018-12-31"}
    house = {"id": "house", "name": "House", **_BOX}
    folder = landscape({"Services": [house], "Contracts": [contract], "Requirements": [_ASKED]})

    answer = answered(folder, "gaps", *_YEAR)

    assert [(f["on"], f["before"], f["after"]) for f in answer["findings"]] == [
        ("2018-07-01", {"covered": 1.0}, {"at_risk": 1.0})
    ]
    assert answer["counts"]["gaps_opened"] == 0
    assert answer["findings"][0]["what"] == "K ends within the horizon"


def test_a_successor_on_the_next_day_changes_nothing(landscape: Made, answered: Ran) -> None:
    """Where the other opens the day after the one closes, nothing is told."""
    folder = landscape({"Services": [_OLD, {**_NEW, "opens": "2018-07-01"}], "Requirements": [_ASKED]})

    assert answered(folder, "gaps", *_YEAR)["findings"] == []


def test_the_calendar_says_what_gaps_says_on_each_day(landscape: Made, answered: Ran) -> None:
    """The shares from a change on are those that `gaps` gives as of that day, and those before it the day before's."""
    half = {**_NEW, "area": "bath", "opens": "2018-03-01", "closes": "2018-11-30"}
    folder = landscape({"Services": [_OLD, half], "Requirements": [_ASKED]})

    for change in answered(folder, "gaps", *_YEAR)["findings"]:
        on = answered(folder, "gaps", "--as-of", change["on"])
        shares = on["findings"][0]["shares"] if on["findings"] else {"covered": 1.0}
        assert shares == change["after"], change["on"]


def test_a_requirement_that_ends_is_no_gap_that_closes(landscape: Made, answered: Ran) -> None:
    """When a requirement is not in force any more, that is what is said."""
    folder = landscape({"Requirements": [{**_ASKED, "closes": "2018-03-31"}]})

    (change,) = answered(folder, "gaps", *_YEAR)["findings"]

    assert (change["on"], change["after"], change["closes_gap"]) == ("2018-04-01", None, False)
    assert "not in force" in change["title"]


@pytest.mark.parametrize(
    "words",
    [("--from", "2018-01-30"), ("--from", "2018-01-30", "--until", "2018-01-30"), ("--until", "soon"),
     ("--from", "x", "--until", "2018-01-30")],
)  # fmt: skip
def test_days_that_are_no_span_are_wrong_usage(words: tuple[str, ...], landscape: Made) -> None:
    """Two days are wanted, the earlier first."""
    assert main(["gaps", "-C", str(landscape({})), *words]) == 2

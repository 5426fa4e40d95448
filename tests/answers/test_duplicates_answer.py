"""Hold what `duplicates` tells beside its verdicts: money, hours, links, dates, filters, and what is not listed."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pathway_graph.cli import main

Made = Callable[..., pathlib.Path]
Ran = Callable[..., Any]


def _club(id: str, **more: str) -> dict[str, str]:
    return {
        "id": id, "name": id.title(), "provider": "p1", "function": "employment", "area": "banes", "need": "common",
        "ages": "18+", "steps": "any", "hours": "24/7", **more,
    }  # fmt: skip


def test_the_value_at_stake_is_the_smaller_ones_share(landscape: Made, answered: Ran) -> None:
    """Half of the smaller service is met by the other: half of what it costs is at stake, and the hours are counted."""
    a = _club("a", area="bath", annual_value="100000")
    b = _club("b", hours="Mon-Fri 09:00-17:00", annual_value="50000")
    (finding,) = answered(landscape({"Services": [a, b]}), "duplicates")["findings"]

    assert (finding["share"], finding["annual_value"], finding["weekly_hours"]) == (0.5, 25000.0, 40.0)
    assert (finding["verdict"], finding["linked"], finding["severity"]) == ("definite", None, "medium")
    assert finding["box"]["areas"] == ["bath"]
    assert ("b", "annual_value", "50000") in {(x["id"], x["field"], x["value"]) for x in finding["because"]}


def test_a_handoff_links_and_is_quoted(landscape: Made, answered: Ran) -> None:
    """A handoff in either direction links the two; a common provider is told and links nobody."""
    link = {"id": "h", "name": "H", "from": "b", "to": "a", "kind": "refer"}
    answer = answered(landscape({"Services": [_club("a"), _club("b")], "Handoffs": [link]}), "duplicates")

    (finding,) = answer["findings"]
    assert answer["counts"]["linked"] == 1
    assert (finding["linked"], finding["severity"]) == (["h"], "low")
    assert finding["told_beside"] == ["provider p1"]


def test_an_overlap_says_from_when_until_when(landscape: Made, answered: Ran) -> None:
    """Both are open from the later opening to the day after the earlier closing; what begins later is only counted."""
    opened = _club("a", opens="2016-01-01", closes="2018-06-30")
    coming = _club("b", opens="2018-03-01", status="planned")
    folder = landscape({"Services": [opened, coming]})

    later = answered(folder, "duplicates")
    now = answered(folder, "duplicates", "--as-of", "2018-03-01")

    assert (later["counts"]["definite"], later["counts"]["later"]) == (0, 1)
    assert later["findings"][0]["box"]["dates"] == {"from": "2018-03-01", "until": "2018-07-01"}
    assert (now["counts"]["definite"], now["counts"]["later"]) == (1, 0)
    assert now["findings"][0]["box"]["dates"] == {"from": "2018-03-01", "until": "2018-07-01"}


def test_a_filter_cuts_pairs_and_counts_alike(landscape: Made, answered: Ran) -> None:
    """Only pairs that meet in the area, of the provider, of the function; counts are of these."""
    services = [_club("a", area="bath"), _club("b", provider="p2"), _club("c", area="keynsham", function="ips")]
    folder = landscape({"Services": services})

    def pairs(*words: str) -> list[tuple[str, str]]:
        answer = answered(folder, "duplicates", *words)
        assert answer["counts"]["definite"] == len(answer["findings"])
        return sorted((f["a_service"], f["b_service"]) for f in answer["findings"])

    assert pairs() == [("a", "b"), ("b", "c")]
    assert pairs("--area", "bath") == [("a", "b")]
    assert pairs("--function", "ips") == [("b", "c")]
    assert pairs("--function", "employment") == pairs("--provider", "p2") == [("a", "b"), ("b", "c")]
    assert pairs("--need", "crisis") == []


def test_what_is_not_listed_is_counted_and_said(
    landscape: Made, answered: Ran, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of many possible pairs 200 are listed, all are counted, and the blanks that they hang on say what to ask."""
    services = [{"id": f"s{n:02}", "name": f"S{n}", "function": "employment", "area": "banes"} for n in range(24)]
    folder = landscape({"Services": services})

    answer = answered(folder, "duplicates")
    main(["duplicates", "-C", str(folder)])

    text = capsys.readouterr().out
    assert answer["counts"]["possible"] == 24 * 23 // 2
    assert len(answer["findings"]) + answer["unlisted"] == 276
    assert {row["pairs"] for row in answer["hanging"]} == {23}
    assert f"{answer['unlisted']} pairs are counted and not listed" in text
    assert "the hours of S0: 23 pairs" in text


def test_three_that_overlap_are_one_group(landscape: Made, answered: Ran) -> None:
    """Services of which any two overlap by the threshold are told as one group with what is spent twice."""
    services = [_club(id, annual_value="1000") for id in "abc"]
    answer = answered(landscape({"Services": services}), "duplicates")

    assert answer["counts"]["groups"] == 1
    assert answer["groups"] == [
        {"function": "employment", "services": ["a", "b", "c"], "least_share": 1.0, "annual_value": 2000.0}
    ]


@pytest.mark.parametrize(("least", "status"), [("high", 0), ("medium", 1)])
def test_the_exit_status_says_how_bad_it_is(least: str, status: int, landscape: Made) -> None:
    """A certain duplicate that nothing links is medium."""
    folder = landscape({"Services": [_club("a"), _club("b")]})

    assert main(["duplicates", "-C", str(folder), "--fail-on", least]) == status

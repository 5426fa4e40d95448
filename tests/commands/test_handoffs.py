"""Ask where people fall between services, and where one person gets to, as people at a terminal do."""

import json
from typing import Any

import pytest

LOST = ("walk", "--age", "30", "--need", "serious", "--area", "banes")


def _json(run: Any, *words: str) -> Any:
    status, out, _ = run(*words, "--json")
    assert status == 0
    return json.loads(out)


def test_the_envelope_and_the_counts_of_handoffs(run: Any, banes: Any) -> None:
    """Handoffs are sound, faulty or not known; every finding has faults with a code, words and, mostly, a box."""
    told = _json(run, "handoffs")

    counts = told["counts"]
    assert told["schema"] == "pathway-graph/handoffs/1"
    assert counts["handoffs"] == counts["sound"] + counts["faulty"] + counts["not_known"] == 8
    assert counts["missing"] == sum(f["subject"]["label"] == "Service" for f in told["findings"])
    assert all(fault["words"] and fault["code"] for f in told["findings"] for fault in f["faults"])
    assert all({"id", "severity", "title", "because", "remedy", "state"} <= f.keys() for f in told["findings"])


def test_the_same_question_gives_the_same_bytes(run: Any, banes: Any) -> None:
    """Nothing in an answer hangs on the order of anything."""
    assert run("handoffs", "--json") == run("handoffs", "--json")
    assert run("walk", "--everyone", "--json") == run("walk", "--everyone", "--json")


def test_a_filter_cuts_handoffs_down_and_a_wrong_one_is_refused(run: Any, banes: Any) -> None:
    """--provider leaves that provider's handoffs; a name that is not there is exit 2, with what is near."""
    whole, cut = _json(run, "handoffs"), _json(run, "handoffs", "--provider", "practices")
    status, _, err = run("handoffs", "--need", "comon")

    assert {f["id"] for f in cut["findings"]} < {f["id"] for f in whole["findings"]}
    assert all("practices" in (f["from"], *f["ends"]) for f in cut["findings"])
    assert cut["counts"]["handoffs"] == 2
    assert status == 2
    assert "Did you mean 'common'?" in err


def test_fail_on_turns_findings_into_an_exit_status(run: Any, banes: Any) -> None:
    """1 where a finding is as severe as was said, 0 where none is."""
    assert run("handoffs", "--fail-on", "high")[0] == 1
    assert run("handoffs", "--fail-on", "high", "--function", "safe-haven")[0] == 0
    assert run("walk", "--everyone", "--fail-on", "high")[0] == 1


def test_a_walk_is_told_as_somebody_would_read_it_out(run: Any, banes: Any) -> None:
    """Who the person is, what becomes of them, and what happens at each service."""
    status, out, _ = run(*LOST)

    assert status == 0
    assert out.startswith("Somebody aged 30 in Bath and North East Somerset, Serious mental illness")
    assert "is lost on 30 January 2018: nobody does what is asked for them." in " ".join(out.split())
    assert "it refers them to Secondary mental health services" in " ".join(out.split())


def test_a_walk_says_what_it_hangs_on_and_why_not(run: Any, banes: Any) -> None:
    """A person of whom it is not known names the blanks; --why-not says what keeps them from a service."""
    told = _json(run, "walk", "--age", "17y6m", "--need", "common", "--area", "banes", "--why-not", "secondary")

    assert told["person"]["age_months"] == 210
    assert told["verdict"] == "not_known"
    assert {(f["id"], f["field"]) for f in told["hangs_on"]} == {("iapt", "ages"), ("iapt", "entry")}
    assert told["paths"][0]["steps"][0]["service"] == "iapt"
    assert told["why_not"] == [
        "Secondary mental health services would not take them: they are only for Serious mental illness."
    ]
    assert {"service", "outcome", "because", "wait_days"} <= told["steps"][0].keys()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--age", "30", "--need", "comon", "--area", "banes"), "Did you mean 'common'?"),
        (("--age", "30", "--need", "common", "--area", "bath"), "There are: banes."),
        (("--age", "30", "--need", "mental-health", "--area", "banes"), "more than one need"),
        (("--age", "old", "--need", "common", "--area", "banes"), "17y6m"),
        (("--age", "30", "--need", "common", "--area", "banes", "--step", "3"), "no steps"),
        (("--age", "30", "--need", "common", "--area", "banes", "--when", "noon"), "Sat 22:00"),
        (("--age", "30", "--need", "common", "--area", "banes", "--entry", "door"), "there is no door 'door'"),
        (("--age", "30"), "--need, --area: not said."),
    ],
)
def test_somebody_who_can_not_be_placed_is_refused_with_the_way_out(
    run: Any, banes: Any, words: tuple[str, ...], told: str
) -> None:
    """A person outside every area or need, or said unclearly, is exit 2, and the message says what to do."""
    status, out, err = run("walk", *words)

    assert (status, out) == (2, "")
    assert told in " ".join(err.split())


def test_everyone_is_told_in_few_boxes_with_what_to_ask(run: Any, banes: Any) -> None:
    """The classes who reach nobody, largest first; those that hang on a blank apart, and the blanks to ask."""
    told = _json(run, "walk", "--everyone")

    counts = told["counts"]
    assert counts == {"classes": 12, "helped": 0, "lost": 6, "not_known": 6}
    (lost,) = told["findings"]
    assert (lost["kind"], lost["box"]["needs"]) == ("unreached", ["serious", "wellbeing"])
    assert {(ask["id"], ask["field"]) for ask in told["asks"]} == {
        ("iapt", "ages"),
        ("iapt", "entry"),
        ("intensive", "entry"),
        ("wellbeing-house", "entry"),
    }
    assert told["cut_short"] is False

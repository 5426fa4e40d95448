"""What a paper asserts of handoffs is confirmed, contradicted, or left open, and what is not told twice as a record."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import pytest

_SERVICES = [
    {"id": "a", "name": "A", "provider": "p1", "function": "assess", "area": "bath", "need": "crisis", "ages": "any"},
    {"id": "b", "name": "B", "provider": "p1", "function": "talking", "area": "bath", "need": "crisis", "ages": "any"},
    {"id": "c", "name": "C", "provider": "p1", "function": "talking", "area": "bath", "need": "crisis", "ages": "any"},
]
_WAY = {"id": "h", "name": "H", "from": "a", "to": "b"}
_LOST = {"id": "n", "name": "N", "from": "a", "to": "nobody", "protocol": "no"}


@pytest.mark.parametrize(
    ("handoffs", "about", "verdict", "words"),
    [
        ([{**_WAY, "protocol": "no"}], "Service#a; Service#b", "confirmed", "there is no protocol"),
        ([{**_WAY, "protocol": "yes"}, _LOST], "Service#a; Service#b", "contradicted", "is sound"),
        ([_WAY], "Service#a; Service#b", "not_testable", "whether there is a protocol is not stated"),
        ([], "Service#a; Service#b", "confirmed", "No handoff is recorded between A and B."),
        ([{**_WAY, "protocol": "no"}], "Service#b", "confirmed", "there is no protocol"),
        ([{**_WAY, "protocol": "no"}], "Service#c", "not_testable", "No handoff is recorded there"),
        ([_LOST], "Function#assess", "confirmed", "nobody takes"),
    ],
    ids=["fault", "sound, though another is not", "not known", "none", "one service", "another service", "function"],
)
def test_a_claim_about_handoffs_is_set_beside_them(
    landscape: Callable[..., pathlib.Path], answered: Callable[..., Any], handoffs: Any, about: str, verdict: str,
    words: str,
) -> None:  # fmt: skip
    """Between several services their own handoffs count alone; of one service all; without any, that is told."""
    claim = {"id": "q", "kind": "handoff", "about": about, "words": "People get lost."}
    folder = landscape({"Services": _SERVICES, "Handoffs": handoffs, "Reported": [claim]})

    (found,) = answered(folder, "check", "--kind", "reported")["findings"]

    assert found["verdict"] == verdict
    assert words in found["why"]


def test_services_praised_together_with_no_handoff_are_told(
    landscape: Callable[..., pathlib.Path], answered: Callable[..., Any]
) -> None:
    """An opinion can't be tested; that no handoff is recorded between the services it names can be told."""
    claim = {"id": "q", "kind": "strength", "about": "Service#a; Service#b; Service#c", "words": "They work together."}
    folder = landscape({"Services": _SERVICES, "Handoffs": [_WAY], "Reported": [claim]})

    (found,) = answered(folder, "check", "--kind", "reported")["findings"]

    assert found["verdict"] == "not_testable"
    assert found["why"] == (
        "It is an opinion. No handoff is recorded between A and C. No handoff is recorded between B and C."
    )


def test_a_successor_is_no_duplicate_record(
    landscape: Callable[..., pathlib.Path], answered: Callable[..., Any]
) -> None:
    """Two organisations of nearly one name are proposed, unless it is stated that one succeeds the other."""
    old = {"id": "o1", "name": "Avon Partnership Trust", "roles": "provider"}
    new = {"id": "o2", "name": "Avon Partnership NHS Foundation Trust", "roles": "provider"}
    apart = landscape({"Organisations": [old, {**new, "succeeds": "o1"}]}, "apart")
    alike = landscape({"Organisations": [old, new]}, "alike")

    assert answered(apart, "check", "--kind", "duplicate_record")["findings"] == []
    assert len(answered(alike, "check", "--kind", "duplicate_record")["findings"]) == 1


def test_the_shape_of_the_network_is_told_in_words(
    landscape: Callable[..., pathlib.Path], told: Callable[..., str]
) -> None:
    """Choke points, waits, circles, closed doors and boundaries are sentences, not only JSON."""
    rows = [{**row, "entry": "self" if row["id"] == "a" else "referral", "max_wait": "7"} for row in _SERVICES]
    rows[2]["provider"] = "p2"
    ways = [
        {**_WAY, "protocol": "yes"},
        {"id": "i", "name": "I", "from": "b", "to": "a", "protocol": "yes"},
    ]

    said = told(landscape({"Services": rows, "Handoffs": ways}), "handoffs")

    assert "Without A, B can't be reached." in said
    assert "B is reached after 14 days at the earliest by way of A." in said
    assert "People can go round in a circle: A and B." in said
    assert "No way leads there from an open door: C." in said
    assert "Entered by referral only, and with no handoff on or back: C." in said

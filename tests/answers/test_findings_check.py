"""Hold what `check` works out: nobody commissioned, nothing asked for, too much on one, two rows for one, claims."""

from __future__ import annotations

import csv
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pathway_graph.cli import main

Made = Callable[..., pathlib.Path]
Ran = Callable[..., Any]

_BOX = {"area": "banes", "need": "crisis", "ages": "any"}
_HOUSE = {"id": "house", "name": "House", "provider": "p1", "function": "crisis-support", **_BOX}
_ASKED = {"id": "r", "name": "R", "function": "crisis-support", "area": "banes", "need": "crisis"}
_PAID = {"id": "k", "name": "K", "services": "house", "starts": "2015-04-01", "ends": "2019-03-31"}


def _of(answer: Any, kind: str) -> list[Any]:
    return [finding for finding in answer["findings"] if finding["kind"] == kind]


@pytest.mark.parametrize(
    ("contract", "verdict"),
    [(_PAID, None), ({**_PAID, "ends": "2017-12-31"}, "gap"), ({**_PAID, "starts": "2018-04-01"}, "gap"),
     ({**_PAID, "ends": "TBC"}, "not_known"), ({**_PAID, "services": "other"}, "gap"), (None, None)],
)  # fmt: skip
def test_nobody_is_commissioned(contract: Any, verdict: str | None, landscape: Made, answered: Ran) -> None:
    """A contract has to run on the day and fund what may meet the requirement; no contracts at all say nothing."""
    other = {**_HOUSE, "id": "other", "name": "Other", "function": "group"}
    sheets = {"Services": [_HOUSE, other], "Requirements": [_ASKED], "Contracts": [contract] if contract else []}

    found = _of(answered(landscape(sheets), "check"), "uncommissioned")

    assert [f["verdict"] for f in found] == ([verdict] if verdict else [])
    assert all("there without one: House" in f["title"] for f in found)


def test_a_service_that_meets_nothing_is_idle(landscape: Made, answered: Ran) -> None:
    """Open and within no requirement: idle; closed, or perhaps within one: not."""
    services = [
        _HOUSE, {**_HOUSE, "id": "walks", "name": "Walks", "function": "group"},
        {**_HOUSE, "id": "gone", "name": "Gone", "function": "group", "status": "closed"},
        {"id": "blank", "name": "Blank", "function": "crisis-support"},
    ]  # fmt: skip
    answer = answered(landscape({"Services": services, "Requirements": [_ASKED]}), "check")

    assert [f["subject"]["id"] for f in _of(answer, "idle")] == ["walks"]
    assert _of(answered(landscape({"Services": services}, "nothing-asked"), "check"), "idle") == []


def test_too_much_on_one_provider(landscape: Made, answered: Ran) -> None:
    """One that alone delivers most functions of an area, or gets most of its money, is told with both figures."""
    services = [
        {**_HOUSE, "id": f"s{n}", "name": f"S{n}", "function": function, "provider": provider, "annual_value": value}
        for n, (function, provider, value) in enumerate(
            [("talking", "p1", "10"), ("secondary", "p1", "10"), ("employment", "p2", "100"), ("group", "p2", "10"),
             ("group", "p1", "10"), ("assess", "p1", "10")]
        )
    ]  # fmt: skip
    found = _of(answered(landscape({"Services": services}), "check"), "concentration")

    told = {(f["area"], f["subject"]["id"]): (f["share"], f["functions"]) for f in found}
    assert told == {
        ("banes", "p1"): (0.6, ["assess", "secondary", "talking"]), ("banes", "p2"): (0.733333, ["employment"]),
    }  # fmt: skip


def test_rows_that_look_like_one(landscape: Made, answered: Ran) -> None:
    """Near-equal names with one provider, or an identifier in common, are proposed; numbers that differ are not."""
    services = [
        {"id": "a", "name": "The Wellbeing House", "provider": "p1"},
        {"id": "b", "name": "Wellbeing house", "provider": "p1"},
        {"id": "c", "name": "Wellbieng House", "provider": "p1"},
        {"id": "d", "name": "Wellbeing House", "provider": "p2"},
        {"id": "e", "name": "Ward 1", "provider": "p1"}, {"id": "f", "name": "Ward 2", "provider": "p1"},
    ]  # fmt: skip
    trusts = [{"id": "x", "name": "North", "ods": "RVN"}, {"id": "y", "name": "Nothern", "ods": "rvn"}]
    answer = answered(landscape({"Services": services, "Organisations": trusts}), "check")

    found = {(f["subject"]["id"], f["other"]) for f in _of(answer, "duplicate_record")}
    assert found == {("a", "b"), ("a", "c"), ("b", "c"), ("x", "y")}


def test_a_decision_is_kept(landscape: Made, answered: Ran, tmp_path: pathlib.Path) -> None:
    """Decided different: told no more. Decided same: told with what to do. The file keeps both; nothing is merged."""
    services = [{"id": id, "name": "Wellbeing House", "provider": "p1"} for id in "abc"]
    folder, file = landscape({"Services": services}), tmp_path / "decisions.csv"
    first = answered(folder, "check", "--decisions", str(file))
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    rows[0]["decision"], rows[1]["decision"] = "different", "Same"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)

    again = answered(folder, "check", "--decisions", str(file))

    assert first["counts"] == {"proposals": 3, "to_decide": 3, "same": 0, "different": 0}
    assert again["counts"] == {"proposals": 3, "to_decide": 1, "same": 1, "different": 1}
    assert [(f["subject"]["id"], f["other"], f["decision"]) for f in again["findings"]] == [
        ("a", "c", "same"), ("b", "c", ""),
    ]  # fmt: skip
    assert "Give 'c' the id 'a'" in again["findings"][0]["remedy"]


def test_a_decision_that_is_none_is_refused(landscape: Made, tmp_path: pathlib.Path) -> None:
    """An unreadable decision is exit 3, and the file stays as it is."""
    file = tmp_path / "decisions.csv"
    file.write_text("label,a,b,decision\nService,a,b,maybe\n", encoding="utf-8")

    assert main(["check", "-C", str(landscape({})), "--decisions", str(file)]) == 3
    assert file.read_text(encoding="utf-8").endswith("maybe\n")


_CLAIM = {"id": "c", "words": "As the paper says.", "about": "Function#crisis-support"}
_TWO = [_HOUSE, {**_HOUSE, "id": "other", "name": "Other"}]


@pytest.mark.parametrize(
    ("kind", "sheets", "verdict"),
    [
        ("gap", {}, "not_testable"),
        ("gap", {"Requirements": [_ASKED]}, "confirmed"),
        ("gap", {"Requirements": [_ASKED], "Services": [_HOUSE]}, "contradicted"),
        ("gap", {"Requirements": [_ASKED], "Services": [{**_HOUSE, "ages": "TBC"}]}, "not_testable"),
        ("duplicate", {"Services": [_HOUSE]}, "not_testable"),
        ("duplicate", {"Services": [_TWO[0], {**_TWO[1], "hours": "24/7"}]}, "confirmed"),
        ("duplicate", {"Services": [_TWO[0], {**_TWO[1], "area": "bath"}, ]}, "confirmed"),
        ("duplicate", {"Services": [{**_TWO[0], "area": "keynsham"}, {**_TWO[1], "area": "bath"}]}, "contradicted"),
        ("duplicate", {"Services": _TWO, "Handoffs": [{"id": "h", "name": "H", "from": "house", "to": "other"}]},
         "contradicted"),
        ("strength", {"Services": [_HOUSE]}, "not_testable"),
        ("delay", {"Services": [_HOUSE], "Requirements": [_ASKED]}, "not_testable"),
        ("delay", {"Services": [{**_HOUSE, "max_wait": "50"}], "Requirements": [{**_ASKED, "max_wait": "28"}]},
         "confirmed"),
        ("delay", {"Services": [{**_HOUSE, "max_wait": "20"}], "Requirements": [{**_ASKED, "max_wait": "28"}]},
         "contradicted"),
    ],
)  # fmt: skip
def test_a_claim_is_set_beside_what_is_found(
    kind: str, sheets: Any, verdict: str, landscape: Made, answered: Ran
) -> None:
    """Each kind of claim is confirmed, contradicted, or not testable, and says why."""
    about = "Service#house" if kind == "delay" else _CLAIM["about"]
    folder = landscape({**sheets, "Reported": [{**_CLAIM, "kind": kind, "about": about}]})

    (found,) = _of(answered(folder, "check", "--kind", "reported"), "reported")

    assert found["verdict"] == verdict, found["why"]
    assert found["why"].endswith(".")


def test_what_is_confirmed_only_as_far_as_facts_go_says_what_to_ask(landscape: Made, answered: Ran) -> None:
    """Where blanks decide whether two services meet, the claim stands so far, with the blanks to ask for."""
    blank = [{"id": id, "name": id, "function": "crisis-support", "area": "banes"} for id in ("a", "b")]
    folder = landscape({"Services": blank, "Reported": [{**_CLAIM, "kind": "duplicate"}]})

    (found,) = _of(answered(folder, "check", "--kind", "reported"), "reported")

    assert found["verdict"] == "confirmed"
    assert "confirmed as far as the stated facts go" in found["title"]
    assert {(f["id"], f["field"]) for f in found["hangs_on"]} >= {("a", "hours"), ("b", "ages")}


def test_what_was_confirmed_too_long_ago_is_quoted(landscape: Made, answered: Ran) -> None:
    """A row confirmed by nobody tells where it stands; one confirmed long ago tells when, too."""
    services = [
        _HOUSE,
        {**_HOUSE, "id": "old", "name": "Old", "assured_on": "2015-01-31", "assured_by": "Head of Care"},
    ]
    answer = answered(landscape({"Services": services}), "check", "--kind", "unassured")

    told = {f["subject"]["id"]: (f["verdict"], f["because"][0]["value"], f["because"][0]["file"])
            for f in answer["findings"] if f["subject"]["label"] == "Service"}  # fmt: skip
    assert told == {"house": ("never", None, "case.yaml"), "old": ("too long ago", "2015-01-31", "case.yaml")}

"""Hold what `gaps` tells beside its verdicts: facts, dates, filters, the remainder, and what it never says."""

from __future__ import annotations

import csv
import datetime
import io
import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pathway_graph.answers.findings import Filter
from pathway_graph.answers.gap_answers import gaps
from pathway_graph.cli import main
from pathway_graph.workspace import Workspace

Made = Callable[..., pathlib.Path]
Ran = Callable[..., Any]

_HOUSE = {
    "id": "house", "name": "House", "provider": "p1", "function": "crisis-support", "need": "crisis", "ages": "any",
}  # fmt: skip
_ASKED = {"id": "r", "name": "Crisis support", "function": "crisis-support", "area": "banes", "need": "crisis"}
_EVENINGS = {
    "Services": [{**_HOUSE, "area": "bath", "hours": "Mon-Fri 09:00-17:00"}],
    "Requirements": [{**_ASKED, "ages": "16-25", "hours": "24/7"}],
}  # fmt: skip


def test_the_remainder_adds_up(landscape: Made, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pieces have the columns of the contract and add up to each verdict's share; what is covered is in none."""
    folder = landscape(_EVENINGS)

    main(["gaps", "-C", str(folder), "--as-of", "2018-01-30", "--remainder", str(tmp_path / "r.csv"), "--json"])

    shares = json.loads(capsys.readouterr().out)["findings"][0]["shares"]
    text = (tmp_path / "r.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert text.splitlines()[0] == (
        "requirement,verdict,areas,needs,groups,age_from,age_until,step_from,step_to,minutes,share"
    )
    assert {row["verdict"] for row in rows} == {"gap"}
    assert sum(float(row["share"]) for row in rows) == pytest.approx(shares["gap"], abs=1e-6)
    assert {(row["age_from"], row["age_until"], row["step_from"], row["step_to"]) for row in rows} == {
        ("192", "300", "", "")
    }
    in_bath = [row["minutes"] for row in rows if row["areas"] == "bath"]
    assert in_bath == ["0-540;1020-1980;2460-3420;3900-4860;5340-6300;6780-10080"]


def test_a_remainder_that_cant_be_written_is_said(landscape: Made, capsys: pytest.CaptureFixture[str]) -> None:
    """A file in a folder that is not there is wrong usage, not a crash."""
    folder = landscape(_EVENINGS)

    assert main(["gaps", "-C", str(folder), "--remainder", str(folder / "no" / "r.csv")]) == 2
    assert "PG910" in capsys.readouterr().err


def test_a_finding_says_how_long_it_holds(landscape: Made, answered: Ran) -> None:
    """What is planned holds until it opens; what opened since is not told of the time before."""
    opened = {**_HOUSE, "area": "banes", "opens": "2017-06-01", "closes": "2018-12-31", "status": "pilot"}
    folder = landscape({"Services": [opened], "Requirements": [_ASKED]})

    (now,) = answered(folder, "gaps")["findings"]
    (before,) = answered(folder, "gaps", "--as-of", "2017-05-31")["findings"]
    (after,) = answered(folder, "gaps", "--as-of", "2019-01-01")["findings"]

    assert (now["verdict"], now["box"]["dates"]) == ("at_risk", {"from": "2017-06-01", "until": "2019-01-01"})
    assert (before["verdict"], before["box"]["dates"]) == ("planned", {"from": None, "until": "2017-06-01"})
    assert (after["verdict"], after["box"]["dates"]) == ("gap", {"from": "2019-01-01", "until": None})


def test_a_contract_is_at_risk_from_the_day_its_end_is_within_the_horizon(landscape: Made, answered: Ran) -> None:
    """At the setting's horizon of months before the end, and not a day earlier."""
    contract = {"id": "k", "name": "K", "services": "house", "starts": "2015-04-01", "ends": "2018-12-31"}
    sheets = {"Services": [{**_HOUSE, "area": "banes"}], "Contracts": [contract], "Requirements": [_ASKED]}
    settings = [{"setting": "horizon_months", "value": "3"}]
    folder = landscape({**sheets, "Settings": settings})

    assert answered(folder, "gaps", "--as-of", "2018-09-30")["counts"]["covered"] == 1
    (finding,) = answered(folder, "gaps", "--as-of", "2018-10-01")["findings"]

    assert finding["verdict"] == "at_risk"
    assert finding["box"]["dates"]["from"] == "2018-10-01"
    assert ("Contract", "k", "ends") in {(b["label"], b["id"], b["field"]) for b in finding["because"]}


@pytest.mark.parametrize(
    ("words", "gap"),
    [(("--area", "bath"), 0), (("--area", "keynsham"), 1), (("--area", "banes"), 1), (("--need", "substance"), None),
     (("--function", "talking"), None), (("--provider", "p2"), None)],
)  # fmt: skip
def test_a_filter_cuts_findings_and_counts_alike(
    words: tuple[str, str], gap: int | None, landscape: Made, answered: Ran
) -> None:
    """A requirement counts under the worst of what is left of it; one of which nothing is left is not counted."""
    folder = landscape({"Services": [{**_HOUSE, "area": "bath"}], "Requirements": [_ASKED]})

    answer = answered(folder, "gaps", *words)

    assert answer["counts"]["requirements"] == (0 if gap is None else 1)
    assert answer["counts"]["gap"] == len(answer["findings"]) == (gap or 0)
    assert answer["parameters"] == {words[0].removeprefix("--"): words[1]}


def test_a_filter_that_names_nothing_is_wrong_usage(landscape: Made, capsys: pytest.CaptureFixture[str]) -> None:
    """An id that is not there is said with the one that is near."""
    folder = landscape(_EVENINGS)

    assert main(["gaps", "-C", str(folder), "--area", "keynsam"]) == 2
    assert "Did you mean 'keynsham'?" in capsys.readouterr().err


@pytest.mark.parametrize(("least", "status"), [("high", 0), ("medium", 1), ("low", 1)])
def test_the_exit_status_says_how_bad_it_is(least: str, status: int, landscape: Made) -> None:
    """A finding at or above --fail-on is exit 1; an evening gap of no stated strength is medium."""
    folder = landscape(_EVENINGS)

    assert main(["gaps", "-C", str(folder), "--as-of", "2018-01-30", "--fail-on", least]) == status


def test_without_requirements_nothing_is_said_to_be_covered(
    landscape: Made, answered: Ran, capsys: pytest.CaptureFixture[str]
) -> None:
    """A landscape without requirements never reads as if it had no gaps: it tells what is there, and how to ask."""
    folder = landscape({"Services": _EVENINGS["Services"]})

    answer = answered(folder, "gaps")
    main(["gaps", "-C", str(folder), "--as-of", "2018-01-30"])

    text = capsys.readouterr().out
    assert answer["counts"]["requirements"] == 0
    assert [(row["function"], row["area"], row["services"]) for row in answer["present"]] == [
        ("crisis-support", "bath", ["house"])
    ]
    assert "No requirements are stated" in text
    assert "Crisis support in Bath: all ages, Monday to Friday 09:00 to 17:00 (House)" in text
    assert "sheet Requirements" in text
    assert "0 gap" not in text
    assert "covered" not in text


def test_a_blank_is_quoted_with_the_row_where_it_belongs(landscape: Made, answered: Ran) -> None:
    """What hangs on a blank names the file and the row in which to fill it."""
    folder = landscape({"Services": [{**_HOUSE, "area": "banes"}], "Requirements": [{**_ASKED, "hours": "24/7"}]})

    (finding,) = answered(folder, "gaps")["findings"]

    (blank,) = [entry for entry in finding["because"] if entry["field"] == "hours" and entry["id"] == "house"]
    assert (blank["value"], blank["file"]) == (None, "case.yaml")
    assert blank["cell"].startswith("Services!")


def test_what_refuses_is_quoted(landscape: Made, answered: Ran) -> None:
    """The nearest service's hours are among the facts of an evening gap, as they are written."""
    folder = landscape(_EVENINGS)

    (finding,) = answered(folder, "gaps", "--area", "bath")["findings"]

    assert finding["nearest"][0]["service"] == "house"
    assert "hours" in {code for near in finding["nearest"] for code in near["refused_by"]} | {
        code for told in finding["statements"] for near in told["nearest"] for code in near["refused_by"]
    }
    quoted = {(b["id"], b["field"]): b["value"] for b in finding["because"]}
    assert quoted["house", "hours"] == "Mon-Fri 09:00-17:00"


def test_ids_outlive_what_else_changes(landscape: Made, answered: Ran) -> None:
    """The id of a finding stands while its requirement and verdict do, whatever its share."""
    wide = landscape(_EVENINGS, "wide")
    narrow = landscape({**_EVENINGS, "Services": [{**_EVENINGS["Services"][0], "area": "banes"}]}, "narrow")

    (one,), (other,) = answered(wide, "gaps")["findings"], answered(narrow, "gaps")["findings"]

    assert one["id"] == other["id"]
    assert one["share"] != other["share"]


def test_python_gives_what_the_command_gives(landscape: Made, answered: Ran) -> None:
    """The library call and the command are one."""
    folder = landscape(_EVENINGS)
    wanted = answered(folder, "gaps", "--area", "bath")

    with Workspace.open(folder) as workspace:
        result = gaps(workspace, datetime.date(2018, 1, 30), Filter(area="bath")).result()

    assert json.loads(result.to_json()) == wanted


def test_what_the_statements_leave_is_told(landscape: Made, capsys: pytest.CaptureFixture[str]) -> None:
    """More pieces than statements: the text says how many are smaller, how much was told, and where the rest is; the
    remainder still adds up to every verdict's share."""
    services = [
        {**_HOUSE, "id": f"s{n}", "name": f"S{n}", "area": "bath" if n % 2 else "keynsham",
         "ages": f"{n * 5}-{n * 5 + 3}", "hours": f"Mon-Fri {6 + n:02}:00-{14 + n // 2:02}:15"}
        for n in range(11)
    ]  # fmt: skip
    folder = landscape({"Services": services, "Requirements": [{**_ASKED, "hours": "24/7"}]})
    words = ["gaps", "-C", str(folder), "--as-of", "2018-01-30", "--remainder", str(folder / "r.csv")]

    main(words)
    text = capsys.readouterr().out
    main([*words, "--json"])
    (finding,) = json.loads(capsys.readouterr().out)["findings"]

    assert finding["smaller"]["pieces"] > 0
    assert f"and {finding['smaller']['pieces']} smaller" in text
    assert "the rest is in the file of --remainder" in text
    told = sum(statement["share"] for statement in finding["statements"])
    assert told + finding["smaller"]["share"] == pytest.approx(finding["share"], abs=1e-5)
    rows = csv.DictReader((folder / "r.csv").read_text(encoding="utf-8-sig").splitlines())
    assert sum(float(row["share"]) for row in rows) == pytest.approx(finding["share"], abs=1e-6)

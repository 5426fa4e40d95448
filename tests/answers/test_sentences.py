"""Answer one small landscape for each sentence of the reference, worked by hand, from the file to the JSON."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import pytest
import yaml

_FILE = pathlib.Path(__file__).parent.parent / "data" / "cases" / "sentences.yaml"
_CASES = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
_READ = {
    "counts", "shares", "people", "hangs_on", "faults", "pairs", "said", "never", "verdict", "reaches", "wait",
    "relies_on", "dates_from", "box_steps", "box_ages", "everyone_share",
}  # fmt: skip


def _hanging(answer: Any) -> list[str]:
    rows = answer["findings"] or [answer]
    return [f"{h['label']} {h['id']} {h['field']}" for row in rows for h in row.get("hangs_on", ())]


def _faults(answer: Any) -> list[str]:
    found = [f"{f['subject']['id']} {one['code']} {f['verdict']}" for f in answer["findings"] for one in f["faults"]]
    return sorted(found)


def _pair(row: Any) -> str:
    share = "null" if row["share"] is None else row["share"]
    linked = ";".join(row["linked"]) if isinstance(row["linked"], list) else row["linked"]
    return f"{row['a']['service']} {row['b']['service']} {row['verdict']} {row['function']} {share} {linked or '-'}"


def _boxes(answer: Any, side: str) -> list[Any]:
    return sorted(fault["box"][side] for f in answer["findings"] for fault in f["faults"])


def _found(answer: Any, name: str) -> Any:
    """What the answer says of one thing that a case expects."""
    findings = answer["findings"]
    if name in ("shares", "people"):
        return next(f for f in findings if f["kind"] == "gap")[name]
    if name == "relies_on":
        rows = [f for f in findings if f["kind"] == "relies_on"]
        return [f"{f['subject']['id']} {f['relies_on']} {' '.join(f['box']['areas'])}" for f in rows]
    helping = [path for path in answer.get("paths", ()) if path["end"] == "helped"]
    told: dict[str, Callable[[], Any]] = {
        "hangs_on": lambda: _hanging(answer),
        "faults": lambda: _faults(answer),
        "pairs": lambda: [_pair(row) for row in findings],
        "dates_from": lambda: [row["box"]["dates"]["from"] for row in findings],
        "box_steps": lambda: _boxes(answer, "steps"),
        "box_ages": lambda: _boxes(answer, "ages"),
        "verdict": lambda: answer["verdict"],
        "reaches": lambda: sorted({path["steps"][-1]["service"] for path in helping}),
        "wait": lambda: helping[0]["wait_days"],
        "everyone_share": lambda: round(sum(row["share"] for row in findings), 6),
    }
    return told[name]()


@pytest.mark.parametrize("case", [pytest.param(case, id=case["says"]) for case in _CASES])
def test_sentence(
    case: Any, landscape: Callable[..., pathlib.Path], answered: Callable[..., Any], told: Callable[..., str]
) -> None:
    """The answer is what the sentence says."""
    expect = dict(case["expect"])
    assert set(expect) <= _READ
    folder = landscape({sheet: [dict(row) for row in rows] for sheet, rows in case["given"].items()})
    words = [word.replace("+", " ") if ":" in word else word for word in case["ask"].split()]

    answer = answered(folder, *words)

    for name, many in expect.pop("counts", {}).items():
        assert answer["counts"][name] == many, name
    said = told(folder, *words) if {"said", "never"} & set(expect) else ""
    assert [words for words in expect.pop("said", ()) if words not in said] == []
    assert [words for words in expect.pop("never", ()) if words in said] == []
    assert {name: _found(answer, name) for name in expect} == expect

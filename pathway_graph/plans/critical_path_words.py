"""Write what decides a date so that a board can read it."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pathway_graph.analysis.phrases import day_in_words
from pathway_graph.answers.findings import limits

from .risk_words import risk_sentences

__all__ = ["TABLE", "Told", "sentences", "title"]

_MOST = 10
TABLE = 2 * _MOST
"""How many activities are told with what they have to spare."""


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """What sentences say of single activities: why each is where it is, what it is called, and which are tightest.

    `tightest`: how many can move the target at all, and id, `room` in working days and early finish of the first few.
    """

    why: Callable[[str], str]
    names: Mapping[str, str]
    tightest: tuple[int, Sequence[Mapping[str, Any]]]


def title(told: Mapping[str, Any], day: datetime.date) -> str:
    """Say the date, and how it stands to what was promised."""
    if told["to"] is None:
        return "Nothing in the plan is scheduled."
    name = told["steps"][-1]["name"]
    text = f"{name} ({told['to']}) is forecast for {_day(told['finish'])}"
    if told["promise"]:
        text += f", {_beside(told['promise'])}"
    ends = told["finish_range"]
    text += f". As at {day_in_words(day.toordinal())}."
    if ends and ends[0][:10] != ends[1][:10]:
        text += (
            " Some dates are not exact: the forecast reads starts at their earliest and finishes at their latest. With "
            f"all of them at their earliest it would be {_day(ends[0])}, with all at their latest {_day(ends[1])}."
        )
        if not ends[0] <= told["finish"] <= ends[1]:
            text += (
                " The forecast lies outside these two, since what states no duration is taken to last from its earliest"
                " start to its latest finish."
            )
    return text


def _beside(promise: Mapping[str, Any]) -> str:
    days, words = promise["days"], promise["words"]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
        words = _day(words)
    if not promise["minutes"]:
        return f"as promised ({words})"
    word = "before" if days > 0 else "after"
    return f"{_days(abs(days))} {word} what was promised ({words})"


def _days(days: float) -> str:
    number = f"{days:.1f}".removesuffix(".0")
    return f"{number} working day{'' if number == '1' else 's'}"


def _day(moment: str) -> str:
    return day_in_words(datetime.date.fromisoformat(moment[:10]).toordinal())


def _supposed(told: Mapping[str, Any], name: str) -> Iterator[str]:
    """Tell what a scenario does, or several side by side."""
    several = told.get("scenarios")
    if not several and not told.get("what_if"):
        return
    from pathway_graph.boards.what_if_words import scenario_sentences, side_by_side

    if several:
        yield ""
        yield from side_by_side(several, name, told["finish"])
    for found in several or [told["what_if"]]:
        yield ""
        yield from scenario_sentences(found, name)


def sentences(told: Mapping[str, Any], single: Told, near: float) -> Iterator[str]:
    """Tell the chain, what is nearly as tight, how much everything else may slip, and what is wrong."""
    if told["to"] is None:
        return
    name = told["steps"][-1]["name"]
    yield from _supposed(told, name)
    if told.get("scenarios"):
        return
    yield ""
    yield "What decides it, first to last:"
    for number, step in enumerate(told["steps"], 1):
        yield from _step(number, step, single)
    yield from _near(told["near"], near)
    yield from risk_sentences(told.get("risk"), name, told["finish"], single.names)
    yield from _table(*single.tightest, name)
    yield from _programmes(told["programmes"])
    yield from _wrong(told["findings"])
    yield from _quality(told["quality"])
    if told["assumed"]:
        yield ""
        yield "What this rests on:"
        yield from (f"  {line}" for line in told["assumed"][:_MOST])
        yield from (f"  {line}" for line in limits(_MOST, len(told["assumed"]), "assumptions"))


def _step(number: int, step: Mapping[str, Any], single: Told) -> Iterator[str]:
    if step["finish"] is None:
        dates = "without a date"
    elif step["start"] == step["finish"]:
        dates = _day(step["finish"])
    else:
        dates = f"{_day(step['start'])} to {_day(step['finish'])}"
    yield f"  {number}. {step['name']} ({step['id']}): {dates}"
    if step["label"] == "Milestone":
        yield f"     {single.why(step['id'])}."
    if step["words"]:
        yield f"     {step['words']}"


def _near(chains: Sequence[Mapping[str, Any]], near: float) -> Iterator[str]:
    if not chains:
        return
    yield ""
    yield f"Nearly as tight ({_days(near)} or less to spare):"
    for chain in chains[:_MOST]:
        room = chain["float"]["days"]
        spare = f"{_days(room)} to spare" if room else "nothing to spare either"
        yield f"  {' -> '.join(chain['ids'])}: {spare}"
        yield from (f"    {step['words']}" for step in chain["steps"] if step["words"])
    yield from limits(_MOST, len(chains), "chains")


def _table(many: int, rows: Sequence[Mapping[str, Any]], name: str) -> Iterator[str]:
    """Tell how much later each may be: the tightest first."""
    if not rows:
        return
    yield ""
    yield f"How much later each may be before {name} moves:"
    for row in rows:
        room = row["room"]
        words = _days(room) if room > 0 else f"{_days(-room)} too late already" if room < 0 else "no day"
        yield f"  {row['id']}: {words} (ends {_day(row['early_finish'])})"
    yield from (f"  {line}" for line in limits(TABLE, many, "activities"))


def _programmes(programmes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if len(programmes) > 1:
        yield ""
        ends = "; ".join(f"{row['id']} {_day(row['finish'])}" for row in programmes)
        yield f"Programmes end: {ends}."


def _wrong(findings: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    worth = [row for row in findings if row["severity"] != "low"]
    if worth:
        yield ""
        yield "To settle:"
        for row in worth[:_MOST]:
            place = f" [{row['stated']}]" if row.get("stated") else ""
            yield f"  {row['severity'].upper()}: {row['title']}. {row['remedy']}{place}"
        yield from (f"  {line}" for line in limits(_MOST, len(worth), "findings"))


def _quality(checks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    checks = list(checks)
    if not checks:
        return
    yield ""
    failed = sum(check["passed"] is False for check in checks)
    yield f"The plan fails {failed} of the DCMA's 14 points:"
    for check in checks:
        mark = {True: "passed", False: "FAILED", None: "not stated"}[check["passed"]]
        if check["value"] is None:
            yield f"  {check['number']}. {check['name']}: {mark} ({check['text']})"
            continue
        sign = "at least" if check["number"] in (4, 13, 14) else "at most"
        yield (f"  {check['number']}. {check['name']}: {mark}, {check['count']} of {check['of']} {check['text']} "
               f"({check['value']:.3g}, {sign} {check['threshold']:g})")  # fmt: skip

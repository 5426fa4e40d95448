"""Write what `gaps` found as lines that a board can read."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pathway_graph.analysis.coverage import Coverage
from pathway_graph.analysis.english import day_in_words
from pathway_graph.analysis.gaps import percent

from .findings import limits
from .naming import Names

__all__ = ["MOST", "finding_lines", "present_lines", "sentences"]

MOST = 25
"""Findings that a terminal is shown; JSON and CSV have them all."""
_NEAREST = 5


def sentences(rows: Sequence[Mapping[str, Any]], assumptions: Sequence[str]) -> list[str]:
    """Tell the most severe findings, how many more there are, and what was assumed."""
    found = [line for row in rows[:MOST] for line in ("", *finding_lines(row))]
    if not rows:
        found += ["", "Everything that is asked for is covered."]
    more = limits(min(MOST, len(rows)), len(rows), "findings")
    return [*found, *(["", *more] if more else []), *(["", *assumptions] if assumptions else [])]


def finding_lines(row: Mapping[str, Any]) -> Iterator[str]:
    """Tell one finding: the sentence, its statements, what is nearest, what it hangs on, where it is stated."""
    accepted = f" [{row['state']}]" if row["state"] in ("accepted", "reopened") else ""
    yield f"{row['severity'].upper()}{accepted}: {row['title']}"
    statements = row.get("statements", ())
    if len(statements) > 1:
        for told in statements:
            yield f"  - {told['words']}: {_share(told)}{_people(told)}"
        if pieces := row["smaller"]["pieces"]:
            told = percent(1 - row["smaller"]["share"] / row["share"])
            rest = f"told {told} of it; the rest is in the file of --remainder FILE.csv"
            yield f"  - and {pieces} smaller, {percent(row['smaller']['share'])}: {rest}"
    remarks = dict.fromkeys(remark for told in statements for remark in told["remarks"])
    yield from (f"  Note: {remark}." for remark in remarks)
    if row.get("people") is not None:
        affected = "People whom it may concern" if row["verdict"] == "not_known" else "People affected"
        yield f"  {affected}: {row['people']:,}."
    if row.get("opens_on"):
        yield f"  Planned from {_day(row['opens_on'])}."
    yield from (f"  Nearest: {near['words']}." for near in row.get("nearest", ())[:_NEAREST])
    if row.get("taking_nobody"):
        yield f"  Full or paused, so counted as nothing: {row['full_or_paused']}."
    if row.get("hangs_on"):
        yield f"  Ask for: {row['ask_for']}."
    dates = (row.get("box") or {}).get("dates", {})
    if dates.get("until"):
        yield f"  True until {_day(dates['until'])}, when something that it rests on begins or ends."
    if row["stated"]:
        yield f"  Stated in: {row['stated']}{'. Rests in part on an assumption of ours' if row['assumed'] else ''}."
    yield f"  {row['id']}, {row['state']}; {row['severity']}: {row['severity_because']}. {row['remedy']}"


def _share(told: Mapping[str, Any]) -> str:
    """Say the share of a whole statement, and how much of it those above have not told: statements may overlap."""
    whole, new = percent(told["whole_share"]), percent(told["share"])
    return whole if whole == new else f"{whole}, of which {new} is not told above"


def _day(iso: str) -> str:
    return day_in_words(datetime.date.fromisoformat(iso).toordinal())


def _people(told: Mapping[str, Any]) -> str:
    return f", {told['people']:,} people" if told["people"] is not None else ""


def present_lines(present: Sequence[Mapping[str, Any]], coverage: Coverage, names: Names) -> Iterator[str]:
    """Tell what is there, function by function and area by area, where nothing is required."""
    areas = coverage.space.areas.names
    if not present:
        yield "  Nothing: no service that is open delivers a function."
    for row in present[:MOST]:
        where = [row[name] for name in ("ages", "steps", "hours") if row[name]] or ["nothing else is stated"]
        more = "; more may be there" if row["maybe_more"] else ""
        services = ", ".join(names.of("Service", id) for id in row["services"])
        yield f"  {row['name']} in {areas[row['area']]}: {', '.join(where)} ({services}){more}"
    yield from limits(min(MOST, len(present)), len(present), "functions and areas")

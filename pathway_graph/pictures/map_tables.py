"""Word what a map shows as tables: the handoffs at risk by number, what is missing, duplicates by letter, services."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pathway_graph.analysis.duplicates import Duplicate
from pathway_graph.analysis.gaps import GapFinding, percent

from .drawing import Table
from .picture import Edge

__all__ = ["handoffs", "services", "twice", "unmet"]

Row = Mapping[str, Any]


def handoffs(edges: Sequence[Edge]) -> Table:
    """List the numbered edges: what is wrong with each."""
    rows = tuple((e.number, e.words, "fails" if e.certain else "not known") for e in edges)
    styles = tuple("broken" if e.certain else "unknown" for e in edges)
    return Table("Handoffs at risk", ("Number", "In words", "Verdict"), rows, styles=styles, brief=(0, 1))


def unmet(findings: Iterable[GapFinding]) -> Table:
    """List every requirement that is not wholly covered."""
    kept = list(findings)
    rows = tuple(
        (found.requirement.name, found.verdict.replace("_", " "), percent(found.share), found.title,
         "; ".join(near.words for told in found.statements[:1] for near in told.nearest))
        for found in kept
    )  # fmt: skip
    headers = ("What should be there", "Verdict", "Share", "In words", "Nearest")
    ids = tuple(f"Requirement#{f.requirement.id}" if f.verdict == "gap" else "" for f in kept)
    return Table("What is asked for and not covered", headers, rows, ids=ids)


def twice(groups: Iterable[tuple[str, Sequence[Duplicate]]], names: Mapping[str, str]) -> Table:
    """List the duplicates by their letter: which services, and the largest overlap in words."""
    rows = []
    for letter, group in groups:
        ends = sorted({names[side.service] for pair in group for side in (pair.a, pair.b)})
        value = max((pair.annual_value or 0 for pair in group), default=0)
        rows.append((letter, "; ".join(ends), group[0].title, f"£{value:,.0f} a year" if value else "not stated"))
    headers = ("Letter", "Services", "The largest overlap", "Value of the largest")
    return Table("Duplicates that no handoff links", headers, tuple(rows), styles=("duplicate",) * len(rows))


def services(
    rows: Iterable[Row], facts: Mapping[str, Mapping[str, tuple[str, ...]]], provisions: Mapping[str, Sequence[Row]],
    sources: Mapping[str, Sequence[Row]], day: datetime.date, style: Callable[[Row, datetime.date], str | None],
) -> Table:  # fmt: skip
    """List every service that is drawn, with where it is stated."""
    found = []
    kept = list(rows)
    for service in kept:
        offered, told = provisions[service["id"]], facts[service["id"]]
        stated = [f"{s['document']}, {s['locator']}" for s in sources[service["id"]] if not s["field"]]
        status = service["status"] or "open"
        if style(service, day) == "planned":
            status = f"planned, {service['opens'] or 'no date'}"
        found.append(
            (service["name"], _joined(told["provider"]), _joined(told["function"]), _joined(told["area"]),
             _joined(p["hours"] or "not stated" for p in offered), _joined(p["ages"] or "not stated" for p in offered),
             _joined(f"{p['wait']} days" for p in offered if p["wait"]), status, _joined(stated))
        )  # fmt: skip
    headers = ("Service", "Provider", "Function", "Area", "Hours", "Ages", "Wait", "Status", "Stated in")
    return Table("Services", headers, tuple(found), ids=tuple(row["id"] for row in kept))


def _joined(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(values)) or "not stated"

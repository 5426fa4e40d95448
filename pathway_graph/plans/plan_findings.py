"""Turn what a schedule shows to be wrong into findings: broken links, dates that cannot be met, loops."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.field import Field
from pathway_graph.analysis.scheduling import Schedule, Unscheduled
from pathway_graph.analysis.scheduling.quality import Check, loose_ends, quality
from pathway_graph.analysis.scheduling.remarks import Remark
from pathway_graph.answers.evidence import Evidence
from pathway_graph.answers.findings import finding_id, sources_line
from pathway_graph.errors import Problem

from .assembly import Planned

if TYPE_CHECKING:
    from pathway_graph.storage.ledger import Ledger

__all__ = ["findings_of", "located", "quality_rows", "row_of", "to_blame"]

_SEVERITY = {
    "cannot_be_met": "high", "broken_link": "high", "loop": "high", "unknown_date": "medium", "progress": "medium",
    "out_of_sequence": "medium", "planned_backwards": "medium", "manual_without_dates": "medium",
}  # fmt: skip
_REMEDIES = {
    "cannot_be_met": "Bring what drives it forward, or agree another date.",
    "broken_link": "Take out the constraint or the link: both cannot be kept.",
    "unknown_date": "Ask whoever gives it for a date.",
    "progress": "Correct the progress that contradicts itself.",
    "out_of_sequence": "See whether the link is right: what was to wait is finished.",
    "planned_backwards": "Correct one of the two dates.",
    "no_predecessor": "Say what it waits for, or that it starts with the programme.",
    "no_successor": "Say what waits for it.",
    "open_start": "Say what its start waits for.",
    "open_finish": "Say what its finish drives.",
}
_FIELDS = {
    "cannot_be_met": ("deadline", "constraint_on", "second_constraint_on"),
    "broken_link": ("constraint_on", "planned_start", "planned_finish"),
    "out_of_sequence": ("actual_start", "actual_finish"),
    "planned_backwards": ("planned_start", "planned_finish"),
    "progress": ("percent_complete", "actual_start", "actual_finish"),
}


def findings_of(result: Schedule, planned: Planned, ledger: Ledger) -> list[dict[str, Any]]:
    """Give the findings of a schedule and its loose ends, with the facts that they rest on, most severe first."""
    remarks = [r for r in (*result.remarks, *loose_ends(result)) if r.sort == "finding"]
    fields = {remark: _fields(remark, planned) for remark in remarks}
    evidence = Evidence(ledger, [field for each in fields.values() for field in each])
    names = {row.id: row.name or row.id for row in planned.plan.activities}
    rows = [_row(remark, fields[remark], planned, names, evidence) for remark in remarks]
    rank = {"high": 0, "medium": 1, "low": 2}
    return sorted(rows, key=lambda row: (rank[row["severity"]], row["verdict"], row["subject"]["id"], row["id"]))


def _fields(remark: Remark, planned: Planned) -> list[Field]:
    found = []
    for id in remark.ids[:1]:
        label, own = planned.stored(id)
        found = [Field(label, own, name) for name in _FIELDS.get(remark.kind, ("id",))]
    for id in remark.ids[1:]:
        label, own = planned.stored(id)
        if label == "Dependency":
            found.append(Field(label, own, "promised"))
    return found


def _row(
    remark: Remark, fields: list[Field], planned: Planned, names: Mapping[str, str], evidence: Evidence
) -> dict[str, Any]:
    label, id = planned.stored(remark.ids[0])
    text = remark.text
    for each in remark.ids:
        text = text.replace(each, planned.shown(each))
    because = [entry for entry in evidence.because(fields) if entry["value"] is not None]
    several = remark.kind not in ("cannot_be_met", "broken_link", "out_of_sequence", "unknown_date")
    title = f"{', '.join(names.get(i, i) for i in remark.ids[:3])}: {text}" if several else text
    if len(remark.ids) > 3 and several:
        title = f"{len(remark.ids)} activities: {text}"
    if remark.kind == "unknown_date":
        title = f"{names.get(remark.ids[0], remark.ids[0])} {text}"
    return {
        "id": finding_id(("schedule_quality", remark.kind, *remark.ids)), "kind": "schedule_quality",
        "verdict": remark.kind, "severity": _SEVERITY.get(remark.kind, "low"), "title": title,
        "subject": {"label": label, "id": id, "name": names.get(remark.ids[0], id)},
        "ids": [planned.shown(each) for each in remark.ids], "box": None, "share": None, "people": None,
        "because": because, "stated": sources_line(because, evidence.title),
        "remedy": _REMEDIES.get(remark.kind, "Correct what it names."), "state": "new",
    }  # fmt: skip


def quality_rows(result: Schedule, planned: Planned) -> list[dict[str, Any]]:
    """Give the fourteen points of the DCMA, each with its count, what it is out of, and its threshold."""
    return [_check(check, planned) for check in quality(result)]


def _check(check: Check, planned: Planned) -> dict[str, Any]:
    return {
        "number": check.number, "name": check.name, "count": check.count, "of": check.of,
        "value": None if check.value is None else round(float(check.value), 4), "threshold": float(check.threshold),
        "passed": check.passed, "text": check.text, "ids": [planned.shown(id) for id in check.ids],
    }  # fmt: skip


def located(error: Unscheduled, planned: Planned, ledger: Ledger) -> Unscheduled:
    """Give the error of a plan that cannot be scheduled with names and with the rows and cells to mend."""
    if error.loops:
        return Unscheduled(*_loops(error, planned, ledger), ids=error.ids, loops=error.loops)
    blamed = [(problem, row_of(planned, to_blame(error, problem))) for problem in error.problems]
    fields = [Field(label, id, _STATED.get(problem.code, problem.field or "id")) for problem, (label, id) in blamed]
    evidence = Evidence(ledger, fields)
    told = []
    for problem, field in zip(error.problems, fields, strict=True):
        at = evidence.because([field])[0]
        place = f"{problem.message.removesuffix('.')}{_at(at)}."
        told.append(dataclasses.replace(problem, message=place, file=at["file"] or problem.file))
    return Unscheduled(*told, ids=error.ids)


_STATED = {"PG351": "hours", "PG352": "duration", "PG353": "holidays", "PG361": "starts"}


def row_of(planned: Planned, id: str) -> tuple[str, str]:
    """Give label and id of a row that is to blame, which may be a programme or a calendar, too."""
    nodes = planned.columns.nodes
    named = (label for label in ("Milestone", "Programme", "Calendar") if any(row["id"] == id for row in nodes[label]))
    return planned.stored(id) if id in planned.rows else (next(named, "Milestone"), id)


def to_blame(error: Unscheduled, problem: Problem) -> str:
    """Give the id of the row of a plan that a problem speaks of, "" where it speaks of none."""
    return next(iter(error.ids), "") or problem.value or ""


def _loops(error: Unscheduled, planned: Planned, ledger: Ledger) -> Iterator[Problem]:
    names = {row.id: row.name or row.id for row in planned.plan.activities}
    above = {row.id: row.part_of for row in planned.plan.activities}

    def stands(id: str, for_: str) -> bool:
        while id and id != for_:
            id = above.get(id, "")
        return id == for_

    for loop in error.loops:
        around = [*zip(loop, (*loop[1:], loop[0]), strict=True)]
        links = [
            next((link.id for link in planned.plan.links if stands(link.source, a) and stands(link.target, b)), "")
            for a, b in around
        ]
        rows = list(dict.fromkeys(filter(None, links)))
        evidence = Evidence(ledger, [Field("Dependency", id, "blocks") for id in rows])
        cells = {entry["id"]: entry for entry in evidence.because([Field("Dependency", id, "blocks") for id in rows])}
        supposed = [f"{b} waits for {a} (supposed)" for (a, b), link in zip(around, links, strict=True) if not link]
        told = ", ".join([*(f"{id}{_at(cells.get(id, {}))}" for id in rows), *supposed])
        words = " -> ".join(f"{id} ({names[id]})" if names.get(id, id) != id else id for id in loop)
        first = cells.get(rows[0], {}) if rows else {}
        message = f"{words} -> {loop[0]}: each waits for the one before; the links are {told}."
        yield Problem("PG350", message, "Take one of these links out.", file=first.get("file") or "", value=loop[0])


def _at(entry: Mapping[str, Any]) -> str:
    return f" ({entry['cell']})" if entry.get("cell") else ""

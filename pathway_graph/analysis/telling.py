"""Put the findings of gaps and duplicates into the JSON that scripts rely on, and the exact remainder into rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from .boxes import AGES, STEPS
from .changes import Span, lasting
from .coverage import Judgement
from .duplicates import Duplicate, Duplicates, Side
from .gaps import GapFinding, Gaps, Told
from .inventory import HOW_TO_ASK
from .reliance import Reliance
from .shares import MILLION, apportioned
from .space import UNTESTED, Values
from .standing import COVERED, VERDICTS, Field

__all__ = ["REMAINDER", "duplicate_dict", "duplicates_dict", "gap_dict", "gaps_dict", "reliance_dict", "remainder"]

REMAINDER = (
    "requirement", "verdict", "areas", "needs", "groups", "age_from", "age_until", "step_from", "step_to", "minutes",
    "share",
)  # fmt: skip
"""The columns of the remainder."""

Json = dict[str, Any]


def gaps_dict(answer: Gaps) -> Json:
    """The parts of the envelope that `gaps` answers for; the caller adds the workspace, the ids, and the facts."""
    findings = [gap_dict(finding, answer) for finding in answer.findings]
    found: Json = {
        "counts": answer.counts,
        "findings": findings + [reliance_dict(finding) for finding in answer.reliance],
        "assumptions": list(answer.assumptions),
    }
    if answer.present:
        found["present"] = [
            {
                "function": row.function, "area": row.area, "services": list(row.services), "ages": row.ages,
                "steps": row.steps, "hours": row.hours, "maybe_more": row.maybe_more,
            }
            for row in answer.present
        ]  # fmt: skip
    if not answer.counts["requirements"]:
        found["how_to_ask"] = HOW_TO_ASK
    return found


def gap_dict(finding: GapFinding, answer: Gaps) -> Json:
    """A finding of kind gap."""
    requirement = finding.requirement
    span = lasting(answer.coverage, requirement)
    statements = [_statement(told, span) for told in finding.statements]
    return {
        "kind": "gap",
        "key": list(finding.key),
        "verdict": finding.verdict,
        "severity": finding.severity,
        "severity_because": finding.severity_because,
        "title": finding.title,
        "subject": {"label": "Requirement", "id": requirement.id, "name": requirement.name},
        "basis": requirement.basis,
        "box": statements[0]["box"] if statements else None,
        "share": finding.share,
        "shares": finding.shares,
        "counts": finding.counts,
        "people": finding.people,
        "statements": statements,
        "smaller": {"pieces": finding.smaller, "share": finding.smaller_share},
        "nearest": statements[0]["nearest"] if statements else [],
        "hangs_on": _fields(finding.hangs_on),
        "taking_nobody": list(finding.taking_nobody),
        "opens": _day(finding.from_day),
        "remedy": finding.remedy,
    }


def _statement(told: Told, span: Span) -> Json:
    return {
        "box": box_dict(told.box, told.words, span),
        "share": told.share,
        "whole_share": told.whole_share,
        "people": told.people,
        "nearest": [
            {"service": near.service, "refused_by": list(near.refused_by), "words": near.words} for near in told.nearest
        ],
        "remarks": list(told.remarks),
    }


def reliance_dict(finding: Reliance) -> Json:
    """A finding of kind relies_on."""
    return {
        "kind": "relies_on",
        "key": list(finding.key),
        "verdict": finding.verdict,
        "severity": "medium",
        "title": finding.title,
        "subject": {"label": "Function", "id": finding.function},
        "relies_on": finding.relies_on,
        "box": {"areas": list(finding.areas)},
    }


def duplicates_dict(answer: Duplicates) -> Json:
    """The parts of the envelope that `duplicates` answers for."""
    return {
        "counts": answer.counts,
        "findings": [duplicate_dict(finding) for finding in answer.findings],
        "unlisted": answer.unlisted,
        "hangs_on": [{**_fields([field])[0], "pairs": many} for field, many in answer.hanging],
        "groups": [
            {
                "function": group.function, "services": list(group.services), "least_share": group.least_share,
                "annual_value": group.annual_value,
            }
            for group in answer.groups
        ],
        "assumptions": [],
    }  # fmt: skip


def duplicate_dict(finding: Duplicate) -> Json:
    """A finding of kind duplicate."""
    begins = Span(finding.from_day, None)
    return {
        "kind": "duplicate",
        "key": list(finding.key),
        "verdict": finding.verdict,
        "severity": finding.severity,
        "title": finding.title,
        "subject": {"label": "Service", "id": finding.a.service},
        "a": _side(finding.a),
        "b": _side(finding.b),
        "function": finding.function,
        "box": box_dict(finding.boxes[0], finding.words, begins),
        "boxes": [box_dict(values, finding.words, begins) for values in finding.boxes],
        "share": finding.share,
        "weekly_hours": None if finding.weekly_minutes is None else round(finding.weekly_minutes / 60, 2),
        "annual_value": finding.annual_value,
        "linked": {"handoffs": list(finding.linked)} if finding.linked else None,
        "told_beside": list(finding.told_beside),
        "hangs_on": _fields(finding.hangs_on),
        "later": finding.later,
    }


def _side(side: Side) -> Json:
    return {"service": side.service, "provision": side.provision}


def box_dict(values: Values, words: str, span: Span) -> Json:
    """A box: ids, half-open spans (steps inclusive), the days on which it stays true, and the words."""
    return {
        "areas": list(values.areas),
        "needs": list(values.needs),
        "groups": list(values.groups),
        "ages": [list(pair) for pair in values.ages],
        "steps": [list(pair) for pair in values.steps],
        "minutes": [list(pair) for pair in values.minutes],
        "dates": {"from": _day(span.start), "until": _day(span.until)},
        "not_tested": list(values.not_tested),
        "words": words,
    }


def remainder(answer: Gaps) -> Iterator[Json]:
    """The exact, disjoint pieces of all that is not covered, as rows of `REMAINDER`.

    One row for each span of ages and of steps. Shares are of the requirement, six decimals, and the rows of a verdict
    add up to its share exactly. A point in no row is covered.
    """
    for judgement in answer.judged:
        for level in judgement.shares:
            if level != COVERED:
                yield from _rows(answer, judgement, level)


def _rows(answer: Gaps, judgement: Judgement, level: int) -> Iterator[Json]:
    space, rows, weights = answer.coverage.space, [], []
    for part, piece in judgement.pieces(level):
        box = part.grid.outer(piece)
        for ages in runs(box[AGES]):
            for steps in runs(box[STEPS]):
                cut = (*box[:AGES], ages, *box[AGES + 1 : STEPS], steps, *box[STEPS + 1 :])
                rows.append(space.values(cut))
                weights.append(judgement.measure.volume(cut))
    millionths = apportioned(weights, round(judgement.shares[level] * MILLION))
    for values, share in zip(rows, millionths, strict=True):
        step = values.steps[0] if values.steps else ("", "")
        yield {
            "requirement": judgement.requirement.id,
            "verdict": VERDICTS[level],
            "areas": ";".join(values.areas),
            "needs": ";".join(values.needs),
            "groups": ";".join(values.groups),
            "age_from": values.ages[0][0],
            "age_until": values.ages[0][1],
            "step_from": step[0],
            "step_to": step[1],
            "minutes": ";".join(f"{low}-{high}" for low, high in values.minutes),
            "share": f"{share / MILLION:.6f}",
        }


def runs(mask: int) -> Iterator[int]:
    """The unbroken runs of a side; "not tested" is one."""
    if mask == UNTESTED:
        yield mask
        return
    while mask:
        low = mask & -mask
        run = mask & ~(mask + low)
        yield run
        mask ^= run


def _fields(fields: tuple[Field, ...] | list[Field]) -> list[Json]:
    return [{"label": field.label, "id": field.id, "field": field.field} for field in fields]


def _day(day: int | None) -> str | None:
    return None if day is None else datetime.date.fromordinal(day).isoformat()

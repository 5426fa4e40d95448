"""Write the findings of `handoffs`: how severe each is, what it rests on, and how it reads."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.boxes import AGES, AREAS, bits
from pathway_graph.analysis.english import box_in_words
from pathway_graph.analysis.ground import Ground, stated_dimensions
from pathway_graph.analysis.handoff_faults import Fault
from pathway_graph.analysis.handoff_words import REMEDIES, fault_words, title
from pathway_graph.analysis.handoffs import Finding
from pathway_graph.analysis.hangs import FIELDS
from pathway_graph.analysis.standing import Field

from .evidence import Evidence
from .finding_states import States
from .findings import box_of, finding_id, sources_line
from .rules import Rules

if TYPE_CHECKING:
    from pathway_graph.analysis.landscape import Date, Provision, Requirement, Service

__all__ = ["Around", "Grade", "Turns", "facts_of", "finding_row", "graded"]

_FALLING = (*("ages", "steps", "groups", "needs", "areas", "hours"), "dates", "nobody", "no_way_on")
"""The codes by which people are left with no other way."""
_PAPERS = ("kind", "to", "immediate", "protocol", "agreement", "max_wait")
_CODE_FIELD = {"areas": 0, "ages": 1, "needs": 2, "groups": 3, "steps": 4, "hours": 5}


@dataclasses.dataclass(frozen=True, slots=True)
class Grade:
    """A finding with its id, the people of its boxes (None: not all are counted), its severity and the reason."""

    finding: Finding
    id: str
    people: int | None
    severity: str = ""
    because: str = ""


def facts_of(ground: Ground, finding: Finding) -> list[Field]:
    """The facts that a finding rests on: the handoff, the boxes of both ends, what is blank."""
    found: list[Field] = []
    if finding.handoff:
        said = {"kind": finding.handoff.kind != "refer", "to": True, "protocol": True}
        codes = {fault.code for fault in finding.faults}
        said.update(agreement="agreement" in codes, max_wait="wait" in codes, immediate=finding.handoff.immediate)
        found += [Field("Handoff", finding.handoff.id, name) for name in _PAPERS if said[name]]
        stated = stated_dimensions(finding.handoff.extent, finding.handoff.immediate)
        found += [Field("Handoff", finding.handoff.id, FIELDS[d]) for d in stated]
    dimensions = {FIELDS[_CODE_FIELD[fault.code]] for fault in finding.faults if fault.code in _CODE_FIELD}
    if finding.kind == "no_way_on":
        dimensions = {"ages" if finding.flow == "transition" else "steps"}
    for service in (finding.sender, *finding.to):
        for taker in ground.takers[service]:
            row = taker.provision
            found += [Field(row.label, row.id, name) for name in FIELDS if name in dimensions and taker.stated]
        if any(fault.code == "dates" for fault in finding.faults):
            found.append(Field("Service", service, "status"))
    found += [field for fault in finding.faults for field in fault.hangs_on]
    return list(dict.fromkeys(found))


def finding_row(
    ground: Ground, grade: Grade, evidence: Evidence, fields: Sequence[Field], around: Around
) -> dict[str, Any]:
    """Write one finding as JSON tells it."""
    finding, because = grade.finding, evidence.because(fields)
    dates = around.turns.around(finding)
    faults = [_fault(ground, finding, fault, dates) for fault in finding.faults]
    subject = finding.handoff
    name = subject.name if subject else ground.services[finding.sender].name
    hangs = list(dict.fromkeys(field for fault in finding.faults for field in fault.hangs_on))
    codes = list(dict.fromkeys(fault.code for fault in finding.faults))
    return {
        "id": grade.id, "kind": finding.kind, "verdict": finding.verdict, "severity": grade.severity,
        "severity_because": grade.because, "title": title(ground, finding),
        "subject": {"label": "Handoff" if subject else "Service", "id": subject.id if subject else finding.sender,
                    "name": name},
        "from": finding.sender, "to": finding.to[0] if subject and finding.to else None, "ends": list(finding.to),
        "flow": finding.flow, "faults": faults, "codes": codes,
        "box": next((fault["box"] for fault in faults if fault["box"]), None),
        "share": None, "people": grade.people,
        "hangs_on": [{"label": f.label, "id": f.id, "field": f.field} for f in hangs], "because": because,
        "assumed": any(entry["assumption"] for entry in because),
        "remedy": " ".join(dict.fromkeys(REMEDIES[code] for code in codes)), **around.states.shown(grade.id),
        "rules": around.rules.broken_by(codes), "stated": sources_line(because, evidence.title),
    }  # fmt: skip


def _fault(ground: Ground, finding: Finding, fault: Fault, dates: tuple[int | None, int | None]) -> dict[str, Any]:
    values = ground.space.values(fault.box) if fault.box else None
    box = box_of(values, box_in_words(values, ground.space), dates) if values else None
    return {"code": fault.code, "words": fault_words(ground, finding, fault), "box": box}


@dataclasses.dataclass(frozen=True, slots=True)
class Around:
    """What findings are set beside: their states on record, the days on which something turns, the rules of packs."""

    states: States
    turns: Turns
    rules: Rules


class Turns:
    """The days on which something opens or closes."""

    def __init__(self, ground: Ground) -> None:
        self._day = ground.day
        self._of: dict[str, set[int]] = {key: _days_of(service) for key, service in ground.services.items()}
        for row in ground.landscape.provisions:
            self._of[row.service] |= _days_of(row)
        self._asked = {day for row in ground.landscape.requirements for day in _days_of(row)}

    def around(self, finding: Finding) -> tuple[int | None, int | None]:
        """From and until when nothing opens or closes that a finding is about."""
        days = {day for key in (finding.sender, *finding.to) for day in self._of[key]}
        days |= self._asked if finding.kind == "no_way_on" else set()
        before, after = [day for day in days if day <= self._day], [day for day in days if day > self._day]
        return max(before, default=None), min(after, default=None)


def _days_of(holder: Service | Provision | Requirement) -> set[int]:
    return {*_turns(holder.opens, 0), *_turns(holder.closes, 1)}


def _turns(date: Date, more: int) -> Iterator[int]:
    yield from (day + more for day in (date.earliest, date.latest) if day is not None)


def _people(ground: Ground, faults: Iterable[Fault]) -> int | None:
    """The people of all areas and ages of the faults; None where not all of them are counted."""
    leaves: dict[int, int] = {}
    for fault in faults:
        for leaf in bits(fault.box[AREAS]) if fault.box else ():
            leaves[leaf] = leaves.get(leaf, 0) | (fault.box[AGES] if fault.box else 0)
    if not leaves or not all(ground.people.known(1 << leaf, ages) for leaf, ages in leaves.items()):
        return None
    people = sum((ground.people.of(1 << leaf, ages) for leaf, ages in leaves.items()), Fraction(0))
    return int(people + Fraction(1, 2))


def graded(ground: Ground, findings: Iterable[Finding]) -> list[Grade]:
    """Give each finding its severity, and put the most severe first."""
    grades = [Grade(f, finding_id((f.kind, *f.key)), _people(ground, f.faults)) for f in findings]
    counted = sorted((grade.people for grade in grades if grade.people), reverse=True)
    top = counted[(len(counted) - 1) // 5] if len(counted) >= 5 else None
    found = []
    for grade in grades:
        severity, because = _severity(grade, top)
        found.append(dataclasses.replace(grade, severity=severity, because=because))
    order = {"high": 0, "medium": 1, "low": 2}
    found.sort(key=lambda g: (order[g.severity], g.finding.verdict != "faulty", -(g.people or 0), g.id))
    return found


def _severity(grade: Grade, top: int | None) -> tuple[str, str]:
    faulty = grade.finding.verdict == "faulty"
    falling = any(fault.code in _FALLING for fault in grade.finding.faults)
    if faulty and falling:
        return "high", "there is no other way for these people"
    if faulty and top is not None and grade.people is not None and grade.people >= top:
        return "high", f"{grade.people} people are affected, which is in the top fifth"
    if faulty:
        return "medium", "people are taken, and what should carry the handoff is not there"
    return ("medium", "people may fall here") if falling else ("low", "only papers are not known")

"""Answer where people fall between two services: the findings of `handoffs`, with their facts and denominators."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.boxes import AGES, AREAS, NEEDS, Box, bits
from pathway_graph.analysis.english import box_in_words, day_in_words
from pathway_graph.analysis.ground import Ground
from pathway_graph.analysis.handoff_faults import Fault
from pathway_graph.analysis.handoff_words import REMEDIES, fault_words, title
from pathway_graph.analysis.handoffs import Audit, Finding, audit
from pathway_graph.analysis.hangs import FIELDS
from pathway_graph.analysis.standing import Field
from pathway_graph.questions import asking

from .evidence import Evidence
from .finding_states import States, states_of
from .findings import Filter, Findings, box_of, finding_id, limits, sources_line

if TYPE_CHECKING:
    from pathway_graph.analysis.landscape import Date, Landscape, Provision, Requirement, Service
    from pathway_graph.analysis.network import Shape
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "finding_row", "handoffs"]

COLUMNS = ("id", "severity", "verdict", "from", "to", "kind", "codes", "people", "title", "remedy", "stated")
MOST = 25
"""Findings that a terminal is shown; JSON and CSV have them all."""
_FALLING = (*("ages", "steps", "groups", "needs", "areas", "hours"), "dates", "nobody", "no_way_on")
"""The codes by which people are left with no other way."""
_PAPERS = ("kind", "to", "immediate", "protocol", "agreement", "max_wait")


def handoffs(workspace: Workspace, as_of: datetime.date | None = None, only: Filter | None = None) -> Findings:
    """Audit every handoff on a day, and look for those that are missing.

    `only` cuts handoffs down to those whose services or faults touch an area or need, do a function, or are a
    provider's. Raises Usage where it names what is not there. Cost: reading the graph once, then the handoffs.
    """
    landscape = snapshot.landscape(workspace.read)
    only = only or Filter()
    only.check(landscape, workspace.ledger)
    day = as_of or workspace.as_of
    return _Answer(workspace, landscape, day, only).result()


class _Answer:
    """What `handoffs` found, on its way to being shown."""

    def __init__(self, workspace: Workspace, landscape: Landscape, day: datetime.date, only: Filter) -> None:
        self._workspace, self._landscape, self._day, self._only = workspace, landscape, day, only
        self._found: Audit = audit(landscape, day.toordinal())
        self._ground = self._found.ground
        self._kept = [finding for finding in self._found.findings if self._is_meant(finding)]

    def result(self) -> Findings:
        """Write the answer: JSON by docs/handoffs.md, and sentences for people."""
        wanted = [_facts(self._ground, finding) for finding in self._kept]
        evidence = Evidence(self._workspace.ledger, (field for fields in wanted for field in fields))
        states = states_of(self._workspace.ledger, self._day)
        rows = [
            finding_row(self._ground, finding, evidence, fields, states)
            for finding, fields in zip(self._kept, wanted, strict=True)
        ]
        graded(rows)
        counts = self._counts()
        return Findings(
            "handoffs", tuple(rows), COLUMNS, asking.about(self._workspace), self._day, key="findings",
            parameters=self._only.parameters(), counts=counts, assumptions=tuple(self._assumptions(rows)),
            title=self._title(counts), sentences=tuple(self._sentences(rows)), more={"network": self._shape.to_dict()},
        )  # fmt: skip

    def _is_meant(self, finding: Finding) -> bool:
        return self._touches([finding.sender, *finding.to], [fault.box for fault in finding.faults if fault.box])

    def _touches(self, services: Sequence[str], boxes: Sequence[Box]) -> bool:
        """True if the filter leaves what concerns these services and boxes."""
        only, ground = self._only, self._ground
        meant = only.services(self._landscape)
        if meant is not None and not meant & set(services):
            return False
        rows = [taker for key in services for taker in ground.takers[key]]
        if only.function and not any(ground.meets_function(taker.provision, only.function) for taker in rows):
            return False
        near = list(boxes) or [taker.may for taker in rows]
        if only.area and not any(box[AREAS] & ground.space.areas.masks[only.area] for box in near):
            return False
        return not only.need or any(box[NEEDS] & ground.space.needs.masks[only.need] for box in near)

    def _counts(self) -> dict[str, int]:
        """Handoffs by their verdict, of those that the filter leaves; the findings that belong to no single handoff."""
        if not self._only.parameters():
            return dict(self._found.counts)
        counts = dict.fromkeys(self._found.counts, 0)
        told = {finding.handoff.id: finding for finding in self._kept if finding.handoff}
        faulty = {finding.handoff.id for finding in self._found.findings if finding.handoff}
        left_out = set(self._found.left_out)
        for handoff in self._landscape.handoffs:
            ends = [handoff.sender, *([handoff.receiver] if handoff.receiver else [])]
            if handoff.id in left_out or not (handoff.id in told or handoff.id not in faulty):
                continue
            if handoff.id in told or self._touches(ends, []):
                counts["handoffs"] += 1
                counts[told[handoff.id].verdict if handoff.id in told else "sound"] += 1
        counts["missing"] = sum(finding.handoff is None for finding in self._kept)
        return counts

    @cached_property
    def _shape(self) -> Shape:
        from pathway_graph.analysis.network import shape

        return shape(self._ground)

    def _assumptions(self, rows: Sequence[dict[str, Any]]) -> list[str]:
        found = []
        if self._found.left_out:
            shut = len(self._found.left_out)
            found.append(f"{shut} handoffs of services that are not open on the day are left out.")
        if resting := sum(row["assumed"] for row in rows):
            found.append(f"{resting} of {len(rows)} findings rest in part on an assumption of ours; each says which.")
        return found

    def _title(self, counts: dict[str, int]) -> str:
        told = ", ".join(f"{name} {value}" for name, value in self._only.parameters().items())
        on = f"{day_in_words(self._day.toordinal())}{f' ({told})' if told else ''}"
        missing = counts["missing"]
        more = f"{missing} more {'place has' if missing == 1 else 'places have'} no handoff that takes all"
        if not self._landscape.handoffs:
            return f"No handoffs are stated, so none can be audited on {on}{f'; {more}' if missing else ''}."
        return (
            f"{counts['faulty']} of {counts['handoffs']} handoffs fail people on {on}; of {counts['not_known']} it is "
            f"not known, {counts['sound']} {'is' if counts['sound'] == 1 else 'are'} sound; {more}."
        )

    def _sentences(self, rows: Sequence[dict[str, Any]]) -> Iterator[str]:
        for row in rows[:MOST]:
            yield ""
            yield from _lines(row)
        if not rows and self._landscape.handoffs:
            yield from ("", "Every handoff that is stated is sound.")
        if more := limits(min(MOST, len(rows)), len(rows), "findings"):
            yield from ("", *more)
        yield from self._network_sentences()
        if assumed := self._assumptions(rows):
            yield from ("", *assumed)

    def _network_sentences(self) -> Iterator[str]:
        """Tell the shape of the whole network; not where a filter shows a part of it."""
        from .network_words import network_lines

        ground = self._ground
        services = {key: service.name for key, service in ground.services.items()}
        lines = () if self._only.parameters() else network_lines(self._shape, services, ground.functions.names)
        if told := [f"  {line}" for line in lines]:
            yield from ("", "The network as a whole:", *told)


def _facts(ground: Ground, finding: Finding) -> list[Field]:
    """The facts that a finding rests on: the handoff, the boxes of both ends, what is blank."""
    found: list[Field] = []
    if finding.handoff:
        said = {"kind": finding.handoff.kind != "refer", "to": True, "protocol": True}
        codes = {fault.code for fault in finding.faults}
        said.update(agreement="agreement" in codes, max_wait="wait" in codes, immediate=finding.handoff.immediate)
        found += [Field("Handoff", finding.handoff.id, name) for name in _PAPERS if said[name]]
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


_CODE_FIELD = {"areas": 0, "ages": 1, "needs": 2, "groups": 3, "steps": 4, "hours": 5}


def finding_row(
    ground: Ground, finding: Finding, evidence: Evidence, fields: Sequence[Field], states: States
) -> dict[str, Any]:
    """Write one finding as JSON tells it, without its severity."""
    because = evidence.because(fields)
    dates = _lasting(ground, finding)
    faults = [_fault(ground, finding, fault, dates) for fault in finding.faults]
    subject = finding.handoff
    name = subject.name if subject else ground.services[finding.sender].name
    hangs = list(dict.fromkeys(field for fault in finding.faults for field in fault.hangs_on))
    codes = list(dict.fromkeys(fault.code for fault in finding.faults))
    id = finding_id((finding.kind, *finding.key))
    return {
        "id": id, "kind": finding.kind, "verdict": finding.verdict, "severity": "", "severity_because": "",
        "title": title(ground, finding),
        "subject": {"label": "Handoff" if subject else "Service", "id": subject.id if subject else finding.sender,
                    "name": name},
        "from": finding.sender, "to": finding.to[0] if subject and finding.to else None, "ends": list(finding.to),
        "flow": finding.flow, "faults": faults, "codes": codes,
        "box": next((fault["box"] for fault in faults if fault["box"]), None),
        "share": None, "people": _people(ground, finding.faults),
        "hangs_on": [{"label": f.label, "id": f.id, "field": f.field} for f in hangs], "because": because,
        "assumed": any(entry["assumption"] for entry in because),
        "remedy": " ".join(dict.fromkeys(REMEDIES[code] for code in codes)), **states.shown(id),
        "stated": sources_line(because, evidence.title),
    }  # fmt: skip


def _fault(ground: Ground, finding: Finding, fault: Fault, dates: tuple[int | None, int | None]) -> dict[str, Any]:
    values = ground.space.values(fault.box) if fault.box else None
    box = box_of(values, box_in_words(values, ground.space), dates) if values else None
    return {"code": fault.code, "words": fault_words(ground, finding, fault), "box": box}


def _lasting(ground: Ground, finding: Finding) -> tuple[int | None, int | None]:
    """From and until when nothing opens or closes that a finding is about."""
    days: set[int] = set()
    rows = [row for row in ground.landscape.provisions if row.service in (finding.sender, *finding.to)]
    holders: list[Service | Provision | Requirement] = [*rows]
    holders += [ground.services[key] for key in (finding.sender, *finding.to)]
    holders += ground.landscape.requirements if finding.kind == "no_way_on" else ()
    for holder in holders:
        days |= set(_turns(holder.opens, 0)) | set(_turns(holder.closes, 1))
    before, after = [day for day in days if day <= ground.day], [day for day in days if day > ground.day]
    return max(before, default=None), min(after, default=None)


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


def graded(rows: list[dict[str, Any]]) -> None:
    """Give each finding its severity, and put the most severe first."""
    counted = sorted((row["people"] for row in rows if row["people"]), reverse=True)
    top = counted[(len(counted) - 1) // 5] if len(counted) >= 5 else None
    for row in rows:
        row["severity"], row["severity_because"] = _severity(row, top)
    order = {"high": 0, "medium": 1, "low": 2}
    rows.sort(key=lambda row: (order[row["severity"]], row["verdict"] != "faulty", -(row["people"] or 0), row["id"]))


def _severity(row: dict[str, Any], top: int | None) -> tuple[str, str]:
    falling = [code for code in row["codes"] if code in _FALLING]
    if row["verdict"] == "faulty" and falling:
        return "high", "there is no other way for these people"
    if row["verdict"] == "faulty" and top is not None and row["people"] is not None and row["people"] >= top:
        return "high", f"{row['people']} people are affected, which is in the top fifth"
    if row["verdict"] == "faulty":
        return "medium", "people are taken, and what should carry the handoff is not there"
    return ("medium", "people may fall here") if falling else ("low", "only papers are not known")


def _on(iso: str) -> str:
    return day_in_words(datetime.date.fromisoformat(iso).toordinal())


def _lines(row: dict[str, Any]) -> Iterator[str]:
    """Tell one finding."""
    state = f" [{row['state']}]" if row["state"] in ("accepted", "reopened") else ""
    yield f"{row['severity'].upper()}{state}: {row['title']}"
    if len(row["faults"]) > 1 or row["subject"]["label"] == "Service":
        yield from (f"  - {fault['code']}: {fault['words']}" for fault in row["faults"])
    if row["people"] is not None:
        yield f"  People at these ages and places: {row['people']:,}."
    if row["hangs_on"]:
        from .gap_sentences import hanging_words

        yield f"  Ask for: {hanging_words(row['hangs_on'])}."
    until = ((row["box"] or {}).get("dates") or {}).get("until")
    if until:
        yield f"  True until {_on(until)}, when something that it rests on opens or closes."
    if row["stated"]:
        yield f"  Stated in: {row['stated']}{'. Rests in part on an assumption of ours' if row['assumed'] else ''}."
    yield f"  {row['id']}, {row['state']}; {row['severity']}: {row['severity_because']}. {row['remedy']}"

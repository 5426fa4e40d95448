"""Answer who has nobody, where and when: the findings of `gaps`, with their facts and denominators."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.coverage import WORST_FIRST, Judgement
from pathway_graph.analysis.english import day_in_words, joined
from pathway_graph.analysis.gaps import GapFinding, Gaps, Told
from pathway_graph.analysis.gaps import gaps as find_gaps
from pathway_graph.analysis.inventory import HOW_TO_ASK
from pathway_graph.analysis.nearest import Near
from pathway_graph.analysis.reliance import Reliance
from pathway_graph.analysis.standing import COVERED, VERDICTS, Field
from pathway_graph.questions import asking

from .evidence import Evidence
from .finding_states import states_of
from .findings import Filter, Findings, box_of, finding_id, iso, sources_line
from .lasting import Period, Times, horizon
from .naming import Names, asked_words
from .remainder import Remainder

if TYPE_CHECKING:
    from pathway_graph.analysis.landscape import Contract, Landscape, Provision
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "GapAnswer", "gaps"]

COLUMNS = (
    "id", "severity", "verdict", "requirement", "share", "people", "title", "opens_on", "nearest_words", "stated",
)  # fmt: skip
_REFUSING = {
    "areas": ("area",), "ages": ("ages",), "needs": ("need",), "groups": ("group",), "steps": ("steps",),
    "hours": ("hours",), "dates": ("opens", "status"), "closed": ("closes", "status"), "full": ("status",),
    "paused": ("status",), "slow": ("response_within", "wait_observed", "max_wait"), "at_risk": ("status",),
    "not_known": (),
}  # fmt: skip
"""What refuses -> the fields of the service or provision that say so."""
_OFFERING = ("Service", "Provision")
_ASKED = ("function", "area", "need", "group", "ages", "steps", "hours", "max_wait", "response_within", "strength",
          "basis", "opens", "closes")  # fmt: skip


def gaps(workspace: Workspace, as_of: datetime.date | None = None, only: Filter | None = None) -> GapAnswer:
    """Judge every requirement on a day, and tell what is not covered.

    `only` cuts findings and counts down: a requirement then counts under the worst of what is left of it. Raises Usage
    where the filter names what is not there. Cost: reading the graph once, then the requirements times what meets them.
    """
    landscape = snapshot.landscape(workspace.read)
    only = only or Filter()
    only.check(landscape, workspace.ledger)
    day = as_of or workspace.as_of
    return GapAnswer(workspace, landscape, day, horizon(workspace), only)


class GapAnswer:
    """What `gaps` found, before it is shown: `result()` is the answer, `remainder()` the exact disjoint pieces."""

    def __init__(
        self, workspace: Workspace, landscape: Landscape, day: datetime.date, horizon_months: int, only: Filter
    ) -> None:
        self._workspace, self._landscape, self._day, self._only = workspace, landscape, day, only
        self.found: Gaps = find_gaps(landscape, day.toordinal(), horizon_months)
        self._names = Names(landscape)
        self._times = Times(self.found.coverage, horizon_months)
        self._judged = {j.requirement.id: j for j in self.found.judged if self._asked_for(j)}
        self._offering = {(row.label, row.id): row.service for row in landscape.provisions}
        self._provisions: dict[str, list[Provision]] = {}
        for row in landscape.provisions:
            self._provisions.setdefault(row.service, []).append(row)
        self._funding: dict[str, list[Contract]] = {}
        for contract in landscape.contracts:
            for service in contract.services:
                self._funding.setdefault(service, []).append(contract)
        self._lasting: dict[str, dict[int, Period | None]] = {}
        self._kept = [finding for finding in self.found.findings if self._is_meant(finding)]
        functions = only.functions(self.found.coverage)
        self._reliance = [r for r in self.found.reliance if self._relies(r, functions)]

    def result(self) -> Findings:
        """Write the answer: JSON by docs/findings.md, and sentences for people."""
        wanted = {id(finding): self._fields(finding) for finding in self._kept}
        relying = [self._relying_fields(row) for row in self._reliance]
        fields = [field for found in (*wanted.values(), *relying) for field in found]
        evidence = Evidence(self._workspace.ledger, fields)
        rows = [self._row(finding, evidence.because(wanted[id(finding)])) for finding in self._kept]
        rows += [self._relies_row(row, evidence.because(f)) for row, f in zip(self._reliance, relying, strict=True)]
        states = states_of(self._workspace.ledger, self._day)
        for row in rows:
            row.update(states.shown(row["id"]), stated=sources_line(row["because"], evidence.title))
        counts = self._counts()
        return Findings(
            "gaps", tuple(rows), COLUMNS, asking.about(self._workspace), self._day, key="findings",
            parameters=self._only.parameters(), counts=counts, assumptions=tuple(self._assumptions(rows)),
            title=self._title(counts), sentences=tuple(self._sentences(rows)), more=self._more(),
        )  # fmt: skip

    def remainder(self) -> Remainder:
        """The exact disjoint pieces of everything that is not covered."""
        return Remainder(self.found.coverage, [self._judged[key] for key in sorted(self._judged)])

    def _asked_for(self, judgement: Judgement) -> bool:
        """True if the filter leaves something of a requirement."""
        coverage, requirement = self.found.coverage, judgement.requirement
        functions, services = self._only.functions(coverage), self._only.services(self._landscape)
        if functions is not None and requirement.function not in functions:
            return False
        if services is not None:
            rows = coverage.candidates
            if not any(rows.provisions[n].service in services for n in rows.delivering(requirement.function)):
                return False
        return any(self._only.meets(part.asked.may, coverage) for part in judgement.parts)

    def _is_meant(self, finding: GapFinding) -> bool:
        judgement = self._judged.get(finding.requirement.id)
        if judgement is None or not self._only.parameters():
            return judgement is not None
        services = self._only.services(self._landscape)
        if services is not None and not services & set(self._services(finding)):
            return False
        level = VERDICTS.index(finding.verdict)
        boxes = (part.grid.outer(piece) for part, piece in judgement.pieces(level))
        return any(self._only.meets(box, self.found.coverage) for box in boxes)

    def _services(self, finding: GapFinding) -> Iterator[str]:
        """The services that a finding names."""
        yield from (near.service for told in finding.statements for near in told.nearest)
        yield from finding.taking_nobody
        yield from (self._offering.get((f.label, f.id), f.id) for f in finding.hangs_on if f.label in _OFFERING)

    def _relies(self, row: Reliance, functions: frozenset[str] | None) -> bool:
        tree = self.found.coverage.space.areas
        here = self._only.area is None or tree.mask(row.areas) & tree.masks[self._only.area]
        return bool(here) and (functions is None or row.function in functions) and not (
            self._only.provider or self._only.need
        )  # fmt: skip

    def _counts(self) -> dict[str, int]:
        """Requirements by their verdict: the worst of what the filter leaves."""
        left: dict[str, list[str]] = {}
        for finding in self._kept:
            left.setdefault(finding.requirement.id, []).append(finding.verdict)
        names = [VERDICTS[level] for level in WORST_FIRST]
        counts = {**dict.fromkeys(self.found.counts, 0), "requirements": len(self._judged)}
        for key in self._judged:
            counts[min(left.get(key, [VERDICTS[COVERED]]), key=names.index)] += 1
        return counts

    def _fields(self, finding: GapFinding) -> list[Field]:
        """The facts that a finding rests on: what is asked, and what refuses or is not known."""
        requirement = finding.requirement
        found = [Field("Requirement", requirement.id, name) for name in _ASKED if _is_asked(finding, name)]
        for told in finding.statements:
            found += [field for near in told.nearest for field in self._refusing(near, requirement.function)]
        found += finding.hangs_on
        found += [Field("Service", service, "status") for service in finding.taking_nobody]
        return list(dict.fromkeys(found))

    def _refusing(self, near: Near, function: str) -> Iterator[Field]:
        """The facts by which a service refuses: its own, those of its provisions of the function, its contracts."""
        service = self.found.coverage.services[near.service]
        rows = [row for row in self._provisions.get(near.service, ()) if self._delivers(row, function)]
        for code in near.refused_by:
            for name in _REFUSING[code]:
                if name == "status":
                    yield from [Field("Service", service.id, name)] if service.status else ()
                elif name in ("opens", "closes"):
                    dated = [row for row in rows if getattr(row, name).state != "blank"]
                    yield from [Field("Service", service.id, name)] if getattr(service, name).state != "blank" else ()
                    yield from (Field(row.label, row.id, name) for row in dated)
                else:
                    yield from (Field(row.label, row.id, name) for row in rows if _is_stated(row, name))
            if code == "at_risk":
                funding = self._funding.get(near.service, ())
                yield from (Field("Contract", c.id, "ends") for c in funding if c.ends.state != "blank")

    def _delivers(self, row: Provision, function: str) -> bool:
        tree = self.found.coverage.candidates.functions
        return any(function in tree.above(key) for key in row.functions)

    def _relying_fields(self, row: Reliance) -> list[Field]:
        found = [Field("Function", row.function, "relies_on")]
        for n in self.found.coverage.candidates.delivering(row.function)[:5]:
            provision = self.found.coverage.candidates.provisions[n]
            found.append(Field(provision.label, provision.id, "area"))
        return found

    def _row(self, finding: GapFinding, because: list[dict[str, Any]]) -> dict[str, Any]:
        requirement = finding.requirement
        level = VERDICTS.index(finding.verdict)
        lasting = self._lasting.get(requirement.id)
        if lasting is None:
            lasting = self._lasting[requirement.id] = self._times.lasting(self._judged[requirement.id])
        boxes = [box_of(told.box, told.words, lasting[level]) for told in finding.statements]
        hangs_on = [{"label": f.label, "id": f.id, "field": f.field} for f in finding.hangs_on]
        nearest = {near.service: near for told in finding.statements for near in reversed(told.nearest)}
        return {
            "id": finding_id(finding.key), "kind": "gap", "verdict": finding.verdict, "severity": finding.severity,
            "severity_because": finding.severity_because, "title": finding.title,
            "subject": {"label": "Requirement", "id": requirement.id, "name": requirement.name},
            "requirement": requirement.id, "box": boxes[0] if boxes else None, "share": finding.share,
            "shares": finding.shares, "people": finding.people, "counted_by": finding.counts,
            "statements": [self._statement(t, b) for t, b in zip(finding.statements, boxes, strict=True)],
            "smaller": {"pieces": finding.smaller, "share": finding.smaller_share},
            "nearest": [self._near(near) for near in nearest.values()],
            "nearest_words": "; ".join(near.words for near in nearest.values()),
            "hangs_on": hangs_on,
            "ask_for": asked_words(hangs_on, self._names.of), "taking_nobody": list(finding.taking_nobody),
            "full_or_paused": joined([self._names.of("Service", id) for id in finding.taking_nobody]),
            "opens_on": iso(finding.from_day),
            "because": because, "assumed": any(entry["assumption"] for entry in because), "remedy": finding.remedy,
        }  # fmt: skip

    def _statement(self, told: Told, box: dict[str, Any]) -> dict[str, Any]:
        return {
            **box, "share": told.share, "whole_share": told.whole_share, "people": told.people,
            "nearest": [self._near(near) for near in told.nearest], "remarks": list(told.remarks),
        }  # fmt: skip

    def _near(self, near: Near) -> dict[str, Any]:
        name = self.found.coverage.services[near.service].name
        return {"service": near.service, "name": name, "refused_by": list(near.refused_by), "words": near.words}

    def _relies_row(self, row: Reliance, because: list[dict[str, Any]]) -> dict[str, Any]:
        names = self.found.coverage.candidates.functions.names
        empty: dict[str, list[Any]] = {name: [] for name in ("needs", "groups", "ages", "steps", "minutes")}
        box = {
            "areas": list(row.areas), **empty, "dates": {"from": None, "until": None},
            "not_tested": [*empty, "dates"],
            "words": ", ".join(self.found.coverage.space.areas.names[key] for key in row.areas),
        }  # fmt: skip
        return {
            "id": finding_id(row.key), "kind": "relies_on", "verdict": row.verdict,
            "severity": "medium" if row.verdict == "gap" else "low",
            "severity_because": "it fills with people of the wrong step" if row.verdict == "gap" else "not known",
            "title": row.title, "subject": {"label": "Function", "id": row.function, "name": names[row.function]},
            "relies_on": row.relies_on, "box": box, "share": None, "people": None, "because": because,
            "assumed": any(entry["assumption"] for entry in because),
            "remedy": "Commission what it relies on first, or in the same areas.",
        }  # fmt: skip

    def _more(self) -> dict[str, Any]:
        if self._landscape.requirements:
            return {}
        names = self.found.coverage.candidates.functions.names
        return {
            "present": [
                {
                    "function": row.function, "name": names[row.function], "area": row.area,
                    "services": list(row.services), "ages": row.ages, "steps": row.steps, "hours": row.hours,
                    "maybe_more": row.maybe_more,
                }
                for row in self.found.present
            ]
        }  # fmt: skip

    def _assumptions(self, rows: Sequence[dict[str, Any]]) -> list[str]:
        found = list(self.found.assumptions) if self._landscape.requirements else []
        if resting := sum(row["assumed"] for row in rows):
            rest = "rests" if resting == 1 else "rest"
            found.append(f"{resting} of {len(rows)} findings {rest} in part on an assumption of ours; each says which.")
        return found

    def _title(self, counts: dict[str, int]) -> str:
        on = day_in_words(self._day.toordinal())
        if not self._landscape.requirements:
            return f"No requirements are stated, so nobody can say what is missing on {on}. What is there:"
        asked = counts["requirements"]
        parts = [f"{counts[name]} {name.replace('_', ' ')}" for name in _ORDER if name != "gap"]
        told = ", ".join(f"{name} {value}" for name, value in self._only.parameters().items())
        filtered = f" ({told})" if told else ""
        verb = "requirement has" if asked == 1 else "requirements have"
        return f"{counts['gap']} of {asked} {verb} a gap on {on}{filtered}; {', '.join(parts)}."

    def _sentences(self, rows: Sequence[dict[str, Any]]) -> Iterable[str]:
        from .gap_sentences import present_lines, sentences

        if not self._landscape.requirements:
            return [*present_lines(self._more()["present"], self.found.coverage, self._names), "", HOW_TO_ASK]
        return sentences(rows, self._assumptions(rows))


_ORDER = ("gap", "planned", "too_slow", "not_known", "at_risk", "covered")


def _is_asked(finding: GapFinding, name: str) -> bool:
    """True if the requirement says something in a field."""
    requirement = finding.requirement
    places = {"area": "areas", "need": "needs", "group": "groups", "steps": "steps", "ages": "ages", "hours": "minutes"}
    if name in places:
        return bool(getattr(requirement.extent, places[name]).state != "blank")
    value = getattr(requirement, name)
    return bool(value.state != "blank") if hasattr(value, "state") else bool(value)


def _is_stated(row: Provision, name: str) -> bool:
    """True if a provision says something in a field."""
    places = {"area": "areas", "need": "needs", "group": "groups", "steps": "steps", "ages": "ages", "hours": "minutes"}
    if name in places:
        return bool(getattr(row.extent, places[name]).state != "blank")
    if name == "response_within":
        return bool(row.response.state != "blank")
    return bool(row.wait_field == name and row.wait.state != "blank")

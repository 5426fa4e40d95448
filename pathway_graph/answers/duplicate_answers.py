"""Answer who is paid twice for the same people: the findings of `duplicates`, with their facts and what they cost."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.duplicates import Duplicate, Duplicates, Side
from pathway_graph.analysis.duplicates import duplicates as find_duplicates
from pathway_graph.analysis.english import day_in_words, joined
from pathway_graph.analysis.gaps import percent
from pathway_graph.analysis.landscape import Landscape, Members, Numbers, Provision, Words
from pathway_graph.analysis.space import Values
from pathway_graph.analysis.standing import Field
from pathway_graph.questions import asking

from .evidence import Evidence
from .finding_states import states_of
from .findings import Filter, Findings, box_of, finding_id, limits, sources_line
from .gap_sentences import MOST
from .lasting import pair_lasting
from .lookalikes import names_of
from .naming import Names, asked_words

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "DuplicateAnswer", "duplicates"]

COLUMNS = (
    "id", "severity", "verdict", "a_service", "b_service", "function", "share", "weekly_hours", "annual_value",
    "linked", "title", "stated",
)  # fmt: skip
_EVERYTHING = 1_000_000_000
_BOX = ("area", "need", "group", "ages", "steps", "hours")
_REMEDIES = {
    "definite": "Agree who does what, or link the two by a handoff; accept it with a reason if it is meant.",
    "possible": "Ask for the facts that it hangs on.",
}


def duplicates(
    workspace: Workspace,
    as_of: datetime.date | None = None,
    only: Filter | None = None,
    threshold: float = 0.5,
    every: bool = False,
) -> Findings:
    """Find every two provisions of different services that do one thing for the same people on a day.

    Possible pairs grow fast where much is blank: all are counted, 200 are listed, and the rest is summed up by the
    blank that they hang on (`every`: as many are listed as are held, 20,000). `threshold`: the share from which pairs
    make a group. Raises Usage where the filter names what is not there.
    """
    landscape = snapshot.landscape(workspace.read)
    only = only or Filter()
    only.check(landscape, workspace.ledger)
    return DuplicateAnswer(workspace, landscape, as_of or workspace.as_of, only, threshold, every).result()


class DuplicateAnswer:
    """What `duplicates` found, before it is shown."""

    def __init__(
        self,
        workspace: Workspace,
        landscape: Landscape,
        day: datetime.date,
        only: Filter,
        threshold: float = 0.5,
        every: bool = False,
    ) -> None:
        self._workspace, self._day, self._only = workspace, day, only
        more = {"listed": _EVERYTHING} if every or only.parameters() else {}
        self.found: Duplicates = find_duplicates(landscape, day.toordinal(), threshold, **more)
        self._coverage = self.found.coverage
        self._landscape = landscape
        self._names = Names(landscape, names_of(workspace.ledger, "Organisation"))
        self._rows: dict[tuple[str, str], Provision] = {(row.label, row.id): row for row in landscape.provisions}
        self._functions = only.functions(self._coverage)
        self._services = only.services(landscape)
        self._kept = [finding for finding in self.found.findings if self._is_meant(finding)]

    def result(self) -> Findings:
        """Write the answer: JSON by docs/findings.md, and sentences for people."""
        wanted = [self._fields(finding) for finding in self._kept]
        evidence = Evidence(self._workspace.ledger, (field for fields in wanted for field in fields))
        states = states_of(self._workspace.ledger, self._day)
        rows = []
        for finding, fields in zip(self._kept, wanted, strict=True):
            because = evidence.because(fields)
            row = self._row(finding, because)
            row.update(states.shown(row["id"]), stated=sources_line(because, evidence.title))
            rows.append(row)
        counts = self._counts()
        return Findings(
            "duplicates", tuple(rows), COLUMNS, asking.about(self._workspace), self._day, key="findings",
            parameters=self._only.parameters(), counts=counts, assumptions=tuple(self._assumptions()),
            title=self._title(counts), sentences=tuple(self._sentences(rows)), more=self._more(),
        )  # fmt: skip

    def _is_meant(self, finding: Duplicate) -> bool:
        if self._functions is not None and finding.function not in self._functions:
            return False
        if self._services is not None and not self._services & {finding.a.service, finding.b.service}:
            return False
        return any(self._meets(values) for values in finding.boxes)

    def _meets(self, values: Values) -> bool:
        areas, needs = self._coverage.space.areas, self._coverage.space.needs
        if self._only.area is not None and not areas.mask(values.areas) & areas.masks[self._only.area]:
            return False
        return self._only.need is None or bool(needs.mask(values.needs) & needs.masks[self._only.need])

    def _counts(self) -> dict[str, int]:
        if not self._only.parameters():
            return dict(self.found.counts)
        now = [finding for finding in self._kept if not finding.later]
        return {
            "definite": sum(finding.verdict == "definite" for finding in now),
            "possible": sum(finding.verdict == "possible" for finding in now),
            "later": len(self._kept) - len(now), "linked": sum(bool(finding.linked) for finding in now),
            "groups": len(self._groups()),
        }  # fmt: skip

    def _groups(self) -> list[dict[str, Any]]:
        """The groups, with those alone that have a pair that is kept."""
        pairs = {(f.function, f.a.service, f.b.service) for f in self._kept}
        return [
            {
                "function": group.function, "services": list(group.services), "least_share": group.least_share,
                "annual_value": group.annual_value,
            }
            for group in self.found.groups
            if not self._only.parameters()
            or any((group.function, a, b) in pairs for a in group.services for b in group.services)
        ]  # fmt: skip

    def _fields(self, finding: Duplicate) -> list[Field]:
        """What the two state of themselves, what they cost, what links them, and what is blank."""
        found = []
        for side in (finding.a, finding.b):
            row = self._rows[side.label, side.provision]
            found.append(Field(side.label, side.provision, "function"))
            extent = row.extent
            said: list[Members | Words | Numbers] = [extent.areas, extent.needs, extent.groups]
            said += [extent.ages, extent.steps, extent.minutes]
            found += [
                Field(side.label, side.provision, name)
                for name, value in zip(_BOX, said, strict=True)
                if value.state != "blank"
            ]
            if self._coverage.services[side.service].annual_value is not None:
                found.append(Field("Service", side.service, "annual_value"))
        found += [Field("Handoff", id, "to") for id in finding.linked]
        return [*found, *finding.hangs_on]

    def _row(self, finding: Duplicate, because: list[dict[str, Any]]) -> dict[str, Any]:
        boxes = [box_of(values, finding.words, self._dates(finding)) for values in finding.boxes]
        minutes = finding.weekly_minutes
        hangs_on = [{"label": f.label, "id": f.id, "field": f.field} for f in finding.hangs_on]
        return {
            "id": finding_id(finding.key), "kind": "duplicate", "verdict": finding.verdict,
            "severity": finding.severity, "severity_because": _why(finding), "title": finding.title,
            "subject": {
                "label": "Service", "id": finding.a.service, "name": self._coverage.services[finding.a.service].name,
            },
            "a": self._side(finding.a), "b": self._side(finding.b),
            "a_service": finding.a.service, "b_service": finding.b.service, "function": finding.function,
            "box": boxes[0], "boxes": boxes, "share": finding.share, "people": None,
            "weekly_hours": None if minutes is None else minutes / 60, "annual_value": finding.annual_value,
            "linked": list(finding.linked) or None, "told_beside": list(finding.told_beside),
            "hangs_on": hangs_on, "ask_for": asked_words(hangs_on, self._names.of),
            "later": finding.later, "because": because, "assumed": any(entry["assumption"] for entry in because),
            "remedy": _REMEDIES[finding.verdict],
        }  # fmt: skip

    def _dates(self, finding: Duplicate) -> tuple[int | None, int | None]:
        a, b = (self._rows[side.label, side.provision] for side in (finding.a, finding.b))
        if finding.later and finding.from_day is None:
            return None, None
        since, until = pair_lasting(self._coverage, a, b, finding.from_day or self._day.toordinal())
        return (finding.from_day, until) if finding.later else (since, until)

    def _side(self, side: Side) -> dict[str, str]:
        return {
            "service": side.service, "provision": side.provision, "label": side.label,
            "name": self._coverage.services[side.service].name,
        }  # fmt: skip

    def _more(self) -> dict[str, Any]:
        hanging = [
            {"label": field.label, "id": field.id, "field": field.field, "pairs": pairs}
            for field, pairs in (self.found.hanging if not self._only.parameters() else ())
        ]
        unlisted = self.found.unlisted if not self._only.parameters() else 0
        return {"groups": self._groups(), "hanging": hanging, "unlisted": unlisted}

    def _assumptions(self) -> list[str]:
        found: list[str] = []
        if self._only.parameters() and self.found.unlisted:
            found.append(f"{self.found.unlisted} possible pairs are more than can be looked at one by one; the filter "
                         "was not tried on them.")  # fmt: skip
        return found

    def _title(self, counts: Mapping[str, int]) -> str:
        on = day_in_words(self._day.toordinal())
        pairs = "pair does" if counts["definite"] == 1 else "pairs do"
        told = ", ".join(f"{name} {value}" for name, value in self._only.parameters().items())
        if not self._landscape.provisions:
            return f"No services are stated, so nobody can say what is provided twice on {on}."
        return (
            f"On {on}{f' ({told})' if told else ''} {counts['definite']} {pairs} one thing for the same people for "
            f"certain, and {counts['possible']} may; {counts['linked']} of these are linked by a handoff; "
            f"{counts['later']} begin later."
        )

    def _sentences(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        names = self._coverage.candidates.functions.names
        for group in self._groups()[:MOST]:
            value = f", about £{group['annual_value']:,.0f} a year" if group["annual_value"] else ""
            yield ""
            services = joined([self._names.of("Service", id) for id in group["services"]])
            least = f"{percent(group['least_share'])}{' or more' if group['least_share'] < 1 else ''}"
            yield f"GROUP: {services} provide {names[group['function']]}; any two overlap by {least}{value}."
        for row in rows[:MOST]:
            yield ""
            yield from _lines(row)
        yield from _with_space(limits(min(MOST, len(rows)), len(rows), "findings"))
        hanging = self._more()["hanging"]
        if hanging:
            yield ""
            yield "Possible ones, by what would have to be asked:"
            for row in hanging[:MOST]:
                pairs = "1 pair" if row["pairs"] == 1 else f"{row['pairs']} pairs"
                yield f"  {asked_words([row], self._names.of)}: {pairs}"
            yield from (f"  {line}" for line in limits(min(MOST, len(hanging)), len(hanging), "blanks"))
        if self._more()["unlisted"]:
            yield f"{self._more()['unlisted']} pairs are counted and not listed: ask for the blanks above first."
        yield from _with_space(self._assumptions())


def _with_space(lines: Sequence[str]) -> list[str]:
    return ["", *lines] if lines else []


def _why(finding: Duplicate) -> str:
    if finding.later:
        return "it begins later"
    if finding.verdict == "possible":
        return "it hangs on what is not known"
    return (
        "it is certain, and a handoff links the two" if finding.linked else "it is certain, and nothing links the two"
    )


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    """Tell one pair."""
    state = f" [{row['state']}]" if row["state"] in ("accepted", "reopened") else ""
    yield f"{row['severity'].upper()}{state}: {row['title']}"
    figures = [
        f"{percent(row['share'])} of the smaller one" if row["share"] is not None else "",
        f"{row['weekly_hours']:g} hours a week" if row["weekly_hours"] is not None else "",
        f"about £{row['annual_value']:,.0f} a year" if row["annual_value"] is not None else "",
    ]
    if told := ", ".join(filter(None, figures)):
        yield f"  Overlap: {told}."
    if row["linked"]:
        yield f"  Linked by: {', '.join(row['linked'])}."
    if row["told_beside"]:
        yield f"  In common, which links nobody: {', '.join(row['told_beside'])}."
    if row["hangs_on"]:
        yield f"  Ask for: {row['ask_for']}."
    if row["stated"]:
        yield f"  Stated in: {row['stated']}{'. Rests in part on an assumption of ours' if row['assumed'] else ''}."
    yield f"  {row['id']}, {row['state']}; {row['severity']}: {row['severity_because']}. {row['remedy']}"

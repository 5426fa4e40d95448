"""Answer where people fall between two services: the findings of `handoffs`, with their facts and denominators."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.boxes import AREAS, NEEDS, Box
from pathway_graph.analysis.english import day_in_words
from pathway_graph.analysis.handoffs import Audit, Finding, audit
from pathway_graph.later_rows import LaterRows
from pathway_graph.questions import asking

from .evidence import Evidence, has_assumptions
from .finding_states import states_of
from .findings import Filter, Findings, limits
from .handoff_rows import Around, Turns, facts_of, finding_row, graded
from .naming import Names, asked_words
from .rules import Rules, rule_lines

if TYPE_CHECKING:
    from pathway_graph.analysis.landscape import Landscape
    from pathway_graph.analysis.network import Shape
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "handoffs"]

COLUMNS = ("id", "severity", "verdict", "from", "to", "kind", "codes", "people", "title", "remedy", "stated")
MOST = 25
"""Findings that a terminal is shown; JSON and CSV have them all."""


def handoffs(
    workspace: Workspace, as_of: datetime.date | None = None, only: Filter | None = None, later: bool = False
) -> Findings:
    """Audit every handoff on a day, and look for those that are missing.

    `only` cuts handoffs down to those whose services or faults touch an area or need, do a function, or are a
    provider's. `later`: findings are written when they are looked at, while the workspace is still open; a screen shows
    a few of many. Raises Usage where it names what is not there. Cost: reading the graph once, then the handoffs.
    """
    landscape = snapshot.landscape(workspace.read)
    only = only or Filter()
    only.check(landscape, workspace.ledger)
    day = as_of or workspace.as_of
    return _Answer(workspace, landscape, day, only).result(later)


class _Answer:
    """What `handoffs` found, on its way to being shown."""

    def __init__(self, workspace: Workspace, landscape: Landscape, day: datetime.date, only: Filter) -> None:
        self._workspace, self._landscape, self._day, self._only = workspace, landscape, day, only
        self._found: Audit = audit(landscape, day.toordinal())
        self._ground = self._found.ground
        self._kept = [finding for finding in self._found.findings if self._is_meant(finding)]

    def result(self, later: bool) -> Findings:
        """Write the answer: JSON by docs/handoffs.md, and sentences for people."""
        self._graded = graded(self._ground, self._kept)
        rows = LaterRows(len(self._graded), self._written)
        told = rows if later else rows.all()
        counts, assumed = self._counts(), self._assumptions(rows)
        return Findings(
            "handoffs", told, COLUMNS, asking.about(self._workspace), self._day, key="findings",
            parameters=self._only.parameters(), counts=counts, assumptions=tuple(assumed),
            title=self._title(counts), sentences=tuple(self._sentences(rows, assumed)),
            more={"network": self._shape.to_dict()},
        )  # fmt: skip

    def _written(self, start: int, until: int) -> list[dict[str, Any]]:
        """Write some of the findings, with what they rest on."""
        some = self._graded[start:until]
        wanted = [facts_of(self._ground, grade.finding) for grade in some]
        evidence = Evidence(self._workspace.ledger, (field for fields in wanted for field in fields))
        return [
            finding_row(self._ground, grade, evidence, fields, self._around)
            for grade, fields in zip(some, wanted, strict=True)
        ]

    @cached_property
    def _around(self) -> Around:
        ledger = self._workspace.ledger
        return Around(states_of(ledger, self._day), Turns(self._ground), Rules(ledger))

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

    def _assumptions(self, rows: LaterRows) -> list[str]:
        found = []
        if self._found.left_out:
            shut = len(self._found.left_out)
            many = "handoff of a service that is" if shut == 1 else "handoffs of services that are"
            found.append(f"{shut} {many} not open on the day {'is' if shut == 1 else 'are'} left out.")
        if has_assumptions(self._workspace.ledger) and (resting := sum(row["assumed"] for row in rows.all())):
            rest = "rests" if resting == 1 else "rest"
            found.append(f"{resting} of {len(rows)} findings {rest} in part on an assumption of ours; each says which.")
        return found

    def _title(self, counts: dict[str, int]) -> str:
        told = ", ".join(f"{name} {value}" for name, value in self._only.parameters().items())
        on = f"{day_in_words(self._day.toordinal())}{f' ({told})' if told else ''}"
        missing = counts["missing"]
        more = f"{missing} more {'place has' if missing == 1 else 'places have'} no handoff that takes all"
        if not self._landscape.handoffs:
            return f"No handoffs are stated, so none can be audited on {on}{f'; {more}' if missing else ''}."
        fail = "fails" if counts["faulty"] == 1 else "fail"
        parts = [f"{counts['faulty']} of {counts['handoffs']} handoffs {fail} people on {on}"]
        parts += [f"of {counts['not_known']} it is not known"] if counts["not_known"] else []
        parts += [f"{counts['sound']} {'is' if counts['sound'] == 1 else 'are'} sound"] if counts["sound"] else []
        return f"{'; '.join([*parts, *([more] if missing else [])])}."

    def _sentences(self, rows: LaterRows, assumed: Sequence[str]) -> Iterator[str]:
        names = Names(self._landscape)
        for row in rows[:MOST]:
            yield ""
            yield from _lines(row, names.of)
        if not rows and self._landscape.handoffs:
            yield from ("", "Every handoff that is stated is sound.")
        if more := limits(min(MOST, len(rows)), len(rows), "findings"):
            yield from ("", *more)
        yield from self._network_sentences()
        if assumed:
            yield from ("", *assumed)

    def _network_sentences(self) -> Iterator[str]:
        """Tell the shape of the whole network; not where a filter shows a part of it."""
        from .network_words import network_lines

        ground = self._ground
        services = {key: service.name for key, service in ground.services.items()}
        lines = () if self._only.parameters() else network_lines(self._shape, services, ground.functions.names)
        if told := [f"  {line}" for line in lines]:
            yield from ("", "The network as a whole:", *told)


def _on(iso: str) -> str:
    return day_in_words(datetime.date.fromisoformat(iso).toordinal())


def _lines(row: dict[str, Any], name: Callable[[str, str], str]) -> Iterator[str]:
    """Tell one finding; `name` gives the name of a row by label and id."""
    state = f" [{row['state']}]" if row["state"] in ("accepted", "reopened") else ""
    yield f"{row['severity'].upper()}{state}: {row['title']}"
    told = row["faults"][0]["words"]  # the title of a handoff says it
    more = [f for f in row["faults"] if row["subject"]["label"] == "Service" or f["words"] != told]
    if row["kind"] == "no_way_on":
        more = row["faults"][1:]
    yield from (f"  - {fault['code']}: {fault['words']}" for fault in more)
    if row["people"] is not None:
        yield f"  People at these ages and places: {row['people']:,}."
    if row["hangs_on"]:
        yield f"  Ask for: {asked_words(row['hangs_on'], name)}."
    until = ((row["box"] or {}).get("dates") or {}).get("until")
    if until:
        yield f"  True until {_on(until)}, when something that it rests on opens or closes."
    yield from rule_lines(row["rules"], row["verdict"] == "faulty")
    if row["stated"]:
        yield f"  Stated in: {row['stated']}{'. Rests in part on an assumption of ours' if row['assumed'] else ''}."
    yield f"  {row['id']}, {row['state']}; {row['severity']}: {row['severity_because']}. {row['remedy']}"

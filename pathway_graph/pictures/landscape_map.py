"""Put the landscape together as a picture: services, gaps where one should be, handoffs at risk."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.duplicates import Duplicate, duplicates
from pathway_graph.analysis.english import ages_in_words, counted, hours_in_words
from pathway_graph.analysis.gaps import GapFinding, Gaps, gaps, percent
from pathway_graph.analysis.handoff_words import title
from pathway_graph.analysis.handoffs import Audit, audit
from pathway_graph.analysis.landscape import AGES_END, Landscape
from pathway_graph.answers.findings import Filter
from pathway_graph.answers.lasting import horizon
from pathway_graph.errors import Problem, Usage, near_miss
from pathway_graph.questions import asking

from . import map_tables
from .drawing import LeftOut
from .map_lanes import Lanes, lane, meant
from .picture import DIMENSIONS, NOBODY, Box, Edge, Grid, Style, grid

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["NOBODY", "landscape_map", "statements"]

Row = Mapping[str, Any]

_SERVICES = """MATCH (s:Service)
RETURN s.id AS id, s.name AS name, s.status AS status, s.opens AS opens, s.opens_earliest AS opens_earliest,
  s.closes_latest AS closes_latest ORDER BY id"""
_PROVIDERS = "MATCH (o:Organisation)-[:PROVIDES]->(s:Service) RETURN s.id AS id, o.name AS name ORDER BY id, name"
_BUYERS = """MATCH (o:Organisation)-[:LETS]->(c:Contract)-[:FUNDS]->(s:Service)
RETURN DISTINCT s.id AS id, o.name AS name ORDER BY id, name"""
_PROVISIONS = """MATCH (s:Service)-[:OFFERS]->(p:Provision)-[:DELIVERS]->(f:Function)
RETURN s.id AS id, p.id AS provision, f.name AS function, p.hours AS hours, p.ages AS ages, p.group AS groups,
  p.steps AS steps, coalesce(p.response_within_words, toString(p.response_within)) AS response,
  coalesce(p.wait_observed_words, toString(p.wait_observed), p.max_wait_words, toString(p.max_wait)) AS wait
ORDER BY id, provision, function"""
_SOURCES = """MATCH (s:Service)-[r:STATED_IN]->(d:Document)
RETURN s.id AS id, coalesce(d.title, d.name, d.id) AS document, r.locator AS locator, r.field AS field
ORDER BY id, document, field, locator"""


def statements() -> dict[str, str]:
    """List the statements that the map runs, by name; the linter checks them."""
    return {
        "services": _SERVICES, "providers": _PROVIDERS, "buyers": _BUYERS, "provisions": _PROVISIONS,
        "sources": _SOURCES,
    }  # fmt: skip


def landscape_map(
    workspace: Workspace,
    as_of: datetime.date | None = None,
    *,
    lanes: tuple[str, str] | None = None,
    only: Filter | None = None,
    since: int | str | datetime.date | None = None,
) -> Grid:
    """Gather the landscape on a day: every service in every lane where it stands, every gap, and the tables.

    `lanes`: two of DIMENSIONS; by default the two best stated. `only` cuts services and requirements down. `since`: a
    load or a day; what was added, removed or moved after it is marked. A service that states nothing in a dimension
    stands in the lane `Not stated`; closed services are left out and counted. Raises Usage for a dimension, filter or
    load that is not there.
    """
    chosen = _checked(lanes)
    landscape = snapshot.landscape(workspace.read)
    only = only or Filter()
    only.check(landscape, workspace.ledger)
    now = _Gathered(workspace, landscape, as_of or workspace.as_of, only, chosen)
    if since is None:
        return now.grid()
    with workspace.known_at(since) as earlier:
        then = snapshot.landscape(earlier.read)
        before = _Gathered(earlier, then, now.day, only, now.lanes).boxes()
    return now.grid(before, f"after {'load ' if str(since).isdecimal() else ''}{since}")


def _checked(lanes: tuple[str, str] | None) -> tuple[str, str] | None:
    for name in lanes or ():
        if name not in DIMENSIONS:
            hint = near_miss(name, DIMENSIONS) or f"Lanes are two of {', '.join(DIMENSIONS)}."
            raise Usage(Problem("PG520", f"there are no lanes of '{name}'.", hint, value=name))
    if lanes and lanes[0] == lanes[1]:
        hint = f"Say two of {', '.join(DIMENSIONS)}."
        raise Usage(Problem("PG520", "lanes across and lanes down are of the same.", hint, value=lanes[0]))
    return lanes


class _Gathered:
    """All that a map of one state on one day is made from."""

    def __init__(
        self, workspace: Workspace, landscape: Landscape, day: datetime.date, only: Filter,
        lanes: tuple[str, str] | None,
    ) -> None:  # fmt: skip
        self.workspace, self.landscape, self.day, self.only = workspace, landscape, day, only
        rows = {name: workspace.read(statement) for name, statement in statements().items()}
        kept, self.asked = meant(landscape, only)
        everyone = [s for s in rows["services"] if kept is None or s["id"] in kept]
        self.services = [s for s in everyone if _style(s, day) is not None]
        self.filtered, self.closed = len(rows["services"]) - len(everyone), len(everyone) - len(self.services)
        self.provisions, self.sources = _by_id(rows["provisions"]), _by_id(rows["sources"])
        providers, buyers = (
            {key: [r["name"] for r in found] for key, found in _by_id(rows[n]).items()} for n in ("providers", "buyers")
        )
        self.stated = Lanes(landscape, providers, buyers)
        self.facts = {s["id"]: self.stated.of_service(s["id"]) for s in self.services}
        self.lanes = lanes or self.stated.best(self.facts)
        self.judged: Gaps = gaps(landscape, day.toordinal(), horizon(workspace))
        self.unmet = [f for f in self.judged.findings if self.asked is None or f.requirement.id in self.asked]
        self.audited: Audit = audit(landscape, day.toordinal())
        self.pairs = self._duplicates()

    def boxes(self) -> list[Box]:
        """Give the box of every service and gap, in every lane where it stands."""
        tags: defaultdict[str, list[str]] = defaultdict(list)
        for letter, group in self.pairs:
            for service in dict.fromkeys(side.service for pair in group for side in (pair.a, pair.b)):
                tags[service].append(letter)
        found = [box for s in self.services for box in self._of_service(s, tuple(tags[s["id"]]))]
        for unmet in self.unmet:
            if unmet.verdict == "gap":
                facts = self.stated.of_requirement(unmet.requirement)
                found += self._placed(f"Requirement#{unmet.requirement.id}", unmet.requirement.name, facts, "gap",
                                      _when(unmet))  # fmt: skip
        return found

    def _of_service(self, service: Row, tags: tuple[str, ...]) -> list[Box]:
        style = _style(service, self.day) or "there"
        more = ["pilot"] if service["status"] == "pilot" else []
        if style == "planned":
            more.append(f"from {service['opens']}" if service["opens"] else "no date")
        lines: dict[tuple[str, str], list[str]] = {}
        facts = self.facts[service["id"]]
        offered: list[Row | None] = [*self.provisions[service["id"]]]
        for provision in offered or [None]:
            own = self.stated.of_service(service["id"], provision["provision"]) if provision else facts
            if provision:
                own = {**own, "function": (provision["function"],)}
            for row in lane(own, self.lanes[0]):
                for column in lane(own, self.lanes[1]):
                    lines.setdefault((row, column), []).extend(_lines(provision) if provision else [])
        return [
            Box(service["id"], service["name"], row, column, style, tuple(dict.fromkeys([*more, *told])), tags,
                facts=facts)
            for (row, column), told in lines.items()
        ]  # fmt: skip

    def _placed(
        self, id: str, name: str, facts: Mapping[str, tuple[str, ...]], style: Style, lines: tuple[str, ...]
    ) -> list[Box]:
        return [
            Box(id, name, row, column, style, lines, facts=facts)
            for row in lane(facts, self.lanes[0])
            for column in lane(facts, self.lanes[1])
        ]

    def _duplicates(self) -> list[tuple[str, list[Duplicate]]]:
        """Group the certain duplicates that no handoff links, and letter the groups."""
        there = {s["id"] for s in self.services}
        found = duplicates(self.landscape, self.day.toordinal()).findings
        certain = [d for d in found if d.verdict == "definite" and not d.later and not d.linked]
        groups: list[tuple[set[str], list[Duplicate]]] = []
        for one in (d for d in certain if {d.a.service, d.b.service} <= there):
            ends = {one.a.service, one.b.service}
            near = [group for group in groups if group[0] & ends and group[1][0].function == one.function]
            groups = [group for group in groups if group not in near]
            groups.append((ends.union(*(g[0] for g in near)), [d for g in near for d in g[1]] + [one]))
        groups.sort(key=lambda group: sorted(group[0]))
        return [(_letter(n), group) for n, (_, group) in enumerate(groups)]

    def edges(self) -> tuple[list[Edge], list[LeftOut]]:
        """Number the handoffs at risk between services that are drawn; say what is not drawn."""
        there = {s["id"] for s in self.services}
        told = [f for f in self.audited.findings if f.handoff and f.sender in there]
        told.sort(key=lambda f: (f.verdict != "faulty", f.handoff.id if f.handoff else ""))
        drawn = [f for f in told if f.to and f.to[0] in there and f.to[0] != f.sender]
        found = [
            Edge(f.handoff.id if f.handoff else "", f.sender, f.to[0], str(number), title(self.audited.ground, f),
                 f.verdict == "faulty")
            for number, f in enumerate(drawn, 1)
        ]  # fmt: skip
        faulty = {f.handoff.id for f in self.audited.findings if f.handoff}
        sound = [h for h in self.landscape.handoffs if h.id not in faulty and h.id not in self.audited.left_out]
        sound = [h for h in sound if h.sender in there and h.receiver in there]
        more = [f for f in self.audited.findings if not f.handoff and f.sender in there]
        left = [
            LeftOut(len(told) - len(drawn), "handoffs at risk that lead to nobody or to a service that is not drawn",
                    "See them with: pathway-graph handoffs",
                    one="handoff at risk that leads to nobody or to a service that is not drawn"),
            LeftOut(len(sound), "sound handoffs", "See them with: pathway-graph diagram handoffs", one="sound handoff"),
            LeftOut(len(more), "places without a handoff that takes all", "See them with: pathway-graph handoffs",
                    one="place without a handoff that takes all"),
            LeftOut(self.closed, "closed services", "Ask for an earlier day with --as-of.", one="closed service"),
            LeftOut(self.filtered, "services outside what was asked for", "Leave the filter out.",
                    one="service outside what was asked for"),
        ]  # fmt: skip
        return found, [one for one in left if one.count]

    def grid(self, before: Sequence[Box] | None = None, since: str = "") -> Grid:
        """Lay out what was gathered; with `before`, mark what is otherwise than it was."""
        boxes, (edges, left) = self.boxes(), self.edges()
        providers = {name for facts in self.facts.values() for name in facts["provider"]}
        told = [", ".join((
            f"{counted(len(self.services), 'service')} of {counted(len(providers), 'provider')}",
            counted(len(self.unmet_of("gap")), "gap"), f"{counted(len(edges), 'handoff')} at risk",
            counted(len(self.pairs), "duplicate"),
        )) + "."]  # fmt: skip
        if cut := self.only.parameters():
            told.append(f"Only {', '.join(f'{name} {value}' for name, value in cut.items())}.")
        if before is not None:
            boxes = _compared(boxes, before)
            changes = {c: len({b.id for b in boxes if b.change == c}) for c in ("added", "removed", "moved")}
            told.append(f"What changed {since}: " + ", ".join(f"{n} {c}" for c, n in changes.items()) + ".")
        first, second = self.lanes
        parts = [first, second, *(f"{k}={v}" for k, v in self.only.parameters().items())]
        tables = (
            map_tables.handoffs(edges),
            map_tables.unmet(self.unmet), map_tables.twice(self.pairs, {s["id"]: s["name"] for s in self.services}),
            map_tables.services(self.services, self.facts, self.provisions, self.sources, self.day, _style),
        )  # fmt: skip
        seq = asking.about(self.workspace)["seq"]
        return grid(
            boxes, point=_point(self.workspace.name, self.judged, self.unmet, self.asked, edges), told=tuple(told),
            as_of=self.day, rows_are=first, columns_are=second, tables=tuple(t for t in tables if t.rows),
            footer=(f"Source: workspace {self.workspace.name}, load {seq}; the answers are those of pathway-graph "
                    "gaps, duplicates and handoffs.", *self.judged.assumptions),
            edges=tuple(edges), left_out=tuple(left), name=" ".join(["map", *parts]),
        )  # fmt: skip

    def unmet_of(self, verdict: str) -> list[GapFinding]:
        """The findings of one verdict among those that the filter leaves."""
        return [f for f in self.unmet if f.verdict == verdict]


def _compared(boxes: Sequence[Box], before: Sequence[Box]) -> list[Box]:
    """Mark boxes that are new or stand elsewhere, and add those that are gone, where they stood."""
    import dataclasses

    then: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for box in before:
        then[box.id].add((box.row, box.column))
    found = []
    for box in boxes:
        change, lines = "", box.lines
        if box.id not in then:
            change = "added"
        elif (box.row, box.column) not in then[box.id]:
            row, column = sorted(then[box.id])[0]
            change = "moved"
            lines = (f"was: {row if row != box.row else column}", *lines)
        found.append(dataclasses.replace(box, change=change, lines=lines))
    now = {box.id for box in boxes}
    gone = [dataclasses.replace(box, change="removed", tags=()) for box in before if box.id not in now]
    return [*found, *gone]


def _by_id(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["id"]].append(row)
    return found


def _letter(number: int) -> str:
    """Give A to Z, then AA, AB, ..."""
    return (_letter(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)


def _style(service: Row, day: datetime.date) -> Style | None:
    """Say how a service is drawn on a day; None for one that is closed. Dates beat the status."""
    today = day.isoformat()
    if service["closes_latest"] and service["closes_latest"] < today:
        return None
    if service["opens_earliest"]:
        if service["opens_earliest"] > today:
            return "planned"
    elif service["status"] in ("planned", "closed"):
        return "planned" if service["status"] == "planned" else None
    return "paused" if service["status"] in ("full", "paused") else "there"


def _lines(provision: Row) -> list[str]:
    told = [provision["hours"] or "hours not stated"]
    if provision["ages"]:
        told.append(f"ages {provision['ages']}")
    if provision["groups"]:
        told.append(provision["groups"])
    if provision["response"]:
        told.append(f"answers within: {provision['response']} h")
    if provision["wait"]:
        told.append(f"wait {provision['wait']} days")
    if provision["steps"] and "-" in provision["steps"]:
        told.append(f"steps {provision['steps']}")
    return told


def _when(found: GapFinding) -> tuple[str, ...]:
    """Say which part is missing: how much of what is asked for, and its ages and hours where they are tested."""
    lines = [] if found.share == 1 else [f"{percent(found.share)} of what is asked for"]
    for told in found.statements[:2]:
        if "ages" not in told.box.not_tested and told.box.ages != ((0, AGES_END),):
            lines.append(ages_in_words(told.box.ages))
        if "minutes" not in told.box.not_tested:
            lines.append(hours_in_words(told.box.minutes))
    return tuple(dict.fromkeys(lines))


def _point(name: str, judged: Gaps, unmet: Sequence[GapFinding], asked: set[str] | None, edges: Sequence[Edge]) -> str:
    rows = [j.requirement.id for j in judged.judged]
    total = len(rows) if asked is None else len(asked.intersection(rows))
    certain = sum(edge.certain for edge in edges)
    fail = f"; {counted(certain, 'handoff')} {'fails' if certain == 1 else 'fail'} people" if certain else ""
    if not total:
        return f"{name}: nothing says what should be there, so nothing can be said to be missing{fail}"
    names = list(dict.fromkeys(f.requirement.name for f in unmet if f.verdict == "gap" and f.worst))
    if not names:
        return f"{name}: no gap in {counted(total, 'requirement')}{fail}"
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    have = "has" if len(names) == 1 else "have"
    return f"{name}: {len(names)} of {counted(total, 'requirement')} {have} a gap: {', '.join(names[:2])}{more}{fail}"

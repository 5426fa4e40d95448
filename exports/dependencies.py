"""Show what a date waits for: milestones, promises from outside and contracts, the critical path unmistakable."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pathway_graph.answers.findings import Findings
from pathway_graph.pictures.drawing import Key, LeftOut, Table
from pathway_graph.pictures.node_link import Edge, Network, Node

__all__ = ["network", "short_day", "state_of"]

Row = Mapping[str, Any]
_SAID = {"fs": "", "ss": "starts after it starts", "ff": "ends after it ends", "sf": "ends after it starts"}


def network(
    answer: Findings, facts: Mapping[str, Sequence[Row]], footer: Sequence[str], *, cards: bool = True,
    keep: Collection[str] | None = None,
) -> Network:  # fmt: skip
    """Make the diagram of a plan from the answer of `critical-path` and from who owns and gives what.

    `cards`: milestones as cards with their workstream above; else a plain network in clusters of workstreams, with
    the organisations that give something as boxes of their own. `keep`: the milestones that are asked for, all where
    it is None; the others are counted.
    """
    return _Diagram(answer, facts, cards, keep).network(tuple(footer))


def short_day(text: str | None) -> str:
    """Write a day as 30 Jan 2018; nothing where it is not known."""
    if not text:
        return "no date"
    day = datetime.date.fromisoformat(text[:10])
    return f"{day.day} {day:%b %Y}"


def state_of(row: Row, stored: Row, day: datetime.date) -> tuple[str, str]:
    """Say where an activity stands: a style and its words, computed from dates and not from what is reported."""
    promised = stored.get("planned_finish") or stored.get("deadline")
    if row["state"] == "finished":
        return "complete", "Complete"
    finish = row["early_finish"][:10]
    if promised and finish > promised:
        return "late", f"Late by {_days(promised, finish)}"
    slack = (row["total_float"] or {}).get("days")
    if slack is not None and slack < 0:
        return "late", f"Late by {-slack:g} working days"
    if (stored.get("reported") or "").strip().casefold() in ("red", "amber", "at risk"):
        return "at_risk", f"Reported: {stored['reported']}"
    if row["state"] == "started" or row["early_start"][:10] <= day.isoformat():
        return "on_track", "Under way"
    return "not_started", "Not started"


def _days(first: str, last: str) -> str:
    count = (datetime.date.fromisoformat(last[:10]) - datetime.date.fromisoformat(first[:10])).days
    return f"{count} day{'s' if count != 1 else ''}"


class _Diagram:
    """What is drawn, on its way to being put together."""

    def __init__(
        self, answer: Findings, facts: Mapping[str, Sequence[Row]], cards: bool, keep: Collection[str] | None
    ) -> None:
        self.answer, self.facts, self.cards = answer, facts, cards
        self.all = {row["id"]: row for row in answer.rows}
        self.rows = {id: row for id, row in self.all.items() if keep is None or id in keep}
        self.stored = {row["id"]: row for row in facts["milestones"]}
        self.nodes: dict[str, Node] = {}
        self.edges: dict[str, Edge] = {}
        self.short: list[tuple[str, ...]] = []

    def network(self, footer: tuple[str, ...]) -> Network:
        for id, stored in self.stored.items():
            if id in self.rows:
                self.nodes[id] = self._milestone(self.rows[id], stored)
        for row in self.facts["dependencies"]:
            self._dependency(row)
        for row in self.facts["ends"]:
            self._ends(row)
        path = list(self.answer.more.get("path", ()))
        return Network(
            "dependencies" if self.cards else "dependencies plain", self._point(), self.answer.as_of,
            tuple(self.nodes.values()), tuple(self.edges.values()), self._workstreams(), tuple(self._told(path)),
            f"{len(self.nodes)} boxes and {len(self.edges)} dependencies; the critical path has {len(path)} steps.",
            tuple(self._keys()), tuple(self._tables()), footer, self._left_out(), self.cards, not self.cards,
            ("comes too late", "come too late"), ("dependency", "dependencies"), "--to or --workstream",
        )  # fmt: skip

    def _left_out(self) -> tuple[LeftOut, ...]:
        """Count what is not asked for, what is not scheduled, and what only leads there."""
        outside = tuple(id for id in self.all if id not in self.rows)
        unscheduled = tuple(id for id in self.stored if id not in self.all)
        lost = tuple(dict.fromkeys(
            d["id"] for d in self.facts["dependencies"]
            if d["blocks"] not in self.rows or (d["label"] == "Milestone" and d["needs"] not in self.rows)
        ))  # fmt: skip
        more = "Leave out --to and --workstream."
        all_of_them = "See them with: pathway-graph critical-path --json"
        found = (
            LeftOut(len(outside), "milestones outside what was asked for", more, outside,
                    "milestone outside what was asked for"),
            LeftOut(len(unscheduled), "milestones not scheduled (summaries, inactive ones)", all_of_them, unscheduled,
                    "milestone not scheduled (a summary, or an inactive one)"),
            LeftOut(len(lost), "dependencies on those or of those", more if outside else all_of_them, lost,
                    "dependency on those or of those"),
        )  # fmt: skip
        return tuple(left for left in found if left.count)

    def _workstreams(self) -> dict[str, str]:
        found = {row["workstream"]: row["workstream_name"] for row in self.facts["milestones"] if row["workstream"]}
        return {f"workstream {id}": name for id, name in found.items()}

    def _milestone(self, row: Row, stored: Row) -> Node:
        style, words = state_of(row, stored, self.answer.as_of)
        critical = self._decides(row)
        dates = short_day(row["early_finish"])
        if row["early_start"][:10] != row["early_finish"][:10]:
            same = row["early_start"][:4] == row["early_finish"][:4]
            dates = f"{short_day(row['early_start'])[: -5 if same else None]} to {dates}"
        slack = row["total_float"]
        right = "CRITICAL" if critical else f"float {slack['days']:g} d" if slack else ""
        name = stored["workstream_name"] or ""
        told = f"{dates}. {'On the critical path' if critical else right or 'no float'}. {words}."
        lines, right = ((dates,), right) if self.cards else ((dates, *filter(None, (right,))), "")
        return Node(
            row["id"], "Milestone", row["name"] or row["id"], name if self.cards else "", lines, right,
            "critical" if critical else "not_started", style, words,
            f"workstream {stored['workstream']}" if stored["workstream"] else "",
            f"Milestone: {row['name']}. {name + '. ' if name else ''}{told}",
        )  # fmt: skip

    def _dependency(self, row: Row) -> None:
        """Draw one line a dependency; what is promised from outside is a box."""
        if row["blocks"] not in self.rows:
            return
        start = self._needed(row)
        if start is None:
            return
        late, have, need = self._shortfall(row)
        heavy = self._is_critical(start, row)
        style = "critical_link" if heavy else "broken" if late else "link"
        kind = _SAID[row["kind"] or "fs"]
        label = f"{late} days short" if late else ""
        blocked = self.rows[row["blocks"]]["name"]
        told = [f"{self.nodes[start].title} is needed for {blocked}", kind, row["lag"] and f"lag {row['lag']}"]
        told += ["on the critical path" if heavy else "", label]
        if late:
            self.short.append((self.nodes[start].title, blocked, have, need, str(late)))
        id = f"{row['id']} {start} {row['blocks']}"
        said = label or ("" if self.cards else " ".join(filter(None, (row["kind"] if kind else "", row["lag"]))))
        self.edges[id] = Edge(id, start, row["blocks"], style, "", said, ", ".join(filter(None, told)), heavy)

    def _needed(self, row: Row) -> str | None:
        if row["label"] == "Milestone":
            return row["needs"] if row["needs"] in self.rows else None
        if row["label"] is None:
            return self._promise(row)
        id = f"{row['label']}#{row['needs']}"
        when = row["needs_starts"] if row["label"] == "Contract" else row["needs_opens"]
        told = f"{'starts' if row['label'] == 'Contract' else 'opens'} {when or 'no date stated'}"
        self.nodes.setdefault(id, Node(id, row["label"], row["needs_name"] or row["needs"], row["label"], (told,),
                                       style="contract" if row["label"] == "Contract" else "there",
                                       words=f"{row['label']}: {row['needs_name']}. {told}"))  # fmt: skip
        return id

    def _promise(self, row: Row) -> str:
        id = f"Dependency#{row['id']}"
        giver = row["giver_name"] or ""
        lines = tuple(filter(None, (f"promised {row['promised_words'] or 'no date'}",
                                    row["status"] and f"{row['status']}", giver and f"from {giver}")))  # fmt: skip
        self.nodes.setdefault(id, Node(id, "Promise", row["name"] or row["id"], "Promise from outside", lines,
                                       style="external",
                                       words=f"Promise from outside: {row['name'] or row['id']}. {'. '.join(lines)}",
                                       ))  # fmt: skip
        if giver and not self.cards:
            org = f"Organisation#{row['giver']}"
            self.nodes.setdefault(org, Node(org, "Organisation", giver, "Organisation", style="organisation",
                                            words=f"Organisation: {giver}"))  # fmt: skip
            edge = f"{org} gives {row['id']}"
            self.edges.setdefault(edge, Edge(edge, org, id, words=f"{giver} gives {row['name'] or row['id']}"))
        return id

    def _ends(self, row: Row) -> None:
        if row["milestone"] not in self.rows:
            return
        id = f"Contract#{row['id']}"
        told = f"ends {row['ends'] or 'no date stated'}"
        self.nodes.setdefault(id, Node(id, "Contract", row["name"] or row["id"], "Contract", (told,), style="contract",
                                       words=f"Contract: {row['name']}. {told}"))  # fmt: skip
        edge = f"{row['milestone']} ends {row['id']}"
        words = f"{row['milestone']} ends {row['name']}"
        self.edges[edge] = Edge(edge, row["milestone"], id, "link", "", "ends", words)

    def _decides(self, row: Row) -> bool:
        """Say whether an activity decides the date that is asked about, or that of the whole."""
        return bool(row["critical"] or row["on_longest_path"] or row["id"] in self.answer.more.get("path", ()))

    def _is_critical(self, start: str, row: Row) -> bool:
        """A line is critical where it drives what waits, and both ends are on the longest path."""
        blocked = self.rows[row["blocks"]]
        on_path = self._decides(blocked)
        if start in self.rows:
            on_path = on_path and self._decides(self.rows[start])
        driver = row["id"] if row["label"] is None else row["needs"]
        return bool(on_path and driver in blocked["driven_by"])

    def _shortfall(self, row: Row) -> tuple[int, str, str]:
        """Say by how many calendar days what is needed comes too late (0: in time), when it comes, and by when."""
        blocked, kind = self.rows[row["blocks"]], row["kind"] or "fs"
        ends = kind in ("ff", "sf")
        needed = row["needed_by"] or blocked["late_finish" if ends else "late_start"]
        planned = self.stored[row["blocks"]]["planned_finish" if ends else "planned_start"]
        if not row["needed_by"] and planned and needed:
            needed = min(needed, planned)
        have = row["promised"]
        if row["needs"] in self.rows and row["label"] == "Milestone":
            have = self.rows[row["needs"]]["early_start" if kind in ("ss", "sf") else "early_finish"]
        if not have or not needed or have[:10] <= needed[:10]:
            return 0, "", ""
        first, last = (datetime.date.fromisoformat(day[:10]) for day in (needed, have))
        return (last - first).days, short_day(have), short_day(needed)

    def _point(self) -> str:
        more = self.answer.more
        if not more.get("to"):
            return self.answer.title or "No plan is stored"
        name = self.all[more["to"]]["name"]
        promise = more.get("promise")
        if promise and promise["days"] < 0:
            late = f"{-promise['days']:g} working days after what was promised"
            return f"{name}: forecast {short_day(more['finish'])}, {late}"
        early = f"{promise['days']:g} working days before what was" if promise and promise["days"] else "as"
        spare = f", {early} promised" if promise else ""
        return f"{name}: forecast {short_day(more['finish'])}{spare}"

    def _told(self, path: Sequence[str]) -> list[str]:
        names = [self.all[id]["name"] if id in self.all else id for id in path]
        told = [f"It is decided by: {', then '.join(names)}"] if names else []
        if self.short:
            many = len(self.short)
            told.append(f"{many} {'dependency comes' if many == 1 else 'dependencies come'} too late for what waits")
        return told

    def _keys(self) -> list[Key]:
        used = {node.style for node in self.nodes.values()} | {edge.style for edge in self.edges.values()}
        used |= {node.status for node in self.nodes.values()}
        keys = [
            Key("critical", "on the critical path: later by a day, and the end is later"),
            Key("critical_link", "decides the date", "line"), Key("link", "is needed for", "line"),
            Key("broken", "comes too late, with the days it is short", "line"),
            Key("external", "promise from outside"), Key("contract", "contract"),
            Key("organisation", "organisation"), Key("complete", "complete", "square"),
            Key("on_track", "under way", "circle"), Key("at_risk", "at risk", "triangle"),
            Key("late", "late", "diamond"),
        ]  # fmt: skip
        return [key for key in keys if key.style in used]

    def _tables(self) -> list[Table]:
        rows = []
        for id, row in self.rows.items():
            stored = self.stored.get(id, {})
            rows.append((row["name"] or id, stored.get("workstream_name") or "not stated",
                         short_day(row["early_start"]),
                         short_day(row["early_finish"]),
                         f"{row['total_float']['days']:g}" if row["total_float"] else "none",
                         stored.get("owner") or "not stated", row["why"]))  # fmt: skip
        headers = ("Milestone", "Workstream", "Starts", "Finishes", "Float, working days", "Owner", "Why")
        tables = [Table("Milestones", headers, tuple(rows))]
        if self.short:
            late = ("What is needed", "For", "Comes", "Needed by", "Days short")
            tables.insert(0, Table("What comes too late", late, tuple(self.short), drawn=True))
        return tables

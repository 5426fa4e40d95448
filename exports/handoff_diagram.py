"""Show where people fall between two services: services in clusters of providers, faults numbered and worded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pathway_graph.answers.findings import Findings
from pathway_graph.pictures.drawing import Key, LeftOut, Table
from pathway_graph.pictures.node_link import Edge, Network, Node

__all__ = ["network"]

Row = Mapping[str, Any]
_STYLES = {"faulty": "broken", "not_known": "unknown"}
_WORDS = {"faulty": "fails", "not_known": "not known whether it works", "sound": "works"}


def network(answer: Findings, facts: Mapping[str, Sequence[Row]], footer: Sequence[str]) -> Network:
    """Make the diagram from the answer of `handoffs`, the services with their providers, and every handoff."""
    return _Diagram(answer, facts).network(tuple(footer))


class _Diagram:
    """What is drawn, on its way to being put together."""

    def __init__(self, answer: Findings, facts: Mapping[str, Sequence[Row]]) -> None:
        self.answer, self.facts = answer, facts
        self.numbered = list(enumerate(answer.rows, 1))
        self.of_handoff = {r["subject"]["id"]: (n, r) for n, r in self.numbered if r["subject"]["label"] == "Handoff"}
        self.services = {row["id"]: row for row in facts["services"]}
        self.cut = bool(answer.parameters)
        self.handoffs = [h for h in facts["handoffs"] if not self.cut or h["id"] in self.of_handoff]
        self.nodes: dict[str, Node] = {}
        self.edges: dict[str, Edge] = {}

    def network(self, footer: tuple[str, ...]) -> Network:
        for handoff in self.handoffs:
            self._handoff(handoff)
        for number, row in self.numbered:
            if row["subject"]["label"] != "Handoff":
                self._missing(number, row)
        nodes = sorted(self.nodes.values(), key=lambda node: (node.cluster, node.id))
        clusters = {
            f"provider {row['providers'][0]}": row["names"][0] for row in self.services.values() if row["providers"]
        }
        used = {node.cluster for node in nodes}
        clusters = {id: name for id, name in sorted(clusters.items()) if id in used}
        clusters |= {"provider": "Provider not stated"} if "provider" in used else {}
        return Network(
            "handoffs", self._point(), self.answer.as_of, tuple(nodes), tuple(self.edges.values()), clusters,
            self._told(), f"{len(nodes)} boxes and {len(self.edges)} handoffs; {len(self.numbered)} are numbered.",
            tuple(self._keys()), (self._table(),), footer, self._left_out(),
        )  # fmt: skip

    def _left_out(self) -> tuple[LeftOut, ...]:
        alone = tuple(id for id in self.services if id not in self.nodes)
        found = []
        if alone:
            found.append(LeftOut(len(alone), "services that no handoff here touches", "The map shows them.", alone))
        drawn = {h["id"] for h in self.handoffs}
        others = tuple(h["id"] for h in self.facts["handoffs"] if h["id"] not in drawn)
        if others:
            found.append(LeftOut(len(others), "handoffs that are sound or outside the filter",
                                 "Leave the filter out.", others))  # fmt: skip
        return tuple(found)

    def _service(self, id: str) -> str:
        row = self.services.get(id, {"name": id, "providers": [], "names": [], "hours": [], "ages": [], "status": ""})
        lines = [*(f"ages {ages}" for ages in row["ages"] if ages), *(hours for hours in row["hours"] if hours)]
        who = row["names"][0] if row["names"] else "provider not stated"
        cluster = f"provider {row['providers'][0]}" if row["providers"] else "provider"
        told = tuple(dict.fromkeys(lines))[:2] or ("hours and ages not stated",)
        self.nodes.setdefault(id, Node(
            id, "Service", row["name"] or id, lines=told, style="there", cluster=cluster,
            words=f"Service: {row['name'] or id}, {who}. {'; '.join(told)}",
        ))  # fmt: skip
        return id

    def _nobody(self, of: str, title: str) -> str:
        """Draw the place where a service should be, dotted: one for each service that hands on to nobody."""
        id = f"nobody after {of}"
        name = self.services.get(of, {}).get("name", of)
        self.nodes.setdefault(id, Node(
            id, "Gap", title, lines=(f"after {name}",), style="gap", words=f"Gap: {title} after {name}",
        ))  # fmt: skip
        return id

    def _handoff(self, handoff: Row) -> None:
        start = self._service(handoff["start"])
        end = self._service(handoff["end"]) if handoff["end"] else self._nobody(start, "No service takes them")
        number, row = self.of_handoff.get(handoff["id"], (0, {"verdict": "sound", "title": "it works"}))
        style = self._style(row) if number else "link"
        told = row["title"] if number else ""
        words = f"{handoff['name'] or handoff['id']}: {_WORDS[row['verdict']]}. {told}".strip()
        id = f"{handoff['id']} {start} {end}"
        self.edges[id] = Edge(id, start, end, style, str(number or ""), "", words)

    def _style(self, row: Row) -> str:
        style = _STYLES[row["verdict"]]
        return "risk" if style == "broken" and row["severity"] in ("medium", "low") else style

    def _missing(self, number: int, row: Row) -> None:
        """Draw where people go on to nobody, though no single handoff is to blame."""
        start = self._service(row["subject"]["id"])
        end = self._nobody(start, "No service takes them")
        words = f"Missing: {row['title']}"
        self.edges[row["id"]] = Edge(row["id"], start, end, self._style(row), str(number), "", words)

    def _point(self) -> str:
        counts = self.answer.counts
        if not counts["handoffs"]:
            return "No handoff is stated, so where people fall between services is not known"
        told = f"{counts['faulty']} of {counts['handoffs']} handoffs lose people" if counts["faulty"] else ""
        if counts["missing"]:
            more = "more" if told else "handoff" if counts["missing"] == 1 else "handoffs"
            told += (
                f"{', ' if told else ''}{counts['missing']} {more} {'is' if counts['missing'] == 1 else 'are'} missing"
            )
        if counts["not_known"]:
            told += f"{'; of' if told else 'Of'} {counts['not_known']} it is not known whether people are lost"
        return (
            told
            if counts["faulty"] or counts["missing"] or counts["not_known"]
            else (f"All {counts['handoffs']} handoffs that are stated hold")
        )

    def _told(self) -> tuple[str, ...]:
        return ("Each number is explained beneath, the most severe first",) if self.numbered else ()

    def _keys(self) -> list[Key]:
        used = {edge.style for edge in self.edges.values()} | {node.style for node in self.nodes.values()}
        keys = [
            Key("link", "handoff that works", "line"), Key("broken", "people are lost (number on red)", "line"),
            Key("risk", "fault with another way round", "line"),
            Key("unknown", "not known: facts are missing", "line"), Key("there", "service"),
            Key("gap", "nobody is there"),
        ]  # fmt: skip
        return [key for key in keys if key.style in used]

    def _table(self) -> Table:
        rows, styles = [], []
        for number, row in self.numbered:
            rows.append((str(number), row["title"], row["remedy"], row.get("stated") or "not stated"))
            styles.append(self._style(row))
        return Table("What happens at each number", ("No.", "What", "What to do", "Stated in"), tuple(rows), True,
                     tuple(styles), (0, 1))  # fmt: skip

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
        together: dict[tuple[str, str], list[Row]] = {}
        for row in answer.rows:
            together.setdefault((row["subject"]["label"], row["subject"]["id"]), []).append(row)
        self.numbered = list(enumerate(together.values(), 1))
        self.of_handoff = {
            rows[0]["subject"]["id"]: (n, rows) for n, rows in self.numbered if rows[0]["subject"]["label"] == "Handoff"
        }
        self.services = {row["id"]: row for row in facts["services"]}
        self.cut = bool(answer.parameters)
        self.handoffs = [h for h in facts["handoffs"] if not self.cut or h["id"] in self.of_handoff]
        self.nodes: dict[str, Node] = {}
        self.edges: dict[str, Edge] = {}

    def network(self, footer: tuple[str, ...]) -> Network:
        for handoff in self.handoffs:
            self._handoff(handoff)
        for number, rows in self.numbered:
            if rows[0]["subject"]["label"] != "Handoff":
                self._missing(number, rows)
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
            noun=("handoff", "handoffs"), narrower="--area, --need, --function or --provider",
        )  # fmt: skip

    def _left_out(self) -> tuple[LeftOut, ...]:
        alone = tuple(id for id in self.services if id not in self.nodes)
        found = []
        if alone:
            found.append(LeftOut(len(alone), "services that no handoff here touches", "The map shows them.", alone,
                                 "service that no handoff here touches"))  # fmt: skip
        drawn = {h["id"] for h in self.handoffs}
        others = tuple(h["id"] for h in self.facts["handoffs"] if h["id"] not in drawn)
        if others:
            what = "handoffs that are sound or outside the filter"
            found.append(LeftOut(len(others), what, "Leave the filter out.", others, what.replace("offs", "off", 1)))
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
            beside=of,
        ))  # fmt: skip
        return id

    def _handoff(self, handoff: Row) -> None:
        start = self._service(handoff["start"])
        end = self._service(handoff["end"]) if handoff["end"] else self._nobody(start, "No service takes them")
        number, rows = self.of_handoff.get(handoff["id"], (0, [{"verdict": "sound", "title": ""}]))
        style = self._style(rows[0]) if number else "link"
        words = f"{handoff['name'] or handoff['id']}: {_WORDS[rows[0]['verdict']]}. {_told(rows)}".strip()
        id = f"{handoff['id']} {start} {end}"
        self.edges[id] = Edge(id, start, end, style, str(number or ""), "", words)

    def _style(self, row: Row) -> str:
        style = _STYLES[row["verdict"]]
        return "risk" if style == "broken" and row["severity"] in ("medium", "low") else style

    def _missing(self, number: int, rows: Sequence[Row]) -> None:
        """Draw where people go on to nobody, though no single handoff is to blame: one line, whoever they are."""
        start = self._service(rows[0]["subject"]["id"])
        end = self._nobody(start, "No service takes them")
        id = rows[0]["id"]
        self.edges[id] = Edge(id, start, end, self._style(rows[0]), str(number), "", f"Missing: {_told(rows)}")

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
        told, styles = [], []
        for number, rows in self.numbered:
            remedies = " ".join(dict.fromkeys(row["remedy"] for row in rows))
            stated = "; ".join(dict.fromkeys(row["stated"] for row in rows if row.get("stated")))
            told.append((str(number), _told(rows), remedies, stated or "not stated"))
            styles.append(self._style(rows[0]))
        return Table("What happens at each number", ("No.", "What", "What to do", "Stated in"), tuple(told), True,
                     tuple(styles), (0, 1))  # fmt: skip


def _told(rows: Sequence[Row]) -> str:
    """Say what happens at one place, the worst first."""
    return " Also: ".join(row["title"] for row in rows)

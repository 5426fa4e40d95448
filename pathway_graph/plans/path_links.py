"""Tell the chains that lead to a date link by link: which dependency, where it is stated, whether it is assumed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.field import Field
from pathway_graph.analysis.scheduling import Schedule
from pathway_graph.analysis.scheduling.calendars import date_time, iso
from pathway_graph.answers.evidence import Evidence

from .assembly import Planned

if TYPE_CHECKING:
    from pathway_graph.storage.ledger import Ledger

__all__ = ["PathLinks"]

_MOST_CHAINS = 20


class PathLinks:
    """What is stored about the links between consecutive ids of a chain."""

    def __init__(self, planned: Planned, ledger: Ledger) -> None:
        self.planned, self._ledger = planned, ledger
        self._above = {row.id: row.part_of for row in planned.plan.activities}
        self._between: dict[tuple[str, str], str] = {}
        for link in planned.plan.links:
            self._between.setdefault((link.source, link.target), link.id)
        for promise in planned.plan.promises:
            self._between[promise.id, promise.target] = planned.shown(promise.id)
        self._names = {row.id: row.name or row.id for row in planned.plan.activities}
        self._names |= {row.id: row.name or planned.shown(row.id) for row in planned.plan.promises}
        self._names |= {row.id: row.name or row.id for row in planned.plan.events}

    def steps(self, result: Schedule, chain: Sequence[str]) -> list[dict[str, Any]]:
        """Give one entry for each member of a chain, first to last; `dependency` is the link to the next."""
        links = self._links(chain)
        return self._steps(result, chain, links, self._evidence(links))

    def _links(self, chain: Sequence[str]) -> list[str]:
        return [self._link(a, b) for a, b in itertools.pairwise(chain)]

    def _evidence(self, links: Iterable[str]) -> Evidence:
        return Evidence(self._ledger, [Field("Dependency", id, "blocks") for id in links if id])

    def _steps(
        self, result: Schedule, chain: Sequence[str], links: Sequence[str], evidence: Evidence
    ) -> list[dict[str, Any]]:
        found = []
        for position, id in enumerate(chain):
            link = links[position] if position < len(links) else ""
            stated = evidence.because([Field("Dependency", link, "blocks")])[0] if link else {}
            found.append({**self._member(result, id), **self._said(link, stated, evidence, chain, position)})
        return found

    def _member(self, result: Schedule, id: str) -> dict[str, Any]:
        scheduled = id in result.network.index
        start, finish = map(date_time, result.placed(result.node(id))) if scheduled else (None, None)
        at = None if scheduled else self._at(result, id)
        return {
            "id": self.planned.shown(id), "label": self.planned.stored(id)[0], "name": self._names.get(id, id),
            "start": start.isoformat(timespec="minutes") if start else at,
            "finish": finish.isoformat(timespec="minutes") if finish else at,
        }  # fmt: skip

    def _at(self, result: Schedule, id: str) -> str | None:
        nodes = [node for node, own in enumerate(result.network.ids) if own == id]
        return iso(max(result.early.finish[node] for node in nodes)) if nodes else None

    def _said(
        self, link: str, stated: Mapping[str, Any], evidence: Evidence, chain: Sequence[str], position: int
    ) -> dict[str, Any]:
        assumed = bool(stated.get("assumption"))
        document, locator = stated.get("document"), stated.get("locator")
        words = ""
        if assumed:
            a, b = (self._names.get(id, id) for id in chain[position : position + 2])
            where = f"{evidence.title(str(document))}{f', {locator}' if locator else ''}"
            words = f"That {b} waits for {a} ({link}) is an assumption of ours ({where})."
        return {
            "dependency": link or None, "assumption": assumed, "document": document, "locator": locator, "words": words,
        }  # fmt: skip

    def _link(self, a: str, b: str) -> str:
        """Find the dependency between two members, where either may be a part of the summary that it names."""
        for source in self._up(a):
            for target in self._up(b):
                if (source, target) in self._between:
                    return self._between[source, target]
        return ""

    def _up(self, id: str) -> list[str]:
        found = [id]
        while self._above.get(found[-1]):
            found.append(self._above[found[-1]])
        return found

    def near(
        self, result: Schedule, target: str, to_target: Mapping[str, int | None], path: Sequence[str], days: float
    ) -> list[dict[str, Any]]:
        """Give the other chains to a target that have no more than so many days to spare, the tightest first.

        Each chain is the driving chain of the last activity that has this float, and from there on the way to the
        target that has least to spare; chains inside of others are left out, and no more than 20 are told.
        """
        on_path = set(path)
        close = [
            (room, id)
            for id, room in to_target.items()
            if room is not None and id not in on_path and 0 <= room <= days * self._per_day(result, id)
        ]
        found: list[tuple[int, tuple[str, ...]]] = []
        seen: set[str] = set()
        for room, id in sorted(close, key=lambda pair: (pair[0], -result.early.finish[result.node(pair[1])], pair[1])):
            if id in seen:
                continue
            chain = (*result.path(id), *self._onward(result, id, to_target, target))
            seen |= set(chain)
            found.append((room, chain))
        del found[_MOST_CHAINS:]
        links = [self._links(chain) for _, chain in found]
        evidence = self._evidence(itertools.chain.from_iterable(links))
        per_day = self._per_day(result, target)
        return [
            self._chain(room, chain, per_day, self._steps(result, chain, own, evidence))
            for (room, chain), own in zip(found, links, strict=True)
        ]

    def _chain(
        self, room: int, chain: tuple[str, ...], per_day: int, steps: list[dict[str, Any]]
    ) -> dict[str, Any]:  # fmt: skip
        return {
            "float": {"minutes": room, "days": round(room / per_day, 4)},
            "ids": [self.planned.shown(id) for id in chain], "steps": steps,
        }  # fmt: skip

    def _per_day(self, result: Schedule, id: str) -> int:
        return result.network.clock[result.node(id)].calendar.minutes_per_day

    def _onward(self, result: Schedule, id: str, to_target: Mapping[str, int | None], target: str) -> tuple[str, ...]:
        """Go from an activity to the target by the successors with least to spare."""
        network, node, found = result.network, result.node(id), []
        wanted = result.node(target)
        while node != wanted:
            ranked = []
            for other in (hold.other for hold in network.outgoing[node]):
                inner = network.programme[other] < 0  # the end of a summary, which has no room of its own
                room = 0 if inner else to_target.get(network.ids[other])
                if room is not None:
                    ranked.append((room, network.ids[other], other))
            if not ranked:
                break
            node = min(ranked)[2]
            if network.programme[node] >= 0:
                found.append(network.ids[node])
        return tuple(found)

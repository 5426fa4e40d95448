"""Set what a paper asserts of ways between services beside what is computed of their handoffs."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from functools import cached_property

from pathway_graph.analysis.english import joined
from pathway_graph.analysis.handoff_words import title
from pathway_graph.analysis.handoffs import Audit, Finding, audit
from pathway_graph.analysis.landscape import Landscape
from pathway_graph.analysis.standing import Field

from .findings import finding_id
from .handoff_rows import facts_of

__all__ = ["Ways", "Weighed"]

_MOST = 5
"""Findings that are quoted; all are named."""


@dataclasses.dataclass(frozen=True, slots=True)
class Weighed:
    """What is found of a claim: confirmed, contradicted or not_testable, why, the findings, what to ask for, and the
    facts that the findings rest on."""

    verdict: str
    why: str
    findings: tuple[str, ...] = ()
    hangs_on: tuple[Field, ...] = ()
    rests_on: tuple[Field, ...] = ()


class Ways:
    """The handoffs of a landscape, audited once, when a claim first speaks of one."""

    def __init__(self, landscape: Landscape, day: int) -> None:
        self._landscape, self._day = landscape, day

    @cached_property
    def _audit(self) -> Audit:
        return audit(self._landscape, self._day)

    def weigh(self, services: frozenset[str]) -> Weighed:
        """Weigh a claim that people are lost between services, or on the way to one.

        Several services: the handoffs between them; where none is recorded, those of theirs that lead to nobody. One:
        all of its own and all that lead to it. A certain fault confirms; only possible ones leave it open; sound
        handoffs contradict.
        """
        recorded = any(self._between(row.sender, row.receiver, services) for row in self._landscape.handoffs)
        here = [finding for finding in self._audit.findings if self._speaks_of(finding, services, recorded)]
        faulty = [finding for finding in here if finding.verdict == "faulty"]
        ids = tuple(finding_id((finding.kind, *finding.key)) for finding in faulty or here)
        if faulty:
            facts = dict.fromkeys(field for finding in faulty for field in facts_of(self._audit.ground, finding))
            return Weighed("confirmed", self._told(faulty), ids, rests_on=tuple(facts))
        if here:
            asked = tuple(sorted({field for f in here for fault in f.faults for field in fault.hangs_on}))
            return Weighed("not_testable", self._told(here), ids, asked)
        if recorded:
            return Weighed("contradicted", "Every handoff that is recorded there is sound.")
        if apart := list(self.apart(services)):
            return Weighed("confirmed", f"No handoff is recorded between {joined(apart[0])}.")
        return Weighed("not_testable", "No handoff is recorded there; record how people go on.")

    def apart(self, services: frozenset[str]) -> Iterator[tuple[str, str]]:
        """The names of two of the services between which no handoff is recorded, pair by pair."""
        linked = {frozenset((row.sender, row.receiver)) for row in self._landscape.handoffs if row.receiver}
        names = {row.id: row.name for row in self._landscape.services}
        for a, b in itertools.combinations(sorted(services & names.keys()), 2):
            if frozenset((a, b)) not in linked:
                yield names[a], names[b]

    @staticmethod
    def _between(sender: str, receiver: str | None, services: frozenset[str]) -> bool:
        ends = {sender, receiver} & services
        return bool(ends) if len(services) == 1 else len(ends) == 2

    def _speaks_of(self, finding: Finding, services: frozenset[str], recorded: bool) -> bool:
        if recorded and finding.handoff is not None:
            return self._between(finding.sender, finding.handoff.receiver, services)
        return finding.sender in services and (len(services) == 1 or not (recorded or finding.to))

    def _told(self, findings: list[Finding]) -> str:
        told = " ".join(title(self._audit.ground, finding) for finding in findings[:_MOST])
        return told + (f" And {len(findings) - _MOST} more." if len(findings) > _MOST else "")

"""Work out what does not add up: nobody commissioned, nothing asked for, too much on one provider, two rows for one."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.coverage import Coverage
from pathway_graph.analysis.standing import Field

from .claims import claims_of, judged
from .findings import finding_id
from .lasting import horizon
from .lookalikes import Proposal, lookalikes, names_of
from .shortfalls import concentration, idle, uncommissioned

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["landscape_checks", "record_finding"]

_Told = tuple[dict[str, Any], list[Field]]


def landscape_checks(workspace: Workspace, day: datetime.date, kinds: Collection[str]) -> Iterator[_Told]:
    """Give the findings of these kinds, each with the fields that it rests on."""
    landscape = snapshot.landscape(workspace.read) if set(kinds) - {"duplicate_record"} else None
    if landscape is not None:
        coverage = Coverage(landscape, day.toordinal(), horizon(workspace))
        for kind, find in (("uncommissioned", uncommissioned), ("idle", idle)):
            if kind in kinds:
                yield from find(coverage)
        if "concentration" in kinds:
            yield from concentration(coverage, names=names_of(workspace.ledger, "Organisation"))
    if "duplicate_record" in kinds:
        yield from (record_finding(proposal) for proposal in lookalikes(workspace.ledger))
    if "reported" in kinds and landscape is not None:
        claims = claims_of(workspace.ledger)
        for found in judged(claims, landscape, day.toordinal(), horizon(workspace)):
            claim = found.claim
            yield {
                "id": finding_id(("reported", claim.id)), "kind": "reported", "verdict": found.verdict,
                "severity": "medium" if found.verdict == "contradicted" else "low",
                "title": f"'{claim.words}' {_SAID[found.verdict]}: {found.why}".replace(": Confirmed as", " as"),
                "subject": {"label": "Reported", "id": claim.id, "name": claim.words}, "reported_kind": claim.kind,
                "why": found.why, "findings": list(found.findings), "box": None, "share": None, "people": None,
                "hangs_on": [{"label": f.label, "id": f.id, "field": f.field} for f in found.hangs_on],
                "remedy": _REMEDIES[found.verdict],
            }, [Field("Reported", claim.id, "words"), *found.hangs_on, *found.rests_on]  # fmt: skip


_SAID = {"confirmed": "is confirmed", "contradicted": "is contradicted", "not_testable": "can't be tested"}
_REMEDIES = {
    "confirmed": "Set it beside the finding; where values are blank, ask for them.",
    "contradicted": "Ask the paper's authors what they saw, or correct what is stated.",
    "not_testable": "State what is missing, if the claim matters.",
}


def record_finding(proposal: Proposal) -> _Told:
    """Tell one proposal as a finding."""
    a, b = f"{proposal.a} '{proposal.a_name}'", f"{proposal.b} '{proposal.b_name}'"
    fields = ["name", *(["provider"] if proposal.label == "Service" else [])]
    return {
        "id": finding_id(proposal.key), "kind": "duplicate_record", "verdict": "possible", "severity": "medium",
        "title": f"{a} and {b} look like one: {proposal.why}.",
        "subject": {"label": proposal.label, "id": proposal.a, "name": proposal.a_name}, "other": proposal.b,
        "box": None, "share": None, "people": None,
        "remedy": "Decide: check --decisions FILE.csv. If they are one, give both rows one id in their sources.",
    }, [Field(proposal.label, id, field) for id in (proposal.a, proposal.b) for field in fields]  # fmt: skip

"""Check what is stored: where sources disagree, what is missing, assumed, unsourced or unassured."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from . import asking
from .history import Disagreement, disagreements
from .results import Result
from .values import decode

if TYPE_CHECKING:
    from .workspace import Workspace

__all__ = ["KINDS", "check"]

KINDS: dict[str, tuple[str, str]] = {
    "missing_fact": ("quality.missing_words", "Ask whoever can know; fill in what they say."),
    "assumption": ("quality.assumptions", "Find a source for it, or ask."),
    "unsourced": ("quality.unsourced", "Name the document in `stated_in`, and the place in `locator`."),
    "unassured": ("quality.unassured", "Have its owner confirm the row, and fill in assured_on and assured_by."),
    "reported": ("quality.reported", "Compare what the paper asserts with what is found."),
}
"""Kind of finding -> the question that finds it, and what to do about each row."""


def check(workspace: Workspace, as_of: datetime.date | None = None, kind: str | None = None) -> Result:
    """List what has to be asked or settled before the answers can be relied on; counts by kind.

    Disagreements come from the ledger, which keeps what every source states; the rest are questions of the graph.
    """
    day = as_of or workspace.as_of
    findings = [*_disagreements(workspace)] if kind in (None, "disagreement") else []
    for name, (question, remedy) in KINDS.items():
        if kind in (None, name):
            findings += _asked(workspace, name, question, remedy, day)
    counts: dict[str, int] = dict.fromkeys(("disagreement", *KINDS), 0)
    for finding in findings:
        counts[finding["kind"]] += 1
    told = "; ".join(f"{many} {name.replace('_', ' ')}" for name, many in counts.items() if many)
    return Result(
        "check", tuple(findings), ("kind", "subject", "field", "title"), asking.about(workspace), day, key="findings",
        parameters={"kind": kind} if kind else {}, counts=counts, title=f"To settle: {told or 'nothing'}",
    )  # fmt: skip


def _disagreements(workspace: Workspace) -> Iterator[dict[str, Any]]:
    for found in disagreements(workspace.ledger):
        yield {
            "kind": "disagreement", "subject": f"{found.label}#{found.id}", "field": found.field, "title": _said(found),
            "because": [
                {"source": s.source, "value": s.value, "file": s.file, "cell": s.cell, "counts": s.counts}
                for s in found.statements
            ],
            "remedy": "Settle which is right, and correct the other; or rank the sources in the Settings sheet.",
        }  # fmt: skip


def _said(found: Disagreement) -> str:
    told = "; ".join(f"{s.source} says {_words(s.value)}" for s in found.statements)
    counts = f"{found.source} counts" if found.source else "nothing decides, so it is not known"
    return f"{told}; {counts}."


def _words(stored: Any) -> str:
    value = decode(stored)
    return f"'{value.words}'" if value else "nothing"


def _asked(workspace: Workspace, kind: str, question: str, remedy: str, day: datetime.date) -> Iterator[dict[str, Any]]:
    for row in asking.ask(workspace, question, day).rows:
        label, id = ("Reported", row["reported"]) if kind == "reported" else (row["label"], row["id"])
        yield {
            "kind": kind, "subject": f"{label}#{id}", "field": row.get("field") or "", "title": _title(row),
            "because": [dict(row)], "remedy": remedy,
        }  # fmt: skip


def _title(row: Mapping[str, Any]) -> str:
    told = row.get("words") or row.get("name") or ""
    verdict = row.get("verdict")
    return f"{told} ({verdict})" if verdict and told else str(told or verdict or "")

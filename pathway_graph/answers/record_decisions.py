"""Keep what people decide of rows that look like one, in a file of theirs; nothing is merged by itself."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING

from pathway_graph.questions import asking

from .checking import COLUMNS, told_with_facts
from .findings import Findings
from .landscape_checks import record_finding
from .lookalikes import lookalikes, read_decisions, write_decisions

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["decide"]


def decide(workspace: Workspace, path: str | os.PathLike[str], as_of: datetime.date | None = None) -> Findings:
    """Read the decisions, add the proposals that are not in the file yet, and tell what is left to do.

    Decided different: not told any more. Decided same: told with what to do about it, until the data show one row.
    Raises InputProblems where a decision can't be read; then the file stays as it is.
    """
    day = as_of or workspace.as_of
    decided = read_decisions(path)
    proposals = lookalikes(workspace.ledger)
    write_decisions(path, proposals, decided)
    told = []
    for proposal in proposals:
        decision = decided.get((proposal.label, proposal.a, proposal.b), "")
        if decision != "different":
            row, fields = record_finding(proposal)
            same = f"Give '{proposal.b}' the id '{proposal.a}' in its source, and load it again."
            told.append(({**row, "decision": decision, **({"remedy": same} if decision else {})}, fields))
    open_ = sum(not row["decision"] for row, _ in told)
    counts = {"proposals": len(proposals), "to_decide": open_, "same": len(told) - open_,
              "different": len(proposals) - len(told)}  # fmt: skip
    rows = told_with_facts(workspace, told, day)
    lines = [f"  {row['title']}{f' {remedy}' if (remedy := row['decision'] and row['remedy']) else ''}" for row in rows]
    return Findings(
        "check", tuple(rows), (*COLUMNS, "decision"), asking.about(workspace), day, key="findings",
        parameters={"decisions": str(path)}, counts=counts,
        title=f"{open_} of {len(proposals)} pairs of rows are to be decided; {counts['same']} are one, "
        f"{counts['different']} are not. Decide in {path}.", sentences=tuple(lines),
    )  # fmt: skip

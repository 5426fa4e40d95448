"""Cut a plan down to what is asked for: what a milestone waits for, or one workstream."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pathway_graph.errors import Problem, Usage, near_miss

__all__ = ["plan_cut"]

Row = Mapping[str, Any]


def plan_cut(facts: Mapping[str, Sequence[Row]], to: str | None, workstream: str | None) -> frozenset[str] | None:
    """Give the ids of the milestones that are meant; None where everything is.

    `to`: that milestone and all that it waits for, however far; `workstream`: those of one. Raises Usage (PG504) for a
    workstream that is not there. Cost: linear in the dependencies.
    """
    if to is None and workstream is None:
        return None
    found = {row["id"] for row in facts["milestones"]}
    if workstream is not None:
        known = {row["workstream"] for row in facts["milestones"] if row["workstream"]}
        if workstream not in known:
            hint = near_miss(workstream, known) or "See pathway-graph query milestones.workstreams."
            raise Usage(Problem("PG504", f"no workstream '{workstream}' has milestones.", hint, value=workstream))
        found = {row["id"] for row in facts["milestones"] if row["workstream"] == workstream}
    if to is not None:
        found &= _waited_for(facts["dependencies"], to)
    return frozenset(found)


def _waited_for(dependencies: Sequence[Row], to: str) -> set[str]:
    needs: defaultdict[str, set[str]] = defaultdict(set)
    for row in dependencies:
        if row["label"] == "Milestone":
            needs[row["blocks"]].add(row["needs"])
    found, waiting = {to}, [to]
    while waiting:
        fresh = needs[waiting.pop()] - found
        found |= fresh
        waiting += sorted(fresh)
    return found

"""Say why a plan cannot be scheduled."""

from __future__ import annotations

from pathway_graph.errors import InputProblems, Problem

__all__ = ["Unscheduled", "unscheduled"]


class Unscheduled(InputProblems):
    """A plan that no rule can put dates on; `ids` are the rows to blame, `loops` the circles (PG350)."""

    def __init__(self, *problems: Problem, ids: tuple[str, ...] = (), loops: tuple[tuple[str, ...], ...] = ()) -> None:
        super().__init__(*problems)
        self.ids = ids
        self.loops = loops


def unscheduled(code: str, message: str, hint: str, *ids: str) -> Unscheduled:
    """Make the error for one problem."""
    return Unscheduled(Problem(code, message, hint), ids=ids)

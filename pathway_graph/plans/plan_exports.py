"""Write a programme of a workspace as a plan that another tool reads."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pathway_graph.analysis.scheduling import Unscheduled, schedule
from pathway_graph.errors import InputProblems, Problem, Usage, near_miss
from pathway_graph.registry import exports

from .assembly import planned
from .plan_findings import located

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["FORMATS", "write_plan"]

FORMATS = ("mspdi",)
"""The formats in which a plan can be written: mspdi is Microsoft Project XML."""


def write_plan(
    workspace: Workspace,
    path: str | Path,
    format: str = "mspdi",
    programme: str | None = None,
    data_date: datetime.date | None = None,
) -> tuple[str, ...]:
    """Write one programme in one of FORMATS, and give a sentence for each thing that the format cannot hold.

    Blank: the only programme. Raises Usage (PG703) where the format or the programme is not there, or is one of
    several, InputProblems (PG704) where there is nothing to write or the file cannot be written, Unscheduled where the
    plan has no dates.
    """
    if format not in FORMATS:
        raise Usage(
            Problem("PG703", f"there is no format '{format}'.", f"Choose {' or '.join(FORMATS)}.", value=format)
        )
    found = planned(workspace)
    inside = {row.programme for row in found.plan.activities}
    programmes = [row.id for row in found.plan.programmes if row.id in inside]
    if not programmes:
        raise InputProblems(Problem("PG704", "no programme has milestones.", "Load a plan first."))
    if programme is None and len(programmes) > 1:
        hint = f"Say which: --programme {' or '.join(programmes[:5])}."
        raise Usage(Problem("PG703", f"there are {len(programmes)} programmes.", hint))
    wanted = programme or programmes[0]
    if wanted not in programmes:
        hint = near_miss(wanted, programmes) or f"The programmes with milestones are {', '.join(programmes[:5])}."
        raise Usage(Problem("PG703", f"there is no programme '{wanted}' with milestones.", hint, value=wanted))
    try:
        result = schedule(found.plan, today=data_date or workspace.as_of, data_date=data_date)
    except Unscheduled as error:
        raise located(error, found, workspace.ledger) from None
    written = exports()[format].write(result, wanted)
    try:
        Path(path).write_bytes(written.content)
    except OSError as error:
        message = f"the file cannot be written: {error.strerror or error}."
        hint = "Close it elsewhere, or choose another place."
        raise InputProblems(Problem("PG704", message, hint, file=str(path))) from None
    left_out: tuple[str, ...] = written.left_out
    return left_out

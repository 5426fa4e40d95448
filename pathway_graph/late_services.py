"""Say which requirements nobody meets while services open later than they were to."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from . import snapshot
from .analysis.gaps import gaps
from .analysis.landscape import Date, Landscape

if TYPE_CHECKING:
    from .workspace import Workspace

__all__ = ["LateService", "gaps_opened"]


@dataclasses.dataclass(frozen=True, slots=True)
class LateService:
    """A service and the day on which it was to open, and on which it opens now."""

    id: str
    before: datetime.date
    after: datetime.date


def gaps_opened(workspace: Workspace, late: Sequence[LateService]) -> list[dict[str, Any]]:
    """Give each requirement of which more is unmet on the day on which a service was to open, because it opens later.

    `share` is how much more of the requirement that is, 0 to 1. Cost: the gaps of two days for each service.
    """
    found: list[dict[str, Any]] = []
    if not any(each.after > each.before for each in late):
        return found
    landscape = snapshot.landscape(workspace.read)
    names = {row.id: row.name for row in landscape.requirements}
    for each in late:
        if each.after <= each.before:
            continue
        was = _unmet(landscape, each, each.before)
        now = _unmet(landscape, each, each.after)
        for id in sorted(now):
            more = now[id] - was.get(id, 0.0)
            if more > 1e-9:
                found.append(
                    {"requirement": id, "name": names[id], "service": each.id, "share": round(more, 6),
                     "before": each.before.isoformat(), "after": each.after.isoformat()}
                )  # fmt: skip
    return found


def _unmet(landscape: Landscape, late: LateService, opens: datetime.date) -> dict[str, float]:
    """Give how much of each requirement nobody meets on the day on which the service was to open."""
    day = opens.toordinal()
    services = tuple(
        dataclasses.replace(row, opens=Date("stated", day, day), forecast=day) if row.id == late.id else row
        for row in landscape.services
    )
    answer = gaps(dataclasses.replace(landscape, services=services), late.before.toordinal())
    return {
        finding.requirement.id: finding.shares.get("gap", 0.0) + finding.shares.get("planned", 0.0)
        for finding in answer.findings
    }

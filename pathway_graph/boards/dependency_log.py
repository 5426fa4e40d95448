"""List what is waited for: who gives it to whom, by when it is needed, when it is promised, and how many days short."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from pathway_graph.plans.plan_values import when

from .tracking import Tracking

__all__ = ["Waiting", "dependency_log"]


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """One dependency. `needed_by`: as stated, else (`derived`) the day before the latest start of what waits for it.

    `promised`: as stated, else the forecast of the milestones that it needs. `short`: least and most days of the
    calendar by which the promise comes too late; None where a day is missing. Verdicts: met, refused, short, in_time,
    not_known.
    """

    id: str
    name: str
    giver: str
    receiver: str
    blocks: tuple[str, ...]
    needs: tuple[str, ...]
    external: bool
    needed_by: datetime.date | None
    derived: bool
    promised: tuple[datetime.date, datetime.date] | None
    short: tuple[int, int] | None
    verdict: str
    status: str
    owner: str


def dependency_log(found: Tracking) -> list[Waiting]:
    """List dependencies that come from outside, or name who gives or receives, shortest of time first.

    Links inside a plan between milestones that nobody gives are the plan itself, and are left out.
    """
    columns = found.planned.columns
    names = {row["id"]: row["name"] or row["id"] for row in columns.nodes["Organisation"]}
    giver, receiver = (columns.to(f"Dependency {type} Organisation") for type in ("GIVEN_BY", "RECEIVED_BY"))
    blocks = columns.to("Dependency BLOCKS Milestone")
    needs = {label: columns.to(f"Dependency NEEDS {label}") for label in ("Milestone", "Contract", "Service")}
    rows = []
    for row in columns.nodes["Dependency"]:
        id = row["id"]
        wanted = tuple(target for each in needs.values() for target in each.get(id, ()))
        if wanted and not (row["external"] or giver.get(id) or receiver.get(id)):
            continue
        rows.append(
            _waiting(row, found, blocks.get(id, ()), needs["Milestone"].get(id, ()), wanted,
                     *(names[each[id][0]] if each.get(id) else "" for each in (giver, receiver)))
        )  # fmt: skip
    order = {"short": 0, "refused": 1, "not_known": 2, "in_time": 3, "met": 4}
    return sorted(rows, key=lambda row: (order[row.verdict], -(row.short[1] if row.short else 0), row.id))


def _waiting(
    row: Any, found: Tracking, blocks: tuple[str, ...], milestones: tuple[str, ...], needs: tuple[str, ...],
    giver: str, receiver: str,
) -> Waiting:  # fmt: skip
    stated, promise = when(row, "needed_by"), when(row, "promised")
    needed = _date(stated.latest) if stated else _latest_start(found, blocks)
    promised = (_date(promise.earliest), _date(promise.latest)) if promise else _forecast(found, milestones)
    short = None
    if needed and promised and row["status"] not in ("met", "refused"):
        short = ((promised[0] - needed).days, (promised[1] - needed).days)
    verdict = row["status"] if row["status"] in ("met", "refused") else "not_known"
    if short:
        verdict = "short" if short[0] > 0 else "in_time" if short[1] <= 0 else "not_known"
    return Waiting(
        row["id"], row["name"] or row["id"], giver, receiver, blocks, needs, bool(row["external"]) or not needs, needed,
        stated is None and needed is not None, promised, short, verdict, row["status"] or "", row["owner"] or "",
    )  # fmt: skip


def _latest_start(found: Tracking, blocks: tuple[str, ...]) -> datetime.date | None:
    """The last day on which nothing that waits would be later than its programme allows."""
    result = found.result
    if result is None:
        return None
    rows = [result.row(id) for id in blocks if id in result.network.index]
    starts = [row.late_start for row in rows if row.state == "open"]
    if not starts:
        return None
    first = min(starts)
    return (first - datetime.timedelta(days=1)).date() if first.time() <= datetime.time(9) else first.date()


def _forecast(found: Tracking, milestones: tuple[str, ...]) -> tuple[datetime.date, datetime.date] | None:
    result = found.result
    known = [id for id in milestones if result is not None and id in result.network.index]
    if result is None or not known or len(known) < len(milestones):
        return None
    day = max(result.row(id).early_finish.date() for id in known)
    return day, day


def _date(moment: datetime.date) -> datetime.date:
    return moment.date() if isinstance(moment, datetime.datetime) else moment

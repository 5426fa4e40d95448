"""Track milestones: baseline, forecast and actuals, the colour of each beside what is reported, and how dates moved."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.scheduling import Row, Schedule, Unscheduled, When, schedule
from pathway_graph.analysis.scheduling.moments import finish_of
from pathway_graph.analysis.standing import months_after
from pathway_graph.errors import InputProblems, Problem
from pathway_graph.plans.assembly import Planned, planned
from pathway_graph.plans.plan_findings import located
from pathway_graph.values import decode

from .colours import Thresholds, colour, reported_colour
from .trends import Move, moves

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["Tracked", "Tracking", "tracking"]


@dataclasses.dataclass(frozen=True, slots=True)
class Tracked:
    """One milestone on a day. Days are the last that a date can be; `spare` and `total_float` are working days.

    `due`: its deadline, else its promised finish, else its baseline. `late`: days of the calendar from the baseline to
    the forecast or the actual finish, below 0 where it is earlier; None without a baseline.
    """

    id: str
    name: str
    workstream: str
    baseline: datetime.date | None
    promised: datetime.date | None
    due: datetime.date | None
    forecast: datetime.date
    actual: datetime.date | None
    late: int | None
    spare: float | None
    total_float: float | None
    colour: str
    reported: str
    reported_colour: str | None
    rests_on: tuple[str, ...]
    moves: tuple[Move, ...]

    @property
    def differs(self) -> bool:
        """True if what is reported is a colour, and another one."""
        return self.reported_colour not in (None, self.colour) and self.colour != "not_known"


@dataclasses.dataclass(frozen=True)
class Tracking:
    """All milestones that are scheduled, in the order of what is due first; `planned` and `result` are the plan."""

    rows: tuple[Tracked, ...]
    planned: Planned
    result: Schedule | None
    limits: Thresholds
    day: datetime.date

    def due_between(self, first: int, until: int) -> list[Tracked]:
        """Those due from the day after `first` months from today to `until` months from it, both ends by the calendar;
        what is finished stays in."""
        a, b = (months_after(self.day.toordinal(), n) for n in (first, until))
        return [row for row in self.rows if row.due and a < row.due.toordinal() <= b]


def tracking(
    workspace: Workspace, day: datetime.date, limits: Thresholds, data_date: datetime.date | None = None,
    baseline: int | str | datetime.date | None = None,
) -> Tracking:  # fmt: skip
    """Schedule the plans and set every milestone beside its dates. `baseline`: take the promised finishes as they were
    after a load, or at the end of a day, for the baseline.

    Raises Unscheduled where the plan has no dates (PG350), Usage where there is no such load (PG183), and InputProblems
    where that baseline shares no milestone with today's plan (PG706).
    """
    found = planned(workspace)
    kept = _baseline(workspace, found, baseline) if baseline is not None else None
    if not found.plan.activities:
        return Tracking((), found, None, limits, day)
    try:
        result = schedule(found.plan, today=day, data_date=data_date)
    except Unscheduled as error:
        raise located(error, found, workspace.ledger) from None
    trend = moves(workspace.ledger)
    stated = {row["id"]: row for row in found.columns.nodes["Milestone"]}
    streams = {m: s[0] for m, s in found.columns.back("Workstream HAS Milestone").items()}
    activities = {row.id: row for row in found.plan.activities}
    rows = [
        _tracked(row, result, activities[row.id], stated[row.id], streams.get(row.id, ""), kept, trend, limits)
        for row in result.rows
    ]
    rows.sort(key=lambda row: (row.due or row.forecast, row.id))
    return Tracking(tuple(rows), found, result, limits, day)


def _baseline(
    workspace: Workspace, found: Planned, state: int | str | datetime.date
) -> dict[str, datetime.date | None]:
    """The promised finishes of an earlier state, by milestone."""
    facts = workspace.facts(state)
    then = {id: row.get("planned_finish") for (label, id), row in facts.items() if label == "Milestone"}
    now = {row.id for row in found.plan.activities}
    if not now & then.keys():
        many = "1 milestone" if len(then) == 1 else f"{len(then)} milestones"
        there = f"{many}, none of them in today's plan" if then else "no milestone"
        hint = "Name a load after which the plan was there: pathway-graph history."
        raise InputProblems(Problem("PG706", f"--baseline {state}: {there}.", hint, value=str(state)))
    return {id: _latest(value) for id, value in then.items()}


def _latest(stored: Any) -> datetime.date | None:
    value = decode(stored) if stored is not None else None
    day = value.value.get("latest") or value.value.get("earliest") if value and isinstance(value.value, dict) else None
    return datetime.date.fromisoformat(day) if day else None


def _tracked(
    row: Row, result: Schedule, activity: Any, stated: Mapping[str, Any], workstream: str,
    kept: Mapping[str, datetime.date | None] | None, trend: Mapping[str, Sequence[Move]], limits: Thresholds,
) -> Tracked:  # fmt: skip
    node = result.node(row.id)
    own = activity.deadline or activity.planned_finish or activity.baseline_finish
    finished = row.state == "finished"
    forecast = row.early_finish.date()
    baseline = kept.get(row.id) if kept is not None else _day(activity.baseline_finish)
    clock, per_day = result.network.clock[node], row.minutes_per_day
    spare = None
    if own is not None and not finished:
        spare = clock.between(result.early.finish[node], finish_of(own, clock, "planning")) / per_day
    room = None if row.total_float is None else row.total_float / per_day
    words = stated["reported_status"] or ""
    return Tracked(
        row.id, row.name or row.id, workstream, baseline, _day(activity.planned_finish), _day(own), forecast,
        forecast if finished else None, (forecast - baseline).days if baseline else None,
        None if spare is None else round(spare, 2), None if room is None else round(room, 2),
        "complete" if finished else colour(spare, room, limits, known=not row.rests_on), words, reported_colour(words),
        row.rests_on, tuple(trend.get(row.id, ())),
    )  # fmt: skip


def _day(when: When | None) -> datetime.date | None:
    if when is None:
        return None
    return when.latest.date() if isinstance(when.latest, datetime.datetime) else when.latest

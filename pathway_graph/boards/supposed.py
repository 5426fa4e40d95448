"""Suppose a scenario: the plan and the landscape as they would be, without anything being written."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pathway_graph.analysis.landscape import Date, Landscape
from pathway_graph.analysis.scheduling import Link, Plan, Schedule, When, WorkingTime, lag, working_time
from pathway_graph.analysis.scheduling.calendars import Instant, date_time
from pathway_graph.analysis.scheduling.moments import finish_of, start_of
from pathway_graph.plans.assembly import Planned, planned_of
from pathway_graph.plans.plan_columns import PlanColumns, Stored

from .scenarios import Change, Scenario

__all__ = ["NEVER", "opened_by_plan", "supposed_landscape", "supposed_plan", "supposed_slips"]

NEVER = datetime.date.max.toordinal()
"""The day on which a service opens whose milestone has no date any more."""


def supposed_plan(scenario: Scenario, planned: Planned, division: str) -> Planned:
    """Give the plan in which promises, contracts and services are as supposed, and the links that are supposed, too.

    Milestones that slip are left to `supposed_slips`. What comes later and has no date stays without one.
    """
    changed = _changed_columns(scenario, planned.columns)
    found = planned if changed is planned.columns else planned_of(changed, division)
    links = tuple(
        Link(change.other, change.id, id=f"{change.id} waits for {change.other}")
        for change in scenario.changes
        if change.what == "waits"
    )
    later = [change for change in scenario.changes if change.what == "later" and change.label != "Milestone"]
    if not links and not later:
        return found
    plan = _later_plan(found, later)
    return dataclasses.replace(found, plan=dataclasses.replace(plan, links=(*plan.links, *links)))


def _changed_columns(scenario: Scenario, columns: PlanColumns) -> PlanColumns:
    """Give the stored rows with what is supposed of them."""
    rows: dict[str, dict[str, dict[str, Any]]] = {}
    for change in scenario.changes:
        told: dict[str, Any] = {}
        if change.what in ("refused", "met"):
            told = {"status": change.what}
        elif change.day and change.what in ("promised", "starts", "ends", "opens"):
            name, day = change.what, change.day.isoformat()
            told = {name: day, f"{name}_state": "stated", f"{name}_earliest": day, f"{name}_latest": day}
            told |= {"status": "agreed"} if change.what == "promised" else {}
        if told:
            rows.setdefault(change.label, {}).setdefault(change.id, {}).update(told)
    if not rows:
        return columns
    nodes = {
        label: [Stored({**row, **rows[label].get(row["id"], {})}) for row in found] if label in rows else found
        for label, found in columns.nodes.items()
    }
    return dataclasses.replace(columns, nodes=nodes)


def _later_plan(planned: Planned, later: Sequence[Change]) -> Plan:
    plan = planned.plan
    by_row: dict[tuple[str, str], list[Change]] = {}
    for change in later:
        by_row.setdefault((change.label, change.id), []).append(change)
    clock = standard_clock(plan)

    def mine(id: str) -> list[Change]:
        return by_row.get(planned.stored(id), [])

    promises = tuple(
        dataclasses.replace(row, promised=_later(row.promised, mine(row.id), clock, finish=True))
        if row.promised and mine(row.id) else row
        for row in plan.promises
    )  # fmt: skip
    events = tuple(
        dataclasses.replace(row, at=_later(row.at, mine(row.id), clock, finish=False))
        if row.at and mine(row.id) else row
        for row in plan.events
    )  # fmt: skip
    return dataclasses.replace(plan, promises=promises, events=events)


def standard_clock(plan: Plan) -> WorkingTime:
    """Give the calendar of the first programme, in which what is outside of the plan slips."""
    return working_time(next(each for each in plan.calendars if each.id == plan.programmes[0].calendar))


def _minutes(amount: str, clock: WorkingTime, at: Instant) -> int:
    """Count an amount in the working minutes of a calendar, from an instant on."""
    by = lag(amount, clock.calendar.minutes_per_day)
    return clock.between(at, at + by.minutes) if by.elapsed else by.minutes


def _later(when: When, changes: Iterable[Change], clock: WorkingTime, *, finish: bool) -> When:
    """Move both ends of a date by so much working time."""
    ends = []
    for moment in (when.earliest, when.latest):
        at = (finish_of if finish else start_of)(When.at(moment), clock, "planning")
        for change in changes:
            work = clock.work(at) + _minutes(change.amount, clock, at)
            at = clock.end(work) if finish else clock.start(work)
        ends.append(date_time(at))
    return When(*ends)


def supposed_slips(scenario: Scenario, result: Schedule) -> Schedule:
    """Give the schedule in which milestones finish later, or on the day that is supposed, whatever drives them.

    Those on a day are placed one after the other as the plan has them, so that what slips before them does not move
    them too.
    """
    slips: dict[str, int] = {}
    fixed: list[tuple[int, Change]] = []
    for change in scenario.changes:
        if change.label != "Milestone" or change.what not in ("later", "finish"):
            continue
        node = result.node(change.id)
        if change.what == "finish":
            fixed.append((node, change))
        else:
            slips[change.id] = _minutes(change.amount, result.network.clock[node], result.early.finish[node])
    moved = result.slipped(slips) if slips else result
    place = {node: at for at, node in enumerate(result.network.order)}
    for node, change in sorted(fixed, key=lambda pair: place[pair[0]]):
        clock = result.network.clock[node]
        assert change.day is not None
        to = finish_of(When.at(change.day), clock, "planning")
        slips[change.id] = clock.between(moved.early.finish[node], to)
        moved = result.slipped(slips)
    return moved


def supposed_landscape(scenario: Scenario, landscape: Landscape, plan: Plan) -> Landscape:
    """Give the landscape in which contracts and services begin and end as supposed."""
    told: dict[tuple[str, str], dict[str, Any]] = {}
    for change in scenario.changes:
        if change.label not in ("Contract", "Service"):
            continue
        fields = told.setdefault((change.label, change.id), {})
        if change.day:
            fields[change.what] = Date("stated", change.day.toordinal(), change.day.toordinal())
        else:
            rows: Sequence[Any] = landscape.contracts if change.label == "Contract" else landscape.services
            name = "starts" if change.label == "Contract" else "opens"
            row = next(row for row in rows if row.id == change.id)
            fields[name] = _later_date(getattr(row, name), change, standard_clock(plan))
    if not told:
        return landscape
    return dataclasses.replace(
        landscape,
        services=tuple(dataclasses.replace(r, **told.get(("Service", r.id), {})) for r in landscape.services),
        contracts=tuple(dataclasses.replace(r, **told.get(("Contract", r.id), {})) for r in landscape.contracts),
    )


def _later_date(date: Date, change: Change, clock: WorkingTime) -> Date:
    if date.earliest is None and date.latest is None:
        return date
    one = date.earliest if date.earliest is not None else date.latest
    assert one is not None
    ends = When(datetime.date.fromordinal(date.earliest or one), datetime.date.fromordinal(date.latest or one))
    moved = _later(ends, [change], clock, finish=False)
    return Date("stated", _ordinal(moved.earliest), _ordinal(moved.latest))


def _ordinal(moment: datetime.date) -> int:
    return moment.toordinal()


def opened_by_plan(landscape: Landscape, openings: Mapping[str, int], today: int) -> Landscape:
    """Give the landscape in which services open when the plan says that what opens them is done.

    `openings`: service -> day (NEVER where no date is known). A service opens on that day, or on its stated one where
    that is later; one that is open today already stays so.
    """

    def opened(row: Any) -> Any:
        day = openings.get(row.id)
        if day is None or _is_open(row, today):
            return row
        stated = row.opens.latest if row.opens.state == "stated" else None
        at = max(day, stated or day)
        return dataclasses.replace(row, opens=Date("stated", at, at), forecast=at)

    return dataclasses.replace(landscape, services=tuple(opened(row) for row in landscape.services))


def _is_open(service: Any, today: int) -> bool:
    opens = service.opens
    if opens.state == "stated" and opens.latest is not None:
        return bool(opens.latest <= today)
    return service.status in ("open", "pilot", "full", "paused")

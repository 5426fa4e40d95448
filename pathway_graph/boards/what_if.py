"""Answer what a scenario does: milestones, board dates, services, contracts, and the gaps that open."""

from __future__ import annotations

import datetime
import functools
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.landscape import Landscape
from pathway_graph.analysis.scheduling import Schedule, schedule
from pathway_graph.analysis.scheduling.calendars import date_time
from pathway_graph.analysis.scheduling.moments import finish_of
from pathway_graph.answers.findings import iso
from pathway_graph.answers.lasting import horizon
from pathway_graph.plans.assembly import Planned, division

from .gap_changes import GapChange, gap_changes, unmet_on
from .lapses import lapses
from .scenarios import Scenario
from .supposed import NEVER, opened_by_plan, supposed_landscape, supposed_plan, supposed_slips

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["WhatIf"]


class WhatIf:
    """What is there today, and what each scenario makes of it. Nothing is written."""

    def __init__(
        self, workspace: Workspace, planned: Planned, before: Schedule, day: datetime.date,
        data_date: datetime.date | None,
    ) -> None:  # fmt: skip
        self.workspace, self.planned, self.before = workspace, planned, before
        self.day, self.data_date = day, data_date
        self.parts = _parts(planned)
        self.names = {row.id: row.name for row in planned.plan.activities}
        self.openers = planned.columns.back("Milestone MOBILISES Service")

    @cached_property
    def landscape(self) -> Landscape:
        """Everything as it is stored; read once for all scenarios."""
        return snapshot.landscape(self.workspace.read)

    def after(self, scenario: Scenario) -> tuple[Schedule, Planned]:
        """Schedule the plan as it is supposed to be; Unscheduled where the scenario makes a loop (PG350)."""
        supposed = supposed_plan(scenario, self.planned, division(self.workspace))
        result = self.before
        if supposed is not self.planned:
            result = schedule(supposed.plan, today=self.day, data_date=self.data_date)
        return supposed_slips(scenario, result), supposed

    def told(self, scenario: Scenario, after: Schedule, target: str | None) -> dict[str, Any]:
        """Tell what differs from today, as JSON has it (docs/critical-path.md)."""
        before = self.before
        was, now = self._openings(before), self._openings(after, before)
        moved = after.moved_from(before)
        services = [id for id in sorted(now) if now[id] != was.get(id)]
        stated = {c.id for c in scenario.changes if c.label == "Service"}
        funded = {c.id for c in scenario.changes if c.label == "Contract"}
        land: tuple[Landscape, Landscape] | None = None
        if services or stated or funded:
            supposed = supposed_landscape(scenario, self.landscape, self.planned.plan)
            today = self.day.toordinal()
            land = opened_by_plan(self.landscape, was, today), opened_by_plan(supposed, now, today)
        changes = self._gaps(land, {*services, *stated}, funded) if land else []
        opened = {row.requirement for row in changes if row.sort == "unmet" and row.opened}
        finish = {name: r.early_finish(target) for name, r in (("b", before), ("a", after)) if target}
        return {
            "scenario": scenario.words, "to": target,
            "before": _moment(finish.get("b")), "after": _moment(finish.get("a")),
            "moved": [self._moved(id, after) for id in moved], "board_dates": self._board_dates(after),
            "services": self._services(land, {*services, *stated}) if land else [],
            "contracts": [*(lapses(*land) if land else ()), *self._ended(set(moved), after)],
            "gaps_opened": [_gap(row) for row in changes if row.sort == "unmet" and row.opened],
            "gaps_closed": [_gap(row) for row in changes if row.sort == "unmet" and not row.opened],
            "put_at_risk": [_gap(row) for row in changes if row.sort == "at_risk" and row.opened],
            "gaps_waiting": [row for row in self._waiting(target, after) if row["requirement"] not in opened],
            "without_date": self._undated(after),
        }  # fmt: skip

    def _leaves(self, id: str) -> list[str]:
        return [leaf for leaf in self.parts.get(id, [id]) if leaf in self.before.network.index]

    def _finish_day(self, result: Schedule, id: str) -> int | None:
        days = [result.early_finish(leaf).toordinal() for leaf in self._leaves(id)]
        return max(days, default=None)

    def _openings(self, result: Schedule, before: Schedule | None = None) -> dict[str, int]:
        """Give the day on which each service opens by the plan; NEVER where it has lost its date since `before`."""
        found: dict[str, int] = {}
        for service, openers in self.openers.items():
            days = [day for id in openers if (day := self._finish_day(result, id)) is not None]
            if not days:
                continue
            found[service] = max(days)
            if before and any(self._lost(leaf, result) for id in openers for leaf in self._leaves(id)):
                found[service] = NEVER
        return found

    def _lost(self, leaf: str, after: Schedule) -> bool:
        """True if an activity rests on an unknown date, and did not before."""
        return bool(set(after.rests_on(leaf)) - set(self.before.rests_on(leaf)))

    def _undated(self, after: Schedule) -> list[dict[str, Any]]:
        """Tell what rests on a date that nobody knows any more."""
        if after.plan is self.before.plan:
            return []
        network = self.before.network
        ids = sorted(network.ids[node] for node in network.activities)
        return [{"id": id, "name": self.names[id]} for id in ids if self._lost(id, after)]

    def _waiting(self, target: str | None, after: Schedule) -> list[dict[str, Any]]:
        """Tell the gaps of today that the workstreams behind the target are to close, where it comes later.

        Looked at on the day on which it was to be reached, with everything that is stated to be open then.
        """
        if target is None:
            return []
        lost = after.plan is not self.before.plan and self._lost(target, after)
        was, now = (result.early_finish(target).toordinal() for result in (self.before, after))
        addressed = self._addressed(target) if lost or now > was else set()
        if not addressed:
            return []
        return [
            {"requirement": row.id, "name": row.name, "share": share, "from": iso(was),
             "until": None if lost else iso(now), "people": people, "words": words}
            for row, share, people, words in unmet_on(self.landscape, addressed, was, horizon(self.workspace))
        ]  # fmt: skip

    def _addressed(self, target: str) -> set[str]:
        """Give the requirements that the workstreams of all that leads to an activity are to meet."""
        network, columns = self.before.network, self.planned.columns
        reached = [network.index[target]]
        seen = set(reached)
        while reached:
            for hold in network.incoming[reached.pop()]:
                if hold.other not in seen:
                    seen.add(hold.other)
                    reached.append(hold.other)
        streams, meant = columns.back("Workstream HAS Milestone"), columns.to("Workstream ADDRESSES Requirement")
        mine = {stream for node in seen for stream in streams.get(network.ids[node], ())}
        return {requirement for stream in mine for requirement in meant.get(stream, ())}

    def _moved(self, id: str, after: Schedule) -> dict[str, Any]:
        node = after.node(id)
        clock = after.network.clock[node]
        minutes = clock.between(self.before.early.finish[node], after.early.finish[node])
        was, now = (_instant(result.placed(result.node(id))[1]) for result in (self.before, after))
        return {
            "id": id, "name": self.names[id], "before": was, "after": now,
            "days": round(minutes / clock.calendar.minutes_per_day, 4),
        }  # fmt: skip

    def _board_dates(self, after: Schedule) -> list[dict[str, Any]]:
        """Tell each deadline that is missed, and whether it was already."""
        found = []
        for row in self.planned.plan.activities:
            if row.deadline is None or row.id not in after.network.index:
                continue
            node = after.node(row.id)
            clock = after.network.clock[node]
            due = finish_of(row.deadline, clock, "planning")
            late = [clock.between(due, result.early.finish[node]) for result in (self.before, after)]
            if late[1] > 0:
                per_day = clock.calendar.minutes_per_day
                found.append(
                    {"id": row.id, "name": row.name, "deadline": row.deadline.latest.isoformat()[:10],
                     "before": _moment(self.before.early_finish(row.id)),
                     "after": _moment(after.early_finish(row.id)), "days_late": round(late[1] / per_day, 4),
                     "missed_before": late[0] > 0}
                )  # fmt: skip
        return sorted(found, key=lambda each: (each["missed_before"], each["deadline"], each["id"]))

    def _services(self, land: tuple[Landscape, Landscape], ids: set[str]) -> list[dict[str, Any]]:
        """Tell each service that opens, or closes, on another day; `in_time`: not after the day that is stated."""
        was, now = ({row.id: row for row in each.services} for each in land)
        as_stated = {row.id: row for row in self.landscape.services}
        found = []
        for id in sorted(ids):
            one, two, stated = was[id], now[id], as_stated[id].opens.latest
            if (one.opens, one.closes) == (two.opens, two.closes):
                continue
            opens = two.opens.latest
            found.append(
                {"id": id, "name": two.name, "milestones": list(self.openers.get(id, ())),
                 "before": iso(one.opens.latest), "after": None if opens == NEVER else iso(opens),
                 "closes": iso(two.closes.latest), "stated": iso(stated),
                 "in_time": None if stated is None or opens is None else opens <= stated}
            )  # fmt: skip
        return found

    def _ended(self, moved: set[str], after: Schedule) -> list[dict[str, Any]]:
        """Tell each contract that ends with a milestone which moves."""
        found = []
        names = {row["id"]: row["name"] for row in self.planned.columns.nodes["Contract"]}
        for id, contracts in sorted(self.planned.ends.items()):
            if not moved.intersection(self._leaves(id)):
                continue
            days = [self._finish_day(result, id) for result in (self.before, after)]
            for contract in contracts:
                found.append({"id": contract, "name": names[contract], "kind": "ends_with", "milestone": id,
                              "before": iso(days[0]), "after": iso(days[1])})  # fmt: skip
        return found

    def _gaps(self, land: tuple[Landscape, Landscape], services: set[str], contracts: set[str]) -> list[GapChange]:
        touched = {*services, *(s for row in land[1].contracts if row.id in contracts for s in row.services)}
        differ = {two.id for one, two in zip(*(each.services for each in land), strict=True) if one != two} | {
            s for one, two in zip(*(each.contracts for each in land), strict=True) if one != two for s in two.services
        }
        return gap_changes(*land, touched & differ, self.day.toordinal(), horizon(self.workspace))


def _parts(planned: Planned) -> dict[str, list[str]]:
    """Give the rows without parts below each summary."""
    above = {row.id: row.part_of for row in planned.plan.activities}
    summaries = set(above.values())
    found: dict[str, list[str]] = {}
    for id in sorted(above.keys() - summaries):
        over = above[id]
        while over:
            found.setdefault(over, []).append(id)
            over = above[over]
    return found


def _gap(row: GapChange) -> dict[str, Any]:
    return {
        "requirement": row.requirement, "name": row.name, "services": list(row.services),
        "share": round(abs(row.after - row.before), 6), "share_before": row.before, "share_after": row.after,
        "from": iso(row.first), "until": iso(row.until), "people": row.people, "words": row.words,
    }  # fmt: skip


@functools.lru_cache(maxsize=100_000)
def _instant(at: int) -> str:
    """Write an instant of a schedule; thousands of activities share the same few hundred."""
    return date_time(at).isoformat(timespec="minutes")


def _moment(moment: datetime.datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None

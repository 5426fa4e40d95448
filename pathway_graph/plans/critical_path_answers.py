"""Answer what decides a date: dates and floats of everything, the chain that drives it, and why."""

from __future__ import annotations

import datetime
import heapq
import importlib.util
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.scheduling import Row, Schedule, Unscheduled, When, finish_range, schedule
from pathway_graph.analysis.scheduling.moments import finish_of
from pathway_graph.analysis.scheduling.why import Reasons
from pathway_graph.answers.findings import Findings
from pathway_graph.errors import Problem, Unavailable, Usage, near_miss
from pathway_graph.later_rows import LaterRows
from pathway_graph.questions import asking

from .assembly import Planned, planned
from .critical_path_words import TABLE, Told, sentences, title
from .path_links import PathLinks
from .plan_findings import findings_of, located, quality_rows

if TYPE_CHECKING:
    from pathway_graph.boards.scenarios import Scenario
    from pathway_graph.boards.what_if import WhatIf
    from pathway_graph.workspace import Workspace

    from .risk_options import RiskOptions

__all__ = ["COLUMNS", "NEAR_DAYS", "critical_path"]

COLUMNS = (
    "id", "name", "early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float",
    "float_to_target", "critical", "on_longest_path", "driven_by", "why",
)  # fmt: skip
NEAR_DAYS = 10.0
"""Chains that could be later by no more than so many working days are told beside the path."""


def critical_path(
    workspace: Workspace,
    to: str | None = None,
    *,
    data_date: datetime.date | None = None,
    what_if: Sequence[str] = (),
    near: float = NEAR_DAYS,
    with_quality: bool = False,
    risk: int = 0,
    seed: int = 0,
    ranges: str | os.PathLike[str] | None = None,
    later: bool = False,
) -> Findings:
    """Schedule all plans of a workspace and say what decides the date of a milestone, else of what finishes last.

    `data_date`: no unfinished work lies before it (blank: each programme's own status_date); `what_if`: scenarios such
    as `M12+10d; D3 refused`, one of which is answered as if it were so, several side by side; `near`: working days
    within which other chains are told; `risk`: so many runs with durations drawn from their ranges, by `seed`;
    `ranges`: a file of more ranges and of drivers in common (docs/risk.md); `later`: write each row when it is looked
    at, which a screen does for a few. Raises Usage for a milestone that is not there (PG701), scenarios that cannot be
    read (PG702) or contradict themselves (PG743), slips and risk at once, or ranges without risk (PG705); Unavailable
    for risk without numpy (PG707); InputProblems for ranges that cannot be used (PG740-742); Unscheduled (exit 3) where
    no rule puts dates on the plan: PG350 for loops.
    """
    if risk and what_if:
        raise Usage(Problem("PG705", "--risk and --what-if exclude each other.", "Say one of them."))
    if ranges is not None and not risk:
        raise Usage(Problem("PG705", "--ranges is of no use without --risk.", "Say --risk 1000, too."))
    if risk and importlib.util.find_spec("numpy") is None:
        hint = "pip install 'pathway-graph[analysis]'. Dates, floats and what-ifs need nothing."
        raise Unavailable(Problem("PG707", "--risk counts with the package numpy, which is not installed.", hint))
    options = _risk_options(ranges)
    found = planned(workspace)
    day = data_date or workspace.as_of
    answer = _Answer(workspace, found, day, data_date, near)
    if not found.plan.activities:
        return answer.nothing()
    try:
        return answer.result(to, what_if, with_quality, (risk, seed, options), later=later)
    except Unscheduled as error:
        raise located(error, found, workspace.ledger) from None


def _risk_options(ranges: str | os.PathLike[str] | None) -> RiskOptions | None:
    if ranges is None:
        return None
    from .risk_options import read_risk_options

    return read_risk_options(os.fspath(ranges))


class _Answer:
    def __init__(
        self, workspace: Workspace, found: Planned, day: datetime.date, data_date: datetime.date | None, near: float
    ) -> None:
        self.workspace, self.planned, self.day, self.data_date, self.near = workspace, found, day, data_date, near
        self.links = PathLinks(found, workspace.ledger)
        self.names = {row.id: row.name for row in found.plan.activities}

    def nothing(self) -> Findings:
        """The answer where no milestone is stored."""
        told = "No milestones are stored, so there is no date to decide. Load a plan: pathway-graph load PLAN.xml"
        return self._findings((), (0, 0), {}, {"to": None, "finish": None, "path": [], "finish_range": None}, told, [])

    def _schedule(self, plan: Any = None) -> Schedule:
        return schedule(plan or self.planned.plan, today=self.day, data_date=self.data_date)

    def result(
        self, to: str | None, what_if: Sequence[str], with_quality: bool, risk: tuple[int, int, RiskOptions | None],
        *, later: bool = False,
    ) -> Findings:  # fmt: skip
        before = result = self._schedule()
        scenarios, supposing = self._supposed(what_if, before)
        if supposing and len(scenarios) == 1:
            result, self.planned = supposing.after(scenarios[0])
            self.links = PathLinks(self.planned, self.workspace.ledger)
        target = self._target(result, to)
        to_target = result.float_to(target) if target else {}
        reasons = Reasons(result)

        def written(start: int, stop: int) -> list[dict[str, Any]]:
            return [self._row(result.row(id), to_target, reasons.of(id)) for id in result.ordered[start:stop]]

        rows = LaterRows(len(result.ordered), written)
        more = self._more(result, target, to_target, slipped=result is not before)
        more["findings"] = findings_of(result, self.planned, self.workspace.ledger)
        more["quality"] = quality_rows(result, self.planned) if with_quality else []
        if supposing:
            told = [
                supposing.told(each, result if len(scenarios) == 1 else supposing.after(each)[0], target)
                for each in scenarios
            ]
            more |= {"what_if": told[0]} if len(told) == 1 else {"scenarios": told}
        if risk[0] and target:
            from .risk import simulated

            more["risk"] = simulated(result, self.planned, target, *risk)
        parameters: dict[str, Any] = {"to": to} if to else {}
        if what_if:
            parameters["what_if"] = list(what_if)
        lines = sentences(more, Told(reasons.of, self.names, self._tightest(result, to_target)), self.near)
        counts = len(rows), result.critical_count
        return self._findings(rows if later else rows.all(), counts, parameters, more, title(more, self.day), lines)

    def _supposed(self, what_if: Sequence[str], before: Schedule) -> tuple[Sequence[Scenario], WhatIf | None]:
        if not what_if:
            return (), None
        from pathway_graph.boards.scenarios import read_scenarios  # with gaps and contracts, which others do without
        from pathway_graph.boards.what_if import WhatIf

        scenarios = read_scenarios(what_if, self.planned)
        return scenarios, WhatIf(self.workspace, self.planned, before, self.day, self.data_date) if scenarios else None

    def _findings(
        self, rows: Sequence[dict[str, Any]], counts: tuple[int, int], parameters: Mapping[str, Any],
        more: Mapping[str, Any], title: str, lines: Iterable[str],
    ) -> Findings:  # fmt: skip
        counted = {
            "activities": counts[0], "critical": counts[1],
            "near_critical": sum(len(chain["ids"]) for chain in more.get("near", ())),
            "findings": len(more.get("findings", ())),
        }  # fmt: skip
        assumptions = tuple(more.get("assumed", self.planned.assumptions))
        told = {name: value for name, value in more.items() if name != "assumed"}
        return Findings(
            "critical-path", rows, COLUMNS, asking.about(self.workspace), self.day,
            key="activities", parameters=parameters, counts=counted, assumptions=assumptions, title=title,
            sentences=tuple(lines), more=told,
        )  # fmt: skip

    def _target(self, result: Schedule, to: str | None) -> str | None:
        if to is None:
            path = result.path()
            return path[-1] if path else None
        activities = {row.id: row for row in self.planned.plan.activities}
        if to in result.network.index:
            return to
        if to in activities:
            return self._last_part(result, to)
        named = [row.id for row in activities.values() if row.name.casefold() == to.casefold()]
        if len(named) == 1:
            return self._target(result, named[0])
        hint = near_miss(to, activities) or "Take the id of a milestone: pathway-graph query milestones.next"
        raise Usage(Problem("PG701", f"--to '{to}': there is no such milestone.", hint, value=to))

    def _last_part(self, result: Schedule, summary: str) -> str:
        """A summary finishes with the part of it that finishes last."""
        above = {row.id: row.part_of for row in self.planned.plan.activities}

        def below(id: str) -> bool:
            while id and id != summary:
                id = above.get(id, "")
            return id == summary

        parts = [row for row in result.rows if below(row.id)]
        if not parts:
            raise Usage(Problem("PG701", f"--to '{summary}' is not scheduled.", "It is inactive or has no parts."))
        return max(parts, key=lambda row: (row.early_finish, row.id)).id

    def _tightest(self, result: Schedule, to_target: Mapping[str, int | None]) -> tuple[int, list[dict[str, Any]]]:
        """Say how many activities can move the target, and give those that may be later by the least."""
        leading = [(room, id) for id, room in to_target.items() if room is not None]
        first = heapq.nsmallest(TABLE, leading, key=lambda pair: (pair[0], result.early_finish(pair[1]), pair[1]))
        rows = [
            {"id": id, "room": _days(room, result, id), "early_finish": _iso(result.early_finish(id))}
            for room, id in first
        ]
        return len(leading), rows

    def _row(self, row: Row, to_target: Mapping[str, int | None], why: str) -> dict[str, Any]:
        return {
            "id": row.id, "source_id": row.source_id, "name": row.name, "programme": row.programme, "state": row.state,
            "early_start": _iso(row.early_start), "early_finish": _iso(row.early_finish),
            "late_start": _iso(row.late_start), "late_finish": _iso(row.late_finish),
            "total_float": _float(row.total_float, row), "free_float": _float(row.free_float, row),
            "float_to_target": _float(to_target.get(row.id), row), "critical": row.critical,
            "on_longest_path": row.on_longest_path, "driven_by": [self.planned.shown(id) for id in row.driven_by],
            "basis": row.basis, "why": why,
        }  # fmt: skip

    def _more(
        self, result: Schedule, target: str | None, to_target: Mapping[str, int | None], *, slipped: bool
    ) -> dict[str, Any]:
        """Tell the target's date and chains; how imprecise it is only where no activity is made to slip."""
        if target is None:
            return {"to": None, "finish": None, "path": [], "finish_range": None, "programmes": []}
        path = result.path(target)
        near = self.links.near(result, target, to_target, path, self.near)
        ends = (
            None
            if slipped
            else finish_range(result.plan, target, today=self.day, data_date=self.data_date, known=result)
        )
        told = {
            "to": target, "finish": _iso(result.early_finish(target)),
            "path": [self.planned.shown(id) for id in path],
            "finish_range": [_iso(end) for end in ends] if ends else None,
            "promise": self._promise(result, target),
            "steps": self.links.steps(result, path),
            "near": near,
            "programmes": [{"id": id, "finish": _iso(at)} for id, at in result.finishes.items()],
        }  # fmt: skip
        return {**told, "assumed": [*self.planned.assumptions, *self._assumed(result, told)]}

    def _promise(self, result: Schedule, target: str) -> dict[str, Any] | None:
        """Set the forecast beside what was promised: `days` working days to spare, below 0 where it is late."""
        row = next(row for row in self.planned.plan.activities if row.id == target)
        stated = next(r for r in self.planned.columns.nodes["Milestone"] if r["id"] == target)
        promised: When | None = row.planned_finish
        if promised is None:
            return None
        node = result.node(target)
        clock = result.network.clock[node]
        minutes = clock.between(result.early.finish[node], finish_of(promised, clock, "planning"))
        return {"words": stated["planned_finish"], "minutes": minutes, "days": minutes / clock.calendar.minutes_per_day}

    def _assumed(self, result: Schedule, told: Mapping[str, Any]) -> list[str]:
        """Say what dates rest on: the engine's assumptions, and links of ours on the chains that are told."""
        found = []
        for remark in result.remarks:
            if remark.sort == "assumption":
                ids = ", ".join(remark.ids[:3]) + (f" and {len(remark.ids) - 3} more" if len(remark.ids) > 3 else "")
                found.append(f"{ids} {remark.text}.")
        chains = [told["steps"], *(chain["steps"] for chain in told["near"])]
        for step in (step for chain in chains for step in chain):
            if step["assumption"]:
                found.append(step["words"])
        return list(dict.fromkeys(found))


def _iso(moment: datetime.datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _days(minutes: int, result: Schedule, id: str) -> float:
    return round(minutes / result.network.clock[result.node(id)].calendar.minutes_per_day, 4)


def _float(minutes: int | None, row: Row) -> dict[str, float] | None:
    return None if minutes is None else {"minutes": minutes, "days": round(minutes / row.minutes_per_day, 4)}

"""Follow requirements through time: on which days their coverage changes, and how long what is found stays true.

Between two days on which something opens, closes, ends or comes within the horizon nothing changes, so it is enough to
judge on those days. Only the services and contracts that may meet a requirement are looked at for it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pathway_graph.analysis.boxes import Box, subtract
from pathway_graph.analysis.coverage import Coverage, Judgement
from pathway_graph.analysis.landscape import Contract, Date, Landscape, Provision, Requirement, Service
from pathway_graph.analysis.standing import Field, Standings, in_force, months_after

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["Period", "Times", "horizon", "pair_lasting", "same"]

Period = tuple[int | None, int | None]
"""The first day and the day after the last, as ordinals; None: without such an end, as far as is stated."""

_EFFORT = 3_000
"""Requirements that are judged again at most, where nothing else is said; what would need more is not worked out."""


def horizon(workspace: Workspace) -> int:
    """The months within which a contract's end puts services at risk: the setting `horizon_months`, else 6."""
    text = workspace.settings.get("horizon_months", "")
    return int(text) if text.isdecimal() else 6


class Times:
    """A landscape's requirements through time."""

    def __init__(self, coverage: Coverage, horizon_months: int, effort: int = _EFFORT) -> None:
        """`effort`: requirements that are judged again at most."""
        self._coverage, self._horizon = coverage, horizon_months
        self._contracts: dict[str, list[Contract]] = {}
        self._following: dict[str, list[Contract]] = {}
        for contract in coverage.landscape.contracts:
            for service in contract.services:
                self._contracts.setdefault(service, []).append(contract)
            for replaced in contract.replaces:
                self._following.setdefault(replaced, []).append(contract)
        self._left = effort
        self._met: dict[str, list[int]] = {}

    def events(self, requirement: Requirement) -> dict[int, list[Field]]:
        """The days on which its coverage can change, ascending, with what begins or ends: each is the first of a new
        state."""
        found: dict[int, list[Field]] = {}

        def note(days: Iterable[int], label: str, id: str, field: str) -> None:
            for day in days:
                mine = found.setdefault(day, [])
                if (stated := Field(label, id, field)) not in mine:
                    mine.append(stated)

        note(_opening(requirement.opens), "Requirement", requirement.id, "opens")
        note(_closing(requirement.closes), "Requirement", requirement.id, "closes")
        for n in self._numbers(requirement):
            row = self._coverage.candidates.provisions[n]
            service = self._coverage.services[row.service]
            for label, id, dates in (("Service", service.id, service), (row.label, row.id, row)):
                note(_opening(dates.opens), label, id, "opens")
                note(_closing(dates.closes), label, id, "closes")
            for contract in self._contracts.get(service.id, ()):
                note(_within_horizon(contract.ends, self._horizon), "Contract", contract.id, "ends")
        return dict(sorted(found.items()))

    @property
    def spent(self) -> bool:
        """True if no more may be judged again."""
        return self._left <= 0

    def on(self, requirement: Requirement, day: int) -> Judgement | None:
        """Judge one requirement on another day; None where it is not in force then."""
        self._left -= 1
        other = copy.copy(self._coverage)
        other.day, other.standings = day, self._standings(requirement, day)
        return other.judge(requirement)

    def lasting(self, judgement: Judgement) -> dict[int, Period | None]:
        """For each verdict of a requirement: since when and until when it holds just where it holds today.

        None where that was not worked out, since it would have taken too long.
        """
        requirement, today = judgement.requirement, self._coverage.day
        days = list(self.events(requirement))
        since = self._changes(judgement, [(day, day - 1) for day in reversed(days) if day <= today])
        until = self._changes(judgement, [(day, day) for day in days if day > today])
        return {
            level: None if since is None or until is None else (since.get(level), until.get(level))
            for level in judgement.shares
        }

    def _changes(self, judgement: Judgement, steps: Sequence[tuple[int, int]]) -> dict[int, int] | None:
        """The first of the steps (the day to tell, the day to judge) at which each verdict is another."""
        requirement = judgement.requirement
        mine = self.signature(requirement, self._coverage.day)
        found: dict[int, int] = {}
        pending = set(judgement.shares)
        for told, day in steps:
            if not pending:
                break
            if self.signature(requirement, day) == mine:
                continue
            if self.spent:
                return None
            other = self.on(requirement, day)
            for level in sorted(pending):
                if other is None or not same(judgement, other, level):
                    found[level] = told
                    pending.discard(level)
        return found

    def signature(self, requirement: Requirement, day: int) -> tuple[object, ...]:
        """All on which a judgement depends besides the boxes."""
        standings = self._standings(requirement, day)
        rows = self._coverage.candidates.provisions
        each = (standings.of(rows[n], requirement) for n in self._numbers(requirement))
        force = in_force(requirement, day)
        return (force.least, force.most, *((s.least, s.most, s.takes) for s in each))

    def _standings(self, requirement: Requirement, day: int) -> Standings:
        ids = {self._coverage.candidates.provisions[n].service for n in self._numbers(requirement)}
        services: list[Service] = [self._coverage.services[id] for id in sorted(ids)]
        mine = {c.id: c for id in sorted(ids) for c in self._contracts.get(id, ())}
        after = {c.id: c for id in mine for c in self._following.get(id, ())}
        part = Landscape(services=tuple(services), contracts=tuple({**after, **mine}.values()))
        return Standings(part, day, self._horizon)

    def _numbers(self, requirement: Requirement) -> list[int]:
        known = self._met.get(requirement.id)
        if known is None:
            parts = self._coverage.space.asked(requirement.extent)
            met = {n for asked in parts for n, _ in self._coverage.candidates.meeting(requirement.function, asked.may)}
            known = self._met[requirement.id] = sorted(met)
        return known


def same(one: Judgement, other: Judgement, level: int) -> bool:
    """True if a verdict holds at exactly the same points."""
    if one.weights.get(level) != other.weights.get(level):
        return False
    rest = list(_outer(one, level))
    for box in _outer(other, level):
        rest = subtract(rest, box)
    return not rest


def _outer(judgement: Judgement, level: int) -> Iterator[Box]:
    for part, piece in judgement.pieces(level):
        yield part.grid.outer(piece)


def _opening(date: Date) -> Iterable[int]:
    """The days on which it is first possible, and first sure, that something has begun."""
    return (day for day in (date.earliest, date.latest) if day is not None)


def _closing(date: Date) -> Iterable[int]:
    """The days after those on which something closes, at the earliest and at the latest."""
    return (day + 1 for day in (date.earliest, date.latest) if day is not None)


def _within_horizon(date: Date, months: int) -> Iterator[int]:
    """The first days from which an end lies before the horizon."""
    for end in (date.earliest, date.latest):
        if end is not None:
            low, high = end - 31 * (months + 1), end + 1
            while low < high:
                middle = (low + high) // 2
                if months_after(middle, months) > end:
                    high = middle
                else:
                    low = middle + 1
            yield low


def pair_lasting(coverage: Coverage, a: Provision, b: Provision, day: int) -> Period:
    """Since when, and until when, two provisions are both open as they are on a day: surely, or perhaps."""
    services = [coverage.services[id] for id in sorted({a.service, b.service})]
    part = Landscape(services=tuple(services))
    dates: list[Service | Provision] = [*services, a, b]
    days = sorted({d for row in dates for d in (*_opening(row.opens), *_closing(row.closes))})

    def state(on: int) -> tuple[bool, bool]:
        standings = Standings(part, on)
        conditions = [c for row in (a, b) for group in standings.times(row) for c in group]
        return all(c.least for c in conditions), all(c.most for c in conditions)

    mine = state(day)
    since = next((d for d in reversed(days) if d <= day and state(d - 1) != mine), None)
    return since, next((d for d in days if d > day and state(d) != mine), None)

"""List the days on which an answer may change, and walk through them: gaps that open, gaps that close."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from .coverage import Coverage
from .landscape import Contract, Date, Landscape, Requirement
from .standing import VERDICTS, months_after

__all__ = ["Change", "Span", "calendar", "days_of_change", "lasting"]


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to before `until`; None = no bound."""

    start: int | None
    until: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """What a requirement's coverage is from a day on: its verdict and the shares of all verdicts."""

    day: int
    requirement: str
    verdict: str
    shares: dict[str, float]


def lasting(coverage: Coverage, requirement: Requirement) -> Span:
    """The days around the coverage's own on which nothing changes that the requirement could rest on."""
    rows = [
        coverage.candidates.provisions[n]
        for asked in coverage.space.asked(requirement.extent)
        for n, _ in coverage.candidates.meeting(requirement.function, asked.may)
    ]
    services = {row.service for row in rows}
    dates = [(date, closes) for row in rows for date, closes in ((row.opens, False), (row.closes, True))]
    for key in services:
        dates += [(coverage.services[key].opens, False), (coverage.services[key].closes, True)]
    dates += [(requirement.opens, False), (requirement.closes, True)]
    days = {day for date, closes in dates for day in _turns(date, closes)}
    for contract in coverage.landscape.contracts:
        if services & set(contract.services):
            days.update(_at_risk(contract, coverage.horizon_months))
    return Span(
        max((day for day in days if day <= coverage.day), default=None),
        min((day for day in days if day > coverage.day), default=None),
    )


def days_of_change(landscape: Landscape, first: int, last: int, horizon_months: int = 6) -> tuple[int, ...]:
    """The days after `first`, up to `last`, on which any verdict may change."""
    days: set[int] = set()
    for rows in (landscape.services, landscape.provisions, landscape.requirements):
        for row in rows:
            days.update(_turns(row.opens, False), _turns(row.closes, True))
    for contract in landscape.contracts:
        days.update(_at_risk(contract, horizon_months))
    return tuple(sorted(day for day in days if first < day <= last))


def calendar(landscape: Landscape, first: int, last: int, horizon_months: int = 6) -> Iterator[Change]:
    """The coverage of every requirement on the first day, then each change of it up to the last day, in order."""
    known: dict[str, tuple[str, dict[str, float]]] = {}
    for day in (first, *days_of_change(landscape, first, last, horizon_months)):
        coverage = Coverage(landscape, day, horizon_months)
        for requirement in sorted(landscape.requirements, key=lambda row: row.id):
            judged = coverage.judge(requirement)
            now: tuple[str, dict[str, float]] = ("not_in_force", {})
            if judged is not None:
                shares = {VERDICTS[level]: share for level, share in judged.shares.items()}
                now = VERDICTS[judged.verdict], shares
            if known.get(requirement.id) != now:
                known[requirement.id] = now
                yield Change(day, requirement.id, *now)


def _turns(date: Date, closes: bool) -> set[int]:
    """The days on which a bound turns: what closes on a day is not there on the next."""
    if date.state not in ("stated", "half"):
        return set()
    return {day + closes for day in (date.earliest, date.latest) if day is not None}


def _at_risk(contract: Contract, months: int) -> set[int]:
    """The first days on which a contract's end lies before the horizon."""
    if contract.ends.state not in ("stated", "half"):
        return set()
    ends = [day for day in (contract.ends.earliest, contract.ends.latest) if day is not None]
    return {_first(day, months) for day in ends}


def _first(end: int, months: int) -> int:
    day = end - 31 * months - 3
    while months_after(day, months) <= end:
        day += 1
    return day

"""Say what a provision is worth to a requirement on a day: open, in time, at risk, and what of that is not known.

Everything that may be unknown is a `Condition` with two readings: as nothing, and as everything. A provision's level
is a rising function of its conditions, so the level with all of them read as nothing and the level with all of them
read as everything enclose every other.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime
import itertools
from collections.abc import Iterable, Mapping

from .field import Field
from .landscape import BLANK_DATE, Contract, Date, Landscape, Provision, Quantity, Requirement

__all__ = [
    "AT_RISK", "COVERED", "GAP", "NOT_KNOWN", "PLANNED", "TOO_SLOW", "VERDICTS", "Condition", "Field", "Standing",
    "Standings", "in_force", "months_after", "running", "runs",
]  # fmt: skip

GAP, PLANNED, TOO_SLOW, AT_RISK, COVERED, NOT_KNOWN = range(6)
"""Levels from worst to best; `NOT_KNOWN` is where two readings differ."""
VERDICTS = ("gap", "planned", "too_slow", "at_risk", "covered", "not_known")


@dataclasses.dataclass(frozen=True, slots=True)
class Condition:
    """Something that holds (`least` and `most` true), does not hold (both false), or is not known (`most` alone), and
    the fields that would settle it."""

    least: bool
    most: bool
    fields: tuple[Field, ...] = ()

    @property
    def open(self) -> bool:
        """True if it is not known."""
        return self.least != self.most


_YES, _NO = Condition(True, True), Condition(False, False)


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """A provision on a day, for a requirement: it is covered at level `least` where it surely takes a point, and at
    `most` where it may."""

    started: tuple[Condition, ...]
    still: tuple[Condition, ...]
    timely: tuple[Condition, ...]
    funded: tuple[Condition, ...]
    takes: bool
    pilot: bool
    least: int
    most: int

    def conditions(self) -> Iterable[Condition]:
        """All that it depends on besides its box."""
        return itertools.chain(self.started, self.still, self.timely, self.funded)

    def level(self, known: Mapping[Condition, bool]) -> int:
        """Its level with open conditions settled; those not named are read as nothing."""

        def holds(condition: Condition) -> bool:
            return condition.least or known.get(condition, False)

        if not self.takes or not all(map(holds, self.still)):
            return GAP
        timely = all(map(holds, self.timely))
        if not all(map(holds, self.started)):
            return PLANNED if timely else GAP
        if not timely:
            return TOO_SLOW
        safe = not self.pilot and (not self.funded or any(map(holds, self.funded)))
        return COVERED if safe else AT_RISK


class Standings:
    """The provisions of a landscape on one day."""

    def __init__(self, landscape: Landscape, day: int, horizon_months: int = 6) -> None:
        self.day = day
        self.horizon = months_after(day, horizon_months)
        self._services = {service.id: service for service in landscape.services}
        self._runs: dict[str, list[Condition]] = {}
        replaced = {key for contract in landscape.contracts for key in contract.replaces}
        for contract in sorted(landscape.contracts, key=lambda contract: contract.id):
            runs = self._running(contract, contract.id in replaced)
            for service in contract.services:
                self._runs.setdefault(service, []).append(runs)
        self._shared: dict[tuple[Quantity, Quantity], dict[tuple[str, str], Standing]] = {}
        self._tables: dict[str, dict[tuple[str, str], Standing]] = {}

    def _running(self, contract: Contract, replaced: bool) -> Condition:
        return _YES if replaced else runs(contract.ends, self.horizon, Field("Contract", contract.id, "ends"))

    def times(self, provision: Provision) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
        """Whether it has opened, and whether it has not closed, on the day."""
        service = self._services[provision.service]
        own = provision.label, provision.id
        started = [
            _opened(service.opens, self.day, Field("Service", service.id, "opens"), service.status),
            _opened(provision.opens, self.day, Field(*own, "opens"), None),
        ]
        still = [
            _lasting(service.closes, self.day, Field("Service", service.id, "closes"), service.status),
            _lasting(provision.closes, self.day, Field(*own, "closes"), None),
        ]
        dated = provision.opens.state in ("stated", "half")
        if service.status == "planned" and dated and service.opens.state not in ("stated", "half"):
            started = started[1:]
        dated = provision.closes.state in ("stated", "half")
        if service.status == "closed" and dated and service.closes.state not in ("stated", "half"):
            still = still[1:]
        return tuple(c for c in started if c is not _YES), tuple(c for c in still if c is not _YES)

    def begins(self, provision: Provision) -> tuple[int | None, int | None, int | None]:
        """The day on which it opens, by its dates or by the forecast of what mobilises it; then the first and the last
        day on which it may close. None: no such day is stated."""
        service = self._services[provision.service]
        opens = [d.latest for d in (service.opens, provision.opens) if d.state in ("stated", "half") and d.latest]
        closes = [date for date in (service.closes, provision.closes) if date.state in ("stated", "half")]
        return (
            max(opens) if opens else service.forecast,
            min((date.earliest for date in closes if date.earliest is not None), default=None),
            min((date.latest for date in closes if date.latest is not None), default=None),
        )

    def of(self, provision: Provision, requirement: Requirement) -> Standing:
        """Judge a provision for a requirement."""
        table = self._tables.get(requirement.id)
        if table is None:
            table = self._tables[requirement.id] = self._table(requirement)
        key = provision.label, provision.id
        known = table.get(key)
        if known is None:
            known = table[key] = self._judged(provision, requirement)
        return known

    def _table(self, requirement: Requirement) -> dict[tuple[str, str], Standing]:
        """Where the standings for a requirement are kept: with those of all that limit the waits alike and exactly."""
        limits = requirement.max_wait, requirement.response_within
        shared = all(_exact(limit) or limit.state not in ("stated", "half") for limit in limits)
        return self._shared.setdefault(limits, {}) if shared else {}

    def _judged(self, provision: Provision, requirement: Requirement) -> Standing:
        status = self._services[provision.service].status
        started, still = self.times(provision)
        bare = Standing(
            started, still, _within(provision, requirement), tuple(self._runs.get(provision.service, ())),
            status not in ("full", "paused"), status == "pilot", GAP, GAP,
        )  # fmt: skip
        least = most = bare.level({})
        if any(condition.open for condition in bare.conditions()):
            most = bare.level({condition: condition.most for condition in bare.conditions()})
        return dataclasses.replace(bare, least=least, most=most)


def _within(provision: Provision, requirement: Requirement) -> tuple[Condition, ...]:
    here, asked = (provision.label, provision.id), ("Requirement", requirement.id)
    wait = _in_time(provision.wait, requirement.max_wait, Field(*here, provision.wait_field), Field(*asked, "max_wait"))
    response = _in_time(
        provision.response, requirement.response_within,
        Field(*here, "response_within"), Field(*asked, "response_within"),
    )  # fmt: skip
    return tuple(condition for condition in (wait, response) if condition is not _YES)


def _in_time(value: Quantity, limit: Quantity, value_field: Field, limit_field: Field) -> Condition:
    if limit.state not in ("stated", "half"):
        return _YES
    fields = [] if _exact(limit) else [limit_field]
    if value.state == "any":
        return _NO if limit.high is not None else Condition(False, True, tuple(fields))
    if value.state not in ("stated", "half"):
        value = Quantity("half")
    if not _exact(value):
        fields.append(value_field)
    low = 0 if value.low is None else value.low
    least = value.high is not None and limit.low is not None and value.high <= limit.low
    most = limit.high is None or low < limit.high or (low == limit.high and not value.over)
    return Condition(least, most, tuple(fields)) if not (least and most) else _YES


def _exact(value: Quantity) -> bool:
    return value.low is not None and value.low == value.high and not value.over


def _opened(opens: Date, day: int, field: Field, status: str | None) -> Condition:
    if opens.state in ("stated", "half"):
        surely = opens.latest is not None and opens.latest <= day
        return Condition(surely, opens.earliest is None or opens.earliest <= day, (field,)) if not surely else _YES
    if status == "planned":
        return _NO
    return Condition(False, True, (field,)) if opens.state == "missing" and not status else _YES


def _lasting(closes: Date, day: int, field: Field, status: str | None) -> Condition:
    if closes.state in ("stated", "half"):
        surely = closes.earliest is not None and closes.earliest >= day
        return Condition(surely, closes.latest is None or closes.latest >= day, (field,)) if not surely else _YES
    if status == "closed":
        return _NO
    return Condition(False, True, (field,)) if closes.state == "missing" and not status else _YES


def _from(bound: int | None, day: int, unbounded: bool = False) -> bool:
    return unbounded if bound is None else bound >= day


def running(ends: Date, day: int) -> tuple[bool, bool]:
    """Whether a contract with this end surely, and whether it perhaps, still runs on a day; without an end it does."""
    if ends.state in ("blank", "any"):
        return True, True
    if ends.state == "missing":
        return False, True
    return _from(ends.earliest, day), _from(ends.latest, day, True)


def runs(ends: Date, day: int, field: Field) -> Condition:
    """Say the same as `running`, with the field that would settle it."""
    if ends.state in ("blank", "any"):
        return _YES
    return Condition(*running(ends, day), (field,))


def in_force(requirement: Requirement, day: int) -> Condition:
    """Whether a requirement is in force on a day; without dates, always."""
    if requirement.opens is requirement.closes is BLANK_DATE:
        return _YES
    asked = "Requirement", requirement.id
    started = _opened(requirement.opens, day, Field(*asked, "opens"), "open")
    lasting = _lasting(requirement.closes, day, Field(*asked, "closes"), "open")
    parts = [condition for condition in (started, lasting) if condition.open]
    return Condition(
        started.least and lasting.least,
        started.most and lasting.most,
        tuple(field for condition in parts for field in condition.fields),
    )


def months_after(day: int, months: int) -> int:
    """The same day of the month some months later, or that month's last day."""
    date = datetime.date.fromordinal(day)
    year, month = divmod(date.month - 1 + months, 12)
    last = date.day if date.day <= 28 else calendar.monthrange(date.year + year, month + 1)[1]
    return datetime.date(date.year + year, month + 1, min(date.day, last)).toordinal()

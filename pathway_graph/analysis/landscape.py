"""Hold what the analysis works on: the whole landscape as plain columns, read once a command.

Nothing here knows of a store or of Cypher. Another module fills a `Landscape` from the graph; tests fill it by hand.
Every row is frozen. References (parents, functions, services, ...) are ids of rows in the same landscape; the loader
has refused dangling ones, loops, and boxes that contradict themselves, so nothing is checked again here.

Days are whole numbers, `datetime.date.toordinal()`. Ages are months, minutes count from Monday 00:00, both as flat
half-open pairs `(from, until, from, until, ...)`; 1200 months is the end of the age axis. Steps are flat pairs too,
both ends included. "Missing" is a word for not known (TBC); "any" is "no limit, stated".
"""

from __future__ import annotations

import dataclasses
from typing import Literal, TypeAlias

__all__ = [
    "AGES_END",
    "ANY_MEMBERS",
    "ANY_NUMBERS",
    "ANY_WORDS",
    "BLANK_DATE",
    "BLANK_MEMBERS",
    "BLANK_NUMBERS",
    "BLANK_QUANTITY",
    "BLANK_WORDS",
    "WEEK",
    "Area",
    "Contract",
    "Date",
    "Extent",
    "Function",
    "Handoff",
    "Landscape",
    "Members",
    "Need",
    "Numbers",
    "Population",
    "Provision",
    "Quantity",
    "Requirement",
    "Service",
    "State",
    "Words",
]  # fmt: skip

AGES_END = 1200
"""Months: the end of the age axis (a hundred years)."""
WEEK = 10080
"""Minutes of a week."""

State: TypeAlias = Literal["blank", "stated", "half", "missing", "any"]
"""How a value was given. Only `stated`, `half` carry sets; for the others the sets are left empty and not read."""


@dataclasses.dataclass(frozen=True, slots=True)
class Numbers:
    """Ages, steps or minutes: flat ascending pairs of what is taken for sure and of what may be taken (`sure` within
    `may`). `stated` with no pairs is stated to be empty ("closed")."""

    state: State = "blank"
    sure: tuple[int, ...] = ()
    may: tuple[int, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Members:
    """Areas or needs by id; each id stands for the leaves below it.

    Taken for sure: those of `sure` (all of them where the state is `any`), less `excepted`. May be taken: these and
    those of `some` ("some of Hertfordshire"; the state is then `half`).
    """

    state: State = "blank"
    sure: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """Groups of people by word ("perinatal"); "no named group" may be one of them. `any` is everyone."""

    state: State = "blank"
    sure: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Date:
    """A day between two days, both included; None = that end is not stated. State `any`: open-ended, stated ("none",
    "ongoing"), the same as blank where a bound is meant."""

    state: State = "blank"
    earliest: int | None = None
    latest: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Quantity:
    """A number between two ends, both included unless `over` (then `low` itself is out: "over 1"); None = not stated.
    An exact number has low == high. State `any`: no limit, stated."""

    state: State = "blank"
    low: float | None = None
    high: float | None = None
    over: bool = False


BLANK_NUMBERS, ANY_NUMBERS = Numbers(), Numbers("any")
BLANK_MEMBERS, ANY_MEMBERS = Members(), Members("any")
BLANK_WORDS, ANY_WORDS = Words(), Words("any")
BLANK_DATE, BLANK_QUANTITY = Date(), Quantity()


@dataclasses.dataclass(frozen=True, slots=True)
class Extent:
    """The box as it was stated, dimension by dimension."""

    areas: Members = BLANK_MEMBERS
    needs: Members = BLANK_MEMBERS
    groups: Words = BLANK_WORDS
    ages: Numbers = BLANK_NUMBERS
    steps: Numbers = BLANK_NUMBERS
    minutes: Numbers = BLANK_NUMBERS


@dataclasses.dataclass(frozen=True, slots=True)
class Area:
    """A place; an area without areas below it is a leaf."""

    id: str
    name: str
    parents: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Need:
    """What people need help with. `scale`: lowest and highest step, both included; None = no scale. An inherited
    scale is filled in already."""

    id: str
    name: str
    parents: tuple[str, ...] = ()
    scale: tuple[int, int] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Function:
    """What is done. `kind`: helps, assesses, signposts, runs, or blank (an inherited kind is filled in already)."""

    id: str
    name: str
    parents: tuple[str, ...] = ()
    kind: str = ""
    relies_on: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Service:
    """A service. `status`: planned, pilot, open, full, paused, closed, or blank. `closes` is the last day.
    `annual_value` in GBP. `providers` are ids and are only quoted. `forecast`: the day on which the milestone that
    mobilises it is forecast to finish, where there is one. `entry`: the doors by which people get in (self, gp, 111,
    999, ed, school, social care, referral); None = not known."""

    id: str
    name: str
    providers: tuple[str, ...] = ()
    status: str = ""
    opens: Date = BLANK_DATE
    closes: Date = BLANK_DATE
    annual_value: float | None = None
    forecast: int | None = None
    entry: tuple[str, ...] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Provision:
    """One box of a service.

    `label` and `id` say where its facts stand: a service with one provision on its own row has label "Service" and the
    service's id. `opens` and `closes` narrow the service's; they are blank where the row is the service's own.
    `wait` in days is the observed wait where one is stated, else the declared one; `wait_field` says which.
    `response` in hours.
    """

    id: str
    service: str
    functions: tuple[str, ...]
    extent: Extent = Extent()
    label: str = "Provision"
    opens: Date = BLANK_DATE
    closes: Date = BLANK_DATE
    wait: Quantity = BLANK_QUANTITY
    response: Quantity = BLANK_QUANTITY
    wait_field: str = "max_wait"


@dataclasses.dataclass(frozen=True, slots=True)
class Requirement:
    """What should be there. Areas and needs are never blank. `strength`: must, should, aim, or blank. `basis` and
    `asked_by` are only quoted."""

    id: str
    name: str
    function: str
    extent: Extent
    max_wait: Quantity = BLANK_QUANTITY
    response_within: Quantity = BLANK_QUANTITY
    strength: str = ""
    basis: str = ""
    asked_by: tuple[str, ...] = ()
    opens: Date = BLANK_DATE
    closes: Date = BLANK_DATE


@dataclasses.dataclass(frozen=True, slots=True)
class Contract:
    """An agreement that funds services. `replaces`: the contracts that it follows. `ends` is the last day without
    options."""

    id: str
    name: str
    services: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    starts: Date = BLANK_DATE
    ends: Date = BLANK_DATE


@dataclasses.dataclass(frozen=True, slots=True)
class Handoff:
    """A way between two services. `receiver` None: to nobody where `nobody` says so, else not known.

    `kind`: refer, signpost, transition, step_up, step_down, discharge. `protocol`, `agreement`: yes, no, or blank = not
    known. `max_wait` in days: the standard. `extent`: what is handed on where it is stated, dimension by dimension;
    what is blank there is derived from the sender.
    """

    id: str
    sender: str
    receiver: str | None
    name: str = ""
    kind: str = "refer"
    nobody: bool = False
    immediate: bool = False
    protocol: str = ""
    agreement: str = ""
    max_wait: Quantity = BLANK_QUANTITY
    extent: Extent = Extent()


@dataclasses.dataclass(frozen=True, slots=True)
class Population:
    """The people of a leaf area and an age band, spread evenly over its months."""

    id: str
    area: str
    ages: tuple[int, ...]
    people: int
    year: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Landscape:
    """Everything that the analysis asks for, as columns of rows. The order of rows changes no answer."""

    areas: tuple[Area, ...] = ()
    needs: tuple[Need, ...] = ()
    functions: tuple[Function, ...] = ()
    services: tuple[Service, ...] = ()
    provisions: tuple[Provision, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    contracts: tuple[Contract, ...] = ()
    handoffs: tuple[Handoff, ...] = ()
    populations: tuple[Population, ...] = ()

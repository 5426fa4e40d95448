"""Say what is stored: one frozen class a label, one line a field.

From these classes, and from nothing else, come the graph's constraints, the workbook's sheets and headers, validation,
the schema page and the JSON schema (see schema.py). To add a field, add a line.
"""

# ruff: noqa: E501  (one line a field is the rule of this file)
# fmt: off

from __future__ import annotations

import dataclasses
from typing import Any, TypeAlias

from .fields import Field, Reference, column, described, refers
from .values import Amount, Dates, Places, Spans, Value, Wordset

__all__ = ["COMPUTED", "FIELDS", "LABELS", "SHEETS", "label_of_sheet"]

Text: TypeAlias = Value[str] | None
Words: TypeAlias = Value[tuple[str, ...]] | None
Number: TypeAlias = Value[float | Amount] | None
Day: TypeAlias = Value[Dates] | None
YesNo: TypeAlias = Value[bool] | None
Sets: TypeAlias = Value[Spans] | None
Where: TypeAlias = Value[Places] | None
Groups: TypeAlias = Value[Wordset] | None
Other: TypeAlias = Value[Any] | None
One: TypeAlias = str | None
Many: TypeAlias = tuple[str, ...] | None

_label = dataclasses.dataclass(frozen=True, slots=True, kw_only=True)


@_label
class _Node:
    id: str = column("identifier", "Unique in its label; a retired row that comes back keeps it.", required=True)
    note: Text = column("text", "Anything worth keeping; never read.")
    assured_on: Day = column("date", "Day on which somebody last confirmed this row.")
    assured_by: Text = column("text", "Role that confirmed this row; never a person's name.")


@_label
class _Named(_Node):
    name: Text = column("text", "Shown to people.", required=True)


@_label
class _Box(_Node):
    area: Where = column("area", "Areas taken: ids, any, any except X, some of X.")
    need: Where = column("need", "Needs taken: ids, any, any except X, some of X.")
    group: Groups = column("group", "Groups taken, in words: perinatal; carers. everyone = all.")
    ages: Sets = column("ages", "Ages taken: 16-18, 18+, under 18, any.", unit="months, half-open")
    steps: Sets = column("steps", "Steps on the scale of the need: 3, 1-2, any.", unit="steps, both ends included")
    hours: Sets = column("hours", "Hours of the week: Mon-Fri 09:00-17:00, 24/7, closed.", unit="minutes of the week")
    opens: Day = column("date", "First day.")
    closes: Day = column("date", "Last day.", closes=True, may_be_absent=True)


@_label
class Area(_Named):
    """A place; it stands for the leaves below it, and may lie under several others."""

    kind: Text = column("choice", "What sort of place.", choices=("country", "region", "icb", "county", "place", "locality", "practice group", "practice"))
    parent: Many = refers("PART_OF", "Area", "Areas that this one lies in.", many=True)


@_label
class Population(_Node):
    """The people of an area and an age band, in one year; spread evenly over the ages."""

    area: One = refers("LIVES_IN", "Area", "Where these people live.", required=True)
    ages: Sets = column("ages", "Their ages.", unit="months, half-open", required=True)
    people: Number = column("whole", "How many people.", unit="people", required=True)
    year: Number = column("whole", "The year of the count.", unit="calendar year")
    basis: Text = column("choice", "Who is counted.", choices=("resident", "registered"))


@_label
class Need(_Named):
    """What people need help with; it stands for the leaves below it."""

    parent: Many = refers("PART_OF", "Need", "Needs that this one is a kind of.", many=True)
    scale: Other = column("scale", "Its steps: none, or LOW-HIGH and words (0-5 stepped care). Blank = the parent's.", may_be_absent=True)


@_label
class Function(_Named):
    """What is done, never the service's name."""

    parent: Many = refers("PART_OF", "Function", "Functions that this one is a kind of.", many=True)
    kind: Text = column("choice", "What it does to people. Blank = the parent's.", choices=("helps", "assesses", "signposts", "runs"))
    relies_on: Many = refers("RELIES_ON", "Function", "Functions that must be there first in the same area.", many=True)


@_label
class Organisation(_Named):
    """A body that provides, commissions or regulates; the node carries a label for each of its roles."""

    roles: Words = column("words", "What it does here; the node carries a label for each.", choices=("provider", "commissioner", "regulator", "partner", "funder", "host", "adviser"))
    kind: Text = column("text", "NHS trust, ICB, CCG, council, voluntary, general practice, independent, national body.")
    ods: Text = column("text", "Its ODS code.")
    charity: Text = column("text", "Its charity number.")
    company: Text = column("text", "Its company number.")
    parent: Many = refers("PART_OF", "Organisation", "Bodies that it belongs to.", many=True)
    succeeds: Many = refers("SUCCEEDS", "Organisation", "Bodies that it took over from.", many=True)


@_label
class Board(_Named):
    """A body that decides."""

    kind: Text = column("text", "What sort of board.")
    meets: Text = column("text", "When it meets, in words.")
    decides: Text = column("text", "What it decides, in words.")
    reports_to: Many = refers("REPORTS_TO", "Board", "Boards that it reports to.", many=True)


@_label
class Service(_Named):
    """A service that people use; its provisions say for whom, where and when."""

    provider: Many = refers("PROVIDES", "Organisation", "Who runs it.", back=True, many=True)
    status: Text = column("choice", "Where it stands; dates beat it.", choices=("planned", "pilot", "open", "full", "paused", "closed"))
    opens: Day = column("date", "First day it takes people.")
    closes: Day = column("date", "Last day it is there.", closes=True, may_be_absent=True)
    entry: Words = column("words", "How people get in.", choices=("self", "gp", "111", "999", "ed", "school", "social care", "referral"))
    annual_value: Number = column("money", "What it costs a year.", unit="GBP a year")
    capacity: Number = column("whole", "People it can have at once.", unit="people")
    caseload: Number = column("whole", "People it has now.", unit="people")


@_label
class Provision(_Box):
    """One box of a service: who, where and when, for which function."""

    name: Text = column("text", "Shown to people; blank = the service's name.")
    service: One = refers("OFFERS", "Service", "The service whose box this is.", back=True, required=True)
    function: Many = refers("DELIVERS", "Function", "What is done.", many=True, required=True)
    bank_holidays: YesNo = column("yes/no", "Open on bank holidays.")
    max_wait: Number = column("number", "Longest wait from referral to start, as declared.", unit="days")
    wait_observed: Number = column("number", "Wait as measured; counts before the declared one.", unit="days")
    wait_measure: Text = column("text", "How the wait was measured: median, 90th percentile, ...")
    response_within: Number = column("number", "Time to the first response.", unit="hours")
    capacity: Number = column("whole", "People it can have at once.", unit="people")


@_label
class Requirement(_Box):
    """What should be there: a function for a box of people."""

    name: Text = column("text", "Shown to people.", required=True)
    function: One = refers("ASKS_FOR", "Function", "What should be done; a function below it will do.", required=True)
    max_wait: Number = column("number", "Longest wait from referral to start.", unit="days")
    response_within: Number = column("number", "Longest time to the first response.", unit="hours")
    strength: Text = column("choice", "How strongly it is asked for.", choices=("must", "should", "aim"))
    basis: Text = column("text", "The framework and clause that it comes from.")
    asked_by: Many = refers("ASKED_BY", "Organisation|Board", "Who asks for it.", many=True)


@_label
class Contract(_Named):
    """An agreement by which buyers fund suppliers for services."""

    buyers: Many = refers("LETS", "Organisation", "Who buys.", back=True, many=True)
    suppliers: Many = refers("WITH", "Organisation", "Who supplies.", many=True)
    services: Many = refers("FUNDS", "Service", "What it pays for.", many=True)
    kind: Text = column("choice", "What sort of agreement.", choices=("contract", "block", "grant", "sla", "framework", "dps", "subcontract", "s75", "s31", "other"))
    under: Many = refers("UNDER", "Contract", "The contract that it is a part of.", many=True)
    replaces: Many = refers("REPLACES", "Contract", "The contracts that it follows.", many=True)
    starts: Day = column("date", "First day.")
    ends: Day = column("date", "Last day, without options.", closes=True, may_be_absent=True)
    extend_to: Day = column("date", "Last day with all options taken.", closes=True, may_be_absent=True)
    notice_months: Number = column("number", "Notice that must be given.", unit="months")
    lead_months: Number = column("number", "Time that a new procurement needs.", unit="months")
    annual_value: Number = column("money", "Value a year, only where stated.", unit="GBP a year")
    total_value: Number = column("money", "Value over its whole term.", unit="GBP")
    status: Text = column("text", "Where it stands, in words.")


@_label
class Handoff(_Box):
    """A way from one service to another."""

    name: Text = column("text", "Shown to people.", required=True)
    from_: One = refers("FROM", "Service", "The service that hands on.", required=True)
    to: One = refers("TO", "Service", "The service that takes; nobody = to nobody.", may_be_absent=True)
    kind: Text = column("choice", "What sort; blank = refer.", choices=("refer", "signpost", "transition", "step_up", "step_down", "discharge"))
    immediate: YesNo = column("yes/no", "At once, so that hours are tested; blank = no.")
    protocol: YesNo = column("yes/no", "A written protocol exists.", may_be_absent=True)
    agreement: YesNo = column("yes/no", "An agreement between the providers exists.", may_be_absent=True)
    max_wait: Number = column("number", "The standard for the wait.", unit="days")
    owner: Text = column("text", "The role that answers for it.")


@_label
class Programme(_Named):
    """A set of workstreams with one clock."""

    starts: Day = column("date", "Nothing is scheduled before it.")
    status_date: Day = column("date", "The data date: no unfinished work lies before it.")
    calendar: One = refers("USES", "Calendar", "Its working time; blank = standard.")
    convention: Text = column("choice", "Whose rules decide lags and float.", choices=("msproject", "p6"))
    critical_float: Number = column("number", "Float up to which work is critical.", unit="working days")
    must_finish: Day = column("date", "Late dates run back from it; blank = from the programme's own last finish.", closes=True)
    lag_calendar: Text = column("choice", "Whose working time lags count in; blank = as the convention says.", choices=("successor", "predecessor", "programme", "continuous"))
    float_measure: Text = column("choice", "Which end total float is measured at; blank = as the convention says.", choices=("smaller", "start", "finish"))
    honours_late: YesNo = column("yes/no", "snlt and fnlt hold early dates even against links, an option of some files; blank = no.")
    budget: Other = column("budget", "Money by period and funder; never summed.", unit="GBP")
    board: Many = refers("REPORTS_TO", "Board", "The boards that it reports to.", many=True, may_be_absent=True)


@_label
class Workstream(_Named):
    """A part of a programme that somebody leads."""

    programme: One = refers("INCLUDES", "Programme", "The programme that it belongs to.", back=True)
    led_by: Many = refers("LED_BY", "Organisation|Board", "Who leads it.", many=True)
    reports_to: Many = refers("REPORTS_TO", "Board", "The boards that it reports to.", many=True)
    governance: Many = refers("GOVERNED_BY", "Board", "The boards that govern it.", many=True)
    starts: Day = column("date", "First day of work.")
    completes: Day = column("date", "Last day of work, as promised.", closes=True)
    budget: Other = column("budget", "Money by period and funder; never summed.", unit="GBP")
    status: Text = column("text", "Where it stands, in words.")
    addresses: Many = refers("ADDRESSES", "Requirement", "The requirements that it is to meet.", many=True)
    part_of: Many = refers("INCORPORATED_IN", "Workstream", "The workstreams that took it in.", many=True)


@_label
class Milestone(_Named):
    """A milestone (duration 0) or an activity; one with parts is a summary."""

    workstream: One = refers("HAS", "Workstream", "The workstream that it belongs to.", back=True)
    programme: One = refers("INCLUDES", "Programme", "The programme that it belongs to; blank = its workstream's.", back=True)
    part_of: One = refers("PART_OF", "Milestone", "The summary that it is a part of.")
    duration: Other = column("duration", "Working time it takes; 0 = a milestone.", unit="working time")
    duration_low: Other = column("duration", "The least it can take.", unit="working time")
    duration_high: Other = column("duration", "The most it can take.", unit="working time")
    remaining_duration: Other = column("duration", "Working time still needed.", unit="working time")
    percent_complete: Number = column("number", "How much is done.", unit="percent")
    planned_start: Day = column("date", "Promised start.")
    planned_finish: Day = column("date", "Promised finish.", closes=True)
    actual_start: Day = column("date", "When it started.")
    actual_finish: Day = column("date", "When it finished.", closes=True)
    resumes: Day = column("date", "When what remains goes on, where the work was interrupted.")
    baseline_start: Day = column("date", "Start in the agreed baseline.")
    baseline_finish: Day = column("date", "Finish in the agreed baseline.", closes=True)
    constraint: Text = column("choice", "What holds it.", choices=("asap", "alap", "snet", "snlt", "fnet", "fnlt", "mso", "mfo"))
    constraint_on: Day = column("date", "The constraint's day.")
    second_constraint: Text = column("choice", "A second one.", choices=("asap", "alap", "snet", "snlt", "fnet", "fnlt", "mso", "mfo"))
    second_constraint_on: Day = column("date", "The second constraint's day.")
    deadline: Day = column("date", "Last acceptable finish.", closes=True)
    calendar: One = refers("USES", "Calendar", "Its working time; blank = the programme's.")
    manual: YesNo = column("yes/no", "It stands at its planned dates, whatever it waits for; blank = no.")
    inactive: YesNo = column("yes/no", "It is kept and not scheduled; blank = no.")
    resources: Number = column("whole", "People and things assigned to it.", unit="assignments")
    wbs: Text = column("text", "Its place in the plan's outline.")
    source_id: Text = column("text", "What the plan that it was read from calls it.")
    target: Text = column("text", "What it is to reach, number and unit: 420,000 people.")
    owner: Text = column("text", "The role that answers for it.")
    board: Many = refers("DECIDED_BY", "Board", "The boards that decide it.", many=True, may_be_absent=True)
    opens: Many = refers("MOBILISES", "Service", "The services that it opens.", many=True)
    ends: Many = refers("ENDS", "Contract", "The contracts that it ends.", many=True)
    reported_status: Text = column("text", "What is reported, in words; red, amber, green are computed.")


@_label
class Dependency(_Node):
    """What a milestone waits for."""

    name: Text = column("text", "Shown to people; not needed.")
    needs: Many = refers("NEEDS", "Milestone|Contract|Service", "What must be there; blank = a promise from outside.", many=True)
    blocks: Many = refers("BLOCKS", "Milestone", "What waits for it.", many=True, required=True)
    kind: Text = column("choice", "Which ends are linked; blank = fs.", choices=("fs", "ss", "ff", "sf"))
    lag: Other = column("duration", "Time between the two; blank = 0.", unit="working time")
    external: YesNo = column("yes/no", "It comes from outside the programme.")
    giver: One = refers("GIVEN_BY", "Organisation", "Who gives it.")
    receiver: One = refers("RECEIVED_BY", "Organisation", "Who waits for it.")
    owner: Text = column("text", "The role that answers for it.")
    needed_by: Day = column("date", "Last day on which it helps.", closes=True)
    promised: Day = column("date", "Day on which it was promised.", closes=True)
    status: Text = column("choice", "Where it stands.", choices=("identified", "agreed", "at risk", "refused", "met"))


@_label
class Calendar(_Named):
    """Working time of a plan."""

    hours: Sets = column("hours", "Working hours of the week.", unit="minutes of the week")
    holidays: Text = column("choice", "Whose bank holidays.", choices=("england-and-wales", "scotland", "northern-ireland", "none"))
    closed: Words = column("words", "Days not worked.")
    open: Words = column("words", "Days worked, with their hours.")
    minutes_per_day: Number = column("whole", "Minutes in a working day.", unit="minutes")


@_label
class Document(_Node):
    """Where facts come from: a source, or an assumption of ours."""

    name: Text = column("text", "Shown to people; blank = the title.")
    kind: Text = column("choice", "A source, or an assumption of ours.", choices=("source", "assumption"))
    title: Text = column("text", "Its title.")
    published: Day = column("date", "When it was published; a later one counts before an earlier one.")
    publisher: Text = column("text", "Who published it.")
    url: Text = column("text", "Where it can be found.")
    sha256: Text = column("text", "The fingerprint of the file that was read.")
    scheme: Text = column("text", "How places in it are named: paragraph, page.")


@_label
class Reported(_Node):
    """What a paper itself asserts, set beside what is computed."""

    name: Text = column("text", "Shown to people; blank = the words.")
    kind: Text = column("choice", "What it asserts.", choices=("gap", "duplicate", "handoff", "delay", "strength", "rule"))
    about: Many = refers("ABOUT", "Service|Function|Area|Need", "What it speaks of.", many=True)
    words: Text = column("text", "What the paper asserts, in our words.", required=True)
    checks: Words = column("words", "Of a rule: the codes of the faults that break it.", choices=("ages", "steps", "groups", "needs", "areas", "hours", "dates", "wait", "protocol", "agreement", "nobody", "no_way_on", "unreached"))


LABELS: dict[str, type] = {
    label.__name__: label
    for label in (
        Document, Area, Population, Need, Function, Organisation, Board, Service, Provision, Requirement, Contract,
        Handoff, Calendar, Programme, Workstream, Milestone, Dependency, Reported,
    )
}
"""The labels that files can state, in the order of the workbook's sheets."""

COMPUTED = ("Finding", "Forecast")
"""The labels of what is computed and written beside the facts; no file states them."""

FIELDS: dict[str, dict[str, Field | Reference]] = {name: described(label) for name, label in LABELS.items()}
"""Label -> header -> description."""


def _plural(label: str) -> str:
    if label == "Reported":
        return label
    return f"{label[:-1]}ies" if label.endswith("y") else f"{label}s"


SHEETS: dict[str, str] = {label: _plural(label) for label in LABELS}
"""Label -> the name of its sheet."""


def label_of_sheet(sheet: str) -> str | None:
    """Find the label whose rows a sheet holds, by the sheet's name in any case.

    >>> label_of_sheet("dependencies")
    'Dependency'
    """
    wanted = sheet.strip().casefold()
    return next((label for label, name in SHEETS.items() if wanted == name.casefold()), None)

"""Say what happens when things slip: M12+10d, guidance+6w."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from .analysis.scheduling import Plan, Schedule, When, WorkingTime, lag, working_time
from .analysis.scheduling.calendars import Instant, date_time
from .analysis.scheduling.moments import finish_of, start_of
from .errors import InputProblems, Problem, Usage, near_miss
from .plans import Planned

__all__ = ["Slip", "read_slips", "slipped_plan", "slipped_rows"]

_SLIP = re.compile(r"\s*(\S+?)\s*([+-]\s*\d+(?:\.\d+)?\s*e?[a-z]*)\s*", re.IGNORECASE)
_HINT = 'Write what slips and by how much: --what-if "M12+10d" (10 working days), +2w, +4h, +30ed (elapsed days).'


@dataclasses.dataclass(frozen=True, slots=True)
class Slip:
    """One thing that comes later: the id in the plan of an activity, a promise or an event, and by how much."""

    id: str
    amount: str
    words: str

    def minutes(self, clock: WorkingTime, at: Instant) -> int:
        """Count it in the working minutes of a calendar, from an instant on."""
        by = lag(self.amount, clock.calendar.minutes_per_day)
        return clock.between(at, at + by.minutes) if by.elapsed else by.minutes


def read_slips(texts: Iterable[str], planned: Planned) -> tuple[Slip, ...]:
    """Read `ID+10d`, several separated by `;`. Raises Usage (PG702) for what cannot be read or is not in the plan."""
    known = _known(planned)
    found = []
    for text in (part for each in texts for part in each.split(";") if part.strip()):
        match = _SLIP.fullmatch(text)
        if not match:
            raise Usage(Problem("PG702", f"'{text.strip()}' says of nothing that it slips.", _HINT, value=text))
        id, amount = match[1], match[2].replace(" ", "")
        if id not in known:
            hint = near_miss(id, known) or "Name a milestone, or a dependency, contract or service that one waits for."
            raise Usage(Problem("PG702", f"--what-if: there is no '{id}' in the plan.", hint, value=text))
        try:
            read = lag(amount)
        except InputProblems:
            read = None
        if read is None or read.percent is not None:
            raise Usage(Problem("PG702", f"'{amount}' is no amount of time.", _HINT, value=text))
        found += [Slip(each, amount, f"{id}{amount}") for each in known[id]]
    return tuple(found)


def _known(planned: Planned) -> dict[str, list[str]]:
    """Give what may slip: by its id in the plan, and a dependency also by its own."""
    plan = planned.plan
    ids = [*(row.id for row in plan.activities), *(row.id for row in plan.events), *(row.id for row in plan.promises)]
    found = {id: [id] for id in ids}
    for row in plan.promises:
        own = planned.shown(row.id)
        if own not in found or own in {r.id for r in plan.promises}:
            found.setdefault(own, [])
            found[own] = sorted({*found[own], row.id})
    return found


def slipped_rows(slips: Sequence[Slip], result: Schedule) -> dict[str, int]:
    """Give the activities that slip, in their own working minutes, for `Schedule.slipped`."""
    activities = {row.id for row in result.plan.activities}
    found: dict[str, int] = {}
    for slip in slips:
        if slip.id in activities:
            node = result.node(slip.id)
            minutes = slip.minutes(result.network.clock[node], result.early.finish[node])
            found[slip.id] = found.get(slip.id, 0) + minutes
    return found


def slipped_plan(slips: Sequence[Slip], plan: Plan) -> Plan:
    """Give the plan in which promises, contracts and services come later; what slips and has no date stays so."""
    later = {slip.id: [other for other in slips if other.id == slip.id] for slip in slips}
    standard = next(each for each in plan.calendars if each.id == plan.programmes[0].calendar)
    clock = working_time(standard)
    promises = tuple(
        dataclasses.replace(row, promised=_later(row.promised, later[row.id], clock, finish=True))
        if row.id in later and row.promised else row
        for row in plan.promises
    )  # fmt: skip
    events = tuple(
        dataclasses.replace(row, at=_later(row.at, later[row.id], clock, finish=False))
        if row.id in later and row.at else row
        for row in plan.events
    )  # fmt: skip
    return dataclasses.replace(plan, promises=promises, events=events)


def _later(when: When, slips: Iterable[Slip], clock: WorkingTime, *, finish: bool) -> When:
    """Move both ends of a date by so much working time."""
    ends = []
    for moment in (when.earliest, when.latest):
        at = (finish_of if finish else start_of)(When.at(moment), clock, "planning")
        for slip in slips:
            work = clock.work(at) + slip.minutes(clock, at)
            at = clock.end(work) if finish else clock.start(work)
        ends.append(date_time(at))
    return When(*ends)

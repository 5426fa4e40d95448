"""Tell what happens in the world between two days: what opens, closes, begins and ends, and which verdicts change."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.coverage import Coverage
from pathway_graph.analysis.english import day_in_words
from pathway_graph.analysis.landscape import Date, Landscape
from pathway_graph.analysis.standing import VERDICTS
from pathway_graph.answers.findings import Findings
from pathway_graph.answers.lasting import horizon
from pathway_graph.errors import Problem, Usage
from pathway_graph.plans.plan_columns import PlanColumns, plan_columns
from pathway_graph.plans.plan_values import when
from pathway_graph.questions import asking

from .belonging import Belonging
from .diff_answers import grouped_lines

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "events", "happening"]

COLUMNS = ("on", "what", "label", "id", "name", "sure")


@dataclasses.dataclass(frozen=True, slots=True)
class _Event:
    """Something that happens; `on` is the last day that it can be. `sure`: certainly between the two days."""

    on: int
    what: str
    label: str
    id: str
    name: str
    sure: bool


def happening(workspace: Workspace, first: datetime.date, last: datetime.date) -> Findings:
    """Say what opens, closes, begins, ends and is due after `first`, up to and with `last`, and what becomes of each
    requirement from the one day to the other. Everything from what is loaded now. Raises Usage (PG911) where the second
    day is not later."""
    if last <= first:
        told = f"{last} is not later than {first}."
        raise Usage(Problem("PG911", told, "Say the earlier day first.", value=str(last)))
    land = snapshot.landscape(workspace.read)
    found = list(events(land, plan_columns(workspace.read), first.toordinal(), last.toordinal()))
    verdicts = _verdicts(land, first.toordinal(), last.toordinal(), horizon(workspace))
    belonging = Belonging(workspace.facts())
    rows = [{**dataclasses.asdict(e), "on": datetime.date.fromordinal(e.on).isoformat()} for e in found]
    sentences = [_sentence(e, belonging) for e in found] + [_changed(v, belonging) for v in verdicts]
    count = {name: sum(e.what == name for e in found) for name in ("opens", "closes", "begins", "ends", "is due")}
    title = (
        f"Between {day_in_words(first.toordinal())} and {day_in_words(last.toordinal())}: {len(found)} things happen, "
        f"and {len(verdicts)} of {len(land.requirements)} requirements change their verdict."
    )
    return Findings(
        "diff", tuple(rows), COLUMNS, asking.about(workspace), last, key="changes",
        parameters={"between": [first.isoformat(), last.isoformat()]},
        counts={"events": len(found), **count, "verdicts": len(verdicts), "requirements": len(land.requirements)},
        title=title, sentences=tuple(grouped_lines(sentences, belonging, belonging)),
        more={"verdicts": verdicts, "sentences": sentences},
    )  # fmt: skip


def events(land: Landscape, plan: PlanColumns, first: int, last: int) -> Iterator[_Event]:
    """Give what surely, or perhaps, happens after day `first` up to day `last`, by day, label and id.

    A closing day and the end of a contract are the last days; they count when they have passed.
    """
    found: list[_Event] = []
    for label, rows, opening, closing, words in (
        ("Service", land.services, "opens", "closes", ("opens", "closes")),
        ("Contract", land.contracts, "starts", "ends", ("begins", "ends")),
        ("Requirement", land.requirements, "opens", "closes", ("begins", "ends")),
    ):
        for row in rows:
            found += _happening(getattr(row, opening), words[0], label, row.id, row.name, first, last)
            found += _happening(getattr(row, closing), words[1], label, row.id, row.name, first, last)
    for milestone in plan.nodes["Milestone"]:
        due = when(milestone, "deadline") or when(milestone, "planned_finish")
        if due and milestone["actual_finish"] is None:
            date = Date("stated", due.earliest.toordinal(), due.latest.toordinal())
            found += _happening(date, "is due", "Milestone", milestone["id"], milestone["name"] or "", first, last)
    yield from sorted(found, key=lambda e: (e.on, e.label, e.id, e.what))


def _happening(date: Date, what: str, label: str, id: str, name: str, first: int, last: int) -> Iterable[_Event]:
    if date.state not in ("stated", "half"):
        return
    low = 0 if date.earliest is None else date.earliest
    high = date.latest
    if low > last or (high is not None and high <= first):
        return
    sure = low > first and high is not None and high <= last
    yield _Event(low if high is None else min(high, last), what, label, id, name or id, sure)


def _verdicts(land: Landscape, first: int, last: int, months: int) -> list[dict[str, Any]]:
    """Judge every requirement on both days, and give those that are judged otherwise."""
    before, after = Coverage(land, first, months), Coverage(land, last, months)
    found = []
    for requirement in sorted(land.requirements, key=lambda row: row.id):
        judged = [coverage.judge(requirement) for coverage in (before, after)]
        words = [VERDICTS[j.verdict] if j else "not_in_force" for j in judged]
        shares = [{VERDICTS[n]: s for n, s in j.shares.items()} if j else {} for j in judged]
        if words[0] != words[1] or shares[0] != shares[1]:
            found.append({"requirement": requirement.id, "name": requirement.name, "before": words[0],
                          "after": words[1], "shares_before": shares[0], "shares_after": shares[1]})  # fmt: skip
    return found


def _owned(label: str, id: str, text: str, belonging: Belonging) -> dict[str, Any]:
    owners = belonging.of(label, id)
    return {
        "label": label, "id": id, "change": "changed", "text": text,
        "workstreams": [o for name, o in owners if name == "Workstream"],
        "services": [o for name, o in owners if name == "Service"],
    }  # fmt: skip


def _sentence(event: _Event, belonging: Belonging) -> dict[str, Any]:
    by = "" if event.sure else "perhaps, by "
    told = f"{by}{day_in_words(event.on)}: {event.name} ({event.id}, {event.label.lower()}) {event.what}."
    return _owned(event.label, event.id, told[0].upper() + told[1:], belonging)


def _changed(row: dict[str, Any], belonging: Belonging) -> dict[str, Any]:
    was, now = row["before"].replace("_", " "), row["after"].replace("_", " ")
    told = f"'{row['name']}' goes from {was} to {now}."
    if was == now:
        told = f"'{row['name']}' stays {now}, in other parts."
    return _owned("Requirement", row["requirement"], told, belonging)

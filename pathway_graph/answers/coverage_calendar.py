"""Follow coverage from one day to another: which gaps open and close, when, and what begins or ends then."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.coverage import Coverage, Judgement
from pathway_graph.analysis.english import day_in_words
from pathway_graph.analysis.gaps import percent
from pathway_graph.analysis.landscape import Landscape, Requirement
from pathway_graph.analysis.standing import VERDICTS, Field
from pathway_graph.errors import Problem, Usage
from pathway_graph.questions import asking

from .evidence import Evidence
from .finding_states import states_of
from .findings import Filter, Findings, finding_id, iso, limits, sources_line
from .lasting import Times, horizon, same

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "Change", "calendar"]

COLUMNS = ("on", "requirement", "name", "verdict", "before", "after", "what")
_EFFORT = 50_000
_MOST = 40


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """A day on which a requirement's coverage becomes another: the shares before and from then on (by verdict; None:
    not in force), what begins or ends on that day, and the last day of the new state (None: beyond what was asked)."""

    requirement: Requirement
    on: int
    before: dict[str, float] | None
    after: dict[str, float] | None
    causes: tuple[Field, ...]
    until: int | None = None

    def gap_opens(self) -> bool:
        """True if more is a gap from then on than before."""
        return _gap(self.after) > _gap(self.before)

    def gap_closes(self) -> bool:
        """True if less is, and the requirement still stands."""
        return self.after is not None and _gap(self.after) < _gap(self.before)


def calendar(workspace: Workspace, first: datetime.date, until: datetime.date, only: Filter | None = None) -> Findings:
    """Tell each change of each requirement's coverage after `first` and before `until`.

    Rows are changes in the order of days; `findings` are the verdicts that begin with them. Raises Usage where the
    days are the wrong way round, or the filter names what is not there.
    """
    if first >= until:
        raise Usage(
            Problem("PG911", f"--from {first} is not before --until {until}.", "Swap the two.", value=str(first))
        )
    landscape, only = snapshot.landscape(workspace.read), only or Filter()
    only.check(landscape, workspace.ledger)
    coverage = Coverage(landscape, first.toordinal(), horizon(workspace))
    times = Times(coverage, horizon(workspace), _EFFORT)
    changes, asked, left_out = [], 0, 0
    for requirement in sorted(landscape.requirements, key=lambda row: row.id):
        if _is_meant(requirement, only, coverage):
            asked += 1
            left_out += times.spent
            changes += [] if times.spent else list(_changes(requirement, coverage, times, until.toordinal()))
    changes.sort(key=lambda change: (change.on, change.requirement.id))
    return _answer(workspace, landscape, changes, (first, until), only, (asked, left_out))


def _is_meant(requirement: Requirement, only: Filter, coverage: Coverage) -> bool:
    functions, services = only.functions(coverage), only.services(coverage.landscape)
    if functions is not None and requirement.function not in functions:
        return False
    if services is not None:
        rows = coverage.candidates
        if not any(rows.provisions[n].service in services for n in rows.delivering(requirement.function)):
            return False
    return any(only.meets(part.may, coverage) for part in coverage.space.asked(requirement.extent))


def _changes(requirement: Requirement, coverage: Coverage, times: Times, until: int) -> Iterator[Change]:
    """The changes of one requirement; states that are the same at every point are one."""
    before = times.on(requirement, coverage.day)
    found: list[Change] = []
    for day, causes in times.events(requirement).items():
        if coverage.day < day < until:
            after = times.on(requirement, day)
            if not _alike(before, after):
                found.append(Change(requirement, day, _shares(before), _shares(after), tuple(causes)))
            before = after
    for n, change in enumerate(found):
        yield dataclasses.replace(change, until=found[n + 1].on if n + 1 < len(found) else None)


def _alike(one: Judgement | None, other: Judgement | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.shares.keys() == other.shares.keys() and all(same(one, other, level) for level in one.shares)


def _shares(judgement: Judgement | None) -> dict[str, float] | None:
    return None if judgement is None else {VERDICTS[level]: share for level, share in judgement.shares.items()}


def _gap(shares: dict[str, float] | None) -> float:
    return (shares or {}).get("gap", 0.0) + (shares or {}).get("planned", 0.0)


def _answer(
    workspace: Workspace,
    landscape: Landscape,
    changes: Sequence[Change],
    days: tuple[datetime.date, datetime.date],
    only: Filter,
    asked: tuple[int, int],
) -> Findings:
    names = {("Service", row.id): row.name for row in landscape.services}
    names |= {("Contract", row.id): row.name for row in landscape.contracts}
    evidence = Evidence(workspace.ledger, (field for change in changes for field in change.causes))
    states = states_of(workspace.ledger, days[0])
    rows = []
    for change in changes:
        because = evidence.because(change.causes)
        what = "; ".join(dict.fromkeys(_cause(field, names) for field in change.causes))
        rows.append({**_row(change, what, because), "stated": sources_line(because, evidence.title)})
        rows[-1].update(states.shown(rows[-1]["id"]))
    counts = {
        "requirements": asked[0], "changes": len(changes), "gaps_opened": sum(c.gap_opens() for c in changes),
        "gaps_closed": sum(c.gap_closes() for c in changes),
    }  # fmt: skip
    assumptions = ["What ends with its contract is at risk from that day on, not gone; only `closes` ends a service."]
    if asked[1]:
        assumptions.append(f"{asked[1]} requirements were not followed: ask for an area or a function at a time.")
    return Findings(
        "gaps", tuple(rows), COLUMNS, asking.about(workspace), days[0], key="findings",
        parameters={"from": days[0].isoformat(), "until": days[1].isoformat(), **only.parameters()}, counts=counts,
        assumptions=tuple(assumptions), title=_title(counts, days),
        sentences=("", *map(_line, rows[:_MOST]), *limits(min(_MOST, len(rows)), len(rows), "changes"), "",
                   *assumptions),
    )  # fmt: skip


def _row(change: Change, what: str, because: list[dict[str, Any]]) -> dict[str, Any]:
    requirement = change.requirement
    worst = next(iter(change.after or {}), "covered")
    return {
        "id": finding_id(("gap", requirement.id, worst)), "kind": "gap", "verdict": worst,
        "severity": {"must": "high", "aim": "low"}.get(requirement.strength, "medium") if change.gap_opens() else "low",
        "severity_because": "a gap opens" if change.gap_opens() else "no gap opens",
        "title": f"From {day_in_words(change.on)} '{requirement.name}' is {_said(change.after)}"
        f"{f' until {day_in_words(change.until - 1)}' if change.until else ''}; before it was {_said(change.before)}.",
        "subject": {"label": "Requirement", "id": requirement.id, "name": requirement.name},
        "requirement": requirement.id, "name": requirement.name, "on": iso(change.on),
        "box": {"dates": {"from": iso(change.on), "until": iso(change.until)}},
        "before": change.before, "after": change.after, "opens_gap": change.gap_opens(),
        "closes_gap": change.gap_closes(), "what": what, "share": (change.after or {}).get(worst), "people": None,
        "because": because, "remedy": "Let the successor begin on the day on which the other ends.",
    }  # fmt: skip


def _said(shares: dict[str, float] | None) -> str:
    if shares is None:
        return "not in force"
    words = {"at_risk": "at risk", "too_slow": "too slow", "not_known": "not known", "planned": "only planned"}
    return ", ".join(f"{words.get(name, name)} {percent(share)}" for name, share in shares.items())


def _cause(field: Field, names: dict[tuple[str, str], str]) -> str:
    name = names.get((field.label, field.id)) or names.get(("Service", field.id)) or field.id
    words = {
        "opens": "opens", "closes": "has closed", "ends": "ends within the horizon",
    }  # fmt: skip
    return f"{name} {words[field.field]}"


def _line(row: dict[str, Any]) -> str:
    mark = "GAP OPENS " if row["opens_gap"] else "gap closes " if row["closes_gap"] else ""
    return f"{row['on']}  {mark}{row['title']} {row['what'][:1].upper()}{row['what'][1:]} ({row['stated']})."


def _title(counts: dict[str, int], days: tuple[datetime.date, datetime.date]) -> str:
    if not counts["requirements"]:
        return "No requirements are stated, so nobody can say when something will be missing."
    first, until = (day_in_words(day.toordinal()) for day in days)
    return (
        f"From {first} until {until} the coverage of {counts['requirements']} requirements changes {counts['changes']} "
        f"times: {counts['gaps_opened']} gaps open or grow, {counts['gaps_closed']} close or shrink."
    )

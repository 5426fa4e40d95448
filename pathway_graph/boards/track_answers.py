"""Answer where a programme stands: colours, what moved, what is due, what is waited for, what workstreams lack."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.english import day_in_words, joined
from pathway_graph.analysis.standing import Field
from pathway_graph.answers.evidence import Evidence
from pathway_graph.answers.finding_states import states_of
from pathway_graph.answers.findings import SEVERITIES, Findings, finding_id, limits, sources_line
from pathway_graph.questions import asking

from .colours import COLOURS, thresholds
from .dependency_log import Waiting, dependency_log
from .tracking import Tracked, Tracking, tracking
from .trends import DATES, Move, moves, trend_words

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "track"]

COLUMNS = (
    "id", "name", "workstream", "colour", "reported", "due", "forecast", "actual", "baseline", "late", "spare",
    "total_float", "trend",
)  # fmt: skip
_MOST = 25


def track(
    workspace: Workspace, as_of: datetime.date | None = None, *, baseline: int | str | datetime.date | None = None,
    period_months: int = 1,
) -> Findings:  # fmt: skip
    """Say of every milestone where it stands on a day (docs/track.md has the rules).

    `as_of`: also the data date: no unfinished work lies before it. `baseline`: a load or a day whose promised dates are
    the baseline; else the baseline that the plan states. `period_months`: what was due in the last period, and is in
    the next two. Raises what `tracking` raises.
    """
    day = as_of or workspace.as_of
    found = tracking(workspace, day, thresholds(workspace.settings), as_of, baseline)
    waiting = dependency_log(found)
    rows = findings_of(workspace, found, waiting)
    streams = [
        {name: row[name] for name in ("workstream", "name", "missing")}
        for row in asking.ask(workspace, "milestones.workstreams", day)
        if row["missing"]
    ]
    due = {"last": found.due_between(-period_months, 0), "next": found.due_between(0, 2 * period_months)}
    counts = {"milestones": len(found.rows), **{c: sum(r.colour == c for r in found.rows) for c in COLOURS},
              "differ": sum(r.differs for r in found.rows), "moved": sum(bool(r.moves) for r in found.rows),
              "dependencies": len(waiting), "short": sum(w.verdict == "short" for w in waiting),
              "workstreams_lacking": len(streams)}  # fmt: skip
    more = {
        "findings": rows, "thresholds": {"red_days": found.limits.red, "amber_days": found.limits.amber},
        "due": {name: [row.id for row in each] for name, each in due.items()},
        "dependencies": [_dependency(each) for each in waiting], "workstreams": streams,
        "other_dates": list(_other_dates(workspace)),
    }  # fmt: skip
    parameters = {"period": period_months} | ({} if baseline is None else {"baseline": str(baseline)})
    return Findings(
        "track", tuple(_row(row) for row in found.rows), COLUMNS, asking.about(workspace), day, key="milestones",
        parameters=parameters, counts=counts, assumptions=found.planned.assumptions, title=_title(counts, day),
        sentences=tuple(_sentences(found, more, due, waiting)), more=more,
    )  # fmt: skip


def findings_of(workspace: Workspace, found: Tracking, waiting: Sequence[Waiting]) -> list[dict[str, Any]]:
    """Give a finding for each milestone that is red or reported otherwise, and each dependency that is short."""
    wanted = [row for row in found.rows if row.colour == "red" or row.differs]
    short = [each for each in waiting if each.verdict in ("short", "refused")]
    fields = {row.id: [Field("Milestone", row.id, name) for name in _MILESTONE] for row in wanted}
    log = {each.id: [Field("Dependency", each.id, name) for name in _DEPENDENCY] for each in short}
    evidence = Evidence(workspace.ledger, [f for each in (*fields.values(), *log.values()) for f in each])
    opens, boards = found.planned.opens, found.planned.columns.to("Milestone DECIDED_BY Board")
    rows = [_milestone(row, opens.get(row.id, ()), boards.get(row.id, ()), found) for row in wanted]
    names = {row.id: f"'{row.name}'" for row in found.rows}
    rows += [_short(each, names) for each in short]
    states = states_of(workspace.ledger, found.day)
    for row, key in zip(rows, [*fields.values(), *log.values()], strict=True):
        row["because"] = [entry for entry in evidence.because(key) if entry["value"] is not None]
        row["stated"] = sources_line(row["because"], evidence.title)
        row.update(states.shown(row["id"]))
    order = {name: n for n, name in enumerate(SEVERITIES)}
    return sorted(rows, key=lambda row: (order[row["severity"]], row["subject"]["label"], row["subject"]["id"]))


_MILESTONE = ("deadline", "planned_finish", "baseline_finish", "reported_status", "percent_complete")
_DEPENDENCY = ("needed_by", "promised", "status", "giver")


def _milestone(row: Tracked, opens: Sequence[str], boards: Sequence[str], found: Tracking) -> dict[str, Any]:
    past = row.due is not None and row.due < found.day
    severity = "low" if row.colour != "red" else "high" if opens or boards or past else "medium"
    why = {
        "low": "reported otherwise than computed", "medium": "forecast later than due",
        "high": "it opens a service" if opens else "a board decides it" if boards else "the day has passed",
    }[severity]  # fmt: skip
    late = f"is {row.colour}"
    if row.colour == "red" and row.spare is not None and row.spare < 0 and row.due:
        late = f"is forecast {-row.spare:g} working days after {_words(row.due)}"
    elif row.colour == "red":
        late = "is red: something behind it cannot be met"
    said = f"; reported '{row.reported}'" if row.reported else ""
    trend = f"; {trend_words(list(row.moves))}" if row.moves else ""
    return {
        "id": finding_id(("milestone", row.id)), "kind": "milestone", "severity": severity, "severity_because": why,
        "verdict": row.colour if row.colour == "red" else "reported_otherwise",
        "title": f"'{row.name}' {late}{said}{trend}.",
        "subject": {"label": "Milestone", "id": row.id, "name": row.name}, "box": None, "share": None, "people": None,
        "remedy": "Bring forward what drives it (critical-path --to), or agree another date."
        if row.colour == "red" else "Ask the owner which is right, and correct the plan or the report.",
    }  # fmt: skip


def _short(each: Waiting, names: Mapping[str, str]) -> dict[str, Any]:
    refused, waits = each.verdict == "refused", [names.get(id, id) for id in each.blocks[:3]]
    said = "is refused" if refused else f"comes {_days(each)} too late for {joined(waits)}"
    return {
        "id": finding_id(("milestone", "dependency", each.id)), "kind": "milestone", "verdict": each.verdict,
        "severity": "medium", "severity_because": "what waits for it will be later",
        "title": f"'{each.name}'{f' from {each.giver}' if each.giver else ''} {said}.",
        "subject": {"label": "Dependency", "id": each.id, "name": each.name}, "box": None, "share": None,
        "people": None, "remedy": "Plan without it, or move what waits for it." if refused
        else "Ask the giver for an earlier day, or move what waits for it.",
    }  # fmt: skip


def _days(each: Waiting) -> str:
    low, high = each.short or (0, 0)
    return f"{low} day{'s' if low != 1 else ''}" if low == high else f"{low} to {high} days"


def _row(row: Tracked) -> dict[str, Any]:
    return {
        "id": row.id, "name": row.name, "workstream": row.workstream, "colour": row.colour, "reported": row.reported,
        "reported_colour": row.reported_colour, "differs": row.differs, "baseline": row.baseline,
        "promised": row.promised, "due": row.due, "forecast": row.forecast, "actual": row.actual, "late": row.late,
        "spare": row.spare, "total_float": row.total_float, "rests_on": list(row.rests_on),
        "moved": [_move(each) for each in row.moves],
        "trend": trend_words(list(row.moves)) if row.moves else "",
    }  # fmt: skip


def _move(each: Move) -> dict[str, Any]:
    return {"load": each.seq, "at": each.at, "from": each.before, "to": each.after, "days": each.days}


def _other_dates(workspace: Workspace) -> Iterator[dict[str, Any]]:
    """Tell how the dates moved that are no promised finish: deadlines, promises, openings, the ends of contracts."""
    for label, field in DATES:
        trend = moves(workspace.ledger, label, field)
        rows = workspace.read(f"MATCH (n:{label}) RETURN n.id AS id, n.name AS name") if trend else ()
        names = {row["id"]: row["name"] or row["id"] for row in rows}
        for id, found in trend.items():
            if id in names:
                yield {
                    "label": label, "id": id, "name": names[id], "field": field, "now": found[-1].after,
                    "moved": [_move(each) for each in found], "trend": trend_words(found),
                }  # fmt: skip


def _dependency(each: Waiting) -> dict[str, Any]:
    promised = each.promised or (None, None)
    return {
        "id": each.id, "name": each.name, "giver": each.giver, "receiver": each.receiver, "blocks": list(each.blocks),
        "needs": list(each.needs), "external": each.external, "needed_by": each.needed_by,
        "needed_by_derived": each.derived, "promised": {"earliest": promised[0], "latest": promised[1]},
        "days_short": {"least": each.short[0], "most": each.short[1]} if each.short else None,
        "verdict": each.verdict, "status": each.status, "owner": each.owner,
    }  # fmt: skip


def _title(counts: Mapping[str, int], day: datetime.date) -> str:
    if not counts["milestones"]:
        return "No milestones are stored, so there is nothing to track. Load a plan: pathway-graph load PLAN.xml"
    told = ", ".join(f"{counts[name]} {name.replace('_', ' ')}" for name in COLOURS)
    many = counts["milestones"]
    return f"{many} milestone{'' if many == 1 else 's'} on {day_in_words(day.toordinal())}: {told}."


def _words(day: datetime.date | None) -> str:
    return day_in_words(day.toordinal()) if day else "no day"


def _sentences(
    found: Tracking, more: Mapping[str, Any], due: Mapping[str, Sequence[Tracked]], waiting: Sequence[Waiting]
) -> Iterator[str]:
    rows, streams = more["findings"], more["workstreams"]
    for row in rows[:_MOST]:
        yield f"{row['severity'].upper()}: {row['title']} {row['remedy']}"
    yield from limits(min(_MOST, len(rows)), len(rows), "findings")
    for heading, each in (("Due in the last period", due["last"]), ("Due in the next two periods", due["next"])):
        yield ""
        yield f"{heading}: {'' if each else 'nothing.'}"
        for one in each[:_MOST]:
            ended = f"finished {_words(one.actual)}" if one.actual else f"forecast {_words(one.forecast)}"
            yield f"  {_words(one.due)}: {one.name} ({one.id}), {one.colour.replace('_', ' ')}, {ended}"
        yield from limits(min(_MOST, len(each)), len(each), "milestones")
    yield from _moved([row for row in found.rows if row.moves])
    if others := more["other_dates"]:
        yield ""
        yield "Other dates that moved:"
        told = [f"  {row['name']} ({row['id']}), {row['field'].replace('_', ' ')}: {row['trend']}, now {row['now']}"
                for row in others]  # fmt: skip
        yield from told[:_MOST]
        yield from limits(min(_MOST, len(told)), len(told), "dates")
    if waiting:
        yield ""
        yield "Waited for:"
    for wait in waiting[:_MOST]:
        yield f"  {_waited(wait)}"
    yield from limits(min(_MOST, len(waiting)), len(waiting), "dependencies")
    if streams:
        yield ""
        yield "Workstreams that lack something:"
    for stream in streams[:_MOST]:
        yield f"  {stream['name']}: {joined([_LACKING[name] for name in stream['missing']])}"


_LACKING = {
    "led_by": "a lead", "reports_to": "a board to report to", "governance": "governance", "starts": "a first day",
    "completes": "a last day", "budget": "a budget", "milestones": "milestones",
}  # fmt: skip


def _moved(rows: Sequence[Tracked]) -> Iterator[str]:
    if rows:
        yield ""
        yield "Moved since they were first promised:"
    for row in sorted(rows, key=lambda row: (-len(row.moves), row.id))[:_MOST]:
        yield f"  {row.name} ({row.id}): {trend_words(list(row.moves))}, now {_words(row.promised)}"


def _waited(each: Waiting) -> str:
    ends = [f"from {each.giver}" if each.giver else "", f"for {each.receiver}" if each.receiver else ""]
    needed = f"needed by {_words(each.needed_by)}{' (from the plan)' if each.derived else ''}"
    last = each.promised[1] if each.promised else None
    promised = f"promised {_words(last)}" if last else "no day promised"
    told = {"short": f"{_days(each)} short", "in_time": "in time", "not_known": "not known"}
    parts = [" ".join(filter(None, [each.name, *ends])), needed, promised, told.get(each.verdict, each.verdict)]
    return "; ".join(parts)

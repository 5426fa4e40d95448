"""Give findings a life: compute all of them and record what became of each; accept one for a time; reopen it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pathway_graph.errors import InputProblems, Problem, Usage
from pathway_graph.plans.forecast_layer import forecasts, write_forecasts
from pathway_graph.questions import asking
from pathway_graph.storage.history import state_number
from pathway_graph.storage.ledger import FINDING
from pathway_graph.workbook.names_of_people import names_a_person

from .finding_layer import write_layer
from .finding_states import STATES, States, draft_states, next_state, states_of
from .findings import SEVERITIES, Findings, limits

if TYPE_CHECKING:
    from pathway_graph.stores import Store
    from pathway_graph.workspace import Workspace

__all__ = ["accept", "all_findings", "listed", "refresh", "reopen"]

_COLUMNS = ("id", "kind", "severity", "state", "since", "until", "by_role", "title")
_PASSED_OVER = ("unassured", "unsourced", "assumption")
_MOST = 60


def all_findings(workspace: Workspace, day: datetime.date) -> tuple[list[dict[str, Any]], frozenset[str]]:
    """Compute the findings of every command, unfiltered, in a stable order, one of each id; and the kinds of which not
    all were looked at, since there are too many.

    Rows without a source or confirmation are listed by `check` alone: they are work to do, and no findings about care.
    """
    from pathway_graph.boards.contract_answers import contracts

    from .checking import KINDS, check
    from .duplicate_answers import duplicates
    from .everyone_answers import everyone
    from .gap_answers import gaps
    from .handoff_answers import handoffs

    found: dict[str, dict[str, Any]] = {}
    pairs, classes = duplicates(workspace, day, every=True), everyone(workspace, day)
    cut_short = {"duplicate": bool(pairs.more["unlisted"]), "unreached": bool(classes.more["cut_short"])}
    answers: list[Iterable[dict[str, Any]]] = [gaps(workspace, day).result(), pairs, handoffs(workspace, day), classes]
    answers += [contracts(workspace, day), _tracked(workspace, day)]
    answers += [check(workspace, day, kind) for kind in KINDS if kind not in _PASSED_OVER]
    for answer in answers:
        for row in answer:
            found.setdefault(row["id"], row)
    order = {severity: n for n, severity in enumerate(SEVERITIES)}
    rows = sorted(found.values(), key=lambda row: (order.get(row["severity"], 9), row["kind"], row["id"]))
    return rows, frozenset(kind for kind, is_cut in cut_short.items() if is_cut)


def _tracked(workspace: Workspace, day: datetime.date) -> Iterable[dict[str, Any]]:
    """The findings of `track`; none where the plans have no dates, which `check` tells."""
    from pathway_graph.analysis.scheduling import Unscheduled
    from pathway_graph.boards.track_answers import track

    try:
        return list(track(workspace, day).more["findings"])
    except Unscheduled:
        return []


def refresh(workspace: Workspace, as_of: datetime.date | None = None) -> Findings:
    """Compute everything, record what is new, found again or found no more, and write Finding and Forecast nodes anew.

    A second time without new data changes nothing on record. What is found no more is resolved: only data resolve, so
    nothing of a kind of which not all were looked at is.
    """
    day = as_of or workspace.as_of
    rows, cut_short = all_findings(workspace, day)
    states = states_of(workspace.ledger, day)
    wanted = {id: dict(facts) for id, facts in states.facts.items()}
    for row in rows:
        wanted[row["id"]] = _recorded(workspace, row, states, day)
        row["state"] = wanted[row["id"]]["state"]
    found = {row["id"] for row in rows}
    for id, facts in states.facts.items():
        if id not in found and facts["state"] != "resolved" and facts["kind"] not in cut_short:
            wanted[id] = {**_without_acceptance(facts), "state": "resolved", "since": day.isoformat()}
    workspace.record(lambda: draft_states(workspace.ledger, wanted))
    division = workspace.settings.get("division", "england-and-wales")
    dates = forecasts(workspace.read, day, data_date=as_of, division=division)

    def write(store: Store) -> None:
        write_layer(store, rows, day.isoformat())
        write_forecasts(store, dates)

    workspace.write_layer(write)
    return listed(workspace, day)


def _recorded(workspace: Workspace, row: Mapping[str, Any], states: States, day: datetime.date) -> dict[str, str]:
    """The facts of a finding that was found."""
    before = states.facts.get(row["id"], {})
    state = next_state(before, True, day, again=_is_later(workspace, row["id"], before, day))
    kept = dict(before) if state == before.get("state") else _without_acceptance(before)
    subject = row.get("subject") or {}
    told = {
        "id": row["id"], "kind": row["kind"], "verdict": row.get("verdict") or "", "severity": row["severity"],
        "title": row["title"], "subject": f"{subject.get('label', '')}#{subject.get('id', '')}", "state": state,
    }  # fmt: skip
    since = before["since"] if state == before.get("state") else day.isoformat()
    return {**kept, **told, "since": since}


def _is_later(workspace: Workspace, id: str, before: Mapping[str, str], day: datetime.date) -> bool:
    """True if a day has passed, or data were loaded, since a finding took its state."""
    if not before or before["since"] < day.isoformat():
        return bool(before)
    sql = "SELECT max(origin) FROM fact WHERE label = ? AND id = ? AND field = 'state'"
    recorded = workspace.ledger.rows(sql, FINDING, id)[0][0]
    return bool(workspace.ledger.rows("SELECT 1 FROM load WHERE seq > ? AND kind <> 'findings' LIMIT 1", recorded))


def _without_acceptance(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in facts.items() if name not in ("until", "by_role", "why")}


def accept(
    workspace: Workspace, id: str, until: datetime.date, by_role: str, why: str, as_of: datetime.date | None = None
) -> Findings:
    """Accept a finding until a day (that day included), by a role and for a reason; it is told no more as a failure.

    Raises InputProblems where it is not on record, is resolved, the day has passed, or a person is named.
    """
    day = as_of or workspace.as_of
    facts = _on_record(workspace, id, day)
    if facts["state"] == "resolved":
        raise InputProblems(Problem("PG914", f"{facts['id']} is resolved: nothing is left to accept.", "", value=id))
    if until < day:
        hint = "Say a day that is still to come."
        raise InputProblems(Problem("PG914", f"--until {until} has passed on {day}.", hint, value=str(until)))
    if not by_role.strip() or not why.strip() or names_a_person(by_role):
        hint = "Say --by-role 'Head of Commissioning' and --why in a sentence."
        raise InputProblems(Problem("PG914", "a role (not a person) and a reason are wanted.", hint, value=by_role))
    new = {"state": "accepted", "since": day.isoformat(), "until": until.isoformat(), "by_role": by_role.strip()}
    return _change(workspace, {**facts, **new, "why": why.strip()}, day)


def reopen(workspace: Workspace, id: str, as_of: datetime.date | None = None) -> Findings:
    """Take an acceptance back. Raises InputProblems where the finding is not accepted."""
    day = as_of or workspace.as_of
    facts = _on_record(workspace, id, day)
    if facts["state"] != "accepted":
        hint = "Only what is accepted is reopened; what is resolved is reopened by data alone."
        raise InputProblems(Problem("PG914", f"{facts['id']} is {facts['state']}, not accepted.", hint, value=id))
    return _change(workspace, {**_without_acceptance(facts), "state": "reopened", "since": day.isoformat()}, day)


def _change(workspace: Workspace, facts: Mapping[str, str], day: datetime.date) -> Findings:
    workspace.record(lambda: draft_states(workspace.ledger, {facts["id"]: facts}))
    return _answer(workspace, [dict(facts)], day, {"id": facts["id"]})


def _on_record(workspace: Workspace, id: str, day: datetime.date) -> dict[str, str]:
    """Find the one finding whose id begins so."""
    facts = states_of(workspace.ledger, day).facts
    meant = sorted(key for key in facts if key.startswith(id)) if id and id not in facts else [id] * (id in facts)
    if len(meant) != 1:
        wrong = f"{len(meant)} findings begin with '{id}'." if meant else f"no finding '{id}' is on record."
        hint = (
            f"Say more of it: {', '.join(meant[:5])}."
            if meant
            else "Record them: findings refresh; then findings list."
        )
        raise InputProblems(Problem("PG913", wrong, hint, value=id))
    return dict(facts[meant[0]])


def listed(
    workspace: Workspace,
    as_of: datetime.date | None = None,
    state: str | None = None,
    kind: str | None = None,
    since: int | str | datetime.date | None = None,
) -> Findings:
    """List what is on record, the most severe first; `since`: only what changed its state after a load or a day.

    Raises Usage where there is no such state, kind or load.
    """
    day = as_of or workspace.as_of
    states = states_of(workspace.ledger, day)
    rows = [dict(facts) for facts in states.facts.values()]
    kinds = {row["kind"] for row in rows}
    if kind is not None and kind not in kinds:
        raise Usage(
            Problem("PG915", f"no finding of kind '{kind}' is on record.", f"Kinds: {', '.join(sorted(kinds))}.")
        )
    changed = _changed_since(workspace, since) if since is not None else None
    order = {severity: n for n, severity in enumerate(SEVERITIES)}
    rows = [
        row
        for row in sorted(rows, key=lambda row: (order.get(row["severity"], 9), row["kind"], row["id"]))
        if state in (None, row["state"]) and kind in (None, row["kind"]) and (changed is None or row["id"] in changed)
    ]
    asked = {"state": state, "kind": kind, "since": None if since is None else str(since)}
    answer = _answer(workspace, rows, day, {name: value for name, value in asked.items() if value is not None})
    if since is None:
        return answer
    return dataclasses.replace(answer, sentences=tuple(_since_lines(workspace, answer.rows)))


def _since_lines(workspace: Workspace, rows: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """Tell what became of findings by workstream and by service, as `diff` tells what changed."""
    from pathway_graph.boards.belonging import Belonging
    from pathway_graph.boards.diff_answers import grouped_lines

    belonging = Belonging(workspace.facts())
    told = []
    for row in rows:
        owners = belonging.of(row["subject"]["label"], row["subject"]["id"])
        until = f" until {row['until']}" if row["accepted"] else ""
        told.append({
            "label": "Finding", "id": row["id"], "change": "changed",
            "text": f"{row['state'].capitalize()}{until} ({row['severity']}): {row['title']} [{row['id']}]",
            "workstreams": [id for label, id in owners if label == "Workstream"],
            "services": [id for label, id in owners if label == "Service"],
        })  # fmt: skip
    return grouped_lines(told, belonging, belonging)


def _changed_since(workspace: Workspace, since: int | str | datetime.date) -> set[str]:
    seq = state_number(workspace.ledger, since)
    sql = "SELECT DISTINCT id FROM change WHERE label = ? AND field = 'state' AND seq > ?"
    return {id for (id,) in workspace.ledger.rows(sql, FINDING, seq)}


def _answer(
    workspace: Workspace, rows: list[dict[str, Any]], day: datetime.date, parameters: Mapping[str, Any]
) -> Findings:
    counts = {name: sum(row["state"] == name for row in rows) for name in STATES}
    for row in rows:
        label, _, node = row["subject"].partition("#")
        row["subject"] = {"label": label, "id": node}
        row["accepted"] = {name: row.get(name) for name in ("until", "by_role", "why")} if row.get("until") else None
    told = [_line(row) for row in rows[:_MOST]]
    title = ", ".join(f"{many} {name}" for name, many in counts.items() if many)
    return Findings(
        "findings", tuple(rows), _COLUMNS, asking.about(workspace), day, key="findings", parameters=parameters,
        counts={"findings": len(rows), **counts},
        title=f"On record: {title or 'nothing; record them: findings refresh'}.",
        sentences=("", *told, *limits(min(_MOST, len(rows)), len(rows), "findings")),
    )  # fmt: skip


def _line(row: Mapping[str, Any]) -> str:
    until = f" until {row['until']} by the {row['by_role']}: {row['why']}" if row["accepted"] else ""
    return f"{row['severity'].upper()} {row['id']} [{row['state']} since {row['since']}{until}] {row['title']}"

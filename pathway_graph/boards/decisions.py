"""Work out what has to be decided, by which board date, and what happens if it is not."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.english import day_in_words, joined
from pathway_graph.answers.findings import SEVERITIES, Findings, limits
from pathway_graph.answers.gap_answers import gaps
from pathway_graph.plans.plan_values import when
from pathway_graph.questions import asking
from pathway_graph.reading.dates import read_date

from .colours import thresholds
from .contract_answers import contracts
from .dependency_log import dependency_log
from .tracking import Tracked, Tracking, tracking

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "decisions", "meeting_before", "meetings"]

COLUMNS = ("decide_by", "board", "board_date", "severity", "what", "if_not", "kind", "about")
_MOST = 30


@dataclasses.dataclass(frozen=True, slots=True)
class _Boards:
    """Which boards there are, and which decide what: (label, id) -> ids of boards."""

    rows: Mapping[str, Mapping[str, Any]]
    of: Mapping[tuple[str, str], tuple[str, ...]]


def meetings(words: str | None) -> list[datetime.date]:
    """Read the days on which a board meets; what is no exact day ("monthly") gives none.

    >>> [day.isoformat() for day in meetings("2018-02-14; 14 March 2018; then monthly")]
    ['2018-02-14', '2018-03-14']
    """
    found = []
    for part in (words or "").replace(",", ";").split(";"):
        reading = read_date(part.strip()) if part.strip() else None
        value = reading.value if reading is not None and reading.state == "stated" else None
        if isinstance(value, dict) and value.get("earliest") and value.get("earliest") == value.get("latest"):
            found.append(datetime.date.fromisoformat(value["earliest"]))
    return sorted(found)


def meeting_before(words: str | None, by: datetime.date | None, day: datetime.date) -> datetime.date | None:
    """Give the last meeting from `day` on that is not after `by`; without one in time the next, which is too late."""
    coming = [each for each in meetings(words) if each >= day]
    in_time = [each for each in coming if by is None or each <= by]
    return (in_time[0] if by is None else in_time[-1]) if in_time else next(iter(coming), None)


def decisions(
    workspace: Workspace, as_of: datetime.date | None = None, *, horizon_months: int | None = None
) -> Findings:  # fmt: skip
    """List what has to be decided, the most urgent first (docs/decisions-needed.md has the rules).

    `horizon_months`: how far ahead contracts and milestones are looked at; default the setting of that name, else 6.
    Raises Unscheduled where the plans go round in a circle.
    """
    from pathway_graph.analysis.standing import months_after
    from pathway_graph.answers.lasting import horizon

    day = as_of or workspace.as_of
    months = horizon(workspace) if horizon_months is None else horizon_months
    until = datetime.date.fromordinal(months_after(day.toordinal(), months))
    found = tracking(workspace, day, thresholds(workspace.settings), as_of)
    boards = _boards(found)
    rows = [*_contracts(workspace, day, months, found), *_milestones(found, until), *_promises(found, until)]
    rows += _gaps(workspace, day, found)
    told = [_with_board(row, boards, day) for row in rows]
    order = {name: n for n, name in enumerate(SEVERITIES)}
    told.sort(key=lambda r: (r["decide_by"] or "9999", order[r["severity"]], r["kind"], r["about"]))
    kinds = ("contract", "milestone", "dependency", "gap")
    counts = {
        "decisions": len(told), **{k: sum(r["kind"] == k for r in told) for k in kinds},
        "overdue": sum(r["overdue"] for r in told), "without_board": sum(not r["boards"] for r in told),
    }  # fmt: skip
    return Findings(
        "decisions", tuple(told), COLUMNS, asking.about(workspace), day, key="decisions",
        parameters={"horizon": months}, counts=counts, assumptions=found.planned.assumptions,
        title=_title(counts, day, months), sentences=tuple(_sentences(told)),
    )  # fmt: skip


def _boards(found: Tracking) -> _Boards:
    columns = found.planned.columns
    of: dict[tuple[str, str], tuple[str, ...]] = {}
    decided = columns.to("Milestone DECIDED_BY Board")
    reports, governs = (columns.to(f"Workstream {type} Board") for type in ("REPORTS_TO", "GOVERNED_BY"))
    for stream in columns.nodes["Workstream"]:
        of["Workstream", stream["id"]] = governs.get(stream["id"]) or reports.get(stream["id"], ())
    streams = {m: s[0] for m, s in columns.back("Workstream HAS Milestone").items()}
    for row in columns.nodes["Milestone"]:
        own = streams.get(row["id"], "")
        of["Milestone", row["id"]] = decided.get(row["id"]) or of.get(("Workstream", own), ())
    for id, milestones in columns.back("Milestone ENDS Contract").items():
        of["Contract", id] = tuple(dict.fromkeys(b for m in milestones for b in of["Milestone", m]))
    for id, milestones in columns.to("Dependency BLOCKS Milestone").items():
        of["Dependency", id] = tuple(dict.fromkeys(b for m in milestones for b in of["Milestone", m]))
    for id, addressing in columns.back("Workstream ADDRESSES Requirement").items():
        of["Requirement", id] = tuple(dict.fromkeys(b for w in addressing for b in of["Workstream", w]))
    return _Boards({row["id"]: row for row in columns.nodes["Board"]}, of)


def _decision(
    kind: str, label: str, id: str, what: str, by: datetime.date | None, if_not: str, severity: str, because: str,
    behind: Iterable[str] = (),
) -> dict[str, Any]:  # fmt: skip
    return {
        "kind": kind, "subject": {"label": label, "id": id}, "about": f"{label}#{id}", "what": what, "decide_by": by,
        "if_not": if_not, "severity": severity, "severity_because": because, "behind": list(behind),
    }  # fmt: skip


def _contracts(workspace: Workspace, day: datetime.date, months: int, found: Tracking) -> Iterator[dict[str, Any]]:
    """Extend, procure or end: by the latest safe start, or once that has passed, by notice, else by the last day."""
    for row in contracts(workspace, day, months):
        if row["verdict"] in ("one_day", "not_known") and not row["services"]:
            continue
        days = [row[name]["latest"] for name in ("start_by", "notice_by", "ends")]
        known = [datetime.date.fromisoformat(each) for each in days if each]
        by = next((each for each in known if each >= day), known[-1] if known else None)
        services = [each["name"] for each in row["services"]]
        asked = [f"'{each['name']}'" for each in row["requirements"] or ()]
        lost = f"{_few(services)} {'has' if len(services) == 1 else 'have'} no contract" if services else ""
        risk = f"{_few(asked)} {'is' if len(asked) == 1 else 'are'} at risk" if asked else ""
        what = {
            "one_day": "Correct the dates of",
            "too_late": "Bridge or bring forward what follows",
            "not_taken_over": "Say who pays for what is left out after",
        }.get(row["verdict"], "Extend, procure or end")
        since = row["without"]["from"]
        begins = f"From {_words(datetime.date.fromisoformat(since))} " if since else "When it ends, "
        people = f", for {row['people']:,} people" if row["people"] else ""
        told = f"{begins}{'; '.join(filter(None, [lost, risk])) or 'it has run out'}{people}."
        behind = [row["id"], *(f"Service#{s['id']}" for s in row["services"]),
                  *(f"Requirement#{r['id']}" for r in row["requirements"] or ())]  # fmt: skip
        yield _decision("contract", "Contract", row["contract"], f"{what} '{row['subject']['name']}'", by, told,
                        row["severity"], row["severity_because"], behind)  # fmt: skip


def _milestones(found: Tracking, until: datetime.date) -> Iterator[dict[str, Any]]:
    """What a board decides: by the last day on which nothing behind it becomes later."""
    columns = found.planned.columns
    boards = columns.to("Milestone DECIDED_BY Board")
    for row in found.rows:
        if row.id not in boards or row.colour == "complete" or found.result is None:
            continue
        latest = found.result.row(row.id).late_finish.date()
        by = min(filter(None, (row.due, latest)))
        if by <= until:
            behind = [*_waiting_for(found, row), *(f"Service#{id}" for id in found.planned.opens.get(row.id, ()))]
            severity = "high" if row.colour == "red" else "medium"
            yield _decision("milestone", "Milestone", row.id, f"Decide '{row.name}'", by, _later(found, behind),
                            severity, f"it is {row.colour.replace('_', ' ')}", behind)  # fmt: skip


def _waiting_for(found: Tracking, row: Tracked) -> list[str]:
    links = found.planned.plan.links
    return sorted({f"Milestone#{link.target}" for link in links if link.source == row.id})


def _later(found: Tracking, behind: list[str]) -> str:
    columns = found.planned.columns
    names = {f"{label}#{r['id']}": r["name"] or r["id"] for label in ("Milestone", "Service")
             for r in columns.nodes[label]}  # fmt: skip
    told = [f"'{names.get(each, each)}'" for each in behind]
    if not told:
        return "Nothing in the plan waits for it; only its own date passes."
    return f"{_few(told)} will be later."


def _few(told: list[str]) -> str:
    """Name the first four, and how many more there are."""
    return joined([*told[:4], *([f"{len(told) - 4} more"] if len(told) > 4 else [])])


def _promises(found: Tracking, until: datetime.date) -> Iterator[dict[str, Any]]:
    """What comes too late, is refused, or has no day: plan without it, or move what waits."""
    for each in dependency_log(found):
        if each.verdict not in ("short", "refused", "not_known") or (each.needed_by and each.needed_by > until):
            continue
        what = {"short": "Move what waits for, or plan without,", "refused": "Plan without",
                "not_known": "Get a day for"}[each.verdict]  # fmt: skip
        behind = [f"Milestone#{id}" for id in each.blocks]
        giver = f" from {each.giver}" if each.giver else ""
        yield _decision("dependency", "Dependency", each.id, f"{what} '{each.name}'{giver}", each.needed_by,
                        _later(found, behind), "medium" if each.verdict != "not_known" else "low",
                        each.verdict.replace("_", " "), behind)  # fmt: skip


def _gaps(workspace: Workspace, day: datetime.date, found: Tracking) -> Iterator[dict[str, Any]]:
    """A gap: somebody has to take it up, or to say by when; one that is to close by a day is brought forward or
    accepted."""
    columns = found.planned.columns
    taken = columns.back("Workstream ADDRESSES Requirement")
    streams = {row["id"]: row for row in columns.nodes["Workstream"]}
    for row in gaps(workspace, day).result():
        if row["kind"] != "gap" or row["verdict"] != "gap":
            continue
        mine = [streams[id] for id in taken.get(row["subject"]["id"], ())]
        what, stays = _taken_up(row["subject"]["name"], mine, day)
        people = f" {row['people']:,} people are affected." if row["people"] else ""
        yield _decision("gap", "Requirement", row["subject"]["id"], what, None, f"{stays}: {row['title']}{people}",
                        row["severity"], row["severity_because"],
                        [row["id"], *(f"Workstream#{stream['id']}" for stream in mine)])  # fmt: skip


def _taken_up(name: str, streams: Sequence[Mapping[str, Any]], day: datetime.date) -> tuple[str, str]:
    """Say what has to be decided of a gap on which these workstreams work, and what becomes of it else."""
    if not streams:
        return f"Say who is to meet '{name}': no workstream addresses it", "It stays as it is"
    who = joined([f"'{stream['name'] or stream['id']}'" for stream in streams])
    works = "works" if len(streams) == 1 else "work"
    ends = [when(stream, "completes") for stream in streams]
    lasts = [end.latest.date() if isinstance(end.latest, datetime.datetime) else end.latest for end in ends if end]
    if len(lasts) < len(streams):
        states = "states no last day" if len(streams) == 1 else "do not all state a last day"
        return f"Say by when '{name}' is to be met: {who} {works} on it and {states}", "It stays, without an end"
    last = max(lasts)
    if last < day:
        what = f"Say what becomes of '{name}': {who} ended on {_words(last)}, and it is not met"
        return what, "It stays, without an end"
    what = f"Bring forward '{name}', on which {who} {works} until {_words(last)}, or accept the gap until then"
    return what, f"It stays until {_words(last)} at least"


def _with_board(row: dict[str, Any], boards: _Boards, day: datetime.date) -> dict[str, Any]:
    """Add who decides: the boards stated for it, else the only board there is; and on which of their days."""
    ids = boards.of.get((row["subject"]["label"], row["subject"]["id"]), ())
    if not ids and len(boards.rows) == 1:
        ids = tuple(boards.rows)
    stated = [boards.rows[id] for id in ids]
    by = row["decide_by"]
    on = [each for board in stated if (each := meeting_before(board["meets"], by, day))]
    first = min(on) if on else None
    return {
        **row, "decide_by": by.isoformat() if by else None, "overdue": bool(by and by < day),
        "boards": [{"id": b["id"], "name": b["name"] or b["id"], "meets": b["meets"]} for b in stated],
        "board": joined([b["name"] or b["id"] for b in stated]), "board_date": first.isoformat() if first else None,
        "board_too_late": bool(first and by and first > by),
    }  # fmt: skip


def _title(counts: Mapping[str, int], day: datetime.date, months: int) -> str:
    if not counts["decisions"]:
        return f"Nothing has to be decided within {months} months of {_words(day)}, as far as is stated."
    names = {"contract": "contracts", "milestone": "milestones", "dependency": "promises", "gap": "gaps"}
    told = ", ".join(f"{counts[kind]} on {words}" for kind, words in names.items() if counts[kind])
    late = f"; {counts['overdue']} should have been taken already" if counts["overdue"] else ""
    many = counts["decisions"]
    return f"{many} decision{'s' if many > 1 else ''} needed on {_words(day)}: {told}{late}."


def _words(day: datetime.date) -> str:
    return day_in_words(day.toordinal())


def _sentences(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows[:_MOST]:
        by = _words(datetime.date.fromisoformat(row["decide_by"])) if row["decide_by"] else "the next board"
        late = " (passed)" if row["overdue"] else ""
        yield ""
        yield f"By {by}{late}: {row['what']}."
        yield f"  Who decides: {_who(row)}."
        yield f"  If not: {row['if_not']}"
    yield from limits(min(_MOST, len(rows)), len(rows), "decisions")


def _who(row: Mapping[str, Any]) -> str:
    if not row["boards"]:
        return "no board is stated"
    if row["board_date"]:
        late = ", which is too late: call it earlier" if row["board_too_late"] else ""
        return f"{row['board']}, on {_words(datetime.date.fromisoformat(row['board_date']))}{late}"
    meets = "; ".join(b["meets"] for b in row["boards"] if b["meets"])
    return f"{row['board']} ({f'meets {meets}' if meets else 'its dates are not stated'})"

"""Check what is stored: where sources disagree, what is missing, assumed, unsourced, and what does not add up."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.standing import Field
from pathway_graph.later_rows import LaterRows
from pathway_graph.questions import asking
from pathway_graph.storage.history import Disagreement, disagreements
from pathway_graph.values import decode

from .evidence import Evidence
from .finding_states import states_of
from .findings import Findings, finding_id

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "COMPUTED", "KINDS", "QUESTIONS", "check", "told_with_facts"]

QUESTIONS: dict[str, tuple[str, str, str]] = {
    "missing_fact": ("quality.missing_words", "medium", "Ask whoever can know; fill in what they say."),
    "assumption": ("quality.assumptions", "low", "Find a source for it, or ask."),
    "unsourced": ("quality.unsourced", "low", "Name the document in `stated_in`, and the place in `locator`."),
    "unassured": ("quality.unassured", "low", "Have its owner confirm the row; fill in assured_on and assured_by."),
}
"""Kind of finding -> the question that finds it, how severe each row is, and what to do about it."""

COMPUTED = ("uncommissioned", "idle", "concentration", "duplicate_record", "reported")
"""Kinds that are worked out from the landscape (see `landscape_checks`)."""

KINDS = ("disagreement", *QUESTIONS, *COMPUTED, "schedule_quality")
"""All kinds, in the order in which they are told."""

_FIELDS = {"unsourced": ["stated_in"], "unassured": ["assured_on"]}
"""Kinds whose rows lack one and the same field."""

COLUMNS = ("kind", "severity", "about", "field", "verdict", "title", "stated")
_SHOWN = 8


def check(
    workspace: Workspace, as_of: datetime.date | None = None, kind: str | None = None, *, later: bool = False
) -> Findings:
    """List what has to be asked or settled before the answers can be relied on; counts by kind.

    Disagreements come from the ledger, which keeps what every source states; what is missing, assumed, unsourced or
    unassured are questions of the graph; the rest is worked out from the landscape and from the plans.
    `later` leaves the rows to be written when they are looked at, while the workspace is open.
    """
    day = as_of or workspace.as_of
    told = [*_disagreements(workspace)] if kind in (None, "disagreement") else []
    with _answers(workspace, [name for name in QUESTIONS if kind in (None, name)], day) as answers:
        worked_out: list[_Told] = []
        if kind is None or kind in COMPUTED:
            from .landscape_checks import landscape_checks

            worked_out = list(landscape_checks(workspace, day, COMPUTED if kind is None else (kind,)))
        for name, answered in answers():
            told += _asked(name, answered)
    told += worked_out
    if kind in (None, "schedule_quality") and workspace.read("MATCH (n:Milestone) RETURN n.id AS id LIMIT 1"):
        from pathway_graph.plans.plan_checks import plan_checks

        told += plan_checks(workspace, day)
    counts: dict[str, int] = dict.fromkeys(KINDS, 0)
    first: list[int] = []  # the few of each kind that the sentences tell
    for place, (row, _) in enumerate(told):
        if counts[row["kind"]] < _SHOWN:
            first.append(place)
        counts[row["kind"]] += 1
    rows: Sequence[dict[str, Any]]
    if later:
        rows = LaterRows(len(told), lambda start, until: told_with_facts(workspace, told[start:until], day))
        shown = told_with_facts(workspace, [told[place] for place in first], day)
    else:
        rows = tuple(told_with_facts(workspace, told, day))
        shown = [rows[place] for place in first]
    title = "; ".join(f"{many} {name.replace('_', ' ')}" for name, many in counts.items() if many)
    title = f"To settle: {title or 'nothing'}."
    if not _states_anything(workspace):
        title = "Nothing is stated yet, so there is nothing to check."
    return Findings(
        "check", rows, COLUMNS, asking.about(workspace), day, key="findings",
        parameters={"kind": kind} if kind else {}, counts=counts, title=title,
        sentences=tuple(_sentences(shown, counts)),
    )  # fmt: skip


def _states_anything(workspace: Workspace) -> bool:
    return bool(workspace.ledger.rows("SELECT 1 FROM merged WHERE field = 'id' LIMIT 1"))


_Told = tuple[dict[str, Any], list[Field]]


def told_with_facts(workspace: Workspace, told: Iterable[_Told], day: datetime.date) -> list[dict[str, Any]]:
    """Give each finding its facts, its places and its state."""
    told = list(told)
    evidence = Evidence(workspace.ledger, (f for row, fields in told if not _is_blank(row) for f in fields))
    places = Evidence.places(workspace.ledger, {row["subject"]["id"] for row, _ in told if _is_blank(row)})
    states = states_of(workspace.ledger, day)
    rows = []
    for row, fields in told:
        subject = row["subject"]
        if _is_blank(row):
            because = [Evidence.blank_at(field, places.get((field.label, field.id))) for field in fields]
        else:
            because = evidence.because(fields)
        if row["verdict"] == "confirmed" and any(entry["assumption"] for entry in because):
            row = {**row, "assumed": True, "title": f"{row['title']} Rests in part on an assumption of ours."}
        rows.append(
            {**row, "about": f"{subject['label']}#{subject['id']}", "because": because,
             "stated": _places(because), **states.shown(row["id"])}
        )  # fmt: skip
    return rows


def _is_blank(row: Mapping[str, Any]) -> bool:
    """True if nobody states the field that is asked for: then there is nothing to look up but the row's place."""
    return row["kind"] in _FIELDS and row["verdict"] in ("never", "none")


def _places(because: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(dict.fromkeys([f"{b['file']}, {b['cell']}" for b in because if b["file"]]))


def _disagreements(workspace: Workspace) -> Iterator[_Told]:
    for found in disagreements(workspace.ledger):
        severity = "medium" if found.source else "high"
        row = _row("disagreement", found.label, found.id, found.id, found.field, severity)
        remedy = "Settle which is right, and correct the other; or rank the sources in the Settings sheet."
        statements = [
            {"source": s.source, "value": s.value, "file": s.file, "cell": s.cell, "counts": s.counts}
            for s in found.statements
        ]
        yield (
            {**row, "verdict": "decided" if found.source else "not_known", "title": _said(found), "remedy": remedy,
             "statements": statements},
            [Field(found.label, found.id, found.field)],
        )  # fmt: skip


def _row(kind: str, label: str, id: str, name: str, field: str, severity: str) -> dict[str, Any]:
    return {
        "id": finding_id((kind, label, id, field)), "kind": kind, "severity": severity,
        "subject": {"label": label, "id": id, "name": name}, "field": field, "box": None, "share": None, "people": None,
    }  # fmt: skip


def _said(found: Disagreement) -> str:
    told = "; ".join(f"{s.source} says {_words(s.value)}" for s in found.statements)
    counts = f"{found.source} counts" if found.source else "nothing decides, so it is not known"
    return f"{told}; {counts}."


def _words(stored: Any) -> str:
    value = decode(stored)
    return f"'{value.words}'" if value else "nothing"


_Rows = tuple[dict[str, Any], ...]


@contextlib.contextmanager
def _answers(
    workspace: Workspace, names: Sequence[str], day: datetime.date
) -> Iterator[Callable[[], list[tuple[str, _Rows]]]]:
    """Ask questions in a thread of their own, for what is worked out meanwhile does not need the graph; wait for what
    they answer when it is called for. The graph is opened first: that looks into the ledger, which is this thread's.
    """
    from concurrent.futures import ThreadPoolExecutor

    if names:
        workspace.read("MATCH (d:Document) RETURN d.id AS id LIMIT 1")
    executor = ThreadPoolExecutor(1, thread_name_prefix="pathway-graph check")
    asked = [(name, executor.submit(asking.rows, workspace, QUESTIONS[name][0], day)) for name in names]
    try:
        yield lambda: [(name, future.result()) for name, future in asked]
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _asked(kind: str, answers: _Rows) -> Iterator[_Told]:
    """Make a finding of each row that a question gave."""
    _, severity, remedy = QUESTIONS[kind]
    for answer in answers:
        label, id = answer["label"], answer["id"]
        stated = answer.get("missing"), answer.get("half")
        fields = _FIELDS.get(kind) or [*(stated[0] or ()), *(stated[1] or ())] or [str(answer.get("field") or "id")]
        row = _row(kind, label, id, answer.get("name") or id, "; ".join(fields), severity)
        yield (
            {**row, "verdict": answer.get("verdict") or "not_known", "title": _title(answer), "remedy": remedy},
            [Field(label, id, field) for field in fields],
        )


def _title(row: Mapping[str, Any]) -> str:
    told = row.get("words") or row.get("name") or ""
    if isinstance(told, list):
        told = "; ".join(map(str, told))
    verdict = row.get("verdict")
    return f"{told} ({verdict})" if verdict and told else str(told or verdict or "")


def _sentences(first: Sequence[Mapping[str, Any]], counts: Mapping[str, int]) -> Iterator[str]:
    """Tell the first few of each kind, which are given, and how many more there are."""
    for kind in KINDS:
        mine = [row for row in first if row["kind"] == kind]
        if not mine:
            continue
        yield ""
        yield f"{kind.replace('_', ' ').upper()} ({counts[kind]}): {mine[0]['remedy']}"
        for row in mine:
            place = f" [{row['stated']}]" if row["stated"] else ""
            yield f"  {_line(row)}{place}"
        if counts[kind] > len(mine):
            yield f"  and {counts[kind] - len(mine)} more: check --kind {kind} --csv lists them all."


def _line(row: Mapping[str, Any]) -> str:
    """Say what a finding is about; a title that names the field itself is not told it twice."""
    field, title = str(row.get("field") or "").replace("(whole row)", "the whole row"), row["title"]
    told = bool(field) and not title.startswith(f"{field.split(';')[0]}:")
    return f"{row['about']}{f', {field}' if told else ''}{f': {title}' if title else ''}"

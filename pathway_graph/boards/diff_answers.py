"""Tell what changed between two states of the ledger in sentences, by workstream and by service."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.english import joined
from pathway_graph.answers.findings import Findings, limits
from pathway_graph.errors import Problem, Usage
from pathway_graph.fields import Reference
from pathway_graph.model import FIELDS
from pathway_graph.questions import asking
from pathway_graph.storage.history import Difference, state_number
from pathway_graph.values import decode

from .belonging import Belonging

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "diff", "grouped_lines", "sentence"]

COLUMNS = ("label", "id", "field", "before", "after")
_MOST = 12
_SEVERAL = 3
"""Services or workstreams under each of which a row is told; what belongs to more is told once, by itself."""
_ONCE = 4
"""Rows of one label under one heading that are told one by one when they come or go; more are counted."""


def diff(
    workspace: Workspace, a: int | str | datetime.date | None = None, b: int | str | datetime.date | None = None,
    between: tuple[datetime.date | None, datetime.date | None] | None = None,
) -> Findings:  # fmt: skip
    """Say what changed between two states of the ledger, or what happens `between` two days of the world.

    Raises Usage: PG900 for both or neither, PG183 where there is no such state, PG911 where the days are not in order.
    """
    if (a is None) == (between is None):
        raise Usage(Problem("PG900", "say two loads or dates, or --between two days.", "See diff --help."))
    if a is not None:
        return _changed(workspace, a, b)
    from .between import happening

    first, last = between or (None, None)
    if first is None or last is None:
        raise Usage(Problem("PG911", "--between: one of the two days is missing.", "Say both: 2018-01-30 2019-04-01."))
    return happening(workspace, first, last)


def _changed(workspace: Workspace, a: int | str | datetime.date, b: int | str | datetime.date | None) -> Findings:
    """Say what counts otherwise in state `b` (default: now) than in `a`, each a load's number or a day.

    The rows are the facts, one each; `sentences` in the JSON are those told, with the row, the workstreams and the
    services that each belongs to. Raises Usage (PG183) where there is no such state.
    """
    later = workspace.ledger.head()[0] if b is None else b
    differences = workspace.differences(a, later)
    states = [Belonging(workspace.facts(each)) for each in (a, later)]
    told = list(_told(differences, *states))
    rows = [
        {"label": one.label, "id": one.id, "field": one.field, "before": _words(one.before), "after": _words(one.after)}
        for one in differences
    ]
    numbers = [state_number(workspace.ledger, each) for each in (a, later)]
    nodes = len({(one.label, one.id) for one in differences})
    title = "Nothing is different."
    if rows:
        differ = "rows differ" if nodes != 1 else "row differs"
        title = f"{nodes} {differ} between load {numbers[0]} and load {numbers[1]}."
    return Findings(
        "diff", tuple(rows), COLUMNS, asking.about(workspace), workspace.as_of, key="changes",
        parameters={"from": str(a), "to": None if b is None else str(b)}, counts={"facts": len(rows), "rows": nodes},
        title=title, sentences=tuple(grouped_lines(told, states[1], states[0])), more={"sentences": told},
    )  # fmt: skip


def _told(differences: Sequence[Difference], before: Belonging, after: Belonging) -> Iterator[dict[str, Any]]:
    by: dict[tuple[str, str], list[Difference]] = {}
    for one in differences:
        by.setdefault((one.label, one.id), []).append(one)
    for (label, id), mine in by.items():
        kind = next(("new" if d.before is None else "gone" for d in mine if d.field == "id"), "changed")
        if label == "Provision" and kind != "changed" and ("Service", id) in by:
            continue  # a service with one provision is one row of its file
        here = before if kind == "gone" else after
        text = sentence(label, here.name(label, id), id, kind, mine, (before, after))
        if text:
            owners = here.of(label, id) or before.of(label, id)
            yield {
                "label": label, "id": id, "change": kind, "text": text,
                "workstreams": [o for name, o in owners if name == "Workstream"],
                "services": [o for name, o in owners if name == "Service"],
            }  # fmt: skip


def sentence(
    label: str, name: str, id: str, kind: str, mine: Iterable[Difference], states: tuple[Belonging, Belonging]
) -> str:
    """Say what became of one row; nothing where only places and sources were stated otherwise. `states` name what rows
    refer to, before and after."""
    noun, facts = label.lower(), {one.field: one for one in mine}
    told = name if name == id else f"{name} ({id})"
    if kind == "new":
        dates = [f"{_header(f)}: {_words(facts[f].after)}" for f in _DATED if f in facts and _is_date(label, f)]
        return f"New {noun}: {told}{'; ' if dates else ''}{'; '.join(dates)}."
    if kind == "gone":
        return f"The {noun} {told} is gone."
    parts = [_change(label, one, states) for one in facts.values() if _matters(one.field)]
    return f"{noun.capitalize()} {told}: {'; '.join(parts)}." if parts else ""


_DATED = ("planned_finish", "completes", "opens", "closes", "starts", "ends", "promised")


def _matters(field: str) -> bool:
    return not field.endswith(("stated_in", "locator")) and field != "other_columns"


def _header(field: str) -> str:
    return field.replace("_", " ")


def _change(label: str, one: Difference, states: tuple[Belonging, Belonging]) -> str:
    named = [_named(label, one.field, told, state) for told, state in zip((one.before, one.after), states, strict=True)]
    field = _header(one.field)
    if isinstance(one.before, list) and isinstance(one.after, list):
        return _members(field, *named)
    before, after = (joined(names) if names else _words(told) for names, told in zip(named, (one.before, one.after),
                                                                                     strict=True))  # fmt: skip
    if one.before is None:
        return f"{field} is now stated: {after}"
    if one.after is None:
        return f"{field} is no longer stated (it was {before})"
    if _is_date(label, one.field):
        days = [_last(one.before), _last(one.after)]
        if days[0] and days[1]:
            apart = (days[1] - days[0]).days
            way = f", {abs(apart)} day{'s' if abs(apart) != 1 else ''} {'later' if apart > 0 else 'earlier'}"
            return f"{field} moved from {_quoted(before)} to {_quoted(after)}{way if apart else ''}"
    return f"{field} changed from {_quoted(before)} to {_quoted(after)}"


def _quoted(words: str | None) -> str:
    """Put what is more than one word into quotes: moved from 'by the end of 2010' to 'by the end of 2008'."""
    return f"'{words}'" if words and " " in words else words or ""


def _named(label: str, field: str, stored: Any, state: Belonging) -> list[str]:
    """Give the names of the rows that a value refers to; nothing where it refers to none."""
    about = FIELDS.get(label, {}).get(field)
    told = [str(each) for each in stored] if isinstance(stored, list) else []
    if not isinstance(about, Reference):
        return told
    told = [stored] if isinstance(stored, str) else told
    return [state.named(about.to, each) for each in told]


def _is_date(label: str, field: str) -> bool:
    return getattr(FIELDS.get(label, {}).get(field), "kind", "") == "date"


def _members(field: str, before: list[str], after: list[str]) -> str:
    """Say what came into a list and what went out of it."""
    came = joined([each for each in after if each not in before])
    went = joined([each for each in before if each not in after])
    parts = [*([f"now with {came}"] if came else []), *([f"no longer with {went}"] if went else [])]
    return f"{field}: {' and '.join(parts) or 'in another order'}"


def _last(stored: Any) -> datetime.date | None:
    value = decode(stored)
    held = value.value if value and isinstance(value.value, dict) else {}
    day = held.get("latest") or held.get("earliest")
    return datetime.date.fromisoformat(day) if day else None


def _words(stored: Any) -> str | None:
    value = decode(stored) if stored is not None else None
    return value.words if value else None


def grouped_lines(told: Sequence[Mapping[str, Any]], after: Belonging, before: Belonging) -> Iterator[str]:
    """Write sentences under the workstreams, then the services, then the rest; what belongs to two or three is under
    each, what belongs to more is told once."""
    many = [row for row in told if max(len(row["workstreams"]), len(row["services"])) > _SEVERAL]
    told = [row for row in told if row not in many]
    for heading, label, key in (("Workstream", "Workstream", "workstreams"), ("Service", "Service", "services")):
        owners = dict.fromkeys(owner for row in told for owner in row[key])
        for owner in sorted(owners):
            name = after.name(label, owner)
            name = before.name(label, owner) if name == owner else name
            yield from _group(f"{heading} {name}", [row for row in told if owner in row[key]])
    rest = [row for row in told if not row["workstreams"] and not row["services"]]
    if many:
        yield from _group("Several at once", many)
    if rest:
        yield from _group("Elsewhere", rest)


def _group(heading: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield ""
    yield heading
    lines, counted = [], []
    for kind in ("changed", "new", "gone"):
        labels: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            if row["change"] == kind:
                labels.setdefault(row["label"], []).append(row)
        for label, mine in labels.items():
            if kind == "changed" or len(mine) <= _ONCE:
                lines += [row["text"] for row in mine]
            else:
                ids = joined([row["id"] for row in mine[:3]])
                counted.append(f"{len(mine)} rows of {label} are {kind}, among them {ids}.")
    yield from (f"  {line}" for line in lines[:_MOST])
    yield from (f"  {line}" for line in limits(min(_MOST, len(lines)), len(lines), "changes"))
    yield from (f"  {line}" for line in counted)

"""Order what is not known by how much asking for it settles: the list of questions to put to providers.

A verdict that is not known hangs on one or more blanks and half-known values. Asking for a value settles those
verdicts that hang on nothing else (the answer may be good or bad; it is known then). So first come the values that
settle most by themselves, then those with the largest part in settling: a value that is one of four counts a quarter.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.duplicates import duplicates
from pathway_graph.analysis.english import day_in_words, joined
from pathway_graph.analysis.gaps import gaps
from pathway_graph.analysis.landscape import Landscape
from pathway_graph.analysis.standing import Field
from pathway_graph.questions import asking

from .evidence import Evidence
from .finding_states import states_of
from .findings import Findings, finding_id, limits
from .lasting import horizon
from .lookalikes import names_of
from .naming import Names

if TYPE_CHECKING:
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "Hanging", "ask_list", "hanging", "ranked"]

COLUMNS = (
    "label",
    "node",
    "name",
    "field",
    "provider",
    "settles",
    "touches",
    "settled_so_far",
    "value",
    "file",
    "cell",
)
_MOST = 20

Hanging = Mapping[tuple[str, ...], frozenset[Field]]
"""A verdict's key (what makes it the same finding) -> what it hangs on."""


def hanging(landscape: Landscape, day: int, horizon_months: int) -> tuple[dict[tuple[str, ...], frozenset[Field]], int]:
    """Find every verdict of `gaps` and `duplicates` that is not known, with what it hangs on; and how many more
    possible duplicates there are than are looked at one by one."""
    found: dict[tuple[str, ...], frozenset[Field]]
    found = {f.key: frozenset(f.hangs_on) for f in gaps(landscape, day, horizon_months).findings if f.hangs_on}
    pairs = duplicates(landscape, day)
    found.update({f.key: frozenset(f.hangs_on) for f in pairs.findings if f.hangs_on and not f.later})
    told = sum(f.verdict == "possible" and not f.later for f in pairs.findings)
    return found, pairs.counts["possible"] - told


def ranked(verdicts: Hanging) -> list[tuple[Field, int, int]]:
    """Order the values to ask for: each with how many verdicts it settles by itself, and how many it has a part in."""
    alone: dict[Field, int] = {}
    touched: dict[Field, int] = {}
    part: dict[Field, float] = {}
    for fields in verdicts.values():
        for field in fields:
            touched[field] = touched.get(field, 0) + 1
            alone[field] = alone.get(field, 0) + (len(fields) == 1)
            part[field] = part.get(field, 0) + 1 / len(fields)
    order = sorted(touched, key=lambda field: (-alone[field], -round(part[field], 9), field))
    return [(field, alone[field], touched[field]) for field in order]


def ask_list(workspace: Workspace, as_of: datetime.date | None = None) -> Findings:
    """List what to ask for, first what settles most; `groups` puts together what one provider can be asked at once."""
    landscape, day = snapshot.landscape(workspace.read), as_of or workspace.as_of
    verdicts, more = hanging(landscape, day.toordinal(), horizon(workspace))
    order = ranked(verdicts)
    evidence = Evidence(workspace.ledger, [field for field, _, _ in order])
    names = Names(landscape, names_of(workspace.ledger, "Organisation"))
    states = states_of(workspace.ledger, day)
    settled = _settled_so_far(verdicts, [field for field, _, _ in order])
    rows = []
    for (field, alone, touched), so_far in zip(order, settled, strict=True):
        because = evidence.because([field])
        row = _row(field, alone, touched, so_far, len(verdicts), names, because)
        rows.append({**row, **states.shown(row["id"])})
    groups = _groups(verdicts, names)
    counts = {"not_known": len(verdicts), "to_ask": len(rows), "possible_not_looked_at": more}
    return Findings(
        "check", tuple(rows), COLUMNS, asking.about(workspace), day, key="findings", parameters={"ask": True},
        counts=counts, title=_title(counts, day, landscape), sentences=tuple(_sentences(groups, len(verdicts), more)),
        more={"groups": groups},
    )  # fmt: skip


def _settled_so_far(verdicts: Hanging, order: Iterable[Field]) -> list[int]:
    """How many verdicts are settled once each value and all before it are known."""
    left = {key: len(fields) for key, fields in verdicts.items()}
    where: dict[Field, list[tuple[str, ...]]] = {}
    for key, fields in verdicts.items():
        for field in fields:
            where.setdefault(field, []).append(key)
    done, found = 0, []
    for field in order:
        for key in where[field]:
            left[key] -= 1
            done += not left[key]
        found.append(done)
    return found


def _row(
    field: Field, alone: int, touched: int, so_far: int, whole: int, names: Names, because: list[dict[str, Any]]
) -> dict[str, Any]:
    name, providers = names.of(field.label, field.id), names.providers(field.label, field.id)
    whom = names.whom(providers)
    stated = because[0] if because else {}
    value = stated.get("value")
    half = f", of which only '{value}' is known" if value else ""
    return {
        "id": finding_id(("missing_fact", field.label, field.id, field.field)), "kind": "missing_fact",
        "verdict": "not_known", "severity": "medium" if alone else "low",
        "severity_because": "a verdict hangs on it alone" if alone else "verdicts hang on it and on more",
        "title": f"Ask {whom} for the {field.field.replace('_', ' ')} of {name}{half}: it settles {alone} of {whole} "
        f"verdicts by itself, and has a part in {touched}.",
        "subject": {"label": field.label, "id": field.id, "name": name}, "label": field.label, "node": field.id,
        "name": name, "field": field.field, "provider": list(providers), "settles": alone, "touches": touched,
        "settled_so_far": so_far, "value": value, "file": stated.get("file"), "cell": stated.get("cell"), "box": None,
        "share": None, "people": None, "because": because,
        "remedy": "Ask, and put the answer in the cell; `pathway-graph update` does it, too.",
    }  # fmt: skip


def _groups(verdicts: Hanging, names: Names) -> list[dict[str, Any]]:
    """What can be asked for at once, most settled first: all fields of a row, and a field of all of a provider's rows.

    `settles`: the verdicts that hang on nothing else.
    """
    asked: dict[tuple[str, ...], set[Field]] = {}
    of: dict[Field, list[tuple[str, ...]]] = {}
    for field in {field for fields in verdicts.values() for field in fields}:
        providers = names.providers(field.label, field.id)
        keys = [("row", field.label, field.id), *([("provider", field.field, *providers)] if providers else [])]
        of[field] = keys
        for key in keys:
            asked.setdefault(key, set()).add(field)
    settled = dict.fromkeys(asked, 0)
    part = dict.fromkeys(asked, 0)
    for fields in verdicts.values():
        shared = set.intersection(*(set(of[field]) for field in fields))
        for key in shared:
            settled[key] += 1
        for key in {key for field in fields for key in of[field]}:
            part[key] += 1
    order = sorted(asked, key=lambda key: (-settled[key], -part[key], key))
    return [
        {
            "by": key[0], "provider": list(provider := names.providers(min(asked[key]).label, min(asked[key]).id)),
            "whom": names.whom(provider), "settles": settled[key],
            "touches": part[key], "names": sorted({names.of(field.label, field.id) for field in asked[key]}),
            "values": [{"label": f.label, "id": f.id, "field": f.field} for f in sorted(asked[key])],
        }
        for key in order
        if key[0] == "row" or len(asked[key]) > 1
    ]  # fmt: skip


def _title(counts: Mapping[str, int], day: datetime.date, landscape: Landscape) -> str:
    on = day_in_words(day.toordinal())
    if not landscape.requirements and not landscape.provisions:
        return f"Neither requirements nor services are stated, so there is no verdict to ask about on {on}."
    if not counts["not_known"]:
        return f"On {on} no verdict hangs on what is not known."
    verdicts = "verdict is not known; it hangs" if counts["not_known"] == 1 else "verdicts are not known; they hang"
    return f"On {on} {counts['not_known']} {verdicts} on {_values(counts['to_ask'])}."


def _values(many: int) -> str:
    return "1 value" if many == 1 else f"{many} values"


def _sentences(groups: list[dict[str, Any]], whole: int, more: int) -> Iterator[str]:
    """Tell what to ask of whom: first several rows of one provider where that settles something, then row by row."""
    together = [group for group in groups if group["by"] == "provider" and group["settles"]]
    rows = [group for group in groups if group["by"] == "row"]
    for group in together[:_MOST]:
        whom, field = group["whom"], group["values"][0]["field"].replace("_", " ")
        yield f"Ask {whom} for the {field} of {len(group['values'])} rows at once: it settles {group['settles']}."
    if together:
        yield ""
    for number, group in enumerate(rows[:_MOST], 1):
        whom = group["whom"]
        fields = joined([value["field"].replace("_", " ") for value in group["values"]])
        does = f"settles {group['settles']}" if group["settles"] else f"has a part in {group['touches']}"
        yield f"{number}. Ask {whom} for the {fields} of {joined(group['names'])}: it {does} of {whole}."
    yield from limits(min(_MOST, len(rows)), len(rows), "rows")
    if more:
        yield f"{more} more possible duplicates are counted and not looked at one by one: they hang on the same blanks."

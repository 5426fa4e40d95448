"""Check what would be stored as a whole: references, loops, scales, order of dates."""

from __future__ import annotations

import builtins
import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from pathway_graph.errors import Problem, near_miss
from pathway_graph.fields import Field, Reference
from pathway_graph.model import FIELDS, LABELS, SHEETS
from pathway_graph.records import Batch, Record
from pathway_graph.values import decode
from pathway_graph.workbook.cells import with_article
from pathway_graph.workbook.named_calendars import named_calendars

from .empty_boxes import empty_boxes
from .loops import one_loop_each

__all__ = ["CONSTRAINTS", "TREES", "Facts", "Place", "resolve", "validate"]

Facts = Mapping[tuple[str, str], Mapping[str, Any]]
"""(label, id) -> header -> value as the ledger keeps it."""

_Rows = dict[str, dict[str, Mapping[str, Any]]]
"""Label -> id -> header -> value: the facts by label."""

Place = Callable[[str, str, str], Problem]
"""(label, id, header) -> a problem without words that holds the place of that fact, or of its row."""

TREES = {
    "Area": ("parent",), "Need": ("parent",), "Function": ("parent", "relies_on"), "Milestone": ("part_of",),
    "Organisation": ("parent", "succeeds"), "Contract": ("under", "replaces"), "Workstream": ("part_of",),
}  # fmt: skip
"""Label -> its references that must not go round in a circle."""

_SPANS = (
    ("Service", "opens", "closes"), ("Provision", "opens", "closes"), ("Requirement", "opens", "closes"),
    ("Handoff", "opens", "closes"), ("Contract", "starts", "ends"), ("Contract", "ends", "extend_to"),
    ("Programme", "starts", "must_finish"), ("Workstream", "starts", "completes"),
    ("Milestone", "planned_start", "planned_finish"), ("Milestone", "actual_start", "actual_finish"),
    ("Milestone", "baseline_start", "baseline_finish"),
)  # fmt: skip
CONSTRAINTS = (("constraint", "constraint_on"), ("second_constraint", "second_constraint_on"))
_UNDATED = ("asap", "alap")


def resolve(batch: Batch, known: Collection[tuple[str, str]]) -> Batch:
    """Write each reference that may lead to several labels as `Label#id`, the first label that has the id winning.

    Calendars that need no row of their own are added where rows name them (see `named_calendars`). `known` are the
    (label, id) of all that is stored already; ids that nobody has are left as they are, for
    `validate` to name.
    """
    everybody = {*known, *((record.label, record.id) for record in batch.records)}
    several = {
        label: {name: f.to for name, f in fields.items() if isinstance(f, Reference) and len(f.to) > 1}
        for label, fields in FIELDS.items()
    }
    named = named_calendars(batch, everybody)
    records = tuple(_resolved(record, several[record.label], everybody) for record in (*batch.records, *named))
    return dataclasses.replace(batch, records=records)


def _resolved(record: Record, several: dict[str, tuple[str, ...]], everybody: set[tuple[str, str]]) -> Record:
    facts: dict[str, Any] = record.facts
    wanted = {name: to for name, to in several.items() if isinstance(facts.get(name), list)}
    if all("#" in target for name in wanted for target in facts[name]):
        return record
    facts = dict(facts)
    for name, labels in wanted.items():
        facts[name] = [_full(target, labels, everybody) for target in facts[name]]
    return dataclasses.replace(record, facts=facts)


def _full(target: str, labels: tuple[str, ...], everybody: set[tuple[str, str]]) -> str:
    if "#" in target:
        return target
    return next((f"{label}#{target}" for label in labels if (label, target) in everybody), target)


def validate(state: Facts, place: Place, everybody: Collection[tuple[str, str]] | None = None) -> list[Problem]:
    """List all that is wrong with the facts as they would be stored, in the order of labels and ids.

    `everybody` names the nodes that may be referred to, where `state` holds only some of them (see `touched`). Cost:
    one pass over the facts, and one over each tree of references; an object that several nodes share is looked up once.
    """
    found: list[Problem] = []
    ids: dict[str, set[str]] = {label: set() for label in LABELS}
    rows: _Rows = {label: {} for label in LABELS}
    sound: set[tuple[str, str, int]] = set()
    for (label, id), facts in state.items():
        rows[label][id] = facts
    for label, id in state if everybody is None else everybody:
        ids[label].add(id)
    for (label, id), facts in state.items():
        if not facts.keys() >= _NEEDED[label]:
            found += _required(label, id, facts, place)
        led = {name: value for name, value in facts.items() if name not in _LEADING_NOWHERE[label]}
        if led and not _lead_somewhere(label, led, ids):
            found += _references(label, id, led, ids, sound, place)
        if label == "Milestone" and not _CONSTRAINING.isdisjoint(facts):
            found += _constraints(label, id, facts, place)
    found += _order_of_dates(rows, place)
    found += _loops(rows, place)
    found += _scales(state, place)
    found += empty_boxes(state, ids, place)
    found += _links_to_itself(rows["Dependency"], place)
    rank = {label: n for n, label in enumerate(LABELS)}
    return sorted(found, key=lambda p: (rank.get(_label(p), 99), p.row or 0, p.column, p.code, p.message))


def _label(problem: Problem) -> str:
    return next((label for label, sheet in SHEETS.items() if sheet == problem.sheet), "")


_REQUIRED = {label: [n for n, f in fields.items() if f.required] for label, fields in FIELDS.items()}
_REQUIRED["Requirement"] += ["area", "need"]
_REFERRING = {
    label: {n: f for n, f in fields.items() if isinstance(f, Reference) or f.kind in ("area", "need")}
    for label, fields in FIELDS.items()
}
_NEEDED = {label: frozenset(names) for label, names in _REQUIRED.items()}
_LEADING_NOWHERE = {label: frozenset(fields) - _REFERRING[label].keys() for label, fields in FIELDS.items()}
_CONSTRAINING = frozenset({*(name for pair in CONSTRAINTS for name in pair), "percent_complete", "duration_low"})
"""Fields without any of which a milestone's constraints, progress and range need not be looked at."""


def _lead_somewhere(label: str, led: Mapping[str, Any], ids: Mapping[str, set[str]]) -> bool:
    """Tell quickly that lists of ids lead to nodes that are there, as nearly all do; of all else it tells nothing."""
    for name, stored in led.items():
        field = _REFERRING[label].get(name)
        if type(stored) is not list or not isinstance(field, Reference):
            return False
        for target in stored:
            to, _, id = target.rpartition("#")
            if id not in ids.get(to or (field.to[0] if len(field.to) == 1 else ""), ()):
                return False
    return True


def _required(label: str, id: str, facts: Mapping[str, Any], place: Place) -> Iterator[Problem]:
    for name in _REQUIRED[label]:
        if name not in facts:
            yield dataclasses.replace(
                place(label, id, name), code="PG161", field=name,
                message=f"{label} '{id}' has no {name}, and {with_article(label)} needs one.",
                hint=f"Fill in the column {name} of the sheet {SHEETS[label]}.",
            )  # fmt: skip


def _references(
    label: str,
    id: str,
    facts: Mapping[str, Any],
    ids: Mapping[str, set[str]],
    sound: set[tuple[str, str, int]],
    place: Place,
) -> Iterator[Problem]:
    """Look up where each reference leads; `sound` collects the objects of which all are there."""
    referring = _REFERRING[label]
    for name, stored in facts.items():
        field = referring.get(name)
        if field is None and not name.endswith("stated_in"):
            continue
        key = (label, name, builtins.id(stored))
        if key in sound:
            continue
        unknown = [(to, target) for to, target in _targets(field, stored) if not any(target in ids[o] for o in to)]
        if not unknown:
            sound.add(key)
        for to, target in unknown:
            yield _unknown(place(label, id, name), name, to, target, ids)


def _targets(field: Field | Reference | None, stored: Any) -> Iterable[tuple[tuple[str, ...], str]]:
    """List what a stored reference leads to: the labels that will do, and the id."""
    if field is None:
        return [(("Document",), stored["document"])]
    if isinstance(field, Reference):
        if not isinstance(stored, list):
            return []
        halves = [target.rpartition("#") for target in stored]
        return [((label,) if label in LABELS else field.to, id) for label, _, id in halves]
    value = decode(stored)
    read = value.value if value and value.value else {}
    named = [*read.get("sure", ()), *read.get("some", ()), *read.get("except", ())]
    return [((field.kind.title(),), id) for id in named]


def _unknown(at: Problem, name: str, to: tuple[str, ...], target: str, ids: Mapping[str, set[str]]) -> Problem:
    nouns = " or ".join(label.lower() for label in to)
    near = near_miss(target, (id for label in to for id in ids[label]))
    sheets = " or ".join(SHEETS[label] for label in to)
    hint = near or f"Add it to the sheet {sheets}, or leave the cell blank."
    return dataclasses.replace(at, code="PG160", field=name, value=target, message=f"no {nouns} '{target}'.", hint=hint)


def _constraints(label: str, id: str, facts: Mapping[str, Any], place: Place) -> Iterator[Problem]:
    if label != "Milestone":
        return
    for kind, day in CONSTRAINTS:
        stated = decode(facts.get(kind))
        word = stated.value if stated else None
        if word and word not in _UNDATED and day not in facts:
            message, hint = f"the constraint '{word}' has no date.", f"Fill in {day}, or empty {kind}."
            yield dataclasses.replace(place(label, id, kind), code="PG166", field=kind, message=message, hint=hint)
        if day in facts and not word:
            message, hint = "a constraint's date without its kind.", f"Fill in {kind} (snet, ...), or empty {day}."
            yield dataclasses.replace(place(label, id, day), code="PG166", field=day, message=message, hint=hint)
    done = decode(facts.get("percent_complete"))
    if done and isinstance(done.value, int | float) and not 0 <= done.value <= 100:
        message = f"percent_complete is {done.value:g}: it lies between 0 and 100."
        at = place(label, id, "percent_complete")
        yield dataclasses.replace(at, code="PG170", field="percent_complete", message=message, hint="Correct it.")
    low, high = (_amount(facts.get(name)) for name in ("duration_low", "duration_high"))
    if low and high and low[1] == high[1] and low[0] > high[0]:
        message = f"duration_low {low[0]:g} is more than duration_high {high[0]:g}."
        at = place(label, id, "duration_low")
        yield dataclasses.replace(at, code="PG168", field="duration_low", message=message, hint="Swap the two.")


def _amount(stored: Any) -> tuple[float, str] | None:
    value = decode(stored)
    read = value.value if value else None
    return (float(read["amount"]), str(read["unit"])) if isinstance(read, dict) and "amount" in read else None


def _order_of_dates(rows: _Rows, place: Place) -> Iterator[Problem]:
    for label, first, last in _SPANS:
        for id, facts in rows[label].items():
            if first not in facts or last not in facts:
                continue
            begin, end = _day(facts.get(first), "earliest"), _day(facts.get(last), "latest")
            if begin and end and end < begin:
                yield dataclasses.replace(
                    place(label, id, last), code="PG165", field=last,
                    message=f"{last} ({end}) lies before {first} ({begin}).",
                    hint="Correct one of the two; a year may be mistyped.",
                )  # fmt: skip


def _day(stored: Any, end: str) -> str | None:
    read = stored.get("value") if isinstance(stored, dict) else None
    return read.get(end) if isinstance(read, dict) else None


def _loops(rows: _Rows, place: Place) -> Iterator[Problem]:
    for label, names in TREES.items():
        for name in names:
            edges = {
                id: [target.rpartition("#")[2] for target in facts[name]]
                for id, facts in rows[label].items()
                if isinstance(facts.get(name), list)
            }
            for loop in one_loop_each(edges):
                yield dataclasses.replace(
                    place(label, loop[0], name), code="PG162", field=name, value=loop[0],
                    message=f"{name} goes round in a circle: {' > '.join([*loop, loop[0]])}.",
                    hint=f"Take one of them out of the column {name}.",
                )  # fmt: skip


def _scales(state: Facts, place: Place) -> Iterator[Problem]:
    scale_of = _scale_reader(state)
    for (label, id), facts in state.items():
        if "steps" not in facts:
            continue
        steps, need = decode(facts["steps"]), decode(facts.get("need"))
        if not steps or not steps.value or not need or not need.value:
            continue
        named = [*need.value.get("sure", ()), *need.value.get("some", ())]
        scales = {scale_of(n) for n in named} - {None}
        at = dataclasses.replace(place(label, id, "steps"), field="steps", value=steps.words)
        if len(scales) > 1:
            told = "; ".join(f"{n}: {_written(scale_of(n))}" for n in named)
            message, hint = f"steps for needs on different scales ({told}).", "Give each scale a row of its own."
            yield dataclasses.replace(at, code="PG164", message=message, hint=hint)
        elif named and not scales and all(("Need", n) in state for n in named):  # else told as missing
            message = f"steps for a need without a scale ({', '.join(named)})."
            hint = "Fill in the need's scale, or leave steps blank."
            yield dataclasses.replace(at, code="PG163", message=message, hint=hint)
        elif scales and (scale := next(iter(scales))) and not _within(steps.value["may"], scale):
            message = f"'{steps.words}' is not on the scale of {', '.join(named)} ({_written(scale)})."
            yield dataclasses.replace(at, code="PG163", message=message, hint="Correct the steps or the scale.")


def _scale_reader(state: Facts) -> Callable[[str], tuple[int, int] | None]:
    cache: dict[str, tuple[int, int] | None] = {}

    def scale_of(need: str) -> tuple[int, int] | None:
        if need not in cache:
            cache[need] = None  # a loop of parents, which is reported by itself, ends here
            facts = state.get(("Need", need), {})
            value = decode(facts.get("scale"))
            if value is not None:
                cache[need] = (value.value["low"], value.value["high"]) if isinstance(value.value, dict) else None
            elif isinstance(facts.get("parent"), list):
                cache[need] = next((s for s in map(scale_of, facts["parent"]) if s), None)
        return cache[need]

    return scale_of


def _within(pairs: list[int], scale: tuple[int, int]) -> bool:
    return all(scale[0] <= step <= scale[1] for step in pairs)


def _written(scale: tuple[int, int] | None) -> str:
    return f"{scale[0]} to {scale[1]}" if scale else "none"


def _links_to_itself(dependencies: Mapping[str, Mapping[str, Any]], place: Place) -> Iterator[Problem]:
    for id, facts in dependencies.items():
        needs, blocks = facts.get("needs"), facts.get("blocks")
        if not isinstance(needs, list) or not isinstance(blocks, list):
            continue
        waits_for = {target.rpartition("#")[2] for target in needs if target.rpartition("#")[0] in ("", "Milestone")}
        for both in sorted(waits_for & set(blocks)):
            yield dataclasses.replace(
                place("Dependency", id, "blocks"), code="PG169", field="blocks", value=both,
                message=f"'{both}' waits for itself.", hint="Take it out of needs or out of blocks.",
            )  # fmt: skip

"""Refuse boxes that hold nobody: everything taken out again, or hours that never come."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from pathway_graph.errors import Problem
from pathway_graph.values import decode

__all__ = ["empty_boxes"]

_TREES = {"area": "Area", "need": "Need"}
_BOXED = ("Provision", "Requirement", "Handoff")


def empty_boxes(
    state: Mapping[tuple[str, str], Mapping[str, Any]],
    ids: Mapping[str, Collection[str]],
    place: Callable[[str, str, str], Problem],
) -> Iterator[Problem]:
    """Find areas and needs of which the exceptions leave nothing, and requirements at no hour.

    `ids` names all nodes; a tree of which `state` holds only a part is left alone: see `touched`, which reads those
    that exceptions speak of.
    """
    below = {field: _children(state, label) for field, label in _TREES.items()}
    whole = {field: len(below[field]) == len(ids[label]) for field, label in _TREES.items()}
    for (label, id), facts in state.items():
        if label not in _BOXED:
            continue
        for field, label_of in _TREES.items():
            value = decode(facts.get(field))
            read = value.value if value else None
            if value and isinstance(read, dict) and read.get("except") and whole[field]:
                named = ids[label_of] if read.get("any") else [*read.get("sure", ()), *read.get("some", ())]
                there = all(target in below[field] for target in (*named, *read["except"]))  # else told as missing
                if there and not _leaves(named, below[field]) - _leaves(read["except"], below[field]):
                    yield dataclasses.replace(
                        place(label, id, field), code="PG167", field=field, value=value.words,
                        message=f"'{value.words}' leaves no {field} at all.",
                        hint=f"Take out fewer, or name the {field}s that are meant.",
                    )  # fmt: skip
        hours = decode(facts.get("hours"))
        if label == "Requirement" and hours and isinstance(hours.value, dict) and hours.value.get("may") == []:
            yield dataclasses.replace(
                place(label, id, "hours"), code="PG167", field="hours", value=hours.words,
                message=f"'{hours.words}': a requirement at no hour asks for nobody.",
                hint="Write the hours that are asked for; leave the cell blank where hours are not asked.",
            )  # fmt: skip


def _children(state: Mapping[tuple[str, str], Mapping[str, Any]], label: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {id: [] for each, id in state if each == label}
    for id in list(found):
        parents = state[label, id].get("parent")
        for parent in parents if isinstance(parents, list) else ():
            if parent in found:
                found[parent].append(id)
    return found


def _leaves(ids: Collection[str], below: Mapping[str, list[str]]) -> set[str]:
    """What lies below some rows and has nothing below it; rows that are not there are reported by themselves."""
    seen, stack = set(ids), list(ids)
    while stack:
        for child in below.get(stack.pop(), ()):
            if child not in seen:
                seen.add(child)
                stack.append(child)
    return {id for id in seen if not below.get(id)}

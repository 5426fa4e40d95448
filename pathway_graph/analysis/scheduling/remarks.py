"""Collect what a schedule takes for granted and what is wrong with its plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Remark", "merged"]


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One thing to tell: an `assumption` that dates rest on, or a `finding` to be mended.

    `kind` is a stable word (`no_start`, `broken_link`, ...), `ids` the rows it is about, `text` a sentence.
    """

    sort: Literal["assumption", "finding"]
    kind: str
    ids: tuple[str, ...]
    text: str


def merged(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Say each thing once: remarks of one kind and text become one with all their ids, in a stable order."""
    together: dict[tuple[Literal["assumption", "finding"], str, str], set[str]] = {}
    apart: set[Remark] = set()
    for remark in remarks:
        if remark.kind in ("broken_link", "out_of_sequence", "cannot_be_met", "unknown_date"):
            apart.add(remark)  # the order of their ids says who contradicts whom
        else:
            together.setdefault((remark.sort, remark.kind, remark.text), set()).update(remark.ids)
    groups = (Remark(sort, kind, tuple(sorted(ids)), text) for (sort, kind, text), ids in together.items())
    return tuple(sorted([*groups, *apart]))

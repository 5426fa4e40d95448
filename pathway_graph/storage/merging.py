"""Decide what counts where several sources state the same fact.

In this order: an update; the source that the workspace's settings rank higher; the one whose Document was published
later (the Document of the field, else of the row); the value that all state alike; else it is *not known*, and both
stay on record. Where not known would make a row useless (id, name, required references) and where sources cannot
contradict each other (stated_in, other columns), the source that was loaded first counts. A row that no file states is
not there, whatever updates say of it.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Mapping
from typing import Any

from pathway_graph.fields import Reference
from pathway_graph.model import FIELDS
from pathway_graph.values import canonical, decode

from .ledger import UPDATE, Winner

__all__ = ["BLANK", "Judge", "meaning", "published", "ranking"]

BLANK = canonical({"state": "blank", "words": ""})
"""What an update states where a cell is to be read as empty."""

Stated = Mapping[str, Mapping[str, str]]
"""What each source states of one node: source -> field -> value."""

Day = tuple[str, str]
"""Two days, both included, between which a Document was published."""


@dataclasses.dataclass(frozen=True, slots=True)
class Judge:
    """Merge the facts of a node.

    `ranking`: sources from the settings, the first counts most; `order`: sources by their first load; `published`:
    Document id -> when it was published, where that is known.
    """

    ranking: tuple[str, ...]
    order: tuple[str, ...]
    published: Mapping[str, Day]

    def merge(self, label: str, stated: Stated) -> dict[str, Winner]:
        """Give what counts of one node: field -> value and source; nothing where no file states the node."""
        if not any("id" in facts for facts in stated.values()):
            return {}
        if len(stated) == 1:
            [(source, facts)] = stated.items()
            return {field: Winner(value, source) for field, value in facts.items()}
        found: dict[str, Winner] = {}
        fields = sorted({field for facts in stated.values() for field in facts}, key=_provenance_last)
        for field in fields:
            by = self._followed(field, stated, found) or self._decide(label, field, stated)
            if by is not None and by.value != BLANK:
                found[field] = by
        return found

    def _decide(self, label: str, field: str, stated: Stated) -> Winner | None:
        if field.endswith(" stated_in") and field.removesuffix(" stated_in") in _fields_of(stated):
            return None  # it belongs to a value that does not count
        said = {source: stated[source][field] for source in self._in_order(stated) if field in stated[source]}
        first = next(iter(said))
        winner = UPDATE if UPDATE in said else self._ranked(said) or self._latest(label, field, said, stated)
        if winner or len(_meanings(label, field, said)) == 1 or _first_counts(label, field):
            winner = winner or first
            return Winner(said[winner], winner)
        return Winner(_not_known(said), "")

    def _followed(self, field: str, stated: Stated, found: Mapping[str, Winner]) -> Winner | None:
        """Where a field's value counts, where it is stated is that same source's to say."""
        value = found.get(field.removesuffix(" stated_in")) if field.endswith(" stated_in") else None
        if value is None or field not in stated.get(value.source, ()):
            return None
        return Winner(stated[value.source][field], value.source)

    def _in_order(self, sources: Mapping[str, Any]) -> list[str]:
        place = {source: n for n, source in enumerate(self.order)}
        return sorted(sources, key=lambda source: (place.get(source, len(place)), source))

    def _ranked(self, said: Mapping[str, str]) -> str | None:
        return next((source for source in self.ranking if source in said), None)

    def _latest(self, label: str, field: str, said: Mapping[str, str], stated: Stated) -> str | None:
        """Find the source published later than every other that states something else."""
        days = {source: self._published(field, stated[source]) for source in said}
        for source, day in days.items():
            mine = meaning(label, field, said[source])
            others = [other for other in said if meaning(label, field, said[other]) != mine]
            if day and others and all(_before(days[other], day) for other in others):
                return source
        return None

    def _published(self, field: str, facts: Mapping[str, str]) -> Day | None:
        own = field if field.endswith("stated_in") else f"{field} stated_in"
        text = facts.get(own) or facts.get("stated_in")
        return self.published.get(json.loads(text).get("document", "")) if text else None


def published(value: str | None) -> Day | None:
    """Read when a Document was published; None where it is not known between which days.

    >>> published('{"state":"stated","words":"2018","value":{"earliest":"2018-01-01","latest":"2018-12-31"}}')
    ('2018-01-01', '2018-12-31')
    """
    read = decode(json.loads(value)) if value else None
    days = read.value if read and isinstance(read.value, dict) else {}
    earliest, latest = days.get("earliest"), days.get("latest")
    return (earliest, latest) if earliest and latest else None


def ranking(setting: str) -> tuple[str, ...]:
    """Read the setting `ranking`: names of sources, the one that counts most first.

    >>> ranking("register; board paper")
    ('register', 'board paper')
    """
    return tuple(filter(None, map(str.strip, setting.split(";"))))


@functools.lru_cache(maxsize=100_000)
def meaning(label: str, field: str, value: str) -> str:
    """Give what a value means, whatever its words: two sources that mean the same do not disagree.

    >>> meaning("Contract", "annual_value", '{"state":"stated","words":"£5","value":5.0}') == "stated 5"
    True
    """
    stored = json.loads(value)
    if isinstance(stored, list) and isinstance(FIELDS.get(label, {}).get(field), Reference):
        return canonical(sorted(stored))
    read = decode(stored)
    if read is None or read.value is None:
        return read.state if read else ""
    exact = read.value
    if isinstance(exact, float) and exact.is_integer():
        exact = int(exact)
    return f"{read.state} {canonical(exact)}"


def _meanings(label: str, field: str, said: Mapping[str, str]) -> set[str]:
    if len(set(said.values())) == 1:
        return {""}
    return {meaning(label, field, value) for value in said.values()}


def _first_counts(label: str, field: str) -> bool:
    described = FIELDS.get(label, {}).get(field)
    if described is None or field in ("id", "name"):
        return True
    return isinstance(described, Reference) and described.required


def _not_known(said: Mapping[str, str]) -> str:
    values = {source: decode(json.loads(value)) for source, value in said.items()}
    words = "; ".join(f"{source}: {value.words if value else ''}" for source, value in values.items())
    return canonical({"state": "missing", "words": words, "sources": list(said)})


def _before(earlier: Day | None, later: Day) -> bool:
    return earlier is not None and earlier[1] < later[0]


def _provenance_last(field: str) -> tuple[bool, str]:
    return field.endswith(" stated_in"), field


def _fields_of(stated: Stated) -> set[str]:
    return {field for facts in stated.values() for field in facts}

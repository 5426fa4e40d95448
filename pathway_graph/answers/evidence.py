"""Quote the facts that a finding rests on: the value as written, its paragraph, its file and its cell."""

from __future__ import annotations

import functools
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.field import Field
from pathway_graph.model import FIELDS
from pathway_graph.values import decode

if TYPE_CHECKING:
    from pathway_graph.storage.ledger import Ledger

__all__ = ["Evidence", "has_assumptions"]

_AT_ONCE = 500
_ALWAYS = ("id", "stated_in", "assured_on")
_SQL = """SELECT fact.label, fact.id, fact.field, fact.source, fact.value, fact.cell, load.file, merged.source
FROM fact JOIN load ON load.seq = fact.origin
LEFT JOIN merged ON merged.label = fact.label AND merged.id = fact.id AND merged.field = fact.field
WHERE fact.label = ? AND fact.id IN ({marks}) AND fact.field IN ({fields})"""

_Row = tuple[str, str, str, str, str, str, str, str | None]
_Node = tuple[str, str]


class Evidence:
    """What the ledger says of rows, fetched for all of them at once.

    A field of a service that offers one thing stands on the service's row, whichever label keeps it; both are asked.
    """

    def __init__(self, ledger: Ledger, fields: Iterable[Field]) -> None:
        """Fetch what is needed for these fields. Cost: the rows that they are on, by key."""
        self._documents = _documents(ledger)
        wanted: dict[str, tuple[set[str], set[str]]] = {}
        for field in fields:
            for label, id in _homes(field):
                ids, headers = wanted.setdefault(label, (set(), set(_ALWAYS)))
                ids.add(id)
                headers.update((field.field, f"{field.field} stated_in"))
        self._facts = _fetched(ledger, wanted)

    def because(self, fields: Iterable[Field]) -> list[dict[str, Any]]:
        """Give an entry for each field: what counts of it, or all that sources state where nothing decides.

        A field that nobody states has the value None and the place of its row, where it can be filled in.
        """
        found = []
        for field in dict.fromkeys(fields):
            home = next((node for node in _homes(field) if field.field in self._facts.get(node, {})), None)
            if home is not None:
                stated = self._facts[home][field.field]
                counting = [row for row in stated if row[7] == row[3]] or stated
                found += [self._entry(field, row, self._facts[home]) for row in counting]
            else:
                found.append(self._blank(field))
        return found

    @staticmethod
    def places(ledger: Ledger, ids: Collection[str]) -> dict[tuple[str, str], tuple[str, str]]:
        """Where the rows of these ids begin: (label, id) -> file and cell of the id, by the source that stated it
        first. Where they are more than a few, every row of the ledger is in it."""
        few = sorted(ids) if len(ids) <= _AT_ONCE else []
        only = f"AND fact.id IN ({', '.join('?' * len(few))})" if few else ""
        sql = f"""SELECT fact.label, fact.id, load.file, fact.cell FROM fact JOIN load ON load.seq = fact.origin
                  WHERE fact.field = 'id' {only} ORDER BY fact.origin DESC"""
        return {(label, id): (file, cell) for label, id, file, cell in ledger.rows(sql, *few)} if ids else {}

    @staticmethod
    def blank_at(field: Field, place: tuple[str, str] | None) -> dict[str, Any]:
        """The entry of a field that nobody states, with the place of its row."""
        file, cell = place or (None, None)
        return {
            "label": field.label, "id": field.id, "field": field.field, "value": None, "document": None,
            "locator": None, "file": file, "cell": cell, "assured_on": None, "source": None, "assumption": False,
        }  # fmt: skip

    def title(self, document: str) -> str:
        """The title of a document, or its id where it has none."""
        return self._documents.get(document, (document, False))[0]

    def _entry(self, field: Field, row: _Row, facts: Mapping[str, list[_Row]]) -> dict[str, Any]:
        source = row[3]
        told = _provenance(facts, field.field, source)
        document = told.get("document")
        return {
            "label": field.label, "id": field.id, "field": field.field, "value": _words(row[4]),
            "document": document, "locator": told.get("locator") or None, "file": row[6], "cell": row[5],
            "assured_on": _assured(facts, source), "source": source,
            "assumption": self._documents.get(document or "", ("", False))[1],
        }  # fmt: skip

    def _blank(self, field: Field) -> dict[str, Any]:
        """Where a blank would be filled in: the row that it belongs to."""
        homes = [self._facts[node] for node in _homes(field) if node in self._facts]
        rows = [row for facts in homes for row in facts.get("id", ())]
        return self.blank_at(field, (rows[0][6], rows[0][5]) if rows else None)


@functools.lru_cache(10_000)  # the same few hours, ages and places are stated again and again
def _words(text: str) -> str | None:
    """What was written, out of what the ledger keeps."""
    value = decode(json.loads(text))
    return value.words if value else None


@functools.lru_cache(10_000)
def _place(text: str) -> Mapping[str, str]:
    """The document and the place in it, out of what the ledger keeps. It is shared, so never change it."""
    told: dict[str, str] = json.loads(text)
    return told


def has_assumptions(ledger: Ledger) -> bool:
    """True if some document is an assumption of ours."""
    return any(is_ours for _, is_ours in _documents(ledger).values())


def _homes(field: Field) -> list[_Node]:
    """The rows of the ledger that may keep a field."""
    return [(label, field.id) for label in _labels(field.label, field.field)]


@functools.cache
def _labels(label: str, field: str) -> tuple[str, ...]:
    if label not in ("Service", "Provision"):
        return (label,)
    labels = [each for each in ("Provision", "Service") if field in FIELDS[each]]
    first = [each for each in labels if each == label and field != "function"]
    return tuple(dict.fromkeys([*first, *(labels or [label])]))


def _documents(ledger: Ledger) -> dict[str, tuple[str, bool]]:
    sql = "SELECT id, field, value FROM merged WHERE label = 'Document' AND field IN ('id', 'title', 'kind')"
    told: dict[str, dict[str, str]] = {}
    for id, field, value in ledger.rows(sql):
        read = decode(json.loads(value))
        told.setdefault(id, {})[field] = read.words if read else ""
    return {id: (facts.get("title") or id, facts.get("kind") == "assumption") for id, facts in told.items()}


def _fetched(ledger: Ledger, wanted: Mapping[str, tuple[set[str], set[str]]]) -> dict[_Node, dict[str, list[_Row]]]:
    """Fetch facts by label: of these ids, under these headers."""
    found: dict[_Node, dict[str, list[_Row]]] = {}
    for label, (ids, headers) in sorted(wanted.items()):
        order, fields = sorted(ids), sorted(headers)
        for start in range(0, len(order), _AT_ONCE):
            part = order[start : start + _AT_ONCE]
            sql = _SQL.format(marks=_marks(part), fields=_marks(fields))
            for row in ledger.rows(sql, label, *part, *fields):
                found.setdefault((row[0], row[1]), {}).setdefault(row[2], []).append(row)
    return found


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _provenance(facts: Mapping[str, list[_Row]], field: str, source: str) -> Mapping[str, str]:
    """The document and the place in it that a source names for a field, else for its row."""
    for header in (f"{field} stated_in", "stated_in"):
        for row in facts.get(header, ()):
            if row[3] == source:
                return _place(row[4])
    return {}


def _assured(facts: Mapping[str, list[_Row]], source: str) -> str | None:
    for row in facts.get("assured_on", ()):
        value = decode(json.loads(row[4]))
        if row[3] == source and value and isinstance(value.value, dict):
            day = value.value.get("latest")
            return str(day) if day else value.words
    return None

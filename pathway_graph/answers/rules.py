"""Name the rules that a finding breaks: clauses of requirement packs that no requirement can hold, such as "criteria
must not leave people between two teams"."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pathway_graph.values import decode

if TYPE_CHECKING:
    from pathway_graph.storage.ledger import Ledger

__all__ = ["Rules", "rule_lines"]

Rule = Mapping[str, str]


class Rules:
    """The rules of a workspace, by the codes of the faults that break them."""

    def __init__(self, ledger: Ledger) -> None:
        self._by_code: dict[str, list[Rule]] = {}
        told: dict[str, dict[str, Any]] = {}
        sql = """SELECT id, field, value FROM merged WHERE label = 'Reported' AND id IN
                 (SELECT id FROM merged WHERE label = 'Reported' AND field = 'checks') ORDER BY id"""
        for id, field, value in ledger.rows(sql):
            told.setdefault(id, {})[field] = json.loads(value)
        titles = dict(ledger.rows("SELECT id, value FROM merged WHERE label = 'Document' AND field = 'title'"))
        for id, facts in sorted(told.items(), key=lambda item: _natural(item[0])):
            place = facts.get("stated_in") or {}
            document = place.get("document", "")
            title = _words(json.loads(titles[document])) if document in titles else document
            rule = {
                "id": id, "words": _words(facts.get("words")), "document": document, "title": title,
                "locator": place.get("locator", ""),
            }  # fmt: skip
            for code in _words(facts["checks"]).split(";"):
                self._by_code.setdefault(code.strip(), []).append(rule)

    def broken_by(self, codes: Iterable[str]) -> list[Rule]:
        """The rules that faults of these codes break, each once."""
        found = {rule["id"]: rule for code in codes for rule in self._by_code.get(code, ())}
        return [dict(found[id]) for id in sorted(found, key=_natural)]


def rule_lines(rules: Iterable[Rule], sure: bool) -> Iterable[str]:
    """Tell the rules that a finding breaks, or may break, one line each."""
    for rule in rules:
        yield f"  {'Breaks' if sure else 'May break'} {rule['locator']} of {rule['title']}: {rule['words']}"


def _words(stored: Any) -> str:
    if isinstance(stored, list):
        return ";".join(map(str, stored))
    value = decode(stored)
    return value.words if value else ""


def _natural(id: str) -> tuple[object, ...]:
    """Message 9 before message 10."""
    return tuple((part.isdigit(), int(part) if part.isdigit() else 0, part) for part in id.replace("-", " ").split())

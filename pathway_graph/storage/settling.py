"""Work out what counts after some facts have changed, and what of it is new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from .ledger import OUTSIDE, SETTING, Change, Ledger, Net, Winner
from .merging import Day, Judge, published, ranking

__all__ = ["RANKING", "Settled", "recompute", "settle"]

RANKING = "ranking"
"""The setting that ranks sources: their names, separated by `;`, the one that counts most first."""

Settled = tuple[list[Net], dict[tuple[str, str, str], Winner | None] | None]
"""What changes of what counts, and the rows of `merged` that change with it (see `Ledger.appending`)."""

_MANY = 1000  # nodes: so many are not asked for one by one before it is known which are there
_OUTSIDE = ", ".join("?" * len(OUTSIDE))
_Node = tuple[str, str]
_Stated = dict[str, dict[str, str]]


def settle(ledger: Ledger, changes: Iterable[Change], newcomer: str = "") -> Settled:
    """Merge again every node that the changes touch, and all that several sources state where the rules change.

    The rules change with the ranking of sources and with the day on which a Document was published. `newcomer` is a
    source that has not loaded before. Cost: the touched nodes, by key.
    """
    changes = list(changes)
    if _is_first(ledger, changes):
        return [Net(c.label, c.id, c.field, None, c.after) for c in changes if c.label not in OUTSIDE], None
    touched: dict[_Node, list[Change]] = {}
    for change in changes:
        if change.label not in OUTSIDE:
            touched.setdefault((change.label, change.id), []).append(change)
    before, after = ledger.settings(), _settings_after(ledger, changes)
    order = (*ledger.sources(), newcomer) if newcomer and newcomer not in ledger.sources() else ledger.sources()
    ranks = ranking(after.get(RANKING, ""))
    everybody_again = ranks != ranking(before.get(RANKING, ""))
    documents = _Merging(ledger, Judge(ranks, order, {}))
    documents.merge({n for n in touched if n[0] == "Document"}, touched)
    if everybody_again:
        documents.merge({n for n in _stated_by_several(ledger) if n[0] == "Document"}, touched)
    days = _days(ledger)
    days_after = _days_after(days, documents.winners)
    rest = _Merging(ledger, Judge(ranks, order, days_after))
    rest.merge({n for n in touched if n[0] != "Document"}, touched)
    if everybody_again or days != days_after:
        rest.merge({n for n in _stated_by_several(ledger) if n[0] != "Document"}, touched)
    return sorted([*documents.net, *rest.net]), {**documents.winners, **rest.winners}


def recompute(ledger: Ledger) -> dict[tuple[str, str, str], Winner]:
    """Merge all that the sources state from the beginning; what `merged` has to hold."""
    ranks = ranking(ledger.settings().get(RANKING, ""))
    stated: dict[_Node, _Stated] = {}
    sql = f"SELECT label, id, source, field, value FROM fact WHERE label NOT IN ({_OUTSIDE}) ORDER BY label, id"
    for label, id, source, field, value in ledger.rows(sql, *OUTSIDE):
        stated.setdefault((label, id), {}).setdefault(source, {})[field] = value
    found: dict[tuple[str, str, str], Winner] = {}
    judge, is_dated = Judge(ranks, ledger.sources(), {}), False
    for label, id in sorted(stated, key=lambda node: (node[0] != "Document", node)):
        if label != "Document" and not is_dated:  # once, after the Documents: it looks at all that was found
            judge, is_dated = Judge(ranks, ledger.sources(), _days_after({}, found)), True
        for field, winner in judge.merge(label, stated[label, id]).items():
            found[label, id, field] = winner
    return found


def _is_first(ledger: Ledger, changes: list[Change]) -> bool:
    """Tell whether one source states nodes where nothing was stated before: then all that it states counts."""
    if not changes or ledger.rows("SELECT 1 FROM fact LIMIT 1"):
        return False
    nodes = {(c.label, c.id) for c in changes if c.label not in OUTSIDE}
    named = {(c.label, c.id) for c in changes if c.field == "id"}
    return nodes <= named and all(c.before is None and c.source == changes[0].source for c in changes)


class _Merging:
    """Collect the differences between what counted and what counts, node by node."""

    def __init__(self, ledger: Ledger, judge: Judge) -> None:
        self._ledger, self._judge = ledger, judge
        self._known: set[_Node] | None = None
        self._done: set[_Node] = set()
        self.net: list[Net] = []
        self.winners: dict[tuple[str, str, str], Winner | None] = {}

    def merge(self, nodes: Iterable[_Node], touched: Mapping[_Node, list[Change]]) -> None:
        left = sorted(set(nodes) - self._done)
        if len(left) > _MANY:
            self._known = {(label, id) for label, id in self._ledger.rows("SELECT DISTINCT label, id FROM fact")}
        for label, id in left:
            self._done.add((label, id))
            stated = self._stated(label, id)
            for change in touched.get((label, id), ()):
                _apply(stated, change)
            after = self._judge.merge(label, {source: facts for source, facts in stated.items() if facts})
            self._compare(label, id, self._counted(label, id), after)

    def _compare(self, label: str, id: str, before: Mapping[str, Winner], after: Mapping[str, Winner]) -> None:
        if not before:
            for field, first in after.items():
                self.winners[label, id, field] = first
                self.net.append(Net(label, id, field, None, first.value))
            return
        for field in before.keys() | after.keys():
            old, new = before.get(field), after.get(field)
            if old != new:
                self.winners[label, id, field] = new
            if (old and old.value) != (new and new.value):
                self.net.append(Net(label, id, field, old and old.value, new and new.value))

    def _stated(self, label: str, id: str) -> _Stated:
        stated: _Stated = {}
        if self._known is None or (label, id) in self._known:
            sql = "SELECT source, field, value FROM fact WHERE label = ? AND id = ?"
            for source, field, value in self._ledger.rows(sql, label, id):
                stated.setdefault(source, {})[field] = value
        return stated

    def _counted(self, label: str, id: str) -> dict[str, Winner]:
        if self._known is not None and (label, id) not in self._known:
            return {}
        sql = "SELECT field, value, source FROM merged WHERE label = ? AND id = ?"
        return {field: Winner(value, source) for field, value, source in self._ledger.rows(sql, label, id)}


def _apply(stated: _Stated, change: Change) -> None:
    facts = stated.setdefault(change.source, {})
    if change.after is None:
        facts.pop(change.field, None)
    else:
        facts[change.field] = change.after


def _settings_after(ledger: Ledger, changes: Iterable[Change]) -> dict[str, str]:
    """Give the settings as they will be, by the rule of `Ledger.settings`."""
    said = ledger.settings_by_source()
    for change in sorted(c for c in changes if c.label == SETTING):
        said.pop((change.source, change.id), None)
        if change.after is not None:
            said[change.source, change.id] = change.after
    return {name: json.loads(value) for (_, name), value in said.items()}


def _stated_by_several(ledger: Ledger) -> set[_Node]:
    sql = (
        f"SELECT label, id FROM fact WHERE label NOT IN ({_OUTSIDE})"
        " GROUP BY label, id HAVING count(DISTINCT source) > 1"
    )
    return {(label, id) for label, id in ledger.rows(sql, *OUTSIDE)}


def _days(ledger: Ledger) -> dict[str, Day]:
    rows = ledger.rows("SELECT id, value FROM merged WHERE label = 'Document' AND field = 'published'")
    return {id: day for id, value in rows if (day := published(value))}


def _days_after(days: Mapping[str, Day], winners: Mapping[tuple[str, str, str], Any]) -> dict[str, Day]:
    after = dict(days)
    for (label, id, field), winner in winners.items():
        if label == "Document" and field == "published":
            day = published(winner.value if winner else None)
            after.pop(id, None)
            if day:
                after[id] = day
    return after

"""Take a person's name out of a ledger, and leave its chain of loads whole.

Every text that any load ever stated is gone over: values before and after, sources, file names, who loaded. The loads
keep their numbers and hashes, so that whatever was noted of them outside stays true. What the rewritten ones say now is
hashed again, and these hashes are facts of a load of its own, `forget`: it is chained like any other, says which loads
were rewritten, by whom and when, and `audit` holds the rewritten loads to it. The name itself is in it nowhere.
"""

from __future__ import annotations

import collections
import dataclasses
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.values import canonical

from .ledger import FORGOTTEN, Change, Ledger, Load, Net, Winner, digest
from .settling import recompute

__all__ = ["Forgotten", "forget", "take_out"]

_SOURCE = "forget"
_ID = re.compile(r"[A-Za-z0-9._:/-]+")
_TEXTS = {
    "load": ("source", "file", "who"),
    "change": ("source", "id", "field", "before", "after", "cell"),
    "net": ("id", "field", "before", "after"),
    "fact": ("id", "source", "field", "value", "cell"),
    "merged": ("id", "field", "value", "source"),
}
_JSON = ("before", "after", "value")
_KEYS = ("source", "id", "field")


@dataclasses.dataclass(frozen=True, slots=True)
class Forgotten:
    """What was rewritten: the numbers of the loads, and how many rows of the ledger; `load` says so in the chain."""

    loads: tuple[int, ...]
    rows: int
    load: Load | None = None


def forget(ledger: Ledger, name: str, instead: str, at: str, *, dry_run: bool = False) -> Forgotten:
    """Put `instead` wherever `name` stands as whole words, in any case and spacing; the lock must be held alone.

    Raises InputProblems where that is no name, or where an id or a source would get the name of another. Cost: all that
    the ledger holds, once.
    """
    replace = _replacing(name, instead)
    _refuse_clashes(ledger, replace)
    before = ledger.forgotten()
    with ledger.rewriting() as (db, keep):
        seqs, rows = _rewrite(db, replace)
        loads = tuple(sorted(seqs))
        if not rows or dry_run:
            return Forgotten(loads, rows)
        digests = {seq: _digest(ledger, seq) for seq in loads}
        winners, net = _differences(ledger)
        seq, hash = ledger.head()
        changes = [
            Change(_SOURCE, FORGOTTEN, str(n), "hash", canonical(before[n]) if n in before else None, canonical(now),
                   "", seq + 1)
            for n, now in digests.items()
        ]  # fmt: skip
        load = Load(seq + 1, "forget", _SOURCE, "", "", os.environ.get("PATHWAY_WHO", ""), at, None, hash, "")
        load = dataclasses.replace(load, hash=digest(load, sorted(changes), net))
        keep(load, sorted(changes), net, winners)
    return Forgotten(loads, rows, load)


def take_out(ledger: Ledger, graph: Path, name: str, instead: str, at: str, *, dry_run: bool = False) -> Forgotten:
    """Do so for a workspace with a graph in this folder, which holds the name, too, as does one that was set aside.

    The graphs go first: one that was left would be caught up, and keep the name. They are made anew when next read.
    """
    found = forget(ledger, name, instead, at, dry_run=True)
    if dry_run or not found.rows:
        return found
    for folder in (graph, graph.with_name(graph.name + ".aside")):
        shutil.rmtree(folder, ignore_errors=True)
    return forget(ledger, name, instead, at)


def _replacing(name: str, instead: str) -> Callable[[str], str]:
    words = name.split()
    if not words or len("".join(words)) < 3:
        raise InputProblems(
            Problem("PG189", f"'{name}' is too short to be told from other words.", "Give the whole name.", value=name)
        )
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)
    if pattern.search(instead):
        message = "what is put in its place holds the name again."
        raise InputProblems(Problem("PG189", message, "Say a role: --with 'service manager'.", value=instead))
    return lambda text: pattern.sub(lambda _: instead, text)


def _refuse_clashes(ledger: Ledger, replace: Callable[[str], str]) -> None:
    """Refuse where two ids of a label, or two sources, would become one, or an id would be none."""
    ids: dict[str, set[str]] = collections.defaultdict(set)
    for label, id in ledger.rows("SELECT DISTINCT label, id FROM change"):
        ids[label].add(id)
    sources = {source for (source,) in ledger.rows("SELECT DISTINCT source FROM load")}
    for what, known in (*ids.items(), ("source", sources)):
        for old in sorted(known):
            new = replace(old)
            if new != old and (new in known or (what != "source" and not _ID.fullmatch(new))):
                message = f"{what} '{old}' holds the name, and can't be called '{new}'."
                hint = "Say something to put in its place that may be an id, and that is none yet: --with manager-1."
                raise InputProblems(Problem("PG189", message, hint, value=old))


def _rewrite(db: sqlite3.Connection, replace: Callable[[str], str]) -> tuple[set[int], int]:
    """Rewrite every row that holds the name; give the loads that it was in, and how many rows there were."""
    seqs, rows = set[int](), 0
    for table, names in _TEXTS.items():
        keys = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[5]]
        columns = list(dict.fromkeys([*keys, *names]))
        found = db.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
        for row in found:
            old = dict(zip(columns, row, strict=True))
            new = {name: _put(name, old[name], replace) for name in names}
            changed = {name: value for name, value in new.items() if value != old[name]}
            if not changed:
                continue
            rows += 1
            if "seq" in old:
                seqs.add(old["seq"])
            sets, where = ", ".join(f"{n} = ?" for n in changed), " AND ".join(f"{n} = ?" for n in keys)
            db.execute(f"UPDATE {table} SET {sets} WHERE {where}", (*changed.values(), *(old[n] for n in keys)))
    return seqs, rows


def _put(name: str, text: str | None, replace: Callable[[str], str]) -> str | None:
    if text is None:
        return None
    if name not in _JSON:
        return replace(text)
    value = json.loads(text)
    new = _inside(value, replace)
    return text if new == value else canonical(new)


def _inside(value: Any, replace: Callable[[str], str]) -> Any:
    """Replace in every text of a JSON value, and in the names of its parts."""
    if isinstance(value, str):
        return replace(value)
    if isinstance(value, list):
        return [_inside(item, replace) for item in value]
    if isinstance(value, dict):
        return {replace(name): _inside(item, replace) for name, item in value.items()}
    return value


def _digest(ledger: Ledger, seq: int) -> str:
    load = ledger.load(seq)
    assert load is not None
    return digest(load, ledger.changes(seq), ledger.net(seq))


def _differences(ledger: Ledger) -> tuple[dict[tuple[str, str, str], Winner | None], list[Net]]:
    """Work out what counts once more: sources that stated different names may now agree."""
    rows = ledger.rows("SELECT label, id, field, value, source FROM merged")
    there = {(label, id, field): Winner(value, source) for label, id, field, value, source in rows}
    wanted = recompute(ledger)
    winners: dict[tuple[str, str, str], Winner | None] = {}
    net: list[Net] = []
    for key in sorted(there.keys() | wanted.keys()):
        before, after = there.get(key), wanted.get(key)
        if before != after:
            winners[key] = after
            if (before and before.value) != (after and after.value):
                net.append(Net(key[0], key[1], key[2], before and before.value, after and after.value))
    return winners, net

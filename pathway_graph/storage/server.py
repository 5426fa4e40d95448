"""Keep a workspace's graph on a server, whose database is not ours to clean.

What is there decides: an empty database is filled, an earlier state of this ledger is caught up, and anything else is
refused with what was found, and left as it is. Only `take_over` replaces it, and says what it replaces.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from pathway_graph.errors import Problem, Unavailable
from pathway_graph.model import COMPUTED, LABELS
from pathway_graph.stores import DuplicateNode, Store, StoreError

from .ledger import Ledger
from .projection import is_empty
from .repairing import repair
from .shape import constraints
from .stamps import Stamp, is_ours, stamp

__all__ = ["Found", "clear", "look", "mend", "refuse_unless_ours"]

_OURS = (*LABELS, "_Meta", *COMPUTED)
_OTHERS = """MATCH (n) WHERE none(name IN labels(n) WHERE name IN $ours)
RETURN labels(n) AS labels, count(*) AS many ORDER BY many DESC, labels LIMIT 6"""
_EVERYTHING = "MATCH (n) RETURN labels(n) AS labels, count(*) AS many ORDER BY many DESC, labels LIMIT 6"
_CLEAR = "MATCH (n) WITH n LIMIT 10000 DETACH DELETE n RETURN count(*) AS written"
_SECONDS_TO_COUNT = 5.0


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """What a database holds: our stamp if there is one, and in words what else, "" for nothing."""

    stamp: Stamp | None
    others: str

    @property
    def is_empty(self) -> bool:
        """Nothing at all is there."""
        return self.stamp is None and not self.others


def look(store: Store) -> Found:
    """See what a database holds that we did not write: everything where there is no stamp of ours."""
    shown = stamp(store)
    if shown is None and is_empty(store):
        return Found(None, "")
    statement, parameters = (_OTHERS, {"ours": list(_OURS)}) if shown else (_EVERYTHING, {})
    try:
        rows = store.read(statement, parameters, seconds=_SECONDS_TO_COUNT)
    except StoreError:
        return Found(shown, "more nodes than can be counted in time")
    words = [f"{row['many']} {':'.join(sorted(row['labels'])) or 'without a label'}" for row in rows]
    return Found(shown, ", ".join(words[:5]) + (", and more" if len(words) > 5 else ""))


def refuse_unless_ours(found: Found, ledger: Ledger, url: str) -> None:
    """Raise Unavailable with what was found, unless the database is empty or shows an earlier state of this ledger."""
    shown, replace = found.stamp, f"Or replace what is there: pathway-graph db rebuild --store {url} --take-over."
    if shown is not None and shown.ledger == ledger.id and not is_ours(shown, ledger):
        last, seq = ledger.head()[0], shown.seq
        which = "made on another machine" if seq <= last else f"and the last load here is {last}"
        hint = (f"Continue from there: 'pathway-graph db backup FILE' on that machine, 'pathway-graph db restore FILE' "
                f"here, then load again. {replace}")  # fmt: skip
        message = f"the database shows load {seq} of this workspace, {which}."
        raise Unavailable(Problem("PG216", message, hint, file=url))
    what = []
    if shown is not None and shown.ledger != ledger.id:
        what.append(f"the graph of another workspace (load {shown.seq} of ledger {shown.ledger})")
    if found.others:
        what.append(f"nodes that are not ours ({found.others})")
    if what:
        message = f"the database holds {' and '.join(what)}; nothing was changed."
        raise Unavailable(Problem("PG213", message, f"Name an empty database in the address. {replace}", file=url))


def mend(store: Store, ledger: Ledger, shown: Stamp) -> int:
    """Bring a graph that carries this ledger's stamp to the last load by difference; give how much differed."""
    try:
        store.define(constraints())
        is_defined = True
    except DuplicateNode:
        is_defined = False  # a node is there twice, which is mended first
    with store.transaction() as transaction:
        many = repair(transaction, ledger, shown, Stamp(ledger.id, *ledger.head()))
    if not is_defined:
        store.define(constraints())
    return many


def clear(store: Store, found: Found, ledger: Ledger, say: Callable[[str], None]) -> None:
    """Take away what stands in the way, as the user said; what is this ledger's stays, to be mended by difference."""
    if found.others:
        say(f"Taken over: nodes that were not ours are deleted ({found.others}).")
    if found.stamp is not None and found.stamp.ledger == ledger.id:
        with store.transaction() as transaction:
            transaction.run(
                "MATCH (n) WHERE none(name IN labels(n) WHERE name IN $ours) DETACH DELETE n", {"ours": list(_OURS)}
            )
        return
    if found.stamp is not None:
        say(f"Taken over: the graph of ledger {found.stamp.ledger}, load {found.stamp.seq}, is deleted.")
    while True:  # in parts: one transaction may be more than the server has memory for
        with store.transaction() as transaction:
            if not transaction.run(_CLEAR)[0]["written"]:
                return

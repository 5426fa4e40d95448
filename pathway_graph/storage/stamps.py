"""Read which state of which ledger a graph shows."""

from __future__ import annotations

import dataclasses

from pathway_graph.stores import Store

from .ledger import Ledger

__all__ = ["READ_STAMP", "Stamp", "is_ours", "stamp"]

READ_STAMP = "MATCH (m:_Meta {id: 'pathway-graph'}) RETURN m.ledger AS ledger, m.seq AS seq, m.hash AS hash"


@dataclasses.dataclass(frozen=True, slots=True)
class Stamp:
    """Which state of which ledger a graph shows: after load `seq` (0: before the first, with the hash "")."""

    ledger: str
    seq: int
    hash: str


def stamp(store: Store) -> Stamp | None:
    """Read which state a graph shows; None where it was never ours."""
    rows = store.read(READ_STAMP, columns={"ledger": "text", "seq": "whole", "hash": "text"})
    return Stamp(**rows[0]) if rows else None


def is_ours(shown: Stamp | None, ledger: Ledger) -> bool:
    """Say whether a stamp is a state that this ledger had: the same id, and a load that it has with the same hash."""
    return shown is not None and shown.ledger == ledger.id and ledger.hash_of(shown.seq) == shown.hash

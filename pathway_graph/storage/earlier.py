"""Make the ledger of an earlier state: the loads up to one, and what they sum up to."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from .ledger import Ledger
from .settling import recompute

__all__ = ["cut"]


def cut(ledger: Ledger, seq: int, path: Path) -> None:
    """Write to `path` the ledger as it was after load `seq`; its chain is the same as far as it goes."""
    made_at = ledger.rows("SELECT made_at FROM ledger")[0][0]
    Ledger.create(path, ledger.id, made_at)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("ATTACH ? AS whole", (str(ledger.path),))
        db.execute("BEGIN")
        for table in ("load", "change", "net"):
            db.execute(f"INSERT INTO main.{table} SELECT * FROM whole.{table} WHERE seq <= ? ORDER BY seq", (seq,))
        db.execute(_FACTS)
        db.execute("COMMIT")
        earlier = Ledger(path)
        try:
            rows = [(*key, *winner) for key, winner in sorted(recompute(earlier).items())]
        finally:
            earlier.close()
        db.execute("BEGIN")
        db.executemany("INSERT INTO main.merged VALUES (?, ?, ?, ?, ?)", rows)
        db.execute("COMMIT")


_FACTS = """
INSERT INTO main.fact SELECT label, id, source, field, after, cell, origin FROM (
    SELECT *, row_number() OVER (PARTITION BY label, id, source, field ORDER BY seq DESC) AS age FROM main.change)
WHERE age = 1 AND after IS NOT NULL ORDER BY label, id, source, field"""

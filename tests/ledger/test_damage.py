"""Damage that no hand would do is found as damage, and is no defect of ours."""

from __future__ import annotations

import pathlib
import sqlite3

import pytest

from pathway_graph.storage.audit import audit_ledger
from pathway_graph.storage.ledger import Ledger


@pytest.mark.parametrize("value", ["x'00ff'", "7", "'{'"])
def test_a_value_of_another_kind(tmp_path: pathlib.Path, value: str) -> None:
    """A flipped bit can turn text into bytes or a number, which SQLite itself finds nothing wrong with."""
    path = tmp_path / "ledger.sqlite3"
    Ledger.create(path, "0" * 32, "2018-01-30T09:00:00Z")
    with sqlite3.connect(path) as db:
        db.execute(f"INSERT INTO load VALUES (1, 'load', 'a', 'a', '', '', {value}, NULL, '', '')")
        db.execute(f"INSERT INTO change VALUES (1, 'a', 'Area', 'x', 'name', NULL, {value}, '', 1)")
        db.execute(f"INSERT INTO fact VALUES ('Area', 'x', 'a', 'name', {value}, '', 1)")
    db.close()

    ledger = Ledger(path)
    found = audit_ledger(ledger)
    ledger.close()

    assert {problem.code for problem in found} == {"PG220"}

"""Build a small landscape in a graph the way users' files get there: loader, records, projection, store."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from pathway_graph import registry
from pathway_graph.records import Record
from pathway_graph.storage import projection, validation
from pathway_graph.storage.ledger import Net
from pathway_graph.storage.stamps import Stamp
from pathway_graph.stores import Store
from pathway_graph.values import canonical

__all__ = ["BASE", "build", "merged", "records_of"]

Sheets = Mapping[str, list[dict[str, Any]]]

BASE: Sheets = yaml.safe_load((pathlib.Path(__file__).parent / "base.yaml").read_text(encoding="utf-8"))
"""Areas, needs, functions, organisations and boards that every golden case may refer to."""


def merged(*given: Sheets) -> dict[str, list[dict[str, Any]]]:
    """Put the rows of several landscapes under one another, sheet by sheet."""
    sheets: dict[str, list[dict[str, Any]]] = {}
    for one in given:
        for sheet, rows in one.items():
            sheets.setdefault(sheet, []).extend(rows)
    return sheets


def records_of(given: Sheets, folder: pathlib.Path) -> tuple[Record, ...]:
    """Read sheets in the native YAML form into records; nothing may be wrong with them."""
    if not given:
        return ()
    file = folder / "given.yaml"
    file.write_text(yaml.safe_dump(dict(given), sort_keys=False, allow_unicode=True), encoding="utf-8")
    batch = registry.read_here(file)
    assert not batch.problems, "\n".join(map(str, batch.problems))
    return validation.resolve(batch, ()).records


def build(store: Store, records: Iterable[Record]) -> None:
    """Make the graph show these records, and nothing else."""
    with store.transaction() as transaction:
        transaction.run("MATCH (n) DETACH DELETE n")
    projection.prepare(store, "test")
    net = [Net(r.label, r.id, field, None, canonical(value)) for r in records for field, value in r.facts.items()]
    before, after = Stamp("test", 0, ""), Stamp("test", 1, "hash")
    with store.transaction() as transaction:
        projection.apply(transaction, before, after, net)

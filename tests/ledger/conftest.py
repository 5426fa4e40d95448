"""Make an empty ledger, and write to it without a graph."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pathway_graph.model import SHEETS
from pathway_graph.records import Batch, Cell, Record
from pathway_graph.storage.drafting import Draft, draft_load
from pathway_graph.storage.ledger import Ledger, Load, digest

Make = Callable[..., Batch]
Write = Callable[[Draft], Load]


@pytest.fixture
def ledger(tmp_path: pathlib.Path) -> Iterator[Ledger]:
    """An empty ledger."""
    Ledger.create(tmp_path / "ledger.sqlite3", "0" * 32, "2018-01-30T09:00:00Z")
    opened = Ledger(tmp_path / "ledger.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def make() -> Make:
    """Make what a loader would return: `make(source, (label, facts), ..., labels=..., **settings)`."""

    def make_batch(source: str, *rows: tuple[str, dict[str, Any]], labels: Any = None, **settings: str) -> Batch:
        places = [Cell(SHEETS[label], number) for number, (label, _) in enumerate(rows, 2)]
        records = tuple(Record(label, f["id"], f, {}, at) for (label, f), at in zip(rows, places, strict=True))
        listed = tuple(sorted({label for label, _ in rows})) if labels is None else labels
        return Batch(f"{source}.xlsx", source, "0" * 64, listed, records, settings=settings)

    return make_batch


@pytest.fixture
def write(ledger: Ledger) -> Write:
    """Write a draft to the ledger, as a workspace would."""

    def write_draft(draft: Draft) -> Load:
        seq, prev = ledger.head()
        load = Load(
            seq + 1, draft.kind, draft.source, draft.file, draft.sha256, "", f"2018-02-{seq + 1:02}T09:00:00Z",
            draft.undoes, prev, "",
        )  # fmt: skip
        load = dataclasses.replace(load, hash=digest(load, draft.changes, draft.net))
        with ledger.appending(load, draft.changes, draft.net, draft.winners) as appending:
            appending.write()
            appending.commit()
        return load

    return write_draft


@pytest.fixture
def load(ledger: Ledger, make: Make, write: Write) -> Callable[..., Load]:
    """Load rows of a source into the ledger: `load(source, (label, facts), ...)`."""
    return lambda *rows, **more: write(draft_load(ledger, make(*rows, **more)))

"""Go back to each load of a long history, by looking back and by a backup that was made then."""

from __future__ import annotations

import pathlib
import shutil
import sqlite3

from pathway_graph.storage.backup import restore
from pathway_graph.workspace import Workspace

from .crashing import landscape
from .trial import Tried, is_whole, stated

__all__ = ["LEDGERS", "old_ledgers", "to_each_load"]

LEDGERS = pathlib.Path(__file__).parents[2] / "data" / "ledgers"
"""A ledger of every format that was ever released, as the SQL that makes it."""


def to_each_load(folder: pathlib.Path, many: int) -> Tried:
    """Load so often, with a backup after each; then every state comes back, graph and all, in two ways."""
    with Workspace.create(folder / "long.pathway") as workspace:
        for number in range(1, many + 1):
            workspace.load(landscape(number), allow_removals=1000)
            workspace.backup(folder / f"{number}.zip")
        for number in range(1, many + 1):
            with workspace.known_at(number) as earlier:
                is_whole(earlier, number)
            back = restore(folder / f"{number}.zip", folder / "back.pathway")
            with Workspace.open(back) as restored:
                is_whole(restored, number)
            shutil.rmtree(back)
        assert workspace.facts() == stated(landscape(many))
    return Tried(many, "each state back by --known-at and from its backup, with its graph")


def old_ledgers(folder: pathlib.Path) -> Tried:
    """Every released format opens, is sound, gives a graph, and takes a load."""
    files = sorted(LEDGERS.glob("format-*.sql"))
    for file in files:
        work = folder / f"{file.stem}.pathway"
        work.mkdir()
        with sqlite3.connect(work / "ledger.sqlite3") as db:
            db.executescript(file.read_text("utf-8"))
        db.close()
        with Workspace.open(work) as workspace:
            loads = is_whole(workspace, 3)
            workspace.load(landscape(4), allow_removals=1000)
            is_whole(workspace, loads + 1)
    return Tried(len(files), ", ".join(file.stem for file in files))

"""Let many processes load into one workspace at the same time."""

from __future__ import annotations

import collections
import pathlib
import subprocess

from pathway_graph.workspace import Workspace

from .trial import Tried, python

__all__ = ["at_once"]


def at_once(folder: pathlib.Path, processes: int, loads: int, seed: int) -> Tried:
    """Start so many processes, each with so many loads of its own source, which wait for nobody but the lock."""
    work = folder / "crowd.pathway"
    Workspace.create(work).close()
    children = [
        subprocess.Popen(python(work, seed * 1000 + n, "source", f"s{n}", loads),
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for n in range(processes)
    ]  # fmt: skip
    for child in children:
        told, wrong = child.communicate(timeout=36_000)
        assert child.returncode == 0, wrong
        assert told.split() == [str(n) for n in range(loads)]
    with Workspace.open(work) as workspace:
        assert workspace.verify() == []
        by_source = collections.Counter(load.source for load in workspace.history())
        assert by_source == {f"s{n}": loads for n in range(processes)}
        names = {facts["name"] for facts in workspace.facts().values()}
        assert names == {f"s{n} {loads - 1}" for n in range(processes)}
    return Tried(processes * loads, f"{processes * loads} loads in the ledger, each once and in its source's order")

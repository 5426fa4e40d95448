"""List every load."""

from __future__ import annotations

import click

from pathway_graph.questions import asking
from pathway_graph.results import Result

from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("history")
@everywhere
def command(options: Options) -> None:
    """List every load: number, day, what it was, its source and file, who."""
    with opened(options) as workspace:
        rows = tuple(
            {"load": one.seq, "at": one.at, "kind": one.kind, "source": one.source, "file": one.file, "who": one.who,
             "undoes": one.undoes, "hash": one.hash}
            for one in workspace.history()
        )  # fmt: skip
        told = ("No loads yet.",) if not rows else ()
        columns = ("load", "at", "kind", "source", "file", "who", "undoes")
        day = options.as_of or workspace.as_of
        show(options, Result("history", rows, columns, asking.about(workspace), day, key="loads", sentences=told))

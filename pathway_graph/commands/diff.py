"""Show what changed between two loads or dates."""

from __future__ import annotations

import click

from pathway_graph import asking
from pathway_graph.results import Result
from pathway_graph.values import decode

from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("diff")
@click.argument("a", metavar="FROM")
@click.argument("b", metavar="[TO]", required=False)
@everywhere
def command(options: Options, a: str, b: str | None) -> None:
    """Show what counts differently after TO (default: now) than after FROM: load numbers, or dates."""
    with opened(options) as workspace:
        rows = tuple(
            {"label": one.label, "id": one.id, "field": one.field, "before": _words(one.before),
             "after": _words(one.after)}
            for one in workspace.diff(a, workspace.ledger.head()[0] if b is None else b)
        )  # fmt: skip
        told = () if rows else ("Nothing is different.",)
        columns = ("label", "id", "field", "before", "after")
        day = options.as_of or workspace.as_of
        parameters = {"from": a, "to": b}
        show(options, Result("diff", rows, columns, asking.about(workspace), day, key="changes",
                             parameters=parameters, counts={"facts": len(rows)}, sentences=told))  # fmt: skip


def _words(stored: object) -> str | None:
    value = decode(stored)
    return value.words if value else None

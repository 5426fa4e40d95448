"""Put a load's facts back."""

from __future__ import annotations

import click

from pathway_graph.questions import asking

from .load import tell
from .options import Options, everywhere, opened

__all__ = ["command"]


@click.command("undo")
@click.argument("load", type=click.IntRange(1))
@everywhere
def command(options: Options, load: int) -> None:
    """Put back what LOAD changed; refused, naming the facts, where later loads changed the same ones."""
    with opened(options, writing=True) as workspace:
        tell(options, workspace.undo(load), asking.about(workspace))

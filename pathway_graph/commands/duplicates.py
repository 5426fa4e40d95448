"""Show who is paid twice for the same people."""

from __future__ import annotations

import click

from pathway_graph.answers.duplicate_answers import duplicates
from pathway_graph.answers.findings import Filter, at_or_above

from .filters import fail_on, filters
from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("duplicates")
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.5, help="The share from which pairs make a group.")
@fail_on
@filters
@everywhere
def command(options: Options, only: Filter, threshold: float, fail_on: str | None) -> int:
    """Say who is paid twice for the same people, what it costs, and whether the two are linked."""
    with opened(options) as workspace:
        result = duplicates(workspace, options.as_of, only, threshold)
        show(options, result)
    return 1 if at_or_above(result, fail_on) else 0

"""Show where people fall between two services."""

from __future__ import annotations

import click

from pathway_graph.answers.findings import Filter, at_or_above
from pathway_graph.answers.handoff_answers import handoffs

from .filters import fail_on, filters
from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("handoffs")
@fail_on
@filters
@everywhere
def command(options: Options, only: Filter, fail_on: str | None) -> int:
    """Say where people fall between two services, and what would close it."""
    with opened(options) as workspace:
        result = handoffs(workspace, options.as_of, only, later=True)
        show(options, result)
        return 1 if at_or_above(result, fail_on) else 0

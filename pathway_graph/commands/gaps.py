"""Show who has nobody, where and when."""

from __future__ import annotations

import click

from pathway_graph.findings import Filter, at_or_above
from pathway_graph.gap_answers import gaps

from .filters import fail_on, filters
from .options import Options, everywhere, opened, say, show

__all__ = ["command"]


@click.command("gaps")
@click.option("--remainder", metavar="FILE.csv", help="Write the exact disjoint pieces of all that is not covered.")
@fail_on
@filters
@everywhere
def command(options: Options, only: Filter, remainder: str | None, fail_on: str | None) -> int:
    """Say who has nobody, where and when, with what it rests on and what comes nearest."""
    with opened(options) as workspace:
        answer = gaps(workspace, options.as_of, only)
        result = answer.result()
        show(options, result)
        if remainder:
            pieces = answer.remainder().write(remainder)
            say(options, f"{remainder}: {pieces} pieces, which add up; what is in none of them is covered.")
    return 1 if at_or_above(result, fail_on) else 0

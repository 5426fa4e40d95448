"""Show where milestones stand, how their dates moved, and what is waited for."""

from __future__ import annotations

import click

from pathway_graph.answers.findings import at_or_above
from pathway_graph.boards.track_answers import track

from .filters import fail_on
from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("track")
@click.option("--baseline", metavar="LOAD|DATE", help="Promised dates as they were then are the baseline.")
@click.option("--period", type=click.IntRange(1, 120), default=1, metavar="MONTHS", help="The time between two boards.")
@fail_on
@everywhere
def command(options: Options, baseline: str | None, period: int, fail_on: str | None) -> int:
    """Say of every milestone whether it is red, amber, green or complete, beside what is reported; what moved; what was
    due last period and is in the next two; who waits for whom; and what workstreams lack."""
    with opened(options) as workspace:
        result = track(workspace, options.as_of, baseline=baseline, period_months=period)
        show(options, result)
    return 1 if at_or_above(result.more["findings"], fail_on) else 0

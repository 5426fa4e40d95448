"""Show what has to be decided, by whom and by when."""

from __future__ import annotations

import click

from pathway_graph.boards.decisions import decisions

from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("decisions")
@click.option("--horizon", type=click.IntRange(0, 1200), metavar="MONTHS", help="Look so far ahead; default: the "
              "setting horizon_months, else 6.")  # fmt: skip
@everywhere
def command(options: Options, horizon: int | None) -> None:
    """Say what has to be decided, by which board date, and what happens if it is not: the milestone, the service, the
    gap behind it. Worked out from contracts, milestones, promises and gaps."""
    with opened(options) as workspace:
        show(options, decisions(workspace, options.as_of, horizon_months=horizon))

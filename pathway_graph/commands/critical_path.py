"""Show what decides a date, and why."""

from __future__ import annotations

import click

from pathway_graph.critical_path_answers import NEAR_DAYS, critical_path

from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("critical-path")
@click.option("--to", metavar="MILESTONE", help="The milestone whose date is asked about; else what finishes last.")
@click.option("--what-if", multiple=True, metavar='"M12+10d"', help="What moves if this is so much later.")
@click.option(
    "--near", type=click.FloatRange(0), default=NEAR_DAYS, metavar="DAYS", help="Tell chains as tight as this."
)
@click.option("--quality", is_flag=True, help="Measure the plan by the 14 points of the DCMA.")
@everywhere
def command(options: Options, to: str | None, what_if: tuple[str, ...], near: float, quality: bool) -> None:
    """Say what decides a date and why: the driving chain, what is nearly as tight, and the float of everything."""
    with opened(options) as workspace:
        show(
            options,
            critical_path(workspace, to, data_date=options.as_of, what_if=what_if, near=near, with_quality=quality),
        )

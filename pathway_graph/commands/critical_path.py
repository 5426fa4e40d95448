"""Show what decides a date, and why."""

from __future__ import annotations

from typing import Any

import click

from pathway_graph.plans.critical_path_answers import NEAR_DAYS, critical_path

from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("critical-path")
@click.option("--to", metavar="MILESTONE", help="The milestone whose date is asked about; else what finishes last.")
@click.option("--what-if", multiple=True, metavar='"M12+10d; D3 refused"', help="What if; several: side by side.")
@click.option(
    "--near", type=click.FloatRange(0), default=NEAR_DAYS, metavar="DAYS", help="Tell chains as tight as this."
)
@click.option("--risk", type=click.IntRange(1, 100_000), metavar="N", help="Simulate N times with ranges of durations.")
@click.option("--seed", type=int, default=0, metavar="S", help="The seed of the simulation; the same gives the same.")
@click.option("--ranges", metavar="FILE.yaml", help="More ranges, and what activities hang on together.")
@click.option("--quality", is_flag=True, help="Measure the plan by the 14 points of the DCMA.")
@everywhere
def command(options: Options, to: str | None, risk: int | None, quality: bool, **how: Any) -> None:
    """Say what decides a date and why: the driving chain, what is nearly as tight, and the float of everything."""
    with opened(options) as workspace:
        how |= {"data_date": options.as_of, "with_quality": quality, "risk": risk or 0, "later": True}
        show(options, critical_path(workspace, to, **how))

"""Show what is missing, contradictory or unassured."""

from __future__ import annotations

import click

from pathway_graph import checking

from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("check")
@click.option("--kind", type=click.Choice(["disagreement", *checking.KINDS]), help="Only this kind.")
@click.option("--ask", is_flag=True, help="List what to ask for, first what settles most.")
@everywhere
def command(options: Options, kind: str | None, ask: bool) -> None:
    """Show where sources disagree, and what is missing, assumed, without a source, or confirmed by nobody."""
    with opened(options) as workspace:
        if ask:
            from pathway_graph.ask_list import ask_list

            show(options, ask_list(workspace, options.as_of))
            return
        show(options, checking.check(workspace, options.as_of, kind))

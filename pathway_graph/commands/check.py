"""Show what is missing, contradictory or unassured."""

from __future__ import annotations

import click

from pathway_graph.answers import checking

from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("check")
@click.option("--kind", type=click.Choice(checking.KINDS), help="Only this kind.")
@click.option("--ask", is_flag=True, help="List what to ask for, first what settles most.")
@click.option("--decisions", metavar="FILE.csv", help="Where rows that look like one are decided: same or different.")
@everywhere
def command(options: Options, kind: str | None, ask: bool, decisions: str | None) -> None:
    """Show where sources disagree, and what is missing, assumed, without a source, or confirmed by nobody."""
    with opened(options) as workspace:
        if ask:
            from pathway_graph.answers.ask_list import ask_list

            show(options, ask_list(workspace, options.as_of))
            return
        if decisions:
            from pathway_graph.answers.record_decisions import decide

            show(options, decide(workspace, decisions, options.as_of))
            return
        show(options, checking.check(workspace, options.as_of, kind, later=True))

"""Say what works on this machine, and explain codes."""

from __future__ import annotations

import click

from pathway_graph import __version__
from pathway_graph.codes import CODES
from pathway_graph.errors import Problem, Usage, near_miss
from pathway_graph.machine import checks

__all__ = ["command"]


@click.group("doctor", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Say what works on this machine; `doctor explain PG160` says what a code means and what to do."""
    if ctx.invoked_subcommand:
        return
    click.echo(f"pathway-graph {__version__}")
    for check in checks():
        click.echo(f"{'ok     ' if check.works else 'missing'}  {check.what}: {check.found}")
        if not check.works:
            click.echo(f"         {check.remedy}")


@command.command("explain")
@click.argument("code")
def explain(code: str) -> None:
    """Say what a code means and what to do about it."""
    wanted = code.strip().upper()
    if wanted not in CODES:
        hint = near_miss(wanted, CODES) or "Codes are PG and three digits: PG160."
        raise Usage(Problem("PG907", f"there is no code '{code}'.", hint, value=code))
    found = CODES[wanted]
    click.echo(f"{found.code}\n{found.meaning}\nWhat to do: {found.remedy}")

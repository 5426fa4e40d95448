"""Say what works on this machine, and explain codes."""

from __future__ import annotations

import click

from pathway_graph import __version__
from pathway_graph.codes import CODES
from pathway_graph.errors import Problem, Usage, near_miss
from pathway_graph.kinds import KINDS
from pathway_graph.machine import checks

__all__ = ["command"]


@click.group("doctor", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Say what works on this machine; `doctor explain PG160` (or `gap`) says what a code or a kind of finding is."""
    if ctx.invoked_subcommand:
        return
    click.echo(f"pathway-graph {__version__}")
    for check in checks():
        click.echo(f"{'ok     ' if check.works else 'missing'}  {check.what}: {check.found}")
        if not check.works:
            click.echo(f"         {check.remedy}")


@command.command("explain")
@click.argument("code", metavar="CODE|KIND")
def explain(code: str) -> None:
    """Say what a code (PG160) or a kind of finding (gap) means, and what to do about it."""
    kind = KINDS.get(code.strip().lower().replace("-", "_"))
    if kind is not None:
        click.echo(f"{kind.kind} (pathway-graph {kind.command})\n{kind.rule}\nVerdicts: {kind.verdicts}")
        click.echo(f"What to do: {kind.remedy}\nMore: docs/findings.md")
        return
    wanted = code.strip().upper()
    if wanted not in CODES:
        hint = near_miss(wanted, CODES) or near_miss(code.strip().lower(), KINDS)
        hint = hint or f"Codes are PG and three digits: PG160. Kinds of findings: {', '.join(KINDS)}."
        raise Usage(Problem("PG907", f"there is no code or kind of finding '{code}'.", hint, value=code))
    found = CODES[wanted]
    click.echo(f"{found.code}\n{found.meaning}\nWhat to do: {found.remedy}")

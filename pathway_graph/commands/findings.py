"""Record findings, list what became of them, accept one for a time, and reopen it."""

from __future__ import annotations

import datetime

import click

from pathway_graph.answers import finding_records as records
from pathway_graph.answers.finding_states import STATES
from pathway_graph.answers.findings import at_or_above
from pathway_graph.errors import Problem, Usage

from .filters import fail_on
from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.group("findings")
def command() -> None:
    """Keep findings from one month to the next: what is new, open, accepted, resolved.

    \b
    pathway-graph findings refresh                        compute all, record them, write them into the graph
    pathway-graph findings list --since 12                what changed since load 12
    pathway-graph findings accept gap-3edf --until 2026-03-31 --by-role "Head of Commissioning" --why "Meant so."
    """


@command.command("refresh")
@fail_on
@everywhere
def _refresh(options: Options, fail_on: str | None) -> int:
    """Compute all findings, record what is new or found no more, and write them into the graph."""
    with opened(options, writing=True) as workspace:
        result = records.refresh(workspace, options.as_of)
        show(options, result)
    return 1 if at_or_above((row for row in result if row["state"] != "resolved"), fail_on) else 0


@command.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only those in this state.")
@click.option("--kind", metavar="KIND", help="Only this kind: gap, duplicate, handoff, ...")
@click.option("--since", metavar="LOAD|DATE", help="Only those whose state changed after it.")
@everywhere
def _list(options: Options, state: str | None, kind: str | None, since: str | None) -> None:
    """List what is on record, the most severe first."""
    with opened(options) as workspace:
        show(options, records.listed(workspace, options.as_of, state, kind, since))


@command.command("accept")
@click.argument("id")
@click.option("--until", required=True, metavar="DATE", help="The last day for which it is accepted.")
@click.option("--by-role", required=True, help="The role that accepts it; never a person's name.")
@click.option("--why", required=True, help="The reason, in a sentence.")
@everywhere
def _accept(options: Options, id: str, until: str, by_role: str, why: str) -> None:
    """Accept a finding until a day; its id may be cut short."""
    try:
        last = datetime.date.fromisoformat(until)
    except ValueError:
        raise Usage(Problem("PG902", f"--until '{until}' is no day.", "Write it as 2018-01-30.", value=until)) from None
    with opened(options, writing=True) as workspace:
        show(options, records.accept(workspace, id, last, by_role, why, options.as_of))


@command.command("reopen")
@click.argument("id")
@everywhere
def _reopen(options: Options, id: str) -> None:
    """Take an acceptance back."""
    with opened(options, writing=True) as workspace:
        show(options, records.reopen(workspace, id, options.as_of))

"""Compare options with what is there."""

from __future__ import annotations

import datetime

import click

from pathway_graph.boards.option_answers import compare
from pathway_graph.errors import Problem, Usage

from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("compare")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--on", metavar="DATE", help="The day looked at; else the first on which all has begun and ended.")
@everywhere
def command(options: Options, files: tuple[str, ...], on: str | None) -> None:
    """Say what options would do: gaps opened and closed, duplicates removed, value; nothing is written.

    Each FILE says what would be otherwise, in any format that load reads: services opened, closed or merged, contracts
    let.
    """
    day = options.as_of
    if on is not None:
        try:
            day = datetime.date.fromisoformat(on)
        except ValueError:
            raise Usage(Problem("PG902", f"--on '{on}' is no day.", "Write it as 2019-04-01.", value=on)) from None
    with opened(options) as workspace:
        show(options, compare(workspace, files, on=day))

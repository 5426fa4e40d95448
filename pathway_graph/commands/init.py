"""Make an empty workspace."""

from __future__ import annotations

import shlex

import click

from pathway_graph.workspace import Workspace

from .options import Options, everywhere, say

__all__ = ["command"]


@click.command("init")
@click.argument("folder_to_make", metavar="DIR")
@everywhere
def command(options: Options, folder_to_make: str) -> None:
    """Make an empty workspace DIR (it gets .pathway if it lacks it)."""
    with Workspace.create(folder_to_make) as workspace:
        click.echo(str(workspace.path))
    made = shlex.quote(str(workspace.path))
    say(options, f"Next: pathway-graph template services.xlsx, fill it in, pathway-graph -C {made} load it.")

"""Write the workbook to fill in."""

from __future__ import annotations

import pathlib

import click

from pathway_graph import registry
from pathway_graph.errors import Problem, Usage

from .options import Options, everywhere, opened, say

__all__ = ["command"]


@click.command("template")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--from-graph", is_flag=True, help="Fill it with what the workspace holds.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@everywhere
def command(options: Options, file: str, from_graph: bool, force: bool) -> None:
    """Write the workbook FILE.xlsx to fill in: a sheet a label, drop-downs, help on every heading.

    With --from-graph it is filled with what is there; loading it again changes nothing.
    """
    path = pathlib.Path(file)
    if path.suffix.casefold() != ".xlsx":
        raise Usage(Problem("PG908", f"'{file}' is no workbook's name.", f"Write {path.with_suffix('.xlsx')}."))
    workbook = registry.exports()["workbook"]
    if from_graph:
        with opened(options) as workspace:
            workbook.workbook(path, workspace.facts(), workspace.settings, overwrite=force)
    else:
        workbook.template(path, overwrite=force)
    click.echo(str(path))
    say(options, f"Fill it in, then: pathway-graph load {path}")

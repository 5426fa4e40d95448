"""Make the example workspace, answer the four questions and draw the map."""

from __future__ import annotations

import pathlib

import click

from pathway_graph.demonstration import EXAMPLE, answers, example_file
from pathway_graph.workspace import Workspace

from .map import draw
from .options import Options, everywhere, say

__all__ = ["command"]

_NEXT = """Try next:
  pathway-graph -C {folder} query                          every question that can be asked
  pathway-graph -C {folder} update wellbeing-house hours="Mon-Fri 10:00-17:00"
  pathway-graph -C {folder} history                        what was loaded and changed
  pathway-graph init mine; pathway-graph template services.xlsx   your own landscape"""


@click.command("demo")
@click.argument("folder_to_make", metavar="[DIR]", default=EXAMPLE)
@everywhere
def command(options: Options, folder_to_make: str) -> None:
    """Make the example workspace DIR, answer the four questions, draw the map and say what to try next."""
    folder = pathlib.Path(folder_to_make)
    folder = folder if folder.suffix == ".pathway" else folder.with_name(folder.name + ".pathway")
    if not folder.exists():
        Workspace.create(folder).close()
    with Workspace.open(folder) as workspace:
        loaded = workspace.load(example_file())
        done = "Made" if loaded.load else "Opened"
        say(options, f"{done} {folder}: what a board paper of 2018 says of a mental health pathway.")
        for section, found in answers(workspace):
            click.echo(f"\n{section.heading}\n")
            for answer in found:
                click.echo(answer.to_text() + "\n")
        page = folder.with_name(f"{workspace.name}.map.html")
        draw(workspace, page, options)
    click.echo(f"The map: {page}\n\n{_NEXT.format(folder=folder)}")

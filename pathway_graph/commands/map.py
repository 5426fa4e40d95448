"""Draw the landscape of services."""

from __future__ import annotations

import pathlib

import click

from pathway_graph import registry
from pathway_graph.landscape_map import landscape_map
from pathway_graph.whole_files import write_whole
from pathway_graph.workspace import Workspace

from .options import Options, everywhere, opened

__all__ = ["command", "draw"]


@click.command("map")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="The file to write; else NAME.map.html.")
@everywhere
def command(options: Options, output: str | None) -> None:
    """Draw the landscape as one HTML file that needs nothing else: no script, no network."""
    with opened(options) as workspace:
        path = pathlib.Path(output) if output else pathlib.Path(f"{workspace.name}.map.html")
        draw(workspace, path, options)
    click.echo(str(path))


def draw(workspace: Workspace, path: pathlib.Path, options: Options) -> None:
    """Write the map whole or not at all: beside the target first, then in its place."""
    text = registry.exports()["map"].html(landscape_map(workspace, options.as_of))
    write_whole(path, text, what="the map")

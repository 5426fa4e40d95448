"""Draw the landscape of services."""

from __future__ import annotations

import pathlib
from typing import Any

import click

from pathway_graph.answers.findings import Filter
from pathway_graph.pictures.maps import FORMATS, draw_map
from pathway_graph.pictures.pages import PAGES
from pathway_graph.pictures.picture import DIMENSIONS
from pathway_graph.workspace import Workspace

from .filters import filters
from .options import Options, everywhere, opened, say

__all__ = ["command", "draw"]

_LANES = click.Choice(DIMENSIONS)


@click.command("map")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="The file to write; else NAME.map.html.")
@click.option("--as", "format", type=click.Choice(FORMATS), help="The format; else that of -o, else html.")
@click.option("--lanes", nargs=2, type=_LANES, metavar="DOWN ACROSS", help=f"Two of {', '.join(DIMENSIONS)}.")
@click.option("--since", metavar="LOAD|DATE", help="Mark what was added, removed or moved since.")
@click.option("--beside", metavar="AREA|DATE", help="Set a second area, or a second day, beside the first.")
@click.option("--page", type=click.Choice(tuple(PAGES)), default="a3", help="The page to be readable on (not HTML).")
@click.option("--house", type=click.Path(dir_okay=False), help="A house style; else the workspace's own.")
@click.option("--fresh", is_flag=True, help="Place every box anew, not where it stood last time.")
@filters
@everywhere
def command(
    options: Options, only: Filter, output: str | None, format: str | None, page: str, **how: Any
) -> None:  # fmt: skip
    """Draw the landscape: one HTML file that needs nothing else, or SVG, PDF or PNG."""
    how["lanes"] = tuple(how["lanes"]) if how["lanes"] else None
    suffix = pathlib.Path(output).suffix.lstrip(".").casefold() if output else ""
    chosen = format or (suffix if suffix in FORMATS else "html")
    with opened(options) as workspace:
        drawing = draw_map(workspace, options.as_of, only=only, keep=options.known_at is None, **how)
        path = pathlib.Path(output or f"{workspace.name}.map.{chosen}")
    paths = drawing.save(path, chosen, page)
    for remark in drawing.remarks(chosen, page):
        say(options, remark)
    for written in paths:
        click.echo(str(written))


def draw(workspace: Workspace, path: pathlib.Path, options: Options) -> None:
    """Write the page of a map whole or not at all."""
    draw_map(workspace, options.as_of).save(path, "html")

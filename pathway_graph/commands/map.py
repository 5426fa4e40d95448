"""Draw the landscape of services."""

from __future__ import annotations

import os
import pathlib
import tempfile

import click

from pathway_graph import registry
from pathway_graph.errors import InputProblems, Problem
from pathway_graph.landscape_map import landscape_map
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
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        pathlib.Path(name).chmod(0o644)
        os.replace(name, path)
    except OSError as error:
        pathlib.Path(name).unlink(missing_ok=True) if "name" in locals() else None
        hint = "Close it where it is open, or name another file with -o."
        raise InputProblems(
            Problem("PG500", f"the map can't be written: {error.strerror}.", hint, file=str(path))
        ) from None

"""Write what is stored as a file that another tool reads."""

from __future__ import annotations

import json

import click

from pathway_graph.plans.plan_exports import FORMATS
from pathway_graph.questions import asking

from .options import Options, everywhere, opened, say

__all__ = ["command"]


@click.command("export")
@click.option("--as", "format", type=click.Choice(FORMATS), required=True, help="mspdi: Microsoft Project XML.")
@click.option("-o", "path", type=click.Path(dir_okay=False), required=True, metavar="PATH", help="The file to write.")
@click.option("--programme", metavar="ID", help="The programme to write, where there are several.")
@everywhere
def command(options: Options, format: str, path: str, programme: str | None) -> None:
    """Write a programme, with its dates and floats, as a plan that Microsoft Project opens."""
    with opened(options) as workspace:
        left_out = workspace.export(path, format=format, programme=programme, as_of=options.as_of)
        if options.as_json:
            body = {"schema": "pathway-graph/export/1", "workspace": asking.about(workspace), "format": format,
                    "file": path, "left_out": list(left_out)}  # fmt: skip
            click.echo(json.dumps(body, indent=2, ensure_ascii=False))
            return
    click.echo(path)
    for line in left_out:
        say(options, f"Not in the file: {line}")

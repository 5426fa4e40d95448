"""Draw dependencies, handoffs, contracts, coverage, or what a question draws."""

from __future__ import annotations

import pathlib
from typing import Any

import click

from pathway_graph.answers.findings import Filter
from pathway_graph.errors import Problem, Usage
from pathway_graph.pictures.diagrams import FORMATS, PICTURES, ending
from pathway_graph.pictures.pages import PAGES

from .filters import filters
from .options import Options, everywhere, opened, say

__all__ = ["command", "drawing_options", "write"]


def drawing_options(command: Any) -> Any:
    """Add the options that every picture has."""
    for option in reversed((
        click.option("--as", "format", type=click.Choice(FORMATS), help="The format; else that of -o, else svg."),
        click.option("-o", "--output", type=click.Path(dir_okay=False), help="The file to write; else NAME.WHAT.svg."),
        click.option("--page", type=click.Choice(tuple(PAGES)), default="a3", help="The page to be readable on."),
        click.option("--house", type=click.Path(dir_okay=False), help="A house style; else the workspace's own."),
        click.option("--to", metavar="MILESTONE", help="Only this milestone and what its date waits for."),
        click.option("--workstream", metavar="ID", help="Only the milestones of this workstream."),
    )):  # fmt: skip
        command = option(command)
    return command


@click.command("diagram")
@click.argument("what", metavar="WHAT")
@click.argument("parameters", nargs=-1, metavar="[PARAMETER=VALUE]...")
@click.option("--cards/--plain", default=True, help="Dependencies as cards for a board, or as a plain network.")
@click.option("--by", type=click.Choice(["age", "step"]), default="age", help="The rows of coverage.")
@click.option("--renderer", metavar="NAME", default="", help="graphviz-pure, dot, pygraphviz or lines; else in turn.")
@click.option("--fresh", is_flag=True, help="Place every box anew, not where it stood last time.")
@drawing_options
@filters
@everywhere
def command(options: Options, only: Filter, what: str, parameters: tuple[str, ...], **how: Any) -> None:
    """Draw WHAT: dependencies, handoffs, contracts, coverage, or the picture of a question (see query)."""
    words = dict(_parameter(word) for word in parameters)
    if words and what in PICTURES:
        raise Usage(Problem("PG504", f"'{what}' takes no {next(iter(words))}.", "See pathway-graph diagram --help."))
    write(options, what, how, only=only, **words)


def _parameter(word: str) -> tuple[str, str]:
    name, mark, value = word.partition("=")
    if not mark or not name:
        raise Usage(Problem("PG906", f"'{word}' is no NAME=VALUE.", "Write the name, = and the value.", value=word))
    return name, value


def write(options: Options, what: str, how: dict[str, Any], **more: Any) -> None:
    """Draw, write the files, print their names, and say on stderr what is to be known beside them."""
    from pathway_graph.pictures.diagrams import diagram

    output, page = how.pop("output"), how.pop("page")
    suffix = pathlib.Path(output).suffix.lstrip(".").casefold() if output else ""
    format = how.pop("format") or next((name for name in FORMATS if suffix in (name, ending(name))), "svg")
    with opened(options) as workspace:
        if what != "coverage" and how.get("by") in ("age", "step"):
            how.pop("by")
        drawing = diagram(workspace, what, options.as_of, keep=options.known_at is None, page=page, **how, **more)
        path = pathlib.Path(output) if output else pathlib.Path(f"{workspace.name}.{what}.{ending(format)}")
    remarks = drawing.remarks(format, page)
    paths = drawing.save(path, format, page)
    for remark in remarks:
        say(options, remark)
    for written in paths:
        click.echo(str(written))

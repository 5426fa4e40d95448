"""Show what changed between two loads or dates, or what happens between two days in the world."""

from __future__ import annotations

import dataclasses
import datetime

import click

from pathway_graph.errors import Problem, Usage
from pathway_graph.results import Result

from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("diff")
@click.argument("a", metavar="[FROM]", required=False)
@click.argument("b", metavar="[TO]", required=False)
@click.option("--table", is_flag=True, help="Show the facts as a table, not sentences.")
@click.option("--between", nargs=2, metavar="DAY DAY", help="What happens in the world between two days.")
@everywhere
def command(options: Options, a: str | None, b: str | None, table: bool, between: tuple[str, str] | None) -> None:
    """Say what counts differently after TO (default: now) than after FROM: load numbers, or dates. In sentences, by
    workstream and by service; --between: what opens, closes and ends, and which verdicts change."""
    days = (_day(between[0]), _day(between[1])) if between else None
    with opened(options) as workspace:
        result: Result = workspace.diff(a, b, between=days)
        if options.as_of:
            result = dataclasses.replace(result, as_of=options.as_of)
        show(options, _as_table(result) if table else result)


def _as_table(result: Result) -> Result:
    told = {f.name: getattr(result, f.name) for f in dataclasses.fields(result)}
    return Result(**{**told, "sentences": () if result.rows else ("Nothing is different.",), "title": ""})


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        hint = "Write it as 2018-01-30."
        raise Usage(Problem("PG902", f"--between '{text}' is no day.", hint, value=text)) from None

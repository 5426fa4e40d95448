"""Show who has nobody, where and when."""

from __future__ import annotations

import datetime

import click

from pathway_graph.answers.findings import Filter, at_or_above
from pathway_graph.answers.gap_answers import gaps
from pathway_graph.errors import Problem, Usage
from pathway_graph.workspace import Workspace

from .filters import fail_on, filters
from .options import Options, everywhere, opened, say, show

__all__ = ["command"]


@click.command("gaps")
@click.option("--remainder", metavar="FILE.csv", help="Write the exact disjoint pieces of all that is not covered.")
@click.option("--from", "first", metavar="DATE", help="With --until: how coverage changes between the two days.")
@click.option("--until", metavar="DATE", help="The day before which changes are told.")
@fail_on
@filters
@everywhere
def command(
    options: Options, only: Filter, remainder: str | None, first: str | None, until: str | None, fail_on: str | None
) -> int:
    """Say who has nobody, where and when, with what it rests on and what comes nearest."""
    with opened(options) as workspace:
        if first or until:
            return _through_time(options, workspace, only, (first, until), fail_on)
        answer = gaps(workspace, options.as_of, only)
        result = answer.result()
        show(options, result)
        if remainder:
            pieces = answer.remainder().write(remainder)
            say(options, f"{remainder}: {pieces} pieces, which add up; what is in none of them is covered.")
    return 1 if at_or_above(result, fail_on) else 0


def _through_time(
    options: Options, workspace: Workspace, only: Filter, days: tuple[str | None, str | None], fail_on: str | None
) -> int:
    from pathway_graph.answers.coverage_calendar import calendar

    first = _day("--from", days[0]) if days[0] else options.as_of or workspace.as_of
    if days[1] is None:
        raise Usage(Problem("PG911", "--from wants --until, too.", "Say the day before which changes are told."))
    result = calendar(workspace, first, _day("--until", days[1]), only)
    show(options, result)
    return 1 if at_or_above(result, fail_on) else 0


def _day(name: str, text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Usage(Problem("PG902", f"{name} '{text}' is no day.", "Write it as 2018-01-30.", value=text)) from None

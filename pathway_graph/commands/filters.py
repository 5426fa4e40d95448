"""Give the commands that list findings the same filters."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from pathway_graph.answers.findings import SEVERITIES, Filter

__all__ = ["fail_on", "filters"]

_FILTERS = (
    click.option("--area", metavar="ID", help="Only what touches this area."),
    click.option("--need", metavar="ID", help="Only what touches this need."),
    click.option("--function", metavar="ID", help="Only this function and those below it."),
    click.option("--provider", metavar="ID", help="Only what concerns this provider's services."),
)

fail_on = click.option(
    "--fail-on", type=click.Choice(SEVERITIES), help="Exit with 1 if a finding is so severe, unless it is accepted."
)
"""The option that turns findings into an exit status."""


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the filters; the command gets them as `only`, a Filter."""

    @functools.wraps(command)
    def wrapped(*args: Any, **words: Any) -> Any:
        only = Filter(*(words.pop(name) for name in ("area", "need", "function", "provider")))
        return command(*args, only=only, **words)

    for option in reversed(_FILTERS):
        wrapped = option(wrapped)
    return wrapped

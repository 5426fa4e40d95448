"""List the questions, ask one, or run Cypher that only reads."""

from __future__ import annotations

import click

from pathway_graph.errors import Problem, Usage
from pathway_graph.questions import asking

from .options import Options, everywhere, opened, show

__all__ = ["command"]


@click.command("query")
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, metavar="[PARAMETER=VALUE]...")
@click.option("--text", metavar="CYPHER", help="Run this Cypher instead; only reading is allowed.")
@click.option("--cypher", is_flag=True, help="Print the question's file instead of asking it.")
@everywhere
def command(options: Options, name: str | None, parameters: tuple[str, ...], text: str | None, cypher: bool) -> None:
    """List the questions; ask one.

    \b
    pathway-graph query                                   the questions
    pathway-graph query contracts.ending by=2026-03-31    ask one
    pathway-graph query --text 'MATCH (s:Service) RETURN s.id AS id'
    """
    with opened(options) as workspace:
        if text is not None:
            show(options, asking.run(workspace, text, options.as_of))
        elif name is None:
            show(options, asking.catalogue(workspace))
        elif cypher:
            click.echo(asking.source(workspace, name), nl=False)
        else:
            show(options, asking.ask(workspace, name, options.as_of, **_given(parameters)))


def _given(parameters: tuple[str, ...]) -> dict[str, str]:
    wrong = [p for p in parameters if "=" not in p]
    if wrong:
        hint = f"Write it as NAME={wrong[0]}; the question's parameters are shown by --cypher."
        raise Usage(Problem("PG906", f"'{wrong[0]}' is no parameter.", hint, value=wrong[0]))
    return dict(p.split("=", 1) for p in parameters)

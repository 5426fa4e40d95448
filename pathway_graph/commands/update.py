"""Change single facts."""

from __future__ import annotations

import click

from pathway_graph.errors import Problem, Usage
from pathway_graph.questions import asking

from .load import tell
from .options import Options, everywhere, opened

__all__ = ["command"]


@click.command("update")
@click.argument("id", metavar="ID")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE...")
@everywhere
def command(options: Options, id: str, changes: tuple[str, ...]) -> None:
    """Change single facts of one row: update iapt status=full; update Contract#k1 ends=2027-03-31.

    An empty value makes the field blank again. A change outranks the files until a later load changes that very cell.
    """
    wrong = [change for change in changes if "=" not in change]
    if wrong:
        raise Usage(Problem("PG906", f"'{wrong[0]}' is no change.", f"Write it as {wrong[0]}=VALUE.", value=wrong[0]))
    with opened(options, writing=True) as workspace:
        result = workspace.update(id, dict(change.split("=", 1) for change in changes))
        tell(options, result, asking.about(workspace))

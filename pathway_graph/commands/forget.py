"""Take a person's name out of all that is kept."""

from __future__ import annotations

import json

import click

from pathway_graph.errors import Problem, Usage
from pathway_graph.questions import asking

from .options import Options, everywhere, opened, say

__all__ = ["command"]


@click.command("forget")
@click.argument("name", required=False)
@click.option("--with", "instead", metavar="ROLE", default="named person", show_default=True, help="Put in its place.")
@click.option("--dry-run", is_flag=True, help="Only count where it stands.")
@everywhere
def command(options: Options, name: str | None, instead: str, dry_run: bool) -> None:
    """Put a role in place of a person's NAME in every load there ever was; asked for where it is left out.

    The chain of loads stays whole, and says that this was done. It can't be undone. Old backups, and the files that the
    name was loaded from, are yours to mend.
    """
    if name is None:
        if options.no_input:
            raise Usage(Problem("PG189", "there is no name.", "Say it: pathway-graph forget 'A Name' --with ROLE."))
        name = click.prompt("Name", err=True)
    with opened(options) as workspace:
        done = workspace.forget(name, instead, dry_run=dry_run)
        if options.as_json:
            body = {"schema": "pathway-graph/forget/1", "workspace": asking.about(workspace), "loads": list(done.loads),
                    "rows": done.rows, "dry_run": dry_run, "load": done.load.seq if done.load else None}  # fmt: skip
            click.echo(json.dumps(body, indent=2, ensure_ascii=False))
            return
        where = f"in {done.rows} rows of the ledger, of {len(done.loads)} loads"
        if done.load is None:
            click.echo(f"It stands {where}. Nothing was written (--dry-run)." if done.rows else "It stands nowhere.")
            return
        click.echo(f"Replaced {where}. Load {done.load.seq} says so; the name is not in it.")
        say(options, "It may still be in older backups, in the files that were loaded, and in graphs on servers: make")
        say(options, "new backups, correct the files, and run pathway-graph db rebuild --store URL for each server.")

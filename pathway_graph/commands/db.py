"""Look after the workspace and its graph."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import click

from pathway_graph import asking
from pathway_graph.backup import restore as restore_backup
from pathway_graph.errors import Unavailable

from .options import Options, everywhere, found_workspace, opened

__all__ = ["command"]


@click.group("db")
def command() -> None:
    """Look after the workspace and its graph: info, verify, rebuild, backup, restore."""


def _print(options: Options, name: str, about: dict[str, Any], body: dict[str, Any]) -> None:
    if options.as_json:
        whole = {"schema": f"pathway-graph/{name}/1", "workspace": about, **body}
        click.echo(json.dumps(whole, indent=2, ensure_ascii=False, default=str))
        return
    for key, value in body.items():
        click.echo(f"{key.replace('_', ' ')}: {value}")


@command.command("info")
@everywhere
def info(options: Options) -> None:
    """Say what the workspace holds, where its graph is, and whether the two agree."""
    with opened(options) as workspace:
        _print(options, "db-info", asking.about(workspace), workspace.info())


@command.command("verify")
@everywhere
def verify(options: Options) -> None:
    """Compare everything: the ledger's chain, its sums, and the whole graph with the ledger. Exit 4 on damage."""
    with opened(options) as workspace:
        damage = workspace.verify()
        _print(options, "db-verify", asking.about(workspace), {"sound": not damage, "damage": [str(d) for d in damage]})
        if damage:
            raise Unavailable(*damage)


@command.command("rebuild")
@click.option("--take-over", is_flag=True, help="Replace whatever the server's database holds.")
@everywhere
def rebuild(options: Options, take_over: bool) -> None:
    """Make the graph anew from the ledger; on a server, mend what differs."""
    with opened(options) as workspace:
        workspace.rebuild(take_over=take_over)
        _print(options, "db-rebuild", asking.about(workspace), {"rebuilt": True})


@command.command("backup")
@click.argument("file", type=click.Path(dir_okay=False))
@everywhere
def backup(options: Options, file: str) -> None:
    """Write the whole workspace into one FILE; the graph is not in it, it is made anew from the ledger."""
    with opened(options) as workspace:
        workspace.backup(pathlib.Path(file))
        _print(options, "db-backup", asking.about(workspace), {"file": file})


@command.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.argument("folder_to_make", metavar="[DIR]", required=False)
@everywhere
def restore(options: Options, file: str, folder_to_make: str | None) -> None:
    """Bring back what a backup FILE holds: into a new workspace DIR, or over this one, which is kept aside."""
    folder = pathlib.Path(folder_to_make) if folder_to_make else found_workspace(options)
    restored = restore_backup(pathlib.Path(file), folder)
    click.echo(str(restored))

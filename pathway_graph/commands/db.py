"""Look after the workspace and its graph."""

from __future__ import annotations

import contextlib
import json
import pathlib
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

import click

from pathway_graph.errors import Problem, Unavailable, Usage
from pathway_graph.questions import asking
from pathway_graph.storage.backup import restore as restore_backup

from .options import Options, everywhere, found_workspace, opened, say

__all__ = ["command"]


@click.group("db")
def command() -> None:
    """Look after the workspace and its graph: info, verify, rebuild, backup, restore, copy, serve-bolt."""


def _print(options: Options, name: str, about: dict[str, Any], body: dict[str, Any]) -> None:
    if options.as_json:
        whole = {"schema": f"pathway-graph/{name}/1", "workspace": about, **body}
        click.echo(json.dumps(whole, indent=2, ensure_ascii=False, default=str))
        return
    for key, value in body.items():
        click.echo(f"{key.replace('_', ' ')}: {_words(value)}")


def _words(value: Any) -> str:
    """Say a value as people do: yes and no, lists with commas, and what there is none of."""
    if isinstance(value, dict):
        value = [f"{key} {_words(each)}" for key, each in value.items()]
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_words, value)) or "none"
    return {True: "yes", False: "no", None: "none"}[value] if value is None or isinstance(value, bool) else str(value)


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


@command.command("copy")
@click.option("--to", required=True, metavar="URL", help="Where the graph goes: a Bolt address, or embedded.")
@click.option("--take-over", is_flag=True, help="Replace whatever the server's database holds.")
@everywhere
def copy(options: Options, to: str, take_over: bool) -> None:
    """Bring the graph to a server, or back, and compare it there with the ledger."""
    from pathway_graph.storage.copying import copy_graph

    folder = found_workspace(options)
    body = copy_graph(folder, to, take_over=take_over)
    for line in body.pop("said"):
        say(options, line)
    with opened(Options(folder=str(folder))) as workspace:
        _print(options, "db-copy", asking.about(workspace), body)


@command.command("serve-bolt")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="The port; else a free one.")
@everywhere
def serve_bolt(options: Options, port: int | None) -> None:
    """Let drivers, notebooks and Neo4j's tools read a copy of the graph, until Ctrl-C.

    On this machine alone, by a user that can only read, under a password that is made for this once.
    """
    if options.store != "embedded":
        hint = f"Connect to {options.store}, or leave --store out."
        raise Usage(Problem("PG219", "the graph is on a server already.", hint))
    from pathway_graph.storage.serving import serving

    with contextlib.ExitStack() as stack:
        ended: threading.Event = stack.enter_context(_told_to_end())
        with opened(options) as workspace:
            workspace.read("MATCH (m:_Meta) RETURN m.seq AS seq")  # brings the graph into step, and holds it still
            served = stack.enter_context(serving(workspace.path / "graph", port=port or 0))
            about = asking.about(workspace)
        login = {"url": served.url, "database": "graph", "user": served.user, "password": served.password}
        _print(options, "db-serve-bolt", about, login)
        sys.stdout.flush()
        say(options, f"Serving a copy of load {about['seq']}, to be read only. End it with Ctrl-C.")
        while not ended.wait(0.2):  # a wait without an end can't be interrupted on Windows
            pass


@contextlib.contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """Give what is set by Ctrl-C, or when the process is told to end."""
    ended = threading.Event()
    before = {name: signal.signal(name, lambda *_: ended.set()) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ended
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)

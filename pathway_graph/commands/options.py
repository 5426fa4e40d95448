"""Give every command the same options, and one way to open a workspace and to show an answer."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import functools
import os
import pathlib
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click

from pathway_graph.errors import InputProblems, PathwayError, Problem, Unavailable, Usage
from pathway_graph.results import Result
from pathway_graph.workspace import Workspace

__all__ = ["Options", "everywhere", "found_workspace", "opened", "say", "show"]


@dataclasses.dataclass(frozen=True, slots=True)
class Options:
    """What may be said with every command (docs/commands.md)."""

    folder: str | None = None
    store: str = "embedded"
    as_of: datetime.date | None = None
    known_at: str | None = None
    as_json: bool = False
    as_csv: bool = False
    quiet: bool = False
    no_input: bool = False
    debug: bool = False


_EVERYWHERE = (
    click.option("-C", "folder", metavar="DIR", help="The workspace."),
    click.option("--store", default="embedded", metavar="URL", help="Where the graph is: embedded, or a Bolt address."),
    click.option("--as-of", metavar="DATE", help="The day that is asked about."),
    click.option("--known-at", metavar="LOAD|DATE", help="Answer from what the ledger knew then."),
    click.option("--json", "as_json", is_flag=True, help="Print JSON."),
    click.option("--csv", "as_csv", is_flag=True, help="Print CSV."),
    click.option("--quiet", "-q", is_flag=True, help="Print no more than the answer."),
    click.option("--no-input", is_flag=True, help="Never ask."),
    click.option("--debug", is_flag=True, help="Show where a defect of ours happened."),
)


def everywhere(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command has; the command gets them as its first argument, an Options."""

    @functools.wraps(command)
    def wrapped(**words: Any) -> Any:
        given = {field.name: words.pop(field.name) for field in dataclasses.fields(Options)}
        given["folder"] = given["folder"] or (click.get_current_context().find_root().obj or {}).get("folder")
        given["as_of"] = _day(given["as_of"])
        if given["no_input"]:
            from pathway_graph.stores.login import never_ask

            never_ask()
        if given["as_json"] and given["as_csv"]:
            raise Usage(Problem("PG901", "--json and --csv exclude each other.", "Say one of them."))
        return command(Options(**given), **words)

    for option in reversed(_EVERYWHERE):
        wrapped = option(wrapped)
    return wrapped


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        hint = "Write it as 2018-01-30."
        raise Usage(Problem("PG902", f"--as-of '{text}' is no day.", hint, value=text)) from None


def found_workspace(options: Options) -> pathlib.Path:
    """Find the workspace: the one named, else the nearest `*.pathway` upwards, else PATHWAY_WORKSPACE."""
    if options.folder:
        named = pathlib.Path(options.folder)
        return named if named.is_dir() or named.suffix == ".pathway" else named.with_name(named.name + ".pathway")
    here = pathlib.Path.cwd()
    for folder in (here, *here.parents):
        if folder.suffix == ".pathway":
            return folder
        near = sorted(child for child in folder.glob("*.pathway") if child.is_dir())
        if len(near) > 1:
            names = ", ".join(child.name for child in near)
            raise Usage(Problem("PG903", f"{folder} holds several workspaces: {names}.", "Name one with -C."))
        if near:
            return near[0]
    if from_environment := os.environ.get("PATHWAY_WORKSPACE"):
        return pathlib.Path(from_environment)
    hint = "Make one with: pathway-graph init NAME. Or name one with -C."
    raise Unavailable(Problem("PG904", "there is no workspace here or above.", hint))


@contextlib.contextmanager
def opened(options: Options, *, writing: bool = False) -> Iterator[Workspace]:
    """Open the workspace for one command, and say on stderr what had to be done to it."""
    if writing and options.known_at:
        raise Usage(Problem("PG905", "--known-at looks back and can't be written to.", "Leave it out."))
    with (
        Workspace.open(found_workspace(options), store=options.store, writing=writing) as workspace,
        _damage_told(workspace),
    ):
        if options.known_at:
            with workspace.known_at(options.known_at) as earlier:
                yield earlier
            return
        try:
            yield workspace
        finally:
            for line in workspace.said:
                say(options, line)


@contextlib.contextmanager
def _damage_told(workspace: Workspace) -> Iterator[None]:
    """Where a command fails in a way that nobody foresaw, look whether its ledger is damaged, and say that instead."""
    try:
        yield
    except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
        raise
    except Exception as error:
        if isinstance(error, PathwayError) and error.status != PathwayError.status:
            raise
        from pathway_graph.storage.audit import audit_ledger

        damage = audit_ledger(workspace.ledger)
        if damage:
            raise Unavailable(*damage) from error
        raise


def say(options: Options, line: str) -> None:
    """Tell the user something that is not the answer: on stderr, and not with --quiet."""
    if not options.quiet:
        click.echo(line, err=True)


def show(options: Options, result: Result) -> None:
    """Print an answer in the form that was asked for."""
    if options.as_json:
        click.echo(result.to_json())
    elif options.as_csv:
        click.echo(result.to_csv(), nl=False)
    else:
        room = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
        click.echo(result.to_text(max(room, 40)))


def refuse(code: str, message: str, hint: str) -> InputProblems:
    """Make the error for input that can't be used."""
    return InputProblems(Problem(code, message, hint))

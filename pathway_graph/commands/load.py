"""Read files into the workspace."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import pathlib
from collections.abc import Iterator
from typing import Any

import click

from pathway_graph import registry
from pathway_graph.errors import InputProblems
from pathway_graph.questions import asking
from pathway_graph.storage.ahead import import_ahead
from pathway_graph.tables import text_table
from pathway_graph.workspace import LoadResult

from .options import Options, everywhere, opened, say

__all__ = ["command", "tell"]


@click.command("load")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--as", "format", metavar="FORMAT", help="The format; else told by the file.")
@click.option("--source", metavar="NAME", help="The name under which the facts are kept.")
@click.option("--map", "map", type=click.Path(), metavar="FILE", help="How the columns of a foreign file are meant.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--allow-removals", type=click.IntRange(0), default=0, metavar="N", help="Let up to N rows a label go.")
@click.option("--strict", is_flag=True, help="Let nothing unreadable pass, also from a published source.")
@click.option("--problems", type=click.Path(), metavar="PATH", help="Where the marked-up copy goes.")
@click.option("--no-problems", is_flag=True, help="Make no marked-up copy.")
@everywhere
def command(options: Options, files: tuple[str, ...], problems: str | None, no_problems: bool, **how: Any) -> None:
    """Read files into the workspace: each all or nothing; the same file twice changes nothing.

    All are read before the first is kept. A file that refers to rows of another, or adds to them, may be named before
    it.
    """
    strict = how.pop("strict")
    reading = {name: how.pop(name) for name in ("format", "source", "map")}
    marked = not no_problems and not how["dry_run"]
    with opened(options, writing=not how["dry_run"]) as workspace:
        import_ahead()
        waiting = []
        for file in files:
            with _marking(options, file, problems, marked):
                waiting.append((file, registry.read_batch(file, strict=strict, **reading)))
        while waiting:
            later = []
            for file, batch in waiting:
                try:
                    with _marking(options, file, problems, marked and len(waiting) == 1):
                        result = workspace.load(batch, **how)
                except InputProblems as error:
                    if len(waiting) == 1 or not _may_come_later(error):
                        raise
                    later.append((file, batch))
                else:
                    tell(options, result, asking.about(workspace))
            waiting = later if len(later) < len(waiting) else later[:1]  # the first that is stuck says what is missing


_HANGS_ON_OTHERS = {"PG160", "PG161", "PG163", "PG164", "PG167"}
"""What the rows of another file can put right: a row that is named, or added to; a need's scale; an area's parts."""


def _may_come_later(error: InputProblems) -> bool:
    """True where nothing is wrong with a file but what another may put right."""
    return all(problem.code in _HANGS_ON_OTHERS for problem in error.problems)


@contextlib.contextmanager
def _marking(options: Options, file: str, wanted: str | None, marked: bool) -> Iterator[None]:
    """Write the marked-up copy of a file with which something is wrong, where one is wanted."""
    try:
        yield
    except InputProblems as error:
        if marked:
            _mark(options, file, wanted, error)
        raise


def _mark(options: Options, file: str, wanted: str | None, error: InputProblems) -> None:
    """Write the marked-up copy beside the file, or where --problems says; never in the file itself.

    There is none of what is no file of rows: a folder of something else, a device.
    """
    path = pathlib.Path(file)
    if not (path.is_file() or path.is_dir()) or all(problem.code == "PG101" for problem in error.problems):
        return
    try:
        path = path if path.name else path.resolve()  # "." and ".." have no name to write beside
        target = registry.exports()["problems"].write_problems(path, error.problems, wanted)
    except OSError as problem:
        say(options, f"The marked-up copy could not be written: {problem.strerror}.")
    else:
        say(options, f"Marked-up copy: {target}")


def tell(options: Options, result: LoadResult, about: dict[str, Any]) -> None:
    """Say what a load (an update, an undo) did: counts by label, remarks, and how to undo it."""
    counts = {label: dataclasses.asdict(found) for label, found in result.counts.items()}
    remarks = [problem.to_dict() for problem in result.problems]
    if options.as_json:
        body = {"schema": "pathway-graph/load/1", "workspace": about, "source": result.source,
                "load": result.load.seq if result.load else None, "dry_run": result.dry_run,
                "counts": counts, "problems": remarks}  # fmt: skip
        click.echo(json.dumps(body, indent=2, ensure_ascii=False))
        return
    for problem in result.problems:
        say(options, str(problem))
    changed = any(c[what] for c in counts.values() for what in ("added", "changed", "retired"))
    if counts and not options.quiet:
        click.echo(text_table(["", "added", "changed", "retired", "unchanged"],
                              [[label, *c.values()] for label, c in counts.items()]))  # fmt: skip
    if result.dry_run:
        click.echo("Nothing was written (--dry-run).")
    elif result.load:
        seq = result.load.seq
        click.echo(f"Load {seq} from '{result.source}' is kept. Undo it with: pathway-graph undo {seq}")
    elif not any(any(found.values()) for found in counts.values()):
        click.echo(f"Nothing was loaded: '{result.source}' has no rows yet.")
    elif not changed:
        click.echo("Nothing has changed since this was last loaded.")

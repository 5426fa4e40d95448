"""Turn words on the command line into library calls."""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import json
import os
import sys
from typing import Any

import click

from . import __version__
from .errors import PathwayError, Problem

__all__ = ["COMMANDS", "group", "main"]

COMMANDS: dict[str, str] = {
    "demo": "Make the example workspace, answer the four questions and draw the map.",
    "init": "Make an empty workspace.",
    "template": "Write the workbook to fill in.",
    "load": "Read files into the workspace: all or nothing.",
    "history": "List every load: what, when, from where.",
    "diff": "Show what changed between two loads or dates.",
    "undo": "Put a load's facts back.",
    "update": "Change single facts.",
    "forget": "Take a person's name out of all that is kept.",
    "gaps": "Say who has nobody, where and when.",
    "duplicates": "Say who is paid twice for the same people.",
    "handoffs": "Say where people fall between two services.",
    "walk": "Say where a person gets to, or who reaches nobody.",
    "critical-path": "Say what decides a date, and why.",
    "track": "Say where milestones stand, and how they moved.",
    "contracts": "Say which contracts end with nothing behind them.",
    "decisions": "Say what has to be decided, by when, and what happens else.",
    "compare": "Say what options would do beside what is there.",
    "query": "List the questions, or ask one.",
    "findings": "Record findings, and what becomes of them.",
    "check": "Show what is missing, contradictory or unassured.",
    "map": "Draw the landscape of services.",
    "diagram": "Draw dependencies, handoffs, contracts, coverage, or a question.",
    "gantt": "Draw the plan with baseline, float and critical path.",
    "export": "Write a plan as a file that another tool reads.",
    "db": "Look after the workspace and its graph.",
    "doctor": "Say what works on this machine, and explain codes.",
}
"""Each command and its line of help; the command itself is in pathway_graph/commands/ under the same name."""

_MOST_PROBLEMS = 100
_DISK = (errno.ENOSPC, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC))
"""What a system says of a disk that is full or fails."""


class _Commands(click.Group):
    """Find a command by its name, and import it only when it is called, so that --help stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f".commands.{cmd_name.replace('-', '_')}", __package__)
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from .errors import near_miss

            hint = near_miss(args[0], COMMANDS)
            raise click.UsageError(f"there is no command '{args[0]}'. {hint}".rstrip(), ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="pathway-graph")
@click.option("-C", "folder", metavar="DIR", help="The workspace; else the nearest *.pathway, else PATHWAY_WORKSPACE.")
@click.pass_context
def group(ctx: click.Context, folder: str | None) -> None:
    """Say who has nobody, who is paid twice, where people fall between services, and what decides the date.

    Start with: pathway-graph demo
    """
    ctx.obj = {"folder": folder}


def main(argv: list[str] | None = None) -> int:
    """Run one command; give its exit status.

    0 done; 1 findings at or above --fail-on; 2 wrong usage; 3 input that can't be used; 4 workspace or server missing,
    busy or refused; 5 no renderer; 70 a defect of ours; 130 interrupted.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    _open_what_is_closed()
    gc.set_threshold(1_000_000, 50, 50)  # an answer is many small things, none of them garbage
    try:
        with contextlib.suppress(AttributeError, ValueError):
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        status = group.main(args=words, prog_name="pathway-graph", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.ClickException as error:
        return _wrong_usage(error, words)
    except click.Abort:
        return _interrupted()
    except KeyboardInterrupt:
        return _interrupted()
    except PathwayError as error:
        if "--debug" in words:
            raise
        _print_problems(list(error.problems), as_json="--json" in words)
        return error.status
    except (BrokenPipeError, SystemExit):  # the reader went away (`| head`), which click ends so: nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _DISK and "--debug" not in words:
            return _disk_is_full(error, words)
        if "--debug" in words:
            raise
        told = f"{type(error).__name__}: {error}".replace("\n", " ")[:300]
        hint = "Nothing of yours is at fault. Run it again with --debug and send us what it prints."
        _print_problems([Problem("PG999", f"a defect of ours: {told}.", hint)], as_json="--json" in words)
        return 70


def _open_what_is_closed() -> None:
    """Give a place to streams that the caller closed, lest the next file that is opened become one of them."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            place = os.open(os.devnull, os.O_RDWR)
            if place != number:
                os.dup2(place, number)
                os.close(place)
            setattr(sys, name, open(number, "r" if name == "stdin" else "w", encoding="utf-8", closefd=False))  # noqa: SIM115


def _disk_is_full(error: OSError, words: list[str]) -> int:
    """Say that the answer could not be written where it was to go; what was buffered is dropped."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    told = f"what was to be written can't be: {error.strerror}."
    _print_problems([Problem("PG204", told, "Make room, or write it elsewhere.")], as_json="--json" in words)
    return 4


def _wrong_usage(error: click.ClickException, words: list[str]) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.ctx.get_help())
        return 0
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "pathway-graph"
    message = error.format_message()
    problem = Problem("PG900", message[:1].lower() + message[1:], f"See {command} --help.")
    _print_problems([problem], as_json="--json" in words)
    return 2


def _print_problems(problems: list[Problem], *, as_json: bool) -> None:
    if as_json:
        body = {"schema": "pathway-graph/errors/1", "errors": [p.to_dict() for p in problems]}
        click.echo(json.dumps(body, indent=2, ensure_ascii=False))
        return
    for problem in problems[:_MOST_PROBLEMS]:
        click.echo(str(problem), err=True)
    if len(problems) > _MOST_PROBLEMS:
        click.echo(f"and {len(problems) - _MOST_PROBLEMS} more problems like these.", err=True)


def _interrupted() -> int:
    """Leave at once: a statement may still be running in the engine, and a normal exit would wait for it."""
    click.echo("interrupted; nothing was half-written.", err=True)
    from .stores import leave_at_once

    leave_at_once(130)


if __name__ == "__main__":
    sys.exit(main())

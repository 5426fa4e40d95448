"""Draw the plan as a Gantt chart."""

from __future__ import annotations

from typing import Any

import click

from .diagram import drawing_options, write
from .options import Options, everywhere

__all__ = ["command"]


@click.command("gantt")
@click.option("--by", type=click.Choice(["workstream", "board"]), default="workstream", help="How rows are grouped.")
@drawing_options
@everywhere
def command(options: Options, **how: Any) -> None:
    """Draw the plan: bars, baseline, float, the data date and the critical path, by workstream or board."""
    write(options, "gantt", how)

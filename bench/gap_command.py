"""Time `gaps`, `duplicates` and `check` from the shell on many services; print JSON.

python bench/gap_command.py [SERVICES] [REQUIREMENTS] [FOLDER]      default 10000, 1000 and a folder that goes again

Each command is run once to warm the files and then three times; the least wall and processor times are told, and how
long an empty Python and `--help` take, since both are in every figure.
"""

from __future__ import annotations

import pathlib
from typing import Any

from _country import DAY, loaded, run, sheets, timed

__all__ = ["main"]


def main(services: int, requirements: int, folder: pathlib.Path) -> dict[str, Any]:
    """Make the workspace where it is not there yet, and time the commands on it."""
    made = loaded(folder / f"country{services}.pathway", lambda: sheets(services, requirements))
    command = ("-m", "pathway_graph")
    ends = ("-C", str(made), "--as-of", DAY)
    found: dict[str, Any] = {"services": services, "requirements": requirements}
    found["python"], found["help"] = timed("-c", "pass"), timed(*command, "--help")
    for name in ("gaps", "duplicates", "check"):
        found[name] = timed(*command, name, *ends)
        found[f"{name} --json"] = timed(*command, name, "--json", *ends)
    return found


if __name__ == "__main__":
    run(main, 10_000, 1_000)

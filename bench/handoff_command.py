"""Time `handoffs` and `walk --everyone` from the shell on many services; print JSON.

python bench/handoff_command.py [SERVICES] [FOLDER]      default 10000 and a folder that goes again

The country is that of `gap_command.py`, with two handoffs for each service, most to a service near it in the list. Each
command is run once to warm the files and then three times; the least wall and processor times are told, and how long
an empty Python and `--help` take, since both are in every figure.
"""

from __future__ import annotations

import json
import pathlib
import random
import sys
import tempfile
from typing import Any

import yaml

from bench.gap_command import sheets, timed
from pathway_graph.workspace import Workspace

__all__ = ["main"]

_DAY = "2025-06-30"
_KINDS = ("refer", "signpost", "transition", "step_up", "step_down", "discharge")
_DOORS = ("self", "gp", "referral", "")


def landscape(services: int, seed: int = 11) -> dict[str, list[dict[str, str]]]:
    """Add doors and handoffs to the country: one in ten papers is missing, one in ten not stated."""
    chance = random.Random(seed)
    told = sheets(services, services // 10)
    for row in told["Services"]:
        row["entry"] = chance.choice(_DOORS)
    told["Handoffs"] = [_handoff(chance, n, services) for n in range(2 * services)]
    return told


def _handoff(chance: random.Random, n: int, services: int) -> dict[str, str]:
    sender = n % services
    to = min(max(sender + chance.choice((-1, 1)) * chance.randint(1, 20), 0), services - 1)
    papers = ("yes",) * 8 + ("no", "")
    return {
        "id": f"h{n}", "name": f"Handoff {n}", "from": f"s{sender}", "to": f"s{to}", "kind": chance.choice(_KINDS),
        "protocol": chance.choice(papers), "agreement": chance.choice(papers), "max_wait": chance.choice(("", "28")),
        "stated_in": "d", "locator": f"line {n}",
    }  # fmt: skip


def main(services: int, folder: pathlib.Path) -> dict[str, Any]:
    """Make the workspace where it is not there yet, and time the commands on it."""
    made = folder / f"handoffs{services}.pathway"
    if not made.exists():
        file = folder / "handoffs.yaml"
        dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        file.write_text(yaml.dump(landscape(services), Dumper=dumper), encoding="utf-8")
        with Workspace.create(made) as workspace:
            workspace.load(file)
    command = ("-m", "pathway_graph")
    ends = ("-C", str(made), "--as-of", _DAY)
    found: dict[str, Any] = {"services": services, "handoffs": 2 * services}
    found["python"], found["help"] = timed("-c", "pass"), timed(*command, "--help")
    for words in (("handoffs",), ("handoffs", "--json"), ("walk", "--everyone")):
        found[" ".join(words)] = timed(*command, *words, *ends)
    return found


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as scratch:
        print(json.dumps(main(number, pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else scratch)), indent=2))

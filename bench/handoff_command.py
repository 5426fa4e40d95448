"""Time `handoffs` from the shell on many services; print JSON.

python bench/handoff_command.py [SERVICES] [FOLDER]      default 2000 and a folder that goes again

The target is for 10,000: give that number and a folder that stays, since loading it takes longer than all the rest.
`everyone.py` times `walk --everyone`.

The country is that of `_country.py`, with two handoffs for each service, most to a service near it in the list. Each
command is run once to warm the files and then three times; the least wall and processor times are told, and how long
an empty Python and `--help` take, since both are in every figure.
"""

from __future__ import annotations

import pathlib
import random
from typing import Any

from _country import DAY, loaded, run, sheets, timed

__all__ = ["main"]

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
    made = loaded(folder / f"handoffs{services}.pathway", lambda: landscape(services))
    command = ("-m", "pathway_graph")
    ends = ("-C", str(made), "--as-of", DAY)
    found: dict[str, Any] = {"services": services, "ways": 2 * services}
    found["python"], found["help"] = timed("-c", "pass"), timed(*command, "--help")
    for words in (("handoffs",), ("handoffs", "--json")):
        found[" ".join(words)] = timed(*command, *words, *ends)
    return found


if __name__ == "__main__":
    run(main, 2_000)

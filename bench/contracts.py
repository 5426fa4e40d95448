"""Time `contracts` from the shell on many contracts; print JSON.

python bench/contracts.py [CONTRACTS] [SERVICES] [REQUIREMENTS] [FOLDER]      default 10000, 1000, 200 and one that goes

Contracts pay for one to three services each; one in three is replaced, some of these too late; most state lead and
notice. The command runs once to warm the files and then three times; the least wall and processor times are told, with
those of an empty Python and of `--help`, which are in every figure. Target: 2 s for 10,000 contracts.
"""

from __future__ import annotations

import datetime
import pathlib
import random
from typing import Any

from _country import loaded, run, sheets, timed

_DAY = datetime.date(2025, 6, 30)
_TARGET = 2.0


def agreements(many: int, services: int, seed: int = 11) -> list[dict[str, str]]:
    """Make contracts that end within a few years; about one in three is replaced, up to forty days too late."""
    chance = random.Random(seed)
    found: list[dict[str, str]] = []
    for n in range(many):
        ends = _DAY + datetime.timedelta(days=chance.randrange(-400, 1500))
        row = {
            "id": f"k{n}", "name": f"Contract {n}", "starts": "2020-04-01", "ends": ends.isoformat(),
            "services": "; ".join(f"s{s}" for s in sorted(chance.sample(range(services), chance.choice((1, 1, 2, 3))))),
            "annual_value": str(1000 * (1 + n % 400)), "lead_months": chance.choice(("6", "9", "12", "")),
            "notice_months": chance.choice(("3", "6", "")), "under": "k0" if 0 < n < 40 else "",
        }  # fmt: skip
        if n and n % 3 == 0:
            before = datetime.date.fromisoformat(found[n - 1]["ends"])
            late = chance.choice((1, 1, 1, 2, 41))
            starts = before + datetime.timedelta(days=late)
            row |= {"replaces": f"k{n - 1}", "starts": starts.isoformat(), "ends": "2031-03-31"}
        found.append({name: value for name, value in row.items() if value})
    return found


def main(many: int, services: int, requirements: int, folder: pathlib.Path) -> dict[str, Any]:
    """Make the workspace where it is not there yet, and time the command on it."""

    def told() -> dict[str, list[dict[str, str]]]:
        return {**sheets(services, requirements), "Contracts": agreements(many, services)}

    made = loaded(folder / f"contracts{many}.pathway", told)
    ends = ("-C", str(made), "--as-of", _DAY.isoformat())
    found: dict[str, Any] = {"contracts": many, "services": services, "requirements": requirements, "target": _TARGET}
    found["python"], found["help"] = timed("-c", "pass"), timed("-m", "pathway_graph", "--help")
    found["contracts from the shell"] = timed("-m", "pathway_graph", "contracts", *ends)
    found["contracts --json"] = timed("-m", "pathway_graph", "contracts", "--json", *ends)
    found["met"] = found["contracts from the shell"]["wall"] <= _TARGET
    return found


if __name__ == "__main__":
    run(main, 10_000, 1_000, 200)

"""Make a country of services and time commands on it: what the benchmarks of the shell have in common."""

from __future__ import annotations

import json
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yaml

from pathway_graph.workspace import Workspace

__all__ = ["DAY", "loaded", "run", "seconds", "sheets", "timed"]

DAY = "2025-06-30"
_HOURS = ("Mon-Fri 09:00-17:00", "24/7", "Mon-Sun 08:00-20:00", "Mon-Fri 08:00-18:30; Sat 09:00-13:00", "")
_AGES = ("18+", "any", "0-18", "16-25", "65+", "")
_STEPS = ("1-2", "2-3", "3-5", "any", "")
_TIMES = 3


def sheets(services: int, requirements: int, seed: int = 7) -> dict[str, list[dict[str, str]]]:
    """Make a country of 42 systems with four places of ten neighbourhoods each; about one cell in seven is blank."""
    chance = random.Random(seed)
    areas = [{"id": "e", "name": "Country"}]
    levels: list[list[str]] = [["e"], [], [], []]
    for n in range(42):
        _area(areas, levels, 1, f"i{n:02}", "e")
        for place in range(4):
            _area(areas, levels, 2, f"i{n:02}p{place}", f"i{n:02}")
            for hood in range(10):
                _area(areas, levels, 3, f"i{n:02}p{place}h{hood}", f"i{n:02}p{place}")
    scales = ("none", "0-5 stepped care")
    needs = [{"id": f"n{n:02}", "name": f"Need {n}", "scale": scales[n % 2]} for n in range(40)]
    functions = [{"id": f"f{n:02}", "name": f"Function {n}", "kind": "helps"} for n in range(60)]
    found: dict[str, list[dict[str, str]]] = {
        "Documents": [{"id": "d", "title": "Register", "published": "2025-06-30"}], "Areas": areas, "Needs": needs,
        "Functions": functions,
        "Organisations": [{"id": f"o{n}", "name": f"Provider {n}", "roles": "provider"} for n in range(400)],
        "Services": [_service(chance, n, levels) for n in range(services)],
        "Requirements": [_requirement(chance, n, levels) for n in range(requirements)],
        "Contracts": [_contract(chance, n, services) for n in range(services // 4)],
    }  # fmt: skip
    return found


def _area(rows: list[dict[str, str]], levels: list[list[str]], level: int, id: str, parent: str) -> None:
    rows.append({"id": id, "name": id.upper(), "parent": parent})
    levels[level].append(id)


def _box(chance: random.Random, level: int, levels: list[list[str]]) -> dict[str, str]:
    need = chance.randrange(40)
    steps = {"steps": chance.choice(_STEPS)} if need % 2 else {}
    return {
        "function": f"f{min(int(chance.paretovariate(0.7)) - 1, 59):02}", "area": chance.choice(levels[level]),
        "need": f"n{need:02}", "ages": chance.choice(_AGES), "hours": chance.choice(_HOURS), **steps,
    }  # fmt: skip


def _service(chance: random.Random, n: int, levels: list[list[str]]) -> dict[str, str]:
    status = chance.choices(("open", "planned", "full", "pilot"), (90, 3, 4, 3))[0]
    return {
        "id": f"s{n}", "name": f"Service {n}", "provider": f"o{n % 400}", "status": status,
        "opens": "2026-01-01" if status == "planned" else f"20{10 + n % 14}-04-01",
        "annual_value": str(1000 * (1 + n % 400)), **_box(chance, chance.choice((1, 2, 3, 3)), levels),
        "max_wait": chance.choice(("14", "28", "90", "")), "stated_in": "d", "locator": f"row {n}",
    }  # fmt: skip


def _requirement(chance: random.Random, n: int, levels: list[list[str]]) -> dict[str, str]:
    return {
        "id": f"r{n}", "name": f"Requirement {n}", **_box(chance, chance.choice((1, 2)), levels), "max_wait": "28",
        "strength": chance.choice(("must", "should", "aim")), "stated_in": "d", "locator": f"clause {n}",
    }  # fmt: skip


def _contract(chance: random.Random, n: int, services: int) -> dict[str, str]:
    return {
        "id": f"k{n}", "name": f"Contract {n}", "services": f"s{chance.randrange(services)}", "starts": "2020-04-01",
        "ends": f"202{chance.randrange(5, 9)}-03-31",
    }  # fmt: skip


def timed(*words: str) -> dict[str, Any]:
    """Run a command a few times: the least wall and processor seconds, and how much it printed."""
    best: dict[str, Any] = {}
    for turn in range(_TIMES + 1):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run([sys.executable, *words], capture_output=True, check=True)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        user = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if turn:
            best["wall"] = round(min(wall, best.get("wall", wall)), 2)
            best["processor"] = round(min(user, best.get("processor", user)), 2)
            best["kilobytes"] = len(done.stdout) // 1000
    return best


def loaded(place: pathlib.Path, told: Callable[[], Mapping[str, Sequence[Mapping[str, str]]]]) -> pathlib.Path:
    """Give the workspace at a place; where there is none, make it and load the sheets that `told` gives."""
    if not place.exists():
        file = place.with_suffix(".yaml")
        dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        file.write_text(yaml.dump(told(), Dumper=dumper), encoding="utf-8")
        with Workspace.create(place) as workspace:
            workspace.load(file)
    return place


def seconds(call: Callable[[], object]) -> float:
    """Time one call by the clock."""
    begun = time.perf_counter()
    call()
    return round(time.perf_counter() - begun, 4)


def run(main: Callable[..., dict[str, Any]], *defaults: int) -> None:
    """Print what `main` measures: the numbers on the command line, else `defaults`, then a folder or one that goes."""
    many = len(defaults)
    numbers = [int(word) for word in sys.argv[1 : many + 1]]
    with tempfile.TemporaryDirectory() as scratch:
        place = pathlib.Path(sys.argv[many + 1] if len(sys.argv) > many + 1 else scratch)
        print(json.dumps(main(*numbers, *defaults[len(numbers) :], place), indent=2))

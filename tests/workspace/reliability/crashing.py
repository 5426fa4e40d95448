"""Load one landscape after the other into a workspace until somebody kills this process.

`python crashing.py FOLDER START [MOMENT TIMES]`: each load's number is printed when it is acknowledged. With a moment
the process kills itself when it is reached for the so-manieth time; with `once` it ends after one load, and with
`source NAME LOADS` it makes so many under a name of its own, waiting while others hold the workspace. The landscapes
follow from their numbers.
"""

from __future__ import annotations

import os
import pathlib
import random
import signal
import sys
import time
from typing import Any

from pathway_graph.errors import Busy, PathwayError
from pathway_graph.records import Batch, Cell, Record
from pathway_graph.storage.moments import watch
from pathway_graph.workspace import Workspace

__all__ = ["landscape", "main"]


def landscape(number: int) -> Batch:
    """Make the landscape of a number: areas in a tree, services, provisions that cover some areas."""
    pick = random.Random(number)
    rows: list[tuple[str, dict[str, Any]]] = [("Function", {"id": "f", "name": "F"})]
    areas = [f"a{n}" for n in range(pick.randrange(3, 12))]
    rows += [
        ("Area", {"id": a, "name": f"{a} {number}", **({"parent": [areas[0]]} if n else {})})
        for n, a in enumerate(areas)
    ]
    for n in range(pick.randrange(1, 20)):
        some = sorted(pick.sample(areas, 3))
        area = {"state": "stated", "words": "; ".join(some), "value": {"sure": some}}
        rows.append(("Service", {"id": f"s{n}", "name": f"S{n}", "caseload": pick.randrange(9)}))
        rows.append(("Provision", {"id": f"s{n}", "service": [f"s{n}"], "function": ["f"], "area": area}))
    records = tuple(Record(label, facts["id"], facts, {}, Cell(label, at)) for at, (label, facts) in enumerate(rows, 2))
    return Batch(f"{number}.xlsx", "landscape", str(number), ("Area", "Service", "Provision"), records)


def main() -> int:
    """Load until somebody ends it, or a hundred landscapes; give 4 where a load was refused, which is said."""
    folder, start, how = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    if how[:1] == ["source"]:
        return _share(folder, start, how[1], int(how[2]))
    if len(how) == 2:
        left = [int(how[1])]

        def die(moment: str) -> None:
            left[0] -= moment == how[0]
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        watch(die)
    try:
        with Workspace.open(folder) as workspace:
            for number in range(start, start + (1 if how == ["once"] else 100)):
                workspace.load(landscape(number), allow_removals=1000)
                print(number, flush=True)
    except PathwayError as error:
        print(error, file=sys.stderr)
        return 4
    return 0


def _share(folder: pathlib.Path, start: int, source: str, loads: int) -> int:
    """Make loads of one source, one after the other, each as soon as nobody else holds the workspace."""
    pick = random.Random(start)
    for number in range(loads):
        area = {"id": f"{source}-{number % 3}", "name": f"{source} {number}"}
        batch = Batch(f"{source}.csv", source, str(number), ("Area",),
                      (Record("Area", area["id"], dict(area), {}, Cell("Areas", 2)),))  # fmt: skip
        while True:
            try:
                with Workspace.open(folder) as workspace:
                    workspace.load(batch, allow_removals=1000)
                break
            except Busy:
                time.sleep(pick.random())
        print(number, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

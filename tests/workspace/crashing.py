"""Load one landscape after the other into a workspace until somebody kills this process.

`python crashing.py FOLDER START [MOMENT TIMES]`: each load's number is printed when it is acknowledged. With a moment
the process kills itself when it is reached for the so-manieth time. The landscapes follow from their numbers.
"""

from __future__ import annotations

import os
import pathlib
import random
import signal
import sys
from typing import Any

from pathway_graph.moments import watch
from pathway_graph.records import Batch, Cell, Record
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


def main() -> None:
    """Load until somebody ends it, or a hundred landscapes."""
    folder, start = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    if len(sys.argv) > 3:
        left = [int(sys.argv[4])]

        def die(moment: str) -> None:
            left[0] -= moment == sys.argv[3]
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        watch(die)
    with Workspace.open(folder) as workspace:
        for number in range(start, start + 100):
            workspace.load(landscape(number), allow_removals=1000)
            print(number, flush=True)


if __name__ == "__main__":
    main()

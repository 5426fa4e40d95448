"""Ask every question of a landscape of 10,000 services in process and on a real Neo4j: seconds and ratios, as JSON.

Both are asked in turn, the best of three counts, and what is asked, is asked with its own default parameters; a
question that cannot be asked so is named. It starts a server of its own on loopback (tests/neo4j_server.py).
"""

from __future__ import annotations

import json
import os
import pathlib
import sys
import tempfile
from typing import Any

from _country import loaded, seconds, sheets

from pathway_graph.errors import PathwayError
from pathway_graph.questions import asking, library
from pathway_graph.storage.copying import copy_graph
from pathway_graph.workspace import Workspace

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tests"))
import neo4j_server

__all__ = ["measure"]

TARGET = 3.0  # times the embedded seconds
_TIMES = 3


def measure(url: str, services: int) -> dict[str, Any]:
    """Load the landscape, copy it to the empty database at `url`, and ask both."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = loaded(pathlib.Path(scratch) / "bench.pathway", lambda: sheets(services, 500))
        with Workspace.open(folder) as workspace:
            facts = workspace.info()["facts"]
        copied = seconds(lambda: copy_graph(folder, url))
        with Workspace.open(folder) as here, Workspace.open(folder, store=url) as there:
            asked = {question.name: _asked(question.name, here, there) for question in library.all_questions()}
    times = {name: found for name, found in asked.items() if "ratio" in found}
    ratios = sorted(found["ratio"] for found in times.values())
    return {
        "services": services, "facts": facts, "copy_and_compare": copied, "target_ratio": TARGET,
        "questions": len(times), "above_target": [n for n, found in times.items() if found["ratio"] > TARGET],
        "median_ratio": ratios[len(ratios) // 2], "largest_ratio": ratios[-1], "asked": asked,
    }  # fmt: skip


def _asked(name: str, here: Workspace, there: Workspace) -> dict[str, Any]:
    """Ask one question on both, in turn; seconds of each, and how many times as long the server takes."""
    try:
        rows = len(asking.ask(here, name).rows)
        found = [(seconds(lambda: asking.ask(here, name)), seconds(lambda: asking.ask(there, name)))
                 for _ in range(_TIMES)]  # fmt: skip
    except PathwayError as error:
        return {"not asked": str(error.problems[0])}
    embedded, server = min(one for one, _ in found), min(other for _, other in found)
    return {"rows": rows, "embedded": embedded, "server": server, "ratio": round(server / max(embedded, 0.001), 2)}


if __name__ == "__main__":
    with neo4j_server.running_server() as server:
        os.environ.update(PATHWAY_NEO4J_USER=server.user, PATHWAY_NEO4J_PASSWORD=server.password)
        print(json.dumps(measure(server.url, int(sys.argv[1]) if sys.argv[1:] else 10_000), indent=2))

"""Ask every question of a landscape of 10,000 services in process and on a real Neo4j: seconds and ratios, as JSON.

Beside the services there are as many handoffs, and a plan of 500 milestones, so that every question has something to
look at. Both are asked in turn, and the best of five counts. What is asked, is asked with its own default parameters
(`milestone` is the last one); a question that cannot be asked so is named. The seconds are those of the clock. It
starts a server of its own on loopback (tests/neo4j_server.py). The landscape is made in FOLDER, or taken from there.

usage: python bench/server_questions.py [SERVICES] [FOLDER]
"""

from __future__ import annotations

import os
import pathlib
import random
import sys
from typing import Any

from _country import loaded, run, seconds, sheets

from pathway_graph.errors import PathwayError
from pathway_graph.questions import asking, library
from pathway_graph.storage.copying import copy_graph
from pathway_graph.workspace import Workspace

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tests"))
import neo4j_server

__all__ = ["measure"]

TARGET = 3.0  # times the embedded seconds
_TIMES = 5
_MILESTONES = 500
_MEGABYTES = 1024  # of heap for the server: half of it is too little for a first copy in one transaction


def measure(url: str, services: int, place: pathlib.Path) -> dict[str, Any]:
    """Load the landscape into a folder in `place`, copy it to the empty database at `url`, and ask both."""
    folder = loaded(place / "bench.pathway", lambda: _whole(services))
    with Workspace.open(folder) as workspace:
        facts = workspace.info()["facts"]
    copied = seconds(lambda: copy_graph(folder, url))
    with Workspace.open(folder) as here, Workspace.open(folder, store=url) as there:
        asked = {question.name: _asked(question, here, there) for question in library.all_questions()}
    times = {name: found for name, found in asked.items() if "ratio" in found}
    ratios = sorted(found["ratio"] for found in times.values())
    untold = [name for name, found in asked.items() if "ratio" not in found]
    return {
        "services": services, "facts": facts, "copy_and_compare": copied, "target_ratio": TARGET,
        "questions": len(times), "not_asked": untold,
        "above_target": [name for name, found in times.items() if found["ratio"] > TARGET],
        "median_ratio": ratios[len(ratios) // 2], "largest_ratio": ratios[-1], "asked": asked,
    }  # fmt: skip


def _whole(services: int) -> dict[str, list[dict[str, str]]]:
    """Add handoffs between near services, and a plan in which each milestone waits for one or two before it."""
    chance = random.Random(11)
    found = sheets(services, 500)
    found["Handoffs"] = [
        {"id": f"h{n}", "name": f"Handoff {n}", "from": f"s{n}",
         "to": f"s{min(n + chance.randint(1, 20), services - 1)}",
         "protocol": chance.choice(("yes", "yes", "no", "")), "agreement": chance.choice(("yes", "no", "")),
         "max_wait": chance.choice(("14", ""))}
        for n in range(services)
    ]  # fmt: skip
    found["Programmes"] = [{"id": "p", "name": "Programme"}]
    found["Workstreams"] = [{"id": f"w{n}", "name": f"Workstream {n}", "programme": "p"} for n in range(10)]
    found["Milestones"] = [
        {"id": f"m{n}", "name": f"Milestone {n}", "workstream": f"w{n % 10}",
         "planned_finish": f"202{5 + n // 200}-06-30", "owner": chance.choice(("lead", ""))}
        for n in range(_MILESTONES)
    ]  # fmt: skip
    found["Dependencies"] = [
        {"id": f"d{n}-{back}", "needs": f"m{n - back}", "blocks": f"m{n}",
         "status": chance.choice(("agreed", "at risk", ""))}
        for n in range(1, _MILESTONES)
        for back in {1, chance.randint(1, min(n, 30))}
    ]  # fmt: skip
    return found


def _asked(question: library.Question, here: Workspace, there: Workspace) -> dict[str, Any]:
    """Ask one question on both, in turn; seconds of each, and how many times as long the server takes."""
    name, told = question.name, {"milestone": f"m{_MILESTONES - 1}"}
    given = {p.name: told[p.name] for p in question.parameters if p.name in told and p.default is None}
    try:
        rows, same = (asking.ask(store, name, **given).rows for store in (here, there))
        if list(rows) != list(same):
            return {"not asked": "the two answer differently"}
        found = [(seconds(lambda: asking.ask(here, name, **given)), seconds(lambda: asking.ask(there, name, **given)))
                 for _ in range(_TIMES)]  # fmt: skip
    except PathwayError as error:
        return {"not asked": str(error.problems[0])}
    embedded, server = min(one for one, _ in found), min(other for _, other in found)
    return {"rows": len(rows), "embedded": embedded, "server": server, "ratio": round(server / max(embedded, 0.001), 2)}


def main(services: int, place: pathlib.Path) -> dict[str, Any]:
    """Start a server and measure with it."""
    with neo4j_server.running_server(megabytes=_MEGABYTES) as server:
        os.environ.update(PATHWAY_NEO4J_USER=server.user, PATHWAY_NEO4J_PASSWORD=server.password)
        return measure(server.url, services, place)


if __name__ == "__main__":
    run(main, 10_000)

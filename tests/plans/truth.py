"""Compare what `critical-path --json` says of a loaded plan with what the tool that made the plan says."""

import datetime
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pathway_graph.analysis.scheduling import schedule
from pathway_graph.analysis.scheduling.calendars import instant
from pathway_graph.cli import main
from pathway_graph.plans.assembly import planned
from pathway_graph.workspace import Workspace

DATES = ("early_start", "early_finish", "late_start", "late_finish")


class Loaded:
    """A file loaded into a workspace by the command, and the answer of `critical-path --json`, by source id."""

    def __init__(self, file: Path, folder: Path, capsys: Any) -> None:
        self.path = folder / "plan.pathway"
        Workspace.create(self.path).close()
        assert main(["load", "-C", str(self.path), "--source", "plan", "--no-problems", str(file)]) == 0
        self.said = capsys.readouterr().err
        assert main(["critical-path", "-C", str(self.path), "--json"]) == 0
        self.answer = json.loads(capsys.readouterr().out)
        self.rows: dict[str, dict[str, Any]] = {row["source_id"]: row for row in self.answer["activities"]}
        with Workspace.open(self.path) as workspace:
            self.network = schedule(planned(workspace).plan, today=workspace.as_of).network

    def apart(self, row: Mapping[str, Any], theirs: Iterable[str]) -> list[int]:
        """Working minutes between their four dates and ours, in the activity's own calendar: equal dates are 0."""
        clock = self.network.clock[self.network.index[row["id"]]]
        ours = (row[name] for name in DATES)
        return [clock.between(at(a), at(b)) for a, b in zip(theirs, ours, strict=True)]


def at(text: str) -> int:
    return instant(datetime.datetime.fromisoformat(text))


def differences(loaded: Loaded, truth: Mapping[str, Any], ids: Mapping[str, str] | None = None) -> list[str]:
    """Every leaf task whose dates, floats or criticality differ from a truth file; `ids`: its uid -> our source id."""
    wrong = []
    for task in truth["tasks"]:
        if task.get("summary"):
            continue
        uid = str(task["uid"])
        row = loaded.rows[ids[uid] if ids else uid]
        total, free = row["total_float"], row["free_float"]
        if any(loaded.apart(row, (task[key] for key in ("es", "ef", "ls", "lf")))):
            wrong.append(f"{uid}: dates {[row[name] for name in DATES]}")
        if (total["minutes"] if total else None) != task["ts"]["min"] or row["critical"] != (task["crit"] == "True"):
            wrong.append(f"{uid}: float {total}, critical {row['critical']}")
        if "fs_stored" in task and free["minutes"] != task["fs_stored"]["min"]:
            wrong.append(f"{uid}: free float {free}")
    return wrong

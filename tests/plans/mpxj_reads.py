"""Print as JSON, by file and UID, the dates that MPXJ reads in Project XML, and those that its own scheduler gives it.

    python tests/plans/mpxj_reads.py PLAN.xml...

Run as a program of its own, since Java can be started in a process once. Needs a Java with the module jdk.charsets.
"""

import importlib
import json
import sys
from typing import Any

FIELDS = ("Start", "Finish", "EarlyStart", "EarlyFinish", "LateStart", "LateFinish")


def dates(project: Any) -> dict[str, dict[str, str]]:
    """Give the dates of all tasks that are no summaries."""
    return {
        str(task.getUniqueID()): {field: str(getattr(task, f"get{field}")()) for field in FIELDS}
        for task in project.getTasks()
        if not task.getSummary() and str(task.getUniqueID()) != "0"
    }


def main(*files: str) -> None:
    jpype: Any = importlib.import_module("jpype")
    importlib.import_module("mpxj")
    jpype.startJVM("-Xmx512m")
    reader, scheduler = (
        jpype.JClass(name) for name in ("org.mpxj.reader.UniversalProjectReader", "org.mpxj.cpm.MicrosoftScheduler")
    )
    found = {}
    for file in files:
        project = reader().read(file)
        read = dates(project)
        scheduler().schedule(project, project.getProjectProperties().getStartDate())
        found[file] = {"read": read, "scheduled": dates(project)}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

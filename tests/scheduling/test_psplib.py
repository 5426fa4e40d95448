"""Work out the critical path of every plan of PSPLIB (R. Kolisch and A. Sprecher, 1996)."""

from __future__ import annotations

import re
import tarfile
from datetime import datetime

from pathway_graph.analysis.scheduling import CONTINUOUS, Activity, Duration, Link, Plan, Programme, When, schedule
from pathway_graph.analysis.scheduling.calendars import instant
from tests.shared_data import folder

MONDAY = datetime(2024, 1, 1)


def read(text: str) -> tuple[Plan, int]:
    """Make a plan of one single-mode file, a minute for each period, and give the length that its header states."""
    stated = re.search(r"MPM-Time\s*\n\s*\d+\s+\d+\s+\d+\s+\d+\s+\d+\s+(\d+)", text)
    assert stated
    links = []
    after = text.split("PRECEDENCE RELATIONS:")[1].split("****")[0].strip().splitlines()[1:]
    for line in after:
        job, _modes, _count, *successors = line.split()
        links += [Link(job, successor) for successor in successors]
    modes = text.split("REQUESTS/DURATIONS:")[1].split("****")[0].strip().splitlines()[2:]
    durations = {line.split()[0]: int(line.split()[2]) for line in modes}
    rows = tuple(Activity(job, "p", duration=Duration(minutes)) for job, minutes in durations.items())
    programme = Programme("p", starts=When.at(MONDAY), calendar=CONTINUOUS.id)
    return Plan((programme,), rows, tuple(links), (CONTINUOUS,)), int(stated[1])


def test_all_critical_path_lengths_are_right() -> None:
    """2,040 plans of 30 to 120 jobs: the finish is as far from the start as each file's own header says."""
    archive = next(folder("psplib").glob("*2040.tar.xz"))
    wrong, count = [], 0
    with tarfile.open(archive) as files:
        for member in files:
            if member.name.endswith(".sm"):
                file = files.extractfile(member)
                assert file
                plan, length = read(file.read().decode("latin-1"))
                finish = schedule(plan).finish
                assert finish
                count += 1
                if instant(finish) - instant(MONDAY) != length:
                    wrong.append(member.name)

    assert not wrong
    assert count == 2040

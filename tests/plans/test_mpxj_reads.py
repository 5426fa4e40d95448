"""What we write as Microsoft Project XML has the same dates for MPXJ, as it stands and when MPXJ schedules it anew."""

import datetime
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.analysis.scheduling import Schedule, schedule
from pathway_graph.analysis.scheduling.calendars import instant
from pathway_graph.demonstration import example_file
from pathway_graph.registry import exports
from tests.shared_data import folder

from .hard_plans import hard_plan
from .test_round_trip import scheduled, texts

PROGRAM = Path(__file__).with_name("mpxj_reads.py")
LINKS = "mspdi/task-links-project2007-mspdi.xml"
HOUSE = "mspdi/A-residential-construction-d3410c.xml"


def told(*written: Path) -> list[dict[str, dict[str, dict[str, str]]]]:
    words = [sys.executable, str(PROGRAM), *map(str, written)]
    done = subprocess.run(words, capture_output=True, check=True, timeout=120)
    found = json.loads(done.stdout)
    return [found[str(file)] for file in written]


def apart(ours: Schedule, theirs: dict[str, dict[str, str]], ids: dict[str, str], ends: Any) -> list[str]:
    """Every date between which and ours working time lies; a task that they lack is one, too."""
    by_id = {ids[uid]: dates for uid, dates in theirs.items() if uid in ids}
    wrong = []
    for row in ours.rows:
        clock, dates = ours.network.clock[ours.node(row.id)], by_id[row.id]
        for end, field in ends.items():
            at = instant(datetime.datetime.fromisoformat(dates[field]))
            if clock.between(instant(getattr(row, end)), at):
                wrong.append(f"{row.id} {end}: {getattr(row, end)}, {dates[field]}")
    return wrong


needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="MPXJ needs a whole Java, and none is on the path")
READ = {"early_start": "Start", "early_finish": "Finish"}
EARLY = {"early_start": "EarlyStart", "early_finish": "EarlyFinish"}
LATE = {"late_start": "LateStart", "late_finish": "LateFinish"}


@pytest.mark.full
@needs_java
def test_mpxj_has_our_dates(tmp_path: Path) -> None:
    """Early and late dates as MPXJ reads them, and early ones as its scheduler finds them from the links alone."""
    plans = [folder("plans") / LINKS, folder("plans") / HOUSE, example_file()]
    files = [tmp_path / f"{number}.xml" for number in range(len(plans))]
    drawn = [scheduled(plan, tmp_path / file.stem, file) for plan, file in zip(plans, files, strict=True)]

    for ours, file, theirs in zip(drawn, files, told(*files), strict=True):
        assert len(ours.rows) >= 10
        assert apart(ours, theirs["read"], texts(file), READ | LATE) == []
        assert apart(ours, theirs["scheduled"], texts(file), READ) == []


SORTS: tuple[dict[str, bool], ...] = (
    {}, {"promises": True}, {"calendars": True}, {"calendars": True, "night": True},
    {"calendars": True, "constraints": True},
    {"calendars": True, "night": True, "progress": True, "promises": True, "alap": True},
)  # fmt: skip
FOLLOWED = 4
"""So many of them MPXJ's scheduler follows by the same rules as ours: it lets constraints hold early dates against
links, leaves work in progress before the data date, and moves what is as late as possible by its total float."""


@pytest.mark.full
@needs_java
def test_mpxj_has_our_dates_of_hard_plans(tmp_path: Path) -> None:
    """96 plans over Christmas with all links, leads, lags and summaries, some with night shifts, work in progress (also
    interrupted), promises from outside, constraints, and what is as late as possible.

    MPXJ reads our dates in all of them. Its scheduler gives the same early dates in those that it follows, unless it
    puts work before the project's start (it lets leads do that), and late ones, too, where there is one calendar and
    it does not make float negative without a reason.
    """
    drawn = [(schedule(hard_plan(seed, **SORTS[seed % len(SORTS)])), seed % len(SORTS)) for seed in range(96)]
    files = [tmp_path / f"{number}.xml" for number in range(len(drawn))]
    write = exports()["mspdi"].write
    for file, (ours, _) in zip(files, drawn, strict=True):
        file.write_bytes(write(ours, "P").content)

    compared = dict.fromkeys(range(FOLLOWED), 0)
    for file, (ours, sort), theirs in zip(files, drawn, told(*files), strict=True):
        ids = texts(file)
        assert apart(ours, theirs["read"], ids, EARLY | LATE) == []
        anew = theirs["scheduled"]
        if sort < FOLLOWED and min(row["EarlyStart"] for row in anew.values()) >= "2026-12-14T09:00":
            compared[sort] += 1
            assert apart(ours, anew, ids, EARLY) == []
            if sort < 2 and all(row["LateStart"] >= row["EarlyStart"] for row in anew.values()):
                assert apart(ours, anew, ids, LATE) == []
    assert min(compared.values()) >= 5

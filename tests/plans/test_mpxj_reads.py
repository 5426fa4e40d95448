"""What we write as Microsoft Project XML has the same dates for MPXJ, as it stands and when MPXJ schedules it anew."""

import datetime
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.analysis.scheduling import Schedule
from pathway_graph.analysis.scheduling.calendars import instant
from pathway_graph.demonstration import example_file
from tests.shared_data import folder

from .test_round_trip import scheduled, texts

PROGRAM = Path(__file__).with_name("mpxj_reads.py")
LINKS = "mspdi/task-links-project2007-mspdi.xml"
HOUSE = "mspdi/A-residential-construction-d3410c.xml"


def told(written: Path) -> dict[str, dict[str, dict[str, str]]]:
    done = subprocess.run([sys.executable, str(PROGRAM), str(written)], capture_output=True, check=True, timeout=120)
    found: dict[str, dict[str, dict[str, str]]] = json.loads(done.stdout)
    return found


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


@pytest.mark.full
@pytest.mark.skipif(shutil.which("java") is None, reason="MPXJ needs a whole Java, and none is on the path")
@pytest.mark.parametrize("name", [LINKS, HOUSE, "banes"])
def test_mpxj_has_our_dates(name: str, tmp_path: Any) -> None:
    """Early and late dates as MPXJ reads them, and early ones as its scheduler finds them from the links alone."""
    written = tmp_path / "out.xml"
    ours = scheduled(example_file() if name == "banes" else folder("plans") / name, tmp_path / "w", written)

    theirs = told(written)

    early = {"early_start": "Start", "early_finish": "Finish"}
    late = {"late_start": "LateStart", "late_finish": "LateFinish"}
    ids = texts(written)
    assert len(ours.rows) >= 10
    assert apart(ours, theirs["read"], ids, early | late) == []
    assert apart(ours, theirs["scheduled"], ids, early) == []

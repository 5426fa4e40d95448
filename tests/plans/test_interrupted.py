"""Work that was interrupted goes on when its plan says, in each format, and in what is written from it."""

from datetime import datetime
from pathlib import Path

from tests.loaders.plans_made import MSPDI, XER

from .test_round_trip import scheduled

_BEGUN = """<ActualStart>2018-01-15T08:00:00</ActualStart><ActualDuration>PT8H0M0S</ActualDuration>
<RemainingDuration>PT32H0M0S</RemainingDuration><Stop>2018-01-15T17:00:00</Stop><Resume>2018-01-22T13:00:00</Resume>"""


def test_what_remains_of_a_task_waits_for_its_resume(tmp_path: Path) -> None:
    """Four days from Monday at one o'clock end on Friday at noon; written and read again, they do so, too."""
    file, again = tmp_path / "plan.xml", tmp_path / "again.xml"
    file.write_text(MSPDI.decode().replace("<Name>Task 5</Name>", f"<Name>Task 5</Name>{_BEGUN}"), "utf-8")

    row = scheduled(file, tmp_path / "one", again).row("plan:5")
    other = next(each for each in scheduled(again, tmp_path / "two").rows if each.name == "Task 5")

    assert (row.early_start, row.early_finish) == (datetime(2018, 1, 15, 8), datetime(2018, 1, 26, 12))
    assert (other.early_start, other.early_finish) == (row.early_start, row.early_finish)


def test_what_remains_of_a_suspended_activity_waits_for_the_end_of_its_suspension(tmp_path: Path) -> None:
    """Suspended until the 22nd, eight hours remain: they are done on that day, not at the data date."""
    lines = [line.split("\t") for line in XER.decode().split("\r\n")]
    header = next(line for line in lines if line[:2] == ["%F", "task_id"])
    header += ["suspend_date", "resume_date"]
    first = next(line for line in lines if line[0] == "%R" and "A1" in line)
    first += [""] * (len(header) - len(first))
    told = {"act_start_date": "2018-01-08 08:00", "suspend_date": "2018-01-09 08:00", "resume_date": "2018-01-22 08:00"}
    for name, date in told.items():
        first[header.index(name)] = date
    file = tmp_path / "plan.xer"
    file.write_bytes("\r\n".join("\t".join(line) for line in lines).encode())

    row = scheduled(file, tmp_path / "one").row("plan:A1")

    assert (row.early_start, row.early_finish) == (datetime(2018, 1, 8, 8), datetime(2018, 1, 22, 17))

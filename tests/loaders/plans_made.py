"""Make small plan files that every kind of damage can be done to."""

__all__ = ["MPX", "MSPDI", "XER", "mutated"]

import random
import re

_TASK = """<Task><UID>{uid}</UID><ID>{uid}</ID><Name>Task {uid}</Name><OutlineLevel>{level}</OutlineLevel>
<Duration>PT{hours}H0M0S</Duration><DurationFormat>7</DurationFormat><PercentComplete>0</PercentComplete>
<ConstraintType>{kind}</ConstraintType><ConstraintDate>2018-01-{day:02}T08:00:00</ConstraintDate>
<CalendarUID>-1</CalendarUID>{link}</Task>"""
_LINK = (
    "<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>1</Type><LinkLag>{lag}</LinkLag></PredecessorLink>"
)
_DAY = """<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking><WorkingTimes>
<WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>
<WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"""
_TASKS = "\n".join(
    _TASK.format(
        uid=n, level=1 + (n % 3 != 1), hours=8 * n, kind=4 if n % 4 == 0 else 0, day=1 + n,
        link=_LINK.format(uid=n - 1, lag=4800 * (n % 2)) if n % 3 == 0 else "",
    )
    for n in range(1, 13)
)  # fmt: skip

MSPDI = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project"><Title>Plan é</Title><StartDate>2018-01-08T08:00:00</StartDate>
<CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay><CriticalSlackLimit>0</CriticalSlackLimit>
<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>
<WeekDays>{"".join(_DAY.format(day=day) for day in range(2, 7))}</WeekDays>
<Exceptions><Exception><TimePeriod><FromDate>2018-01-10T00:00:00</FromDate><ToDate>2018-01-11T23:59:00</ToDate>
</TimePeriod><Occurrences>2</Occurrences><Type>1</Type><DayWorking>0</DayWorking></Exception></Exceptions>
</Calendar></Calendars><Tasks>
{_TASKS}
</Tasks></Project>
""".encode()
"""A project of twelve tasks under four summaries, with links, lags, constraints and a calendar."""

_CALENDAR = "(0||CalendarData()((0||DaysOfWeek()(" + "".join(
    f"(0||{day}()((0||0(s|08:00|f|12:00)())(0||1(s|13:00|f|17:00)())))" for day in range(2, 7)
) + "))(0||Exceptions()((0||0(d|43110)())))))"  # fmt: skip
_ROWS = {
    "PROJECT": (
        "proj_id\tproj_short_name\tplan_start_date\tplan_end_date\tlast_recalc_date\tclndr_id\tcritical_drtn_hr_cnt",
        ["7\tPlan\t2018-01-08 08:00\t\t2018-01-08 08:00\t1\t0"],
    ),
    "CALENDAR": (
        "clndr_id\tclndr_name\tclndr_type\tday_hr_cnt\tclndr_data", [f"1\tFive days\tCA_Base\t8\t{_CALENDAR}"],
    ),
    "PROJWBS": (
        "wbs_id\tproj_id\tproj_node_flag\twbs_short_name\twbs_name\tparent_wbs_id",
        ["70\t7\tY\tP\tPlan\t", "71\t7\tN\tA\tFirst part\t70"],
    ),
    "TASK": (
        "task_id\tproj_id\twbs_id\tclndr_id\ttask_type\tstatus_code\ttask_code\ttask_name\ttarget_drtn_hr_cnt\t"
        "remain_drtn_hr_cnt\tact_start_date\tact_end_date\tcstr_type\tcstr_date\tcstr_type2\tcstr_date2",
        [f"{n}\t7\t71\t1\tTT_Task\tTK_NotStart\tA{n}\tActivity {n}\t{8 * n}\t{8 * n}\t\t\t"
         f"{'CS_MSOA' if n % 4 == 0 else ''}\t{'2018-01-15 08:00' if n % 4 == 0 else ''}\t\t" for n in range(1, 13)],
    ),
    "TASKPRED": (
        "task_pred_id\ttask_id\tpred_task_id\tproj_id\tpred_proj_id\tpred_type\tlag_hr_cnt",
        [f"{100 + n}\t{n}\t{n - 1}\t7\t7\tPR_FS\t{8 * (n % 2)}" for n in range(2, 13)],
    ),
}  # fmt: skip
XER = (
    "ERMHDR\t22.12\t2018-01-08\tProject\r\n"
    + "".join(
        f"%T\t{name}\r\n%F\t{header}\r\n" + "".join(f"%R\t{row}\r\n" for row in rows)
        for name, (header, rows) in _ROWS.items()
    )
    + "%E\r\n"
).encode()
"""A project of twelve activities in a chain, with a WBS, lags, constraints and a calendar."""

MPX = b"""MPX,Microsoft Project for Windows,4.0,ANSI
30,Hubs,,,Standard,08/01/2018
20,Standard,0,1,1,1,1,1,0
60,ID,Unique ID,Name,Outline Level,Duration,Predecessors
61,90,98,1,3,40,70
70,1,11,Find houses,1,5d,
70,2,12,Open hubs,1,2d,1FS+1d
70,3,13,First patients,1,0d,2
"""
"""A project of three tasks in a chain, in the form that Microsoft Project exchanged with others."""

_VALUE = re.compile(rb"(?:[>\t,]|: )([^<>\t\r\n,]+)(?=[<\t\r\n,])")
_PLAIN = 16
"""So many of the words hold no mark of either format."""
_WORDS = (
    b"-1", b"0", b"99999999999999", b"1e308", b"nan", b"", b"2018-13-45T99:99:99", b"0001-01-01T00:00:00",
    b"9999-12-31T23:59:59", b"PT-8H0M0S", b"PT999999999H0M0S", b"PT99999H0M0S", b"2", b"5", b"24:61:00", b"TT_LOE",
    b"\x00", b"\xff\xfe", b"&x;", b"<", b"<!DOCTYPE a>",
    b"\xe2\x80\xae", b"A" * 3000, b"%E", b"\t", b"\r\n", b"(0||", b")))", b"|", b"1:1",
)  # fmt: skip


def mutated(whole: bytes, seed: int) -> bytes:
    """Damage a file in one to four ways that depend on the seed alone.

    Even seeds cut, repeat, overwrite and insert bytes; odd ones put words in the place of values, so that the file
    keeps its form.
    """
    chosen = random.Random(seed)
    data = bytearray(whole)
    for _ in range(chosen.randint(1, 4)):
        at = chosen.randrange(len(data) + 1)
        if seed % 2:
            _replace_value(data, at, chosen.choice(_WORDS[:_PLAIN]))
            continue
        length, kind = chosen.choice((1, 2, 8, 40, 400)), chosen.randrange(5)
        if kind == 0:
            del data[at:]
        elif kind == 1:
            del data[at : at + length]
        elif kind == 2:
            data[at:at] = data[at : at + length]
        elif kind == 3:
            data[at : at + 1] = bytes([chosen.randrange(256)])
        else:
            data[at:at] = chosen.choice(_WORDS)
    return bytes(data)


def _replace_value(data: bytearray, at: int, word: bytes) -> None:
    """Put a word in the place of the next value: between two marks of XML, tables, CSV or YAML."""
    found = _VALUE.search(data, at) or _VALUE.search(data)
    if found:
        data[found.start(1) : found.end(1)] = word

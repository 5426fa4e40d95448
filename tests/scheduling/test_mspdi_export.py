"""Write programmes as Microsoft Project XML, read them again, and get the same schedule."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import pytest
from hypothesis import given

from pathway_graph.analysis.scheduling import Event, Plan, Promise, Row, Schedule, Unscheduled, schedule
from pathway_graph.analysis.scheduling.calendars import instant
from pathway_graph.registry import exports
from tests.shared_data import folder

from . import mspdi
from .example import activity, must, on, solved, start
from .random_plans import plans
from .test_random_plans import everything

write = exports()["mspdi"].write


def apart(result: Schedule, programme: str) -> list[str]:
    """Every row of which the written file, scheduled anew, says something else; Text1 has our id."""
    content = write(result, programme).content
    root = ET.fromstring(content)
    ns = mspdi.NAMESPACE
    texts = {
        task.findtext(f"{ns}UID"): task.findtext(f"{ns}ExtendedAttribute/{ns}Value")
        for task in root.iter(f"{ns}Task")
    }
    back = schedule(mspdi.plan(mspdi.parse(content)))
    theirs = {texts[row.source_id]: row for row in back.rows if texts[row.source_id]}
    wrong = []
    for row in result.rows:
        if row.programme == programme:
            clock, other = result.network.clock[result.network.index[row.id]], theirs[row.id]
            pairs = zip(_dates(row), _dates(other), strict=True)
            if any(clock.between(instant(a), instant(b)) for a, b in pairs) or _told(row) != _told(other):
                wrong.append(f"{row}\n{other}")
    return wrong


def _dates(row: Row) -> tuple[datetime, ...]:
    return row.early_start, row.early_finish, row.late_start, row.late_finish


def _told(row: Row) -> tuple[object, ...]:
    return row.total_float, row.free_float, row.critical, row.state


def simple(plan: Plan) -> Plan:
    """The plan with what the format can hold: one programme, one constraint a row, floats of Microsoft Project."""
    first = replace(plan.programmes[0], convention="msproject", lag_calendar="", total_float="")
    first = replace(first, critical_float=Fraction(0))
    rows = tuple(replace(row, programme=first.id, constraints=row.constraints[:1]) for row in plan.activities)
    return replace(plan, programmes=(first,), activities=rows)


@everything
@given(plans())
def test_what_is_written_and_read_has_the_same_schedule(plan: Plan) -> None:
    """Random plans: every date, float and state, unless the writer says what it had to leave out."""
    result = schedule(simple(plan))
    if any(row.active and row.id.startswith("a") for row in plan.activities):
        assert write(result, "P0").left_out or apart(result, "P0") == []


@pytest.mark.parametrize("name", ["A-extractembeddedobjects-c849b5.xml", "A-residential-construction-d3410c.xml"])
def test_a_real_plan_survives(name: str) -> None:
    """Read, written and read again it has the same schedule, and nothing is left out."""
    result = schedule(mspdi.plan(mspdi.parse((folder("plans") / "mspdi" / name).read_bytes())))

    assert write(result, "file").left_out == ()
    assert apart(result, "file") == []


def test_what_comes_from_outside_is_a_milestone_at_its_date() -> None:
    """Promises, contracts and another programme's rows hold what waits for them in the file, too."""
    result = solved(
        activity("A", "2"), activity("B", "1"), activity("C", "1"), activity("Z", "9", programme="Q"),
        Promise("p", "A", promised=on("2026-02-02")), Event("k", at=on("2026-03-02")), "k ss+2d B", "Z > C",
    )  # fmt: skip

    names = [task["Name"] for task in mspdi.parse(write(result, "P").content).tasks]

    assert names == ["A", "B", "C", "p", "k", "Z"]
    assert apart(result, "P") == []


def test_what_cannot_be_written_is_said() -> None:
    """A second constraint, the p6 convention; an unknown programme is refused."""
    two = (*must("snet", "2026-01-06"), *must("fnlt", "2026-01-09"))
    result = solved(activity("A", "1", constraints=two), programme=start(convention="p6"))

    left_out = write(result, "P").left_out

    assert [line.split()[0] for line in left_out] == ["A:", "Lags"]
    with pytest.raises(Unscheduled, match="PG356"):
        write(result, "nowhere")


def test_the_same_schedule_gives_the_same_bytes() -> None:
    """No clock, no chance; names with control marks and angle brackets stay XML."""
    result = solved(activity("A", "1", name="a\x01<b> & c"))

    first, second = write(result, "P"), write(result, "P")

    assert first == second
    assert mspdi.parse(first.content).tasks[0]["Name"] == "a <b> & c"

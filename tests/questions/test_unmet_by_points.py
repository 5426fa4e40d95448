"""gaps.unmet agrees with an oracle that goes through every area with every blank read as nothing, and as everything."""

from __future__ import annotations

import collections
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathway_graph.questions import library
from pathway_graph.stores import Store

from .landscape import BASE, build, merged, records_of

DAY = "2018-01-30"
EVERY = frozenset({"bath", "frome", "kent"})
AVON = frozenset({"bath", "frome"})
NONE: frozenset[str] = frozenset()

# What is written -> what is taken for sure, and what may be taken.
AREAS = {
    "": (NONE, EVERY), "TBC": (NONE, EVERY), "any": (EVERY, EVERY), "any except bath": (EVERY - {"bath"},) * 2,
    "some of avon": (NONE, AVON), "avon": (AVON, AVON), "bath": (frozenset({"bath"}),) * 2,
    "kent; frome": (frozenset({"kent", "frome"}),) * 2, "england": (EVERY, EVERY),
}  # fmt: skip
NEEDS = {
    "": (False, True), "TBC": (False, True), "any": (True, True), "any except psychosis": (True, True),
    "any except mental": (False, False), "some of mental": (False, True), "mental": (True, True),
    "anxiety": (True, True), "psychosis": (False, False),
}  # fmt: skip
# What is written -> the first and the last day that it may be.
OPENS = {"": None, "TBC": ("", "9"), "2017-01-01": ("2017-01-01",) * 2, "2018": ("2018-01-01", "2018-12-31"),
         "2019-01-01": ("2019-01-01",) * 2}  # fmt: skip
CLOSES = {"": None, "TBC": ("", "9"), "ongoing": ("9", "9"), "2017-12-31": ("2017-12-31",) * 2,
          "2018": ("2018-01-01", "2018-12-31"), "2018-12-31": ("2018-12-31",) * 2}  # fmt: skip

services = st.fixed_dictionaries({
    "status": st.sampled_from(["", "open", "pilot", "planned", "full", "closed"]),
    "opens": st.sampled_from(sorted(OPENS)), "closes": st.sampled_from(sorted(CLOSES)),
    "function": st.sampled_from(["therapy", "talking", "crisis"]),
    "area": st.sampled_from(sorted(AREAS)), "need": st.sampled_from(sorted(NEEDS)),
})  # fmt: skip


def standing(service: dict[str, str]) -> tuple[str, str]:
    """Say where a service stands on the day, read strictly and read generously: open, later or gone."""
    status, opens, closes = service["status"], OPENS[service["opens"]], CLOSES[service["closes"]]
    dated = service["opens"] not in ("", "TBC"), service["closes"] not in ("", "TBC", "ongoing")
    if (closes and closes[1] < DAY) or (status == "closed" and not dated[1]):
        return "gone", "gone"
    if (opens and opens[0] > DAY) or (status == "planned" and not dated[0]):
        return "later", "later"
    if status == "full":
        return "gone", "gone"
    surely = (not opens or opens[1] <= DAY) and (not closes or closes[0] >= DAY)
    return "open" if surely else "gone", "open"


def expected(offered: list[dict[str, str]]) -> tuple[str, set[str]] | None:
    """Judge each district of Avon twice; give the worst verdict with its areas, or None where all are covered."""
    found: dict[str, set[str]] = collections.defaultdict(set)
    for area in sorted(AVON):
        readings = []
        for side in (0, 1):
            there = {
                standing(s)[side]
                for s in offered
                if s["function"] != "crisis" and area in AREAS[s["area"]][side] and NEEDS[s["need"]][side]
            }
            readings.append("covered" if "open" in there else "planned" if "later" in there else "gap")
        found[readings[0] if readings[0] == readings[1] else "not known"].add(area)
    return next(((verdict, found[verdict]) for verdict in ("gap", "planned", "not known") if found[verdict]), None)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(offered=st.lists(services, max_size=4))
def test_unmet_is_what_two_readings_say(
    offered: list[dict[str, str]], graph: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same verdict twice is the verdict; two different ones are not known; the worst of the areas counts."""
    rows: list[dict[str, Any]] = [{"id": f"s{n}", "name": "S", **one} for n, one in enumerate(offered)]
    asked = [{"id": "r", "name": "R", "function": "therapy", "area": "avon", "need": "anxiety"}]
    folder = tmp_path_factory.getbasetemp()
    build(graph, records_of(merged(BASE, {"Requirements": asked, "Services": rows}), folder))

    answer = library.ask(graph.read, library.find("gaps.unmet", library.folders()), as_of=DAY)

    told = [(row["verdict"], set(row["areas"])) for row in answer]
    assert told == [one for one in [expected(offered)] if one]

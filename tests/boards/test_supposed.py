"""On random plans, what a scenario supposes is the plan whose rows say so."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathway_graph.analysis.scheduling import Schedule, schedule
from pathway_graph.boards.scenarios import read_scenarios
from pathway_graph.boards.supposed import supposed_plan, supposed_slips
from pathway_graph.plans.assembly import Planned, planned_of
from pathway_graph.plans.plan_columns import PlanColumns, Stored, statements

TODAY = datetime.date(2018, 1, 8)
Rows = dict[str, dict[str, dict[str, Any]]]


def dated(name: str, day: int) -> dict[str, Any]:
    text = (TODAY + datetime.timedelta(days=day)).isoformat()
    return {name: text, **{f"{name}_{part}": text for part in ("earliest", "latest")}, f"{name}_state": "stated"}


def days(name: str, amount: int) -> dict[str, Any]:
    return {name: f"{amount}d", f"{name}_amount": amount, f"{name}_unit": "days"}


@st.composite
def worlds(draw: st.DrawFn) -> Rows:
    """Activities that all wait for `begin`, for some before them, for a promise, a contract or a service."""
    many = draw(st.integers(2, 7))
    rows: Rows = {"Milestone": {"begin": days("duration", 0)}, "Dependency": {}}
    rows |= {"Contract": {"k": dated("starts", draw(st.integers(0, 60)))}}
    rows |= {"Service": {"s": dated("opens", draw(st.integers(0, 60)))}}
    for n in range(many):
        rows["Milestone"][f"m{n}"] = days("duration", draw(st.integers(0, 9)))
        waits = [("Milestone", "begin"), *(("Milestone", f"m{o}") for o in range(n) if draw(st.integers(0, 3)) == 0)]
        waits += [each for each in (("Contract", "k"), ("Service", "s"), ("", "")) if draw(st.integers(0, 4)) == 0]
        for label, other in waits:
            row = {**days("lag", draw(st.integers(-2, 4)) if other != "begin" else 0), "blocks": f"m{n}"}
            row |= {"kind": draw(st.sampled_from(("fs", "ss", "ff", "sf"))) if other.startswith("m") else "fs"}
            row |= {"needs": (label, other)} if label else dated("promised", draw(st.integers(0, 90)))
            rows["Dependency"][f"d{len(rows['Dependency'])}"] = row
    return rows


def built(rows: Rows) -> Planned:
    """The plan of these rows, as it is read from a graph."""
    nodes: dict[str, list[Any]] = {name: [] for name in statements() if " " not in name}
    links: dict[str, list[tuple[str, str]]] = {name: [] for name in statements() if " " in name}
    nodes["Programme"] = [Stored({"id": "p", "name": "P", **dated("starts", 0)})]
    for label, of in rows.items():
        nodes[label] = [Stored({"name": id, **row, "id": id}) for id, row in sorted(of.items())]
    links["Programme INCLUDES Milestone"] = [("p", id) for id in rows["Milestone"]]
    for id, row in sorted(rows["Dependency"].items()):
        links["Dependency BLOCKS Milestone"].append((id, row["blocks"]))
        if "needs" in row:
            links[f"Dependency NEEDS {row['needs'][0]}"].append((id, row["needs"][1]))
    return planned_of(PlanColumns(nodes, links), "england-and-wales")


@st.composite
def supposed(draw: st.DrawFn, rows: Rows) -> tuple[str, Rows]:
    """A scenario of several parts, and the rows as they would be."""
    parts: list[str] = []
    now: Rows = {label: {id: dict(row) for id, row in of.items()} for label, of in rows.items()}
    promises = sorted(id for id, row in rows["Dependency"].items() if "needs" not in row)
    mine = sorted(rows["Milestone"].keys() - {"begin"})
    for id in draw(st.lists(st.sampled_from(promises), unique=True, max_size=2)) if promises else ():
        what = draw(st.sampled_from(("refused", "met", "promised")))
        told = dated("promised", draw(st.integers(0, 120)))
        parts.append(f"{id} {what} {told['promised'] if what == 'promised' else ''}".strip())
        now["Dependency"][id] |= told if what == "promised" else {"status": what}
    for label, id, name in (("Contract", "k", "starts"), ("Service", "s", "opens")):
        if draw(st.booleans()):
            now[label][id] = dated(name, draw(st.integers(0, 120)))
            parts.append(f"{id} {name} {now[label][id][name]}")
    if len(mine) > 1 and draw(st.booleans()):
        first, last = sorted(draw(st.lists(st.sampled_from(mine), unique=True, min_size=2, max_size=2)))
        now["Dependency"]["new"] = {"needs": ("Milestone", first), "blocks": last, "kind": "fs"}
        parts.append(f"{last} waits for {first}")
    for id in draw(st.lists(st.sampled_from(mine), unique=True, max_size=2)):
        by = draw(st.integers(1, 30))
        parts.append(f"{id}+{by}d")
        for row in now["Dependency"].values():
            if row["blocks"] == id:
                row |= days("lag", row.get("lag_amount", 0) + by)
    return "; ".join(parts) or "m0+0d", now


def finishes(result: Schedule) -> dict[str, tuple[int, tuple[str, ...]]]:
    """When everything is done, in minutes of work, and the dates that are not known behind it."""
    network = result.network
    return {
        row.id: (network.clock[node].work(result.early.finish[node]), row.rests_on)
        for row in result.rows
        for node in (result.node(row.id),)
    }


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_scenario_is_the_plan_whose_rows_say_so(data: st.DataObject) -> None:
    """Slips, promises, contracts, services and new links at once: each finish, and what rests on an unknown date,
    is that of the plan in which all that holds a slipping activity holds it so much longer, and the rest is written.
    """
    rows = data.draw(worlds())
    words, changed = data.draw(supposed(rows))
    today = built(rows)

    (scenario,) = read_scenarios([words], today)
    plan = supposed_plan(scenario, today, "england-and-wales").plan
    found = supposed_slips(scenario, schedule(plan, today=TODAY))

    assert finishes(found) == finishes(schedule(built(changed).plan, today=TODAY))

"""Write what the schedule gives into the graph beside the facts, so that it can be asked for and drawn.

`(:Forecast {id})-[:FORECASTS]->(:Milestone)`, and from each Forecast `DRIVEN_BY` to what places it: a Milestone, a
Dependency, a Contract or a Service. As with findings the layer is no part of what the ledger proves: it is dropped and
written whole by `findings refresh`, and a graph that is made anew has none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from pathway_graph.analysis.scheduling import Activity, Row, Schedule, Unscheduled, When, schedule
from pathway_graph.analysis.scheduling.moments import finish_of
from pathway_graph.analysis.scheduling.why import whys
from pathway_graph.stores import Store

from .assembly import Planned, planned_from
from .plan_columns import Read

__all__ = ["forecasts", "statements", "write_forecasts"]

_DROP = "MATCH (f:Forecast) DETACH DELETE f"
_CREATE = "UNWIND $rows AS row CREATE (f:Forecast) SET f = row RETURN count(*) AS written"
_ABOUT = (
    "UNWIND $rows AS row MATCH (f:Forecast {id: row.id}) MATCH (n:Milestone {id: row.id}) "
    "CREATE (f)-[:FORECASTS]->(n) RETURN count(*) AS written"
)
_BATCH = 2000
_DRIVERS = ("Milestone", "Dependency", "Contract", "Service")


def _driven_by(label: str) -> str:
    return (
        f"UNWIND $rows AS row MATCH (f:Forecast {{id: row.id}}) MATCH (n:{label} {{id: row.driver}}) "
        "CREATE (f)-[:DRIVEN_BY]->(n) RETURN count(*) AS written"
    )


def statements() -> dict[str, str]:
    """List every statement that is sent, by name, for the linter."""
    return {
        "drop": _DROP, "create": _CREATE, "about": _ABOUT,
        **{f"driven by {label}": _driven_by(label) for label in _DRIVERS},
    }  # fmt: skip


def forecasts(
    read: Read,
    day: datetime.date,
    *,
    data_date: datetime.date | None = None,
    division: str = "england-and-wales",
) -> list[dict[str, Any]]:
    """Schedule the plans of a graph, and give the properties of a Forecast for each leaf activity, by id.

    Times are local ISO; floats and slips are working days of the activity's own calendar. `baseline_slip` and
    `promise_slip` say how much later it finishes than its baseline and than its planned_finish (below 0: earlier);
    absent where those are not stated. `drivers` are (label, id) of what places it. Empty where there is no plan, or
    none that dates can be put on (loops): `check` says why.
    """
    found = planned_from(read, division)
    if not found.plan.activities:
        return []
    try:
        result = schedule(found.plan, today=day, data_date=data_date)
    except Unscheduled:
        return []
    why = whys(result)
    stated = {row.id: row for row in found.plan.activities}
    rows = sorted(result.rows, key=lambda row: row.id)
    return [_properties(result, row, why[row.id], stated[row.id], found, day) for row in rows]


def _properties(
    result: Schedule, row: Row, why: str, stated: Activity, found: Planned, day: datetime.date
) -> dict[str, Any]:
    slips = {
        "baseline_slip": _late(result, row, stated.baseline_finish),
        "promise_slip": _late(result, row, stated.planned_finish),
    }  # fmt: skip
    told = {
        "id": row.id, "state": row.state, "as_of": day.isoformat(),
        "early_start": _iso(row.early_start), "early_finish": _iso(row.early_finish),
        "late_start": _iso(row.late_start), "late_finish": _iso(row.late_finish),
        "total_float": _days(row.total_float, row), "free_float": _days(row.free_float, row),
        "critical": row.critical, "on_longest_path": row.on_longest_path, "why": why, **slips,
        "rests_on": [found.shown(id) for id in row.rests_on] or None,
    }  # fmt: skip
    kept = {name: value for name, value in told.items() if value is not None}
    return {**kept, "drivers": [found.stored(id) for id in row.driven_by]}


def _late(result: Schedule, row: Row, due: When | None) -> float | None:
    """Say how many working days after a date an activity finishes."""
    if due is None:
        return None
    node = result.node(row.id)
    clock = result.network.clock[node]
    minutes = clock.between(finish_of(due, clock, "planning"), result.early.finish[node])
    return round(minutes / row.minutes_per_day, 4)


def _iso(moment: datetime.datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _days(minutes: int | None, row: Row) -> float | None:
    return None if minutes is None else round(minutes / row.minutes_per_day, 4)


def write_forecasts(store: Store, rows: Iterable[Mapping[str, Any]]) -> int:
    """Drop all Forecast nodes and write these, as `forecasts` gives them, in one transaction; give how many."""
    rows = list(rows)
    links: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        for label, id in row["drivers"]:
            links.setdefault(label, []).append({"id": row["id"], "driver": id})
    nodes = [{name: value for name, value in row.items() if name != "drivers"} for row in rows]
    with store.transaction() as transaction:
        transaction.run(_DROP)
        for statement, parameters in (
            (_CREATE, nodes),
            (_ABOUT, [{"id": row["id"]} for row in rows]),
            *((_driven_by(label), links[label]) for label in _DRIVERS if label in links),
        ):
            for start in range(0, len(parameters), _BATCH):
                transaction.run(statement, {"rows": parameters[start : start + _BATCH]})
    return len(rows)

"""Put the landscape together as a picture: services by provider and function, and the gaps where one should be."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import asking
from .picture import NOT_STATED, Box, Grid, Style, Table, grid
from .tables import shown

if TYPE_CHECKING:
    from .workspace import Workspace

__all__ = ["NOBODY", "landscape_map", "statements"]

NOBODY = "Nobody"
"""The lane of gaps: what is asked for and has no provider."""

Row = Mapping[str, Any]

_SERVICES = """MATCH (s:Service)
RETURN s.id AS id, s.name AS name, s.status AS status, s.opens AS opens, s.opens_earliest AS opens_earliest,
  s.closes_latest AS closes_latest ORDER BY id"""
_PROVIDERS = "MATCH (o:Organisation)-[:PROVIDES]->(s:Service) RETURN s.id AS id, o.name AS name ORDER BY id, name"
_PROVISIONS = """MATCH (s:Service)-[:OFFERS]->(p:Provision)-[:DELIVERS]->(f:Function)
RETURN s.id AS id, p.id AS provision, f.name AS function, p.hours AS hours, p.ages AS ages, p.group AS groups,
  coalesce(p.response_within_words, toString(p.response_within)) AS response,
  coalesce(p.wait_observed_words, toString(p.wait_observed), p.max_wait_words, toString(p.max_wait)) AS wait
ORDER BY id, provision, function"""
_SOURCES = """MATCH (s:Service)-[r:STATED_IN]->(d:Document)
RETURN s.id AS id, coalesce(d.title, d.name, d.id) AS document, r.locator AS locator, r.field AS field
ORDER BY id, document, field, locator"""
_REQUIREMENTS = """MATCH (r:Requirement)-[:ASKS_FOR]->(f:Function)
RETURN r.id AS id, f.name AS function, r.hours AS hours, r.ages AS ages, r.basis AS basis ORDER BY id"""


def statements() -> dict[str, str]:
    """List the statements that the map runs, by name; the linter checks them."""
    return {
        "services": _SERVICES, "providers": _PROVIDERS, "provisions": _PROVISIONS, "sources": _SOURCES,
        "requirements": _REQUIREMENTS,
    }  # fmt: skip


def landscape_map(workspace: Workspace, as_of: datetime.date | None = None) -> Grid:
    """Gather the landscape on a day: every service in every cell where it does something, every gap, and the tables.

    A service without a provider or a function stands in the lane `Not stated`; closed services are left out and
    counted. What is not covered is asked of `gaps.unmet`.
    """
    day = as_of or workspace.as_of
    rows = {name: workspace.read(statement) for name, statement in statements().items()}
    unmet = asking.ask(workspace, "gaps.unmet", day)
    services = [s for s in rows["services"] if _style(s, day) is not None]
    closed = len(rows["services"]) - len(services)
    providers, provisions = _by_id(rows["providers"]), _by_id(rows["provisions"])
    boxes = [box for s in services for box in _boxes(s, providers[s["id"]], provisions[s["id"]], day)]
    gaps = _gaps(unmet.rows, rows["requirements"])
    told = [f"Data as of {_long(day)}: {len(services)} services, {len(set(_names(rows['providers'])))} providers, "
            f"{unmet.counts['total']} requirements."]  # fmt: skip
    if closed:
        told.append(f"Left out: {closed} closed.")
    seq = asking.about(workspace)["seq"]
    return grid(
        [*boxes, *gaps], point=_point(workspace.name, unmet.rows, unmet.counts["total"]), told=tuple(told), as_of=day,
        rows_are="functions", columns_are="providers",
        tables=(
            _unmet_table(unmet.rows),
            _service_table(services, providers, provisions, _by_id(rows["sources"]), day),
        ),
        footer=(f"Source: workspace {workspace.name}, load {seq}; question gaps.unmet. Hours, ages and steps are not "
                "compared in this map.",),
    )  # fmt: skip


def _by_id(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["id"]].append(row)
    return found


def _names(rows: Iterable[Row]) -> list[str]:
    return [row["name"] for row in rows]


def _style(service: Row, day: datetime.date) -> Style | None:
    """Say how a service is drawn on a day; None for one that is closed. Dates beat the status."""
    today = day.isoformat()
    if service["closes_latest"] and service["closes_latest"] < today:
        return None
    if service["opens_earliest"]:
        if service["opens_earliest"] > today:
            return "planned"
    elif service["status"] in ("planned", "closed"):
        return "planned" if service["status"] == "planned" else None
    return "paused" if service["status"] in ("full", "paused") else "there"


def _boxes(service: Row, providers: Sequence[Row], provisions: Sequence[Row], day: datetime.date) -> list[Box]:
    lines: dict[str, list[str]] = {}
    for provision in provisions:
        lines.setdefault(provision["function"], []).extend(_lines(provision))
    style = _style(service, day) or "there"
    more = ["pilot"] if service["status"] == "pilot" else []
    if style == "planned":
        more.append(f"from {service['opens']}" if service["opens"] else "no date")
    return [
        Box(service["id"], service["name"], function, provider, style, tuple(dict.fromkeys([*more, *told])))
        for function, told in (lines or {NOT_STATED: []}).items()
        for provider in _names(providers) or [NOT_STATED]
    ]


def _lines(provision: Row) -> list[str]:
    told = [provision["hours"] or "hours not stated"]
    if provision["ages"]:
        told.append(f"ages {provision['ages']}")
    if provision["groups"]:
        told.append(provision["groups"])
    if provision["response"]:
        told.append(f"answers within: {provision['response']} h")
    if provision["wait"]:
        told.append(f"wait: {provision['wait']} days")
    return told


def _gaps(unmet: Iterable[Row], requirements: Iterable[Row]) -> list[Box]:
    asked = {row["id"]: row for row in requirements}
    return [
        Box(f"Requirement#{row['requirement']}", row["name"], row["function"], NOBODY, "gap",
            tuple(filter(None, [asked[row["requirement"]]["hours"], _ages(asked[row["requirement"]])])))
        for row in unmet
        if row["verdict"] == "gap"
    ]  # fmt: skip


def _ages(requirement: Row) -> str:
    return f"ages {requirement['ages']}" if requirement["ages"] else ""


def _point(name: str, unmet: Sequence[Row], total: int) -> str:
    if not total:
        return f"{name}: nothing says what should be there, so nothing can be said to be missing"
    by = {verdict: [row for row in unmet if row["verdict"] == verdict] for verdict in ("gap", "planned", "not known")}
    if not unmet:
        return f"{name}: each of the {total} requirements has an open service"
    parts = [f"{len(by['gap'])} of {total} requirements {'has' if len(by['gap']) == 1 else 'have'} nobody"]
    parts += [f"{len(rows)} {verdict}" for verdict, rows in by.items() if rows and verdict != "gap"]
    names = ", ".join(_names(by["gap"])[:3])
    return f"{name}: {', '.join(parts)}{': ' + names if names else ''}"


def _unmet_table(unmet: Iterable[Row]) -> Table:
    rows = tuple(
        (row["name"], row["function"], row["verdict"], shown(row["planned"]), shown(row["perhaps"])) for row in unmet
    )
    headers = ("What should be there", "Function", "Verdict", "Planned", "Perhaps, if it were stated")
    return Table("What is asked for and not there", headers, rows)


def _service_table(
    services: Iterable[Row], providers: Mapping[str, Sequence[Row]], provisions: Mapping[str, Sequence[Row]],
    sources: Mapping[str, Sequence[Row]], day: datetime.date,
) -> Table:  # fmt: skip
    rows = []
    for service in services:
        offered = provisions[service["id"]]
        stated = [f"{s['document']}, {s['locator']}" for s in sources[service["id"]] if not s["field"]]
        rows.append(
            (service["name"], "; ".join(_names(providers[service["id"]])) or "not stated",
             "; ".join(dict.fromkeys(p["function"] for p in offered)) or "not stated",
             "; ".join(dict.fromkeys(p["hours"] or "not stated" for p in offered)) or "not stated",
             "; ".join(dict.fromkeys(p["ages"] or "not stated" for p in offered)) or "not stated",
             _status(service, day), "; ".join(stated) or "not stated")
        )  # fmt: skip
    headers = ("Service", "Provider", "Function", "Hours", "Ages", "Status", "Stated in")
    return Table("Services", headers, tuple(rows))


def _status(service: Row, day: datetime.date) -> str:
    style = _style(service, day)
    if style == "planned":
        return f"planned, {service['opens'] or 'no date'}"
    return service["status"] or "open"


def _long(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"

"""Put the landscape together as a picture: services by provider and function, and the gaps where one should be."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import asking, snapshot
from .analysis.english import ages_in_words, hours_in_words
from .analysis.gaps import GapFinding, Gaps, gaps, percent
from .analysis.landscape import AGES_END
from .gap_answers import horizon
from .picture import NOT_STATED, Box, Grid, Style, Table, grid

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
    counted. What is not covered is judged as `gaps` judges it, on every dimension.
    """
    day = as_of or workspace.as_of
    rows = {name: workspace.read(statement) for name, statement in statements().items()}
    judged = gaps(snapshot.landscape(workspace.read), day.toordinal(), horizon(workspace))
    services = [s for s in rows["services"] if _style(s, day) is not None]
    closed = len(rows["services"]) - len(services)
    providers, provisions = _by_id(rows["providers"]), _by_id(rows["provisions"])
    boxes = [box for s in services for box in _boxes(s, providers[s["id"]], provisions[s["id"]], day)]
    told = [f"Data as of {_long(day)}: {len(services)} services, {len(set(_names(rows['providers'])))} providers, "
            f"{judged.counts['requirements']} requirements."]  # fmt: skip
    if closed:
        told.append(f"Left out: {closed} closed.")
    seq = asking.about(workspace)["seq"]
    boxes += _gaps(judged, rows["requirements"])
    return grid(
        boxes, point=_point(workspace.name, judged), told=tuple(told), as_of=day,
        rows_are="functions", columns_are="providers",
        tables=(
            _unmet_table(judged),
            _service_table(services, providers, provisions, _by_id(rows["sources"]), day),
        ),
        footer=(f"Source: workspace {workspace.name}, load {seq}; the answers are those of `pathway-graph gaps`.",
                *judged.assumptions),
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


def _gaps(judged: Gaps, requirements: Iterable[Row]) -> list[Box]:
    functions = {row["id"]: row["function"] for row in requirements}
    return [
        Box(f"Requirement#{asked.id}", asked.name, functions[asked.id], NOBODY, "gap", _when(found))
        for found in judged.findings
        if found.verdict == "gap" and (asked := found.requirement)
    ]


def _when(found: GapFinding) -> tuple[str, ...]:
    """Say which part is missing: how much of what is asked for, and its ages and hours where they are tested."""
    lines = [] if found.share == 1 else [f"{percent(found.share)} of what is asked for"]
    for told in found.statements[:2]:
        if "ages" not in told.box.not_tested and told.box.ages != ((0, AGES_END),):
            lines.append(ages_in_words(told.box.ages))
        if "minutes" not in told.box.not_tested:
            lines.append(hours_in_words(told.box.minutes))
    return tuple(dict.fromkeys(lines))


def _point(name: str, judged: Gaps) -> str:
    total = judged.counts["requirements"]
    if not total:
        return f"{name}: nothing says what should be there, so nothing can be said to be missing"
    missing = judged.counts["gap"]
    if not missing:
        return f"{name}: no gap in {total} requirements"
    names = list(dict.fromkeys(f.requirement.name for f in judged.findings if f.verdict == "gap"))
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{name}: {missing} of {total} requirements have a gap: {', '.join(names[:3])}{more}"


def _unmet_table(judged: Gaps) -> Table:
    rows = tuple(
        (found.requirement.name, found.verdict.replace("_", " "), percent(found.share), found.title,
         "; ".join(near.words for told in found.statements[:1] for near in told.nearest))
        for found in judged.findings
    )  # fmt: skip
    headers = ("What should be there", "Verdict", "Share", "In words", "Nearest")
    return Table("What is asked for and not covered", headers, rows)


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

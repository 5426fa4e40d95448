"""Read contracts from the graph into columns, with all that decides when they have to be replaced."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pathway_graph.analysis.cliffs import Agreement
from pathway_graph.analysis.landscape import BLANK_DATE, Date
from pathway_graph.snapshot import date_of, quantity_of

__all__ = ["ContractColumns", "contract_columns", "statements"]

Read = Callable[..., Sequence[Mapping[str, Any]]]

_DATES = ("starts", "ends", "extend_to")
_MONTHS = ("lead_months", "notice_months")
_PLAIN = ("name", "annual_value", "total_value", *_MONTHS)
_LINKS = {
    "services": "(a:Contract)-[:FUNDS]->(b:Service)", "replaces": "(a:Contract)-[:REPLACES]->(b:Contract)",
    "under": "(a:Contract)-[:UNDER]->(b:Contract)", "suppliers": "(a:Contract)-[:WITH]->(b:Organisation)",
    "buyers": "(a:Contract)<-[:LETS]-(b:Organisation)", "ended_by": "(a:Contract)<-[:ENDS]-(b:Milestone)",
    "awaited_by": "(a:Contract)<-[:NEEDS]-(:Dependency)-[:BLOCKS]->(b:Milestone)",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class ContractColumns:
    """All contracts in the order of their ids; `links`: kind of link -> contract -> ids; `names`: of what is linked."""

    agreements: tuple[Agreement, ...]
    links: Mapping[str, Mapping[str, tuple[str, ...]]]
    organisations: Mapping[str, str]

    def named(self, kind: str, id: str) -> list[str]:
        """The names of the organisations with which a contract is linked."""
        return [self.organisations[other] for other in self.links[kind].get(id, ())]


def statements() -> dict[str, str]:
    """List every statement that is run, by name; the linter checks them. What is rare is asked by itself, and what is
    to be in order is ordered here, not in the graph: both take most of the time else."""
    wanted = [*_PLAIN, *(f"{name}_{part}" for name in _DATES for part in ("state", "earliest", "latest"))]
    half = [f"{name}_{part}" for name in _MONTHS for part in ("state", "low", "low_open", "high")]
    some = " OR ".join(f"n.{name}_state IS NOT NULL" for name in _MONTHS)
    return {
        "Contract": f"MATCH (n:Contract) RETURN n.id AS id, {_told(wanted)}",
        "half": f"MATCH (n:Contract) WHERE {some} RETURN n.id AS id, {_told(half)}",
        "Organisation": "MATCH (n:Organisation) RETURN n.id AS id, n.name AS name",
        **{kind: f"MATCH {pattern} RETURN a.id AS source, b.id AS target" for kind, pattern in _LINKS.items()},
    }


def _told(names: Iterable[str]) -> str:
    return ", ".join(f"n.{name} AS {name}" for name in names)


def contract_columns(read: Read) -> ContractColumns:
    """Read the columns; `read` is the store's. Cost: linear in contracts and what they are linked with."""
    asked = statements()
    half = {row["id"]: row for row in read(asked["half"])}
    links: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind in _LINKS:
        found: dict[str, set[str]] = {}
        for row in read(asked[kind]):
            found.setdefault(row["source"], set()).add(row["target"])
        links[kind] = {id: tuple(sorted(targets)) for id, targets in found.items()}
    rows = sorted(read(asked["Contract"]), key=lambda row: row["id"])
    organisations = {row["id"]: row["name"] or row["id"] for row in read(asked["Organisation"])}
    return ContractColumns(
        tuple(_agreement(row, half.get(row["id"], _NOTHING), links) for row in rows), links, organisations
    )


@lru_cache(maxsize=10_000)
def _dated(state: str | None, earliest: str | None, latest: str | None) -> Date:
    """Read a date without its words, of which there are few different ones: blank where nothing of it is stored."""
    if state is None and earliest is None and latest is None:
        return BLANK_DATE
    return date_of({"d": "stated", "d_state": state, "d_earliest": earliest, "d_latest": latest}, "d")


_NOTHING: Mapping[str, Any] = {f"{m}_{part}": None for m in _MONTHS for part in ("state", "low", "low_open", "high")}


def _agreement(
    row: Mapping[str, Any], half: Mapping[str, Any], links: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Agreement:
    id = row["id"]
    services, replaces, under = (links[kind].get(id, ()) for kind in ("services", "replaces", "under"))
    lead, notice = (quantity_of({**half, name: row[name]}, name) for name in _MONTHS)
    starts, ends, extend_to = (
        _dated(row[f"{name}_state"], row[f"{name}_earliest"], row[f"{name}_latest"]) for name in _DATES
    )
    return Agreement(
        id, row["name"] or id, services, replaces, under, starts, ends, extend_to, lead, notice, row["annual_value"],
        row["total_value"],
    )  # fmt: skip

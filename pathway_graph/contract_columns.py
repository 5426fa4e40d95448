"""Read contracts from the graph into columns, with all that decides when they have to be replaced."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from .analysis.cliffs import Agreement
from .snapshot import date_of, quantity_of

__all__ = ["ContractColumns", "contract_columns", "statements"]

Read = Callable[..., Sequence[Mapping[str, Any]]]

_DATES = ("starts", "ends", "extend_to")
_NUMBERS = ("lead_months", "notice_months")
_PLAIN = ("name", "kind", "status", "annual_value", "total_value")
_LINKS = {
    "services": "MATCH (a:Contract)-[:FUNDS]->(b:Service)", "replaces": "MATCH (a:Contract)-[:REPLACES]->(b:Contract)",
    "under": "MATCH (a:Contract)-[:UNDER]->(b:Contract)", "suppliers": "MATCH (a:Contract)-[:WITH]->(b:Organisation)",
    "buyers": "MATCH (a:Contract)<-[:LETS]-(b:Organisation)", "ended_by": "MATCH (a:Contract)<-[:ENDS]-(b:Milestone)",
    "awaited_by": "MATCH (a:Contract)<-[:NEEDS]-(:Dependency)-[:BLOCKS]->(b:Milestone)",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class ContractColumns:
    """All contracts in the order of their ids; `links`: kind of link -> contract -> ids; `names`: of what is linked."""

    agreements: tuple[Agreement, ...]
    links: Mapping[str, Mapping[str, tuple[str, ...]]]
    names: Mapping[str, str]
    statuses: Mapping[str, str]

    def named(self, kind: str, id: str) -> list[str]:
        """The names of what a contract is linked with."""
        return [self.names[f"{kind} {other}"] for other in self.links[kind].get(id, ())]


def statements() -> dict[str, str]:
    """List every statement that is run, by name; the linter checks them."""
    wanted = list(_PLAIN)
    for name in _DATES:
        wanted += [name, *(f"{name}_{part}" for part in ("state", "earliest", "latest"))]
    for name in _NUMBERS:
        wanted += [name, *(f"{name}_{part}" for part in ("state", "low", "low_open", "high"))]
    told = ", ".join(f"n.{name} AS {name}" for name in wanted)
    return {
        "Contract": f"MATCH (n:Contract) RETURN n.id AS id, {told} ORDER BY id",
        **{
            name: f"{match} RETURN DISTINCT a.id AS source, b.id AS target, b.name AS name ORDER BY source, target"
            for name, match in _LINKS.items()
        },
    }


def contract_columns(read: Read) -> ContractColumns:
    """Read the columns; `read` is the store's. Cost: linear in contracts and what they are linked with."""
    asked = statements()
    rows = read(asked["Contract"])
    links: dict[str, dict[str, tuple[str, ...]]] = {}
    names: dict[str, str] = {}
    for kind in _LINKS:
        found: dict[str, list[str]] = {}
        for row in read(asked[kind]):
            found.setdefault(row["source"], []).append(row["target"])
            names[f"{kind} {row['target']}"] = row["name"] or row["target"]
        links[kind] = {id: tuple(targets) for id, targets in found.items()}
    return ContractColumns(
        tuple(_agreements(rows, links)), links, names, {row["id"]: row["status"] or "" for row in rows}
    )


def _agreements(
    rows: Sequence[Mapping[str, Any]], links: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Iterator[Agreement]:
    for row in rows:
        id = row["id"]
        services, replaces, under = (links[kind].get(id, ()) for kind in ("services", "replaces", "under"))
        yield Agreement(
            id, row["name"] or id, services, replaces, under, date_of(row, "starts"), date_of(row, "ends"),
            date_of(row, "extend_to"), quantity_of(row, "lead_months"), quantity_of(row, "notice_months"),
            row["annual_value"], row["total_value"], row["kind"] or "",
        )  # fmt: skip

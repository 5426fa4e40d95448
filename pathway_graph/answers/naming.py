"""Call rows by their names in sentences: whom and what to ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pathway_graph.analysis.english import joined

if TYPE_CHECKING:
    from pathway_graph.analysis.landscape import Landscape

__all__ = ["Names", "asked_words"]

_SHOWN = 6


class Names:
    """What the rows of a landscape are called. `organisations`: the names of organisations by id."""

    def __init__(self, landscape: Landscape, organisations: Mapping[str, str] | None = None) -> None:
        self._services = {service.id: service for service in landscape.services}
        self._offering = {(row.label, row.id): row.service for row in landscape.provisions}
        self._funded = {contract.id: contract.services for contract in landscape.contracts}
        rows = (("Requirement", landscape.requirements), ("Contract", landscape.contracts),
                ("Handoff", landscape.handoffs))  # fmt: skip
        self._named = {(label, row.id): row.name for label, found in rows for row in found}
        self._organisations = organisations or {}

    def of(self, label: str, id: str) -> str:
        """The name of a row; of a provision its service's, with its id where the service has others."""
        service = self._offering.get((label, id)) or (id if label == "Service" else None)
        if service is None or service not in self._services:
            return self._named.get((label, id)) or id
        name = self._services[service].name
        return name if label == "Service" or service == id else f"{name} ({id})"

    def service(self, label: str, id: str) -> str | None:
        """The service that a row speaks of; the first that a contract funds."""
        if label == "Contract":
            return next(iter(self._funded.get(id, ())), None)
        return self._offering.get((label, id)) or (id if label == "Service" else None)

    def providers(self, label: str, id: str) -> tuple[str, ...]:
        """The ids of the providers of that service; none where they are not stated."""
        service = self._services.get(self.service(label, id) or "")
        return service.providers if service else ()

    def whom(self, providers: Iterable[str]) -> str:
        """Providers by name."""
        return joined([self._organisations.get(id, id) for id in providers]) or "whoever can know"


def asked_words(fields: Iterable[Mapping[str, str]], name: Callable[[str, str], str]) -> str:
    """Say which facts have to be asked for, row by row; `name` gives the name of a row by label and id.

    >>> house = [{"label": "Service", "id": "h", "field": field} for field in ("ages", "max_wait")]
    >>> asked_words(house, lambda label, id: "Wellbeing House")
    'the ages and max wait of Wellbeing House'
    """
    by_row: dict[str, list[str]] = {}
    for field in fields:
        mine = by_row.setdefault(name(field["label"], field["id"]), [])
        if (said := field["field"].replace("_", " ")) not in mine:
            mine.append(said)
    alike: dict[tuple[str, ...], list[str]] = {}
    for row, named in list(by_row.items())[:_SHOWN]:
        alike.setdefault(tuple(named), []).append(row)
    told = [_said(named, rows) for named, rows in alike.items()]
    more = len(by_row) - _SHOWN
    return "; ".join(told) + (f"; and something of {more} more" if more > 0 else "")


def _said(fields: Sequence[str], rows: Sequence[str]) -> str:
    return f"the {joined(fields)} of {joined([*rows[:1], *(f'of {row}' for row in rows[1:])])}"

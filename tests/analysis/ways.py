"""Add to the landscape of a worked case what handoffs and walks ask for, and gaps do not."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from pathway_graph.analysis.landscape import Handoff, Landscape

from .sheets import landscape_of

__all__ = ["ways_of"]

Row = Mapping[str, Any]


def ways_of(*given: Mapping[str, Sequence[Row]]) -> Landscape:
    """Put sheets together, with the doors of services and the kinds and papers of handoffs."""
    landscape = landscape_of(*given)
    rows = {name: [row for book in given for row in book.get(name, [])] for name in ("Services", "Handoffs")}
    doors = {row["id"]: tuple(row["entry"].split("; ")) for row in rows["Services"] if "entry" in row}
    return dataclasses.replace(
        landscape,
        services=tuple(dataclasses.replace(s, entry=doors.get(s.id)) for s in landscape.services),
        handoffs=tuple(_handoff(row) for row in rows["Handoffs"]),
    )


def _handoff(row: Row) -> Handoff:
    return Handoff(
        row["id"], row["from"], row["to"], row["name"], row.get("kind", "refer"),
        protocol=_yes_no(row, "protocol"), agreement=_yes_no(row, "agreement"),
    )  # fmt: skip


def _yes_no(row: Row, name: str) -> str:
    """YAML reads a bare yes as true."""
    return {True: "yes", False: "no"}[row[name]] if name in row else ""

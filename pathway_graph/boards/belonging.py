"""Say to which workstream and which service a row belongs, so that a board reads changes under its own headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["Belonging"]

Facts = Mapping[tuple[str, str], Mapping[str, Any]]


class Belonging:
    """The workstreams and services of a state of the ledger; `facts`: (label, id) -> header -> value as it is kept."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._addressing: dict[str, list[str]] = {}
        for (label, id), row in facts.items():
            if label == "Workstream":
                for requirement in _ids(row, "addresses"):
                    self._addressing.setdefault(requirement, []).append(id)

    def name(self, label: str, id: str) -> str:
        """The name of a row, else its id."""
        value = self._facts.get((label, id), {}).get("name")
        return str(value) if isinstance(value, str) else id

    def named(self, labels: Sequence[str], reference: str) -> str:
        """The name of the row that a reference leads to (its id, or LABEL#ID), which is of one of these labels."""
        stated, _, id = reference.rpartition("#")
        wanted = [stated] if stated else labels
        return self.name(next((each for each in wanted if (each, id) in self._facts), wanted[0]), id)

    def of(self, label: str, id: str) -> list[tuple[str, str]]:
        """Give ("Workstream", id) and ("Service", id) to which a row belongs, in order; nothing for other rows."""
        return sorted(set(self._of(label, id, 0)))

    def _of(self, label: str, id: str, depth: int) -> Iterator[tuple[str, str]]:
        row = self._facts.get((label, id), {})
        if label in ("Workstream", "Service"):
            yield label, id
        elif label == "Requirement":
            yield from (("Workstream", each) for each in self._addressing.get(id, ()))
        elif label == "Dependency" and depth == 0:
            for each in _ids(row, "blocks"):
                yield from self._of("Milestone", each, 1)
        for field, owner in _OWNERS.get(label, ()):
            yield from ((owner, each) for each in _ids(row, field))


_OWNERS = {
    "Provision": (("service", "Service"),), "Handoff": (("from", "Service"), ("to", "Service")),
    "Contract": (("services", "Service"),), "Milestone": (("workstream", "Workstream"),),
}  # fmt: skip


def _ids(row: Mapping[str, Any], field: str) -> list[str]:
    value = row.get(field)
    found = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return [str(each).rpartition("#")[2] for each in found if isinstance(each, str)]

"""Read changes that are typed by hand: `wellbeing-house`, `hours=Mon-Fri 10:00-17:00`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .cells import reader_for
from .errors import InputProblems, Problem, near_miss
from .model import FIELDS
from .updates import Update, node_named
from .values import encode

if TYPE_CHECKING:
    from .ledger import Ledger

__all__ = ["read_edits"]


def read_edits(ledger: Ledger, id: str, changes: Mapping[str, str]) -> list[Update]:
    """Read field -> text into updates of one node; an empty text makes the field blank.

    A field of the box named on a service means its provision of the same id, as in the sheet Services. A field that
    several sources of the model could read is read as a cell of the workbook would be. Raises InputProblems with all
    that can't be read.
    """
    label, found = node_named(ledger, id)
    problems: list[Problem] = []
    updates = [_read(ledger, label, found, name, text.strip(), problems) for name, text in changes.items()]
    if problems:
        raise InputProblems(*problems)
    return [update for update in updates if update is not None]


def _read(ledger: Ledger, label: str, id: str, name: str, text: str, problems: list[Problem]) -> Update | None:
    place = label
    if label == "Service" and name not in FIELDS["Service"] and name in FIELDS["Provision"]:
        place = "Provision"
    field = FIELDS[place].get(name)
    if field is None or name == "id":
        known = [n for n in {**FIELDS[label], **(FIELDS["Provision"] if label == "Service" else {})} if n != "id"]
        hint = near_miss(name, known) or f"Its fields are {', '.join(known)}."
        problems.append(Problem("PG186", f"a {label} has no field '{name}' to change.", hint, field=name))
        return None
    if not text:
        return Update(place, id, name, None)
    reading = reader_for(field, ledger.settings())(text)
    if not reading.ok:
        message = f"{reading.error[:1].lower()}{reading.error[1:]}".rstrip(".") + "."
        problems.append(Problem("PG130", message, reading.hint, field=name, value=text))
        return None
    return Update(place, id, name, encode(reading))

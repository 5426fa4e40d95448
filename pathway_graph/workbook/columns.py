"""Match a sheet's headings with the fields of the model, in any order and case."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Sequence

from pathway_graph.errors import Problem, near_miss
from pathway_graph.fields import Field, Reference
from pathway_graph.model import FIELDS

from .cells import unseen
from .sheets import Raw, Sheet, text_of

__all__ = ["BOX_ON_SERVICES", "Column", "matched"]

BOX_ON_SERVICES: tuple[str, ...] = tuple(
    name for name in FIELDS["Provision"] if name not in FIELDS["Service"] and name != "service"
)
"""The columns of a service's only provision that may stand on the service's own row."""

_TITLES = 20
"""In so many rows below the first cell the headings are looked for where the first row has none."""

_LOOKALIKES = str.maketrans("асеіјорѕухһӏԁԛԝαεικνορτυχωβ", "aceijopsyxhldqwaeiknoptuxwb")


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: where it stands and what it states.

    `what` is fact, stated_in, locator or other; `header` the field's name (empty for the whole row, the heading as
    written for other); `label` whose field it is, which on Services may be Provision.
    """

    index: int
    letters: str
    what: str
    label: str
    header: str
    field: Field | Reference | None = None


def folded(heading: str) -> str:
    """Give a heading in the one form that is compared: small letters, single underscores, no star at its end.

    >>> folded(" Max  wait* ")
    'max_wait'
    """
    return re.sub(r"[\s_]+", "_", unicodedata.normalize("NFKC", heading).strip().rstrip("*").strip().casefold())


def matched(sheet: Sheet, label: str) -> tuple[list[Column], list[Problem], list[Problem]]:
    """Match the headings of one sheet: the columns in the order of the model, problems, remarks."""
    known = _known(label)
    if not any(folded(heading) in known for heading in sheet.headers):
        return [], [_no_headings(sheet, known)], []
    columns: list[Column] = []
    problems: list[Problem] = []
    remarks: list[Problem] = []
    seen: dict[str, str] = {}
    for index, heading in enumerate(sheet.headers):
        at = Problem("", "", sheet=sheet.name, row=sheet.header_row, column=sheet.letters[index], value=heading)
        name = folded(heading)
        if not name:
            problems += _no_heading(sheet, index, at)
            continue
        if name in seen:
            message = f"the heading '{name}' stands twice, {seen[name] or 'written in two ways'}."
            problems.append(_say(at, "PG115", message, "Take one of the two columns out, or rename it."))
            continue
        seen[name] = f"here and in column {at.column}" if at.column else ""
        if name in known:
            columns.append(dataclasses.replace(known[name], index=index, letters=at.column))
            continue
        plain = "".join(filter(str.isprintable, name)).translate(_LOOKALIKES)
        if not heading.isprintable() or plain in known:
            told = f"the heading {unseen(heading)} has letters that only look like others."
            hint = f"Type it again: {plain}." if plain in known else "Type it again."
            problems.append(_say(at, "PG117", told, hint))
            continue
        columns.append(Column(index, at.column, "other", label, heading.strip()))
        near = near_miss(name, known)
        remarks.append(_say(at, "PG125", f"no field '{heading.strip()}'; the column is kept as text.", near))
    if "id" not in seen and not problems:
        at = Problem("", "", sheet=sheet.name, row=sheet.header_row)
        hint = "Give each row a short name of its own in a column with the heading id."
        problems.append(_say(at, "PG114", "the sheet has no column 'id'.", hint))
    order = {name: rank for rank, name in enumerate(known)}
    columns.sort(key=lambda c: order.get(_full(c), len(order)))
    return columns, problems, remarks


def _no_headings(sheet: Sheet, known: dict[str, Column]) -> Problem:
    """Say that the row where the headings should be holds none, and where they are if they stand below."""
    at = Problem("", "", sheet=sheet.name, row=sheet.header_row)
    there = [heading.strip() for heading in sheet.headers if heading.strip()]
    first = next(
        (n for n, row in zip(sheet.numbers[:_TITLES], sheet.rows, strict=False) if _are_headings(row, known)), None
    )
    if first:
        message = f"the headings stand in row {first}, below other text ({unseen(there[0]) if there else 'blank'})."
        return _say(at, "PG114", message, "Delete the rows above them.")
    shown = ", ".join(map(unseen, there[:3])) + (", ..." if len(there) > 3 else "")
    hint = "Put headings such as id and name in the sheet's first row; `pathway-graph template` shows them all."
    return _say(at, "PG114", f"no heading of the sheet is a field of the model ({shown}).", hint)


def _are_headings(row: Sequence[Raw], known: dict[str, Column]) -> bool:
    """Tell a row of headings: `id`, and at least one more field."""
    names = {folded(text_of(cell)) for cell in row}
    return "id" in names and len(names & set(known)) >= 2


def _full(column: Column) -> str:
    tail = "" if column.what == "fact" else column.what
    return "_".join(part for part in (column.header, tail) if part)


def _known(label: str) -> dict[str, Column]:
    """List the headings that a sheet may have: its fields, a folded provision's, and where facts come from."""
    fields = {name: (label, field) for name, field in FIELDS[label].items()}
    if label == "Service":
        fields |= {name: ("Provision", FIELDS["Provision"][name]) for name in BOX_ON_SERVICES}
    known = {name: Column(0, "", "fact", of, name, field) for name, (of, field) in fields.items()}
    for what in ("stated_in", "locator"):
        known[what] = Column(0, "", what, label, "")
        for name, (of, _) in fields.items():
            if name != "id":
                known[f"{name}_{what}"] = Column(0, "", what, of, name)
    return known


def _no_heading(sheet: Sheet, index: int, at: Problem) -> list[Problem]:
    filled = next((n for n, row in zip(sheet.numbers, sheet.rows, strict=True) if row[index] != ""), None)
    if filled is None:
        return []
    message = f"column {at.column or index + 1} has cells (row {filled}) and no heading."
    return [_say(at, "PG116", message, "Write a heading above it, or empty the column.")]


def _say(at: Problem, code: str, message: str, hint: str) -> Problem:
    return dataclasses.replace(at, code=code, message=message, hint=hint)

"""Say what a fact becomes in the graph: properties of its node, and relationships to others.

The rules, the same for every label (docs/schema.md prints them):

- text, choices: property F. Lists of words: F, a list. Yes/no: F, true or false.
- numbers and money: F is the number where it is stated exactly; else F is absent, `F_state` says why (half, missing,
  none, any), `F_words` keeps the words, `F_low` and `F_high` what is known of it, and `F_low_open` or `F_high_open`
  that the end itself is left out ("over 1").
- dates: F is the text as written, `F_earliest` and `F_latest` the days between which it lies, `F_precision`.
- ages, steps, hours: F is the text, `F_state` (blank, stated, half, missing, any), `F_sure` and `F_may` flat lists of
  whole numbers (ages in months and hours in minutes of the week half-open, steps with both ends included).
- group: the same with lists of words. `any` and `everyone` set `F_any`, and so for area and need.
- area, need: F is the text, `F_state`, `F_any`; COVERS and MEETS carry `sure` (true, or false for "some of");
  LEAVES_OUT leads to what `any except X` excepts.
- references: a relationship; where one is stated to be missing or not to exist, `F_state` and `F_words` say so.
- STATED_IN leads to the Document, with `locator`, and `field` where it speaks of one field only.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from pathway_graph.fields import DIMENSIONS, Field, Reference
from pathway_graph.model import COMPUTED, FIELDS, LABELS
from pathway_graph.values import canonical, decode

__all__ = [
    "Edge", "Ends", "SetOnce", "blank_properties", "constraints", "ends_of", "is_its_own_property", "is_reference",
    "led_to", "node_labels", "properties", "relationships",
]  # fmt: skip

_SPANS = ("ages", "steps", "hours")
_PLAIN = ("identifier", "text", "choice")
_EVERY_AGE, _EVERY_MINUTE = [0, 1200], [0, 10080]


class Ends(NamedTuple):
    """A kind of relationship: (start label)-[type]->(end label)."""

    type: str
    start: str
    end: str


class Edge(NamedTuple):
    """One relationship that a fact makes, from node to node; `properties` as sorted pairs so that edges compare.

    A tuple, since a whole graph's are hashed and compared.
    """

    ends: Ends
    start: str
    end: str
    properties: tuple[tuple[str, Any], ...] = ()


def constraints() -> list[str]:
    """List the statements that define the graph: one id a label, and the stamp. Uniqueness only (engines.md 4)."""
    unique = [
        f"CREATE CONSTRAINT {name.lower()}_id IF NOT EXISTS FOR (n:{name}) REQUIRE n.id IS UNIQUE"
        for name in (*LABELS, "_Meta", *COMPUTED)
    ]
    return [statement.replace("CONSTRAINT _meta_id", "CONSTRAINT meta_id") for statement in unique]


def node_labels(label: str, facts: dict[str, Any]) -> list[str]:
    """List the labels of a node besides its own: an organisation carries one for each of its roles.

    >>> node_labels("Organisation", {"roles": ["provider", "commissioner"]})
    ['Commissioner', 'Provider']
    """
    roles = decode(facts.get("roles")) if label == "Organisation" else None
    return sorted(role.title().replace(" ", "") for role in (roles.value or ())) if roles else []


def blank_properties(label: str) -> dict[str, Any]:
    """Give the properties that a new node has before any fact: every dimension is `blank`, so that it can be asked."""
    return {f"{name}_state": "blank" for name, field in FIELDS[label].items() if _is_dimension(field)}


def properties(label: str, header: str, stored: Any | None) -> dict[str, Any]:
    """Turn one fact into its node's properties; every property that the field can set is named, None where it is not.

    `stored` is the value as the ledger keeps it; None for a fact that is gone. Unknown headers become text.
    """
    field = FIELDS[label].get(header)
    if header == "other_columns":
        return {header: None if stored is None else canonical(stored)}
    if field is None:
        return {}
    if isinstance(field, Reference):
        value = None if isinstance(stored, list) else decode(stored)
        return _tagged(header, {"state": value and value.state, "words": value and value.words})
    return _of_kind(field, stored)


def relationships(label: str, id: str, header: str, stored: Any | None) -> frozenset[Edge]:
    """List the relationships that one fact makes, as (label, id) states it."""
    field = FIELDS[label].get(header)
    if header.endswith("stated_in") and field is None:
        return _stated_in(label, id, header, stored)
    if isinstance(field, Field) and field.kind in ("area", "need"):
        return _places(label, id, field, stored)
    return frozenset(Edge(ends, start, end) for ends, start, end in led_to(label, id, header, stored))


def led_to(label: str, id: str, header: str, stored: Any | None) -> list[tuple[Ends, str, str]]:
    """List the relationships that one reference makes, each once; nothing for what is no reference."""
    field = FIELDS[label].get(header)
    if not isinstance(field, Reference) or not isinstance(stored, list):
        return []
    found = []
    for target in dict.fromkeys(stored):
        to, _, wanted = target.rpartition("#") if len(field.to) > 1 else (field.to[0], "", target)
        found.append((_ends(field, label, to), *((wanted, id) if field.back else (id, wanted))))
    return found


@functools.cache
def _ends(field: Reference, label: str, to: str) -> Ends:
    return Ends(field.type, to, label) if field.back else Ends(field.type, label, to)


def ends_of(label: str, header: str) -> list[Ends]:
    """List the kinds of relationship that a header can make."""
    field = FIELDS[label].get(header)
    if field is None:
        return [Ends("STATED_IN", label, "Document")] if header.endswith("stated_in") else []
    if isinstance(field, Reference):
        return [_ends(field, label, to) for to in field.to]
    if field.kind in ("area", "need"):
        to = field.kind.title()
        return [Ends("COVERS" if to == "Area" else "MEETS", label, to), Ends("LEAVES_OUT", label, to)]
    return []


def _stated_in(label: str, id: str, header: str, stored: Any | None) -> frozenset[Edge]:
    if not stored:
        return frozenset()
    about = header.removesuffix("stated_in").strip()
    told = {"locator": stored.get("locator") or None, "field": about or None}
    pairs = tuple((key, value) for key, value in sorted(told.items()) if value is not None)
    return frozenset({Edge(Ends("STATED_IN", label, "Document"), id, stored["document"], pairs)})


def _places(label: str, id: str, field: Field, stored: Any | None) -> frozenset[Edge]:
    value = decode(stored)
    read = value.value if value else None
    if not read:
        return frozenset()
    takes, leaves = ends_of(label, field.name)
    return frozenset(
        [Edge(takes, id, place, (("sure", True),)) for place in read.get("sure", ())]
        + [Edge(takes, id, place, (("sure", False),)) for place in read.get("some", ())]
        + [Edge(leaves, id, place) for place in read.get("except", ())]
    )


def _of_kind(field: Field, stored: Any | None) -> dict[str, Any]:
    name, kind, value = field.name, field.kind, decode(stored)
    read = value.value if value else None
    state = value.state if value else None
    words = value.words if value else None
    if _is_dimension(field):
        return _dimension(field, state or "blank", words, read)
    if kind == "date":
        known = read or {}
        told = {key: known.get(key) for key in ("earliest", "latest", "precision")}
        return {name: words, **_tagged(name, {**told, "state": None if state == "stated" else state})}
    if kind in ("whole", "number", "money"):
        exact = read if isinstance(read, int | float) else None
        ends = read if isinstance(read, dict) else {}
        known = {end: ends.get(end) for end in ("low", "low_open", "high", "high_open")}
        return {name: exact, **_tagged(name, {**known, **_why(value, exact)})}
    if kind in ("scale", "duration"):
        parts = {"scale": ("low", "high"), "duration": ("amount", "unit")}[kind]
        told = {part: read.get(part) if isinstance(read, dict) else None for part in parts}
        return {name: words, **_tagged(name, {**told, "state": None if state == "stated" else state})}
    if kind == "budget":
        lines = read or []
        columns = {part: [line.get(part) or "" for line in lines] or None for part in ("period", "funder")}
        return {name: words, **_tagged(name, {"gbp": [float(line["gbp"]) for line in lines] or None, **columns})}
    plain = read if kind != "words" else (list(read) if read else None)
    return {name: plain, **_tagged(name, _why(value, plain))}


def _why(value: Any, plain: Any) -> dict[str, Any]:
    unsaid = value is None or plain is not None
    return {"state": None if unsaid else value.state, "words": None if unsaid else value.words}


def _dimension(field: Field, state: str, words: str | None, read: Any) -> dict[str, Any]:
    name = field.name
    every = state == "any" or (isinstance(read, dict) and bool(read.get("any")))
    told: dict[str, Any] = {"state": state, "any": True if every else None}
    if field.kind in _SPANS or field.kind == "group":
        whole = {"ages": _EVERY_AGE, "hours": _EVERY_MINUTE}.get(field.kind) if every else None
        for side in ("sure", "may"):
            told[side] = list(read[side]) if isinstance(read, dict) and side in read else whole
    return {name: words, **_tagged(name, told)}


def _tagged(name: str, told: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}_{key}": value for key, value in told.items()}


def is_its_own_property(label: str, header: str) -> bool:
    """Tell whether a field's plain text is its one property, as it stands: names, words, choices.

    >>> is_its_own_property("Milestone", "name"), is_its_own_property("Milestone", "deadline")
    (True, False)
    """
    field = FIELDS[label].get(header)
    return isinstance(field, Field) and field.kind in _PLAIN


class SetOnce:
    """Give what facts set on their nodes, without what they leave blank; equal values are turned into it once.

    They are known by their identity: `values.reader` gives equal texts as one object, which has to live as long.
    """

    def __init__(self) -> None:
        self._turned: dict[tuple[str, str, int], dict[str, Any]] = {}

    def by(self, label: str, header: str, value: Any) -> dict[str, Any]:
        """Give the properties of one fact; they may be shared, so never change them."""
        if type(value) is str:  # mostly its own, and seldom twice
            return _set_by(label, header, value)
        key = (label, header, id(value))
        if key not in self._turned:
            self._turned[key] = _set_by(label, header, value)
        return self._turned[key]


def _set_by(label: str, header: str, value: Any) -> dict[str, Any]:
    return {name: told for name, told in properties(label, header, value).items() if told is not None}


def is_reference(label: str, header: str) -> bool:
    """Tell whether a header leads to nodes by their ids: a list of them makes relationships, and no property."""
    return isinstance(FIELDS[label].get(header), Reference)


def _is_dimension(field: Field | Reference) -> bool:
    return isinstance(field, Field) and field.kind in DIMENSIONS

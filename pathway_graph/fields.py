"""Describe a field of the model: what it means, how it is read, and what it becomes in the graph."""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any, Literal

__all__ = ["DIMENSIONS", "Field", "Kind", "Reference", "column", "described", "refers"]

Kind = Literal[
    "identifier", "text", "words", "choice", "whole", "number", "money", "budget", "date", "yes/no", "duration",
    "scale", "area", "need", "group", "ages", "steps", "hours",
]  # fmt: skip
"""How a cell is read; each kind has one reader in `reading` and one shape in the graph (schema.py)."""

DIMENSIONS: tuple[Kind, ...] = ("area", "need", "group", "ages", "steps", "hours")
"""The dimensions of the box, besides its dates: each holds what is taken for sure and what may be taken."""


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A property of a node.

    `unit` is that of the stored number. `may_be_absent`: "none" is a fact there, not a missing one. `closes` marks a
    date whose bare day means its end (a finish), not its start.
    """

    name: str
    kind: Kind
    doc: str
    unit: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    may_be_absent: bool = False
    closes: bool = False

    @property
    def header(self) -> str:
        """The column's heading in a sheet."""
        return self.name


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """A reference to other nodes: (self)-[type]->(to), or the other way round when `back`.

    `to` names the labels that may be referred to, in the order in which a bare id is looked up.
    """

    name: str
    type: str
    to: tuple[str, ...]
    doc: str
    back: bool = False
    many: bool = False
    required: bool = False
    may_be_absent: bool = False

    @property
    def header(self) -> str:
        """The column's heading in a sheet."""
        return self.name


def column(kind: Kind, doc: str, **more: Any) -> Any:
    """Declare a property in a label's class; the name is the attribute's."""
    return dataclasses.field(default=None, metadata={"make": lambda name: Field(name, kind, doc, **more)})


def refers(type: str, to: str, doc: str, **more: Any) -> Any:
    """Declare a reference in a label's class; `to` names labels separated by `|`."""
    labels = tuple(to.split("|"))
    return dataclasses.field(default=None, metadata={"make": lambda name: Reference(name, type, labels, doc, **more)})


def described(label: type) -> dict[str, Field | Reference]:
    """Read a label's class: header -> description, in the order of the sheet's columns.

    First who it is, then its own fields, then the box, last what every label has.
    """
    found = {}
    for field in sorted(dataclasses.fields(label), key=lambda field: _rank(label, field.name)):
        name = field.name.removesuffix("_")  # `from_` stands for the header `from`, a word that Python keeps
        found[name] = field.metadata["make"](name)
    return found


def _rank(label: type, name: str) -> tuple[int, int]:
    ancestors = [c for c in label.__mro__ if name in inspect.get_annotations(c)]
    depth = label.__mro__.index(ancestors[0])
    if name in ("id", "name"):
        return 0, 0 if name == "id" else 1
    return (3, 0) if ancestors[0].__name__ == "_Node" else (1 if depth == 0 else 2, 0)

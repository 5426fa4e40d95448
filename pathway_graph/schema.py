"""Write the model down for people and machines: the schema page and the JSON schema."""

from __future__ import annotations

import inspect
import json
from typing import Any

from .fields import DIMENSIONS, Field, Reference
from .model import FIELDS, LABELS, SHEETS
from .storage import shape
from .tables import markdown_table

__all__ = ["json_schema", "json_schema_page", "schema_page"]

_JSON: dict[str, dict[str, Any]] = {
    "whole": {"type": ["integer", "object"]},
    "number": {"type": ["number", "object"]},
    "money": {"type": ["number", "object"]},
    "yes/no": {"type": ["boolean", "object"]},
    "words": {"type": ["array", "object"], "items": {"type": "string"}},
}
_TEXT: dict[str, Any] = {"type": ["string", "object"]}
_STATED = {"type": "object", "required": ["state", "words"]}


def schema_page() -> str:
    """Write docs/schema.md: every label, every column, what it becomes in the graph."""
    parts = [
        "# The schema: what is stored\n",
        "Generated from `pathway_graph/model.py` by `python3 dev.py docs`; do not edit.\n",
        "Each label is one sheet of the workbook and one kind of node. A column is a property or, where it says so, a "
        "relationship. Every row may also carry `stated_in` and `locator` (the document and the place in it that the "
        "row rests on), and `COLUMN stated_in` and `COLUMN locator` for a single column.\n",
        "## What a fact becomes in the graph\n",
        inspect.cleandoc(shape.__doc__ or "").split("\n\n", 1)[1] + "\n",
    ]
    for name, label in LABELS.items():
        parts.append(f"## {name}\n")
        parts.append(f"Sheet `{SHEETS[name]}`. {inspect.cleandoc(label.__doc__ or '')}\n")
        parts.append(markdown_table(["Column", "What it says", "How it is written", "In the graph"], _rows(name)))
    parts.append("## What the graph guarantees\n")
    parts.append("```cypher\n" + "\n".join(f"{line};" for line in shape.constraints()) + "\n```\n")
    return "\n".join(parts)


def _rows(label: str) -> list[list[str]]:
    return [
        [f"`{name}`{' (needed)' if field.required else ''}", field.doc, _written(field), _graph(label, field)]
        for name, field in FIELDS[label].items()
    ]


def _written(field: Field | Reference) -> str:
    if isinstance(field, Reference):
        rows = " or ".join(SHEETS[to] for to in field.to)
        return f"{'ids' if field.many else 'an id'} from {rows}"
    if field.choices:
        return ", ".join(field.choices)
    return {"words": "words, separated by ;", "identifier": "letters, digits and . _ : / -"}.get(field.kind, field.kind)


def _graph(label: str, field: Field | Reference) -> str:
    edges = [f"`({e.start})-[:{e.type}]->({e.end})`" for e in shape.ends_of(label, field.name)]
    if isinstance(field, Reference):
        return " ".join(edges)
    unit = f" in {field.unit}" if field.unit else ""
    names = f"`{field.name}`" + (f", `{field.name}_state`" if field.kind in DIMENSIONS else "")
    return " ".join([names + unit, *edges])


def json_schema() -> dict[str, Any]:
    """Give the JSON schema (draft 2020-12) of one record as the ledger keeps it: `{"label": ..., "facts": {...}}`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pathway-graph record",
        "oneOf": [_record(label) for label in LABELS],
        "$defs": {"stated": _STATED},
    }


def json_schema_page() -> str:
    """Write docs/schema.json."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _record(label: str) -> dict[str, Any]:
    fields = FIELDS[label]
    return {
        "type": "object",
        "required": ["label", "facts"],
        "properties": {
            "label": {"const": label},
            "facts": {
                "type": "object",
                "description": inspect.cleandoc(LABELS[label].__doc__ or ""),
                "required": ["id"],
                "properties": {name: _property(field) for name, field in fields.items()},
            },
        },
    }


def _property(field: Field | Reference) -> dict[str, Any]:
    told: dict[str, Any] = {"description": field.doc}
    if isinstance(field, Reference):
        return {**told, "type": ["array", "object"], "items": {"type": "string"}}
    if field.kind == "identifier":
        return {**told, "type": "string", "pattern": "^[A-Za-z0-9._:/-]{1,128}$"}
    if field.choices and field.kind == "choice":
        return {**told, "anyOf": [{"enum": list(field.choices)}, {"$ref": "#/$defs/stated"}]}
    return {**told, **_JSON.get(field.kind, _TEXT)}

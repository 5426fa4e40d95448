"""Hold an answer: rows or findings, their counts, and what they were computed from."""

from __future__ import annotations

import dataclasses
import datetime
import html
import importlib
import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .tables import csv_table, shown, text_table

__all__ = ["Result"]

_FEW = 1000
_encode = json.JSONEncoder(ensure_ascii=False, default=shown).encode


def _lines(value: Any) -> str:
    """Write a list with a line for each of its entries, anything else on one line."""
    if not value or not isinstance(value, list | tuple):
        return _encode(value)
    return "[\n    " + ",\n    ".join(map(_encode, value)) + "\n  ]"


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """The answer of one command: the same thing in Python, in a notebook, as a table, as JSON.

    `name` is the command's; `rows` are dicts in a stable order, told under `key` in JSON (`rows`, `findings`, ...);
    `columns` says which of their keys a table shows, in order; `workspace` is `{"name", "ledger", "seq", "hash"}`;
    `title` is one line above the table and `sentences` are the lines beneath it.
    """

    name: str
    rows: Sequence[dict[str, Any]]
    columns: tuple[str, ...]
    workspace: Mapping[str, Any]
    as_of: datetime.date
    key: str = "rows"
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    counts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    title: str = ""
    sentences: tuple[str, ...] = ()
    more: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __str__(self) -> str:
        return self.to_text()

    def to_dicts(self) -> list[dict[str, Any]]:
        """Give the rows as a list of dicts that are the caller's own."""
        return [dict(row) for row in self.rows]

    def to_envelope(self) -> dict[str, Any]:
        """Give the whole answer in the shape of `pathway-graph/NAME/1`."""
        return {
            "schema": f"pathway-graph/{self.name}/1",
            "workspace": dict(self.workspace),
            "as_of": self.as_of.isoformat(),
            "parameters": dict(self.parameters),
            "counts": dict(self.counts),
            **self.more,
            self.key: self.to_dicts(),
            "assumptions": list(self.assumptions),
        }

    def to_json(self) -> str:
        """Write the whole answer as JSON, in the same bytes for the same answer: two spaces a level.

        With more than 1,000 rows every row of every list has a line of its own, which takes a fifth of the time.
        """
        whole = self.to_envelope()
        if len(self.rows) <= _FEW:
            return json.dumps(whole, indent=2, ensure_ascii=False, default=shown)
        return "{\n" + ",\n".join(f"  {_encode(name)}: {_lines(value)}" for name, value in whole.items()) + "\n}"

    def to_csv(self) -> str:
        """Write the rows as CSV that opens in Excel."""
        return csv_table(self.columns, ([row.get(c) for c in self.columns] for row in self.rows))

    def to_text(self, columns: int = 100) -> str:
        """Draw the answer for a terminal `columns` wide; columns that are blank in every row are named beneath."""
        parts = [textwrap.fill(self.title, columns, subsequent_indent="  ")] if self.title else []
        told = [c for c in self.columns if any(shown(row.get(c)) for row in self.rows)]
        if told:
            table = ([row.get(c) for c in told] for row in self.rows)
            parts.append(text_table([c.replace("_", " ") for c in told], table, columns=columns))
            if blank := [c.replace("_", " ") for c in self.columns if c not in told]:
                parts.append(f"Blank in every row: {', '.join(blank)}.")
        parts += self.sentences
        return "\n".join(parts)

    def to_frame(self) -> Any:
        """Give the rows as a pandas or polars data frame, whichever is installed (pandas first).

        Raises ImportError with the way out where neither is.
        """
        for library in ("pandas", "polars"):
            try:
                return importlib.import_module(library).DataFrame(self.to_dicts())
            except ModuleNotFoundError:
                continue
        raise ImportError("to_frame needs pandas or polars: pip install pandas. to_dicts() needs neither.")

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{html.escape(c.replace("_", " "))}</th>' for c in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(shown(row.get(c)))}</td>" for c in self.columns) + "</tr>"
            for row in self.rows
        )
        told = "".join(f"<p>{html.escape(line)}</p>" for line in self.sentences)
        caption = f"<caption>{html.escape(self.title)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{told}"

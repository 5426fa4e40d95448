"""Keep where boxes stand, by id, in the workspace: next month's picture differs only where the facts do."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Mapping
from typing import Any

from pathway_graph.errors import InputProblems
from pathway_graph.whole_files import write_whole

__all__ = ["FILE", "keep_positions", "read_positions"]

FILE = "positions.json"
_SCHEMA = "pathway-graph/positions/1"
_FAR = 1_000_000.0

Positions = dict[str, tuple[float, float]]


def read_positions(folder: pathlib.Path) -> dict[str, Positions]:
    """Read the places by page name and id, in points; none where the file is missing or is not ours."""
    try:
        stated = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(stated, dict) or stated.get("schema") != _SCHEMA or not isinstance(stated.get("pages"), dict):
        return {}
    return {
        page: {id: (float(at[0]), float(at[1])) for id, at in places.items() if _is_place(at)}
        for page, places in stated["pages"].items()
        if isinstance(places, dict)
    }


def _is_place(at: Any) -> bool:
    return (
        isinstance(at, list) and len(at) == 2 and all(isinstance(n, int | float) and abs(n) < _FAR for n in at)
    )  # fmt: skip


def keep_positions(folder: pathlib.Path, pages: Mapping[str, Positions]) -> str:
    """Write the places of these pages beside those of others; give a remark where the folder can't be written."""
    known: dict[str, Positions] = {**read_positions(folder), **pages}
    told = {page: {id: list(at) for id, at in sorted(places.items())} for page, places in sorted(known.items())}
    text = json.dumps({"schema": _SCHEMA, "pages": told}, indent=1, ensure_ascii=False) + "\n"
    try:
        write_whole(folder / FILE, text, what="where boxes stand")
    except InputProblems as error:
        return f"Where boxes stand is not kept: {error.problems[0].message}"
    return ""

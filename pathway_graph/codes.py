"""List every code that the product can print, with what it means and what to do."""

from __future__ import annotations

import dataclasses

__all__ = ["CODES", "Code"]


@dataclasses.dataclass(frozen=True, slots=True)
class Code:
    """One code: `meaning` in one sentence, `remedy` in one or two."""

    code: str
    meaning: str
    remedy: str


_TABLE: tuple[tuple[str, str, str], ...] = (
    # 100-129 files and formats
    # 130-159 values that cannot be read
    # 160-179 references and the rules of the model
    ("PG160", "A cell names something that is in no sheet.", "Correct the id, or add the row that it names."),
    ("PG161", "A row lacks a field that its label needs.", "Fill in the cell."),
    ("PG162", "Rows are parts of each other in a circle.", "Take one of them out of the column that is named."),
    ("PG163", "A step is not on the scale of its need.", "Correct the steps, or the scale in the Needs sheet."),
    ("PG164", "One row gives steps for needs on different scales.", "Give each scale a row of its own."),
    ("PG165", "A last day lies before the first.", "Correct one of the two dates."),
    ("PG166", "A constraint lacks its date, or a date its constraint.", "Fill in both, or empty both."),
    ("PG168", "The lowest duration is more than the highest.", "Swap the two."),
    ("PG169", "A dependency makes a milestone wait for itself.", "Take it out of needs or out of blocks."),
    # 180-199 rules of a load
    # 200-229 workspace, ledger, lock
    # 230-249 backup and restore
    # 300-319 questions
    # 320-339 Cypher typed by hand
    # 400-429 graph engines and servers
    # 500-519 pictures and exports
    # 900-949 usage of the command line
)

CODES: dict[str, Code] = {row[0]: Code(*row) for row in _TABLE}
"""Code -> meaning and remedy. A code never changes its meaning; a retired one is not used again."""

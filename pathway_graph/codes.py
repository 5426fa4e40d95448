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

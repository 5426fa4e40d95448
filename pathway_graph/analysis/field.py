"""Name one field of one row: what an answer hangs on, or where it is stated."""

from __future__ import annotations

import dataclasses

__all__ = ["Field"]


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Field:
    """A field that an answer hangs on."""

    label: str
    id: str
    field: str

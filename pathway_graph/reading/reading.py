"""Say what a reader made of a text: its state, its value, the words, and what was assumed."""

from __future__ import annotations

import dataclasses
from typing import Any, Literal

__all__ = ["Reading", "State", "blank", "failed"]

State = Literal["blank", "stated", "half", "missing", "none", "any"]
"""Blank: nothing stated. Stated: read exactly. Half: only known to lie between `sure` and `may`. Missing: stated to be
missing ("TBC"). None: stated not to exist ("n/a" where a field may be absent). Any: no limit, stated; kept as a
sentinel and widened when it is used, so that an area or a scale loaded later is included. For a date `any` means
open-ended ("ongoing")."""


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of some words.

    `value` is plain JSON and its shape belongs to the grammar that read it (see each reader); None unless the state is
    `stated` or `half`. `words` is the text as written, stripped. `assumed` says in whole sentences what the reader
    decided for the writer. `left_over` keeps what was written beside the value and was not read as part of it (a
    condition, a remark). `error` is not empty when the text cannot be read; `hint` then says what to write instead.
    """

    state: State
    words: str
    value: Any = None
    assumed: tuple[str, ...] = ()
    left_over: tuple[str, ...] = ()
    error: str = ""
    hint: str = ""

    @property
    def ok(self) -> bool:
        """True unless the text could not be read."""
        return not self.error


def blank() -> Reading:
    """Read a text in which nothing is stated."""
    return Reading("blank", "")


def failed(words: str, error: str, hint: str = "") -> Reading:
    """Refuse a text, saying what is wrong and what to write instead.

    >>> failed("31/06/2019", "June has 30 days").ok
    False
    """
    return Reading("missing", words, error=error, hint=hint)

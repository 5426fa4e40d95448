"""Tell blank, stated, stated to be missing, stated not to exist and no limit apart."""

from __future__ import annotations

from .plain import LIMIT, clean
from .reading import Reading, State, blank

__all__ = ["ANY_WORDS", "MISSING_WORDS", "NONE_WORDS", "settled", "state_of", "without_value"]

MISSING_WORDS = (
    "awaited", "awaiting", "n.k", "n/k", "nil", "nk", "no data", "no date", "no information", "none agreed",
    "none confirmed", "none given", "none identified", "none known", "none recorded", "none specified", "none stated",
    "none yet", "not agreed", "not available", "not confirmed", "not decided", "not determined", "not given",
    "not identified", "not known", "not provided", "not recorded", "not specified", "not stated", "not sure", "not yet",
    "null", "pending", "t.b.a", "t.b.c", "t.b.d", "tba", "tbc", "tbd", "to be advised", "to be agreed",
    "to be announced", "to be arranged", "to be confirmed", "to be decided", "to be determined", "to be finalised",
    "to be identified", "to be set", "unclear", "unconfirmed", "undecided", "unknown", "unsure",
)  # fmt: skip
"""Words that say that a fact is missing; a text that starts with one is missing and is kept whole. So is a text of
nothing but question marks, dashes or dots."""

NONE_WORDS = ("n.a", "n/a", "na", "none", "not applicable")
"""Words that say that there is none, where the field may be absent; elsewhere they say that the fact is missing."""

ANY_WORDS = ("all", "any", "anybody", "anyone", "everybody", "everyone", "no limit", "no restriction", "unlimited")
"""Words that, standing alone, say that there is no limit."""

_STARTS = (*MISSING_WORDS, *NONE_WORDS)


def _starts_with(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether one of the words stands at the start of the text as a word of its own."""
    for word in words:
        if text.startswith(word):
            after = text[len(word) : len(word) + 2]
            if not after or not (after[0].isalnum() or (after[0] in "-_'" and after[1:].isalnum())):
                return True
    return False


def state_of(text: str, *, may_be_absent: bool = False) -> State:
    """Return the state of a text: blank, missing, none, any, or (for every other text) stated.

    `may_be_absent` is true for a field that a thing need not have (`extend_to`, `board`, `protocol`): there `none`,
    `n/a` and `not applicable` are a fact, elsewhere the fact is missing.

    >>> state_of("TBC, perhaps May"), state_of("unknownville"), state_of("n/a", may_be_absent=True)
    ('missing', 'stated', 'none')
    """
    plain = clean(text[: LIMIT + 1]).casefold()
    if not plain:
        return "blank"
    if not plain.strip("?-._ /"):
        return "missing"
    if plain.startswith(_STARTS):
        if _starts_with(plain, MISSING_WORDS):
            return "missing"
        if _starts_with(plain, NONE_WORDS) and not (plain.startswith("na") and plain.strip(" .") != "na"):
            return "none" if may_be_absent else "missing"
    return "any" if plain.rstrip(" .!") in ANY_WORDS else "stated"


def without_value(state: State, text: str, *assumed: str) -> Reading:
    """Return the reading of a text that states no value: missing, none or any, with its words."""
    return Reading(state, text.strip(), assumed=assumed)


def settled(text: str, *, may_be_absent: bool = False) -> Reading | None:
    """Read a text that is blank, missing or none; return None for a text that a grammar has to read."""
    state = state_of(text, may_be_absent=may_be_absent)
    if state in ("stated", "any"):
        return None
    return blank() if state == "blank" else without_value(state, text)

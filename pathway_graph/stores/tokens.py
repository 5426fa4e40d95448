"""Cut Cypher into words, quoted texts, names, numbers and signs, and refuse what engines may cut differently."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from .errors import StatementRefused

__all__ = ["Token", "place", "tokens"]


class Token(NamedTuple):
    """A piece of a statement: `kind` is word, name (in backticks), text, number or sign; `at` is where it starts."""

    kind: str
    text: str
    at: int


# A quote, a comment or a backtick opened here must be closed where an engine closes it. Whatever two engines might
# disagree on (a Unicode escape that is undone before the statement is cut, an odd line end, a character that one takes
# for a space and another for a letter) is therefore refused, not interpreted.
_UNICODE_ESCAPE = re.compile(r"\\u", re.IGNORECASE)
_ODD_LINE_END = re.compile("\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_PIECE = re.compile(
    r"""
      (?P<space>[ \t\r\n]+ | //[^\r\n]* | /\*.*?\*/)
    | (?P<text>'(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*")
    | (?P<name>`(?:[^`]|``)*`)
    | (?P<number>(?:0[xX][0-9a-fA-F_]+ | 0o[0-7_]+ | [0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?))
    | (?P<word>[^\W\d]\w*)
    | (?P<sign>[-+*/%^=<>!&|~.,:;()\[\]{}$@#?])
    """,
    re.VERBOSE | re.DOTALL,
)
_UNCLOSED = {"'": "a quote", '"': "a quote", "`": "a backtick", "/*": "a comment"}


def tokens(cypher: str) -> Iterator[Token]:
    """Walk through the pieces of a statement, leaving out spaces and comments.

    Raises StatementRefused (PG320) for an unclosed quote, backtick or comment, for a `\\u` escape, and for characters
    outside quotes that engines may read in different ways.

    >>> [token.text for token in tokens("RETURN 'DELETE' /* SET */ AS x")]
    ['RETURN', "'DELETE'", 'AS', 'x']
    """
    _refuse_ambiguous(cypher)
    at = 0
    while at < len(cypher):
        match = _PIECE.match(cypher, at)
        if match is None or (match.lastgroup == "sign" and cypher.startswith("/*", at)):
            raise _unreadable(cypher, at)
        kind = match.lastgroup or ""
        if kind == "number" and re.match(r"\w", cypher[match.end() : match.end() + 1]):
            raise _refused(cypher, match.end(), "a number runs into a word")
        if kind == "word":
            _refuse_disguised(cypher, match[0], at)
        if kind != "space":
            yield Token(kind, match[0], at)
        at = match.end()


def place(cypher: str, at: int) -> str:
    """Name a place in a statement for people: line and column, both from 1."""
    before = cypher[:at]
    return f"line {before.count(chr(10)) + 1}, column {at - before.rfind(chr(10))}"


def _refuse_ambiguous(cypher: str) -> None:
    if found := _UNICODE_ESCAPE.search(cypher):
        raise _refused(cypher, found.start(), r"a \u escape", "Write the character itself, or give it as a parameter.")
    if found := _ODD_LINE_END.search(cypher):
        what = f"the control character U+{ord(found[0]):04X}"
        raise _refused(cypher, found.start(), what, "Take it out, or give it as a parameter.")
    try:
        cypher.encode()
    except UnicodeEncodeError as error:
        raise _refused(cypher, error.start, "half a character (a lone surrogate)", "Take it out.") from None


def _refuse_disguised(cypher: str, word: str, at: int) -> None:
    """Refuse a word that turns into plain letters when an engine folds case: U+017F reads as S, U+212A as K."""
    if word.isascii():
        return
    for folded in (word.upper(), word.lower(), word.casefold(), unicodedata.normalize("NFKC", word)):
        if folded.isascii():
            raise _refused(cypher, at, f"{word!r}, a word in look-alike letters", "Put the name in backticks.")


def _unreadable(cypher: str, at: int) -> StatementRefused:
    opening = cypher[at : at + 2] if cypher.startswith("/*", at) else cypher[at]
    if what := _UNCLOSED.get(opening):
        return _refused(cypher, at, f"{what} that is not closed", "Close it.")
    what = f"the character {opening!r} (U+{ord(opening[0]):04X})"
    return _refused(cypher, at, what, "Take it out, or put the name in backticks.")


def _refused(cypher: str, at: int, what: str, hint: str = "Mend it there.") -> StatementRefused:
    return StatementRefused(f"{place(cypher, at)}: {what} can't be taken here.", code="PG320", hint=hint)

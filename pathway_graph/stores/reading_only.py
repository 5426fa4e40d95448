"""Refuse every statement that is more than one reading statement."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from .errors import StatementRefused
from .tokens import Token, place, tokens

__all__ = ["PROCEDURES", "refuse_unless_reading"]

PROCEDURES = frozenset((
    "db.labels", "db.propertykeys", "db.relationshiptypes",
    "db.schema.nodetypeproperties", "db.schema.reltypeproperties",
))  # fmt: skip
"""Procedures that may be called, in small letters: they list what is in the graph, and nothing else."""

_FIRST = frozenset(("MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL"))
_WRITING = frozenset((
    "CREATE", "INSERT", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "FOREACH", "DROP", "ALTER", "RENAME",
    "TRUNCATE", "GRANT", "DENY", "REVOKE", "REALLOCATE", "DEALLOCATE", "TERMINATE",
))  # fmt: skip
_REACHING_OUT = frozenset(("LOAD", "USE", "IMPORT", "EXPORT", "BACKUP"))
_FUNCTION_SPACES = frozenset((
    "DATE", "DATETIME", "LOCALDATETIME", "LOCALTIME", "TIME", "DURATION", "POINT",
))  # fmt: skip
_BEFORE_A_PROPERTY = (")", "]", "}", "{", ",")  # f(x).set, n {.set, .name}
_LONGEST = 100_000
_WHAT_TO_DO = "Only one statement of MATCH, OPTIONAL MATCH, UNWIND, WITH, CALL {...}, UNION and RETURN is taken here"


@functools.lru_cache(maxsize=256)
def refuse_unless_reading(cypher: str) -> None:
    """Raise StatementRefused (PG320: what was found, line and column) unless this is one statement that only reads.

    Writing clauses are refused wherever they stand as bare words, also in subqueries; names that are spelled like one
    pass as properties, labels, parameters, keys of a map, or in backticks. LOAD CSV, USE, procedures other than
    `PROCEDURES`, functions in name spaces other than the temporal ones, and a second statement are refused.

    >>> refuse_unless_reading("MATCH (n:Set) WHERE n.delete = 'CREATE' RETURN n")
    >>> refuse_unless_reading("MATCH (n) DELETE n")
    Traceback (most recent call last):
    pathway_graph.stores.errors.StatementRefused: PG320 line 1, column 11: DELETE is not taken here. \
Only one statement of MATCH, OPTIONAL MATCH, UNWIND, WITH, CALL {...}, UNION and RETURN is taken here; \
put a name that is spelled so in backticks.
    """
    if len(cypher) > _LONGEST:
        raise _refused(cypher, _LONGEST, "a statement of more than 100,000 characters")
    pieces = list(tokens(cypher))
    if not pieces:
        raise _refused(cypher, 0, "an empty statement")
    if pieces[0].kind != "word" or pieces[0].text.upper() not in _FIRST:
        raise _refused(cypher, pieces[0].at, pieces[0].text)
    for at, piece in enumerate(pieces):
        if piece.text == ";" and piece.kind == "sign" and at + 1 < len(pieces):
            raise _refused(cypher, pieces[at + 1].at, "a second statement")
        if piece.kind == "word":
            _check_word(cypher, pieces, at)
        elif piece.kind == "sign" and piece.text == "(":
            _check_function(cypher, pieces, at)


def _check_word(cypher: str, pieces: Sequence[Token], at: int) -> None:
    word = pieces[at].text.upper()
    if word == "CALL":
        _check_call(cypher, pieces, at)
    elif word in _WRITING or word in _REACHING_OUT:
        if not _is_a_name(pieces, at):
            hint = f"{_WHAT_TO_DO}; put a name that is spelled so in backticks."
            raise _refused(cypher, pieces[at].at, word, hint)
    elif word == "TRANSACTIONS" and _text(pieces, at - 1).upper() in ("IN", "CONCURRENT"):
        raise _refused(cypher, pieces[at].at, "IN TRANSACTIONS")


def _is_a_name(pieces: Sequence[Token], at: int) -> bool:
    """Say whether a word can only be a property, a label or type, a parameter, a key of a map, or a variable."""
    before = _text(pieces, at - 1)
    if before == ".":
        # After a number the dot may be the number's own: `n.x > 1. SET ...`
        return at >= 2 and (pieces[at - 2].kind in ("word", "name") or _text(pieces, at - 2) in _BEFORE_A_PROPERTY)
    if before in (":", "$"):
        return True
    return before in ("{", ",", "(", "[") and _text(pieces, at + 1) == ":"  # {set: 1}, (set:Thing), [use:USES]


def _check_call(cypher: str, pieces: Sequence[Token], at: int) -> None:
    """Let `CALL {`, `CALL (x) {` and the listed procedures pass."""
    if _is_a_name(pieces, at) or _text(pieces, at + 1) in ("{", "("):
        return
    name, end = "", at + 1
    while end < len(pieces) and (pieces[end].kind == "word" if (end - at) % 2 else pieces[end].text == "."):
        name += pieces[end].text
        end += 1
    if name.lower() not in PROCEDURES:
        listed = ", ".join(sorted(PROCEDURES))
        found = name or _text(pieces, at + 1)
        raise _refused(cypher, pieces[at].at, f"CALL {found}", f"Procedures that may be called: {listed}.")


def _check_function(cypher: str, pieces: Sequence[Token], at: int) -> None:
    """Refuse a function with a dotted name, `apoc.load.json(`, unless its name space is known to compute only."""
    start = at - 1
    while start >= 2 and _text(pieces, start - 1) == "." and pieces[start].kind in ("word", "name"):
        start -= 2
    if start == at - 1 or start < 0 or pieces[start].kind not in ("word", "name"):
        return
    called = start >= 1 and pieces[start - 1].kind == "word" and pieces[start - 1].text.upper() == "CALL"
    if not called and pieces[start].text.upper() not in _FUNCTION_SPACES:
        name = "".join(piece.text for piece in pieces[start:at])
        raise _refused(cypher, pieces[start].at, f"the function {name}")


def _text(pieces: Sequence[Token], at: int) -> str:
    """The sign or word at a position; nothing for what is quoted and past the ends."""
    return pieces[at].text if 0 <= at < len(pieces) and pieces[at].kind in ("sign", "word") else ""


def _refused(cypher: str, at: int, what: str, hint: str = f"{_WHAT_TO_DO}.") -> StatementRefused:
    return StatementRefused(f"{place(cypher, at)}: {what} is not taken here.", code="PG320", hint=hint)

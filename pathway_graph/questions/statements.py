"""Look at a Cypher statement without running it: its parameters, what it returns, in what order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pathway_graph.stores.tokens import Token, tokens

__all__ = ["Piece", "ordered_by", "parameters_of", "pieces", "returned", "words"]


class Piece(NamedTuple):
    """A piece of a statement, where it starts, and inside how many brackets it stands."""

    kind: str
    text: str
    at: int
    depth: int


def pieces(cypher: str) -> tuple[Piece, ...]:
    """Cut a statement into pieces; StatementRefused where it cannot be cut, see `stores.tokens`."""
    found, depth = [], 0
    for token in tokens(cypher):
        depth -= _is_sign(token, ")]}")
        found.append(Piece(*token, depth))
        depth += _is_sign(token, "([{")
    return tuple(found)


def parameters_of(found: Sequence[Piece]) -> dict[str, int]:
    """List a statement's parameters: name -> where it first stands.

    >>> parameters_of(pieces("WHERE a.id = $area OR $area IS NULL OR a.name = '$no'"))
    {'area': 14}
    """
    names: dict[str, int] = {}
    for sign, name in itertools.pairwise(found):
        if _is_sign(sign, "$"):
            names.setdefault(name.text, name.at)
    return names


def words(found: Sequence[Piece], *wanted: str) -> Iterator[Piece]:
    """Find words that could be clauses: not properties, labels, parameters or keys of a map.

    >>> [word.at for word in words(pieces("MATCH (n:Limit {limit: n.limit}) RETURN n LIMIT 1"), "LIMIT")]
    [42]
    """
    for at, piece in enumerate(found):
        named = at > 0 and _is_sign(found[at - 1], ".:$|&!")
        key = at + 1 < len(found) and _is_sign(found[at + 1], ":")
        if piece.kind == "word" and piece.text.upper() in wanted and not named and not key:
            yield piece


def returned(found: Sequence[Piece]) -> tuple[str | None, ...]:
    """Name the columns that a statement returns, in order; None for one that has no plain name.

    >>> returned(pieces("MATCH (s) RETURN DISTINCT s.id AS service, coalesce(s.a, 1) AS a, s, s.b ORDER BY service"))
    ('service', 'a', 's', None)
    """
    starts = _outer(found, "RETURN")
    if not starts:
        return ()
    body = _until(found[starts[-1] + 1 :], "ORDER", "SKIP", "LIMIT", "UNION")
    if body and body[0].text.upper() == "DISTINCT":
        body = body[1:]
    return tuple(_column_name(item) for item in _items(body))


def ordered_by(found: Sequence[Piece]) -> tuple[str, ...]:
    """List the names that a statement's rows are ordered by; what is no plain name is left out.

    >>> ordered_by(pieces("MATCH (s) RETURN s.id AS id, s.a AS a ORDER BY size(a), a DESC, id"))
    ('a', 'id')
    """
    returns, orders = _outer(found, "RETURN"), _outer(found, "ORDER")
    if not returns or not orders or orders[-1] < returns[-1]:
        return ()
    items = _items(_until(found[orders[-1] + 2 :], "SKIP", "LIMIT"))
    plain = [[p for p in item if p.text.upper() not in ("ASC", "ASCENDING", "DESC", "DESCENDING")] for item in items]
    return tuple(item[0].text for item in plain if len(item) == 1 and item[0].kind == "word")


def _is_sign(piece: Token | Piece, signs: str) -> bool:
    return piece.kind == "sign" and piece.text in signs


def _outer(found: Sequence[Piece], word: str) -> list[int]:
    places = {piece.at for piece in words(found, word) if piece.depth == 0}
    return [number for number, piece in enumerate(found) if piece.at in places]


def _until(found: Sequence[Piece], *ends: str) -> Sequence[Piece]:
    for at, piece in enumerate(found):
        if piece.depth == 0 and (_is_sign(piece, ";") or (piece.kind == "word" and piece.text.upper() in ends)):
            return found[:at]
    return found


def _items(body: Sequence[Piece]) -> list[list[Piece]]:
    items: list[list[Piece]] = [[]]
    for piece in body:
        if piece.depth == 0 and _is_sign(piece, ","):
            items.append([])
        else:
            items[-1].append(piece)
    return items


def _column_name(item: Sequence[Piece]) -> str | None:
    named = len(item) == 1 or (len(item) > 2 and item[-2].text.upper() == "AS")
    return item[-1].text if item and named and item[-1].kind == "word" else None

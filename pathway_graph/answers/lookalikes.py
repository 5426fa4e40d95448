"""Propose rows that look like one: near-equal names, the same provider, the same identifiers. Nothing is merged."""

from __future__ import annotations

import csv
import dataclasses
import difflib
import io
import itertools
import json
import os
import pathlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pathway_graph.errors import InputProblems, Problem
from pathway_graph.values import decode

if TYPE_CHECKING:
    from pathway_graph.storage.ledger import Ledger

__all__ = ["DECISIONS", "Proposal", "lookalikes", "names_of", "read_decisions", "write_decisions"]

DECISIONS = ("same", "different")
"""What may be decided of a proposal; blank = not yet."""
_COLUMNS = ("label", "a", "b", "a_name", "b_name", "why", "decision")
_IDENTIFIERS = ("ods", "charity", "company")
_STOP = frozenset(
    ("the", "of", "and", "for", "in", "at", "a", "an", "to", "service", "services", "team", "nhs", "trust",
     "foundation", "limited", "ltd", "cic")
)  # fmt: skip
_MANY = 60
"""Rows that share a key; more of them are a common word, not one service."""
_NEAR = 0.85


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """Two rows of a label, `a` before `b` by id, that may be one, and why."""

    label: str
    a: str
    b: str
    a_name: str
    b_name: str
    why: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same finding next month."""
        return "duplicate_record", self.label, self.a, self.b


def lookalikes(ledger: Ledger) -> list[Proposal]:
    """List the proposals among services and organisations, by label and ids.

    Organisations: an identifier in common (certain), or names that are equal but for small words, case and marks; not
    where one succeeds the other, which says that they are two. Services: such names with the same provider or with one
    that is not stated; or names one misspelt word apart with the same provider. Two numbers that differ are never a
    misspelling. Cost: rows that share a word of their names.
    """
    found = {(p.label, p.a, p.b): p for p in _same_names(ledger)}
    found.update({(p.label, p.a, p.b): p for p in _same_identifiers(ledger)})
    followed = _successions(ledger)
    return sorted(p for p in found.values() if p.label != "Organisation" or frozenset((p.a, p.b)) not in followed)


def _successions(ledger: Ledger) -> set[frozenset[str]]:
    """Pairs of organisations of which one succeeds the other."""
    found = set()
    for id, facts in _facts(ledger, "Organisation", ("succeeds",)).items():
        before = facts["succeeds"]
        found |= {frozenset((id, other)) for other in before} if isinstance(before, list) else set()
    return found


def _facts(ledger: Ledger, label: str, fields: Iterable[str]) -> dict[str, dict[str, Any]]:
    marks = ", ".join("?" * len(list(fields)))
    sql = f"SELECT id, field, value FROM merged WHERE label = ? AND field IN ({marks}) ORDER BY id"
    found: dict[str, dict[str, Any]] = {}
    for id, field, value in ledger.rows(sql, label, *fields):
        found.setdefault(id, {})[field] = json.loads(value)
    return found


def names_of(ledger: Ledger, label: str) -> dict[str, str]:
    """The names of a label's rows, by id."""
    return {id: _name(facts) for id, facts in _facts(ledger, label, ("name",)).items()}


def _name(facts: Mapping[str, Any]) -> str:
    value = decode(facts.get("name"))
    return value.words if value else ""


def _same_identifiers(ledger: Ledger) -> Iterator[Proposal]:
    rows = _facts(ledger, "Organisation", ("name", *_IDENTIFIERS))
    for field in _IDENTIFIERS:
        by_value: dict[str, list[str]] = {}
        for id, facts in rows.items():
            value = decode(facts.get(field))
            if value and value.state == "stated":
                by_value.setdefault(re.sub(r"\W", "", value.words).casefold().lstrip("0"), []).append(id)
        for value_words, ids in by_value.items():
            for a, b in itertools.combinations(sorted(ids), 2):
                why = f"the same {field} {value_words}"
                yield Proposal("Organisation", a, b, _name(rows[a]), _name(rows[b]), why)


def _same_names(ledger: Ledger) -> Iterator[Proposal]:
    organisations = _facts(ledger, "Organisation", ("name",))
    services = _facts(ledger, "Service", ("name", "provider"))
    for label, rows in (("Organisation", organisations), ("Service", services)):
        tokens = {id: _tokens(_name(facts)) for id, facts in rows.items()}
        providers = {id: _providers(facts) for id, facts in rows.items()}
        for a, b in sorted(set(_candidates(tokens))):
            why = _why(tokens[a], tokens[b], providers[a], providers[b], label)
            if why:
                yield Proposal(label, a, b, _name(rows[a]), _name(rows[b]), why)


def _providers(facts: Mapping[str, Any]) -> frozenset[str]:
    stated = facts.get("provider")
    return frozenset(stated) if isinstance(stated, list) else frozenset()


def _tokens(name: str) -> tuple[str, ...]:
    """The words of a name that tell it apart, without accents, case, marks and a plural's s, in order of the alphabet.

    >>> _tokens("The Wellbeing Houses (Bath)")
    ('bath', 'house', 'wellbeing')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    kept = [word for word in words if word not in _STOP] or words
    return tuple(sorted({word[:-1] if len(word) > 3 and word.endswith("s") else word for word in kept}))


def _candidates(tokens: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Pairs of rows whose names are the same, or the same but for one word."""
    blocks: dict[tuple[str, ...], list[str]] = {}
    for id, words in tokens.items():
        if words:
            blocks.setdefault(words, []).append(id)
            for n in range(len(words) if len(words) > 1 else 0):
                blocks.setdefault((*words[:n], *words[n + 1 :]), []).append(id)
    for ids in blocks.values():
        if 1 < len(ids) <= _MANY:
            yield from itertools.combinations(sorted(set(ids)), 2)


def _why(
    a: tuple[str, ...], b: tuple[str, ...], a_providers: frozenset[str], b_providers: frozenset[str], label: str
) -> str:
    shared = a_providers & b_providers
    if a == b:
        if label == "Organisation":
            return "the same name but for small words"
        if shared or not a_providers or not b_providers:
            return f"the same name, {'the same provider' if shared else 'and one states no provider'}"
        return ""
    one, other = set(a) - set(b), set(b) - set(a)
    if not shared or len(one) != 1 or len(other) != 1:
        return ""
    (x,), (y,) = one, other
    if any(c.isdigit() for c in x + y) or difflib.SequenceMatcher(None, x, y).ratio() < _NEAR:
        return ""
    return f"nearly the same name ('{x}', '{y}'), the same provider"


def read_decisions(path: str | os.PathLike[str]) -> dict[tuple[str, str, str], str]:
    """Read what was decided: (label, a, b) -> same, different or "". No file: nothing was.

    Raises InputProblems where a row can't be understood.
    """
    file = pathlib.Path(path)
    if not file.exists():
        return {}
    problems, found = [], {}
    reader = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))
    for number, row in enumerate(reader, 2):
        decision = (row.get("decision") or "").strip().casefold()
        if decision not in ("", *DECISIONS) or not row.get("a") or not row.get("b"):
            problems.append(
                Problem("PG912", f"'{decision}' is no decision.", f"Write {' or '.join(DECISIONS)}, or leave it blank.",
                        file=file.name, row=number, field="decision", value=decision)
            )  # fmt: skip
        found[row.get("label") or "Service", row.get("a") or "", row.get("b") or ""] = decision
    if problems:
        raise InputProblems(*problems)
    return found


def write_decisions(
    path: str | os.PathLike[str], proposals: Iterable[Proposal], decided: Mapping[tuple[str, str, str], str]
) -> None:
    """Write the file to decide in: every proposal with what was decided of it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for p in proposals:
        writer.writerow([p.label, p.a, p.b, p.a_name, p.b_name, p.why, decided.get((p.label, p.a, p.b), "")])
    pathlib.Path(path).write_bytes(out.getvalue().encode("utf-8-sig"))

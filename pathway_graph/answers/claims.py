"""Set what a paper asserts beside what is computed: confirmed, contradicted, or not testable and why."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pathway_graph.analysis.duplicates import Duplicate, duplicates
from pathway_graph.analysis.english import joined
from pathway_graph.analysis.gaps import GapFinding, gaps
from pathway_graph.analysis.hierarchy import Hierarchy
from pathway_graph.analysis.landscape import Landscape
from pathway_graph.analysis.standing import Field
from pathway_graph.values import decode

from .findings import finding_id
from .naming import Names, asked_words
from .reported_ways import Ways

if TYPE_CHECKING:
    from pathway_graph.storage.ledger import Ledger

__all__ = ["Claim", "Verdict", "claims_of", "judged"]

_NOT_TESTABLE = "not_testable"
_EVERYTHING = 1_000_000


@dataclasses.dataclass(frozen=True, slots=True)
class Claim:
    """What a paper asserts: `kind` gap, duplicate, handoff, delay or strength; `about`: ids by label."""

    id: str
    kind: str
    words: str
    about: Mapping[str, tuple[str, ...]]


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What is found of a claim: confirmed, contradicted or not_testable, why, on which findings it rests, which values
    would have to be asked for to be certain (confirmed as far as the stated facts go), and on which facts of a handoff
    the findings rest."""

    claim: Claim
    verdict: str
    why: str
    findings: tuple[str, ...] = ()
    hangs_on: tuple[Field, ...] = ()
    rests_on: tuple[Field, ...] = ()


def claims_of(ledger: Ledger) -> list[Claim]:
    """Read the claims, by id."""
    facts: dict[str, dict[str, Any]] = {}
    for id, field, value in ledger.rows("SELECT id, field, value FROM merged WHERE label = 'Reported' ORDER BY id"):
        facts.setdefault(id, {})[field] = json.loads(value)
    found = []
    for id, told in facts.items():
        about: dict[str, list[str]] = {}
        stated = told.get("about")
        for target in stated if isinstance(stated, list) else ():
            label, _, node = target.partition("#")
            about.setdefault(label, []).append(node)
        words = [value.words if (value := decode(told.get(name))) else "" for name in ("kind", "words")]
        if words[0] != "rule":  # a rule asserts nothing of this landscape
            found.append(Claim(id, words[0], words[1], {label: tuple(ids) for label, ids in about.items()}))
    return found


def judged(claims: list[Claim], landscape: Landscape, day: int, horizon_months: int) -> Iterator[Verdict]:
    """Judge each claim. Only the requirements and provisions that claims speak of are looked at."""
    tree, ways = Hierarchy(landscape.functions), Ways(landscape, day)
    for claim in claims:
        functions = _functions(claim, landscape, tree)
        if not claim.about or not (functions or claim.kind == "strength"):
            yield Verdict(claim, _NOT_TESTABLE, "It does not say of which function or service it speaks.")
        elif claim.kind == "gap":
            yield _gap(claim, _asking(landscape, functions, tree), day, horizon_months)
        elif claim.kind == "duplicate":
            yield _duplicate(claim, landscape, functions, tree, day)
        elif claim.kind == "delay":
            yield _delay(claim, landscape, _asking(landscape, functions, tree), day, horizon_months)
        elif claim.kind == "handoff":
            yield _handoff(claim, landscape, functions, ways)
        else:
            yield Verdict(claim, _NOT_TESTABLE, " ".join(["It is an opinion.", *_said_together(claim, ways)]))


def _functions(claim: Claim, landscape: Landscape, tree: Hierarchy) -> frozenset[str]:
    """The functions that a claim speaks of with all below them: those it names, else those of the services it names."""
    named = set(claim.about.get("Function", ()))
    services = set(claim.about.get("Service", ()))
    if not named:
        named = {key for row in landscape.provisions if row.service in services for key in row.functions}
    return frozenset(key for key in tree.names if named & set(tree.above(key)))


def _asking(landscape: Landscape, functions: frozenset[str], tree: Hierarchy) -> Landscape:
    """The landscape with no other requirements than those for these functions."""
    kept = tuple(row for row in landscape.requirements if row.function in functions)
    return dataclasses.replace(landscape, requirements=kept)


def _gap(claim: Claim, landscape: Landscape, day: int, horizon_months: int) -> Verdict:
    if not landscape.requirements:
        return Verdict(claim, _NOT_TESTABLE, "No requirement asks for it, so nothing can be missing; state one.")
    answer = gaps(landscape, day, horizon_months)
    here = [finding for finding in answer.findings if _speaks_of(finding, claim, answer.coverage.space.areas)]
    certain = [finding for finding in here if finding.verdict in ("gap", "planned")]
    ids = tuple(finding_id(finding.key) for finding in certain or here)
    if certain:
        return Verdict(claim, "confirmed", " ".join(finding.title for finding in certain), ids, _blanks(here))
    open_ = [finding for finding in here if finding.verdict == "not_known"]
    if open_:
        return Verdict(claim, _NOT_TESTABLE, " ".join(f.title for f in open_), ids, _blanks(open_))
    if here:
        return Verdict(claim, "contradicted", f"Something is there: {' '.join(f.title for f in here)}", ids)
    return Verdict(claim, "contradicted", f"{joined([r.name for r in landscape.requirements])}: all of it is covered.")


def _speaks_of(finding: GapFinding, claim: Claim, areas: Hierarchy) -> bool:
    named = claim.about.get("Area", ())
    return not named or any(areas.mask(told.box.areas) & areas.mask(named) for told in finding.statements)


def _duplicate(claim: Claim, landscape: Landscape, functions: frozenset[str], tree: Hierarchy, day: int) -> Verdict:
    near = {above for key in functions for above in tree.above(key)}
    kept = tuple(row for row in landscape.provisions if near & set(row.functions))
    services = set(claim.about.get("Service", ()))
    answer = duplicates(dataclasses.replace(landscape, provisions=kept), day, listed=_EVERYTHING)
    now = [pair for pair in answer.findings if not pair.later and pair.function in functions]
    pairs = [pair for pair in now if not services or {pair.a.service, pair.b.service} <= services]
    delivering = {row.service for row in kept if functions & set(row.functions)}
    if len(delivering) < 2:
        return Verdict(claim, _NOT_TESTABLE, "Fewer than two services are stated that do this; ask who the others are.")
    if not pairs:
        return Verdict(claim, "contradicted", "No two of the services that do this can meet in whom, where or when.")
    ids = tuple(finding_id(pair.key) for pair in pairs)
    apart = [pair for pair in pairs if not pair.linked]
    if not apart:
        return Verdict(claim, "contradicted", f"{_pairs(len(pairs))} overlap, and handoffs link all of them.", ids)
    return _overlapping(claim, pairs, apart, ids, Names(landscape))


def _overlapping(
    claim: Claim, pairs: list[Duplicate], apart: list[Duplicate], ids: tuple[str, ...], names: Names
) -> Verdict:
    links = "none of them linked" if len(apart) == len(pairs) else f"{len(apart)} of them not linked"
    links = "not linked" if len(pairs) == 1 else links
    if any(pair.verdict == "definite" for pair in apart):
        do = "does" if len(pairs) == 1 else "do"
        return Verdict(claim, "confirmed", f"{_pairs(len(pairs))} {do} the same for the same people, {links}.", ids)
    asked = tuple(sorted({field for pair in apart for field in pair.hangs_on}))
    why = (
        f"Confirmed as far as the stated facts go: {_pairs(len(pairs))} may do the same for the same people, {links}; "
        f"for the rest ask for {asked_words(map(dataclasses.asdict, asked), names.of)}."
    )
    return Verdict(claim, "confirmed", why, ids, asked)


def _delay(claim: Claim, landscape: Landscape, asking: Landscape, day: int, horizon_months: int) -> Verdict:
    services = set(claim.about.get("Service", ()))
    rows = [row for row in landscape.provisions if row.service in services]
    blank = tuple(
        Field(row.label, row.id, "wait_observed")
        for row in rows
        if row.wait.state not in ("stated", "half") and row.response.state not in ("stated", "half")
    )
    if blank or not rows:
        return Verdict(claim, _NOT_TESTABLE, "No wait is stated; ask for it.", (), blank)
    if not any(r.max_wait.state == "stated" or r.response_within.state == "stated" for r in asking.requirements):
        return Verdict(claim, _NOT_TESTABLE, "No requirement says how long a wait may be.")
    slow = [
        finding
        for finding in gaps(asking, day, horizon_months).findings
        if finding.verdict == "too_slow" and services & {n.service for t in finding.statements for n in t.nearest}
    ]
    ids = tuple(finding_id(finding.key) for finding in slow)
    if slow:
        return Verdict(claim, "confirmed", " ".join(finding.title for finding in slow), ids)
    return Verdict(claim, "contradicted", "What is stated of its wait is within what is required.")


def _handoff(claim: Claim, landscape: Landscape, functions: frozenset[str], ways: Ways) -> Verdict:
    """Judge what is said of the services that a claim names; where it names functions, of those that deliver them."""
    services = frozenset(claim.about.get("Service", ()))
    delivering = (row.service for row in landscape.provisions if functions & set(row.functions))
    found = ways.weigh(services or frozenset(delivering))
    return Verdict(claim, found.verdict, found.why, found.findings, found.hangs_on, found.rests_on)


def _said_together(claim: Claim, ways: Ways) -> Iterator[str]:
    """Of services that a paper names in one breath, those between which no handoff is recorded."""
    for names in ways.apart(frozenset(claim.about.get("Service", ()))):
        yield f"No handoff is recorded between {joined(names)}."


def _blanks(findings: list[GapFinding]) -> tuple[Field, ...]:
    return tuple(sorted({field for finding in findings for field in finding.hangs_on}))


def _pairs(many: int) -> str:
    return "1 pair of services" if many == 1 else f"{many} pairs of services"

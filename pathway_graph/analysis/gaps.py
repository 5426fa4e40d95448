"""Find who has nobody, where and when: requirements against what is provided, on a day, as findings."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from fractions import Fraction

from .boxes import AGES, AREAS, Box, bits
from .coverage import Coverage, Judgement, Part
from .english import ages_in_words, box_in_words, day_in_words, joined
from .hangs import hangs_on
from .inventory import Present, inventory
from .landscape import AGES_END, Landscape, Requirement
from .nearest import Near, nearest
from .reliance import Reliance, reliance
from .shares import share as share_of
from .space import Values
from .standing import AT_RISK, COVERED, GAP, NOT_KNOWN, PLANNED, TOO_SLOW, VERDICTS, Field, in_force
from .statements import LIMIT, Statement

__all__ = ["ONE_YEAR", "GapFinding", "Gaps", "Told", "gaps", "people_touched"]

ONE_YEAR = "perhaps only the way the ages are written"


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """One statement of a finding. `share`: what it tells that none before it told, of all that is asked;
    `whole_share`: all of its box; `people` live there, where that is known; `remarks` are sentences."""

    box: Values
    words: str
    share: float
    whole_share: float
    people: int | None
    nearest: tuple[Near, ...]
    remarks: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class GapFinding:
    """One requirement and one verdict other than covered.

    `share` is this verdict's; `shares` are all of the requirement's, worst first, and add up to one. `statements` come
    largest first; `smaller` pieces with `smaller_share` are in the remainder only. `worst`: this verdict is the one
    under which the requirement is counted. `counts` says what the shares count (people, or areas and months of age).
    `from_day`: the first day on which what is planned opens, where that is stated or forecast.
    """

    requirement: Requirement
    verdict: str
    worst: bool
    severity: str
    severity_because: str
    title: str
    share: float
    shares: dict[str, float]
    people: int | None
    counts: str
    statements: tuple[Told, ...]
    smaller: int
    smaller_share: float
    hangs_on: tuple[Field, ...]
    taking_nobody: tuple[str, ...]
    from_day: int | None
    remedy: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same finding next month: kind, requirement, verdict."""
        return "gap", self.requirement.id, self.verdict


@dataclasses.dataclass(frozen=True)
class Gaps:
    """All that `gaps` answers. `present` is filled only where nothing is required. `judged` keeps the exact answers."""

    day: int
    counts: dict[str, int]
    findings: tuple[GapFinding, ...]
    reliance: tuple[Reliance, ...]
    present: tuple[Present, ...]
    assumptions: tuple[str, ...]
    judged: tuple[Judgement, ...]
    coverage: Coverage


def gaps(landscape: Landscape, day: int, horizon_months: int = 6, limit: int = LIMIT) -> Gaps:
    """Judge every requirement in force on a day (a proleptic ordinal) and tell what is not covered.

    `limit`: most statements a finding. The result holds whatever the order of the rows.
    """
    coverage = Coverage(landscape, day, horizon_months)
    judged: list[Judgement] = []
    out: list[Requirement] = []
    nothing: list[Requirement] = []
    for requirement in sorted(landscape.requirements, key=lambda row: row.id):
        judgement = coverage.judge(requirement)
        if judgement is not None:
            judged.append(judgement)
        else:
            (nothing if in_force(requirement, day).most else out).append(requirement)
    counts = {"requirements": len(judged), **dict.fromkeys(_COUNTED, 0)}
    for judgement in judged:
        counts[VERDICTS[judgement.verdict]] += 1
    findings = [
        _finding(coverage, judgement, level, limit)
        for judgement in judged
        for level in judgement.shares
        if level != COVERED
    ]
    return Gaps(
        day,
        counts,
        tuple(_ranked(findings)),
        reliance(coverage),
        () if landscape.requirements else inventory(coverage),
        tuple(_assumptions(judged, out, nothing, day)),
        tuple(judged),
        coverage,
    )


_COUNTED = ("covered", "at_risk", "not_known", "too_slow", "planned", "gap")


def _finding(coverage: Coverage, judgement: Judgement, level: int, limit: int) -> GapFinding:
    requirement = judgement.requirement
    found, smaller, rest = judgement.statements(level, limit)
    statements = tuple(_told(coverage, judgement, part, statement) for part, statement in found)
    share, verdict = judgement.shares[level], VERDICTS[level]
    return GapFinding(
        requirement,
        verdict,
        level == judgement.verdict,
        "",
        "",
        _title(coverage, judgement, level, statements, share),
        share,
        {VERDICTS[each]: value for each, value in judgement.shares.items()},
        _people(coverage, judgement, level),
        judgement.measure.counts,
        statements,
        smaller,
        share_of(rest, judgement.whole),
        hangs_on(judgement, coverage.candidates) if level == NOT_KNOWN else (),
        _taking_nobody(coverage, judgement, found) if level == GAP else (),
        _from_day(coverage, judgement) if level == PLANNED else None,
        _REMEDIES[level] if level != AT_RISK else _resting(judgement, coverage.horizon_months)[1],
    )


def _told(coverage: Coverage, judgement: Judgement, part: Part, statement: Statement) -> Told:
    box = part.grid.outer(statement.box)
    values = coverage.space.values(box)
    people = _whole(coverage.people.of(box[AREAS], box[AGES])) if _known(coverage, box) else None
    remarks = (ONE_YEAR,) if _one_year(coverage, judgement, values) else ()
    return Told(
        values,
        box_in_words(values, coverage.space),
        judgement.share(statement.told),
        judgement.share(statement.weight),
        people,
        nearest(coverage, judgement.requirement, box),
        remarks,
    )


def _one_year(coverage: Coverage, judgement: Judgement, values: Values) -> bool:
    """True if the ages are one year between one service's upper and another's lower age."""
    if len(values.ages) != 1 or values.ages[0][1] - values.ages[0][0] != 12:
        return False
    low, high = values.ages[0]
    if low == 0 or high == AGES_END:
        return False
    spans = [
        (coverage.candidates.provisions[c.number].service, coverage.space.ages.spans(c.offered.may[AGES]))
        for c in judgement.candidates
    ]
    below = {service for service, ages in spans if any(until == low for _, until in ages)}
    above = {service for service, ages in spans if any(start == high for start, _ in ages)}
    return bool(below and above and len(below | above) > 1)


def _known(coverage: Coverage, box: Box) -> bool:
    return coverage.people.known(box[AREAS], box[AGES])


def _whole(people: Fraction) -> int:
    return int(people + Fraction(1, 2))


def _people(coverage: Coverage, judgement: Judgement, level: int) -> int | None:
    """The people of all areas and ages that the verdict touches; None where not all of them are counted."""
    if not coverage.landscape.populations:
        return None
    return people_touched(coverage, (part.grid.outer(piece) for part, piece in judgement.pieces(level)))


def people_touched(coverage: Coverage, boxes: Iterable[Box]) -> int | None:
    """The people of all areas and ages that boxes touch, each once; None where not all of them are counted."""
    touched: dict[int, int] = {}
    for box in boxes:
        touched[box[AREAS]] = touched.get(box[AREAS], 0) | box[AGES]
    leaves: dict[int, int] = {}
    for areas, ages in touched.items():
        for leaf in bits(areas):
            leaves[leaf] = leaves.get(leaf, 0) | ages
    if not all(coverage.people.known(1 << leaf, ages) for leaf, ages in leaves.items()):
        return None
    return _whole(sum((coverage.people.of(1 << leaf, ages) for leaf, ages in leaves.items()), Fraction(0)))


def _taking_nobody(
    coverage: Coverage, judgement: Judgement, found: Sequence[tuple[Part, Statement]]
) -> tuple[str, ...]:
    """Services that would take some of the gap, were they not full or paused."""
    boxes = [part.grid.outer(statement.box) for part, statement in found]
    services = set()
    for candidate in judgement.candidates:
        if not candidate.standing.takes:
            may = candidate.offered.may
            if any(all(x & y for x, y in zip(may, box, strict=True)) for box in boxes):
                services.add(coverage.candidates.provisions[candidate.number].service)
    return tuple(sorted(services))


def _from_day(coverage: Coverage, judgement: Judgement) -> int | None:
    """The first day on which something planned opens: its date, or the forecast of what mobilises it."""
    days = []
    for candidate in judgement.candidates:
        if candidate.standing.least == PLANNED or candidate.standing.most == PLANNED:
            row = coverage.candidates.provisions[candidate.number]
            service = coverage.services[row.service]
            stated = [date.latest for date in (service.opens, row.opens) if date.latest is not None]
            day = max(stated) if stated else service.forecast
            if day is not None:
                days.append(day)
    return min(days, default=None)


def _title(coverage: Coverage, judgement: Judgement, level: int, statements: Sequence[Told], share: float) -> str:
    requirement = judgement.requirement
    function = coverage.candidates.functions.names[requirement.function]
    about = statements[0].words if statements else ages_in_words([(0, AGES_END)])
    more = len(statements) > 1
    said = {
        GAP: f"No {function} for {about}",
        PLANNED: f"{function} is only planned for {about}",
        TOO_SLOW: f"{function} is too slow for {about}",
        AT_RISK: f"{function} rests on {_resting(judgement, coverage.horizon_months)[0]} for {about}",
        NOT_KNOWN: f"Not known whether there is {function} for {about}",
    }[level]
    return f"{said}{', and more' if more else ''}: {percent(share)} of what {requirement.name!r} asks for."


def _resting(judgement: Judgement, months: int) -> tuple[str, str]:
    """Say on what something at risk rests, and what can be done: on pilots, on contracts that end, or on both."""
    pilots = {c.standing.pilot for c in judgement.candidates if c.standing.most == AT_RISK}
    contracts = f"contracts that have ended or end within {months} months, with nothing to follow,"
    if pilots == {True}:
        return "nothing but pilots", "Decide what becomes of them."
    if pilots == {False}:
        return contracts, "Extend the contract or let another follow it."
    return f"pilots and on {contracts}", "Extend the contract or let another follow; decide what becomes of the pilot."


def percent(share: float) -> str:
    """Say a share as whole percents, never 0% or 100% where it is not.

    >>> percent(0.761905), percent(0.0004), percent(0.9999)
    ('76%', 'less than 1%', 'more than 99%')
    """
    if 0 < share < 0.005:
        return "less than 1%"
    if 0.995 <= share < 1:
        return "more than 99%"
    return f"{share * 100:.0f}%"


_REMEDIES = {
    GAP: "Commission what is missing, widen a service that is near, or accept the gap with a reason.",
    PLANNED: "Keep the opening date in sight; until then nobody is there.",
    TOO_SLOW: "Shorten the wait or the response, or change the standard.",
    NOT_KNOWN: "Ask for the facts that it hangs on.",
}


def _ranked(findings: Sequence[GapFinding]) -> list[GapFinding]:
    """Give each finding its severity, and put the most severe first."""
    counted = sorted((f.people for f in findings if f.people), reverse=True)
    top = counted[(len(counted) - 1) // 5] if len(counted) >= 5 else None
    graded = []
    for finding in findings:
        severity, because = _severity(finding, top)
        graded.append(dataclasses.replace(finding, severity=severity, severity_because=because))
    order = {"high": 0, "medium": 1, "low": 2}
    verdicts = {VERDICTS[level]: n for n, level in enumerate((GAP, PLANNED, TOO_SLOW, NOT_KNOWN, AT_RISK))}
    return sorted(
        graded, key=lambda f: (order[f.severity], verdicts[f.verdict], -(f.people or 0), -f.share, f.requirement.id)
    )


def _severity(finding: GapFinding, top: int | None) -> tuple[str, str]:
    if finding.requirement.strength == "must":
        return "high", "it is a must"
    if top is not None and finding.people is not None and finding.people >= top:
        return "high", f"{finding.people} people are affected, which is in the top fifth"
    if finding.verdict == "gap" and finding.shares == {"gap": 1.0}:
        return "high", "there is no other way"
    if finding.requirement.strength == "aim":
        return "low", "it is an aim"
    return "medium", f"it is a {finding.requirement.strength}" if finding.requirement.strength else "no strength stated"


def _assumptions(
    judged: Sequence[Judgement], out: Sequence[Requirement], nothing: Sequence[Requirement], day: int
) -> list[str]:
    said = []
    ageless = [j.requirement.id for j in judged if j.requirement.extent.ages.state in ("blank", "missing")]
    if ageless:
        said.append(f"All ages are assumed, since none are stated, for: {joined(ageless)}.")
    if out:
        said.append(f"Not in force on {day_in_words(day)} and left out: {joined([row.id for row in out])}.")
    if nothing:
        said.append(f"Asks for nobody and left out: {joined([row.id for row in nothing])}.")
    short = [j.requirement.id for j in judged if j.cut_short]
    if short:
        said.append(f"Too many overlaps to work out in time; the rest is given as not known, for: {joined(short)}.")
    uncounted = [j.requirement.id for j in judged if not j.measure.by_people]
    if uncounted and len(uncounted) < len(judged):
        said.append(f"Counted by areas and months of age, since populations are not known, for: {joined(uncounted)}.")
    elif uncounted:
        said.append("Shares count areas and months of age, since populations are not known.")
    return said

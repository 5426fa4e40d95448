"""Say what each kind of finding is, what makes it one, and what can be done: `doctor explain KIND`."""

from __future__ import annotations

import dataclasses

__all__ = ["KINDS", "Kind"]


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: the command that tells it, when there is one, its verdicts, and what to do."""

    kind: str
    command: str
    rule: str
    verdicts: str
    remedy: str


_TOLD = (
    Kind(
        kind="gap",
        command="gaps",
        rule="Some of what a requirement asks for has nobody who takes it, or only somebody too slow, planned,"
        " at risk, or not known.",
        verdicts="gap, planned, too_slow, not_known, at_risk; the worst counts the requirement.",
        remedy="Commission what is missing, widen a service that is near, or accept it with a reason; ask where "
        "it is not known.",
    ),
    Kind(
        kind="relies_on",
        command="gaps",
        rule="A function is open in an area where nothing open delivers what it relies on.",
        verdicts="gap, not_known.",
        remedy="Commission what it relies on first, or in the same areas.",
    ),
    Kind(
        kind="duplicate",
        command="duplicates",
        rule="Two services do one thing, and there are people, places and times that both take.",
        verdicts="definite whatever the blanks turn out to be; possible only if they turn out so.",
        remedy="Agree who does what, or link the two by a handoff; accept it with a reason if it is meant.",
    ),
    Kind(
        kind="handoff",
        command="handoffs",
        rule="People who leave one service are not taken by the other, or the handoff lacks what it needs.",
        verdicts="gap (a fault for sure), not_known.",
        remedy="Widen the taking service, add a handoff, or agree the protocol.",
    ),
    Kind(
        kind="no_way_on",
        command="handoffs",
        rule="A service stops at an age or step, somebody should be there beyond it, and no handoff leads on.",
        verdicts="gap, not_known.",
        remedy="Agree to whom people go on.",
    ),
    Kind(
        kind="unreached",
        command="walk --everyone",
        rule="A class of people gets to nobody who helps, by whichever door they come.",
        verdicts="lost, not_known.",
        remedy="Commission what is missing, or open a door or a handoff.",
    ),
    Kind(
        kind="uncommissioned",
        command="check",
        rule="No contract that runs on the day funds a service that may meet a requirement. Nothing is said "
        "where no contracts are stated.",
        verdicts="gap, not_known.",
        remedy="Commission it, or state the contract that pays for it.",
    ),
    Kind(
        kind="idle",
        command="check",
        rule="An open service lies within no requirement, whatever its blanks turn out to be.",
        verdicts="idle.",
        remedy="State what it is there for as a requirement, or ask whether it is needed.",
    ),
    Kind(
        kind="concentration",
        command="check",
        rule="One provider alone delivers more than half of an area's functions (of three or more), or gets "
        "more than half of the money stated there.",
        verdicts="concentrated.",
        remedy="Ask what happens if it fails; plan for another.",
    ),
    Kind(
        kind="duplicate_record",
        command="check",
        rule="Two rows look like one: near-equal names with one provider, or an identifier in common. They are"
        " never merged.",
        verdicts="possible.",
        remedy="Decide: check --decisions FILE.csv.",
    ),
    Kind(
        kind="disagreement",
        command="check",
        rule="Sources state different values of one fact; the one that counts is told.",
        verdicts="decided, not_known.",
        remedy="Settle which is right and correct the other, or rank the sources in the Settings sheet.",
    ),
    Kind(
        kind="missing_fact",
        command="check",
        rule="A value is stated to be missing, or known only in part.",
        verdicts="not_known.",
        remedy="Ask whoever can know; check --ask says what settles most.",
    ),
    Kind(
        kind="assumption",
        command="check",
        rule="A fact rests on a document of kind assumption: on us.",
        verdicts="assumed.",
        remedy="Find a source for it, or ask.",
    ),
    Kind(
        kind="unsourced",
        command="check",
        rule="A row names no document.",
        verdicts="none, in part.",
        remedy="Name the document in stated_in, and the place in locator.",
    ),
    Kind(
        kind="unassured",
        command="check",
        rule="Nobody has confirmed a row within twelve months.",
        verdicts="never, too long ago, not known.",
        remedy="Have its owner confirm the row; fill in assured_on and assured_by.",
    ),
    Kind(
        kind="contract_cliff",
        command="contracts",
        rule="A contract ends with nothing behind it, or what replaces it begins too late.",
        verdicts="see docs/contracts.md.",
        remedy="Extend it, or start to procure by the day that is told.",
    ),
    Kind(
        kind="milestone",
        command="track",
        rule="A milestone is red or reported otherwise than computed; a promise is short or refused.",
        verdicts="see docs/track.md.",
        remedy="Replan it, or settle it with who promised.",
    ),
    Kind(
        kind="schedule_quality",
        command="check",
        rule="A plan has what makes its dates doubtful: no links, hard constraints, long lags.",
        verdicts="see docs/scheduling.md.",
        remedy="Mend the plan where it is kept, and load it again.",
    ),
    Kind(
        kind="reported",
        command="check",
        rule="What a paper asserts, beside what is computed.",
        verdicts="confirmed, contradicted, not_testable.",
        remedy="Ask for what is blank; where the two differ, ask the authors what they saw.",
    ),
)

KINDS = {kind.kind: kind for kind in _TOLD}
"""Every kind of finding by name."""

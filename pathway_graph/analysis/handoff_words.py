"""Say what is wrong with a handoff, and what would mend it, in sentences that a board can read."""

from __future__ import annotations

from .agreement import agreeing
from .boxes import AGES, AREAS, GROUPS, MINUTES, NEEDS, STEPS
from .english import ages_in_words, box_in_words, hours_in_words, joined, steps_in_words
from .flows import is_stated
from .ground import Ground, Taker
from .handoff_faults import CODES, Fault
from .handoffs import Finding
from .space import UNTESTED

__all__ = ["REMEDIES", "fault_words", "people_in_words", "takes_only", "title"]

REMEDIES = {
    "ages": "Let the ages of the two services meet, or name who takes those between.",
    "steps": "Let the steps of the two services meet, or name who takes those between.",
    "groups": "Open the taking service to this group, or name who takes it.",
    "needs": "Name a service for these needs and record the handoff to it.",
    "areas": "Name a service for these areas and record the handoff to it.",
    "hours": "Open the taking service when people are handed on at once, or name who takes them then.",
    "dates": "Hand on to a service that is open and takes people, or mend the dates.",
    "wait": "Shorten the wait, or change the standard that is promised.",
    "protocol": "Write the protocol, or record that it exists.",
    "agreement": "Agree it between the two providers, or record that it is agreed.",
    "nobody": "Name a service to signpost to, and record the handoff.",
    "no_way_on": "Record the handoff there is, or agree one with a service that takes them.",
}
"""Code -> what would close it."""
_WAYS = {
    "refer": "Referral", "signpost": "Signposting", "transition": "Moving on by age", "step_up": "Stepping up",
    "step_down": "Stepping down", "discharge": "Discharge",
}  # fmt: skip
_WHO = {
    "refer": "on referral from", "signpost": "when signposted by", "transition": "when too old for",
    "step_up": "who step up from", "step_down": "who step down or are discharged from",
}  # fmt: skip


def takes_only(ground: Ground, taker: Taker, dimension: int, name: str = "") -> str:
    """Say what a provision takes in a dimension, with a verb for this name, or for "it".

    What may be taken is told; a blank one is said to be not stated.
    """
    space, side = ground.space, taker.may[dimension]
    takes, be = agreeing(name, "takes", "take"), agreeing(name, "is", "are")
    if not taker.sure[dimension] & ~UNTESTED and taker.may[dimension] == space.whole[dimension]:
        does, its = agreeing(name, "does", "do"), agreeing(name, "its", "their")
        return f"{does} not state {its} {'hours' if dimension == MINUTES else CODES[dimension]}"
    box = [*taker.may[:STEPS], taker.may[STEPS] & ~UNTESTED, taker.may[MINUTES] & ~UNTESTED]
    values = space.values(tuple(box))
    if not box[dimension]:
        return f"{takes} nobody"
    if dimension == AREAS:
        return f"{be} only in {joined([space.areas.names[key] for key in values.areas])}"
    if dimension == NEEDS:
        return f"{be} only for {joined([space.needs.names[key] for key in values.needs], 'or')}"
    words = {
        AGES: lambda: ages_in_words(space.ages.spans(side)), GROUPS: lambda: joined(values.groups, "or"),
        STEPS: lambda: steps_in_words(values.steps), MINUTES: lambda: hours_in_words(values.minutes),
    }  # fmt: skip
    verb = f"{be} open only" if dimension == MINUTES else f"{takes} only"
    return f"{verb} {words[dimension]()}"


def fault_words(ground: Ground, finding: Finding, fault: Fault) -> str:
    """Say one fault of a finding."""
    who = _who(ground, finding, fault)
    to = _receiver(ground, finding, fault)
    if fault.code in CODES:
        return _box_words(ground, fault, who, to)
    if fault.code == "dates":
        return _dates_words(ground, finding, fault, to)
    days = "the standard" if fault.standard is None else f"{fault.standard:g} days"
    spoken = {
        "wait": (f"people wait for {to} longer than {days}", f"not known whether the wait for {to} is within {days}"),
        "protocol": ("there is no protocol", "whether there is a protocol is not stated"),
        "agreement": (
            "it crosses from one provider to another, and there is no agreement",
            "whether an agreement covers it is not stated"
            if len(fault.hangs_on) == 1 and fault.hangs_on[0].field == "agreement"
            else "whether it crosses from one provider to another, and an agreement covers it, is not stated",
        ),
        "nobody": (f"nobody takes {who}", "to whom people are handed on is not stated"),
        "no_way_on": (f"{who}: no handoff is recorded", f"{who}: perhaps no way on"),
    }  # fmt: skip
    return spoken[fault.code][0 if fault.sure else 1]


def _who(ground: Ground, finding: Finding, fault: Fault) -> str:
    if not fault.box:
        return "people"
    who = people_in_words(box_in_words(ground.space.values(fault.box), ground.space))
    derived = finding.flow == "signpost" and not (finding.handoff and is_stated(finding.handoff))
    return f"those who are refused among {who}" if derived and finding.handoff else who


def people_in_words(box: str) -> str:
    """Say the people of a box that is in words.

    >>> people_in_words("ages 18 and over in Bath"), people_in_words("age just 65 in Bath")
    ('people of ages 18 and over in Bath', 'people who have just turned 65 in Bath')
    """
    just = "age just "
    return f"people who have just turned {box[len(just) :]}" if box.startswith(just) else f"people of {box}"


def _box_words(ground: Ground, fault: Fault, who: str, to: str) -> str:
    dimension = CODES.index(fault.code)
    if fault.fit is None or not fault.fit.taker.stated:
        unsaid = joined([f"{field.field} of {field.id}" for field in fault.hangs_on])
        return f"not known who leaves: {unsaid or 'nothing'} is not stated"
    name = ground.services[fault.fit.taker.provision.service].name
    if fault.sure:
        return f"{name} {takes_only(ground, fault.fit.taker, dimension, name)}; not {who}"
    takes, it = agreeing(name, "takes", "take"), agreeing(name, "it", "they")
    return f"not known whether {name} {takes} {who}: {it} {takes_only(ground, fault.fit.taker, dimension, name)}"


def _dates_words(ground: Ground, finding: Finding, fault: Fault, to: str) -> str:
    services = [fault.fit.taker.provision.service] if fault.fit else list(finding.to)
    status = ground.services[services[0]].status if services else ""
    name = ground.services[services[0]].name if services else to
    be = agreeing(name, "is", "are")
    if not fault.sure:
        return f"not known whether {name} {be} open"
    if status in ("full", "paused"):
        return f"{name} {be} {status} and {agreeing(name, 'takes', 'take')} nobody new"
    return f"{name} {be} not open"


def _receiver(ground: Ground, finding: Finding, fault: Fault) -> str:
    if fault.fit and fault.fit.taker.stated:
        return ground.services[fault.fit.taker.provision.service].name
    return joined([ground.services[key].name for key in finding.to], "or") if finding.to else "somebody not stated"


def title(ground: Ground, finding: Finding) -> str:
    """Say a finding in one sentence."""
    sender, fault = ground.services[finding.sender].name, finding.faults[0]
    sure = finding.verdict == "faulty"
    if finding.kind == "no_way_on":
        who = fault_words(ground, finding, fault).split(":")[0]
        return f"{'No' if sure else 'Perhaps no'} way on is recorded from {sender} for {who}."
    if finding.handoff is None:
        who = _who(ground, finding, fault)
        return f"{'Nobody' if sure else 'Perhaps nobody'} takes {who}, {_WHO[finding.flow]} {sender}."
    to = joined([ground.services[key].name for key in finding.to]) or (
        "nobody" if finding.handoff.nobody else "somebody not stated"
    )
    return f"{_WAYS[finding.handoff.kind]} from {sender} to {to}: {fault_words(ground, finding, fault)}."

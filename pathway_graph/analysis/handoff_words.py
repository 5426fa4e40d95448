"""Say what is wrong with a handoff, and what would mend it, in sentences that a board can read."""

from __future__ import annotations

from .boxes import AGES, AREAS, GROUPS, MINUTES, NEEDS, STEPS
from .english import ages_in_words, box_in_words, hours_in_words, joined, steps_in_words
from .flows import is_stated
from .ground import Ground, Taker
from .handoff_faults import CODES, Fault
from .handoffs import Finding
from .space import UNTESTED

__all__ = ["REMEDIES", "fault_words", "takes_only", "title"]

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
_FLOWS = {
    "refer": "refers", "signpost": "signposts", "transition": "passes on by age", "step_up": "steps up",
    "step_down": "steps down or discharges",
}  # fmt: skip


def takes_only(ground: Ground, taker: Taker, dimension: int) -> str:
    """Say what a provision takes in a dimension.

    What may be taken is told; a blank one is said to be not stated.
    """
    space, side = ground.space, taker.may[dimension]
    if not taker.sure[dimension] & ~UNTESTED and taker.may[dimension] == space.whole[dimension]:
        return f"does not state its {'hours' if dimension == MINUTES else CODES[dimension]}"
    box = [*taker.may[:STEPS], taker.may[STEPS] & ~UNTESTED, taker.may[MINUTES] & ~UNTESTED]
    values = space.values(tuple(box))
    if not box[dimension]:
        return "takes nobody"
    if dimension == AREAS:
        return f"is only in {joined([space.areas.names[key] for key in values.areas])}"
    if dimension == NEEDS:
        return f"is only for {joined([space.needs.names[key] for key in values.needs], 'or')}"
    words = {
        AGES: lambda: ages_in_words(space.ages.spans(side)), GROUPS: lambda: joined(values.groups, "or"),
        STEPS: lambda: steps_in_words(values.steps), MINUTES: lambda: hours_in_words(values.minutes),
    }  # fmt: skip
    verb = "is open only" if dimension == MINUTES else "takes only"
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
        "wait": (f"{to} is reached later than {days}", f"whether {to} is reached within {days} is not stated"),
        "protocol": ("there is no protocol", "whether there is a protocol is not stated"),
        "agreement": (
            "it crosses from one provider to another, and there is no agreement",
            "whether an agreement covers it is not stated"
            if len(fault.hangs_on) == 1 and fault.hangs_on[0].field == "agreement"
            else "whether it crosses from one provider to another, and an agreement covers it, is not stated",
        ),
        "nobody": (f"nobody is there for {who}", "to whom people are handed on is not stated"),
        "no_way_on": (f"{who}: no handoff is recorded", f"{who}: perhaps no way on"),
    }  # fmt: skip
    return spoken[fault.code][0 if fault.sure else 1]


def _who(ground: Ground, finding: Finding, fault: Fault) -> str:
    if not fault.box:
        return "people"
    who = f"people of {box_in_words(ground.space.values(fault.box), ground.space)}"
    derived = finding.flow == "signpost" and not (finding.handoff and is_stated(finding.handoff))
    return f"those whom it refuses among {who}" if derived and finding.handoff else who


def _box_words(ground: Ground, fault: Fault, who: str, to: str) -> str:
    dimension = CODES.index(fault.code)
    if fault.fit is None or not fault.fit.taker.stated:
        unsaid = joined([f"{field.field} of {field.id}" for field in fault.hangs_on])
        return f"not known who leaves: {unsaid or 'nothing'} is not stated"
    name = ground.services[fault.fit.taker.provision.service].name
    if fault.sure:
        return f"{name} {takes_only(ground, fault.fit.taker, dimension)}; not {who}"
    return f"not known whether {name} takes {who}: it {takes_only(ground, fault.fit.taker, dimension)}"


def _dates_words(ground: Ground, finding: Finding, fault: Fault, to: str) -> str:
    services = [fault.fit.taker.provision.service] if fault.fit else list(finding.to)
    status = ground.services[services[0]].status if services else ""
    name = ground.services[services[0]].name if services else to
    if not fault.sure:
        return f"not known whether {name} is open"
    return f"{name} is {status} and takes nobody new" if status in ("full", "paused") else f"{name} is not open"


def _receiver(ground: Ground, finding: Finding, fault: Fault) -> str:
    if fault.fit and fault.fit.taker.stated:
        return ground.services[fault.fit.taker.provision.service].name
    return joined([ground.services[key].name for key in finding.to], "or") if finding.to else "somebody not stated"


def title(ground: Ground, finding: Finding) -> str:
    """Say a finding in one sentence."""
    sender, fault = ground.services[finding.sender].name, finding.faults[0]
    words = fault_words(ground, finding, fault)
    if finding.kind == "no_way_on":
        perhaps = "" if finding.verdict == "faulty" else "perhaps "
        return f"{sender} has {perhaps}no way on for {words.split(':')[0]}."
    if finding.handoff is None:
        perhaps = "nobody takes" if finding.verdict == "faulty" else "perhaps nobody takes"
        who = _who(ground, finding, fault)
        return f"{sender} {_FLOWS[finding.flow]}, and {perhaps} {who}."
    to = joined([ground.services[key].name for key in finding.to]) or (
        "nobody" if finding.handoff.nobody else "somebody not stated"
    )
    return f"{sender} {_FLOWS[finding.flow]} to {to}: {words}."

"""Tell where a person gets to as somebody would read it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pathway_graph.analysis.agreement import agreeing
from pathway_graph.analysis.boxes import MINUTES
from pathway_graph.analysis.english import joined
from pathway_graph.analysis.ground import Ground
from pathway_graph.analysis.handoff_words import takes_only
from pathway_graph.analysis.hangs import FIELDS
from pathway_graph.analysis.landscape import Handoff
from pathway_graph.analysis.paths import Path
from pathway_graph.analysis.walk import Person, Reading, Stop, days_of

__all__ = [
    "all_onward_words",
    "held_words",
    "onward_words",
    "path_line",
    "person_words",
    "stop_words",
    "wait_words",
    "why_not",
]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CARRIES = {
    "refer": ("refers them", "refer them"), "signpost": ("signposts them", "signpost them"),
    "transition": ("passes them on by age", "pass them on by age"), "step_up": ("steps them up", "step them up"),
    "step_down": ("steps them down", "step them down"), "discharge": ("discharges them", "discharge them"),
}  # fmt: skip


def person_words(ground: Ground, person: Person) -> str:
    """Say who the person is."""
    years, months = divmod(person.age, 12)
    age = f"{years}{f' and {months} months' if months else ''}"
    parts = [f"Somebody aged {age} in {ground.space.areas.names[person.area]}", ground.space.needs.names[person.need]]
    parts += [f"step {person.step}"] if person.step is not None else []
    parts += [person.group] if person.group != "no named group" else []
    if person.minute is not None:
        day, minute = divmod(person.minute, 1440)
        parts.append(f"on {_DAYS[day]} at {minute // 60:02d}:{minute % 60:02d}")
    return ", ".join(parts)


def stop_words(ground: Ground, reading: Reading, stop: Stop, sure: bool) -> str:
    """Say what happens at a service; `sure`: it takes them whatever is not known."""
    name = ground.services[stop.arrival.service].name
    if stop.by is None:
        does, it = agreeing(name, "does", "do"), agreeing(name, "it", "they")
        return f"{name} {does} not take them: {it} {joined(refusals(ground, reading, stop, name))}"
    wait = wait_words(days_of(stop.by))
    takes = agreeing(name, "takes", "take") if sure else "may take"
    if stop.helped:
        return f"{name} {takes} them and {agreeing(name, 'helps', 'help') if sure else 'help'}, {wait}"
    functions = joined([ground.functions.names[key] for key in stop.by.provision.functions]) or "what is not stated"
    return f"{name} {takes} them, {wait}, for {functions}, which is not what is asked for"


def refusals(ground: Ground, reading: Reading, stop: Stop, name: str) -> list[str]:
    """Why a service of this name does not take the person, reason by reason."""
    takers, be = ground.takers[stop.arrival.service], agreeing(name, "is", "are")
    if not takers:
        return [f"{be} not open"]
    if not any(taker.takes for taker in takers):
        status = ground.services[stop.arrival.service].status
        return [f"{be} {status} and {agreeing(name, 'takes', 'take')} nobody new"]
    shut = [FIELDS.index(name) for name in reading.refused_in(stop.arrival) if name in FIELDS]
    if not shut:
        return ["may not be open"]
    near = min(takers, key=lambda t: sum(not t.sure[d] & reading.point[d] for d in range(MINUTES)))
    return [takes_only(ground, near, d, name) for d in shut]


def onward_words(ground: Ground, path: Path, n: int) -> str:
    """Say what the n-th stop of a way does next, if anything."""
    return all_onward_words(ground, path.by[n : n + 1])


def all_onward_words(ground: Ground, handoffs: Sequence[Handoff]) -> str:
    """Say to whom a service hands somebody on, those of one kind and one state of the protocol together."""
    alike: dict[tuple[str, str], list[str]] = {}
    for row in handoffs:
        to = ground.services[row.receiver].name if row.receiver is not None and not row.nobody else None
        paper = "yes" if row.nobody else row.protocol
        alike.setdefault((row.kind, paper), []).append(to or ("nobody" if row.nobody else "somebody who is not stated"))
    told = ""
    for (kind, protocol), names in alike.items():
        one, many = _CARRIES[kind]
        it = agreeing(ground.services[handoffs[0].sender].name, f"it {one}", f"they {many}")
        missing = {"no": ", without a protocol", "": ", and whether there is a protocol is not stated"}.get(
            protocol, ""
        )
        told += f"; {it} to {joined(list(dict.fromkeys(names)))}{missing}"
    return told


def held_words(ground: Ground, held: Sequence[Handoff]) -> str:
    """Say which signposts do not carry somebody, since the service takes them; nothing where there are none."""
    to = [ground.services[row.receiver].name if row.receiver else "somebody who is not stated" for row in held]
    if not to:
        return ""
    name = ground.services[held[0].sender].name
    it = agreeing(name, "it signposts", "they signpost")
    refuses = agreeing(name, "it refuses", "they refuse")
    return f"; {it} to {joined(list(dict.fromkeys(to)), 'or')} only those whom {refuses}"


def wait_words(days: float | None) -> str:
    """Say a wait."""
    if days is None:
        return "after a wait that is not stated"
    return "at once" if days == 0 else f"after {days:g} {'day' if days == 1 else 'days'}"


def path_line(path: Path) -> str:
    """Say how long a way takes in all."""
    if path.unknown and not path.days:
        return "in all a wait that is not stated"
    more = f" and {path.unknown} {'wait' if path.unknown == 1 else 'waits'} not stated" if path.unknown else ""
    return f"in all {path.days:g} {'day' if path.days == 1 else 'days'}{more}"


def why_not(ground: Ground, nothing: Reading, everything: Reading, service: str) -> Iterator[str]:
    """Say why a person does not get to a service, or whether they do."""
    name = ground.services[service].name
    for reading, perhaps in ((nothing, ""), (everything, "perhaps ")):
        stops = [reading.stop(arrival) for arrival in reading.reached() if arrival.service == service]
        if any(stop.by is not None for stop in stops):
            yield f"They do {perhaps}get to {name}."
            return
    alone = everything.alone(service)
    if alone.by is not None:
        yield f"{name} would {'' if nothing.alone(service).by is not None else 'perhaps '}take them."
        yield from _no_way(ground, everything, service)
        return
    it = agreeing(name, "it", "they")
    yield f"{name} would not take them: {it} {joined(refusals(ground, everything, alone, name))}."


def _no_way(ground: Ground, reading: Reading, service: str) -> Iterator[str]:
    """Say why nothing leads to a service."""
    entry = ground.services[service].entry or ()
    doors = joined(list(entry), "or") or "not stated"
    yield f"Its own doors ({doors}) are not among those they come by ({joined(list(reading.doors), 'or')})."
    to = [row for rows in ground.outgoing.values() for row in rows if row.receiver == service]
    reached = {arrival.service for arrival in reading.reached()}
    if not to:
        yield "No handoff leads to it."
    for row in sorted(to, key=lambda row: row.id):
        sender = ground.services[row.sender].name
        if row.sender not in reached:
            yield f"The handoff {row.id} leads to it from {sender}, which they do not get to."
        else:
            yield f"The handoff {row.id} leads to it from {sender}, and does not carry them."

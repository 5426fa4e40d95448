"""Answer where one person gets to, in words that can be read out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pathway_graph import snapshot
from pathway_graph.analysis.boxes import bits
from pathway_graph.analysis.english import day_in_words, joined
from pathway_graph.analysis.ground import Ground, spot
from pathway_graph.analysis.hierarchy import Hierarchy
from pathway_graph.analysis.paths import Path, paths
from pathway_graph.analysis.space import NO_GROUP
from pathway_graph.analysis.walk import DOORS, Arrival, Person, Reading, Stop, Walk, days_of, point_of
from pathway_graph.analysis.walk import walk as follow
from pathway_graph.errors import Problem, Usage, near_miss
from pathway_graph.model import FIELDS
from pathway_graph.questions import asking

from .findings import Findings
from .naming import Names, asked_words
from .walk_words import all_onward_words, held_words, onward_words, path_line, person_words, stop_words, why_not

if TYPE_CHECKING:
    from pathway_graph.analysis.landscape import Landscape
    from pathway_graph.workspace import Workspace

__all__ = ["COLUMNS", "doors_from", "walk"]

COLUMNS = ("service", "name", "outcome", "because", "wait_days")
_SHOWN = 15
"""Refusals that a terminal is shown; JSON has them all."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def walk(
    workspace: Workspace, *, age: str, need: str, area: str, step: int | None = None, group: str | None = None,
    entry: Sequence[str] = (), when: str | None = None, why: str | None = None, as_of: datetime.date | None = None,
) -> Findings:  # fmt: skip
    """Follow one person on a day. `age`: years, or `17y6m`; `area`, `need`: an id or a name; `when`: `Sat 22:00` for an
    urgent need; `why`: a service of which to say why they do not get there.

    Raises Usage, naming what is near, where the landscape knows no such area, need, group, service or door.
    """
    landscape = snapshot.landscape(workspace.read)
    day = as_of or workspace.as_of
    doors = doors_from(entry)
    person = _person(landscape, age, need, area, step, group, when)
    around = spot(person.area, person.age, person.need, person.group, person.minute)
    ground = Ground(landscape, day.toordinal(), [around])
    service = _service(landscape, why) if why else None
    found = follow(ground, point_of(ground, person), doors)
    return _Told(ground, person, found, service).result(workspace, day)


class _Told:
    """A walk on its way to being shown."""

    def __init__(self, ground: Ground, person: Person, found: Walk, service: str | None) -> None:
        self._ground, self._person, self._found, self._service = ground, person, found, service
        self._reading: Reading = found.nothing if found.verdict == "helped" else found.everything
        self._paths, self._more_paths = paths(self._reading)

    def result(self, workspace: Workspace, day: datetime.date) -> Findings:
        """Write the answer."""
        steps = self._steps()
        person = self._person
        told: dict[str, Any] = {
            "person": {
                "age_months": person.age, "need": person.need, "area": person.area, "step": person.step,
                "group": person.group, "minute": person.minute, "doors": list(self._reading.doors),
                "words": person_words(self._ground, person),
            },
            "verdict": self._found.verdict, "asked_for": list(self._reading.asked_for),
            "hangs_on": [{"label": f.label, "id": f.id, "field": f.field} for f in self._found.hangs_on],
            "paths": [self._path(path) for path in self._paths], "more_paths": self._more_paths,
            "why_not": self._why_not(), "findings": [],
        }  # fmt: skip
        counts = {"paths": len(self._paths), "helping": sum(path.end == "helped" for path in self._paths)}
        return Findings(
            "walk", tuple(steps), COLUMNS, asking.about(workspace), day, key="steps", counts=counts,
            title=self._title(day), sentences=tuple(self._sentences()), more=told,
            assumptions=tuple(self._assumptions()),
        )  # fmt: skip

    def _steps(self) -> list[dict[str, Any]]:
        """The best way there is; of somebody who is lost, everything that was tried."""
        if self._found.verdict != "lost" and self._paths:
            path = self._paths[0]
            return [self._step(stop, onward_words(self._ground, path, n)) for n, stop in enumerate(path.stops)]
        return [self._step(self._reading.stop(arrival), self._hands_on(arrival)) for arrival in self._reading.reached()]

    def _hands_on(self, arrival: Arrival) -> str:
        return all_onward_words(self._ground, self._reading.stop(arrival).onward)

    def _step(self, stop: Stop, onward: str) -> dict[str, Any]:
        service = stop.arrival.service
        return {
            "service": service, "name": self._ground.services[service].name, "outcome": stop.outcome,
            "because": f"{self._words(stop)}{onward}",
            "wait_days": days_of(stop.by) if stop.by else None,
            "refused_in": [] if stop.by else list(self._reading.refused_in(stop.arrival)),
             "handoffs": [row.id for row in stop.onward],
        }  # fmt: skip

    def _words(self, stop: Stop) -> str:
        sure = self._found.nothing.stop(stop.arrival).by is not None
        held = held_words(self._ground, self._reading.held_back(stop)) if not stop.onward else ""
        return f"{stop_words(self._ground, self._reading, stop, sure)}{held}"

    def _path(self, path: Path) -> dict[str, Any]:
        return {
            "end": path.end, "wait_days": path.days, "waits_not_stated": path.unknown,
            "handoffs": [row.id for row in path.by],
            "steps": [self._step(s, onward_words(self._ground, path, n)) for n, s in enumerate(path.stops)],
        }  # fmt: skip

    def _why_not(self) -> list[str]:
        if self._service is None:
            return []
        return list(why_not(self._ground, self._found.nothing, self._found.everything, self._service))

    def _title(self, day: datetime.date) -> str:
        on = day_in_words(day.toordinal())
        lost = "nobody does what is asked for them" if self._reading.asked_for else "nobody helps"
        said = {
            "helped": f"is helped on {on}.", "lost": f"is lost on {on}: {lost}.",
            "not_known": f"may be helped on {on}: it is not known.",
        }  # fmt: skip
        return f"{person_words(self._ground, self._person)}, {said[self._found.verdict]}"

    def _sentences(self) -> Iterable[str]:
        yield ""
        helping = [path for path in self._paths if path.end == "helped"]
        if self._found.verdict == "lost":
            yield from self._tried()
        for n, path in enumerate(helping, 1):
            perhaps = "Perhaps, way" if self._found.verdict == "not_known" else "Way"
            yield f"{perhaps} {n}, {path_line(path)}:"
            for m, stop in enumerate(path.stops, 1):
                words = self._words(stop)
                yield f"  {m}. {words}{onward_words(self._ground, path, m - 1)}."
        if self._found.verdict == "not_known" and not helping:
            yield "They may be handed on to somebody who is not stated."
        if self._more_paths:
            yield "There are more ways than these."
        if self._found.hangs_on:
            fields = [{"label": f.label, "id": f.id, "field": f.field} for f in self._found.hangs_on]
            yield f"Ask for: {asked_words(fields, Names(self._ground.landscape).of)}."
        yield from self._why_not()
        yield from self._assumptions()

    def _tried(self) -> Iterable[str]:
        steps = self._steps()
        if not steps:
            yield f"No door that they come by ({joined(list(self._reading.doors), 'or')}) leads to a service."
        for n, step in enumerate(steps[:_SHOWN], 1):
            yield f"  {n}. {step['because']}."
        if len(steps) > _SHOWN:
            yield f"  and {len(steps) - _SHOWN} more: --json lists them all."
        circles = [path for path in self._paths if path.end == "circle"]
        for path in circles[:3]:
            names = [self._ground.services[stop.arrival.service].name for stop in path.stops]
            yield f"  They go round in a circle: {', '.join(names)}, and back."
        asked_for = [self._ground.functions.names[key] for key in self._reading.asked_for]
        if asked_for:
            yield f"What is asked for here: {joined(asked_for, 'or')}."

    def _assumptions(self) -> list[str]:
        if self._reading.asked_for:
            return []
        return ["No requirement speaks of this person, so nothing says what should be there: any help counts."]


def doors_from(entry: Sequence[str]) -> tuple[str, ...]:
    """Read the doors that a person comes by; raises Usage for a door that there is not."""
    known = FIELDS["Service"]["entry"].choices  # type: ignore[union-attr]
    for door in entry:
        if door not in known:
            raise _unknown("door", door, {key: key for key in known})
    return tuple(entry) or DOORS


def _person(
    landscape: Landscape, age: str, need: str, area: str, step: int | None, group: str | None, when: str | None
) -> Person:
    areas, needs = Hierarchy(landscape.areas), Hierarchy(landscape.needs)
    where, what = _leaf("area", area, areas), _leaf("need", need, needs)
    scale = next(row.scale for row in landscape.needs if row.id == what)
    if scale and (step is None or not scale[0] <= step <= scale[1]):
        known = f"{what} has the steps {scale[0]} to {scale[1]}"
        raise _wrong(f"{f'step {step} is not on its scale' if step is not None else 'the step is missing'}: {known}.",
                     f"Say --step {scale[0]}, for example.")  # fmt: skip
    if not scale and step is not None:
        raise _wrong(f"{what} has no steps.", "Leave --step out.")
    return Person(where, _months(age), what, step, _group(landscape, group), _minute(when))


def _leaf(kind: str, said: str, tree: Hierarchy) -> str:
    """Find an area or need by its id or name; it must be a leaf."""
    named = {name.casefold(): key for key, name in sorted(tree.names.items(), reverse=True)}
    key = said if said in tree.names else named.get(said.casefold())
    if key is None:
        raise _unknown(kind, said, tree.names)
    if tree.children[key]:
        below = [tree.leaves[n] for n in bits(tree.masks[key])]
        if len(below) == 1:
            return below[0]
        raise _wrong(f"'{said}' is more than one {kind}.", f"A person has one: {', '.join(below[:12])}.")
    return key


def _group(landscape: Landscape, group: str | None) -> str:
    extents = [row.extent for row in landscape.provisions]
    extents += [*(row.extent for row in landscape.requirements), *(row.extent for row in landscape.handoffs)]
    words = {word for extent in extents for word in (*extent.groups.sure, *extent.groups.may)} | {NO_GROUP}
    if group is not None and group not in words:
        raise _unknown("group", group, {word: word for word in words})
    return group or NO_GROUP


def _service(landscape: Landscape, said: str) -> str:
    names = {row.id: row.name for row in landscape.services}
    key = said if said in names else next((k for k, n in names.items() if n.casefold() == said.casefold()), None)
    if key is None:
        raise _unknown("service", said, names)
    return key


def _months(age: str) -> int:
    found = re.fullmatch(r"(?:(\d{1,2})\s*y?)?\s*(?:(\d{1,2})\s*m)?", age.strip().casefold())
    if not found or not any(found.groups()):
        raise _wrong(f"--age '{age}' is no age.", "Write it as 17, or as 17y6m.")
    return int(found[1] or 0) * 12 + int(found[2] or 0)


def _minute(when: str | None) -> int | None:
    if when is None:
        return None
    found = re.fullmatch(r"([a-z]{3})[a-z]*\s+(\d{1,2})[:.](\d\d)", when.strip().casefold())
    if not found or found[1] not in _DAYS or int(found[2]) > 23 or int(found[3]) > 59:
        raise _wrong(f"--when '{when}' is no time of the week.", 'Write it as "Sat 22:00".')
    return _DAYS.index(found[1]) * 1440 + int(found[2]) * 60 + int(found[3])


def _unknown(kind: str, said: str, names: Mapping[str, str]) -> Usage:
    """The error for somebody outside every area or need: what is nearest, by id or by name."""
    by_name = {name: key for key, name in names.items()}
    hint = near_miss(said, names) or near_miss(said, by_name)
    listed = f"There are: {', '.join(sorted(names)[:8])}." if names else f"No {kind} is stated; load a landscape first."
    return Usage(Problem("PG909", f"there is no {kind} '{said}'.", hint or listed, value=said))


def _wrong(message: str, hint: str) -> Usage:
    return Usage(Problem("PG900", message, hint))

"""Find the blanks on which a verdict hangs: exactly those that can change it at some point that is not known.

A blank matters if there is a point, and some way of filling every other blank, at which filling this one changes the
verdict. Levels only rise when a blank is filled in favour, so it is enough to fill the others of the same provision
every way and to leave all that belongs to other provisions at its worst.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from .boxes import Box, uncovered
from .candidates import Candidates
from .coverage import Candidate, Judgement, Part
from .points import Layer
from .standing import COVERED, GAP, Condition, Field, Standing

__all__ = ["FIELDS", "hangs_on"]

FIELDS = ("area", "ages", "need", "group", "steps", "hours")
"""The field that states each dimension."""
_MOST = 8
"""Open conditions of one provision that are filled every way; there are at most seven, unless contracts abound."""


def hangs_on(judgement: Judgement, candidates: Candidates) -> tuple[Field, ...]:
    """List the blanks and half-known values that decide what is not known of a requirement, sorted."""
    found: set[Field] = set()
    for part in judgement.parts:
        for candidate, layer in zip(part.candidates, part.layers, strict=True):
            row = candidates.provisions[candidate.number]
            for matter in _matters(part, candidate, layer):
                if isinstance(matter, int):
                    found.add(Field(row.label, row.id, FIELDS[matter]))
                else:
                    found.update(matter.fields)
        found.update(_asked(judgement, part))
    return tuple(sorted(found))


def _matters(part: Part, candidate: Candidate, layer: Layer) -> Iterator[int | Condition]:
    """The dimensions and conditions of a provision that matter."""
    standing = candidate.standing
    doubtful = [d for d, (sure, may) in enumerate(zip(layer.sure, layer.may, strict=True)) if may & ~sure]
    conditions = list(dict.fromkeys(c for c in standing.conditions() if c.open))[:_MOST]
    if not doubtful and not conditions:
        return
    others = [
        (other.standing, box.sure)
        for other, box in zip(part.candidates, part.layers, strict=True)
        if other is not candidate and all(box.sure)
    ]
    for filled in itertools.product((False, True), repeat=len(conditions)):
        known = dict(zip(conditions, filled, strict=True))
        level = standing.level(known)
        if level == GAP:
            continue
        for d in doubtful:
            outside = (*layer.may[:d], layer.may[d] & ~layer.sure[d], *layer.may[d + 1 :])
            if _open(outside, level, others, known):
                yield part.grid.active[d]
        for condition, yes in known.items():
            without = {**known, condition: False}
            if yes and standing.level(without) < level and _open(layer.may, level, others, without):
                yield condition


def _open(box: Box, level: int, others: Sequence[tuple[Standing, Box]], known: Mapping[Condition, bool]) -> bool:
    """True if some point of the box has nothing as good as the level from the others."""
    return uncovered(box, [sure for standing, sure in others if standing.level(known) >= level]) is not None


def _asked(judgement: Judgement, part: Part) -> Iterator[Field]:
    """The fields of the requirement itself that leave open whether a point is asked for that is not covered."""
    covering = [layer.sure for layer in part.layers if layer.least == COVERED]
    sure, may = part.asked.sure, part.asked.may
    for d, (mine, most) in enumerate(zip(sure, may, strict=True)):
        if most & ~mine:
            outside = part.grid.inner((*may[:d], most & ~mine, *may[d + 1 :]))
            if uncovered(outside, covering):
                yield Field("Requirement", judgement.requirement.id, FIELDS[d])
    if judgement.force.open and uncovered(part.grid.full, covering):
        yield from judgement.force.fields

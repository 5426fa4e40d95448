"""Refuse a plan that means nothing: every contradiction in it at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pathway_graph.errors import Problem, near_miss
from pathway_graph.storage.loops import one_loop_each

from .errors import Unscheduled
from .plan import Plan

__all__ = ["check"]

LONGEST = 60 * 24 * 366 * 1000
"""Minutes of a thousand years: no duration or lag is longer."""


def check(plan: Plan) -> None:
    """Raise Unscheduled with all problems of a plan: ids, references, amounts, constraints, parts in a circle."""
    problems = [*_ids(plan), *_references(plan), *_amounts(plan), *_constraints(plan), *_parts(plan)]
    if problems:
        raise Unscheduled(*problems)


def _ids(plan: Plan) -> Iterator[Problem]:
    ids = [*(row.id for row in plan.activities), *(row.id for row in plan.events), *(row.id for row in plan.promises)]
    for id, count in Counter(ids).items():
        if count > 1:
            yield Problem("PG355", f"{count} rows of the plan have the id {id!r}.", "Give each an id of its own.")
    programmes, calendars = [row.id for row in plan.programmes], [row.id for row in plan.calendars]
    for kind, ids in (("programmes", programmes), ("calendars", calendars)):
        for id, count in Counter(ids).items():
            if count > 1:
                yield Problem("PG355", f"{count} {kind} have the id {id!r}.", "Give each an id of its own.")


def _references(plan: Plan) -> Iterator[Problem]:
    activities = {row.id for row in plan.activities}
    programmes = {row.id for row in plan.programmes}
    calendars = {row.id for row in plan.calendars}
    sources = activities | {row.id for row in plan.events}
    wanted = [
        *((row.id, "programme", row.programme, programmes) for row in plan.activities),
        *((row.id, "calendar", row.calendar, calendars) for row in plan.activities if row.calendar),
        *((row.id, "part_of", row.part_of, activities) for row in plan.activities if row.part_of),
        *((row.id, "calendar", row.calendar, calendars) for row in plan.programmes),
        *((link.id or link.target, "needs", link.source, sources) for link in plan.links),
        *((link.id or link.source, "blocks", link.target, activities) for link in plan.links),
        *((row.id, "blocks", row.target, activities) for row in plan.promises),
        *((row.id, "opens", row.mobilised_by, activities) for row in plan.events if row.mobilised_by),
    ]
    for id, field, value, known in wanted:
        if value not in known:
            hint = near_miss(value, known) or "Correct the id, or add the row that it names."
            yield Problem("PG356", f"{id} names {value!r}, which is not in the plan.", hint, field=field, value=value)
    for link in plan.links:
        if link.source == link.target:
            text = f"{link.target} waits for itself."
            yield Problem("PG357", text, "Take it out of needs or out of blocks.", value=link.id)


def _amounts(plan: Plan) -> Iterator[Problem]:
    for row in plan.activities:
        for field, minutes in (("duration", row.duration.minutes if row.duration else 0), ("remaining", row.remaining)):
            if minutes is not None and not 0 <= minutes <= LONGEST:
                text = f"{row.id} has a {field} of {minutes} minutes."
                hint = "Durations are not negative, nor longer than a thousand years."
                yield Problem("PG358", text, hint, field=field, value=row.id)
        if row.percent_complete is not None and not 0 <= row.percent_complete <= 100:
            text = f"{row.id} is {float(row.percent_complete):g}% complete."
            yield Problem("PG358", text, "Give 0 to 100.", field="percent_complete", value=row.id)
    lags = [*((row.target, row.lag) for row in plan.links), *((row.target, row.lag) for row in plan.promises)]
    for target, lag in lags:
        if abs(lag.minutes) > LONGEST or (lag.percent is not None and abs(lag.percent) > 10_000):
            text = f"{target} waits with a lag of {lag.minutes} minutes or {lag.percent}%."
            yield Problem("PG358", text, "A lag is not longer than a thousand years or 10,000%.", field="lag")


def _constraints(plan: Plan) -> Iterator[Problem]:
    for row in plan.activities:
        for constraint in row.constraints:
            if (constraint.kind == "alap") != (constraint.on is None):
                text = f"{row.id} has {constraint.kind} {'without a' if constraint.on is None else 'with a'} date."
                hint = "Fill in both, or empty both; alap has no date."
                yield Problem("PG359", text, hint, field="constraint", value=row.id)


def _parts(plan: Plan) -> Iterator[Problem]:
    parents = {row.id: [row.part_of] for row in plan.activities if row.part_of}
    for loop in one_loop_each(parents):
        text = f"{' is part of '.join([*loop, loop[0]])}."
        yield Problem("PG360", text, "Take one of them out of part_of.", field="part_of")

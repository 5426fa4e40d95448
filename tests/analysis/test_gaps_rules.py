"""Hold gaps to the rules that follow from what they mean: what changes nothing, what can only help, what is told."""

from __future__ import annotations

import dataclasses
import os
import random
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathway_graph.analysis.coverage import Coverage
from pathway_graph.analysis.gaps import ONE_YEAR, Gaps, gaps
from pathway_graph.analysis.landscape import (
    ANY_MEMBERS,
    ANY_NUMBERS,
    ANY_WORDS,
    Date,
    Extent,
    Landscape,
    Members,
    Numbers,
    Population,
    Provision,
    Requirement,
)
from pathway_graph.analysis.points import Diagram, Grid, Layer
from pathway_graph.analysis.standing import COVERED, NOT_KNOWN, PLANNED
from pathway_graph.answers.lasting import Times
from pathway_graph.answers.remainder import COLUMNS, Remainder

from .sheets import landscape_of
from .test_gaps_cases import BASE
from .worlds import DAY, landscapes

_MANY = int(os.environ.get("PATHWAY_WORLDS", "60"))
_worlds = settings(max_examples=_MANY, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
_CRISIS = {"provider": "p1", "function": "crisis-support", "area": "banes", "need": "crisis"}
_ANYONE = (
    Provision("p", "s1", ("work",), Extent(ANY_MEMBERS, ANY_MEMBERS, ANY_WORDS, ANY_NUMBERS, ANY_NUMBERS, ANY_NUMBERS)),
)


def _told(answer: Gaps) -> list[Any]:
    return [
        (f.requirement.id, f.verdict, f.shares, f.hangs_on, [(s.box, s.share) for s in f.statements])
        for f in answer.findings
    ]


@_worlds
@given(landscapes(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(landscape: Landscape, chance: random.Random) -> None:
    """Rows in another order give the same findings, statements and blanks."""

    def shuffled(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(rows, len(rows)))

    names = [field.name for field in dataclasses.fields(Landscape)]
    other = Landscape(**{name: shuffled(getattr(landscape, name)) for name in names})

    assert _told(gaps(other, DAY)) == _told(gaps(landscape, DAY))


@_worlds
@given(landscapes())
def test_renaming_changes_nothing(landscape: Landscape) -> None:
    """Services and provisions under other ids, in another order of ids, leave every verdict and share the same."""
    services = tuple(dataclasses.replace(row, id=f"z{9 - n}") for n, row in enumerate(landscape.services))
    new = {old.id: row.id for old, row in zip(landscape.services, services, strict=True)}
    provisions = tuple(
        dataclasses.replace(row, id=f"y{9 - n}", service=new[row.service]) for n, row in enumerate(landscape.provisions)
    )
    contracts = tuple(
        dataclasses.replace(row, services=tuple(new[key] for key in row.services)) for row in landscape.contracts
    )
    other = dataclasses.replace(landscape, services=services, provisions=provisions, contracts=contracts, handoffs=())

    assert [(f.verdict, f.shares, f.people) for f in gaps(other, DAY).findings] == [
        (f.verdict, f.shares, f.people) for f in gaps(landscape, DAY).findings
    ]


@_worlds
@given(landscapes())
def test_splitting_a_provision_in_two_changes_nothing(landscape: Landscape) -> None:
    """A provision told as two, one for each side of an age, covers the same."""
    split: list[Provision] = []
    for row in landscape.provisions:
        if row.extent.ages.state != "any":
            split.append(row)
            continue
        for part, span in (("young", (0, 204)), ("old", (204, 1200))):
            ages = Numbers("stated", span, span)
            split.append(dataclasses.replace(row, id=row.id + part, extent=dataclasses.replace(row.extent, ages=ages)))
    other = dataclasses.replace(landscape, provisions=tuple(split))

    assert [(f.verdict, f.shares) for f in gaps(other, DAY).findings] == [
        (f.verdict, f.shares) for f in gaps(landscape, DAY).findings
    ]


@_worlds
@given(landscapes(provisions=4))
def test_more_provision_never_opens_a_gap(landscape: Landscape) -> None:
    """With one provision more, the share of the gap is no larger and that of what is covered no smaller.

    One that would bring a new word for a group is for everyone here: the groups that occur are the measure of both.
    """
    others, (last, *_) = landscape.provisions[:-1], landscape.provisions[-1:] or _ANYONE
    extents = [row.extent for row in others] + [row.extent for row in landscape.requirements]
    named = {word for extent in extents for word in extent.groups.may}
    if not named.issuperset(last.extent.groups.may):
        last = dataclasses.replace(last, extent=dataclasses.replace(last.extent, groups=ANY_WORDS))
    with_it = dataclasses.replace(landscape, provisions=(*others, last))
    without = dataclasses.replace(landscape, provisions=others)
    more, less = gaps(with_it, DAY).judged, gaps(without, DAY).judged

    for after, before in zip(more, less, strict=True):
        assert after.weights[0] <= before.weights[0]
        assert after.weights[4] >= before.weights[4]


_FILLED: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(("ages", "steps", "minutes"), (ANY_NUMBERS, Numbers("stated", (1, 2), (1, 2)))),
    "areas": (ANY_MEMBERS, Members("any", excepted=("mid",))),
    "needs": (ANY_MEMBERS, Members("any", excepted=("mood",))),
}


def _filled(landscape: Landscape) -> Iterator[Landscape]:
    """The landscape with one blank of a provision filled, for each blank and each way to fill it."""
    for n, row in enumerate(landscape.provisions):
        for field, values in _FILLED.items():
            for value in values if getattr(row.extent, field).state == "blank" else ():
                new = dataclasses.replace(row, extent=dataclasses.replace(row.extent, **{field: value}))
                rows = (*landscape.provisions[:n], new, *landscape.provisions[n + 1 :])
                yield dataclasses.replace(landscape, provisions=rows)


@_worlds
@given(landscapes(provisions=3))
def test_filling_a_blank_turns_no_certainty_round(landscape: Landscape) -> None:
    """When one blank is filled, what was certain stays as it was: only what was not known may change."""
    before = gaps(landscape, DAY).judged
    for other in _filled(landscape):
        for old, new in zip(before, gaps(other, DAY).judged, strict=True):
            for level in range(NOT_KNOWN):
                assert new.weights[level] >= old.weights[level]
            assert new.weights[NOT_KNOWN] <= old.weights[NOT_KNOWN]


@_worlds
@given(landscapes())
def test_the_remainder_adds_up_to_the_shares(landscape: Landscape) -> None:
    """The rows of the remainder have its columns, and their shares add up to the share of their verdict exactly."""
    answer = gaps(landscape, DAY)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in Remainder(answer.coverage, answer.judged).rows()]

    for finding in answer.findings:
        mine = [row for row in rows if row["verdict"] == finding.verdict]
        assert sum(round(float(row["share"]) * 10**6) for row in mine) == round(finding.share * 10**6)


def test_one_year_between_two_services_is_remarked() -> None:
    """A gap exactly one year wide between one service's upper and another's lower age may only be a way of writing."""
    land = landscape_of(BASE, {
        "Services": [
            {"id": "a", "name": "Young", **_CRISIS, "ages": "0-16"},
            {"id": "b", "name": "Old", **_CRISIS, "ages": "17+"},
        ],
        "Requirements": [{"id": "r", "name": "R", **_CRISIS, "ages": "any"}],
    })  # fmt: skip
    (finding,) = gaps(land, DAY).findings

    assert finding.statements[0].remarks == (ONE_YEAR,)
    assert finding.statements[0].box.ages == ((192, 204),)


def test_the_nearest_services_say_what_refuses() -> None:
    """For what is not covered, the nearest service of the function is named with the dimension that refuses."""
    land = landscape_of(BASE, {
        "Services": [
            {"id": "house", "name": "Wellbeing House", **_CRISIS, "ages": "any", "hours": "Mon-Fri 09:00-17:00"},
            {"id": "far", "name": "Far", **_CRISIS, "need": "common", "ages": "any", "hours": "Mon-Fri 09:00-17:00"},
        ],
        "Requirements": [{"id": "r", "name": "Crisis", **_CRISIS, "ages": "any", "hours": "24/7"}],
    })  # fmt: skip
    (finding,) = gaps(land, DAY).findings

    near = finding.statements[0].nearest
    assert [(n.service, n.refused_by) for n in near] == [("house", ("hours",)), ("far", ("needs", "hours"))]
    assert near[0].words == "Wellbeing House: open only Monday to Friday 09:00 to 17:00"
    assert "Monday to Friday 17:00 to 09:00 and weekends" in finding.title


def test_full_services_are_named_beside_the_gap() -> None:
    """A full service counts as nothing, and the finding says that it is there."""
    land = landscape_of(BASE, {
        "Services": [{"id": "house", "name": "House", **_CRISIS, "status": "full", "ages": "any"}],
        "Requirements": [{"id": "r", "name": "Crisis", **_CRISIS, "ages": "any"}],
    })  # fmt: skip
    (finding,) = gaps(land, DAY).findings

    assert (finding.verdict, finding.taking_nobody) == ("gap", ("house",))
    assert finding.statements[0].nearest[0].refused_by == ("full",)


def test_without_requirements_what_is_there_is_shown() -> None:
    """No requirement is never "0 gaps": each function and area is shown with what is there, and how to ask."""
    land = landscape_of(BASE, {"Services": [{"id": "h", "name": "H", **_CRISIS, "ages": "18+", "hours": "24/7"}]})
    answer = gaps(land, DAY)

    assert [(row.function, row.area, row.ages, row.hours) for row in answer.present] == [
        ("crisis-support", "bath", "ages 18 and over", "at all hours"),
        ("crisis-support", "keynsham", "ages 18 and over", "at all hours"),
    ]
    assert not answer.counts["requirements"]


def test_people_are_counted_where_every_area_has_a_population() -> None:
    """A gap over one of two areas affects its people at those ages; its share is of people, not of areas."""
    land = landscape_of(BASE, {
        "Services": [{"id": "h", "name": "H", **_CRISIS, "area": "bath", "ages": "any"}],
        "Requirements": [{"id": "r", "name": "R", **_CRISIS, "ages": "18+"}],
    })  # fmt: skip
    people = (Population("b", "bath", (0, 1200), 90_000), Population("k", "keynsham", (0, 1200), 10_000))
    (finding,) = gaps(dataclasses.replace(land, populations=people), DAY).findings

    assert (finding.counts, finding.people, finding.share) == ("people", 8_200, 0.1)


def test_a_calendar_shows_gaps_that_open_and_close() -> None:
    """Coverage changes on the day after a service's last, and on the day on which the next one opens."""
    land = landscape_of(BASE, {
        "Services": [{"id": key, "name": key, **_CRISIS, "ages": "any"} for key in ("a", "b")],
        "Requirements": [{"id": "r", "name": "R", **_CRISIS, "ages": "any"}],
    })  # fmt: skip
    first, second = land.services
    first = dataclasses.replace(first, closes=Date("stated", DAY + 9, DAY + 9))
    second = dataclasses.replace(second, opens=Date("stated", DAY + 30, DAY + 30))
    land = dataclasses.replace(land, services=(first, second))

    times, (asked,) = Times(Coverage(land, DAY, 6), 6, 100), land.requirements
    found = [(day - DAY, times.on(asked, day)) for day in (DAY, *times.events(asked))]

    assert [(day, judged.verdict) for day, judged in found if judged] == [(0, COVERED), (10, PLANNED), (30, COVERED)]


def test_an_explosion_is_cut_short_and_says_so() -> None:
    """A diagram that may not grow further leaves the rest not known, never guessed, and says that it did."""
    sides = [tuple(1 << (n + d) % 5 | 1 << (n * d + 1) % 5 for d in range(6)) for n in range(8)]
    whole = (31,) * 6
    grid = Grid(whole, sides, _Counting())  # type: ignore[arg-type]
    layers = [Layer(grid.inner(side), grid.inner(side), 4, 4) for side in sides]

    full, short = Diagram(grid, layers), Diagram(grid, layers, effort=20)
    assert (full.cut_short, short.cut_short) == (False, True)
    assert sum(short.weights().values()) == sum(full.weights().values()) == 5**6
    for level, weight in short.weights().items():
        assert level == NOT_KNOWN or weight <= full.weights()[level]


class _Counting:
    """A measure that counts."""

    by_people = False

    def side(self, dimension: int, mask: int) -> int:
        """One for each value."""
        return mask.bit_count()


def test_hundreds_of_half_known_services_end_in_time() -> None:
    """Hundreds of services that overlap every way give exact shares and an honest told-share, and never hang."""
    chance = random.Random(5)

    def ages() -> Numbers:
        low, high = sorted(chance.sample(range(0, 1200, 12), 2))
        half = chance.random() < 0.7
        return Numbers("half" if half else "stated", () if half else (low, high), (low, high))

    def hours() -> Numbers:
        flat = tuple(sorted(chance.sample(range(0, 10080, 60), 6)))
        return Numbers("half", flat[:2], flat)

    land = landscape_of(BASE, {"Requirements": [{"id": "r", "name": "R", **_CRISIS, "ages": "any", "hours": "24/7"}]})
    rows = tuple(
        Provision(f"p{n}", "s", ("crisis-support",), Extent(ANY_MEMBERS, ANY_MEMBERS, ages=ages(), minutes=hours()))
        for n in range(300)
    )
    service = landscape_of(BASE, {"Services": [{"id": "s", "name": "S"}]}).services
    (judged,) = gaps(dataclasses.replace(land, services=service, provisions=rows), DAY).judged
    found, smaller, rest = judged.statements(NOT_KNOWN)

    assert not judged.cut_short
    assert sum(statement.told for _, statement in found) + rest == judged.weights[NOT_KNOWN]
    assert bool(smaller) == bool(rest)


def test_a_requirement_out_of_force_is_named() -> None:
    """A requirement that is not in force on the day is left out and named among the assumptions."""
    land = landscape_of(BASE, {"Requirements": [{"id": "r", "name": "R", **_CRISIS, "ages": "any"}]})
    (row,) = land.requirements
    gone: Requirement = dataclasses.replace(row, closes=Date("stated", DAY - 1, DAY - 1))
    answer = gaps(dataclasses.replace(land, requirements=(gone,)), DAY)

    assert answer.counts["requirements"] == 0
    assert answer.assumptions == ("Not in force on 30 January 2018 and left out: r.",)

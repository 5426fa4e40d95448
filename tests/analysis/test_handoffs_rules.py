"""Hold single rules of handoffs, walks and the network to small landscapes."""

from __future__ import annotations

import dataclasses
import importlib.util
from typing import Any

import pytest

from pathway_graph.analysis.ground import Ground, spot
from pathway_graph.analysis.handoffs import Audit, audit
from pathway_graph.analysis.landscape import (
    ANY_MEMBERS,
    ANY_NUMBERS,
    Area,
    Date,
    Extent,
    Function,
    Handoff,
    Landscape,
    Members,
    Need,
    Numbers,
    Provision,
    Quantity,
    Requirement,
    Service,
)
from pathway_graph.analysis.network import shape
from pathway_graph.analysis.paths import paths
from pathway_graph.analysis.people import everyone
from pathway_graph.analysis.walk import Person, Walk, point_of, walk

from . import held_ways

DAY = 736724
EVERYBODY = Extent(ANY_MEMBERS, ANY_MEMBERS, ages=ANY_NUMBERS, steps=ANY_NUMBERS, minutes=ANY_NUMBERS)
OFFICE = Numbers("stated", (540, 1020), (540, 1020))


def _days(days: float) -> Quantity:
    return Quantity("stated", days, days)


def _row(service: str, function: str = "assess", wait: float | None = None, **sides: Any) -> Provision:
    extent = dataclasses.replace(EVERYBODY, **sides)
    return Provision(service, service, (function,), extent, "Service", wait=Quantity() if wait is None else _days(wait))


def _way(sender: str, to: str, **more: Any) -> Handoff:
    said = {"protocol": "yes", "agreement": "yes", **more}
    return Handoff(f"{sender}-{to}", sender, None if to == "nobody" else to, nobody=to == "nobody", **said)


def _land(*rows: Any, services: tuple[Service, ...] = (), asks: tuple[Requirement, ...] = ()) -> Landscape:
    provisions = tuple(row for row in rows if isinstance(row, Provision))
    known = {row.id for row in services}
    return Landscape(
        areas=(Area("all", "All"), Area("north", "North", ("all",)), Area("south", "South", ("all",))),
        needs=(Need("mood", "Mood", (), (1, 5)),),
        functions=(Function("assess", "Assessment", (), "assesses"), Function("care", "Care", (), "helps")),
        services=services + tuple(Service(p.service, p.service.upper()) for p in provisions if p.service not in known),
        provisions=provisions, handoffs=tuple(row for row in rows if isinstance(row, Handoff)), requirements=asks,
    )  # fmt: skip


def _codes(answer: Audit) -> list[tuple[str, str]]:
    return [(finding.verdict, fault.code) for finding in answer.findings for fault in finding.faults]


def _walked(landscape: Landscape, minute: int | None = None) -> Walk:
    person = Person("north", 360, "mood", 3, minute=minute)
    ground = Ground(landscape, DAY, [spot(person.area, person.age, person.need, person.group, minute)])
    return walk(ground, point_of(ground, person))


def test_a_handoff_from_a_service_to_itself_ends() -> None:
    """It is judged as any other, is told as such and as a circle, and no walk hangs on it."""
    landscape = _land(_row("a"), _way("a", "a"))

    assert _codes(audit(landscape, DAY)) == []
    assert shape(Ground(landscape, DAY)).helpless_circles == (("a",),)
    assert shape(Ground(landscape, DAY)).to_itself == ("a-a",)
    assert _walked(landscape).verdict == "lost"


@pytest.mark.parametrize("service", [
    Service("b", "B", closes=Date("stated", DAY - 900, DAY - 900)), Service("b", "B", status="closed"),
    Service("b", "B", status="full"), Service("b", "B", status="paused"), Service("b", "B", status="planned"),
])  # fmt: skip
def test_a_handoff_to_a_service_that_takes_nobody(service: Service) -> None:
    """Closed years ago, full, paused or not open yet: at fault with the code dates."""
    landscape = _land(_row("a"), _row("b", "care"), _way("a", "b"), services=(service,))

    assert _codes(audit(landscape, DAY)) == [("faulty", "dates")]


def test_handoffs_of_a_closed_service_are_left_out() -> None:
    """What a service that is not there hands on is not judged, and the answer names it."""
    shut = Service("a", "A", closes=Date("stated", DAY - 1, DAY - 1))

    answer = audit(_land(_row("a"), _row("b", "care"), _way("a", "b"), services=(shut,)), DAY)

    assert (answer.counts["handoffs"], answer.left_out) == (0, ("a-b",))


def test_hours_are_tested_only_at_once() -> None:
    """Handed on at once out of hours, people fall; handed on for the next opening, they do not."""
    rows = (_row("a", minutes=Numbers("stated", (1020, 1440), (1020, 1440))), _row("b", "care", minutes=OFFICE))

    assert _codes(audit(_land(*rows, _way("a", "b")), DAY)) == []
    assert _codes(audit(_land(*rows, _way("a", "b", immediate=True)), DAY)) == [("faulty", "hours")]


def test_the_standard_is_the_handoffs_else_the_shortest_of_a_requirement() -> None:
    """A wait of 30 days is late for a standard of 28, and for a requirement of 21 where no standard is stated."""
    rows = (_row("a"), _row("b", "care", wait=30))
    asks = (Requirement("r", "R", "care", EVERYBODY, max_wait=_days(21)),)

    assert _codes(audit(_land(*rows, _way("a", "b", max_wait=_days(28))), DAY)) == [("faulty", "wait")]
    assert _codes(audit(_land(*rows, _way("a", "b", max_wait=_days(30)), asks=asks), DAY)) == []
    assert _codes(audit(_land(*rows, _way("a", "b"), asks=asks), DAY)) == [("faulty", "wait")]
    assert _codes(audit(_land(*rows, _way("a", "b")), DAY)) == []


@pytest.mark.parametrize(("ours", "theirs", "said", "told"), [
    (("p",), ("q",), "no", [("faulty", "agreement")]), (("p",), ("q",), "", [("not_known", "agreement")]),
    (("p",), ("q",), "yes", []), (("p",), ("p",), "no", []), (("p",), (), "no", [("not_known", "agreement")]),
])  # fmt: skip
def test_an_agreement_is_needed_between_two_providers(ours: Any, theirs: Any, said: str, told: Any) -> None:
    """Not with oneself; where a provider is not stated there may be two."""
    services = (Service("a", "A", ours), Service("b", "B", theirs))

    found = audit(_land(_row("a"), _row("b", "care"), _way("a", "b", agreement=said), services=services), DAY)

    assert _codes(found) == told


def test_all_of_a_stated_box_must_be_taken() -> None:
    """A handoff that states two areas is at fault for the one that its other end does not take."""
    north = Members("stated", ("north",))
    stated = Extent(areas=Members("stated", ("all",)))

    answer = audit(_land(_row("a"), _row("b", "care", areas=north), _way("a", "b", extent=stated)), DAY)

    (finding,) = (finding for finding in answer.findings if finding.handoff)
    (fault,) = finding.faults
    assert (fault.code, answer.ground.space.values(fault.box or ()).areas) == ("areas", ("south",))


def test_discharge_and_step_down_are_one_flow() -> None:
    """Who leaves downwards by either is taken if one of the two takes them."""
    high, low = Numbers("stated", (3, 5), (3, 5)), Numbers("stated", (1, 2), (1, 2))
    rows = (_row("a", "care", steps=high), _row("b", "care", steps=low, areas=Members("stated", ("north",))),
            _row("c", "care", steps=low, areas=Members("stated", ("south",))))  # fmt: skip

    together = (_way("a", "b", kind="discharge"), _way("a", "c", kind="step_down"))

    assert _codes(audit(_land(*rows, *together), DAY)) == []
    assert _codes(audit(_land(*rows, together[0]), DAY)) == [("faulty", "areas")]


def test_ways_are_told_fastest_first_and_name_their_waits() -> None:
    """Two ways lead to help: the shorter wait first, though it has more stops."""
    asks = (Requirement("r", "R", "care", EVERYBODY),)
    doors = (Service("a", "A", entry=("self",)), Service("b", "B", entry=("referral",)),
             Service("c", "C", entry=("referral",)), Service("d", "D", entry=("referral",)))  # fmt: skip
    rows = (_row("a", wait=1), _row("b", "care", wait=90), _row("c", wait=2), _row("d", "care", wait=3))
    landscape = _land(*rows, _way("a", "b"), _way("a", "c"), _way("c", "d"), services=doors, asks=asks)

    found, more = paths(_walked(landscape).nothing)

    told = [([stop.arrival.service for stop in path.stops], path.days, path.end) for path in found]
    assert told == [(["a", "c", "d"], 6.0, "helped"), (["a", "b"], 91.0, "helped")]
    assert not more


def test_a_circle_is_told_and_never_followed_twice() -> None:
    """A refers to B and B to A, and neither helps: the person is lost, and the way ends as a circle."""
    doors = (Service("a", "A", entry=("self",)), Service("b", "B", entry=("referral",)))
    landscape = _land(_row("a"), _row("b"), _way("a", "b"), _way("b", "a"), services=doors)

    found = _walked(landscape)

    assert found.verdict == "lost"
    assert [path.end for path in paths(found.everything)[0]] == ["circle"]
    assert shape(Ground(landscape, DAY)).helpless_circles == (("a", "b"),)


def test_hours_count_for_urgent_people_alone() -> None:
    """On a night the office is shut to those in urgent need; others wait for its opening."""
    doors = (Service("a", "A", entry=("self",)),)
    landscape = _land(_row("a", "care", minutes=OFFICE), services=doors)

    assert _walked(landscape).verdict == "helped"
    assert _walked(landscape, minute=600).verdict == "helped"
    assert _walked(landscape, minute=60).verdict == "lost"


def test_nobody_leaves_downwards_at_the_top_of_their_own_scale() -> None:
    """A handoff that states one need, where another has a longer scale and steps are not known: the step above which
    nobody comes is that of the person's need, for one person, for all classes and for a crowd."""
    doors = (Service("a", "A", entry=("self",)), Service("b", "B", entry=("referral",)))
    way = _way("a", "b", kind="discharge", extent=Extent(needs=Members("stated", ("mood",))))
    landscape = dataclasses.replace(
        _land(_row("a", steps=Numbers("missing")), _row("b", "care"), way, services=doors),
        needs=(Need("mood", "Mood", (), (1, 3)), Need("eating", "Eating", (), (2, 4))),
    )

    assert _walked(landscape).verdict == "lost"
    assert held_ways.alone_as_their_class(everyone(landscape, DAY, inside=False), 1000)
    if importlib.util.find_spec("numpy"):
        from pathway_graph.analysis.crowd import LOST, Crowd

        assert Crowd(Ground(landscape, DAY)).walk([Person("north", 360, "mood", 3)]).tolist() == [LOST]


def test_the_shape_of_the_network() -> None:
    """Choke points, waits added up, services out of reach, dead ends, and the share of handoffs between providers."""
    inner = (Service(key, key.upper(), ("q",), entry=("referral",)) for key in "bcd")
    services = (Service("a", "A", ("p",), entry=("gp",)), *inner)
    rows = (_row("a", wait=1), _row("b", "care", wait=10), _row("c", "care", wait=100), _row("d", "care"))

    found = shape(Ground(_land(*rows, _way("a", "b"), _way("b", "c"), services=services), DAY))

    assert [(choke.service, choke.cut_off) for choke in found.chokes] == [("a", ("b", "c")), ("b", ("c",))]
    assert [(wait.service, wait.days) for wait in found.waits] == [("c", 111.0), ("b", 11.0), ("a", 1.0)]
    assert (found.unreached, found.no_way_back) == (("d",), ("c", "d"))
    assert (found.crossing, found.handoffs, found.crossing_share) == (1, 2, 0.5)


def test_no_landscape_is_too_small() -> None:
    """Nothing at all is answered with nothing, not with an error."""
    empty = Landscape()

    assert audit(empty, DAY).counts["handoffs"] == 0
    assert everyone(empty, DAY).counts["classes"] == 0
    assert shape(Ground(empty, DAY)).crossing_share is None

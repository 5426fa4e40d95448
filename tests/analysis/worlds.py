"""Make small random landscapes: every kind of blank, half-known bound, status, date and contract.

One builder asks a `Choose` for every choice, so that Hypothesis can play it, and cut down what it finds, and a plain
generator of random numbers can make tens of thousands (tests/workspace/reliability/worlds.py). What may be chosen is
listed beforehand, the plainest first: a choice is one small number.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from hypothesis import strategies as st

from pathway_graph.analysis.landscape import (
    ANY_MEMBERS,
    ANY_NUMBERS,
    ANY_WORDS,
    Area,
    Contract,
    Date,
    Extent,
    Function,
    Handoff,
    Landscape,
    Members,
    Need,
    Numbers,
    Population,
    Provision,
    Quantity,
    Requirement,
    Service,
    Words,
)

__all__ = ["AGE_CUTS", "DAY", "MINUTE_CUTS", "Choose", "landscape", "landscapes"]

Value = TypeVar("Value")
Choose: TypeAlias = Callable[[int], int]
"""Give a number from 0 to below so many."""


DAY = 736724
AGE_CUTS = (0, 192, 204, 1200)
MINUTE_CUTS = (0, 540, 1020, 10080)
_AREAS = (
    Area("all", "All"),
    Area("north", "North", ("all",)),
    Area("south", "South", ("all",)),
    Area("group", "Practice group"),
    Area("mid", "Mid", ("all", "group")),
    Area("far", "Far", ("group",)),
)
_NEEDS = (
    Need("any-need", "Any"),
    Need("mood", "Mood", ("any-need",), (1, 3)),
    Need("crisis", "Crisis", ("any-need",)),
    Need("eating", "Eating", ("any-need",), (2, 4)),
)
_FUNCTIONS = (
    Function("work", "Work", (), "helps"),
    Function("ips", "IPS", ("work",), "helps", ("talk",)),
    Function("talk", "Talk", (), "helps"),
)
_AREA_IDS = tuple(area.id for area in _AREAS)
_NEED_IDS = tuple(need.id for need in _NEEDS)


def _some(values: Sequence[Value], least: int = 1, most: int = 2) -> tuple[tuple[Value, ...], ...]:
    """Every way to take so many of these, each in the order in which they stand."""
    return tuple(some for size in range(least, most + 1) for some in itertools.combinations(values, size))


def _members(ids: tuple[str, ...]) -> tuple[tuple[Members, ...], ...]:
    stated = tuple(Members("stated", sure) for sure in _some(ids))
    half = tuple(Members("half", sure, some) for sure in _some(ids, 0) for some in _some(ids))
    return stated, stated, (ANY_MEMBERS,), tuple(Members("any", excepted=out) for out in _some(ids)), half


def _joined(cells: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    out: list[int] = []
    for low, high in cells:
        if out and out[-1] == low:
            out[-1] = high
        else:
            out += [low, high]
    return tuple(out)


def _spans(cuts: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    cells = tuple(itertools.pairwise(cuts))
    return tuple(_joined(some) for some in _some(cells, 1, len(cells)))


def _numbers(spans: tuple[tuple[int, ...], ...]) -> tuple[tuple[Numbers, ...], ...]:
    stated = tuple(Numbers("stated", span, span) for span in spans)
    parts = tuple(Numbers("half", span[:2], span) for span in spans if len(span) > 2)
    half = tuple(Numbers("half", (), span) for span in spans)
    ways = ((Numbers(),), (ANY_NUMBERS,), stated, stated, half, parts, (Numbers("missing"),))
    return tuple(way for way in ways if way)


_BLANKS = ((Members(),), (Members("missing"),))
_AREA_WAYS, _NEED_WAYS = _members(_AREA_IDS), _members(_NEED_IDS)
_AGES, _HOURS = _numbers(_spans(AGE_CUTS)), _numbers(_spans(MINUTE_CUTS))
_CLOSED = ((Numbers("stated"),),)
_STEPS = _numbers(tuple((low, high) for low in range(1, 5) for high in range(low, 5)))
_WORDS = (
    (Words(),),
    (Words(),),
    (ANY_WORDS,),
    (Words("missing"),),
    (Words("stated", ("carers",), ("carers",)),),
    (Words("half", (), ("carers", "no named group")),),
)
_DATES = (
    (Date(),),
    (Date(),),
    (Date(),),
    tuple(Date("stated", DAY + d, DAY + d) for d in (0, -400, -20, 1, 60, 400)),
    tuple(Date("half", DAY + low, DAY + high) for low in (0, -30) for high in (0, 30)),
    (Date("half", None, DAY + 10),),
    (Date("half", DAY - 10, None),),
    (Date("missing"),),
    (Date("any"),),
)
_QUANTITIES = (
    (Quantity(),),
    tuple(Quantity("stated", n, n) for n in (1.0, 5.0, 9.0)),
    (Quantity("half", 5.0, None, over=True),),
    (Quantity("half", 2.0, 7.0),),
    (Quantity("missing"),),
)
_LIMITS = (Quantity(), Quantity(), Quantity("stated", 5.0, 5.0))
_STATUS = ("", "", "", "open", "planned", "pilot", "full", "paused", "closed")


_AREAS_PLAIN = (*(ANY_MEMBERS,) * 3, Members("stated", ("all",)), Members("stated", ("north", "mid")))
_NEEDS_PLAIN = (*(ANY_MEMBERS,) * 3, Members("stated", ("any-need",)), Members("stated", ("mood",)))
_WORDS_PLAIN = (Words(), ANY_WORDS)
_AGES_PLAIN = (*(ANY_NUMBERS,) * 3, Numbers("stated", (0, 204), (0, 204)), Numbers("stated", (192, 1200), (192, 1200)))
_STEPS_PLAIN = (*(ANY_NUMBERS,) * 3, Numbers("stated", (1, 3), (1, 3)))
_HOURS_PLAIN = (*(ANY_NUMBERS,) * 3, Numbers("stated", (540, 1020), (540, 1020)))
_WAITS_PLAIN = (Quantity("stated", 5.0, 5.0), Quantity("stated", 9.0, 9.0))


class _Chooser:
    """Choose among things by numbers.

    Two worlds in three are clear: nearly all in them is said, else hardly a point were covered, late or at risk.
    """

    def __init__(self, choose: Choose) -> None:
        self.below = choose
        self.clear = choose(3) != 2

    def one(self, things: Sequence[Value]) -> Value:
        return things[self.below(len(things))] if len(things) > 1 else things[0]

    def way(self, ways: Sequence[Sequence[Value]], plain: Sequence[Value] = ()) -> Value:
        """One of the things that can be said in one of these ways, each way as likely as another; in a clear world
        mostly a plain one."""
        if plain and self.clear and self.below(8) != 7:
            return self.one(plain)
        return self.one(self.one(ways))

    def extent(self, required: bool) -> Extent:
        """In a clear world a requirement says what it asks for, and a provision mostly takes all or much."""
        return Extent(
            areas=self.way(_AREA_WAYS if required else (*_AREA_WAYS, *_BLANKS), _AREAS_PLAIN),
            needs=self.way(_NEED_WAYS if required else (*_NEED_WAYS, *_BLANKS), _NEEDS_PLAIN),
            groups=self.way(_WORDS, _WORDS_PLAIN),
            ages=self.way(_AGES, _AGES_PLAIN),
            steps=self.way(_STEPS, _STEPS_PLAIN),
            minutes=self.way(_HOURS if required else (*_HOURS, *_CLOSED), _HOURS_PLAIN),
        )

    def date(self) -> Date:
        """A day on which something opens, closes or ends; in a clear world mostly none is said."""
        return self.way(_DATES, (Date(),))

    def wait(self) -> Quantity:
        """How long people wait; in a clear world mostly stated, in time or too long."""
        return self.way(_QUANTITIES, _WAITS_PLAIN)

    def populations(self) -> tuple[Population, ...]:
        """One world in four counts people; in it, an area may have none."""
        if self.below(4) != 3:
            return ()
        rows = []
        for area in ("north", "south", "mid", "far"):
            if self.below(8) != 7:
                rows.append(Population(f"{area}-all", area, (0, 1200), self.one((0, 7, 1000)), 2020))
                if self.below(2):
                    rows.append(Population(f"{area}-young", area, (0, 204), self.one((0, 5, 90)), 2019))
        return tuple(rows)


def landscape(choose: Choose, provisions: int = 4, requirements: int = 1) -> Landscape:
    """A landscape of up to three services and a few provisions, requirements, contracts, handoffs, populations."""
    some = _Chooser(choose)
    ids = ("s1", "s2", "s3")[: 1 + choose(3)]
    return Landscape(
        areas=_AREAS,
        needs=_NEEDS,
        functions=_FUNCTIONS,
        services=tuple(
            Service(key, key.upper(), (), some.way((_STATUS,), _STATUS[:6]), some.date(), some.date(),
                    some.one((None, 1000.0, 250000.0)))
            for key in ids
        ),
        provisions=tuple(
            Provision(
                f"p{n}", some.one(ids), (some.one(("work", "ips", "work", "talk", "ips")),), some.extent(False),
                "Provision", some.date(), some.date(), some.wait(), some.wait(),
            )
            for n in range(choose(provisions + 1))
        ),
        requirements=tuple(
            Requirement(
                f"r{n}", f"R{n}", some.one(("work", "ips")), some.extent(True), some.one(_LIMITS), some.one(_LIMITS),
                "", "", (), some.date(), some.date(),
            )
            for n in range(requirements)
        ),
        contracts=tuple(
            Contract(f"k{n}", f"K{n}", some.one(_some(ids)), some.one(_some(("k0", "k1"), 0)) if n == 2 else (),
                     Date(), some.date())
            for n in range(choose(4))
        ),
        handoffs=tuple(Handoff(f"h{n}", some.one(ids), some.one(ids)) for n in range(choose(2))),
        populations=some.populations(),
    )  # fmt: skip


_BELOW = tuple(st.integers(0, n - 1) if n else st.nothing() for n in range(1000))


@st.composite
def landscapes(draw: st.DrawFn, provisions: int = 4, requirements: int = 1) -> Landscape:
    """The landscapes as a strategy of Hypothesis."""
    return landscape(lambda n: draw(_BELOW[n]), provisions, requirements)

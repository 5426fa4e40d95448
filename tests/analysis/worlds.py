"""Make small random landscapes: every kind of blank, half-known bound, status, date and contract."""

from __future__ import annotations

import itertools

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

__all__ = ["AGE_CUTS", "DAY", "MINUTE_CUTS", "landscapes"]

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


def _some(values: tuple[str, ...], least: int = 1) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=2, unique=True).map(lambda v: tuple(sorted(v)))


def _members(ids: tuple[str, ...], required: bool = False) -> st.SearchStrategy[Members]:
    ways: list[st.SearchStrategy[Members]] = [
        st.builds(lambda sure: Members("stated", sure), _some(ids)),
        st.builds(lambda sure: Members("stated", sure), _some(ids)),
        st.just(ANY_MEMBERS),
        st.builds(lambda out: Members("any", excepted=out), _some(ids)),
        st.builds(lambda sure, some: Members("half", sure, some), _some(ids, 0), _some(ids)),
    ]
    if not required:
        ways += [st.just(Members()), st.just(Members("missing"))]
    return st.one_of(ways)


def _spans(cuts: tuple[int, ...]) -> st.SearchStrategy[tuple[int, ...]]:
    cells = [(low, high) for low, high in itertools.pairwise(cuts)]

    def flat(chosen: list[tuple[int, int]]) -> tuple[int, ...]:
        out: list[int] = []
        for low, high in sorted(chosen):
            if out and out[-1] == low:
                out[-1] = high
            else:
                out += [low, high]
        return tuple(out)

    return st.lists(st.sampled_from(cells), min_size=1, max_size=len(cells), unique=True).map(flat)


def _numbers(spans: st.SearchStrategy[tuple[int, ...]], empty: bool = False) -> st.SearchStrategy[Numbers]:
    ways: list[st.SearchStrategy[Numbers]] = [
        st.just(Numbers()),
        st.just(ANY_NUMBERS),
        spans.map(lambda s: Numbers("stated", s, s)),
        spans.map(lambda s: Numbers("stated", s, s)),
        spans.map(lambda s: Numbers("half", (), s)),
        spans.filter(lambda s: len(s) > 2).map(lambda s: Numbers("half", s[:2], s)),
        st.just(Numbers("missing")),
    ]
    if empty:
        ways.append(st.just(Numbers("stated")))
    return st.one_of(ways)


_STEPS = st.tuples(st.integers(1, 4), st.integers(1, 4)).map(lambda p: (min(p), max(p)))
_WORDS = st.one_of(
    st.just(Words()),
    st.just(Words()),
    st.just(ANY_WORDS),
    st.just(Words("missing")),
    st.just(Words("stated", ("carers",), ("carers",))),
    st.just(Words("half", (), ("carers", "no named group"))),
)
_DATES = st.one_of(
    st.just(Date()),
    st.just(Date()),
    st.just(Date()),
    st.sampled_from((-400, -20, 0, 1, 60, 400)).map(lambda d: Date("stated", DAY + d, DAY + d)),
    st.tuples(st.sampled_from((-30, 0)), st.sampled_from((0, 30))).map(lambda p: Date("half", DAY + p[0], DAY + p[1])),
    st.just(Date("half", None, DAY + 10)),
    st.just(Date("half", DAY - 10, None)),
    st.just(Date("missing")),
    st.just(Date("any")),
)
_QUANTITIES = st.one_of(
    st.just(Quantity()),
    st.sampled_from((1.0, 5.0, 9.0)).map(lambda n: Quantity("stated", n, n)),
    st.just(Quantity("half", 5.0, None, over=True)),
    st.just(Quantity("half", 2.0, 7.0)),
    st.just(Quantity("missing")),
)
_LIMITS = st.one_of(st.just(Quantity()), st.just(Quantity()), st.just(Quantity("stated", 5.0, 5.0)))


def _extent(required: bool) -> st.SearchStrategy[Extent]:
    return st.builds(
        Extent,
        areas=_members(_AREA_IDS, required),
        needs=_members(_NEED_IDS, required),
        groups=_WORDS,
        ages=_numbers(_spans(AGE_CUTS)),
        steps=_numbers(_STEPS),
        minutes=_numbers(_spans(MINUTE_CUTS), empty=not required),
    )


_STATUS = st.sampled_from(("", "", "", "open", "planned", "pilot", "full", "paused", "closed"))


@st.composite
def landscapes(draw: st.DrawFn, provisions: int = 4, requirements: int = 1) -> Landscape:
    """A landscape of up to three services and a few provisions, requirements, contracts, handoffs, populations."""
    ids = ["s1", "s2", "s3"][: draw(st.integers(1, 3))]
    service = st.sampled_from(ids)
    functions = st.sampled_from(("work", "work", "ips", "talk"))
    value = st.sampled_from((None, 1000.0, 250000.0))
    return Landscape(
        areas=_AREAS,
        needs=_NEEDS,
        functions=_FUNCTIONS,
        services=tuple(
            Service(key, key.upper(), (), draw(_STATUS), draw(_DATES), draw(_DATES), draw(value)) for key in ids
        ),
        provisions=tuple(
            Provision(
                f"p{n}", draw(service), (draw(functions),), draw(_extent(False)), "Provision",
                draw(_DATES), draw(_DATES), draw(_QUANTITIES), draw(_QUANTITIES),
            )
            for n in range(draw(st.integers(0, provisions)))
        ),
        requirements=tuple(
            Requirement(
                f"r{n}", f"R{n}", draw(st.sampled_from(("work", "ips"))), draw(_extent(True)),
                draw(_LIMITS), draw(_LIMITS), "", "", (), draw(_DATES), draw(_DATES),
            )
            for n in range(requirements)
        ),
        contracts=tuple(
            Contract(f"k{n}", f"K{n}", draw(_some(tuple(ids))), draw(_some(("k0", "k1"), 0)) if n == 2 else (),
                     Date(), draw(_DATES))
            for n in range(draw(st.integers(0, 3)))
        ),
        handoffs=tuple(Handoff(f"h{n}", draw(service), draw(service)) for n in range(draw(st.integers(0, 1)))),
        populations=draw(_populations()),
    )  # fmt: skip


@st.composite
def _populations(draw: st.DrawFn) -> tuple[Population, ...]:
    if draw(st.integers(0, 3)):
        return ()
    rows = []
    for area in ("north", "south", "mid", "far"):
        if draw(st.integers(0, 7)):
            rows.append(Population(f"{area}-all", area, (0, 1200), draw(st.sampled_from((0, 7, 1000))), 2020))
            if draw(st.booleans()):
                rows.append(Population(f"{area}-young", area, (0, 204), draw(st.sampled_from((0, 5, 90))), 2019))
    return tuple(rows)

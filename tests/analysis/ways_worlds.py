"""Make small random landscapes with handoffs of every kind, doors, providers and kinds of function."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import strategies as st

from pathway_graph.analysis.landscape import (
    ANY_MEMBERS,
    ANY_NUMBERS,
    ANY_WORDS,
    Date,
    Extent,
    Function,
    Handoff,
    Landscape,
    Members,
    Numbers,
    Provision,
    Quantity,
    Words,
)

from .worlds import landscapes

__all__ = ["KINDS", "handoffs", "ways"]

KINDS = ("refer", "signpost", "transition", "step_up", "step_down", "discharge")
_MOSTLY = st.sampled_from((True, True, True, True, True, False))
_SAID = st.sampled_from(("yes", "yes", "yes", "no", ""))
_LEFT = st.sampled_from((None, ("self",), ("gp",), ("referral",), ("self", "referral")))
_AREAS = (Members(), Members(), Members("missing"), Members("stated", ("north",)), Members("half", some=("mid",)),
          ANY_MEMBERS)  # fmt: skip
_NEEDS = (Members(), Members(), Members(), Members("stated", ("mood",)), Members("any", excepted=("eating",)))
_GROUPS = (Words(), Words(), Words(), ANY_WORDS, Words("missing"), Words("stated", ("carers",), ("carers",)))
_AGES = (Numbers(), Numbers(), Numbers("stated", (0, 204), (0, 204)), Numbers("half", (), (192, 1200)), ANY_NUMBERS)
_STEPS = (Numbers(), Numbers(), Numbers(), Numbers("stated", (3, 4), (3, 4)), Numbers("half", (), (1, 2)))
_HOURS = (Numbers(), Numbers(), Numbers("stated", (540, 1020), (540, 1020)))
_WAITS = (Quantity(), Quantity(), Quantity("stated", 5.0, 5.0), Quantity("any"), Quantity("half", 2.0, 7.0))


@st.composite
def _extents(draw: st.DrawFn) -> Extent:
    if draw(st.integers(0, 2)):
        return Extent()
    sides: list[Any] = [_AREAS, _NEEDS, _GROUPS, _AGES, _STEPS, _HOURS]
    return Extent(*(draw(st.sampled_from(side)) for side in sides))


@st.composite
def handoffs(draw: st.DrawFn, id: str, services: tuple[str, ...], kinds: tuple[str, ...] = KINDS) -> Handoff:
    """A handoff between some of these services, most from the first, or to nobody, or to somebody not known."""
    to = draw(st.sampled_from((*services[1:], *services, *services, *services, None, "nobody")))
    senders = (services[0], services[0], *services)
    return Handoff(
        id, draw(st.sampled_from(senders)), None if to in (None, "nobody") else to, id.upper(),
        draw(st.sampled_from(kinds)), to == "nobody", draw(st.booleans()), draw(_SAID),
        draw(_SAID), draw(st.sampled_from(_WAITS)), draw(_extents()),
    )  # fmt: skip


_KNOWN = (
    (ANY_MEMBERS, Members("stated", ("all",)), Members("stated", ("north", "mid")), Members("stated", ("group",))),
    (ANY_MEMBERS, Members("stated", ("mood",)), Members("stated", ("mood", "eating")), Members("stated", ("crisis",))),
    (ANY_WORDS, Words(), Words(), Words("stated", ("carers",), ("carers",))),
    (ANY_NUMBERS, Numbers("stated", (0, 192), (0, 192)), Numbers("stated", (0, 204), (0, 204)),
     Numbers("stated", (192, 1200), (192, 1200)), Numbers("stated", (204, 1200), (204, 1200))),
    (ANY_NUMBERS, *(Numbers("stated", pair, pair) for pair in ((1, 2), (2, 3), (3, 4)))),
    (ANY_NUMBERS, Numbers("stated", (540, 1020), (540, 1020)), Numbers("stated", (0, 540), (0, 540))),
)  # fmt: skip
_SIDES = ("areas", "needs", "groups", "ages", "steps", "minutes")


@st.composite
def _settled(draw: st.DrawFn, row: Provision) -> Provision:
    """A provision of which nearly everything is stated."""
    said: dict[str, Any] = {
        name: draw(st.sampled_from(known))
        for name, known in zip(_SIDES, list[Any](_KNOWN), strict=True)
        if getattr(row.extent, name).state not in ("stated", "any") and draw(_MOSTLY)
    }
    wait = row.wait if row.wait.state == "stated" else Quantity("stated", 5.0, 5.0)
    return dataclasses.replace(
        row, extent=dataclasses.replace(row.extent, **said), opens=Date(), closes=Date(), wait=wait
    )


@st.composite
def ways(draw: st.DrawFn, provisions: int = 4, most: int = 4) -> Landscape:
    """A landscape of up to three services, with up to `most` handoffs between them."""
    base: Landscape = draw(landscapes(provisions=provisions, requirements=draw(st.integers(0, 2))))
    if draw(_MOSTLY):
        base = dataclasses.replace(
            base,
            services=tuple(dataclasses.replace(row, status="", opens=Date(), closes=Date()) for row in base.services),
            provisions=tuple(draw(_settled(row)) for row in base.provisions),
        )
    kind = st.sampled_from(("helps", "helps", "assesses", "signposts", ""))
    kinds = {row.id: draw(kind) for row in base.functions}
    ids = tuple(row.id for row in base.services)
    pool = tuple(draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=2)))
    return dataclasses.replace(
        base,
        functions=tuple(
            Function(row.id, row.name, row.parents, kinds[row.id], row.relies_on) for row in base.functions
        ),
        services=tuple(
            dataclasses.replace(row, entry=draw(_LEFT), providers=draw(st.sampled_from(((), ("p1",), ("p2",)))))
            for row in base.services
        ),
        handoffs=tuple(draw(handoffs(f"h{n}", ids, pool)) for n in range(draw(st.integers(1, most)))),
    )  # fmt: skip

"""Cliffs are what an oracle finds that tries every way in which half-known dates can turn out, day by day."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from pathway_graph.analysis.cliffs import VERDICTS, Agreement, Cliff, cliffs
from pathway_graph.analysis.landscape import BLANK_QUANTITY, Date, Quantity
from pathway_graph.analysis.standing import months_after
from tests.contracts.days import DAY, FAR, back, counts, days_of, starts_by

TODAY = DAY.toordinal()
months = st.integers(0, 12).map(lambda n: Quantity("stated", n, n)) | st.just(BLANK_QUANTITY)


@st.composite
def dates(draw: st.DrawFn) -> Date:
    """A day, or a few days between which it lies."""
    first = draw(st.integers(TODAY - FAR, TODAY + FAR))
    return Date("stated", first, first + draw(st.sampled_from((0, 0, 1, 5, 30))))


@st.composite
def chains(draw: st.DrawFn) -> list[Agreement]:
    """A contract and up to two that replace it, begun within a few days of its end or anywhere."""
    row = Agreement("a", "A", ("s",), ends=draw(dates()), lead=draw(months), notice=draw(months))
    found = [row]
    for id in ("b", "c")[: draw(st.integers(0, 2))]:
        near = st.integers(-3, 4).map(lambda n: Date("stated", (row.ends.latest or 0) + n, (row.ends.latest or 0) + n))
        found.append(Agreement(id, id, ("s",), ("a",), starts=draw(near | dates())))
    return found


def judged(rows: list[Agreement], horizon: int) -> Cliff:
    """What the product says of the first contract."""
    return next(cliff for cliff in cliffs(rows, TODAY, horizon) if cliff.agreement.id == "a")


@settings(max_examples=150, deadline=None)
@given(chains(), st.integers(0, 24))
def test_days_without_a_contract_are_counted_as_on_a_wall_calendar(rows: list[Agreement], horizon: int) -> None:
    """The least and the most days are those of the best and the worst way in which the dates can turn out."""
    row, *followers = rows
    if followers:
        possible = sorted(set(counts(row, followers)))

        assert judged(rows, horizon).days == (possible[0], possible[-1])


@settings(max_examples=150, deadline=None)
@given(chains(), st.integers(0, 24))
def test_a_verdict_holds_however_the_dates_turn_out(rows: list[Agreement], horizon: int) -> None:
    """What is told as certain is so for every possible day; what is not known is so for some and not for others."""
    row, *followers = rows
    found = judged(rows, horizon)
    possible = set(counts(row, followers)) if followers else set()
    until = months_after(TODAY, horizon)
    starts = starts_by(row) if row.lead.state == "stated" else []
    if not followers:
        assert found.verdict in ("no_successor", "not_known", "later")
    elif max(possible) <= 0:
        assert found.verdict == "followed"
    elif found.verdict == "one_day":
        assert possible == {1}
    elif found.verdict == "too_late":
        assert min(possible) >= 1
        assert possible != {1}
    elif found.verdict == "past":
        assert max(first for other in followers for first in days_of(other.starts)) >= min(days_of(row.ends))
    if found.verdict in VERDICTS:
        assert any(last < until for last in days_of(row.ends)) or any(start < until for start in starts)
    if found.verdict == "later":
        assert all(last >= until for last in days_of(row.ends))
        assert all(start >= until for start in starts)


@settings(max_examples=120, deadline=None)
@given(chains())
def test_the_latest_safe_start_goes_back_by_lead_and_notice(rows: list[Agreement]) -> None:
    """It is the day after the last less both, month by month on a calendar; without a lead time there is none."""
    row, found = rows[0], judged(rows, 6)
    if found.verdict in ("followed", "past") or row.lead.state != "stated":
        assert found.start_by is None
        return
    possible = starts_by(row)

    assert found.start_by == (min(possible[0], possible[-1]), max(possible))
    assert found.last_start == tuple(back(days_of(row.ends)[n] + 1, int(row.lead.low or 0)) for n in (0, -1))


@settings(max_examples=60, deadline=None)
@given(st.lists(chains(), min_size=1, max_size=4), st.integers(0, 24))
def test_every_contract_has_one_verdict_whatever_the_order(chained: list[list[Agreement]], horizon: int) -> None:
    """Judging many together gives each the verdict that it has by itself, in whatever order they come."""
    rows = [
        dataclasses.replace(
            row, id=f"{n}{row.id}", services=(f"s{n}",), replaces=tuple(f"{n}{r}" for r in row.replaces)
        )
        for n, chain in enumerate(chained)
        for row in chain
    ]
    told = {cliff.agreement.id: cliff.verdict for cliff in cliffs(rows, TODAY, horizon)}

    assert [c.agreement.id for c in cliffs(rows, TODAY, horizon)] == [
        c.agreement.id for c in cliffs(rows[::-1], TODAY, horizon)
    ]
    for n, chain in enumerate(chained):
        assert told[f"{n}a"] == judged(chain, horizon).verdict

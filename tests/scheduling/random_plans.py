"""Draw random plans: every kind of link, lag, constraint, calendar and progress, small enough for the oracle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from pathway_graph.analysis.scheduling import (
    CONTINUOUS,
    Activity,
    Calendar,
    Constraint,
    Duration,
    Event,
    Lag,
    Link,
    Plan,
    Programme,
    Promise,
    When,
)
from pathway_graph.analysis.scheduling.plan import LinkKind

__all__ = ["plans"]

DAY = 1440


def week(days: range, *spans: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple((day * DAY + a, day * DAY + b) for day in days for a, b in spans)


CALENDARS = (
    Calendar("office", week(range(5), (540, 1020)), ((date(2023, 12, 25), ()), (date(2023, 12, 26), ()))),
    Calendar("lunch", week(range(5), (480, 720), (780, 1020)), ((date(2024, 1, 1), ()),)),
    Calendar("week", week(range(7), (480, 960)), ((date(2024, 1, 3), ((600, 660), (700, 705))),)),
    Calendar("night", ((0, 360), *week(range(1, 6), (0, 240), (1320, 1440)), (7 * DAY - 120, 7 * DAY))),
    Calendar("weekend", week(range(5, 7), (600, 1200)), ((date(2024, 1, 2), ((0, 1440),)), (date(2024, 1, 6), ()))),
    CONTINUOUS,
)

moments = st.one_of(
    st.integers(0, 34).map(lambda day: date(2023, 12, 18) + timedelta(day)),
    st.integers(0, 34 * 48).map(lambda half: datetime(2023, 12, 18) + timedelta(minutes=30 * half)),
)
exact = moments.map(When.at)
whens = st.one_of(exact, st.tuples(moments, moments).map(lambda pair: _between(*pair)))
maybe = st.none() | whens


def _between(a: Any, b: Any) -> When:
    return When(*sorted((a, b), key=lambda m: m.isoformat()))


lags = st.one_of(
    st.just(Lag()),
    st.integers(-1200, 1800).map(Lag),
    st.integers(-4000, 4000).map(lambda minutes: Lag(minutes, elapsed=True)),
    st.builds(lambda part, elapsed: Lag(0, elapsed, Fraction(part)), st.integers(-100, 150), st.booleans()),
)
KINDS: tuple[LinkKind, ...] = ("fs", "fs", "fs", "ss", "ff", "sf")
kinds = st.sampled_from(KINDS)
constraints = st.one_of(
    st.just(Constraint("alap")),
    st.builds(Constraint, st.sampled_from(("snet", "fnet", "snlt", "fnlt", "mso", "mfo")), whens),
)
durations = st.one_of(
    st.just(Duration(0)),
    st.integers(1, 2000).map(Duration),
    st.sampled_from((480, 960)).map(Duration),
    st.integers(1, 3000).map(lambda minutes: Duration(minutes, elapsed=True)),
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Give a plan of one or two programmes without loops: links lead from rows before to rows behind."""
    programmes = tuple(draw(_programme(number)) for number in range(draw(st.integers(1, 2))))
    size = draw(st.integers(1, 7))
    rows = [draw(_activity(number, programmes)) for number in range(size)]
    summaries = draw(_summaries(size, programmes))
    for number, row in enumerate(rows):
        rows[number] = _under(row, next((s for s, first, last in summaries if first <= number <= last), None))
    spans = {f"a{number}": (number, number) for number in range(size)}
    spans |= {summary.id: (first, last) for summary, first, last in summaries}
    pairs = [(a, b) for a in spans for b in spans if spans[a][1] < spans[b][0]]
    links = [draw(_link(pair, spans)) for pair in draw(st.lists(st.sampled_from(pairs), max_size=10))] if pairs else []
    events, event_links = draw(_events(spans, size))
    promises = tuple(draw(_promise(number, sorted(spans))) for number in range(draw(st.integers(0, 1))))
    activities = (*rows, *(summary for summary, _, _ in summaries))
    return Plan(programmes, activities, (*links, *event_links), CALENDARS, events, promises)


@st.composite
def _programme(draw: st.DrawFn, number: int) -> Programme:
    return Programme(
        f"P{number}", starts=draw(whens), status_date=draw(st.none() | st.none() | whens),
        calendar=draw(st.sampled_from(CALENDARS)).id, convention=draw(st.sampled_from(("msproject", "p6"))),
        critical_float=Fraction(draw(st.sampled_from((0, 0, 1)))),
        lag_calendar=draw(st.sampled_from(("", "", "successor", "predecessor", "programme", "continuous"))),
        total_float=draw(st.sampled_from(("", "", "smaller", "start", "finish"))),
    )  # fmt: skip


@st.composite
def _activity(draw: st.DrawFn, number: int, programmes: tuple[Programme, ...]) -> Activity:
    progress: dict[str, Any] = {}
    if draw(st.integers(0, 3)) == 0:
        progress = {
            "actual_start": draw(maybe), "actual_finish": draw(st.none() | st.none() | whens),
            "percent_complete": draw(st.none() | st.sampled_from((0, 30, 50, 100)).map(Fraction)),
            "remaining": draw(st.none() | st.integers(0, 1000)), "resumes": draw(st.none() | st.none() | whens),
        }  # fmt: skip
    planned: dict[str, Any] = {}
    if draw(st.booleans()):
        planned = {"planned_start": draw(maybe), "planned_finish": draw(maybe)}
    manual = all(planned.get(key) for key in ("planned_start", "planned_finish")) and draw(st.booleans())
    return Activity(
        f"a{number}", draw(st.sampled_from(programmes)).id, duration=draw(durations),
        calendar=draw(st.sampled_from(("", *(c.id for c in CALENDARS)))),
        constraints=tuple(draw(st.lists(constraints, max_size=2))) if draw(st.integers(0, 2)) == 0 else (),
        deadline=draw(st.none() | st.none() | whens), manual=manual and draw(st.integers(0, 2)) == 0,
        active=draw(st.integers(0, 9)) > 0, **planned, **progress,
    )  # fmt: skip


@st.composite
def _summaries(draw: st.DrawFn, size: int, programmes: tuple[Programme, ...]) -> list[tuple[Activity, int, int]]:
    if size < 2 or draw(st.booleans()):
        return []
    first = draw(st.integers(0, size // 2))
    last = draw(st.integers(first, size - 1))
    rule = st.builds(Constraint, st.sampled_from(("snet", "fnlt")), whens)
    rules = tuple(draw(st.lists(rule, max_size=1)))
    row = Activity("s0", programmes[0].id, constraints=rules, deadline=draw(st.none() | st.none() | whens))
    return [(row, first, last)]


def _under(row: Activity, summary: Activity | None) -> Activity:
    return replace(row, part_of=summary.id) if summary else row


@st.composite
def _link(draw: st.DrawFn, pair: tuple[str, str], spans: dict[str, tuple[int, int]]) -> Link:
    source, target = pair
    lag = draw(lags)
    kind = draw(kinds)
    # A lag on a summary's own start counts in no leaf's calendar and duration in particular.
    if source.startswith("s") and kind[0] == "s":
        lag = Lag(lag.minutes, elapsed=True)
    return Link(source, target, kind, lag)


@st.composite
def _promise(draw: st.DrawFn, number: int, targets: list[str]) -> Promise:
    lag = draw(lags.filter(lambda lag: lag.percent is None))
    return Promise(f"p{number}", draw(st.sampled_from(targets)), draw(kinds), lag, draw(maybe), draw(st.booleans()))


@st.composite
def _events(draw: st.DrawFn, spans: dict[str, tuple[int, int]], size: int) -> tuple[tuple[Event, ...], list[Link]]:
    if draw(st.integers(0, 3)):
        return (), []
    target = draw(st.sampled_from(sorted(spans)))
    before = [id for id, (_, last) in sorted(spans.items()) if last < spans[target][0]]
    mobiliser = draw(st.sampled_from(["", *before]))
    event = Event("e0", at=draw(maybe), mobilised_by=mobiliser)
    return (event,), [Link("e0", target, draw(kinds), Lag(draw(st.integers(-500, 500))))]

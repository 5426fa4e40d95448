"""Simulations agree with the exact distribution on small networks, and run by run with the passes for one plan."""

from dataclasses import replace
from datetime import date
from math import log, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from pathway_graph.analysis.scheduling import (
    Activity,
    Duration,
    Lag,
    Link,
    Plan,
    Programme,
    Unscheduled,
    When,
    schedule,
    simulation,
)
from pathway_graph.analysis.scheduling.distributions import STEPS, quantiles
from pathway_graph.analysis.scheduling.draws import Draws, Driver
from pathway_graph.analysis.scheduling.progress import State
from pathway_graph.analysis.scheduling.simulation import Uncertain, simulate

from .random_plans import plans

RUNS = 10_000
MISS = sqrt(log(2 / 1e-9) / (2 * RUNS))
"""How far the share of 10,000 runs may be off, once in a thousand million (Dvoretzky, Kiefer, Wolfowitz, Massart)."""
DAYS = (5 * 480, 8 * 480, 15 * 480)


def network(*links: tuple[Any, ...], ids: str = "abc") -> Any:
    rows = tuple(Activity(id, "p", duration=Duration(DAYS[1])) for id in ids)
    programme = Programme("p", starts=When.at(date(2026, 1, 5)))
    return schedule(Plan((programme,), rows, tuple(Link(*pair) for pair in links)))


def finishes(result: Any, watched: str, varying: str, **more: Any) -> Any:
    """Give the worked minutes from the start to the finish of an activity, of each run."""
    nodes = result.network.index
    tables = {nodes[id]: quantiles("triangular", *DAYS) for id in varying}
    drivers = more.pop("drivers", {})
    node = nodes[watched]
    outcome = simulate(result.network, Uncertain(tables, drivers), [node], more.pop("runs", RUNS), 7, **more)
    return outcome.finish[node] - result.network.clock[node].work(result.early.start[nodes["a"]])


def assert_distributed(found: Any, exact: Any) -> None:
    """The shares of the runs up to each value are those of the exact distribution, but for what chance explains."""
    exact = np.sort(exact.ravel())
    share = np.searchsorted(np.sort(found), exact, side="right") / found.size
    assert np.abs(share - np.searchsorted(exact, exact, side="right") / exact.size).max() < MISS


def test_one_after_the_other_is_the_sum() -> None:
    """Two activities in a row: every pair of their 1,024 values is equally likely."""
    one = quantiles("triangular", *DAYS)

    assert_distributed(finishes(network(("a", "b"), ids="ab"), "b", "ab"), one[:, None] + one)


def test_what_waits_for_two_waits_for_the_later() -> None:
    """Merge bias: the distribution of the greater of two, and how often each of them is critical."""
    one = quantiles("triangular", *DAYS)
    result = network(("a", "c"), ("b", "c"))

    assert_distributed(finishes(result, "c", "ab"), np.maximum(one[:, None], one) + DAYS[1])

    nodes = result.network.index
    uncertain = Uncertain({nodes[id]: one for id in "ab"})
    critical = simulate(result.network, uncertain, [], RUNS, 7, nodes["c"]).critical
    at_least = (one[:, None] >= one).mean()
    assert critical[nodes["c"]] == RUNS
    assert abs(critical[nodes["a"]] / RUNS - at_least) < MISS
    assert abs(critical[nodes["b"]] / RUNS - at_least) < MISS


def test_a_driver_in_common_rules_its_share_of_the_runs() -> None:
    """In half of the runs both take the same luck: the mixture of the sum of two and twice the one."""
    one = quantiles("triangular", *DAYS)
    drivers = dict.fromkeys("ab", Driver("recruitment", STEPS // 2))

    found = finishes(network(("a", "b"), ids="ab"), "b", "ab", drivers=drivers)

    apart = (one[:, None] + one).ravel()
    together = np.repeat(2 * one, STEPS)
    assert_distributed(found, np.concatenate([apart, together]))
    alone = finishes(network(ids="a"), "a", "a", drivers=drivers)
    assert_distributed(alone, one)


def test_what_is_one_thing_is_drawn_once() -> None:
    """Two nodes of one name (a promise for which two wait) take the same value in every run."""
    one, result = quantiles("triangular", *DAYS), network(ids="ab")
    nodes = result.network.index
    uncertain = Uncertain({nodes[id]: one for id in "ab"}, names={nodes["a"]: "d", nodes["b"]: "d"})

    finish = simulate(result.network, uncertain, [nodes["a"], nodes["b"]], 500, 7).finish

    assert (finish[nodes["a"]] == finish[nodes["b"]]).all()
    assert len(set(finish[nodes["a"]].tolist())) > 100


@pytest.mark.parametrize("shape", ["triangular", "pert", "uniform"])
def test_the_values_of_a_shape_have_its_mean(shape: str) -> None:
    """Triangular (a + m + b)/3, PERT (a + 4m + b)/6, uniform (a + b)/2; ascending, within their ends."""
    low, likely, high = 3000, 4000, 10_000
    mean = {"triangular": (low + likely + high) / 3, "pert": (low + 4 * likely + high) / 6, "uniform": (low + high) / 2}

    values = quantiles(shape, low, likely, high)

    assert abs(values.mean() - mean[shape]) < 0.001 * (high - low)
    assert low <= values[0] <= values[-1] <= high
    assert (np.diff(values) >= 0).all()


def test_pert_is_the_beta_distribution() -> None:
    """For least 0, likely 1/4, most 1 it is Beta(2, 4), whose distribution is 1 - (1 - x)^5 - 5x(1 - x)^4."""
    values = quantiles("pert", 0, 250_000, 1_000_000) / 1_000_000

    below = 1 - (1 - values) ** 5 - 5 * values * (1 - values) ** 4
    assert np.abs(below - (np.arange(STEPS) + 0.5) / STEPS).max() < 1e-5


def test_the_same_seed_is_the_same_stream_on_every_machine() -> None:
    """The first draws of a name are known numbers, whatever was drawn before, in whatever pieces."""
    draws = Draws(7)
    draws.of("b", 0, 1000)
    whole = Draws(7).of("a", 0, 40)

    assert draws.of("a", 8, 32).tolist() == whole[8:].tolist()
    assert whole[:8].tolist() == KNOWN
    assert Draws(8).of("a", 0, 8).tolist() != KNOWN


KNOWN = [179, 421, 312, 752, 378, 861, 757, 961]


def test_the_same_seed_gives_these_numbers_on_every_machine() -> None:
    """Finishes and criticality of a merge of three shapes, to the minute, as they were first drawn."""
    result = network(("a", "c"), ("b", "c"))
    nodes = result.network.index
    shapes = {"a": "triangular", "b": "pert", "c": "uniform"}
    tables = {nodes[id]: quantiles(shape, *DAYS) for id, shape in shapes.items()}
    uncertain = Uncertain(tables, dict.fromkeys("ab", Driver("x", 512)))

    outcome = simulate(result.network, uncertain, [nodes["c"]], 1000, 2018, nodes["c"])

    start = result.network.clock[nodes["a"]].work(result.early.start[nodes["a"]])
    found = np.sort(outcome.finish[nodes["c"]] - start)
    assert [int(found[at - 1]) for at in (1, 500, 800, 900, 1000)] == GOLDEN
    assert [outcome.critical[nodes[id]] for id in "abc"] == OFTEN


GOLDEN, OFTEN = [5390, 9449, 10985, 11716, 13815], [810, 191, 1000]


def test_how_many_runs_go_at_once_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four blocks of 256 runs at the most are one of 1,000."""
    result = network(("a", "c"), ("b", "c", "ss", Lag(480)))
    uncertain = Uncertain({node: quantiles("triangular", *DAYS) for node in result.network.activities})
    target = result.network.index["c"]
    whole = simulate(result.network, uncertain, [target], 1000, 7, target)

    monkeypatch.setattr(simulation, "_MOST_NUMBERS", (0, 0))
    parts = simulate(result.network, uncertain, [target], 1000, 7, target)

    assert (whole.finish[target] == parts.finish[target]).all()
    assert whole.critical == parts.critical


def test_a_driver_has_luck_of_its_own() -> None:
    """An activity and a driver of one name are not drawn alike."""
    draws, driver = Draws(7), Driver("a", STEPS)

    assert draws.shared("x", driver, 0, 64).tolist() == draws.shared("y", driver, 0, 64).tolist()
    assert draws.shared("x", driver, 0, 64).tolist() != draws.of("a", 0, 64).tolist()


@given(plans())
def test_each_run_is_what_the_passes_give_for_its_durations(plan: Any) -> None:
    """The second implementation: schedule the plan anew for each of eight runs, with the durations that were drawn."""
    try:
        result = schedule(plan, today=date(2024, 1, 2))
    except Unscheduled:
        return
    net = result.network
    open_ = [n for n in net.activities if net.state[n] == State.OPEN and net.minutes[n]]
    tables = {n: quantiles("triangular", net.minutes[n] // 2, net.minutes[n], 2 * net.minutes[n]) for n in open_}
    watched = net.activities

    outcome = simulate(net, Uncertain(tables), watched, 8, 3)
    by_calendars = simulate(net, Uncertain(tables), watched, 8, 3, watched[0] if watched else None)

    draws = Draws(3)
    steps = {n: draws.of(net.ids[n], 0, 8) for n in open_}
    for run in range(8):
        minutes = {net.ids[n]: int(tables[n][steps[n][run]]) for n in open_}
        once = forward_with(plan, result, minutes)
        for n in watched:
            clock = net.clock[n]
            assert outcome.finish[n][run] == by_calendars.finish[n][run] == clock.work(once[net.ids[n]])


def forward_with(plan: Plan, result: Any, minutes: dict[str, int]) -> dict[str, int]:
    """Give the finishes of the passes for one run, in which lags in percent stay those of the plan."""
    from pathway_graph.analysis.scheduling.passes import forward

    net = result.network
    kept = list(net.minutes)
    try:
        for id, value in minutes.items():
            net.minutes[net.index[id]] = value
        early = forward(net)
    finally:
        net.minutes[:] = kept
    return {net.ids[n]: early.finish[n] for n in net.activities}


@pytest.mark.parametrize(
    "links",
    [
        [("a", "c"), ("b", "c"), ("c", "e"), ("d", "e"), ("b", "d")],
        [("a", "c", "fs", Lag(960)), ("b", "c"), ("c", "e", "fs", Lag(-480)), ("b", "d", "ff", Lag(960)), ("d", "e")],
        [("a", "b", "ss", Lag(480)), ("b", "c"), ("a", "d"), ("d", "e", "ff", Lag(480)), ("c", "e", "ss", Lag(3840))],
    ],
)
def test_criticality_is_float_to_the_target_of_nothing(links: Any) -> None:
    """In each run the nodes counted are those whose float to the target is 0 by the way back of the passes."""
    result = network(*links, ids="abcde")
    net = result.network
    tables = {n: quantiles("pert", *DAYS) for n in net.activities}

    critical = simulate(net, Uncertain(tables), [], 200, 5, net.index["e"]).critical

    draws = Draws(5)
    counted = dict.fromkeys("abcde", 0)
    for run in range(200):
        durations = {net.ids[n]: int(tables[n][draws.of(net.ids[n], 0, 200)[run]]) for n in net.activities}
        rows = tuple(replace(row, duration=Duration(durations[row.id])) for row in result.plan.activities)
        room = schedule(replace(result.plan, activities=rows)).float_to("e")
        for id, spare in room.items():
            counted[id] += spare == 0
    assert {net.ids[n]: count for n, count in critical.items()} == {id: often for id, often in counted.items() if often}
    assert sum(0 < often < 200 for often in counted.values()) >= 2

"""Judge tens of thousands of small random landscapes by brute force, and hold the product's answers to it.

The rules are the tests that stand beside the analysis, with worlds that a plain generator of random numbers makes from
the seed and the number of the world: making one through Hypothesis takes longer than judging it. What breaks a rule is
cut down here, row by row, as long as it still breaks it.
"""

from __future__ import annotations

import concurrent.futures
import dataclasses
import importlib.util
import os
import random
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from pathway_graph.analysis.landscape import Landscape
from tests.analysis import test_duplicates_oracle as pairs
from tests.analysis import test_gaps_oracle as points
from tests.analysis import test_gaps_rules as rules
from tests.analysis.worlds import landscape

from .trial import Tried, is_over

__all__ = ["by_brute_force"]

_RULES: dict[tuple[int, int], tuple[Callable[..., None], ...]] = {
    (4, 1): (
        points.test_every_point_has_the_verdict_of_the_oracle,
        points.test_shares_are_exact_and_add_up,
        points.test_statements_are_maximal_and_disjoint_in_what_they_tell,
        rules.test_the_order_of_rows_changes_nothing,
        rules.test_renaming_changes_nothing,
        rules.test_splitting_a_provision_in_two_changes_nothing,
        rules.test_more_provision_never_opens_a_gap,
        rules.test_the_remainder_adds_up_to_the_shares,
    ),
    (3, 1): (
        points.test_no_box_tells_more_than_the_first_statements,
        points.test_a_finding_hangs_on_exactly_the_blanks_that_can_change_it,
        rules.test_filling_a_blank_turns_no_certainty_round,
    ),
    (5, 0): (
        pairs.test_pairs_are_those_of_the_oracle,
        pairs.test_a_possible_pair_names_what_it_hangs_on,
        *([pairs.test_columns_and_single_steps_find_the_same_pairs] if importlib.util.find_spec("numpy") else []),
    ),
}
"""The rules by the size of the worlds that they are tried on: the most provisions, and the requirements."""
_SHUFFLED = rules.test_the_order_of_rows_changes_nothing
_AT_ONCE = 60


def _broken(rule: Callable[..., None], world: Landscape) -> str:
    """Say how the world breaks the rule: a traceback, or nothing."""
    more = (random.Random(1),) if rule is _SHUFFLED else ()
    try:
        rule.hypothesis.inner_test(world, *more)  # type: ignore[attr-defined]
    except Exception:  # whatever it is, the world is to be shown
        return traceback.format_exc()
    return ""


def _fewer(world: Landscape) -> Iterator[Landscape]:
    """The world without one of its rows, for each row that nothing else names."""
    for name in ("provisions", "contracts", "handoffs", "populations"):
        rows: tuple[Any, ...] = getattr(world, name)
        for n in range(len(rows)):
            yield dataclasses.replace(world, **{name: (*rows[:n], *rows[n + 1 :])})


def _smallest(rule: Callable[..., None], world: Landscape) -> Landscape:
    """Leave out rows as long as the rule is still broken."""
    smaller = next((other for other in _fewer(world) if _broken(rule, other)), None)
    return world if smaller is None else _smallest(rule, smaller)


def _judge(numbers: range, seed: int) -> tuple[int, str]:
    """Judge the worlds of these numbers; give how many, and what was found, if anything."""
    sizes = list(_RULES)
    for number in numbers:
        size = sizes[number % len(sizes)]
        world = landscape(random.Random(f"{seed}/{number}").randrange, *size)
        for rule in _RULES[size]:
            if _broken(rule, world):
                least = _smallest(rule, world)
                return 0, f"seed {seed}, world {number}: {rule.__name__}\n{least!r}\n{_broken(rule, least)}"
    return len(numbers), ""


def by_brute_force(many: int, seed: int) -> Tried:
    """Try so many worlds, each held to every rule of its size; the first that breaks one raises, with seed and number.

    The seed and a number make a world: the same ones on every machine, however many processes share the work.
    """
    begun, judged, waiting = time.monotonic(), 0, set[concurrent.futures.Future[tuple[int, str]]]()
    parts = iter([range(low, min(many, low + _AT_ONCE)) for low in range(0, many, _AT_ONCE)])
    with concurrent.futures.ProcessPoolExecutor() as pool:
        while True:
            while len(waiting) < 2 * (os.cpu_count() or 1) and not is_over(begun) and (part := next(parts, None)):
                waiting.add(pool.submit(_judge, part, seed))
            if not waiting:
                break
            done, waiting = concurrent.futures.wait(waiting, return_when=concurrent.futures.FIRST_COMPLETED)
            for made in done:
                count, found = made.result()
                if found:
                    pool.shutdown(cancel_futures=True)
                    raise AssertionError(found)
                judged += count
    held = sum(map(len, _RULES.values()))
    found = "verdicts, shares, statements, remainders, blanks and pairs as brute force has them"
    return Tried(judged, f"{found}, under {held} rules")

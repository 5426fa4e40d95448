"""Simulate a network: the forward pass for thousands of runs at once, a row of runs for each node.

Runs go in blocks. Where everything counts in one calendar a row is whole worked minutes;
else it is instants, and each node counts in its own calendar, as the passes do for one run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from .draws import MOST_RUNS, Draws, Driver
from .network import Network
from .passes import FIXED
from .progress import State
from .simulated_rows import ByCalendars, Rows
from .worked_rows import InOneCalendar

__all__ = ["MOST_RUNS", "Outcome", "Uncertain", "simulate"]

_MOST_NUMBERS = (100_000_000, 20_000_000)
"""Runs of a block times nodes, without and with criticality, where all rows are kept: 160 MB then."""

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Uncertain:
    """What varies: the 1,024 values of each node that does (minutes to do; for events instants), and the drivers.

    `names`: what a node is drawn by, else its id; nodes of one name are drawn alike. `drivers`: such a name -> what it
    hangs on with others.
    """

    tables: Mapping[int, Whole]
    drivers: Mapping[str, Driver] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the runs gave: for each node watched its finish in worked minutes of its own calendar, one a run; and how
    often each node was critical for the target."""

    finish: Mapping[int, Whole]
    critical: Mapping[int, int]


def simulate(
    network: Network, uncertain: Uncertain, watched: Sequence[int], runs: int, seed: int, target: int | None = None
) -> Outcome:
    """Run a network that is in order. `target`: also count how often a delay of each node would delay this one at once.

    The answer hangs on the network, the seed and the ids alone, not on blocks, machine or the order of rows. `runs` is
    1 to 100,000. Cost: links x runs; memory is that of one block of runs, which is the shorter the larger the network.
    """
    wanted = [*watched, *([] if target is None else [target])]
    order = _leading_to(network, wanted)
    one = InOneCalendar.of(network, uncertain, order, starts=target is not None)
    rows: Rows = one or ByCalendars(network, uncertain)
    order = _deciding(rows, order, wanted)
    draws, critical = Draws(seed), Counter[int]()
    names = {node: uncertain.names.get(node, network.ids[node]) for node in uncertain.tables}
    found: dict[int, list[Whole]] = {node: [] for node in watched}
    block = _block(len(order), runs, all_kept=target is not None)
    last = _last_use(rows, order, wanted) if target is None else {}
    for first in range(0, runs, block):
        count = min(block, runs - first)
        rows.begin(count)
        for node in order:
            table = uncertain.tables.get(node)
            steps = None if table is None else draws.by(names[node], uncertain.drivers, first, count)
            rows.place(node, steps)
            for done in last.get(node, ()):
                rows.drop(done)
        for node in watched:
            found[node].append(rows.finish_of(node))
        if target is not None:
            _count_critical(network, rows, order, target, count, critical)
    return Outcome({node: np.concatenate(parts) for node, parts in found.items()}, critical)


def _block(nodes: int, runs: int, *, all_kept: bool) -> int:
    """Give how many runs go at once: many, so that numpy works on long rows; few enough for the rows to fit. The draws
    want a multiple of 4."""
    fitting = _MOST_NUMBERS[all_kept] // max(1, nodes) // 4 * 4
    return min(runs, 10_000, max(256, fitting))


def _leading_to(network: Network, wanted: Iterable[int]) -> list[int]:
    """Give the nodes that lead to any of these, in order."""
    needed, waiting = set(wanted), list(wanted)
    while waiting:
        node = waiting.pop()
        if network.state[node] in FIXED:
            continue
        for hold in network.incoming[node]:
            if hold.other not in needed:
                needed.add(hold.other)
                waiting.append(hold.other)
    return [node for node in network.order if node in needed]


def _deciding(rows: Rows, order: Sequence[int], wanted: Iterable[int]) -> list[int]:
    """Give those of the nodes, in order, that can have a say in any run."""
    needed = set(wanted)
    for node in reversed(order):
        if node in needed:
            needed.update(other for _, other in rows.waits(node))
    return [node for node in order if node in needed]


def _last_use(rows: Rows, order: Sequence[int], kept: Iterable[int]) -> dict[int, list[int]]:
    """Give for each node the nodes whose rows nobody reads once it is placed."""
    keep = set(kept)
    last = {node: node for node in order}
    for node in order:
        last.update((other, node) for _, other in rows.waits(node))
    found: dict[int, list[int]] = {}
    for node, user in last.items():
        if node not in keep:
            found.setdefault(user, []).append(node)
    return found


def _count_critical(
    network: Network, rows: Rows, order: Sequence[int], target: int, count: int, critical: Counter[int]
) -> None:
    """Follow the links without slack back from the target, in all runs at once; only what is reached is looked at."""
    reached = {target: np.ones(count, np.bool_)}
    for node in reversed(order):
        mine = reached.pop(node, None)
        if mine is None:
            continue
        if network.state[node] != State.FINISHED and network.state[node] != State.EVENT:
            critical[node] += int(np.count_nonzero(mine))
        if network.state[node] in FIXED or node in network.pins:
            continue
        for number, other in rows.waits(node):
            hold = network.incoming[node][number]
            if network.state[other] in FIXED or (not hold.from_finish and network.state[other] == State.STARTED):
                continue
            tight = rows.tight(node, number)
            if tight is None:
                continue
            tight &= mine
            before = reached.get(other)
            if before is not None:
                before |= tight
            elif tight.any():
                reached[other] = tight

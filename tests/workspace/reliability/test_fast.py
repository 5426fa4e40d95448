"""The reliability suite in its fast form: the same trials as `dev.py test --reliability`, fewer of each."""

from __future__ import annotations

import pathlib
import signal

import pytest

from pathway_graph.storage.ledger import FORMAT

from . import crowd, faults, flips, journeys, kills, machine, page, restores

needs_kill = pytest.mark.skipif(
    not hasattr(signal, "SIGKILL"), reason="kill -9 is there only on POSIX, so not on Windows"
)


@needs_kill
def test_killed_at_every_moment(tmp_path: pathlib.Path) -> None:
    """Whatever step of a write a process is killed at, what it acknowledged is there, and nothing is half there."""
    assert kills.at_every_moment(tmp_path).many == len(kills.MOMENTS)


@needs_kill
def test_killed_at_random(tmp_path: pathlib.Path) -> None:
    """The same at times that nobody chose."""
    assert kills.at_random(tmp_path, 5, seed=1).many == 5


@needs_kill
def test_killed_while_mending(tmp_path: pathlib.Path) -> None:
    """The same where the process that mends what the first left is killed, too."""
    assert kills.twice(tmp_path, 3, seed=1).many == 3


@pytest.mark.skipif(not faults.can_trace(), reason="strace is not here, or may not trace a process")
def test_system_calls_that_fail(tmp_path: pathlib.Path) -> None:
    """Whatever call on a file fails in a load, the load is whole or not there, and it is told without a traceback."""
    assert faults.every_call(tmp_path, 9, seed=1).many == 9


def test_any_sequence() -> None:
    """After any sequence of loads, updates, undos, crashes and damage the graph shows what was loaded, merged."""
    assert machine.any_sequence(60, seed=1, length=12).many >= 30


def test_processes_at_once(tmp_path: pathlib.Path) -> None:
    """Loads of processes that run at the same time are all there, each once."""
    assert crowd.at_once(tmp_path, 3, 3, seed=1).many == 9


def test_flipped_bits_of_a_ledger(tmp_path: pathlib.Path) -> None:
    """A flipped bit is refused, found, or without effect."""
    assert flips.in_ledger(tmp_path, 16, seed=1).many == 16


def test_commands_on_flipped_bits(tmp_path: pathlib.Path) -> None:
    """A command on a damaged ledger answers or is refused with a code; it is never a defect of ours."""
    assert flips.under_commands(tmp_path, 9, seed=1).many == 9


def test_flipped_bits_of_a_graph(tmp_path: pathlib.Path) -> None:
    """The same in the graph, and making it anew mends it."""
    assert flips.in_graph(tmp_path, 4, seed=1).many == 4


def test_back_to_each_load(tmp_path: pathlib.Path) -> None:
    """Every earlier state can be looked at and restored, with its graph."""
    assert restores.to_each_load(tmp_path, 5).many == 5


def test_journeys_of_worlds_put_together() -> None:
    """Handoffs and walks of worlds that are put together from parts of others are as brute force has them."""
    assert journeys.by_brute_force(50, seed=1).many == 50


def test_released_ledgers(tmp_path: pathlib.Path) -> None:
    """A ledger of every format up to this program's opens, is sound, and goes on."""
    assert restores.old_ledgers(tmp_path).many == FORMAT


def test_the_page_has_a_row_for_every_part() -> None:
    """docs/reliability.md shows what each part of the suite tried when it was last run in full."""
    assert page.parts_shown() == sorted(page.PARTS)

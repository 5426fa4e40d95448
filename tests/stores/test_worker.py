"""Hold the thread in which an engine's calls run: who waits for it, what it gives back, what it leaves behind."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from pathway_graph.stores.worker import OutOfTime, Worker

_LEFT = """
import threading
from pathway_graph.stores.worker import OutOfTime, Worker
try:
    Worker(lambda: None, is_awaited=False).call(threading.Event().wait, 0.1)
except OutOfTime:
    print("left")
"""


def test_a_silent_server_keeps_no_process() -> None:
    """A call that may be left behind and never ends does not keep the interpreter from its exit."""
    done = subprocess.run([sys.executable, "-c", _LEFT], capture_output=True, text=True, timeout=120, check=False)

    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "left", "")


@pytest.mark.parametrize("is_awaited", [True, False])
def test_calls_run_in_order_in_one_prepared_thread(is_awaited: bool) -> None:
    """All calls have the thread that was prepared first; what they raise is raised to the caller."""
    seen: list[int] = []
    worker = Worker(lambda: seen.append(threading.get_ident()), is_awaited=is_awaited)

    seen += [worker.call(threading.get_ident), worker.call(threading.get_ident)]
    with pytest.raises(ZeroDivisionError):
        worker.call(lambda: 1 // 0)
    worker.end()

    assert len(set(seen)) == 1
    assert threading.get_ident() not in seen


@pytest.mark.parametrize("is_awaited", [True, False])
def test_after_a_call_that_is_left_the_next_has_a_thread_of_its_own(is_awaited: bool) -> None:
    """What is out of time goes on by itself, and holds up nobody."""
    stop, worker = threading.Event(), Worker(lambda: None, is_awaited=is_awaited)
    with pytest.raises(OutOfTime):
        worker.call(stop.wait, 0.05)

    assert worker.call(lambda: "next") == "next"
    stop.set()
    worker.end()

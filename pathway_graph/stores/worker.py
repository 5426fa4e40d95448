"""Run an engine's calls in a thread of their own, so that Ctrl-C and time limits are felt while one runs."""

from __future__ import annotations

import concurrent.futures
import queue
import threading
import time
from collections.abc import Callable
from typing import TypeVar

__all__ = ["OutOfTime", "Worker"]

T = TypeVar("T")
_SLICE = 0.1  # seconds; a wait without an end can't be interrupted on Windows
_NAME = "pathway-graph store"
_GRACE = 0.2  # seconds that a call is given to end by itself after Ctrl-C


class OutOfTime(Exception):
    """The call was still running when its time was up. It has been left to itself."""


class Worker:
    """One thread that runs calls in order; engines bind transactions to a thread.

    A call that is left to itself keeps its thread, and the next call gets a new one. The interpreter waits for such a
    thread before it exits, since ending under a running call makes an engine abort the process; a call that only waits
    for a server may be left behind (`is_awaited` false).
    """

    def __init__(self, prepare: Callable[[], object], *, is_awaited: bool = True) -> None:
        """`prepare` is called first in each thread that is begun."""
        self._prepare, self._is_awaited = prepare, is_awaited
        self._executor: concurrent.futures.ThreadPoolExecutor | _LeftBehind | None = None

    def call(
        self,
        function: Callable[[], T],
        seconds: float | None = None,
        meanwhile: Callable[[], object] | None = None,
    ) -> T:
        """Run the function and give what it gives or raise what it raises.

        After `seconds` OutOfTime is raised, at Ctrl-C KeyboardInterrupt, each within 0.5 s. `meanwhile` is run in the
        caller's own thread beside it; what it raises is raised once the function has come to its end.
        """
        if self._executor is None:
            self._executor = self._begun()
        future = self._executor.submit(function)
        deadline = None if seconds is None else time.monotonic() + seconds
        try:
            if meanwhile is not None:
                try:
                    meanwhile()
                except Exception:
                    while not _wait(future, None):
                        pass
                    raise
            while not _wait(future, deadline):
                if deadline is not None and time.monotonic() >= deadline:
                    self._leave()
                    raise OutOfTime
        except KeyboardInterrupt:
            concurrent.futures.wait([future], _GRACE)
            if not future.done():
                self._leave()
            raise
        return future.result()

    def _begun(self) -> concurrent.futures.ThreadPoolExecutor | _LeftBehind:
        if not self._is_awaited:
            return _LeftBehind(self._prepare)
        return concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix=_NAME, initializer=self._prepare)

    def end(self) -> None:
        """Let the thread end; what runs in it still does so to its end."""
        self._leave()

    def _leave(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=False)
            self._executor = None


class _LeftBehind:
    """A thread that takes calls in order, and that the interpreter does not wait for when it exits."""

    def __init__(self, prepare: Callable[[], object]) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self.submit(prepare)
        threading.Thread(target=self._run, name=_NAME, daemon=True).start()

    def submit(self, function: Callable[[], T]) -> concurrent.futures.Future[T]:
        """Run the function when those before it are done."""
        future: concurrent.futures.Future[T] = concurrent.futures.Future()

        def told() -> None:
            try:
                future.set_result(function())
            except BaseException as error:
                future.set_exception(error)

        self._calls.put(told)
        return future

    def shutdown(self, wait: bool = False) -> None:
        """Take no more calls; what runs goes on to its end, or the interpreter's."""
        self._calls.put(None)

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            call()


def _wait(future: concurrent.futures.Future[T], deadline: float | None) -> bool:
    slice_ = _SLICE if deadline is None else min(_SLICE, max(0.0, deadline - time.monotonic()))
    return bool(concurrent.futures.wait([future], slice_).done)

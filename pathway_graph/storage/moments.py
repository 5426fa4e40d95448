"""Name the moments at which a write can be cut short, so that tests can cut it there."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["reached", "watch"]

_watchers: list[Callable[[str], None]] = []


def watch(watcher: Callable[[str], None] | None) -> None:
    """Call `watcher` with the name of every moment reached from now on; None stops that."""
    _watchers[:] = [] if watcher is None else [watcher]


def reached(moment: str) -> None:
    """Say that a moment is reached; nothing happens unless somebody watches."""
    for watcher in _watchers:
        watcher(moment)

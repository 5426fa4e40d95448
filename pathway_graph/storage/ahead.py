"""Import what a load writes with while another process still reads the file: the seconds of the clock are fewer."""

from __future__ import annotations

import contextlib
import importlib
import threading

__all__ = ["import_ahead"]

_NEEDED = ("storage.drafting", "storage.projection", "storage.graph", "stores.embedded", "workbook.batches")


def import_ahead() -> None:
    """Begin to import the modules of a load in a thread of its own; an error shows where the module is needed."""
    threading.Thread(target=_import, name="pathway-graph imports").start()


def _import() -> None:
    with contextlib.suppress(Exception):
        for name in _NEEDED:
            importlib.import_module(f"pathway_graph.{name}")
        importlib.import_module("arcadedb")

"""Vouch for a graph's folder: it was closed after its last change, and nothing in it has changed since.

The engine opens most damaged folders without a word, so that its own stamp proves nothing. The seal is a file beside
the folder with the names, sizes and times of its files. It is broken before the graph is opened for writing and set
after it is closed; a graph without a whole seal is made anew from the ledger.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

__all__ = ["break_seal", "is_sealed", "seal"]

_REWRITTEN_BY_READING = frozenset({"last-tx-id.bin", "statistics.json"})


def seal(folder: Path) -> None:
    """Vouch for the folder as it is now."""
    mark = _mark(folder)
    fresh = mark.with_name(mark.name + ".new")
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(_manifest(folder), file, sort_keys=True, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(mark)


def break_seal(folder: Path) -> None:
    """Stop vouching for the folder, before anything in it changes."""
    _mark(folder).unlink(missing_ok=True)


def is_sealed(folder: Path) -> bool:
    """Say whether the folder is as it was when it was sealed."""
    with contextlib.suppress(OSError, ValueError):
        return bool(json.loads(_mark(folder).read_text("utf-8")) == _manifest(folder))
    return False


def _mark(folder: Path) -> Path:
    return folder.with_name(folder.name + ".ok")


def _manifest(folder: Path) -> dict[str, list[int]]:
    entries = sorted(folder.rglob("*"))
    stats = {entry.relative_to(folder).as_posix(): entry.stat() for entry in entries if entry.is_file()}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items() if name not in _REWRITTEN_BY_READING}

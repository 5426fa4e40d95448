"""Say in our own words what SQLite complains of."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from pathway_graph.errors import Problem, Unavailable

__all__ = ["complaint", "told"]


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise Unavailable in the place of what SQLite raises within."""
    try:
        yield
    except sqlite3.Error as error:
        raise Unavailable(complaint(path, error)) from error
    except UnicodeDecodeError as error:  # text of the file, or what SQLite says of it
        raise Unavailable(_damaged(path, "a text in it is no UTF-8")) from error


def _may_be_written(path: Path) -> bool:
    """Say whether we have the right to write a file and beside it, so that what kept us from it is the disk."""
    return os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)


def complaint(path: Path, error: sqlite3.Error) -> Problem:
    """Give the problem that an error of SQLite is."""
    name = getattr(error, "sqlite_errorname", "")
    words = str(error)
    is_disk = name.startswith(("SQLITE_FULL", "SQLITE_IOERR"))
    if is_disk or (name.startswith("SQLITE_CANTOPEN") and _may_be_written(path)):
        message = f"the disk is full or cannot be written ({words}); nothing was changed."
        return Problem("PG204", message, "Make room and try again.", file=str(path))
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        message = f"the ledger can only be read here, and that needed writing ({words})."
        return Problem("PG205", message, "Copy the workspace to a disk that can be written.", file=str(path))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Problem("PG206", "another program holds the ledger.", "Close it and try again.", file=str(path))
    return _damaged(path, words)


def _damaged(path: Path, why: str) -> Problem:
    message = f"the ledger is damaged ({why})."
    return Problem("PG203", message, "Bring it back: pathway-graph db restore BACKUP.", file=str(path))

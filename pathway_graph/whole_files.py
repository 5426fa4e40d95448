"""Write a file whole or not at all: beside its place first, then in it."""

from __future__ import annotations

import contextlib
import os
import pathlib
import tempfile

from .errors import InputProblems, Problem

__all__ = ["write_whole"]


def write_whole(path: str | pathlib.Path, data: bytes | str, *, what: str = "the picture") -> None:
    """Put `data` in place of what is at `path`; text as UTF-8.

    Raises InputProblems (PG500) where the folder is not there or is read-only, or the file is open in a program that
    holds it; what was there is untouched, and nothing half-written stays.
    """
    target, name = pathlib.Path(path), ""
    held = data.encode("utf-8") if isinstance(data, str) else data
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".pathway-graph.")
        with os.fdopen(handle, "wb") as file:
            file.write(held)
        pathlib.Path(name).chmod(0o644)
        os.replace(name, target)
    except OSError as error:
        with contextlib.suppress(OSError):
            if name:
                pathlib.Path(name).unlink(missing_ok=True)
        hint = "Close it where it is open, or name another file with -o."
        told = f"{what} can't be written: {error.strerror or error}."
        raise InputProblems(Problem("PG500", told, hint, file=str(target))) from None

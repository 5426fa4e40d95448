"""Write files whole or not at all: beside their places first, then in them."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import tempfile
from collections.abc import Iterable, Sequence

from .errors import InputProblems, Problem

__all__ = ["write_together", "write_whole"]

Data = bytes | str


def write_whole(path: str | pathlib.Path, data: Data, *, what: str = "the picture") -> None:
    """Put `data` in place of what is at `path`; text as UTF-8.

    Raises InputProblems (PG500) where the folder is not there or is read-only, or the file is open in a program that
    holds it; what was there is untouched, and nothing half-written stays.
    """
    write_together([(pathlib.Path(path), data)], what=what)


def write_together(files: Sequence[tuple[pathlib.Path, Data]], *, what: str = "the picture") -> None:
    """Put several files in their places, all of them or none: where one can't be written, all are as they were.

    Raises InputProblems (PG500) naming the first that can't be written.
    """
    beside: list[pathlib.Path] = []
    kept: list[tuple[pathlib.Path, pathlib.Path | None]] = []
    target = pathlib.Path()
    try:
        for target, data in files:
            _put_beside(target, data, beside)
        new = list(beside)
        for (target, _), written in zip(files, new, strict=True):
            if len(files) > 1:
                kept.append((target, _copied(target, beside)))
            os.replace(written, target)
    except OSError as error:
        _put_back(kept)
        hint = "Close it where it is open, or name another file with -o."
        told = f"{what} can't be written: {error.strerror or error}."
        raise InputProblems(Problem("PG500", told, hint, file=str(target))) from None
    finally:
        _remove(beside)


def _put_beside(target: pathlib.Path, data: Data, beside: list[pathlib.Path]) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".pathway-graph.")
    beside.append(pathlib.Path(name))
    with os.fdopen(handle, "wb") as file:
        file.write(data.encode("utf-8") if isinstance(data, str) else data)
    beside[-1].chmod(0o644)


def _copied(target: pathlib.Path, beside: list[pathlib.Path]) -> pathlib.Path | None:
    """Copy what is at a place, so that it can be put back; None where there is nothing."""
    if not target.is_file():
        return None
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".pathway-graph.")
    os.close(handle)
    beside.append(pathlib.Path(name))
    shutil.copy2(target, beside[-1])
    return beside[-1]


def _put_back(kept: Iterable[tuple[pathlib.Path, pathlib.Path | None]]) -> None:
    for target, copy in kept:
        with contextlib.suppress(OSError):
            if copy is not None:
                os.replace(copy, target)
            elif target.is_file():
                target.unlink()


def _remove(files: Iterable[pathlib.Path]) -> None:
    for file in files:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)

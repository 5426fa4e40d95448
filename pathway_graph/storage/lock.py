"""Let one program write to a workspace, or several read its graph.

The file `lock` is locked by the operating system (`file_locks`), shared by readers, alone by the writer, and let go of
when the program ends, however it ends. `lock.holder` says who writes and since when (the process, never a person's
name); it is only told to whoever is refused, and decides nothing. A workspace on a disk that cannot be written has no
writer, so that readers there need no lock file.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from pathway_graph.errors import Busy, Problem, Unavailable
from pathway_graph.file_locks import take_alone, take_shared

__all__ = ["Lock"]

_PATIENCE = (0.0, 0.05, 0.1, 0.2)  # seconds between tries: a short read or catching up is waited for


class Lock:
    """The lock of one workspace, as one opened workspace holds it: not at all, shared or alone."""

    def __init__(self, folder: Path, clock: Callable[[], datetime.datetime]) -> None:
        self._file, self._holder, self._clock = folder / "lock", folder / "lock.holder", clock
        self._open: IO[bytes] | None = None
        self._alone = False

    def share(self) -> None:
        """Take part in reading; raises Busy, with who it is, while somebody writes. Nothing new while held alone."""
        if self._open is not None:
            return
        try:
            self._open = self._file.open("rb" if self._file.exists() else "w+b")
        except OSError:
            return  # nobody can write where this file cannot be made
        if not self._try(take_shared):
            raise Busy(self._who("This waits for nobody: try again when that has finished."))

    @contextlib.contextmanager
    def alone(self, what: str) -> Iterator[None]:
        """Hold the lock alone while `what` is done; raises Busy, with who it is, while anybody else holds it.

        What was held before is held again afterwards (shared or not at all), so that calls nest.
        """
        if self._alone:
            yield
            return
        shared = self._open is not None
        self.release()
        self._take(what)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                self._holder.unlink()
            self.release()
            if shared:
                self.share()

    def release(self) -> None:
        """Let go, if anything is held."""
        if self._open is not None:
            self._open.close()  # closing lets go of the lock
        self._open, self._alone = None, False

    def _take(self, what: str) -> None:
        try:
            self._open = self._file.open("a+b")
        except OSError as error:
            raise Unavailable(
                Problem("PG207", f"the workspace can only be read here ({error.strerror}).",
                        "Copy it to a disk that can be written.", file=str(self._file.parent))
            ) from error  # fmt: skip
        if not self._try(take_alone):
            raise Busy(self._who("Try again when that has finished."))
        self._alone = True
        since = self._clock().astimezone(datetime.UTC).isoformat(timespec="seconds")
        with contextlib.suppress(OSError):  # a full disk: the lock is held all the same
            self._holder.write_text(json.dumps({"process": os.getpid(), "since": since, "what": what}), "utf-8")

    def _try(self, take: Callable[[IO[bytes]], bool]) -> bool:
        assert self._open is not None
        for wait in _PATIENCE:
            time.sleep(wait)
            if take(self._open):
                return True
        return False

    def _who(self, hint: str) -> Problem:
        assert self._open is not None
        reading = take_shared(self._open)
        self.release()
        folder = str(self._file.parent)
        if reading:
            message = "somebody is reading this workspace (a question, a map, or `db serve-bolt`)."
            return Problem("PG210", message, hint, file=folder)
        try:
            held = json.loads(self._holder.read_text("utf-8"))
            who = f"process {held['process']} holds this workspace since {held['since']} ({held['what']})."
        except (OSError, ValueError, KeyError, TypeError):
            who = "another process holds this workspace."
        return Problem("PG210", who, hint, file=folder)

"""Make temporary folders that go when the process ends, and after one that was killed at the next start.

Each holds a file that its process keeps locked; the system lets go of it when the process ends, however it ends. So
whoever makes the next folder knows which of the old ones nobody needs any more.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import sys
import tempfile
import time
from types import TracebackType

from .file_locks import take_alone

__all__ = ["Scratch"]

_PREFIX, _IN_USE = "pathway-graph-", "in-use"
_SETTLED = 60.0  # seconds: a younger folder may be one whose file is not locked yet
_MOST = 50  # folders that one start removes


class Scratch:
    """A new folder in the system's temporary folder, for this user alone; it goes at `cleanup`.

    The first in a process takes away those that killed processes of this user left behind: folders of our name that
    this user owns, that are no links, and whose file nobody holds.
    """

    _has_swept = False

    def __init__(self) -> None:
        if not Scratch._has_swept:
            Scratch._has_swept = True
            _sweep(pathlib.Path(tempfile.gettempdir()))
        self.path = pathlib.Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._held = (self.path / _IN_USE).open("wb")
        take_alone(self._held)

    def cleanup(self) -> None:
        """Remove the folder with all that is in it; a second time does nothing, and nothing is raised."""
        self._held.close()  # Windows removes no file that is open
        shutil.rmtree(self.path, ignore_errors=True)

    def __enter__(self) -> pathlib.Path:
        return self.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cleanup()


def _sweep(place: pathlib.Path) -> None:
    """Remove what nobody holds. What cannot be looked at or removed stays: another user's, or one that just goes."""
    with contextlib.suppress(OSError), os.scandir(place) as entries:
        found = sorted(entry.path for entry in entries if entry.name.startswith(_PREFIX))
        for path in [path for path in found if _is_left(pathlib.Path(path))][:_MOST]:
            shutil.rmtree(path, ignore_errors=True)


def _is_left(folder: pathlib.Path) -> bool:
    try:
        about = folder.lstat()
        if folder.is_symlink() or not folder.is_dir() or time.time() - about.st_mtime < _SETTLED:
            return False
        if sys.platform != "win32" and about.st_uid != os.getuid():
            return False  # on Windows the temporary folder is each user's own
        with (folder / _IN_USE).open("r+b") as file:
            return take_alone(file)
    except OSError:
        return False

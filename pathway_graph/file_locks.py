"""Lock a file by the operating system, which lets go of it when it is closed or the process ends, however it ends.

On POSIX it is locked as a whole (`flock`). Windows has no shared lock that Python can take: there one who shares locks
one of 64 bytes of the file, and one who is alone all of them. The bytes need not be there.
"""

from __future__ import annotations

import sys
from typing import IO

__all__ = ["take_alone", "take_shared"]

_SHARES = 64

if sys.platform == "win32":
    import msvcrt

    def take_shared(file: IO[bytes]) -> bool:
        """Lock a file beside others who share it; say whether that could be done, at once."""
        return any(_lock_bytes(file, slot, 1) for slot in range(_SHARES))

    def take_alone(file: IO[bytes]) -> bool:
        """Lock a file alone; say whether that could be done, at once."""
        return _lock_bytes(file, 0, _SHARES)

    def _lock_bytes(file: IO[bytes], start: int, many: int) -> bool:
        file.seek(start)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, many)
        except OSError:
            return False
        return True

else:
    import fcntl

    def take_shared(file: IO[bytes]) -> bool:
        """Lock a file beside others who share it; say whether that could be done, at once."""
        return _lock_whole(file, fcntl.LOCK_SH)

    def take_alone(file: IO[bytes]) -> bool:
        """Lock a file alone; say whether that could be done, at once."""
        return _lock_whole(file, fcntl.LOCK_EX)

    def _lock_whole(file: IO[bytes], how: int) -> bool:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

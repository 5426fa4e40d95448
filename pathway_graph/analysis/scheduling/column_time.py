"""Count working time for whole columns of instants, as WorkingTime does for one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .calendars import DAY, WEEK, WorkingTime

__all__ = ["ColumnTime"]

Minutes = npt.NDArray[np.int64]


class ColumnTime:
    """A calendar ready to count columns of minutes (int64) with; see WorkingTime for what each answer means."""

    def __init__(self, clock: WorkingTime) -> None:
        self.clock = clock
        until, minutes, exceptions = clock.tables()
        self._until = np.array(until, np.int64)
        self._minutes = np.array(minutes, np.int64)
        rows = [(at, work, day, after) for at, work, day, after, _ in exceptions]
        # A day before all others, on which nothing is special, saves the question whether there is one.
        never = (-(10**17), -(10**17), 0, 0)
        self._at, self._work, self._day, self._after = np.array([never, *rows], np.int64).T.copy()

    def work(self, t: Minutes) -> Minutes:
        """Count the minutes worked before each instant."""
        k = np.searchsorted(self._at, t, side="right") - 1
        week, minute = np.divmod(t, WEEK)
        found: Minutes = week * self.clock.per_week + self._until[minute] + self._after[k]
        special = np.flatnonzero(t - self._at[k] < DAY)
        found[special] = [self.clock.work(int(each)) for each in t[special]]
        return found

    def start(self, work: Minutes) -> Minutes:
        """Give the last instant with so much work before it."""
        k = np.searchsorted(self._work, work, side="right") - 1
        week, minute = np.divmod(work - self._after[k], self.clock.per_week)
        found: Minutes = week * WEEK + self._minutes[minute]
        special = np.flatnonzero(work - self._work[k] < self._day[k])
        found[special] = [self.clock.start(int(each)) for each in work[special]]
        return found

    def end(self, work: Minutes) -> Minutes:
        """Give the first instant with so much work before it."""
        return self.start(work - 1) + 1

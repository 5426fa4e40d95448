"""Schedule plans by the critical path method: pure functions over a `Plan`, without files or graph."""

from __future__ import annotations

from .calendars import CONTINUOUS, STANDARD, WEEKDAYS, Calendar, WorkingTime, standard, working_time
from .errors import Unscheduled
from .plan import (
    Activity,
    Constraint,
    Duration,
    Event,
    Lag,
    Link,
    Plan,
    Programme,
    Promise,
    When,
    duration,
    lag,
)
from .remarks import Remark
from .schedules import Row, Schedule, finish_range, schedule

__all__ = [
    "CONTINUOUS", "STANDARD", "WEEKDAYS", "Activity", "Calendar", "Constraint", "Duration", "Event", "Lag", "Link",
    "Plan", "Programme", "Promise", "Remark", "Row", "Schedule", "Unscheduled", "When", "WorkingTime", "duration",
    "finish_range", "lag", "schedule", "standard", "working_time",
]  # fmt: skip

"""Write stretches of working time in the words of a planner."""

from __future__ import annotations

from .calendars import WorkingTime

__all__ = ["spare"]


def spare(minutes: int, clock: WorkingTime) -> str:
    """Write a stretch of working time in the words of a planner: whole or half days, hours below a day.

    >>> from pathway_graph.analysis.scheduling.calendars import STANDARD, working_time
    >>> spare(720, working_time(STANDARD)), spare(90, working_time(STANDARD))
    ('1.5 working days', '1.5 working hours')
    """
    per_day = clock.calendar.minutes_per_day
    working = "" if clock.per_week == 7 * 1440 else "working "
    amount, unit = (minutes / per_day, "day") if abs(minutes) >= per_day else (minutes / 60, "hour")
    number = f"{amount:.1f}".removesuffix(".0")
    return f"{number} {working}{unit}{'' if number == '1' else 's'}"

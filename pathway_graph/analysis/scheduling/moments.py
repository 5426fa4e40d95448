"""Turn stated dates into instants: which end of the day, which end of an imprecise date."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from .calendars import Instant, WorkingTime, instant
from .plan import When

__all__ = ["Reading", "finish_of", "start_of"]

Reading = Literal["planning", "earliest", "latest"]
"""How imprecise dates are taken: starts at their earliest and finishes at their latest, or all of them at one end."""


def start_of(when: When, clock: WorkingTime, reading: Reading) -> Instant:
    """Give the instant of a date that says when something starts; a day is its start of work, or the next."""
    moment = when.latest if reading == "latest" else when.earliest
    return instant(moment) if isinstance(moment, datetime) else clock.day_start(moment)


def finish_of(when: When, clock: WorkingTime, reading: Reading) -> Instant:
    """Give the instant of a date that says when something finishes; a day is its end of work, or the last before."""
    moment = when.earliest if reading == "earliest" else when.latest
    return instant(moment) if isinstance(moment, datetime) else clock.day_end(moment)

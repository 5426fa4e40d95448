"""Colour milestones by the working days that they have to spare, and read the colours that papers report."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

__all__ = ["COLOURS", "Thresholds", "colour", "reported_colour", "thresholds"]

COLOURS = ("red", "amber", "green", "complete", "not_known")
"""red: forecast later than due, or something behind it cannot be met; amber: little to spare; green: more; complete:
finished; not_known: it has no date to be judged by, or rests on a date that nobody has given."""

_WORDS = {
    "red": ("red", "r", "off track", "delayed", "late", "behind", "behind schedule", "overdue"),
    "amber": ("amber", "a", "yellow", "at risk", "some delay", "slipping", "amber/red", "amber/green"),
    "green": ("green", "g", "on track", "on target", "on schedule", "in progress - on track"),
    "complete": ("complete", "completed", "done", "finished", "closed", "blue", "b", "achieved"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Thresholds:
    """Working days: later than due by more than `red` is red; no more than `amber` to spare is amber."""

    red: float = 0
    amber: float = 10


def thresholds(settings: Mapping[str, str]) -> Thresholds:
    """Read the settings `red_days` and `amber_days`; what is no number counts as not set."""
    found = Thresholds()
    for name in ("red", "amber"):
        text = settings.get(f"{name}_days", "")
        if text.replace(".", "", 1).isdecimal():
            found = dataclasses.replace(found, **{name: float(text)})
    return found


def colour(spare: float | None, total_float: float | None, limits: Thresholds, *, known: bool = True) -> str:
    """Judge unfinished work: `spare` working days between forecast and due, None where nothing is due; then its total
    float counts instead. A total float below 0 is red whatever is due: something behind it cannot be met."""
    if not known:
        return "not_known"
    if total_float is not None and total_float < 0:
        return "red"
    left = total_float if spare is None else spare
    if left is None:
        return "not_known"
    return "red" if left < -limits.red else "amber" if left <= limits.amber else "green"


def reported_colour(words: str | None) -> str | None:
    """Read what a paper reports; None where it says no colour.

    >>> reported_colour("On track"), reported_colour("Amber - awaiting guidance"), reported_colour("see text")
    ('green', 'amber', None)
    """
    if not words:
        return None
    text = words.strip().casefold()
    first = text.split("-")[0].split(":")[0].split(",")[0].strip()
    return next((name for name, known in _WORDS.items() if text in known or first in known), None)

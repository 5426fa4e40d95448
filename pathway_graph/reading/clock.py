"""Read times of day, and tell morning from afternoon where only one end of a span says which."""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Literal

from .periods import Unreadable

__all__ = ["DAY", "Clock", "afternoon", "clock_at", "say_minute", "span_between"]

DAY = 1440
"""The minutes of a day."""

_NOON = 720
_HALF = re.compile(r"([ap])(?:\.? ?m\.?)?$", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Clock:
    """A time as written: `minute` of the day by its figures, and whether they say which half of the day is meant.

    `open` (9, 9:00): either half. `early` (09:00): a leading zero, so the 24-hour clock, most likely. `fixed`: am, pm,
    noon or an hour that only the 24-hour clock has. `midnight`: the start or the end of the day. `unknown`: `?`.
    """

    minute: int
    kind: Literal["open", "early", "fixed", "midnight", "unknown"]
    text: str


@functools.cache
def _pattern() -> re.Pattern[str]:
    half = r"(?: ?[ap]\.? ?m\b\.?| ?[ap](?![a-z]))"
    return re.compile(
        r"(?P<word>(?:12 ?)?(?:noon|midday)|(?:12 ?)?midnight)(?![a-z])"
        r"|(?P<unknown>\?)"
        rf"|(?P<four>[0-2]\d[0-5]\d)(?:{half})?(?: ?(?:hrs|hours|h)\b)?(?![\d.:/,]\d|\d|[a-z])"
        rf"|(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}})(?::00)?)?(?:{half})?(?: ?(?:noon|midday)(?![a-z]))?"
        r"(?![\d.:/]\d|\d|st\b|nd\b|rd\b|th\b|[a-z])",
        re.IGNORECASE,
    )


def clock_at(text: str, position: int) -> tuple[Clock, int] | None:
    """Return the time written at this position of a cleaned text and where it ends, or None.

    Raises Unreadable at an hour or a minute that no clock has.
    """
    match = _pattern().match(text, position)
    if match is None:
        return None
    written = match[0]
    if match["word"]:
        noon = "night" not in match["word"].lower()
        return Clock(_NOON if noon else 0, "fixed" if noon else "midnight", written), match.end()
    if match["unknown"]:
        return Clock(0, "unknown", written), match.end()
    figures = match["four"] or ""
    hour = int(figures[:2] if figures else match["hour"])
    minute = int(figures[2:] if figures else match["minute"] or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        _impossible(match)
        return None
    half = _HALF.search(written)
    if half is not None:
        return _half_clock(written, hour, minute, half[1].lower()), match.end()
    if hour == 24:
        return Clock(0, "midnight", written), match.end()
    noon = hour == 12 and re.search("noon|midday", written, re.IGNORECASE) is not None
    kind: Literal["open", "early", "fixed"] = "fixed" if hour > 12 or hour == 0 or noon else "open"
    if kind == "open" and (figures or written.startswith("0")):
        kind = "early"
    return Clock(hour * 60 + minute, kind, written), match.end()


def _impossible(match: re.Match[str]) -> None:
    """Refuse a time that no clock has; a number that is not written like a time is none."""
    if match["minute"] or match["four"] or _HALF.search(match[0]):
        raise Unreadable(f"there is no such time as '{match[0].strip()}'", "Write a time between 00:00 and 24:00.")


def _half_clock(written: str, hour: int, minute: int, half: str) -> Clock:
    if hour > 12 and half == "p":
        return Clock((hour % 24) * 60 + minute, "fixed", written)
    if not 1 <= hour <= 12:
        raise Unreadable(f"there is no such time as '{written.strip()}'", "Write 09:00 or 9am.")
    if hour == 12 and half == "a" and minute == 0:
        return Clock(0, "midnight", written)
    return Clock((hour % 12 + (12 if half == "p" else 0)) * 60 + minute, "fixed", written)


def say_minute(minute: int) -> str:
    """Return a minute of the day as the 24-hour clock shows it; the end of the day is 24:00.

    >>> say_minute(570), say_minute(1440)
    ('09:30', '24:00')
    """
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _both_open(start: Clock, end: Clock) -> tuple[int, int]:
    """Return start and end where neither says which half of the day: a start of 7 to 11 is in the morning."""
    hour = start.minute // 60
    if 1 <= hour <= 6:
        later = f"{say_minute(start.minute + _NOON)}-{say_minute(end.minute % _NOON + _NOON)}"
        raise Unreadable(
            f"'{start.text.strip()}-{end.text.strip()}': morning or afternoon?", f"Write {later}, or am and pm."
        )
    return start.minute, _next_such(start.minute, end.minute)


def _next_such(start: int, end: int) -> int:
    """Return the first time after `start` that a clock with twelve hours shows like `end`."""
    return start + ((end - start - 1) % _NOON) + 1


def afternoon(clock: Clock) -> Clock:
    """Return a bare time of 1 to 6 as one of the afternoon."""
    return dataclasses.replace(clock, minute=clock.minute % _NOON + _NOON, kind="fixed", text=f"{clock.text}pm")


def span_between(start: Clock, end: Clock) -> tuple[int, int, str]:
    """Return the minutes from and until of a span of time and the sentence that says what was decided, if anything was.

    `until` is above 1440 where the span runs into the next day. Raises Unreadable where from and until are equal or
    the half of the day is not said.
    """
    from_, until = start.minute, end.minute
    inferred = True
    if start.kind == "open" and end.kind == "open":
        from_, until = _both_open(start, end)
    elif start.kind == "open" and end.kind == "midnight" and from_ < _NOON and re.search("[a-z]", end.text, re.I):
        raise Unreadable(f"'{start.text.strip()}-{end.text.strip()}': morning or afternoon?", "Write am or pm.")
    elif start.kind == "open" and _says_half(end):
        from_ = until - ((until - start.minute - 1) % _NOON) - 1
    elif end.kind == "open" and (start.kind in ("early", "midnight") or _says_half(start)):
        until = _next_such(from_, end.minute)
    else:
        inferred = False
    if not inferred:
        until = DAY if end.kind == "midnight" else until
        if from_ % DAY == until % DAY and (start.text == end.text or end.kind != "midnight"):
            raise Unreadable(
                f"'{start.text.strip()}-{end.text.strip()}' ends when it starts",
                "Write 24 hours, or correct one of them.",
            )
        until = until if until > from_ else until + DAY
    said = (
        f"'{start.text.strip()}-{end.text.strip()}' is read as {say_minute(from_)} to {say_minute(until % DAY or DAY)}."
    )
    if until == DAY - 1:
        return from_, DAY, "23:59 as an end is read as midnight."
    return from_, until, said if inferred else ""


def _says_half(clock: Clock) -> bool:
    """Tell whether a time says morning or afternoon in words, so that a bare figure beside it follows from order."""
    return clock.kind == "fixed" and re.search("[a-z]", clock.text, re.IGNORECASE) is not None

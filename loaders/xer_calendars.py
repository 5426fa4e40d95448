"""Read the calendar of a Primavera XER file: nested `(0||name(attributes)(children))`."""

from __future__ import annotations

import datetime
import re

from .plan_sheets import Spans

__all__ = ["read_calendar"]

_NODE = re.compile(r"\(\d*\|\|([^()|]*)(?:\|[^()]*)?\(([^()]*)\)\(")
_TIME = re.compile(r"(\d{1,2}):(\d\d)")
_ZERO = datetime.date(1899, 12, 30)
_DAYS = re.compile(r"[1-7]")


def read_calendar(data: str) -> tuple[dict[int, Spans], dict[datetime.date, Spans], int]:
    """Give the week (0 = Monday), the single days, and how many parts could not be read.

    >>> read_calendar("(0||CalendarData()((0||DaysOfWeek()((0||2()((0||0(s|08:00|f|12:00)())))))))")[0]
    {0: ((480, 720),)}
    """
    week: dict[int, Spans] = {}
    special: dict[datetime.date, Spans] = {}
    wrong = 0
    for kind, name, attributes, spans in _days(data.replace("\x7f", "")):
        if spans is None:
            wrong += 1
        elif kind == "DaysOfWeek" and _DAYS.fullmatch(name):
            week[(int(name) + 5) % 7] = spans
        elif kind == "Exceptions" and (day := _date(attributes)):
            special[day] = spans
        else:
            wrong += 1
    return week, special, wrong


def _date(attributes: str) -> datetime.date | None:
    """Read `d|43101`: the number of a day as spreadsheets count."""
    parts = attributes.split("|")
    number = parts[1] if len(parts) > 1 and parts[0] == "d" else ""
    return _ZERO + datetime.timedelta(int(number)) if number.isdecimal() and int(number) < 2_000_000 else None


def _days(text: str) -> list[tuple[str, str, str, Spans | None]]:
    """Give each day: under what it stands, its name, its attributes and its working times (None: unreadable)."""
    way: list[tuple[str, str]] = []
    found: list[tuple[str, str, str, list[tuple[int, int]] | None]] = []
    position = 0
    while position < len(text):
        match = _NODE.match(text, position)
        if match:
            way.append((match[1], match[2]))
            if len(way) >= 2 and way[-2][0] in ("DaysOfWeek", "Exceptions"):
                found.append((way[-2][0], match[1], match[2], []))
            elif match[2][:2] in ("s|", "f|") and found:
                kind, name, attributes, spans = found[-1]
                span = _span(match[2])
                if span is None or spans is None:
                    found[-1] = (kind, name, attributes, None)
                else:
                    spans.append(span)
            position = match.end()
        elif text.startswith("))", position):
            del way[-1:]
            position += 2
        else:
            position += 1
    return [(k, n, a, None if spans is None else tuple(sorted(spans))) for k, n, a, spans in found]


def _span(attributes: str) -> tuple[int, int] | None:
    parts = attributes.split("|")
    times = dict(zip(parts[::2], parts[1::2], strict=False))
    ends = []
    for key in ("s", "f"):
        match = _TIME.match(times.get(key, ""))
        if not match or int(match[1]) > 24 or int(match[2]) > 59:
            return None
        ends.append(int(match[1]) * 60 + int(match[2]))
    start, stop = ends[0], ends[1] or 1440
    return (start, stop) if start < stop <= 1440 else None

"""Draw the hours of a week by age or step: where somebody is there, and where nobody is, in words and numbers."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Sequence

from pathway_graph.analysis.english import ages_in_words, counted, hours_in_words, steps_in_words
from pathway_graph.pictures.coverage_facts import Piece
from pathway_graph.pictures.drawing import Band, Box, Key, LeftOut, Picture, Table, Text

from .lettering import broken, fitted_line
from .plain_text import plain

__all__ = ["coverage_grid"]

_DAY, _HOURS = 1440, 168
_LEFT, _CELL, _HIGH, _TOP, _MOST, _ROOM = 132.0, 80.0, 40.0, 46.0, 12, 720.0
_WORST = ("gap", "not_known", "too_slow", "planned", "at_risk")
_STYLES = {"gap": "uncovered", "not_known": "unknown", "too_slow": "partly", "planned": "planned", "at_risk": "at_risk"}
_WORDS = {"gap": "GAP", "not_known": "not known", "too_slow": "too slow", "planned": "planned", "at_risk": "at risk"}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Column = tuple[tuple[int, ...], int, int]
"""Days (0 = Monday) on which a stretch from minute to minute looks the same."""


def coverage_grid(
    pieces: Sequence[Piece], function: str, area: str, as_of: datetime.date, footer: Sequence[str], *,
    by: str = "age", told: Sequence[str] = (),
) -> tuple[Picture, ...]:  # fmt: skip
    """Make one page: a row each band of ages (or step) that differs, a column each stretch of hours that differs.

    A cell tells the worst that is true of it, and of how many requirements: what is asked for and has somebody is
    "covered"; "for some" where it holds for some of the areas, needs or groups only.
    """
    rows = _rows(pieces, by)
    columns = _columns(pieces, rows, by)
    shown = columns[:_MOST]
    cell = min(max(_ROOM / max(len(shown), 1), _CELL), 1.6 * _CELL)
    boxes = [
        _cell(pieces, row, column, by, at, n, cell) for at, row in enumerate(rows) for n, column in enumerate(shown)
    ]
    gaps = [box for box in boxes if box.style == "uncovered"]
    where = f"{function} in {area}" if area else function
    point = f"{where}: {_point(rows, shown, boxes)}"
    left = len(columns) - len(shown)
    out = (
        (
            LeftOut(
                left * len(rows),
                "cells, the last hours of the week",
                "Cut down by --need.",
                one="cell, the last hours of the week",
            ),
        )
        if left
        else ()
    )
    used = {box.style for box in boxes}
    wide = _LEFT + cell * len(shown)
    return (Picture(
        "coverage", point, as_of, wide, _TOP + _HIGH * len(rows) + 4,
        (*told, *(f"{who[0].upper()}{who[1:]}" for who in _who_has_nobody(rows, shown, boxes, by))),
        f"{len(rows)} rows and {len(shown)} columns; {len(gaps)} of {len(boxes)} cells are gaps.",
        (*_heads(shown, cell), *_labels(rows, by)), tuple(boxes), key=tuple(k for k in _KEYS if k.style in used),
        tables=(_table(boxes),), footer=tuple(footer), left_out=out,
        narrower="--area or --need",
    ),)  # fmt: skip


_KEYS = (
    Key("covered", "somebody is there", "rectangle"),
    Key("uncovered", "GAP: asked for, and nobody is there", "rectangle"),
    Key("partly", "somebody, but too slow", "rectangle"), Key("unknown", "not known: facts are missing", "rectangle"),
    Key("planned", "planned, not there yet", "rectangle"), Key("at_risk", "there, and at risk", "rectangle"),
    Key("not_asked", "not asked for", "rectangle"),
)  # fmt: skip


def _spans(piece: Piece, by: str) -> Sequence[tuple[int, int]]:
    if by == "age":
        return piece.ages
    return [(low, high + 1) for low, high in piece.steps] or [(0, 1_000)]


def _rows(pieces: Sequence[Piece], by: str) -> list[tuple[int, int]]:
    """Cut ages (or steps) wherever something begins or ends."""
    cuts = sorted({cut for piece in pieces for span in _spans(piece, by) for cut in span})
    return [(low, high) for low, high in itertools.pairwise(cuts) if any(
        _meets(_spans(piece, by), low, high) for piece in pieces
    )]  # fmt: skip


def _columns(pieces: Sequence[Piece], rows: Sequence[tuple[int, int]], by: str) -> list[Column]:
    """Cut each day wherever something changes, and put days together that look the same throughout."""
    days: dict[tuple[tuple[int, int, tuple[object, ...]], ...], list[int]] = {}
    for day in range(7):
        cuts = {0, _DAY}
        for piece in pieces:
            cuts |= {minute - day * _DAY for span in piece.minutes for minute in span
                     if day * _DAY < minute < (day + 1) * _DAY}  # fmt: skip
        pattern: list[tuple[int, int, tuple[object, ...]]] = []
        for start, end in itertools.pairwise(sorted(cuts)):
            looks = tuple(_looks(pieces, row, day * _DAY + start, by) for row in rows)
            if pattern and pattern[-1][2] == looks:
                pattern[-1] = (pattern[-1][0], end, looks)
            else:
                pattern.append((start, end, looks))
        days.setdefault(tuple(pattern), []).append(day)
    return [(tuple(on), start, end) for pattern, on in days.items() for start, end, _ in pattern]


def _meets(spans: Sequence[tuple[int, int]], low: int, high: int) -> bool:
    return any(start < high and low < end for start, end in spans)


def _looks(pieces: Sequence[Piece], row: tuple[int, int], minute: int, by: str) -> tuple[str, int, int, str]:
    """Say the worst verdict here, how many requirements have it, how many ask, and for which part where not for all."""
    here = [
        p for p in pieces if _meets(_spans(p, by), *row) and any(low <= minute < high for low, high in p.minutes)
    ]  # fmt: skip
    asked = {piece.requirement for piece in here if piece.verdict == "asked"}
    if not asked:
        return "not_asked", 0, 0, ""
    for verdict in _WORST:
        found = [piece for piece in here if piece.verdict == verdict]
        if found:
            return verdict, len({p.requirement for p in found}), len(asked), _part(found)
    return "covered", len(asked), len(asked), ""


def _part(found: Sequence[Piece]) -> str:
    """Say for how many of the areas, needs or groups it holds; nothing where one requirement lacks it for all."""
    by_requirement: dict[str, list[Piece]] = {}
    for piece in found:
        by_requirement.setdefault(piece.requirement, []).append(piece)
    told = []
    for together in by_requirement.values():
        if not all(piece.sides for piece in together):
            return ""
        for number, (before, noun) in enumerate((("in", "areas"), ("for", "needs"), ("for", "groups"))):
            held, asked = 0, 0
            for piece in together:
                held, asked = held | piece.sides[number][0], asked | piece.sides[number][1]
            if held != asked:
                told.append((held.bit_count() / asked.bit_count(),
                             f"{before} {held.bit_count()} of {asked.bit_count()} {noun}"))  # fmt: skip
    return max(told)[1] if told else "for some"


def _cell(
    pieces: Sequence[Piece], row: tuple[int, int], column: Column, by: str, at: int, number: int, wide: float
) -> Box:
    days, start, _ = column
    verdict, found, asked, part = _looks(pieces, row, days[0] * _DAY + start, by)
    style, bold = _STYLES.get(verdict, verdict), verdict == "gap"
    word = _WORDS.get(verdict, verdict.replace("_", " "))
    count = f"{found} of {counted(asked, 'requirement')}" if asked else ""
    part = part or (f"for {count}" if found < asked else "")
    x, y = _LEFT + number * wide, _TOP + at * _HIGH
    below = list(
        dict.fromkeys(filter(None, (part.removeprefix("for ") if count in part else part, count if asked > 1 else "")))
    )
    top, middle = y + 22.5 - 5 * len(below), x + wide / 2
    texts = [Text(middle, top, fitted_line(word, 9, wide - 6, bold), 9, bold, "middle")]
    texts += [
        Text(middle, top + 10.5 * n, fitted_line(line, 7.5, wide - 4), 7.5, False, "middle")
        for n, line in enumerate(below, 1)
    ]
    word, when = f"{word} {part}".strip(), _when(column)
    words = f"{_who(row, by)}, {when}: {word}" + (f", {count}" if asked else "")
    id, title = f"{by} {row[0]} {days[0]} {start}", f"{_who(row, by)}, {when}"
    return Box(id, "Cell", title, x + 1, y + 1, wide - 2, _HIGH - 2,
               style, "rectangle", (word, count) if count else (word,), words, texts=tuple(texts))  # fmt: skip


def _who(row: tuple[int, int], by: str) -> str:
    return ages_in_words((row,)) if by == "age" else (
        "no step asked for" if row[1] >= 1_000 else steps_in_words(((row[0], row[1] - 1),))
    )  # fmt: skip


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _on(days: Sequence[int]) -> str:
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    return ", ".join(_DAYS[day] for day in days)


def _when(column: Column) -> str:
    return hours_in_words(tuple((day * _DAY + column[1], day * _DAY + column[2]) for day in column[0]))


def _point(rows: Sequence[object], columns: Sequence[Column], boxes: Sequence[Box]) -> str:
    """Say in how many hours of the week nobody is there for anybody, and in how many some have nobody."""
    nobody, some = 0.0, 0.0
    for number, (days, start, end) in enumerate(columns):
        asked = [box for box in boxes[number :: len(columns)] if box.style != "not_asked"]
        hours = len(days) * (end - start) / 60
        if asked and all(box.lines[0] == _WORDS["gap"] for box in asked):
            nobody += hours
        elif any(box.style == "uncovered" for box in asked):
            some += hours
    when = "at any hour" if nobody == _HOURS else f"in {nobody:g} of {_HOURS} hours of the week"
    told = f"nobody is there {when}" if nobody else ""
    if some:
        more = (
            "at every hour of the week"
            if some == _HOURS
            else f"in {some:g} {'more' if nobody else 'hours of the week'}"
        )
        told += f"{', and ' if nobody else ''}some people have nobody {more}"
    return told or "no hour without anybody"


def _who_has_nobody(
    rows: Sequence[tuple[int, int]], columns: Sequence[Column], boxes: Sequence[Box], by: str
) -> Iterator[str]:
    """Say for each row when nobody is there, and for which part of those who are asked for."""
    for at, row in enumerate(rows):
        cells = boxes[at * len(columns) : (at + 1) * len(columns)]
        parts: dict[str, list[tuple[int, int]]] = {}
        for box, (days, start, end) in zip(cells, columns, strict=True):
            if box.style == "uncovered":
                part = box.lines[0].removeprefix(_WORDS["gap"]).strip()
                parts.setdefault(part, []).extend((day * _DAY + start, day * _DAY + end) for day in days)
        told = [f"nobody{f' {part}' if part else ''} {hours_in_words(_merged(spans))}" for part, spans in parts.items()]
        if told:
            yield f"{_who(row, by)}: {', '.join(told)}."


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and found[-1][1] >= start:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _heads(columns: Sequence[Column], wide: float) -> list[Band]:
    heads = []
    for number, (days, start, end) in enumerate(columns):
        x = _LEFT + number * wide
        hours = len(days) * (end - start) / 60
        texts = (Text(x + wide / 2, 12, fitted_line(_on(days), 8, wide - 6, True), 8, True, "middle"),
                 Text(x + wide / 2, 24, f"{_clock(start)} to {_clock(end)}", 7.5, False, "middle"),
                 Text(x + wide / 2, 35, f"{hours:g} h a week", 7.5, False, "middle"))  # fmt: skip
        heads.append(Band(f"hours {number}", f"{_on(days)}, {_clock(start)} to {_clock(end)}", x + 1, 0, wide - 2,
                          _TOP - 6, "head", texts=texts))  # fmt: skip
    return heads


def _labels(rows: Sequence[tuple[int, int]], by: str) -> list[Band]:
    labels = []
    for at, row in enumerate(rows):
        y = _TOP + at * _HIGH
        lines = broken(plain(_who(row, by)), 9, _LEFT - 12, 2, True)
        texts = tuple(Text(6, y + 17 + 11 * n, line, 9, True) for n, line in enumerate(lines))
        labels.append(Band(f"{by} {row[0]}", _who(row, by), 0, y + 1, _LEFT - 4, _HIGH - 2, "lane", texts=texts))
    return labels


def _table(boxes: Sequence[Box]) -> Table:
    rows = tuple((box.title, box.lines[0], box.lines[1] if len(box.lines) > 1 else "") for box in boxes)
    return Table("Hour by hour", ("Who and when", "Verdict", "Of the requirements"), rows)

"""Draw the hours of a week by age or step: where somebody is there, and where nobody is, in words and numbers."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence

from pathway_graph.analysis.english import ages_in_words, hours_in_words, steps_in_words
from pathway_graph.pictures.coverage_facts import Piece
from pathway_graph.pictures.drawing import Band, Box, Key, LeftOut, Picture, Table, Text

from .lettering import broken, fitted_line
from .plain_text import plain

__all__ = ["coverage_grid"]

_DAY, _WEEK = 1440, 10080
_LEFT, _CELL, _HIGH, _TOP, _MOST = 132.0, 80.0, 40.0, 46.0, 12
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
    boxes = [_cell(pieces, row, column, by, at, n) for at, row in enumerate(rows) for n, column in enumerate(shown)]
    gaps = [box for box in boxes if box.style == "uncovered"]
    hours = sum(len(days) * (end - start) for days, start, end in _missing(shown, boxes)) / 60
    when = "at any hour" if hours == 168 else f"in {hours:g} of 168 hours of the week"
    where = f"{function} in {area}" if area else function
    point = f"{where}: nobody is there {when}" if gaps else f"{where}: no hour without anybody"
    left = len(columns) - len(shown)
    out = (LeftOut(left * len(rows), "cells, the last hours of the week", "Cut down by --need."),) if left else ()
    used = {box.style for box in boxes}
    wide = _LEFT + _CELL * len(shown)
    return (Picture(
        "coverage", point, as_of, wide, _TOP + _HIGH * len(rows) + 4, tuple(told),
        f"{len(rows)} rows and {len(shown)} columns; {len(gaps)} of {len(boxes)} cells are gaps.",
        (*_heads(shown), *_labels(rows, by)), tuple(boxes), key=tuple(k for k in _KEYS if k.style in used),
        tables=(_table(boxes),), footer=tuple(footer), left_out=out,
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


def _looks(pieces: Sequence[Piece], row: tuple[int, int], minute: int, by: str) -> tuple[str, int, int, bool]:
    """Say the worst verdict here, how many requirements have it, how many ask, and whether it holds throughout."""
    here = [
        p for p in pieces if _meets(_spans(p, by), *row) and any(low <= minute < high for low, high in p.minutes)
    ]  # fmt: skip
    asked = {piece.requirement for piece in here if piece.verdict == "asked"}
    if not asked:
        return "not_asked", 0, 0, True
    for verdict in _WORST:
        found = [piece for piece in here if piece.verdict == verdict]
        if found:
            return verdict, len({p.requirement for p in found}), len(asked), any(p.whole for p in found)
    return "covered", len(asked), len(asked), True


def _cell(pieces: Sequence[Piece], row: tuple[int, int], column: Column, by: str, at: int, number: int) -> Box:
    days, start, _ = column
    verdict, found, asked, whole = _looks(pieces, row, days[0] * _DAY + start, by)
    style = _STYLES.get(verdict, verdict)
    word = _WORDS.get(verdict, verdict.replace("_", " ")) + ("" if whole else " for some")
    count = f"{found} of {asked}" if asked else ""
    x, y = _LEFT + number * _CELL, _TOP + at * _HIGH
    size = 9.0 if verdict == "gap" else 8.5
    lines = broken(word, size, _CELL - 6, 2, verdict == "gap")
    texts = [
        Text(x + _CELL / 2, y + 16 + 10 * n, line, size, verdict == "gap", "middle") for n, line in enumerate(lines)
    ]
    if count and len(lines) == 1:
        texts.append(Text(x + _CELL / 2, y + 28, count, 7.5, False, "middle"))
    when = _when(column)
    words = f"{_who(row, by)}, {when}: {word}" + (f", {count} requirements" if asked else "")
    id, title = f"{by} {row[0]} {days[0]} {start}", f"{_who(row, by)}, {when}"
    return Box(id, "Cell", title, x + 1, y + 1, _CELL - 2, _HIGH - 2,
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


def _missing(columns: Sequence[Column], boxes: Sequence[Box]) -> list[Column]:
    """Give the columns in which any row is a gap."""
    return [
        column for number, column in enumerate(columns)
        if any(box.style == "uncovered" for box in boxes[number :: len(columns)])
    ]  # fmt: skip


def _heads(columns: Sequence[Column]) -> list[Band]:
    heads = []
    for number, (days, start, end) in enumerate(columns):
        x = _LEFT + number * _CELL
        hours = len(days) * (end - start) / 60
        texts = (Text(x + _CELL / 2, 12, fitted_line(_on(days), 8, _CELL - 6, True), 8, True, "middle"),
                 Text(x + _CELL / 2, 24, f"{_clock(start)} to {_clock(end)}", 7.5, False, "middle"),
                 Text(x + _CELL / 2, 35, f"{hours:g} h a week", 7.5, False, "middle"))  # fmt: skip
        heads.append(Band(f"hours {number}", f"{_on(days)}, {_clock(start)} to {_clock(end)}", x + 1, 0, _CELL - 2,
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

"""Draw contracts as a ladder of bars: where each ends, what extends it, and when its procurement has to begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pathway_graph.analysis.english import counted
from pathway_graph.answers.findings import Findings
from pathway_graph.pictures.drawing import Band, Box, Key, Link, Mark, Picture, Table, Text

from .dependencies import short_day
from .lettering import fitted_line
from .plain_text import plain
from .time_axis import Axis, axis

__all__ = ["contract_ladder"]

Row = Mapping[str, Any]
_NAME, _LEFT, _WIDE, _AFTER, _ROW, _TOP, _ROWS = 8.0, 300.0, 690.0, 124.0, 30.0, 30.0, 20


def contract_ladder(answer: Findings, facts: Mapping[str, Sequence[Row]], footer: Sequence[str]) -> tuple[Picture, ...]:
    """Make pages of about 20 contracts, the first to end first, from the answer of `contracts`.

    A contract whose end is not stated runs to the edge, and says so.
    """
    rows = sorted(facts["contracts"], key=lambda row: (row["ends"] or row["ends_latest"] or "9999", row["id"]))
    found = {row["contract"]: row for row in answer.rows}
    days = [answer.as_of.isoformat()]
    for row in rows:
        days += [day for day in (row["ends"], row["ends_latest"], row["extend_to"]) if day and day[:4] < "2200"]
    days += [day for row in answer.rows for day in (_first(row["start_by"]), _first(row["notice_by"])) if day]
    starts = [row["starts"] for row in rows if row["starts"] and row["starts"] >= f"{answer.as_of.year - 6}"]
    time = axis(days + starts, _LEFT, _WIDE, months=18)
    pages = [rows[at : at + _ROWS] for at in range(0, len(rows), _ROWS)] or [[]]
    point = _point(rows, found, answer.as_of.isoformat())
    return tuple(
        _page(page, at, len(pages), found, answer, time, tuple(footer), point) for at, page in enumerate(pages)
    )


def _point(rows: Sequence[Row], found: Mapping[str, Row], today: str) -> str:
    """Say how many contracts end with nothing behind them, and of how many procurements the latest start is past."""
    if not rows:
        return "No contract is stored"
    cliffs = [row for row in found.values() if row["verdict"] != "not_known"]
    late = sum(bool((day := _first(row["start_by"])) and day < today) for row in cliffs)
    silent = sum(not (row["ends"] or row["ends_latest"]) for row in rows)
    told = f"No contract of {len(rows)} is known to end with nothing behind it"
    if cliffs:
        end = "ends with nothing behind it" if len(cliffs) == 1 else "end with nothing behind them"
        told = f"{len(cliffs)} of {counted(len(rows), 'contract')} {end}"
        told += f", and {late} should be in procurement by now" if late else ""
    return told + (f"; of {silent} the end is not stated" if silent else "")


def _first(span: Mapping[str, Any] | None) -> str | None:
    """Give the earlier end of a range of days: what is safe whatever is meant."""
    return (span.get("earliest") or span.get("latest")) if span else None


def _page(
    rows: Sequence[Row], at: int, pages: int, found: Mapping[str, Row], answer: Findings, time: Axis,
    footer: tuple[str, ...], point: str,
) -> Picture:  # fmt: skip
    boxes, links, bands = [], [], []
    for number, row in enumerate(rows):
        y = _TOP + number * _ROW
        boxes.append(_bar(row, found.get(row["id"]), time, y, answer.as_of.isoformat()))
        if number % 2 == 0:
            bands.append(Band(f"row {number}", "", 0, y, _LEFT, _ROW, "lane", words=f"row {number + 1}"))
    here = {box.id: box for box in boxes}
    ends = {row["id"]: _LEFT + _WIDE if not (day := row["ends"] or row["ends_latest"]) else time.x(day) for row in rows}
    begins = {row["id"]: (time.x(row["starts"]) if row["starts"] else _LEFT) for row in rows}
    for row in rows:
        for other in row["followed_by"]:
            if other in here:
                way = ((ends[row["id"]], here[row["id"]].y + 12), (begins[other], here[other].y + 12))
                links.append(Link(f"{other} follows {row['id']}", row["id"], other, way, "link",
                                  words=f"{here[row['id']].title} is followed by {here[other].title}"))  # fmt: skip
    high = _TOP + len(rows) * _ROW + 16
    x = time.x(answer.as_of)
    texts = (
        Text(_NAME, _TOP - 6, "Contract, supplier, value a year", 8.5, True),
        Text(x + 3, high - 3, f"today {short_day(answer.as_of.isoformat())}", 8, True, colour="data_date"),
    )
    told = (f"Page {at + 1} of {pages}",) if pages > 1 else ()
    used = {mark.style for box in boxes for mark in box.marks} | {link.style for link in links}
    return Picture(
        "contracts" + (f" {at + 1}" if at else ""), point, answer.as_of,
        _LEFT + _WIDE + _AFTER, high, told, f"{counted(len(boxes), 'contract')}.", (*bands, *time.bands(0, high - 12)),
        tuple(boxes), tuple(links), texts, over=(Mark("line", x, _TOP - 4, 0, high - _TOP - 8, "data_date"),),
        key=tuple(key for key in _KEYS if key.style in used), tables=(_table(rows, found),), footer=footer,
    )  # fmt: skip


_KEYS = (
    Key("contract", "runs", "rectangle"), Key("unknown", "runs, end not stated", "rectangle"),
    Key("extension", "may be extended", "rectangle"),
    Key("late", "cliff: ends with nothing behind it", "triangle"),
    Key("at_risk", "latest safe start of a procurement", "diamond"),
    Key("not_started", "last day to give notice", "circle"), Key("link", "is followed by", "line"),
)  # fmt: skip


def _bar(row: Row, cliff: Row | None, time: Axis, y: float, today: str) -> Box:
    name = row["name"] or row["id"]
    start = time.x(row["starts"]) if row["starts"] else _LEFT
    ends = row["ends"] or row["ends_latest"]
    end = time.x(ends) if ends else _LEFT + _WIDE
    known = cliff is not None and cliff["verdict"] != "not_known"
    who = ", ".join(row["suppliers"]) or "supplier not stated"
    value = f" · £{row['value']:,.0f}" if row["value"] else ""
    marks = [Mark("rectangle", start, y + 7, max(end - start, 2), 10, "contract" if ends else "unknown")]
    said = [f"ends {row['ends_words'] or 'not stated'}"]
    right = end
    if row["extend_to"] and (until := time.x(row["extend_to"])) > end:
        marks.append(Mark("rectangle", end, y + 7, until - end, 10, "extension"))
        said.append(f"may be extended to {row['extend_words']}")
        right = until
    if cliff and known and ends:
        marks.append(Mark("triangle", end - 5, y + 3, 12, 11, "late"))
        said.append(str(cliff["verdict"]).replace("_", " "))
        right = max(right, end + 8)
    if cliff and (day := _first(cliff["start_by"])):
        marks.append(Mark("diamond", time.x(day) - 5, y + 7, 10, 10, "at_risk"))
        said.append(f"start procurement by {short_day(day)}")
    if cliff and (day := _first(cliff["notice_by"])):
        marks.append(Mark("circle", time.x(day) - 4, y + 8, 8, 8, "not_started"))
        said.append(f"give notice by {short_day(day)}")
    begin = _first(cliff["start_by"]) if cliff else None
    past = begin and begin < today
    beside = f"start {'was due' if past else 'by'} {short_day(begin)}" if begin else said[0]
    texts = (
        Text(_NAME, y + 13, fitted_line(plain(name), 8.5, _LEFT - 16, True), 8.5, True),
        Text(_NAME, y + 24, fitted_line(plain(who + value), 7.5, _LEFT - 16), 7.5),
        Text(min(right + 6, _LEFT + _WIDE + 4), y + 15.5, fitted_line(plain(beside), 8, _AFTER - 8, bool(cliff)), 8,
             bool(cliff), colour="late" if known else ""),
    )  # fmt: skip
    words = f"Contract: {name}, {who}. {'; '.join(said)}."
    return Box(row["id"], "Contract", name, 0, y, _LEFT + _WIDE + _AFTER, _ROW, "text", "none", (who, *said), words,
               texts=texts, marks=tuple(marks))  # fmt: skip


def _table(rows: Sequence[Row], found: Mapping[str, Row]) -> Table:
    told = []
    for row in rows:
        cliff = found.get(row["id"])
        told.append((row["name"] or row["id"], ", ".join(row["suppliers"]) or "not stated",
                     ", ".join(row["services"]) or "none stated", row["ends_words"] or "not stated",
                     row["extend_words"] or "not stated",
                     short_day(_first(cliff["start_by"])) if cliff and _first(cliff["start_by"]) else "",
                     cliff["title"] if cliff else "followed, runs on, later or past"))  # fmt: skip
    headers = ("Contract", "Supplier", "Services", "Ends", "Extension", "Start procurement by", "In words")
    return Table("Contracts in words", headers, tuple(told))

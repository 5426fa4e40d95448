"""Draw a plan: bars with their baseline, their float and the critical path, by workstream or by board."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pathway_graph.answers.findings import Findings
from pathway_graph.pictures.drawing import Band, Box, Key, LeftOut, Link, Mark, Picture, Point, Shape, Table, Text

from .dependencies import short_day, state_of
from .lettering import fitted_line, width
from .plain_text import plain
from .time_axis import Axis, axis

__all__ = ["gantt"]

Row = Mapping[str, Any]
_NAME, _STATUS, _FLOAT, _LEFT, _WIDE, _AFTER = 8.0, 224.0, 370.0, 384.0, 680.0, 66.0
_ROW, _TOP, _ROWS = 21.0, 30.0, 28
_SHAPES: dict[str, Shape] = {"complete": "square", "on_track": "circle", "at_risk": "triangle", "late": "diamond"}


def gantt(
    answer: Findings, facts: Mapping[str, Sequence[Row]], footer: Sequence[str], *, by: str = "workstream",
    point: str = "", keep: Collection[str] | None = None,
) -> tuple[Picture, ...]:  # fmt: skip
    """Make pages of about 28 rows from the answer of `critical-path`; `by` is workstream or board.

    `keep`: the milestones that are asked for, all where it is None; the others are counted.
    """
    stored = {row["id"]: row for row in facts["milestones"]}
    outside = tuple(row["id"] for row in answer.rows if keep is not None and row["id"] not in keep)
    needs = facts["dependencies"]
    if keep is not None:
        answer = dataclasses.replace(answer, rows=tuple(row for row in answer.rows if row["id"] in keep))
        needs = [need for need in needs if {need["needs"], need["blocks"]} & set(keep)]
    rows = [(_group(stored.get(row["id"], {}), by), row) for row in answer.rows]
    rows.sort(key=lambda pair: (pair[0] == "", pair[0].casefold(), pair[1]["early_start"], pair[1]["id"]))
    pages: list[list[tuple[str, Row]]] = []
    for pair in rows:
        if not pages or len(pages[-1]) + len({group for group, _ in (*pages[-1], pair)}) >= _ROWS:
            pages.append([])
        pages[-1].append(pair)
    page_of = {row["id"]: at for at, page in enumerate(pages) for _, row in page}
    days = _days(answer, stored)
    made = []
    for at, page in enumerate(pages or [[]]):
        chart = _Chart(answer, stored, axis(days, _LEFT, _WIDE), by)
        picture = chart.picture(page, needs, page_of, at)
        where = (f"Page {at + 1} of {len(pages)}",) if len(pages) > 1 else ()
        told = (*where, *picture.told)
        made.append(dataclasses.replace(
            picture, name=f"gantt {by}" + (f" {at + 1}" if at else ""), point=point or picture.point, told=told,
            footer=tuple(footer), narrower="--to or --workstream",
            left_out=(*_outside(outside if not at else ()), *picture.left_out),
        ))  # fmt: skip
    return tuple(made)


def _outside(ids: tuple[str, ...]) -> tuple[LeftOut, ...]:
    what, one = "milestones outside what was asked for", "milestone outside what was asked for"
    return (LeftOut(len(ids), what, "Leave out --to and --workstream.", ids, one),) if ids else ()


def _group(stored: Row, by: str) -> str:
    if by == "board":
        return "; ".join(stored.get("boards") or stored.get("reports") or ())
    return str(stored.get("workstream_name") or "")


def _days(answer: Findings, stored: Mapping[str, Row]) -> list[str]:
    found = [answer.as_of.isoformat()]
    for row in answer.rows:
        found += [row["early_start"], row["early_finish"]]
        own = stored.get(row["id"], {})
        found += [day for day in (own.get("baseline_start"), own.get("baseline_finish")) if day]
    return found


class _Chart:
    """One page, on its way to being drawn."""

    def __init__(self, answer: Findings, stored: Mapping[str, Row], time: Axis, by: str) -> None:
        self.answer, self.stored, self.time, self.by = answer, stored, time, by
        self.bands: list[Band] = []
        self.boxes: list[Box] = []
        self.ends: dict[str, tuple[float, float, float]] = {}
        self.used: set[str] = set()

    def picture(
        self, page: Sequence[tuple[str, Row]], dependencies: Sequence[Row], page_of: Mapping[str, int], at: int
    ) -> Picture:
        y, group = _TOP, None
        for name, row in page:
            if name != group:
                self._heading(name, y)
                y, group = y + _ROW, name
            self._row(row, y)
            y += _ROW
        high = y + 16
        links, lost = self._links(dependencies, page_of, at)
        x, day = self.time.x(self.answer.as_of), short_day(self.answer.as_of.isoformat())
        heads = (
            Text(_NAME, _TOP - 6, "Milestone", 8.5, True), Text(_STATUS, _TOP - 6, "Status", 8.5, True),
            Text(_FLOAT, _TOP - 6, "Float", 8.5, True, "end"),
        )  # fmt: skip
        date = Text(x + 3, high - 3, f"data date {day}", 8, True, colour="data_date")
        return Picture(
            "gantt", self.answer.title, self.answer.as_of, _LEFT + _WIDE + _AFTER, high, (),
            f"{len(self.boxes)} milestones and activities, {len(links)} dependencies, grouped by {self.by}.",
            (*self.time.bands(0, high - 12), *self.bands), tuple(self.boxes), tuple(links), (*heads, date),
            over=(Mark("line", x, _TOP - 4, 0, high - _TOP - 8, "data_date"),), key=self._keys(),
            tables=(self._table(page),), left_out=lost,
        )  # fmt: skip

    def _heading(self, name: str, y: float) -> None:
        title = name or f"{self.by.capitalize()} not stated"
        text = Text(_NAME, y + 14, fitted_line(plain(title), 9, _LEFT + _WIDE, True), 9, True, colour="title")
        self.bands.append(Band(f"{self.by} {name or 'not stated'} {y:g}", title, 0, y, _LEFT + _WIDE + _AFTER, _ROW,
                               "cluster", texts=(text,)))  # fmt: skip

    def _row(self, row: Row, y: float) -> None:
        own = self.stored.get(row["id"], {})
        style, words = state_of(row, own, self.answer.as_of)
        critical = bool(row["critical"] or row["on_longest_path"] or row["id"] in self.answer.more.get("path", ()))
        slack = row["total_float"]
        told = f"{slack['days']:g} d" if slack else ""
        dates = short_day(row["early_start"])
        dates = dates if self._is_point(row) else f"{dates} to {short_day(row['early_finish'])}"
        name = row["name"] or row["id"]
        marks, right = self._bar(row, own, y, style, critical)
        self.used |= {mark.style for mark in marks} | {style}
        texts = (
            Text(_NAME + 8, y + 14, fitted_line(plain(name), 8.5, _STATUS - 24, critical), 8.5, critical),
            Text(_STATUS + 13, y + 14, fitted_line(plain(words), 8, 88, True), 8, True, colour=style),
            Text(_FLOAT, y + 14, "CRITICAL" if critical else told, 7.5 if critical else 8, critical, "end"),
            Text(self._beside(right, short_day(row["early_finish"])), y + 13.5, short_day(row["early_finish"]), 7.5),
        )  # fmt: skip
        shape = Mark(_SHAPES.get(style, "circle"), _STATUS, y + 6, 8, 8, style)
        told = "on the critical path" if critical else f"float {told}" if told else "no float"
        base = f" Baseline finish {short_day(own['baseline_finish'])}." if own.get("baseline_finish") else ""
        self.boxes.append(Box(
            row["id"], "Milestone", name, 0, y, _LEFT + _WIDE + _AFTER, _ROW, "critical" if critical else "text",
            "none",
            (dates, words, told), f"{name}. {dates}. {words}. {told[:1].upper()}{told[1:]}.{base}",
            texts=texts, marks=(shape, *marks),
        ))  # fmt: skip

    def _beside(self, right: float, label: str) -> float:
        """Place a date behind its bar, and beyond the data date where that would strike it through."""
        x, day = right + 10, self.time.x(self.answer.as_of)
        return day + 4 if x - 2 < day < x + width(label, 7.5) + 2 else x

    def _is_point(self, row: Row) -> bool:
        return bool(row["early_start"][:10] == row["early_finish"][:10])

    def _bar(self, row: Row, own: Row, y: float, style: str, critical: bool) -> tuple[list[Mark], float]:
        """Draw a bar or a diamond with its baseline beneath and its float behind it; give where it ends."""
        start, end = self.time.x(row["early_start"]), self.time.x(row["early_finish"])
        right = end + (6 if self._is_point(row) else 0)
        self.ends[row["id"]] = start - (6 if self._is_point(row) else 0), right, y + 10
        marks = []
        late = row["late_finish"]
        slack = row["total_float"]
        if late and slack and slack["minutes"] > 0 and (until := self.time.x(late)) > end + 1:
            marks.append(Mark("line", end, y + 10, until - end, 0, "float"))
            right = max(right, until)
        if own.get("baseline_finish"):
            base_end = self.time.x(own["baseline_finish"])
            base = self.time.x(own["baseline_start"]) if own.get("baseline_start") else base_end
            if base_end - base < 2:
                marks.append(Mark("diamond", base_end - 4, y + 12.5, 7, 7, "baseline"))
            else:
                marks.append(Mark("rectangle", base, y + 16, base_end - base, 3, "baseline"))
        outline = "critical" if critical else style
        if self._is_point(row):
            marks.append(Mark("diamond", start - 6, y + 4, 12, 12, outline))
        else:
            marks.append(Mark("rectangle", start, y + 5, max(end - start, 1.5), 10, style))
            done = min(self.time.x(self.answer.as_of), end) - start
            if row["state"] != "finished" and done > 2:
                marks.append(Mark("rectangle", start + 0.5, y + 8.5, done - 0.5, 3, "done"))
            if critical:
                marks.append(Mark("rectangle", start, y + 5, max(end - start, 1.5), 10, "critical_bar"))
        return marks, right

    def _links(
        self, dependencies: Sequence[Row], page_of: Mapping[str, int], at: int
    ) -> tuple[list[Link], tuple[LeftOut, ...]]:
        """Draw what is between two rows of this page; count what leads elsewhere."""
        rows = {row["id"]: row for row in self.answer.rows}
        links: dict[str, Link] = {}
        lost: set[str] = set()
        for need in dependencies:
            start, end = need["needs"] if need["label"] == "Milestone" else None, need["blocks"]
            id = f"{need['id']} {need['label']} {need['needs']} {end}"
            if start in self.ends and end in self.ends:
                heavy = start in rows[end]["driven_by"] and all(rows[n]["critical"] for n in (start, end))
                words = f"{rows[start]['name']} is needed for {rows[end]['name']}{', critical' if heavy else ''}"
                links[id] = Link(id, start, end, self._elbow(start, end, need["kind"] or "fs"),
                                 "critical_link" if heavy else "link", words=words)  # fmt: skip
                self.used.add(links[id].style)
            elif at == min(page_of.get(start or "", at), page_of.get(end, at)):
                lost.add(id)
        how = "See them with: pathway-graph diagram dependencies"
        rest = " on promises, contracts, services, or milestones elsewhere"
        left = LeftOut(len(lost), f"dependencies{rest}", how, tuple(sorted(lost)), f"dependency{rest}")
        return list(links.values()), (left,) if lost else ()

    def _elbow(self, start: str, end: str, kind: str) -> tuple[Point, ...]:
        from_x = self.ends[start][0 if kind in ("ss", "sf") else 1]
        to_x, (y, v) = self.ends[end][1 if kind in ("ff", "sf") else 0], (self.ends[start][2], self.ends[end][2])
        if kind in ("ff", "sf"):
            turn = max(from_x, to_x) + 7
            return ((from_x, y), (turn, y), (turn, v), (to_x, v))
        if to_x - from_x >= 12:
            return ((from_x, y), (from_x + 5, y), (from_x + 5, v), (to_x, v))
        aside = v - _ROW / 2 if v > y else v + _ROW / 2
        return ((from_x, y), (from_x + 5, y), (from_x + 5, aside), (to_x - 9, aside), (to_x - 9, v), (to_x, v))

    def _keys(self) -> tuple[Key, ...]:
        keys = (
            Key("complete", "complete", "square"), Key("on_track", "under way", "circle"),
            Key("at_risk", "at risk", "triangle"), Key("late", "late", "diamond"),
            Key("not_started", "not started", "circle"),
            Key("critical_bar", "bold outline and name: critical path", "rectangle"), Key("critical", "", "none"),
            Key("critical_link", "decides the date", "line"), Key("link", "is needed for", "line"),
            Key("baseline", "agreed baseline", "rectangle"), Key("float", "float: can be later by so much", "line"),
            Key("done", "time that is over", "rectangle"),
        )  # fmt: skip
        return tuple(key for key in keys if key.words and key.style in self.used)

    def _table(self, page: Sequence[tuple[str, Row]]) -> Table:
        rows = []
        for group, row in page:
            own = self.stored.get(row["id"], {})
            slack = row["total_float"]
            base = short_day(own["baseline_finish"]) if own.get("baseline_finish") else "not stated"
            rows.append((row["name"] or row["id"], group or "not stated", state_of(row, own, self.answer.as_of)[1],
                         short_day(row["early_start"]), short_day(row["early_finish"]), base,
                         f"{slack['days']:g}" if slack else "none", row["why"]))  # fmt: skip
        headers = ("Milestone", self.by.capitalize(), "Status", "Starts", "Finishes", "Baseline", "Float, days", "Why")
        return Table("The plan in words", headers, tuple(rows))

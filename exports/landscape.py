"""Lay a landscape out as a picture: lanes, boxes that keep their places, brackets, numbered ways between them."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pathway_graph.analysis.english import counted
from pathway_graph.pictures.drawing import Band, Box, Key, LeftOut, Link, Mark, Picture, Text, checked
from pathway_graph.pictures.picture import NOBODY, Grid
from pathway_graph.pictures.picture import Box as Card

from .lettering import broken
from .plain_text import plain
from .ways import Track, ways

__all__ = ["Positions", "lay_out"]

Positions = Mapping[str, Any]
"""What is kept of a picture from month to month: `rows`, `columns` (names in order), `across` (boxes side by side in
each column) and `boxes` (key -> number of its place in its cell)."""

_WIDE, _LABEL, _HEAD, _GUTTER, _CORRIDOR = 98.0, 86.0, 20.0, 13.0, 5.0
_TITLE, _SMALL, _BETWEEN = 7.8, 7.5, 1.0
_PAPER = (1134.0, 648.0)
_MARK = {"there": "", "planned": "PLANNED ", "gap": "GAP ", "paused": "FULL OR PAUSED "}
_CHANGE = {"added": "+ ADDED ", "removed": "x REMOVED ", "moved": "> MOVED "}
_KIND = {"gap": "Gap", "planned": "Planned service", "paused": "Service, full or paused", "there": "Service"}
_KEYS = (Key("there", "service"), Key("planned", "planned, not open yet"),
         Key("gap", "GAP: asked for, and nobody is there", "rectangle"),
         Key("paused", "full or paused: takes nobody new"),
         Key("broken", "handoff that fails people, by number", "line"),
         Key("unknown", "handoff of which it is not known", "line"),
         Key("duplicate", "bracket with a letter: duplicate", "bracket"))  # fmt: skip
_CHANGES = (Key("added", "+ added"), Key("removed", "x removed"), Key("moved", "> moved"))


@dataclasses.dataclass(frozen=True)
class _Cell:
    """Where one box stands: its column and row of boxes in the whole field, and what is written in it."""

    card: Card
    across: int
    down: int
    title: list[str]
    lines: list[str]

    @property
    def height(self) -> float:
        return 5.0 + len(self.title) * 8.6 + len(self.lines) * 8.3


def lay_out(grid: Grid, kept: Positions | None = None) -> tuple[Picture, dict[str, Any]]:
    """Give the picture and the positions to keep: what is in `kept` stays where it was.

    Cost: linear in the boxes, and for the ways in the edges times those that share a gutter.
    """
    plan = _Plan(grid, kept or {})
    cells = plan.cells()
    field = _Field(grid, plan, cells)
    picture = field.picture()
    checked([picture])
    return picture, plan.positions()


class _Plan:
    """Which place of its cell each box takes, and how many stand side by side in each column."""

    def __init__(self, grid: Grid, kept: Positions) -> None:
        self.grid = grid
        self.rows = _kept_order(kept.get("rows", ()), grid.rows)
        self.columns = _kept_order(kept.get("columns", ()), grid.columns)
        self._places: dict[str, int] = {}
        self.members: defaultdict[tuple[str, str], list[Card]] = defaultdict(list)
        for card in grid.boxes:
            self.members[card.row, card.column].append(card)
        known = kept.get("boxes", {})
        for cell in self.members.values():
            self._place(cell, known)
        told = kept.get("across", {})
        self.across = {c: told[c] for c in self.columns if c in told} if set(self.columns) <= set(told) else {}
        self.across = self.across or self._balanced()

    def _place(self, cell: Sequence[Card], known: Mapping[str, int]) -> None:
        """Let boxes keep their places; the others take the first that are free."""
        taken: set[int] = set()
        for card in cell:
            at = known.get(card.key)
            if isinstance(at, int) and 0 <= at < 4 * len(cell) + 8 and at not in taken:
                self._places[card.key] = at
                taken.add(at)
        free = 0
        for card in cell:
            if card.key not in self._places:
                while free in taken:
                    free += 1
                self._places[card.key] = free
                taken.add(free)

    def _most(self, row: str, column: str) -> int:
        return max((self._places[card.key] + 1 for card in self.members.get((row, column), ())), default=0)

    def _balanced(self) -> dict[str, int]:
        """Widen the column that shortens the picture most, until the picture fits the paper best."""
        most = {(r, c): m for r in self.rows for c in self.columns if (m := self._most(r, c))}
        across = dict.fromkeys(self.columns, 1)
        best, chosen = 0.0, dict(across)
        for _ in range(4 * len(self.columns)):
            high = self._high(most, across)
            wide = _LABEL + sum(across.values()) * (_WIDE + _GUTTER)
            scale = min(_PAPER[0] / wide, _PAPER[1] / (high * 43 + 40))
            if scale > best:
                best, chosen = scale, dict(across)
            tried = [(self._high(most, {**across, c: across[c] + 1}), n, c) for n, c in enumerate(self.columns)]
            if not tried or wide > 3000:
                break
            across[min(tried)[2]] += 1
        return chosen

    def _high(self, most: Mapping[tuple[str, str], int], across: Mapping[str, int]) -> int:
        rows: defaultdict[str, int] = defaultdict(lambda: 1)
        for (row, column), count in most.items():
            rows[row] = max(rows[row], -(-count // across[column]))
        return sum(rows.values()) + len(self.rows) - len(rows)

    def cells(self) -> list[_Cell]:
        """Give every box its column and row of boxes, counted over the whole field."""
        first_across, first_down, at = {}, {}, 0
        for column in self.columns:
            first_across[column] = at
            at += self.across[column]
        at = 0
        self.lanes: list[tuple[str, int, int]] = []
        for row in self.rows:
            deep = max([1, *(-(-self._most(row, c) // self.across[c]) for c in self.columns)])
            first_down[row] = at
            self.lanes.append((row, at, deep))
            at += deep
        self.wide, self.deep = sum(self.across.values()), at
        found = []
        for card in self.grid.boxes:
            down, across = divmod(self._places[card.key], self.across[card.column])
            mark = _CHANGE.get(card.change, "") + _MARK[card.style]
            title = broken(plain(mark + card.title), _TITLE, _WIDE - 9 - 13 * bool(card.tags), 3, bold=True)
            lines = (
                broken(plain(" · ".join(map(_short, card.lines))), _SMALL, _WIDE - 8, 3 if card.style == "gap" else 2)
                if card.lines
                else []
            )
            found.append(_Cell(card, first_across[card.column] + across, first_down[card.row] + down, title, lines))
        return found

    def positions(self) -> dict[str, Any]:
        """What has to be kept so that the next picture differs only where the facts do."""
        return {"rows": list(self.rows), "columns": list(self.columns), "across": self.across, "boxes": self._places}


def _kept_order(kept: Sequence[str], now: Sequence[str]) -> tuple[str, ...]:
    """Keep the order of lanes that are known; a new one goes after the known one that it follows."""
    if not kept:
        return tuple(now)
    found = [name for name in kept if name in set(now)]
    for at, name in enumerate(now):
        if name not in found:
            before = next((n for n in reversed(now[:at]) if n in found), None)
            found.insert(found.index(before) + 1 if before else 0, name)
    return tuple(found)


class _Field:
    """The measures of a field: where its rows and columns of boxes begin."""

    def __init__(self, grid: Grid, plan: _Plan, cells: Sequence[_Cell]) -> None:
        self.grid, self.plan, self.cells = grid, plan, cells
        self.left = [_LABEL + _GUTTER + n * (_WIDE + _GUTTER) for n in range(plan.wide + 1)]
        high = [20.0] * plan.deep
        for cell in cells:
            high[cell.down] = max(high[cell.down], cell.height)
        for name, first, deep in plan.lanes:
            lacking = 9.4 * len(_label(name)) + 2 - sum(high[first : first + deep]) - _CORRIDOR * deep
            high[first + deep - 1] += max(0.0, lacking)
        self.high, self.top, y = high, [], _HEAD + _CORRIDOR
        starts = {first for _, first, _ in plan.lanes}
        for n, one in enumerate(high):
            y += _BETWEEN if n in starts and n else 0
            self.top.append(y)
            y += one + _CORRIDOR
        self.top.append(y)

    def picture(self) -> Picture:
        grid, plan = self.grid, self.plan
        boxes = self._boxes()
        links = self._links(boxes)
        gaps = sum(box.kind == "Gap" for box in boxes)
        changed = any(cell.card.change for cell in self.cells)
        used = {box.style for box in boxes} | {link.style for link in links} | {"there"}
        used |= {"duplicate"} if any(cell.card.tags for cell in self.cells) else set()
        keys = [key for key in _KEYS if key.style in used]
        return Picture(
            grid.name, grid.point, grid.as_of, self.left[-1] + 2, self.top[-1] + 2, grid.told,
            f"{counted(len(boxes) - gaps, 'service')} and {counted(gaps, 'gap')}, {_plural(grid.rows_are)} down and "
            f"{_plural(grid.columns_are)} across; {counted(len(links), 'handoff')} at risk.",
            (*self._lanes(), *self._heads()), tuple(boxes), tuple(links), key=(*keys, *(_CHANGES if changed else ())),
            tables=tuple(dataclasses.replace(t, drawn=t.title == "Handoffs at risk") for t in grid.tables),
            footer=grid.footer, left_out=self._left_out(links), over=tuple(self._brackets(plan)),
            narrower=grid.narrower,
        )  # fmt: skip

    def _left_out(self, links: Sequence[Link]) -> tuple[LeftOut, ...]:
        more = len(self.grid.edges) - len(links)
        lost = LeftOut(more, "handoffs at risk between boxes that are not drawn", "The table has them all.",
                       one="handoff at risk between boxes that are not drawn")  # fmt: skip
        return (*self.grid.left_out, *([lost] if more else []))

    def _lanes(self) -> list[Band]:
        found = []
        for n, (name, first, deep) in enumerate(self.plan.lanes):
            y, low = self.top[first] - _CORRIDOR + 1, self.top[first + deep] - _CORRIDOR / 2
            words = "Gaps: nobody provides" if name == NOBODY else name
            lines = _label(name)
            start = (y + low) / 2 - (len(lines) - 1) * 4.7 + 2.7
            colour = "gap" if name == NOBODY else "text"
            texts = tuple(Text(4, start + i * 9.4, t, 7.8, True, colour=colour) for i, t in enumerate(lines))
            found.append(Band(f"row {name}", words, 0, y, self.left[-1], low - y, ("lane", "lane_other")[n % 2],
                              words=f"{self.grid.rows_are.capitalize()}: {words}", texts=texts))  # fmt: skip
        return found

    def _heads(self) -> list[Band]:
        found, at = [], 0
        for name in self.plan.columns:
            many = self.plan.across[name]
            x, wide = self.left[at], many * (_WIDE + _GUTTER) - _GUTTER
            lines = broken(plain(name), 8, wide - 6, 2, bold=True)
            first = _HEAD / 2 + 2.9 - (len(lines) - 1) * 4.6
            texts = tuple(
                Text(x + wide / 2, first + i * 9.2, t, 8, True, "middle", "head") for i, t in enumerate(lines)
            )
            found.append(Band(f"column {name}", name, x, 0, wide, _HEAD, "head", texts=texts,
                              words=f"{self.grid.columns_are.capitalize()}: {name}"))  # fmt: skip
            at += many
        return found

    def _boxes(self) -> list[Box]:
        found: list[Box] = []
        seen: defaultdict[str, int] = defaultdict(int)
        self.first: dict[str, _Cell] = {}
        for cell in self.cells:
            card = cell.card
            seen[card.id] += 1
            id = card.id if seen[card.id] == 1 else f"{card.id} ({seen[card.id]})"
            self.first.setdefault(card.id, cell)
            x, y = self.left[cell.across], self.top[cell.down]
            style = "removed" if card.change == "removed" else card.style
            texts = [Text(x + 4.5, y + 8.6 + n * 8.6, t, _TITLE, True) for n, t in enumerate(cell.title)]
            below = y + 8.4 + len(cell.title) * 8.6
            texts += [Text(x + 4.5, below + n * 8.3, t, _SMALL) for n, t in enumerate(cell.lines)]
            texts += (
                [Text(x + _WIDE - 4, y + 8.8, ",".join(card.tags), 8, True, "end", "duplicate")] if card.tags else []
            )
            high = self.high[cell.down]
            marks = (Mark("rectangle", x - 2, y - 2, _WIDE + 4, high + 4, card.change),) if card.change in (
                "added", "moved") else ()  # fmt: skip
            words = [f"{_KIND[card.style]}: {card.title}", f"{self.grid.rows_are}: {card.row}",
                     f"{self.grid.columns_are}: {card.column}", *card.lines]  # fmt: skip
            words += [f"duplicate {', '.join(card.tags)}"] if card.tags else []
            words += [card.change] if card.change else []
            found.append(Box(
                id, "Gap" if card.style == "gap" else "Service", card.title, x, y, _WIDE, high, style,
                "rectangle" if card.style == "gap" else "rounded", card.lines, ". ".join(words),
                band=f"row {card.row}", texts=tuple(texts), marks=marks,
                details=tuple((name, "; ".join(values)) for name, values in card.facts.items()),
            ))  # fmt: skip
        return found

    def _brackets(self, plan: _Plan) -> list[Mark]:
        """Bracket each service that does what another one does for the same people; letters say with whom."""
        return [
            Mark("bracket", self.left[c.across] - 3.5, self.top[c.down] - 1, 5, self.high[c.down] + 2, "duplicate")
            for c in self.cells
            if c.card.tags
        ]

    def _links(self, boxes: Sequence[Box]) -> list[Link]:
        drawn = [e for e in self.grid.edges if e.start in self.first and e.end in self.first]
        ends = [
            ((self.first[e.start].across, self.first[e.start].down), (self.first[e.end].across, self.first[e.end].down))
            for e in drawn
        ]
        tracks = Track(
            [x - _GUTTER / 2 for x in self.left], [y - _CORRIDOR / 2 for y in self.top], self.left, self.top, _WIDE,
            self.high, _GUTTER, _CORRIDOR,
        )  # fmt: skip
        places = {(cell.across, cell.down) for cell in self.cells}
        return [
            Link(e.id, e.start, e.end, tuple(points), "broken" if e.certain else "unknown", number=e.number, at=at,
                 words=f"Handoff {e.number}: {e.words}")
            for e, (points, at) in zip(drawn, ways(ends, tracks, places), strict=True)
        ]  # fmt: skip


def _label(name: str) -> list[str]:
    """Break the name of a lane as it stands beside it."""
    return broken(plain("Gaps: nobody provides" if name == NOBODY else name), 7.8, _LABEL - 6, 4, bold=True)


def _short(line: str) -> str:
    """Shorten what is stated for a box; its whole text stays in its name and in the table."""
    for long, short in ((":00", ""), ("hours not stated", "hours ?"), ("Monday to Friday", "Mon-Fri"),
                        (" of what is asked for", " missing"), (" and over", "+")):  # fmt: skip
        line = line.replace(long, short)
    return line


def _plural(name: str) -> str:
    return {"function": "functions", "step": "steps"}.get(name, f"{name}s")

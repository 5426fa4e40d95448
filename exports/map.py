"""Draw the landscape as one HTML file: a plain SVG, the tables beneath it, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from pathway_graph.picture import Box, Grid, Table

from .lettering import broken

__all__ = ["html", "picture", "svg"]

_BOX, _GAP, _LABEL, _HEAD, _PAD = 132, 10, 150, 52, 8
_TITLE, _LINE, _SMALL = 14.0, 12.0, 9.5
_MARK = {"there": "", "planned": "Planned", "gap": "Gap", "paused": "Paused"}


def html(grid: Grid) -> str:
    """Write the whole page: the point, the picture, its key, the tables, what it rests on."""
    css = _css()
    told = "".join(f"<p>{escape(line)}</p>" for line in grid.told)
    tables = "\n".join(map(_table, grid.tables))
    footer = "".join(f"<p>{escape(line)}</p>" for line in grid.footer)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{escape(grid.point)}</title>
<style>
{css}</style>
</head>
<body>
<header>
<h1>{escape(grid.point)}</h1>
{told}
</header>
<main>
<figure aria-label="Landscape of services">
<div class="picture" tabindex="0" role="region" aria-label="The picture; scroll sideways on a narrow screen">
{svg(grid)}
</div>
{_key()}
</figure>
{tables}
</main>
<footer>
{footer}
</footer>
</body>
</html>
"""


def picture(grid: Grid) -> str:
    """Write the picture as an SVG file of its own, with its colours in it."""
    opening, rest = svg(grid).split("\n", 1)
    return f"{opening}\n<style>\n{_css()}</style>\n{rest}\n"


def _css() -> str:
    return files("pathway_graph.exports").joinpath("templates/map.css").read_text(encoding="utf-8")


def svg(grid: Grid) -> str:
    """Draw the boxes in their rows and columns; each is named in the accessibility tree."""
    wide = _LABEL + len(grid.columns) * (_BOX + _GAP) + _GAP
    tops, high = _tops(grid)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-label="{escape(_summary(grid))}" '
        f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">'
    ]
    parts += _columns(grid)
    for number, row in enumerate(grid.rows):
        parts += _row(grid, number, row, tops, wide)
    parts.append("</svg>")
    return "\n".join(parts)


def _summary(grid: Grid) -> str:
    gaps = sum(b.style == "gap" for b in grid.boxes)
    return f"{len(grid.boxes) - gaps} services and {gaps} gaps, {grid.rows_are} down and {grid.columns_are} across"


def _columns(grid: Grid) -> Iterator[str]:
    for number, column in enumerate(grid.columns):
        x = _LABEL + _GAP + number * (_BOX + _GAP)
        yield f'<rect class="head" x="{x}" y="0" width="{_BOX}" height="{_HEAD}" rx="3"/>'
        yield from _lines(broken(column, 11, _BOX - 10), x + _BOX / 2, _HEAD / 2, "headtext", 11)


def _tops(grid: Grid) -> tuple[list[float], float]:
    """Give the top of each row, and the height of the whole."""
    tops, y = [], float(_HEAD + _GAP)
    for row in grid.rows:
        tops.append(y)
        y += max(_stack(grid, row, column) for column in grid.columns) + _PAD
    return tops, round(y + 2, 1)


def _stack(grid: Grid, row: str, column: str) -> float:
    inside = [_height(b) + 6 for b in grid.boxes if b.row == row and b.column == column]
    return max(sum(inside) + 6, 40)


def _height(box: Box) -> float:
    title, lines = _wording(box)
    return 10 + len(title) * _TITLE + len(lines) * _LINE


def _wording(box: Box) -> tuple[list[str], list[str]]:
    mark = f"{_MARK[box.style]}: " if _MARK[box.style] else ""
    return broken(mark + box.title, 11, _BOX - 12), [
        part for line in box.lines for part in broken(line, _SMALL, _BOX - 12, 2)
    ]


def _row(grid: Grid, number: int, row: str, tops: list[float], wide: float) -> Iterator[str]:
    top = tops[number]
    high = max(_stack(grid, row, column) for column in grid.columns)
    yield f'<rect class="lane lane{number % 2}" x="0" y="{top:g}" width="{wide}" height="{high:g}"/>'
    yield from _lines(broken(row, 11, _LABEL - 16, 3), 8, top + high / 2, "lanetext", 11)
    for index, column in enumerate(grid.columns):
        y = top + 6
        for box in (b for b in grid.boxes if b.row == row and b.column == column):
            yield from _drawn(box, _LABEL + _GAP + index * (_BOX + _GAP), y)
            y += _height(box) + 6


def _drawn(box: Box, x: float, y: float) -> Iterator[str]:
    title, lines = _wording(box)
    name = ". ".join([f"{_MARK[box.style] or 'Service'}: {box.title}", *box.lines])
    yield f'<g role="img" class="{box.style}" data-id="{escape(box.id)}" aria-label="{escape(name)}">'
    yield f'<rect x="{x:g}" y="{y:g}" width="{_BOX}" height="{_height(box):g}" rx="{0 if box.style == "gap" else 7}"/>'
    for number, line in enumerate(title):
        yield f'<text class="title" x="{x + 6:g}" y="{y + 15 + number * _TITLE:g}">{escape(line)}</text>'
    for number, line in enumerate(lines):
        below = y + 15 + len(title) * _TITLE + number * _LINE - 1
        yield f'<text class="line" x="{x + 6:g}" y="{below:g}">{escape(line)}</text>'
    yield "</g>"


def _lines(lines: list[str], x: float, middle: float, kind: str, size: float) -> Iterator[str]:
    first = middle - (len(lines) - 1) * (size + 2) / 2 + size * 0.35
    for number, line in enumerate(lines):
        yield f'<text class="{kind}" x="{x:g}" y="{first + number * (size + 2):g}">{escape(line)}</text>'


def _key() -> str:
    entries = (("there", "there"), ("planned", "planned, not open yet"), ("gap", "gap: asked for, and nobody is there"),
               ("paused", "paused or full: takes nobody new"))  # fmt: skip
    items = "".join(
        f'<li><svg class="key" width="34" height="18" aria-hidden="true"><g class="{style}">'
        f'<rect x="1" y="1" width="32" height="16" rx="{0 if style == "gap" else 5}"/></g></svg> {words}</li>'
        for style, words in entries
    )
    return f'<figcaption><span>Key</span><ul class="keys">{items}</ul></figcaption>'


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in table.headers)
    rows = "\n".join("<tr>" + _cells(row) + "</tr>" for row in table.rows)
    return (
        f'<section><h2>{escape(table.title)}</h2><div class="scroll" tabindex="0" role="region" '
        f'aria-label="{escape(table.title)}"><table><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>'
        "</div></section>"
    )


def _cells(row: tuple[str, ...]) -> str:
    first, *rest = row
    return f'<th scope="row">{escape(first)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
